"""The frame engine with frames of its own: slots, registers, conditions, status, attributes, and what the ontology forbids."""

from __future__ import annotations

from typing import Any

import pytest

from kg.records import Amount, Fact, Status
from kg.relate.article import ArticleReader
from kg.relate.frames import Frame, read_frame
from tests.marked import marked, quote

CILI = "湖南省/张家界市/慈利县"
BODIES = ["Company", "Organization"]
LINE = "{Company:甲集团}、{Company:乙集团}和{Company:丙集团}"


def frame(trigger: str, facts: list[str], slots: dict[str, dict[str, Any]], **rest: Any) -> Frame:
    entry = {"id": "test/frame", "trigger": trigger, "facts": facts, "slots": slots, "examples": ["e"], "counters": ["c"], **rest}
    return read_frame(entry, "rules_test.toml")


def run(text: str, *frames: Frame, date: str | None = None) -> list[tuple[str, str, str, Fact]]:
    """The facts of these frames on a marked text as (subject, relation, object, fact), in the order they are told."""
    resolved = marked(text, home=CILI, issue_date=date)
    told = ArticleReader(resolved.entities, quote, frames=frames).read(resolved)
    names = {e.id: e.name for e in (*resolved.entities.values(), *told.implied)}
    rules = {f.id for f in frames}
    return [(names[f.source], f.type, names[f.target], f) for f in told.facts if f.rule in rules]


def ends(text: str, *frames: Frame) -> list[tuple[str, str]]:
    return [(s, o) for s, _, o, _ in run(text, *frames)]


def located(trigger: str = "位于", where: dict[str, Any] | None = None, what: dict[str, Any] | None = None, **rest: Any) -> Frame:
    """Bodies on the left stand in places on the right."""
    slots = {
        "what": {"side": "left", "types": BODIES} | (what or {}),
        "where": {"side": "right", "types": ["Place", "Town"]} | (where or {}),
    }
    return frame(trigger, ["what locatedIn where"], slots, **rest)


def invests(**rest: Any) -> Frame:
    slots = {"who": {"side": "left", "types": ["Company"]}, "where": {"side": "right", "types": ["Place", "Town"], "within": 30}}
    return frame("投资", ["who investsIn where"], slots, **rest)


# slots


@pytest.mark.parametrize(
    ("take", "taken"),
    [("all", ["甲集团", "乙集团", "丙集团"]), ("first", ["甲集团"]), ("last", ["丙集团"])],
)
def test_what_a_slot_takes_of_the_list_beside_the_trigger(take: str, taken: list[str]) -> None:
    assert [s for s, _ in ends(LINE + "位于{Town:零溪镇}。", located(what={"take": take}))] == taken


@pytest.mark.parametrize(
    ("take", "taken"),
    [("all", ["丙集团"]), ("every", ["甲集团", "乙集团", "丙集团"]), ("earliest", ["甲集团"])],
)
def test_what_a_slot_takes_of_several_lists(take: str, taken: list[str]) -> None:
    text = "{Company:甲集团}、{Company:乙集团}看好{Company:丙集团}位于{Town:零溪镇}。"
    assert [s for s, _ in ends(text, located(what={"take": take}))] == taken


@pytest.mark.parametrize(
    ("take", "taken"),
    [("all", ["甲集团", "乙集团", "丙集团"]), ("after", ["乙集团", "丙集团"]), ("first", ["乙集团"]), ("last", ["乙集团"])],
)
def test_what_a_slot_takes_under_the_trigger(take: str, taken: list[str]) -> None:
    slots = {
        "who": {"side": "inside", "types": ["Company"], "take": take},
        "where": {"side": "right", "types": ["Town"], "within": 20},
    }
    rule = frame("、(?P<who><Company>)和", ["who locatedIn where"], slots)
    assert [s for s, _ in ends(LINE + "在{Town:零溪镇}。", rule)] == taken


@pytest.mark.parametrize(("between", "found"), [("就", True), ("就在我们这座小小的山城边上的", False), ("很好，它就", False)])
def test_a_slot_is_near_and_within_its_clause(between: str, found: bool) -> None:
    assert bool(ends(f"{{Company:甲集团}}{between}位于{{Town:零溪镇}}。", located())) is found


