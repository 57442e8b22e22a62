"""What came in: bytes with their hash, receipts, sources and their statements about answer cells.

Nothing is ever overwritten or deleted; a batch that was undone leaves its statements in place but out of account.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from peidang.domain.merging import Lineage, Source, Statement


@dataclass(frozen=True)
class Spoken:
    """All that is said of one unit's cells in one period: live statements, their sources, and the lineage."""

    statements: tuple[Statement, ...]
    sources: Mapping[str, Source]
    lineage: Lineage
    facts: Mapping[str, "SourceFacts"]

    @property
    def newest(self) -> frozenset[str]:
        """The live sources no other live one is later than. Whoever is made after these is made after all.

        Naming only them keeps a long row of edits short: one link each instead of one to every former edit.
        """
        return self.lineage.newest(self.sources)


@dataclass(frozen=True)
class SourceFacts:
    """What people see of a source: which file or hand, and when."""

    id: str
    kind: str
    made_at: str
    by_whom: str
    path: str
    saved_at: str | None
    mailed_at: str | None
    receipt_id: str | None
    told_by: str = ""
    """代录: through what the answer came (电话, 微信, 来人)."""
    told_at: str | None = None
    batch: int = 0


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was received in a live batch."""

    id: str
    batch_id: int
    path: str
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """收表: what became of one file for one plan, unit and period."""

    id: str
    batch_id: int
    path: str
    sha256: str
    plan_id: str | None
    period_id: str | None
    unit_id: str | None
    token: str | None
    outcome: str
    recognised_by: str
    counts: Mapping[str, int]
    findings: tuple[Mapping[str, Any], ...]
    made_at: str
    file_id: str = ""
    saved_at: str | None = None
    mailed_at: str | None = None
    sender: str = ""


def cell_key(item: str, field: str) -> str:
    """How a cell is named within one unit and period: item id and field."""
    return f"{item}:{field}"


class Returns:
    """The received files, receipts, sources and statements of a store."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def keep_bytes(self, data: bytes) -> str:
        """Keep bytes once, by hash; returns the SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        self._db.table("blob").insert({"sha256": digest, "size": len(data), "bytes": data}, ignore=True)
        return digest

    def bytes_of(self, digest: str) -> bytes:
        """The kept bytes. Raises KeyError when they are not here."""
        for row in self._db.query("SELECT bytes FROM blob WHERE sha256 = ?", [digest]):
            return bytes(row["bytes"])
        raise KeyError(digest)

    def damaged_blobs(self) -> tuple[str, ...]:
        """Hashes of kept bytes that no longer match; one blob in memory at a time."""
        digests = [row["sha256"] for row in self._db.query("SELECT sha256 FROM blob")]
        return tuple(d for d in digests if hashlib.sha256(self.bytes_of(d)).hexdigest() != d)

    def live_file(self, digest: str) -> ReceivedFile | None:
        """The first file of these bytes that a batch not undone has received."""
        for row in self._db.query(
            """SELECT f.id, f.batch_id, f.path, f.sha256 FROM received_file f JOIN batch b ON b.id = f.batch_id
               WHERE f.sha256 = ? AND b.undone_at IS NULL ORDER BY f.rowid""",
            [digest],
        ):
            return ReceivedFile(**row)
        return None

    def add_file(
        self,
        batch_id: int,
        path: str,
        digest: str,
        saved_at: str | None,
        mailed_at: str | None,
        sender: str = "",
    ) -> str:
        """Record a received file; returns its id."""
        file_id = str(uuid4())
        self._db.table("received_file").insert(
            {
                "id": file_id,
                "batch_id": batch_id,
                "path": path,
                "sha256": digest,
                "saved_at": saved_at,
                "mailed_at": mailed_at,
                "sender": sender,
            }
        )
        return file_id

    def add_receipt(
        self,
        file_id: str,
        outcome: str,
        *,
        plan_id: str | None = None,
        period_id: str | None = None,
        unit_id: str | None = None,
        token: str | None = None,
        recognised_by: str = "",
    ) -> str:
        """Record what became of a file for one unit and period; returns the receipt's id."""
        receipt_id = str(uuid4())
        self._db.table("receipt").insert(
            {
                "id": receipt_id,
                "received_file_id": file_id,
                "plan_id": plan_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "token": token,
                "outcome": outcome,
                "recognised_by": recognised_by,
            }
        )
        return receipt_id

    def close_receipt(
        self, receipt_id: str, outcome: str, counts: Mapping[str, int], findings: Iterable[Mapping[str, Any]]
    ) -> None:
        """Set a receipt's outcome, counts and findings once they are known."""
        self._db.table("receipt").update(
            receipt_id,
            {
                "outcome": outcome,
                "counts": json.dumps(counts),
                "findings": json.dumps(list(findings), ensure_ascii=False),
            },
        )

    def receipts(
        self, *, period_id: str | None = None, batch_id: int | None = None, digest: str | None = None
    ) -> tuple[Receipt, ...]:
        """Receipts of live batches in the order they were made: of one period, one batch, one file's bytes, or all."""
        rows = self._db.query(
            """SELECT r.*, f.path, f.sha256, f.batch_id, f.saved_at, f.mailed_at, f.sender, b.made_at
               FROM receipt r
               JOIN received_file f ON f.id = r.received_file_id JOIN batch b ON b.id = f.batch_id
               WHERE b.undone_at IS NULL AND (:period IS NULL OR r.period_id = :period)
                 AND (:batch IS NULL OR f.batch_id = :batch) AND (:digest IS NULL OR f.sha256 = :digest)
               ORDER BY r.rowid""",
            {"period": period_id, "batch": batch_id, "digest": digest},
        )
        return tuple(_receipt(row) for row in rows)

    def add_source(
        self,
        batch_id: int,
        kind: str,
        period_id: str,
        unit_id: str,
        after: Iterable[str],
        statements: Mapping[tuple[str, str], tuple[str, str]],
        *,
        receipt_id: str | None = None,
        return_id: str = "",
        by_whom: str = "",
        told_by: str = "",
        told_at: str | None = None,
    ) -> str:
        """Record a source and what it says: (item, field) → (value, base). Returns the source's id."""
        source_id = str(uuid4())
        self._db.table("source").insert(
            {
                "id": source_id,
                "batch_id": batch_id,
                "kind": kind,
                "period_id": period_id,
                "unit_id": unit_id,
                "receipt_id": receipt_id,
                "return_id": return_id,
                "by_whom": by_whom,
                "told_by": told_by,
                "told_at": told_at,
                "made_at": self._now(),
            }
        )
        self._db.table("source_after").insert_all(
            {"source_id": source_id, "after": other} for other in sorted(set(after))
        )
        self._db.table("statement").insert_all(
            {"source_id": source_id, "item": item, "field": field, "value": value, "base": base}
            for (item, field), (value, base) in statements.items()
        )
        return source_id

    def spoken(self, period_id: str, unit_id: str) -> Spoken:
        """Everything live that is said of one unit's cells in one period."""
        return self.spoken_by_unit(period_id, unit_id).get(unit_id) or Spoken((), {}, Lineage({}), {})

    def spoken_by_unit(self, period_id: str, unit_id: str | None = None) -> dict[str, Spoken]:
        """The same for every unit of a period that anything was said of."""
        here = {"period": period_id, "unit": unit_id}
        rows = list(
            self._db.query(
                """SELECT s.*, b.undone_at, f.path, f.saved_at, f.mailed_at FROM source s
                   JOIN batch b ON b.id = s.batch_id
                   LEFT JOIN receipt r ON r.id = s.receipt_id
                   LEFT JOIN received_file f ON f.id = r.received_file_id
                   WHERE s.period_id = :period AND (:unit IS NULL OR s.unit_id = :unit) ORDER BY s.rowid""",
                here,
            )
        )
        by_unit: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            by_unit.setdefault(row["unit_id"], []).append(row)
        after = self._after(here)
        said = self._statements(here)
        return {unit: _spoken(own, said, _lineage(own, after)) for unit, own in by_unit.items()}

    def _after(self, here: dict[str, Any]) -> dict[str, list[str]]:
        after: dict[str, list[str]] = {}
        for link in self._db.query(
            """SELECT a.source_id, a.after FROM source_after a JOIN source s ON s.id = a.source_id
               WHERE s.period_id = :period AND (:unit IS NULL OR s.unit_id = :unit)""",
            here,
        ):
            after.setdefault(link["source_id"], []).append(link["after"])
        return after

    def _statements(self, here: dict[str, Any]) -> dict[str, list[Statement]]:
        said: dict[str, list[Statement]] = {}
        for row in self._db.query(
            """SELECT t.* FROM statement t JOIN source s ON s.id = t.source_id
               WHERE s.period_id = :period AND (:unit IS NULL OR s.unit_id = :unit)
               ORDER BY s.rowid, t.item, t.field""",
            here,
        ):
            said.setdefault(row["source_id"], []).append(
                Statement(cell_key(row["item"], row["field"]), row["source_id"], row["value"], row["base"])
            )
        return said

    def items_of_batch(self, batch_id: int) -> dict[str, frozenset[str]]:
        """The rows and indicators that a batch spoke of, by period."""
        found: dict[str, set[str]] = {}
        for row in self._db.query(
            """SELECT DISTINCT s.period_id, t.item FROM statement t JOIN source s ON s.id = t.source_id
               WHERE s.batch_id = ?""",
            [batch_id],
        ):
            found.setdefault(row["period_id"], set()).add(row["item"])
        return {period: frozenset(items) for period, items in found.items()}

    def add_explanation(
        self, batch_id: int, period_id: str, unit_id: str, item: str, code: str, text: str
    ) -> None:
        """Keep an explanation of a finding."""
        self._db.table("explanation").insert(
            {
                "id": str(uuid4()),
                "batch_id": batch_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "item": item,
                "code": code,
                "text": text,
                "made_at": self._now(),
            }
        )

    def explanations(self, period_id: str) -> dict[tuple[str, str, str], str]:
        """The newest live explanation by (unit id, item id, finding code)."""
        rows = self._db.query(
            """SELECT e.unit_id, e.item, e.code, e.text FROM explanation e JOIN batch b ON b.id = e.batch_id
               WHERE e.period_id = ? AND b.undone_at IS NULL ORDER BY e.rowid""",
            [period_id],
        )
        return {(row["unit_id"], row["item"], row["code"]): row["text"] for row in rows}


