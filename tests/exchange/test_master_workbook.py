"""The 总表: a line for each row and unit, filtered by unit, and every unit's identity inside."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.labels import Status
from peidang.exchange.form_content import blocks_of
from peidang.exchange.identity_sheet import identity_lines
from peidang.exchange.master_workbook import master_file_name
from peidang.files.workbook import read_workbook
from tests.exchange.outgoing_samples import master_bytes, two_units
from tests.exchange.samples import MEASURE
from tests.exchange.test_request_workbook import INDICATOR_HEADS, ROW_HEADS

FIRST, SECOND = "县工业和信息化局", "县住房城乡建设局"


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(master_bytes(two_units())))


def head_and_lines(sheet: Worksheet) -> list[list[object]]:
    return [list(line) for line in sheet.iter_rows(min_row=5, values_only=True)]


def test_the_heads_are_those_of_a_request_with_the_unit_before_the_answers(book: openpyxl.Workbook) -> None:
    rows = head_and_lines(book["填报表"])[0]
    assert [head for head in rows if head != "填报单位"] == ROW_HEADS.split("|")
    assert rows[rows.index("填报单位") + 1] == "完成状态"
    figures = head_and_lines(book["指标填报表"])[0]
    assert [head for head in figures if head != "填报单位"] == INDICATOR_HEADS.split("|")
    assert figures[figures.index("填报单位") + 1] == "本月数"


def test_a_row_has_a_line_for_each_unit_that_reports_it_by_number(book: openpyxl.Workbook) -> None:
    lines = head_and_lines(book["填报表"])[1:]
    assert [(line[0], line[7]) for line in lines] == [(3, FIRST), (3, SECOND), (5, SECOND), (7, FIRST)]
    assert [line[9] for line in lines] == ["已改造4家。", None, None, None]
    assert lines[0][2] == MEASURE
    assert [(line[0], line[6]) for line in head_and_lines(book["指标填报表"])[1:]] == [(2, FIRST), (5, FIRST)]


def test_both_lists_can_be_filtered_by_unit_although_they_are_locked(book: openpyxl.Workbook) -> None:
    assert book["填报表"].auto_filter.ref == "A5:L9"
    assert book["指标填报表"].auto_filter.ref == "A5:K7"
    for name in ("填报表", "指标填报表"):
        protection = book[name].protection
        assert protection.sheet
        assert not protection.password
        assert protection.autoFilter is False  # openpyxl: False means "not forbidden"
        assert book[name].freeze_panes == "C6"


def test_answers_are_open_the_rest_is_locked(book: openpyxl.Workbook) -> None:
    cells = [cell for line in book["填报表"].iter_rows() for cell in line]
    unlocked = {cell.coordinate for cell in cells if not cell.protection.locked}
    assert unlocked == {f"{column}{row}" for column in "IJKL" for row in range(6, 10)}
    rules = {str(rule.sqref): rule for rule in book["填报表"].data_validations.dataValidation}
    assert rules["I6:I9"].formula1 == '"' + ",".join(Status) + '"'


def test_it_prints_as_a_request_does_with_the_unit(book: openpyxl.Workbook) -> None:
    sheet = book["填报表"]
    assert sheet.print_area == "'填报表'!$H$4:$L$9"
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$E", "$5:$5")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")


def test_the_guide_says_that_all_units_see_all(book: openpyxl.Workbook) -> None:
    guide = "\n".join(str(cell.value) for line in book["填报说明"].iter_rows() for cell in line)
    assert "各单位相互可见" in guide
    assert "只填“填报单位”为本单位的行" in guide
    assert "不得填写国家秘密" in guide


def test_every_units_identity_is_inside_one_group_after_another() -> None:
    sheet = read_workbook(master_bytes(two_units()), "总表.xlsx").sheet("_peidang")
    assert sheet is not None
    lines = [tuple(str(cell) for cell in line if cell != "") for line in sheet.rows]
    starts = [number for number, line in enumerate(lines) if line[0] == "request"]
    assert lines[0][0] == "peidang-master"
    assert starts[0] == 1
    groups = [lines[a + 1 : b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    for request, start, group in zip(two_units(), starts, groups, strict=True):
        assert lines[start] == ("request", request.token)
        told = identity_lines(request, blocks_of(request))
        assert group == [tuple(text for text in line if text != "") for line in told]


def test_units_with_another_due_are_named() -> None:
    first, second = two_units()
    later = replace(second, due=date(2025, 11, 28))
    book = openpyxl.load_workbook(io.BytesIO(master_bytes([first, first, later])))
    guide = "\n".join(str(cell.value) for line in book["填报说明"].iter_rows() for cell in line)
    assert f"{SECOND}11月28日(周五)前。" in guide


def test_a_master_without_indicators_has_one_form() -> None:
    _, second = two_units()
    book = openpyxl.load_workbook(io.BytesIO(master_bytes([second])))
    assert book.sheetnames == ["填报表", "填报说明", "_peidang"]


def test_nothing_to_ask_makes_no_master() -> None:
    with pytest.raises(ValueError, match="no request"):
        master_bytes([])


def test_it_is_named_after_the_month() -> None:
    assert master_file_name("2025-01..02") == "2025年1—2月填报总表.xlsx"
