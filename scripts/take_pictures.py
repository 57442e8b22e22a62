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
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from peidang.app import reviewing, stores, undoing
from peidang.app.demo.month import run_demo
from peidang.app.review import unit_names
from peidang.desktop import look
from peidang.desktop.application import dress, make_application
from peidang.desktop.frame import EXCHANGE, REPORT, SCHEDULE, SETTINGS, Frame
from peidang.desktop.main_window import MainWindow
from peidang.resources import resource

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NOW = datetime(2025, 11, 11, 14, 32)
REVIEWED = (("qingzhou.txt", "review"), ("jining-hitech.txt", "review-units"))
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
    take(window, folder, "receive")
    frame.exchange.segments.choose(1)
    frame.exchange.send.folder.setText("文档/配档通/2025年10月填报表")  # nobody's home in a picture
    take(window, folder, "send")
    frame.rail.choose(REPORT)
    settle(lambda: frame.report.job)
    take(window, folder, "report")
    frame.rail.choose(SETTINGS)
    frame.settings.place.setText("演示.peidang，在“配档通”文件夹")  # nobody's folder in a picture
    take(window, folder, "settings")


def show_drop(window: MainWindow, frame: Frame, folder: Path, received: Path) -> None:
    """The files of the month, dropped once more."""
    frame.rail.choose(EXCHANGE)
    tab = frame.exchange.receive
    tab.look_at([received])
    settle(lambda: tab.job)
    answered_twice = [
        place for place, one in enumerate(tab.files.things.things) if one.outcome == "needs-decision"
    ]
    tab.files.selectRow(answered_twice[0] if answered_twice else 0)
    take(window, folder, "receive-preview")


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
        received = next(path for path in Path(scratch).glob("收到*/*") if path.name.endswith("10月"))
        first = open_window(None)
        take(first, asked.folder, "welcome")
        first.close()
        show_review(asked.folder)
        window = open_window(made.store)
        assert window.frame is not None
        show_month(window, window.frame, asked.folder)
        window.close()
        withdraw_last_receipt(made.store)
        window = open_window(made.store)
        assert window.frame is not None
        show_drop(window, window.frame, asked.folder, received)
        window.close()


def withdraw_last_receipt(path: Path) -> None:
    """撤销本次收表, so that the same files are new once more."""
    with stores.open_store(path) as store:
        last = undoing.last_undoable(store)
        if last:
            undoing.undo(store, last.id)


if __name__ == "__main__":
    main()
