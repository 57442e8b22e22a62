"""Line icons of the window's own, drawn on a 24 × 24 grid."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

GRID = 24.0
STROKE = 1.5
SCALE = 4
"""Pictures are drawn this many times larger, so that they stay sharp on any screen."""


def _line(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _table() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 4, 18, 16), 1.5, 1.5)
    for y in (9, 14.5):
        _line(path, (3, y), (21, y))
    _line(path, (9, 9), (9, 20))
    return path


def _exchange() -> QPainterPath:
    path = QPainterPath()
    _line(path, (3, 13), (3, 19.5), (21, 19.5), (21, 13))
    _line(path, (8, 3.5), (8, 14))
    _line(path, (4.8, 10.8), (8, 14), (11.2, 10.8))
    _line(path, (16, 14), (16, 3.5))
    _line(path, (12.8, 6.7), (16, 3.5), (19.2, 6.7))
    return path


def _report() -> QPainterPath:
    path = QPainterPath()
    _line(path, (5, 3), (15, 3), (19, 7), (19, 21), (5, 21), (5, 3))
    _line(path, (15, 3), (15, 7), (19, 7))
    for y, end in ((11, 16), (14, 16), (17, 12.5)):
        _line(path, (8, y), (end, y))
    return path


def _settings() -> QPainterPath:
    path = QPainterPath()
    for y, knob in ((6, 15), (12, 8), (18, 16.5)):
        _line(path, (3, y), (knob - 2.2, y))
        _line(path, (knob + 2.2, y), (21, y))
        path.addEllipse(QPointF(knob, y), 2.2, 2.2)
    return path


def _left() -> QPainterPath:
    path = QPainterPath()
    _line(path, (14.5, 6), (8.5, 12), (14.5, 18))
    return path


def _right() -> QPainterPath:
    path = QPainterPath()
    _line(path, (9.5, 6), (15.5, 12), (9.5, 18))
    return path


def _down() -> QPainterPath:
    path = QPainterPath()
    _line(path, (6.5, 9.5), (12, 15), (17.5, 9.5))
    return path


def _close() -> QPainterPath:
    path = QPainterPath()
    _line(path, (6, 6), (18, 18))
    _line(path, (18, 6), (6, 18))
    return path


def _search() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(10.5, 10.5), 6.5, 6.5)
    _line(path, (15.4, 15.4), (21, 21))
    return path


def _pane() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 4, 18, 16), 1.5, 1.5)
    _line(path, (14.5, 4), (14.5, 20))
    return path


def _drop() -> QPainterPath:
    path = QPainterPath()
    _line(path, (12, 3.5), (12, 15))
    _line(path, (7.5, 10.5), (12, 15), (16.5, 10.5))
    _line(path, (4, 15), (4, 20), (20, 20), (20, 15))
    return path


DRAWINGS: dict[str, Callable[[], QPainterPath]] = {
    "table": _table,
    "exchange": _exchange,
    "report": _report,
    "settings": _settings,
    "left": _left,
    "right": _right,
    "down": _down,
    "close": _close,
    "search": _search,
    "pane": _pane,
    "drop": _drop,
}


def icon(name: str, size: int, colour: str, chosen: str | None = None) -> QIcon:
    """An icon in a colour, and in another for the chosen state."""
    made = QIcon()
    made.addPixmap(_picture(name, size, colour), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(_picture(name, size, chosen or colour), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _picture(name: str, size: int, colour: str) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * SCALE)
    pixmap.setDevicePixelRatio(SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / GRID, size / GRID)
    pen = QPen(
        QColor(colour), STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )
    painter.setPen(pen)
    painter.drawPath(DRAWINGS[name]())
    painter.end()
    return pixmap
