"""Errors a user can act on: each names the file (and line) and what to do."""


class ZhiluoError(Exception):
    """Base of everything this package raises on purpose; the CLI prints its text and leaves no traceback."""


class InputError(ZhiluoError):
    """A page, folder or side file cannot be read; the build of the other pages goes on."""


class OntologyError(ZhiluoError):
    """The ontology, a lexicon list or a rule contradicts itself; the text names the file and the entry."""


class GraphError(ZhiluoError):
    """A graph breaks its contract: an edge without ends, of an unknown type, or without evidence."""


class QueryError(ZhiluoError):
    """A query cannot be run: bad SPARQL, an unknown named query, a missing parameter, an unknown entity."""


class ExportError(ZhiluoError):
    """An export cannot be written: a package is missing, or the graph is too large for the format."""
