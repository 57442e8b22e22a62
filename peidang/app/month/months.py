"""A plan's months: opening one, and putting together all that was answered in it."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from peidang.app.month.elsewhere import told_elsewhere
from peidang.app.store.stores import span_of
from peidang.db.returns import Spoken, cell_key
from peidang.db.store import Store
from peidang.domain.answers import Entry, Month, Reading, SectionWording, Wording
from peidang.domain.errors import Refused
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.merging import CellState, Statement, resolve
from peidang.domain.periods import Period, default_due
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheet

Item = TypeVar("Item", Row, Indicator)

HISTORY = 12
"""How many periods back the rules look: figures carried on, targets met earlier in the year."""


def open_month(
    store: Store, plan_id: str, month: str, due: date | None = None, final_due: date | None = None
) -> Period:
    """Open a reporting period (2025-10, 2025-Q3, 2025-01..02); again with other dues changes the dues.

    Raises Refused when the month cannot be read, for other dues of a month that was issued, and when the final due
    is before the due.
    """
    span = span_of(month)
    existing = store.months.find(plan_id, span)
    if (
        existing
        and existing.issued
        and not (due in (None, existing.due) and final_due in (None, existing.final_due))
    ):
        raise Refused("issued", span.label)
    meant = due or (existing.due if existing else default_due(span))
    final = final_due or (existing.final_due if existing else None)
    if final and final < meant:
        raise Refused("final-before-due", span.label)
    with store.transaction():
        period = store.months.open(plan_id, span, meant, final)
        if existing is None:
            store.batches.log("开启报告期", span.label, plan_id=plan_id, period_id=period.id)
    return period


def rules_of(store: Store, plan_id: str, number: int | None = None) -> tuple[int, RuleSheet]:
    """The plan's rule sheet and its number; the starting rules, as number 0, until the office has kept its own."""
    kept, body = store.papers.rule_sheet(plan_id, number)
    return kept, (DEFAULT_RULES if body is None else RuleSheet.from_json(body))


def rules_in(store: Store, period: Period) -> tuple[int, RuleSheet]:
    """The rule sheet a period is judged by, and its number: once issued it keeps the one it was issued with."""
    issues = store.papers.issues(period.id)
    return rules_of(store, period.plan_id, issues[-1].rule_sheet if issues else None)


def plan_of(store: Store, period: Period, known: Plan | None = None) -> Plan:
    """The plan as it is in force in a period; ``known``, the plan as of another period, when it is the same version."""
    version = store.plans.version_on(period.plan_id, period.span.end.isoformat())
    if known is not None and (known.id, known.version) == (period.plan_id, version):
        return known
    return store.plans.get(period.plan_id, version)


def cell_states(spoken: Spoken) -> dict[str, CellState]:
    """The state of every cell a unit's sources speak of, by ``db.returns.cell_key``."""
    return resolve(_counting(spoken), spoken.sources, spoken.lineage)


def _counting(spoken: Spoken) -> tuple[Statement, ...]:
    """All statements but those of an import (导入往月汇总表) about a cell that somebody else answered: these give way."""
    imports = {source for source, facts in spoken.facts.items() if facts.kind == "import"}
    if not imports:
        return spoken.statements
    answered = {said.cell for said in spoken.statements if said.asserts and said.source not in imports}
    return tuple(s for s in spoken.statements if s.source not in imports or s.cell not in answered)


def load_month(
    store: Store,
    plan_id: str,
    period_id: str,
    history: int = HISTORY,
    late: bool = True,
    known: Plan | None = None,
    elsewhere: bool = True,
    came_by: int | None = None,
) -> Month:
    """Everything of one period that rules and papers need, with the ``history`` periods before it.

    Without ``late`` an issued period is told as its papers tell it: what came in since (补报) is left out, what was
    mended here since (更正) is not; ``came_by`` names another batch than the last before the issue. ``known`` is the plan as
    another period has it, so that it need not be read again.
    """
    period = store.months.get(period_id)
    plan = plan_of(store, period, known)
    spoken = store.returns.spoken_by_unit(period_id)
    if not late and (issues := store.papers.issues(period_id)):
        newest = issues[0].after_batch if came_by is None else came_by
        spoken = {unit: without_late(said, newest) for unit, said in spoken.items()}
    states = {unit: cell_states(said) for unit, said in spoken.items()}
    earlier = store.months.before(period) if history > 0 else None
    return Month(
        plan=plan,
        period=period,
        entries=_entries(plan, states),
        readings=_readings(plan, states),
        answered_at=_answered_at(spoken),
        rulings=store.papers.rulings(period_id),
        wordings=_wordings(store, plan, period_id, states),
        section_wordings=_section_wordings(store, plan, period_id, states),
        explanations=store.returns.explanations(period_id),
        told_elsewhere=told_elsewhere(store, plan, period, cell_states) if elsewhere else {},
        previous=load_month(store, plan_id, earlier.id, history - 1, known=plan, elsewhere=False)
        if earlier
        else None,
    )


