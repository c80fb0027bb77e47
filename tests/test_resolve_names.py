"""Names as resolution reads them: companies taken apart, short forms, bodies with their place, divisions of one name told apart."""

from __future__ import annotations

import pytest

from kg.gazetteer import Division, load_gazetteer
from kg.recognise.short_names import CompanyName, company_short_forms, leading_place, parse_company, short_forms, zone_short_forms
from kg.resolve.across import entity_id, implied_government
from kg.resolve.align import fuller_names
from kg.resolve.keys import Key
from kg.resolve.names import Setting, choose_division, government_name, level_of_home, lineage, prefix_place

CILI = "湖南省/张家界市/慈利县"
JIANDE = "浙江省/杭州市/建德市"
HANGZHOU = "浙江省/杭州市"
CHAOYANG = "吉林省/长春市/朝阳区"


def division(key: str) -> Division:
    return next(d for d in load_gazetteer().named(key.rsplit("/", 1)[-1]) if d.key == key)


# companies and zones


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("慈利恒川精密机械有限公司", ("慈利", "恒川", ("精密", "机械"), "", "有限公司")),
        ("恒川精密机械（慈利）有限公司", ("", "恒川", ("精密", "机械"), "慈利", "有限公司")),
        ("湖南恒川集团有限公司", ("湖南", "恒川", (), "", "集团有限公司")),
        ("上海市金山区恒川食品有限公司", ("上海市金山区", "恒川", ("食品",), "", "有限公司")),
        ("恒川生物医药股份有限公司（筹）", ("", "恒川", ("生物", "医药"), "", "股份有限公司")),
        ("恒川科技", ("", "恒川", ("科技",), "", "")),
        ("澧水源", ("", "澧水源", (), "", "")),
    ],
)
def test_a_company_taken_apart(name: str, parts: tuple[str, str, tuple[str, ...], str, str]) -> None:
    assert parse_company(name) == CompanyName(*parts)


@pytest.mark.parametrize(
    "name", ["慈利恒川精密机械有限公司", "湖南恒川集团有限公司", "上海市金山区恒川食品有限公司", "恒川机械（慈利）有限公司"]
)
def test_short_forms_of_a_company_are_never_its_place_trade_legal_form_or_itself(name: str) -> None:
    forms, parts = company_short_forms(name), parse_company(name)
    assert parts.brand in forms and parts.brand + "公司" in forms
    assert forms.isdisjoint({name, parts.place, parts.branch, parts.legal, *parts.trades, "".join(parts.trades), ""})
    assert all(len(f) >= 2 for f in forms)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("慈利恒川精密机械有限公司", "恒川精密机械有限公司"),
        ("慈利恒川精密机械有限公司", "恒川精密"),
        ("慈利恒川精密机械有限公司", "慈利恒川"),
        ("湖南恒川集团有限公司", "恒川集团"),
        ("恒川机械（慈利）有限公司", "慈利公司"),
        ("恒川机械股份有限公司", "恒川机械股份"),
        ("恒川科技", "恒川科技公司"),
    ],
)
def test_forms_by_which_a_newspaper_names_a_company(name: str, form: str) -> None:
    assert (form in company_short_forms(name)) is (name != "恒川科技"), "a name without a legal form is short already"


def test_a_brand_of_one_character_gives_no_short_forms() -> None:
    assert company_short_forms("茶有限公司") == frozenset()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("慈利经济技术开发区", {"慈利经济开发区", "慈利经开区", "慈利经开", "慈利开发区"}),
        ("慈利高新技术产业开发区", {"慈利高新技术开发区", "慈利高新区", "慈利国家高新区"}),
        ("澧水源生态科技园", {"澧水源科技园"}),
        ("澧源科技园", set()),
        ("经济技术开发区", set()),
    ],
)
def test_short_forms_of_zones(name: str, forms: set[str]) -> None:
    assert zone_short_forms(name) == forms


