"""Spreadsheets from outside: real files of every kind, and files that mean harm."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from peidang.domain.errors import FileUnreadable
from peidang.files import workbook as workbook_module
from peidang.files import xls_scan
from peidang.files.workbook import Visibility, WorkbookContent, read_workbook
from tests.files.mutations import request


def made(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sample(book: openpyxl.Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    sheet["B2"], sheet["C2"], sheet["D2"], sheet["E2"] = "文字", 12.5, date(2025, 10, 31), True
    sheet["B4"], sheet["C4"], sheet["B5"] = "=1+1", "#DIV/0!", "00123"
    sheet["C4"].data_type = "e"
    sheet.merge_cells("B7:C8")
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_sheet("深藏").sheet_state = "veryHidden"
    book.properties.modified = datetime(2025, 11, 20, 8, 0)


def reason(data: bytes) -> str:
    with pytest.raises(FileUnreadable) as refused:
        read_workbook(data, "某表.xlsx")
    assert refused.value.name == "某表.xlsx"
    return refused.value.reason


def test_cells_stand_where_they_stand_in_the_sheet() -> None:
    sheet = read_workbook(made(sample), "a").sheets[0]
    assert sheet.name == "表"
    assert sheet.cell(1, 1) == "文字"
    assert sheet.cell(1, 2) == 12.5
    assert sheet.cell(1, 3) in (date(2025, 10, 31), datetime(2025, 10, 31))
    assert sheet.cell(1, 4) is True
    assert sheet.cell(4, 1) == "00123"
    assert sheet.cell(0, 0) == ""
    assert sheet.cell(999, 999) == ""
    assert sheet.merged == ((6, 1, 7, 2),)


def test_hidden_and_very_hidden_sheets_are_told_apart() -> None:
    content = read_workbook(made(sample), "a")
    assert [sheet.visibility for sheet in content.sheets] == list(Visibility)
    assert content.sheet("深藏") is content.sheets[2]
    assert content.sheet("没有") is None


def test_a_formula_without_a_value_and_an_error_are_not_taken_for_blanks() -> None:
    sheet = read_workbook(made(sample), "a").sheets[0]
    assert sheet.cell(3, 1) == "=1+1"
    assert sheet.cell(3, 2) == "#DIV/0!"


def test_a_formula_with_a_stored_value_gives_the_value() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", None, 2)
    book.close()
    assert read_workbook(out.getvalue(), "a").sheets[0].cell(0, 0) == 2


def test_a_formula_whose_value_is_an_empty_text_is_a_blank() -> None:
    cell = b'<row r="9"><c r="A9" t="str"><f>IF(1,"")</f><v></v></c></row></sheetData>'
    data = with_part("xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", cell))
    assert read_workbook(data, "a").sheets[0].cell(8, 0) == ""


def percentages(book: openpyxl.Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    for row, (value, style) in enumerate(
        ((0.35, "0%"), (0.29, "0.00%"), (1.125, "#,##0.0%"), (0.35, "0.00")), 1
    ):
        sheet.cell(row, 2, value).number_format = style


def test_a_percentage_is_read_as_people_see_it() -> None:
    sheet = read_workbook(made(percentages), "a").sheets[0]
    assert [sheet.cell(row, 1) for row in range(4)] == ["35%", "29%", "112.5%", 0.35]


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_percentage_in_any_format_is_read_as_people_see_it(ending: str, tmp_path: Path) -> None:
    sheet = read_workbook(converted(made(percentages), ending, tmp_path), "a").sheets[0]
    assert [sheet.cell(row, 1) for row in range(4)] == ["35%", "29%", "112.5%", 0.35]


def packed_percentages(book: openpyxl.Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    for column, value in enumerate((0.35, 2, 0.125, -0.5, 1 / 3), 1):
        sheet.cell(1, column, value).number_format = "0%"
    sheet["A2"], sheet["B2"] = "=1/0", "=1/4"
    sheet["B2"].number_format = "0%"


@pytest.mark.needs_libreoffice
def test_percentages_and_errors_of_old_excel_are_seen_in_every_form_they_are_stored_in(
    tmp_path: Path,
) -> None:
    sheet = read_workbook(converted(made(packed_percentages), "xls", tmp_path), "a").sheets[0]
    assert [sheet.cell(0, column) for column in range(4)] == ["35%", "200%", "12.5%", "-50%"]
    assert str(sheet.cell(0, 4)).startswith("33.33333333")
    assert [sheet.cell(1, 0), sheet.cell(1, 1)] == ["#DIV/0!", "25%"]


def test_the_time_of_saving_is_local_without_a_zone() -> None:
    saved_at = read_workbook(made(sample), "a").saved_at
    assert saved_at is not None
    assert saved_at.tzinfo is None


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_format_says_when_it_was_saved(ending: str) -> None:
    assert read_workbook(request(ending), "a").saved_at == datetime(2025, 10, 31, 15, 32)


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_excel_and_open_document_sheets_are_read_whatever_they_are_called(
    ending: str, tmp_path: Path
) -> None:
    content = read_workbook(converted(made(sample), ending, tmp_path), "其实不是.docx")
    assert content.kind == ending
    sheet = content.sheets[0]
    assert [sheet.cell(1, 1), sheet.cell(1, 2), sheet.cell(4, 1)] == ["文字", 12.5, "00123"]
    assert sheet.cell(3, 1) == 2


@pytest.mark.needs_libreoffice
def test_a_cut_off_old_excel_file_is_damaged_not_a_crash(tmp_path: Path) -> None:
    whole = converted(made(sample), "xls", tmp_path)
    verdicts = {verdict(whole[: len(whole) - lost]) for lost in (50, 600, 1500, 3000, len(whole) // 2)}
    assert "damaged" in verdicts
    assert verdicts <= {"damaged", "read"}


@pytest.mark.needs_libreoffice
def test_an_old_excel_file_with_a_password_says_so(tmp_path: Path) -> None:
    whole = bytearray(converted(made(sample), "xls", tmp_path))
    first = whole.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # the record that begins the workbook
    whole[first + 20 : first + 22] = b"\x2f\x00"
    assert verdict(bytes(whole)) == "encrypted"


def verdict(data: bytes) -> str:
    try:
        read_workbook(data, "a")
    except FileUnreadable as refused:
        return refused.reason
    return "read"


def converted(data: bytes, ending: str, work: Path) -> bytes:
    (work / "a.xlsx").write_bytes(data)
    profile = (work / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", work, work / "a.xlsx"], check=True, capture_output=True, timeout=120
    )
    return (work / f"a.{ending}").read_bytes()


def test_what_is_no_spreadsheet_is_refused_by_reason() -> None:
    assert reason(b"") == "empty"
    assert reason("只是文字".encode()) == "not-a-workbook"
    assert reason(b"%PDF-1.7\n") == "not-a-workbook"
    assert reason("请查收，附件见下封，谢谢。\n另：下周开会，请准时参加".encode()) == "not-a-workbook"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "damaged"
    assert reason(zipped({"a.txt": "b"})) == "not-a-workbook"
    assert reason(zipped({"xl/workbook.bin": "b"})) == "not-yet"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == "encrypted"


@pytest.mark.parametrize("lost", [10, 500, 2000])
def test_a_cut_off_workbook_is_damaged(lost: int) -> None:
    assert reason(made(sample)[:-lost]) == "damaged"


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made(sample))) as archive:
        members: dict[str, str | bytes] = {member: archive.read(member) for member in archive.namelist()}
    return zipped(members | {name: change(bytes(members[name]))})  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_table_saved_as_text_is_called_so(encoding: str, mark: str) -> None:
    lines = ["10月进展", mark.join(("序号", "任务", "进展")), mark.join(("1", "任务一", "完成3台"))]
    assert reason("\r\n".join(lines).encode(encoding)) == "csv"


def test_a_web_page_that_calls_itself_a_sheet_is_called_so() -> None:
    assert reason("<html><body><Table><tr><td>序号</td></tr></Table></body></html>".encode()) == "html"


def far_out(count: int = 1, more: bytes = b"") -> Callable[[bytes], bytes]:
    """So many filled cells at the very end of a sheet."""
    cells = b"".join(
        b'<row r="%d"><c r="XFD%d" t="str"><f>=A1</f><v>x</v></c>%s</row>' % (at, at, more)
        for at in range(1048576 - count + 1, 1048577)
    )
    return lambda part: part.replace(b"</sheetData>", cells + b"</sheetData>")


def test_a_stray_cell_far_out_is_passed_over_and_the_rest_is_read() -> None:
    whole = read_workbook(made(sample), "a")
    for count in (1, 49):
        strayed = with_part("xl/worksheets/sheet1.xml", far_out(count))
        assert read_workbook(strayed, "a").sheets == whole.sheets


def test_a_stray_cell_of_four_million_leaves_no_blanks_behind() -> None:
    """Near enough to be kept; what lies between it and the table is not, it took seconds to hand on."""
    cell = b'<row r="19999"><c r="GA19999" t="str"><v>x</v></c></row></sheetData>'
    data = with_part("xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", cell))
    sheet, whole = read_workbook(data, "a").sheets[0], read_workbook(made(sample), "a").sheets[0]
    assert sheet.cell(19998, 182) == "x"
    assert sum(map(len, sheet.rows)) < 1000
    assert all(
        sheet.cell(row, column) == cell
        for row, cells in enumerate(whole.rows)
        for column, cell in enumerate(cells)
    )


def test_a_stray_cell_beyond_column_200_does_not_cost_the_file() -> None:
    cell = b'<row r="19999"><c r="KN19999" t="str"><v>x</v></c></row></sheetData>'
    data = with_part("xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", cell))
    assert read_workbook(data, "a").sheets == read_workbook(made(sample), "a").sheets


def test_a_stray_formula_without_a_value_is_passed_over_too() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><f>A1</f></c><c><f>A2</f></c></row></sheetData>'
    data = with_part("xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", far))
    assert read_workbook(data, "a").sheets == read_workbook(made(sample), "a").sheets


def test_many_cells_far_out_do_not_take_all_memory() -> None:
    assert reason(with_part("xl/worksheets/sheet1.xml", far_out(50))) == "too-large"


def old_with_far_cells(count: int) -> bytes:
    """The request in the old format, its last so many cells with a text moved to the far corner."""
    data, at = bytearray(request("xls")), len(request("xls"))
    for _ in range(count):
        at = data.rindex(b"\xfd\x00\x0a\x00", 0, at)
        data[at + 4 : at + 8] = b"\xff\xff\xff\x00"
    return bytes(data)


def test_a_stray_cell_far_out_of_an_old_sheet_is_passed_over_too() -> None:
    whole, read = read_workbook(request("xls"), "a"), read_workbook(old_with_far_cells(3), "a")
    assert read.sheets[0] == whole.sheets[0]
    filled = [
        sum(cell != "" for row in sheet.rows for cell in row) for sheet in (*read.sheets, *whole.sheets)
    ]
    assert sum(filled[len(read.sheets) :]) - sum(filled[: len(read.sheets)]) == 3


def test_many_cells_in_far_corners_of_an_old_sheet_do_not_take_all_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xls_scan, "FEW", 3)
    assert reason(old_with_far_cells(3)) == "too-large"


def open_document_with_far_cells(cells: str) -> bytes:
    """The request as .ods, these cells in a row at the far end of its first sheet."""
    far = (
        '<table:table-row table:number-rows-repeated="1000000"/><table:table-row><table:table-cell'
        f' table:number-columns-repeated="16000"/>{cells}</table:table-row></table:table>'
    )
    with zipfile.ZipFile(io.BytesIO(request("ods"))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    parts["content.xml"] = parts["content.xml"].replace("</table:table>", far, 1)
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", **parts})


FAR_CELL = '<table:table-cell office:value-type="string"><text:p>误填</text:p></table:table-cell>'


def test_a_stray_cell_far_out_of_an_open_document_is_passed_over_too() -> None:
    whole = read_workbook(request("ods"), "a")
    for cells in (
        FAR_CELL,
        FAR_CELL * 49,
        '<table:table-cell office:value-type="percentage" office:value="1"/>',
    ):
        assert read_workbook(open_document_with_far_cells(cells), "a").sheets == whole.sheets


def test_many_cells_far_out_of_an_open_document_do_not_take_all_memory() -> None:
    repeated = FAR_CELL.replace("table-cell ", 'table-cell table:number-columns-repeated="50" ', 1)
    for cells in (FAR_CELL * 50, repeated):
        assert reason(open_document_with_far_cells(cells)) == "too-large"


def test_an_old_sheet_that_lies_about_its_size_is_read_all_the_same() -> None:
    whole = request("xls")
    at = whole.index(b"\x00\x02\x0e\x00")  # how many rows and columns the first sheet has
    huge = whole[: at + 8] + b"\xff\xff\xff\x7f" + whole[at + 12 :]
    assert read_workbook(huge, "a") == read_workbook(whole, "a")


def test_an_old_file_whose_sectors_run_in_a_circle_is_damaged() -> None:
    data = bytearray(request("xls"))
    table = 512 * (1 + int.from_bytes(data[76:80], "little"))
    last = data.index(b"\xfe\xff\xff\xff", table)  # where the workbook's chain of sectors ends
    data[last : last + 4] = (3).to_bytes(4, "little")
    assert reason(bytes(data)) == "damaged"


def test_one_sheet_named_thousands_of_times_is_refused() -> None:
    def many(part: bytes) -> bytes:
        start = part.index(b"<sheet ")
        end = part.index(b">", start) + 1
        return part[:start] + part[start:end] * 5000 + part[end:]

    assert reason(with_part("xl/workbook.xml", many)) == "too-large"


def test_the_case_of_a_parts_name_does_not_hide_a_sheet_from_the_look() -> None:
    data = with_part("xl/worksheets/sheet1.xml", far_out(50))
    assert reason(data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/SHEET1.xml")) == "too-large"


def test_cells_that_do_not_say_where_they_stand_follow_one_another() -> None:
    rows = b'<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c t="e"><v>#REF!</v></c></row>'
    filled = b"<sheetData>" + rows + b"</sheetData>"
    data = with_part(
        "xl/worksheets/sheet3.xml", lambda part: part.replace(b"<sheetData></sheetData>", filled)
    )
    sheet = read_workbook(data, "a").sheets[2]
    assert sheet.rows == ((1, "#N/A"), ("#REF!", ""))


def test_styled_but_empty_cells_far_away_do_no_harm() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = with_part("xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", far))
    assert len(read_workbook(data, "a").sheets[0].rows) < 20


def test_a_repeated_open_document_cell_does_not_take_all_memory() -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    cell = '<t:table-cell o:value-type="float" o:value="1" t:number-columns-repeated="16384"/>'
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{table}"><o:body><o:spreadsheet><t:table t:name="a">'
        f'<t:table-row t:number-rows-repeated="1048576">{cell}</t:table-row></t:table></o:spreadsheet></o:body>'
        "</o:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    assert reason(zipped({"mimetype": mimetype, "content.xml": content})) == "too-large"


def test_entities_that_grow_without_end_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;">]><worksheet>'
    data = with_part("xl/worksheets/sheet1.xml", lambda part: bomb + part.split(b">", 1)[1])
    assert reason(data) == "damaged"


def test_a_zip_that_unpacks_to_far_too_much_is_refused() -> None:
    big = with_part("xl/worksheets/sheet1.xml", lambda part: part + b" " * (40 * 1024 * 1024))
    assert reason(big) == "too-large"


def test_a_file_beyond_the_bound_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MAX_BYTES", 100)
    assert reason(made(sample)) == "too-large"


def test_an_interruption_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> WorkbookContent:
        raise KeyboardInterrupt

    monkeypatch.setattr(workbook_module, "_sheet", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(made(sample), "a")
