"""截止, 最后期限, 延期: by when a period is to be answered, by all units and by one."""

from dataclasses import dataclass
from datetime import date

from peidang.app.month.months import plan_of
from peidang.app.month.workdays import working_day
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.periods import Period
from peidang.domain.plan import Unit


@dataclass(frozen=True)
class Extension:
    """延期: a unit's own due, and why it was given."""

    unit: Unit
    due: date
    reason: str


def set_dues(store: Store, period_id: str, due: date, final_due: date | None) -> Period:
    """Give a period its 截止 and its 最后期限 (None: none). Units with a due of their own keep it.

    From the due on a unit is chased and what it sends counts as 迟报; only after the final due it is 逾期. Raises
    Refused for an issued period and when the final due is before the due.
    """
    period = _open(store, period_id)
    if final_due and final_due < due:
        raise Refused("final-before-due", period.span.label)
    if (due, final_due) == (period.due, period.final_due):
        return period
    with store.transaction():
        changed = store.months.set_dues(period_id, due, final_due)
        store.batches.log(
            "改期限",
            f"{period.span.label}截止{due.isoformat()}" + (f"，最后期限{final_due}" if final_due else ""),
            plan_id=period.plan_id,
            period_id=period_id,
            facts={"due": due.isoformat(), "final_due": final_due.isoformat() if final_due else None},
        )
    return changed


def on_working_days(due: date, final_due: date | None) -> tuple[date, date | None, bool]:
    """Both dues moved to working days, and whether the calendar knows the years."""
    moved, known = working_day(due)
    if final_due is None:
        return moved, None, known
    last, last_known = working_day(final_due)
    return moved, last, known and last_known


def grant(store: Store, period_id: str, unit_id: str, due: date, reason: str) -> Period:
    """延期: give one unit a due of its own, with the reason.

    Raises Refused for an issued period, without a reason and for a day before the period's own due, and NotFound for a
    unit that is asked for nothing.
    """
    period = _open(store, period_id)
    if not reason.strip():
        raise Refused("no-extension-reason", period.span.label)
    asked = {unit.id: unit for unit in plan_of(store, period).reporting_units()}
    if unit_id not in asked:
        raise NotFound("报送单位", unit_id)
    if due < period.due:
        raise Refused("extension-before-due", due.isoformat())
    with store.transaction():
        store.months.grant(period_id, unit_id, due, reason.strip())
        store.batches.log(
            "延期",
            f"{asked[unit_id].name}延至{due.isoformat()}：{reason.strip()}",
            plan_id=period.plan_id,
            period_id=period_id,
            unit_id=unit_id,
            facts={"due": due.isoformat(), "reason": reason.strip()},
        )
    return store.months.get(period_id)


def extensions(store: Store, period_id: str) -> tuple[Extension, ...]:
    """Every unit that was given a due of its own, in official order."""
    period = store.months.get(period_id)
    plan, reasons = plan_of(store, period), store.months.reasons(period_id)
    own = dict(period.exceptions)
    units = sorted((unit for unit in plan.units if unit.id in own), key=lambda unit: unit.position)
    return tuple(Extension(unit, own[unit.id], reasons[unit.id]) for unit in units)


def _open(store: Store, period_id: str) -> Period:
    period = store.months.get(period_id)
    if period.issued:
        raise Refused("issued", period.span.label)
    return period
