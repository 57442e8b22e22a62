"""What an office can choose of 进展情况表; 存在问题清单 and 趋势 over several months; rows that are high enough."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.answers import Month, Reading
from peidang.domain.history import periods_until, since
from peidang.domain.labels import IndicatorKind, Light
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import UnitState
from peidang.reports.row_columns import available_heads
from peidang.reports.sheet_cells import CONTINUED, MAX_HEIGHT
from peidang.reports.table_view import schedule_heads
from peidang.reports.tall_rows import lay_out
from peidang.reports.workbook import write_workbook
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator, row_id
from tests.reports.months import a_full_month, summary_of, units_with

MADE = datetime(2025, 11, 5, 9, 0)
NAMES = ["进展情况表", "指标完成情况", "单位报送情况", "存在问题清单", "趋势", "数据溯源", "数据明细"]


def data_of(summary: Summary, **more: Any) -> bytes:
    out = BytesIO()
    write_workbook(summary, out, MADE, **more)
    return out.getvalue()


def opened(summary: Summary, **more: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(data_of(summary, **more)), data_only=True)


def heads(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[3]]


def lines(sheet: Any) -> list[dict[str, Any]]:
    """The table's lines by their heads: those with a number in column A."""
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads(sheet), row, strict=True)) for row in rows if isinstance(row[0], int)]


def through(*months: Month) -> Month:
    """The last month with those before it."""
    told: Month | None = None
    for month in months:
        told = replace(month, previous=told)
    assert told is not None
    return told


def a_quarter() -> Month:
    """August to October: 市甲局 tells a problem in August and October, 市乙局 since September; the figure climbs."""
    plan = a_plan(
        [a_row(1, "jia"), a_row(2, "yi")],
        [
            an_indicator("stations", a_target(100, due="2025"), bases={"2024": 0}),
            an_indicator("silent", name="空"),
        ],
        issued_on="2025-01-15",
    )

    def month(key: str, value: str, *told: tuple[int, str, str]) -> Month:
        entries = [an_entry(serial, unit, problems=text) for serial, unit, text in told]
        readings = [a_reading("stations", "jia", value)] if value else []
        answered = {unit: f"{key}-20T09:00" for _, unit, _ in told}
        return a_month(plan, key, entries, readings, answered=answered)

    return through(
        month("2025-08", "30", (1, "jia", "缺资金")),
        month("2025-09", "", (2, "yi", "缺土地"), (1, "jia", "无")),
        month("2025-10", "55.5", (1, "jia", "缺资金"), (2, "yi", "仍缺土地")),
    )


def test_the_workbook_has_a_sheet_for_each_question() -> None:
    assert opened(summary_of(a_full_month())).sheetnames == NAMES


def test_columns_are_those_that_were_chosen_in_their_order_after_the_serial() -> None:
    summary = summary_of(a_full_month())
    sheet = opened(summary, columns=["进展情况", "章节", "主要任务", "必须改正", "序号"])["进展情况表"]
    assert heads(sheet) == ["序号", "进展情况", "章节", "主要任务", "必须改正"]
    first, second = lines(sheet)[0], lines(sheet)[2]
    assert first["进展情况"] == summary.rows[0].text
    assert second["章节"] == "二、以旧换新行动"
    assert first["必须改正"] == summary.rows[0].must
    assert "D5:D6" in {str(one) for one in sheet.merged_cells.ranges}  # the task over its rows


def test_the_serial_alone_is_a_table_too() -> None:
    sheet = opened(summary_of(a_full_month()), columns=[])["进展情况表"]
    assert [cell.value for cell in sheet["A"]][2:6] == ["序号", "一、设备更新行动", 1, 2]


def test_every_column_that_is_offered_can_be_written() -> None:
    summary = summary_of(a_full_month(extra_columns=("备注",)))
    assert heads(opened(summary, columns=available_heads(summary))["进展情况表"]) == list(
        available_heads(summary)
    )
    assert available_heads(summary)[: len(schedule_heads(summary))] == schedule_heads(summary)


def test_a_column_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="完成日期"):
        data_of(summary_of(a_full_month()), columns=["完成日期"])


