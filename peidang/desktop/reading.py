"""Reads from the store beside the window what takes longer than a hand should wait."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from peidang.app.store import stores
from peidang.desktop.background import Job, Report, start
from peidang.desktop.desk import Desk


class Reader(QObject):
    """Reads again whenever asked; while it reads, any number of requests are one.

    ``ask`` is called on the window's thread and gives what is to be done with a store in another, None for nothing.
    """

    arrived = Signal(object)

    def __init__(
        self, desk: Desk, ask: Callable[[], Callable[[Any], Any] | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.job: Job | None = None
        self._ask = ask
        self._again = False

    def read(self) -> None:
        """Ask; ``arrived`` follows."""
        if self.job is not None:
            self._again = True
            return
        self._again = False
        asked = self._ask()
        if asked is None:
            return
        path, now = self.desk.path, self.desk.now

        def work(_report: Report) -> Any:
            with stores.open_store(path, now) as store:
                return asked(store)

        self.job = start(self, work, self._arrived, self._failed)

    def _arrived(self, found: Any) -> None:
        self.job = None
        if self._again:
            self.read()
        else:
            self.arrived.emit(found)

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.desk.failed.emit(error)
