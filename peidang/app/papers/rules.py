"""亮灯规则: the plan's rule sheet, asked for once before the first report, kept as data, printed as legend."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peidang.app.month.months import rules_of
from peidang.app.papers.house import read_words
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.labels import Light
from peidang.domain.rule_sheet import RuleSheet, legend, legend_notes

ACTION = "亮灯规则"
BATCH = "rules"


@dataclass(frozen=True)
class Rules:
    """A plan's rule sheet. ``number`` 0: the starting one, which nobody has confirmed yet."""

    number: int
    sheet: RuleSheet
    legend: tuple[tuple[Light, str], ...]
    """As it prints, best first."""
    notes: tuple[str, ...]


def needs_rules(store: Store, plan_id: str) -> bool:
    """True until the office has kept a rule sheet for a plan it coordinates: to be asked once, before the first report."""
    return store.plans.get(plan_id).coordinates and rules_of(store, plan_id)[0] == 0


def rules(store: Store, plan_id: str, number: int | None = None) -> Rules:
    """The plan's rule sheet with its legend; the newest unless a number is given (an issued month's own)."""
    kept, sheet = rules_of(store, plan_id, number)
    return Rules(kept, sheet, legend(sheet), legend_notes(sheet))


def keep_rules(store: Store, plan_id: str, sheet: RuleSheet) -> int:
    """Keep a rule sheet for what is not issued yet; issued months keep theirs. Returns its number.

    The one that is kept already is not kept again. A batch that can be undone until a month is issued by it.

    Raises Refused when this office does not coordinate the plan.
    """
    plan = store.plans.get(plan_id)
    if not plan.coordinates:
        raise Refused("not-coordinator", plan.title)
    number, former = rules_of(store, plan_id)
    if number and former == sheet:
        return number
    with store.transaction():
        title = plan.title if len(store.plans.heads()) > 1 else ""
        batch = store.batches.begin(BATCH, f"{ACTION}{f'：{title}' if title else ''}")
        kept = store.papers.add_rule_sheet(plan_id, sheet.to_json(), batch)
        store.batches.log(ACTION, f"第{kept}版", plan_id=plan_id, batch_id=batch)
    return kept


def read_rules(path: Path) -> RuleSheet:
    """A rule sheet from a JSON file as ``peidang rules --json`` writes it.

    Raises FileUnreadable, RuleSheetInvalid, and Refused when the file holds no rules at all.
    """
    try:
        data: Any = json.loads(read_words(path))
    except json.JSONDecodeError as error:
        raise Refused("bad-rules", path.name) from error
    if not isinstance(data, Mapping) or not isinstance(data.get("rules", data), Mapping):
        raise Refused("bad-rules", path.name)
    return RuleSheet.from_json(data.get("rules", data))
