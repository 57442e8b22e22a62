"""A line that opens into a list of sentences: what moved, what is to be looked at first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.controls import button
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import wrapped

OPEN, SHUT = "▾", "▸"


class FoldedList(QWidget):
    """Hidden when there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.is_open = False
        self.head = button("", self.fold, "link")
        """Stands where the page puts it."""
        self.lines = wrapped()
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(Gap.LARGE, 0, Gap.LARGE, Gap.HAIR)
        column.addWidget(self.lines)
        column.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll)
        self.hide()
        self.head.hide()

    def tell(self, head: str, lines: Sequence[str]) -> None:
        """The line, and what it opens into; nothing when there are no lines."""
        self._words = head
        self.lines.setText("\n".join(lines))
        self.head.setVisible(bool(lines))
        self._show()

    def fold(self) -> None:
        """Open or shut it."""
        self.is_open = not self.is_open
        self._show()

    def _show(self) -> None:
        self.head.setText(f"{OPEN if self.is_open else SHUT} {self._words}")
        self.setVisible(self.is_open and not self.head.isHidden())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its lines, up to a limit; the others by scrolling."""
        room = self.lines.heightForWidth(max(self.width() - 2 * Gap.PAGE, look.SEARCH_WIDTH))
        self._scroll.setFixedHeight(min(look.LOG_HEIGHT, room + Gap.SMALL))
