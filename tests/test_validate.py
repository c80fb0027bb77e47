"""kg validate finds each thing that the shapes forbid and says in words which it is and what is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Kg
from rdflib import PROV, QB, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from test_ontology import BROKEN, claim, entity, sample

from kg.errors import InputError
from kg.export.vocabulary import BASE, VOCABULARIES
from kg.ontology import ZL
from kg.query.validate import Fault, faults

OA, VOID, TIME, ORG, DCTERMS = (Namespace(VOCABULARIES[prefix]) for prefix in ("oa", "void", "time", "org", "dcterms"))


def sentences(change: Callable[[Graph], object]) -> list[str]:
    """What is said of the sample once it is changed."""
    rdf = sample()
    change(rdf)
    return [fault.sentence for fault in faults(rdf)]


def lost(predicate: URIRef) -> Callable[[Graph], object]:
    """The first statement with that predicate is missing."""
    return lambda rdf: rdf.remove(min(rdf.triples((None, predicate, None))))


def other(predicate: URIRef, value: Literal | URIRef) -> Callable[[Graph], object]:
    """The first statement with that predicate has another value."""
    return lambda rdf: rdf.set((min(rdf.subjects(predicate)), predicate, value))


def no_longer(kind: URIRef) -> Callable[[Graph], object]:
    """The first thing of a type is no longer of it."""
    return lambda rdf: rdf.remove((min(rdf.subjects(RDF.type, kind)), RDF.type, kind))


MORE: dict[str, tuple[Callable[[Graph], object], str]] = {
    "claim that is no annotation": (
        lambda rdf: rdf.remove((claim(rdf, "investsIn"), RDF.type, OA.Annotation)),
        "Claim 丙公司 investsIn 甲县 <…>: A claim has an IRI and evidence"),
    "claim without a target": (
        lambda rdf: rdf.remove((claim(rdf, "investsIn"), OA.hasTarget, None)),
        "The targets of the annotation are the evidence."),
    "claim derived from nothing": (
        lambda rdf: rdf.remove((claim(rdf, "receives"), PROV.wasDerivedFrom, None)),
        "Claim 甲县 receives 百强县 <…>: A claim has an IRI and evidence"),
    "post that is no org:Membership": (
        lambda rdf: rdf.remove((claim(rdf, "holdsPosition"), RDF.type, ORG.Membership)), "is an org:Membership."),
    "role without a name": (
        lambda rdf: rdf.remove((min(rdf.subjects(RDF.type, ORG.Role)), SKOS.prefLabel, None)), "A role has exactly one name"),
    "evidence without a source": (lost(OA.hasSource), "Evidence 「赵一说了」 <…>: The source of evidence is its page. Found: none."),
    "evidence without a selector": (lost(OA.hasSelector), "Evidence has exactly one selector"),
    "evidence quoted from nothing": (lost(PROV.wasQuotedFrom), "Evidence is quoted from its article."),
    "selector without words": (lost(OA.exact), "A selector has exactly one quotation"),
    "selector that ends before it starts": (
        other(OA.end, Literal(1, datatype=XSD.nonNegativeInteger)),
        "A selector has exactly one start, a whole number from 0, before its end."),
    "selector of places only": (no_longer(OA.TextQuoteSelector), "Evidence has exactly one selector, which knows place and words."),
    "instant of no date": (lost(TIME.inXSDgYear), "An instant is exactly one day, month or year."),
    "time that is none": (other(TIME.hasTime, URIRef("urn:x")), "A time is an instant or an interval of OWL-Time."),
    "figure in no data set": (lost(QB.dataSet), "A figure is in exactly one data set. Found: none."),
    "figure without a variant": (lost(ZL.variant), "A figure has exactly one number among its variants"),
    "data set without a structure": (lost(QB.structure), "A data set has exactly one structure."),
    "structure without measures": (
        lambda rdf: rdf.remove((None, QB.measure, None)), "A structure has a measure."),
    "no licence": (lost(DCTERMS.license), "The data set has exactly one licence. Found: none."),
    "no count": (lost(VOID.triples), "The data set says how many triples it has. Found: none."),
    "alias that is the name": (
        lambda rdf: rdf.add((entity(rdf, "赵一"), SKOS.altLabel, Literal("赵一", lang="zh"))),
        "Person 赵一 <…>: Another name (skos:altLabel)"),
    "confidence above one": (
        other(ZL.confidence, Literal("1.5", datatype=XSD.decimal)), "a decimal from 0 to 1. Found: '1.5' (xsd:decimal)."),
    "two statuses": (
        lambda rdf: rdf.add((claim(rdf, "receives"), ZL.status, ZL.ended)),
        "A claim has exactly one status: zl:stated, zl:planned or zl:ended. Found: zl:ended, zl:stated."),
}  # fmt: skip


def test_the_sample_is_as_the_shapes_ask() -> None:
    assert faults(sample()) == ()


@pytest.mark.parametrize("name", MORE)
def test_each_fault_is_said_in_words(name: str) -> None:
    change, words = MORE[name]
    before, rdf = set(sample()), sample()
    change(rdf)
    assert set(rdf) != before, "the variant changes nothing"
    told = sentences(change)
    head, _, tail = words.partition("<…>")
    assert [sentence for sentence in told if head in sentence and tail in sentence], told


def test_a_relation_that_runs_the_wrong_way_names_the_claim_and_what_is_allowed() -> None:
    def turn(rdf: Graph) -> None:
        node = claim(rdf, "receives")
        rdf.set((node, ZL.subject, entity(rdf, "百强县")))
        rdf.set((node, ZL.object, entity(rdf, "甲县")))

    told = sentences(turn)
    assert any(
        s.startswith("Claim 百强县 receives 甲县 <") and "receives runs to one of these: Award. Found: Place 甲县" in s for s in told
    )
    assert any("receives runs from one of these: Person, Company," in s and "Found: Award 百强县" in s for s in told)


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_shapes_find_is_said_in_sentences(name: str) -> None:
    rdf = sample()
    BROKEN[name][0](rdf)
    told = faults(rdf)
    assert told and list(told) == sorted(set(told))
    for fault in told:
        assert fault.thing and fault.asked.endswith(".") and "sh:" not in fault.sentence and "Constraint" not in fault.sentence


def test_found_values_that_are_long_are_cut() -> None:
    told = sentences(other(ZL.level, Literal("x" * 500)))
    assert told and all(len(sentence) < 500 and "…" in sentence for sentence in told)


def test_a_missing_pyshacl_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(InputError, match=r"pip install 'zhiluo\[validate\]'"):
        faults(sample())


def test_a_fault_without_a_value_ends_with_what_is_asked() -> None:
    assert Fault("Claim x", "It has a name.", "").sentence == "Claim x: It has a name."


# --- the command


def test_a_build_is_as_the_shapes_ask(kg: Kg, seeds_out: Path) -> None:
    result = kg("validate", seeds_out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("all is as the shapes ask: ") and result.stdout.endswith(" triples\n")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A build folder with two faults, one with a sequence that would clear a terminal."""
    rdf = sample()
    rdf.set((claim(rdf, "receives"), ZL.status, Literal("\x1b[2J")))
    rdf.remove((claim(rdf, "investsIn"), ZL.rule, None))
    (tmp_path / "graph.ttl").write_text(rdf.serialize(format="turtle"), encoding="utf-8")
    return tmp_path


def test_faults_are_printed_a_line_each_and_exit_is_1(kg: Kg, faulty: Path) -> None:
    result = kg("validate", faulty)
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (1, "")
    assert lines[0].startswith(f"Claim 丙公司 investsIn 甲县 <{BASE}claim/f-") and lines[0].endswith(
        "exactly one rule that read it. Found: none."
    )
    assert lines[-1] == "(2 faults)" and len(lines) == 3 and "\x1b" not in result.stdout


def test_the_first_faults_only(kg: Kg, faulty: Path) -> None:
    result = kg("validate", faulty, "--first", 1)
    assert result.exit_code == 1 and result.stdout.splitlines()[1:] == ["… 1 more line", "(2 faults)"]


def test_what_is_no_build_is_refused(kg: Kg, tmp_path: Path) -> None:
    result = kg("validate", tmp_path)
    assert result.exit_code == 1 and "no graph.ttl there" in result.stderr


def test_a_missing_pyshacl_is_a_message_and_no_traceback(kg: Kg, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    result = kg("validate", faulty)
    assert result.exit_code == 1 and "pip install 'zhiluo[validate]'" in result.stderr
