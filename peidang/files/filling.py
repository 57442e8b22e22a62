"""Writing answers into a workbook that somebody else made: only the named cells change."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import ceil

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.errors import FileUnreadable
from peidang.files.sniff import sniff

Filling = str | int | float | date

_POINTS_PER_LINE, _PADDING, _MAX_HEIGHT = 15.0, 7.0, 409.0
_FIRST_WIDE = 0x2E80
_CORE_PART = "docProps/core.xml"
_SHEET_PARTS = "xl/worksheets/"
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_HEADER = re.compile(rb"<(\w+(?:Header|Footer))>[^<]*</\1>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def fill_cells(
    data: bytes, cells: Mapping[tuple[str, str], Filling], saved_at: datetime | None = None, name: str = ""
) -> bytes:
    """The .xlsx with values put into cells by (sheet, cell), e.g. ("填报表", "I12"); everything else stays.

    A text stays a text, whatever it begins with; '' empties the cell. A row that is written into grows
    with its text, as it does while people type. Sheets, formats, lists, hints, protection and print settings are
    kept; stored results of formulas are not, the next program that opens the file works them out. ``saved_at``
    (local time) is when the file says it was saved; now, when none is given. Raises ``FileUnreadable``
    (``not-a-workbook``) for anything but .xlsx, ``KeyError`` for a sheet that is not there, ``ValueError`` for a
    place that is no cell of its own.
    """
    if sniff(data) != "xlsx":
        raise FileUnreadable(name, "not-a-workbook")
    # Without rich_text the two fonts of a title would become one.
    workbook = load_workbook(io.BytesIO(data), rich_text=True)
    for (sheet, place), value in cells.items():
        _put(workbook[sheet][place], value)
        _grow(workbook[sheet], workbook[sheet][place])
    out = io.BytesIO()
    workbook.save(out)
    return mended(out.getvalue(), saved_at or datetime.now())


def _put(cell: object, value: Filling) -> None:
    if type(cell) is not Cell:
        raise ValueError(cell.coordinate if isinstance(cell, MergedCell) else str(cell))
    wanted = cell.number_format
    cell.value = None if value == "" else value
    if isinstance(value, str) and value:
        cell.data_type = "s"
    # A date brings openpyxl's own format with it; the sheet's is the one people expect.
    cell.number_format = wanted


def _grow(sheet: Worksheet, cell: Cell) -> None:
    """Make the row at least as high as the text wraps in its column, by estimate: wide characters count double."""
    if not (cell.alignment.wrap_text and isinstance(cell.value, str)):
        return
    room = max(sheet.column_dimensions[cell.column_letter].width - 2, 2)
    widths = (sum(1 + (ord(char) > _FIRST_WIDE) for char in line) for line in cell.value.split("\n"))
    lines = sum(max(ceil(width / room), 1) for width in widths)
    row = sheet.row_dimensions[cell.row]
    row.height = max(row.height or 0.0, min(lines * _POINTS_PER_LINE + _PADDING, _MAX_HEIGHT))


def mended(data: bytes, saved_at: datetime, growing: bool = True) -> bytes:
    """The same file with what openpyxl gets wrong, saved at this (local) time.

    It puts in the present time, breaks line breaks in headers, and fixes every height, so that rows grow no more.
    Heights stay fixed unless rows are to be ``growing`` while people type.
    """
    stamp = saved_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            content = source.read(member)
            if member == _CORE_PART:
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            elif member.startswith(_SHEET_PARTS):
                content = _FIXED_HEIGHT.sub(rb"\1", content) if growing else content
                content = _HEADER.sub(lambda match: match[0].replace(b"_x000a_", b"\n"), content)
            target.writestr(zipfile.ZipInfo(member, saved_at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
