"""What only a person can settle: 两处不一致, 对方删去了这一条, a return for another month. Settled per file in one click.

Open decisions are computed from what was received; settling one is a statement made after all that it settles, so
it can be undone like any other batch.
"""

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from peidang.app.months import cell_states, plan_of
from peidang.app.taking import Taker, Verdict, item_words
from peidang.app.views import CellChange, Choice, Decision
from peidang.db.returns import Receipt, SourceFacts, Spoken
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import CLEAR_MARK, FIELD_WORDS, Field
from peidang.domain.merging import CellState, Lineage, Statement
from peidang.domain.periods import Period
from peidang.domain.plan import Plan
from peidang.exchange.returned_workbook import read_return

KEEP, STRIKE = "keep", "strike"
TAKE, LEAVE = "take", "leave"


@dataclass(frozen=True)
class _Case:
    """A decision with what is needed to carry it out."""

    decision: Decision
    period: Period
    unit_id: str
    states: dict[str, CellState]
    spoken: Spoken
    receipt: Receipt | None = None
    sources: tuple[str, ...] = ()
    """The sources behind the choices, in their order."""


def open_decisions(store: Store, plan_id: str | None = None) -> tuple[Decision, ...]:
    """Everything that waits for a person, of one plan or of all, in the order of plans, months and units."""
    return tuple(case.decision for case in _cases(store, plan_id))


def decisions_of_month(store: Store, plan: Plan, period: Period) -> tuple[Decision, ...]:
    """What waits for a person in one period of a plan."""
    return tuple(case.decision for case in _cases_of_month(store, plan, period))


def decide(store: Store, decision_id: str, choice_id: str) -> int:
    """Settle a decision; returns the batch to undo. Raises NotFound and Refused for an unknown choice."""
    case = next((one for one in _cases(store, None) if one.decision.id == decision_id), None)
    if case is None:
        raise NotFound("待定事项", decision_id)
    choice = next((one for one in case.decision.choices if choice_id in (one.id, one.words)), None)
    if choice is None:
        raise Refused("choice-unknown", choice_id)
    with store.transaction():
        batch = store.batches.begin("decision", f"{case.decision.question} → {choice.words}")
        if case.receipt is not None:
            _settle_month(store, batch, case.receipt, choice.id == TAKE)
        else:
            _settle_cells(store, batch, case, choice.id)
        store.batches.log(
            "核定", f"{case.decision.unit}：{choice.words}", period_id=case.period.id, batch_id=batch
        )
    return batch


def _settle_cells(store: Store, batch: int, case: _Case, choice: str) -> None:
    if case.decision.kind == "contested":
        said = _as_told_by(case, case.sources[int(choice) - 1])
    else:
        kept = {
            cell: state.standing[0].meant if choice == KEEP else "" for cell, state in case.states.items()
        }
        said = {cell: text or CLEAR_MARK for cell, text in kept.items()}
    store.returns.add_source(
        batch,
        "decision",
        case.period.id,
        case.unit_id,
        case.spoken.newest,
        {
            (item, field): (value, "")
            for cell, value in said.items()
            for item, _, field in [cell.partition(":")]
        },
    )


def _as_told_by(case: _Case, source: str) -> dict[str, str]:
    """Every cell that was asked about as this source tells it, and what the other one left blank beside it."""
    told = {}
    for cell, state in cell_states(case.spoken).items():
        mine = next((s for s in state.standing if s.source == source), None)
        beside = state.struck_out and {s.source for s in state.struck_out} <= set(case.sources)
        if mine is not None and (cell in case.states or beside):
            told[cell] = mine.meant or CLEAR_MARK
    return told


def _settle_month(store: Store, batch: int, receipt: Receipt, take: bool) -> None:
    data = store.returns.bytes_of(receipt.sha256)
    file_id = store.returns.add_file(batch, receipt.path, receipt.sha256, None, None)
    for one in read_return(data, receipt.path):
        period = store.months.get(receipt.period_id or "")
        taker = Taker(store, None, period.span, period.due)
        verdict = taker.judge(one) if take else Verdict("refused")
        taker.take(batch, file_id, receipt.path, one, verdict)


def _cases(store: Store, plan_id: str | None) -> Iterator[_Case]:
    for head in store.plans.heads():
        if plan_id in (None, head.id):
            plan = None
            for period in store.months.all(head.id):
                plan = plan_of(store, period, plan)
                yield from _cases_of_month(store, plan, period)


def _cases_of_month(store: Store, plan: Plan, period: Period) -> Iterator[_Case]:
    spoken = store.returns.spoken_by_unit(period.id)
    for unit in sorted(plan.units, key=lambda one: one.position):
        if unit.id in spoken:
            states = _in_order(plan, cell_states(spoken[unit.id]))
            yield from _contested(plan, period, unit.id, spoken[unit.id], states)
            yield from _struck_out(plan, period, unit.id, spoken[unit.id], states)
    yield from _of_other_months(store, plan, period)


def _in_order(plan: Plan, states: dict[str, CellState]) -> dict[str, CellState]:
    """The open cells as people read a form: indicators, then rows, each from its first column to its last."""
    ids = [*(one.id for one in plan.indicators), *(one.id for one in plan.rows)]
    places = {item: place for place, item in enumerate(ids)}
    columns = list(Field)

    def place(cell: str) -> tuple[int, int]:
        item, _, field = cell.partition(":")
        return places.get(item, len(places)), columns.index(Field(field))

    return {cell: states[cell] for cell in sorted(states, key=place) if states[cell].open}


