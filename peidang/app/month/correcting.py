"""更正 as a state of an issued period: begun, its own edits, ended. What was issued stays as it is meanwhile.

The state is the number of the newest batch when the correction began: what this office's own hand said later belongs
to it, and can be undone until the correction is issued or dropped.
"""

from peidang.app.plan import closing
from peidang.db.batches import Batch
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.periods import Period

OWN_HAND = ("hand", "wording", "paper-text", "ruling")
"""Kinds of batches that mend own errors; what units send in is 补报."""
BEGUN, DROPPED = "开始更正", "放弃更正"


def _key(period_id: str) -> str:
    return f"correcting {period_id}"


def correction_mark(store: Store, period_id: str) -> int | None:
    """The newest batch when the correction of a period began; None while none is open."""
    kept = store.papers.setting(_key(period_id))
    return int(kept) if kept else None


def is_correcting(store: Store, period_id: str) -> bool:
    """Whether a correction of the period is open."""
    return correction_mark(store, period_id) is not None


def begin_correction(store: Store, period_id: str) -> None:
    """开始更正: from now on own errors of the issued period can be mended. Nothing happens when one is open already.

    Raises Refused for a period that was not issued, and when another office coordinates the plan.
    """
    period = store.months.get(period_id)
    if not period.issued:
        raise Refused("not-issued", period.span.label)
    if not store.plans.get(period.plan_id).coordinates:
        raise Refused("not-coordinator", period.span.label)
    if is_correcting(store, period_id):
        return
    with store.transaction():
        newest = max((batch.id for batch in store.batches.all()), default=0)
        store.papers.set_setting(_key(period_id), str(newest))
        store.batches.log(BEGUN, period.span.label, plan_id=period.plan_id, period_id=period_id)


def end_correction(store: Store, period_id: str) -> None:
    """The correction was issued or dropped."""
    store.papers.set_setting(_key(period_id), "")


def correction_batches(store: Store, period_id: str) -> tuple[Batch, ...]:
    """The live batches of the correction that is open, newest first."""
    mark = correction_mark(store, period_id)
    if mark is None:
        return ()
    return tuple(
        batch
        for batch in store.batches.all()
        if batch.id > mark
        and not batch.undone_at
        and batch.kind in OWN_HAND
        and period_id in store.batches.touched_periods(batch.id)
    )


def drop_correction(store: Store, period_id: str) -> int:
    """放弃更正: withdraw every edit of it; the period is as it was issued. Returns how many were withdrawn.

    Raises Refused when no correction is open.
    """
    period = store.months.get(period_id)
    if not is_correcting(store, period_id):
        raise Refused("not-correcting", period.span.label)
    with store.transaction():
        batches = correction_batches(store, period_id)
        for batch in batches:
            closing.take_back(store, batch.id)
            store.batches.withdraw(batch.id)
        end_correction(store, period_id)
        store.batches.log(
            DROPPED,
            f"{period.span.label}，撤回{len(batches)}次改动",
            plan_id=period.plan_id,
            period_id=period_id,
        )
    return len(batches)


def own_period(store: Store, period_id: str) -> Period:
    """The period, for writing by this office's own hand: open, or being corrected. Raises Refused for an issued one."""
    period = store.months.get(period_id)
    if period.issued and not is_correcting(store, period_id):
        raise Refused("issued", period.span.label)
    return period
