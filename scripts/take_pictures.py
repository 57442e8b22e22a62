"""Takes the pictures of the window for the documents: runs the demonstration, opens its store, shows every page.

    python scripts/take_pictures.py [FOLDER] [--dark]

Writes PNG files of 1366 × 768 (times QT_SCALE_FACTOR) into FOLDER, by default docs/pictures. Needs no screen.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from messy_drop import PASSWORD, make_scene
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from peidang.app.demo.month import run_demo
from peidang.app.month import entering
from peidang.app.papers import draft_marks, reporting
from peidang.app.plan import reviewing
from peidang.app.plan.review import unit_names
from peidang.desktop import look
from peidang.desktop.application import dress, make_application
from peidang.desktop.frame import EXCHANGE, REPORT, SCHEDULE, SETTINGS, Frame
from peidang.desktop.main_window import MainWindow
from peidang.desktop.outgoing.page import BACK, CHASING
from peidang.desktop.receive_tab import ReceiveTab
from peidang.desktop.report.settings_dialog import PaperSettingsDialog
from peidang.desktop.report.work import pdf_of
from peidang.domain.labels import Field, Light
from peidang.resources import resource

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NOW = datetime(2025, 11, 11, 14, 32)
REVIEWED = (("qingzhou.txt", "review"), ("jining-hitech.txt", "review-units"))
CHARTS = "进展情况图"
QUESTION = "以哪一份为准"
A_MOMENT = 20
"""Milliseconds between two looks at whether the work beside the window is done."""


def settle(busy: Callable[[], object] = lambda: None) -> None:
    """Let the window draw, and wait for what runs beside it."""
    loop = QEventLoop()
    clock = QTimer()
    clock.setInterval(A_MOMENT)
    clock.timeout.connect(lambda: None if busy() else loop.quit())
    clock.start()
    loop.exec()


def take(window: MainWindow, folder: Path, name: str) -> None:
    """One picture."""
    settle()
    settle()  # what the first round of drawing asked for is laid out, too
    window.grab().save(str(folder / f"{name}.png"))


def show_month(window: MainWindow, frame: Frame, folder: Path) -> None:
    """The pages of a month that was received."""
    frame.rail.choose(SCHEDULE)
    take(window, folder, "schedule")
    table = frame.schedule.rows
    table.setCurrentIndex(table.answers.index(2, 8))
    frame.schedule.open_pane()
    take(window, folder, "schedule-detail")
    frame.schedule.close_pane()
    frame.schedule.segments.choose(1)
    take(window, folder, "indicators")
    frame.rail.choose(EXCHANGE)
    frame.exchange.segments.choose(1)
    frame.exchange.send.folder.setText("文档/配档通/2025年10月填报表")  # nobody's home in a picture
    take(window, folder, "send")
    frame.rail.choose(REPORT)
    settle(lambda: frame.report.job)
    take(window, folder, "report")
    show_charts(frame, folder)
    show_paper_settings(frame, folder)
    show_draft(window, frame, folder)
    frame.rail.choose(SETTINGS)
    frame.settings.place.setText("演示.peidang，在“配档通”文件夹")  # nobody's folder in a picture
    take(window, folder, "settings")
    show_correction(window, frame, folder)


def show_charts(frame: Frame, folder: Path) -> None:
    """The first page of charts of the report, as the window shows it."""
    shown = frame.report.preview
    assert shown is not None
    with PdfDocument(pdf_of(shown.paper)) as paper:
        place = max(n for n, one in enumerate(paper) if CHARTS in one.get_textpage().get_text_range())
    (folder / "charts.png").write_bytes(shown.pages[place])


def show_correction(window: MainWindow, frame: Frame, folder: Path) -> None:
    """更正 of the month after it was issued: one answer mended, not issued yet."""
    desk, page = frame.desk, frame.report
    frame.rail.choose(REPORT)
    with tempfile.TemporaryDirectory() as papers:
        reporting.issue(desk.store, desk.plan_id or "", desk.period_id or "", Path(papers), desk.today)
    desk.choose_period(desk.period_id or "")
    desk.begin_correction()
    assert desk.view is not None
    line = desk.view.lines[0]
    told = {(line.row.id, Field.PROBLEMS): "【演示数据】部分企业改造资金尚未落实。"}
    desk.act("已填", lambda store: entering.enter(store, desk.period_id or "", line.unit.id, told))
    settle(lambda: page.job)
    settle(lambda: page.job)
    take(window, folder, "correcting")


def show_paper_settings(frame: Frame, folder: Path) -> None:
    """文稿设置 with a letterhead being written; it is not kept."""
    asked = PaperSettingsDialog(frame.desk)
    asked.letterhead.on.setChecked(True)
    asked.letterhead.mark.write("某某市发展和改革委员会文件")
    asked.letterhead.number.write("某发改〔{年份}〕{期号}号")
    asked.imprint.on.setChecked(True)
    asked.imprint.copies.write("市委办公室，市政府办公室")
    asked.segments.choose(1)
    asked.show()
    asked.resize(look.DIALOG_WIDE, look.SETTINGS_HEIGHT)
    settle()
    asked.grab().save(str(folder / "paper-settings.png"))
    asked.hide()  # closing would ask about what was changed


def show_draft(window: MainWindow, frame: Frame, folder: Path) -> None:
    """A worded paragraph whose numbers moved since, what changed since the last draft."""
    page, desk = frame.report, frame.desk
    assert page.stands is not None
    draft_marks.mark_draft(desk.store, page.stands.draft)
    units = next(one for one in page.stands.draft.paragraphs if one.place == "overall.indicators")
    page.word(units.place, units.text.replace("共有指标", "本方案共有指标"))
    view = desk.view
    assert view is not None
    line = next(one for one in view.indicators if one.light is Light.BEHIND and one.reading.cumulative)
    more = str(2 * Decimal(line.reading.cumulative))
    told = {(line.indicator.id, Field.CUMULATIVE): more}
    desk.act("已填", lambda store: entering.enter(store, desk.period_id or "", line.unit.id, told))
    settle(lambda: page.job)
    page.text.next_unsettled()
    take(window, folder, "draft")


def show_board(window: MainWindow, frame: Frame, folder: Path, drop: Path) -> None:
    """收表: the board; a drop of twenty units with many faults, looked at and taken; what goes out then."""
    frame.rail.choose(EXCHANGE)
    tab, out = frame.exchange.receive, frame.exchange.outgoing
    settle(lambda: tab.job)
    take(window, folder, "receive")
    tab.look_at([drop])
    settle(lambda: tab.job)
    choose_file(tab, "修改后")
    take(window, folder, "receive-preview")
    tab.work.unlock(PASSWORD)
    settle(lambda: tab.job)
    choose_file(tab, "15_")
    torn = [one.file for one in tab.work.files if one.outcome == "refused"]
    tab.files.things.tick(torn, on=False)
    take(window, folder, "receive-findings")
    tab.take_chosen()
    settle(lambda: tab.job)
    settle(lambda: tab.job)
    take(window, folder, "receive-questions")
    cards = [one for one in tab.questions.findChildren(QWidget) if one.property("role") == "question"]
    next(one for one in cards if QUESTION in one.findChildren(QLabel)[0].text()).grab().save(
        str(folder / "question.png")
    )
    frame.exchange.segments.choose(2)
    settle(lambda: frame.exchange.materials.reader.job)
    take(window, folder, "materials")
    frame.exchange.segments.choose(1)
    for place, panel, name in ((CHASING, out.chase, "chase"), (BACK, out.back, "send-back")):
        out.segments.choose(place)
        settle(partial(getattr, panel, "job"))
        panel.folder.field.setText(f"文档/配档通/2025年10月{panel.what_folder}")  # nobody's home in a picture
        take(window, folder, name)


def choose_file(tab: ReceiveTab, part: str) -> None:
    """Open the file of the drop with this in its name."""
    places = [place for place, one in enumerate(tab.files.things.things) if part in one.file]
    tab.files.selectRow(places[0])


def show_review(folder: Path) -> None:
    """Two documents under review: one at a target nobody leads, one at a name in doubt."""
    for place, (name, picture) in enumerate(REVIEWED):
        window = open_window(None)
        review = reviewing.start_review(resource("plans", name))
        window.welcome.own_unit.setText(unit_names(review)[0])
        window.show_review(replace(review, name=f"{review.title}.txt"))
        settle()
        assert window.review is not None
        choice = reviewing.doubts_of(review)[place].choices[0].id
        window.review.doubts.cards[place].settle(choice)
        window.review.doubts.choose(2)
        take(window, folder, picture)
        window.review.desk.undo()
        window.close()


def open_window(store: Path | None) -> MainWindow:
    """A window that believes it is a day of the demonstration."""
    if store is not None:
        os.utime(store, (NOW.timestamp(), NOW.timestamp()))  # the window tells when the file was last written
    window = MainWindow(store, lambda: NOW)
    window.show()
    if window.frame:
        window.frame.schedule.rows.setFocus()
    return window


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    application: QApplication = make_application()
    dress(application, look.DARK if asked.dark else look.LIGHT)
    with tempfile.TemporaryDirectory() as scratch:
        QSettings.setPath(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, scratch
        )  # nobody's habits either
        made = run_demo(Path(scratch))
        first = open_window(None)
        take(first, asked.folder, "welcome")
        first.close()
        show_review(asked.folder)
        window = open_window(made.store)
        assert window.frame is not None
        show_month(window, window.frame, asked.folder)
        window.close()
        (Path(scratch) / "office").mkdir()
        scene = make_scene(Path(scratch) / "office")
        window = open_window(scene.store)
        assert window.frame is not None
        show_board(window, window.frame, asked.folder, scene.drop)
        window.close()


if __name__ == "__main__":
    main()
