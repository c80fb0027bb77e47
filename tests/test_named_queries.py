"""Every named query: its rows on a county known by heart, from both engines, and on the five pages beside a count over graph.json."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from county import county_graph
from rdflib import Graph as RdfGraph

from kg.errors import QueryError
from kg.export.turtle import to_rdf, to_turtle
from kg.query.check import checked
from kg.query.engine import OxigraphEngine
from kg.query.named import named_queries, named_query, run_named
from kg.query.sparql import Source, select
from kg.query.store import open_engine
from kg.serve.named import standalone

NAMES = [query.name for query in named_queries()]
NEEDED = {"who-connects": {"one": "赵一"}, "articles": {"name": "孙"}, "what-lies-in": {"place": "甲县"}}
Row = tuple[str | None, ...]

# Read off county.py by hand; one row a line, - for what is not known.
EXPECTED = {
    "articles": (
        "page headline printed names",
        """
d2 | - | 2025-06-01 | 孙三
""",
    ),
    "awards": (
        "receiver award rank giver date status sentence",
        """
丙公司 | 百强企业 | - | 工商联 | - | stated | 丙公司入选百强企业
戊机械 | 百强企业 | 3 | 工商联 | - | stated | 戊机械列百强企业第三
""",
    ),
    "companies-behind": (
        "where company how status parent sentence",
        """
乙市 | 丁集团 | investsIn | stated | - | 丁集团落户乙市
壬项目 | 戊机械 | undertakes | planned | 丁集团 | 戊机械承建壬项目
壬项目 | 戊机械 | undertakes | planned | 丙公司 | 戊机械承建壬项目
庚产业园 | 丁集团 | investsIn | planned | - | 丁集团拟投资庚产业园300万美元
庚产业园 | 丙公司 | investsIn | stated | 丁集团 | 丙公司投资庚产业园1亿元
庚产业园 | 己电子 | locatedIn | stated | - | 己电子在庚产业园
庚产业园 | 戊机械 | investsIn | stated | 丁集团 | 戊机械投资庚产业园50万元
庚产业园 | 戊机械 | investsIn | stated | 丙公司 | 戊机械投资庚产业园50万元
甲县 | 丁集团 | investsIn | planned | - | 丁集团将投资甲县200万美元
甲县 | 丁集团 | investsIn | stated | - | 丁集团已投资甲县
""",
    ),
    "conflicting-figures": (
        "of indicator period unit value other_value sentence other_sentence",
        """
甲县 | 生产总值 | 2024 | CNY | 15600000000 | 15610000000 | 生产总值156亿元 | 生产总值156.1亿元，增长9.4%
""",
    ),
    "cooperation": (
        "partner with date status sentence",
        """
丁集团 | 甲县人民政府 | 2025-07-01 | stated | 丁集团与甲县人民政府签约
""",
    ),
    "figures": (
        "of indicator_name period value unit change status sentence",
        """
戊机械 | 产值 | - | 12.5 | 亿元 | - | stated | 产值12.5亿元
甲县 | 人口 | 2025 | - | - | -0.005 | planned | 人口下降0.5%
甲县 | 生产总值 | 2024 | 15600000000 | CNY | - | stated | 生产总值156亿元
甲县 | 生产总值 | 2024 | 15610000000 | CNY | 0.094 | stated | 生产总值156.1亿元，增长9.4%
甲县 | 生产总值 | 2025-Q1 | 4000000000 | CNY | - | stated | 一季度生产总值40亿元
""",
    ),
    "founders": (
        "founder founded amount currency date status sentence",
        """
丁集团 | 戊机械 | 1000000 | CNY | 2017 | stated | 丁集团设立戊机械
""",
    ),
    "group-owns": (
        "group_name owner_name how owned_name amount currency status sentence",
        """
