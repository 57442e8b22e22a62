"""What travels between offices: the request (填报表, 发) and what a return of it says (报送).

Every part of the identity is written into the workbook and checked on reading (design section 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from peidang.domain.labels import Field
from peidang.domain.plan import Indicator, Plan, Row

FORMAT_VERSION = 1


@dataclass(frozen=True)
class SentRow:
    """One line of 二、任务进展情况."""

    row: Row
    previous_progress: str = ""
    previous_next_steps: str = ""
    base: Mapping[Field, str] = field(default_factory=dict)
    """The answer cells as sent; a missing field was sent empty."""


@dataclass(frozen=True)
class SentIndicator:
    """One line of 一、指标完成情况. ``number`` is its place among the plan's indicators, from 1."""

    number: int
    indicator: Indicator
    previous_cumulative: str = ""
    open: bool = True
    """False once every target of it is reached or past: 累计数 is then no longer required."""
    base: Mapping[Field, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One unit's request for one period. ``plan`` holds only what this unit is asked for, and the units named in it."""

    token: str
    plan: Plan
    unit_id: str
    period_key: str
    due: date
    rows: tuple[SentRow, ...]
    indicators: tuple[SentIndicator, ...]
    contact: str = ""
    """Whom to ask: person and telephone, '' when none is kept."""
    return_id: str = ""
    """Set in a reply made by the program; '' in a request."""
    after: tuple[str, ...] = ()
    """A reply's lineage: the return ids of the replies it was made from."""

    @property
    def unit_name(self) -> str:
        """The unit that is asked."""
        return self.plan.unit(self.unit_id).name

    @property
    def coordinator_name(self) -> str:
        """Who asks; '' when the plan names no coordinator."""
        return self.plan.unit(self.plan.coordinator_id).name if self.plan.coordinator_id else ""


@dataclass(frozen=True)
class LockedChange:
    """A cell outside the answers that comes back different. ``head`` is its column head."""

    item_id: str
    head: str
    sent: str
    found: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Returned:
    """What one filled workbook says for one unit and one period."""

    token: str
    recognised_by: str
    """``token``, ``ids`` or ``content``."""
    request: Request
    """As the file itself tells it; the store compares it with what was sent."""
    answers: Mapping[tuple[str, Field], str]
    """By (row or indicator id, field), canonical (``values.canonical``); lines deleted by the sender are absent."""
    places: Mapping[tuple[str, Field], tuple[str, str]]
    """Where each answer stands: (sheet, cell), e.g. ("填报表", "I12")."""
    locked: tuple[LockedChange, ...] = ()
    missing_items: tuple[str, ...] = ()
    """Ids of lines that were sent and did not come back."""
    saved_at: datetime | None = None
    """When the file says it was last saved, local time."""
