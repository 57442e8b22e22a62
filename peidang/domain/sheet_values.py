"""What a spreadsheet cell can hold, for whoever writes one: text, numbers that keep every digit, days."""

import re
from datetime import date
from decimal import Decimal

from peidang.domain.numbers import parse_number, plain

CELL_LIMIT = 32_767
"""Characters a cell holds, in UTF-16 units; writers cut longer text or make a file that needs repair."""
DATE_FORMAT = "yyyy-mm-dd"
EARLIEST_DATE = date(1900, 3, 1)
"""Before this day spreadsheet programs disagree about the count of days."""

_KEPT_DIGITS = 15
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text as a cell can hold it: characters that XML knows no way to write become U+FFFD, seen by everybody."""
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def utf16_length(text: str) -> int:
    """How long a spreadsheet program thinks the text is."""
    return len(text) + sum(char > "\uffff" for char in text)


def as_float(text: str) -> float | None:
    """The number as a cell stores it; None when it is no plain number, or has more digits than a cell keeps."""
    number = parse_number(text)
    if number is None or plain(number) != text or len(number.as_tuple().digits) > _KEPT_DIGITS:
        return None
    stored = float(number)
    return stored if Decimal(repr(stored)) == number else None
