"""What the RDF says of itself: a VoID description of the data set with its counts, and the structure of its figures.

There is no clock in it. The licence is that of what the program adds; the sentences are the papers'.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.export.blocks import Block, Pair, Said
from kg.export.figures import COMPONENTS, components, shape_of
from kg.export.statements import Statements
from kg.export.vocabulary import VOCABULARIES

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
_TITLES = (("知络知识图谱", "zh"), ("Zhiluo knowledge graph", "en"))
_RIGHTS = (
    ("许可证所指为本程序所加的内容；引文的权利属于所引的报纸。", "zh"),
    ("The licence is that of what the program adds; the rights in the sentences quoted remain with the papers.", "en"),
)
_FIGURES = (("报纸所报的数字", "zh"), ("Figures that pages report", "en"))


def header(told: Statements) -> list[Block]:
    """The header of what has been told, to be asked for after ``told.body()`` has run to its end: it counts itself too."""
    d, p = told.dialect, told.dialect.properties
    blocks = list(_described(told))
    pairs = blocks[0].pairs
    count = told.triples + sum(len(block.pairs) for block in blocks) + 2
    pairs += [(p["triples"], d.integer(count)), (p["distinctSubjects"], d.integer(told.subjects + len(blocks)))]
    return blocks


def _described(told: Statements) -> Iterator[Block]:
    d, p = told.dialect, told.dialect.properties
    parts = list(_parts(told))
    names = {p["class"]: p["classPartition"], p["property"]: p["propertyPartition"]}
    pairs = [(p["type"], d.word["void:Dataset"]), *((p["datasetTitle"], d.tagged(*title)) for title in _TITLES)]
    pairs += [(p["license"], d.iri(LICENCE)), *((p["rights"], d.tagged(*words)) for words in _RIGHTS)]
    pairs += [(p["uriSpace"], d.text(d.base)), *((p["vocabulary"], d.iri(iri)) for iri in VOCABULARIES.values())]
    pairs += [(p["entities"], d.integer(len(told.entities))), *((names[part.pairs[0][0]], part.subject) for part in parts)]
    yield _block(d.iri(d.base), pairs)
    yield from parts
    yield from _cube(told)


def _parts(told: Statements) -> Iterator[Block]:
    d, p = told.dialect, told.dialect.properties
    for name, count in sorted(told.classes.items()):
        yield _block(d.of["part"][name.removeprefix("zl:")], [(p["class"], d.word[name]), (p["entities"], d.integer(count))])
    for name, count in sorted(told.relations.items()):
        yield _block(d.of["part"][name], [(p["property"], d.word[f"zl:{name}"]), (p["triples"], d.integer(count))])


def _cube(told: Statements) -> Iterator[Block]:
    d, p = told.dialect, told.dialect.properties
    shapes = sorted({shape_of(o) for o in told.graph.observations})
    for shape in shapes:
        named = [(p["name"], d.tagged(*words)) for words in _FIGURES]
        yield _block(d.of["figures"][shape], [(p["type"], d.word["qb:DataSet"]), *named, (p["structure"], d.of["structure"][shape])])
        parts = [(p["component"], d.of["component"][name]) for name, _ in components(shape)]
        yield _block(d.of["structure"][shape], [(p["type"], d.word["qb:DataStructureDefinition"]), *parts])
    used = {name for shape in shapes for name, _ in components(shape)}
    for order, (name, kind) in enumerate(COMPONENTS.items(), 1):
        if name in used:
            role = {"dimension": "dimension", "measure": "hasMeasure", "attribute": "attribute"}[kind]
            pairs = [(p["type"], d.word["qb:ComponentSpecification"]), (p[role], d.word[f"zl:{name}"]), (p["order"], d.integer(order))]
            if kind == "attribute":
                pairs.append((p["componentRequired"], d.boolean(False)))
            yield _block(d.of["component"][name], pairs)


def _block(subject: str, pairs: list[Pair]) -> Block:
    return Block(subject, [Said((), pairs)])
