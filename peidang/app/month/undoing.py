"""撤销: withdraw what one batch said. Later batches stay; nothing is deleted."""

from datetime import datetime

from peidang.app.views import UndoResult
from peidang.db.batches import Batch
from peidang.db.store import Store
from peidang.domain.errors import Refused

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
)


def undo(store: Store, batch_id: int) -> UndoResult:
    """Withdraw a batch. Raises NotFound, and Refused for one undone already or one that touches an issued period."""
    with store.transaction():
        batch = store.batches.get(batch_id)
        if batch.undone_at:
            raise Refused("already-undone", str(batch_id))
        if batch.kind not in UNDOABLE:
            raise Refused("not-undoable", batch.label)
        for period_id in store.batches.touched_periods(batch_id):
            period = store.months.get(period_id)
            if period.issued:
                raise Refused("batch-after-issue", period.span.label)
        store.batches.withdraw(batch_id)
        store.batches.log("撤销", f"撤销第{batch_id}批：{batch.label}", batch_id=batch_id)
    return UndoResult(batch_id, batch.label, datetime.fromisoformat(store.now()).date())


def last_undoable(store: Store, kind: str = "receive") -> Batch | None:
    """The newest live batch of a kind, for the button 撤销本次收表; None when there is none."""
    return next((batch for batch in store.batches.all(kind) if not batch.undone_at), None)
