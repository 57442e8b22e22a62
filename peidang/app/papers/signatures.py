"""登记签发件: the signed paper's scan, its 文号, who signed it and when; kept before the issue or after it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.app.month.undoing import SIGNED
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.files.open import read_bytes

ACTION = SIGNED
BATCH = "signature"


@dataclass(frozen=True)
class Signature:
    """One registered signed paper."""

    name: str
    sha256: str
    document_number: str
    signed_by: str
    signed_on: str
    """ISO day."""
    made_at: str
    batch: int = 0
    """The batch to undo, until the month is issued; 0 for one of before it could be undone."""


def register_signed(
    store: Store, period_id: str, path: Path, document_number: str, signed_by: str, signed_on: date
) -> Signature:
    """Keep the signed paper's bytes as they are, with what belongs to them. A later one stands for an earlier.

    A batch that can be undone until the month is issued.

    Raises FileUnreadable, and Refused without a 文号 or the name of who signed.
    """
    if not document_number.strip() or not signed_by.strip():
        raise Refused("no-name", ACTION)
    data = read_bytes(path)
    period = store.months.get(period_id)
    with store.transaction():
        digest = store.returns.keep_bytes(data)
        facts = {
            "name": path.name,
            "sha256": digest,
            "document_number": document_number.strip(),
            "signed_by": signed_by.strip(),
            "signed_on": signed_on.isoformat(),
        }
        words = f"{period.span.label}，{facts['document_number']}，{facts['signed_by']}签发"
        batch = store.batches.begin(BATCH, f"{ACTION}：{words}")
        store.batches.log(
            ACTION,
            words,
            plan_id=period.plan_id,
            period_id=period_id,
            batch_id=batch,
            facts=facts,
        )
        issues = store.papers.issues(period_id)
        if issues:
            store.papers.set_signed(
                issues[-1].id, facts["document_number"], facts["signed_by"], facts["signed_on"], digest
            )
    return Signature(**facts, made_at=store.now(), batch=batch)


def newest_signature(store: Store, period_id: str) -> Signature | None:
    """What was registered last for a period; None when nothing was."""
    lines = store.batches.lines_about(period_id, ACTION, live=True)
    if not lines:
        return None
    return Signature(**lines[-1].facts, made_at=lines[-1].made_at, batch=lines[-1].batch_id or 0)
