"""One return is judged and taken: whose it is, for which month, what it changes, and what is wrong in it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peidang.app.months import cell_states, load_month, plan_of, rules_in
from peidang.app.requests import base_of
from peidang.app.views import CellChange, FileOutcome
from peidang.db.months import SentRequest
from peidang.db.store import Store
from peidang.domain.answers import Entry, Month, Reading
from peidang.domain.checks import findings, locked_findings
from peidang.domain.errors import NotFound
from peidang.domain.finding import Finding
from peidang.domain.labels import (
    CLEAR_MARK,
    FIELD_WORDS,
    GRADE_WORDS,
    INDICATOR_FIELDS,
    ROW_FIELDS,
    Field,
    Grade,
)
from peidang.domain.merging import CellState, Statement
from peidang.domain.periods import Period, Span, parse_span
from peidang.domain.plan import Plan
from peidang.domain.travel import Request, Returned
from peidang.exchange.payload import load_request

COUNTS = ("new", "updated", "unchanged", "conflicting", "pending")
CONTRADICTS = (
    "文件里的方案、单位或报告期与发出这份填报表时的记录不一致，未收入；请对方用发给本单位的那一份重新填报。"
)


@dataclass(frozen=True)
class Verdict:
    """What a return is, before anything of it is let in. ``stops`` when its answers must stay outside."""

    outcome: str
    plan: Plan | None = None
    period: Period | None = None
    unit_id: str | None = None
    sent: SentRequest | None = None

    @property
    def stops(self) -> bool:
        """True when nothing of the return enters the store."""
        return self.outcome != "taken"


class Taker:
    """Judges and takes returns of one drop."""

    def __init__(self, store: Store, plan_id: str | None, month: Span | None, today: date) -> None:
        self._store = store
        self._plan_id = plan_id
        self._month = month
        self._today = today
        self._months: dict[str, Month] = {}

    def judge(self, returned: Returned) -> Verdict:
        """Whose return this is, checked against what was sent. Writes nothing."""
        claimed = returned.request
        sent = self._store.months.request(returned.token)
        if sent is not None and _contradicts(sent, claimed):
            return Verdict("refused")
        try:
            plan = self._store.plans.get(claimed.plan.id)
        except NotFound:
            return Verdict("request" if _is_blank(returned) else "wrong-plan")
        if self._plan_id not in (None, plan.id):
            return Verdict("wrong-plan", plan)
        if sent is None and not plan.coordinates and _is_blank(returned):
            return Verdict("request", plan)
        return self._judge_inside(plan, claimed, sent)

    def _judge_inside(self, plan: Plan, claimed: Request, sent: SentRequest | None) -> Verdict:
        """The same for a return of a plan of this store."""
        unit_id = sent.unit_id if sent else claimed.unit_id
        if unit_id not in {unit.id for unit in plan.units}:
            return Verdict("unknown-unit", plan)
        period = self._store.months.find(plan.id, parse_span(claimed.period_key))
        if period is None:
            return Verdict("wrong-month", plan, None, unit_id)
        plan = plan_of(self._store, period)
        if sent is None and not _asked_cells(plan, unit_id):
            return Verdict("wrong-unit", plan, period, unit_id)
        if not self._is_meant(period):
            return Verdict("wrong-month", plan, period, unit_id, sent)
        return Verdict("taken", plan, period, unit_id, sent)

    def _is_meant(self, period: Period) -> bool:
        if self._month is not None:
            return period.span == self._month
        waiting = [one for one in self._store.months.all(period.plan_id) if not one.issued]
        return bool(waiting) and waiting[-1].id == period.id

    def report_only(self, shown: str, returned: Returned, verdict: Verdict) -> FileOutcome:
        """The outcome of a return that stays outside and is known already; writes nothing."""
        found = self._findings(returned, verdict)
        return self._outcome(shown, returned, verdict, verdict.outcome, dict.fromkeys(COUNTS, 0), found, ())

    def take(self, batch: int, file_id: str, shown: str, returned: Returned, verdict: Verdict) -> FileOutcome:
        """Record the receipt and, unless the verdict stops it, let the answers in."""
        receipt = self._store.returns.add_receipt(
            file_id,
            verdict.outcome,
            plan_id=verdict.plan.id if verdict.plan else None,
            period_id=verdict.period.id if verdict.period else None,
            unit_id=verdict.unit_id,
            token=returned.token,
            recognised_by=returned.recognised_by,
        )
        found = self._findings(returned, verdict)
        if verdict.stops or verdict.plan is None or verdict.period is None or verdict.unit_id is None:
            done = self._outcome(
                shown, returned, verdict, verdict.outcome, dict.fromkeys(COUNTS, 0), found, ()
            )
        else:
            changes = self._let_in(batch, receipt, returned, verdict)
            counts = {what: sum(change.what == what for change in changes) for what in COUNTS}
            outcome = _outcome_of(changes, counts)
            shown_changes = tuple(change for change in changes if change.what != "superseded")
            done = self._outcome(shown, returned, verdict, outcome, counts, found, shown_changes)
        self._store.returns.close_receipt(receipt, done.outcome, done.cells, done.findings)
        return done

    def _let_in(
        self, batch: int, receipt: str, returned: Returned, verdict: Verdict
    ) -> tuple[CellChange, ...]:
        plan, period, unit_id = verdict.plan, verdict.period, verdict.unit_id
        if plan is None or period is None or unit_id is None:
            return ()
        store = self._store
        base = _base(returned, verdict.sent)
        if verdict.sent is None:  # the file alone says what it was asked; the plan knows better
            base = {cell: base[cell] for cell in base.keys() & _asked_cells(plan, unit_id)}
        before = cell_states(store.returns.spoken(period.id, unit_id))
        source = store.returns.add_source(
            batch,
            "return",
            period.id,
            unit_id,
            {*returned.request.after, *(verdict.sent.seen if verdict.sent else ())},
            {
                (item, field.value): (value, base[item, field.value])
                for (item, field), value in returned.answers.items()
                if (item, field.value) in base
            },
            receipt_id=receipt,
            return_id=returned.request.return_id,
        )
        spoken = store.returns.spoken(period.id, unit_id)
        after = cell_states(spoken)
        mine = [statement for statement in spoken.statements if statement.source == source]
        return tuple(
            _change(statement, before.get(statement.cell), after[statement.cell], plan, unit_id)
            for statement in mine
        )

    def _findings(self, returned: Returned, verdict: Verdict) -> tuple[Mapping[str, str], ...]:
        """What the checks say of this file's own content, taken or not."""
        if verdict.outcome == "refused" and verdict.plan is None:
            return (_as_finding("token-contradicts", Grade.MUST, CONTRADICTS),)
        if verdict.plan is None or verdict.unit_id is None or verdict.period is None:
            return ()
        said = _as_told(self._month_of(verdict.period), returned, verdict.unit_id)
        rules = rules_in(self._store, verdict.period)[1]
        asked = {item for item, _ in verdict.sent.base} if verdict.sent else None
        found = [
            _as_finding(one.code, one.grade, one.message, _place(one, returned))
            for one in findings(said, verdict.unit_id, self._today, rules)
            if asked is None or one.item_id in asked  # what the plan asks since then is not this file's fault
        ]
        found += [
            _as_finding(one.code, one.grade, one.message, (change.sheet, change.cell))
            for one, change in zip(locked_findings(returned), returned.locked, strict=True)
        ]
        return tuple(found)

    def _month_of(self, period: Period) -> Month:
        """The month as it was before the drop: a check looks at other units' figures and at former months."""
        if period.id not in self._months:
            self._months[period.id] = load_month(self._store, period.plan_id, period.id)
        return self._months[period.id]

    def _outcome(
        self,
        shown: str,
        returned: Returned,
        verdict: Verdict,
        outcome: str,
        counts: Mapping[str, int],
        found: tuple[Mapping[str, str], ...],
        changes: tuple[CellChange, ...],
    ) -> FileOutcome:
        claimed = returned.request
        plan = verdict.plan or claimed.plan
        unit = plan.unit(verdict.unit_id).name if verdict.unit_id else claimed.unit_name
        return FileOutcome(
            shown,
            outcome,
            plan.title,
            unit,
            claimed.period_key,
            returned.recognised_by,
            counts,
            found,
            changes,
        )


