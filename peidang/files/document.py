"""A foreign document once it is open: paragraphs and tables in reading order, whatever format it came in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """A line or paragraph with its inner blanks, never empty. May be only part of a sentence."""

    text: str


@dataclass(frozen=True)
class Cell:
    """One field of a table's grid. A merged cell stands at its upper left; the fields under it are ``covered``."""

    text: str
    columns: int = 1
    rows: int = 1
    covered: bool = False


@dataclass(frozen=True)
class Table:
    """A grid: rows of cells; rows of formats without a grid (text) may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Document:
    """What the file says, in order."""

    blocks: tuple[Paragraph | Table, ...]
    picture_pages: tuple[int, ...] = ()
    """Pages, from 1, that hold a picture and no text (scanned into a PDF): nothing of them was read."""
