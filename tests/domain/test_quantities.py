from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.measures import measure
from peidang.domain.quantities import quantities


def told(text: str) -> list[tuple[str, str]]:
    """Value and base unit of each quantity, the value in plain digits."""
    return [(format(one.value.normalize(), "f"), one.unit) for one in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("完成投资3.5亿元", "350000000", "元"),
        ("完成投资３．５亿元", "350000000", "元"),
        ("保有量1.2万辆", "12000", "辆"),
        ("占比百分之三十", "30", "%"),
        ("占比百分之35.5", "35.5", "%"),
        ("出台12项措施", "12", "项"),
        ("培育三十余家", "30", "家"),
        ("拨付1,200万元", "12000000", "元"),
        ("拨付1，200万元", "12000000", "元"),
        ("改造1200.5万平方米", "12005000", "平方米"),
        ("改造三千二百万平方米", "32000000", "平方米"),
        ("装机30万千瓦", "300000", "千瓦"),
        ("装机300兆瓦", "300000", "千瓦"),
        ("发电3.2亿千瓦时", "320000000", "千瓦时"),
        ("高标准农田2.5万亩", "25000", "亩"),
        ("造林20公顷", "300", "亩"),
        ("管网12.5公里", "12500", "米"),
        ("回收600余万吨", "6000000", "吨"),
        ("比值为0.83:1", "0.83", ":1"),
        ("比值为0.83：1", "0.83", ":1"),
        ("同比增长5.2%", "5.2", "%"),
        ("提高2.3个百分点", "2.3", "百分点"),
        ("两家企业", "2", "家"),
        ("俩企业", "2", "个"),
        ("一百二十台（套）", "120", "台（套）"),
        ("更新120台套", "120", "台（套）"),
        ("十二点五亿元", "1250000000", "元"),
        ("智能算力2500P", "2500", "P"),
        ("充电桩1,688台", "1688", "台"),
        ("约5万", "50000", ""),
        ("投资 12 亿元", "1200000000", "元"),
    ],
)
def test_a_number_is_read_in_its_base_unit(text: str, value: str, unit: str) -> None:
    assert told(text) == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "第3批入选",
        "召开第十二次会议",
        "2025年10月25日",
        "10月底前",
        "1—10月",
        "二〇二五年十月",
        "2025-10-31",
        "下午14:30",
        "〔2025〕3号",
        "鲁政发[2025]12号",
        "一是抓调度，二是抓督导",
        "（一）加强领导",
        "1.加强领导",
        "电话13812345678",
        "0543-3161234",
        "联系电话：3161234",
        "“十四五”期间",
        "5G、PM2.5、4S、A4",
        "一企一策，进一步统一思想",
        "二手车、二次供水、国三标准",
        "一系列活动，一批项目",
        "前三季度，上半年，三季度",
        "数十家，几家",
        "单位：万元",
        "周三，星期五",
        "百企百项",
    ],
)
def test_what_measures_nothing_is_no_quantity(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["3—5家", "3-5家", "3至5家", "3～5家", "三到五家", "3家—5家"])
def test_a_range_has_two_ends(text: str) -> None:
    (one,) = quantities(text)
    assert (one.value, one.high, one.unit) == (Decimal(3), Decimal(5), "家")


def test_the_multiplier_at_the_end_of_a_range_holds_for_both() -> None:
    (one,) = quantities("3—5万辆")
    assert (one.value, one.high) == (Decimal(30000), Decimal(50000))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("30家", ""),
        ("30家以上", ">="),
        ("不低于30家", ">="),
        ("超过30家", ">="),
        ("不超过30家", "<="),
        ("不高于30%", "<="),
        ("30家以内", "<="),
        ("30家左右", "~"),
        ("约30家", "~"),
        ("近30家", "~"),
        ("30余家", "+"),
        ("三十多家", "+"),
    ],
)
def test_bounds_are_heard_before_and_behind(text: str, bound: str) -> None:
    assert [one.bound for one in quantities(text)] == [bound]


def test_a_quantity_knows_its_place_and_the_words_around_it() -> None:
    text = "截至10月底，培育5G工厂32家、绿色工厂5家，完成投资3.5亿元。"
    found = quantities(text)
    assert [text[one.start : one.end] for one in found] == ["32家", "5家", "3.5亿元"]
    assert [one.before for one in found] == ["培育5G工厂", "、绿色工厂", "完成投资"]
    assert [one.step for one in found] == [1, 1, Decimal(10_000_000)]
    assert quantities("建成32家5G工厂")[0].after == "5G工厂"


def test_units_of_one_kind_share_a_base() -> None:
    assert measure("亿元").size == measure("万元").size * 10_000
    assert measure("万辆").base == measure("辆").base == "辆"
    assert measure("台(套)").base == measure("台套").base == measure("台（套）").base
    assert measure("千瓦").size == 1
    assert measure("从没见过的单位").base == "从没见过的单位"


@given(
    st.text(
        alphabet="0123456789.,，—-~%〔〕()（）一二三十百千万亿两零点第年月日号家元辆余多约个:：至、。 ",
        max_size=60,
    )
)
def test_any_text_is_read_without_raising_and_places_lie_within_it(text: str) -> None:
    found = quantities(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(one.start < one.end for one in found)


@given(st.text(max_size=200))
def test_neither_does_any_other_text_raise(text: str) -> None:
    assert all(text[one.start : one.end].strip() for one in quantities(text))


@given(st.integers(1, 10**9), st.sampled_from(["家", "万辆", "亿元", "%", "台（套）", "平方米", "万千瓦"]))
def test_a_plain_number_with_a_known_unit_is_always_read_exactly(number: int, unit: str) -> None:
    (one,) = quantities(f"累计完成{number}{unit}。")
    assert one.value == number * measure(unit).size
    assert one.unit == measure(unit).base