def without_late(spoken: Spoken, newest: int) -> Spoken:
    """What a unit said but for what came (补报) in batches after ``newest``; a clock may go wrong, batches count on."""
    late = {
        source
        for source, facts in spoken.facts.items()
        if facts.kind in ("return", "decision") and facts.batch > newest
    }
    return replace(spoken, statements=tuple(s for s in spoken.statements if s.source not in late))


def _values(states: dict[str, CellState], item: str, fields: tuple[Field, ...]) -> dict[str, object] | None:
    found = {field: states[cell_key(item, field)] for field in fields if cell_key(item, field) in states}
    contested = frozenset(field for field, state in found.items() if state.contested)
    values: dict[str, object] = {field.value: state.value for field, state in found.items()}
    if not contested and not any(values.values()):
        return None
    return {**values, "contested": contested}


def _spoken_of(cells: dict[str, CellState], items: tuple[Item, ...]) -> list[Item]:
    """The rows or indicators that a unit's cells speak of."""
    ids = {cell.partition(":")[0] for cell in cells}
    return [item for item in items if item.id in ids]


def _entries(plan: Plan, states: dict[str, dict[str, CellState]]) -> dict[tuple[str, str], Entry]:
    return {
        (row.id, unit): Entry(row.id, unit, **values)  # type: ignore[arg-type]
        for unit, cells in states.items()
        for row in _spoken_of(cells, plan.rows)
        if (values := _values(cells, row.id, ROW_FIELDS))
    }


def _readings(plan: Plan, states: dict[str, dict[str, CellState]]) -> dict[tuple[str, str], Reading]:
    return {
        (one.id, unit): Reading(one.id, unit, **values)  # type: ignore[arg-type]
        for unit, cells in states.items()
        for one in _spoken_of(cells, plan.indicators)
        if (values := _values(cells, one.id, INDICATOR_FIELDS))
    }


def _answered_at(spoken: dict[str, Spoken]) -> dict[str, datetime]:
    """When each unit first answered anything in a live batch; when an imported table was filled in, nobody knows."""
    found: dict[str, datetime] = {}
    for unit, said in spoken.items():
        speaking = {s.source for s in said.statements if s.asserts}
        times = [
            datetime.fromisoformat(facts.mailed_at or facts.made_at)
            for source, facts in said.facts.items()
            if source in speaking and facts.kind != "import"
        ]
        if times:
            found[unit] = min(times)
    return found


def originals(plan: Plan, states: dict[str, dict[str, CellState]], row_id: str) -> str:
    """What a row's 统稿 rests on: the standing 单位原文 of its reporters, to be compared later (原文已变)."""
    row = plan.row(row_id)
    parts = []
    for unit in row.reporting_unit_ids():
        values = _values(states.get(unit, {}), row_id, ROW_FIELDS) or {}
        parts.append("\u241f".join(str(values.get(field.value, "")) for field in ROW_FIELDS))
    return "\u241e".join(parts)


SECTIONS = "统稿"
"""The paper under which the wordings of sections are kept: they hold for every paper."""


def section_originals(plan: Plan, states: dict[str, dict[str, CellState]], section: str) -> str:
    """What the 统稿 of a section rests on: the originals of all its rows."""
    rows = (row.id for row in plan.rows if row.section == section)
    return "\u241d" + "\u241d".join(originals(plan, states, row_id) for row_id in rows)


def _section_wordings(
    store: Store, plan: Plan, period_id: str, states: dict[str, dict[str, CellState]]
) -> dict[str, SectionWording]:
    known = {row.section for row in plan.rows}
    return {
        section: SectionWording(
            section, kept.text, kept.made_from != section_originals(plan, states, section)
        )
        for section, kept in store.paper_texts.of_paper(period_id, SECTIONS).items()
        if section in known
    }


def _wordings(
    store: Store, plan: Plan, period_id: str, states: dict[str, dict[str, CellState]]
) -> dict[str, Wording]:
    known = {row.id for row in plan.rows}
    return {
        row_id: Wording(row_id, kept.text, kept.made_from != originals(plan, states, row_id))
        for row_id, kept in store.papers.wordings(period_id).items()
        if row_id in known
    }
