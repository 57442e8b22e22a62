"""What travels between offices: the request (填报表, 发) and what a return of it says (报送).

Every part of the identity is written into the workbook and checked on reading (design section 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

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
class MendCell:
    """A cell that goes back to be mended (退回单), with the reason in the words of the finding."""

    item_id: str
    field: Field
    reason: str


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
    mend: tuple[MendCell, ...] = ()
    """Not empty in a 退回单: only these cells are open, and only these are taken from its return."""
    for_whom: str = ""
    """The 科室 or 责任单位 a unit passes its request on to (转发); '' when it is the unit's own."""

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
class OpenLine:
    """A line with answers that is not surely one item's: several are as likely, or none is. A person says which.

    ``reason`` is ``ambiguous`` (several items fit equally), ``duplicate`` (two lines of one item that differ),
    ``merged`` (an answer cell merged over several lines: meant for this item, too?), ``unknown`` (fits none),
    ``doubtful`` (in a column that may or may not be this answer), ``whose`` (perhaps another unit's line),
    ``last-month`` (written where last month's answer stood), ``hidden`` (on a hidden sheet); or words outside the
    answers: ``column`` (under a head nobody knows), ``below`` the table, ``elsewhere`` (above it or on another
    sheet), ``remark`` (批注), ``box`` (文本框).
    """

    sheet: str
    row: int
    """From 1, as people say it."""
    words: str
    """What the line calls itself: 主要任务 and 推进措施, or the indicator, as found."""
    reason: str
    candidates: tuple[str, ...]
    """Item ids, likeliest first."""
    answers: Mapping[Field, str]
    """Canonical; blanks left out."""


@dataclass(frozen=True)
class Returned:
    """What one file says for one unit and one period."""

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
    open_lines: tuple[OpenLine, ...] = ()
    """Lines with answers of which a person must say whose they are."""
    saved_at: datetime | None = None
    """When the file says it was last saved, local time."""


@dataclass(frozen=True)
class Unclear:
    """A table that is a return by its looks, of which plan or unit cannot be told for sure. Nothing of it is taken."""

    outcome: str
    """``wrong-plan``, ``wrong-unit``, ``unknown-unit`` or ``wrong-month`` (design section 11)."""
    plan_id: str | None = None
    period_key: str | None = None
    unit_text: str = ""
    """The unit as the file calls it; '' when it says nothing."""
    unit_ids: tuple[str, ...] = ()
    """Units it could be of, likeliest first."""


class Known(Protocol):
    """What the receiving office knows and a recogniser may ask: its plans, months, units and what it sent."""

    def plans(self) -> tuple[Plan, ...]:
        """Every plan of the store as in force now."""
        ...

    def periods(self, plan_id: str) -> tuple[str, ...]:
        """Keys of the plan's periods, oldest first."""
        ...

    def meant_period(self, plan_id: str) -> str | None:
        """The key of the period this drop is for: the one named, else the newest open one."""
        ...

    def unit_named(self, plan_id: str, text: str) -> str | None:
        """The unit of the plan by name, alias or former name; None when it is no unit of the plan."""
        ...

    def form(self, plan_id: str, unit_id: str, period_key: str) -> Request | None:
        """The newest request for the unit and period, else what it would be asked; None when it is asked nothing."""
        ...
