"""The document under review: what it is now, and every step back. Nothing of it is in a store yet."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from peidang.app.plan.review import Review
from peidang.app.plan.shown_text import Place
from peidang.domain.errors import PeidangError


class ReviewDesk(QObject):
    """Holds one review; every edit goes through ``edit`` and can be taken back."""

    changed = Signal()
    """The review is another one; whoever shows it looks at ``review``."""
    failed = Signal(object)
    """An error to be told to the user."""
    pointed = Signal(object)
    """Places of the document to be shown, a sequence of ``Place``."""

    def __init__(self, review: Review, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.review = review
        self.undo_stack = QUndoStack(self)

    @property
    def touched(self) -> bool:
        """Whether anything would be lost by leaving."""
        return not self.undo_stack.isClean()

    @property
    def last_step(self) -> str:
        """What 撤销 would take back, in words; '' when there is nothing."""
        return self.undo_stack.undoText()

    def edit(self, words: str, change: Callable[[Review], Review]) -> bool:
        """Make an edit. False when it is refused; the refusal is told and nothing is changed."""
        try:
            after = change(self.review)
        except PeidangError as error:
            self.failed.emit(error)
            return False
        if after is not self.review:
            self.undo_stack.push(_Step(self, words, self.review, after))
            self.changed.emit()
        return True

    def undo(self) -> None:
        """Take the last edit back."""
        self.undo_stack.undo()
        self.changed.emit()

    def redo(self) -> None:
        """Make the edit taken back last again."""
        self.undo_stack.redo()
        self.changed.emit()

    def point(self, places: Sequence[Place]) -> None:
        """Show where something stands in the document."""
        self.pointed.emit(tuple(places))


class _Step(QUndoCommand):
    """From one review to the next."""

    def __init__(self, desk: ReviewDesk, words: str, before: Review, after: Review) -> None:
        super().__init__(words)
        self._desk = desk
        self._before = before
        self._after = after

    def redo(self) -> None:
        """The edit; called once by the push."""
        self._desk.review = self._after

    def undo(self) -> None:
        """The review as it was before."""
        self._desk.review = self._before
