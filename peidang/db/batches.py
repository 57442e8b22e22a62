"""Batches: what one action did, to be undone as a whole; and the log of what left, who was chased, what was decided."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from peidang.domain.errors import NotFound


@dataclass(frozen=True)
class Batch:
    """One action's changes. ``undone_at`` is set once they were withdrawn."""

    id: int
    kind: str
    label: str
    made_at: str
    undone_at: str | None


@dataclass(frozen=True)
class LogLine:
    """One line of the log."""

    made_at: str
    action: str
    text: str
    unit_id: str | None
    batch_id: int | None
    period_id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Batches:
    """The batches and the log of a store."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def begin(self, kind: str, label: str) -> int:
        """A new batch; its number is what the user sees and undoes."""
        cursor = self._db.execute(
            "INSERT INTO batch (kind, label, made_at) VALUES (?, ?, ?)", [kind, label, self._now()]
        )
        return int(cursor.lastrowid or 0)

    def get(self, batch_id: int) -> Batch:
        """Raises NotFound when there is none such."""
        for row in self._db.query("SELECT * FROM batch WHERE id = ?", [batch_id]):
            return Batch(**row)
        raise NotFound("批次", str(batch_id))

    def all(self, kind: str | None = None) -> tuple[Batch, ...]:
        """All batches, newest first."""
        rows = self._db.query(
            "SELECT * FROM batch WHERE :kind IS NULL OR kind = :kind ORDER BY id DESC", {"kind": kind}
        )
        return tuple(Batch(**row) for row in rows)

    def withdraw(self, batch_id: int) -> None:
        """Mark the batch undone; everything computed from its statements leaves them out from now on."""
        self._db.execute("UPDATE batch SET undone_at = ? WHERE id = ?", [self._now(), batch_id])

    def touched_periods(self, batch_id: int) -> frozenset[str]:
        """Ids of the periods in which the batch said anything."""
        rows = self._db.query(
            """SELECT period_id FROM source WHERE batch_id = :id
               UNION SELECT period_id FROM wording WHERE batch_id = :id
               UNION SELECT period_id FROM ruling WHERE batch_id = :id
               UNION SELECT period_id FROM explanation WHERE batch_id = :id
               UNION SELECT period_id FROM evidence WHERE batch_id = :id
               UNION SELECT period_id FROM signed_page WHERE batch_id = :id
               UNION SELECT period_id FROM verification WHERE batch_id = :id
               UNION SELECT period_id FROM paper_text WHERE batch_id = :id""",
            {"id": batch_id},
        )
        return frozenset(row["period_id"] for row in rows)

    def log(
        self,
        action: str,
        text: str,
        *,
        plan_id: str | None = None,
        period_id: str | None = None,
        unit_id: str | None = None,
        batch_id: int | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """Add a line to the log; ``facts`` are what a program reads of it later."""
        self._db.table("log").insert(
            {
                "made_at": self._now(),
                "action": action,
                "plan_id": plan_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "batch_id": batch_id,
                "text": text,
                "facts": json.dumps(facts or {}, ensure_ascii=False),
            }
        )

    def lines_about(self, period_id: str, action: str, live: bool = False) -> tuple[LogLine, ...]:
        """What the log says of one kind of action in a period, oldest first; ``live``: without what was undone."""
        return self._lines("l.period_id = ? AND l.action = ?", [period_id, action], live)

    def lines_of_plan(self, plan_id: str, action: str, live: bool = False) -> tuple[LogLine, ...]:
        """What the log says of one kind of action in a plan, oldest first; ``live``: without what was undone."""
        return self._lines("l.plan_id = ? AND l.action = ?", [plan_id, action], live)

    def lines_of_batch(self, batch_id: int, action: str) -> tuple[LogLine, ...]:
        """What the log says of one kind of action of a batch, oldest first."""
        return self._lines("l.batch_id = ? AND l.action = ?", [batch_id, action], live=False)

    def _lines(self, where: str, values: list[str | int], live: bool) -> tuple[LogLine, ...]:
        undone = " AND b.undone_at IS NULL" if live else ""
        rows = self._db.query(
            f"""SELECT l.made_at, l.action, l.text, l.unit_id, l.batch_id, l.period_id, l.facts
                FROM log l LEFT JOIN batch b ON b.id = l.batch_id WHERE {where}{undone} ORDER BY l.id""",
            values,
        )
        return tuple(LogLine(**{**row, "facts": json.loads(row["facts"])}) for row in rows)

    def log_lines(self, limit: int | None = 200) -> tuple[LogLine, ...]:
        """The newest lines of the log, newest first; all of them without a limit."""
        rows = self._db.query(
            "SELECT made_at, action, text, unit_id, batch_id FROM log ORDER BY id DESC LIMIT ?",
            [-1 if limit is None else limit],
        )
        return tuple(LogLine(**row) for row in rows)
