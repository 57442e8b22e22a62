"""Sending, reporting, the bars, the first page and what runs beside the window."""

import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from peidang.app import pictures
from peidang.app.month import months
from peidang.desktop import background
from peidang.desktop.application import prepare_typing
from peidang.desktop.bars import standing
from peidang.desktop.desk import Desk
from peidang.desktop.folders import default_folder
from peidang.desktop.frame import EXCHANGE, REPORT, SCHEDULE, Frame
from peidang.desktop.main_window import MainWindow
from peidang.desktop.month_dialog import ChangeDuesDialog, MonthDialog, offered_spans
from peidang.desktop.report.settings_dialog import PaperSettingsDialog
from peidang.domain.errors import FileUnreadable, NotAStore
from peidang.domain.labels import Field
from peidang.domain.periods import parse_span
from tests.app.plan_texts import OWN_UNIT, water_plan, write_plan
from tests.desktop.office_hands import cell, stored, type_into

pytestmark = pytest.mark.needs_qt
LONG = 120_000


def test_requests_are_made_into_the_folder_chosen(frame: Frame, tmp_path: Path, qtbot: QtBot) -> None:
    frame.rail.choose(EXCHANGE)
    frame.exchange.segments.choose(1)
    tab = frame.exchange.send
    tab.folder.setText(str(tmp_path / "发"))
    tab.folder.setModified(True)
    tab.make_button.click()
    qtbot.waitUntil(lambda: tab.job is None, timeout=LONG)
    made = sorted(path.name for path in (tmp_path / "发").rglob("*.xlsx"))
    shown = [tab.units.things.index(row, 1).data() for row in range(tab.units.things.rowCount())]
    assert sorted(shown) == made
    assert "已生成" in tab.made_words.text()


def test_the_report_is_shown_as_pages_and_made_again_when_something_moved(
    frame: Frame, desk: Desk, qtbot: QtBot
) -> None:
    frame.rail.choose(REPORT)
    page = frame.report
    qtbot.waitUntil(lambda: page.job is None and page.preview is not None, timeout=LONG)
    assert page.preview is not None
    papers = [one for one in page.pages.widget().findChildren(QLabel) if one.pixmap()]
    assert len(papers) == len(page.preview.pages) == page.preview.paper.pages
    first = page.preview
    type_into(frame.schedule.rows, cell(frame.schedule.rows, 3, Field.PROGRESS), "moved")
    qtbot.waitUntil(lambda: page.job is None and page.preview is not first, timeout=LONG)


def test_papers_are_exported_where_the_user_says(
    frame: Frame, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "出"))
    with qtbot.waitSignal(frame.desk.said, timeout=LONG) as told:
        frame.report.bar.export(xlsx=True)
    assert [path.suffix for path in (tmp_path / "出").iterdir()] == [".xlsx"]
    assert told.args is not None
    assert told.args[0].startswith("已导出")


def test_what_is_no_paper_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no pdf")
    with pytest.raises(FileUnreadable) as told:
        pictures.page_pictures(tmp_path / "a.pdf", 100)
    assert told.value.name == "a.pdf"


def test_the_top_bar_says_how_the_month_stands(frame: Frame, desk: Desk) -> None:
    assert frame.top_bar.stand.text() == "应报8家 已报0家 未报8家 · 截止10月25日(周六)"
    assert desk.view is not None
    assert standing(None, desk) == ""


def test_the_status_bar_says_what_was_done_and_takes_it_back(frame: Frame, store_path: Path) -> None:
    table = frame.schedule.rows
    type_into(table, cell(table, 3, Field.PROGRESS), "typed")
    bar = frame.status_bar
    assert bar.words.text().startswith("已填：")
    assert bar.saved.text() == "工作库 粮食 · 已保存 14:32"
    bar.undo.click()
    assert stored(store_path, 3, Field.PROGRESS) == ""
    assert bar.words.text().startswith("已撤销：")
    assert not bar.undo.isVisible()


def test_the_month_after_the_newest_is_offered_first() -> None:
    today = date(2025, 11, 3)
    assert offered_spans([], today)[0].key == "2025-11"
    known = [parse_span("2025-10")]
    assert [span.key for span in offered_spans(known, today)][:2] == ["2025-11", "2025-09"]
    ahead = [parse_span("2025-12")]
    assert offered_spans(ahead, today)[0].key == "2026-01"


def test_a_month_is_asked_for_with_its_due(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = MonthDialog([parse_span("2025-11"), parse_span("2025-12")])
    qtbot.addWidget(dialog)
    dialog.span.setCurrentIndex(1)
    assert (dialog.chosen.key, dialog.chosen_due) == ("2025-12", date(2025, 12, 25))


def test_before_the_first_month_there_is_one_step_to_take(
    dressed: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    document = write_plan(tmp_path, water_plan())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "新库"), ""))
    window.welcome.own_unit.setText("县水利局")
    window.open_plan(document)
    qtbot.waitUntil(lambda: window.review is not None, timeout=LONG)
    assert window.review is not None
    window.review.confirm_button.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=LONG)
    frame = window.frame
    assert frame is not None
    assert frame.desk.path == tmp_path / "新库.peidang"
    assert frame.pages.currentWidget() is frame.schedule
    frame.rail.choose(EXCHANGE)
    assert frame.pages.currentWidget() is frame.no_month
    frame.desk.open_month("2025-10", date(2025, 10, 25))
    assert frame.pages.currentWidget() is frame.exchange
    frame.rail.choose(SCHEDULE)
    window.close()


