"""佐证材料 and 盖章件: pictures, scans and documents without a table are attached to the unit and period they belong to.

Whose a file is, is told by its own name, the folders it lies in, the returns beside it, and who sent it, in this
order; what nobody tells is kept without a unit, for a person to say (``assign``).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peidang.app.drops import DropFile
from peidang.app.entering import open_period
from peidang.app.recognising import StoreKnowledge
from peidang.app.taking import COUNTS
from peidang.app.views import FileOutcome
from peidang.db.evidence import Material
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, NotFound, Refused
from peidang.domain.numbers import parse_number
from peidang.domain.periods import Period, parse_span
from peidang.domain.plan import Plan
from peidang.domain.unit_names import UnitNames
from peidang.files.sniff import sniff
from peidang.files.workbook import WorkbookContent

KINDS = frozenset({"image", "pdf", "ofd", "odt", "rtf"})
SIGNED = re.compile("盖章|签章|签字|审签|公章|红章|盖了章|扫描件")
_SERIAL = re.compile(r"第\s*(\d{1,4})\s*[行项条号]|序号\s*(\d{1,4})|(\d{1,4})\s*号任务|任务\s*(\d{1,4})")
Owner = tuple[str, str]
"""(plan id, unit id)."""


@dataclass(frozen=True)
class Owned:
    """What a file was found to belong to. Without a unit: nobody told."""

    plan: Plan | None
    period: Period | None
    unit_id: str | None
    item: str = ""


class Materials:
    """The files of one drop that are no returns."""

    def __init__(self, store: Store, known: StoreKnowledge, plan_id: str | None) -> None:
        self._store = store
        self._known = known
        self._plan_id = plan_id
        self._names: dict[str, UnitNames] = {}
        self.waiting: list[DropFile] = []
        """Noted, to be attached when the returns are in."""

    def takes(self, found: DropFile, content: WorkbookContent | FileUnreadable | None) -> bool:
        """Note the file when it is a picture, a scan or a document without a table."""
        no_table = isinstance(content, FileUnreadable) and content.reason == "no-table"
        if found.problem or not (no_table or (content is None and sniff(found.data) in KINDS)):
            return False
        self.waiting.append(found)
        return True

    def attach(
        self, batch: int, file_id: str, found: DropFile, beside: Mapping[str, Collection[Owner]]
    ) -> FileOutcome:
        """Record the file as evidence, of the unit it belongs to where that can be told. ``beside``: whose the returns are."""
        owned = self._owner(found, beside)
        self._store.returns.add_receipt(
            file_id,
            "evidence",
            plan_id=owned.plan.id if owned.plan else None,
            period_id=owned.period.id if owned.period else None,
            unit_id=owned.unit_id,
        )
        if owned.plan and owned.period and owned.unit_id:
            _keep(self._store, batch, owned.period.id, owned.unit_id, found.name, found.digest, owned.item)
        return FileOutcome(
            found.shown,
            "evidence",
            owned.plan.title if owned.plan else None,
            owned.plan.unit(owned.unit_id).name if owned.plan and owned.unit_id else None,
            owned.period.span.key if owned.period else None,
            "",
            dict.fromkeys(COUNTS, 0),
            (),
            note=_note(found.name, owned),
        )

    def _owner(self, found: DropFile, beside: Mapping[str, Collection[Owner]]) -> Owned:
        plans = [plan for plan in self._known.plans() if self._plan_id in (None, plan.id)]
        names = [self._names.setdefault(plan.id, UnitNames(plan)) for plan in plans]
        plan_id, unit_id = _told_by_names(names, found.shown)
        if unit_id is None:
            plan_id, unit_id = _told_by_neighbours(found.shown, beside) or (None, None)
        if unit_id is None and found.sender:
            plan_id, unit_id = _told_by_text(names, found.sender)
        plan = next((one for one in plans if one.id == plan_id), plans[0] if len(plans) == 1 else None)
        key = self._known.meant_period(plan.id) if plan else None
        period = self._store.months.find(plan.id, parse_span(key)) if plan and key else None
        item = _item_named(plan, unit_id, found.name) if plan and unit_id else ""
        return Owned(plan, period, unit_id, item)


def assign(store: Store, receipt_id: str, unit_id: str, item: str = "", signed: bool | None = None) -> int:
    """Say whose a kept file is: attach it as evidence, or as signed page. Returns the batch to undo.

    ``signed`` None leaves it to the file's name. Raises NotFound for no such file, Refused when its period is issued
    or it was taken in for no period.
    """
    receipt = next((one for one in store.returns.receipts() if one.id == receipt_id), None)
    if receipt is None:
        raise NotFound("文件", receipt_id)
    if receipt.period_id is None:
        raise Refused("no-such-month", receipt.path)
    open_period(store, receipt.period_id)
    name = receipt.path.rsplit("::", 1)[-1].rsplit("/", 1)[-1]
    with store.transaction():
        batch = store.batches.begin("evidence", f"归入材料：{name}")
        _keep(store, batch, receipt.period_id, unit_id, name, receipt.sha256, item, signed)
    return batch


def note_signed_paper(store: Store, period_id: str, unit_id: str, check_number: str, note: str) -> int:
    """登记盖章件 that came on paper, with the 校验数 read from it. Returns the batch to undo."""
    open_period(store, period_id)
    with store.transaction():
        batch = store.batches.begin("evidence", "登记盖章件")
        store.evidence.add_signed_page(
            batch, period_id, unit_id, check_number=check_number.strip(), note=note.strip()
        )
    return batch


def materials_of(store: Store, period_id: str) -> tuple[Material, ...]:
    """The evidence and signed pages of a period."""
    return store.evidence.of_period(period_id)


def unassigned(store: Store, period_id: str) -> tuple[tuple[str, str], ...]:
    """(receipt id, path) of the period's evidence that belongs to nobody yet."""
    known = {one.sha256 for one in store.evidence.of_period(period_id)}
    return tuple(
        (receipt.id, receipt.path)
        for receipt in store.returns.receipts(period_id=period_id)
        if receipt.outcome == "evidence" and receipt.unit_id is None and receipt.sha256 not in known
    )


