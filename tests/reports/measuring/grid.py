"""Tables on paper, found by their rules: which glyphs stand in which cell, and what the rows say together."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.reports.measuring.glyphs import Box, Glyph, Sheet
from tests.reports.measuring.lines import Line, lines_of

NEAR = 1.5  # points within which two ends of rules are one place
CONTINUED = "（续）"


@dataclass
class Cell:
    """What stands between four rules."""

    box: Box
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Its lines."""
        return lines_of(self.glyphs)

    @property
    def text(self) -> str:
        """Its characters without blanks."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Row:
    """A row on one page: per column its cell, or None where it is one with the cell above."""

    cells: tuple[Cell | None, ...]

    @property
    def across(self) -> bool:
        """Whether one cell goes over the whole width."""
        return len(self.cells) == 1


@dataclass(frozen=True)
class Grid:
    """A table, or what of it stands on one page: its head and the rows under it."""

    sheet: int
    box: Box
    rows: tuple[Row, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The words of the first row."""
        return tuple(cell.text if cell else "" for cell in self.rows[0].cells)

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells, the head's too."""
        for row in self.rows:
            yield from (cell for cell in row.cells if cell is not None)


def grids_of(sheet: Sheet) -> list[Grid]:
    """The tables on a page, from head to foot."""
    if not sheet.down:
        return []
    edge = min(rule.left for rule in sheet.down)
    frames = sorted((rule for rule in sheet.down if rule.left < edge + NEAR), key=lambda rule: rule.top)
    return [_grid(sheet, frame) for frame in frames]


def _grid(sheet: Sheet, frame: Box) -> Grid:
    down = [rule for rule in sheet.down if rule.top > frame.top - NEAR and rule.bottom < frame.bottom + NEAR]
    across = [
        rule for rule in sheet.across if frame.top - NEAR < rule.top and rule.bottom < frame.bottom + NEAR
    ]
    places = _places(_middle(rule.left, rule.right) for rule in down)
    heights = _places(_middle(rule.top, rule.bottom) for rule in across)
    box = Box(places[0], heights[0], places[-1], heights[-1])
    rows: list[Row] = []
    for top, bottom in pairwise(heights):
        middle = _middle(top, bottom)
        cut = _places(_middle(r.left, r.right) for r in down if r.top < middle < r.bottom)
        rows.append(Row(tuple(_cells(rows, across, cut, top, bottom))))
    grid = Grid(sheet.number, box, tuple(rows))
    _fill(grid, heights, sheet.glyphs)
    return grid


def _cells(
    above: Sequence[Row], across: Sequence[Box], cut: Sequence[float], top: float, bottom: float
) -> Iterator[Cell | None]:
    """The cells of one row. One without a rule over it is one with the cell above, which grows."""
    for column, (left, right) in enumerate(pairwise(cut)):
        middle = _middle(left, right)
        ruled = any(r.left < middle < r.right and abs(_middle(r.top, r.bottom) - top) < NEAR for r in across)
        if ruled or not above:
            yield Cell(Box(left, top, right, bottom))
            continue
        owner = next(row.cells[column] for row in reversed(above) if row.cells[column] is not None)
        assert owner is not None
        owner.box = Box(owner.box.left, owner.box.top, owner.box.right, bottom)
        yield None


def _fill(grid: Grid, heights: Sequence[float], glyphs: Iterable[Glyph]) -> None:
    """Put each glyph into the cell in which its middle stands."""
    for glyph in glyphs:
        x, y = _middle(glyph.ink.left, glyph.ink.right), _middle(glyph.ink.top, glyph.ink.bottom)
        if glyph.text.isspace() or not (grid.box.top < y < grid.box.bottom):
            continue
        number = min(bisect_right(heights, y) - 1, len(grid.rows) - 1)
        column = next((n for n, c in enumerate(_boxes(grid, number)) if c.left <= x < c.right), None)
        if column is not None:
            while grid.rows[number].cells[column] is None:
                number -= 1
            cell = grid.rows[number].cells[column]
            assert cell is not None
            cell.glyphs.append(glyph)


def _boxes(grid: Grid, number: int) -> list[Box]:
    """Left and right of a row's columns."""
    boxes = []
    for column in range(len(grid.rows[number].cells)):
        at = number
        while (cell := grid.rows[at].cells[column]) is None:
            at -= 1
        boxes.append(cell.box)
    return boxes


def _places(values: Iterable[float]) -> list[float]:
    """Values in order, those that are near each other as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _middle(a: float, b: float) -> float:
    return (a + b) / 2


@dataclass(frozen=True)
class TableOnPaper:
    """A whole table read back: its head, and what each row says per column (None: one with the cell above)."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    @property
    def data(self) -> list[tuple[str | None, ...]]:
        """The rows that are not lines across."""
        return [row for row in self.rows if len(row) == len(self.head)]

    @property
    def serials(self) -> list[str | None]:
        """The first column of each row of data."""
        return [row[0] for row in self.data]


def tables_of(grids: Sequence[Grid], starts: frozenset[int]) -> list[TableOnPaper]:
    """The tables of a paper: what goes on over pages put together, （续） and what stands before it taken away.

    On the pages numbered in ``starts`` something new begins.
    """
    heads: list[tuple[str, ...]] = []
    tables: list[list[list[str | None]]] = []
    before: Grid | None = None
    for grid in grids:
        goes_on = before is not None and grid.head == before.head and grid.sheet == before.sheet + 1
        if not goes_on or grid.sheet in starts:
            heads.append(grid.head)
            tables.append([])
        _add(tables[-1], grid)
        before = grid
    return [TableOnPaper(head, tuple(map(tuple, table))) for head, table in zip(heads, tables, strict=True)]


def _add(table: list[list[str | None]], grid: Grid) -> None:
    for number, row in enumerate(grid.rows[1:]):
        said = [cell.text if cell else None for cell in row.cells]
        first = said[0] or ""
        if (
            number == 0
            and table
            and len(said) > 1
            and (first.endswith(CONTINUED) or first.startswith(CONTINUED))
        ):
            _go_on(table[-1], said)
        elif number == 0 and table and len(said) > 1:
            table.append([None if text and text.endswith(CONTINUED) else text for text in said])
        else:
            table.append(said)


def _go_on(row: list[str | None], said: Sequence[str | None]) -> None:
    """Add what of a row stands on a further page; what is only repeated there ends with （续）."""
    for column, text in enumerate(said):
        if text and not text.endswith(CONTINUED):
            row[column] = (row[column] or "") + text.removeprefix(CONTINUED)
