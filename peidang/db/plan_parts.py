"""Rows, assignments, indicators and targets, in and out. Only what changed since the last version is written."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from peidang.domain.labels import (
    IndicatorKind,
    IndicatorReporting,
    ReportingMode,
    Role,
    RowFrequency,
    RowState,
)
from peidang.domain.plan import Assignment, BaseFigure, Indicator, Row, Target, YearlyNode

_EFFECTIVE = """
    SELECT v.* FROM {table}_version v JOIN {table} ON {table}.id = v.{table}_id
    WHERE {where} AND v.version = (
        SELECT max(version) FROM {table}_version WHERE {table}_id = v.{table}_id AND version <= :version)
    ORDER BY {table}.rowid
"""


def _effective(db: Database, table: str, where: str, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The version in force of every part, dropped ones included, by id."""
    rows = db.query(_EFFECTIVE.format(table=table, where=where), values)
    return {row[f"{table}_id"]: row for row in rows}


def _write_version(
    db: Database, table: str, part_id: str, version: int, values: dict[str, Any], old: dict[str, Any] | None
) -> None:
    if old is None or any(old[key] != value for key, value in values.items()):
        db.table(f"{table}_version").insert(
            {f"{table}_id": part_id, "version": version, **values}, replace=True
        )


def _drop_missing(
    db: Database, table: str, version: int, old: dict[str, dict[str, Any]], kept: set[str]
) -> None:
    for part_id, row in old.items():
        if part_id not in kept and not row["dropped"]:
            db.table(f"{table}_version").insert({**row, "version": version, "dropped": 1}, replace=True)


def write_rows(db: Database, plan_id: str, version: int, rows: Iterable[Row]) -> None:
    """Store these as the plan's rows from this version on; rows no longer among them are dropped, not deleted."""
    here = {"plan": plan_id, "version": version}
    old = _effective(db, "row", "row.plan_id = :plan", here)
    old_parts = _effective(db, "assignment", "assignment.plan_id = :plan", here)
    kept: set[str] = set()
    kept_parts: set[str] = set()
    for row in rows:
        kept.add(row.id)
        db.table("row").insert({"id": row.id, "plan_id": plan_id}, ignore=True)
        _write_version(db, "row", row.id, version, _row_values(row), old.get(row.id))
        for one in row.assignments:
            kept_parts.add(one.id)
            db.table("assignment").insert({"id": one.id, "plan_id": plan_id}, ignore=True)
            values = _assignment_values(one, row.id)
            _write_version(db, "assignment", one.id, version, values, old_parts.get(one.id))
    _drop_missing(db, "row", version, old, kept)
    _drop_missing(db, "assignment", version, old_parts, kept_parts)


def _row_values(row: Row) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "section": row.section,
        "task": row.task,
        "measure": row.measure,
        "due": row.due,
        "frequency": row.frequency.value,
        "state": row.state.value,
        "state_grounds": row.state_grounds,
        "reporting_mode": row.reporting_mode.value,
        "grounds": row.grounds,
        "extra": json.dumps(row.extra, ensure_ascii=False),
        "dropped": 0,
    }


def _assignment_values(one: Assignment, row_id: str) -> dict[str, Any]:
    return {
        "row_id": row_id,
        "unit_id": one.unit_id,
        "role": one.role.value,
        "position": one.position,
        "printed": one.printed,
        "dropped": 0,
    }


