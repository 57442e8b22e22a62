"""Ctrl+Z: one small command per edit. The edit is on disk before its command is pushed."""

from PySide6.QtGui import QUndoCommand

from peidang.desktop.desk import Cell, Desk


class EditCell(QUndoCommand):
    """One answer cell changed by hand.

    Undo withdraws the edit's own batch rather than writing the old value as a new answer: a unit that had said
    nothing has then said nothing again, and two values that stood against each other stand again.
    """

    def __init__(self, desk: Desk, cell: Cell, value: str, batch: int) -> None:
        super().__init__(cell.words)
        self._desk = desk
        self._cell = cell
        self._value = value
        self._batch = batch
        self._pushed = False

    def redo(self) -> None:
        """Write the value again; nothing at the push, for it is written already."""
        if not self._pushed:
            self._pushed = True
            return
        batch = self._desk.enter(self._cell, self._value)
        if batch:
            self._batch = batch
        else:
            self.setObsolete(True)

    def undo(self) -> None:
        """Withdraw the edit."""
        if not self._desk.take_back(self._batch, self._cell.words):
            self.setObsolete(True)
