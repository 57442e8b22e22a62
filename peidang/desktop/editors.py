"""What answers are typed into. Each knows whether a Chinese word is being composed: then nothing is saved."""

from collections.abc import Sequence

from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from peidang.desktop import look
from peidang.domain.labels import Status


class TextEditor(QPlainTextEdit):
    """Several lines. Enter saves, Alt+Enter or Shift+Enter begins a new line, Esc leaves the answer as it was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText("回车保存，Alt+回车换行，Esc 放弃")
        self.document().setDocumentMargin(look.CELL_PADDING - look.LINE_WIDTH)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a word is still being composed."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @property
    def answer(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def show_answer(self, text: str) -> None:
        """Begin with the answer so far, ready to go on at its end."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)


class LineEditor(QLineEdit):
    """One line: a number, a day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a word is still being composed."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @property
    def answer(self) -> str:
        """What was typed."""
        return self.text()

    def show_answer(self, text: str) -> None:
        """Begin with the answer so far, marked whole."""
        self.setText(text)
        self.selectAll()


class ChoiceEditor(QComboBox):
    """One of a list, as (words, value). A value that came from outside and is not in the list stays to be seen."""

    composing = False

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for words, value in choices:
            self.addItem(words, value)

    @property
    def answer(self) -> str:
        """The value chosen."""
        return str(self.currentData() or "")

    def show_answer(self, text: str) -> None:
        """Begin with the answer so far."""
        place = self.findData(text)
        if place < 0:
            self.addItem(text, text)
            place = self.count() - 1
        self.setCurrentIndex(place)


class StatusEditor(ChoiceEditor):
    """完成状态, from its list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([("（未填）", ""), *((status.value, status.value) for status in Status)], parent)


AnswerEditor = TextEditor | LineEditor | ChoiceEditor
