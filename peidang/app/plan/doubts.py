"""存疑逐条确认: what the reader would not guess is settled by people, one by one, each in one transaction."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from peidang.app.plan import indicator_duty
from peidang.app.plan.naming import SETTLED_BY_PROPOSAL
from peidang.app.plan.plans import stored_doubt_sentence
from peidang.app.plan.revising import keep_revised
from peidang.app.views import Choice
from peidang.db.plans import StoredDoubt
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import INDICATOR_REPORTING_WORDS, IndicatorReporting
from peidang.domain.plan import Indicator, Plan, Unit
from peidang.domain.proposals import sole_lead

MERGE, KEEP, CHECKED = "merge", "keep", "checked"
KEPT = "分别保留"
CHECKED_WORDS = "已核对"


@dataclass(frozen=True)
class OpenDoubt:
    """A doubt that waits. ``number`` stays the same while others are settled; it is what is typed."""

    number: int
    id: str
    code: str
    place: str
    quote: str
    proposal: str | None
    sentence: str
    choices: tuple[Choice, ...]


def open_doubts(store: Store, plan_id: str) -> tuple[OpenDoubt, ...]:
    """The doubts of a plan that nobody settled yet, in the reader's order."""
    plan = store.plans.get(plan_id)
    return tuple(
        OpenDoubt(
            number,
            one.id,
            one.code,
            one.place,
            one.quote,
            one.proposal,
            stored_doubt_sentence(one),
            _choices(plan, one),
        )
        for number, one in enumerate(store.plans.doubts(plan_id), start=1)
        if one.choice is None
    )


def _choices(plan: Plan, doubt: StoredDoubt) -> tuple[Choice, ...]:
    if doubt.code in SETTLED_BY_PROPOSAL and doubt.proposal:
        return (
            Choice(MERGE, f"合并为“{doubt.proposal}”", "表中仍按原文印出", proposed=True),
            Choice(KEEP, "是两个单位，分别保留"),
        )
    if indicator_duty.doubted(plan, doubt) is not None:
        nobody = INDICATOR_REPORTING_WORDS[IndicatorReporting.NOBODY]
        return (
            Choice("单位名称", "由该单位填报", "多家写作“多家相加：甲、乙”或“一家报一家核：甲、乙”"),
            Choice(nobody, "本指标暂不调度"),
        )
    return (Choice(CHECKED, CHECKED_WORDS),)


def settle(store: Store, plan_id: str, doubt_id: str, choice: str, note: str = "") -> None:
    """Settle one doubt, by its id or number.

    ``merge`` / ``keep`` for two names; for a target without a unit a unit's name, ``多家相加：甲、乙``,
    ``一家报一家核：甲、乙`` or ``暂不调度``; ``checked``, with a note, for the rest. Raises NotFound, and Refused for
    a choice that is none or a doubt that is settled.
    """
    plan = store.plans.get(plan_id)
    doubt = _doubt(store, plan_id, doubt_id)
    ids = {one.id for one in _choices(plan, doubt)}
    indicator = indicator_duty.doubted(plan, doubt)
    with store.transaction():
        if choice in (MERGE, KEEP, CHECKED) and choice not in ids:
            raise Refused("choice-unknown", choice)
        if choice == MERGE and doubt.proposal:
            _merge(store, plan, doubt.quote, doubt.proposal)
            words = doubt.proposal
        elif choice == KEEP:
            words = KEPT
        elif choice == CHECKED:
            words = f"{CHECKED_WORDS}：{note.strip()}" if note.strip() else CHECKED_WORDS
        elif indicator is not None:
            words = _settle_target(store, plan, indicator, choice)
        else:
            raise Refused("choice-unknown", choice)
        store.plans.settle_doubt(doubt.id, words)
        store.batches.log("存疑确认", f"{stored_doubt_sentence(doubt)}——{words}", plan_id=plan_id)


