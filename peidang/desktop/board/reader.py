"""Reads the board beside the window: a year of a large plan takes longer than a hand should wait."""

from PySide6.QtCore import QObject, Signal

from peidang.app import board, stores
from peidang.app.board import Board
from peidang.desktop.background import Job, Report, start
from peidang.desktop.desk import Desk


class BoardReader(QObject):
    """Reads again whenever asked; while it reads, any number of requests are one."""

    arrived = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.job: Job | None = None
        self._again = False

    def read(self) -> None:
        """Ask for the board of the period shown."""
        if self.job is not None:
            self._again = True
            return
        desk = self.desk
        path, plan_id, period_id, today = desk.path, desk.plan_id, desk.period_id, desk.today
        if plan_id is None or period_id is None:
            return

        def work(_report: Report) -> Board:
            with stores.open_store(path, desk.now) as store:
                return board.board(store, plan_id, today, until=period_id)

        self._again = False
        self.job = start(self, work, self._arrived, self._failed)

    def _arrived(self, found: Board) -> None:
        self.job = None
        if self._again:
            self.read()
        else:
            self.arrived.emit(found)

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.desk.failed.emit(error)
