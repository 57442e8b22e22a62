"""A list of people as offices keep it: a sheet or a .csv with one head row, read as lines of text."""

import csv
import io

from peidang.domain.errors import FileUnreadable
from peidang.files.sniff import sniff
from peidang.files.text import decode_text
from peidang.files.workbook import read_workbook

_SPREADSHEETS = ("xlsx", "xls", "ods")


def read_lines(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """Every line of the file's sheets, one below the other, as text; numbers without a decimal point.

    Raises ``FileUnreadable``.
    """
    if sniff(data) in _SPREADSHEETS:
        sheets = read_workbook(data, name).sheets
        return tuple(tuple(_text(cell) for cell in line) for sheet in sheets for line in sheet.rows)
    text = decode_text(data)
    if text is None:
        raise FileUnreadable(name, "damaged")
    mark = "\t" if text.count("\t") > text.count(",") else ","
    lines = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=mark)
    try:
        return tuple(tuple(cell.strip() for cell in line) for line in lines)
    except csv.Error:
        raise FileUnreadable(name, "damaged") from None


def _text(cell: object) -> str:
    """A telephone number typed as a number stays one."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
