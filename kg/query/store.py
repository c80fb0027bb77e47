"""Opens the RDF of a build for queries: in memory where it is small, otherwise from a store of Oxigraph on disk beside it.

The store lies in ``OUT/.oxigraph`` under the hash of ``graph.ttl``, so that a graph built anew is never answered from an old store. It is
made beside its place and moved there when it is complete. Where the folder cannot be written, the graph is read into memory.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph
import rdflib

from kg.errors import InputError
from kg.query.engine import Engine, OxigraphEngine, RdflibEngine

try:
    import fcntl
except ImportError:  # Windows has no such locks, and keeps a folder whose files are open
    fcntl = None  # type: ignore[assignment]

ENGINES = ("oxigraph", "rdflib")
DISK_FROM = 20_000_000  # bytes of graph.ttl, half a million triples: reading it takes two seconds, opening the store a tenth of one
STORES = ".oxigraph"
_PART = "part-"
_PREFIX = re.compile(r"@prefix ([A-Za-z][\w-]*): <([^<>\s]*)> \.\s*")


def open_engine(out: Path, engine: str = "oxigraph", disk_from: int = DISK_FROM) -> Engine:
    """The engine for the RDF of a build folder (or of a Turtle file); raises InputError where there is none or it is damaged.

    Oxigraph is the faster for every size of graph, its reading of the file included (benchmarks/queries.py); rdflib answers
    where it is asked for. From ``disk_from`` bytes on, Oxigraph reads a store on disk, which it makes the first time.
    """
    if engine == "rdflib":
        return RdflibEngine(read_rdflib(out))
    path = graph_file(out)
    kept = _kept_store(path) if path.stat().st_size >= disk_from else None
    store, lease = kept or (_memory_store(path), None)
    opened = OxigraphEngine(store, _prefixes(path))
    if lease is not None:
        weakref.finalize(opened, os.close, lease)
    return opened


def graph_file(out: Path) -> Path:
    """The Turtle file of a build folder, or the file itself; raises InputError where there is none."""
    path = out if out.is_file() else out / "graph.ttl"
    if not path.is_file():
        raise InputError(f"{out}: no graph.ttl there; make one with: kg build PAGES -o {out}")
    return path


def read_rdflib(out: Path) -> rdflib.Graph:
    """The RDF of a build as a graph of rdflib; raises InputError where there is none or it is damaged."""
    path = graph_file(out)
    try:
        return rdflib.Graph(bind_namespaces="none").parse(data=path.read_text(encoding="utf-8"), format="turtle")
    except Exception as error:  # rdflib's parser also raises AssertionError and IndexError for damaged text
        raise _damaged(path, error) from error


def _memory_store(path: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    _load(store, path)
    return store


def _load(store: pyoxigraph.Store, path: Path) -> None:
    try:
        store.bulk_load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> InputError:
    reason = " ".join(str(error).split())[:120]
    return InputError(f"{path}: not Turtle as kg build writes it ({reason}); build it again")


def _prefixes(path: Path) -> dict[str, str]:
    """The prefixes that the file declares at its head."""
    found: dict[str, str] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            declared = _PREFIX.fullmatch(line)
            if declared is None:
                return found
            found[declared[1]] = declared[2]
    return found


def _kept_store(path: Path) -> tuple[pyoxigraph.Store, int] | None:
    """The store on disk for a file, made where there is none or it cannot be read, and its lease; None where the folder takes none."""
    with path.open("rb") as file:
        key = f"{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}-{pyoxigraph.__version__}"
    home = path.parent / STORES / key
    try:
        return _opened(home)
    except OSError:
        with suppress(OSError), _alone(home.parent):
            _make(home, path)
            return _opened(home)
    return None


def _opened(home: Path) -> tuple[pyoxigraph.Store, int]:
    """An existing store, with a lease, an open file that keeps the store from being removed; raises OSError where it cannot be read."""
    if not home.is_dir():
        raise FileNotFoundError(home)
    lease = _locked(_lease(home), shared=True)
    try:
        store = pyoxigraph.Store.read_only(str(home))
        len(store)  # a store without its files opens, too
    except BaseException as error:
        os.close(lease)
        if isinstance(error, RuntimeError):  # so does pyoxigraph call files that are cut short
            raise OSError(str(error)) from error
        raise
    return store, lease


def _make(home: Path, path: Path) -> None:
    """Make the store of a file and remove those that no process reads any more; called by one process at a time."""
    with suppress(OSError):
        os.close(_opened(home)[1])
        return  # made by another process in the meantime
    if home.is_dir():
        shutil.rmtree(home)
    home.unlink(missing_ok=True)
    for other in home.parent.iterdir():
        if other.is_dir() and not _is_leased(other):
            shutil.rmtree(other, ignore_errors=True)
            _lease(other).unlink(missing_ok=True)
    part = Path(tempfile.mkdtemp(prefix=_PART, dir=home.parent))
    try:
        store = pyoxigraph.Store(str(part))
        _load(store, path)
        store.optimize()  # queries then take half as long
        store.flush()
        del store  # closes it
        _lease(home).touch()
        part.rename(home)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("ab") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _locked(path: Path, shared: bool) -> int:
    """A file that is locked while it is open; raises OSError where another process holds a lock that excludes it."""
    file = os.open(path, os.O_RDONLY)
    try:
        if fcntl:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        raise
    return file


def _lease(store: Path) -> Path:
    return store.with_name(f"{store.name}.lease")


def _is_leased(store: Path) -> bool:
    lease = _lease(store)
    if not lease.exists():
        return False
    try:
        os.close(_locked(lease, shared=False))
    except OSError:
        return True
    return False