def read_rows(db: Database, plan_id: str, version: int) -> tuple[Row, ...]:
    """The plan's rows as of a version, by serial."""
    here = {"plan": plan_id, "version": version}
    parts: dict[str, list[Assignment]] = {}
    found = _effective(db, "assignment", "assignment.plan_id = :plan", here)
    for one in sorted(found.values(), key=lambda o: (o["role"] != Role.LEAD.value, o["position"])):
        if not one["dropped"]:
            parts.setdefault(one["row_id"], []).append(
                Assignment(
                    one["assignment_id"], one["unit_id"], Role(one["role"]), one["position"], one["printed"]
                )
            )
    rows = _effective(db, "row", "row.plan_id = :plan", here).values()
    return tuple(
        Row(
            id=row["row_id"],
            serial=row["serial"],
            section=row["section"],
            task=row["task"],
            measure=row["measure"],
            assignments=tuple(parts.get(row["row_id"], ())),
            due=row["due"],
            extra=tuple((str(k), str(v)) for k, v in json.loads(row["extra"])),
            frequency=RowFrequency(row["frequency"]),
            state=RowState(row["state"]),
            state_grounds=row["state_grounds"],
            reporting_mode=ReportingMode(row["reporting_mode"]),
            grounds=row["grounds"],
        )
        for row in sorted(rows, key=lambda r: r["serial"])
        if not row["dropped"]
    )


def write_indicators(
    db: Database, plan_id: str, version: int, indicators: Iterable[Indicator], until: int = 0
) -> None:
    """Store these as the plan's indicators; their targets are valid from this version on.

    What else is kept of an indicator holds for all versions, but those up to ``until`` keep it as it was.
    """
    old = _effective(db, "target", "target.plan_id = :plan", {"plan": plan_id, "version": version})
    kept: set[str] = set()
    place = 0
    for position, one in enumerate(indicators, start=1):
        if until:
            _keep_former(db, one, until)
        db.table("indicator").upsert(_indicator_values(one, plan_id, position), pk="id")
        _write_reporting(db, one)
        for target in one.targets:
            place += 1
            kept.add(target.id)
            db.table("target").insert({"id": target.id, "plan_id": plan_id}, ignore=True)
            values = _target_values(target, one.id, place)
            _write_version(db, "target", target.id, version, values, old.get(target.id))
    _drop_missing(db, "target", version, old, kept)


def _keep_former(db: Database, one: Indicator, until: int) -> None:
    """Keep the indicator as it stands before it is changed; of several changes the first one counts."""
    for row in list(db.query("SELECT * FROM indicator WHERE id = ?", [one.id])):
        body = _live_body(db, row)
        if body != _body(one):
            db.table("indicator_former").insert(
                {"indicator_id": one.id, "until": until, "body": json.dumps(body, ensure_ascii=False)},
                ignore=True,
            )


def _indicator_values(one: Indicator, plan_id: str, position: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "plan_id": plan_id,
        "position": position,
        "name": one.name,
        "unit_of_measure": one.unit_of_measure,
        "kind": one.kind.value,
        "frequency": one.frequency.value,
        "reporting": one.reporting.value,
        "definition": one.definition,
    }


def _write_reporting(db: Database, one: Indicator) -> None:
    for table in ("indicator_reporter", "yearly_node", "base_figure"):
        db.table(table).delete_where("indicator_id = ?", [one.id])
    for position, unit_id in enumerate(one.reporter_ids, start=1):
        db.table("indicator_reporter").insert(
            {"indicator_id": one.id, "position": position, "unit_id": unit_id}
        )
    for node in one.nodes:
        db.table("yearly_node").insert(
            {
                "indicator_id": one.id,
                "year": node.year,
                "quarter": node.quarter,
                "value": str(node.value),
                "document_number": node.document_number,
            }
        )
    for base in one.bases:
        db.table("base_figure").insert(
            {"indicator_id": one.id, "period": base.period, "value": str(base.value)}
        )


def _target_values(target: Target, indicator_id: str, position: int) -> dict[str, Any]:
    return {
        "indicator_id": indicator_id,
        "position": position,
        "row_id": target.row_id,
        "quote": target.quote,
        "relation": target.relation,
        "value": str(target.value),
        "value_high": None if target.value_high is None else str(target.value_high),
        "unit_of_measure": target.unit_of_measure,
        "due": target.due,
        "annual": int(target.annual),
        "baseline": target.baseline,
        "dropped": 0,
    }


