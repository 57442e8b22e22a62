"""A first look into a spreadsheet before the fast reader is let at it: what every format's look has in common.

The fast reader holds every sheet as a full rectangle (two cells in far corners would take all memory), gives a
blank for a formula without a stored value and for an error, and 0.35 where people see 35%. So the file is walked
once: how far do the filled cells reach, which cells say something else, when was the file saved. ``xlsx_scan``,
``xls_scan`` and ``ods_scan`` do it, each for its format.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import IO
from xml.parsers import expat

from peidang.domain.numbers import plain

MAX_CELLS = 4_000_000
"""Rows × columns of one sheet."""
MAX_SHEETS = 1000
"""Some formats can name one large sheet a thousand times in a small file."""

FAR_ROW, FAR_COLUMN, FEW = 20_000, 200, 50
"""Fewer than 50 filled cells beyond row 20,000 or column 200 were typed by accident: they are left out and the rest read."""
MAX_CUT = 64 * 1024 * 1024
"""Bytes a zipped file may unpack to for that."""
MAX_NOTES, MAX_NOTE = 2_000, 32_767
"""Of one sheet; characters of one."""

_CHUNK = 1024 * 1024


class ScanFailed(Exception):
    """The file cannot be looked at; ``reason`` is a key of the words for unreadable files."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Note:
    """Words over a sheet instead of in a cell: a 批注, or the text of a box; row and column from 0 say where it hangs."""

    row: int
    column: int
    text: str
    is_shape: bool = False


class Notes(list[Note]):
    """The notes of one sheet, bounded."""

    def add(self, row: int, column: int, text: str, is_shape: bool = False) -> None:
        """One more, unless it says nothing. Raises ``ScanFailed`` (``too-large``) beyond what any sheet has."""
        said = text.replace("\r\n", "\n").strip()
        if said:
            self.append(Note(row, column, said[:MAX_NOTE], is_shape))
        if len(self) > MAX_NOTES:
            raise ScanFailed("too-large")


@dataclass
class SheetScan:
    """What was seen of one sheet: texts that count instead of what the fast reader gives, by (row, column) from 0."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Only for .ods, where the fast reader does not tell: (first row, first column, last row, last column)."""
    notes: Notes = field(default_factory=Notes)


@dataclass
class WorkbookScan:
    """What was seen of a workbook, by sheet name."""

    sheets: dict[str, SheetScan] = field(default_factory=dict)
    saved_at: datetime | None = None
    mended: bytes | None = None
    """The file for the fast reader instead of what came, where that would make it take memory for nothing."""


def is_far(row: int, column: int) -> bool:
    """Whether a cell lies where nobody works; from 0."""
    return row >= FAR_ROW or column >= FAR_COLUMN


def percentage(value: str | float) -> str:
    """``0.35`` → ``35%``: a figure typed as 35% is stored as its hundredth. '' for what is no finite number."""
    number = Decimal(repr(float(value))) * 100
    return f"{plain(number)}%" if number.is_finite() else ""


def local_time(text: str) -> datetime | None:
    """A document's own time as local time without zone; None where it cannot be read."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError, OSError):
        return None


def guarded_parser() -> expat.XMLParserType:
    """A parser that refuses to declare entities: no spreadsheet does, and a small file can grow by them without end."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refused
    parser.UnparsedEntityDeclHandler = _refused
    parser.ExternalEntityRefHandler = _refused
    return parser


def feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Let the parser go through a part. Raises ``ScanFailed`` (``damaged``) for broken XML."""
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise ScanFailed("damaged") from None


def walk(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Tell the elements' names (with their prefixes), attributes and texts as they come; nothing is kept.

    Raises ``ScanFailed`` (``damaged``) for XML that is broken or declares entities.
    """
    parser = guarded_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    feed(parser, stream)


def _refused(*_: object) -> int:
    raise ScanFailed("damaged")


def local(tag: str) -> str:
    """An element's or attribute's name without its prefix."""
    return tag.rpartition(":")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute whatever its prefix; '' where it is absent."""
    return next((value for key, value in attributes.items() if local(key) == name), "")
