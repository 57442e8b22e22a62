"""核对: what a unit was shown before it is named, and what it answered. A withdrawn batch counts no more."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlite_utils import Database


@dataclass(frozen=True)
class Verification:
    """One step of asking a unit: ``shown`` is what it was shown, or ``answer`` what it said, by whom and when."""

    unit_id: str
    shown: str
    answer: str
    by_whom: str
    told_at: str | None
    made_at: str


class Verifications:
    """The 核对 of a store."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def add(
        self,
        batch_id: int,
        period_id: str,
        unit_id: str,
        *,
        shown: str = "",
        answer: str = "",
        by_whom: str = "",
        told_at: str | None = None,
    ) -> None:
        """Keep what was shown, or what was answered."""
        self._db.table("verification").insert(
            {
                "id": str(uuid4()),
                "batch_id": batch_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "shown": shown,
                "answer": answer,
                "by_whom": by_whom,
                "told_at": told_at,
                "made_at": self._now(),
            }
        )

    def all_of(self, period_id: str) -> tuple[Verification, ...]:
        """Everything of a period that was not withdrawn, oldest first."""
        rows = self._db.query(
            """SELECT unit_id, shown, answer, by_whom, told_at, verification.made_at AS made_at
               FROM verification JOIN batch ON batch.id = batch_id
               WHERE period_id = ? AND batch.undone_at IS NULL ORDER BY verification.rowid""",
            [period_id],
        )
        return tuple(Verification(**row) for row in rows)
