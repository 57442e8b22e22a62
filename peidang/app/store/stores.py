"""Opening a store, and finding in it the plan and the period that are meant."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from peidang.db import lease
from peidang.db.lease import Lease
from peidang.db.plans import PlanHead
from peidang.db.store import Store
from peidang.domain.errors import Ambiguous, NotFound, Refused
from peidang.domain.periods import Period, Span, parse_span
from peidang.domain.plan import Plan


def open_store(path: Path, now: Callable[[], datetime] = datetime.now) -> Store:
    """Open an existing store; ``now`` tells when something is written. Raises what ``Store.open`` raises."""
    return Store.open(path, now)


def hold_store(path: Path, now: Callable[[], datetime]) -> Lease | None:
    """Hold a store for a window, so that no other program writes to it; None when that cannot be."""
    return lease.take(path, now)


def why_read_only(path: Path) -> str:
    """Why a store can only be looked at here, in words; '' when it can be written to."""
    found = lease.holder(path)
    if found is not None and not found.is_this_process:
        return f"工作库正由{found.words}使用，这里只能查看。对方关闭后重新打开即可填写。"
    if not os.access(path, os.W_OK):
        return "工作库文件是只读的，这里只能查看。要填写，请把它拷到可以写入的文件夹，并去掉只读属性。"
    return ""


def create_store(path: Path) -> Store:
    """Make a new store. Raises FileExistsError when the file exists."""
    return Store.create(path)


def open_or_create(path: Path, now: Callable[[], datetime] = datetime.now) -> Store:
    """Open the store, or make it when there is none; an empty file left by something else is no store."""
    return Store.open(path, now) if path.exists() else Store.create(path, now)


def plan_heads(store: Store) -> tuple[PlanHead, ...]:
    """The plans of the store in the order they were added."""
    return store.plans.heads()


def pick_plan(store: Store, text: str | None = None) -> Plan:
    """The plan meant by an id, its beginning, a number in the list or a piece of the title.

    Without a text, the only plan. Raises Ambiguous when several fit and NotFound when none does.
    """
    heads = store.plans.heads()
    if text is None:
        fits = heads
    else:
        fits = tuple(
            head
            for head in heads
            if head.id.startswith(text) or str(head.position) == text or text in head.title
        )
        exact = tuple(head for head in fits if text in (head.id, head.title, str(head.position)))
        fits = exact or fits
    if not fits:
        raise NotFound("方案", text or store.name)
    if len(fits) > 1:
        raise Ambiguous("方案", tuple(f"{head.position}. {head.title}" for head in fits))
    return store.plans.get(fits[0].id)


def span_of(text: str) -> Span:
    """The period that is meant by ``2025-10``, ``2025-Q3`` or ``2025-01..02``. Raises Refused for anything else."""
    try:
        return parse_span(text)
    except ValueError:
        raise Refused("no-such-month", text) from None


def periods(store: Store, plan_id: str) -> tuple[Period, ...]:
    """A plan's periods, oldest first."""
    return store.months.all(plan_id)


def pick_period(store: Store, plan_id: str, month: str | None = None) -> Period:
    """The period of a month as typed; without one, the newest that is not issued, else the newest.

    Raises Refused when the month cannot be read and NotFound when it was not opened.
    """
    if month is not None:
        period = store.months.find(plan_id, span_of(month))
        if period is None:
            raise NotFound("报告期", month)
        return period
    known = store.months.all(plan_id)
    if not known:
        raise NotFound("报告期", store.plans.get(plan_id).title)
    waiting = [period for period in known if not period.issued]
    return (waiting or list(known))[-1]


def unit_named(plan: Plan, name: str | None) -> str:
    """The id of the plan's unit of this name or alias; the own unit when none is named. Raises NotFound."""
    if name is None:
        if plan.own_unit_id is None:
            raise NotFound("单位", "本单位")
        return plan.own_unit_id
    for unit in plan.units:
        if name == unit.name or name in unit.aliases:
            return unit.id
    raise NotFound("单位", name)
