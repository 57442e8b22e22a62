"""Cells of a sheet that people worked in, as people see them."""

import unicodedata

from peidang.domain.labels import Field
from peidang.domain.numbers import parse_number
from peidang.domain.values import canonical


def folded(cell: object) -> str:
    """The cell's text without blanks, line breaks and differences of width: what people see as the same."""
    return "".join(unicodedata.normalize("NFKC", as_text(cell)).split())


def as_text(cell: object) -> str:
    """The cell as text, numbers in plain decimals."""
    return canonical(Field.PROGRESS, cell)


def same_text(cell: object, sent: str) -> bool:
    """True when the cell still says what was sent: the same text to the eye, or the same number."""
    if folded(cell) == folded(sent):
        return True
    number = parse_number(as_text(cell))
    return number is not None and number == parse_number(sent)


def cell_name(row: int, column: int) -> str:
    """``I12`` for row 11, column 8."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
