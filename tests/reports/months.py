"""A month in which everything happens that the papers must tell: three sections, shared rows, late and silent units."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from peidang.domain.answers import Entry, Month, Reading, Wording
from peidang.domain.labels import Field, RowState, Status
from peidang.domain.rule_sheet import DEFAULT_RULES
from peidang.domain.summary import Summary, summarise
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, a_unit, an_entry, an_indicator

TODAY = date(2025, 11, 5)
UNITS = ("jia", "yi", "bing", "ding")


def summary_of(month: Month, today: date = TODAY) -> Summary:
    return summarise(month, DEFAULT_RULES, today)


def a_full_month(**plan: Any) -> Month:
    """Rows 1 and 2 share a task, 2 has two leads, 4 is closed, 5 is contested; 市丁局 has not answered."""
    rows = [
        a_row(1, "jia", task="(一) 更新工业设备", responsible=("ban",)),
        a_row(2, "jia", "yi", task="(一) 更新工业设备"),
        a_row(3, "bing", task="(二) 更新农机", section="二、以旧换新行动"),
        a_row(4, "jia", task="(三) 淘汰旧车", section="二、以旧换新行动", state=RowState.CLOSED),
        a_row(5, "yi", task="(四) 回收家电", section="二、以旧换新行动"),
        a_row(6, "ding", task="(五) 落实税收政策", section="三、保障措施"),
    ]
    indicators = [
        an_indicator("stations", a_target(100, row=1), reporters=("jia",)),
        an_indicator("share", a_target(90, row=3, unit_of_measure="%"), reporters=("bing",), name="机械化率"),
    ]
    return a_month(
        a_plan(rows, indicators, **plan),
        entries=[
            an_entry(1, "jia", progress="高度重视，扎实推进。已开工3个项目，总投资1.2亿元。"),
            an_entry(2, "jia", progress="1.培训企业20家次。"),
            an_entry(2, "yi", progress="出台《实施办法》。", problems="配套资金尚未到位"),
            an_entry(3, "bing", status="进度滞后", progress="各项工作有序开展。", problems="=1+1"),
            an_entry(5, "yi", progress="", contested=frozenset([Field.PROGRESS])),
        ],
        readings=[a_reading("stations", "jia", 30), a_reading("share", "bing", "81.5")],
        answered={"jia": "2025-10-20T09:00", "yi": "2025-10-28T09:00", "bing": "2025-10-25T09:00"},
        wordings=[Wording("row-2", "全市培训企业20家次，出台办法1项")],
    )


def units_with(unnamed: Iterable[str]) -> tuple[Any, ...]:
    """The units of ``a_full_month``, some of them flagged 不点名."""
    return tuple(
        a_unit(unit_id, n, unnamed=unit_id in unnamed) for n, unit_id in enumerate((*UNITS, "ban"), start=1)
    )


_TEXTS = st.one_of(
    st.just(""),
    st.text("项目开工3个已，。\n=+-@①&<龘𠮷👍", max_size=60),
    st.sampled_from(["无", "已开工3个项目。", "市甲局：已完成。", "=SUM(A1)", "-5", "@x", "一" * 500]),
)
_STATUSES = st.sampled_from(["", "看不懂", *(status.value for status in Status)])


@st.composite
def months(draw: st.DrawFn) -> Month:
    """Any month: no rows or many, any number of leads, answers of any kind or none."""
    rows = []
    for serial in range(1, draw(st.integers(0, 7)) + 1):
        leads = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
        rows.append(
            a_row(
                serial,
                *leads,
                section=draw(st.sampled_from(["", "一、甲行动", "二、乙行动"])),
                task=draw(st.sampled_from(["", "(一) 同一任务", "（二）另一任务", f"任务{serial}"])),
                state=draw(st.sampled_from([RowState.OPEN, RowState.OPEN, RowState.CLOSED, RowState.PAUSED])),
                extra=(("时限", "2025年"),),
            )
        )
    indicators = [an_indicator(f"i{n}", reporters=("jia",)) for n in range(draw(st.integers(0, 2)))]
    unnamed = draw(st.sets(st.sampled_from(UNITS)))
    plan = a_plan(rows, indicators, units=units_with(unnamed), extra_columns=("时限",))
    return a_month(
        plan,
        entries=draw(st.lists(_entries(len(rows)), max_size=9)) if rows else (),
        readings=[
            Reading(i.id, "jia", cumulative=draw(st.sampled_from(["", "30", "120", "x"]))) for i in indicators
        ],
    )


def _entries(rows: int) -> st.SearchStrategy[Entry]:
    return st.builds(
        an_entry,
        st.integers(1, rows),
        st.sampled_from(UNITS),
        status=_STATUSES,
        progress=_TEXTS,
        problems=_TEXTS,
        next_steps=_TEXTS,
        contested=st.sampled_from([frozenset(), frozenset([Field.PROGRESS]), frozenset([Field.STATUS])]),
    )
