"""One sheet's XML as text, in which single cells are put: what stands around them stays as it is, byte for byte."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from itertools import pairwise
from math import ceil
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

from peidang.domain.errors import FileUnreadable
from peidang.domain.numbers import plain
from peidang.domain.sheet_values import CELL_LIMIT, utf16_length, writable
from peidang.files.xml_parts import child, local, value, whole

POINTS_PER_LINE, PADDING, MAX_HEIGHT = 15.0, 6.0, 409.0
DEFAULT_WIDTH = 8.43
_PERCENT_FORMATS = ("9", "10")
"""0% and 0.00% (ECMA-376 part 1, 18.8.30)."""
_FORMULA = re.compile(r"<(?:\w+:)?f[ >/]")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def place_of(text: str) -> tuple[int, int]:
    """(row, column) from 1 of ``I12``. Raises ValueError for anything else."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def name_of(row: int, column: int) -> str:
    """``I12`` of row 12, column 9."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


@dataclass(frozen=True)
class Range:
    """A rectangle of cells, rows and columns from 1, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, text: str) -> "Range":
        """The range written ``A1:C3`` or ``A1``. Raises ValueError."""
        first, _, last = text.replace("$", "").partition(":")
        return cls(*place_of(first), *place_of(last or first))

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Styles:
    """Which cell styles wrap their text, and which show a number as a percentage."""

    def __init__(self, styles: bytes) -> None:
        try:
            root = fromstring(styles)
        except ParseError:
            root = fromstring(b"<styleSheet/>")
        codes = {value(one, "numFmtId"): value(one, "formatCode") for one in _children(root, "numFmts")}
        self._formats = [
            (
                value(child(one, "alignment"), "wrapText") in ("1", "true"),
                value(one, "numFmtId") in _PERCENT_FORMATS or "%" in codes.get(value(one, "numFmtId"), ""),
            )
            for one in _children(root, "cellXfs")
        ]

    def wraps(self, number: int) -> bool:
        """Whether a cell of this style breaks its text into lines."""
        return number < len(self._formats) and self._formats[number][0]

    def is_percent(self, number: int) -> bool:
        """Whether a cell of this style shows 0.35 as 35%."""
        return number < len(self._formats) and self._formats[number][1]


def _children(root: Element, name: str) -> tuple[Element, ...]:
    found = child(root, name)
    return () if found is None else tuple(found)


@dataclass
class _Piece:
    """A row or a cell: where it stands in the text around it, its attributes, what it holds."""

    start: int
    end: int
    number: int
    attributes: str
    inner: str


@dataclass
class _Row:
    """A row as it stands in the file, or as it was written anew; ``before`` is what stands between it and the last."""

    number: int
    before: str
    text: str


