"""What a cell holds, made comparable: the same answer typed in two ways is the same text."""

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

from peidang.domain.labels import CLEAR_MARK, Field
from peidang.domain.numbers import parse_number, plain

NUMBER_FIELDS = (Field.MONTH_VALUE, Field.CUMULATIVE)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLEARS = {"(清空)", "清空"}
_FIRST_SERIAL, _LEAP_SLIP = date(1899, 12, 31), date(1900, 3, 1)
_SERIAL_DAY = re.compile(r"4[0-9]{4}|5[0-4][0-9]{3}")
"""A day whose cell lost its format: its number, from 2009 to 2050."""
_LAST_TYPED = date(1910, 1, 1)
"""Spreadsheets count days from 1900, with a 29 February that never was. No number typed as a day is that large."""


def canonical(field: Field, raw: object) -> str:
    """The stored text of an answer: numbers in plain decimals, days in ISO form, text without stray blanks.

    What cannot be understood is kept as it was typed; the checks speak of it. Never raises.
    """
    text = _as_text(raw)
    if "".join(unicodedata.normalize("NFKC", text).split()) in _CLEARS:
        return CLEAR_MARK
    if field in NUMBER_FIELDS:
        number = parse_number(text)
        return text if number is None else plain(number)
    if field is Field.AS_OF:
        return _as_day(raw, text)
    if field is Field.STATUS:
        return "".join(text.split())
    return text


def _as_text(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, (int, float)):
        return plain(Decimal(repr(raw))) if math.isfinite(raw) else ""
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(" ")
    if isinstance(raw, date):
        return raw.isoformat()
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    lines = [line.strip(" \t\u3000\xa0\u200b\ufeff") for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def _as_day(raw: object, text: str) -> str:
    if _SERIAL_DAY.fullmatch(text):
        return (_FIRST_SERIAL + timedelta(days=int(text) - 1)).isoformat()
    if isinstance(raw, date) and _FIRST_SERIAL < date(raw.year, raw.month, raw.day) < _LAST_TYPED:
        return _as_typed(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    match = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if match is None:
        return text
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return text


def _as_typed(raw: date) -> str:
    """The number that a date cell made a day of a century ago: 10.25 became 1900-01-10, 6 o'clock."""
    day = date(raw.year, raw.month, raw.day)
    serial = Decimal((day - _FIRST_SERIAL + timedelta(days=day >= _LEAP_SLIP)).days)
    if isinstance(raw, datetime):
        seconds = raw.hour * 3600 + raw.minute * 60 + raw.second
        serial += round(Decimal(seconds) / 86400, 3)
    return plain(serial)
