"""The first look into an .xls: one walk through its records ([MS-XLS] 2.4), see ``workbook_scan``."""

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from peidang.files.compound import CompoundFile
from peidang.files.saved_at import ole_saved_at
from peidang.files.workbook_scan import (
    FEW,
    MAX_CELLS,
    MAX_SHEETS,
    ScanFailed,
    SheetScan,
    WorkbookScan,
    is_far,
    percentage,
)
from peidang.files.xls_notes import RECORDS as NOTE_RECORDS
from peidang.files.xls_notes import NoteRecords

BEGIN, END, FILE_PASS, BOUND_SHEET, FORMAT, XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
NUMBER, RK, MANY_RK, FORMULA, ERROR, LABEL, LABEL_SST, RICH_LABEL, CACHED_TEXT = (
    *(0x0203, 0x027E, 0x00BD, 0x0006),
    *(0x0205, 0x0204, 0x00FD, 0x00D6, 0x0207),
)
CELLS = frozenset((NUMBER, RK, MANY_RK, FORMULA, ERROR, LABEL, LABEL_SST, RICH_LABEL))
DIMENSIONS, IGNORED = 0x0200, b"\x01\x02"
"""The second is the kind of a formatted cell without anything in it: the fast reader passes it over."""
BIFF8 = 0x0600
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
PERCENT_FORMATS = frozenset((9, 10))

Record = tuple[int, int, int]
"""(kind, where its content begins, bytes of content)."""


def scan_xls(data: bytes) -> WorkbookScan:
    """Walk the records of an .xls file. Raises ``ScanFailed`` with ``damaged``, ``encrypted`` or ``too-large``."""
    try:
        stream = _Stream(data)
        book = _Book(stream.content)
        scan = WorkbookScan(book.sheets(), ole_saved_at(data))
        if book.false_sizes or book.far:
            scan.mended = _mended(stream, book)
    except (struct.error, IndexError, ValueError):
        raise ScanFailed("damaged") from None
    return scan


def _mended(stream: "_Stream", book: "_Book") -> bytes:
    """The file with records of a sheet's size saying nothing, as the fast reader takes memory for what they say.

    Often they only count formatted rows down to the last. Cells far out are made such that the reader passes over.
    """
    changed = bytearray(stream.data)
    for at, size in book.false_sizes:
        stream.put(changed, at, bytes(size))
    for at in book.far:
        stream.put(changed, at, IGNORED)
    data = bytes(changed)
    rest = _Book(_Stream(data).content)
    rest.sheets()
    if rest.false_sizes or rest.far:
        raise ScanFailed("too-large")
    return data


class _Stream:
    """The stream with all sheets, under its name of before or after Excel 97, and where in the file its bytes lie."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            with CompoundFile(data) as file:
                tables: Any = file  # the library's types do not tell of them
                name = next(name for name in ("Workbook", "Book") if file.exists(name))
                self.content = bytes(file.openstream(name).read())
                tables.loadminifat()
                circles = _has_circle(tables.fat) or _has_circle(tables.minifat)
                entry = tables.direntries[tables._find(name)]
                self._is_small = entry.size < tables.minisectorcutoff
                self._first, self._sector, self._fat = entry.isectStart, tables.sectorsize, tables.fat
        except Exception:  # hostile bytes; the library has no family of errors
            raise ScanFailed("damaged") from None
        if circles:
            raise ScanFailed("damaged")

    def put(self, changed: bytearray, at: int, said: bytes) -> None:
        """Put bytes at a place of the stream into a copy of the file. Raises ``ScanFailed`` for very small streams."""
        if self._is_small:  # a few cells, far out or not, in a stream without room for more
            raise ScanFailed("too-large")
        for place, byte in enumerate(said, at):
            changed[(self._sectors[place // self._sector] + 1) * self._sector + place % self._sector] = byte

    @cached_property
    def _sectors(self) -> list[int]:
        """The stream's sectors in their order; no chain goes in a circle."""
        chain, sector = [], self._first
        while sector < len(self._fat):
            chain.append(sector)
            sector = self._fat[sector]
        return chain


def _has_circle(following: Sequence[int]) -> bool:
    """Whether a chain of sectors comes back to itself: the fast reader would follow it until no memory is left."""
    walk_of = [0] * len(following)
    for walk, start in enumerate(range(len(following)), 1):
        at = start
        while at < len(following) and not walk_of[at]:
            walk_of[at] = walk
            at = following[at]
        if at < len(following) and walk_of[at] == walk:
            return True
    return False


def _records(book: bytes, at: int) -> Iterator[Record]:
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, size
        at += 4 + size


