"""收表: a drop of files is read, recognised, merged and checked: one batch, one transaction, one undo.

What a file says is decided by ``domain.merging``; this module finds out what a file is, lets its statements in, and
tells what changed. Nothing is written back to a sender's file. First all files are read, in child processes, then the
store is held and they are taken; each is read once however often the same drop is looked at (``Contents``).
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from peidang.app.plan.closing import Step, reopen_lowered, reporters_of
from peidang.app.returns.changes import COUNTS
from peidang.app.returns.drops import DropFile, files_of
from peidang.app.returns.materials import Materials
from peidang.app.returns.recognising import StoreKnowledge
from peidang.app.returns.taking import Admitted, Taker
from peidang.app.returns.unclear import Strangers
from peidang.app.store.stores import pick_plan, span_of
from peidang.app.views import Drop, FileOutcome
from peidang.db.returns import Receipt
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, PeidangError
from peidang.domain.file_words import UNREADABLE
from peidang.domain.labels import GRADE_WORDS, Grade
from peidang.domain.travel import Returned, Unclear
from peidang.exchange.recognition import Recogniser
from peidang.files.open import REASONS
from peidang.files.readers import Job, ReaderPool
from peidang.files.sniff import sniff, table_in_text
from peidang.files.workbook import WorkbookContent

FINAL = frozenset({"taken", "nothing-new", "older", "needs-decision", "evidence", "request", "wrong-unit"})
"""Outcomes after which the same bytes have nothing more to say; any other is tried again on the next drop."""
LET_IN = frozenset({"taken", "needs-decision"})
"""Outcomes of a file that let answers in."""
NEEDS_PASSWORD = frozenset(
    {"encrypted", "encrypted-ods", "wrong-password", "archive-password", "archive-wrong-password"}
)
TABLE_KINDS = frozenset({"xlsx", "xls", "ods", "docx", "doc", "encrypted"})
"""What may hold a table: only these are given to the readers."""

Contents = dict[str, WorkbookContent | FileUnreadable]
"""What was read of files, by SHA-256: handed from looking at a drop (``dry_run``) to taking it."""

Readers = ReaderPool
"""The children that read files. A window keeps its own from drop to drop, and closes them."""


class Cancelled(PeidangError):
    """The user stopped a drop; nothing of it was kept."""


@dataclass
class _Reception:
    """One drop under way. The batch is made with the first file that is worth keeping."""

    store: Store
    label: str
    taker: Taker
    recogniser: Recogniser
    strangers: Strangers
    materials: Materials
    with_passwords: bool = False
    """Whether the user gave any."""
    batch: int | None = None
    admitted: list[Admitted] = field(default_factory=list)
    outcomes: dict[str, list[FileOutcome | Admitted]] = field(default_factory=dict)
    """By the file's path, in the order of the drop."""

    def batch_id(self) -> int:
        if self.batch is None:
            self.batch = self.store.batches.begin("receive", self.label)
        return self.batch

    def keep(self, found: DropFile, content: WorkbookContent | None = None) -> str:
        digest = self.store.returns.keep_bytes(found.data)
        saved_at = content.saved_at if content else None
        saved = saved_at.isoformat(" ", "seconds") if saved_at else None
        return self.store.returns.add_file(
            self.batch_id(), found.shown, digest, saved, found.mailed_at, found.sender
        )

    def told(self) -> tuple[FileOutcome, ...]:
        """Every outcome, in the order of the drop; what is wrong in a return is looked for here."""
        return tuple(
            self.taker.close(one) if isinstance(one, Admitted) else one
            for outcomes in self.outcomes.values()
            for one in outcomes
        )


