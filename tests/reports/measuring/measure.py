"""What is measured on each page and on the whole file. Places in millimetres of the sheet held upright."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tests.reports.measuring.glyphs import MM, Box, File, Font, Glyph, Sheet, read
from tests.reports.measuring.grid import Cell, Grid, TableOnPaper, grids_of, tables_of
from tests.reports.measuring.lines import HAN, OPENING, Line, lines_of

BODY_SIZE, TITLE_SIZE = 15.75, 22.0
FOOT = 35.0  # mm above the sheet's foot, where the type area ends (297 - 37 - 225)
IMPRINT = "抄送："
ANNEX = re.compile(r"附件\d*$")


@dataclass(frozen=True)
class PageNumber:
    """The page number as it stands on the sheet held upright."""

    text: str
    dash_top: float
    """Above the foot of the sheet, in mm."""
    from_left: float
    from_right: float


@dataclass(frozen=True)
class PageMeasure:
    """One page. ``ink`` is everything but page number and banner; ``frame`` and counts are a full body page's."""

    number: int
    turned: int
    size: tuple[float, float]
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    ink: Box | None
    page_number: PageNumber
    imprint: bool = False
    """Whether nothing stands here but 版记, or nothing at all: such a page bears no number."""
    banner: str = ""
    drawn: Box | None = None
    """Around the bars of charts."""
    frame: Box | None = None
    lines_a_page: int = 0
    characters_a_line: float = 0.0
    fullest: int = 0
    """Characters of a line that goes from edge to edge at the body's own distance; 0 where digits stand in all."""

    @property
    def annex(self) -> str:
        """附件1 where the page begins with such a mark."""
        first = self.lines[0].text if self.lines else ""
        return first if ANNEX.match(first) else ""

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells on the page."""
        for grid in self.grids:
            yield from grid.cells


@dataclass(frozen=True)
class PaperMeasure:
    """A whole file."""

    pages: tuple[PageMeasure, ...]
    fonts: tuple[Font, ...]
    outline: tuple[tuple[int, str], ...]
    properties: dict[str, str]
    tables: tuple[TableOnPaper, ...]

    @property
    def body(self) -> list[PageMeasure]:
        """The pages before the first annex."""
        first = next((n for n, page in enumerate(self.pages) if page.annex), len(self.pages))
        return list(self.pages[:first])

    @property
    def title(self) -> list[Line]:
        """The lines of the title."""
        lines = self.pages[0].lines if self.pages else ()
        return [line for line in lines if abs(line.glyphs[0].size - TITLE_SIZE) < 0.5]

    @property
    def body_text(self) -> str:
        """What the pages before the annexes say, without page numbers and banner."""
        return "".join(line.text for page in self.body for line in page.lines)


def measure(data: bytes) -> PaperMeasure:
    """Measure a PDF file."""
    file: File = read(data)
    pages = tuple(map(_page, file.sheets))
    full = [page for page in pages if may_be_full(page)]
    pitch = closest([line for page in full for line in page.lines])
    edge = min(
        (line.left for page in full for line in page.lines if line.text[0] not in OPENING), default=0.0
    )
    wide = {page.number for page in full if sum(abs(line.left - edge) < 1.0 for line in page.lines) >= 3}
    pages = tuple(_with_frame(page, pitch) if page.number in wide else page for page in pages)
    starts = frozenset(page.number for page in pages if page.annex)
    tables = tables_of([grid for page in pages for grid in page.grids], starts)
    return PaperMeasure(pages, file.fonts, file.outline, file.properties, tuple(tables))


def _page(sheet: Sheet) -> PageMeasure:
    number, banner, rest = _sorted_out(sheet)
    grids = tuple(grids_of(sheet))
    in_cells = {id(glyph) for grid in grids for cell in grid.cells for glyph in cell.glyphs}
    lines = tuple(lines_of(glyph for glyph in rest if id(glyph) not in in_cells))
    seen = [glyph for glyph in rest if not glyph.text.isspace()]
    return PageMeasure(
        sheet.number,
        sheet.turned,
        (sheet.width / MM, sheet.height / MM),
        lines,
        grids,
        _millimetres(_around([sheet.upright(glyph) for glyph in seen])) if seen else None,
        _page_number(sheet, number),
        not number and (not lines or lines[0].text.startswith(IMPRINT)),
        "".join(glyph.text for glyph in banner),
        _millimetres(_around([sheet.upright_box(box) for box in sheet.drawn])) if sheet.drawn else None,
    )


def _sorted_out(sheet: Sheet) -> tuple[list[Glyph], list[Glyph], list[Glyph]]:
    """Page number, banner (above the type area, as read) and the rest."""
    foot = sheet_height(sheet) - (FOOT - 0.5) * MM
    head = (28.0 if sheet.turned else 37.0) * MM
    number, banner, rest = [], [], []
    for glyph in sheet.glyphs:
        upright = sheet.upright(glyph)
        if upright.top > foot and not glyph.text.isspace():
            number.append(glyph)
        elif glyph.y < head and glyph.ink.bottom < head - 2 * MM:
            banner.append(glyph)
        elif not glyph.text.isspace():
            rest.append(glyph)
    return number, banner, rest


def sheet_height(sheet: Sheet) -> float:
    """The height of the sheet held upright."""
    return sheet.width if sheet.turned else sheet.height


def _page_number(sheet: Sheet, glyphs: Sequence[Glyph]) -> PageNumber:
    if not glyphs:
        return PageNumber("", 0.0, 0.0, 0.0)
    boxes = [sheet.upright(glyph) for glyph in glyphs]
    dashes = [sheet.upright(glyph) for glyph in glyphs if glyph.text == "—"]
    width = sheet.height if sheet.turned else sheet.width
    around = _around(boxes)
    top = min((dash.top for dash in dashes), default=around.top)
    return PageNumber(
        "".join(glyph.text for glyph in glyphs),
        (sheet_height(sheet) - top) / MM,
        around.left / MM,
        (width - around.right) / MM,
    )


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _millimetres(box: Box) -> Box:
    return Box(box.left / MM, box.top / MM, box.right / MM, box.bottom / MM)


def may_be_full(page: PageMeasure) -> bool:
    """Whether a page is nothing but body from its first line to its last."""
    lines = page.lines
    if page.turned or page.grids or len(lines) < 2:
        return False
    if any(abs(g.size - BODY_SIZE) > 0.1 for line in lines for g in line.glyphs):
        return False
    steps = [b.y - a.y for a, b in pairwise(lines)]
    step = median(steps)
    return max(steps) <= 1.5 * step and lines[-1].y >= (297 - FOOT) * MM - step


def _with_frame(page: PageMeasure, pitch: float) -> PageMeasure:
    """Frame, lines and characters of a full page of body.

    The frame is that of the lines: half the distance to the next line above the middle of the first line's characters,
    as much below the last one's. How high that middle stands over a baseline is taken from all lines together.
    ``pitch`` is the body's own distance from character to character.
    """
    lines = page.lines
    step = median(b.y - a.y for a, b in pairwise(lines))
    above = median(line.y - line.middle for line in lines)
    top, bottom = lines[0].y - above - step / 2, lines[-1].y - above + step / 2
    left = min((line.left for line in lines if line.text[0] not in OPENING), default=lines[0].left)
    right = max(line.right if HAN.match(line.text[-1]) else line.glyphs[-1].ink.right for line in lines)
    frame = Box(left, top, right, bottom)
    even = [line for line in lines if all(abs(b.x - a.x - pitch) < 0.1 for a, b in pairwise(line.glyphs))]
    reaching = [len(line.glyphs) for line in even if line.left < left + 1 and line.right > right - 1]
    return replace(
        page,
        frame=_millimetres(frame),
        lines_a_page=len(lines),
        characters_a_line=(right - left) / pitch if pitch else 0.0,
        fullest=max(reaching, default=0),
    )


def closest(lines: Sequence[Line]) -> float:
    """The body's own distance from character to character: the smallest that is common; others are spaced out.

    0 where there is none.
    """
    found = Counter(round(pitch, 1) for line in lines for pitch in line.pitches)
    least = min((pitch for pitch, times in found.items() if times >= 3), default=0.0)
    even = [pitch for line in lines for pitch in line.pitches if abs(pitch - least) <= 0.1]
    return sum(even) / len(even) if even else 0.0
