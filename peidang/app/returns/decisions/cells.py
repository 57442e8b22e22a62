"""两处不一致 and 是否删去: what unordered files say differently of one cell. Settled per file in one click."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import partial

from peidang.app.month.months import cell_states
from peidang.app.returns.changes import NO_ITEM, words_of_items
from peidang.app.returns.decisions.case import Case, short_id
from peidang.app.views import CellChange, Choice, Decision
from peidang.db.returns import SourceFacts, Spoken
from peidang.db.store import Store
from peidang.domain.labels import CLEAR_MARK, FIELD_WORDS, Field
from peidang.domain.merging import CellState, Statement
from peidang.domain.periods import Period
from peidang.domain.plan import Plan

KEEP, STRIKE = "keep", "strike"
NOBODY_TOLD: Mapping[str, str] = {}


@dataclasses.dataclass(frozen=True)
class _Question:
    """Cells of one unit on which the same sources differ."""

    decision: Decision
    period: Period
    unit_id: str
    states: dict[str, CellState]
    spoken: Spoken
    sources: tuple[str, ...] = ()
    """The sources behind the choices, in their order."""

    @property
    def case(self) -> Case:
        return Case(self.decision, self.period.id, partial(_settle, self))


def cases(plan: Plan, period: Period, unit_id: str, spoken: Spoken) -> Iterator[Case]:
    """What is open on one unit's cells; where only one source speaks, nothing is."""
    if len({said.source for said in spoken.statements}) < 2:
        return
    states = _in_order(plan, cell_states(spoken))
    for question in _contested(plan, period, unit_id, spoken, states):
        yield question.case
    for question in _struck_out(plan, period, unit_id, spoken, states):
        yield question.case


def _settle(question: _Question, store: Store, batch: int, choice: str) -> None:
    if question.decision.kind == "contested":
        said = _as_told_by(question, question.sources[int(choice) - 1])
    else:
        kept = {
            cell: state.standing[0].meant if choice == KEEP else "" for cell, state in question.states.items()
        }
        said = {cell: text or CLEAR_MARK for cell, text in kept.items()}
    store.returns.add_source(
        batch,
        "decision",
        question.period.id,
        question.unit_id,
        question.spoken.newest,
        {
            (item, field): (value, "")
            for cell, value in said.items()
            for item, _, field in [cell.partition(":")]
        },
    )


def _as_told_by(question: _Question, source: str) -> dict[str, str]:
    """Every cell that was asked about as this source tells it, and what the other one left blank beside it."""
    told = {}
    for cell, state in cell_states(question.spoken).items():
        mine = next((s for s in state.standing if s.source == source), None)
        beside = state.struck_out and {s.source for s in state.struck_out} <= set(question.sources)
        if mine is not None and (cell in question.states or beside):
            told[cell] = mine.meant or CLEAR_MARK
    return told


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
) -> Iterator[_Question]:
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
        told = {one.id: choice.id for one, choice in zip(facts, choices, strict=True)}
        yield _case("contested", plan, period, unit_id, spoken, cells, choices, told)


def _struck_out(
    plan: Plan, period: Period, unit_id: str, spoken: Spoken, states: dict[str, CellState]
) -> Iterator[_Question]:
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
    told: Mapping[str, str] = NOBODY_TOLD,
) -> _Question:
    """A question with what it is about. ``told`` are the sources behind the choices, in their order, each with its."""
    unit, words = plan.unit(unit_id).name, words_of_items(plan)
    found = [
        _item(words, unit, cell, statement, told.get(statement.source, ""))
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
        short_id(kind, period.id, unit_id, *sources, *sorted(cells)),
        kind,
        question,
        plan.title,
        unit,
        period.span.key,
        items,
        choices,
    )
    return _Question(decision, period, unit_id, cells, spoken, tuple(told))


def _strike_question(unit: str, spoken: Spoken, state: CellState, items: tuple[CellChange, ...]) -> str:
    where = "、".join(f"“{_told_by(spoken.facts[blank.source])}”" for blank in state.struck_out)
    more = f"等{len(items)}处" if len(items) > 1 else ""
    return f"{unit}在{where}中删去了“{items[0].item}”的{items[0].field}{more}，是否删去？"


def _item(
    items: Mapping[str, tuple[int, str]], unit: str, cell: str, statement: Statement, choice: str
) -> CellChange:
    """What one source says of a cell, behind a choice; without one, what a blank would wipe."""
    item, _, field = cell.partition(":")
    serial, words = items.get(item, NO_ITEM)
    told = statement.meant
    old, new, what = ("", told, "conflicting") if choice else (told, "", "pending")
    return CellChange(unit, serial, words, FIELD_WORDS[Field(field)], old, new, what, choice)


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
