"""The nouns of a plan as the store keeps it. Ids are UUID text, made once, and travel with the workbooks."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from peidang.domain.labels import (
    IndicatorKind,
    IndicatorReporting,
    ReportingMode,
    Role,
    RowFrequency,
    RowState,
)


@dataclass(frozen=True)
class Authority:
    """机关: whose units these are (a city, a county). Unit names are unique within it."""

    id: str
    name: str


@dataclass(frozen=True)
class Unit:
    """单位. ``position`` is the official order (排序), used in every list."""

    id: str
    authority_id: str
    name: str
    position: int
    aliases: tuple[str, ...] = ()
    collective: bool = False
    """Stands for several units (各县（市、区）人民政府) until these are confirmed."""
    unnamed: bool = False
    """不点名: never named as late or behind in a paper."""


@dataclass(frozen=True)
class Assignment:
    """A unit's part in a row. ``printed`` is the name as the document prints it."""

    id: str
    unit_id: str
    role: Role
    position: int
    printed: str


@dataclass(frozen=True)
class Row:
    """配档表的一行, as it stands in one version of the plan."""

    id: str
    serial: int
    section: str
    task: str
    measure: str
    assignments: tuple[Assignment, ...]
    due: str | None = None
    """``2025``, ``2025-06`` or ``2025-06-30``."""
    extra: tuple[tuple[str, str], ...] = ()
    frequency: RowFrequency = RowFrequency.MONTH
    state: RowState = RowState.OPEN
    state_grounds: str = ""
    reporting_mode: ReportingMode = ReportingMode.EACH_LEAD
    grounds: str = ""
    """Why the row exists when no document says so (领导批示, 会议纪要)."""

    def units(self, role: Role) -> tuple[Assignment, ...]:
        """The assignments of one role, in order."""
        return tuple(a for a in self.assignments if a.role is role)

    def reporting_unit_ids(self) -> tuple[str, ...]:
        """Who reports this row: its leads; without any, its responsible units (design section 4)."""
        return self._reporters

    @cached_property
    def _reporters(self) -> tuple[str, ...]:
        """Asked thousands of times for each look at a month."""
        leads = [a.unit_id for a in self.units(Role.LEAD)]
        others = [a.unit_id for a in self.units(Role.RESPONSIBLE)]
        if not leads:
            return tuple(dict.fromkeys(others))
        if self.reporting_mode is ReportingMode.FIRST_LEAD:
            return (leads[0],)
        if self.reporting_mode is ReportingMode.RESPONSIBLE_TOO:
            return tuple(dict.fromkeys(leads + others))
        return tuple(dict.fromkeys(leads))


@dataclass(frozen=True)
class YearlyNode:
    """年度目标 (or a quarter's node): what an indicator is to reach by the end of that year or quarter."""

    year: int
    value: Decimal
    quarter: int | None = None
    document_number: str = ""


@dataclass(frozen=True)
class BaseFigure:
    """基期 figure: ``period`` is a year (基期全年数) or a month of it (同期数)."""

    period: str
    value: Decimal


@dataclass(frozen=True)
class Target:
    """目标: a relation, a value and a due for an indicator. ``row_id`` is None in the overall goals."""

    id: str
    row_id: str | None
    quote: str
    relation: str
    value: Decimal
    unit_of_measure: str
    due: str | None
    annual: bool = False
    value_high: Decimal | None = None
    baseline: str | None = None


@dataclass(frozen=True)
class Indicator:
    """指标: what is measured, asked once whatever number of targets it has."""

    id: str
    name: str
    unit_of_measure: str
    kind: IndicatorKind
    targets: tuple[Target, ...]
    reporting: IndicatorReporting = IndicatorReporting.UNSETTLED
    reporter_ids: tuple[str, ...] = ()
    """Who tells the figure, in order; under 一家报一家核 the second one checks."""
    definition: str = ""
    """口径."""
    frequency: RowFrequency = RowFrequency.MONTH
    nodes: tuple[YearlyNode, ...] = ()
    bases: tuple[BaseFigure, ...] = ()


@dataclass(frozen=True)
class Plan:
    """方案, whole, as it stands in one of its versions."""

    id: str
    title: str
    annex_name: str
    authority: Authority
    coordinator_id: str | None
    own_unit_id: str | None
    version: int
    rows: tuple[Row, ...]
    indicators: tuple[Indicator, ...]
    units: tuple[Unit, ...]
    document_number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    draft: bool = False
    extra_columns: tuple[str, ...] = ()
    demonstration: bool = False
    """Every paper of such a plan says 演示数据."""
    _units: dict[str, Unit] = field(default_factory=dict, init=False, repr=False, compare=False)
    _rows: dict[str, Row] = field(default_factory=dict, init=False, repr=False, compare=False)
    _indicators: dict[str, Indicator] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._units.update((u.id, u) for u in self.units)
        self._rows.update((r.id, r) for r in self.rows)
        self._indicators.update((i.id, i) for i in self.indicators)

    @property
    def coordinates(self) -> bool:
        """True when this office runs the plan, False when it only answers."""
        return self.coordinator_id is None or self.coordinator_id == self.own_unit_id

    def unit(self, unit_id: str) -> Unit:
        """The unit with this id; KeyError when the plan has none such."""
        return self._units[unit_id]

    def row(self, row_id: str) -> Row:
        """The row with this id; KeyError when the plan has none such."""
        return self._rows[row_id]

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator with this id; KeyError when the plan has none such."""
        return self._indicators[indicator_id]

    def rows_of(self, unit_id: str) -> tuple[Row, ...]:
        """The rows this unit reports and is still asked for, in order."""
        return self._rows_by_unit.get(unit_id, ())

    @cached_property
    def _rows_by_unit(self) -> dict[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.state in (RowState.CLOSED, RowState.PAUSED) or row.frequency is RowFrequency.NEVER:
                continue
            for unit_id in row.reporting_unit_ids():
                found.setdefault(unit_id, []).append(row)
        return {unit_id: tuple(rows) for unit_id, rows in found.items()}

    def indicators_of(self, unit_id: str) -> tuple[Indicator, ...]:
        """The indicators this unit is asked for, in order. What is not settled is asked of the coordinator."""
        return tuple(i for i in self.indicators if unit_id in self.asked_for(i))

    def asked_for(self, indicator: Indicator) -> tuple[str, ...]:
        """The units asked for an indicator's figure (design section 4)."""
        if indicator.reporting is IndicatorReporting.NOBODY:
            return ()
        if indicator.reporting is IndicatorReporting.UNSETTLED:
            asked = self.coordinator_id or self.own_unit_id
            return (asked,) if asked else ()
        return indicator.reporter_ids

    def reporting_units(self) -> tuple[Unit, ...]:
        """The units asked for anything at all, in official order."""
        return tuple(
            u
            for u in sorted(self.units, key=lambda u: u.position)
            if self.rows_of(u.id) or self.indicators_of(u.id)
        )
