"""销号: a row is applied for with grounds, verified by somebody, done with; reopened when a value falls below its target.

Each step is a batch that can be undone until a month rests on it. A return or an entry that lowers a value under the
target of a row done with reopens the row by itself, as part of its own batch.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from peidang.app.month.months import load_month, rules_in
from peidang.app.plan.revising import issued_version, keep_revised
from peidang.db.batches import LogLine
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import ROW_STATE_WORDS, RowState
from peidang.domain.lights import indicators_of_row, light_of_indicator
from peidang.domain.numbers import plain
from peidang.domain.pace import Verdict
from peidang.domain.periods import Period
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.readings import value_of
from peidang.domain.rule_sheet import RuleSheet

ACTION = "销号"
BATCH = "closing"
"""The kind of a batch that is one step."""
BY_RULE = "按规则"


@dataclass(frozen=True)
class Step:
    """One step in a row's 销号: what it became, on what grounds, by whom, when."""

    row_id: str
    serial: int
    state: RowState
    grounds: str
    by_whom: str
    made_at: str
    batch: int = 0
    """The batch to undo; 0 for a step of before steps could be undone."""
    period_id: str | None = None
    """Of a row that was reopened because a value fell: the period that told the value."""
    before: RowState | None = None
    """What the row was; None for a step of before that was noted."""

    @property
    def words(self) -> str:
        """第3行：申请销号，已完成验收（市水利局）."""
        who = f"（{self.by_whom}）" if self.by_whom else ""
        grounds = f"，{self.grounds}" if self.grounds else ""
        return f"第{self.serial}行：{self.what}{grounds}{who}"

    @property
    def what(self) -> str:
        """申请销号, 已销号, 不予销号, 恢复在办."""
        if self.state is RowState.OPEN and self.before is not None:
            return "不予销号" if self.before is RowState.CLOSING else "恢复在办"
        return ROW_STATE_WORDS[self.state]


@dataclass(frozen=True)
class Fallen:
    """A row done with, and what of it is below its target now, in words."""

    row: Row
    what: str


def apply_for(store: Store, plan_id: str, row_id: str, grounds: str, by_whom: str) -> Step:
    """申请销号: on what grounds, and who applies. Raises Refused without either, and unless the row is 在办."""
    return _step(store, plan_id, row_id, {RowState.OPEN}, RowState.CLOSING, grounds, by_whom)


def verify(
    store: Store, plan_id: str, row_id: str, grounds: str, by_whom: str, period_id: str | None, today: date
) -> Step:
    """核实销号: who verified it and how. Raises Refused unless it was applied for, and while an indicator of the row is
    below its target in the period.
    """
    if period_id is not None:
        month = load_month(store, plan_id, period_id)
        row = _row(month.plan, row_id)
        own = indicators_of_row(month, row)
        below = "；".join(_below(month, own, rules_in(store, month.period)[1], today))
        if below:
            raise Refused("below-target", below)
    return _step(store, plan_id, row_id, {RowState.CLOSING}, RowState.CLOSED, grounds, by_whom)


def refuse(store: Store, plan_id: str, row_id: str, grounds: str, by_whom: str) -> Step:
    """不予销号: the row goes on. Raises Refused unless it was applied for."""
    return _step(store, plan_id, row_id, {RowState.CLOSING}, RowState.OPEN, grounds, by_whom)


def reopen(store: Store, plan_id: str, row_id: str, grounds: str, by_whom: str) -> Step:
    """恢复在办 of a row that was done with. Raises Refused unless it is."""
    return _step(store, plan_id, row_id, {RowState.CLOSED}, RowState.OPEN, grounds, by_whom)


def fallen(store: Store, plan_id: str, period_id: str, today: date) -> tuple[Fallen, ...]:
    """The rows done with of which a figure told in this period is below its target."""
    closed = [row for row in store.plans.get(plan_id).rows if row.state is RowState.CLOSED]
    if not closed:
        return ()
    month = load_month(store, plan_id, period_id)
    sheet = rules_in(store, month.period)[1]
    then = {row.id for row in month.plan.rows if row.state is RowState.CLOSED}
    return tuple(
        Fallen(row, "；".join(what))
        for row in closed
        if row.id in then and (what := list(_below(month, indicators_of_row(month, row), sheet, today)))
    )


