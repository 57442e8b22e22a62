"""The month as Excel, read back with openpyxl and recalculated by LibreOffice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings

from peidang.domain.answers import Month
from peidang.domain.labels import Light
from peidang.domain.sheet_values import CELL_LIMIT, utf16_length
from peidang.domain.summary import Summary
from peidang.reports.draft import draft_paper
from peidang.reports.pdf import render_pdf
from peidang.reports.proof import PapersDiffer, check_papers
from peidang.reports.sheet_cells import CONTINUED, MAX_HEIGHT, parts_of, text_height
from peidang.reports.table_view import light_word
from peidang.reports.workbook import WorkbookFacts, write_workbook
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator
from tests.reports.libreoffice import convert, with_wrong_values
from tests.reports.months import a_full_month, months, summary_of, units_with

MADE = datetime(2025, 11, 5, 9, 0)


def written(summary: Summary) -> tuple[bytes, WorkbookFacts]:
    out = BytesIO()
    facts = write_workbook(summary, out, MADE)
    return out.getvalue(), facts


def opened(summary: Summary, **how: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(written(summary)[0]), **how)


def numbers_in_column_a(sheet: Any) -> list[Any]:
    """Everything in column A below the head, but for section headings (merged across the table)."""
    across = {merged.min_row for merged in sheet.merged_cells.ranges if merged.max_col > merged.min_col}
    cells = (row[0] for row in sheet.iter_rows(min_row=4) if row[0].row not in across)
    return [cell.value for cell in cells if cell.value is not None]


def heads(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[3]]


def under(sheet: Any, head: str, serial: int) -> Any:
    """The cell of the row with this serial under this head."""
    row = next(row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value == serial)
    return sheet.cell(row, heads(sheet).index(head) + 1)


def formulas(data: bytes) -> Iterator[tuple[str, str]]:
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")


@pytest.fixture(name="full")
def full_summary() -> Summary:
    return summary_of(a_full_month())


@given(months())
@settings(deadline=None, max_examples=40)
def test_whatever_the_month_column_a_holds_every_serial_once_and_nothing_else(month: Month) -> None:
    summary = summary_of(month)
    book = opened(summary)
    assert numbers_in_column_a(book["进展情况表"]) == [line.row.serial for line in summary.rows]
    assert numbers_in_column_a(book["指标完成情况"]) == [line.number for line in summary.indicators]
    assert numbers_in_column_a(book["单位报送情况"]) == list(range(1, len(summary.units) + 1))


@given(months())
@settings(deadline=None, max_examples=40)
def test_whatever_the_month_no_text_is_a_formula_and_none_is_changed(month: Month) -> None:
    summary = summary_of(month)
    sheet = opened(summary)["进展情况表"]
    for line in summary.rows:
        if line.text:
            cell = under(sheet, "进展情况", line.row.serial)
            assert (cell.data_type, cell.value) == ("s", line.text)


def test_dues_are_shown_beside_the_units() -> None:
    sheet = opened(summary_of(a_month(a_plan([a_row(1, "jia", due="2026-06"), a_row(2, "jia", due="2027")]))))
    table = sheet["进展情况表"]
    assert heads(table)[4:7] == ["责任单位", "完成时限", "亮灯"]
    assert [under(table, "完成时限", serial).value for serial in (1, 2)] == ["2026年6月", "2027年"]


def test_the_table_has_the_annexs_shape_with_the_month_beside_it() -> None:
    rows = [a_row(1, "jia", extra=(("时限", "2025年"),))]
    sheet = opened(summary_of(a_month(a_plan(rows, extra_columns=("时限",)))))["进展情况表"]
    assert heads(sheet) == [
        *("序号", "主要任务", "推进措施及目标", "牵头单位", "责任单位", "时限"),
        *("亮灯", "完成状态", "进展情况", "存在问题", "下一步打算"),
    ]
    assert under(sheet, "时限", 1).value == "2025年"
    assert under(sheet, "亮灯", 1).value == "○ 未报"


def test_tasks_over_several_rows_are_one_cell_and_sections_stand_across(full: Summary) -> None:
    sheet = opened(full)["进展情况表"]
    merged = {str(found) for found in sheet.merged_cells.ranges}
    assert "B5:B6" in merged
    assert {"A4:J4", "A7:J7", "A11:J11"} <= merged
    assert sheet["A7"].value == "二、以旧换新行动"


def test_lights_are_word_and_shape_in_their_own_ink(full: Summary) -> None:
    sheet = opened(full)["进展情况表"]
    for line in full.rows:
        cell = under(sheet, "亮灯", line.row.serial)
        if line.light.light is not None:
            assert cell.value == light_word(line.light.light, full.rules)
    assert under(sheet, "亮灯", 6).font.color.rgb == "FF626A74"
    assert under(sheet, "亮灯", 6).fill.fill_type is None


def test_numbers_are_numbers_and_days_are_days() -> None:
    month = a_month(
        a_plan([a_row(1, "jia")], [an_indicator("i", a_target("100", row=1))]),
        readings=[a_reading("i", "jia", "30.5", as_of="2025-10-20", month_value="1234567890123456789")],
        answered={"jia": "2025-10-20T09:00"},
    )
    book = opened(summary_of(month))
    sheet = book["指标完成情况"]
    assert under(sheet, "累计数", 1).value == 30.5
    assert under(sheet, "本月数", 1).value == "1234567890123456789"  # more digits than a cell keeps
    share = under(sheet, "完成率", 1)
    assert share.data_type == "f"  # worked out from the figure and the target, so that it moves with them
    assert share.number_format == "0.0%"
    stored = opened(summary_of(month), data_only=True)["指标完成情况"]
    assert under(stored, "完成率", 1).value == pytest.approx(0.305)
    assert under(sheet, "数据截至", 1).value == datetime(2025, 10, 20)
    units = book["单位报送情况"]
    assert under(units, "报送时间", 1).value == datetime(2025, 10, 20)
    assert under(units, "应报任务", 1).value == 1


def test_what_a_unit_writes_never_becomes_a_formula() -> None:
    said = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "'=1"]
    rows = [a_row(n, "jia", task=f"={n}", measure="-甲") for n in range(1, len(said) + 1)]
    entries = [an_entry(n, "jia", progress=text, problems=text) for n, text in enumerate(said, start=1)]
    data, _ = written(summary_of(a_month(a_plan(rows), entries=entries)))
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book["进展情况表"]
    assert [under(sheet, "进展情况", n).value for n in range(1, len(said) + 1)] == said
    columns = {
        "".join(c for c in place if c.isalpha()) for name, place in formulas(data) if name == sheet.title
    }
    assert columns == {"D"}  # the counts below the table


def test_a_text_higher_than_a_row_goes_on_in_the_next_line_and_is_whole() -> None:
    long = "开工项目进展顺利。" * 660
    month = a_month(
        a_plan([a_row(1, "jia"), a_row(2, "jia", task="任务1")]), entries=[an_entry(1, "jia", progress=long)]
    )
    sheet = opened(summary_of(month))["进展情况表"]
    over = next(m for m in sheet.merged_cells.ranges if "A5" in m)  # 序号 over all of its lines
    lines = range(over.min_row, over.max_row + 1)
    told = [str(sheet.cell(line, 8).value) for line in lines]
    assert "".join(part.removeprefix(CONTINUED) for part in told) == long
    assert all(part.startswith(CONTINUED) and part.endswith("。") for part in told[1:])
    heights = [sheet.row_dimensions[line].height for line in lines]
    assert len(heights) > 1
    assert max(heights) <= MAX_HEIGHT
    characters_a_line, line = 44 * 7 / (10 * 96 / 72), 12.75  # 宋体 10 as Excel sets it
    assert all(h >= len(part) / characters_a_line * line for h, part in zip(heights, told, strict=True))
    assert sheet.cell(lines[0], 3).alignment.vertical == "top"  # on the page where the row begins
    assert numbers_in_column_a(sheet) == [1, 2]


def test_a_text_longer_than_a_cell_goes_on_below() -> None:
    long = "".join(f"第{n}个项目已开工。" for n in range(6000))
    plan = a_plan([a_row(1, "jia"), a_row(2, "jia")])
    summary = summary_of(a_month(plan, entries=[an_entry(1, "jia", progress=long)]))
    sheet = opened(summary)["进展情况表"]
    told = [str(row[7].value) for row in sheet.iter_rows(min_row=5) if row[7].value]
    assert all(utf16_length(part) <= CELL_LIMIT for part in told)
    assert "".join(part.removeprefix(CONTINUED) for part in told) == long
    assert numbers_in_column_a(sheet) == [1, 2]


def test_a_long_note_on_an_indicator_is_whole_too() -> None:
    long = "".join(f"第{n}家企业未报数。" for n in range(6000))
    month = a_month(
        a_plan([a_row(1, "jia")], [an_indicator("a"), an_indicator("b")]),
        readings=[a_reading("a", "jia", 30, note=long)],
    )
    sheet = opened(summary_of(month))["指标完成情况"]
    told = [str(row[13].value) for row in sheet.iter_rows(min_row=4) if row[13].value]
    assert "".join(part.removeprefix(CONTINUED) for part in told) == long
    assert numbers_in_column_a(sheet) == [1, 2]
    assert under(sheet, "累计数", 1).value == 30


@pytest.mark.parametrize(
    "text", ["", "甲" * CELL_LIMIT, "a" * 70_000, "𠮷" * 20_000, "开工。" * 30_000, "\n" * 500]
)
@pytest.mark.parametrize("width", [2.0, 12.0, 44.0, 255.0])
def test_parts_fit_their_lines_and_lose_nothing(text: str, width: float) -> None:
    made = parts_of(text, width)
    assert all(utf16_length(part) <= CELL_LIMIT for part in made)
    assert all(text_height(part, width) <= MAX_HEIGHT for part in made)
    assert made[0] + "".join(part.removeprefix(CONTINUED) for part in made[1:]) == text


def test_counts_are_formulas_that_hold_the_summarys_values(full: Summary) -> None:
    data, _ = written(full)
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    rows = {row[1].value: row[3].value for row in values["进展情况表"].iter_rows(min_row=12) if row[1].value}
    for light in Light:
        assert rows[light_word(light, full.rules)] == full.count(f"lights.{light}")
    assert rows["合计"] == full.count("rows.total")
    words, numbers = list(values["单位报送情况"].iter_rows(values_only=True))[
        -2:
    ]  # side by side under the table
    units = dict(zip(words, numbers, strict=True))
    keys = {
        "reported": "已报",
        "partial": "报送不全",
        "unreported": "未报",
        "overdue": "逾期",
        "late": "迟报",
    }
    assert {key: units[word] for key, word in keys.items()} == {
        key: full.count(f"units.{key}") for key in keys
    }
    assert units["应报单位"] == full.count("units.asked")


def test_a_unit_not_to_be_named_as_late_has_no_name_in_the_units_sheet() -> None:
    summary = summary_of(a_full_month(units=units_with(["ding", "jia"])))
    sheet = opened(summary)["单位报送情况"]
    told = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "市丁局" not in told
    assert "某单位" in told


def test_demonstration_data_say_so_in_every_title_and_header(full: Summary) -> None:
    shown = replace(full, plan=replace(full.plan, demonstration=True))
    for sheet in opened(shown):
        assert "演示数据" in sheet["A1"].value
        assert sheet.oddHeader.center.text == "演示数据"
        assert "演示数据" in sheet.oddFooter.right.text
    for sheet in opened(full):
        assert "演示数据" not in sheet["A1"].value
        assert not sheet.oddHeader.center.text


def test_every_sheet_is_ready_to_print(full: Summary) -> None:
    for sheet in opened(full):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.page_setup.paperSize == (8 if sheet.title == "进展情况表" else 9)
        if sheet.title == "趋势":
            assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "A3")
            continue
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes == "C4"
        assert sheet.auto_filter.ref.startswith("A3:")


def test_the_same_month_gives_the_same_bytes(full: Summary) -> None:
    assert written(full)[0] == written(full)[0]


def test_papers_and_workbook_hold_the_same_rows(full: Summary) -> None:
    paper, (_, facts) = draft_paper(full), written(full)
    pdf = render_pdf(paper, BytesIO(), MADE)
    check_papers(full, paper, pdf, facts)
    with pytest.raises(PapersDiffer, match="rows"):
        check_papers(full, paper, pdf, replace(facts, serials=facts.serials[:-1]))
    with pytest.raises(PapersDiffer, match="pdf"):
        check_papers(full, paper, replace(pdf, rows_drawn=pdf.rows_drawn - 1), facts)
    with pytest.raises(PapersDiffer, match="rows"):
        check_papers(replace(full, rows=full.rows[:-1]), paper)


@pytest.mark.needs_libreoffice
def test_libreoffice_calculates_the_values_that_are_stored(tmp_path: Path, full: Summary) -> None:
    data, _ = written(full)
    source = tmp_path / "month.xlsx"
    source.write_bytes(with_wrong_values(data))
    stored = openpyxl.load_workbook(BytesIO(data), data_only=True)
    calculated = openpyxl.load_workbook(convert([source], "xlsx")[0], data_only=True)
    places = list(formulas(data))
    assert len(places) > 20
    differ = {
        place: (stored[name][place].value, calculated[name][place].value)
        for name, place in places
        if stored[name][place].value != calculated[name][place].value
    }
    assert differ == {}


@pytest.mark.needs_libreoffice
def test_libreoffice_prints_long_texts_to_their_last_word(tmp_path: Path) -> None:
    texts = {1: "开工3个项目。" * 20 + "甲句为末。", 2: "开工3个项目。" * 900 + "乙句为末。"}
    plan = a_plan([a_row(1, "jia"), a_row(2, "jia")])
    month = a_month(plan, entries=[an_entry(n, "jia", progress=text) for n, text in texts.items()])
    source = tmp_path / "month.xlsx"
    source.write_bytes(written(summary_of(month))[0])
    with pypdfium2.PdfDocument(convert([source], "pdf")[0]) as printed:
        told = "".join(page.get_textpage().get_text_range() for page in printed)
    told = "".join(told.split())
    assert "甲句为末" in told
    assert "乙句为末" in told
