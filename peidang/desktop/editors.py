"""What answers are typed into. Each knows whether a Chinese word is being composed: then nothing is saved."""

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


class StatusEditor(QComboBox):
    """完成状态, from its list. A word that came from outside and is not in the list stays to be seen."""

    composing = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("（未填）", "")
        for status in Status:
            self.addItem(status.value, status.value)

    @property
    def answer(self) -> str:
        """The word chosen."""
        return str(self.currentData() or "")

    def show_answer(self, text: str) -> None:
        """Begin with the answer so far."""
        place = self.findData(text)
        if place < 0:
            self.addItem(text, text)
            place = self.count() - 1
        self.setCurrentIndex(place)


AnswerEditor = TextEditor | LineEditor | StatusEditor
