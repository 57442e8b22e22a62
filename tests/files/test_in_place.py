"""Cells are put into somebody else's .xlsx: what was not named stays, part by part and byte for byte."""

import io
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from peidang.domain.errors import FileUnreadable
from peidang.files.in_place import ForeignWorkbook, asked_to_calculate
from peidang.files.workbook import read_workbook

SHEET, TOTALS = "附件2", "汇总"
TOUCHED = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
"""The second one holds a formula over the first."""
LONG = "本月完成现场核查，" * 12


def form() -> bytes:
    """A form with all that offices put into one: formulas with results, merges, lists, a chart, hidden things."""
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    wrapped = book.add_format({"text_wrap": True, "border": 1})
    percent = book.add_format({"num_format": "0.0%"})
    sheet = book.add_worksheet(SHEET)
    sheet.merge_range("A1:D1", "指标完成情况", book.add_format({"bold": True, "font_size": 20}))
    sheet.write_row("A2", ["指标", "累计", "比重", "进展"])
    for row, name in enumerate(("甲 & 乙", "丙"), start=3):
        sheet.write_string(f"A{row}", name)
        sheet.write_blank(f"C{row}", None, percent)
        sheet.write_blank(f"D{row}", None, wrapped)
    sheet.write_number("B4", 4)
    sheet.write_formula("B5", "=SUM(B3:B4)", None, 4)
    sheet.merge_range("A7:B8", "并格", wrapped)
    sheet.set_row(3, 18)
    sheet.data_validation("B3", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.write_comment("A3", "口径见文件")
    sheet.insert_chart("F2", _chart(book))
    sheet.protect("abc")
    totals = book.add_worksheet(TOTALS)
    totals.write_formula("A1", f"={SHEET}!B5*2", None, 8)
    hidden = book.add_worksheet("底稿")
    hidden.write_string("A1", "不给人看")
    hidden.very_hidden()
    book.set_properties({"author": "省厅"})
    book.close()
    return out.getvalue()


def _chart(book: Any) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={SHEET}!$B$3:$B$4"})
    return chart


def filled(cells: dict[str, str | Decimal], data: bytes = b"") -> bytes:
    return ForeignWorkbook(data or form(), "表.xlsx").write(
        {(SHEET, place): said for place, said in cells.items()}
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_cells_hold_what_was_given() -> None:
    sheet = read_workbook(filled({"B3": Decimal("12.5"), "D3": "=1+1", "D4": "甲<乙 & 丙"}), "a.xlsx").sheets[
        0
    ]
    assert (sheet.cell(2, 1), sheet.cell(2, 3), sheet.cell(3, 3)) == (12.5, "=1+1", "甲<乙 & 丙")


def test_every_other_part_is_the_same_to_the_byte() -> None:
    before, after = parts(form()), parts(filled({"B3": Decimal(7), "D3": "已开工"}))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == TOUCHED


def test_in_the_sheet_only_the_cells_and_the_results_of_formulas_change() -> None:
    before, after = parts(form()), parts(filled({"D3": "已开工"}))
    name = "xl/worksheets/sheet1.xml"
    left = re.sub(rb'<c r="D3"[^>]*?(?:/>|>.*?</c>)', b"", after[name])
    was = re.sub(rb'<c r="D3"[^>]*?(?:/>|>.*?</c>)', b"", before[name]).replace(b"</f><v>4</v>", b"</f>")
    assert left == was


def test_without_formulas_nothing_but_the_sheet_changes() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = SHEET
    book.worksheets[0]["A1"] = "指标"
    book.worksheets[0]["A1"].comment = Comment("口径", "统计科")
    out = io.BytesIO()
    book.save(out)
    before, after = parts(out.getvalue()), parts(filled({"C9": "有"}, out.getvalue()))
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


def test_formats_lists_comments_and_protection_stay() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled({"B3": Decimal(7), "C3": Decimal("0.35")})))[SHEET]
    assert sheet["C3"].number_format == "0.0%"
    assert sheet["D3"].border.left.style == "thin"
    assert sheet["A3"].comment is not None
    assert sheet.protection.sheet
    assert len(sheet.data_validations.dataValidation) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<calcPr calcId="191029"/>', '<calcPr calcId="191029" fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="0"></calcPr>', '<calcPr fullCalcOnLoad="1"></calcPr>'),
        (
            "<sheets><sheet/></sheets><extLst/>",
            '<sheets><sheet/></sheets><calcPr fullCalcOnLoad="1"/><extLst/>',
        ),
        (
            "<x:sheets></x:sheets><x:definedNames/>",
            '<x:sheets></x:sheets><x:definedNames/><x:calcPr fullCalcOnLoad="1"/>',
        ),
    ],
)
def test_whoever_opens_it_is_asked_to_work_the_formulas_out(before: str, after: str) -> None:
    assert asked_to_calculate(before.encode()) == after.encode()


