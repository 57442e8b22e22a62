"""Fields with the arrow that says they open, boxes with a tick: the stylesheet can draw neither without pictures."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

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


class TickBox(QCheckBox):
    """A box to be ticked."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, then its tick."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            draw_tick(
                QPainter(self),
                self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self),
            )


def draw_tick(painter: QPainter, rect: QRect) -> None:
    """A tick in a box that the stylesheet has filled."""
    box = QRectF(rect)
    colour = QColor(look.colours_of(QApplication.palette()).on_accent)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, look.TICK_STROKE, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    points = [(0.26, 0.52), (0.43, 0.69), (0.75, 0.33)]
    painter.drawPolyline(
        [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in points]
    )
    painter.restore()
