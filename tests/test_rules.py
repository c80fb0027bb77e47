"""Every relation rule: its examples state their fact, its counter-examples do not let it fire."""

from __future__ import annotations

import pytest

from kg.errors import OntologyError
from kg.ontology import load_ontology
from kg.records import Fact
from kg.relate.article import ArticleReader
from kg.relate.frames import Frame, load_frames, read_frame
from tests.marked import marked, quote

FRAMES = load_frames()


def told(text: str) -> tuple[list[tuple[str, str, str, Fact]], set[str]]:
    """The facts that all rules read in a marked text, as (subject, relation, object, fact), and the ids of the rules that applied.

    A text that begins with ``@place `` is at home there.
    """
    home = None
    if text.startswith("@"):
        home, text = text[1:].split(" ", 1)
        text = "{Place:" + home + "}。" + text
    resolved, fired = marked(text, home=home), set[str]()
    read = ArticleReader(resolved.entities, quote, fired=fired.add).read(resolved)
    names = {e.id: e.name for e in (*resolved.entities.values(), *read.implied)}
    return [(names[f.source], f.type, names[f.target], f) for f in read.facts], fired


def cases(kind: str) -> list[tuple[Frame, str]]:
    return [(frame, text) for frame in FRAMES for text in getattr(frame, kind)]


@pytest.mark.parametrize(("frame", "example"), cases("examples"), ids=lambda v: v.id if isinstance(v, Frame) else v[:24])
def test_example_states_its_fact(frame: Frame, example: str) -> None:
    text, expected = example.split("→")
    subject, relation, target = expected.split()
    facts, fired = told(text)
    assert frame.id in fired
    found = {(s, r, o) for s, r, o, _ in facts}
    symmetric = load_ontology().relations[relation].symmetric
    assert (subject, relation, target) in found or (symmetric and (target, relation, subject) in found), found


@pytest.mark.parametrize(("frame", "counter"), cases("counters"), ids=lambda v: v.id if isinstance(v, Frame) else v[:24])
def test_counter_example_does_not_fire(frame: Frame, counter: str) -> None:
    _, fired = told(counter)
    assert frame.id not in fired


def test_every_rule_has_examples_and_counter_examples() -> None:
    assert all(f.examples and f.counters for f in FRAMES)


def test_every_relation_has_a_rule() -> None:
    ruled = {t.relation for f in FRAMES for t in f.facts} | {"holdsPosition"}
    assert ruled == set(load_ontology().relations)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"id": "x", "trigger": "(", "examples": ["e"], "counters": ["c"]}, "rule x"),
        ({"id": "x", "trigger": "a", "facts": ["a knows b"], "examples": ["e"], "counters": ["c"]}, "unknown relation"),
        ({"id": "x", "trigger": "a", "facts": ["a meets b"], "examples": ["e"], "counters": ["c"]}, "no slot"),
        ({"id": "x", "trigger": "<Ghost>", "examples": ["e"], "counters": ["c"]}, "unknown types Ghost"),
        ({"id": "x", "trigger": "a", "examples": ["e"]}, "counters"),
    ],
)
def test_a_faulty_rule_is_named(entry: dict[str, object], words: str) -> None:
    with pytest.raises(OntologyError, match=words):
        read_frame(entry, "rules_test.toml")
