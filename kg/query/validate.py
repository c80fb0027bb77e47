"""Whether the RDF of a build is as ``ontology/shapes.ttl`` asks, and what is wrong with it in sentences.

pyshacl does the work; each property shape has a message that says what it asks, and here the thing that fails is named as a reader knows
it: a claim by its ends, a quotation by its words. pyshacl takes time in step with the size of the graph, some 3,000 triples a second where
it was measured (10,000 to 110,000 triples); a page of a paper has about 2,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import rdflib
from rdflib import RDF, RDFS, SH, SKOS, Literal, URIRef
from rdflib.term import Identifier, Node

from kg.errors import InputError
from kg.export.vocabulary import VOCABULARIES
from kg.ontology import ZL, Ontology, load_ontology, ontology_dir

_LONGEST = 60


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one thing: its name for a reader, what is asked of it, and what stands there instead, where something does."""

    thing: str
    asked: str
    found: str

    @property
    def sentence(self) -> str:
        """The fault in words."""
        return f"{self.thing}: {self.asked}{f' Found: {self.found}.' if self.found else ''}"


def faults(rdf: rdflib.Graph) -> tuple[Fault, ...]:
    """What is wrong with a graph, sorted, each fault once; raises InputError where pyshacl is not installed."""
    try:
        import pyshacl
    except ImportError as error:
        raise InputError("pyshacl is not installed; install it with: pip install 'zhiluo[validate]'") from error
    conforms, results, words = pyshacl.validate(rdf, shacl_graph=_shapes(), inplace=True)
    if conforms:
        return ()
    if not isinstance(results, rdflib.Graph):
        raise InputError(f"the graph cannot be validated: {words}")
    names = _Names(rdf)
    found = {fault for result in results.subjects(RDF.type, SH.ValidationResult) for fault in _told(rdf, results, result, names)}
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


def _told(rdf: rdflib.Graph, results: rdflib.Graph, result: Node, names: _Names) -> Iterator[Fault]:
    """A result of pyshacl as faults; where a relation fails, each claim of it that runs so."""
    focus, value, path = (results.value(result, term) for term in (SH.focusNode, SH.value, SH.resultPath))
    asked = min(map(str, results.objects(result, SH.resultMessage)), default="This is not as the shapes ask.")
    relation = names.ontology.relations.get(str(focus).removeprefix(str(ZL)))
    if relation is None or value is None:
        yield Fault(names.of(focus), asked, _found(rdf, focus, value, path, names))
        return
    if (value, ZL.predicate, focus) in rdf:
        yield Fault(names.of(value), asked, "")
    kinds = {str(kind).removeprefix(str(ZL)) for kind in rdf.objects(value, RDF.type)}
    for end, allowed, runs in ((ZL.subject, relation.domain, "from"), (ZL.object, relation.range, "to")):
        among = ", ".join(name for name in names.ontology.types if name in allowed)
        for claim in [] if kinds & allowed else rdf.subjects(end, value):
            if (claim, ZL.predicate, focus) in rdf:
                yield Fault(names.of(claim), f"{relation.name} runs {runs} one of these: {among}.", names.of(value))


def _found(rdf: rdflib.Graph, focus: Node | None, value: Node | None, path: Node | None, names: _Names) -> str:
    """What stands where a shape asks for something else."""
    if value is not None:
        return "" if value == focus else names.of(value)
    if not isinstance(path, URIRef) or focus is None:
        return ""
    return ", ".join(sorted(map(names.of, rdf.objects(focus, path)))) or "none"


class _Names:
    """Things of a graph by names that a reader knows."""

    def __init__(self, rdf: rdflib.Graph) -> None:
        self._rdf = rdf
        self.ontology: Ontology = load_ontology()

    def of(self, node: Node | None) -> str:
        """A thing by its kind and name, a literal by its text, an IRI of a vocabulary by its prefixed name."""
        if isinstance(node, Literal):
            return f"{_cut(str(node))!r}{f' ({self.short(node.datatype)})' if node.datatype else ''}"
        kinds = set(self._rdf.objects(node, RDF.type))
        for kind, told in (
            (ZL.Claim, self._claim),
            (ZL.Observation, self._figure),
            (ZL.Evidence, self._quotation),
            (ZL.Article, self._article),
        ):
            if kind in kinds:
                return f"{told(node)} <{node}>"
        name = self._label(node)
        named = sorted(self.short(kind).removeprefix("zl:") for kind in kinds)
        return f"{' and '.join(named)} {name} <{node}>".replace("  ", " ") if kinds else self.short(node)

    def short(self, node: Node | None) -> str:
        """An IRI with the prefix of its vocabulary, in full where it is of none."""
        for prefix, namespace in VOCABULARIES.items():
            if str(node).startswith(namespace):
                return f"{prefix}:{str(node).removeprefix(namespace)}"
        return f"<{node}>"

    def _label(self, node: Node | None) -> str:
        return _cut(next((value for term in (SKOS.prefLabel, RDFS.label) for value in sorted(map(str, self._rdf.objects(node, term)))), ""))

    def _end(self, claim: Node | None, term: Identifier) -> str:
        node = self._rdf.value(claim, term, any=True)
        return "something unsaid" if node is None else self._label(node) or self.short(node)

    def _claim(self, node: Node | None) -> str:
        relation = self.short(self._rdf.value(node, ZL.predicate, any=True)).removeprefix("zl:")
        return f"Claim {self._end(node, ZL.subject)} {relation} {self._end(node, ZL.object)}"

    def _figure(self, node: Node | None) -> str:
        words = (self._rdf.value(node, term, any=True) for term in (ZL.indicator, ZL.period))
        return f"Figure of {self._end(node, ZL.observed)}: {' '.join(str(word) for word in words if word is not None)}".rstrip(": ")

    def _quotation(self, node: Node | None) -> str:
        quote = self._rdf.value(node, ZL.quote, any=True)
        return f"Evidence 「{_cut(str(quote))}」" if quote is not None else "Evidence"

    def _article(self, node: Node | None) -> str:
        return f"Article {self._label(node)}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
