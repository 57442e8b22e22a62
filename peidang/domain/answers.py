"""What units answered in one period, as rules and papers see it: entries (进展), readings (指标数据), the month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from peidang.domain.data_days import plausible_day
from peidang.domain.labels import Field, Light
from peidang.domain.periods import Period
from peidang.domain.plan import Plan


@dataclass(frozen=True)
class Entry:
    """进展: one unit's own words (单位原文) on one row in one period. '' where nothing was answered."""

    row_id: str
    unit_id: str
    status: str = ""
    progress: str = ""
    problems: str = ""
    next_steps: str = ""
    contested: frozenset[Field] = frozenset()
    """Cells on which two unordered returns differ: answered, but not yet settled; their value is ''."""

    @property
    def blank(self) -> bool:
        """True when the unit said nothing at all about the row."""
        return not (self.status or self.progress or self.problems or self.next_steps or self.contested)

    def value(self, field_: Field) -> str:
        """The text of one of ``labels.ROW_FIELDS``."""
        return str(getattr(self, field_.value))


@dataclass(frozen=True)
class Reading:
    """指标数据: one unit's figures on one indicator in one period, as text; see ``numbers.parse_number``."""

    indicator_id: str
    unit_id: str
    month_value: str = ""
    cumulative: str = ""
    as_of: str = ""
    note: str = ""
    contested: frozenset[Field] = frozenset()

    @property
    def blank(self) -> bool:
        """True when the unit said nothing at all about the indicator."""
        return not (self.month_value or self.cumulative or self.as_of or self.note or self.contested)

    def value(self, field_: Field) -> str:
        """The text of one of ``labels.INDICATOR_FIELDS``."""
        return str(getattr(self, field_.value))


@dataclass(frozen=True)
class Ruling:
    """本局核定: the coordinator's own light for a row, with its reason."""

    row_id: str
    light: Light
    reason: str


@dataclass(frozen=True)
class Wording:
    """统稿: the coordinator's wording for a row; ``outdated`` when the originals moved since (原文已变)."""

    row_id: str
    text: str
    outdated: bool = False


@dataclass(frozen=True)
class SectionWording:
    """统稿 of a whole section of the schedule; ``outdated`` when an original in it moved since (原文已变)."""

    section: str
    text: str
    outdated: bool = False


@dataclass(frozen=True)
class ToldElsewhere:
    """What one's own unit told another office of the same indicator for the same period (打开收到的空表)."""

    office: str
    value: str
    """As it was written there: a number in the indicator's unit of measure, or with a unit of its own (9.5万辆)."""
    as_of: str = ""
    """ISO day; '' means the end of this month's period."""


@dataclass(frozen=True)
class Month:
    """Everything of one plan in one period that rules and papers need. ``previous`` is the period before it."""

    plan: Plan
    period: Period
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    """By (row id, unit id)."""
    readings: Mapping[tuple[str, str], Reading] = field(default_factory=dict)
    """By (indicator id, unit id)."""
    answered_at: Mapping[str, datetime] = field(default_factory=dict)
    """When each unit's first answer of the period came in, by unit id; units without an answer are absent."""
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    section_wordings: Mapping[str, SectionWording] = field(default_factory=dict)
    """By the section's title as the plan has it."""
    explanations: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """The office's or unit's word on a finding, by (unit id, row or indicator id, finding code)."""
    told_elsewhere: Mapping[tuple[str, str], tuple[ToldElsewhere, ...]] = field(default_factory=dict)
    """By (indicator id, unit id)."""
    previous: "Month | None" = None

    def entry(self, row_id: str, unit_id: str) -> Entry:
        """What the unit said about the row; a blank entry when it said nothing."""
        return self.entries.get((row_id, unit_id)) or Entry(row_id, unit_id)

    def reading(self, indicator_id: str, unit_id: str) -> Reading:
        """What the unit said about the indicator; a blank reading when it said nothing."""
        return self.readings.get((indicator_id, unit_id)) or Reading(indicator_id, unit_id)

    def data_date(self, reading: Reading) -> date:
        """The day the figure speaks of: 数据截至 where it is given and can be meant, else the period's end."""
        return plausible_day(reading.as_of, self.period.span) or self.period.span.end