def test_commas_and_distance_are_options() -> None:
    assert ends("{Company:甲集团}很好，它就位于{Town:零溪镇}。", located(what={"commas": True})) == [("甲集团", "零溪镇")]
    far = "{Company:甲集团}就在我们这座小小的山城边上的位于{Town:零溪镇}。"
    assert ends(far, located(what={"within": 20})) == [("甲集团", "零溪镇")]


def test_a_slot_does_not_cross_sentences() -> None:
    assert ends("{Company:甲集团}投产。位于{Town:零溪镇}。", located(what={"commas": True, "within": 50})) == []


def test_patterns_between_before_and_after_a_slot() -> None:
    text = "{Company:甲集团}新厂位于{Town:零溪镇}。"
    for option, fits, fails in (("gap", "新厂", "老厂"), ("after", "新", "老")):
        assert ends(text, located(what={option: fits})) == [("甲集团", "零溪镇")]
        assert ends(text, located(what={option: fails})) == []
    assert ends(text, located(where={"before": "位于$"})) == [("甲集团", "零溪镇")]
    assert ends(text, located(where={"before": "茶$"})) == []


def test_an_optional_slot_may_be_missing_and_others_may_not() -> None:
    slots = {
        "who": {"side": "left", "types": ["Company"]},
        "where": {"types": ["Town"]},
        "project": {"types": ["Project"], "within": 20},
    }
    facts = ["who investsIn where", "who undertakes project"]
    assert ends("{Company:甲集团}投资{Town:零溪镇}。", frame("投资", facts, slots)) == []
    slots["project"]["optional"] = True
    rule = frame("投资", facts, slots)
    assert ends("{Company:甲集团}投资{Town:零溪镇}。", rule) == [("甲集团", "零溪镇")]
    both = ends("{Company:甲集团}投资{Town:零溪镇}建设{Project:水泵项目}。", rule)
    assert both == [("甲集团", "零溪镇"), ("甲集团", "水泵项目")]


@pytest.mark.parametrize("preposition", ["在", "于", "从", "到", "向", "赴"])
def test_a_place_after_a_preposition_is_no_subject(preposition: str) -> None:
    slots = {"who": {"side": "left", "types": ["Town", "Company"], "within": 20}, "what": {"types": ["Event"]}}
    rule = frame("举办", ["who organizes what"], slots)
    assert ends("{Town:零溪镇}举办{Event:茶节}。", rule) == [("零溪镇", "茶节")]
    assert ends(f"{preposition}{{Town:零溪镇}}举办{{Event:茶节}}。", rule) == []
    assert ends(f"{{Company:甲集团}}{preposition}{{Town:零溪镇}}举办{{Event:茶节}}。", rule) == [("甲集团", "茶节")]


def test_an_agent_after_bei_is_no_subject() -> None:
    slots = {"who": {"side": "left", "types": ["Company"], "within": 20}, "what": {"types": ["Award"]}}
    assert ends("被{Company:甲集团}获{Award:金奖}。", frame("获", ["who receives what"], slots)) == []


def test_a_container_is_no_member_of_a_list() -> None:
    slots = {"who": {"side": "left", "types": ["Person"]}, "where": {"types": ["Town", "Place", "Company"], "within": 20}}
    rule = frame("走访", ["who visits where"], slots)
    assert ends("{Person:卓启航}走访{Town:零溪镇}的{Company:甲集团}、{Company:乙集团}。", rule) == [
        ("卓启航", "甲集团"),
        ("卓启航", "乙集团"),
    ]


# registers


GOES = frame(
    "到",
    ["who visits where"],
    {"who": {"side": "left", "types": ["Person"]}, "where": {"types": ["Town", "Company"]}},
    id="test/goes",
    set={"leader": "who", "activity": "=tour"},
)
JOINS = frame("陪同", ["who accompanies $leader"], {"who": {"side": "left", "types": ["Person"]}}, id="test/joins", needs=["leader"])


