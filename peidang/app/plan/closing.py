"""销号: a row is applied for with grounds, verified by somebody, done with; reopened when a value falls below its target."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from peidang.app.month.months import load_month, rules_in
from peidang.app.plan.revising import keep_revised
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import ROW_STATE_WORDS, RowState
from peidang.domain.lights import indicators_of_row, light_of_indicator
from peidang.domain.numbers import plain
from peidang.domain.pace import Verdict
from peidang.domain.plan import Plan, Row
from peidang.domain.rule_sheet import RuleSheet

ACTION = "销号"


@dataclass(frozen=True)
class Step:
    """One step in a row's 销号: what it became, on what grounds, by whom, when."""

    row_id: str
    serial: int
    state: RowState
    grounds: str
    by_whom: str
    made_at: str

    @property
    def words(self) -> str:
        """第3行：申请销号，已完成验收（市水利局）."""
        who = f"（{self.by_whom}）" if self.by_whom else ""
        grounds = f"，{self.grounds}" if self.grounds else ""
        return f"第{self.serial}行：{ROW_STATE_WORDS[self.state]}{grounds}{who}"


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
        below = "；".join(_below(month, row, rules_in(store, month.period)[1], today))
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
    month = load_month(store, plan_id, period_id)
    sheet = rules_in(store, month.period)[1]
    return tuple(
        Fallen(row, "；".join(what))
        for row in month.plan.rows
        if row.state is RowState.CLOSED and (what := list(_below(month, row, sheet, today)))
    )


def reopen_fallen(store: Store, plan_id: str, period_id: str, today: date) -> tuple[Step, ...]:
    """恢复在办 of every row done with whose value fell below its target; all in one transaction."""
    period = store.months.get(period_id)
    with store.transaction():
        return tuple(
            reopen(store, plan_id, one.row.id, f"{period.span.label}{one.what}", "按规则")
            for one in fallen(store, plan_id, period_id, today)
        )


def history(store: Store, plan_id: str, row_id: str | None = None) -> tuple[Step, ...]:
    """Every step of a plan's rows (or of one), oldest first."""
    serials = {row.id: row.serial for row in store.plans.get(plan_id).rows}
    return tuple(
        Step(
            facts["row"],
            serials.get(facts["row"], facts["serial"]),
            RowState(facts["state"]),
            facts["grounds"],
            facts["by_whom"],
            line.made_at,
        )
        for line in store.batches.lines_of_plan(plan_id, ACTION)
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
) -> Step:
    """Change a row's state from the next period on that is not issued; the log keeps the history."""
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
        step = Step(row_id, row.serial, after, grounds.strip(), by_whom.strip(), store.now())
        keep_revised(store, replace(plan, rows=rows), step.words)
        facts = {
            "row": row_id,
            "serial": row.serial,
            "state": after.value,
            "grounds": step.grounds,
            "by_whom": step.by_whom,
        }
        store.batches.log(ACTION, step.words, plan_id=plan_id, facts=facts)
    return step


def _below(month: Month, row: Row, sheet: RuleSheet, today: date) -> Iterator[str]:
    """Each of the row's figures that is told and does not meet its target, in words."""
    for indicator in indicators_of_row(month, row):
        stands = light_of_indicator(month, indicator, sheet, today)
        if stands.pace is None or stands.told.value is None:
            continue
        if not stands.pace.reached and stands.pace.verdict is not Verdict.WITHIN_CAP:
            value = f"{plain(stands.told.value)}{indicator.unit_of_measure}"
            yield f"“{indicator.name}”为{value}，未达到目标"
