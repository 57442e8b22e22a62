"""Numbers as units write them, exact: Decimal in, one rounding at the end."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_PLAIN = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?%?")


def parse_number(text: str) -> Decimal | None:
    """The number a cell holds: ``1,200.50`` → 1200.50, ``１２`` → 12, ``35%`` → 35. None when it is no number.

    Commas count between groups of three only: ``3，5`` may be 3.5 or two numbers, but never 35.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        number = Decimal(plain.rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None


def plain(number: Decimal) -> str:
    """The number without exponent and without trailing zeros: 1200.50 → 1200.5, 1E+2 → 100."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def rounded(number: Decimal, places: int = 1) -> Decimal:
    """Rounded half up, as offices do it, once."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def shares(counts: Sequence[int], places: int = 1) -> tuple[Decimal, ...]:
    """Percentages of the whole that add up to exactly 100 (largest remainder). All zero when there is nothing."""
    total = sum(counts)
    if total == 0:
        return tuple(Decimal(0).scaleb(0) for _ in counts)
    whole = 100 * 10**places
    parts = [count * whole // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda n: (-(counts[n] * whole % total), n))
    for n in by_remainder[: whole - sum(parts)]:
        parts[n] += 1
    return tuple(Decimal(part).scaleb(-places) for part in parts)
