"""Periods, the requests sent for them with every base value, and the replies made for them here."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlite_utils import Database

from peidang.domain.errors import NotFound
from peidang.domain.periods import Period, Span

_BY_UNIT = (
    *("request", "reply", "source", "receipt", "explanation"),
    *("evidence", "signed_page", "period_exception", "verification"),
)
"""The tables that say whose something is in a period."""

_STANDING = """(opened_by IS NULL
    OR EXISTS (SELECT 1 FROM batch WHERE batch.id = opened_by AND undone_at IS NULL)
    OR EXISTS (SELECT 1 FROM source JOIN batch ON batch.id = batch_id
               WHERE source.period_id = period.id AND undone_at IS NULL)
    OR EXISTS (SELECT 1 FROM request WHERE request.period_id = period.id))"""
"""Of a period that an import opened: whether it still is one, now that the import may have been undone."""

Answers = Mapping[tuple[str, str], str]
"""By (row or indicator id, field)."""


@dataclass(frozen=True)
class SentRequest:
    """A request as it left: what was sent, from which version, and which sources its base values rest on."""

    token: str
    period_id: str
    unit_id: str
    version: int
    payload: str
    base: Answers
    seen: frozenset[str]
    made_at: str
    passed_on_from: str | None = None
    """The token of the own unit's request that this one passes on a part of (转发)."""


@dataclass(frozen=True)
class MadeReply:
    """A reply made here: what it answered, so that the next one knows what it was made from."""

    return_id: str
    answers: Answers


