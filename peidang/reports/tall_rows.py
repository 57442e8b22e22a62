"""Rows of a table whose text may be higher than a spreadsheet's row, or longer than its cell: several lines, merged."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from peidang.reports.sheet_cells import MAX_HEIGHT, PART_HEIGHT, parts_of, put_text, text_height


@dataclass(frozen=True)
class TallRow:
    """A row as lines of the sheet. ``blocks`` are stretches of lines (their heights), one for each part of a text.

    Most rows are one block of one line. ``texts`` are the cells from column ``first`` on, each in its parts.
    """

    first: int
    texts: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[float, ...], ...]

    @property
    def lines(self) -> int:
        """Lines of the sheet it takes."""
        return sum(len(block) for block in self.blocks)

    @property
    def height(self) -> float:
        """Points in all."""
        return sum(sum(block) for block in self.blocks)

    def higher_by(self, points: float) -> "TallRow":
        """The same row, its last block this much higher."""
        return TallRow(self.first, self.texts, (*self.blocks[:-1], lines_of(sum(self.blocks[-1]) + points)))


def lay_out(first: int, texts: Sequence[str], widths: Sequence[float], least: float) -> TallRow:
    """The lines that these texts need in columns of these widths, from column ``first`` on."""
    parts = _parts(texts, widths, MAX_HEIGHT)
    if any(len(cell) > 1 for cell in parts):
        # A page may end after each part: no other text may then stand across it.
        parts = _parts(texts, widths, PART_HEIGHT)
    heights = [0.0] * max((len(cell) for cell in parts), default=1)
    for cell, width in zip(parts, widths, strict=True):
        for n, part in enumerate(cell):
            heights[n] = max(heights[n], text_height(part, width))
    return TallRow(first, parts, tuple(lines_of(max(height, least)) for height in heights))


def _parts(texts: Sequence[str], widths: Sequence[float], most: float) -> tuple[tuple[str, ...], ...]:
    return tuple(parts_of(text, width, most) for text, width in zip(texts, widths, strict=True))


def lines_of(height: float) -> tuple[float, ...]:
    """A height shared out over as few lines as it takes."""
    count = math.ceil(height / MAX_HEIGHT)
    return (height / count,) * count


def write_texts(
    sheet: Any, row: TallRow, at: int, styles: Sequence[Any], skipped: Collection[int] = ()
) -> int:
    """Set the heights and write the texts from line ``at`` on; returns the row's last line.

    Columns that are ``skipped`` are left to the caller.
    """
    for n, height in enumerate(height for block in row.blocks for height in block):
        sheet.set_row(at + n, height)
    end = at + row.lines - 1
    for column, (parts, style) in enumerate(zip(row.texts, styles, strict=True), start=row.first):
        if column in skipped:
            continue
        top = at
        for n, part in enumerate(parts):
            bottom = end if n == len(parts) - 1 else top + len(row.blocks[n]) - 1
            write_over(sheet, (top, bottom), column, part, style)
            top = bottom + 1
    return end


def write_over(sheet: Any, lines: tuple[int, int], column: int, text: str, style: Any) -> None:
    """One cell over some lines. The lines below hold its text, too, unseen, so that a filter finds them all."""
    merge_lines(sheet, lines, column, style)
    for line in range(lines[0], lines[1] + 1):
        put_text(sheet, line, column, text, style)


def merge_lines(sheet: Any, lines: tuple[int, int], column: int, style: Any) -> None:
    """Make a column's cells in these lines one, where there are several."""
    if lines[1] > lines[0]:
        sheet.merge_range(lines[0], column, lines[1], column, "", style)
