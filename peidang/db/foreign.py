"""Other offices' forms: what their columns mean, kept by the heads; and what was told to whom."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from sqlite_utils import Database


@dataclass(frozen=True)
class KeptForm:
    """What was settled about a form, by its heads."""

    fingerprint: str
    name: str
    columns: Mapping[str, str] = field(default_factory=dict)
    """By the head without its month: what the column means; '' for one that is not used."""
    lines: Mapping[str, str] = field(default_factory=dict)
    """By a line's words: the row or indicator it is; '' for one that is not ours."""
    office: str = ""
    """Whose form it is."""


@dataclass(frozen=True)
class Told:
    """A figure as an office was told it, in the indicator's own unit of measure."""

    indicator_id: str
    unit_id: str
    office: str
    value: str
    as_of: str


@dataclass(frozen=True)
class Twin:
    """An indicator of the same name and measure in another plan; ``office`` coordinates that plan."""

    indicator_id: str
    twin_id: str
    twin_plan_id: str
    office: str


class Foreign:
    """The forms of other offices, and what they were told."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def form(self, fingerprint: str) -> KeptForm | None:
        """What was settled about the form with these heads."""
        for row in self._db.query("SELECT * FROM foreign_form WHERE fingerprint = ?", [fingerprint]):
            return KeptForm(row["fingerprint"], row["name"], **json.loads(row["mapping"]))
        return None

    def keep_form(self, form: KeptForm) -> None:
        """Settle it anew."""
        mapping = {"columns": dict(form.columns), "lines": dict(form.lines), "office": form.office}
        self._db.table("foreign_form").upsert(
            {
                "fingerprint": form.fingerprint,
                "name": form.name,
                "mapping": json.dumps(mapping, ensure_ascii=False),
                "made_at": self._now(),
            },
            pk="fingerprint",
        )

    def tell(self, batch_id: int, period_id: str, told: Told) -> None:
        """Keep what an office was told."""
        self._db.table("told_elsewhere").insert(
            {
                "id": str(uuid4()),
                "batch_id": batch_id,
                "period_id": period_id,
                "unit_id": told.unit_id,
                "indicator_id": told.indicator_id,
                "office": told.office,
                "value": told.value,
                "as_of": told.as_of or None,
                "made_at": self._now(),
            }
        )

    def told(self, period_id: str) -> tuple[Told, ...]:
        """What each office was told last, in live batches."""
        rows = self._db.query(
            """SELECT t.* FROM told_elsewhere t JOIN batch b ON b.id = t.batch_id
               WHERE t.period_id = ? AND b.undone_at IS NULL ORDER BY t.rowid""",
            [period_id],
        )
        newest = {(row["indicator_id"], row["unit_id"], row["office"]): row for row in rows}
        return tuple(
            Told(row["indicator_id"], row["unit_id"], row["office"], row["value"], row["as_of"] or "")
            for row in newest.values()
        )

    def twins(self, plan_id: str) -> tuple[Twin, ...]:
        """Indicators of other plans with the name and measure of one of this plan's."""
        rows = self._db.query(
            """SELECT own.id AS indicator_id, other.id AS twin_id, other.plan_id AS twin_plan_id,
                      coalesce(unit.name, plan.issuer, plan.title) AS office
               FROM indicator own
               JOIN indicator other ON other.name = own.name AND other.unit_of_measure = own.unit_of_measure
                    AND other.plan_id <> own.plan_id
               JOIN plan ON plan.id = other.plan_id
               LEFT JOIN unit ON unit.id = plan.coordinator_id
               WHERE own.plan_id = ? ORDER BY own.position, plan.position, other.position""",
            [plan_id],
        )
        return tuple(Twin(**row) for row in rows)
