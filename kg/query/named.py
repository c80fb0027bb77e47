"""Named queries: the ``.rq`` files under ``examples/queries``, each with a description and its parameters in the comments at its head.

    # description: Who holds which post where.
    # description-zh: 谁在何处任何职。
    # parameters: body= person=

A parameter with ``=`` has the default that follows it, which may be empty; one without must be given. Its value is text that
stands in the query in place of the variable of that name, as a literal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError
from kg.ontology import resource_dir
from kg.query.sparql import Source, select
from kg.query.tables import Table

_HEADER = re.compile(r"#\s*(description|description-zh|parameters):\s*(.*?)\s*")
_PARAMETER = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:=(\S*))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that the caller may set; ``default`` None means that it must."""

    name: str
    default: str | None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the collection: its name is that of its file."""

    name: str
    description: str
    description_zh: str
    parameters: tuple[Parameter, ...]
    text: str

    def bindings(self, arguments: Mapping[str, str]) -> dict[str, str]:
        """A value for every parameter; raises QueryError for an unknown or a missing one."""
        names = [p.name for p in self.parameters]
        unknown = [name for name in arguments if name not in names]
        if unknown:
            raise QueryError(f"@{self.name} has no parameter {', '.join(unknown)}; it takes: {', '.join(names) or 'none'}")
        given = {p.name: arguments.get(p.name, p.default) for p in self.parameters}
        missing = [p.name for p in self.parameters if p.default is None and not given[p.name]]
        if missing:
            raise QueryError(f"@{self.name} needs {', '.join(missing)}: give {missing[0]}=VALUE")
        return {name: value for name, value in given.items() if value is not None}


def named_queries() -> tuple[NamedQuery, ...]:
    """The queries that come with the package, sorted by name; raises QueryError for a file with a faulty head."""
    return read_queries(resource_dir("_queries", "examples/queries"))


def read_queries(folder: Path) -> tuple[NamedQuery, ...]:
    """The queries of a folder, sorted by name; raises QueryError naming a file with a faulty head."""
    return tuple(_read(path) for path in sorted(folder.glob("*.rq")))


def named_query(name: str) -> NamedQuery:
    """The query of that name, with or without the ``@``; raises QueryError listing the names there are."""
    known = {query.name: query for query in named_queries()}
    wanted = name.removeprefix("@")
    if wanted not in known:
        raise QueryError(f"no query is named {wanted!r}; there are: {', '.join(known)}")
    return known[wanted]


def run_named(source: Source, name: str, arguments: Mapping[str, str] | None = None) -> Table:
    """The answer to a named query; raises QueryError for an unknown name or parameter, or a missing one."""
    query = named_query(name)
    return select(source, query.text, query.bindings(arguments or {}))


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    head: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        known = _HEADER.fullmatch(line)
        if known:
            head[known[1]] = known[2]
    if not head.get("description"):
        raise QueryError(f"{path}: its head needs a line '# description: …'")
    parameters = tuple(_parameter(path, word) for word in head.get("parameters", "").split())
    return NamedQuery(path.stem, head["description"], head.get("description-zh", ""), parameters, text)


def _parameter(path: Path, word: str) -> Parameter:
    known = _PARAMETER.fullmatch(word)
    if known is None:
        raise QueryError(f"{path}: {word!r} is no parameter; write name=default or name")
    return Parameter(known[1], known[2])
