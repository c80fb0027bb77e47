"""Files that belong together: none is moved to its place before all are complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from kg.errors import InputError

_PART = ".part"


def prepare_folder(folder: Path, names: Iterable[str]) -> None:
    """Make the folder that files of these names are to be written into; raises InputError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{folder}: is a file; give -o a folder, which is made where it is missing") from error
    except OSError as error:
        raise InputError(f"{folder}: cannot be made a folder ({error.strerror}); give -o one that you may write to") from error
    for name in names:
        if (folder / name).is_dir():
            raise InputError(f"{folder / name}: is a folder where a file is to be written; move it away or give another -o")


def write_together(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files, whose names may have folders in them, and return their paths; raises InputError where it cannot.

    All are first written beside their places, and moved there only when the last of them is complete. Where a move fails, which takes a
    program that holds the old file (Windows), the error says that the files before it are new.
    """
    prepare_folder(folder, files)
    made: list[Path] = []
    moved = False
    try:
        for inner in sorted({(folder / name).parent for name in files} - {folder}):
            if not inner.is_dir():
                inner.mkdir(parents=True)
                made.append(inner)
        for name, data in files.items():
            (folder / (name + _PART)).write_bytes(data)
        for name in files:
            (folder / (name + _PART)).replace(folder / name)
            moved = True
    except OSError as error:
        kept = "some files there are new and some are old; close what holds it and run again" if moved else "what was there before is kept"
        raise InputError(f"{error.filename or folder}: cannot be written ({error.strerror}); {kept}") from error
    finally:
        for name in files:
            with suppress(OSError):
                (folder / (name + _PART)).unlink(missing_ok=True)
        for inner in reversed(made):
            with suppress(OSError):  # a folder that has got its files is not empty, and stays
                inner.rmdir()
    return tuple(folder / name for name in files)
