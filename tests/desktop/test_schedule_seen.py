"""导出当前所见: just what the page 配档表 shows, line by line; columns are left out by 列."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from peidang.desktop.desk import Desk
from peidang.desktop.frame import SCHEDULE, Frame
from peidang.desktop.lines import SectionLine
from peidang.desktop.schedule_page import SchedulePage
from tests.app.office import FARMING

pytestmark = pytest.mark.needs_qt
LONG = 60_000


@pytest.fixture
def page(frame: Frame) -> SchedulePage:
    frame.rail.choose(SCHEDULE)
    return frame.schedule


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user says it goes."""
    path = tmp_path / "所见.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    return path


def exported(page: SchedulePage, place: Path, qtbot: QtBot) -> openpyxl.worksheet.worksheet.Worksheet:
    page.export_button.click()
    qtbot.waitUntil(page.export_button.isEnabled, timeout=LONG)
    book = openpyxl.load_workbook(place)
    assert len(book.sheetnames) == 1
    return book.worksheets[0]


def seen_heads(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[str]:
    return [cell.value for cell in sheet[3]]


def test_only_what_is_filtered_goes_out_and_the_sheet_says_so(
    page: SchedulePage, desk: Desk, place: Path, qtbot: QtBot
) -> None:
    unit = next(line.unit for line in desk.view.lines if line.unit.name == FARMING)
    page.filter_bar.unit.choose(unit.id)
    lines = [one for one in page.rows.answers.shown if not isinstance(one, SectionLine)]
    sheet = exported(page, place, qtbot)
    assert f"共60项，此表列{len(lines)}项（单位：{FARMING}）" in sheet["A2"].value
    assert "不附数据溯源" in sheet["A2"].value
    serials = [cell.value for cell in sheet["A"] if isinstance(cell.value, int)]
    assert serials == [line.row.serial for line in lines]
    assert seen_heads(sheet) == [column.head for column in page.rows.answers.columns]
    place_of_unit = seen_heads(sheet).index("报送单位")
    assert {
        row[place_of_unit].value for row in sheet.iter_rows(min_row=4) if isinstance(row[0].value, int)
    } == {FARMING}


def test_a_column_that_is_left_out_is_neither_seen_nor_exported(
    page: SchedulePage, place: Path, qtbot: QtBot
) -> None:
    page.columns.fill()
    actions = {one.text(): one for one in page.columns.menu().actions()}
    assert "主要任务" not in actions, "what stays in place at the left is always there"
    actions["存在问题"].trigger()
    heads = [column.head for column in page.rows.answers.columns]
    assert "存在问题" not in heads
    assert seen_heads(exported(page, place, qtbot)) == heads
    page.columns.fill()
    page.columns.menu().actions()[-1].trigger()
    assert "存在问题" in [column.head for column in page.rows.answers.columns]


def test_the_table_of_figures_goes_out_with_real_numbers(
    page: SchedulePage, place: Path, qtbot: QtBot
) -> None:
    page.segments.choose(1)
    sheet = exported(page, place, qtbot)
    assert sheet.title == "指标数据"
    assert sheet["A4"].value == 1


def test_nothing_seen_is_told(page: SchedulePage, frame: Frame, place: Path, qtbot: QtBot) -> None:
    page.filter_bar.search.setText("没有这样的内容")
    page.export_button.click()
    qtbot.waitUntil(page.export_button.isEnabled, timeout=LONG)
    assert not place.exists()
    assert "没有符合条件" in frame.notice.words.text()
