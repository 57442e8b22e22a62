"""收表: a drop of files is read, recognised, merged and checked: one batch, one transaction, one undo.

What a file says is decided by ``domain.merging``; this module finds out what a file is, lets its statements in, and
tells what changed. Nothing is written back to a sender's file.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peidang.app.drops import DropFile, files_of
from peidang.app.stores import pick_plan, span_of
from peidang.app.taking import COUNTS, Taker
from peidang.app.views import Drop, FileOutcome
from peidang.db.returns import Receipt
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, PeidangError
from peidang.domain.file_words import UNREADABLE
from peidang.domain.labels import GRADE_WORDS, Grade
from peidang.exchange.returned_workbook import read_return
from peidang.files.open import read_bytes

FINAL = frozenset({"taken", "nothing-new", "older", "needs-decision", "evidence", "request", "wrong-unit"})
"""Outcomes after which the same bytes have nothing more to say; any other is tried again on the next drop."""


class Cancelled(PeidangError):
    """The user stopped a drop; nothing of it was kept."""


@dataclass
class _Reception:
    """One drop under way. The batch is made with the first file that is worth keeping."""

    store: Store
    label: str
    taker: Taker
    batch: int | None = None

    def batch_id(self) -> int:
        if self.batch is None:
            self.batch = self.store.batches.begin("receive", self.label)
        return self.batch

    def keep(self, found: DropFile, data: bytes, saved_at: datetime | None) -> str:
        digest = self.store.returns.keep_bytes(data)
        saved = saved_at.isoformat(" ", "seconds") if saved_at else None
        return self.store.returns.add_file(self.batch_id(), found.shown, digest, saved, found.mailed_at)


def receive(
    store: Store,
    paths: Sequence[Path],
    plan_id: str | None = None,
    month: str | None = None,
    today: date | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], bool] | None = None,
) -> Drop:
    """Receive files and folders. All of them or, when ``progress`` returns False, none.

    ``month`` names the period meant; otherwise each plan's newest one that is open. ``progress`` is told (done, all)
    before each file. With ``dry_run`` the same outcomes come back and the store stays as it is. Raises Cancelled,
    Refused for a month that cannot be read, and NotFound when a path does not exist.
    """
    files = files_of(paths)
    names = "、".join(path.name for path in paths)
    span = span_of(month) if month is not None else None
    taker = Taker(store, plan_id, span, today or date.today())
    under_way = _Reception(store, f"收表：{names}", taker)
    outcomes: list[FileOutcome] = []
    with store.transaction(keep=not dry_run):
        for place, found in enumerate(files):
            if progress is not None and not progress(place, len(files)):
                raise Cancelled
            outcomes.extend(_receive_one(under_way, found))
        if under_way.batch is not None:
            store.batches.log("收表", f"{names}，共{len(files)}个文件", batch_id=under_way.batch)
    return Drop(None if dry_run else under_way.batch, tuple(outcomes))


def _receive_one(under_way: _Reception, found: DropFile) -> list[FileOutcome]:
    try:
        data = read_bytes(found.path)
    except FileUnreadable as error:
        return [_unreadable(found.shown, error.reason)]
    digest = hashlib.sha256(data).hexdigest()
    earlier = under_way.store.returns.receipts(digest=digest)
    if any(receipt.outcome in FINAL for receipt in earlier):
        return [
            _same_again(under_way.store, found, receipt) for receipt in earlier if receipt.outcome in FINAL
        ]
    try:
        returned = read_return(data, found.path.name)
    except FileUnreadable as error:
        outcome = _unreadable(found.shown, error.reason)
        if not any(receipt.outcome == outcome.outcome for receipt in earlier):
            file_id = under_way.keep(found, data, None)
            under_way.store.returns.add_receipt(file_id, outcome.outcome)
        return [outcome]
    taker = under_way.taker
    outcomes = []
    file_id = ""
    for one in returned:
        verdict = taker.judge(one)
        if verdict.stops and any(receipt.outcome == verdict.outcome for receipt in earlier):
            outcomes.append(taker.report_only(found.shown, one, verdict))
            continue
        file_id = file_id or under_way.keep(found, data, one.saved_at)
        outcomes.append(taker.take(under_way.batch_id(), file_id, found.shown, one, verdict))
    return outcomes


def _unreadable(shown: str, reason: str) -> FileOutcome:
    outcome = "needs-password" if reason == "encrypted" else "refused"
    finding = {
        "code": reason,
        "grade": GRADE_WORDS[Grade.MUST],
        "sheet": "",
        "cell": "",
        "message": UNREADABLE.get(reason, UNREADABLE["damaged"]),
    }
    return FileOutcome(shown, outcome, None, None, None, "", dict.fromkeys(COUNTS, 0), (finding,))


def _same_again(store: Store, found: DropFile, receipt: Receipt) -> FileOutcome:
    plan = store.plans.get(receipt.plan_id) if receipt.plan_id else None
    return FileOutcome(
        found.shown,
        "same-again",
        plan.title if plan else None,
        store.units.get(receipt.unit_id).name if receipt.unit_id else None,
        store.months.get(receipt.period_id).span.key if receipt.period_id else None,
        receipt.recognised_by,
        dict.fromkeys(COUNTS, 0),
        tuple({str(k): str(v) for k, v in one.items()} for one in receipt.findings),
    )


def plan_named(store: Store, text: str | None) -> str | None:
    """The id of the plan a user names; None when none is named."""
    return pick_plan(store, text).id if text else None
