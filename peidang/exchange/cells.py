"""Putting values into cells so that nothing is cut, turned into a formula or changed on the way."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peidang.domain.errors import Refused
from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.numbers import parse_number, plain
from peidang.domain.values import NUMBER_FIELDS

CELL_LIMIT = 32_767
"""Characters a cell holds, in UTF-16 units; writers cut longer text or make a file that needs repair."""
DATE_FORMAT = "yyyy-mm-dd"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOST = re.compile("[\x00-\x09\x0b-\x1f\ufeff\ufffd-\uffff\ud800-\udfff]|_x000D_")
_EARLIEST_DATE = date(1900, 3, 1)  # before that day spreadsheet programs disagree about the count of days


def writable(text: str) -> str:
    """The text as a cell can hold it: characters that XML knows no way to write become U+FFFD, seen by everybody."""
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def same_to_a_cell(text: str) -> str:
    """The text without what cells and file formats lose on the way: two texts with one result are one cell."""
    return _LOST.sub("", text)


def utf16_length(text: str) -> int:
    """How long a spreadsheet program thinks the text is."""
    return len(text) + sum(char > "\uffff" for char in text)


def put_text(sheet: Any, row: int, column: int, text: str, style: Any, what: str = "") -> None:
    """Write text as text, whatever it begins with. Raises ``Refused("bad-value")`` when it is too long for a cell."""
    text = writable(text)
    if utf16_length(text) > CELL_LIMIT:
        raise Refused("bad-value", f"{what}：{utf16_length(text)}字，一格最多{CELL_LIMIT}字")
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def put_number(sheet: Any, row: int, column: int, text: str, style: Any, what: str = "") -> None:
    """Write a number as a number where the cell keeps every digit of it, else the text as it stands."""
    number = as_float(text)
    if number is None:
        put_text(sheet, row, column, text, style, what)
    else:
        sheet.write_number(row, column, number, style)


def put_day(sheet: Any, row: int, column: int, text: str, style: Any, what: str = "") -> None:
    """Write a day in ISO form as a date, else the text as it stands."""
    day = _as_day(text)
    if day is None:
        put_text(sheet, row, column, text, style, what)
    else:
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), style)


def put_answer(sheet: Any, row: int, column: int, field: Field, text: str, style: Any) -> None:
    """Write an answer the way its field is read back."""
    what = f"第{row + 1}行“{FIELD_WORDS[field]}”"
    if field in NUMBER_FIELDS:
        put_number(sheet, row, column, text, style, what)
    elif field is Field.AS_OF:
        put_day(sheet, row, column, text, style, what)
    else:
        put_text(sheet, row, column, text, style, what)


def as_float(text: str) -> float | None:
    """The number as a cell stores it; None when it is no plain number, or too long to be stored without loss."""
    number = parse_number(text)
    if number is None or plain(number) != text:
        return None
    stored = float(number)
    return stored if Decimal(repr(stored)) == number and len(number.as_tuple().digits) <= 15 else None


def _as_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == 10 and day >= _EARLIEST_DATE else None
