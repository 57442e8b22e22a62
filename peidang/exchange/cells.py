"""Putting values into cells so that nothing is cut, turned into a formula or changed on the way."""

import re
from datetime import date, datetime
from typing import Any

from peidang.domain.errors import Refused
from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.sheet_values import CELL_LIMIT, EARLIEST_DATE, as_float, utf16_length, writable
from peidang.domain.values import NUMBER_FIELDS

_LOST = re.compile("[\x00-\x09\x0b-\x1f\ufeff\ufffd-\uffff\ud800-\udfff]|_x000D_")


def same_to_a_cell(text: str) -> str:
    """The text without what cells and file formats lose on the way: two texts with one result are one cell."""
    return _LOST.sub("", text)


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


def _as_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == 10 and day >= EARLIEST_DATE else None