def read_indicators(db: Database, plan_id: str, version: int) -> tuple[Indicator, ...]:
    """The plan's indicators in order, each with its targets as of a version; those without any are left out."""
    targets: dict[str, list[dict[str, Any]]] = {}
    found = _effective(db, "target", "target.plan_id = :plan", {"plan": plan_id, "version": version})
    for row in sorted(found.values(), key=lambda t: t["position"]):
        if not row["dropped"]:
            targets.setdefault(row["indicator_id"], []).append(row)
    live = {row["id"]: row for row in db.query("SELECT * FROM indicator WHERE plan_id = ?", [plan_id])}
    return tuple(
        _indicator(one, _former_body(db, one, version) or _live_body(db, live[one]), places)
        for one, places in targets.items()  # in the order of their first targets, as that version has it
    )


def _live_body(db: Database, row: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an indicator beside its targets, as it stands now."""
    here = [row["id"]]
    reporters = db.query(
        "SELECT unit_id FROM indicator_reporter WHERE indicator_id = ? ORDER BY position", here
    )
    nodes = db.query("SELECT * FROM yearly_node WHERE indicator_id = ? ORDER BY year, quarter", here)
    bases = db.query("SELECT * FROM base_figure WHERE indicator_id = ? ORDER BY period", here)
    plain = ("name", "unit_of_measure", "kind", "reporting", "definition", "frequency")
    return {key: row[key] for key in plain} | {
        "reporters": [r["unit_id"] for r in reporters],
        "nodes": [[n["year"], n["value"], n["quarter"], n["document_number"]] for n in nodes],
        "bases": [[b["period"], b["value"]] for b in bases],
    }


def _body(one: Indicator) -> dict[str, Any]:
    """The same of an indicator that is to be written."""
    nodes = sorted(one.nodes, key=lambda n: (n.year, n.quarter or 0))
    return {
        "name": one.name,
        "unit_of_measure": one.unit_of_measure,
        "kind": one.kind.value,
        "reporting": one.reporting.value,
        "definition": one.definition,
        "frequency": one.frequency.value,
        "reporters": list(one.reporter_ids),
        "nodes": [[n.year, str(n.value), n.quarter, n.document_number] for n in nodes],
        "bases": sorted([b.period, str(b.value)] for b in one.bases),
    }


def _former_body(db: Database, indicator_id: str, version: int) -> dict[str, Any] | None:
    """What is kept of an indicator as a former version has it; None when nothing changed since."""
    rows = db.query(
        "SELECT body FROM indicator_former WHERE indicator_id = ? AND until >= ? ORDER BY until LIMIT 1",
        [indicator_id, version],
    )
    return next((json.loads(row["body"]) for row in rows), None)


def _indicator(indicator_id: str, body: dict[str, Any], targets: list[dict[str, Any]]) -> Indicator:
    return Indicator(
        id=indicator_id,
        name=body["name"],
        unit_of_measure=body["unit_of_measure"],
        kind=IndicatorKind(body["kind"]),
        targets=tuple(_target(t) for t in targets),
        reporting=IndicatorReporting(body["reporting"]),
        reporter_ids=tuple(body["reporters"]),
        definition=body["definition"],
        frequency=RowFrequency(body["frequency"]),
        nodes=tuple(YearlyNode(n[0], Decimal(n[1]), n[2], n[3]) for n in body["nodes"]),
        bases=tuple(BaseFigure(period, Decimal(value)) for period, value in body["bases"]),
    )


def _target(row: dict[str, Any]) -> Target:
    return Target(
        id=row["target_id"],
        row_id=row["row_id"],
        quote=row["quote"],
        relation=row["relation"],
        value=Decimal(row["value"]),
        unit_of_measure=row["unit_of_measure"],
        due=row["due"],
        annual=bool(row["annual"]),
        value_high=None if row["value_high"] is None else Decimal(row["value_high"]),
        baseline=row["baseline"],
    )
