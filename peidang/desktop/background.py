"""Long work beside the window: runs in a thread of its own, its result or error comes back on the window's thread.

A ``Store`` stays on the thread that opened it: work gets plain data or a path, and opens its own.
"""

import gc
from collections.abc import Callable
from threading import Thread
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal, Slot

Report = Callable[[int, int], bool]
"""Tells how far the work is (done, of how many); False means that the user wants it to stop."""


class Job(QObject):
    """One piece of work. ``arrived`` and ``failed`` are called on the window's thread, one of them, once.

    A Python thread, not a QThread: deleting a QThread whose Python side is still ending crashes now and then.
    """

    _running: ClassVar[set["Job"]] = set()
    _result = Signal(object)
    _error = Signal(object)
    progressed = Signal(int, int)

    def __init__(
        self,
        parent: QObject,
        work: Callable[[Report], Any],
        arrived: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._arrived = arrived
        self._failed = failed
        self._cancelled = False
        self._thread = Thread(target=self._run)
        self._result.connect(self._deliver)
        self._error.connect(self._deliver_error)

    def start(self) -> None:
        """Begin."""
        Job._running.add(self)
        gc.disable()  # else Python would free forgotten widgets on the job's thread, and Qt would crash
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    def end(self) -> bool:
        """Wait for the thread, let the job go, collect garbage again after the last one. False: was done before."""
        self._thread.join()
        if self not in Job._running:
            return False
        Job._running.discard(self)
        if not Job._running:
            gc.enable()
        self.setParent(None)
        return True

    def _run(self) -> None:
        try:
            result = self._work(self._report)
        except BaseException as error:  # a native reader may panic with what is no Exception
            self._error.emit(error if isinstance(error, Exception) else RuntimeError(str(error)))
        else:
            self._result.emit(result)

    def _report(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)
        return not self._cancelled

    @Slot(object)
    def _deliver(self, result: Any) -> None:
        if self.end():
            self._arrived(result)

    @Slot(object)
    def _deliver_error(self, error: Exception) -> None:
        if self.end():
            self._failed(error)


def start(
    parent: QObject,
    work: Callable[[Report], Any],
    arrived: Callable[[Any], None],
    failed: Callable[[Exception], None],
) -> Job:
    """Start a job that belongs to ``parent``."""
    job = Job(parent, work, arrived, failed)
    job.start()
    return job


def finish_all(parent: QObject) -> None:
    """Ask every running job under ``parent`` to stop, and wait for it; what it brings is thrown away."""
    jobs = parent.findChildren(Job)
    for job in jobs:
        job.cancel()
    for job in jobs:
        job.end()