def test_a_register_reaches_the_next_sentences() -> None:
    text = "{Person:卓启航}到{Town:零溪镇}。茶香。{Person:温如玉}、{Person:龚承泽}陪同。"
    assert ends(text, GOES, JOINS) == [("卓启航", "零溪镇"), ("温如玉", "卓启航"), ("龚承泽", "卓启航")]


def test_a_register_does_not_reach_back_and_is_needed() -> None:
    assert ends("{Person:温如玉}陪同。{Person:卓启航}到{Town:零溪镇}。", GOES, JOINS) == [("卓启航", "零溪镇")]


def test_a_later_leader_takes_the_register_over() -> None:
    text = "{Person:卓启航}到{Town:零溪镇}。{Person:覃启明}到{Town:溪口镇}。{Person:温如玉}陪同。"
    assert ends(text, GOES, JOINS)[-1] == ("温如玉", "覃启明")


def test_nobody_accompanies_himself() -> None:
    assert ends("{Person:卓启航}到{Town:零溪镇}。{Person:卓启航}陪同。", GOES, JOINS) == [("卓启航", "零溪镇")]


@pytest.mark.parametrize(
    ("needs", "applies"), [("activity", True), ("!activity", False), ("activity=tour", True), ("activity=meeting", False)]
)
def test_conditions_on_registers(needs: str, applies: bool) -> None:
    rule = located(id="test/located", needs=[needs])
    found = ends("{Person:卓启航}到{Town:零溪镇}。{Company:甲集团}位于{Town:溪口镇}。", GOES, rule)
    assert (("甲集团", "溪口镇") in found) is applies


def test_a_fallback_fills_a_slot_that_stays_empty_with_less_trust() -> None:
    rule = located(what={"fallback": "topic_company"}, confidence=0.9)
    near, far = run("{Company:甲集团}位于{Town:溪口镇}。厂房位于{Town:零溪镇}。", rule)
    assert (near[0], near[2], far[0], far[2]) == ("甲集团", "溪口镇", "甲集团", "零溪镇")
    assert far[3].confidence < near[3].confidence == 0.9
    assert ends("厂房位于{Town:零溪镇}。", rule) == []


def test_a_fallback_of_another_type_fills_nothing() -> None:
    rule = located(what={"fallback": "leader"}, id="test/located")
    assert ends("{Person:卓启航}到{Town:零溪镇}。厂房位于{Town:溪口镇}。", GOES, rule) == [("卓启航", "零溪镇")]


def test_registers_of_one_article_do_not_reach_another() -> None:
    first, second = marked("{Person:卓启航}到{Town:零溪镇}。"), marked("{Person:温如玉}陪同。")
    reader = ArticleReader({**first.entities, **second.entities}, quote, frames=(GOES, JOINS))
    assert reader.read(first).facts and not reader.read(second).facts


def test_the_body_a_person_is_named_with_may_be_an_end() -> None:
    rule = frame("到", ["who.body visits where"], {"who": {"side": "left", "types": ["Person"]}, "where": {"types": ["Company"]}})
    assert ends("{Organization:杜仲协会}会长{Person:卓启航}到{Company:甲集团}。", rule) == [("杜仲协会", "甲集团")]
    assert ends("{Person:卓启航}到{Company:甲集团}。", rule) == []


# unless and status


def test_unless_looks_at_the_clause_only() -> None:
    rule = located(unless="原来")
    assert ends("{Company:甲集团}原来位于{Town:零溪镇}。", rule) == []
    assert ends("他原来是农民，{Company:甲集团}位于{Town:零溪镇}。", rule) == [("甲集团", "零溪镇")]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", Status.STATED),
        ("将", Status.PLANNED),
        ("计划", Status.PLANNED),
        ("即将", Status.PLANNED),
        ("尚未", None),
        ("有意向", None),
        ("没有", None),
        ("拟定的厂房", Status.STATED),
    ],
)
def test_done_planned_and_denied(words: str, status: Status | None) -> None:
    found = run(f"{{Company:甲集团}}{words}投资{{Town:零溪镇}}。", invests())
    assert [f.status for *_, f in found] == ([status] if status else [])


def test_a_denial_in_another_clause_denies_nothing() -> None:
    assert ends("他尚未到，{Company:甲集团}投资{Town:零溪镇}。", invests()) == [("甲集团", "零溪镇")]