def _keep(
    store: Store,
    batch: int,
    period_id: str,
    unit_id: str,
    name: str,
    digest: str,
    item: str,
    signed: bool | None = None,
) -> None:
    if signed is None:
        signed = is_signed_page(name)
    if signed:
        store.evidence.add_signed_page(batch, period_id, unit_id, name, digest)
    else:
        store.evidence.add(batch, period_id, unit_id, name, digest, item)


def is_signed_page(name: str) -> bool:
    """Whether a file calls itself a signed or sealed page."""
    return SIGNED.search(name) is not None


def _note(name: str, owned: Owned) -> str:
    kind = "盖章件" if is_signed_page(name) else "佐证材料"
    if owned.unit_id is None:
        return f"{kind}，请指明是哪个单位的"
    serial = next((row.serial for row in owned.plan.rows if row.id == owned.item), 0) if owned.plan else 0
    return f"{kind}（第{serial}行）" if serial and kind != "盖章件" else kind


def _told_by_names(names: list[UnitNames], shown: str) -> tuple[str | None, str | None]:
    """By the file's own name, else by its container or folders, the nearest first."""
    parts = [part for part in re.split(r"::|/|\\", shown) if part]
    for part in reversed(parts):
        plan_id, unit_id = _told_by_text(names, part)
        if unit_id is not None:
            return plan_id, unit_id
    return None, None


def _told_by_text(names: list[UnitNames], text: str) -> tuple[str | None, str | None]:
    told = ((one.plan.id, one.only_one_in(text)) for one in names)
    found = [(plan_id, unit_id) for plan_id, unit_id in told if unit_id is not None]
    return found[0] if len(found) == 1 else (None, None)


def _told_by_neighbours(shown: str, beside: Mapping[str, Collection[Owner]]) -> Owner | None:
    """The one unit whose returns came in the same mail or archive, else lie in the same folder."""
    for mark in ("::", "/"):
        home, found, _ = shown.rpartition(mark)
        if not found:
            continue
        owners = {
            owner
            for path, owns in beside.items()
            if path != shown and path.startswith(home + mark)
            for owner in owns
        }
        if owners:
            return owners.pop() if len(owners) == 1 else None
    return None


def _item_named(plan: Plan, unit_id: str, name: str) -> str:
    """The row that a file's name speaks of: its number, or its task in words."""
    rows = plan.rows_of(unit_id)
    match = _SERIAL.search(name)
    if match:
        serial = parse_number(next(group for group in match.groups() if group))
        return next((row.id for row in rows if row.serial == serial), "")
    named = {row.task: row.id for row in rows if len(row.task) >= 4 and row.task in name}
    return next(iter(named.values())) if len(named) == 1 else ""