class _Book:
    """The records all sheets share: where the sheets begin, which styles show a percentage."""

    def __init__(self, book: bytes) -> None:
        self.book = book
        self.places: list[tuple[int, str]] = []
        self.formats = set(PERCENT_FORMATS)
        self.styles: list[int] = []
        self.false_sizes: list[tuple[int, int]] = []
        """Where records say how large a sheet is, and tell of more cells than any may have; and for how many bytes."""
        self.far: list[int] = []
        """Where the few records begin that hold cells far out, of sheets that are too large with them."""
        self.is_new = len(book) >= 6 and struct.unpack_from("<H", book, 4)[0] >= BIFF8
        """From Excel 97 on; names of older files are in a code page nobody tells here."""
        for kind, at, size in _records(book, 0):
            if kind == END:
                break
            self._note(kind, at, size)
        if len(self.places) > MAX_SHEETS:
            raise ScanFailed("too-large")

    def _note(self, kind: int, at: int, size: int) -> None:
        if kind == FILE_PASS:
            raise ScanFailed("encrypted")
        if kind == XF:
            self.styles.append(struct.unpack_from("<H", self.book, at + 2)[0])
        elif kind == BOUND_SHEET:
            place, _, length, wide = struct.unpack_from("<IHBB", self.book, at)
            self.places.append((place, self._text(at + 8, length, wide)))
        elif kind == FORMAT and self.is_new and b"%" in self.book[at : at + size]:
            self.formats.add(struct.unpack_from("<H", self.book, at)[0])

    def _text(self, at: int, length: int, wide: int) -> str:
        if wide & 1:
            return self.book[at : at + 2 * length].decode("utf-16-le", "replace")
        return self.book[at : at + length].decode("latin-1")

    def sheets(self) -> dict[str, SheetScan]:
        return {name: self._sheet(place) for place, name in self.places}

    def _sheet(self, place: int) -> SheetScan:
        scan, notes, reach = SheetScan(), NoteRecords(self.book), _Reach()
        depth = kind_before = 0
        for kind, at, size in _records(self.book, place):
            depth += (kind == BEGIN) - (kind == END)
            if kind == END and depth <= 0:
                break
            if kind == DIMENSIONS:
                self._check_size(at, size)
            if depth == 1 and kind in NOTE_RECORDS:
                notes.take(kind, at, size)
            if kind == CACHED_TEXT and kind_before == FORMULA:
                reach.go_on(at)
            kind_before = kind
            if kind not in CELLS or size < 6:
                continue
            row, column, style = struct.unpack_from("<HHH", self.book, at)
            last = struct.unpack_from("<H", self.book, at + size - 2)[0] if kind == MANY_RK else column
            reach.mark(row, column, last, at)
            if depth == 1:  # a chart in a sheet has cells of its own
                self._put_texts(scan, kind, row, column, style, at, size)
        if reach.is_too_large:
            self.far += reach.far
            scan.texts = {place: text for place, text in scan.texts.items() if not is_far(*place)}
        scan.notes = notes.notes()
        return scan

    def _check_size(self, at: int, size: int) -> None:
        """Rows and columns from, up to and without; in two bytes each before Excel 97."""
        if size in (10, 14):
            form = "<HHHH" if size == 10 else "<IIHH"
            top, bottom, left, right = struct.unpack_from(form, self.book, at)
            if top > bottom or left > right or (bottom - top) * (right - left) > MAX_CELLS:
                self.false_sizes.append((at, size))

    def _put_texts(
        self, scan: SheetScan, kind: int, row: int, column: int, style: int, at: int, size: int
    ) -> None:
        if kind == ERROR:
            code, is_error = struct.unpack_from("<BB", self.book, at + 6)
            if is_error:
                scan.texts[row, column] = ERRORS.get(code, "#N/A")
        elif kind == FORMULA and self.book[at + 12 : at + 14] == b"\xff\xff":
            if self.book[at + 6] == 2:
                scan.texts[row, column] = ERRORS.get(self.book[at + 8], "#N/A")
        elif kind == MANY_RK:
            for n in range((size - 6) // 6):
                own_style, rk = struct.unpack_from("<HI", self.book, at + 4 + 6 * n)
                self._put_percentage(scan, row, column + n, own_style, _rk(rk))
        elif kind in (NUMBER, FORMULA):
            self._put_percentage(scan, row, column, style, struct.unpack_from("<d", self.book, at + 6)[0])
        elif kind == RK:
            rk = struct.unpack_from("<I", self.book, at + 6)[0]
            self._put_percentage(scan, row, column, style, _rk(rk))

    def _put_percentage(self, scan: SheetScan, row: int, column: int, style: int, value: float) -> None:
        if style < len(self.styles) and self.styles[style] in self.formats:
            text = percentage(value)
            if text:
                scan.texts[row, column] = text


class _Reach:
    """How far a sheet's cells reach, and which of them lie far out."""

    def __init__(self) -> None:
        self.rows = self.columns = self.near_rows = self.near_columns = self.far_cells = 0
        self.far: list[int] = []
        """Where their records begin."""
        self._was_far = False

    def mark(self, row: int, column: int, last: int, at: int) -> None:
        """A record whose content begins at ``at``, with the cells of a row from ``column`` to ``last``."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, last + 1)
        self._was_far = is_far(row, column)
        if not self._was_far:
            self.near_rows, self.near_columns = max(self.near_rows, row + 1), max(self.near_columns, last + 1)
            return
        self.far_cells += max(last - column, 0) + 1
        if self.far_cells < FEW:
            self.far.append(at - 4)

    def go_on(self, at: int) -> None:
        """The text of the formula just marked."""
        if self._was_far and self.far_cells < FEW:
            self.far.append(at - 4)

    @property
    def is_too_large(self) -> bool:
        """Whether cells must go. Raises ``ScanFailed`` (``too-large``) where that would not help."""
        if self.rows * self.columns <= MAX_CELLS:
            return False
        if not 0 < self.far_cells < FEW or self.near_rows * self.near_columns > MAX_CELLS:
            raise ScanFailed("too-large")
        return True


def _rk(packed: int) -> float:
    """A number in four bytes: a whole number or the upper half of a double, perhaps a hundred times as large."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = struct.unpack("<d", bytes(4) + struct.pack("<I", packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value
