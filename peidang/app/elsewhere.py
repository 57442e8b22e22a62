"""What other offices were told of an indicator for the same period: by their own forms, or by another plan here."""

from collections.abc import Callable, Mapping

from peidang.db.foreign import Twin
from peidang.db.returns import Spoken, cell_key
from peidang.db.store import Store
from peidang.domain.answers import ToldElsewhere
from peidang.domain.labels import Field
from peidang.domain.merging import CellState
from peidang.domain.periods import Period
from peidang.domain.plan import Plan

Elsewhere = Mapping[tuple[str, str], tuple[ToldElsewhere, ...]]
States = Callable[[Spoken], Mapping[str, CellState]]


def told_elsewhere(store: Store, plan: Plan, period: Period, states_of: States) -> Elsewhere:
    """By (indicator id, unit id): what was written into other offices' forms, and what other plans here are told.

    A plan tells the same indicator when its name and unit of measure are the same, and a unit of the same name
    answers it for a period of the same months.
    """
    found: dict[tuple[str, str], list[ToldElsewhere]] = {}
    for told in store.foreign.told(period.id):
        key = (told.indicator_id, told.unit_id)
        found.setdefault(key, []).append(ToldElsewhere(told.office, told.value, told.as_of))
    for twin in store.foreign.twins(plan.id):
        for unit_id, said in _twin_told(store, plan, period, twin, states_of):
            found.setdefault((twin.indicator_id, unit_id), []).append(said)
    return {key: tuple(all_) for key, all_ in found.items()}


def _twin_told(
    store: Store, plan: Plan, period: Period, twin: Twin, states_of: States
) -> list[tuple[str, ToldElsewhere]]:
    """(unit of this plan, what the unit of its name told there)."""
    other = store.months.find(twin.twin_plan_id, period.span)
    if other is None:
        return []
    asked = {
        plan.unit(unit).name: unit
        for one in plan.indicators
        if one.id == twin.indicator_id
        for unit in plan.asked_for(one)
    }
    told = []
    spoken = store.returns.spoken_by_unit(other.id)
    names = {unit.id: unit.name for unit in store.units.by_ids(sorted(spoken)).values()}
    for unit_id, said in spoken.items():
        own = asked.get(names[unit_id])
        states = states_of(said) if own else {}
        value = _value(states, twin.twin_id, Field.CUMULATIVE)
        if own and value:
            as_of = _value(states, twin.twin_id, Field.AS_OF)
            told.append((own, ToldElsewhere(twin.office, value, as_of)))
    return told


def _value(states: Mapping[str, CellState], item: str, field: Field) -> str:
    state = states.get(cell_key(item, field))
    return state.value if state else ""
