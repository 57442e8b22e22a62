"""佐证材料 and 盖章件: pictures, scans and documents without a table are attached to the unit and period they belong to.

Whose a file is, is told by its own name, the folders it lies in, the returns beside it, and who sent it, in this
order; what nobody tells is kept without a unit, for a person to say (``assign``).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peidang.app.month.entering import open_period
from peidang.app.returns.changes import COUNTS
from peidang.app.returns.drops import DropFile
from peidang.app.returns.recognising import StoreKnowledge
from peidang.app.views import FileOutcome
from peidang.db.evidence import Material
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, NotFound, Refused
from peidang.domain.periods import Period, parse_span
from peidang.domain.plan import Plan
from peidang.domain.unit_names import UnitNames
from peidang.files.sniff import sniff
from peidang.files.workbook import WorkbookContent

KINDS = frozenset({"image", "pdf", "ofd", "odt", "rtf"})
SIGNED = re.compile("盖章|签章|签字|审签|公章|红章|盖了章|扫描件")
_AND = r"[、,，和及与]"
_TO = r"[至到~～—-]"
_NUMBERS = rf"\d{{1,4}}(?:\s*(?:{_AND}|{_TO})\s*第?\d{{1,4}})*"
_SERIAL = re.compile(
    rf"第\s*({_NUMBERS})\s*[行项条号]|序号\s*({_NUMBERS})|({_NUMBERS})\s*号任务|任务\s*({_NUMBERS})"
)
_INDICATOR = re.compile(r"指标\s*(\d{1,4})")
_LONGEST_RANGE = 50
BY_HAND = "经人工指明"
ASK_WHOSE = "请指明是哪个单位的"
Owner = tuple[str, str]
"""(plan id, unit id)."""


@dataclass(frozen=True)
class Owned:
    """What a file was found to belong to. Without a unit: nobody told."""

    plan: Plan | None
    period: Period | None
    unit_id: str | None
    item: str = ""
    place: str = ""
    """What of the unit's the name speaks of, in words: 第3行, 第9、10行, 指标2, 没有第99项; '' when of nothing."""
    several: tuple[str, ...] = ()
    """Titles of the plans that could be meant, when it is not known which."""


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
            note = "" if owned.item else owned.place
            _keep(
                self._store,
                batch,
                owned.period.id,
                owned.unit_id,
                found.name,
                found.digest,
                owned.item,
                note=note,
            )
        row = (
            next((row.serial for row in owned.plan.rows if row.id == owned.item), None)
            if owned.plan
            else None
        )
        signed = is_signed_page(found.name)
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
            row=None if signed else row,
            signed=signed,
        )

    def _owner(self, found: DropFile, beside: Mapping[str, Collection[Owner]]) -> Owned:
        plans = [plan for plan in self._known.plans() if self._plan_id in (None, plan.id)]
        names = [self._names.setdefault(plan.id, UnitNames(plan)) for plan in plans]
        owners = _told_by_names(names, found.shown)
        near = _neighbours(found.shown, beside)
        if not owners and len(near) == 1:
            owners = near
        if not owners and found.sender:
            owners = _told_by_text(names, found.sender)
        owner = self._one_of(owners, near)
        if owner is None and owners:
            titles = tuple(plan.title for plan in plans if plan.id in {plan_id for plan_id, _ in owners})
            return Owned(None, None, None, several=titles)
        plan_id, unit_id = owner or (None, None)
        plan = next((one for one in plans if one.id == plan_id), plans[0] if len(plans) == 1 else None)
        period = self._period(plan.id) if plan else None
        item, place = _place_named(plan, unit_id, found.name) if plan and unit_id else ("", "")
        return Owned(plan, period, unit_id, item, place)

    def _one_of(self, owners: Collection[Owner], near: Collection[Owner]) -> Owner | None:
        """The one meant: of a unit that is in several plans, in the one being collected whose returns lie beside."""
        if len(owners) < 2:
            return next(iter(owners), None)
        collected = {owner for owner in owners if self._period(owner[0])}
        if len(collected) == 1:
            return collected.pop()
        with_returns = [owner for owner in collected if owner in near]
        return with_returns[0] if len(with_returns) == 1 else None

    def _period(self, plan_id: str) -> Period | None:
        key = self._known.meant_period(plan_id)
        return self._store.months.find(plan_id, parse_span(key)) if key else None


