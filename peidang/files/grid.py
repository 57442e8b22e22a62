"""Fields with a place and a span become a table's full grid, the same way for every format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peidang.files.document import Cell, Document, Paragraph, Table

MAX_GRID = 2_000_000
"""Rows × columns of one table."""


class GridTooLarge(Exception):
    """The spans ask for more cells than any real table has."""


@dataclass(frozen=True)
class Field:
    """One cell as the format gives it: where it begins (from 0), how far it runs."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def table_of(fields: Sequence[Field]) -> Table:
    """The grid of these fields; places that no field covers are blank. Raises ``GridTooLarge``."""
    height = max((field.row + field.rows for field in fields), default=0)
    width = max((field.column + field.columns for field in fields), default=0)
    if height * width > MAX_GRID or sum(field.rows * field.columns for field in fields) > 2 * MAX_GRID:
        raise GridTooLarge
    grid = [[Cell("")] * width for _ in range(height)]
    for field in fields:
        for row in range(field.row, field.row + field.rows):
            for column in range(field.column, field.column + field.columns):
                grid[row][column] = Cell("", covered=True)
        grid[field.row][field.column] = Cell(field.text, field.columns, field.rows)
    return Table(tuple(tuple(row) for row in grid))


def merged_down(rows: Sequence[Sequence[tuple[int, int, str, bool]]]) -> list[Field]:
    """Fields of rows of (column, columns, text, continues the cell above), vertical runs put together."""
    fields: list[Field] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        here: dict[int, int] = {}
        for column, columns, text, continues in row:
            at = above.get(column)
            if continues and at is not None and fields[at].columns == columns:
                old = fields[at]
                joined = "\n".join(part for part in (old.text, text) if part)
                fields[at] = Field(old.row, column, joined, old.rows + 1, columns)
                here[column] = at
            else:
                here[column] = len(fields)
                fields.append(Field(number, column, text, 1, columns))
        above = here
    return fields


def merged_edges(edges: Iterable[float], tolerance: float) -> list[float]:
    """Edges that all but coincide as one each, in ascending order."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > tolerance:
            merged.append(edge)
    return merged


def nearest(edges: Sequence[float], value: float) -> int:
    """The index of the edge nearest to a value."""
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def lines_of(text: str) -> list[Paragraph]:
    """A paragraph for each line that is not blank."""
    return [Paragraph(line) for line in text.split("\n") if line.strip()]


def blocks_of(table: Table) -> list[Paragraph | Table]:
    """A table of one column is no table but text in a frame: its lines, else the table itself."""
    if not table.rows:
        return []
    if len(table.rows[0]) > 1:
        return [table]
    return [line for row in table.rows for line in lines_of(row[0].text)]


def document_of(blocks: Iterable[Paragraph | Table]) -> Document:
    """The document of these blocks."""
    return Document(tuple(blocks))