丁集团 | 丁集团 | founds | 戊机械 | 1000000 | CNY | stated | 丁集团设立戊机械
丁集团 | 丁集团 | investsIn | 乙市 | - | - | stated | 丁集团落户乙市
丁集团 | 丁集团 | investsIn | 庚产业园 | 3000000 | USD | planned | 丁集团拟投资庚产业园300万美元
丁集团 | 丁集团 | investsIn | 甲县 | - | - | stated | 丁集团已投资甲县
丁集团 | 丁集团 | investsIn | 甲县 | 2000000 | USD | planned | 丁集团将投资甲县200万美元
丁集团 | 丁集团 | subsidiary | 丙公司 | - | - | stated | 丙公司属丁集团
丁集团 | 丁集团 | subsidiary | 己电子 | - | - | planned | 己电子将并入丁集团
丁集团 | 丙公司 | investsIn | 庚产业园 | 100000000 | CNY | stated | 丙公司投资庚产业园1亿元
丁集团 | 丙公司 | subsidiary | 戊机械 | - | - | stated | 戊机械是丙公司子公司
丁集团 | 戊机械 | investsIn | 庚产业园 | 500000 | CNY | stated | 戊机械投资庚产业园50万元
丁集团 | 戊机械 | undertakes | 壬项目 | 25000000 | CNY | planned | 戊机械承建壬项目
丙公司 | 丙公司 | investsIn | 庚产业园 | 100000000 | CNY | stated | 丙公司投资庚产业园1亿元
丙公司 | 丙公司 | subsidiary | 戊机械 | - | - | stated | 戊机械是丙公司子公司
丙公司 | 戊机械 | investsIn | 庚产业园 | 500000 | CNY | stated | 戊机械投资庚产业园50万元
丙公司 | 戊机械 | undertakes | 壬项目 | 25000000 | CNY | planned | 戊机械承建壬项目
戊机械 | 戊机械 | investsIn | 庚产业园 | 500000 | CNY | stated | 戊机械投资庚产业园50万元
戊机械 | 戊机械 | undertakes | 壬项目 | 25000000 | CNY | planned | 戊机械承建壬项目
""",
    ),
    "hubs": (
        "name kind facts others articles",
        """
丁集团 | Company | 9 | 8 | 1
丙公司 | Company | 6 | 6 | 1
庚产业园 | Zone | 6 | 6 | 2
戊机械 | Company | 6 | 6 | 1
赵一 | Person | 5 | 5 | 2
钱二 | Person | 4 | 4 | 2
己电子 | Company | 3 | 3 | 2
甲县人民政府 | Government | 3 | 3 | 2
百强企业 | Award | 3 | 3 | 1
甲县 | Place | 3 | 2 | 1
壬项目 | Project | 2 | 2 | 1
孙三 | Person | 2 | 2 | 1
乙市 | Place | 1 | 1 | 1
交易会 | Event | 1 | 1 | 1
工商联 | Organization | 1 | 1 | 1
辛镇 | Town | 1 | 1 | 1
""",
    ),
    "investment-totals": (
        "where currency status investments total",
        """
庚产业园 | CNY | stated | 2 | 100500000
庚产业园 | USD | planned | 1 | 3000000
甲县 | USD | planned | 1 | 2000000
""",
    ),
    "investments": (
        "investor where amount currency date status sentence",
        """
丙公司 | 庚产业园 | 100000000 | CNY | 2025 | stated | 丙公司投资庚产业园1亿元
戊机械 | 庚产业园 | 500000 | CNY | - | stated | 戊机械投资庚产业园50万元
丁集团 | 庚产业园 | 3000000 | USD | - | planned | 丁集团拟投资庚产业园300万美元
丁集团 | 甲县 | 2000000 | USD | - | planned | 丁集团将投资甲县200万美元
丁集团 | 乙市 | - | - | - | stated | 丁集团落户乙市
丁集团 | 甲县 | - | - | 2025-06 | stated | 丁集团已投资甲县
""",
    ),
    "namesakes": (
        "shared one_type one other_type other",
        """
孙三 | Person | https://w3id.org/zhiluo/id/entity/sun | Person | https://w3id.org/zhiluo/id/entity/sun2
""",
    ),
    "officials-and-companies": (
        "official post body post_status how company date status sentence",
        """
赵一 | 县长 | 甲县人民政府 | stated | meets | 丙公司 | 2025-05 | stated | 赵一会见丙公司一行
赵一 | 县长 | 甲县人民政府 | stated | visits | 戊机械 | 2025-04-01 | stated | 赵一走访戊机械
""",
    ),
    "planned-not-done": (
        "subject relation object amount currency date sentence",
        """
丁集团 | investsIn | 庚产业园 | 3000000 | USD | - | 丁集团拟投资庚产业园300万美元
己电子 | subsidiaryOf | 丁集团 | - | - | - | 己电子将并入丁集团
戊机械 | undertakes | 壬项目 | 25000000 | CNY | 2026 | 戊机械承建壬项目
""",
    ),
    "posts-over-time": (
        "person_name post body_name status first last sentence",
        """
孙三 |  | 己电子 | stated | - | - | 己电子孙三
赵一 | 县长 | 甲县人民政府 | stated | 2025-05-28 | 2025-06-01 | 县长赵一
钱二 | 董事长 | 丁集团 | stated | 2025-03 | 2025-03 | 钱二任董事长
钱二 | 经理 | 丙公司 | ended | 2025-05-28 | 2025-05-28 | 原经理钱二
""",
    ),
    "posts": (
        "person_name post body_name status date sentence",
        """
