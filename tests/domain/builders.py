"""Small plans and months for tests, in one line each. Names are made up; ids are the short words given.

>>> plan = a_plan([a_row(1, "jia", "yi"), a_row(2, "jia")], [an_indicator("stations", reporters=("jia",))])
>>> month = a_month(plan, entries=[an_entry(1, "jia", status="正常推进", progress="…")])
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peidang.domain.answers import Entry, Month, Reading, Ruling, Wording
from peidang.domain.labels import IndicatorKind, IndicatorReporting, Role
from peidang.domain.periods import Period, default_due, parse_span
from peidang.domain.plan import (
    Assignment,
    Authority,
    BaseFigure,
    Indicator,
    Plan,
    Row,
    Target,
    Unit,
    YearlyNode,
)

UNIT_NAMES = {"jia": "市甲局", "yi": "市乙局", "bing": "市丙局", "ding": "市丁局", "ban": "市统筹办"}
COORDINATOR = "ban"
Amount = float | str | Decimal


def a_unit(unit_id: str, position: int = 1, **more: Any) -> Unit:
    """A unit; the ids of ``UNIT_NAMES`` have their names, others are 市…局."""
    return Unit(unit_id, "authority", UNIT_NAMES.get(unit_id, f"市{unit_id}局"), position, **more)


def row_id(serial: int) -> str:
    """The id of ``a_row(serial)``."""
    return f"row-{serial}"


def a_row(serial: int, *leads: str, responsible: Sequence[str] = (), **more: Any) -> Row:
    """A row led by these units, in section 一 unless ``section`` says otherwise."""
    roles = [(unit_id, Role.LEAD) for unit_id in leads] + [
        (unit_id, Role.RESPONSIBLE) for unit_id in responsible
    ]
    assignments = tuple(
        Assignment(f"as-{serial}-{n}", unit_id, role, n, a_unit(unit_id).name)
        for n, (unit_id, role) in enumerate(roles)
    )
    kept: dict[str, Any] = {
        "section": "一、设备更新行动",
        "task": f"任务{serial}",
        "measure": f"措施{serial}",
    } | more
    return Row(id=row_id(serial), serial=serial, assignments=assignments, **kept)


def a_target(value: Amount = 100, due: str | None = "2025", **more: Any) -> Target:
    """A target of at least ``value`` 家 by the end of 2025; ``row`` (a serial) binds it to a row."""
    serial = more.pop("row", None)
    kept: dict[str, Any] = {
        "id": f"target-{value}-{due}",
        "quote": "",
        "relation": ">=",
        "unit_of_measure": "家",
    } | more
    bound = None if serial is None else row_id(serial)
    return Target(row_id=bound, value=Decimal(str(value)), due=due, **kept)


def an_indicator(
    indicator_id: str = "stations",
    *targets: Target,
    kind: IndicatorKind = IndicatorKind.RUNNING_TOTAL,
    reporters: Sequence[str] = ("jia",),
    nodes: Mapping[str, Amount] | None = None,
    bases: Mapping[str, Amount] | None = None,
    **more: Any,
) -> Indicator:
    """An indicator told by one unit; nodes and bases by period: ``{"2025": 60, "2025-Q1": 10}``, ``{"2023": 40}``."""
    kept_targets = targets or (a_target(),)
    kept: dict[str, Any] = {
        "name": "充电站",
        "unit_of_measure": kept_targets[0].unit_of_measure,
        "reporting": IndicatorReporting.ONE,
    } | more
    return Indicator(
        id=indicator_id,
        kind=kind,
        targets=kept_targets,
        reporter_ids=tuple(reporters),
        nodes=tuple(_node(period, value) for period, value in (nodes or {}).items()),
        bases=tuple(BaseFigure(period, Decimal(str(value))) for period, value in (bases or {}).items()),
        **kept,
    )


def _node(period: str, value: Amount) -> YearlyNode:
    year, _, quarter = period.partition("-Q")
    return YearlyNode(int(year), Decimal(str(value)), int(quarter) if quarter else None)


def a_plan(
    rows: Iterable[Row] = (),
    indicators: Iterable[Indicator] = (),
    units: Iterable[Unit] | None = None,
    **more: Any,
) -> Plan:
    """A plan issued in January 2024, run by 市统筹办; the units named anywhere in it, in order of first naming."""
    rows, indicators = tuple(rows), tuple(indicators)
    named = [a.unit_id for row in rows for a in row.assignments]
    named += [unit_id for indicator in indicators for unit_id in indicator.reporter_ids]
    kept_units = (
        tuple(a_unit(unit_id, n) for n, unit_id in enumerate(dict.fromkeys([*named, COORDINATOR]), start=1))
        if units is None
        else tuple(units)
    )
    kept: dict[str, Any] = {
        "id": "plan",
        "title": "设备更新工作方案",
        "annex_name": "配档表",
        "authority": Authority("authority", "测试市"),
        "coordinator_id": COORDINATOR,
        "own_unit_id": COORDINATOR,
        "version": 1,
        "issued_on": "2024-01-15",
    } | more
    return Plan(rows=rows, indicators=indicators, units=kept_units, **kept)


def an_entry(
    serial: int, unit_id: str, status: str = "正常推进", progress: str = "已开工3个项目。", **more: Any
) -> Entry:
    """A unit's answer on a row, filled in as it should be."""
    kept: dict[str, Any] = {"next_steps": "继续推进。"} | more
    return Entry(row_id(serial), unit_id, status, progress, **kept)


def a_reading(indicator_id: str, unit_id: str, cumulative: Amount = "", **more: Any) -> Reading:
    """A unit's figure on an indicator."""
    return Reading(indicator_id, unit_id, cumulative=str(cumulative), **more)


def a_month(
    plan: Plan,
    key: str = "2025-10",
    entries: Iterable[Entry] = (),
    readings: Iterable[Reading] = (),
    *,
    answered: Mapping[str, str] | None = None,
    rulings: Iterable[Ruling] = (),
    wordings: Iterable[Wording] = (),
    due: date | None = None,
    **more: Any,
) -> Month:
    """A month with these answers; ``answered`` maps unit ids to ISO times. Due on the 25th."""
    span = parse_span(key)
    exceptions = more.pop("exceptions", ())
    period = Period(f"period-{key}", plan.id, span, due or default_due(span), exceptions=exceptions)
    return Month(
        plan=plan,
        period=period,
        entries={(e.row_id, e.unit_id): e for e in entries},
        readings={(r.indicator_id, r.unit_id): r for r in readings},
        answered_at={unit_id: datetime.fromisoformat(at) for unit_id, at in (answered or {}).items()},
        rulings={ruling.row_id: ruling for ruling in rulings},
        wordings={wording.row_id: wording for wording in wordings},
        **more,
    )