def test_only_the_rows_that_were_chosen_stand_there_and_the_sheet_says_so() -> None:
    summary = summary_of(a_full_month())
    book = opened(summary, rows=[row_id(5), row_id(2)])
    assert [line["序号"] for line in lines(book["进展情况表"])] == [2, 5]
    assert "本表为部分任务：共6项，此表列2项" in book["进展情况表"]["A2"].value
    assert "部分任务" not in opened(summary)["进展情况表"]["A2"].value
    assert len(lines(book["数据明细"])) >= 6


def test_problems_say_since_when_without_a_gap() -> None:
    sheet = opened(summary_of(a_quarter()))["存在问题清单"]
    told = [(line["任务序号"], line["反映单位"], line["存在问题"], line["自何时起"]) for line in lines(sheet)]
    october, september = datetime(2025, 10, 1), datetime(2025, 9, 1)  # as dates, so that they sort
    assert told == [(1, "市甲局", "缺资金", october), (2, "市乙局", "仍缺土地", september)]
    assert [line["下一步打算"] for line in lines(sheet)] == ["继续推进。", "继续推进。"]


def test_a_unit_not_to_be_named_tells_its_problem_without_its_name() -> None:
    sheet = opened(summary_of(a_full_month(units=units_with(["yi"]))))["存在问题清单"]
    assert {line["反映单位"] for line in lines(sheet)} == {"某单位", "市丙局"}


def test_without_problems_the_list_says_so() -> None:
    sheet = opened(summary_of(a_month(a_plan([a_row(1, "jia")]))))["存在问题清单"]
    assert sheet["C4"].value == "本期各单位未反映存在问题。"


def test_history_is_told_oldest_first_and_ends_with_this_month() -> None:
    periods = periods_until(summary_of(a_quarter()))
    assert [one.span.key for one in periods] == ["2025-08", "2025-09", "2025-10"]
    assert [one.units[UnitState.REPORTED] for one in periods] == [0, 1, 1]
    assert periods[0].lights == {Light.ON_PACE: 1, Light.UNREPORTED: 1}
    assert [one.points["stations"].value for one in periods] == [
        30,
        None,
        periods[2].points["stations"].value,
    ]
    assert since(periods, row_id(2), "yi").key == "2025-09"


def test_where_a_figure_should_stand_is_told_in_its_own_unit() -> None:
    last = periods_until(summary_of(a_quarter()))[-1].points["stations"]
    assert last.target == 100
    assert last.on_path is not None
    assert round(last.on_path) == 83  # ten of the twelve months


def test_of_a_month_that_was_only_imported_nobody_is_said_not_to_have_reported() -> None:
    quarter = a_quarter()
    assert quarter.previous is not None
    imported = replace(quarter.previous, answered_at={})
    sheet = opened(summary_of(replace(quarter, previous=imported)))["趋势"]
    at = next(n for n, row in enumerate(sheet.iter_rows(values_only=True), 1) if "单位报送" in str(row[0]))
    assert "没有报送记录" in sheet.cell(at, 1).value
    told = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=at + 3, max_row=at + 4)]
    assert told == [["2025年9月", None, None, None, None], ["2025年10月", 1, 1, 0, 2]]


def test_rows_and_indicators_stand_under_the_same_heads() -> None:
    summary = summary_of(a_full_month())
    sheet = opened(summary)["数据明细"]
    told = [line for line in lines(sheet) if line["类别"] in ("任务", "指标")]
    kinds = [line["类别"] for line in told]
    assert kinds == ["任务"] * len(summary.rows) + ["指标"] * len(summary.indicators)
    assert sheet.auto_filter.ref == f"A3:R{3 + len(kinds)}"
    assert [line["目标值"] is None for line in told] == [kind == "任务" for kind in kinds]
    assert all(cell.border.left.style for row in sheet[f"A4:R{3 + len(kinds)}"] for cell in row)