def receive(
    store: Store,
    paths: Sequence[Path],
    plan_id: str | None = None,
    month: str | None = None,
    today: date | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], bool] | None = None,
    passwords: Sequence[str] = (),
    only: frozenset[str] | None = None,
    contents: Contents | None = None,
    readers: ReaderPool | None = None,
) -> Drop:
    """Receive files and folders, and what is in their archives and mails. All or, when ``progress`` returns False, none.

    ``month`` names the period meant; otherwise each plan's newest one that is open. ``progress`` is told (done, all)
    steps: each file read is one, each file taken another. With ``dry_run`` the same outcomes come back and the store
    stays as it is. ``passwords`` are tried on whatever has one. ``only`` takes just the files shown under these paths.
    ``contents`` keeps what was read from one call to the next, ``readers`` the children that read (a window keeps its
    own). Raises Cancelled, Refused for a month that cannot be read, and NotFound when a path does not exist.
    """
    span = span_of(month) if month is not None else None
    files = [one for one in files_of(paths, passwords) if only is None or one.shown in only]
    names = "、".join(path.name for path in paths)
    known = StoreKnowledge(store, span)
    taker = Taker(store, plan_id, span, today or date.today())
    under_way = _Reception(
        store,
        f"收表：{names}",
        taker,
        Recogniser(known),
        Strangers(store),
        Materials(store, known, plan_id),
        bool(passwords),
    )
    contents = {} if contents is None else contents
    steps = _Steps(progress, len(files))
    _read(steps, _to_be_read(store, files, bool(passwords), contents), passwords, contents, readers)
    with store.transaction(keep=not dry_run):
        for found in files:
            steps.next()
            content = None if found.problem else contents.get(found.digest)
            under_way.outcomes[found.shown] = _receive_one(under_way, found, content)
        _attach_materials(under_way)
        told = under_way.told()
        reopened: tuple[Step, ...] = ()
        if under_way.batch is not None:
            store.batches.log("收表", f"{names}，共{len(files)}个文件", batch_id=under_way.batch)
            reopened = reopen_lowered(store, under_way.batch)
            told = tuple(_with_reopened(store, one, reopened) for one in told)
    return Drop(None if dry_run else under_way.batch, told, tuple(one.words for one in reopened))


def _with_reopened(store: Store, one: FileOutcome, reopened: Sequence[Step]) -> FileOutcome:
    """A file that lowered the figure of a row done with says that this reopened the row."""
    if one.outcome not in LET_IN:
        return one
    words = [step.words for step in reopened if one.unit in reporters_of(store, step)]
    return replace(one, note="；".join((*filter(None, [one.note]), *words))) if words else one


class _Steps:
    """Tells how far a drop is and hears whether it goes on. Raises Cancelled when it does not."""

    def __init__(self, progress: Callable[[int, int], bool] | None, total: int) -> None:
        self._progress = progress
        self.total = total
        self._done = 0

    def next(self) -> None:
        if self._progress is not None and not self._progress(self._done, self.total):
            raise Cancelled
        self._done += 1


def _read(
    steps: _Steps,
    unread: Sequence[DropFile],
    passwords: Sequence[str],
    contents: Contents,
    readers: ReaderPool | None,
) -> None:
    """Read these files into ``contents``, before anything of the store is held."""
    if not unread:
        return
    steps.total += len(unread)
    jobs = (Job(number, one.name, one.data) for number, one in enumerate(unread))
    with ReaderPool(passwords=passwords) if readers is None or passwords else nullcontext(readers) as pool:
        for job, content in pool.read(jobs):
            contents[unread[job.key].digest] = content
            steps.next()


def _to_be_read(
    store: Store, files: Sequence[DropFile], with_passwords: bool, contents: Contents
) -> list[DropFile]:
    """The files that may hold a table and that neither an earlier drop nor an earlier look has read; equal ones once."""
    unread: dict[str, DropFile] = {}
    for found in files:
        if found.problem or sniff(found.data) not in TABLE_KINDS:
            continue
        read = contents.get(found.digest)
        locked = isinstance(read, FileUnreadable) and read.reason in NEEDS_PASSWORD
        if (read is None or (locked and with_passwords)) and not _final(store, found.digest):
            unread.setdefault(found.digest, found)
    return list(unread.values())


def _final(store: Store, digest: str) -> tuple[Receipt, ...]:
    """What became of these bytes earlier, if they have nothing more to say."""
    return tuple(one for one in store.returns.receipts(digest=digest) if one.outcome in FINAL)


def _receive_one(
    under_way: _Reception, found: DropFile, content: WorkbookContent | FileUnreadable | None
) -> list[FileOutcome | Admitted]:
    if not found.at_hand:
        return [_unreadable(found.shown, _why_locked(under_way, found, found.problem))]
    if known := _final(under_way.store, found.digest):
        return [_same_again(under_way.store, found, receipt) for receipt in known]
    if under_way.materials.takes(found, content):
        return []  # whose it is, its neighbours in the drop may tell
    if content is None or isinstance(content, FileUnreadable):
        reason = content.reason if content else found.problem or _why_no_table(found.data)
        return [_refused(under_way, found, reason)]
    try:
        recognised = under_way.recogniser.recognise(content, found.shown, found.sender)
    except FileUnreadable as error:
        return [_refused(under_way, found, error.reason)]
    return _admit(under_way, found, content, recognised)


