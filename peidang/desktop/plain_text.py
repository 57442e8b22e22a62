"""Text of others is shown as text, never as markup."""

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from peidang.desktop import look


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows its text as it is."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    return made


def wrapped(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label over several lines, whose text can be marked and copied."""
    made = label(text, role, parent)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """A line that ends in an ellipsis where there is no room for it; hovering tells it whole."""

    def __init__(
        self, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.short = ""
        """What is said instead where there is no room for the text; '' for the text, cut."""
        self._side = side
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(look.SEARCH_LEAST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.fontMetrics().horizontalAdvance(self.text())
        words = self.short if self.short and room > self.width() else self.text()
        cut = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(tip(self.text()) if cut != self.text() else "")
        painter.drawText(self.rect(), self._side | Qt.AlignmentFlag.AlignVCenter, cut)


def escaped(text: str) -> str:
    """The text as markup that shows just this text."""
    return html.escape(text).replace("\n", "<br>")


def tip(text: str, said: Sequence[str] = ()) -> str:
    """A hint for hovering: the whole text, then a sentence a line. Wrapped, and escaped."""
    parts = [escaped(part) for part in (text, *said) if part]
    return f'<table width="{look.TIP_WIDTH}"><tr><td>{"<br><br>".join(parts)}</td></tr></table>'
