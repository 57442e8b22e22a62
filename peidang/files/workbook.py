"""Spreadsheets from outside as plain data: .xlsx, .xlsm, .xls, .et, .ods, told apart by content, never by name.

python-calamine reads them all in a fraction of the time of the others; what it does not tell (formulas without a
stored value, error values, how large a sheet really is) is looked up first, see ``workbook_scan``. ``read_tables``
takes the tables of Word documents as well, as sheets.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from peidang.domain.errors import FileUnreadable
from peidang.files.bounds import check_unpacked_size
from peidang.files.sniff import sniff, table_in_text
from peidang.files.workbook_scan import MAX_CELLS, Note, ScanFailed, SheetScan, WorkbookScan

CellValue = str | int | float | bool | date | datetime | time | timedelta

MAX_BYTES = 64 * 1024 * 1024
_MANY_CELLS = 200_000
"""Rows × columns of a sheet that is mostly empty, most likely: a cell typed by accident makes it that large."""

_NO_MEMORY = "PyObject pointer is null"
"""The reader's last words when Python has no memory for what it found."""
_WORKBOOKS, _DOCUMENTS = frozenset(("xlsx", "xls", "ods")), frozenset(("docx", "doc"))
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
    What is shown as a percentage is text as people see it, ``35%``.
    """

    name: str
    visibility: Visibility
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """(first row, first column, last row, last column) from 0; only the first cell holds the value."""
    notes: tuple[Note, ...] = ()
    """批注 and boxes with text over the cells."""

    def cell(self, row: int, column: int) -> CellValue:
        """The value at a position from 0; '' outside what the sheet holds."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""


@dataclass(frozen=True)
class WorkbookContent:
    """A whole spreadsheet file, or the tables of a Word document."""

    name: str
    kind: str
    """``xlsx``, ``xls`` or ``ods``, of ``read_tables`` also ``docx`` or ``doc`` (kinds of ``sniff``)."""
    sheets: tuple[SheetContent, ...]
    saved_at: datetime | None = None
    """When the file says it was last saved, in local time; None when it does not say."""

    def sheet(self, name: str) -> SheetContent | None:
        """The sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read_workbook(data: bytes, name: str) -> WorkbookContent:
    """Read every sheet of a spreadsheet. ``name`` is only used to say which file could not be read.

    Raises ``FileUnreadable`` with ``empty``, ``not-a-workbook``, ``csv``, ``html``, ``damaged``, ``encrypted``,
    ``too-large`` or ``not-yet``.
    """
    if len(data) > MAX_BYTES:
        raise FileUnreadable(name, "too-large")
    kind = sniff(data)
    if kind not in _WORKBOOKS:
        raise FileUnreadable(name, _REASONS.get(kind) or table_in_text(data) or "not-a-workbook")
    if kind != "xls":
        check_unpacked_size(data, name)
    try:
        scan = _scan(data, kind)
    except ScanFailed as failed:
        raise FileUnreadable(name, failed.reason) from None
    return WorkbookContent(name, kind, _sheets(scan.mended or data, name, scan), scan.saved_at)


def read_tables(data: bytes, name: str, passwords: Sequence[str] = ()) -> WorkbookContent:
    """Read a spreadsheet, or a Word document's text and tables as one sheet; open it with a password where it has one.

    Raises ``FileUnreadable`` as ``read_workbook`` does, with ``encrypted`` only when no password fits, and with
    ``no-table`` for a Word document without any.
    """
    try:
        return _read_tables(data, name)
    except FileUnreadable as refused:
        if refused.reason != "encrypted":
            raise
    from peidang.files.passwords import unlock  # noqa: PLC0415 (heavy, and few files have a password)

    return _read_tables(unlock(data, name, passwords), name)


def _read_tables(data: bytes, name: str) -> WorkbookContent:
    if len(data) <= MAX_BYTES and sniff(data) in _DOCUMENTS:
        from peidang.files.word_tables import read_word_tables  # noqa: PLC0415 (the children should start quickly)

        return read_word_tables(data, name)
    return read_workbook(data, name)


def _scan(data: bytes, kind: str) -> WorkbookScan:
    """The first look. Loaded as needed: a child reads hundreds of one kind and none of the others."""
    if kind == "xlsx":
        from peidang.files.xlsx_scan import scan_xlsx  # noqa: PLC0415

        return scan_xlsx(data)
    if kind == "xls":
        from peidang.files.xls_scan import scan_xls  # noqa: PLC0415

        return scan_xls(data)
    from peidang.files.ods_scan import scan_ods  # noqa: PLC0415

    return scan_ods(data)


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
    except MemoryError:
        raise FileUnreadable(name, "too-large") from None
    except BaseException as fault:  # a damaged .xls makes the reader panic, and a panic is no Exception
        raise FileUnreadable(name, "too-large" if _NO_MEMORY in str(fault) else "damaged") from None


def _visibility(visible: SheetVisibleEnum) -> Visibility:
    if visible == SheetVisibleEnum.Visible:
        return Visibility.VISIBLE
    return Visibility.HIDDEN if visible == SheetVisibleEnum.Hidden else Visibility.VERY_HIDDEN


def _sheet(sheet: CalamineSheet, visibility: Visibility, name: str, scan: WorkbookScan) -> SheetContent:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise FileUnreadable(name, "too-large")
    rows: list[list[CellValue]] = sheet.to_python(skip_empty_area=False)
    seen = scan.sheets.get(sheet.name, SheetScan())
    _put_texts(rows, seen)
    if sheet.total_height * sheet.total_width > _MANY_CELLS:
        rows = _without_empty_ends(rows)
    merged = tuple(
        (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return SheetContent(
        sheet.name,
        visibility,
        tuple(tuple(row) for row in rows),
        merged or tuple(seen.merged),
        tuple(sorted(seen.notes, key=lambda note: (note.row, note.column))),
    )


def _without_empty_ends(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """The rows without what is empty at their right and below: four million blanks take seconds to hand on."""
    kept: list[list[CellValue]] = []
    for row in rows:
        end = len(row) if row.count("") < len(row) else 0
        while end and row[end - 1] == "":
            end -= 1
        kept.append(row[:end])
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _put_texts(rows: list[list[CellValue]], scan: SheetScan) -> None:
    """Put in what the reader does not tell: formulas without a stored value, errors, percentages."""
    for (row, column), text in scan.texts.items():
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = text