def test_a_denied_frame_sets_no_register_and_a_fixed_status_stays() -> None:
    denied = "{Person:卓启航}没有到{Town:零溪镇}。{Person:温如玉}陪同。"
    assert ends(denied, GOES, JOINS) == []
    (told,) = run("{Company:甲集团}将投资{Town:零溪镇}。", invests(status="stated"))
    assert told[3].status is Status.STATED


# attributes


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("{Company:甲集团}投资3亿元到{Town:零溪镇}。", Amount(300000000, "CNY")),
        ("{Company:甲集团}投资500万美元到{Town:零溪镇}。", Amount(5000000, "USD")),
        ("{Company:甲集团}投资到{Town:零溪镇}，年产值3亿元。", None),
        ("{Company:甲集团}投资到{Town:零溪镇}。项目总投资2亿元。", Amount(200000000, "CNY")),
        ("{Company:甲集团}投资到{Town:零溪镇}。茶香四溢。项目总投资2亿元。", None),
        ("{Company:甲集团}投资3亿元到{Town:零溪镇}，去年投入1亿元。", Amount(300000000, "CNY")),
    ],
)
def test_the_sum_invested(text: str, amount: Amount | None) -> None:
    ((*_, fact),) = run(text, invests())
    assert fact.amount == amount
    told = "".join(e.quote for e in fact.evidence)
    assert amount is None or str(amount.value / 10000)[0] in told  # the sentence of the sum is evidence too


def test_two_lists_that_are_given_out_are_paired() -> None:
    slots = {"who": {"types": ["Company"]}, "what": {"types": ["Award"], "within": 6}}
    slots["who"] |= {"side": "left", "within": 6}
    slots["what"] |= {"side": "right"}
    rule = frame("获", ["who receives what"], slots)
    both = "{Company:甲集团}、{Company:乙集团}%s获{Award:金奖}、{Award:银奖}。"
    assert ends(both % "分别", rule) == [("甲集团", "金奖"), ("乙集团", "银奖")]
    assert len(ends(both % "均", rule)) == 4


def test_what_another_thing_is_said_to_be_is_no_subject() -> None:
    text = "{Company:甲集团}%s{Company:乙集团}的子公司，位于{Town:零溪镇}。"
    rule = located(what={"within": 30, "commas": True})
    assert ends(text % "是", rule) == [("甲集团", "零溪镇")]
    assert ends("{Company:乙集团}的新厂，位于{Town:零溪镇}。", rule) == [("乙集团", "零溪镇")]


def test_who_founds_a_body_is_no_subject_of_the_next_clause() -> None:
    rule = located(what={"within": 30, "commas": True})
    assert ends("{Organization:丙学院}由{Company:甲集团}设立，位于{Town:零溪镇}。", rule) == [("丙学院", "零溪镇")]


@pytest.mark.parametrize(
    ("words", "iso"),
    [("5月26日，", "2025-05-26"), ("昨天，", "2025-05-27"), ("2023年，", "2023"), ("1月至3月，", None), ("", None)],
)
def test_the_date_before_the_trigger(words: str, iso: str | None) -> None:
    ((*_, fact),) = run(f"{words}{{Company:甲集团}}投资{{Town:零溪镇}}。", invests(), date="2025-05-28")
    assert fact.date == iso


def test_a_date_after_the_trigger_is_not_its_own_and_a_relation_takes_only_its_attributes() -> None:
    ((*_, fact),) = run("{Company:甲集团}投资{Town:零溪镇}，5月26日投产。", invests(), date="2025-05-28")
    assert fact.date is None
    ((*_, fact),) = run("5月26日，{Company:甲集团}投资3亿元，位于{Town:零溪镇}。", located(what={"commas": True}), date="2025-05-28")
    assert (fact.date, fact.amount, fact.rank) == (None, None, None)