class SheetXml:
    """A sheet's XML, to be written into cell by cell. Raises ``FileUnreadable`` for what is no sheet in UTF-8.

    ``texts`` are the workbook's shared texts; they are only looked at to see how tall a row must be.
    """

    def __init__(self, data: bytes, styles: Styles, texts: Sequence[str] = ()) -> None:
        self._styles = styles
        self._texts = texts
        self._mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        try:
            text = data[len(self._mark) :].decode("utf-8")
            root = fromstring(data)
        except (UnicodeDecodeError, ParseError):
            raise FileUnreadable("", "damaged") from None
        found = re.search(r"<(\w+:)?worksheet\b", text)
        self._prefix = (found[1] or "") if found else ""
        self._merged = [
            Range.of(value(one, "ref")) for one in _children(root, "mergeCells") if value(one, "ref")
        ]
        self._widths = {
            column: float(value(one, "width") or DEFAULT_WIDTH)
            for one in _children(root, "cols")
            for column in range(whole(value(one, "min"), 1), min(whole(value(one, "max"), 1), 400) + 1)
        }
        formulas = [
            Range.of(value(child(cell, "f"), "ref") or value(cell, "r"))
            for cell in root.iter()
            if local(cell.tag) == "c" and child(cell, "f") is not None and value(cell, "r")
        ]
        self._single = {(one.top, one.left) for one in formulas}
        self._arrays = [one for one in formulas if (one.top, one.left) != (one.bottom, one.right)]
        self._split(text)

    def _split(self, text: str) -> None:
        """What stands before the rows, the rows, and what stands behind them."""
        tag = self._tag("sheetData")
        text = re.sub(rf"<{tag}\s*/>", f"<{tag}></{tag}>", text, count=1)
        opening, end = re.search(rf"<{tag}\b[^>]*>", text), text.find(f"</{tag}>")
        if opening is None or end < 0:
            raise FileUnreadable("", "damaged")
        self._head, data, self._tail = text[: opening.end()], text[opening.end() : end], text[end:]
        self._rows: list[_Row] = []
        at = 0
        for piece in _pieces(data, self._tag("row"), row_of):
            self._rows.append(_Row(piece.number, data[at : piece.start], data[piece.start : piece.end]))
            at = piece.end
        self._tail = data[at:] + self._tail
        if any(one.number >= other.number for one, other in pairwise(self._rows)):
            raise FileUnreadable("", "damaged")

    def as_bytes(self) -> bytes:
        """The sheet with what was put into it."""
        rows = "".join(row.before + row.text for row in self._rows)
        return self._mark + f"{self._head}{rows}{self._tail}".encode()

    def anchor(self, place: str) -> str:
        """The first cell of the merged range over a place, else the place itself."""
        row, column = place_of(place)
        over = next((one for one in self._merged if one.holds(row, column)), None)
        return name_of(over.top, over.left) if over else place

    def is_free(self, place: str) -> bool:
        """No formula's cell and no covered corner of a merged one."""
        row, column = place_of(place)
        if (row, column) in self._single or any(one.holds(row, column) for one in self._arrays):
            return False
        return self.anchor(place) == place

    def is_percent(self, place: str) -> bool:
        """Whether the cell shows its number as a percentage."""
        number, column = place_of(place)
        at, there = self._find(number)
        if not there:
            return False
        row = self._piece(self._rows[at])
        cells = _pieces(row.inner, self._tag("c"), column_of)
        style = next((one.attributes for one in cells if one.number == column), self._row_style(row))
        return self._styles.is_percent(whole(_attribute(style, "s"), 0))

    def put(self, place: str, said: str | Decimal) -> None:
        """Put a value into a cell, whose format stays. Raises ``ValueError`` for a place that is not free."""
        if not self.is_free(place):
            raise ValueError(place)
        number, column = place_of(place)
        at, there = self._find(number)
        if not there:
            self._rows.insert(at, _Row(number, "", f'<{self._tag("row")} r="{number}"></{self._tag("row")}>'))
        row = self._piece(self._rows[at])
        cells = list(_pieces(row.inner, self._tag("c"), column_of))
        found = next((cell for cell in cells if cell.number == column), None)
        if found and _FORMULA.search(found.inner):
            raise ValueError(place)
        style = found.attributes if found else self._row_style(row)
        new = self._cell(place, style, said)
        if found:
            inner = row.inner[: found.start] + new + row.inner[found.end :]
            attributes = row.attributes
        else:
            place_in_row = bisect_left([cell.number for cell in cells], column)
            start = cells[place_in_row].start if place_in_row < len(cells) else len(row.inner)
            inner = row.inner[:start] + new + row.inner[start:]
            attributes = re.sub(r'\s+spans="[^"]*"', "", row.attributes)
        attributes = self._grown(attributes, inner, number, column, said)
        self._rows[at].text = f"<{self._tag('row')}{attributes}>{inner}</{self._tag('row')}>"

    def forget_results(self) -> None:
        """Take out what formulas gave last time: they stand over other numbers now."""
        tag = self._tag("c")
        cell = re.compile(
            rf"<{tag}\b((?:[^>/]|/(?!>))*)>((?:(?!</{tag}>).)*?<{self._prefix}f[ >/].*?)</{tag}>", re.DOTALL
        )
        for row in self._rows:
            if _FORMULA.search(row.text):
                row.text = cell.sub(self._without_result, row.text)

    def _without_result(self, found: re.Match[str]) -> str:
        attributes = re.sub(r'\s+t="[^"]*"', "", found[1])
        tag = self._tag("v")
        inner = re.sub(rf"<{tag}\b[^>]*?(?:/>|>.*?</{tag}>)", "", found[2], flags=re.DOTALL)
        return f"<{self._tag('c')}{attributes}>{inner}</{self._tag('c')}>"

    def _tag(self, name: str) -> str:
        return self._prefix + name

    def _find(self, number: int) -> tuple[int, bool]:
        """Where the row of this number stands, or would stand; and whether it does."""
        at = bisect_left(self._rows, number, key=lambda row: row.number)
        return at, at < len(self._rows) and self._rows[at].number == number

    def _piece(self, row: _Row) -> _Piece:
        return next(_pieces(row.text, self._tag("row"), row_of))

    @staticmethod
    def _row_style(row: _Piece) -> str:
        """The style of a cell that is not there yet: the row's own, where it has one."""
        style = _attribute(row.attributes, "s")
        return (
            f' s="{style}"' if style and _attribute(row.attributes, "customFormat") in ("1", "true") else ""
        )

    def _cell(self, place: str, attributes: str, said: str | Decimal) -> str:
        tag, style = self._tag("c"), _attribute(attributes, "s")
        head = f'<{tag} r="{place}"' + (f' s="{style}"' if style else "")
        if isinstance(said, Decimal):
            return f"{head}><{self._tag('v')}>{plain(said)}</{self._tag('v')}></{tag}>"
        text = writable(said)
        if utf16_length(text) > CELL_LIMIT:
            raise ValueError(place)
        if not text:
            return f"{head}/>"
        inner = f'<{self._tag("t")} xml:space="preserve">{escape(text)}</{self._tag("t")}>'
        return f'{head} t="inlineStr"><{self._tag("is")}>{inner}</{self._tag("is")}></{tag}>'

    def _grown(self, attributes: str, inner: str, row: int, column: int, said: str | Decimal) -> str:
        """The row's attributes with the height its wrapped texts need.

        A row without a height would grow by itself in some programs, but LibreOffice shows it at a single line.
        """
        height = _attribute(attributes, "ht")
        cells = list(_pieces(inner, self._tag("c"), column_of))
        written = [cell for cell in cells if cell.number == column]
        heights = [self._height(row, cell, said if isinstance(said, str) else "") for cell in written]
        if not height and heights and heights[0] > 0:
            heights += [
                self._height(row, cell, self._text_in(cell)) for cell in cells if cell.number != column
            ]
        needed = max(heights, default=0.0)
        if needed <= float(height or POINTS_PER_LINE + PADDING):
            return attributes
        return f'{re.sub(r"(?:^|[ ]+)ht=.[^ ]*", "", attributes)} ht="{needed:g}"'

    def _height(self, row: int, cell: _Piece, text: str) -> float:
        """Points a cell's text takes; 0 for one of a single line, that does not wrap or is merged over several rows."""
        over = next(
            (one for one in self._merged if one.holds(row, cell.number)),
            Range(row, cell.number, row, cell.number),
        )
        if over.top != over.bottom or not self._styles.wraps(whole(_attribute(cell.attributes, "s"), 0)):
            return 0.0
        width = sum(self._widths.get(one, DEFAULT_WIDTH) for one in range(over.left, over.right + 1))
        lines = lines_of(text, width)
        return min(lines * POINTS_PER_LINE + PADDING, MAX_HEIGHT) if lines > 1 else 0.0

    def _text_in(self, cell: _Piece) -> str:
        """The text a cell shows; '' for a number, whose width hardly ever breaks."""
        if _attribute(cell.attributes, "t") == "inlineStr":
            return unescape("".join(re.findall(r"<(?:\w+:)?t\b[^>]*>([^<]*)<", cell.inner)))
        number = re.search(r"<(?:\w+:)?v>(\d{1,7})<", cell.inner)
        if _attribute(cell.attributes, "t") != "s" or number is None:
            return ""
        at = int(number[1])
        return self._texts[at] if at < len(self._texts) else ""


