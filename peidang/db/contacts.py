"""Whom to call: a unit's contacts for a plan, in order; the first is the one who is named."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class Contact:
    """One person of a unit; what is not known is ''."""

    person: str
    phone: str = ""
    mail: str = ""

    @property
    def words(self) -> str:
        """Person and telephone."""
        return " ".join(part for part in (self.person, self.phone) if part)


class Contacts:
    """The contacts of a store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all_of(self, plan_id: str) -> dict[str, tuple[Contact, ...]]:
        """The contacts of a plan by unit id, in order."""
        found: dict[str, tuple[Contact, ...]] = {}
        for row in self._db.query("SELECT * FROM contact WHERE plan_id = ? ORDER BY position", [plan_id]):
            one = Contact(row["person"], row["phone"], row["mail"])
            found[row["unit_id"]] = (*found.get(row["unit_id"], ()), one)
        return found

    def replace(self, plan_id: str, unit_id: str, contacts: Sequence[Contact]) -> None:
        """Make these the unit's contacts for the plan."""
        self._db.table("contact").delete_where("plan_id = ? AND unit_id = ?", [plan_id, unit_id])
        self._db.table("contact").insert_all(
            {"plan_id": plan_id, "unit_id": unit_id, "position": position, **asdict(one)}
            for position, one in enumerate(contacts, start=1)
        )