def test_a_firm_does_not_belong_to_a_group_from_the_day_on_which_something_is_told_of_it() -> None:
    slots = {"group": {"side": "inside", "types": ["Company"], "take": "first"}, "firm": {"side": "inside", "types": ["Company"]}}
    rule = frame("(?P<group><Company>)旗下(?P<firm><Company>)", ["firm subsidiaryOf group"], slots)
    ((*_, fact),) = run("5月26日，{Company:甲集团}旗下{Company:乙公司}开工。", rule, date="2025-05-28")
    assert (fact.type, fact.date) == ("subsidiaryOf", None)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("{Town:零溪镇}列{Award:百强镇}第12位。", [12]),
        ("{Town:零溪镇}、{Town:溪口镇}分别列{Award:百强镇}第12位、第15位。", [12, 15]),
        ("{Town:零溪镇}、{Town:溪口镇}、{Town:江垭镇}分别列{Award:百强镇}第12位、第15位。", [None, None, None]),
        ("{Town:零溪镇}列{Award:百强镇}。", [None]),
    ],
)
def test_ranks_one_for_each_or_one_for_all(text: str, ranks: list[int | None]) -> None:
    slots = {"who": {"side": "left", "types": ["Town"]}, "what": {"types": ["Award"]}}
    assert [f.rank for *_, f in run(text, frame("列", ["who receives what"], slots))] == ranks


# symmetry and vetoes


COOPERATES = frame(
    "签约",
    ["a cooperatesWith b"],
    {"a": {"side": "left", "types": BODIES, "take": "all"}, "b": {"side": "left", "types": BODIES, "take": "all"}},
)


def test_a_symmetric_relation_is_told_in_one_direction_whatever_the_order() -> None:
    ways = {
        (f.source, f.target)
        for text in ("{Company:甲集团}与{Company:乙集团}签约。", "{Company:乙集团}与{Company:甲集团}签约。")
        for *_, f in run(text, COOPERATES)
    }
    assert len(ways) == 1
    ((source, target),) = ways
    assert source < target


def test_the_ontology_vetoes_what_cannot_be() -> None:
    slots = {"who": {"side": "left", "types": ["Person", "Company"]}, "what": {"types": ["Company", "Town"]}}
    rule = frame("属于", ["who subsidiaryOf what"], slots)
    assert ends("{Company:甲集团}属于{Company:乙集团}。", rule) == [("甲集团", "乙集团")]
    assert ends("{Person:卓启航}属于{Company:乙集团}。", rule) == []
    assert ends("{Company:甲集团}属于{Town:零溪镇}。", rule) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{Town:零溪镇}属于{Place:慈利县}。", True),
        ("{Place:茶坪村}属于{Town:零溪镇}。", True),
        ("{Place:慈利县}属于{Town:零溪镇}。", False),
        ("{Town:零溪镇}属于{Town:溪口镇}。", False),
        ("{Place:建德市}属于{Place:湖南省}。", False),
        ("{Place:慈利县}属于{Place:湖南省}。", True),
        ("{Town:茗漪镇}属于{Place:慈利县}。", True),
    ],
)
def test_containment_is_upwards_and_not_against_the_gazetteer(text: str, told: bool) -> None:
    slots = {"part": {"side": "left", "types": ["Town", "Place"]}, "whole": {"types": ["Town", "Place"]}}
    assert bool(ends(text, frame("属于", ["part partOf whole"], slots))) is told


def test_evidence_is_the_sentence_and_a_frame_that_applies_is_heard() -> None:
    fired: list[str] = []
    resolved = marked("茶香。{Company:甲集团}位于{Town:零溪镇}。{Company:乙集团}尚未位于{Town:溪口镇}。")
    told = ArticleReader(resolved.entities, quote, frames=(located(),), fired=fired.append).read(resolved)
    assert [e.quote for f in told.facts for e in f.evidence] == ["甲集团位于零溪镇。"]
    assert fired == ["test/frame"]


def test_trust_falls_with_distance() -> None:
    far = "就在我们这座小小的山城边上的"
    rule = located(what={"within": 20}, confidence=0.9)
    ((*_, near),) = run("{Company:甲集团}位于{Town:零溪镇}。", rule)
    ((*_, distant),) = run(f"{{Company:甲集团}}{far}位于{{Town:零溪镇}}。", rule)
    assert distant.confidence < near.confidence == 0.9
