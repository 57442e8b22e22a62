"""A read plan in the form of the annotated plans (tests/data/gold/README.md), with its doubts."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from peidang.domain.plan_document import BodyTask, DocumentRow, DocumentTarget, Doubt, PlanDocument


def plan_as_json(plan: PlanDocument) -> dict[str, Any]:
    """Plain data ready for ``json.dumps``."""
    return {
        "source": plan.source,
        "title": plan.title,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued_on": plan.issued_on,
        "draft": plan.draft,
        "sections": list(plan.sections),
        "tasks": [_task(task) for task in plan.tasks],
        "targets": [_target(target) for target in plan.targets],
        "schedule": [_row(row) for row in plan.rows],
        "doubts": [_doubt(doubt) for doubt in plan.doubts],
    }


def _task(task: BodyTask) -> dict[str, Any]:
    data = asdict(task)
    del data["text"]
    return data | {"lead": list(task.lead), "responsible": list(task.responsible)}


def _target(target: DocumentTarget) -> dict[str, Any]:
    high = None if target.value_high is None else _number(target.value_high)
    return asdict(target) | {"value": _number(target.value), "value_high": high}


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _row(row: DocumentRow) -> dict[str, Any]:
    data: dict[str, Any] = {
        "serial": row.serial,
        "section": row.section,
        "task": row.task,
        "measure": row.measure,
        "lead": list(row.lead),
        "responsible": list(row.responsible),
    }
    if row.due is not None:
        data["due"] = row.due
    if row.extra:
        data["extra"] = dict(row.extra)
    return data


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return asdict(doubt) | {"facts": dict(doubt.facts)}