def test_a_formula_is_never_overwritten() -> None:
    book = ForeignWorkbook(form())
    assert not book.is_free(SHEET, "B5")
    with pytest.raises(ValueError, match="B5"):
        book.write({(SHEET, "B5"): Decimal(1)})
    assert b"<f>SUM(B3:B4)</f>" in parts(filled({"B3": Decimal(1)}))["xl/worksheets/sheet1.xml"]


def test_a_merged_cell_is_written_in_its_first_cell_only() -> None:
    book = ForeignWorkbook(form())
    assert book.anchor(SHEET, "B8") == "A7"
    assert book.is_free(SHEET, "A7")
    with pytest.raises(ValueError, match="B8"):
        book.write({(SHEET, "B8"): "x"})


def test_a_percentage_is_told() -> None:
    book = ForeignWorkbook(form())
    assert book.is_percent(SHEET, "C3")
    assert not book.is_percent(SHEET, "B3")


def test_a_row_grows_with_its_text_and_never_shrinks() -> None:
    def height(data: bytes, row: int) -> float:
        return openpyxl.load_workbook(io.BytesIO(data))[SHEET].row_dimensions[row].height or 0.0

    assert height(filled({"D4": LONG}), 4) > 100
    assert height(filled({"D3": LONG}), 3) > 100
    assert height(filled({"D4": "短"}), 4) == 18


def test_cells_and_rows_that_are_not_there_are_put_in_their_order() -> None:
    data = filled({"H3": "右", "B20": "下", "A12": "中"})
    xml = parts(data)["xl/worksheets/sheet1.xml"].decode()
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', xml)]
    assert rows == sorted(rows)
    sheet = read_workbook(data, "a.xlsx").sheets[0]
    assert (sheet.cell(2, 7), sheet.cell(19, 1), sheet.cell(11, 0)) == ("右", "下", "中")


SAID = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40),
    st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
)
PLACES = st.builds(lambda column, row: f"{column}{row}", st.sampled_from("BCDHZ"), st.integers(9, 40))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(PLACES, SAID, min_size=1, max_size=12))
def test_whatever_is_put_in_is_read_again_and_the_rest_is_as_it_was(cells: dict[str, str | Decimal]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled(cells)))[SHEET]
    before = openpyxl.load_workbook(io.BytesIO(form()))[SHEET]
    for place, said in cells.items():
        assert sheet[place].value == (said if isinstance(said, str) else pytest.approx(float(said)))
    for row in before.iter_rows(max_row=8):
        assert [cell.value for cell in row] == [sheet[cell.coordinate].value for cell in row]


def test_prefixed_xml_as_some_programs_write_it_is_understood() -> None:
    made = parts(form())
    name = "xl/worksheets/sheet1.xml"
    text = re.sub(
        r"<(/?)(worksheet|sheetData|row|c|v|f|is|t|mergeCells|mergeCell|cols|col)\b",
        r"<\1x:\2",
        made[name].decode(),
    )
    made[name] = text.replace("<x:worksheet xmlns=", "<x:worksheet xmlns:x=").encode()
    made[name] = re.sub(
        rb"(</x:mergeCells>|</x:sheetData>)(?!<x:mergeCells).*</x:worksheet>",
        rb"\1</x:worksheet>",
        made[name],
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in made.items():
            archive.writestr(part, content)
    after = parts(filled({"D3": "已开工"}, out.getvalue()))[name].decode()
    assert '<x:t xml:space="preserve">已开工</x:t></x:is></x:c>' in after


def test_what_is_no_xlsx_is_refused() -> None:
    for data in (b"PK\x03\x04", "进展".encode(), b""):
        with pytest.raises(FileUnreadable):
            ForeignWorkbook(data, "表.xlsx")


def test_an_unknown_sheet_is_told() -> None:
    with pytest.raises(KeyError):
        ForeignWorkbook(form()).write({("没有", "A1"): "x"})


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_it_and_works_the_totals_out_anew(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled({"B3": Decimal("6.5"), "D3": LONG}))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "ods",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    content = read_workbook((tmp_path / "表.ods").read_bytes(), "表.ods")
    assert content.sheets[0].cell(4, 1) == 10.5
    assert content.sheets[1].cell(0, 0) == 21
    assert content.sheets[0].cell(2, 3) == LONG