def lines_of(text: str, width: float) -> int:
    """In how many lines a text breaks, by estimate: wide characters count double."""
    room = max(width - 1, 2)
    widths = (
        sum(1 + (unicodedata.east_asian_width(char) in "WFA") for char in line) for line in text.split("\n")
    )
    return sum(max(ceil(one / room), 1) for one in widths)


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf'(?:^|\s){name}=(?:"([^"]*)"|\'([^\']*)\')', attributes)
    return (found[1] or found[2] or "") if found else ""


def row_of(attributes: str, before: int) -> int:
    """The number of a row; the one after the row before where it does not say."""
    return whole(_attribute(attributes, "r"), before + 1)


def column_of(attributes: str, before: int) -> int:
    """The column of a cell, from 1; the next one where it does not say."""
    place = _attribute(attributes, "r")
    return place_of(place)[1] if place else before + 1


def _pieces(text: str, tag: str, number_of: Callable[[str, int], int]) -> Iterator[_Piece]:
    """The elements of this name in order; no element holds another of its own name here."""
    before = 0
    for found in re.finditer(rf"<{tag}\b([^>]*?)(?:/>|>(.*?)</{tag}>)", text, re.DOTALL):
        before = number_of(found[1], before)
        yield _Piece(found.start(), found.end(), before, found[1].rstrip(), found[2] or "")
