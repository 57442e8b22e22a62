"""报告期: a month, a quarter, or months taken together (1—2月)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_SPAN = re.compile(r"(\d{4})-(\d{1,2})(?:\.\.|~|—|–)(\d{1,2})")


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of whole months within one year. Orders by time."""

    start: date
    end: date

    @property
    def key(self) -> str:
        """What is typed and what travels: ``2025-10``, ``2025-Q3``, ``2025-01..02``."""
        first, last = self.start.month, self.end.month
        if first == last:
            return f"{self.start.year}-{first:02d}"
        if last - first == 2 and first % 3 == 1:
            return f"{self.start.year}-Q{(first + 2) // 3}"
        return f"{self.start.year}-{first:02d}..{last:02d}"

    @property
    def label(self) -> str:
        """What is read: 2025年10月, 2025年三季度, 2025年1—2月."""
        first, last = self.start.month, self.end.month
        if first == last:
            return f"{self.start.year}年{first}月"
        if last - first == 2 and first % 3 == 1:
            return f"{self.start.year}年{'一二三四'[(first - 1) // 3]}季度"
        return f"{self.start.year}年{first}—{last}月"

    @property
    def short_label(self) -> str:
        """The label without its year: 10月, 三季度, 1—2月."""
        return self.label.split("年", 1)[1]

    @property
    def months(self) -> int:
        """How many months it spans."""
        return self.end.month - self.start.month + 1


def parse_span(text: str) -> Span:
    """Read ``2025-10``, ``2025-Q3`` or ``2025-01..02``. Raises ValueError for anything else."""
    text = text.strip()
    if match := _SPAN.fullmatch(text):
        year, first, last = map(int, match.groups())
    elif match := _QUARTER.fullmatch(text):
        year, quarter = map(int, match.groups())
        first, last = quarter * 3 - 2, quarter * 3
    elif match := _MONTH.fullmatch(text):
        year, first = map(int, match.groups())
        last = first
    else:
        raise ValueError(text)
    if not (1 <= first <= last <= 12):
        raise ValueError(text)
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def last_day_of(due: str) -> date:
    """The last day of a due given as ``2025``, ``2025-06`` or ``2025-06-30``. Raises ValueError otherwise."""
    parts = [int(part) for part in due.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    year, month, day = parts
    return date(year, month, day)


def day_label(day: date, today: date) -> str:
    """11月25日(周三) in the current year, 2024年11月25日(周一) otherwise."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日(周{'一二三四五六日'[day.weekday()]})"


def default_due(span: Span) -> date:
    """The 25th of the span's last month, the day most offices ask for; the last day of February where shorter."""
    return min(span.end.replace(day=25), span.end)


def day_before(day: date) -> date:
    """Yesterday, seen from ``day``."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """Tomorrow, seen from ``day``."""
    return day + timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A plan's reporting period as the store keeps it."""

    id: str
    plan_id: str
    span: Span
    due: date
    final_due: date | None = None
    issued: bool = False
    exceptions: tuple[tuple[str, date], ...] = ()
    """延期: (unit id, its own due)."""

    def due_for(self, unit_id: str) -> date:
        """The day by which this unit answers."""
        return dict(self.exceptions).get(unit_id, self.due)

    def final_due_for(self, unit_id: str) -> date:
        """最后期限: the day after which this unit is 逾期. Its own due where none is set, or where that is later."""
        return max(self.due_for(unit_id), self.final_due or date.min)