@pytest.mark.parametrize(
    ("name", "kind", "forms"),
    [
        ("慈利县杜仲产业协会", "Organization", {"杜仲产业协会", "慈利杜仲产业协会"}),
        ("慈利县教育局", "Government", set()),
        ("慈利县农业农村局", "Government", {"农业农村局"}),
        ("恒川水泵建设项目", "Project", {"恒川水泵"}),
        ("茶园项目", "Project", set()),
        ("卡尔曼·米勒", "Person", {"卡尔曼", "米勒"}),
        ("龚承泽", "Person", set()),
        ("澧水杯", "Event", set()),
    ],
)
def test_short_forms_by_type(name: str, kind: str, forms: set[str]) -> None:
    assert short_forms(name, kind) == forms


def test_the_place_that_a_name_begins_with() -> None:
    assert leading_place("湖南省慈利县零溪镇茶场") == "湖南省慈利县零溪镇"
    assert leading_place("恒川集团") == ""
    assert leading_place("慈利县") == "", "a name that is a place only has no place before it"


# which forms on a page are one


def fuller(kind: str, *forms: str, introduced: dict[tuple[str, str], str] | None = None) -> dict[str, str]:
    found = fuller_names({kind: forms}, introduced or {})
    return {form: full for (type_, form), full in found.items() if type_ == kind}


def test_a_short_form_means_the_one_full_name_of_the_page() -> None:
    assert fuller("Company", "慈利恒川机械有限公司", "恒川机械", "恒川") == {
        "恒川机械": "慈利恒川机械有限公司",
        "恒川": "慈利恒川机械有限公司",
    }


def test_a_short_form_of_two_companies_means_neither() -> None:
    assert fuller("Company", "慈利恒川机械有限公司", "慈利恒川食品有限公司", "恒川") == {}


def test_a_parent_and_its_local_subsidiary_are_two() -> None:
    assert fuller("Company", "恒川集团", "恒川机械（慈利）有限公司") == {}
    assert fuller("Company", "湖南恒川集团有限公司", "慈利恒川机械有限公司", "恒川机械") == {"恒川机械": "慈利恒川机械有限公司"}


def test_a_group_and_its_brand_are_one_where_no_trade_is_named() -> None:
    assert fuller("Company", "恒川集团", "恒川公司") == {"恒川公司": "恒川集团"}
    assert fuller("Company", "恒川集团", "德国恒川公司") == {"德国恒川公司": "恒川集团"}
    assert fuller("Company", "恒川集团", "慈利恒川公司") == {}, "a company of a Chinese place is another one"


def test_what_the_page_introduced_counts() -> None:
    told = {("Company", "恒川精机"): "恒川精密机械有限公司"}
    assert fuller("Company", "恒川精机", introduced=told) == {"恒川精机": "恒川精密机械有限公司"}


@pytest.mark.parametrize(
    ("kind", "short", "full"),
    [
        ("Award", "全国县域经济百强县", "2024年度中国县域经济百强县"),
        ("Event", "杜仲产业大会", "2024年慈利杜仲产业大会"),
        ("Zone", "黄家坪工业园区", "零溪镇黄家坪工业园区"),
        ("Project", "恒川水泵项目", "零溪镇恒川水泵项目"),
    ],
)
def test_a_name_without_year_and_scope_is_the_longer_one(kind: str, short: str, full: str) -> None:
    assert fuller(kind, short, full) == {short: full}


def test_awards_that_end_in_other_words_are_two() -> None:
    assert fuller("Award", "湖南省文明单位", "湖南省文明标兵单位") == {}
    assert fuller("Award", "湖南省文明单位", "湖南省文明校园") == {}


# bodies


