"""What other offices were told of an indicator for the same period: by their own forms, or by another plan here."""

from collections.abc import Callable, Iterator, Mapping, Sequence

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
    answers it for a period of the same months. Each other plan's period is read once, whatever its indicators.
    """
    found: dict[tuple[str, str], list[ToldElsewhere]] = {}
    for told in store.foreign.told(period.id):
        key = (told.indicator_id, told.unit_id)
        found.setdefault(key, []).append(ToldElsewhere(told.office, told.value, told.as_of))
    for twins in _asked_for(store, plan).values():
        for key, said in _told_there(store, period, twins, states_of):
            found.setdefault(key, []).append(said)
    return {key: tuple(all_) for key, all_ in found.items()}


_Asked = tuple[Twin, Mapping[str, str]]
"""A twin with the units of this plan that are asked for the indicator: id by name."""


def _asked_for(store: Store, plan: Plan) -> Mapping[str, Sequence[_Asked]]:
    """By the other plan's id, the twins of indicators that anybody here is asked for."""
    asked = {one.id: {plan.unit(unit).name: unit for unit in plan.asked_for(one)} for one in plan.indicators}
    by_plan: dict[str, list[_Asked]] = {}
    for twin in store.foreign.twins(plan.id) if any(asked.values()) else ():
        if units := asked.get(twin.indicator_id):
            by_plan.setdefault(twin.twin_plan_id, []).append((twin, units))
    return by_plan


def _told_there(
    store: Store, period: Period, twins: Sequence[_Asked], states_of: States
) -> Iterator[tuple[tuple[str, str], ToldElsewhere]]:
    """What one other plan was told, by (indicator id, unit id) of this plan."""
    other = store.months.find(twins[0][0].twin_plan_id, period.span)
    spoken = store.returns.spoken_by_unit(other.id) if other is not None else {}
    if not spoken:
        return
    wanted = {name for _, units in twins for name in units}
    names = {unit.id: unit.name for unit in store.units.by_ids(sorted(spoken)).values()}
    states = {unit: states_of(said) for unit, said in spoken.items() if names[unit] in wanted}
    for twin, units in twins:
        for unit, state in states.items():
            own = units.get(names[unit])
            value = _value(state, twin.twin_id, Field.CUMULATIVE)
            if own and value:
                as_of = _value(state, twin.twin_id, Field.AS_OF)
                yield (twin.indicator_id, own), ToldElsewhere(twin.office, value, as_of)


def _value(states: Mapping[str, CellState], item: str, field: Field) -> str:
    state = states.get(cell_key(item, field))
    return state.value if state else ""
