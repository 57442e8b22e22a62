"""Plans and their versions. A plan comes out whole as it stood in one version; parts keep one id through all."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from peidang.db.plan_parts import read_indicators, read_rows, write_indicators, write_rows
from peidang.db.units import Units
from peidang.domain.errors import NotFound
from peidang.domain.plan import Authority, Indicator, Plan, Row


@dataclass(frozen=True)
class PlanHead:
    """A plan as lists show it."""

    id: str
    position: int
    title: str
    versions: int
    coordinates: bool


@dataclass(frozen=True)
class StoredDoubt:
    """A doubt the reader had, open until it is settled."""

    id: str
    code: str
    place: str
    quote: str
    proposal: str | None
    facts: tuple[tuple[str, str], ...]
    choice: str | None


@dataclass(frozen=True)
class PlanSource:
    """Where a version came from: the document's name, its kept bytes (by hash) and what the reader read."""

    name: str
    document: str | None
    reading: str
    note: str = ""


@dataclass(frozen=True)
class RowLink:
    """Where a row comes from: ``split``, ``merge`` or ``roll-up``; in force from the day ``since``."""

    kind: str
    from_row_id: str
    to_row_id: str
    since: str


class Plans:
    """The plans of a store."""

    def __init__(self, db: Database, units: Units, now: Callable[[], str]) -> None:
        self._db = db
        self._units = units
        self._now = now

    def heads(self) -> tuple[PlanHead, ...]:
        """All plans in the order they were added."""
        rows = self._db.query(
            """SELECT id, position, title, coordinator_id, own_unit_id,
                      (SELECT max(number) FROM plan_version WHERE plan_id = plan.id) AS versions
               FROM plan ORDER BY position"""
        )
        return tuple(
            PlanHead(
                row["id"],
                row["position"],
                row["title"],
                row["versions"],
                row["coordinator_id"] is None or row["coordinator_id"] == row["own_unit_id"],
            )
            for row in rows
        )

    def add(self, plan: Plan, source: PlanSource) -> None:
        """Add a new plan whose units are in the store already, as its version 1."""
        position = self._db.execute("SELECT coalesce(max(position), 0) + 1 FROM plan").fetchone()[0]
        self._db.table("plan").insert(
            {
                "id": plan.id,
                "position": position,
                "authority_id": plan.authority.id,
                "title": plan.title,
                "annex_name": plan.annex_name,
                "document_number": plan.document_number,
                "issuer": plan.issuer,
                "issued_on": plan.issued_on,
                "draft": int(plan.draft),
                "coordinator_id": plan.coordinator_id,
                "own_unit_id": plan.own_unit_id,
                "demonstration": int(plan.demonstration),
                "made_at": self._now(),
            }
        )
        self._add_version(plan, 1, None, source)

    def add_version(self, plan: Plan, valid_from: str, source: PlanSource) -> int:
        """Store the plan's changed rows, assignments and targets as valid from a day on; returns the number."""
        number = self.newest_version(plan.id) + 1
        self._add_version(plan, number, valid_from, source)
        return number

    def _add_version(self, plan: Plan, number: int, valid_from: str | None, source: PlanSource) -> None:
        self._db.table("plan_version").insert(
            {
                "plan_id": plan.id,
                "number": number,
                "valid_from": valid_from,
                "source_name": source.name,
                "document": source.document,
                "reading": source.reading,
                "note": source.note,
                "extra_columns": json.dumps(plan.extra_columns, ensure_ascii=False),
                "made_at": self._now(),
            }
        )
        write_rows(self._db, plan.id, number, plan.rows)
        write_indicators(self._db, plan.id, number, plan.indicators, until=number - 1)

    def replace_indicators(self, plan_id: str, indicators: Sequence[Indicator], until: int = 0) -> None:
        """Change what is kept of the indicators themselves: 口径, kind, who reports, nodes, base figures.

        Versions up to ``until`` keep what they had.
        """
        write_indicators(self._db, plan_id, self.newest_version(plan_id), indicators, until)

    def replace_rows(self, plan_id: str, rows: Sequence[Row]) -> None:
        """Change the rows of the newest version where they stand."""
        write_rows(self._db, plan_id, self.newest_version(plan_id), rows)

    def valid_from(self, plan_id: str, version: int) -> str | None:
        """The day from which a version is in force; None for the first one."""
        for row in self._db.query(
            "SELECT valid_from FROM plan_version WHERE plan_id = ? AND number = ?", [plan_id, version]
        ):
            return str(row["valid_from"]) if row["valid_from"] else None
        raise NotFound("方案", plan_id)

    def link_rows(self, links: Iterable[RowLink]) -> None:
        """Keep where rows come from."""
        self._db.table("row_link").insert_all(
            {
                "id": str(uuid4()),
                "kind": link.kind,
                "from_row_id": link.from_row_id,
                "to_row_id": link.to_row_id,
                "since": link.since,
            }
            for link in links
        )

    def row_links(self, plan_id: str) -> tuple[RowLink, ...]:
        """The links from or to a plan's rows, oldest first."""
        rows = self._db.query(
            """SELECT kind, from_row_id, to_row_id, since FROM row_link
               WHERE EXISTS (SELECT 1 FROM row WHERE id IN (from_row_id, to_row_id) AND plan_id = ?)
               ORDER BY since, rowid""",
            [plan_id],
        )
        return tuple(RowLink(**row) for row in rows)

    def newest_version(self, plan_id: str) -> int:
        """The number of the newest version."""
        row = self._db.execute("SELECT max(number) FROM plan_version WHERE plan_id = ?", [plan_id]).fetchone()
        if row[0] is None:
            raise NotFound("方案", plan_id)
        return int(row[0])

    def version_on(self, plan_id: str, day: str) -> int:
        """The number of the version in force on a day."""
        row = self._db.execute(
            """SELECT max(number) FROM plan_version
               WHERE plan_id = ? AND (valid_from IS NULL OR valid_from <= ?)""",
            [plan_id, day],
        ).fetchone()
        if row[0] is None:
            raise NotFound("方案", plan_id)
        return int(row[0])

    def get(self, plan_id: str, version: int | None = None) -> Plan:
        """The whole plan as of a version, the newest when none is named. Raises NotFound."""
        number = version or self.newest_version(plan_id)
        for head in self._db.query(
            "SELECT plan.*, authority.name AS authority FROM plan JOIN authority ON authority.id = authority_id "
            "WHERE plan.id = ?",
            [plan_id],
        ):
            rows = read_rows(self._db, plan_id, number)
            indicators = read_indicators(self._db, plan_id, number)
            named = {a.unit_id for row in rows for a in row.assignments}
            named.update(unit for i in indicators for unit in i.reporter_ids)
            named.update(unit for unit in (head["coordinator_id"], head["own_unit_id"]) if unit)
            units = self._units.by_ids(sorted(named))
            return Plan(
                id=plan_id,
                title=head["title"],
                annex_name=head["annex_name"],
                authority=Authority(head["authority_id"], head["authority"]),
                coordinator_id=head["coordinator_id"],
                own_unit_id=head["own_unit_id"],
                version=number,
                rows=rows,
                indicators=indicators,
                units=tuple(sorted(units.values(), key=lambda unit: unit.position)),
                document_number=head["document_number"],
                issuer=head["issuer"],
                issued_on=head["issued_on"],
                draft=bool(head["draft"]),
                extra_columns=self._extra_columns(plan_id, number),
                demonstration=bool(head["demonstration"]),
            )
        raise NotFound("方案", plan_id)

    def _extra_columns(self, plan_id: str, version: int) -> tuple[str, ...]:
        rows = self._db.query(
            "SELECT extra_columns FROM plan_version WHERE plan_id = ? AND number <= ? ORDER BY number DESC LIMIT 1",
            [plan_id, version],
        )
        return next((tuple(json.loads(row["extra_columns"])) for row in rows), ())

    def change(self, plan_id: str, **values: str | int | None) -> None:
        """Change parts of the plan's head: title, coordinator_id, own_unit_id, demonstration."""
        self._db.table("plan").update(plan_id, dict(values))

    def document(self, plan_id: str, version: int) -> PlanSource:
        """Where a version came from."""
        for row in self._db.query(
            "SELECT source_name, document, reading, note FROM plan_version WHERE plan_id = ? AND number = ?",
            [plan_id, version],
        ):
            return PlanSource(row["source_name"], row["document"], row["reading"], row["note"])
        raise NotFound("方案", plan_id)

    def add_doubts(self, plan_id: str, version: int, doubts: Iterable[dict[str, Any]]) -> None:
        """Keep the reader's doubts; each has code, place, quote, proposal, facts and a choice when settled."""
        for position, doubt in enumerate(doubts, start=1):
            self._db.table("doubt").insert(
                {
                    "id": str(uuid4()),
                    "plan_id": plan_id,
                    "version": version,
                    "position": position,
                    "code": doubt["code"],
                    "place": doubt["place"],
                    "quote": doubt["quote"],
                    "proposal": doubt["proposal"],
                    "facts": json.dumps(doubt["facts"], ensure_ascii=False),
                    "choice": doubt.get("choice"),
                    "settled_at": self._now() if doubt.get("choice") else None,
                }
            )

    def doubts(self, plan_id: str) -> tuple[StoredDoubt, ...]:
        """All doubts of a plan in the reader's order."""
        rows = self._db.query(
            "SELECT * FROM doubt WHERE plan_id = ? ORDER BY version, position",
            [plan_id],
        )
        return tuple(
            StoredDoubt(
                row["id"],
                row["code"],
                row["place"],
                row["quote"],
                row["proposal"],
                tuple((str(k), str(v)) for k, v in json.loads(row["facts"])),
                row["choice"],
            )
            for row in rows
        )

    def settle_doubt(self, doubt_id: str, choice: str) -> None:
        """Record how a doubt was settled."""
        self._db.table("doubt").update(doubt_id, {"choice": choice, "settled_at": self._now()})

    def contact_line(self, plan_id: str, unit_id: str) -> str:
        """Person and telephone of a unit's contact for the plan; '' when none is kept."""
        for row in self._db.query(
            "SELECT person, phone FROM contact WHERE plan_id = ? AND unit_id = ? ORDER BY position",
            [plan_id, unit_id],
        ):
            return " ".join(part for part in (row["person"], row["phone"]) if part)
        return ""

    def set_contact(self, plan_id: str, unit_id: str, person: str, phone: str, mail: str = "") -> None:
        """Keep a unit's contact for the plan in the first place."""
        self._db.table("contact").upsert(
            {
                "plan_id": plan_id,
                "unit_id": unit_id,
                "position": 1,
                "person": person,
                "phone": phone,
                "mail": mail,
            },
            pk=("plan_id", "unit_id", "position"),
        )
