"""登记签发件: the signed paper's scan, its 文号, who signed it and when; kept before the issue or after it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.files.open import read_bytes

ACTION = "登记签发件"


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


def register_signed(
    store: Store, period_id: str, path: Path, document_number: str, signed_by: str, signed_on: date
) -> Signature:
    """Keep the signed paper's bytes as they are, with what belongs to them. A later one stands for an earlier.

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
        store.batches.log(
            ACTION,
            f"{period.span.label}，{facts['document_number']}，{facts['signed_by']}签发",
            plan_id=period.plan_id,
            period_id=period_id,
            facts=facts,
        )
        issues = store.papers.issues(period_id)
        if issues:
            store.papers.set_signed(
                issues[-1].id, facts["document_number"], facts["signed_by"], facts["signed_on"], digest
            )
    return Signature(**facts, made_at=store.now())


def newest_signature(store: Store, period_id: str) -> Signature | None:
    """What was registered last for a period; None when nothing was."""
    lines = store.batches.lines_about(period_id, ACTION)
    return Signature(**lines[-1].facts, made_at=lines[-1].made_at) if lines else None