def _admit(
    under_way: _Reception,
    found: DropFile,
    content: WorkbookContent,
    recognised: Sequence[Returned | Unclear],
) -> list[FileOutcome | Admitted]:
    earlier = {(one.outcome, one.unit_id) for one in under_way.store.returns.receipts(digest=found.digest)}
    admitted: list[FileOutcome | Admitted] = []
    file_id = ""
    for one in recognised:
        if isinstance(one, Unclear):
            known = any(outcome == one.outcome for outcome, _ in earlier)
            if not known:
                file_id = file_id or under_way.keep(found, content)
            admitted.append(under_way.strangers.admit("" if known else file_id, found.shown, one))
            continue
        verdict = under_way.taker.judge(one)
        if verdict.stops and (verdict.outcome, verdict.unit_id) in earlier:
            admitted.append(under_way.taker.report_only(found.shown, one, verdict))
            continue
        file_id = file_id or under_way.keep(found, content)
        admitted.append(under_way.taker.admit(under_way.batch_id(), file_id, found.shown, one, verdict))
    return admitted


def _attach_materials(under_way: _Reception) -> None:
    """Pictures, scans and documents go to the unit that their names or the returns beside them tell."""
    beside = {shown: _whose(outcomes) for shown, outcomes in under_way.outcomes.items()}
    for found in under_way.materials.waiting:
        file_id = under_way.keep(found)
        outcome = under_way.materials.attach(under_way.batch_id(), file_id, found, beside)
        under_way.outcomes[found.shown] = [outcome]


def _whose(outcomes: Sequence[FileOutcome | Admitted]) -> set[tuple[str, str]]:
    """(plan id, unit id) of what a file turned out to be."""
    verdicts = [one.verdict for one in outcomes if isinstance(one, Admitted)]
    return {(one.plan.id, one.unit_id) for one in verdicts if one.plan and one.unit_id}


def _refused(under_way: _Reception, found: DropFile, reason: str) -> FileOutcome:
    """The outcome of a file that cannot be read; its bytes are kept, once."""
    outcome = _unreadable(found.shown, _why_locked(under_way, found, reason))
    earlier = under_way.store.returns.receipts(digest=found.digest)
    if not any(receipt.outcome == outcome.outcome for receipt in earlier):
        under_way.store.returns.add_receipt(under_way.keep(found), outcome.outcome)
    return outcome


def _why_locked(under_way: _Reception, found: DropFile, reason: str) -> str:
    """Of what needs a password: whether it is the archive, and whether those given did not fit. Else ``reason``."""
    if reason != "encrypted":
        return reason
    tried = "wrong-password" if under_way.with_passwords else ""
    if found.problem:  # it did not come out of its container
        return f"archive-{tried or 'password'}"
    return tried or reason


def _why_no_table(data: bytes) -> str:
    return table_in_text(data) or REASONS.get(sniff(data), "not-a-workbook")


def _unreadable(shown: str, reason: str) -> FileOutcome:
    outcome = "needs-password" if reason in NEEDS_PASSWORD else "refused"
    finding = {
        "code": reason,
        "grade": GRADE_WORDS[Grade.MUST],
        "sheet": "",
        "cell": "",
        "message": UNREADABLE.get(reason, UNREADABLE["damaged"]),
    }
    return FileOutcome(shown, outcome, None, None, None, "", dict.fromkeys(COUNTS, 0), (finding,))


def _same_again(store: Store, found: DropFile, receipt: Receipt) -> FileOutcome:
    titles = {head.id: head.title for head in store.plans.heads()}
    return FileOutcome(
        found.shown,
        "same-again",
        titles.get(receipt.plan_id or ""),
        store.units.get(receipt.unit_id).name if receipt.unit_id else None,
        store.months.get(receipt.period_id).span.key if receipt.period_id else None,
        receipt.recognised_by,
        dict.fromkeys(COUNTS, 0),
        tuple({str(k): str(v) for k, v in one.items()} for one in receipt.findings),
    )


def plan_named(store: Store, text: str | None) -> str | None:
    """The id of the plan a user names; None when none is named."""
    return pick_plan(store, text).id if text else None
