"""The coordinator's own side of a month: 统稿, 本局核定, rule sheets, and what was issued, frozen with its bytes."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from peidang.domain.answers import Ruling
from peidang.domain.labels import Light


@dataclass(frozen=True)
class StoredWording:
    """统稿 of a row, with the originals it was made from."""

    row_id: str
    text: str
    made_from: str


@dataclass(frozen=True)
class Issue:
    """印发: one frozen paper set of a period. ``number`` 1 is the issue, later ones are 更正."""

    id: str
    period_id: str
    number: int
    rule_sheet: int
    summary: str
    corrections: tuple[str, ...]
    made_at: str
    files: tuple[tuple[str, str], ...]
    """(name, SHA-256) in order."""
    paper: str = ""
    """The kind of paper; '' in stores of before there were kinds."""
    document_number: str = ""
    signed_by: str = ""
    signed_on: str | None = None
    signed_copy: str | None = None
    """SHA-256 of the signed paper's scan."""
    texts: str = "{}"
    """Its paragraphs as printed, by place, as JSON."""
    after_batch: int = 0
    """The newest batch when it was issued; what is in a later one came after it (补报)."""


class Papers:
    """统稿, 核定, rule sheets, issues and settings of a store."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def add_wording(self, batch_id: int, period_id: str, row_id: str, text: str, made_from: str) -> None:
        """Keep the coordinator's wording; '' returns to the originals."""
        self._db.table("wording").insert(
            {
                "id": str(uuid4()),
                "batch_id": batch_id,
                "period_id": period_id,
                "row_id": row_id,
                "text": text,
                "made_from": made_from,
                "made_at": self._now(),
            }
        )

    def wordings(self, period_id: str) -> dict[str, StoredWording]:
        """The newest live wording of each row, by row id; rows returned to the originals are left out."""
        rows = self._db.query(
            """SELECT w.row_id, w.text, w.made_from FROM wording w JOIN batch b ON b.id = w.batch_id
               WHERE w.period_id = ? AND b.undone_at IS NULL ORDER BY w.rowid""",
            [period_id],
        )
        newest = {row["row_id"]: StoredWording(**row) for row in rows}
        return {row_id: wording for row_id, wording in newest.items() if wording.text}

    def add_ruling(
        self, batch_id: int, period_id: str, row_id: str, light: Light | None, reason: str
    ) -> None:
        """Keep a light set by hand (本局核定); None lifts it."""
        self._db.table("ruling").insert(
            {
                "id": str(uuid4()),
                "batch_id": batch_id,
                "period_id": period_id,
                "row_id": row_id,
                "light": light.value if light else None,
                "reason": reason,
                "made_at": self._now(),
            }
        )

    def rulings(self, period_id: str) -> dict[str, Ruling]:
        """The newest live ruling of each row, by row id."""
        rows = self._db.query(
            """SELECT r.row_id, r.light, r.reason FROM ruling r JOIN batch b ON b.id = r.batch_id
               WHERE r.period_id = ? AND b.undone_at IS NULL ORDER BY r.rowid""",
            [period_id],
        )
        newest = {row["row_id"]: row for row in rows}
        return {
            row_id: Ruling(row_id, Light(row["light"]), row["reason"])
            for row_id, row in newest.items()
            if row["light"]
        }

    def add_rule_sheet(self, plan_id: str, body: dict[str, Any], batch_id: int | None = None) -> int:
        """Keep a new rule sheet; issued months keep theirs. Returns its number, which no sheet ever had before.

        One of no batch cannot be undone.
        """
        numbers = self._db.execute("SELECT max(number) FROM rule_sheet WHERE plan_id = ?", [plan_id])
        number = int(numbers.fetchone()[0] or 0) + 1
        self._db.table("rule_sheet").insert(
            {
                "plan_id": plan_id,
                "number": number,
                "body": json.dumps(body, ensure_ascii=False),
                "batch_id": batch_id,
                "made_at": self._now(),
            }
        )
        return number

    def rule_sheet(self, plan_id: str, number: int | None = None) -> tuple[int, dict[str, Any] | None]:
        """A rule sheet and its number, the newest live one when none is named; (0, None) when there is none."""
        for row in self._db.query(
            """SELECT s.number, s.body FROM rule_sheet s LEFT JOIN batch b ON b.id = s.batch_id
               WHERE s.plan_id = :plan AND (s.number = :number OR (:number IS NULL AND b.undone_at IS NULL))
               ORDER BY s.number DESC""",
            {"plan": plan_id, "number": number},
        ):
            return row["number"], json.loads(row["body"])
        return 0, None

    def issues_by_rules(self, batch_id: int) -> tuple[str, ...]:
        """Ids of the periods that were issued by a rule sheet of this batch."""
        rows = self._db.query(
            """SELECT DISTINCT i.period_id FROM rule_sheet s JOIN period p ON p.plan_id = s.plan_id
               JOIN issue i ON i.period_id = p.id AND i.rule_sheet = s.number WHERE s.batch_id = ?""",
            [batch_id],
        )
        return tuple(row["period_id"] for row in rows)

    def add_issue(
        self,
        period_id: str,
        rule_sheet: int,
        summary: str,
        files: Iterable[tuple[str, str]],
        corrections: Iterable[str] = (),
        paper: str = "",
        texts: str = "{}",
    ) -> Issue:
        """Freeze a period's papers: (name, SHA-256 of kept bytes) in order; ``texts`` are its paragraphs by place."""
        issue_id = str(uuid4())
        number = len(self.issues(period_id)) + 1
        self._db.table("issue").insert(
            {
                "id": issue_id,
                "period_id": period_id,
                "number": number,
                "rule_sheet": rule_sheet,
                "summary": summary,
                "corrections": json.dumps(list(corrections), ensure_ascii=False),
                "paper": paper,
                "texts": texts,
                "made_at": self._now(),
                "after_batch": self._newest_batch(),
            }
        )
        self._db.table("issue_file").insert_all(
            {"issue_id": issue_id, "position": position, "name": name, "sha256": digest}
            for position, (name, digest) in enumerate(files, start=1)
        )
        return self.issues(period_id)[-1]

    def _newest_batch(self) -> int:
        (row,) = self._db.query("SELECT coalesce(max(id), 0) AS newest FROM batch")
        return int(row["newest"])

    def issues(self, period_id: str) -> tuple[Issue, ...]:
        """A period's issue and its corrections, oldest first."""
        rows = list(self._db.query("SELECT * FROM issue WHERE period_id = ? ORDER BY number", [period_id]))
        return tuple(
            Issue(
                row["id"],
                row["period_id"],
                row["number"],
                row["rule_sheet"],
                row["summary"],
                tuple(json.loads(row["corrections"])),
                row["made_at"],
                self._issue_files(row["id"]),
                row["paper"],
                row["document_number"],
                row["signed_by"],
                row["signed_on"],
                row["signed_copy"],
                row["texts"],
                row["after_batch"],
            )
            for row in rows
        )

    def set_signed(
        self, issue_id: str, document_number: str, signed_by: str, signed_on: str, signed_copy: str
    ) -> None:
        """Note on an issue under which number, by whom and when it was signed, and its scan's SHA-256."""
        self._db.table("issue").update(
            issue_id,
            {
                "document_number": document_number,
                "signed_by": signed_by,
                "signed_on": signed_on,
                "signed_copy": signed_copy,
            },
        )

    def _issue_files(self, issue_id: str) -> tuple[tuple[str, str], ...]:
        rows = self._db.query(
            "SELECT name, sha256 FROM issue_file WHERE issue_id = ? ORDER BY position", [issue_id]
        )
        return tuple((row["name"], row["sha256"]) for row in rows)

    def setting(self, key: str) -> str:
        """A setting's value; '' when it was never set."""
        for row in self._db.query("SELECT value FROM setting WHERE key = ?", [key]):
            return str(row["value"])
        return ""

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._db.table("setting").upsert({"key": key, "value": value}, pk="key")
