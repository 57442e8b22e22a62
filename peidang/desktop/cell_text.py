"""Text in a cell: wrapped, cut with an ellipsis after the last line that fits, dotted where a check speaks of it."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

LINE_SEPARATOR = "\u2028"


def line_height(font: QFont) -> int:
    """The distance of two lines."""
    return QFontMetrics(font).lineSpacing()


@lru_cache(maxsize=20_000)
def count_lines(text: str, font_key: str, width: int, most: int) -> int:
    """How many lines a text needs at a width, counted up to ``most``. ``font_key`` is ``QFont.toString()``."""
    font = QFont()
    font.fromString(font_key)
    return len(_broken(text, font, width, most)[1])


def dotted(start: int, length: int, colour: str) -> QTextLayout.FormatRange:
    """A dotted underline."""
    marked = QTextLayout.FormatRange()
    marked.start = start  # type: ignore[attr-defined]  # the stubs know no fields of it
    marked.length = length  # type: ignore[attr-defined]
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    form.setUnderlineColor(QColor(colour))
    marked.format = form  # type: ignore[attr-defined]
    return marked


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    colour: str,
    marks: Sequence[QTextLayout.FormatRange] = (),
    right: bool = False,
) -> None:
    """Draw a text into a rectangle, from the top."""
    font = painter.font()
    height = line_height(font)
    fits = max(1, int((rect.height() + 1) // height))
    layout, starts = _broken(text, font, int(rect.width()), fits + 1, marks, right)
    painter.setPen(QColor(colour))
    for place in range(min(fits, len(starts))):
        line = layout.lineAt(place)
        if place == fits - 1 and len(starts) > fits:
            _draw_cut(painter, rect, text[starts[place] :], place * height, right)
        else:
            line.setPosition(QPointF(0, 0))
            line.draw(painter, QPointF(rect.left(), rect.top() + place * height))


def _draw_cut(painter: QPainter, rect: QRectF, rest: str, down: int, right: bool) -> None:
    one_line = " ".join(rest.split("\n"))
    cut = QFontMetrics(painter.font()).elidedText(one_line, Qt.TextElideMode.ElideRight, int(rect.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect.translated(0, down), side | Qt.AlignmentFlag.AlignTop, cut)


def _broken(
    text: str,
    font: QFont,
    width: int,
    most: int,
    marks: Sequence[QTextLayout.FormatRange] = (),
    right: bool = False,
) -> tuple[QTextLayout, list[int]]:
    """The text broken into at most ``most`` lines, and where each begins."""
    layout = QTextLayout(text.replace("\n", LINE_SEPARATOR), font)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(list(marks))
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        starts.append(line.textStart())
    layout.endLayout()
    return layout, starts
