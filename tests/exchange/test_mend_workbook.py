"""The 退回单 as a clerk of a bureau gets it: what is open, what is coloured, where the reason stands."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.labels import Field, Status
from peidang.domain.travel import MendCell, Request
from peidang.exchange.request_workbook import request_file_name
from peidang.exchange.styles import MEND_COLOUR
from tests.exchange.outgoing_samples import (
    FIGURE_REASON,
    MEND,
    PROGRESS_REASON,
    STATUS_REASON,
    passed_on,
    sent_back,
)
from tests.exchange.samples import request_bytes
from tests.exchange.test_request_workbook import INDICATOR_HEADS, ROW_HEADS

OPEN = {"H6": FIGURE_REASON, "H10": STATUS_REASON, "I11": PROGRESS_REASON}


def opened(asked: Request) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(request_bytes(asked)))


def form(asked: Request) -> Worksheet:
    return opened(asked)["填报表"]


def texts(sheet: Worksheet) -> list[list[Any]]:
    return [[cell for cell in line if cell is not None] for line in sheet.iter_rows(values_only=True)]


def test_only_the_cells_to_mend_are_open_and_coloured() -> None:
    cells = [cell for line in form(sent_back()).iter_rows() for cell in line]
    assert {cell.coordinate for cell in cells if not cell.protection.locked} == OPEN.keys()
    coloured = {cell.coordinate for cell in cells if cell.fill.fgColor.rgb == f"FF{MEND_COLOUR[1:]}"}
    assert coloured == OPEN.keys()


def test_heads_and_titles_are_those_of_every_request() -> None:
    lines = [list(line) for line in form(sent_back()).iter_rows(values_only=True)]
    assert lines[4][:10] == INDICATOR_HEADS.split("|")
    assert lines[8][:11] == ROW_HEADS.split("|")
    assert lines[0][0].endswith("2025年10月退回单")


def test_each_cell_says_why_in_its_note_and_while_it_is_chosen() -> None:
    sheet = form(sent_back())
    notes = {c.coordinate: c.comment.text for line in sheet.iter_rows() for c in line if c.comment}
    assert notes == {place: f"退回原因：{reason}" for place, reason in OPEN.items()}
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert {place: rule.prompt for place, rule in rules.items()} == OPEN


def test_notes_name_nobody() -> None:
    with zipfile.ZipFile(io.BytesIO(request_bytes(sent_back()))) as archive:
        notes = archive.read("xl/comments1.xml").decode()
    assert "<author></author>" in notes


def test_a_status_that_goes_back_still_has_its_list() -> None:
    (rule,) = (r for r in form(sent_back()).data_validations.dataValidation if str(r.sqref) == "H10")
    assert rule.formula1 == '"' + ",".join(Status) + '"'


def test_what_was_filled_in_is_shown_and_locked_beside() -> None:
    sheet = form(sent_back())
    assert [sheet[place].value for place in ("H10", "I10", "J10")] == [
        "差不多了",
        "完成改造4家。",
        "资金缺口较大。",
    ]
    assert sheet["I6"].is_date
    assert all(sheet[place].protection.locked for place in ("I10", "J10", "G6", "I6", "H11"))


def test_it_opens_at_the_first_cell_to_mend_with_status_and_text_in_view() -> None:
    sheet = form(sent_back())
    assert sheet.sheet_view.selection[-1].activeCell == "H6"
    widths = [sheet.column_dimensions[column].width for column in "ABCDEFGHI"]
    assert sum(widths) * 7 * 0.9 < 1200, "pixels at the zoom it opens with"


def test_the_guide_lists_every_cell_with_what_was_filled_and_why() -> None:
    assert texts(opened(sent_back())["退回说明"])[-4:] == [
        ["哪一项", "栏目", "原填内容", "退回原因"],
        ["指标2", "累计数", "若干", FIGURE_REASON],
        ["任务3", "完成状态", "差不多了", STATUS_REASON],
        ["任务7", "进展情况", "完成改造4家。", PROGRESS_REASON],
    ]


def test_an_empty_cell_that_goes_back_is_listed_as_not_filled() -> None:
    empty = replace(sent_back(), mend=(MendCell("row-3", Field.NEXT_STEPS, "未填。"),))
    assert ["任务3", "下一步打算", "（未填）", "未填。"] in texts(opened(empty)["退回说明"])


def test_a_reason_longer_than_a_hint_is_whole_in_note_and_guide() -> None:
    long = "请逐家写明改造内容。" * 40
    asked = replace(sent_back(), mend=(replace(MEND[2], reason=long),))
    sheet = form(asked)
    (rule,) = sheet.data_validations.dataValidation
    assert len(rule.prompt or "") <= 255
    assert (rule.prompt or "").endswith("（全文见“退回说明”）")
    assert sheet["I11"].comment is not None
    assert sheet["I11"].comment.text == f"退回原因：{long}"
    assert any(long in line for line in texts(opened(asked)["退回说明"]))


def test_it_is_named_by_unit_and_month_and_a_reply_to_it_too() -> None:
    assert request_file_name(sent_back()) == "02_县工业和信息化局_2025年10月退回单.xlsx"
    filled = replace(sent_back(), return_id="re-1")
    assert request_file_name(filled) == "02_县工业和信息化局_2025年10月退回单_已填.xlsx"


def test_a_request_passed_on_says_for_whom_it_is_and_who_joins_it() -> None:
    workbook = opened(passed_on())
    assert workbook.sheetnames == ["填报表", "填报说明", "_peidang"]
    assert "填报：技术改造科　　汇总报送：县工业和信息化局" in str(workbook["填报表"]["A2"].value)
    assert ["填报单位", "技术改造科（由县工业和信息化局汇总后统一报送）"] in texts(workbook["填报说明"])
    assert request_file_name(passed_on()) == "技术改造科_2025年10月填报表（转发）.xlsx"