钱二 | 董事长 | 丁集团 | stated | 2025-03 | 钱二任董事长
钱二 | 经理 | 丙公司 | ended | - | 原经理钱二
孙三 | - | 己电子 | stated | - | 己电子孙三
赵一 | 县长 | 甲县人民政府 | stated | - | 县长赵一
""",
    ),
    "projects": (
        "project by where amount currency date status sentence",
        """
壬项目 | 戊机械 | 辛镇 | 25000000 | CNY | 2026 | planned | 戊机械承建壬项目
癸工程 | - | - | - | - | - | - | -
""",
    ),
    "single-source": (
        "subject relation object status page headline printed sentence",
        """
丁集团 | cooperatesWith | 甲县人民政府 | stated | d1 | 甲县要闻 | 2025-05-28 | 丁集团与甲县人民政府签约
丁集团 | founds | 戊机械 | stated | d1 | 甲县要闻 | 2025-05-28 | 丁集团设立戊机械
丁集团 | investsIn | 乙市 | stated | d1 | 甲县要闻 | 2025-05-28 | 丁集团落户乙市
丁集团 | investsIn | 庚产业园 | planned | d1 | 甲县要闻 | 2025-05-28 | 丁集团拟投资庚产业园300万美元
丁集团 | investsIn | 甲县 | planned | d1 | 甲县要闻 | 2025-05-28 | 丁集团将投资甲县200万美元
丁集团 | investsIn | 甲县 | stated | d1 | 甲县要闻 | 2025-05-28 | 丁集团已投资甲县
丙公司 | investsIn | 庚产业园 | stated | d1 | 甲县要闻 | 2025-05-28 | 丙公司投资庚产业园1亿元
丙公司 | receives | 百强企业 | stated | d1 | 甲县要闻 | 2025-05-28 | 丙公司入选百强企业
丙公司 | subsidiaryOf | 丁集团 | stated | d1 | 甲县要闻 | 2025-05-28 | 丙公司属丁集团
壬项目 | locatedIn | 辛镇 | stated | d1 | 甲县要闻 | 2025-05-28 | 壬项目位于辛镇
工商联 | organizes | 百强企业 | stated | d1 | 甲县要闻 | 2025-05-28 | 工商联发布百强企业
己电子 | locatedIn | 庚产业园 | stated | d1 | 甲县要闻 | 2025-05-28 | 己电子在庚产业园
己电子 | subsidiaryOf | 丁集团 | planned | d1 | 甲县要闻 | 2025-05-28 | 己电子将并入丁集团
庚产业园 | locatedIn | 甲县 | stated | d1 | 甲县要闻 | 2025-05-28 | 庚产业园位于甲县
戊机械 | investsIn | 庚产业园 | stated | d1 | 甲县要闻 | 2025-05-28 | 戊机械投资庚产业园50万元
戊机械 | receives | 百强企业 | stated | d1 | 甲县要闻 | 2025-05-28 | 戊机械列百强企业第三
戊机械 | subsidiaryOf | 丙公司 | stated | d1 | 甲县要闻 | 2025-05-28 | 戊机械是丙公司子公司
戊机械 | undertakes | 壬项目 | planned | d1 | 甲县要闻 | 2025-05-28 | 戊机械承建壬项目
赵一 | attends | 交易会 | stated | d1 | 甲县要闻 | 2025-05-28 | 赵一出席交易会
赵一 | meets | 丙公司 | stated | d1 | 甲县要闻 | 2025-05-28 | 赵一会见丙公司一行
赵一 | visits | 戊机械 | stated | d1 | 甲县要闻 | 2025-05-28 | 赵一走访戊机械
钱二 | holdsPosition | 丁集团 | stated | d1 | 甲县要闻 | 2025-05-28 | 钱二任董事长
钱二 | holdsPosition | 丙公司 | ended | d1 | 甲县要闻 | 2025-05-28 | 原经理钱二
钱二 | meets | 甲县人民政府 | stated | d1 | 甲县要闻 | 2025-05-28 | 钱二到访
孙三 | holdsPosition | 己电子 | stated | d3 | 园区 | - | 己电子孙三
孙三 | visits | 庚产业园 | stated | d3 | 园区 | - | 孙三考察庚产业园
""",
    ),
    "timeline": (
        "when subject relation object status sentence",
        """
