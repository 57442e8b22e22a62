"""Charts of bars on a page: caption and legend repeated with （续） on each page, labels and values beside their bars.

A row stays whole where a page can hold it; of one that is higher only the lines go on.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor

from peidang.reports.bar_looks import EDGE, LOOKS, TICK, Look
from peidang.reports.paper import BarRow, Bars, Face, Key, Run, Runs
from peidang.reports.pdf.marks import Bar, RowDone, Text
from peidang.reports.pdf.measures import CELL_LEADING, EPSILON
from peidang.reports.pdf.shaping import Line, Style, lines_of
from peidang.reports.typefaces import Typefaces

if TYPE_CHECKING:
    from peidang.reports.pdf.flow import Flow

CONTINUED = "（续）"
CAPTION_SIZE, CAPTION_LEADING = 12.0, 20.0
ROOM_ABOVE, ROOM_BELOW = 12.0, 8.0  # a chart from what stands over and under it
PADDING = 3.5  # over and under a row's text
GAP = 6.0  # between label, bar and values
THICK = 10.0  # of a bar
SAMPLE, SAMPLE_GAP, KEY_GAP = 15.0, 4.0, 9.0  # an entry of the legend
TICK_OVER, TICK_WIDTH = 3.0, 2.6
SLANT_STEP, UPRIGHT_STEP = 4.0, 3.0  # from line to line of a pattern
STUB = 2.5  # ems of a label's last line that would be too short
KEPT_WHOLE = 0.4  # of a page: a chart that takes no more is not divided
FEWEST_ROWS = 2  # that begin on a page under their caption
ASCENT = 0.86


class BarsSetter:
    """Sets one chart into a flow of pages."""

    def __init__(self, bars: Bars, number: int, width: float, typefaces: Typefaces) -> None:
        self.bars, self.number, self.width, self.typefaces = bars, number, width, typefaces
        self.size = bars.text_size
        self.leading = self.size * CELL_LEADING
        whole = sum(bars.widths)
        label, bar, _ = (share / whole * width for share in bars.widths)
        self.bar_x, self.bar_width = label + GAP, bar - 2 * GAP
        self.values_x = label + bar
        self.labels = [self._even_lines(row.label, label) for row in bars.rows]
        self.values = [self._lines(row.values, width - self.values_x) for row in bars.rows]
        self.legend = self._legend(bars.keys)

    def set(self, flow: "Flow") -> None:
        """Set the whole chart from where the page stands."""
        flow.skip(ROOM_ABOVE)
        first = sum(self._height(self._lines_in(n)) for n in range(len(self.bars.rows))[:FEWEST_ROWS])
        caption = self._caption(flow, self.bars.caption)
        heads = len(caption) * CAPTION_LEADING + self._legend_height()
        whole = heads + sum(self._height(self._lines_in(n)) for n in range(len(self.bars.rows)))
        flow.need(whole if whole <= KEPT_WHOLE * flow.page.frame.height else heads + first)
        self._head(flow, caption)
        for n, row in enumerate(self.bars.rows):
            self._row(flow, n, row)
            flow.page.marks.append(RowDone(self.number, n))
        flow.skip(ROOM_BELOW)

    def _lines(self, text: Runs, width: float) -> list[Line]:
        return lines_of(text, Style(Face.BODY, self.size), self.typefaces, width, align="left")

    def _even_lines(self, text: Runs, width: float) -> list[Line]:
        """Lines of about one length where the last would hold a character or two."""
        lines = self._lines(text, width)
        if len(lines) < 2 or lines[-1].width > STUB * self.size:
            return lines
        narrower = sum(line.width for line in lines) / len(lines) + self.size
        even = self._lines(text, narrower)
        return even if len(even) == len(lines) else lines

    def _lines_in(self, n: int) -> int:
        return max(len(self.labels[n]), len(self.values[n]), 1)

    def _height(self, lines: int) -> float:
        return lines * self.leading + 2 * PADDING

    # -- caption and legend -------------------------------------------------------------------------------------

    def _caption(self, flow: "Flow", text: Runs) -> list[Line]:
        style = Style(Face.HEADING, CAPTION_SIZE)
        return lines_of(text, style, self.typefaces, flow.width, align="centre")

    def _head(self, flow: "Flow", caption: Sequence[Line]) -> None:
        flow.set_lines(caption, CAPTION_LEADING)
        top = flow.y
        for x, line, lines, key in self.legend:
            y = top + line * self.leading
            sample_y = y + (self.leading - THICK) / 2
            if key.tick:
                flow.page.marks.append(Bar(x + SAMPLE / 2, sample_y, 0.0, THICK, tick=True))
            else:
                flow.page.marks.append(Bar(x, sample_y, SAMPLE, THICK, key.tone))
            self._text(flow, lines, x + SAMPLE + SAMPLE_GAP, y)
        flow.y = top + self._legend_height()

    def _legend(self, keys: Sequence[Key]) -> list[tuple[float, int, list[Line], Key]]:
        """Entries one beside the other as far as the width goes: where each begins, on which line, its text."""
        placed: list[tuple[float, int, list[Line], Key]] = []
        x, line, below = 0.0, 0, 1
        for key in keys:
            lines = self._lines((Run(key.text),), self.width - SAMPLE - SAMPLE_GAP)
            width = SAMPLE + SAMPLE_GAP + max(one.width for one in lines)
            if x and x + width > self.width + EPSILON:
                x, line = 0.0, below
            placed.append((x, line, lines, key))
            below = max(below, line + len(lines))
            x += width + KEY_GAP
        return placed

    def _legend_height(self) -> float:
        lines = max((line + len(lines) for _, line, lines, _ in self.legend), default=0)
        return lines * self.leading + PADDING

    # -- rows ---------------------------------------------------------------------------------------------------

    def _row(self, flow: "Flow", n: int, row: BarRow) -> None:
        """A row on this page, or the next; of one that no page holds as many lines on each as there is room for."""
        label, values, drawn = self.labels[n], self.values[n], False
        while not drawn or label or values:
            lines = max(len(label), len(values), 1)
            if flow.room + EPSILON < self._height(lines):
                self._next_page(flow)
            fits = int((flow.room - 2 * PADDING + EPSILON) // self.leading)
            lines = min(lines, max(fits, 1))
            self._set(flow, label[:lines], values[:lines], lines, None if drawn else row)
            label, values, drawn = label[lines:], values[lines:], True

    def _next_page(self, flow: "Flow") -> None:
        flow.new_page()
        self._head(flow, self._caption(flow, (*self.bars.caption, Run(CONTINUED))))

    def _set(
        self, flow: "Flow", label: Sequence[Line], values: Sequence[Line], lines: int, row: BarRow | None
    ) -> None:
        """Lines of label and values in the middle of the row, and the bar between them."""
        top, height = flow.y, self._height(lines)
        self._text(flow, label, 0.0, top + (height - len(label) * self.leading) / 2)
        self._bar(flow, row, top + (height - THICK) / 2)
        self._text(flow, values, self.values_x, top + (height - len(values) * self.leading) / 2)
        flow.y = top + height

    def _bar(self, flow: "Flow", row: BarRow | None, y: float) -> None:
        if row is None:
            return
        marks, x = flow.page.marks, self.bar_x
        if self.bars.goal:
            marks.append(Bar(x, y, self.bars.goal * self.bar_width, THICK, outline=True))
        for segment in row.segments:
            width = segment.share * self.bar_width
            marks.append(Bar(x, y, width, THICK, segment.tone))
            x += width
        if row.tick is not None:
            marks.append(Bar(self.bar_x + row.tick * self.bar_width, y, 0.0, THICK, tick=True))

    def _text(self, flow: "Flow", lines: Sequence[Line], x: float, y: float) -> None:
        for n, line in enumerate(lines):
            baseline = y + n * self.leading + (self.leading - self.size) / 2 + ASCENT * self.size
            flow.page.marks += [Text(x, baseline, piece) for piece in line.pieces]


def draw_bar(canvas: Any, mark: Bar, height: float) -> None:
    """Draw a part of a bar as vectors; ``height`` is that of the frame, whose lower left corner is the origin."""
    canvas.saveState()
    canvas.setStrokeColor(HexColor(EDGE))
    bottom = height - mark.y - mark.height
    if mark.tick:
        canvas.setFillColor(HexColor(TICK))
        canvas.setStrokeColor(HexColor("#FFFFFF"))
        canvas.setLineWidth(0.8)
        x = mark.x - TICK_WIDTH / 2
        canvas.rect(x, bottom - TICK_OVER, TICK_WIDTH, mark.height + 2 * TICK_OVER, stroke=1, fill=1)
    elif mark.outline:
        canvas.setLineWidth(0.4)
        canvas.rect(mark.x, bottom, mark.width, mark.height)
    else:
        _draw_part(canvas, mark, bottom, LOOKS[mark.tone])
    canvas.restoreState()


def _draw_part(canvas: Any, mark: Bar, bottom: float, look: Look) -> None:
    x, width, height = mark.x, mark.width, mark.height
    canvas.setFillColor(HexColor(look.paper))
    canvas.rect(x, bottom, width, height, stroke=0, fill=1)
    if look.pattern != "solid":
        canvas.saveState()
        canvas.setStrokeColor(HexColor(look.ink))
        _draw_pattern(canvas, look, x, bottom, width, height)
        canvas.restoreState()
    canvas.setLineWidth(0.6)
    canvas.rect(x, bottom, width, height, stroke=1, fill=0)


def _draw_pattern(canvas: Any, look: Look, x: float, bottom: float, width: float, height: float) -> None:
    """Lines over the whole of a part, in one path."""
    path = canvas.beginPath()
    if look.pattern == "across":
        canvas.setLineWidth(1.1)
        lines = [(0.0, n * height / 4, width, n * height / 4) for n in range(1, 4)]
    elif look.pattern == "diagonal":
        canvas.setLineWidth(1.4)
        starts = (n * SLANT_STEP for n in range(-int(height // SLANT_STEP), int(width // SLANT_STEP) + 1))
        ends = ((max(one, 0.0), min(one + height, width), one) for one in starts)
        lines = [(left, left - one, right, right - one) for left, right, one in ends if right > left]
    else:
        canvas.setLineWidth(0.9)
        lines = [
            (n * UPRIGHT_STEP, 0.0, n * UPRIGHT_STEP, height)
            for n in range(1, int(width // UPRIGHT_STEP) + 1)
        ]
    for left, low, right, high in lines:
        path.moveTo(x + left, bottom + low)
        path.lineTo(x + right, bottom + high)
    canvas.drawPath(path, stroke=1, fill=0)
