"""The pages of a paper as pictures, as wide as there is room."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.look import Gap


class PagesView(QScrollArea):
    """Pages one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setProperty("role", "desk")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("样稿")
        self.setMinimumWidth(look.PAGES_LEAST)
        self._pages: list[QLabel] = []

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """Show other pages, at the place that was in sight."""
        held = self.verticalScrollBar().value()
        body = QWidget()
        body.setProperty("role", "desk")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(Gap.LARGE, Gap.LARGE, Gap.LARGE, Gap.LARGE)
        column.setSpacing(Gap.LARGE)
        self._pages = []
        for number, data in enumerate(pages, start=1):
            picture = QPixmap()
            picture.loadFromData(data)
            page = QLabel()
            page.setScaledContents(True)
            page.setPixmap(picture)
            page.setAccessibleName(f"第{number}页，共{len(pages)}页")
            page.setProperty("role", "paper")
            self._pages.append(page)
            column.addWidget(page, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._fit()
        self.setWidget(body)
        body.adjustSize()
        self.verticalScrollBar().setValue(held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages follow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * Gap.LARGE
        width = max(look.PAGES_LEAST // 2, min(look.PAPER_WIDTH, room))
        for page in self._pages:
            size = page.pixmap().size()
            page.setFixedSize(width, round(width * size.height() / max(1, size.width())))
