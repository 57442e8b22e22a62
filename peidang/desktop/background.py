"""Long work beside the window: runs in a thread of its own, its result or error comes back on the window's thread.

A ``Store`` stays on the thread that opened it: work gets plain data or a path, and opens its own.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

Report = Callable[[int, int], bool]
"""Tells how far the work is (done, of how many); False means that the user wants it to stop."""


class Job(QThread):
    """One piece of work. ``arrived`` and ``failed`` are called on the window's thread, one of them, once."""

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
        self._result.connect(self._deliver)
        self._error.connect(self._deliver_error)
        self.finished.connect(self.deleteLater)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled

    def run(self) -> None:
        """The thread's body; not to be called."""
        try:
            result = self._work(self._report)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a native reader may panic with what is no Exception
            kept = error if isinstance(error, Exception) else RuntimeError(str(error))
            self._error.emit(kept)
        else:
            self._result.emit(result)

    def _report(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)
        return not self._cancelled

    @Slot(object)
    def _deliver(self, result: Any) -> None:
        self._arrived(result)

    @Slot(object)
    def _deliver_error(self, error: Exception) -> None:
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
    """Ask every running job under ``parent`` to stop, and wait for it: a thread must not outlive its owner."""
    for job in parent.findChildren(Job):
        job.cancel()
        job.wait()
