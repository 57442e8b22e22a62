"""通讯录: whom to call and to write to at each unit, for one plan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peidang.db.contacts import Contact
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.plan import Plan, Unit
from peidang.domain.unit_names import UnitNames
from peidang.files.contact_list import read_lines
from peidang.files.open import read_bytes

HEADS = ("单位", "联系人", "电话", "邮箱")
_ALSO = {
    "单位": ("单位名称", "报送单位", "责任单位", "牵头单位"),
    "联系人": ("姓名", "联络员"),
    "电话": ("联系电话", "手机", "手机号", "手机号码", "办公电话"),
    "邮箱": ("电子邮箱", "邮件", "电子邮件", "e-mail", "email"),
}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class UnitContacts:
    """A unit with its contacts; empty when none is known."""

    unit: Unit
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Imported:
    """What came of a list: units whose contacts are now the list's, names in it that no unit bears."""

    units: tuple[UnitContacts, ...]
    unknown: tuple[str, ...]


def contacts(store: Store, plan_id: str) -> tuple[UnitContacts, ...]:
    """Every unit that reports, and the coordinator, in official order, with its contacts."""
    plan = store.plans.get(plan_id)
    known = store.contacts.all_of(plan_id)
    shown = {unit.id for unit in plan.reporting_units()} | {plan.coordinator_id} | set(known)
    units = sorted((unit for unit in plan.units if unit.id in shown), key=lambda unit: unit.position)
    return tuple(UnitContacts(unit, known.get(unit.id, ())) for unit in units)


def set_contacts(store: Store, plan_id: str, unit_id: str, people: Sequence[Contact]) -> None:
    """Make these the contacts of a unit, the one to be named first."""
    with store.transaction():
        store.contacts.replace(plan_id, unit_id, people)
        store.batches.log("通讯录", f"{len(people)}人", plan_id=plan_id, unit_id=unit_id)


def import_contacts(store: Store, plan_id: str, path: Path) -> Imported:
    """Take a list with the heads 单位 联系人 电话 邮箱 (.xlsx, .xls, .et, .ods or .csv): the units in it get its people.

    Units not in the list keep theirs. An empty 单位 means the one above; short and former names are known as on
    receipt. Raises Refused when the heads are not found, and FileUnreadable.
    """
    found, unknown = _people(store.plans.get(plan_id), read_lines(read_bytes(path), path.name), path.name)
    with store.transaction():
        for unit_id, people in found.items():
            store.contacts.replace(plan_id, unit_id, people)
        store.batches.log("通讯录", f"由“{path.name}”导入{len(found)}家", plan_id=plan_id)
    return Imported(tuple(one for one in contacts(store, plan_id) if one.unit.id in found), unknown)


def _people(
    plan: Plan, lines: Sequence[Sequence[str]], name: str
) -> tuple[dict[str, list[Contact]], tuple[str, ...]]:
    names = UnitNames(plan)
    found: dict[str, list[Contact]] = {}
    unknown: list[str] = []
    places: dict[str, int] | None = None
    unit_name = ""
    for line in lines:
        heads = _places(line)
        if heads:
            places, unit_name = heads, ""
        elif places:
            told = {head: line[at].strip() for head, at in places.items() if at < len(line)}
            unit_name = _bare(told.get("单位", "")) or unit_name
            person = Contact(
                told.get("联系人", ""), told.get("电话", ""), ",".join(addresses(told.get("邮箱", "")))
            )
            unit_id = names.exactly(unit_name)
            if unit_id is None and unit_name:
                unknown.append(unit_name)
            elif unit_id is not None and person != Contact(""):
                found.setdefault(unit_id, []).append(person)
    if places is None:
        raise Refused("bad-contacts", name)
    return found, tuple(dict.fromkeys(unknown))


def _places(line: Sequence[str]) -> dict[str, int] | None:
    """Where the columns are, when the line is the head row: 单位 and at least one more."""
    bare = [_bare(cell).lower() for cell in line]
    places = {
        head: at for head in HEADS for at, cell in enumerate(bare) if cell == head or cell in _ALSO[head]
    }
    return places if "单位" in places and len(places) > 1 else None


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def addresses(text: str) -> tuple[str, ...]:
    """The mail addresses in a text; whatever else stands there is left out."""
    return tuple(_ADDRESS.findall(text))