def _contradicts(sent: SentRequest, claimed: Request) -> bool:
    """True when a file with the token of a request says it is for another plan, unit or period than that was."""
    kept = load_request(sent.payload)
    return (kept.plan.id, kept.unit_id, kept.period_key) != (
        claimed.plan.id,
        claimed.unit_id,
        claimed.period_key,
    )


def _is_blank(returned: Returned) -> bool:
    """True for a request as it was sent: nothing in it was answered."""
    told = base_of(returned.request)
    return not returned.request.return_id and all(
        value == told.get((item, field.value), "") for (item, field), value in returned.answers.items()
    )


def _asked_cells(plan: Plan, unit_id: str) -> set[tuple[str, str]]:
    """Every answer cell the plan asks of a unit, by (item id, field)."""
    cells = {(row.id, field.value) for row in plan.rows_of(unit_id) for field in ROW_FIELDS}
    return cells | {(one.id, f.value) for one in plan.indicators_of(unit_id) for f in INDICATOR_FIELDS}


def _base(returned: Returned, sent: SentRequest | None) -> dict[tuple[str, str], str]:
    """What the sender had been shown: as kept here; a reply made by the program carries its own."""
    told = base_of(returned.request)
    if sent is None:
        return told
    if returned.request.return_id:
        return {cell: told.get(cell, kept) for cell, kept in sent.base.items()}
    return dict(sent.base)


