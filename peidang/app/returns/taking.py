"""One return is judged and taken: whose it is, for which month, what it changes, and what is wrong in it."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from peidang.app.month.months import cell_states, load_month, rules_in
from peidang.app.outgoing.requests import base_of
from peidang.app.returns.changes import COUNTS, change_of, note_of, outcome_of, words_of_items
from peidang.app.returns.outside import OF_IDENTITY, why_outside
from peidang.app.views import CellChange, FileOutcome, Remark
from peidang.db.months import SentRequest
from peidang.db.store import Store
from peidang.domain.answers import Entry, Month, Reading
from peidang.domain.checks import findings, locked_findings
from peidang.domain.errors import NotFound
from peidang.domain.finding import Finding
from peidang.domain.labels import (
    CLEAR_MARK,
    GRADE_WORDS,
    INDICATOR_FIELDS,
    ROW_FIELDS,
    Field,
    Grade,
)
from peidang.domain.periods import Period, Span, parse_span
from peidang.domain.plan import Plan
from peidang.domain.travel import Request, Returned
from peidang.exchange.payload import load_request

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


@dataclass(frozen=True)
class Admitted:
    """A return that was let in or kept outside; what the checks say of it is still to be told."""

    shown: str
    returned: Returned
    verdict: Verdict
    receipt: str = ""
    """'' when the same was kept before and nothing is written."""
    changes: tuple[CellChange, ...] = ()


class Taker:
    """Judges and takes the returns of one drop: first all are admitted, then each is told what is wrong in it.

    Checks look at other units' figures, too. Told only when all are in, they do not depend on the order of files.
    """

    def __init__(self, store: Store, plan_id: str | None, month: Span | None, today: date) -> None:
        self._store = store
        self._plan_id = plan_id
        self._month = month
        self._today = today
        self._months: dict[str, Month] = {}
        self._plans: dict[tuple[str, str], Plan] = {}

    def judge(self, returned: Returned) -> Verdict:
        """Whose return this is, checked against what was sent. Writes nothing."""
        claimed = returned.request
        sent = None
        if returned.recognised_by != "content" and returned.token:
            sent = self._store.months.request(returned.token)
        if sent is not None and _contradicts(sent, claimed):
            return Verdict("refused")
        try:
            plan = self._plan(claimed.plan.id, "")
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
        plan = self._plan_in(period)
        if sent is None and not _asked_cells(plan, unit_id):
            return Verdict("wrong-unit", plan, period, unit_id)
        if not self.is_meant(period):
            return Verdict("wrong-month", plan, period, unit_id, sent)
        return Verdict("taken", plan, period, unit_id, sent)

    def is_meant(self, period: Period) -> bool:
        """Whether the drop is for this period: the one named, else the newest that is not issued."""
        if self._month is not None:
            return period.span == self._month
        waiting = [one for one in self._store.months.all(period.plan_id) if not one.issued]
        return bool(waiting) and waiting[-1].id == period.id

    def _plan(self, plan_id: str, day: str) -> Plan:
        key = (plan_id, day)
        if key not in self._plans:
            version = self._store.plans.version_on(plan_id, day) if day else None
            self._plans[key] = self._store.plans.get(plan_id, version)
        return self._plans[key]

    def _plan_in(self, period: Period) -> Plan:
        return self._plan(period.plan_id, period.span.end.isoformat())

    def report_only(self, shown: str, returned: Returned, verdict: Verdict) -> Admitted:
        """A return that stays outside and is known already; writes nothing."""
        return Admitted(shown, returned, verdict)

    def admit(self, batch: int, file_id: str, shown: str, returned: Returned, verdict: Verdict) -> Admitted:
        """Record the receipt and, unless the verdict stops it, let the answers in."""
        receipt = self._store.returns.add_receipt(
            file_id,
            verdict.outcome,
            plan_id=verdict.plan.id if verdict.plan else None,
            period_id=verdict.period.id if verdict.period else None,
            unit_id=verdict.unit_id,
            token=returned.token or None,
            recognised_by=returned.recognised_by,
        )
        changes: tuple[CellChange, ...] = ()
        if not verdict.stops:
            changes = self._let_in(batch, receipt, returned, verdict)
        return Admitted(shown, returned, verdict, receipt, changes)

    def close(self, one: Admitted) -> FileOutcome:
        """Say what became of an admitted return and what is wrong in it; to be called when all are admitted."""
        verdict = one.verdict
        remarks = self._remarks(one.returned, verdict)
        found = self._findings(one.returned, verdict, remarks)
        counts = {what: sum(change.what == what for change in one.changes) for what in COUNTS}
        open_cells = 0 if verdict.stops else sum(len(line.answers) for line in one.returned.open_lines)
        counts["pending"] += open_cells
        outcome = verdict.outcome if verdict.stops else outcome_of(one.changes, counts)
        claimed = one.returned.request
        plan = verdict.plan or claimed.plan
        unit = plan.unit(verdict.unit_id).name if verdict.unit_id else claimed.unit_name
        shown_changes = tuple(change for change in one.changes if change.what not in ("superseded", "blank"))
        done = FileOutcome(
            one.shown,
            outcome,
            plan.title,
            unit,
            claimed.period_key,
            one.returned.recognised_by,
            counts,
            found,
            shown_changes,
            note=note_of(outcome, one.changes, bool(verdict.period and verdict.period.issued)),
            remarks=remarks,
        )
        if one.receipt:
            self._store.returns.close_receipt(one.receipt, done.outcome, done.cells, done.findings)
        return done

    def _let_in(
        self, batch: int, receipt: str, returned: Returned, verdict: Verdict
    ) -> tuple[CellChange, ...]:
        plan, period, unit_id = verdict.plan, verdict.period, verdict.unit_id
        if plan is None or period is None or unit_id is None:
            return ()
        store = self._store
        base = self._base(returned, verdict)
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
        store.open_lines.add(receipt, returned.open_lines)
        spoken = store.returns.spoken(period.id, unit_id)
        after = cell_states(spoken)
        mine = [statement for statement in spoken.statements if statement.source == source]
        words, unit = words_of_items(plan), plan.unit(unit_id).name
        return tuple(
            change_of(statement, before.get(statement.cell), after[statement.cell], words, unit)
            for statement in mine
        )

    def _base(self, returned: Returned, verdict: Verdict) -> dict[tuple[str, str], str]:
        """What the sender had been shown, for the cells it was asked.

        As kept here; a reply made by the program carries its own. A file known by its content alone does not say
        from which form it was made: the one it agrees with most.
        """
        plan, period, unit_id = verdict.plan, verdict.period, verdict.unit_id
        assert plan is not None
        assert period is not None
        assert unit_id is not None
        if verdict.sent is not None:
            told = base_of(returned.request)
            if returned.request.return_id:
                return {cell: told.get(cell, kept) for cell, kept in verdict.sent.base.items()}
            return dict(verdict.sent.base)
        asked = _asked_cells(plan, unit_id)
        if returned.recognised_by == "token":  # the file alone says what it was asked; the plan knows better
            told = base_of(returned.request)
            return {cell: told[cell] for cell in told.keys() & asked}
        forms = [dict(sent.base) for sent in self._store.months.requests(period.id, unit_id)]
        nearest = max(reversed(forms), key=lambda form: _agreement(form, returned), default={})
        return {cell: nearest.get(cell, "") for cell in asked}

    def _findings(
        self, returned: Returned, verdict: Verdict, remarks: Iterable[Remark]
    ) -> tuple[Mapping[str, str], ...]:
        """What the checks say of this file, taken or not: of its answers, then of its locked cells; then why it stays
        outside."""
        if verdict.outcome == "refused" and verdict.plan is None:
            return (_as_finding("token-contradicts", Grade.MUST, CONTRADICTS),)
        found = [
            _as_finding(
                one.finding.code, one.finding.grade, one.finding.message, _place(one.finding, returned)
            )
            for one in remarks
        ]
        if verdict.plan and verdict.unit_id and verdict.period:
            found += [
                _as_finding(one.code, one.grade, one.message, (change.sheet, change.cell))
                for one, change in zip(locked_findings(returned), returned.locked, strict=True)
            ]
        if verdict.outcome in OF_IDENTITY:
            why = why_outside(verdict.outcome, returned, verdict.plan, verdict.period is not None)
            found.append(_as_finding(verdict.outcome, Grade.MUST, why))
        return tuple(found)

    def _remarks(self, returned: Returned, verdict: Verdict) -> tuple[Remark, ...]:
        """What the checks say of this file's own answers."""
        if verdict.plan is None or verdict.unit_id is None or verdict.period is None:
            return ()
        said = _as_told(self._month_of(verdict.period), returned, verdict.unit_id)
        rules = rules_in(self._store, verdict.period)[1]
        asked = {item for item, _ in verdict.sent.base} if verdict.sent else None
        mend = {(cell.item_id, cell.field) for cell in returned.request.mend}
        waiting = {
            (item, field)
            for line in returned.open_lines
            for item in line.candidates
            for field in line.answers
        }
        return tuple(
            Remark(
                one,
                verdict.period.id,
                returned.answers.get((one.item_id, one.field), "") if one.field else "",
            )
            for one in findings(said, verdict.unit_id, self._today, rules)
            if asked is None or one.item_id in asked  # what the plan asks since then is not this file's fault
            if not mend or (one.item_id, one.field) in mend  # a 退回单 answers only what was sent back
            if one.code != "missing" or (one.item_id, one.field) not in waiting  # filled in, and asked about
        )

    def _month_of(self, period: Period) -> Month:
        """The month as it is when all returns of the drop are in."""
        if period.id not in self._months:
            self._months[period.id] = load_month(self._store, period.plan_id, period.id)
        return self._months[period.id]


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


def _agreement(form: Mapping[tuple[str, str], str], returned: Returned) -> int:
    """How many cells of a form the return still holds as they were sent; of equals the later form is meant."""
    return sum(
        bool(value) and returned.answers.get((item, Field(field))) == value
        for (item, field), value in form.items()
    )


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
