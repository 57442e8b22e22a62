"""Lines of received files of which a person must say whose they are, and what was said."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from peidang.domain.labels import Field
from peidang.domain.travel import OpenLine


@dataclass(frozen=True)
class KeptLine:
    """An open line as the store keeps it, with the receipt it came in."""

    id: str
    receipt_id: str
    unit_id: str
    path: str
    line: OpenLine
    chosen: str | None
    """The item a person gave it to, '' for none; None while it is open."""


class OpenLines:
    """The open lines of a store. A line stays open until a live batch has chosen; undoing that opens it again."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, receipt_id: str, lines: Iterable[OpenLine]) -> None:
        """Keep the lines of one receipt."""
        self._db.table("open_line").insert_all(
            {
                "id": str(uuid4()),
                "receipt_id": receipt_id,
                "position": position,
                "sheet": line.sheet,
                "row": line.row,
                "words": line.words,
                "reason": line.reason,
                "candidates": json.dumps(line.candidates),
                "answers": json.dumps(
                    {f.value: text for f, text in line.answers.items()}, ensure_ascii=False
                ),
            }
            for position, line in enumerate(lines)
        )

    def choose(self, line_id: str, batch_id: int, item: str) -> None:
        """Record whose the line is; '' when it is nobody's."""
        self._db.table("open_line_choice").insert(
            {"open_line_id": line_id, "batch_id": batch_id, "item": item}
        )

    def of_period(self, period_id: str) -> tuple[KeptLine, ...]:
        """The lines of a period's live receipts, in the order they came, with what live batches have chosen."""
        rows = self._db.query(
            """SELECT o.*, r.unit_id, f.path,
                      (SELECT c.item FROM open_line_choice c JOIN batch cb ON cb.id = c.batch_id
                       WHERE c.open_line_id = o.id AND cb.undone_at IS NULL ORDER BY c.rowid DESC LIMIT 1) AS chosen
               FROM open_line o
               JOIN receipt r ON r.id = o.receipt_id
               JOIN received_file f ON f.id = r.received_file_id
               JOIN batch b ON b.id = f.batch_id
               WHERE r.period_id = ? AND r.unit_id IS NOT NULL AND b.undone_at IS NULL
               ORDER BY r.rowid, o.position""",
            [period_id],
        )
        return tuple(
            KeptLine(row["id"], row["receipt_id"], row["unit_id"], row["path"], _line(row), row["chosen"])
            for row in rows
        )


def _line(row: dict[str, Any]) -> OpenLine:
    return OpenLine(
        row["sheet"],
        row["row"],
        row["words"],
        row["reason"],
        tuple(json.loads(row["candidates"])),
        {Field(name): text for name, text in json.loads(row["answers"]).items()},
    )
