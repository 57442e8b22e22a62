"""收表 in the window: files are dropped, looked at, taken, settled and taken back."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from peidang.app.month import showing
from peidang.app.store import stores
from peidang.app.views import OUTCOME_WORDS, FileOutcome, counts_words
from peidang.desktop import look
from peidang.desktop.changes_view import difference
from peidang.desktop.desk import Cell, Desk
from peidang.desktop.drop_zone import DropZone
from peidang.desktop.edit_commands import EditCell
from peidang.desktop.frame import EXCHANGE, Frame
from peidang.desktop.outcome_words import LIGHTS, outcome_words
from peidang.desktop.receive_tab import ReceiveTab
from peidang.domain.labels import Field
from peidang.domain.summary_lines import UnitState
from tests.app import bureau
from tests.app.office import FARMING
from tests.desktop.conftest import NOW

pytestmark = pytest.mark.needs_qt


@pytest.fixture
def tab(frame: Frame) -> ReceiveTab:
    frame.rail.choose(EXCHANGE)
    return frame.exchange.receive


@pytest.fixture
def folder(office_folder: Path, tmp_path: Path) -> Path:
    """A folder as it comes in: two units answered, one of them twice and differently, and a file that is no table."""
    came = tmp_path / "收到"
    for path in sorted((office_folder / "发出").rglob("*.xlsx"))[:2]:
        bureau.put(came / path.name, bureau.fill_all(path.read_bytes()))
    twice = next((office_folder / "发出").rglob(f"*{FARMING}*.xlsx"))
    bureau.put(came / "又报.xlsx", bureau.fill_all(twice.read_bytes(), "已重新办结"))
    bureau.put(came / "说明.xlsx", b"no workbook at all")
    return came


def content(path: Path) -> object:
    with stores.open_store(path) as store:
        return showing.show(store)


def drop(zone: DropZone, *paths: Path) -> None:
    """Let files fall on the zone, as the desktop does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(zone, QDragEnterEvent(QPoint(9, 9), copy, data, left, none))
    QApplication.sendEvent(zone, QDropEvent(QPointF(9, 9), copy, data, left, none))


def wait(qtbot: QtBot, tab: ReceiveTab) -> None:
    qtbot.waitUntil(lambda: tab.job is None, timeout=60_000)


def outcome_texts(tab: ReceiveTab) -> list[str]:
    model = tab.files.things
    return [model.index(row, 2).data() for row in range(model.rowCount())]


def test_a_dropped_folder_is_looked_at_and_nothing_is_written(
    tab: ReceiveTab, folder: Path, store_path: Path, qtbot: QtBot
) -> None:
    before = content(store_path)
    drop(tab.zone, folder)
    wait(qtbot, tab)
    assert content(store_path) == before
    assert sorted(outcome_texts(tab)) == sorted(["■ 未收", "● 可以入表", "● 可以入表", "▲ 有待核定"])
    assert tab.take_button.isVisible()
    assert not tab.undo_button.isVisible()


def test_all_of_it_is_taken_and_taken_back_as_one(
    tab: ReceiveTab, folder: Path, store_path: Path, desk: Desk, qtbot: QtBot
) -> None:
    before = content(store_path)
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    assert desk.view is not None
    assert desk.view.reported == 2
    assert "● 已入表" in outcome_texts(tab)
    assert content(store_path) != before
    tab.undo_button.click()
    assert content(store_path) == before
    assert desk.view.reported == 0


def test_what_differs_is_asked_first_and_settled_by_one_button(
    frame: Frame, tab: ReceiveTab, folder: Path, desk: Desk, qtbot: QtBot
) -> None:
    content_before = content(desk.path)
    drop(tab.zone, folder)
    wait(qtbot, tab)
    assert not tab.questions.isVisible()
    tab.take_button.click()
    wait(qtbot, tab)
    assert tab.questions.isVisible()
    assert tab.questions.count == desk.waiting == 1
    assert f"还有{desk.waiting}件待核定" in tab.words.text()
    buttons = tab.questions.findChildren(QPushButton)
    assert [one.text() for one in buttons if "又报" in one.text()] == ["以“又报.xlsx”为准"]
    next(one for one in buttons if "又报" in one.text()).click()
    assert desk.decisions() == ()
    assert not tab.questions.isVisible()
    said = {line.entry.progress for line in desk.view.lines} if desk.view else set()
    assert any("已重新办结" in text for text in said)
    desk.undo()
    assert len(desk.decisions()) == 1
    desk.undo()
    assert content(frame.desk.path) == content_before
    assert tab.work.is_empty
    assert not tab.undo_button.isVisible()


def test_what_its_own_button_took_back_is_not_taken_back_again(
    frame: Frame, tab: ReceiveTab, folder: Path, desk: Desk, qtbot: QtBot
) -> None:
    unit = desk.view.lines[0].unit.id if desk.view else ""
    item = desk.view.lines[0].row.id if desk.view else ""
    cell = Cell(desk.period_id or "", unit, item, Field.PROBLEMS, "第1行 存在问题")
    batch = desk.enter(cell, "资金未到位")
    desk.undo_stack.push(EditCell(desk, cell, "资金未到位", batch or 0))
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    tab.undo_button.click()
    assert not frame.notice.isVisible()
    desk.undo()
    assert not frame.notice.isVisible()
    assert desk.view is not None
    assert not desk.view.lines[0].entry.problems