def test_a_bureau_opens_a_request_fills_it_and_makes_its_reply(
    dressed: QApplication, office_folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    request = next((office_folder / "发出").rglob("*县水利局*.xlsx"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "水利.peidang"), ""))
    window.open_request(request)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=LONG)
    frame = window.frame
    assert frame is not None
    table = frame.schedule.rows
    first = next(line for line in frame.desk.view.lines) if frame.desk.view else None
    assert first is not None
    type_into(table, cell(table, first.row.serial, Field.PROGRESS), "done")
    frame.rail.choose(EXCHANGE)
    frame.exchange.segments.choose(1)
    tab = frame.exchange.send
    assert tab.make_button.text() == "生成报送表"
    tab.folder.setText(str(tmp_path / "报送"))
    tab.folder.setModified(True)
    tab.make_button.click()
    qtbot.waitUntil(lambda: tab.job is None, timeout=LONG)
    assert frame.notice.words.text() == ""
    assert len(list((tmp_path / "报送").glob("*.xlsx"))) == 1
    window.close()


def test_a_file_that_is_no_store_leaves_the_open_one_in_place(
    dressed: QApplication, store_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = MainWindow(store_path)
    qtbot.addWidget(window)
    window.show()
    (tmp_path / "b.peidang").write_bytes(b"something else entirely, and long enough to be looked at" * 20)
    with pytest.raises(NotAStore):
        window.open(tmp_path / "b.peidang")
    assert window.desk is not None
    assert window.desk.path == store_path
    window.close()


def test_several_plans_in_one_store_are_chosen_from(frame: Frame, desk: Desk, tmp_path: Path) -> None:
    from peidang.app.plan import plans  # noqa: PLC0415

    second = plans.add_plan(desk.store, write_plan(tmp_path, water_plan(), "b.txt"), OWN_UNIT)
    months.open_month(desk.store, second, "2025-10")
    desk.reload()
    names = [action.text() for action in frame.top_bar.plan.menu().actions() if action.text()]
    assert len(names) == 2 + 4
    frame.top_bar.plan.menu().actions()[1].trigger()
    assert desk.plan_id == second
    assert frame.schedule.rows.answers.columnCount() == 11


def test_an_error_of_the_work_comes_back_on_the_windows_thread(dressed: QApplication, qtbot: QtBot) -> None:
    owner = QObject()
    seen: list[tuple[Exception, int]] = []

    def fail(_report: background.Report) -> None:
        raise sqlite3.OperationalError("full")

    background.start(owner, fail, lambda _: None, lambda error: seen.append((error, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen), timeout=LONG)
    assert isinstance(seen[0][0], sqlite3.OperationalError)
    assert seen[0][1] == threading.get_ident()
    background.finish_all(owner)


def test_an_input_method_set_by_hand_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    chosen = {"PEIDANG_IM": "fcitx"}
    prepare_typing(chosen)
    assert chosen["QT_IM_MODULE"] == "fcitx"
    nothing: dict[str, str] = {}
    prepare_typing(nothing)
    assert nothing == {}


def test_a_laptop_at_double_scale_still_shows_the_whole_window(frame: Frame) -> None:
    room = QSize(1920, 1080) / 2
    for page in (SCHEDULE, EXCHANGE, REPORT):
        frame.rail.choose(page)
        least = frame.minimumSizeHint()
        assert (least.width() <= room.width(), least.height() <= room.height()) == (True, True)


def test_folders_that_are_proposed_lie_in_the_users_own_home(home: Path, dressed: QApplication) -> None:
    proposed = default_folder("关于“新建/改建”粮仓的方案")
    assert proposed.is_relative_to(home)
    assert proposed.name == "关于“新建_改建”粮仓的方案"


def test_where_there_is_no_room_the_due_is_still_told(frame: Frame, desk: Desk) -> None:
    short = standing(desk.view, desk, short=True)
    assert short == frame.top_bar.stand.short
    assert short.startswith("未报")
    assert short.endswith(standing(desk.view, desk).rsplit(" · ", 1)[1])


def test_what_went_wrong_is_put_away_when_something_went_well(frame: Frame, desk: Desk) -> None:
    frame.notice.say("没有这个文件")
    desk.say("已复制")
    assert not frame.notice.isVisible()


def test_dues_that_were_changed_are_set_back(frame: Frame, desk: Desk, qtbot: QtBot) -> None:
    assert desk.period is not None
    before = desk.period
    dialog = ChangeDuesDialog(desk, before)
    qtbot.addWidget(dialog)
    dialog.due.setDate(dialog.due.date().addDays(2))
    assert dialog.do()
    assert desk.period.due != before.due
    frame.status_bar.undo.click()
    assert (desk.period.due, desk.period.final_due) == (before.due, before.final_due)
    changed = desk.period.due
    desk.redo()
    assert desk.period.due != changed


def test_a_dialog_is_no_higher_than_the_screen(desk: Desk, qtbot: QtBot) -> None:
    dialog = PaperSettingsDialog(desk)
    qtbot.addWidget(dialog)
    room = dialog.screen().availableSize()
    dialog.resize(room.width() + 300, room.height() + 300)
    dialog.show()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