def _receipt(row: dict[str, Any]) -> Receipt:
    return Receipt(
        row["id"],
        row["batch_id"],
        row["path"],
        row["sha256"],
        row["plan_id"],
        row["period_id"],
        row["unit_id"],
        row["token"],
        row["outcome"],
        row["recognised_by"],
        json.loads(row["counts"]),
        tuple(json.loads(row["findings"])),
        row["made_at"],
        row["received_file_id"],
        row["saved_at"],
        row["mailed_at"],
        row["sender"],
    )


def _lineage(rows: list[dict[str, Any]], after: Mapping[str, list[str]]) -> Lineage:
    """Sources name each other by source id or by the return id they carry; both are nodes of the order."""
    links: dict[str, set[str]] = {row["id"]: set(after.get(row["id"], ())) for row in rows}
    for row in rows:
        if row["return_id"]:
            links.setdefault(row["return_id"], set()).add(row["id"])
    return Lineage({source: frozenset(others) for source, others in links.items()})


def _spoken(rows: list[dict[str, Any]], said: dict[str, list[Statement]], lineage: Lineage) -> Spoken:
    live = [row for row in rows if row["undone_at"] is None]
    return Spoken(
        tuple(statement for row in live for statement in said.get(row["id"], ())),
        {row["id"]: Source(row["id"], is_return=row["kind"] in ("return", "request")) for row in live},
        lineage,
        {
            row["id"]: SourceFacts(
                row["id"],
                row["kind"],
                row["made_at"],
                row["by_whom"],
                row["path"] or "",
                row["saved_at"],
                row["mailed_at"],
                row["receipt_id"],
                row["told_by"],
                row["told_at"],
                row["batch_id"],
            )
            for row in live
        },
    )