class Months:
    """The periods, requests and replies of a store."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def open(
        self, plan_id: str, span: Span, due: date, final_due: date | None = None, opened_by: int | None = None
    ) -> Period:
        """The plan's period for this span, made when it is new; an existing one is given the dues named here.

        One that a batch opened (``opened_by``) is gone with the batch, unless something else was said in it.
        """
        self._db.execute(
            "UPDATE period SET opened_by = ? WHERE plan_id = ? AND start = ? AND end = ? AND opened_by IS NOT NULL",
            [opened_by, plan_id, span.start.isoformat(), span.end.isoformat()],
        )
        existing = self.find(plan_id, span)
        if existing is not None:
            if existing.due != due:
                self._db.table("period").update(existing.id, {"due": due.isoformat()})
            if final_due not in (None, existing.final_due):
                self._db.table("period").update(existing.id, {"final_due": final_due.isoformat()})
            return self.get(existing.id)
        period_id = str(uuid4())
        self._db.table("period").insert(
            {
                "id": period_id,
                "plan_id": plan_id,
                "start": span.start.isoformat(),
                "end": span.end.isoformat(),
                "due": due.isoformat(),
                "final_due": final_due.isoformat() if final_due else None,
                "opened_at": self._now(),
                "opened_by": opened_by,
            }
        )
        return self.get(period_id)

    def set_dues(self, period_id: str, due: date, final_due: date | None) -> Period:
        """Give the period its dues; None: no final one."""
        final = final_due.isoformat() if final_due else None
        self._db.table("period").update(period_id, {"due": due.isoformat(), "final_due": final})
        return self.get(period_id)

    def reasons(self, period_id: str) -> dict[str, str]:
        """Why units were given a due of their own, by unit id."""
        rows = self._db.query("SELECT unit_id, reason FROM period_exception WHERE period_id = ?", [period_id])
        return {row["unit_id"]: row["reason"] for row in rows}

    def grant(self, period_id: str, unit_id: str, due: date, reason: str) -> None:
        """延期: give a unit its own due."""
        self._db.table("period_exception").upsert(
            {"period_id": period_id, "unit_id": unit_id, "due": due.isoformat(), "reason": reason},
            pk=("period_id", "unit_id"),
        )

    def find(self, plan_id: str, span: Span) -> Period | None:
        """The plan's period of exactly this span."""
        return next((p for p in self.all(plan_id) if p.span == span), None)

    def get(self, period_id: str) -> Period:
        """Raises NotFound when there is none such."""
        for period in self._read("period.id = ?", [period_id]):
            return period
        raise NotFound("报告期", period_id)

    def all(self, plan_id: str) -> tuple[Period, ...]:
        """A plan's periods, oldest first."""
        return self._read("plan_id = ?", [plan_id])

    def before(self, period: Period) -> Period | None:
        """The plan's period that ended last before this one starts."""
        earlier = [p for p in self.all(period.plan_id) if p.span.end < period.span.start]
        return earlier[-1] if earlier else None

    def _read(self, where: str, values: list[Any]) -> tuple[Period, ...]:
        rows = list(
            self._db.query(
                f"""SELECT *, EXISTS (SELECT 1 FROM issue WHERE period_id = period.id) AS issued
                    FROM period WHERE ({where}) AND {_STANDING} ORDER BY end, start""",
                values,
            )
        )
        return tuple(
            Period(
                row["id"],
                row["plan_id"],
                Span(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])),
                date.fromisoformat(row["due"]),
                date.fromisoformat(row["final_due"]) if row["final_due"] else None,
                bool(row["issued"]),
                self._exceptions(row["id"]),
            )
            for row in rows
        )

    def _exceptions(self, period_id: str) -> tuple[tuple[str, date], ...]:
        rows = self._db.query("SELECT unit_id, due FROM period_exception WHERE period_id = ?", [period_id])
        return tuple((row["unit_id"], date.fromisoformat(row["due"])) for row in rows)

    def hand_over(self, period_ids: Iterable[str], unit_id: str, to_unit_id: str) -> None:
        """What one unit was asked, said and was granted in these periods counts as another's (two names, one unit)."""
        for period_id in period_ids:
            values = {"period": period_id, "old": unit_id, "new": to_unit_id}
            for table in _BY_UNIT:
                self._db.execute(
                    f"UPDATE OR IGNORE {table} SET unit_id = :new WHERE period_id = :period AND unit_id = :old",
                    values,
                )

    def add_request(self, request: SentRequest, batch_id: int) -> None:
        """Keep a request with its base values, before its workbook leaves."""
        self._db.table("request").insert(
            {
                "token": request.token,
                "period_id": request.period_id,
                "unit_id": request.unit_id,
                "version": request.version,
                "batch_id": batch_id,
                "payload": request.payload,
                "passed_on_from": request.passed_on_from,
                "made_at": self._now(),
            }
        )
        self._db.table("request_cell").insert_all(
            {"token": request.token, "item": item, "field": field, "value": value}
            for (item, field), value in request.base.items()
        )
        self._db.table("request_seen").insert_all(
            {"token": request.token, "source_id": source} for source in sorted(request.seen)
        )

    def request(self, token: str) -> SentRequest | None:
        """The request with this token; None when this store never sent or received it."""
        return next(iter(self._requests("token = ?", [token])), None)

    def requests(self, period_id: str, unit_id: str | None = None) -> tuple[SentRequest, ...]:
        """The requests of a period, of one unit or of all, oldest first."""
        return tuple(
            self._requests(
                "period_id = ? AND (? IS NULL OR unit_id = ?) ORDER BY request.rowid",
                [period_id, unit_id, unit_id],
            )
        )

    def _requests(self, where: str, values: list[Any]) -> Iterable[SentRequest]:
        for row in list(self._db.query(f"SELECT * FROM request WHERE {where}", values)):
            cells = self._db.query("SELECT * FROM request_cell WHERE token = ?", [row["token"]])
            seen = self._db.query("SELECT source_id FROM request_seen WHERE token = ?", [row["token"]])
            yield SentRequest(
                row["token"],
                row["period_id"],
                row["unit_id"],
                row["version"],
                row["payload"],
                {(cell["item"], cell["field"]): cell["value"] for cell in cells},
                frozenset(one["source_id"] for one in seen),
                row["made_at"],
                row["passed_on_from"],
            )

    def add_reply(self, return_id: str, period_id: str, unit_id: str, answers: Answers) -> None:
        """Keep what a reply answered."""
        self._db.table("reply").insert(
            {
                "return_id": return_id,
                "period_id": period_id,
                "unit_id": unit_id,
                "answers": json.dumps([[*key, value] for key, value in answers.items()], ensure_ascii=False),
                "made_at": self._now(),
            }
        )

    def replies(self, period_id: str, unit_id: str) -> tuple[MadeReply, ...]:
        """The replies made for a unit and period, oldest first."""
        rows = self._db.query(
            "SELECT return_id, answers FROM reply WHERE period_id = ? AND unit_id = ? ORDER BY rowid",
            [period_id, unit_id],
        )
        return tuple(
            MadeReply(
                row["return_id"],
                {(item, field): value for item, field, value in json.loads(row["answers"])},
            )
            for row in rows
        )