def assign(
    store: Store,
    receipt_id: str,
    unit_id: str,
    item: str = "",
    signed: bool | None = None,
    period_id: str | None = None,
) -> int:
    """Say whose a kept file is: attach it as evidence, or as signed page. Returns the batch to undo.

    ``signed`` None leaves it to the file's name; ``period_id`` None to the receipt, which may have none where the plan
    was not known either. Raises NotFound for no such file, Refused when its period is issued
    or it was taken in for no period.
    """
    receipt = next((one for one in store.returns.receipts() if one.id == receipt_id), None)
    if receipt is None:
        raise NotFound("文件", receipt_id)
    period_id = period_id or receipt.period_id
    if period_id is None:
        raise Refused("no-such-month", receipt.path)
    open_period(store, period_id)
    name = receipt.path.rsplit("::", 1)[-1].rsplit("/", 1)[-1]
    with store.transaction():
        batch = store.batches.begin("evidence", f"归入材料：{name}")
        _keep(store, batch, period_id, unit_id, name, receipt.sha256, item, signed, BY_HAND)
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
    """(receipt id, path) of evidence that belongs to nobody yet."""
    return tuple((receipt, path) for receipt, path, _ in unassigned_of(store, period_id))


def unassigned_of(store: Store, period_id: str) -> tuple[tuple[str, str, bool], ...]:
    """(receipt id, path, whether it is the period's) of what is nobody's yet: the period's own, and that of which not
    even the plan is known."""
    loose = [
        receipt
        for receipt in store.returns.receipts()
        if receipt.outcome == "evidence"
        and receipt.unit_id is None
        and receipt.period_id in (None, period_id)
    ]
    periods = {period_id}
    if any(receipt.period_id is None for receipt in loose):
        periods |= {period.id for head in store.plans.heads() for period in store.months.all(head.id)}
    known = {one.sha256 for period in periods for one in store.evidence.of_period(period)}
    return tuple(
        (receipt.id, receipt.path, receipt.period_id is not None)
        for receipt in loose
        if receipt.sha256 not in known
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
    note: str = "",
) -> None:
    if signed is None:
        signed = is_signed_page(name)
    if signed:
        store.evidence.add_signed_page(batch, period_id, unit_id, name, digest, note=note)
    else:
        store.evidence.add(batch, period_id, unit_id, name, digest, item, note)


def is_signed_page(name: str) -> bool:
    """Whether a file calls itself a signed or sealed page."""
    return SIGNED.search(name) is not None


def _note(name: str, owned: Owned) -> str:
    kind = "盖章件" if is_signed_page(name) else "佐证材料"
    if owned.several:
        plans = "、".join(f"“{title}”" for title in owned.several)
        return f"{kind}，{plans}中都有这个单位，请指明是哪个方案的"
    if owned.unit_id is None:
        return f"{kind}，{ASK_WHOSE}"
    return f"{kind}（{owned.place}）" if owned.place else kind


def _told_by_names(names: list[UnitNames], shown: str) -> set[Owner]:
    """By the file's own name, else by its container or folders, the nearest first; of several plans, in each."""
    parts = [part for part in re.split(r"::|/|\\", shown) if part]
    return next((owners for part in reversed(parts) if (owners := _told_by_text(names, part))), set())


def _told_by_text(names: list[UnitNames], text: str) -> set[Owner]:
    """In each plan the one unit named; a plan that knows the name to the letter comes before one where it is alike."""
    told = {(one.plan.id, unit): one.plan.unit(unit) for one in names if (unit := one.only_one_in(text))}
    spelt = {
        owner for owner, unit in told.items() if any(name in text for name in (unit.name, *unit.aliases))
    }
    return spelt or set(told)


def _neighbours(shown: str, beside: Mapping[str, Collection[Owner]]) -> set[Owner]:
    """Those whose returns came in the same mail or archive, else lie in the same folder."""
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
            return owners
    return set()


def _place_named(plan: Plan, unit_id: str, name: str) -> tuple[str, str]:
    """What a file's name speaks of: the one row or indicator, by number or by its task, and how it is told.

    Of several rows, or of one the unit does not have, only the words: nobody chose one.
    """
    rows = {row.serial: row.id for row in plan.rows_of(unit_id)}
    if match := _SERIAL.search(name):
        numbers = _numbers(next(group for group in match.groups() if group))
        if strange := [number for number in numbers if number not in rows]:
            return "", f"没有第{_listed(strange)}项"
        return rows[numbers[0]] if len(numbers) == 1 else "", f"第{_listed(numbers)}行"
    if match := _INDICATOR.search(name):
        number = int(match.group(1))
        mine = {one.id for one in plan.indicators_of(unit_id)}
        ids = [one.id for one in plan.indicators[number - 1 : number] if number and one.id in mine]
        return (ids[0], f"指标{number}") if ids else ("", f"没有指标{number}")
    named = {row.task: row for row in plan.rows_of(unit_id) if len(row.task) >= 4 and row.task in name}
    if len(named) != 1:
        return "", ""
    row = next(iter(named.values()))
    return row.id, f"第{row.serial}行"


def _numbers(text: str) -> list[int]:
    """9、10 and 9至11, each number once, in order."""
    found: set[int] = set()
    for part in re.split(_AND, text):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        last = min(max(ends), min(ends) + _LONGEST_RANGE)
        found |= set(range(min(ends), last + 1))
    return sorted(found)


def _listed(numbers: list[int]) -> str:
    return "、".join(str(number) for number in numbers)
