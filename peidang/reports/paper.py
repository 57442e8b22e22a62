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

from peidang.domain.labels import Light


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
        lines += [plain(text) for block in blocks for text in texts_of(block)]
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


Tone = Light | None
"""What a part of a bar tells: a light, or None for what has none yet."""


@dataclass(frozen=True)
class Segment:
    """A part of a bar, ``share`` (0..1) of the width that bars have."""

    share: float
    tone: Tone


@dataclass(frozen=True)
class BarRow:
    """A bar between its label and its values. ``tick`` (0..1 of the bars' width) marks where it should reach."""

    label: Runs
    segments: tuple[Segment, ...]
    values: Runs
    tick: float | None = None


@dataclass(frozen=True)
class Key:
    """An entry of a chart's legend: what a tone means, or the tick."""

    text: str
    tone: Tone = None
    tick: bool = False


@dataclass(frozen=True)
class Bars:
    """A chart of horizontal bars: caption, legend, one row a bar. What is drawn stands in ``values``, too.

    ``widths`` are the shares of labels, bars and values of the frame's width. ``goal`` (0..1 of the bars' width) is where
    a bar would be whole: each stands in an outline as long. Raises ``ValueError`` for a bar or a tick that would reach out
    of its column.
    """

    caption: Runs
    keys: tuple[Key, ...]
    rows: tuple[BarRow, ...]
    goal: float | None = None
    widths: tuple[float, float, float] = (31, 36, 33)
    text_size: float = 10.5
    place: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            shares = [segment.share for segment in row.segments]
            if min([*shares, 0.0, row.tick or 0.0]) < 0 or max(sum(shares), row.tick or 0.0) > 1 + 1e-9:
                raise ValueError(f"bar {number} of {plain(self.caption)}: {shares}, tick {row.tick}")


Block = Heading | Paragraph | Note | Table | Bars


def texts_of(block: Block) -> Iterator[Runs]:
    """The texts of a block in the order in which they are printed; column heads aside."""
    if isinstance(block, Table):
        for row in block.rows:
            yield from (row.text,) if isinstance(row, SectionRow) else (cell.text for cell in row.cells)
    elif isinstance(block, Bars):
        yield block.caption
        yield from (runs(key.text) for key in block.keys)
        for bar in block.rows:
            yield from (bar.label, bar.values)
    else:
        yield block.text


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

    def charts(self) -> Iterator[Bars]:
        """All charts, in the order in which they are printed."""
        for blocks in (self.blocks, *(annex.blocks for annex in self.annexes)):
            yield from (block for block in blocks if isinstance(block, Bars))

    @property
    def data_rows(self) -> int:
        """How many rows of data its tables and charts hold together."""
        in_charts = sum(len(chart.rows) for chart in self.charts())
        return sum(table.data_rows for table in self.tables()) + in_charts
