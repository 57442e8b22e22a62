"""Opened and saved by another program: what a bureau works with is still there, and what is lost is said here.

Lost in every format: the identity sheet is then hidden, no longer very hidden. Lost in .ods: that row heights may be
changed and that locked lists may be filtered.
"""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.labels import Status
from peidang.exchange.identity_sheet import read_identity
from peidang.exchange.styles import MEND_COLOUR
from peidang.files.workbook import Visibility, read_workbook
from tests.exchange.libreoffice import FILTERS, Saved, saved_by_libreoffice
from tests.exchange.outgoing_samples import master_bytes, sent_back, two_units
from tests.exchange.samples import request, request_bytes

pytestmark = pytest.mark.needs_libreoffice

BOOKS = {
    "request": request_bytes(request()),
    "mend": request_bytes(sent_back()),
    "master": master_bytes(two_units()),
}
LISTS = {"request": ["H11:H13"], "mend": ["H10"], "master": ["I6:I9"]}
ASKED = {"request": request(), "mend": sent_back()}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Saved]:
    return saved_by_libreoffice(BOOKS, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(params=BOOKS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=FILTERS)
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sheets(
    saved: Mapping[tuple[str, str], Saved], name: str, ending: str
) -> list[tuple[Worksheet, Worksheet]]:
    """Each form as it left and as it is shown after the round trip."""
    left = openpyxl.load_workbook(io.BytesIO(BOOKS[name]))
    back = openpyxl.load_workbook(io.BytesIO(saved[name, ending].shown))
    return [(left[title], back[title]) for title in left.sheetnames if title.endswith("填报表")]


def cells(sheet: Worksheet) -> list[Any]:
    return [cell for line in sheet.iter_rows() for cell in line if cell.column <= 12]


def test_every_text_and_figure_is_there(sheets: list[tuple[Worksheet, Worksheet]]) -> None:
    for left, back in sheets:
        told = {cell.coordinate: cell.value for cell in cells(left) if cell.value not in (None, "")}
        assert {place: back[place].value for place in told} == told


def test_sheets_stay_locked_and_answers_open(sheets: list[tuple[Worksheet, Worksheet]]) -> None:
    for left, back in sheets:
        assert back.protection.sheet
        assert not back.protection.password
        places = {cell.coordinate for cell in cells(left) if not cell.protection.locked}
        head = min(openpyxl.utils.cell.coordinate_from_string(place)[1] for place in places)
        last = max(openpyxl.utils.cell.coordinate_from_string(place)[1] for place in places)
        area = [cell for cell in cells(back) if head <= cell.row <= last]
        assert {cell.coordinate for cell in area if not cell.protection.locked} == places


def test_lists_and_hints_are_there(sheets: list[tuple[Worksheet, Worksheet]], name: str) -> None:
    for left, back in sheets:
        before, after = (
            {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
            for sheet in (left, back)
        )
        assert {place: rule.prompt for place, rule in after.items()} == {
            place: rule.prompt for place, rule in before.items()
        }
        lists = [place for place, rule in after.items() if rule.type == "list"]
        assert lists == (LISTS[name] if left.title == "填报表" else [])
        assert all(after[place].formula1 == '"' + ",".join(Status) + '"' for place in lists)


def test_what_is_typed_is_still_questioned_and_not_forbidden(
    sheets: list[tuple[Worksheet, Worksheet]],
) -> None:
    for _, back in sheets:
        rules = [rule for rule in back.data_validations.dataValidation if rule.type not in (None, "none")]
        assert {rule.errorStyle for rule in rules} == {"warning"}


def test_marks_on_required_cells_are_there(sheets: list[tuple[Worksheet, Worksheet]]) -> None:
    for left, back in sheets:
        before, after = (
            {str(area.sqref): area.rules[0].formula for area in sheet.conditional_formatting}
            for sheet in (left, back)
        )
        assert after == before


def test_it_prints_the_same(sheets: list[tuple[Worksheet, Worksheet]]) -> None:
    for left, back in sheets:
        before, after = (
            (
                sheet.print_area,
                sheet.print_title_cols,
                sheet.print_title_rows,
                sheet.page_setup.paperSize,
                sheet.page_setup.orientation,
                sheet.page_setup.fitToHeight,
                sheet.sheet_properties.pageSetUpPr.fitToPage,
                sheet.oddHeader.center.text,
            )
            for sheet in (left, back)
        )
        assert after == before
        assert back.freeze_panes == left.freeze_panes


def test_cells_to_mend_keep_colour_and_reason(saved: Mapping[tuple[str, str], Saved], ending: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(saved["mend", ending].shown))["填报表"]
    coloured = {c.coordinate for c in cells(sheet) if c.fill.fgColor.rgb == f"FF{MEND_COLOUR[1:]}"}
    noted = {c.coordinate for c in cells(sheet) if c.comment and c.comment.text.startswith("退回原因：")}
    assert coloured == noted == {"H6", "H10", "I11"}


def test_both_lists_of_a_master_can_still_be_filtered(
    saved: Mapping[tuple[str, str], Saved], ending: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(saved["master", ending].shown))
    assert (book["填报表"].auto_filter.ref, book["指标填报表"].auto_filter.ref) == ("A5:L9", "A5:K7")
    forbidden = book["填报表"].protection.autoFilter
    assert forbidden is (ending == "ods"), "in .ods a locked list keeps its filter but cannot be filtered"


def test_the_identity_is_there_and_hidden(
    saved: Mapping[tuple[str, str], Saved], name: str, ending: str
) -> None:
    content = read_workbook(saved[name, ending].data, f"x.{ending}")
    sheet, sent = content.sheet("_peidang"), read_workbook(BOOKS[name], "x.xlsx").sheet("_peidang")
    assert sheet is not None
    assert sent is not None
    assert sheet.visibility is not Visibility.VISIBLE
    assert [line[:2] for line in sheet.rows] == [line[:2] for line in sent.rows]
    if name in ASKED:
        assert read_identity(content) == ASKED[name]
