"""撤销: withdraw what one batch said. Later batches stay; nothing is deleted."""

from datetime import datetime

from peidang.app.month.correcting import correction_batches
from peidang.app.plan import closing
from peidang.app.views import UndoResult
from peidang.db.batches import Batch
from peidang.db.store import Store
from peidang.domain.errors import Refused

SIGNED = "登记签发件"
"""What the log calls a registered signed paper."""
UNDOABLE = (
    "receive",
    "hand",
    "decision",
    "wording",
    "paper-text",
    "ruling",
    "explanation",
    "verification",
    "import",
    "foreign-form",
    "evidence",
    "closing",
    "signature",
    "rules",
)


def undo(store: Store, batch_id: int) -> UndoResult:
    """Withdraw a batch; rows that it stepped with (销号) stand as before.

    Raises NotFound, and Refused for one undone already or one that an issued period rests on.
    """
    with store.transaction():
        batch = store.batches.get(batch_id)
        if batch.undone_at:
            raise Refused("already-undone", str(batch_id))
        if batch.kind not in UNDOABLE:
            raise Refused("not-undoable", batch.label)
        for period_id in store.batches.touched_periods(batch_id):
            period = store.months.get(period_id)
            mending = correction_batches(store, period_id) if period.issued else ()
            if period.issued and batch not in mending:
                raise Refused("batch-after-issue", period.span.label)
        _check_papers(store, batch)
        closing.take_back(store, batch_id)
        store.batches.withdraw(batch_id)
        store.batches.log("撤销", f"撤销第{batch_id}批：{batch.label}", batch_id=batch_id)
    return UndoResult(batch_id, batch.label, datetime.fromisoformat(store.now()).date())


def _check_papers(store: Store, batch: Batch) -> None:
    """登记签发件 and 亮灯规则 that an issue rests on stay; what to do instead is said."""
    for line in store.batches.lines_of_batch(batch.id, SIGNED):
        period = store.months.get(line.period_id or "")
        if period.issued:
            raise Refused("signed-after-issue", period.span.label)
    for period_id in store.papers.issues_by_rules(batch.id):
        raise Refused("rules-after-issue", store.months.get(period_id).span.label)


def last_undoable(store: Store, kind: str = "receive") -> Batch | None:
    """The newest live batch of a kind, for the button 撤销本次收表; None when there is none."""
    return next((batch for batch in store.batches.all(kind) if not batch.undone_at), None)
