"""The canonical content of a store: what "the same content" means. No ids, times, batches or log."""

from typing import Any

from peidang.app.month.months import load_month
from peidang.app.returns.deciding import open_decisions
from peidang.app.store.stores import span_of
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import NotFound
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Role
from peidang.domain.numbers import plain
from peidang.domain.periods import Period
from peidang.domain.plan import Indicator, Plan, Row, Target


def show(store: Store, plan_id: str | None = None, month: str | None = None) -> dict[str, Any]:
    """Plans, rows, indicators, entries and readings by unit and open decisions, of one plan or month or of all.

    Raises Refused when the month cannot be read and NotFound when none of the plans has it.
    """
    plans = [head.id for head in store.plans.heads() if plan_id in (None, head.id)]
    span = None if month is None else span_of(month)
    periods = {one: [p for p in store.months.all(one) if span in (None, p.span)] for one in plans}
    if month is not None and not any(periods.values()):
        raise NotFound("报告期", month)
    return {
        "plans": [_plan(store, one, periods[one]) for one in plans],
        "decisions": [
            decision
            for one in plans
            for decision in _decisions(store, one)
            if span is None or decision["month"] == span.key
        ],
    }


def _plan(store: Store, plan_id: str, periods: list[Period]) -> dict[str, Any]:
    plan = store.plans.get(plan_id)
    return {
        "title": plan.title,
        "annex_name": plan.annex_name,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued_on": plan.issued_on,
        "draft": plan.draft,
        "authority": plan.authority.name,
        "coordinator": _unit_name(plan, plan.coordinator_id),
        "own_unit": _unit_name(plan, plan.own_unit_id),
        "units": [unit.name for unit in sorted(plan.units, key=lambda unit: unit.position)],
        "rows": [_row(row) for row in plan.rows],
        "indicators": [_indicator(plan, one) for one in plan.indicators],
        "months": [month_content(load_month(store, plan_id, period.id, history=0)) for period in periods],
    }


def _unit_name(plan: Plan, unit_id: str | None) -> str | None:
    return plan.unit(unit_id).name if unit_id else None


def _row(row: Row) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "section": row.section,
        "task": row.task,
        "measure": row.measure,
        "lead": [one.printed for one in row.units(Role.LEAD)],
        "responsible": [one.printed for one in row.units(Role.RESPONSIBLE)],
        "due": row.due,
        "frequency": row.frequency.value,
        "state": row.state.value,
        "reporting_mode": row.reporting_mode.value,
        "extra": dict(row.extra),
    }


def _indicator(plan: Plan, one: Indicator) -> dict[str, Any]:
    return {
        "name": one.name,
        "unit_of_measure": one.unit_of_measure,
        "kind": one.kind.value,
        "reporting": one.reporting.value,
        "reporters": [plan.unit(unit_id).name for unit_id in one.reporter_ids],
        "targets": [_target(plan, target) for target in one.targets],
    }


def _target(plan: Plan, target: Target) -> dict[str, Any]:
    return {
        "row": plan.row(target.row_id).serial if target.row_id else None,
        "quote": target.quote,
        "relation": target.relation,
        "value": plain(target.value),
        "value_high": None if target.value_high is None else plain(target.value_high),
        "unit_of_measure": target.unit_of_measure,
        "due": target.due,
        "annual": target.annual,
        "baseline": target.baseline,
    }


def month_content(month: Month) -> dict[str, Any]:
    """The canonical content of one month: due, entries and readings by unit, 统稿, 核定."""
    period = month.period
    names = {unit.id: unit.name for unit in month.plan.units}
    serials = {row.id: row.serial for row in month.plan.rows}
    numbers = {one.id: number for number, one in enumerate(month.plan.indicators, start=1)}
    entries = [
        {
            "serial": serials[row],
            "unit": names[unit],
            **{field.value: entry.value(field) for field in ROW_FIELDS},
            "contested": sorted(field.value for field in entry.contested),
        }
        for (row, unit), entry in month.entries.items()
    ]
    readings = [
        {
            "number": numbers[indicator],
            "unit": names[unit],
            **{field.value: reading.value(field) for field in INDICATOR_FIELDS},
            "contested": sorted(field.value for field in reading.contested),
        }
        for (indicator, unit), reading in month.readings.items()
    ]
    return {
        "month": period.span.key,
        "due": period.due.isoformat(),
        "issued": period.issued,
        "entries": sorted(entries, key=lambda one: (one["serial"], one["unit"])),
        "readings": sorted(readings, key=lambda one: (one["number"], one["unit"])),
        "wordings": {str(serials[row]): one.text for row, one in sorted(month.wordings.items())},
        "rulings": {str(serials[row]): one.light.value for row, one in sorted(month.rulings.items())},
    }


def _decisions(store: Store, plan_id: str) -> list[dict[str, Any]]:
    found = [
        {
            "kind": one.kind,
            "plan": one.plan,
            "unit": one.unit,
            "month": one.month,
            "items": sorted([item.serial, item.field, item.old, item.new] for item in one.items),
            "choices": sorted(choice.words for choice in one.choices),
        }
        for one in open_decisions(store, plan_id)
    ]
    return sorted(found, key=lambda one: (one["month"], one["unit"], one["kind"], str(one["items"])))
