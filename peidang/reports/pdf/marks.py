"""What stands on a page, before it is drawn: text, rules, bookmarks, proof of rows. Plain data.

Places are points from the upper left corner of the page's frame, x along the lines of text and y downwards,
whichever way the page is turned.
"""

from dataclasses import dataclass, field

from peidang.reports.paper import Tone
from peidang.reports.pdf.measures import SIDEWAYS, UPRIGHT, Frame
from peidang.reports.pdf.shaping import Piece


@dataclass(frozen=True)
class Text:
    """A piece of text whose baseline begins at (``x`` + the piece's own x, ``y``)."""

    x: float
    y: float
    piece: Piece
    red: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    red: bool = False


@dataclass(frozen=True)
class Bookmark:
    """An entry of the file's outline that leads to this height of the page; ``level`` from 0."""

    title: str
    level: int
    y: float


@dataclass(frozen=True)
class RowDone:
    """The last piece of row ``row`` of table ``table`` (both counted from 0) stands on this page."""

    table: int
    row: int


@dataclass(frozen=True)
class Bar:
    """A part of a chart's bar, an entry of its legend, or (``tick``) the mark where a bar should reach.

    ``outline``: nothing but the line around it.
    """

    x: float
    y: float
    width: float
    height: float
    tone: Tone = None
    outline: bool = False
    tick: bool = False


Mark = Text | Rule | Bookmark | RowDone | Bar


@dataclass
class Page:
    """One page and the marks on it. One that holds nothing but 版记, or the blank before it, bears no number (7.5)."""

    sideways: bool = False
    marks: list[Mark] = field(default_factory=list)
    numbered: bool = True

    @property
    def frame(self) -> Frame:
        """The page's type area as its reader sees it."""
        return SIDEWAYS if self.sideways else UPRIGHT