def reopen_fallen(store: Store, plan_id: str, period_id: str, today: date) -> tuple[Step, ...]:
    """恢复在办 of every row done with whose value fell below its target; all in one transaction, and one batch."""
    period = store.months.get(period_id)
    with store.transaction():
        found = fallen(store, plan_id, period_id, today)
        if not found:
            return ()
        batch = store.batches.begin(BATCH, f"{ACTION}：{period.span.label}数据低于目标的恢复在办")
        return tuple(_reopen_by_rule(store, period, one, batch) for one in found)


def reopen_lowered(store: Store, batch_id: int) -> tuple[Step, ...]:
    """恢复在办 of the rows done with whose value this batch lowered below its target; undone with the batch.

    A later period's figure counts before the one that was said here. Called in the transaction of what was said.
    """
    steps: list[Step] = []
    for period_id, items in store.returns.items_of_batch(batch_id).items():
        period = store.months.get(period_id)
        plan = store.plans.get(period.plan_id)
        if plan.coordinates:
            found = list(_lowered(store, plan, period, items))
            steps += (_reopen_by_rule(store, period, one, batch_id) for one in found)
    return tuple(steps)


def _lowered(store: Store, plan: Plan, period: Period, items: frozenset[str]) -> Iterator[Fallen]:
    of_closed = [
        (row, own)
        for row in plan.rows
        if row.state is RowState.CLOSED
        and (
            own := [
                i for i in plan.indicators if i.id in items and any(t.row_id == row.id for t in i.targets)
            ]
        )
    ]
    if not of_closed:
        return
    today = datetime.fromisoformat(store.now()).date()
    month = load_month(store, plan.id, period.id)
    sheet = rules_in(store, period)[1]
    later = [one for one in store.months.all(plan.id) if one.span.end > period.span.end]
    for row, own in of_closed:
        standing = [one for one in own if not any(_tells(store, then, one) for then in later)]
        if what := list(_below(month, standing, sheet, today)):
            yield Fallen(row, "；".join(what))


def _tells(store: Store, period: Period, indicator: Indicator) -> bool:
    """True when a period has a figure of its own for an indicator."""
    told = value_of(load_month(store, period.plan_id, period.id), indicator)
    return told.value is not None and not told.carried


def _reopen_by_rule(store: Store, period: Period, one: Fallen, batch_id: int) -> Step:
    grounds = f"{period.span.label}{one.what}"
    done = {RowState.CLOSED}
    return _step(
        store, period.plan_id, one.row.id, done, RowState.OPEN, grounds, BY_RULE, batch_id, period.id
    )


def reporters_of(store: Store, step: Step) -> frozenset[str]:
    """The names of the units that tell the figures of a step's row."""
    plan = store.plans.get(store.months.get(step.period_id).plan_id) if step.period_id else None
    if plan is None:
        return frozenset()
    own = [one for one in plan.indicators if any(t.row_id == step.row_id for t in one.targets)]
    return frozenset(plan.unit(unit_id).name for one in own for unit_id in plan.asked_for(one))


def told(store: Store, plan_id: str, period_id: str, today: date) -> tuple[str, ...]:
    """What a person should know of a period's rows done with, each as a sentence: those that a figure reopened, and
    those that are still done with while their figure is below its target.
    """
    standing = {row.id: row.state for row in store.plans.get(plan_id).rows}
    reopened = {one.row_id: one for one in history(store, plan_id) if one.period_id == period_id}
    return (
        *(
            f"第{one.serial}行销号后数值低于目标，已恢复在办：{one.grounds}（批次{one.batch}）。"
            for one in reopened.values()
            if standing.get(one.row_id) is RowState.OPEN
        ),
        *(
            f"第{one.row.serial}行已销号，而{one.what}：请核实数据，或恢复在办。"
            for one in fallen(store, plan_id, period_id, today)
        ),
    )


def take_back(store: Store, batch_id: int) -> None:
    """What undoing a batch means for the rows it stepped with: each stands again as before.

    Of a batch that is a step itself, raises Refused when a month rests on it, a further step followed, or the plan
    was revised since. A row that a return reopened and that went on since is left where it is.
    """
    whole = store.batches.get(batch_id).kind == BATCH
    for line in reversed(store.batches.lines_of_batch(batch_id, ACTION)):
        why = _why_not_back(store, line)
        if why and whole:
            raise Refused(why, line.text)
        if not why:
            _put_back(store, line)