@pytest.mark.parametrize(
    ("home", "form", "name"),
    [
        (CILI, "县委", "慈利县委"),
        (CILI, "市委", "张家界市委"),
        (CILI, "省委", "湖南省委"),
        (CILI, "县政府", "慈利县人民政府"),
        (CILI, "县人大常委会", "慈利县人大常委会"),
        (CILI, "县教育和体育局", "慈利县教育和体育局"),
        (CILI, "我县教育局", "慈利县教育局"),
        (CILI, "农业农村局", "慈利县农业农村局"),
        (CILI, "慈利县政府", "慈利县人民政府"),
        (CILI, "建德市委", "建德市委"),
        (CILI, "区委", None),
        (JIANDE, "市委", "建德市委"),
        (HANGZHOU, "市委", "杭州市委"),
        (JIANDE, "省政府", "浙江省人民政府"),
        (CHAOYANG, "区委", "朝阳区委"),
        (CHAOYANG, "市委", "长春市委"),
        (None, "县委", None),
        (None, "教育局", "教育局"),
    ],
)
def test_bodies_get_the_place_that_their_prefix_stands_for(home: str | None, form: str, name: str | None) -> None:
    setting = Setting(division(home) if home else None)
    assert government_name(form, setting, load_gazetteer()) == name


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("镇党委", "零溪镇党委"),
        ("镇政府", "零溪镇人民政府"),
        ("镇镇财政所", "零溪镇财政所"),
        ("乡政府", None),
        ("党工委", "慈利经济开发区党工委"),
        ("管委会", "慈利经济开发区管委会"),
        ("区管委会", "慈利经济开发区管委会"),
    ],
)
def test_bodies_of_towns_and_zones_lean_on_those_told_of_last(form: str, name: str | None) -> None:
    setting = Setting(division(CILI), town="零溪镇", zone="慈利经济开发区")
    assert government_name(form, setting, load_gazetteer()) == name
    assert government_name(form, Setting(division(CILI)), load_gazetteer()) is None


def test_the_first_character_of_market_is_no_prefix() -> None:
    assert government_name("市场监督管理局", Setting(division(CILI)), load_gazetteer()) == "慈利县市场监督管理局"
    assert government_name("县市场监督管理局", Setting(division(CILI)), load_gazetteer()) == "慈利县市场监督管理局"


def test_the_place_of_a_prefix_is_none_without_a_home() -> None:
    assert prefix_place("县", Setting(None), load_gazetteer()) is None
    assert prefix_place("区", Setting(None, zone="慈利经济开发区"), load_gazetteer()) == "慈利经济开发区"


# divisions


@pytest.mark.parametrize(
    ("form", "home", "key"),
    [
        ("朝阳区", CHAOYANG, CHAOYANG),
        ("朝阳区", "吉林省/长春市", CHAOYANG),
        ("朝阳区", "北京市", "北京市/朝阳区"),
        ("鼓楼区", "福建省/福州市", "福建省/福州市/鼓楼区"),
        ("鼓楼区", "江苏省/徐州市/沛县", "江苏省/徐州市/鼓楼区"),
        ("鼓楼区", "河南省/开封市", "河南省/开封市/鼓楼区"),
        ("湖南", CILI, "湖南省"),
        ("建德", CILI, JIANDE),
    ],
)
def test_of_divisions_of_one_name_that_near_the_home_is_meant(form: str, home: str, key: str) -> None:
    chosen = choose_division(form, division(home), load_gazetteer())
    assert chosen is not None and chosen.key == key


def test_without_a_home_the_most_senior_is_meant_and_an_unknown_form_is_none() -> None:
    chosen = choose_division("朝阳", None, load_gazetteer())
    assert chosen is not None and chosen.level == "prefecture"
    assert choose_division("云岭无此县", division(CILI), load_gazetteer()) is None


def test_what_holds_the_home() -> None:
    gazetteer = load_gazetteer()
    assert [d.name for d in lineage(division(CILI), gazetteer)] == ["慈利县", "张家界市", "湖南省"]
    assert lineage(None, gazetteer) == ()
    province = level_of_home(division(CILI), gazetteer, "province")
    assert province is not None and province.name == "湖南省"
    assert level_of_home(division(CILI), gazetteer, "country") is None


# ids


def test_ids_depend_on_type_name_and_scope_only() -> None:
    one = entity_id(Key("Company", "恒川集团"))
    assert one == entity_id(Key("Company", "恒川集团", "")) and one.startswith("company-")
    assert (
        len({one, entity_id(Key("Zone", "恒川集团")), entity_id(Key("Company", "恒川")), entity_id(Key("Company", "恒川集团", CILI))}) == 4
    )


def test_a_government_that_only_a_post_implies() -> None:
    assert implied_government("慈利县") == Key("Government", "慈利县人民政府")
