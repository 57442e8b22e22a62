"""Putting a unit's request together: only that unit's rows, its own words of last month, the base of every cell.

Also keeping it with its base before it leaves, the same for all that goes out (发, 退回单, 总表, 转发).
"""

import dataclasses
import io
import json
from collections.abc import Mapping, Set
from uuid import uuid4

from peidang.app.month.months import cell_states
from peidang.db.months import SentRequest
from peidang.db.returns import cell_key
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.merging import CellState
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.readings import is_open
from peidang.domain.travel import Request, SentIndicator, SentRow
from peidang.exchange.payload import dump_request
from peidang.exchange.request_workbook import write_request


def unit_share(plan: Plan, unit_id: str, only: Set[str] | None = None) -> Plan:
    """The plan with only what one unit is asked for, and only the units that are named in it.

    ``only`` names the rows and indicators by id where a part of them is meant (退回单, 转发).
    """
    rows = tuple(row for row in plan.rows_of(unit_id) if only is None or row.id in only)
    indicators = tuple(one for one in plan.indicators_of(unit_id) if only is None or one.id in only)
    named = {a.unit_id for row in rows for a in row.assignments} | {unit_id}
    named.update(reporter for one in indicators for reporter in one.reporter_ids)
    if plan.coordinator_id:
        named.add(plan.coordinator_id)
    kept = {row.id for row in rows}
    return dataclasses.replace(
        plan,
        rows=rows,
        indicators=tuple(_without_other_rows(one, kept) for one in indicators),
        units=tuple(unit for unit in plan.units if unit.id in named),
    )


def _without_other_rows(indicator: Indicator, kept: set[str]) -> Indicator:
    targets = tuple(
        target if target.row_id in kept else dataclasses.replace(target, row_id=None)
        for target in indicator.targets
    )
    return dataclasses.replace(indicator, targets=targets)


def build_request(
    store: Store, month: Month, unit_id: str, token: str | None = None, only: Set[str] | None = None
) -> Request:
    """One unit's request for the month, its answer cells holding what the store holds.

    ``only`` names the rows and indicators by id where a part of them is meant.
    """
    spoken = store.returns.spoken(month.period.id, unit_id)
    states = cell_states(spoken)
    share = unit_share(month.plan, unit_id, only)
    numbers = {one.id: number for number, one in enumerate(month.plan.indicators, start=1)}
    return Request(
        token=token or str(uuid4()),
        plan=share,
        unit_id=unit_id,
        period_key=month.period.span.key,
        due=month.period.due_for(unit_id),
        rows=tuple(_sent_row(row, month, unit_id, states) for row in share.rows),
        indicators=tuple(
            _sent_indicator(one, numbers[one.id], month, unit_id, states) for one in share.indicators
        ),
        contact=store.plans.contact_line(share.id, share.coordinator_id) if share.coordinator_id else "",
    )


def _sent_row(row: Row, month: Month, unit_id: str, states: Mapping[str, CellState]) -> SentRow:
    before = month.previous.entry(row.id, unit_id) if month.previous else None
    return SentRow(
        row,
        before.progress if before else "",
        before.next_steps if before else "",
        _base(row.id, ROW_FIELDS, states),
    )


def _sent_indicator(
    one: Indicator, number: int, month: Month, unit_id: str, states: Mapping[str, CellState]
) -> SentIndicator:
    before = month.previous.reading(one.id, unit_id) if month.previous else None
    return SentIndicator(
        number,
        one,
        before.cumulative if before else "",
        is_open(month, one),
        _base(one.id, INDICATOR_FIELDS, states),
    )


def _base(item: str, fields: tuple[Field, ...], states: Mapping[str, CellState]) -> dict[Field, str]:
    return {
        field: states[cell_key(item, field)].value
        for field in fields
        if cell_key(item, field) in states and states[cell_key(item, field)].value
    }


def base_of(request: Request) -> dict[tuple[str, str], str]:
    """Every answer cell a request asks for with the value it is sent with, by (item id, field).

    A 退回单 asks for the cells to mend alone, whatever else it shows.
    """
    base: dict[tuple[str, str], str] = {}
    for line in request.rows:
        base.update(((line.row.id, f.value), line.base.get(f, "")) for f in ROW_FIELDS)
    for one in request.indicators:
        base.update(((one.indicator.id, f.value), one.base.get(f, "")) for f in INDICATOR_FIELDS)
    if request.mend:
        return {
            (cell.item_id, cell.field.value): base[cell.item_id, cell.field.value] for cell in request.mend
        }
    return base


def kept_request(
    store: Store,
    period_id: str,
    unit_id: str,
    request: Request,
    batch: int,
    passed_on_from: str | None = None,
) -> Request:
    """The request to be sent: an earlier one like it where nothing moved since, else this one, kept before it leaves.

    Like it is one that asks and shows the same and rests on the same answers.
    """
    seen = store.returns.spoken(period_id, unit_id).newest
    for former in reversed(store.months.requests(period_id, unit_id)):
        again = dataclasses.replace(request, token=former.token)
        if former.seen == seen and former.payload == dump_request(again):
            return again
    sent = SentRequest(
        request.token,
        period_id,
        unit_id,
        request.plan.version,
        dump_request(request),
        base_of(request),
        seen,
        "",
        passed_on_from,
    )
    store.months.add_request(sent, batch)
    return request


def whole_requests(store: Store, period_id: str, unit_id: str) -> tuple[SentRequest, ...]:
    """A unit's requests of a period that are neither 退回单 nor passed on in parts, oldest first."""
    return tuple(
        one
        for one in store.months.requests(period_id, unit_id)
        if one.passed_on_from is None and not is_sent_back(one)
    )


def is_sent_back(request: SentRequest) -> bool:
    """True for a 退回单."""
    return bool(json.loads(request.payload).get("mend"))


def workbook_of(request: Request) -> bytes:
    """The request's workbook."""
    out = io.BytesIO()
    write_request(request, out)
    return out.getvalue()