def _change(
    statement: Statement, before: CellState | None, after: CellState, plan: Plan, unit_id: str
) -> CellChange:
    item, _, field = statement.cell.partition(":")
    serial, words = item_words(plan, item)
    old = before.value if before else ""
    return CellChange(
        plan.unit(unit_id).name,
        serial,
        words,
        FIELD_WORDS[Field(field)],
        old,
        statement.meant,
        _what(statement, old, after),
    )


def _what(statement: Statement, old: str, after: CellState) -> str:
    """``superseded`` and ``blank`` are told apart here and left out of the counts."""
    if statement in after.struck_out:
        return "pending"
    if not statement.asserts:
        return "blank" if statement.value == "" else "unchanged"
    if statement not in after.standing:
        return "superseded"
    if after.contested:
        return "conflicting"
    if statement.meant == old:
        return "unchanged"
    return "updated" if old else "new"


def item_words(plan: Plan, item: str) -> tuple[int, str]:
    """Number and name of a row or indicator, as people know it; (0, '') when the plan has it no more."""
    for row in plan.rows:
        if row.id == item:
            return row.serial, row.task
    for number, one in enumerate(plan.indicators, start=1):
        if one.id == item:
            return number, one.name
    return 0, ""


def _outcome_of(changes: tuple[CellChange, ...], counts: Mapping[str, int]) -> str:
    if counts["conflicting"] or counts["pending"]:
        return "needs-decision"
    if counts["new"] or counts["updated"]:
        return "taken"
    if any(change.what == "superseded" for change in changes):
        return "older"
    return "nothing-new"


def _as_told(month: Month, returned: Returned, unit_id: str) -> Month:
    """The month as if this file were all that the unit ever said."""
    told: dict[str, dict[str, str]] = {}
    for (item, field), value in returned.answers.items():
        told.setdefault(item, {})[field.value] = "" if value == CLEAR_MARK else value
    entries = {key: entry for key, entry in month.entries.items() if key[1] != unit_id}
    readings = {key: reading for key, reading in month.readings.items() if key[1] != unit_id}
    rows = {row.id for row in month.plan.rows}
    indicators = {one.id for one in month.plan.indicators}
    for item, values in told.items():
        if item in rows:
            entries[item, unit_id] = Entry(item, unit_id, **values)  # type: ignore[arg-type]
        elif item in indicators:  # the plan may have changed since the request was sent
            readings[item, unit_id] = Reading(item, unit_id, **values)  # type: ignore[arg-type]
    return dataclasses.replace(month, entries=entries, readings=readings)


def _place(one: Finding, returned: Returned) -> tuple[str, str]:
    """Sheet and cell of a finding; empty where the whole line is meant or the line is gone."""
    return returned.places.get((one.item_id, one.field), ("", "")) if one.field else ("", "")


def _as_finding(
    code: str, grade: Grade, message: str, place: tuple[str, str] = ("", "")
) -> Mapping[str, str]:
    sheet, cell = place
    return {"code": code, "grade": GRADE_WORDS[grade], "sheet": sheet, "cell": cell, "message": message}
