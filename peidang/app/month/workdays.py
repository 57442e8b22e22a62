"""Working days by China's calendar: weekends, public holidays and the days worked in their stead."""

from datetime import date

import chinese_calendar  # type: ignore[import-untyped]

from peidang.domain.periods import day_after

_FRIDAY = 4


def working_day(day: date) -> tuple[date, bool]:
    """The day itself when it is worked, else the next one that is; and whether the calendar knows all days looked at.

    The library holds the State Council's arrangements of the years announced so far. For other years Monday to Friday
    count, which is then to be said.
    """
    known = True
    while True:
        worked, told = _is_worked(day)
        known = known and told
        if worked:
            return day, known
        day = day_after(day)


def _is_worked(day: date) -> tuple[bool, bool]:
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() <= _FRIDAY, False
