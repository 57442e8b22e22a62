"""How the sheets come out of the printer: nothing torn by the end of a page, no number shown as ####, no chart cut."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.answers import Month
from peidang.domain.periods import parse_span
from peidang.domain.summary import Summary
from peidang.reports.sheet_cells import number_width, text_height
from peidang.reports.sheet_pages import A3, A4, Printed, breaks_before
from peidang.reports.tall_rows import lay_out
from peidang.reports.workbook import write_workbook
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator
from tests.reports.libreoffice import convert
from tests.reports.months import a_full_month, summary_of

MADE = datetime(2025, 11, 5, 9, 0)


def data_of(summary: Summary, **more: Any) -> bytes:
    out = BytesIO()
    write_workbook(summary, out, MADE, **more)
    return out.getvalue()


def opened(summary: Summary, **more: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(data_of(summary, **more)))


def months_until_october(count: int, **readings: Sequence[str]) -> Month:
    """So many months, the last October 2025, with an indicator that grows."""
    plan = a_plan([a_row(1, "jia")], [an_indicator("stations", a_target(1000, due="2025"))])
    told: Month | None = None
    for n in range(count):
        year, month = divmod(2025 * 12 + 9 - (count - 1 - n), 12)
        key = f"{year}-{month + 1:02d}"
        one = a_month(plan, "2025-10", [an_entry(1, "jia")], [a_reading("stations", "jia", str(10 + n))])
        told = replace(one, period=replace(one.period, id=key, span=parse_span(key)), previous=told)
    assert told is not None
    return told


def pages_of(data: bytes, folder: Path) -> list[str]:
    """The texts of the printed pages, without blanks."""
    source = folder / "month.xlsx"
    source.write_bytes(data)
    with pypdfium2.PdfDocument(convert([source], "pdf")[0]) as printed:
        return ["".join(page.get_textpage().get_text_range().split()) for page in printed]


def tops(pages: Printed, room: float, breaks: Sequence[int]) -> list[int]:
    """The lines the pages begin with on paper that holds so much, counted anew."""
    found, used = [0], 0.0
    for row, height in enumerate(pages.heights):
        if row in breaks or (row > found[-1] and used + height > room):
            found, used = [*found, row], pages.repeated
        used += height
    return found


@given(
    st.lists(st.integers(10, 90), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 3)), max_size=6),
)
def test_no_group_is_torn_whatever_program_prints_it(
    heights: list[int], wanted: list[tuple[int, int]]
) -> None:
    last = len(heights) - 1
    groups = [(first, min(first + more, last)) for first, more in wanted if first <= last]
    pages = Printed(heights, repeated=20, room=700)
    breaks = breaks_before(pages, groups)
    for share in (0.97, 1.0, 1.03, 1.06, 1.09):
        begun = tops(pages, 700 * share, breaks)
        for first, end in groups:
            joined = any(a < first <= b or a <= end < b for a, b in groups)
            assert joined or not any(first < top <= end for top in begun)


def test_a_group_higher_than_a_page_begins_at_the_top_of_one() -> None:
    assert breaks_before(Printed([100, 100, *[100] * 9], repeated=20, room=700), [(2, 10)]) == (2,)


@given(st.lists(st.text("项目开工，。\nab", max_size=3000), min_size=1, max_size=4))
def test_each_part_of_a_row_stands_on_lines_of_its_own(texts: list[str]) -> None:
    row = lay_out(0, texts, [30.0] * len(texts), 20.0)
    for parts in row.texts:
        for n, part in enumerate(parts):
            assert text_height(part, 30.0) <= sum(row.blocks[n]) + 0.01


def test_a_column_of_figures_is_as_wide_as_its_longest() -> None:
    long = "123456789012.25"
    month = a_month(
        a_plan([a_row(1, "jia")], [an_indicator("i", a_target("123456789012345", row=1))]),
        readings=[a_reading("i", "jia", long, month_value="7")],
    )
    book = opened(summary_of(month))
    indicators, facts = book["指标完成情况"], book["数据明细"]
    assert indicators["I4"].value == float(long)
    assert indicators.column_dimensions["I"].width >= len(long) + 2
    assert indicators.column_dimensions["G"].width < 11  # 上期累计 and 本月数
    assert facts.column_dimensions["P"].width >= 17  # 目标值
    assert number_width(["字" * 90, "7"], 9.0) == 9.0  # a text wraps


def test_figures_are_not_wrapped_and_stand_off_the_line() -> None:
    month = a_month(
        a_plan([a_row(1, "jia")], [an_indicator("i", a_target("100", row=1))]),
        readings=[a_reading("i", "jia", "30.5")],
    )
    cell = opened(summary_of(month))["指标完成情况"]["I4"]
    assert (cell.alignment.horizontal, cell.alignment.indent, bool(cell.alignment.wrap_text)) == (
        "right",
        1,
        False,
    )


def test_few_columns_are_printed_on_small_paper() -> None:
    summary = summary_of(a_full_month())
    assert opened(summary)["进展情况表"].page_setup.paperSize == A3
    few = opened(summary, columns=["主要任务", "进展情况", "亮灯"])["进展情况表"]
    assert few.page_setup.paperSize == A4


def test_of_many_points_only_the_last_is_labelled_and_every_few_are_named() -> None:
    with zipfile.ZipFile(BytesIO(data_of(summary_of(months_until_october(24))))) as parts:
        line = parts.read("xl/charts/chart3.xml").decode()
    first = line.split("</c:ser>")[0]
    assert len(re.findall(r"<c:dLbl><c:idx[^>]*/><c:delete", first)) == 23
    assert '<c:tickLblSkip val="4"/>' in line
    with zipfile.ZipFile(BytesIO(data_of(summary_of(months_until_october(6))))) as parts:
        few = parts.read("xl/charts/chart3.xml").decode()
    assert "<c:delete val" not in few.split("</c:ser>")[0]


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("months", [2, 12, 24])
def test_no_chart_goes_on_on_the_next_page(tmp_path: Path, months: int) -> None:
    pages = [
        page
        for page in pages_of(data_of(summary_of(months_until_october(months))), tmp_path)
        if "趋势" in page
    ]
    shown = [page for page in pages if "共" in page and "2025年10月趋势" in page]
    assert len(shown) == (3 if months == 24 else 2)
    assert all("报告期" in page for page in shown)


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("count", [19, 20, 21, 22, 23])
def test_the_sums_stand_on_the_page_of_the_last_unit(tmp_path: Path, count: int) -> None:
    month = a_month(a_plan([a_row(n, f"第{n}号") for n in range(1, count + 1)]))
    pages = pages_of(data_of(summary_of(month)), tmp_path)
    told = [page for page in pages if "单位报送情况" in page and "应报任务" in page]
    assert len(told) == (1 if count <= 20 else 2)
    assert all(word in told[-1] for word in (f"市第{count}号局", "合计", "应报单位", "报送不全"))


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("count", [4, 5, 6, 7])
def test_the_lights_are_counted_on_a_page_that_shows_a_row(tmp_path: Path, count: int) -> None:
    rows = [a_row(n, "jia") for n in range(1, count + 1)]
    entries = [an_entry(n, "jia", progress="开工3个项目。" * 60) for n in range(1, count + 1)]
    pages = pages_of(data_of(summary_of(a_month(a_plan(rows), entries=entries))), tmp_path)
    counted = [page for page in pages if "配档表行数" in page]
    assert len(counted) == 1
    assert "开工3个项目" in counted[0]


def test_the_buttons_of_the_filters_cover_no_head() -> None:
    book = opened(summary_of(a_full_month()))
    for sheet in (sheet for sheet in book if sheet.auto_filter.ref):
        lines = max(str(cell.value).count("\n") + 1 for cell in sheet[3])
        assert sheet.row_dimensions[3].height >= lines * 14.5 + 2 * 11