2017 | 丁集团 | founds | 戊机械 | stated | 丁集团设立戊机械
2024 | 钱二 | meets | 甲县人民政府 | stated | 钱二到访
2025 | 丙公司 | investsIn | 庚产业园 | stated | 丙公司投资庚产业园1亿元
2025-03 | 钱二 | holdsPosition | 丁集团 | stated | 钱二任董事长
2025-04-01 | 赵一 | visits | 戊机械 | stated | 赵一走访戊机械
2025-05 | 赵一 | meets | 丙公司 | stated | 赵一会见丙公司一行
2025-05-26 | 赵一 | meets | 钱二 | stated | 昨天，赵一会见了钱二
2025-06 | 丁集团 | investsIn | 甲县 | stated | 丁集团已投资甲县
2025-07-01 | 丁集团 | cooperatesWith | 甲县人民政府 | stated | 丁集团与甲县人民政府签约
2026 | 戊机械 | undertakes | 壬项目 | planned | 戊机械承建壬项目
""",
    ),
    "visits": (
        "visitor visited type date status sentence",
        """
赵一 | 戊机械 | Company | 2025-04-01 | stated | 赵一走访戊机械
孙三 | 庚产业园 | Zone | - | stated | 孙三考察庚产业园
""",
    ),
    "weak-facts": (
        "confidence subject relation object rule sentence",
        """
0.5 | 丁集团 | investsIn | 乙市 | r4 | 丁集团落户乙市
0.6 | 己电子 | locatedIn | 庚产业园 | r7 | 己电子在庚产业园
0.7 | 戊机械 | undertakes | 壬项目 | r6 | 戊机械承建壬项目
""",
    ),
    "what-lies-in": (
        "where thing kind",
        """
甲县 | 己电子 | Company
甲县 | 壬项目 | Project
甲县 | 辛镇 | Town
甲县 | 庚产业园 | Zone
""",
    ),
    "who-connects": (
        "one_name one_how link_name other_how other_name one_sentence other_sentence",
        """
赵一 | meets | 丙公司 | subsidiaryOf | 丁集团 | 赵一会见丙公司一行 | 丙公司属丁集团
赵一 | meets | 丙公司 | subsidiaryOf | 戊机械 | 赵一会见丙公司一行 | 戊机械是丙公司子公司
赵一 | meets | 丙公司 | holdsPosition | 钱二 | 赵一会见丙公司一行 | 原经理钱二
赵一 | visits | 戊机械 | founds | 丁集团 | 赵一走访戊机械 | 丁集团设立戊机械
赵一 | visits | 戊机械 | subsidiaryOf | 丙公司 | 赵一走访戊机械 | 戊机械是丙公司子公司
赵一 | holdsPosition | 甲县人民政府 | cooperatesWith | 丁集团 | 县长赵一 | 丁集团与甲县人民政府签约
赵一 | holdsPosition | 甲县人民政府 | meets | 钱二 | 县长赵一 | 钱二到访
赵一 | meets | 钱二 | holdsPosition | 丁集团 | 昨天，赵一会见了钱二 | 钱二任董事长
赵一 | meets | 钱二 | holdsPosition | 丙公司 | 昨天，赵一会见了钱二 | 原经理钱二
""",
    ),
    "who-met-whom": (
        "person met date status sentence",
        """
