"""转发: a unit passes its own request on in parts, one level down, and what comes back is joined in its own cells.

Each part is a request of the own unit's, kept with the token of the request it is a part of. Its return is received
like any other here; ``answering.reply`` then answers upward.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from peidang.app.month.entering import open_period
from peidang.app.month.months import load_month
from peidang.app.outgoing.guarding import Allowed, foreign_texts
from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.outgoing.requests import build_request, kept_request, unit_share, whole_requests, workbook_of
from peidang.app.plan.naming import new_id
from peidang.app.views import SendResult
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import NotFound, Refused
from peidang.domain.phrases import targets_text
from peidang.domain.travel import Request, SentIndicator, SentRow
from peidang.exchange.payload import load_request
from peidang.exchange.request_workbook import request_file_name


@dataclass(frozen=True)
class Part:
    """Whom a part goes to, and which lines, by their numbers in the request. Without any numbers: all lines."""

    name: str
    serials: tuple[int, ...] = ()
    indicators: tuple[int, ...] = ()

    @property
    def all(self) -> bool:
        """True when the whole request is meant."""
        return not (self.serials or self.indicators)


@dataclass(frozen=True)
class AskedLine:
    """A line of the own request: a row by its 序号, or an indicator by its number in the request."""

    number: int
    name: str
    detail: str
    is_indicator: bool = False


def asked_lines(store: Store, plan_id: str, period_id: str) -> tuple[AskedLine, ...]:
    """What the own unit is asked, as the request puts it: what can be passed on.

    Raises Refused when no request was received.
    """
    month = load_month(store, plan_id, period_id)
    whole, _ = _whole(store, month, month.plan.own_unit_id or "")
    return (
        *(
            AskedLine(line.number, line.indicator.name, targets_text(line.indicator, "；"), is_indicator=True)
            for line in whole.indicators
        ),
        *(AskedLine(line.row.serial, line.row.task, line.row.measure) for line in whole.rows),
    )


def pass_on(
    store: Store, plan_id: str, period_id: str, out_dir: Path, to: Sequence[Part], due: date | None = None
) -> SendResult:
    """Write a workbook for each name in ``to``; made again unchanged, they are the same ones.

    ``due`` is by when the parts come back, by default the unit's own due. Raises Refused for an issued period, when no
    request was received for it or ``to`` names nobody, and NotFound for a number that is not in the request.
    """
    open_period(store, period_id)
    month = load_month(store, plan_id, period_id)
    unit_id = month.plan.own_unit_id or ""
    whole, token = _whole(store, month, unit_id)
    if not to or any(not part.name.strip() for part in to):
        raise Refused("no-name")
    label = month.period.span.label
    with store.transaction():
        batch = store.batches.begin("pass-on", f"转发{label}填报表")
        if token is None:
            token = kept_request(store, period_id, unit_id, whole, batch).token
        sent = [
            kept_request(
                store, period_id, unit_id, _part_of(whole, name, parts, due or whole.due), batch, token
            )
            for name, parts in _by_name(to).items()
        ]
        allowed = Allowed(foreign=foreign_texts(month, unit_id))
        made = write_files(
            [NewFile(out_dir / request_file_name(r), r.for_whom, workbook_of(r), allowed) for r in sent]
        )
        store.batches.log(
            "转发",
            f"{label}，{'、'.join(request.for_whom for request in sent)}",
            plan_id=plan_id,
            period_id=period_id,
            unit_id=unit_id,
            batch_id=batch,
            facts={"files": [one.path.name for one in made]},
        )
    return SendResult(batch, made)


def _whole(store: Store, month: Month, unit_id: str) -> tuple[Request, str | None]:
    """The own unit's request as it would be sent now, numbers and 上月 as it was received; its token, None if it was
    never sent: the coordinating office need not send itself anything.
    """
    received = whole_requests(store, month.period.id, unit_id)
    if not received and not month.plan.coordinates:
        raise Refused("nothing-to-reply", month.period.span.label)
    now = build_request(store, month, unit_id)
    contact = store.plans.contact_line(month.plan.id, unit_id)
    if not received:
        return replace(now, contact=contact), None
    told = load_request(received[-1].payload)
    rows = {line.row.id: line for line in told.rows}
    indicators = {line.indicator.id: line for line in told.indicators}
    asked = replace(
        now,
        contact=contact,
        rows=tuple(_row_as_told(line, rows) for line in now.rows),
        indicators=tuple(_indicator_as_told(line, indicators) for line in now.indicators),
    )
    return asked, received[-1].token


def _row_as_told(line: SentRow, told: Mapping[str, SentRow]) -> SentRow:
    former = told.get(line.row.id)
    if former is None:
        return line
    return replace(
        line, previous_progress=former.previous_progress, previous_next_steps=former.previous_next_steps
    )


def _indicator_as_told(line: SentIndicator, told: Mapping[str, SentIndicator]) -> SentIndicator:
    former = told.get(line.indicator.id)
    if former is None:
        return line
    return replace(
        line, number=former.number, previous_cumulative=former.previous_cumulative, open=former.open
    )


def _by_name(to: Iterable[Part]) -> dict[str, list[Part]]:
    parts: dict[str, list[Part]] = {}
    for part in to:
        parts.setdefault(part.name.strip(), []).append(part)
    return parts


def _part_of(whole: Request, name: str, parts: Sequence[Part], due: date) -> Request:
    """Only these lines of the request, and in the plan inside nothing else either."""
    serials = {serial for part in parts for serial in part.serials}
    numbers = {number for part in parts for number in part.indicators}
    if any(part.all for part in parts):
        serials.update(line.row.serial for line in whole.rows)
        numbers.update(line.number for line in whole.indicators)
    _check_known("序号", serials, (line.row.serial for line in whole.rows))
    _check_known("指标", numbers, (line.number for line in whole.indicators))
    rows = tuple(line for line in whole.rows if line.row.serial in serials)
    indicators = tuple(line for line in whole.indicators if line.number in numbers)
    only = {line.row.id for line in rows} | {line.indicator.id for line in indicators}
    return replace(
        whole,
        token=new_id(),
        plan=unit_share(whole.plan, whole.unit_id, only),
        rows=rows,
        indicators=indicators,
        due=due,
        for_whom=name,
    )


def _check_known(what: str, wanted: set[int], known: Iterable[int]) -> None:
    if missing := wanted - set(known):
        raise NotFound(what, str(min(missing)))
