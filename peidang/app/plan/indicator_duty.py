"""指标责任分工: who tells each indicator's figure, wherever the document does not say it by exactly one lead."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from peidang.app.plan.plans import settle_reporting
from peidang.app.plan.revising import keep_revised
from peidang.db.plans import StoredDoubt
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import INDICATOR_REPORTING_WORDS, IndicatorKind, IndicatorReporting, Role
from peidang.domain.plan import BaseFigure, Indicator, Plan, Row, Unit, YearlyNode
from peidang.domain.proposals import sole_lead

NOBODY_LEADS = "target-without-unit"
UNITS_NEEDED = {
    IndicatorReporting.ONE: range(1, 2),
    IndicatorReporting.SUM: range(2, 1000),
    IndicatorReporting.CHECKED: range(2, 3),
    IndicatorReporting.NOBODY: range(1),
    IndicatorReporting.UNSETTLED: range(1),
}
"""How many units each way of reporting takes."""
_BASE_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class DutyLine:
    """An indicator that has not exactly one lead. ``number`` is its place among all of the plan's, from 1."""

    number: int
    indicator: Indicator
    serials: tuple[int, ...]
    """The rows its targets stand in; none for those of the overall goals."""
    candidates: tuple[Unit, ...]
    """The leads of these rows in order, without any their responsible units."""
    proposed: IndicatorReporting
    """一家报 by the first candidate; 待确定 where there is none."""

    @property
    def settled(self) -> bool:
        """True once somebody decided."""
        return self.indicator.reporting is not IndicatorReporting.UNSETTLED


def duty_lines(store: Store, plan_id: str) -> tuple[DutyLine, ...]:
    """The indicators that have not exactly one lead, settled or not, in order."""
    plan = store.plans.get(plan_id)
    rows = {row.id: row for row in plan.rows}
    return tuple(
        _line(number, one, plan, [rows[t.row_id] for t in one.targets if t.row_id])
        for number, one in enumerate(plan.indicators, start=1)
        if sole_lead(one.targets, rows) is None
    )


def _line(number: int, one: Indicator, plan: Plan, rows: Sequence[Row]) -> DutyLine:
    named = {role: [a.unit_id for row in rows for a in row.units(role)] for role in Role}
    ids = dict.fromkeys(named[Role.LEAD] or named[Role.RESPONSIBLE])
    return DutyLine(
        number,
        one,
        tuple(dict.fromkeys(row.serial for row in rows)),
        tuple(plan.unit(unit_id) for unit_id in ids),
        IndicatorReporting.ONE if ids else IndicatorReporting.UNSETTLED,
    )


def settle(
    store: Store, plan_id: str, indicator_id: str, reporting: IndicatorReporting, unit_ids: Sequence[str]
) -> None:
    """Say who tells the figure; under 一家报一家核 the second unit checks. Open doubts about it are settled with it.

    It holds for every period that is not issued: what was sent before is asked anew of the right units, and a figure
    that another unit gave meanwhile is kept but no longer counts. Raises Refused when the number of units does not
    fit or another office runs the plan, and NotFound for a unit that is none.
    """
    plan = _own_plan(store, plan_id)
    indicator = plan.indicator(indicator_id)
    kept = store.units.by_ids(sorted(set(unit_ids)))
    for unit_id in unit_ids:
        if unit_id not in kept:
            raise NotFound("单位", unit_id)
    if len(unit_ids) not in UNITS_NEEDED[reporting] or len(kept) < len(unit_ids):
        raise Refused("duty-units", indicator.name)
    with store.transaction():
        settle_reporting(store, plan_id, indicator_id, reporting, unit_ids)
        words = reporting_words(reporting, [kept[unit_id] for unit_id in unit_ids])
        for doubt in store.plans.doubts(plan_id):
            if doubt.choice is None and doubted(plan, doubt) is indicator:
                store.plans.settle_doubt(doubt.id, words)


def reporting_words(reporting: IndicatorReporting, units: Sequence[Unit]) -> str:
    """多家相加：县甲局、县乙局."""
    names = "、".join(unit.name for unit in units)
    return INDICATOR_REPORTING_WORDS[reporting] + (f"：{names}" if names else "")


def doubted(plan: Plan, doubt: StoredDoubt) -> Indicator | None:
    """The indicator that a doubt of a target without a unit is about; None when the plan has it no more."""
    if doubt.code != NOBODY_LEADS:
        return None
    name = "".join(dict(doubt.facts).get("indicator", "").split())
    quoted = [one for one in plan.indicators if any(t.quote == doubt.quote for t in one.targets)]
    return next((one for one in quoted if "".join(one.name.split()) == name), None)


class Settings(TypedDict, total=False):
    """What can be set of an indicator; what is not named stays."""

    kind: IndicatorKind
    nodes: Sequence[YearlyNode]
    bases: Sequence[BaseFigure]
    definition: str


def set_indicator(store: Store, plan_id: str, indicator_id: str, **settings: Unpack[Settings]) -> None:
    """Change what is kept of an indicator: kind, yearly nodes, base figures, 口径. What is not named stays.

    Issued periods keep what they had. Raises Refused for a period that is none or is named twice.
    """
    plan = _own_plan(store, plan_id)
    former = plan.indicator(indicator_id)
    changed = dataclasses.replace(
        former,
        kind=settings.get("kind", former.kind),
        nodes=tuple(sorted(settings.get("nodes", former.nodes), key=_node_order)),
        bases=tuple(sorted(settings.get("bases", former.bases), key=lambda one: one.period)),
        definition=settings.get("definition", former.definition).strip(),
    )
    _check_periods(changed)
    if changed == former:
        return
    indicators = tuple(changed if one.id == indicator_id else one for one in plan.indicators)
    with store.transaction():
        keep_revised(store, dataclasses.replace(plan, indicators=indicators), f"指标“{former.name}”")
        store.batches.log("指标设置", former.name, plan_id=plan_id)


def _node_order(node: YearlyNode) -> tuple[int, int]:
    return node.year, node.quarter or 0


def _check_periods(one: Indicator) -> None:
    nodes = [(node.year, node.quarter) for node in one.nodes]
    bases = [base.period for base in one.bases]
    known = all(quarter in (None, 1, 2, 3, 4) for _, quarter in nodes)
    if not known or not all(_BASE_PERIOD.fullmatch(period) for period in bases):
        raise Refused("bad-value", one.name)
    if len(set(nodes)) < len(nodes) or len(set(bases)) < len(bases):
        raise Refused("bad-value", one.name)


def _own_plan(store: Store, plan_id: str) -> Plan:
    plan = store.plans.get(plan_id)
    if not plan.coordinates:
        raise Refused("not-coordinator", plan.title)
    return plan
