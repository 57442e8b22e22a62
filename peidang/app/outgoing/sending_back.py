"""退回: what is to be mended goes back to its unit, cell by cell, with the reason; the rest of its answers stays.

A 退回单 is a request like any other, kept with its base and with what the office had seen when it was made: so its
return is later than all of that, and its cells replace the old ones without a question.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from peidang.app.month.checking import check
from peidang.app.month.entering import open_period
from peidang.app.month.months import cell_states, load_month
from peidang.app.outgoing.guarding import Allowed, foreign_texts
from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.outgoing.requests import base_of, build_request, is_sent_back, kept_request, workbook_of
from peidang.app.views import SendResult
from peidang.db.months import SentRequest
from peidang.db.returns import Spoken
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import Refused
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field, Grade
from peidang.domain.travel import MendCell, Request
from peidang.exchange.request_workbook import request_file_name

_EXPLAIN_HERE = "要对“{word}”作说明的写在这里，没有的不填。"
_GOES_ON = "“完成状态”改后仍有工作要做的，请在这里写明；没有的不填。"
_FIGURES = (Field.MONTH_VALUE, Field.CUMULATIVE, Field.AS_OF)
_ANSWERING = ("return", "hand")


def cells_to_mend(
    store: Store, plan_id: str, period_id: str, today: date, *, all_findings: bool = False
) -> dict[str, tuple[MendCell, ...]]:
    """What could go back, by unit id in official order: of each unit that reported, the cells with 必须改.

    With ``all_findings`` those with 请说明, too. Units with nothing to mend are absent.
    """
    month = load_month(store, plan_id, period_id)
    found: dict[str, list[Finding]] = {}
    for finding in check(store, plan_id, period_id, today):
        if all_findings or finding.grade is Grade.MUST:
            found.setdefault(finding.unit_id, []).append(finding)
    return {
        unit: _cells(month, unit, findings) for unit, findings in found.items() if unit in month.answered_at
    }


def _cells(month: Month, unit_id: str, findings: Iterable[Finding]) -> tuple[MendCell, ...]:
    """One cell for all findings on it, and beside it those without which it could not be mended."""
    reasons: dict[tuple[str, Field], list[str]] = {}
    for finding in findings:
        for field in [finding.field] if finding.field else _fields(month, finding.item_id):
            reasons.setdefault((finding.item_id, field), []).append(finding.message)
    for item, field in list(reasons):
        if field in _FIGURES:
            reasons.setdefault((item, Field.NOTE), [_EXPLAIN_HERE.format(word=FIELD_WORDS[field])])
        elif field is Field.STATUS and not month.entry(item, unit_id).next_steps:
            reasons.setdefault((item, Field.NEXT_STEPS), [_GOES_ON])
    return tuple(MendCell(item, field, "\n".join(dict.fromkeys(r))) for (item, field), r in reasons.items())


def _fields(month: Month, item_id: str) -> tuple[Field, ...]:
    return INDICATOR_FIELDS if any(one.id == item_id for one in month.plan.indicators) else ROW_FIELDS


def send_back(
    store: Store,
    plan_id: str,
    period_id: str,
    unit_id: str,
    out_dir: Path,
    today: date,
    only: Sequence[MendCell] | None = None,
    due: date | None = None,
) -> SendResult:
    """Write one unit's 退回单: ``only`` these cells, by default all that must be mended. Made again unchanged, it is
    the same one.

    ``due`` is by when it is to come back: by default the unit's due, then the final due, whichever is not past, else
    today. Raises Refused for an issued period, when this office does not coordinate the plan, when the unit has not
    reported or nothing is to be mended, and for a cell it is not asked for.
    """
    cells = cells_to_mend(store, plan_id, period_id, today).get(unit_id, ()) if only is None else tuple(only)
    return _send(store, plan_id, period_id, {unit_id: cells}, out_dir, today, due)


def send_back_all(
    store: Store,
    plan_id: str,
    period_id: str,
    out_dir: Path,
    today: date,
    unit_ids: Collection[str] | None = None,
    *,
    all_findings: bool = False,
    due: date | None = None,
) -> SendResult:
    """The same for these units, by default for every unit that has something to mend: all files, or none at all."""
    found = cells_to_mend(store, plan_id, period_id, today, all_findings=all_findings)
    if unit_ids is not None:
        found = {unit: found.get(unit, ()) for unit in unit_ids}
    return _send(store, plan_id, period_id, found, out_dir, today, due)


def _send(
    store: Store,
    plan_id: str,
    period_id: str,
    cells: Mapping[str, tuple[MendCell, ...]],
    out_dir: Path,
    today: date,
    due: date | None,
) -> SendResult:
    open_period(store, period_id)
    month = load_month(store, plan_id, period_id)
    if not month.plan.coordinates:
        raise Refused("not-coordinator", month.plan.title)
    label = month.period.span.label
    with store.transaction():
        batch = store.batches.begin("send-back", f"{label}退回单")
        files = []
        for unit_id, chosen in cells.items():
            request = _mend_request(store, month, unit_id, chosen, due or _due(month, unit_id, today))
            sent = kept_request(store, period_id, unit_id, request, batch)
            files.append(_file(month, sent, out_dir))
        if not files:
            raise Refused("nothing-to-mend", label)
        made = write_files(files)
        for (unit_id, chosen), one in zip(cells.items(), made, strict=True):
            store.batches.log(
                "退回",
                f"{label}，{len(chosen)}格",
                plan_id=plan_id,
                period_id=period_id,
                unit_id=unit_id,
                batch_id=batch,
                facts={"files": [one.path.name]},
            )
    return SendResult(batch, made)


def _mend_request(store: Store, month: Month, unit_id: str, cells: Sequence[MendCell], due: date) -> Request:
    unit = month.plan.unit(unit_id)
    if unit_id not in month.answered_at:
        raise Refused("not-reported", unit.name)
    if not cells:
        raise Refused("nothing-to-mend", unit.name)
    request = build_request(store, month, unit_id, only={cell.item_id for cell in cells})
    asked = base_of(request)
    for cell in cells:
        if (cell.item_id, cell.field.value) not in asked:
            raise Refused("not-asked", FIELD_WORDS[cell.field])
    place = {cell: number for number, cell in enumerate(asked)}
    ordered = sorted(cells, key=lambda cell: place[cell.item_id, cell.field.value])
    return replace(request, mend=tuple(ordered), due=due)


def _due(month: Month, unit_id: str, today: date) -> date:
    dues = (month.period.due_for(unit_id), month.period.final_due)
    return next((due for due in dues if due is not None and due >= today), today)


def _file(month: Month, request: Request, out_dir: Path) -> NewFile:
    allowed = Allowed(foreign=foreign_texts(month, request.unit_id))
    return NewFile(out_dir / request_file_name(request), request.unit_name, workbook_of(request), allowed)


def sent_back(store: Store, period_id: str) -> dict[str, date]:
    """The units whose answers went back and did not come in again since, with the day of their last 退回单.

    Nothing is kept for it: it follows from the last request with cells to mend. What the office had seen when it was
    made is known; once anything else of a return or of 代录 holds in the unit's cells, the unit is back.
    """
    back: dict[str, SentRequest] = {}
    for request in store.months.requests(period_id):
        if is_sent_back(request):
            back[request.unit_id] = request
    if not back:
        return {}
    spoken = store.returns.spoken_by_unit(period_id)
    return {
        unit: date.fromisoformat(request.made_at[:10])
        for unit, request in back.items()
        if unit not in spoken or not _answered_since(spoken[unit], request.seen)
    }


def _answered_since(said: Spoken, seen: frozenset[str]) -> bool:
    known = seen.union(*(said.lineage.ancestors(source) for source in seen))
    holding = {one.source for state in cell_states(said).values() for one in state.standing}
    return any(said.facts[source].kind in _ANSWERING for source in holding - known)