def test_opening_a_file_shows_what_it_changes(tab: ReceiveTab, folder: Path, qtbot: QtBot) -> None:
    drop(tab.zone, folder)
    wait(qtbot, tab)
    names = [Path(one.file).name for one in tab.files.things.things]
    tab.files.selectRow(names.index("说明.xlsx"))
    assert any("电子表格" in one.text() for one in tab.changes.findChildren(QLabel))
    first = next(place for place, one in enumerate(tab.files.things.things) if one.outcome == "taken")
    tab.files.selectRow(first)
    texts = [one.text() for one in tab.changes.findChildren(QLabel)]
    assert any("进展情况" in text for text in texts)
    assert any("办结" in text for text in texts)


def test_work_that_is_stopped_takes_nothing(
    frame: Frame, tab: ReceiveTab, folder: Path, store_path: Path, qtbot: QtBot
) -> None:
    before = content(store_path)
    drop(tab.zone, folder)
    assert tab.job is not None
    tab.cancel_button.click()
    wait(qtbot, tab)
    assert content(store_path) == before
    assert "取消" in frame.notice.words.text()
    assert not tab.files.isVisible()


def test_a_taking_that_is_stopped_leaves_nothing_and_can_be_begun_again(
    tab: ReceiveTab, folder: Path, store_path: Path, qtbot: QtBot
) -> None:
    before = content(store_path)
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    assert tab.job is not None
    tab.cancel_button.click()
    wait(qtbot, tab)
    assert (tab.work.batches, content(store_path)) == ({}, before)
    tab.take_button.click()
    wait(qtbot, tab)
    assert content(store_path) != before


def test_units_that_have_not_answered_stand_first(
    tab: ReceiveTab, folder: Path, desk: Desk, qtbot: QtBot
) -> None:
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    states = [row.now.line.state is UnitState.REPORTED for row in tab.units.things.things]
    assert states == sorted(states)
    assert tab.counts.missing.text() == str(states.count(False))


def test_every_outcome_has_the_words_of_both_doors_and_a_light() -> None:
    assert set(LIGHTS) == set(OUTCOME_WORDS)
    one = FileOutcome(
        "a.xlsx", "taken", None, None, None, "token", {"new": 2, "updated": 0, "pending": 1}, ()
    )
    assert outcome_words(one, taken=False)[0] == "可以入表"
    assert outcome_words(one, taken=True)[0] == OUTCOME_WORDS["taken"]
    assert counts_words(one.cells) == "新填2格，待核定1格"


def test_files_that_want_attention_stand_first_and_questions_wait_until_the_files_are_taken(
    tab: ReceiveTab, folder: Path, qtbot: QtBot
) -> None:
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    assert tab.questions.isVisible()
    assert "待核定，请在上方选定" in tab.words.text()
    drop(tab.zone, folder / "说明.xlsx", folder / "又报.xlsx")
    wait(qtbot, tab)
    assert tab.files.things.things[0].outcome == "refused"
    assert not tab.questions.isVisible()
    tab.clear_button.click()
    assert tab.questions.isVisible()


def test_a_question_tells_when_each_file_was_saved(tab: ReceiveTab, folder: Path, qtbot: QtBot) -> None:
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    told = [one.text() for one in tab.questions.findChildren(QLabel)]
    assert sum("收到于" in text for text in told) >= 2
    assert any(text.endswith("建议") for text in told)


def remarked(office_folder: Path, to: Path, text: str) -> Path:
    """A unit's return with a 批注 over its first 进展情况."""
    data = bureau.fill_all(next((office_folder / "发出").rglob(f"*{FARMING}*.xlsx")).read_bytes())
    book = openpyxl.load_workbook(io.BytesIO(data))
    cell = next(c for row in book["填报表"].iter_rows() for c in row if c.value == "进展情况")
    cell.offset(1).comment = Comment(text, "")
    out = io.BytesIO()
    book.save(out)
    return bureau.put(to, out.getvalue())


def test_a_remark_is_shown_under_its_own_name_and_its_choices_side_by_side(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, desk: Desk, qtbot: QtBot
) -> None:
    words = "其中两台设备延期到货。"
    drop(tab.zone, remarked(office_folder, tmp_path / "收到" / "批注.xlsx", words))
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    told = [one.text() for one in tab.questions.findChildren(QLabel)]
    assert {"批注所写", words} <= set(told)
    buttons = tab.questions.findChildren(QPushButton)
    assert [one.text() for one in buttons] == ["接在后面", "替换", "不采用"]
    assert len({one.y() for one in buttons}) == 1
    buttons[0].click()
    assert desk.decisions() == ()
    said = {line.entry.progress for line in desk.view.lines} if desk.view else set()
    assert any(text.endswith(f"\n{words}") for text in said)


def test_a_difference_is_shown_as_text_and_never_as_markup() -> None:
    assert "<b>" not in difference("<b>旧</b>内容不变的部分", "<b>新</b>内容不变的部分", look.LIGHT)
    told = difference("新增改造12台，组织对接会2场。", "新增改造15台，组织对接会2场。", look.LIGHT)
    assert "line-through" in told
    assert told.endswith("台，组织对接会2场。")
    assert " → " in difference("进度滞后", "已完成", look.LIGHT)


def test_what_is_received_is_dated_by_the_windows_own_clock(
    tab: ReceiveTab, folder: Path, desk: Desk, qtbot: QtBot
) -> None:
    drop(tab.zone, folder)
    wait(qtbot, tab)
    tab.take_button.click()
    wait(qtbot, tab)
    last = desk.last_receipt()
    assert last is not None
    assert last[1].startswith(NOW.strftime("%Y-%m-%d %H:%M"))
