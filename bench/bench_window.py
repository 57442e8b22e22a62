"""Three hundred returns dropped on the window: does it stay alive?

Run from the project's root: ``.venv/bin/python -m bench.bench_window [--files 300] [--same]``. The real window
(offscreen) gets a folder of returns of one plan; while they are looked at and taken somebody scrolls the board, filters
it and opens files. Prints, for each stretch of the way, how long it took, how often progress was shown, and the longest
time in which the window heard nothing (the goal is 200 ms). With ``--same`` all versions of a unit say the same
(nothing contested); without, every unit has versions that contradict each other: the most questions there can be.
Ends with code 1 when the goal is missed, a stopped drop left anything, or not all was taken.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer

from bench.bench_receiving import one_plan_ground
from peidang.app.month import showing
from peidang.app.store import stores
from peidang.desktop import look
from peidang.desktop.application import dress, make_application
from peidang.desktop.frame import EXCHANGE
from peidang.desktop.main_window import MainWindow
from peidang.desktop.receive_tab import ReceiveTab

GOAL = 0.2
"""Seconds: what people take for at once."""
TICK = 5
"""Milliseconds between two looks at the clock."""
HAND = 150
"""Milliseconds between two things that somebody does meanwhile."""
NOW = datetime(2025, 10, 27, 14, 32)


@dataclass
class Stretch:
    """What was measured between two moments."""

    name: str
    seconds: float = 0.0
    longest: float = 0.0
    work: float = 0.0
    """The most that the window's own thread worked between two looks: silence on a machine that has nothing else to do."""
    reports: set[int] = field(default_factory=set)
    """The percentages that were shown."""

    def __str__(self) -> str:
        told = f", progress shown {len(self.reports)} times" if self.reports else ""
        silence = f"longest silence {1000 * self.longest:5.0f} ms ({1000 * self.work:.0f} of it work)"
        return f"{self.name:34} {self.seconds:6.2f} s, {silence}{told}"


class Watch(QObject):
    """Looks at the clock whenever the window is free to; a hand does something now and then."""

    def __init__(self, tab: ReceiveTab) -> None:
        super().__init__()
        self.tab = tab
        self.stretches: list[Stretch] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._deeds = self._what_a_hand_does()
        self._timers = []
        for pause, action in ((TICK, self._tick), (HAND, lambda: next(self._deeds))):
            timer = QTimer(self)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(action)
            self._timers.append((timer, pause))

    @contextmanager
    def over(self, name: str) -> Iterator[Stretch]:
        """Measure what is done inside, and what the window does until it is idle again."""
        stretch = Stretch(name)
        self.stretches.append(stretch)
        started = self._last = time.perf_counter()
        self._worked = time.thread_time()
        for timer, pause in self._timers:
            timer.start(pause)
        yield stretch
        self._wait(lambda: self.tab.job is None)
        # What came of it is drawn, and may have set off something more.
        self._wait(lambda: self.tab.job is None)
        for timer, _ in self._timers:
            timer.stop()
        stretch.seconds = time.perf_counter() - started

    def _wait(self, done: Callable[[], bool]) -> None:
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if done() else None)
        timer.start(2 * TICK)
        loop.exec()

    def _tick(self) -> None:
        now, stretch = time.perf_counter(), self.stretches[-1]
        stretch.longest = max(stretch.longest, now - self._last - TICK / 1000)
        worked = time.thread_time()
        stretch.work = max(stretch.work, worked - self._worked)
        self._last, self._worked = now, worked
        if self.tab.job is not None and self.tab.progress.maximum() > 0:
            stretch.reports.add(100 * self.tab.progress.value() // self.tab.progress.maximum())

    def _what_a_hand_does(self) -> Iterator[None]:
        tab, number = self.tab, 0
        while True:
            number += 1
            bar = tab.units.verticalScrollBar()
            bar.setValue((bar.value() + bar.singleStep()) % (bar.maximum() + 1))
            yield
            tab.counts.picked.emit(number % 3)
            yield
            if files := tab.files.things.rowCount():
                tab.files.selectRow(7 * number % files)
            yield


def content(store: Path) -> object:
    """What the store holds."""
    with stores.open_store(store) as opened:
        return showing.show(opened)


def stop_half_way(tab: ReceiveTab) -> None:
    """停止 is pressed as soon as half of what is under way is done."""

    def press(done: int, total: int) -> None:
        if 2 * done >= total:
            tab.work.progressed.disconnect(press)
            tab.cancel_button.click()

    tab.work.progressed.connect(press)


def _in_time(watch: Watch, name: str, begin: Callable[[], None], done: Callable[[], bool]) -> bool:
    """Stop half-way what ``begin`` sets off. True when it was all done before 停止 was heard: it is whole then."""
    with watch.over(f"{name}, stopped half-way") as stretch:
        begin()
        stop_half_way(watch.tab)
    if done():
        stretch.name = name
    return done()


def drop_all(store: Path, drop: Path) -> tuple[list[Stretch], list[str]]:
    """The whole way of a drop in the window; what was measured, and what went wrong."""
    wrong: list[str] = []
    before = content(store)
    window = MainWindow(store, lambda: NOW)
    window.resize(1366, 768)
    window.show()
    assert window.frame is not None
    window.frame.rail.choose(EXCHANGE)
    tab = window.frame.exchange.receive
    watch = Watch(tab)
    with watch.over("the page"):
        pass
    if not _in_time(watch, "looked at", lambda: tab.look_at([drop]), lambda: bool(tab.work.files)):
        with watch.over("looked at"):
            tab.look_at([drop])
    if content(store) != before:
        wrong.append("a look left something")
    seen = len({one.file for one in tab.work.files})
    if not _in_time(watch, "taken", tab.take, lambda: bool(tab.work.batches)):
        if content(store) != before:
            wrong.append("a drop that was stopped left something")
        with watch.over("taken"):
            tab.take()
    if len(tab.work.taken) != seen:
        wrong.append(f"{len(tab.work.taken)} of {seen} files were taken")
    if tab.questions.count:
        with watch.over("one question settled"):
            window.frame.desk.decide(asked := window.frame.desk.decisions()[0], asked.choices[0].id)
    with watch.over("taken back"):
        tab.undo()
    window.close()
    return watch.stretches, wrong


def main() -> None:
    """Make the files, drop them, print."""
    parser = argparse.ArgumentParser(description="Measure the window while many returns come in.")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--same", action="store_true", help="versions of a unit say the same")
    told = parser.parse_args()
    application = make_application()
    dress(application, look.LIGHT)
    with tempfile.TemporaryDirectory() as name:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, f"{name}/habits")
        ground = one_plan_ground(Path(name) / "ground", told.files, told.same)
        stretches, wrong = drop_all(ground.store, ground.drop)
    for stretch in stretches:
        print(stretch)
    for words in wrong:
        print(words)
    sys.exit(bool(wrong) or max(stretch.longest for stretch in stretches) > GOAL)


if __name__ == "__main__":
    main()
