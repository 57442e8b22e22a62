"""The request workbook as a bureau gets it: opened with another program's reader, looked at cell by cell."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.errors import Refused
from peidang.domain.labels import Field, Status
from peidang.domain.sheet_values import CELL_LIMIT
from peidang.domain.travel import Request, SentRow
from peidang.exchange.layout import text_height
from peidang.exchange.request_workbook import request_file_name, write_request
from tests.exchange.samples import MEASURE, UNITS, reply_bytes, request, request_bytes, row

INDICATOR_HEADS = "序号|指标|目标|计量单位|完成时限|上期累计|本月数|累计数|数据截至|说明"
ROW_HEADS = "序号|主要任务|推进措施及目标|牵头单位|责任单位|上月进展|上月下一步打算|完成状态|进展情况|存在问题|下一步打算"


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def lines(sheet: Worksheet) -> list[list[Any]]:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    for cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
    return rows


def test_both_blocks_stand_one_below_the_other_with_exactly_these_heads() -> None:
    form = lines(opened(request_bytes(request()))["填报表"])
    assert form[3] == ["一、指标完成情况"]
    assert form[4] == INDICATOR_HEADS.split("|")
    assert [line[0] for line in form[5:7]] == [2, 5]
    assert form[7] == []
    assert form[8] == ["二、任务进展情况"]
    assert form[9] == ROW_HEADS.split("|")
    assert [line[0] for line in form[10:]] == [3, 7, 12]


def test_the_first_block_is_left_out_where_the_unit_has_no_indicators() -> None:
    form = lines(opened(request_bytes(request(indicators=())))["填报表"])
    assert ["一、指标完成情况"] not in form
    assert form[3] == ["二、任务进展情况"]
    assert form[4] == ROW_HEADS.split("|")


def test_an_indicator_line_says_its_targets_and_dues_in_words() -> None:
    form = lines(opened(request_bytes(request()))["填报表"])
    assert form[5][1:6] == ["培育5G工厂数量", "不低于30家", "家", "2025年", 21]
    assert form[6][2] == "2025年：较2023年增长不低于15%\n2027年：较2023年增长不低于30%"
    assert form[6][4] == "2025年\n2027年"


def test_a_row_line_says_its_units_and_last_months_own_words() -> None:
    form = lines(opened(request_bytes(request()))["填报表"])
    assert form[10] == [
        3,
        "推进第3项设备更新",
        MEASURE,
        "县工业和信息化局",
        "县发展改革局、县财政局",
        "前三季度完成改造12家。",
        "10月底前再完成4家。",
    ]


def test_the_data_holds_no_merged_cells() -> None:
    assert not opened(request_bytes(request()))["填报表"].merged_cells.ranges


def test_answer_cells_are_open_and_all_others_locked_without_a_password() -> None:
    sheet = opened(request_bytes(request()))["填报表"]
    unlocked = {
        cell.coordinate for cells in sheet.iter_rows() for cell in cells if not cell.protection.locked
    }
    assert unlocked == {f"{c}{r}" for r in (6, 7) for c in "GHIJ"} | {
        f"{c}{r}" for r in (11, 12, 13) for c in "HIJK"
    }
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.protection.formatRows is False  # openpyxl: False means "not forbidden"


def test_the_sheets_and_the_very_hidden_identity() -> None:
    workbook = opened(request_bytes(request()))
    assert {sheet.title: sheet.sheet_state for sheet in workbook} == {
        "填报表": "visible",
        "审签页": "visible",
        "填报说明": "visible",
        "_peidang": "veryHidden",
    }
    keys = {cells[0]: cells[1] for cells in lines(workbook["_peidang"]) if len(cells) == 2}
    assert keys["token"] == request().token
    assert keys["plan"] == "plan-1"
    assert keys["period"] == "2025-10"
    assert keys["unit"] == "un-2"


def test_the_status_is_chosen_from_a_list_and_figures_only_carry_a_hint() -> None:
    sheet = opened(request_bytes(request()))["填报表"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["H11:H13"].formula1 == '"' + ",".join(Status) + '"'
    assert rules["H6:H7"].type == "decimal"
    assert rules["H6:H7"].errorStyle == "warning"
    assert rules["I6:I7"].type == "date"
    assert rules["I6:I7"].errorStyle == "warning"


def test_required_cells_are_marked_while_empty() -> None:
    sheet = opened(request_bytes(request()))["填报表"]
    marked = {str(area.sqref): area.rules[0].formula[0] for area in sheet.conditional_formatting}
    assert marked["H6"] == "AND(LEN(TRIM($H6))=0)"
    assert "H7" not in marked, "its targets are reached"
    assert marked["K11"] == 'AND(LEN(TRIM($K11))=0,$H11<>"已完成",$H11<>"长期坚持")'
    assert {"H11", "I11", "H13", "I13"} <= marked.keys()
    assert "J11" not in marked


def test_the_months_before_do_not_print_and_heads_repeat() -> None:
    sheet = opened(request_bytes(request()))["填报表"]
    assert sheet.print_area == "'填报表'!$A$4:$J$7,'填报表'!$H$9:$K$13"
    assert sheet.print_title_cols == "$A:$E"
    assert sheet.print_title_rows == "$10:$10"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_rows_keep_growing_while_a_unit_types() -> None:
    with zipfile.ZipFile(io.BytesIO(request_bytes(request()))) as archive:
        form = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<row r="11"[^>]* ht="', form)
    assert "customHeight" not in form


def test_a_demonstration_says_so_on_every_sheet() -> None:
    workbook = opened(request_bytes(request(demonstration=True)))
    for sheet in workbook:
        assert any("演示数据" in str(cell) for cells in lines(sheet) for cell in cells), sheet.title
    for sheet in workbook.worksheets[:3]:
        assert sheet.oddHeader.right.text == "演示数据"
        assert sheet.oddFooter.right.text.endswith("演示数据")


def test_without_a_demonstration_nothing_says_so() -> None:
    data = request_bytes(request())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(
            "演示数据" in archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
        )


def test_the_guide_says_by_when_whom_to_ask_and_to_keep_secrets_out() -> None:
    guide = "\n".join(
        str(cell) for cells in lines(opened(request_bytes(request()))["填报说明"]) for cell in cells
    )
    assert "11月25日(周二)前" in guide
    assert "综合科 010-0000000" in guide
    assert "不得填写国家秘密" in guide
    assert "（清空）" in guide


def test_check_sums_are_plain_formulas_that_show_without_recalculation() -> None:
    answers = {
        ("in-1", Field.MONTH_VALUE): "3",
        ("in-1", Field.CUMULATIVE): "24.5",
        ("in-2", Field.CUMULATIVE): "数据未出，截至10月",
        ("in-1", Field.NOTE): "四字说明",
        ("row-3", Field.STATUS): "正常推进",
        ("row-3", Field.PROGRESS): "完成四家𠮷",
    }
    data = reply_bytes(request(), answers)
    formulas = {cells[0]: cells[1] for cells in lines(opened(data)["审签页"]) if len(cells) > 1}
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["审签页"]
    values = {cells[0]: cells[1] for cells in lines(shown) if len(cells) > 1}
    assert formulas["累计数合计"] == "=ROUND(SUM('填报表'!$H$6:$H$7),6)"
    assert formulas["任务文字字数"] == "=SUMPRODUCT(LEN('填报表'!$H$11:$K$13))"
    assert [values[k] for k in ("本月数合计", "累计数合计", "说明字数", "任务文字字数")] == [
        3,
        24.5,
        4,
        4 + 6,
    ]
    assert values["校验数"] == 3 + 24.5 + 4 + 10


def test_numbers_are_numbers_days_are_days_and_formulas_are_text() -> None:
    answers = {
        ("in-1", Field.MONTH_VALUE): "1200.5",
        ("in-1", Field.CUMULATIVE): "12345678901234567.89",
        ("in-1", Field.AS_OF): "2025-10-31",
        ("row-3", Field.PROGRESS): '=HYPERLINK("http://x")',
        ("row-7", Field.PROGRESS): "@SUM(1)",
        ("row-12", Field.PROGRESS): "-1+2",
    }
    sheet = opened(reply_bytes(request(), answers))["填报表"]
    assert sheet["G6"].value == 1200.5
    assert sheet["H6"].value == "12345678901234567.89", "more digits than a cell keeps"
    assert sheet["I6"].value == datetime(2025, 10, 31)
    assert [sheet[f"I{n}"].data_type for n in (11, 12, 13)] == ["s", "s", "s"]
    assert sheet["I11"].value == '=HYPERLINK("http://x")'


def test_a_text_longer_than_a_cell_is_refused_and_never_cut() -> None:
    fits, too_long = "字" * CELL_LIMIT, "字" * (CELL_LIMIT + 1)
    assert opened(reply_bytes(request(), {("row-3", Field.PROGRESS): fits}))["填报表"]["I11"].value == fits
    with pytest.raises(Refused, match="bad-value"):
        reply_bytes(request(), {("row-3", Field.PROGRESS): too_long})
    with pytest.raises(Refused, match="bad-value"):
        request_bytes(request((SentRow(row(1), previous_progress=too_long),)))


def test_characters_no_workbook_can_hold_are_seen_not_dropped() -> None:
    sheet = opened(reply_bytes(request(), {("row-3", Field.PROGRESS): "甲\x01乙\ud800丙\uffff丁"}))["填报表"]
    assert sheet["I11"].value == "甲\ufffd乙\ufffd丙\ufffd丁"


def test_a_request_with_anything_the_unit_is_not_asked_for_is_not_written() -> None:
    asked = request()
    more = replace(asked, plan=replace(asked.plan, rows=(*asked.plan.rows, row(99))))
    with pytest.raises(ValueError, match="not asked for"):
        request_bytes(more)


def test_the_same_request_made_at_the_same_time_is_the_same_file() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_request(request(), first, datetime(2025, 10, 26, 9, 0))
    write_request(request(), second, datetime(2025, 10, 26, 9, 0))
    assert first.getvalue() == second.getvalue()


def test_no_author_and_no_company_leave_the_office() -> None:
    properties = opened(request_bytes(request())).properties
    assert not properties.creator
    assert not properties.lastModifiedBy


def named(unit_name: str, **changes: Any) -> Request:
    asked = request()
    units = tuple(replace(unit, name=unit_name) if unit.id == "un-2" else unit for unit in UNITS)
    return replace(asked, plan=replace(asked.plan, units=units), **changes)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (request, "02_县工业和信息化局_2025年10月填报表.xlsx"),
        (lambda: named("各县（市、区）人民政府"), "02_各县（市、区）人民政府_2025年10月填报表.xlsx"),
        (lambda: named('甲/乙:丙*"丁"?'), "02_甲_乙_丙_丁__2025年10月填报表.xlsx"),
        (lambda: named("县工业局", period_key="2025-01..02"), "02_县工业局_2025年1—2月填报表.xlsx"),
        (lambda: named("县工业局", return_id="re-1"), "02_县工业局_2025年10月填报表_已填.xlsx"),
    ],
)
def test_file_names_suit_every_system(asked: Callable[[], Request], name: str) -> None:
    assert request_file_name(asked()) == name


def test_tall_texts_get_tall_rows_within_what_a_spreadsheet_allows() -> None:
    long = request((SentRow(row(1, measure=MEASURE * 2)), SentRow(row(2, measure=MEASURE * 60))), ())
    sheet = opened(request_bytes(long))["填报表"]
    assert 120 < sheet.row_dimensions[6].height < 200
    assert sheet.row_dimensions[7].height == pytest.approx(409, abs=1)
    assert sheet["C7"].font.size == 9


def test_the_unit_stands_under_the_plan_in_the_header_and_no_note_of_the_sign_off_is_cut() -> None:
    workbook = opened(request_bytes(request()))
    for sheet in workbook.worksheets[:3]:
        assert not sheet.oddHeader.left.text  # a long name would be printed over the plan's
        assert request().unit_name in sheet.oddHeader.center.text
    sheet = workbook["审签页"]
    notes = [
        row[2] for row in sheet.iter_rows() if "相加" in str(row[2].value) or "字数" in str(row[2].value)
    ]
    assert notes
    for note in notes:
        assert sheet.row_dimensions[note.row].height >= text_height(note.value, 44)
