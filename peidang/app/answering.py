"""The bureau's side: 打开收到的填报表, fill it in here, and reply with a workbook that knows what it was made from."""

import dataclasses
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import uuid4

from peidang.app.month.months import cell_states
from peidang.app.outgoing.output import write_file
from peidang.app.outgoing.requests import base_of, is_sent_back
from peidang.app.plan.plans import OWN_UNIT
from peidang.app.views import MadeFile
from peidang.db.months import MadeReply, SentRequest
from peidang.db.plans import PlanSource
from peidang.db.returns import cell_key
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import CLEAR_MARK, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.periods import Period, parse_span
from peidang.domain.plan import Authority, Plan, Unit
from peidang.domain.travel import Request
from peidang.exchange.payload import dump_request, load_request
from peidang.exchange.request_workbook import request_file_name, write_reply
from peidang.exchange.returned_workbook import read_return
from peidang.files.open import read_bytes

Answers = dict[tuple[str, str], str]


def read_request(path: Path) -> Request:
    """The request that a workbook holds. Raises FileUnreadable."""
    return read_return(read_bytes(path), path.name)[0].request


def answer(store: Store, request_path: Path) -> Period:
    """Take somebody's request into the store, ready to be filled in; again, it changes nothing.

    The plan is added, or brought up to date from this period on; a 退回单 shows a part of it only and changes nothing
    of a plan that is known. Raises FileUnreadable, and Refused when this
    store itself sent the request or answers the plan as another unit.
    """
    request = read_request(request_path)
    with store.transaction():
        plan = _local_plan(store, request)
        _refuse_strange(store, plan, request.unit_name)
        period_start = parse_span(request.period_key).start
        part = bool(request.mend or request.for_whom)
        version = _bring_up_to_date(store, plan, period_start, request_path.name, part)
        period = store.months.open(plan.id, parse_span(request.period_key), request.due)
        if store.months.request(request.token) is None and plan.own_unit_id:
            _keep_request(store, request, plan.own_unit_id, period, version)
        if not store.papers.setting(OWN_UNIT):
            store.papers.set_setting(OWN_UNIT, request.unit_name)
    return period


def _refuse_strange(store: Store, plan: Plan, unit_name: str) -> None:
    for head in store.plans.heads():
        if head.id != plan.id:
            continue
        if head.coordinates:
            raise Refused("own-request", plan.title)
        if store.plans.get(plan.id).own_unit_id != plan.own_unit_id:
            raise Refused("other-unit", unit_name)


def _local_plan(store: Store, request: Request) -> Plan:
    """The request's plan with this store's own unit ids: a unit known here by name is the same unit.

    Somebody else coordinates it: where the sender did not say who, whoever issued the plan.
    """
    authority = store.units.authority(request.plan.authority.name, request.plan.authority.id)
    ids = {"": ""} | {unit.id: _local_unit(store, authority, unit) for unit in request.plan.units}
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
    issuer = request.plan.issuer or authority.name
    coordinator = ids[request.plan.coordinator_id or ""] or store.units.find_or_add(authority.id, issuer).id
    return dataclasses.replace(
        request.plan,
        authority=authority,
        coordinator_id=coordinator,
        own_unit_id=ids[request.unit_id],
        rows=rows,
        indicators=indicators,
        units=tuple(store.units.by_ids(sorted({*ids.values(), coordinator})).values()),
    )


def _local_unit(store: Store, authority: Authority, unit: Unit) -> str:
    """Known by its name, else by its id under a former name, else new."""
    known = store.units.find(authority.id, unit.name)
    if known is None and (known := store.units.by_ids([unit.id]).get(unit.id)):
        store.units.add_alias(known, unit.name)
    return (known or store.units.add(authority.id, unit.name, id_=unit.id)).id


def _bring_up_to_date(store: Store, plan: Plan, valid_from: date, file_name: str, part: bool) -> int:
    source = PlanSource(file_name, None, "{}", "来自收到的填报表")
    try:
        kept = store.plans.get(plan.id)
    except NotFound:
        store.plans.add(plan, source)
        return 1
    if part or (kept.rows, kept.indicators) == (plan.rows, plan.indicators):
        return kept.version
    return store.plans.add_version(plan, valid_from.isoformat(), source)


