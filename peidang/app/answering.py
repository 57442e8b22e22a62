"""The bureau's side: 打开收到的填报表, fill it in here, and reply with a workbook that knows what it was made from."""

import dataclasses
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import uuid4

from peidang.app.months import cell_states
from peidang.app.output import write_file
from peidang.app.plans import OWN_UNIT
from peidang.app.requests import base_of
from peidang.app.views import MadeFile
from peidang.db.months import MadeReply, SentRequest
from peidang.db.plans import PlanSource
from peidang.db.returns import cell_key
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import CLEAR_MARK, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.periods import Period, parse_span
from peidang.domain.plan import Authority, Plan
from peidang.domain.travel import Request
from peidang.exchange.payload import dump_request, load_request
from peidang.exchange.request_workbook import request_file_name, write_reply
from peidang.exchange.returned_workbook import read_return
from peidang.files.open import read_bytes

Answers = dict[tuple[str, str], str]


def answer(store: Store, request_path: Path) -> Period:
    """Take somebody's request into the store, ready to be filled in; again, it changes nothing.

    The plan is added, or brought up to date from this period on. Raises FileUnreadable, and Refused when this
    store itself sent the request.
    """
    request = read_return(read_bytes(request_path), request_path.name)[0].request
    with store.transaction():
        plan = _local_plan(store, request)
        _refuse_own(store, plan)
        period_start = parse_span(request.period_key).start
        version = _bring_up_to_date(store, plan, period_start, request_path.name)
        period = store.months.open(plan.id, parse_span(request.period_key), request.due)
        if store.months.request(request.token) is None and plan.own_unit_id:
            _keep_request(store, request, plan.own_unit_id, period, version)
        if not store.papers.setting(OWN_UNIT):
            store.papers.set_setting(OWN_UNIT, request.unit_name)
    return period


def _refuse_own(store: Store, plan: Plan) -> None:
    if any(head.id == plan.id and head.coordinates for head in store.plans.heads()):
        raise Refused("own-request", plan.title)


def _local_plan(store: Store, request: Request) -> Plan:
    """The request's plan with this store's own unit ids: a unit known here by name is the same unit."""
    authority = store.units.authority(request.plan.authority.name, request.plan.authority.id)
    ids = {unit.id: _local_unit(store, authority, unit.id, unit.name) for unit in request.plan.units}
    rows = tuple(
        dataclasses.replace(
            row,
            assignments=tuple(
                dataclasses.replace(part, unit_id=ids[part.unit_id]) for part in row.assignments
            ),
        )
        for row in request.plan.rows
    )
    indicators = tuple(
        dataclasses.replace(one, reporter_ids=tuple(ids[unit] for unit in one.reporter_ids))
        for one in request.plan.indicators
    )
    coordinator = request.plan.coordinator_id
    return dataclasses.replace(
        request.plan,
        authority=authority,
        coordinator_id=ids[coordinator] if coordinator else None,
        own_unit_id=ids[request.unit_id],
        rows=rows,
        indicators=indicators,
        units=tuple(store.units.by_ids(sorted(set(ids.values()))).values()),
    )


def _local_unit(store: Store, authority: Authority, unit_id: str, name: str) -> str:
    known = store.units.find(authority.id, name)
    return (known or store.units.add(authority.id, name, id_=unit_id)).id


def _bring_up_to_date(store: Store, plan: Plan, valid_from: date, file_name: str) -> int:
    source = PlanSource(file_name, None, "{}", "来自收到的填报表")
    try:
        kept = store.plans.get(plan.id)
    except NotFound:
        store.plans.add(plan, source)
        return 1
    if (kept.rows, kept.indicators) == (plan.rows, plan.indicators):
        return kept.version
    return store.plans.add_version(plan, valid_from.isoformat(), source)


def _keep_request(store: Store, request: Request, unit_id: str, period: Period, version: int) -> None:
    """Keep the request; what it was sent with counts as said by the request itself."""
    batch = store.batches.begin("answer", f"收到{period.span.label}填报表")
    base = base_of(request)
    store.months.add_request(
        SentRequest(request.token, period.id, unit_id, version, dump_request(request), base, frozenset(), ""),
        batch,
    )
    said = {cell: (value, "") for cell, value in base.items() if value}
    if said:
        store.returns.add_source(batch, "request", period.id, unit_id, (), said)
    store.batches.log("收到填报表", period.span.label, plan_id=period.plan_id, period_id=period.id)


def reply(store: Store, plan_id: str, period_id: str, out_dir: Path) -> MadeFile:
    """Write the filled workbook to be sent back. It carries which replies it was made from.

    Raises Refused when no request was received for the period or nothing was answered yet.
    """
    period = store.months.get(period_id)
    unit_id = store.plans.get(plan_id).own_unit_id or ""
    requests = store.months.requests(period_id, unit_id)
    if not requests:
        raise Refused("nothing-to-reply", period.span.label)
    request = load_request(requests[-1].payload)
    former = store.months.replies(period_id, unit_id)
    answers = _own_answers(store, period_id, unit_id, base_of(request))
    if not any(answers.values()):
        raise Refused("not-answered", period.span.label)
    again = bool(former) and dict(former[-1].answers) == answers
    return_id = former[-1].return_id if again else str(uuid4())
    parents = former[:-1] if again else former
    carried = _with_lineage(request, answers, parents, return_id)
    out = io.BytesIO()
    write_reply(carried, _typed(_with_clears(answers, base_of(carried))), out)
    with store.transaction():
        name = request_file_name(carried)
        made = write_file(out_dir / name, f"{request.unit_name}报送", out.getvalue())
        if not again:
            store.months.add_reply(return_id, period_id, unit_id, answers)
        store.batches.log("报送", period.span.label, plan_id=plan_id, period_id=period_id, unit_id=unit_id)
    return made


def _own_answers(store: Store, period_id: str, unit_id: str, base: Mapping[tuple[str, str], str]) -> Answers:
    states = cell_states(store.returns.spoken(period_id, unit_id))
    return {
        (item, field): states[cell_key(item, field)].value if cell_key(item, field) in states else ""
        for item, field in base
    }


def _with_lineage(
    request: Request, answers: Answers, parents: tuple[MadeReply, ...], return_id: str
) -> Request:
    """The request with the base each cell is to be compared with at the other end.

    A cell that differs from what was sent keeps the sent base, so that it counts even if a former reply got lost;
    one that was changed back is compared with the former reply, so that the change back counts.
    """
    former = parents[-1].answers if parents else {}

    def base(item: str, fields: tuple[Field, ...], sent: Mapping[Field, str]) -> dict[Field, str]:
        kept = {}
        for field in fields:
            told = sent.get(field, "")
            back = answers.get((item, field.value), "") == told
            kept[field] = former.get((item, field.value), told) if back else told
        return kept

    return dataclasses.replace(
        request,
        return_id=return_id,
        after=tuple(one.return_id for one in parents),
        rows=tuple(
            dataclasses.replace(line, base=base(line.row.id, ROW_FIELDS, line.base)) for line in request.rows
        ),
        indicators=tuple(
            dataclasses.replace(line, base=base(line.indicator.id, INDICATOR_FIELDS, line.base))
            for line in request.indicators
        ),
    )


def _with_clears(answers: Answers, base: Mapping[tuple[str, str], str]) -> Answers:
    """A cell emptied here says so: a blank alone never wipes at the other end."""
    return {cell: CLEAR_MARK if not value and base.get(cell) else value for cell, value in answers.items()}


def _typed(answers: Answers) -> dict[tuple[str, Field], str]:
    return {(item, Field(field)): value for (item, field), value in answers.items()}
