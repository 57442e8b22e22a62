"""Fields that open a list or a calendar, with the arrow that says so: the stylesheet can draw none without a picture."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QWidget

from peidang.desktop import look
from peidang.desktop.icons import icon
from peidang.desktop.look import Gap


class ChoiceField(QComboBox):
    """A field to choose from a list."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then its arrow."""
        super().paintEvent(event)
        _draw_arrow(self)


class DayField(QDateEdit):
    """A field for a day."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then its arrow."""
        super().paintEvent(event)
        _draw_arrow(self)


def _draw_arrow(field: QWidget) -> None:
    size = look.MENU_WIDTH
    room = QRect(field.width() - size - Gap.SMALL, (field.height() - size) // 2, size, size)
    second = look.colours_of(QApplication.palette()).second
    icon("down", size, second).paint(QPainter(field), room, Qt.AlignmentFlag.AlignCenter)
