"""Ctrl+Z for own words: a small command for each batch, which is on disk before its command is pushed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QUndoCommand

from peidang.desktop.desk import Desk

Write = Callable[[Any], int]
"""Writes to the store in one batch, whose number it gives."""


def write(desk: Desk, words: str, action: Write) -> bool:
    """Do it, so that Ctrl+Z withdraws it and Ctrl+Y does it again. False when it is refused (the refusal is told)."""
    batch: list[int] = []
    if not desk.act(words, lambda store: batch.append(action(store))):
        return False
    desk.undo_stack.push(_Worded(desk, words, action, batch[0]))
    desk.tell_done(words)
    return True


class _Worded(QUndoCommand):
    def __init__(self, desk: Desk, words: str, action: Write, batch: int) -> None:
        super().__init__(words)
        self._desk, self._words, self._action, self._batch = desk, words, action, batch
        self._pushed = False

    def redo(self) -> None:
        """Write it again; nothing at the push."""
        if not self._pushed:
            self._pushed = True
            return
        batch: list[int] = []
        if self._desk.act(self._words, lambda store: batch.append(self._action(store))):
            self._batch = batch[0]
        else:
            self.setObsolete(True)

    def undo(self) -> None:
        """Withdraw the batch."""
        if not self._desk.take_back(self._batch, self._words):
            self.setObsolete(True)