def _contested(
    plan: Plan, period: Period, unit_id: str, spoken: Spoken, states: dict[str, CellState]
) -> Iterator[_Case]:
    """One case for all cells on which the same sources stand against each other."""
    groups: dict[tuple[str, ...], dict[str, CellState]] = {}
    for cell, state in states.items():
        if state.contested:
            groups.setdefault(tuple(s.source for s in state.standing), {})[cell] = state
    for sources, cells in groups.items():
        facts = sorted((spoken.facts[source] for source in sources), key=lambda one: (_told_by(one), one.id))
        latest = max(facts, key=_time_told)
        alike = len({_told_by(one) for one in facts}) < len(facts)
        choices = tuple(
            Choice(
                str(number),
                f"以“{one.path if alike and one.path else _told_by(one)}”为准",
                _times(one),
                one is latest,
            )
            for number, one in enumerate(facts, start=1)
        )
        case = _case("contested", plan, period, unit_id, spoken, cells, choices)
        told = {one.id: choice.id for one, choice in zip(facts, choices, strict=True)}
        items = tuple(dataclasses.replace(item, choice=told[item.choice]) for item in case.decision.items)
        decision = dataclasses.replace(case.decision, items=items)
        yield dataclasses.replace(case, decision=decision, sources=tuple(one.id for one in facts))


def _struck_out(
    plan: Plan, period: Period, unit_id: str, spoken: Spoken, states: dict[str, CellState]
) -> Iterator[_Case]:
    """One case for all blanks of the same files; those of files that differ in other cells wait until these are settled."""
    rivals = {s.source for state in states.values() if state.contested for s in state.standing}
    groups: dict[tuple[str, ...], dict[str, CellState]] = {}
    for cell, state in states.items():
        of_rivals = {s.source for s in (*state.struck_out, *state.standing)} <= rivals
        if state.struck_out and not state.contested and not of_rivals:
            groups.setdefault(tuple(s.source for s in state.struck_out), {})[cell] = state
    choices = (Choice(KEEP, "保留原内容", proposed=True), Choice(STRIKE, "删去"))
    for cells in groups.values():
        yield _case("struck-out", plan, period, unit_id, spoken, cells, choices)


def _case(
    kind: str,
    plan: Plan,
    period: Period,
    unit_id: str,
    spoken: Spoken,
    cells: dict[str, CellState],
    choices: tuple[Choice, ...],
) -> _Case:
    unit = plan.unit(unit_id).name
    found = [
        _item(plan, unit, cell, statement, kind)
        for cell, state in cells.items()
        for statement in (state.standing if kind == "contested" else state.standing[:1])
    ]
    items = tuple(sorted(found, key=lambda item: item.place))
    sources = sorted({s.source for state in cells.values() for s in (*state.standing, *state.struck_out)})
    question = (
        f"{unit}{period.span.label}的报送有{len(cells)}处不一致，以哪一份为准？"
        if kind == "contested"
        else _strike_question(unit, spoken, next(iter(cells.values())), items)
    )
    decision = Decision(
        _short_id(kind, period.id, unit_id, *sources, *sorted(cells)),
        kind,
        question,
        plan.title,
        unit,
        period.span.key,
        items,
        choices,
    )
    return _Case(decision, period, unit_id, cells, spoken)


def _strike_question(unit: str, spoken: Spoken, state: CellState, items: tuple[CellChange, ...]) -> str:
    where = "、".join(f"“{_told_by(spoken.facts[blank.source])}”" for blank in state.struck_out)
    more = f"等{len(items)}处" if len(items) > 1 else ""
    return f"{unit}在{where}中删去了“{items[0].item}”的{items[0].field}{more}，是否删去？"


def _item(plan: Plan, unit: str, cell: str, statement: Statement, kind: str) -> CellChange:
    item, _, field = cell.partition(":")
    serial, words = item_words(plan, item)
    what = "conflicting" if kind == "contested" else "pending"
    new = statement.meant if kind == "contested" else ""
    old = "" if kind == "contested" else statement.meant
    choice = statement.source if kind == "contested" else ""
    return CellChange(unit, serial, words, FIELD_WORDS[Field(field)], old, new, what, choice)


def _of_other_months(store: Store, plan: Plan, period: Period) -> Iterator[_Case]:
    """Returns kept but not taken because they are for this month and another one was meant."""
    for receipt in store.returns.receipts(period_id=period.id):
        if receipt.outcome != "wrong-month" or receipt.unit_id is None:
            continue
        later = store.returns.receipts(digest=receipt.sha256)
        if later[-1].id != receipt.id:
            continue
        unit = plan.unit(receipt.unit_id).name
        take = "作补报收入" if period.issued else f"收入{period.span.label}"
        decision = Decision(
            _short_id("wrong-month", receipt.id),
            "wrong-month",
            f"“{receipt.path}”是{unit}{period.span.label}的填报表，是否收入该月？",
            plan.title,
            unit,
            period.span.key,
            (),
            (Choice(TAKE, take, proposed=True), Choice(LEAVE, "不收")),
        )
        yield _Case(decision, period, receipt.unit_id, {}, Spoken((), {}, Lineage({}), {}), receipt)


def _short_id(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def _time_told(facts: SourceFacts) -> str:
    return facts.mailed_at or facts.saved_at or facts.made_at


def _told_by(facts: SourceFacts) -> str:
    if facts.path:
        return facts.path.rsplit("/", 1)[-1]
    if facts.kind == "request":
        return "收到的填报表"
    return f"{facts.by_whom or '本机'}录入"


def _times(facts: SourceFacts) -> str:
    parts = [
        f"保存于{facts.saved_at[:16]}" if facts.saved_at else "",
        f"邮件时间{facts.mailed_at[:16]}" if facts.mailed_at else "",
        f"收到于{facts.made_at[:16]}",
    ]
    return "，".join(part for part in parts if part)