def test_trend_holds_every_month_and_a_chart_for_each_table() -> None:
    data = data_of(summary_of(a_quarter()))
    sheet = openpyxl.load_workbook(BytesIO(data))["趋势"]
    column = [cell.value for cell in sheet["A"]]
    assert column.count("报告期") == 3
    assert [column.count(f"2025年{n}月") for n in (8, 9, 10)] == [3, 3, 3]
    assert column[-1] == "以下指标至今没有数据：空。"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if "charts/chart" in name]
    assert len(charts) == 3
    assert [("barChart" in one, 'grouping val="stacked"' in one) for one in charts[:2]] == [(True, True)] * 2
    drawn = re.findall(r"<c:f>([^<]*)</c:f>", charts[2])
    assert "lineChart" in charts[2]
    names = [sheet[place.partition("!")[2].replace("$", "")].value for place in drawn[::3]]
    assert names == ["累计数", "序时应达", "目标"]
    assert {place.partition("$A$")[2] for place in drawn[1::3]} == {drawn[1].partition("$A$")[2]}


def test_a_growth_worked_out_from_amounts_has_no_target_in_their_unit() -> None:
    target = a_target(15, unit_of_measure="%", baseline="2023")
    grown = an_indicator(
        "sales", target, kind=IndicatorKind.ANNUAL_TOTAL, unit_of_measure="万辆", bases={"2023-10": 8}
    )
    month = a_month(a_plan([a_row(1, "jia")], [grown]), readings=[Reading("sales", "jia", cumulative="9")])
    point = periods_until(summary_of(month))[-1].points["sales"]
    assert (point.value, point.on_path, point.target) == (9, None, None)


_LONG = st.text("项目已开工，。\nab\U00020bb7", max_size=120).map(lambda text: text * 150)
_TEXTS = st.lists(st.one_of(st.text("项目已开工，。\n1a", max_size=300), _LONG), min_size=1, max_size=4)


@given(_TEXTS, st.floats(6, 60))
@settings(deadline=None, max_examples=60)
def test_no_text_is_lost_and_no_line_is_higher_than_a_spreadsheet_allows(
    texts: list[str], width: float
) -> None:
    row = lay_out(0, texts, [width] * len(texts), 20.0)
    assert all(20.0 / 2 < height <= MAX_HEIGHT for block in row.blocks for height in block)
    for text, parts in zip(texts, row.texts, strict=True):
        assert parts[0] + "".join(part.removeprefix(CONTINUED) for part in parts[1:]) == text
        characters = max(width * 7 - 3, 14) / (10 * 96 / 72)  # 宋体 10 in a column of this width
        needed = sum(max(1.0, len(line) / characters) for line in text.split("\n")) * 12.5
        narrow = sum(char < "\u2e80" for char in text) * 0.5 / characters * 12.5
        assert row.height >= needed - narrow


@given(st.text("开工。项目", min_size=1, max_size=40))
@settings(deadline=None, max_examples=15)
def test_a_problem_of_any_length_stands_whole_in_the_list(text: str) -> None:
    long = "缺" + text * 1000
    month = a_month(a_plan([a_row(1, "jia"), a_row(2, "jia")]), entries=[an_entry(1, "jia", problems=long)])
    sheet = opened(summary_of(month))["存在问题清单"]
    column = heads(sheet).index("存在问题") + 1
    told = [str(cell.value) for cell in next(sheet.iter_cols(column, column, min_row=4)) if cell.value]
    assert "".join(part.removeprefix(CONTINUED) for part in told) == long


def test_the_same_summary_gives_the_same_bytes_with_charts_and_choices() -> None:
    summary = summary_of(a_quarter(), date(2025, 11, 5))
    more = {"columns": ["进展情况"], "rows": [row_id(1)]}
    assert data_of(summary, **more) == data_of(summary, **more)


def test_an_empty_plan_has_all_its_sheets() -> None:
    book = opened(summary_of(a_month(a_plan([]))))
    assert book.sheetnames == NAMES


def test_a_long_name_of_a_unit_or_plan_is_never_cut() -> None:
    title = "关于" + "进一步" * 60 + "的方案"
    sheet = opened(summary_of(a_month(a_plan([a_row(1, "jia")], title=title))))["单位报送情况"]
    assert sheet["A2"].value.startswith(title)
    assert sheet.row_dimensions[2].height > 30
