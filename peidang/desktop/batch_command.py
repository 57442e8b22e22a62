"""Ctrl+Z for what is done as one batch and cannot be repeated by itself, and for settings, which are set as before."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QUndoCommand, QUndoStack


class TakeBack(QUndoCommand):
    """Stands for a batch that is on disk. Undo withdraws it; there is no redo, so it leaves the stack with it."""

    def __init__(self, take_back: Callable[[int, str], bool], words: str, batch: int) -> None:
        super().__init__(words.removeprefix("已"))
        self.batch = batch
        self._take_back = take_back

    def redo(self) -> None:
        """Nothing: at the push it is done already."""

    def undo(self) -> None:
        """Withdraw the batch."""
        self.setObsolete(True)
        self._take_back(self.batch, self.text())


def let_go(stack: QUndoStack, batch: int) -> None:
    """A batch was withdrawn by another way (撤销本次收表): its command has nothing to do any more."""
    for place in range(stack.count()):
        one = stack.command(place)
        if isinstance(one, TakeBack) and one.batch == batch:
            one.setObsolete(True)


class SetBack(QUndoCommand):
    """Stands for a setting that is on disk: undo sets what was, redo what was chosen."""

    def __init__(
        self,
        act: Callable[[str, Callable[[Any], object]], bool],
        words: str,
        there: Callable[[Any], object],
        back: Callable[[Any], object],
    ) -> None:
        super().__init__(words.removeprefix("已"))
        self._act, self._words, self._there, self._back = act, words, there, back
        self._pushed = False

    def redo(self) -> None:
        """Choose it again; nothing at the push."""
        if not self._pushed:
            self._pushed = True
        elif not self._act(self._words, self._there):
            self.setObsolete(True)

    def undo(self) -> None:
        """As it was."""
        if not self._act(f"已撤销：{self.text()}", self._back):
            self.setObsolete(True)
