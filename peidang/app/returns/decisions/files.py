"""Whole files that wait for a person: a return for another month, a return whose unit nobody could tell."""

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial

from peidang.app.returns.decisions.case import Case, short_id
from peidang.app.returns.recognising import StoreKnowledge
from peidang.app.returns.taking import Taker, Verdict
from peidang.app.views import Choice, Decision
from peidang.db.returns import Receipt
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, Refused
from peidang.domain.periods import Period, parse_span
from peidang.domain.plan import Plan, Unit
from peidang.domain.travel import Returned
from peidang.exchange.recognition import Recogniser
from peidang.files.readers import Job, ReaderPool
from peidang.files.workbook import WorkbookContent

TAKE, LEAVE, AS_MEANT = "take", "leave", "as-meant"


def cases(store: Store, plan: Plan, period: Period) -> Iterator[Case]:
    """The files of a period that nobody has spoken on."""
    for receipt in store.returns.receipts(period_id=period.id):
        if receipt.outcome == "wrong-month" and receipt.unit_id is not None and _waits(store, receipt):
            yield _other_month(store, plan, period, receipt)
        elif receipt.outcome == "unknown-unit" and _waits(store, receipt):
            yield _nameless(plan, period, receipt)


def _waits(store: Store, receipt: Receipt) -> bool:
    """True until the same bytes were received or decided on again."""
    return store.returns.receipts(digest=receipt.sha256)[-1].file_id == receipt.file_id


def _other_month(store: Store, plan: Plan, period: Period, receipt: Receipt) -> Case:
    unit = plan.unit(receipt.unit_id or "").name
    meant = _newest_waiting(store, period)
    choices = [Choice(TAKE, "作补报收入" if period.issued else f"收入{period.span.label}", proposed=True)]
    if meant is not None:
        choices.append(Choice(AS_MEANT, f"表用错了，内容是{meant.span.label}的，按{meant.span.label}收"))
    decision = Decision(
        short_id("wrong-month", receipt.id),
        "wrong-month",
        f"“{_name(receipt)}”是{unit}{period.span.label}的填报表，是否收入该月？",
        plan.title,
        unit,
        period.span.key,
        (),
        (*choices, Choice(LEAVE, "不收")),
    )
    return Case(decision, period.id, partial(_settle_month, receipt, period, meant))


def _name(receipt: Receipt) -> str:
    return receipt.path.rsplit("::", 1)[-1].rsplit("/", 1)[-1]


def _newest_waiting(store: Store, period: Period) -> Period | None:
    """The month the clerk is collecting, when it is another one."""
    waiting = [one for one in store.months.all(period.plan_id) if not one.issued]
    return waiting[-1] if waiting and waiting[-1].id != period.id else None


def _nameless(plan: Plan, period: Period, receipt: Receipt) -> Case:
    choices = tuple(Choice(unit.id, unit.name) for unit in _likeliest_first(plan.reporting_units(), receipt))
    decision = Decision(
        short_id("whose-file", receipt.id),
        "whose-file",
        f"“{_name(receipt)}”是哪个单位报的？",
        plan.title,
        "",
        period.span.key,
        (),
        (*choices, Choice(LEAVE, "不收")),
    )
    return Case(decision, period.id, partial(_settle_unit, receipt, period))


def _likeliest_first(units: Sequence[Unit], receipt: Receipt) -> list[Unit]:
    """The units that the file's own finding names, then the others; in official order."""
    said = "".join(str(one.get("message", "")) for one in receipt.findings)
    return sorted(units, key=lambda unit: unit.name not in said)


def _settle_month(
    receipt: Receipt, period: Period, meant: Period | None, store: Store, batch: int, choice: str
) -> None:
    known = StoreKnowledge(store, period.span)
    content = _content(store, receipt)
    mine = [
        one
        for one in Recogniser(known).recognise(content, receipt.path, receipt.sender)
        if isinstance(one, Returned)
        and receipt.unit_id in (one.request.unit_id, None)
        and parse_span(one.request.period_key)
        == period.span  # other months' sheets of the file spoke for themselves
    ]
    if choice == AS_MEANT and meant is not None:
        mine = [moved for one in mine if (moved := _moved(known, one, meant)) is not None]
        period = meant
    _take(store, batch, receipt, content, mine, period, take=choice != LEAVE)


def _settle_unit(receipt: Receipt, period: Period, store: Store, batch: int, choice: str) -> None:
    content = _content(store, receipt)
    if choice == LEAVE:
        _leave(store, batch, receipt, content)
        return
    known = StoreKnowledge(store, period.span, choice)
    recognised = Recogniser(known).recognise(content, receipt.path, receipt.sender)
    mine = [one for one in recognised if isinstance(one, Returned) and one.request.plan.id == period.plan_id]
    if not mine:
        raise Refused("not-its-rows", store.units.get(choice).name)
    _take(store, batch, receipt, content, mine, period, take=True)


def _moved(known: StoreKnowledge, one: Returned, meant: Period) -> Returned | None:
    """The return as if it were for the month meant: what last month's form was filled with by mistake."""
    form = known.form(meant.plan_id, one.request.unit_id, meant.span.key)
    if form is None:
        return None
    return dataclasses.replace(one, token="", recognised_by="content", request=form, locked=())


def _take(
    store: Store,
    batch: int,
    receipt: Receipt,
    content: WorkbookContent,
    returned: list[Returned],
    period: Period,
    take: bool,
) -> None:
    taker = Taker(store, None, period.span, period.due)
    saved = content.saved_at.isoformat(" ", "seconds") if content.saved_at else None
    file_id = store.returns.add_file(
        batch, receipt.path, receipt.sha256, saved, receipt.mailed_at, receipt.sender
    )
    for one in returned:
        verdict = taker.judge(one) if take else Verdict("refused")
        taker.close(taker.admit(batch, file_id, receipt.path, one, verdict))


def _leave(store: Store, batch: int, receipt: Receipt, content: WorkbookContent) -> None:
    saved = content.saved_at.isoformat(" ", "seconds") if content.saved_at else None
    file_id = store.returns.add_file(
        batch, receipt.path, receipt.sha256, saved, receipt.mailed_at, receipt.sender
    )
    store.returns.add_receipt(file_id, "refused", plan_id=receipt.plan_id)


def _content(store: Store, receipt: Receipt) -> WorkbookContent:
    """What is in the kept bytes. Raises FileUnreadable (a file with a password is dropped again with it)."""
    data = store.returns.bytes_of(receipt.sha256)
    with ReaderPool(workers=1) as pool:
        for _, content in pool.read([Job(0, receipt.path, data)]):
            if isinstance(content, FileUnreadable):
                raise content
            return content
    raise FileUnreadable(receipt.path, "damaged")
