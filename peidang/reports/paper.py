"""An official paper as words and tables, before anybody decides how it is printed.

``draft`` makes a ``Paper`` out of the month's summary; ``pdf`` prints it. Nothing here knows a font, a page
or a file format. Numbers that can be asked "which rows?" are runs with a ``ref``, the key the summary
gave them. A block's ``place`` is a key that stays the same from draft to draft (``overall.tasks``): own words are
kept by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Face(StrEnum):
    """The parts of an official paper that have a typeface of their own (GB/T 9704-2012, 7)."""

    BODY = "body"  # 仿宋
    HEADING = "heading"  # 黑体
    SUBHEADING = "subheading"  # 楷体
    TITLE = "title"  # 小标宋
    SONG = "song"  # 宋体: page numbers, and whatever the other faces lack


@dataclass(frozen=True)
class Run:
    """A stretch of text. ``ref`` is the key of the number it shows; ``face`` overrides the block's."""

    text: str
    ref: str | None = None
    face: Face | None = None


Runs = tuple[Run, ...]


def runs(*parts: str | Run) -> Runs:
    """Plain strings and runs, in order, as one tuple of runs; empty strings are left out."""
    made = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in made if run.text)


def plain(text: Runs) -> str:
    """The characters of some runs, without their refs and faces."""
    return "".join(run.text for run in text)


def paper_text(paper: "Paper") -> str:
    """Everything the paper says, one paragraph or cell a line."""
    lines = [paper.title, paper.subtitle, paper.addressee]
    if paper.letterhead:
        lines = [paper.letterhead.mark, paper.letterhead.number, *lines]
    for blocks in (paper.blocks, *(annex.blocks for annex in paper.annexes)):
        for block in blocks:
            if isinstance(block, Table):
                rows = (
                    [row.text] if isinstance(row, SectionRow) else [c.text for c in row.cells]
                    for row in block.rows
                )
                lines += [plain(text) for row in rows for text in row]
            else:
                lines.append(plain(block.text))
    if paper.imprint:
        lines += [paper.imprint.copies_to, paper.imprint.office, paper.imprint.date]
    return "\n".join(lines)


@dataclass(frozen=True)
class Heading:
    """A heading on a line of its own. Level 1 一、 黑体; 2 （一） 楷体; 3 1. and 4 （1） 仿宋.

    The text carries its number (``一、总体情况``): numbers are words of the paper, not of its layout.
    """

    level: Literal[1, 2, 3, 4]
    text: Runs
    place: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Body text. A line feed inside starts a new line without indent.

    A run-in heading is a first run with ``face=Face.SUBHEADING``.
    """

    text: Runs
    indent: bool = True
    place: str = ""


@dataclass(frozen=True)
class Note:
    """Small print under a table or at the end: legends, sources, what was left out."""

    text: Runs
    place: str = ""


@dataclass(frozen=True)
class Column:
    """A table column: its head, its share of the table's width (any positive number), how its cells stand."""

    heading: str
    width: float
    align: Literal["left", "centre", "right"] = "left"


@dataclass(frozen=True)
class Cell:
    """One cell. ``joins_above`` makes it one with the cell above (a task over several rows); no text then."""

    text: Runs = ()
    joins_above: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of data: one cell per column."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SectionRow:
    """A line across the whole table (一、实施重点领域设备更新行动). Not counted as data."""

    text: Runs


@dataclass(frozen=True)
class Table:
    """A table as wide as its page's frame. Its head is repeated on each page.

    ``text_size`` in points. Raises ``ValueError`` for a row whose cells do not match the columns, for a
    first row (or one after a section row) that joins a cell above, and for a joined cell with text.
    """

    columns: tuple[Column, ...]
    rows: tuple[TableRow | SectionRow, ...]
    text_size: float = 10.5
    place: str = ""

    def __post_init__(self) -> None:
        above_is_data = False
        for number, row in enumerate(self.rows, start=1):
            if isinstance(row, TableRow):
                self._check(number, row, above_is_data)
            above_is_data = isinstance(row, TableRow)

    def _check(self, number: int, row: TableRow, above_is_data: bool) -> None:
        if len(row.cells) != len(self.columns):
            raise ValueError(f"table row {number}: {len(row.cells)} cells for {len(self.columns)} columns")
        for cell in row.cells:
            if cell.joins_above and (cell.text or not above_is_data):
                raise ValueError(f"table row {number}: a joined cell needs a data row above and no text")

    @property
    def data_rows(self) -> int:
        """How many rows of data there are; as many must stand on paper."""
        return sum(isinstance(row, TableRow) for row in self.rows)


Block = Heading | Paragraph | Note | Table


@dataclass(frozen=True)
class Annex:
    """An annex on pages of its own: its mark (附件1), its title, its blocks; ``sideways`` turns its pages.

    ``in_list`` False keeps it out of the list of annexes under the body.
    """

    label: str
    title: str
    blocks: tuple[Block, ...]
    sideways: bool = False
    in_list: bool = True


@dataclass(frozen=True)
class Signature:
    """Who signs, and the date in words of the paper (2025年11月5日)."""

    office: str
    date: str


@dataclass(frozen=True)
class Letterhead:
    """版头 (GB/T 9704-2012, 7.2): the issuing office's mark in red, the paper's number, a red rule."""

    mark: str
    number: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记 (GB/T 9704-2012, 7.4), at the foot of the last page: who gets copies, who printed it, and when.

    Names and date only; 抄送：, 印发 and the full stop belong to the layout.
    """

    office: str
    date: str
    copies_to: str = ""


@dataclass(frozen=True)
class Paper:
    """An official paper, from its title to its annexes.

    ``title`` may hold line feeds where it must be broken; otherwise it is broken in a becoming shape.
    ``subtitle`` stands under it (for instance the day the data end). ``addressee`` ends with a colon.
    ``banner`` (演示数据) stands at the head of every page. ``author``, ``subject``, ``keywords`` go into the
    file's properties only.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    addressee: str = ""
    signature: Signature | None = None
    annexes: tuple[Annex, ...] = ()
    banner: str = ""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())
    letterhead: Letterhead | None = None
    imprint: Imprint | None = None

    def tables(self) -> Iterator[Table]:
        """All tables, in the order in which they are printed."""
        for blocks in (self.blocks, *(annex.blocks for annex in self.annexes)):
            for block in blocks:
                if isinstance(block, Table):
                    yield block

    @property
    def data_rows(self) -> int:
        """How many rows of data its tables hold together."""
        return sum(table.data_rows for table in self.tables())
