"""Ruled tables of a PDF: lines become a grid, a missing line between two fields is a merged cell."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from peidang.files.document import Cell, Table
from peidang.files.grid import Field, merged_edges, table_of
from peidang.files.pdf_lines import cell_text
from peidang.files.pdf_pages import Char, Stroke

NEAR = 2.5
"""Points. Lines no further apart are one line."""
SHORTEST = 6.0
MAX_LINES = 600
SENTENCE_ENDS, OPEN_ENDS = "。！？；;", frozenset("、，,（(")


@dataclass(frozen=True)
class Ruled:
    """A table on a page: its edges (``xs`` ascending, ``ys`` descending), its grid, where it stands."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    table: Table

    def holds(self, char: Char) -> bool:
        """Whether a character stands in it."""
        return _inside(char, self.xs[0], self.xs[-1], self.ys[0], self.ys[-1])


def ruled_tables(strokes: Sequence[Stroke], chars: Sequence[Char]) -> list[Ruled]:
    """The tables of a page, from above."""
    level = _whole_lines(stroke for stroke in strokes if stroke.level)
    upright = _whole_lines(stroke for stroke in strokes if not stroke.level)
    if len(level) + len(upright) > MAX_LINES:
        return []
    found = (_ruled(group, chars) for group in _groups([*level, *upright]))
    return sorted((table for table in found if table is not None), key=lambda table: -table.ys[0])


def _inside(char: Char, left: float, right: float, top: float, bottom: float) -> bool:
    # A character's middle stands a third of its size above the baseline.
    return left < char.middle <= right and bottom < char.y + char.size / 3 <= top


def _whole_lines(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Pieces on one line put together; what stays short is no ruled line."""
    lanes: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if lanes and stroke.at - lanes[-1][0].at <= NEAR:
            lanes[-1].append(stroke)
        else:
            lanes.append([stroke])
    whole: list[Stroke] = []
    for lane in lanes:
        pieces = sorted(lane, key=lambda stroke: stroke.start)
        run = replace(pieces[0], at=sum(piece.at for piece in pieces) / len(pieces))
        for piece in pieces[1:]:
            if piece.start - run.end <= NEAR:
                run = replace(run, end=max(run.end, piece.end))
            else:
                whole.append(run)
                run = replace(run, start=piece.start, end=piece.end)
        whole.append(run)
    return [stroke for stroke in whole if stroke.end - stroke.start >= SHORTEST]


def _groups(lines: Sequence[Stroke]) -> list[list[Stroke]]:
    """Lines that cross or touch, directly or through others."""
    root = list(range(len(lines)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for one, line in enumerate(lines):
        for other in range(one):
            if _touch(line, lines[other]):
                root[top(one)] = top(other)
    groups: dict[int, list[Stroke]] = defaultdict(list)
    for at, line in enumerate(lines):
        groups[top(at)].append(line)
    return list(groups.values())


def _touch(one: Stroke, other: Stroke) -> bool:
    if one.level == other.level:
        return False
    return one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR


def _ruled(lines: Sequence[Stroke], chars: Sequence[Char]) -> Ruled | None:
    """The table of lines that touch, or None where they frame fewer than two fields.

    Tables are often drawn without their outer sides, or cut by a page without a line: the ends of the other lines
    count as edges there.
    """
    level = [line for line in lines if line.level]
    upright = [line for line in lines if not line.level]
    if not level or not upright:
        return None
    sides = (min(line.start for line in level), max(line.end for line in level))
    ends = (min(line.start for line in upright), max(line.end for line in upright))
    xs = merged_edges((*(line.at for line in upright), *sides), NEAR)
    ys = merged_edges((*(line.at for line in level), *ends), NEAR)[::-1]
    if (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    spans = _spans(xs, ys, level, upright)
    texts: dict[tuple[int, int], list[Char]] = defaultdict(list)
    owner = {place: first for first, places in spans.items() for place in places}
    for char in chars:
        column = bisect_left(xs, char.middle) - 1
        row = next((at for at in range(len(ys) - 1) if ys[at + 1] < char.y + char.size / 3 <= ys[at]), -1)
        if (row, column) in owner:
            texts[owner[row, column]].append(char)
    fields = [_field(places, texts[first], xs) for first, places in spans.items()]
    return Ruled(tuple(xs), tuple(ys), table_of(sorted(fields, key=lambda field: (field.row, field.column))))


def _field(places: Sequence[tuple[int, int]], chars: Sequence[Char], xs: Sequence[float]) -> Field:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    text = cell_text(chars, xs[max(columns) + 1])
    return Field(min(rows), min(columns), text, max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)


def _spans(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Stroke], upright: Sequence[Stroke]
) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Of each field its grid places, by its first: places with no line between them belong together."""
    places = [(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
    first = {place: place for place in places}
    spans = {place: [place] for place in places}

    def unite(one: tuple[int, int], other: tuple[int, int]) -> None:
        keep, give = sorted((first[one], first[other]))
        if keep != give:
            for place in spans[give]:
                first[place] = keep
            spans[keep].extend(spans.pop(give))

    for row, column in places:
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column + 2 < len(xs) and not _drawn(upright, xs[column + 1], middle_y):
            unite((row, column), (row, column + 1))
        if row + 2 < len(ys) and not _drawn(level, ys[row + 1], middle_x):
            unite((row, column), (row + 1, column))
    return spans


def _drawn(lines: Sequence[Stroke], at: float, through: float) -> bool:
    return any(abs(line.at - at) <= NEAR and line.start <= through <= line.end for line in lines)


# Over page breaks ---------------------------------------------------------------------------------------------------


def same_columns(one: Ruled, other: Ruled) -> bool:
    """Whether the second may be the first one's continuation."""
    if len(one.xs) != len(other.xs):
        return False
    shift = other.xs[0] - one.xs[0]
    return all(abs(b - a - shift) <= 2 * NEAR for a, b in zip(one.xs, other.xs, strict=True))


def continued(above: Table, below: Table) -> Table:
    """Two parts of a table cut by a page: a repeated head goes, a row cut in two is put together."""
    heads = 0
    while heads < min(len(above.rows), len(below.rows)) and _texts(above.rows[heads]) == _texts(
        below.rows[heads]
    ):
        heads += 1
    rows, more = list(above.rows), list(below.rows[heads:])
    if rows and more and _cut(rows[-1], more[0]):
        for column, cell in enumerate(more.pop(0)):
            if cell.text:
                _append(rows, column, cell.text)
    return Table((*rows, *more))


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _cut(last: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """The first field is blank, and a text goes on: the row's longest had not come to its end, or a list had not."""
    if first[0].text or not any(cell.text for cell in first):
        return False
    longest = max(range(len(last)), key=lambda at: len(last[at].text))
    if first[longest].text:
        return last[longest].text[-1:] not in SENTENCE_ENDS
    return any(cell.text and above.text[-1:] in OPEN_ENDS for above, cell in zip(last, first, strict=True))


def _append(rows: list[tuple[Cell, ...]], column: int, text: str) -> None:
    """Add to the lowest field of this column, which may begin in a row above."""
    at = len(rows) - 1
    while at > 0 and rows[at][column].covered:
        at -= 1
    row = list(rows[at])
    row[column] = replace(row[column], text=row[column].text + text)
    rows[at] = tuple(row)
