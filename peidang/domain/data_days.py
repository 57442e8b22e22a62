"""数据截至 as offices write it: 2025-10-25, 10.25, 25年10月底, 截至10月. One day, or None where it is not certain."""

import calendar
import re
import unicodedata
from datetime import date, timedelta

from peidang.domain.periods import Span

OLDEST = timedelta(days=366)
"""A figure older than a year before the period is more likely a slip of the pen: 2015 for 2025."""
_BEFORE = re.compile(r"^(?:数据)?(?:截至|截止到?|至|到)?")
_AFTER = re.compile(r"(?:数据|为止|止)$")
_WHOLE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY = re.compile(r"(?:(\d{4}|\d{2})[-/.年])?(\d{1,2})([-/.月])(\d{1,2})[日号]?")
_MONTH = re.compile(r"(?:(\d{4})[-/.]|(?:(\d{4}|\d{2})年))?(\d{1,2})(月?)(?:份|底|末|底前|月底|月末)?")
_THIS = re.compile(r"(?:本|当)?月(?:底|末)|(?:本)?期末|本月|当月")


def read_day(text: str, span: Span) -> date | None:
    """The day a text names in a period; a month names its last day. None for what is no day or could be two.

    Without a year it is the period's, or in its first months last year's. 10.3 may have been 10.30 and 2025.1 2025.10.
    """
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    bare = _AFTER.sub("", _BEFORE.sub("", bare))
    if _THIS.fullmatch(bare):
        return span.end
    if match := _WHOLE.fullmatch(bare):
        return _day(*map(int, match.groups()))
    if match := _DAY.fullmatch(bare):
        year, month, mark, day = match.groups()
        unsure = year is None and mark == "." and day in ("1", "2", "3")
        return None if unsure else _in_year(year, int(month), int(day), span)
    if match := _MONTH.fullmatch(bare):
        whole, year, month, mark = match.groups()
        unsure = month == "1" and not mark and ("." in bare or whole is None)
        has_mark = bool(mark or whole)
        return _in_year(whole or year, int(month), 0, span) if has_mark and not unsure else None
    return None


def plausible_day(text: str, span: Span) -> date | None:
    """The day as ``read_day`` has it, where a figure told in this period can speak of it: not later, not years ago."""
    day = read_day(text, span)
    return day if day is not None and span.start - OLDEST <= day <= span.end else None


def _in_year(year: str | None, month: int, day: int, span: Span) -> date | None:
    """``day`` 0 is the month's last. A year of two figures is of this century."""
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _day(span.end.year, month, day)
    if this is None or this <= span.end:
        return this
    last = _day(span.end.year - 1, month, day)
    return last if last is not None and span.start - last <= timedelta(days=92) else this


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:  # also calendar.IllegalMonthError
        return None
