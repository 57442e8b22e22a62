"""核对: before a unit is named in a paper it sees what will be said of it, and its answer is kept."""

import io
from datetime import date, datetime
from pathlib import Path

from peidang.app.month.months import load_month, rules_in
from peidang.app.outgoing.guarding import Allowed, foreign_texts
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.outgoing.sending import plan_folder
from peidang.app.papers.drafting import draft_of
from peidang.app.views import MadeFile
from peidang.db.store import Store
from peidang.db.verification import Verification
from peidang.domain.answers import Month
from peidang.domain.errors import NotFound, Refused
from peidang.domain.plan import Unit
from peidang.domain.summary import summarise
from peidang.reports.verification_page import Questioned, write_verification

ACTION = "核对"


def verification_sheet(
    store: Store, plan_id: str, period_id: str, unit_id: str, out_dir: Path, today: date
) -> MadeFile:
    """Write a unit's 核对表 (.docx): its state, rows, lights, the draft's sentences about it, lines for its answer.

    What it is shown is kept. Raises NotFound for a unit that reports nothing and Refused when this office does not
    coordinate the plan.
    """
    month = load_month(store, plan_id, period_id)
    if not month.plan.coordinates:
        raise Refused("not-coordinator", month.plan.title)
    unit = _reporting(month, unit_id)
    asked = _questioned(store, month, unit_id, today)
    out = io.BytesIO()
    write_verification(asked, out, datetime.fromisoformat(store.now()))
    name = f"{unit.position:02d}_{file_part(unit.name)[:50]}_{month.period.span.label}核对表.docx"
    allowed = Allowed(foreign=foreign_texts(month, unit_id))
    shown = "\n".join(f"{one.place}：{one.text}" for one in asked.passages)
    with store.transaction():
        batch = store.batches.begin("verification", f"{unit.name}{month.period.span.label}核对表")
        (made,) = write_files(
            [
                NewFile(
                    plan_folder(store, month.plan, out_dir) / name,
                    f"{unit.name}核对表",
                    out.getvalue(),
                    allowed,
                )
            ]
        )
        store.verifications.add(batch, period_id, unit_id, shown=shown)
        store.batches.log(
            ACTION,
            f"{unit.name}：已做核对表",
            plan_id=plan_id,
            period_id=period_id,
            unit_id=unit_id,
            batch_id=batch,
            facts={"files": [made.path.name]},
        )
    return made


def record_verification(
    store: Store, period_id: str, unit_id: str, answer: str, by_whom: str, told_at: str | None = None
) -> int:
    """Keep what a unit answered (属实 / 有出入：…), who said so and when; returns the batch to undo.

    Raises Refused without an answer or without a name, NotFound for a unit that reports nothing.
    """
    if not answer.strip() or not by_whom.strip():
        raise Refused("no-reason", ACTION)
    period = store.months.get(period_id)
    unit = _reporting(load_month(store, period.plan_id, period_id, history=0), unit_id)
    with store.transaction():
        batch = store.batches.begin("verification", f"{unit.name}{period.span.label}核对意见")
        store.verifications.add(
            batch, period_id, unit_id, answer=answer.strip(), by_whom=by_whom.strip(), told_at=told_at
        )
        store.batches.log(
            ACTION,
            f"{unit.name}：{answer.strip()}（{by_whom.strip()}）",
            plan_id=period.plan_id,
            period_id=period_id,
            unit_id=unit_id,
            batch_id=batch,
        )
    return batch


def verifications(store: Store, period_id: str) -> tuple[Verification, ...]:
    """What units were shown and what they answered, oldest first (for 点名依据)."""
    return store.verifications.all_of(period_id)


def _reporting(month: Month, unit_id: str) -> Unit:
    for unit in month.plan.reporting_units():
        if unit.id == unit_id:
            return unit
    raise NotFound("报送单位", next((one.name for one in month.plan.units if one.id == unit_id), unit_id))


def _questioned(store: Store, month: Month, unit_id: str, today: date) -> Questioned:
    plan = month.plan
    own = {
        row.id: (entry.status, entry.progress)
        for row in plan.rows
        if not (entry := month.entry(row.id, unit_id)).blank
    }
    contact = store.plans.contact_line(plan.id, plan.coordinator_id) if plan.coordinator_id else ""
    office = plan.unit(plan.coordinator_id).name if plan.coordinator_id else ""
    summary = summarise(month, rules_in(store, month.period)[1], today)
    return Questioned(
        summary,
        unit_id,
        own,
        "，".join(part for part in (office, contact) if part),
        draft_of(store, month, summary).paper,
    )
