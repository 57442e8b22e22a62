"""What stands at the right over the table. On a narrow page only what cannot be reached otherwise is kept."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from peidang.desktop import look
from peidang.desktop.controls import row
from peidang.desktop.look import Gap


class TableTools(QWidget):
    """Widgets side by side; ``roomy`` are those of them that give way where there is no room for all."""

    def __init__(
        self, parts: Sequence[QWidget], roomy: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._roomy = tuple(parts), tuple(roomy)
        self.setLayout(row(*parts))

    def sizeHint(self) -> QSize:
        """Room for all of them."""
        return self._room([one for one in self._parts if one in self._roomy or not one.isHidden()])

    def minimumSizeHint(self) -> QSize:
        """Room for those that stay."""
        return self._room([one for one in self._parts if one not in self._roomy and not one.isHidden()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of them, or those that stay."""
        super().resizeEvent(event)
        for one in self._roomy:
            one.setVisible(self.width() >= self.sizeHint().width())

    def _room(self, parts: Sequence[QWidget]) -> QSize:
        width = sum(one.sizeHint().width() for one in parts) + Gap.SMALL * max(len(parts) - 1, 0)
        return QSize(width, look.FIELD_HEIGHT)
