"""Where the names of projects begin, and what only sounds like one."""

from __future__ import annotations

import pytest

from kg.recognise.pipeline import make_nlp
from kg.tag import tag_lines


def projects(text: str) -> list[str]:
    """The projects that the pipeline finds in a line of a page."""
    (tagged,) = tag_lines(make_nlp(), [text])
    return [text[a:b] for a, b, kind in tagged.spans if kind == "Project"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("青禾乡是年产8万吨保温材料项目，开工不久。", ["年产8万吨保温材料项目"]),
        ("西川省华岭化工有限公司30万吨甲醇、20万吨烯烃联产项目昨日开工。", ["30万吨甲醇、20万吨烯烃联产项目"]),
        ("山东恒瑞环保股份有限公司12万吨/年可降解树脂项目总投资20亿元。", ["12万吨/年可降解树脂项目"]),
        ("东河氯碱公司的电石—聚氯乙烯—水泥循环产业链项目总投资18亿元。", ["电石—聚氯乙烯—水泥循环产业链项目"]),
        ("今年，城北水厂及配套管网工程项目建成。", ["城北水厂及配套管网工程项目"]),
        ("316省道安阳镇绕镇公路工程项目进展顺利。", ["316省道安阳镇绕镇公路工程项目"]),
        ("高强度纤维复合材料项目正式签约。", ["高强度纤维复合材料项目"]),
        ("青禾乡是家用电器装配项目，明年投产。", ["家用电器装配项目"]),
    ],
)
def test_a_name_takes_in_its_output_and_what_is_joined_to_it(text: str, named: list[str]) -> None:
    assert projects(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "今年以来，东海县重大项目稳步推进。",
        "干部们到现场看项目、谋发展。",
        "全省“拿地即开工”项目已有五个。",
        "这项工作涉及农业项目较多。",
        "高强度纤维复合材料项目签约率达到九成。",
    ],
)
def test_what_only_tells_a_kind_is_no_project(text: str) -> None:
    assert projects(text) == []