def _keep_request(store: Store, request: Request, unit_id: str, period: Period, version: int) -> None:
    """Keep the request; what it was sent with counts as said by the request itself.

    Of a request sent again only what the sender changed counts: neither what it sent before nor what it was told.
    """
    batch = store.batches.begin("answer", f"收到{period.span.label}填报表")
    base = base_of(request)
    former = _requests(store, period.id, unit_id)[-1:]
    seen = former[0].seen if former else frozenset()
    before = dict(former[0].base) if former else {}
    told = [one.answers for one in store.months.replies(period.id, unit_id)]
    said = {
        cell: (value or CLEAR_MARK, before.get(cell, ""))
        for cell, value in base.items()
        if value != before.get(cell, "") and all(value != one.get(cell) for one in told)
    }
    if said:
        seen = frozenset({store.returns.add_source(batch, "request", period.id, unit_id, seen, said)})
    store.months.add_request(
        SentRequest(request.token, period.id, unit_id, version, dump_request(request), base, seen, ""), batch
    )
    store.batches.log("收到填报表", period.span.label, plan_id=period.plan_id, period_id=period.id)


def reply(store: Store, plan_id: str, period_id: str, out_dir: Path) -> MadeFile:
    """Write the filled workbook to be sent back. It carries which replies it was made from.

    Raises Refused when no request was received for the period, nothing was answered yet, or something is undecided.
    """
    period = store.months.get(period_id)
    unit_id = store.plans.get(plan_id).own_unit_id or ""
    former = store.months.replies(period_id, unit_id)
    request = _to_be_answered(store, period, unit_id, former)
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


def _requests(store: Store, period_id: str, unit_id: str) -> list[SentRequest]:
    """What was asked of the unit, without the parts it passed on itself, oldest first."""
    return [one for one in store.months.requests(period_id, unit_id) if one.passed_on_from is None]


def _to_be_answered(store: Store, period: Period, unit_id: str, former: tuple[MadeReply, ...]) -> Request:
    """The newest request; where it is a 退回单 and other cells were changed, too, the newest that asks for these."""
    requests = _requests(store, period.id, unit_id)
    if not requests:
        raise Refused("nothing-to-reply", period.span.label)
    newest = requests[-1]
    whole = [one for one in requests if not is_sent_back(one)]
    if is_sent_back(newest) and whole:
        told = dict(whole[-1].base)
        for reply_ in former:
            told |= reply_.answers
        now = _own_answers(store, period.id, unit_id, whole[-1].base)
        if any(now[cell] != told[cell] for cell in now.keys() - newest.base.keys()):
            newest = whole[-1]
    return load_request(newest.payload)


def _own_answers(store: Store, period_id: str, unit_id: str, base: Mapping[tuple[str, str], str]) -> Answers:
    states = cell_states(store.returns.spoken(period_id, unit_id))
    if any(state.contested for state in states.values()):
        raise Refused("undecided", store.months.get(period_id).span.label)
    return {
        (item, field): states[cell_key(item, field)].value if cell_key(item, field) in states else ""
        for item, field in base
    }


def _with_lineage(
    request: Request, answers: Answers, parents: tuple[MadeReply, ...], return_id: str
) -> Request:
    """The request with the base each cell is to be compared with at the other end.

    A cell that differs from what was sent keeps the sent base, so that it counts even if a former reply got lost;
    one that was changed back is compared with the last reply that said otherwise, so that the change back counts.
    """

    def base(item: str, fields: tuple[Field, ...], sent: Mapping[Field, str]) -> dict[Field, str]:
        kept = {}
        for field in fields:
            told, cell = sent.get(field, ""), (item, field.value)
            replied = [one.answers.get(cell, told) for one in reversed(parents)]
            otherwise = next((text for text in replied if text != told), told)
            kept[field] = otherwise if answers.get(cell, "") == told else told
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
