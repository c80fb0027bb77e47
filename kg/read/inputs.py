"""What a user names on the command line, as a list of page files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import InputError

_WILD = frozenset("*?[")


def expand(inputs: Sequence[str | Path]) -> tuple[list[Path], list[InputError]]:
    """The pages that files, folders (all .txt below them) and glob patterns name, each once as named, and what is wrong with the rest.

    Two different files of one stem would be one document: the second is left out and the error names both.
    """
    pages: list[Path] = []
    errors: list[InputError] = []
    stems: dict[str, Path] = {}
    seen: set[Path] = set()
    for given in inputs:
        try:
            found = list(_pages(given))
        except InputError as error:
            errors.append(error)
            continue
        for path in found:
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            if path.stem in stems:
                errors.append(
                    InputError(
                        f"{stems[path.stem]} and {path}: two pages of one name {path.stem!r}; rename one, the name identifies the page"
                    )
                )
                continue
            stems[path.stem] = path
            pages.append(path)
    return pages, errors


def _pages(given: str | Path) -> Iterator[Path]:
    path = Path(given)
    try:
        if path.is_file():
            yield path
            return
        if path.is_dir():
            found = sorted(p for p in path.rglob("*.txt") if p.is_file())
            if not found:
                raise InputError(f"{given}: no .txt file in this folder or below it; give a folder of extracted pages")
            yield from found
            return
        exists = path.exists()
    except OSError as error:
        raise InputError(f"{given}: cannot be read ({error.strerror or error}); check its permissions") from error
    if exists:
        raise InputError(f"{given}: neither a file nor a folder; give a text file")
    if not _WILD & set(str(given)):
        raise InputError(f"{given}: no such file or folder; check the path")
    root = Path(path.anchor)
    try:
        matched = sorted(p for p in root.glob(str(path.relative_to(root))) if p.is_file())
    except (OSError, ValueError) as error:
        raise InputError(f"{given}: not a pattern that can be matched ({error}); name the files or their folder") from error
    if not matched:
        raise InputError(f"{given}: the pattern matches no file; check it, and quote it if the shell changes it")
    yield from matched
