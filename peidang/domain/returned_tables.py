"""Tables that came back from somebody's hand: which cells say otherwise, which rows are new, which are gone.

A table is its rows of plain text, the head first; a field under a merged cell is ''. Rows are known by what they say,
then by their number, so that a row put in between, and all numbers after it, are one change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from peidang.domain.returned_text import squeezed

Grid = Sequence[Sequence[str]]
ALIKE = 0.5
"""Two rows or heads that share so much are the same one, changed."""
_MOST_COMPARED = 400
"""Characters of a row that are looked at to tell how alike two are."""


@dataclass(frozen=True)
class TableChange:
    """One difference. ``row`` is the row's place in the table that went out, the head being 0; None: a new row.

    ``column`` is the column's head; '' where a whole row, a whole column or the whole table (row 0) is new or gone.
    """

    table: int
    """Its place among the tables that went out; -1 for a table that was put in."""
    row: int | None
    column: str
    before: str
    after: str


def table_changes(before: Sequence[Grid], after: Sequence[Grid]) -> Iterator[TableChange]:
    """Every difference between the tables as they went out and as they came back, in the order of the first."""
    pairs = dict(_pairs([_head(one) for one in before], [_head(one) for one in after]))
    for n, grid in enumerate(before):
        if n in pairs:
            yield from _in_table(n, grid, after[pairs[n]])
        elif grid:
            yield TableChange(n, 0, "", _line(grid[0]), "")
    for n, grid in enumerate(after):
        if n not in pairs.values() and grid:
            yield TableChange(-1, 0, "", "", _line(grid[0]))


def _head(grid: Grid) -> str:
    return _line(grid[0]) if grid else ""


def _line(row: Sequence[str]) -> str:
    """A row in one line: what its fields say, without the empty ones."""
    return " ".join(text for one in row if (text := squeezed(one)))


def _in_table(table: int, before: Grid, after: Grid) -> Iterator[TableChange]:
    heads = [squeezed(one) for one in before[0]]
    columns = dict(_pairs(heads, [squeezed(one) for one in after[0]]))
    for n, head in enumerate(heads):
        if n not in columns:
            yield TableChange(table, 0, "", head, "")
        elif head != (now := squeezed(after[0][columns[n]])):
            yield TableChange(table, 0, head, head, now)
    for n, one in enumerate(after[0]):
        if n not in columns.values():
            yield TableChange(table, 0, "", "", squeezed(one))
    rows = dict(_rows(before, after, columns))
    moved = len(before) != len(after)
    for n in range(1, len(before)):
        if n not in rows:
            yield TableChange(table, n, "", _line(before[n]), "")
            continue
        yield from _in_row(table, n, heads, columns, before[n], after[rows[n]], moved)
    for n in range(1, len(after)):
        if n not in rows.values():
            yield TableChange(table, None, "", "", _line(after[n]))


def _in_row(
    table: int,
    row: int,
    heads: Sequence[str],
    columns: dict[int, int],
    before: Sequence[str],
    after: Sequence[str],
    moved: bool,
) -> Iterator[TableChange]:
    for n, place in columns.items():
        old, new = _field(before, n), _field(after, place)
        numbered_anew = moved and n == 0 and old.strip().isdecimal() and new.strip().isdecimal()
        if squeezed(old) != squeezed(new) and not numbered_anew:
            yield TableChange(table, row, heads[n], old, new)


def _field(row: Sequence[str], n: int) -> str:
    return row[n] if n < len(row) else ""


def _rows(before: Grid, after: Grid, columns: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Which row came back as which: first those that say the same, then what lies between them."""
    kept = [n for n in columns if n] or list(columns)
    old = [" ".join(squeezed(_field(row, n)) for n in kept) for row in before]
    new = [" ".join(squeezed(_field(row, columns[n])) for n in kept) for row in after]
    matcher = SequenceMatcher(None, old[1:], new[1:], autojunk=False)
    for how, first, last, begin, end in matcher.get_opcodes():
        if how == "equal":
            yield from ((first + k + 1, begin + k + 1) for k in range(last - first))
        elif how == "replace":
            yield from _between(
                before, after, old, new, range(first + 1, last + 1), range(begin + 1, end + 1)
            )


def _between(
    before: Grid, after: Grid, old: Sequence[str], new: Sequence[str], here: range, there: range
) -> Iterator[tuple[int, int]]:
    """Rows that changed: as many as before are the same ones; else those that are alike, then those of one number."""
    if len(here) == len(there):
        yield from zip(here, there, strict=True)
        return
    free = list(there)
    left = []
    for n in here:
        likest = max(free, key=lambda k: _alike(old[n], new[k]), default=None)
        if likest is not None and _alike(old[n], new[likest]) >= ALIKE:
            free.remove(likest)
            yield n, likest
        else:
            left.append(n)
    for n in left:
        number = squeezed(_field(before[n], 0))
        same = next((k for k in free if number.isdecimal() and squeezed(_field(after[k], 0)) == number), None)
        if same is not None:
            free.remove(same)
            yield n, same


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which head came back as which: the same words first, then what is alike, each once."""
    free = list(range(len(after)))
    left = []
    for n, head in enumerate(before):
        same = next((k for k in free if after[k] == head), None)
        if same is None:
            left.append(n)
        else:
            free.remove(same)
            yield n, same
    for n in left:
        likest = max(free, key=lambda k: _alike(before[n], after[k]), default=None)
        if likest is not None and _alike(before[n], after[likest]) >= ALIKE:
            free.remove(likest)
            yield n, likest


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:_MOST_COMPARED], other[:_MOST_COMPARED], autojunk=False).ratio()
