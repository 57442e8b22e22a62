"""The window as a whole: what cannot be opened is told, two windows, settings, help, and the keyboard's ways."""

import json
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peidang.app.month import entering
from peidang.app.papers import reporting
from peidang.app.store import stores
from peidang.db import lease
from peidang.desktop import memory
from peidang.desktop.controls import button
from peidang.desktop.desk import Desk
from peidang.desktop.frame import REPORT, SCHEDULE, SETTINGS, Frame
from peidang.desktop.main_window import MainWindow
from peidang.desktop.report.standing import outstanding
from peidang.domain.labels import Field
from tests.desktop.conftest import NOW
from tests.desktop.office_hands import cell, go_to, open_editor, stored, type_into

pytestmark = pytest.mark.needs_qt
Key = Qt.Key
LONG = 60_000


def opened(path: Path | None, qtbot: QtBot) -> MainWindow:
    window = MainWindow(path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_a_store_that_cannot_be_opened_is_told_in_the_window(
    dressed: QApplication, store_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    damaged = tmp_path / "坏.peidang"
    damaged.write_bytes(store_path.read_bytes()[:30_000])
    for path, told in ((damaged, "已经损坏"), (tmp_path / "无.peidang", "找不到工作库")):
        window = opened(path, qtbot)
        assert window.frame is None
        assert told in window.welcome.notice.words.text()


def test_a_store_opened_before_is_offered_on_the_first_page(
    dressed: QApplication, store_path: Path, qtbot: QtBot
) -> None:
    opened(store_path, qtbot).close()
    window = opened(None, qtbot)
    QTest.keyClick(
        next(one for one in window.welcome.findChildren(QPushButton) if one.text() == store_path.stem),
        Key.Key_Return,
    )
    assert window.desk is not None
    assert window.desk.path == store_path


def test_a_second_program_only_looks_and_says_who_has_the_store(
    dressed: QApplication, store_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = lease.Holder("李四", "PC-02", os.getpid() + 1, "2025-10-23 08:30:00")
    held = lease.take(store_path)
    lease.note_of(store_path).write_text(json.dumps(vars(other)), encoding="utf-8")
    window = opened(store_path, qtbot)
    assert window.frame is not None
    assert "李四（电脑PC-02" in window.frame.notice.words.text()
    assert window.frame.status_bar.saved.text().endswith("只读")
    table = window.frame.schedule.rows
    index = cell(table, 3, Field.PROGRESS)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    go_to(table, index)
    QTest.keyClicks(table, "a")
    assert "只能查看" in window.frame.status_bar.words.text()
    window.close()
    assert held is not None
    held.release()
    assert lease.holder(store_path) is None


def test_the_window_holds_its_store_and_lets_it_go(
    dressed: QApplication, store_path: Path, qtbot: QtBot
) -> None:
    window = opened(store_path, qtbot)
    found = lease.holder(store_path)
    assert found is not None
    assert found.is_this_process
    window.close()
    assert lease.holder(store_path) is None


def test_what_another_program_wrote_is_shown_when_a_page_is_chosen(
    frame: Frame, desk: Desk, store_path: Path
) -> None:
    index = cell(frame.schedule.rows, 3, Field.PROGRESS)
    line = frame.schedule.rows.answers.shown[index.row()]
    with stores.open_store(store_path) as other:
        said = {(line.row.id, Field.PROGRESS): "别处填的"}  # type: ignore[union-attr]
        entering.enter(other, desk.period_id or "", line.unit.id, said)  # type: ignore[union-attr]
    frame.rail.choose(SETTINGS)
    frame.rail.choose(SCHEDULE)
    assert frame.schedule.rows.answers.index(index.row(), index.column()).data() == "别处填的"


def test_tab_goes_from_answer_to_answer_and_past_section_lines(frame: Frame) -> None:
    table = frame.schedule.rows
    editor = open_editor(table, cell(table, 20, Field.NEXT_STEPS))
    QTest.keyClicks(editor, "abc")
    QTest.keyClick(editor, Key.Key_Tab)
    assert table.currentIndex() == cell(table, 21, Field.STATUS)
    QTest.keyClick(table, Key.Key_Backtab)
    assert table.currentIndex() == cell(table, 20, Field.NEXT_STEPS)
    assert table.currentIndex().data() == "abc"


def test_at_the_start_the_keyboard_stands_on_the_first_answer(frame: Frame) -> None:
    frame.activateWindow()
    frame.take_focus()
    QTest.qWait(0)
    assert frame.schedule.rows.currentIndex() == cell(frame.schedule.rows, 1, Field.STATUS)


def test_enter_presses_a_button(dressed: QApplication, qtbot: QtBot) -> None:
    pressed: list[int] = []
    one = button("印发", lambda: pressed.append(1))
    qtbot.addWidget(one)
    QTest.keyClick(one, Key.Key_Return)
    assert pressed == [1]


def test_where_nothing_fits_the_filter_the_page_says_so_and_shows_all_again(frame: Frame) -> None:
    page = frame.schedule
    page.filter_bar.search.setText("没有这样的内容")
    assert page.tables.currentWidget() is page.nothing
    page.nothing.step.click()
    assert page.tables.currentWidget() is page.rows
    assert page.filter_bar.search.text() == ""


def test_undo_of_a_paste_says_what_was_taken_back(frame: Frame, desk: Desk, store_path: Path) -> None:
    table = frame.schedule.rows
    QApplication.clipboard().setText("已完成\t甲\r\n已完成\t乙")
    go_to(table, cell(table, 3, Field.STATUS))
    table.paste()
    desk.undo()
    assert frame.status_bar.words.text() == "已撤销：粘贴4格"
    assert stored(store_path, 3, Field.PROGRESS) == ""


def test_an_answer_of_an_issued_month_says_why_it_cannot_be_filled_in(
    frame: Frame, desk: Desk, tmp_path: Path
) -> None:
    reporting.issue(desk.store, desk.plan_id or "", desk.period_id or "", tmp_path, desk.today)
    desk.reload()
    table = frame.schedule.rows
    go_to(table, cell(table, 3, Field.PROGRESS))
    QTest.keyClicks(table, "a")
    assert "已印发，内容已冻结" in frame.status_bar.words.text()


def test_before_a_month_is_frozen_what_is_open_is_told_and_enter_leaves_it(
    frame: Frame, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    told: list[str] = []

    def look(box: QMessageBox) -> int:
        told.append(box.informativeText())
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: frame.report.job is None, timeout=LONG)
    frame.report.bar.issue()
    assert "家未报" in told[0]
    assert "必须改" in outstanding(desk.view)
    assert desk.period is not None
    assert not desk.period.issued


def test_another_months_pages_are_not_shown_as_this_months_draft(
    frame: Frame, desk: Desk, qtbot: QtBot
) -> None:
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: frame.report.preview is not None, timeout=LONG)
    desk.open_month("2025-11", NOW.date())
    assert frame.report.preview is None
    qtbot.waitUntil(lambda: frame.report.preview is not None, timeout=LONG)


def test_the_settings_tell_whose_store_it_is_and_back_it_up(
    frame: Frame, desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame.rail.choose(SETTINGS)
    page = frame.settings
    assert page.own_unit.text().endswith("牵头调度本方案")
    assert page.units.things.rowCount() > 1
    assert page.fonts.things.rowCount() > 1
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "另存" / "备份.peidang"), "")
    )
    page.backup_button.click()
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert "检验完好" in page.kept.text()
    with stores.open_store(tmp_path / "另存" / "备份.peidang") as copy:
        assert copy.faults() == ()
    page.verify_button.click()
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert "没有发现问题" in page.kept.text()


def test_f1_opens_the_manual_with_its_pictures(frame: Frame) -> None:
    frame.show_help()
    assert frame._help is not None
    shown = frame._help
    assert "使用手册" in shown.manual.toPlainText()
    shown.search.setText("撤销")
    shown.find_next()
    assert shown.manual.textCursor().selectedText() == "撤销"
    shown.manual.moveCursor(QTextCursor.MoveOperation.Start)
    assert "![" not in shown.manual.toPlainText()
    assert shown.manual.document().toHtml().count("<img") >= 3
    shown.close()


def test_typing_over_an_answer_and_starting_again_finds_it(
    dressed: QApplication, store_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(store_path, qtbot)
    assert window.frame is not None
    type_into(window.frame.schedule.rows, cell(window.frame.schedule.rows, 4, Field.PROGRESS), "kept")
    window.close()
    moved = Path(shutil.move(store_path, tmp_path / "搬走.peidang"))
    assert store_path not in memory.recent_stores()
    window = opened(moved, qtbot)
    assert window.frame is not None
    assert cell(window.frame.schedule.rows, 4, Field.PROGRESS).data() == "kept"
