"""What only a person can settle: 两处不一致, 是否删去, whose line it is, whose file, which month's. One click each.

Open decisions are computed from what was received; settling one is a statement made after all that it settles, so
it can be undone like any other batch.
"""

from collections.abc import Iterator

from peidang.app.month.months import plan_of
from peidang.app.plan.closing import reopen_lowered
from peidang.app.returns.decisions import cells, files, lines
from peidang.app.returns.decisions.case import Case
from peidang.app.views import Decision
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.periods import Period
from peidang.domain.plan import Plan


def open_decisions(store: Store, plan_id: str | None = None) -> tuple[Decision, ...]:
    """Everything that waits for a person, of one plan or of all, in the order of plans, months and units."""
    return tuple(case.decision for case in _cases(store, plan_id))


def decisions_of_month(store: Store, plan: Plan, period: Period) -> tuple[Decision, ...]:
    """What waits for a person in one period of a plan."""
    return tuple(case.decision for case in _cases_of_month(store, plan, period))


def decide(store: Store, decision_id: str, choice_id: str) -> int:
    """Settle a decision; returns the batch to undo.

    Raises NotFound, Refused for an unknown choice, and FileUnreadable when a kept file cannot be opened any more.
    """
    case = next((one for one in _cases(store, None) if one.decision.id == decision_id), None)
    if case is None:
        raise NotFound("待定事项", decision_id)
    choice = next((one for one in case.decision.choices if choice_id in (one.id, one.words)), None)
    if choice is None:
        raise Refused("choice-unknown", choice_id)
    with store.transaction():
        batch = store.batches.begin("decision", f"{case.decision.question} → {choice.words}")
        case.settle(store, batch, choice.id)
        who = f"{case.decision.unit}：" if case.decision.unit else ""
        store.batches.log("核定", f"{who}{choice.words}", period_id=case.period_id, batch_id=batch)
        reopen_lowered(store, batch)
    return batch


def _cases(store: Store, plan_id: str | None) -> Iterator[Case]:
    for head in store.plans.heads():
        if plan_id in (None, head.id):
            plan = None
            for period in store.months.all(head.id):
                plan = plan_of(store, period, plan)
                yield from _cases_of_month(store, plan, period)


def _cases_of_month(store: Store, plan: Plan, period: Period) -> Iterator[Case]:
    spoken = store.returns.spoken_by_unit(period.id)
    for unit in sorted(plan.units, key=lambda one: one.position):
        if unit.id in spoken:
            yield from cells.cases(plan, period, unit.id, spoken[unit.id])
    yield from lines.cases(plan, period, spoken, store.open_lines.of_period(period.id))
    yield from files.cases(store, plan, period)