赵一 | 钱二 | 2025-05-26 | stated | 昨天，赵一会见了钱二
赵一 | 丙公司 | 2025-05 | stated | 赵一会见丙公司一行
钱二 | 甲县人民政府 | 2024 | stated | 钱二到访
""",
    ),
}


def rows_of(table: str) -> list[Row]:
    """The rows of a table written as text."""
    return [tuple(None if cell == "-" else cell for cell in line.split(" | ")) for line in table.strip("\n").splitlines()]


@pytest.fixture(scope="module", params=["rdflib", "oxigraph"])
def county(request: pytest.FixtureRequest) -> Source:
    graph = county_graph()
    if request.param == "rdflib":
        return to_rdf(graph)
    store = pyoxigraph.Store()
    store.load(to_turtle(graph).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return OxigraphEngine(store)


def test_every_query_has_rows_to_be_compared_with() -> None:
    assert list(EXPECTED) == NAMES and len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_those_that_the_county_has(county: Source, name: str) -> None:
    table = run_named(county, name, NEEDED.get(name, {}))
    columns, rows = EXPECTED[name]
    assert " ".join(table.columns) == columns
    assert list(table.rows) == rows_of(rows)


@pytest.mark.parametrize("name", NAMES)
def test_heads_say_what_it_is_for_in_both_languages(name: str) -> None:
    query = named_query(name)
    assert query.description.isascii() and query.description.endswith((".", "?"))
    assert query.description_zh.endswith("。")
    said = [line for line in query.text.splitlines() if line.startswith("#")]
    for parameter in query.parameters:
        assert any(f"{parameter.name} " in line for line in said if "parameters:" not in line), (
            f"{name} does not say what {parameter.name} is"
        )


@pytest.mark.parametrize(
    ("name", "arguments", "column", "left"),
    [
        ("who-met-whom", {"name": "老赵"}, 1, ["钱二", "丙公司"]),
        ("who-met-whom", {"since": "2025-05"}, 1, ["钱二", "丙公司"]),
        ("who-met-whom", {"since": "2025-05-20"}, 1, ["钱二"]),
        ("investments", {"place": "庚"}, 0, ["丙公司", "戊机械", "丁集团"]),
        ("investments", {"place": "甲县"}, 1, ["庚产业园", "庚产业园", "庚产业园", "甲县", "甲县"]),
        ("investment-totals", {"place": "庚"}, 4, ["100500000", "3000000"]),
        ("posts", {"person": "老赵"}, 1, ["县长"]),
        ("posts", {"body": "公司"}, 1, ["经理"]),
        ("posts-over-time", {"person": "钱"}, 1, ["董事长", "经理"]),
        ("companies-behind", {"place": "壬"}, 4, ["丁集团", "丙公司"]),
        ("group-owns", {"group": "=丙"}, 3, ["庚产业园", "戊机械", "庚产业园", "壬项目"]),
        ("figures", {"name": "甲", "indicator": "总值", "year": "2025"}, 3, ["4000000000"]),
        ("figures", {"year": "2024"}, 3, ["15600000000", "15610000000"]),
        ("figures", {"name": "戊"}, 2, [None]),
        ("who-connects", {"one": "老赵", "other": "丁集团"}, 2, ["丙公司", "戊机械", "甲县人民政府", "钱二"]),
        ("single-source", {"name": "孙三"}, 2, ["己电子", "庚产业园"]),
        ("planned-not-done", {"name": "壬"}, 0, ["戊机械"]),
        ("projects", {"place": "甲县"}, 0, ["壬项目"]),
        ("projects", {"place": "癸"}, 0, ["癸工程"]),
        ("visits", {"name": "孙三"}, 1, ["庚产业园"]),
        ("awards", {"name": "戊机械"}, 2, ["3"]),
        ("cooperation", {"name": "政府"}, 0, ["丁集团"]),
        ("cooperation", {"name": "丙公司"}, 0, []),
        ("founders", {"name": "戊"}, 2, ["1000000"]),
        ("conflicting-figures", {"name": "戊"}, 0, []),
        ("officials-and-companies", {"name": "戊机械"}, 4, ["visits"]),
        ("hubs", {"type": "Person"}, 0, ["赵一", "钱二", "孙三"]),
        ("articles", {"name": "老赵"}, 1, ["甲县要闻"]),
        ("timeline", {"name": "戊机械"}, 0, ["2017", "2025-04-01", "2026"]),
        ("weak-facts", {"below": "0.6"}, 0, ["0.5"]),
        ("what-lies-in", {"place": "乙市", "type": "Town"}, 1, ["辛镇"]),
    ],
)  # fmt: skip
def test_parameters_keep_what_they_name(county: Source, name: str, arguments: dict[str, str], column: int, left: list[str | None]) -> None:
    found = [row[column] for row in run_named(county, name, arguments).rows]
    assert found == left or (name in ("who-connects", "group-owns") and sorted(set(found)) == sorted(set(left)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ['" || true) } #', "\\", "''' }", "\n\t\r", "]]>&<script>", "?claim"])
def test_no_value_of_a_parameter_is_anything_but_text(county: Source, name: str, value: str) -> None:
    everything = set(run_named(county, name, NEEDED.get(name, {})).rows)
    for parameter in named_query(name).parameters:
        if (name, parameter.name) == ("weak-facts", "below"):  # a number; what is none is below nothing
            continue
        rows = run_named(county, name, {**NEEDED.get(name, {}), parameter.name: value}).rows
        if (name, parameter.name) == ("who-met-whom", "since"):  # compared by order, so that some text lies before a date
            assert set(rows) <= everything
        else:
            assert rows == (), parameter.name


@pytest.mark.parametrize("value", ["\\u0022", "\\U00000022 } SERVICE", "\\\\u005C"])
def test_an_escape_in_a_parameter_is_refused(county: Source, value: str) -> None:
    with pytest.raises(QueryError, match="write the character itself"):
        run_named(county, "posts", {"person": value})


@pytest.mark.parametrize("name", NAMES)
def test_the_text_that_editors_offer_stands_alone(county: Source, name: str) -> None:
    text = standalone(named_query(name), NEEDED.get(name, {}))
    assert checked(text, {}).form == "SELECT"  # no prefix is bound from outside
    assert select(county, text) == run_named(county, name, NEEDED.get(name, {}))


@pytest.mark.parametrize("name", NAMES)
def test_a_graph_of_nothing_answers_nothing(name: str) -> None:
    for empty in (RdfGraph(), OxigraphEngine(pyoxigraph.Store())):
        assert run_named(empty, name, NEEDED.get(name, {})).rows == ()


# --- the five pages: the same rows counted over graph.json, in Python and not in SPARQL

SEEDS_NEED = {"who-connects": {"one": "李刚"}, "articles": {"name": "平湖"}, "what-lies-in": {"place": "平湖"}}


class Pages:
    """A build as graph.json tells it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.nodes = {node["id"]: node for node in document["nodes"]}
        self.edges: list[dict[str, Any]] = document["edges"]
        self.figures: list[dict[str, Any]] = document["observations"]
        self.articles = {article["id"]: article for article in document["articles"]}
        self.quoted = [edge for edge in self.edges if edge["evidence"]]

    def name(self, key: str) -> str:
        return str(self.nodes[key]["name"])

    def kind(self, key: str) -> str:
        return str(self.nodes[key]["type"])

    def forms(self, key: str) -> set[str]:
        return {self.name(key), *self.nodes[key]["aliases"]}

    def of(self, *types: str) -> list[dict[str, Any]]:
        return [edge for edge in self.quoted if edge["type"] in types]

    def ends(self, edge: dict[str, Any]) -> tuple[str, str]:
        return self.name(edge["source"]), self.name(edge["target"])

    def within(self, key: str) -> set[str]:
        """A thing and all that it is said to lie in."""
        found, waiting = set(), [key]
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                plain = [e for e in self.edges if e["source"] == at and e["status"] != "planned" and e["type"] in ("locatedIn", "partOf")]
                waiting += [e["target"] for e in plain]
        return found

    def owners(self, key: str) -> set[str]:
        """The companies that a company belongs to, through any steps."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            at = waiting.pop()
            above = {e["target"] for e in self.edges if e["type"] == "subsidiaryOf" and e["source"] == at and e["status"] != "planned"}
            waiting += above - found
            found |= above
        return found


def sentence(item: dict[str, Any]) -> str:
    return min(str(e["quote"]) for e in item["evidence"])


def number(value: float | None) -> str | None:
    return None if value is None else str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def money(edge: dict[str, Any]) -> tuple[str | None, str | None]:
    amount = edge.get("amount")
    return (number(amount["value"]), amount["currency"]) if amount else (None, None)


def met(p: Pages) -> Iterable[Row]:
    return ((*p.ends(e), e.get("date"), e["status"], sentence(e)) for e in p.of("meets"))


def invested(p: Pages) -> Iterable[Row]:
    return ((*p.ends(e), *money(e), e.get("date"), e["status"], sentence(e)) for e in p.of("investsIn"))


def totals(p: Pages) -> Iterable[Row]:
    sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for e in p.edges:
        if e["type"] == "investsIn" and e.get("amount"):
            sums[e["target"], e["amount"]["currency"], e["status"]].append(Decimal(repr(e["amount"]["value"])))
    return ((p.name(k), c, s, str(len(v)), number(float(sum(v)))) for (k, c, s), v in sums.items())


def posts(p: Pages) -> Iterable[Row]:
    return (
        (p.name(e["source"]), e.get("title"), p.name(e["target"]), e["status"], e.get("date"), sentence(e)) for e in p.of("holdsPosition")
    )


def posts_over_time(p: Pages) -> Iterator[Row]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for e in p.of("holdsPosition"):
        groups[e["source"], e["target"], e.get("title") or "", e["status"]].append(e)
    for (who, where, post, status), edges in groups.items():
        printed = [p.articles[w["article"]].get("date") if w["article"] in p.articles else None for e in edges for w in e["evidence"]]
        days = [d for e in edges for d in ([e["date"]] if e.get("date") else printed) if d]
        yield p.name(who), post, p.name(where), status, min(days, default=None), max(days, default=None), min(map(sentence, edges))


def behind(p: Pages) -> Iterator[Row]:
    seen = set()
    for e in p.of("investsIn", "founds", "undertakes", "locatedIn"):
        if p.kind(e["source"]) == "Company" and p.kind(e["target"]) != "Company":
            for parent in {p.name(o) for o in p.owners(e["source"])} or {None}:
                seen.add((p.name(e["target"]), p.name(e["source"]), e["type"], e["status"], parent, sentence(e)))
    yield from seen


def owned(p: Pages) -> Iterable[Row]:
    seen = set()
    for e in p.of("subsidiaryOf", "investsIn", "founds", "undertakes"):
        is_part = e["type"] == "subsidiaryOf"
        owner, thing = (e["target"], e["source"]) if is_part else (e["source"], e["target"])
        for head in {owner, *p.owners(owner)}:
            if p.kind(head) == "Company":
                how = "subsidiary" if is_part else e["type"]
                seen.add((p.name(head), p.name(owner), how, p.name(thing), *money(e), e["status"], sentence(e)))
    return seen


def figures(p: Pages) -> Iterable[Row]:
    for o in p.figures:
        status = o.get("status", "stated")
        yield p.name(o["subject"]), o["indicator"], o["period"], number(o["value"]), o["unit"], number(o["change"]), status, sentence(o)


def connects(p: Pages) -> Iterable[Row]:
    seen = set()
    for one in (key for key in p.nodes if any("李刚" in form for form in p.forms(key))):
        for first in (e for e in p.quoted if one in (e["source"], e["target"])):
            link = first["target"] if first["source"] == one else first["source"]
            if p.kind(link) not in ("Person", "Company", "Government", "Organization"):
                continue
            for second in (e for e in p.quoted if link in (e["source"], e["target"])):
                other = second["target"] if second["source"] == link else second["source"]
                if other != one and p.kind(other) in ("Person", "Company"):
                    names = p.name(one), first["type"], p.name(link), second["type"], p.name(other)
                    seen.add((*names, sentence(first), sentence(second)))
    return seen


def single(p: Pages) -> Iterator[Row]:
    for e in p.quoted:
        told = {w["article"] for w in e["evidence"]}
        if len(told) == 1:
            [article] = told
            card = p.articles.get(article, {})
            source, target = p.ends(e)
            yield source, e["type"], target, e["status"], e["evidence"][0]["doc"], card.get("title"), card.get("date"), sentence(e)


def planned(p: Pages) -> Iterator[Row]:
    done = {(e["source"], e["type"], e["target"]) for e in p.edges if e["status"] != "planned"}
    for e in p.quoted:
        if e["status"] == "planned" and (e["source"], e["type"], e["target"]) not in done:
            yield p.name(e["source"]), e["type"], p.name(e["target"]), *money(e), e.get("date"), sentence(e)


def projects(p: Pages) -> Iterable[Row]:
    seen: set[Row] = set()
    for key in (key for key in p.nodes if p.kind(key) == "Project"):
        plain = [e for e in p.edges if e["source"] == key and e["type"] == "locatedIn" and e["status"] != "planned"]
        built = [e for e in p.of("undertakes") if e["target"] == key]
        told = [(p.name(e["source"]), (*money(e), e.get("date"), e["status"], sentence(e))) for e in built] or [(None, (None,) * 5)]
        seen |= {(p.name(key), by, where, *rest) for by, rest in told for where in {p.name(e["target"]) for e in plain} or {None}}
    return seen


def visits(p: Pages) -> Iterable[Row]:
    return ((*p.ends(e), p.kind(e["target"]), e.get("date"), e["status"], sentence(e)) for e in p.of("visits"))


def awards(p: Pages) -> Iterable[Row]:
    givers: dict[str, set[str | None]] = defaultdict(set)
    for e in p.edges:
        if e["type"] == "organizes" and e["status"] != "planned":
            givers[e["target"]].add(p.name(e["source"]))
    return {
        (*p.ends(e), None if e.get("rank") is None else str(e["rank"]), giver, e.get("date"), e["status"], sentence(e))
        for e in p.of("receives") for giver in givers[e["target"]] or {None}
    }  # fmt: skip


def cooperation(p: Pages) -> Iterable[Row]:
    return ((*p.ends(e), e.get("date"), e["status"], sentence(e)) for e in p.of("cooperatesWith"))


def founders(p: Pages) -> Iterable[Row]:
    return ((*p.ends(e), *money(e), e.get("date"), e["status"], sentence(e)) for e in p.of("founds"))


def conflicts(p: Pages) -> Iterator[Row]:
    for a, b in combinations(p.figures, 2):
        keys = [(o["subject"], o["indicator"], o["period"], o["unit"], o.get("status", "stated")) for o in (a, b)]
        if keys[0] == keys[1] and None not in keys[0] and None not in (a["value"], b["value"]) and a["value"] != b["value"]:
            low, high = sorted((a, b), key=lambda o: float(o["value"]))
            what = p.name(a["subject"]), a["indicator"], a["period"], a["unit"]
            yield *what, number(low["value"]), number(high["value"]), sentence(low), sentence(high)


def officials(p: Pages) -> Iterable[Row]:
    seen = set()
    held = [e for e in p.edges if e["type"] == "holdsPosition" and p.kind(e["target"]) == "Government"]
    for e in p.of("meets", "visits"):
        for person, firm in ((e["source"], e["target"]), (e["target"], e["source"])):
            if p.kind(firm) == "Company":
                for h in (h for h in held if h["source"] == person):
                    post = p.name(person), h.get("title"), p.name(h["target"]), h["status"]
                    seen.add((*post, e["type"], p.name(firm), e.get("date"), e["status"], sentence(e)))
    return seen


def hubs(p: Pages) -> Iterable[Row]:
    facts, others, articles = defaultdict(set), defaultdict(set), defaultdict(set)
    for e in p.quoted:
        for one, other in ((e["source"], e["target"]), (e["target"], e["source"])):
            facts[one].add(e["id"])
            others[one].add(other)
            articles[one] |= {w["article"] for w in e["evidence"]}
    ranked = sorted(facts, key=lambda key: (-len(others[key]), -len(facts[key]), p.name(key), key))[:30]
    return ((p.name(k), p.kind(k), str(len(facts[k])), str(len(others[k])), str(len(articles[k]))) for k in ranked)


def articles(p: Pages) -> Iterable[Row]:
    seen = set()
    for key in (key for key in p.nodes if any("平湖" in form for form in p.forms(key))):
        for article in {e["article"] for e in p.nodes[key]["evidence"]} & set(p.articles):
            card = p.articles[article]
            seen.add((card["doc"], card.get("title"), card.get("date"), p.name(key)))
    return seen


def timeline(p: Pages) -> Iterable[Row]:
    dated = (e for e in p.quoted if e.get("date"))
    return ((e["date"], p.name(e["source"]), e["type"], p.name(e["target"]), e["status"], sentence(e)) for e in dated)


def namesakes(p: Pages) -> Iterator[Row]:
    base = "https://w3id.org/zhiluo/id/entity/"
    for one, other in combinations(sorted(p.nodes), 2):
        for shared in p.forms(one) & p.forms(other) & {p.name(one), p.name(other)}:
            yield shared, p.kind(one), base + one, p.kind(other), base + other


def weak(p: Pages) -> Iterable[Row]:
    unsure = (e for e in p.quoted if round(e["confidence"], 4) < 0.8)
    return (
        (number(round(e["confidence"], 4)), p.name(e["source"]), e["type"], p.name(e["target"]), e["rule"], sentence(e)) for e in unsure
    )


def lies_in(p: Pages) -> Iterable[Row]:
    areas = {key for key in p.nodes if any("平湖" in form for form in p.forms(key))}
    return {(p.name(area), p.name(key), p.kind(key)) for key in p.nodes for area in (p.within(key) - {key}) & areas}


COUNTED: dict[str, Callable[[Pages], Iterable[Row]]] = {
    "articles": articles, "awards": awards, "companies-behind": behind, "conflicting-figures": conflicts, "cooperation": cooperation,
    "figures": figures, "founders": founders, "group-owns": owned, "hubs": hubs, "investment-totals": totals, "investments": invested,
    "namesakes": namesakes, "officials-and-companies": officials, "planned-not-done": planned, "posts": posts,
    "posts-over-time": posts_over_time, "projects": projects, "single-source": single, "timeline": timeline, "visits": visits,
    "weak-facts": weak, "what-lies-in": lies_in, "who-connects": connects, "who-met-whom": met,
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(seeds_out: Path) -> Pages:
    return Pages(json.loads((seeds_out / "graph.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_rows_on_the_five_pages_are_those_counted_over_graph_json(pages: Pages, seeds_out: Path, name: str) -> None:
    table = run_named(open_engine(seeds_out), name, SEEDS_NEED.get(name, {}))
    assert Counter(table.rows) == Counter(COUNTED[name](pages))


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same_rows_on_the_five_pages(seeds_out: Path, name: str) -> None:
    arguments = SEEDS_NEED.get(name, {})
    assert run_named(open_engine(seeds_out, "rdflib"), name, arguments) == run_named(open_engine(seeds_out), name, arguments)