def _doubt(store: Store, plan_id: str, text: str) -> StoredDoubt:
    for number, doubt in enumerate(store.plans.doubts(plan_id), start=1):
        if text in (doubt.id, str(number)):
            if doubt.choice is not None:
                raise Refused("already-settled", doubt.choice)
            return doubt
    raise NotFound("存疑之处", text)


def _settle_target(store: Store, plan: Plan, indicator: Indicator, choice: str) -> str:
    reporting, units = reporting_named(store, plan, choice)
    indicator_duty.settle(store, plan.id, indicator.id, reporting, [unit.id for unit in units])
    return indicator_duty.reporting_words(reporting, units)


def reporting_named(store: Store, plan: Plan, text: str) -> tuple[IndicatorReporting, tuple[Unit, ...]]:
    """Read ``多家相加：甲、乙``, ``暂不调度`` or a unit's name alone (一家报). Raises NotFound for an unknown unit."""
    ways = {words: way for way, words in INDICATOR_REPORTING_WORDS.items()}
    head, _, rest = text.replace(":", "：").partition("：")
    if head.strip() in ways:
        return ways[head.strip()], units_named(
            store, plan, [name for name in rest.split("、") if name.strip()]
        )
    return IndicatorReporting.ONE, units_named(store, plan, [text])


def units_named(store: Store, plan: Plan, names: Sequence[str]) -> tuple[Unit, ...]:
    """Units of the plan's authority by name or alias. Raises NotFound."""
    found = []
    for name in names:
        unit = store.units.find(plan.authority.id, name.strip())
        if unit is None:
            raise NotFound("单位", name.strip())
        found.append(unit)
    return tuple(found)


def _merge(store: Store, plan: Plan, printed: str, proper: str) -> None:
    """Two names are one unit: its rows, indicators and, in months not issued, requests and answers go together.

    Merged before a month is sent, the proper unit gets one request with all rows. Merged after, both requests stay
    good: what was answered and what still comes back on either counts for the proper unit, and sending again makes one
    request of both. Issued months keep both units as they were. The printed names stay as the document has them.
    """
    (into,) = units_named(store, plan, [proper])
    bearers = {a.unit_id for row in plan.rows for a in row.assignments if a.printed == printed} - {into.id}
    if not bearers:
        store.units.add_alias(into, printed)
        return
    for unit in store.units.by_ids(sorted(bearers)).values():
        store.units.merge(unit, into)
    heirs = dict.fromkeys(bearers, into.id)
    version = keep_revised(store, _moved(plan, heirs), f"“{printed}”并入“{proper}”")
    heads = {"coordinator_id": plan.coordinator_id, "own_unit_id": plan.own_unit_id}
    store.plans.change(plan.id, **{key: heirs[unit] for key, unit in heads.items() if unit in heirs})
    for period in store.months.all(plan.id):
        if not period.issued and store.plans.version_on(plan.id, period.span.end.isoformat()) >= version:
            for unit_id in bearers:
                store.months.hand_over([period.id], unit_id, into.id)


def _moved(plan: Plan, heirs: dict[str, str]) -> Plan:
    rows = tuple(
        dataclasses.replace(
            row,
            assignments=tuple(
                dataclasses.replace(one, unit_id=heirs.get(one.unit_id, one.unit_id))
                for one in row.assignments
            ),
        )
        for row in plan.rows
    )
    by_id = {row.id: row for row in rows}
    indicators = []
    for one in plan.indicators:
        reporters = tuple(dict.fromkeys(heirs.get(unit, unit) for unit in one.reporter_ids))
        lead = sole_lead(one.targets, by_id)
        reporting = one.reporting
        if len(reporters) == 1 and len(one.reporter_ids) > 1:
            reporting = IndicatorReporting.ONE
        if reporting is IndicatorReporting.UNSETTLED and lead:
            reporting, reporters = IndicatorReporting.ONE, (lead,)
        indicators.append(dataclasses.replace(one, reporting=reporting, reporter_ids=reporters))
    return dataclasses.replace(plan, rows=rows, indicators=tuple(indicators))
