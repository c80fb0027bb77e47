"""The gazetteer: what names stand for, what lies in what, and which names a scan of running text takes."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.gazetteer.compile import compile_divisions
from kg.lexicon import load


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def only(found: tuple[Division, ...], level: str) -> Division:
    (division,) = [d for d in found if d.level == level]
    return division


@pytest.mark.parametrize(
    ("form", "level", "key"),
    [
        ("浙江", "province", "浙江省"),
        ("内蒙古", "province", "内蒙古自治区"),
        ("苏州", "prefecture", "江苏省/苏州市"),
        ("恩施", "prefecture", "湖北省/恩施土家族苗族自治州"),
        ("昆山", "county", "江苏省/苏州市/昆山市"),
        ("嘉善", "county", "浙江省/嘉兴市/嘉善县"),
        ("济源", "county", "河南省/济源市"),
        ("仙桃市", "county", "湖北省/仙桃市"),
        ("彭水", "county", "重庆市/彭水苗族土家族自治县"),
        ("海淀", "county", "北京市/海淀区"),
        ("玉山镇", "town", "江苏省/苏州市/昆山市/玉山镇"),
        ("虎门", "town", "广东省/东莞市/虎门镇"),
        ("德国", "country", "德国"),
        ("德意志联邦共和国", "country", "德国"),
        ("印尼", "country", "印度尼西亚"),
        ("长江三角洲", "region", "长三角"),
        ("粤港澳大湾区", "region", "粤港澳大湾区"),
    ],
)
def test_a_name_finds_its_division(gazetteer: Gazetteer, form: str, level: str, key: str) -> None:
    assert key in {d.key for d in gazetteer.named(form) if d.level == level}


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ("襄樊市", "湖北省/襄阳市"),
        ("襄樊", "湖北省/襄阳市"),
        ("江干区", "浙江省/杭州市/上城区"),
        ("米林县", "西藏自治区/林芝市/米林市"),
        ("无为县", "安徽省/芜湖市/无为市"),
        ("凤翔县", "陕西省/宝鸡市/凤翔区"),
        ("盘县", "贵州省/六盘水市/盘州市"),
    ],
)
def test_a_former_name_finds_what_the_division_is_now(gazetteer: Gazetteer, old: str, key: str) -> None:
    assert [d.key for d in gazetteer.named(old) if d.level != "town"] == [key]


def test_misprints_and_placeholders_of_the_source_are_gone(gazetteer: Gazetteer) -> None:
    for form in ("凤翔市", "云岗区", "省直辖行政区划", "市直辖行政区划", "北京市/北京市", "合肥高新技术产业开发区"):
        assert gazetteer.named(form) == ()


def test_seniors_come_first(gazetteer: Gazetteer) -> None:
    levels = [d.level for d in gazetteer.named("朝阳")]
    assert levels[:3] == ["prefecture", "county", "county"]
    assert set(levels[3:]) == {"town"}


def test_a_division_says_what_is_around_it(gazetteer: Gazetteer) -> None:
    county = only(gazetteer.named("昆山市"), "county")
    assert (county.name, county.short, county.code, county.parents) == ("昆山市", "昆山", "320583", ("苏州市", "江苏省"))
    assert [d.key for d in gazetteer.ancestors(county)] == ["江苏省/苏州市", "江苏省"]
    town = next(d for d in gazetteer.towns_of(county) if d.name == "玉山镇")
    assert (town.short, town.code, town.parents) == ("玉山", None, ("昆山市", "苏州市", "江苏省"))
    assert [d.name for d in gazetteer.ancestors(town)] == ["昆山市", "苏州市", "江苏省"]


def test_children_are_one_step_below(gazetteer: Gazetteer) -> None:
    china = only(gazetteer.named("中国"), "country")
    assert len(gazetteer.children(china)) == 34
    assert len(gazetteer.children(only(gazetteer.named("浙江省"), "province"))) == 11
    assert "海淀区" in {d.name for d in gazetteer.children(only(gazetteer.named("北京市"), "province"))}
    county = only(gazetteer.named("嘉善县"), "county")
    assert gazetteer.children(county) == gazetteer.towns_of(county) != ()
    assert gazetteer.children(only(gazetteer.named("德国"), "country")) == ()


def test_within_keeps_what_lies_in_or_around_a_place(gazetteer: Gazetteer) -> None:
    hangzhou = only(gazetteer.named("杭州市"), "prefecture")
    nanchang = only(gazetteer.named("南昌市"), "prefecture")
    assert gazetteer.within("西湖区", hangzhou)[0].key == "浙江省/杭州市/西湖区"
    assert gazetteer.within("西湖区", nanchang)[0].key == "江西省/南昌市/西湖区"
    assert [d.key for d in gazetteer.within("浙江", hangzhou)] == ["浙江省"]
    assert [d.key for d in gazetteer.within("杭州", hangzhou) if d.level != "town"] == ["浙江省/杭州市"]
    assert gazetteer.within("江苏", hangzhou) == ()
    assert gazetteer.within("中国", hangzhou) == (only(gazetteer.named("中国"), "country"),)


def test_abbreviations_are_of_provinces_only(gazetteer: Gazetteer) -> None:
    assert [getattr(gazetteer.abbreviation(c), "name", None) for c in "浙沪皖鄂嘉"] == ["浙江省", "上海市", "安徽省", "湖北省", None]
    assert gazetteer.named("浙") == ()


def test_every_abbreviation_names_a_province(gazetteer: Gazetteer) -> None:
    provinces = {d.name for d in gazetteer.children(only(gazetteer.named("中国"), "country"))}
    assert {gazetteer.abbreviation(c).name for c in load("regions")["abbreviations"]} == provinces  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("嘉兴市南湖区举行", "嘉兴市"),
        ("嘉兴举行", "嘉兴"),
        ("长三角一体化", "长三角"),
        ("长三角地区协作", "长三角地区"),
        ("中华人民共和国成立", "中华人民共和国"),
        ("虎门镇党委", "虎门镇"),
        ("昆山市长江路", "昆山"),
        ("嘉善县长王某", "嘉善"),
        ("上海市场需求", "上海"),
        ("青浦区域协同", "青浦"),
        ("马来西亚", "马来西亚"),
        ("乌鲁木齐市", "乌鲁木齐市"),
        ("昆山", "昆山"),
    ],
)
def test_the_longest_name_is_taken(gazetteer: Gazetteer, text: str, form: str) -> None:
    found = gazetteer.longest_at(text, 0)
    assert found is not None
    length, divisions = found
    assert text[:length] == form
    assert divisions == tuple(d for d in gazetteer.named(form) if form != d.short or d.level != "town")


@pytest.mark.parametrize(
    "text",
    [
        "和平发展", "新华书店", "城区建设", "公安机关", "资源整合", "通道建设", "平安乡村", "幸福乡村", "合作市场", "海地区经济",
        "政和企业", "新县域经济", "大连片开发", "长治久安", "新乡村建设", "虎门码头", "中国际", "中心镇建设", "海城市群", "x", "", "嘉",
    ],
)  # fmt: skip
def test_common_words_and_short_towns_are_passed_over(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.longest_at(text, 0) is None


def test_names_passed_over_are_still_named(gazetteer: Gazetteer) -> None:
    assert only(gazetteer.named("公安"), "county").name == "公安县"
    assert {d.name for d in gazetteer.named("和平") if d.level == "county"} == {"和平区", "和平县"}


def test_keys_are_unique_and_lead_to_the_province(gazetteer: Gazetteer) -> None:
    china = only(gazetteer.named("中国"), "country")
    divisions, queue = [], list(gazetteer.children(china))
    while queue:
        division = queue.pop()
        divisions.append(division)
        queue += gazetteer.children(division)
    assert len({d.key for d in divisions}) == len(divisions) > 40_000
    assert all(d.key == "/".join((*reversed(d.parents), d.name)) for d in divisions)
    codes = [d.code for d in divisions if d.code]
    assert len(set(codes)) == len(codes)


def test_no_ambiguous_word_is_listed_twice_and_the_file_is_small() -> None:
    words = load("ambiguous_places")["words"]
    assert len(set(words)) == len(words)
    assert (Path(__file__).parent.parent / "kg/gazetteer/divisions.tsv.gz").stat().st_size < 1_000_000


SOURCE = """甲省\t990000\t甲
\t乙市\t990100\t乙
\t\t丙县\t990121\t丙
\t\t\t丁镇
\t\t\t\t戊村
\t\t\t一中林场
\t\t\t青山彝族苗族乡
\t\t\t城南街道办事处
\t\t乙经济技术开发区\t990171\t经开区
\t\t\t己镇
\t省直辖行政区划\t999000\t省直辖
\t\t庚市\t999001\t庚
"""


def test_compilation_is_deterministic_and_leaves_out_what_is_no_division(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dictionary = tmp_path / "dictionary"
    dictionary.mkdir()
    (tmp_path / "rule").mkdir()
    peoples = "MINORITIES_IN_CHINA_PATTERN_1 = \\\n    r'(苗|彝|' \\\n    r'白)族'\n"
    (tmp_path / "rule" / "rule_pattern.py").write_text(peoples, encoding="utf-8")
    with zipfile.ZipFile(dictionary / "china_location.zip", "w") as archive:
        archive.writestr("china_location.txt", SOURCE)
    change = "2020-01-01\t民批\t甲省\t甲\t乙市\t乙\t旧县\t旧=>甲省\t乙市\t丙县\n"
    (dictionary / "china_location_change.txt").write_text(change, encoding="utf-8")
    (dictionary / "world_location.txt").write_text("亚洲:\n辛国\t辛共和国\t辛城\n", encoding="utf-8")
    corrections = tmp_path / "corrections.tsv"
    corrections.write_text("# none\nrecoded\t甲省/乙市/丙县\t甲省/乙市/丙县\t990181\n", encoding="utf-8")
    monkeypatch.setattr("kg.gazetteer.compile.CORRECTIONS", corrections)

    data = compile_divisions(dictionary)

    assert data == compile_divisions(dictionary)
    assert gzip.decompress(data).decode().splitlines() == [
        "0\tcountry\t辛国\t\t\t辛共和国",
        "0\tprovince\t甲省\t990000\t甲",
        "1\tprefecture\t乙市\t990100\t乙\t\t己镇",
        "2\tcounty\t丙县\t990181\t丙\t旧 旧县\t丁镇 城南街道 青山彝族苗族乡=青山",
        "1\tcounty\t庚市\t999001\t庚",
    ]
