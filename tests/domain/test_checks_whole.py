"""All checks together: they never raise, mark within the text, say one cause once, and are closed by a reason."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.answers import Entry, Month, Reading, ToldElsewhere
from peidang.domain.checks import ONE_CAUSE, findings, is_open
from peidang.domain.labels import INDICATOR_FIELDS, Field, Grade, IndicatorKind, IndicatorReporting, Status
from peidang.domain.plan import Indicator, Plan
from peidang.domain.readings import explains
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator

TODAY = date(2025, 11, 3)
WORDS = [
    *(
        "正在推进",
        "已完成",
        "尚未",
        "开工",
        "5G工厂",
        "截至10月底",
        "累计",
        "本月新增",
        "28家",
        "3—5家",
        "10月底前",
    ),
    *(
        "完成3台锅炉改造",
        "召开推进会",
        "无",
        "，",
        "。",
        "；",
        "\n",
        "2025年",
        "百分之三十",
        "1.2万辆",
        "〔2025〕3号",
    ),
    *(
        "进度滞后",
        "因",
        "（清空）",
        "同上",
        "　",
        "３",
        "一是",
        "第3批",
        "停工",
        "目标",
        "12月",
        "13月40日",
        "\0",
    ),
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
FIGURES = st.one_of(
    st.sampled_from(
        ["", "0", "28", "280", "0.28", "-5", "1e30", "1e-30", "约32", "数据未出，截至9月", "9" * 45]
    ),
    st.integers(-100, 10**9).map(str),
    st.text(max_size=6),
)

DAYS = st.sampled_from(["", "2025-09-30", "10.25", "10月下旬", "2052-10-20", "（清空）", "=F6", "机密★"])


def the_plan(kind: IndicatorKind) -> Plan:
    indicators: list[Indicator] = [
        an_indicator("a", a_target(30, "2025", row=1), kind=kind, name="5G工厂"),
        an_indicator(
            "b",
            a_target(13, "2025-09", row=2, unit_of_measure="万辆"),
            kind=kind,
            reporters=("yi", "jia"),
            reporting=IndicatorReporting.CHECKED,
        ),
        an_indicator(
            "c", a_target(15, "2025", row=1, unit_of_measure="%", baseline="2023"), kind=kind, name="回收量"
        ),
    ]
    return a_plan([a_row(1, "jia", "yi"), a_row(2, "yi", "jia", due="2025-09")], indicators)


@st.composite
def months(draw: st.DrawFn) -> Month:
    """October, with up to four months before it, two rows and three indicators, told by two units."""
    plan = the_plan(draw(st.sampled_from(list(IndicatorKind))))
    statuses = st.one_of(st.sampled_from([*(status.value for status in Status), ""]), TEXTS)
    month = None
    for number in range(draw(st.integers(6, 10)), 11):
        entries = [
            Entry(f"row-{n}", unit, draw(statuses), draw(TEXTS), draw(TEXTS), draw(TEXTS))
            for n in (1, 2)
            for unit in ("jia", "yi")
        ]
        readings = [
            Reading(
                one.id,
                unit,
                draw(FIGURES),
                draw(FIGURES),
                draw(DAYS),
                draw(st.sampled_from(["", "口径调整"])),
            )
            for one in plan.indicators
            for unit in one.reporter_ids
        ]
        month = a_month(plan, f"2025-{number:02d}", entries, readings, previous=month)
    assert month is not None
    return replace(month, told_elsewhere={("a", "jia"): (ToldElsewhere("甲办", draw(FIGURES)),)})


def cell(month: Month, unit_id: str, item_id: str, field: Field) -> str:
    """The text of the cell a finding is about."""
    holder = month.reading if field in INDICATOR_FIELDS else month.entry
    return holder(item_id, unit_id).value(field)


@settings(max_examples=80, deadline=None)
@given(months())
def test_no_text_makes_a_check_raise_and_marks_lie_within_the_cell(month: Month) -> None:
    for unit_id in ("jia", "yi"):
        for found in findings(month, unit_id, TODAY):
            assert found.message.endswith("。")
            assert found.field is not None
            text = cell(month, unit_id, found.item_id, found.field)
            ends = [end for mark in found.marks for end in mark]
            assert ends == sorted(ends)
            assert all(0 <= end <= len(text) for end in ends)


@settings(max_examples=30, deadline=None)
@given(months())
def test_one_cause_is_said_once_and_nothing_twice(month: Month) -> None:
    for unit_id in ("jia", "yi"):
        found = findings(month, unit_id, TODAY)
        assert len(found) == len({(f.item_id, f.field, f.code, f.message) for f in found})
        said = [(f.item_id, f.field, f.code) for f in found]
        of_item: Mapping[str, Counter[str]] = {
            item: Counter(code for other, _, code in said if other == item) for item, _, _ in said
        }
        for codes in of_item.values():
            assert all(sum(code in codes for code in cause) <= 1 for cause in ONE_CAUSE)
            movement = ("unit-slip", "cumulative-fell", "month-and-total-differ", "jump")
            assert sum(codes[code] for code in movement) <= 1


@settings(max_examples=30, deadline=None)
@given(months(), st.randoms())
def test_the_order_in_which_answers_are_kept_is_of_no_matter(month: Month, order: random.Random) -> None:
    entries, readings = list(month.entries.items()), list(month.readings.items())
    order.shuffle(entries)
    order.shuffle(readings)
    other = replace(month, entries=dict(entries), readings=dict(readings))
    for unit_id in ("jia", "yi"):
        assert findings(other, unit_id, TODAY) == findings(month, unit_id, TODAY)


@settings(max_examples=30, deadline=None)
@given(months(), st.sampled_from(["核实无误", "电话核实：张某，11月3日，口径调整", "情况属实。"]))
def test_a_reason_closes_every_question_and_an_empty_phrase_none(month: Month, said: str) -> None:
    bare = replace(month, readings={key: replace(one, note="") for key, one in month.readings.items()})
    found = findings(bare, "jia", TODAY)
    told = {(f.unit_id, f.item_id, f.code): said for f in found}
    again = findings(replace(bare, explanations=told), "jia", TODAY)
    assert [f.code for f in again] == [f.code for f in found]
    assert all(is_open(f) is not explains(said) for f in again)


EMPTY = st.lists(
    st.sampled_from(
        [
            "经核实",
            "核实无误",
            "情况属实",
            "已核对",
            "数据无误",
            "，",
            "。",
            " ",
            "我局",
            "确认",
            "无",
            "同上",
        ]
    ),
    max_size=8,
).map("".join)
REASONS = st.sampled_from(
    ["口径调整", "项目停工待料", "并入两个县区的数据", "上月漏报3家，本月补齐", "按统计部门终核数调整"]
)


@given(EMPTY, REASONS, EMPTY)
def test_a_reason_among_empty_phrases_explains_and_they_alone_never_do(
    before: str, why: str, after: str
) -> None:
    assert not explains(before + after)
    assert explains(f"{before}，{why}，{after}")


@given(st.text(max_size=300))
def test_any_text_is_judged_without_raising(text: str) -> None:
    explains(text)


def test_who_and_when_are_no_reason_but_with_it_they_are() -> None:
    assert not explains("电话核实：张科长，11月3日")
    assert not explains("市财政局张科长核实无误")
    assert not explains("核实无误（张三 11月3日）")
    assert explains("电话核实：张某，11月3日，口径调整")
    assert explains("核实，办理延期")
    assert explains("停工")


def test_a_whole_first_month_of_honest_answers_is_quiet() -> None:
    """No history, no promise, no copy: nothing is asked of answers as offices write them."""
    texts = [
        "截至10月底，全市累计培育5G工厂28家，其中国家级6家；正在辅导5家企业申报。",
        "印发实施方案，开展专项检查3次，发现问题12个，已整改10个，其余正在整改。",
        "项目已完成可研编制，正在办理用地手续，计划12月底前开工。",
        "组织企业参加设备更新对接会，签约项目4个，总投资2.6亿元。",
    ]
    plan = a_plan(
        [a_row(n, "jia") for n in range(1, 5)], [an_indicator("a", a_target(30, row=1), name="5G工厂")]
    )
    entries = [an_entry(n, "jia", progress=text) for n, text in enumerate(texts, start=1)]
    month = a_month(plan, entries=entries, readings=[a_reading("a", "jia", 28, month_value="2")])
    assert findings(month, "jia", TODAY) == ()


def test_what_must_be_mended_is_never_hidden_by_a_question() -> None:
    plan = a_plan([a_row(1, "jia")])
    month = a_month(plan, entries=[an_entry(1, "jia", "差不多", "正在推进", next_steps="")])
    found = findings(month, "jia", TODAY)
    assert [(f.code, f.grade) for f in found] == [
        ("unknown-status", Grade.MUST),
        ("missing", Grade.MUST),
        ("no-content", Grade.EXPLAIN),
    ]
