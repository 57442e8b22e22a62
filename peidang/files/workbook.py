"""Spreadsheets from outside as plain data: .xlsx, .xlsm, .xls, .et, .ods, told apart by content, never by name.

python-calamine reads them all in a fraction of the time of the others; what it does not tell (formulas without a
stored value, error values, how large a sheet really is) is looked up first in ``workbook_scan``.
"""

import io
import struct
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import olefile
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from peidang.domain.errors import FileUnreadable
from peidang.files.bounds import check_unpacked_size
from peidang.files.sniff import sniff
from peidang.files.workbook_scan import MAX_CELLS, ScanFailed, SheetScan, WorkbookScan, scan_workbook

CellValue = str | int | float | bool | date | datetime | time | timedelta

FILE_PASS = 0x002F
MAX_BYTES = 64 * 1024 * 1024

_REASONS = {"empty": "empty", "encrypted": "encrypted", "broken": "damaged"}


class Visibility(StrEnum):
    """Whether a sheet is seen; .xls and .ods know no very hidden sheets."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very-hidden"


@dataclass(frozen=True)
class SheetContent:
    """One sheet. ``rows[r][c]`` is the cell at row r, column c from 0, counted from A1; '' is an empty cell.

    A formula gives its stored value; without one, its own text with the equals sign. An error gives ``#DIV/0!``.
    What is shown as a percentage is text as people see it, ``35%`` (.xls: the number, 0.35).
    """

    name: str
    visibility: Visibility
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """(first row, first column, last row, last column) from 0; only the first cell holds the value."""

    def cell(self, row: int, column: int) -> CellValue:
        """The value at a position from 0; '' outside what the sheet holds."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""


@dataclass(frozen=True)
class WorkbookContent:
    """A whole spreadsheet file."""

    name: str
    kind: str
    """``xlsx``, ``xls`` or ``ods`` (kinds of ``sniff``)."""
    sheets: tuple[SheetContent, ...]
    saved_at: datetime | None = None
    """When the file says it was last saved, in local time; None when it does not say (.xls never does here)."""

    def sheet(self, name: str) -> SheetContent | None:
        """The sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(data: bytes, name: str) -> WorkbookContent:
    """Read every sheet of a spreadsheet. ``name`` is only used to say which file could not be read.

    Raises ``FileUnreadable`` with ``empty``, ``not-a-workbook``, ``damaged``, ``encrypted``, ``too-large`` or ``not-yet``.
    """
    if len(data) > MAX_BYTES:
        raise FileUnreadable(name, "too-large")
    kind = sniff(data)
    if kind not in ("xlsx", "xls", "ods"):
        raise FileUnreadable(name, _REASONS.get(kind, "not-a-workbook"))
    scan = WorkbookScan()
    if kind == "xls" and _has_password(data):
        raise FileUnreadable(name, "encrypted")
    if kind != "xls":
        check_unpacked_size(data, name)
        try:
            scan = scan_workbook(data, kind)
        except ScanFailed as failed:
            raise FileUnreadable(name, failed.reason) from None
    return WorkbookContent(name, kind, _sheets(data, name, scan), scan.saved_at)


def _has_password(data: bytes) -> bool:
    """Whether an old workbook's first records say that all others are enciphered ([MS-XLS] 2.4.117, FilePass)."""
    try:
        with olefile.OleFileIO(io.BytesIO(data + bytes(-len(data) % 512))) as ole:
            stream = next(name for name in ("Workbook", "Book") if ole.exists(name))
            head: bytes = ole.openstream(stream).read(4096)
    except (OSError, StopIteration, ValueError, IndexError, KeyError, struct.error):
        return False
    at = 0
    while at + 4 <= len(head):
        record, size = struct.unpack_from("<HH", head, at)
        if record == FILE_PASS:
            return True
        at += 4 + size
    return False


def _sheets(data: bytes, name: str, scan: WorkbookScan) -> tuple[SheetContent, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return tuple(
                _sheet(workbook.get_sheet_by_name(meta.name), _visibility(meta.visible), name, scan)
                for meta in workbook.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            )
    except (KeyboardInterrupt, SystemExit, FileUnreadable):
        raise
    except PasswordError:
        raise FileUnreadable(name, "encrypted") from None
    except BaseException:  # a damaged .xls makes the reader panic, and a panic is no Exception
        raise FileUnreadable(name, "damaged") from None


def _visibility(visible: SheetVisibleEnum) -> Visibility:
    if visible == SheetVisibleEnum.Visible:
        return Visibility.VISIBLE
    return Visibility.HIDDEN if visible == SheetVisibleEnum.Hidden else Visibility.VERY_HIDDEN


def _sheet(sheet: CalamineSheet, visibility: Visibility, name: str, scan: WorkbookScan) -> SheetContent:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise FileUnreadable(name, "too-large")
    rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    seen = scan.sheets.get(sheet.name, SheetScan())
    _put_texts(rows, seen)
    merged = tuple(
        (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return SheetContent(
        sheet.name, visibility, tuple(tuple(row) for row in rows), merged or tuple(seen.merged)
    )


def _put_texts(rows: list[list[CellValue]], scan: SheetScan) -> None:
    """Put in what the reader does not tell: formulas without a stored value, errors, percentages."""
    for (row, column), text in scan.texts.items():
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = text
