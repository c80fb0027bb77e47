"""The ontology is whole, its mappings exist, the shapes agree with it, and SHACL finds what is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from gold_graph import GOLD, gold_graph
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, TIME, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kg.errors import OntologyError
from kg.export.turtle import to_rdf
from kg.gazetteer.divisions import LEVELS
from kg.graph import ArticleCard, build_graph
from kg.ontology import ZL, load_ontology, ontology_dir, read_ontology
from kg.records import Amount, Entity, Evidence, Fact, Observation

ZLS = Namespace("https://w3id.org/zhiluo/shapes#")
ONTOLOGY = Graph().parse(ontology_dir() / "zhiluo.ttl")
SHAPES = Graph().parse(ontology_dir() / "shapes.ttl")
TERMS = sorted({s for s in ONTOLOGY.subjects() if str(s).startswith(str(ZL))})
VOCABULARIES = (DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SKOS, TIME, XSD)


# --- the ontology itself


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(str(ZL)))
def test_every_term_has_labels_and_definitions_in_both_languages(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        languages = sorted(value.language for value in ONTOLOGY.objects(term, predicate))
        assert languages == ["en", "zh"], predicate


def test_types_and_relations_are_those_of_the_guide() -> None:
    guide = (GOLD / "GUIDE.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in guide.splitlines() if line.startswith("| ") and not line.startswith("| type")]
    ontology = load_ontology()
    assert list(ontology.types) == [row for row in rows if row[0].isupper()]
    assert set(ontology.relations) == {row for row in rows if row[0].islower()}


def test_every_mapping_is_a_term_of_its_vocabulary() -> None:
    known = {str(v): v for v in VOCABULARIES}
    mapped = {term for triple in ONTOLOGY for term in triple if isinstance(term, URIRef)}
    checked = 0
    for term in mapped:
        namespace = next((iri for iri in known if str(term).startswith(iri)), None)
        if namespace and str(term) != namespace:
            checked += 1
            assert term in known[namespace], term
    assert checked > 50


def test_every_type_and_relation_has_a_mapping_and_a_colour_of_its_own() -> None:
    ontology = load_ontology()
    for name in [*ontology.types, *ontology.relations]:
        assert ONTOLOGY.value(ZL[name], RDFS.subClassOf) or ONTOLOGY.value(ZL[name], RDFS.subPropertyOf)
    colours = [t.colour for t in ontology.types.values()]
    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours + [r.colour for r in ontology.relations.values()])


def test_attributes_that_relations_take_are_declared() -> None:
    for relation in load_ontology().relations.values():
        assert relation.domain and relation.range
        for attribute in relation.takes:
            assert (ZL[attribute], RDFS.label, None) in ONTOLOGY


def test_a_symmetric_relation_accepts_what_stands_at_its_first_end_at_its_second() -> None:
    for relation in load_ontology().relations.values():
        if relation.symmetric:
            assert relation.domain <= relation.range


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ('rdfs:label "人物"@zh , "Person"@en', 'rdfs:label "Person"@en', "Person lacks rdfs:label@zh"),
        ('zl:colour "#1A78C3" ; zl:shape "dot"', 'zl:shape "dot"', "Person lacks zl:colour"),
        ("zl:domainIncludes zl:Person ;\n    zl:rangeIncludes zl:Person ;", "zl:domainIncludes zl:Alien ;", "names unknown types Alien"),
    ],
)
def test_a_faulty_ontology_is_refused_with_file_and_term(tmp_path: Path, old: str, new: str, lacks: str) -> None:
    text = (ontology_dir() / "zhiluo.ttl").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.ttl"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError, match=f"broken.ttl: .*{lacks}"):
        read_ontology(path)


def test_unknown_names_are_refused_with_the_valid_ones() -> None:
    with pytest.raises(OntologyError, match=r"Alien.*Person, Company"):
        load_ontology().require_type("Alien")
    with pytest.raises(OntologyError, match=r"loves.*holdsPosition, meets"):
        load_ontology().require_relation("loves")


# --- the shapes agree with the ontology


def listed(node: object) -> list[URIRef]:
    return list(Collection(SHAPES, node))  # type: ignore[arg-type]


def ends(relation: str, end: URIRef) -> set[str]:
    """The classes that the shape of a relation allows at one end, read off the property shape whose path leads there."""
    for shape in SHAPES.objects(ZLS[relation], SH.property):
        first, last = listed(SHAPES.value(shape, SH.path))
        assert SHAPES.value(first, SH.inversePath) == ZL.predicate
        if last == end:
            classes = [SHAPES.value(choice, SH["class"]) for choice in listed(SHAPES.value(shape, SH["or"]))]
            return {str(c).removeprefix(str(ZL)) for c in classes}
    raise AssertionError(f"{relation} has no shape for {end}")


@pytest.mark.parametrize("relation", load_ontology().relations.values(), ids=lambda r: r.name)
def test_shapes_and_ontology_agree_on_domain_and_range(relation: object) -> None:
    assert SHAPES.value(ZLS[relation.name], SH.targetNode) == ZL[relation.name]
    assert ends(relation.name, ZL.subject) == relation.domain
    assert ends(relation.name, ZL.object) == relation.range


def test_shapes_know_the_types_and_relations_of_the_ontology_and_no_others() -> None:
    types = {ZL[name] for name in load_ontology().types}
    assert set(SHAPES.objects(ZLS.Entity, SH.targetClass)) == types
    (known,) = SHAPES.objects(ZLS.KnownType, SH.property)
    assert set(listed(SHAPES.value(known, SH["in"]))) == types
    predicates = next(p for p in SHAPES.objects(ZLS.Claim, SH.property) if SHAPES.value(p, SH.path) == ZL.predicate)
    relations = {ZL[name] for name in load_ontology().relations}
    assert set(listed(SHAPES.value(predicates, SH["in"]))) == relations == set(SHAPES.objects(None, SH.targetNode))


def test_every_zl_term_of_the_shapes_is_declared() -> None:
    used = {term for triple in SHAPES for term in triple if str(term).startswith(str(ZL))}
    assert not used - set(TERMS)


# --- what SHACL finds


def report(rdf: Graph) -> Graph | None:
    """The results graph of a validation, None where the data conforms."""
    conforms, results, _ = pyshacl.validate(rdf, shacl_graph=SHAPES)
    return None if conforms else results


@pytest.mark.parametrize("page", ["000", "001", "002", "003", "004"])
def test_gold_graphs_conform(page: str) -> None:
    assert report(to_rdf(gold_graph(page))) is None


def sample() -> Graph:
    """A claim of each kind that the shapes treat apart, and a figure."""
    words = (Evidence("d", "d#1", 5, 9, "赵一说了"),)
    entities = [
        Entity("p", "Person", "赵一"), Entity("g", "Government", "甲县人民政府"), Entity("c", "Company", "丙公司"),
        Entity("l", "Place", "甲县", (), "county"), Entity("m", "Place", "乙市"), Entity("a", "Award", "百强县"),
    ]  # fmt: skip
    facts = [
        Fact("p", "g", "holdsPosition", "r", 0.9, words, title="县长"),
        Fact("c", "l", "investsIn", "r", 0.9, words, amount=Amount(1e8, "CNY"), date="2025-05"),
        Fact("l", "m", "partOf", "r", 1.0, (), source_kind="gazetteer"),
        Fact("l", "a", "receives", "r", 0.9, words, rank=3),
    ]
    figures = [Observation("l", "产值", 1e8, "CNY", "2024", None, words), Observation("l", "人口", None, None, None, 0.01, words)]
    return to_rdf(build_graph(entities, facts, figures, [ArticleCard("d#1", "d", "题", None, ("孙三",), "赵一", "2025-05-26", "甲县")]))


def claim(rdf: Graph, relation: str) -> URIRef:
    return next(rdf.subjects(ZL.predicate, ZL[relation]))


def entity(rdf: Graph, name: str) -> URIRef:
    return next(rdf.subjects(SKOS.prefLabel, Literal(name, lang="zh")))


def without(predicate: URIRef, relation: str = "investsIn") -> Callable[[Graph], None]:
    return lambda rdf: rdf.remove((claim(rdf, relation), predicate, None))


def instead(predicate: URIRef, value: object) -> Callable[[Graph], None]:
    """Another value for whatever has that property, which the sample has once or where any will do."""

    def change(rdf: Graph) -> None:
        subject = min(rdf.subjects(predicate, None))
        rdf.remove((subject, predicate, None))
        if value is not None:
            rdf.add((subject, predicate, value))

    return change


def also(relation: str, predicate: URIRef, value: object) -> Callable[[Graph], None]:
    return lambda rdf: rdf.add((claim(rdf, relation), predicate, value))


def turned(relation: str) -> Callable[[Graph], None]:
    """A claim whose ends change places."""

    def change(rdf: Graph) -> None:
        node = claim(rdf, relation)
        subject, target = rdf.value(node, ZL.subject), rdf.value(node, ZL.object)
        rdf.set((node, ZL.subject, target))
        rdf.set((node, ZL.object, subject))

    return change


def figure_without_numbers(rdf: Graph) -> None:
    rdf.remove((None, ZL.measure, None))


def number(text: str) -> Literal:
    return Literal(text, datatype=XSD.decimal)


BROKEN: dict[str, tuple[Callable[[Graph], object], URIRef]] = {
    "claim without subject": (without(ZL.subject), ZL.subject),
    "claim without predicate": (without(ZL.predicate), ZL.predicate),
    "claim without object": (without(ZL.object), ZL.object),
    "claim without status": (without(ZL.status), ZL.status),
    "claim without rule": (without(ZL.rule), ZL.rule),
    "claim without confidence": (without(ZL.confidence), ZL.confidence),
    "claim without evidence": (without(ZL.evidence), ZLS.Claim),
    "gazetteer claim that says it is of the text": (
        lambda rdf: rdf.set((claim(rdf, "partOf"), ZL.sourceKind, Literal("text"))), ZLS.Claim),
    "claim of two subjects": (also("receives", ZL.subject, URIRef("urn:x")), ZL.subject),
    "claim of two statuses": (also("receives", ZL.status, ZL.ended), ZL.status),
    "unknown status": (instead(ZL.status, ZL.rumoured), ZL.status),
    "unknown relation": (instead(ZL.predicate, ZL.loves), ZL.predicate),
    "confidence above one": (instead(ZL.confidence, number("1.5")), ZL.confidence),
    "confidence below zero": (instead(ZL.confidence, number("-0.1")), ZL.confidence),
    "rank nought": (instead(ZL.rank, Literal(0)), ZL.rank),
    "date that is a number": (instead(ZL.date, Literal(2025)), ZL.date),
    "wrong domain and range": (turned("receives"), None),
    "wrong type of an end": (lambda rdf: rdf.set((entity(rdf, "百强县"), RDF.type, ZL.Company)), None),
    "membership of somebody else": (lambda rdf: rdf.set((claim(rdf, "holdsPosition"), ORG.member, entity(rdf, "丙公司"))), ORG.member),
    "entity without a name": (lambda rdf: rdf.remove((entity(rdf, "百强县"), SKOS.prefLabel, None)), SKOS.prefLabel),
    "entity of two names": (lambda rdf: rdf.add((entity(rdf, "百强县"), SKOS.prefLabel, Literal("百强", lang="zh"))), SKOS.prefLabel),
    "entity of an unknown type": (lambda rdf: rdf.set((entity(rdf, "百强县"), RDF.type, ZL.Alien)), RDF.type),
    "entity without a type": (lambda rdf: rdf.remove((entity(rdf, "百强县"), RDF.type, None)), RDF.type),
    "unknown level": (instead(ZL.level, Literal("galaxy")), ZL.level),
    "evidence without a quote": (instead(ZL.quote, None), ZL.quote),
    "empty quote": (instead(ZL.quote, Literal("", lang="zh")), ZL.quote),
    "evidence without a start": (instead(ZL.start, None), ZL.start),
    "evidence that ends before it starts": (instead(ZL.end, Literal(2)), ZL.start),
    "evidence that starts before the page": (instead(ZL.start, Literal(-1)), ZL.start),
    "evidence on no page": (lambda rdf: rdf.remove((next(rdf.subjects(RDF.type, ZL.Evidence)), ZL.page, None)), ZL.page),
    "amount without a value": (instead(ZL.value, None), ZL.value),
    "negative amount": (instead(ZL.value, number("-5")), ZL.value),
    "amount without a currency": (instead(ZL.currency, None), ZL.currency),
    "currency in words": (instead(ZL.currency, Literal("人民币")), ZL.currency),
    "figure of nothing": (instead(ZL.observed, None), ZL.observed),
    "figure without an indicator": (instead(ZL.indicator, None), ZL.indicator),
    "figure without value or change": (figure_without_numbers, ZLS.Observation),
    "figure without evidence": (lambda rdf: rdf.remove((next(rdf.subjects(ZL.measure, None)), ZL.evidence, None)), ZL.evidence),
    "figure in words": (instead(ZL.measure, Literal("一亿")), ZL.measure),
}  # fmt: skip


def test_the_sample_conforms_before_it_is_broken() -> None:
    assert report(sample()) is None


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_reported_where_it_is_broken(name: str) -> None:
    break_it, where = BROKEN[name]
    rdf = sample()
    before = set(rdf)
    break_it(rdf)
    assert set(rdf) != before, "the variant changes nothing"
    results = report(rdf)
    assert results is not None
    named = set(results.objects(None, SH.resultPath)) | set(results.objects(None, SH.sourceShape))
    assert where is None or where in named


@pytest.mark.parametrize("relation", ["holdsPosition", "investsIn", "receives"])
def test_a_claim_that_runs_the_wrong_way_is_reported_for_its_relation(relation: str) -> None:
    rdf = sample()
    turned(relation)(rdf)
    results = report(rdf)
    assert results is not None and ZL[relation] in set(results.objects(None, SH.focusNode))


def test_levels_are_those_that_the_shapes_and_the_gazetteer_know() -> None:
    [allowed] = [SHAPES.value(shape, SH["in"]) for shape in SHAPES.subjects(SH.path, ZL.level)]
    assert load_ontology().levels.keys() == {str(level) for level in Collection(SHAPES, allowed)}
    assert set(LEVELS) < load_ontology().levels.keys()