def _why_not_back(store: Store, line: LogLine) -> str:
    facts = line.facts
    plan_id = facts["plan"]
    steps = history(store, plan_id, facts["row"])
    if issued_version(store, plan_id) >= facts["version"]:
        return "step-after-issue"
    if steps and steps[-1].batch != line.batch_id:
        return "step-followed"
    return "" if store.plans.newest_version(plan_id) == facts["version"] else "step-revised"


def _put_back(store: Store, line: LogLine) -> None:
    facts = line.facts
    plan = store.plans.get(facts["plan"])
    state, grounds = RowState(facts["before"]), facts["grounds_before"]
    rows = tuple(
        replace(one, state=state, state_grounds=grounds) if one.id == facts["row"] else one
        for one in plan.rows
    )
    keep_revised(store, replace(plan, rows=rows), f"撤销：{line.text}")


def history(store: Store, plan_id: str, row_id: str | None = None) -> tuple[Step, ...]:
    """Every step of a plan's rows (or of one), oldest first, without those that were undone."""
    serials = {row.id: row.serial for row in store.plans.get(plan_id).rows}
    return tuple(
        Step(
            facts["row"],
            serials.get(facts["row"], facts["serial"]),
            RowState(facts["state"]),
            facts["grounds"],
            facts["by_whom"],
            line.made_at,
            line.batch_id or 0,
            line.period_id,
            RowState(facts["before"]) if "before" in facts else None,
        )
        for line in store.batches.lines_of_plan(plan_id, ACTION, live=True)
        if (facts := line.facts) and row_id in (None, facts["row"])
    )


def _row(plan: Plan, row_id: str) -> Row:
    for row in plan.rows:
        if row.id == row_id:
            return row
    raise NotFound("行", row_id)


def _step(
    store: Store,
    plan_id: str,
    row_id: str,
    before: set[RowState],
    after: RowState,
    grounds: str,
    by_whom: str,
    batch_id: int = 0,
    period_id: str | None = None,
) -> Step:
    """Change a row's state from the next period on that is not issued; the log keeps the history.

    A step of no batch is one of its own.
    """
    plan = store.plans.get(plan_id)
    if not plan.coordinates:
        raise Refused("not-coordinator", plan.title)
    row = _row(plan, row_id)
    if row.state not in before:
        raise Refused("wrong-state", f"第{row.serial}行（{ROW_STATE_WORDS[row.state]}）")
    if not grounds.strip() or not by_whom.strip():
        raise Refused("no-reason", ACTION)
    changed = replace(row, state=after, state_grounds=grounds.strip())
    rows = tuple(changed if one.id == row_id else one for one in plan.rows)
    with store.transaction():
        step = Step(
            row_id, row.serial, after, grounds.strip(), by_whom.strip(), store.now(), 0, period_id, row.state
        )
        batch = batch_id or store.batches.begin(BATCH, f"{ACTION}：{step.words}")
        version = keep_revised(store, replace(plan, rows=rows), step.words)
        facts = {
            "plan": plan_id,
            "row": row_id,
            "serial": row.serial,
            "state": after.value,
            "grounds": step.grounds,
            "by_whom": step.by_whom,
            "before": row.state.value,
            "grounds_before": row.state_grounds,
            "version": version,
        }
        store.batches.log(
            ACTION, step.words, plan_id=plan_id, period_id=period_id, batch_id=batch, facts=facts
        )
    return replace(step, batch=batch)


def _below(month: Month, indicators: Iterable[Indicator], sheet: RuleSheet, today: date) -> Iterator[str]:
    """Each figure that is told and does not meet its target, in words."""
    for indicator in indicators:
        stands = light_of_indicator(month, indicator, sheet, today)
        if stands.pace is None or stands.told.value is None:
            continue
        if not stands.pace.reached and stands.pace.verdict is not Verdict.WITHIN_CAP:
            value = f"{plain(stands.told.value)}{indicator.unit_of_measure}"
            yield f"“{indicator.name}”为{value}，未达到目标"
