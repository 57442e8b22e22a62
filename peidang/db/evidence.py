"""佐证材料 and 盖章件: files that stand beside the answers of a unit in a period; their bytes are kept once, by hash."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlite_utils import Database


@dataclass(frozen=True)
class Material:
    """A file kept for a unit and a period. ``item`` is the row or indicator it belongs to, '' for the unit as a whole."""

    id: str
    batch_id: int
    period_id: str
    unit_id: str
    name: str
    sha256: str | None
    size: int
    signed: bool
    item: str
    note: str
    made_at: str


class Evidence:
    """The evidence and signed pages of a store; those of batches that were undone are left out."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def add(
        self,
        batch_id: int,
        period_id: str,
        unit_id: str,
        name: str,
        sha256: str,
        item: str = "",
        note: str = "",
    ) -> str:
        """Keep a file as 佐证材料; returns its id."""
        return self._insert(
            "evidence",
            {
                "batch_id": batch_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "item": item,
                "sha256": sha256,
                "name": name,
                "note": note,
            },
        )

    def add_signed_page(
        self,
        batch_id: int,
        period_id: str,
        unit_id: str,
        name: str = "",
        sha256: str | None = None,
        check_number: str = "",
        note: str = "",
    ) -> str:
        """Record a unit's 盖章件: a scan, or only that the paper is here. Returns its id."""
        return self._insert(
            "signed_page",
            {
                "batch_id": batch_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "sha256": sha256,
                "name": name,
                "check_number": check_number,
                "note": note,
            },
        )

    def of_period(self, period_id: str) -> tuple[Material, ...]:
        """Everything kept for a period, in the order it came."""
        rows = self._db.query(
            """SELECT * FROM (
                 SELECT e.id, e.batch_id, e.period_id, e.unit_id, e.name, e.sha256, e.item, e.note, e.made_at,
                        0 AS signed FROM evidence e
                 UNION ALL
                 SELECT s.id, s.batch_id, s.period_id, s.unit_id, s.name, s.sha256, '', s.note, s.made_at, 1
                 FROM signed_page s) m
               JOIN batch b ON b.id = m.batch_id LEFT JOIN blob ON blob.sha256 = m.sha256
               WHERE m.period_id = ? AND b.undone_at IS NULL ORDER BY m.made_at, m.name, m.id""",
            [period_id],
        )
        return tuple(
            Material(
                row["id"],
                row["batch_id"],
                row["period_id"],
                row["unit_id"],
                row["name"],
                row["sha256"],
                row["size"] or 0,
                bool(row["signed"]),
                row["item"],
                row["note"],
                row["made_at"],
            )
            for row in rows
        )

    def _insert(self, table: str, values: dict[str, Any]) -> str:
        id_ = str(uuid4())
        self._db.table(table).insert({"id": id_, **values, "made_at": self._now()})
        return id_
