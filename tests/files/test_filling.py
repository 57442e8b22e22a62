"""A workbook that was made elsewhere is filled: the answers stand in it, and nothing else has changed."""

import html
import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from peidang.domain.errors import FileUnreadable
from peidang.files.filling import fill_cells
from peidang.files.workbook import Visibility, read_workbook

FORM = "填报表"


def form() -> bytes:
    """A form as offices mail them: title in two fonts, a locked head, open cells, a list, a formula, hidden ids."""
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    bold, open_cell = book.add_format({"bold": True}), book.add_format({"locked": False, "text_wrap": True})
    day = book.add_format({"locked": False, "num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(FORM)
    sheet.write_rich_string(0, 0, bold, "【演示】", "10月填报表")
    sheet.write_row(2, 0, ["序号", "任务", "完成状态", "数据截至"], bold)
    sheet.write_row(3, 0, [1, "更新设备"])
    sheet.write_blank(3, 2, None, open_cell)
    sheet.write_blank(3, 3, None, day)
    sheet.write_formula(5, 0, "=LEN(C4)", None, 0)
    sheet.data_validation("C4", {"validate": "list", "source": ["正常推进", "已完成"]})
    sheet.conditional_format("C4", {"type": "formula", "criteria": "=LEN($C4)=0", "format": bold})
    sheet.merge_range("E1:F1", "合并")
    sheet.set_column(1, 1, 40)
    sheet.set_row(1, 45)
    sheet.set_row(3, 33)
    sheet.protect("", {"format_rows": True})
    sheet.set_header("&C演示数据\n10月填报表&R甲&&乙")
    sheet.repeat_rows(2)
    hidden = book.add_worksheet("ids")
    hidden.write_string(0, 0, "5f0c2a9e")
    hidden.very_hidden()
    book.close()
    return out.getvalue()


def loaded(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def test_the_named_cells_hold_what_was_given() -> None:
    filled = fill_cells(
        form(), {(FORM, "C4"): "正常推进", (FORM, "D4"): date(2025, 10, 31), (FORM, "G9"): 12.5}
    )
    sheet = read_workbook(filled, "a.xlsx").sheets[0]
    assert sheet.cell(3, 2) == "正常推进"
    assert sheet.cell(3, 3) == date(2025, 10, 31)
    assert sheet.cell(8, 6) == 12.5


def test_a_day_keeps_the_format_of_the_sheet() -> None:
    filled = loaded(fill_cells(form(), {(FORM, "D4"): date(2025, 10, 31)}))
    assert filled[FORM]["D4"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@SUM(A1)", "#N/A", "007", "第一行\n第二行", "𠮷"])
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    filled = fill_cells(form(), {(FORM, "C4"): text})
    assert loaded(filled)[FORM]["C4"].data_type == "s"
    assert read_workbook(filled, "a.xlsx").sheets[0].cell(3, 2) == text


def test_an_empty_text_empties_the_cell() -> None:
    twice = fill_cells(fill_cells(form(), {(FORM, "C4"): "已完成"}), {(FORM, "C4"): ""})
    assert read_workbook(twice, "a.xlsx").sheets[0].cell(3, 2) == ""


def test_everything_else_stays() -> None:
    before, after = loaded(form()), loaded(fill_cells(form(), {(FORM, "C4"): "已完成"}))
    old, new = before[FORM], after[FORM]
    changed = {
        cell.coordinate
        for line in new.iter_rows()
        for cell in line
        if cell.value != old[cell.coordinate].value
    }
    assert changed == {"C4"}
    assert str(new["A6"].value) == "=LEN(C4)"
    assert [str(part) for part in new["A1"].value] == [str(part) for part in old["A1"].value]
    assert new["A3"].font.bold
    assert not new["C4"].protection.locked
    assert new.protection.sheet
    assert not new.protection.formatRows
    assert [str(v.sqref) for v in new.data_validations.dataValidation] == ["C4"]
    assert [str(c.sqref) for c in new.conditional_formatting] == ["C4"]
    assert str(new.merged_cells) == "E1:F1"
    assert new.column_dimensions["B"].width == old.column_dimensions["B"].width
    assert new.row_dimensions[2].height == 45
    assert (new.oddHeader.center.text, new.oddHeader.right.text) == ("演示数据\n10月填报表", "甲&&乙")
    assert new.print_title_rows == old.print_title_rows
    assert read_workbook(fill_cells(form(), {}), "a.xlsx").sheets[1].visibility is Visibility.VERY_HIDDEN


def test_a_row_written_into_grows_with_its_text() -> None:
    short, long = (
        loaded(fill_cells(form(), {(FORM, "C4"): "长" * n}))[FORM].row_dimensions[4] for n in (3, 60)
    )
    assert short.height == 33
    assert long.height > 10 * 15
    with zipfile.ZipFile(io.BytesIO(fill_cells(form(), {}))) as archive:
        assert b"customHeight" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_line_break_in_the_header_stays_one() -> None:
    with zipfile.ZipFile(io.BytesIO(fill_cells(form(), {}))) as archive:
        # openpyxl writes Chinese as it is or as character references, depending on whether lxml is there.
        assert "&C演示数据\n10月填报表" in html.unescape(archive.read("xl/worksheets/sheet1.xml").decode())


def test_the_file_says_when_it_was_saved() -> None:
    moment = datetime(2025, 11, 3, 16, 20, 5)
    blank = form()
    filled = fill_cells(blank, {(FORM, "C4"): "已完成"}, saved_at=moment)
    assert read_workbook(filled, "a.xlsx").saved_at == moment
    assert filled == fill_cells(blank, {(FORM, "C4"): "已完成"}, saved_at=moment)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert archive.testzip() is None


def test_what_cannot_be_filled_is_refused_by_name() -> None:
    with pytest.raises(FileUnreadable) as raised:
        fill_cells("进展：一切正常".encode(), {}, name="进展.txt")
    assert (raised.value.name, raised.value.reason) == ("进展.txt", "not-a-workbook")
    with pytest.raises(KeyError):
        fill_cells(form(), {("别的表", "A1"): "x"})
    with pytest.raises(ValueError, match="F1"):
        fill_cells(form(), {(FORM, "F1"): "x"})
