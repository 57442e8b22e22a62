"""亮灯: the light of an indicator, of a unit's part in a row, of a row; three-fold (单位自评, by rule, 本局核定)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peidang.domain.answers import Entry, Month
from peidang.domain.labels import Field, IndicatorReporting, Light, RowState, Status
from peidang.domain.pace import Pace, Verdict, pace
from peidang.domain.periods import last_day_of
from peidang.domain.plan import Indicator, Row
from peidang.domain.readings import Told, value_of
from peidang.domain.rule_sheet import RuleSheet
from peidang.domain.targets import due_day

STATUSES = {status.value: status for status in Status}


@dataclass(frozen=True)
class IndicatorLight:
    """How an indicator stands. ``light`` None: nothing to compare with (未设年度目标), or nobody is asked."""

    indicator_id: str
    told: Told
    pace: Pace | None
    light: Light | None
    overdue: bool = False


@dataclass(frozen=True)
class UnitLight:
    """One unit's part in a row: what it says of itself (单位自评), and what the rules say."""

    unit_id: str
    reported: bool
    self_assessed: Light | None
    by_rule: Light | None


@dataclass(frozen=True)
class RowLight:
    """A row's light, three-fold. None: not asked for, or still to be settled (contested, unknown status)."""

    row_id: str
    asked: bool
    reported: bool
    """True when every reporting unit has answered."""
    overdue: bool
    """True when the due is over and not every reporting unit says 已完成."""
    self_assessed: Light | None
    by_rule: Light | None
    ruled: Light | None
    reason: str
    units: tuple[UnitLight, ...]

    @property
    def light(self) -> Light | None:
        """What counts: the office's own word where there is one, else the rule's."""
        return self.by_rule if self.ruled is None else self.ruled


def light_of_pace(kept: Pace, indicator: Indicator, rules: RuleSheet) -> Light | None:
    """The light of a pace by the rule sheet; None where there is nothing to compare with."""
    if kept.reached:
        return Light.DONE
    if kept.lag is None:
        return Light.ON_PACE if kept.verdict is Verdict.WITHIN_CAP else None
    light = rules.light_for(indicator.kind, kept.lag)
    if light is Light.SERIOUS and kept.annual and rules.mild_first_quarter and kept.as_of.month <= 3:
        return Light.BEHIND
    return light


def light_of_indicator(month: Month, indicator: Indicator, rules: RuleSheet, today: date) -> IndicatorLight:
    """How an indicator stands in this month. Not told by everyone asked: 未报."""
    told = value_of(month, indicator)
    if told.value is None:
        asked = bool(month.plan.asked_for(indicator))
        light = Light.UNREPORTED if asked and not told.contested else None
        return IndicatorLight(indicator.id, told, None, light)
    kept = pace(month.plan, indicator, told.value, told.as_of, rules=rules)
    if kept is None:
        return IndicatorLight(indicator.id, told, None, None)
    overdue = not kept.reached and _target_is_past(month, kept, today)
    light = Light.SERIOUS if overdue else light_of_pace(kept, indicator, rules)
    return IndicatorLight(indicator.id, told, kept, light, overdue)


def _target_is_past(month: Month, kept: Pace, today: date) -> bool:
    """True when the due is over and the data speak of it, or should: older data get the period of the due itself."""
    due = due_day(month.plan, kept.target, kept.as_of)
    return due is not None and due < today and (due <= kept.as_of or due < month.period.span.start)


def row_is_overdue(month: Month, row: Row, today: date) -> bool:
    """True when the row's due lies within this period or before it, and is over."""
    if row.due is None:
        return False
    due = last_day_of(row.due)
    return due < today and due <= month.period.span.end


def asked_for_row(month: Month, row: Row) -> tuple[str, ...]:
    """The units asked for a row in this month: none when it is closed, paused or not asked for."""
    return tuple(
        unit_id
        for unit_id in row.reporting_unit_ids()
        if any(asked.id == row.id for asked in month.plan.rows_of(unit_id))
    )


def indicators_of_row(month: Month, row: Row) -> tuple[Indicator, ...]:
    """The indicators with a target in this row."""
    return tuple(i for i in month.plan.indicators if any(t.row_id == row.id for t in i.targets))


def light_of_row(month: Month, row: Row, rules: RuleSheet, today: date) -> RowLight:
    """A row's light: by rule the worst of its reporters and of its indicators, unless the office ruled otherwise."""
    stood = {i.id: light_of_indicator(month, i, rules, today) for i in indicators_of_row(month, row)}
    asked = asked_for_row(month, row)
    units = tuple(_light_of_unit(month, row, unit_id, stood, rules, today) for unit_id in asked)
    ruling = month.rulings.get(row.id)
    return RowLight(
        row_id=row.id,
        asked=bool(asked),
        reported=bool(units) and all(unit.reported for unit in units),
        overdue=row_is_overdue(month, row, today)
        and any(month.entry(row.id, unit_id).status != Status.DONE for unit_id in asked),
        self_assessed=worst([unit.self_assessed for unit in units], rules),
        by_rule=_by_rule(month, row, units, stood, rules),
        ruled=ruling.light if ruling else None,
        reason=ruling.reason if ruling else "",
        units=units,
    )


def light_of_unit(month: Month, row: Row, unit_id: str, rules: RuleSheet, today: date) -> UnitLight:
    """One unit's part in a row, by its status and by the indicators of the row it is asked for."""
    stood = {i.id: light_of_indicator(month, i, rules, today) for i in indicators_of_row(month, row)}
    return _light_of_unit(month, row, unit_id, stood, rules, today)


def worst(lights: Sequence[Light | None], rules: RuleSheet) -> Light | None:
    """The worst of several lights. One that is not settled leaves the whole unsettled, unless it is red already."""
    known = [light for light in lights if light is not None]
    if not known:
        return None
    gravest = rules.worst(known)
    return gravest if len(known) == len(lights) or gravest is rules.severity[0] else None


def _by_rule(
    month: Month,
    row: Row,
    units: tuple[UnitLight, ...],
    stood: Mapping[str, IndicatorLight],
    rules: RuleSheet,
) -> Light | None:
    if row.state is RowState.CLOSED:
        return Light.DONE
    if not units:
        return None
    # 已达成 of one number is no word on the whole row: that is for its units.
    parts = [unit.by_rule for unit in units]
    parts += [stands.light for stands in _counted(month, stood) if stands.light is not Light.DONE]
    light = worst(parts, rules)
    return Light.ON_PACE if light is Light.DONE and _falls_short(stood) else light


def _counted(month: Month, stood: Mapping[str, IndicatorLight]) -> list[IndicatorLight]:
    """The figures that give their row a light: not those nobody is bound to tell, or with nothing to compare with."""
    kept = []
    for indicator_id, stands in stood.items():
        unsettled = month.plan.indicator(indicator_id).reporting is IndicatorReporting.UNSETTLED
        if stands.told.contested or (
            stands.light is not None and not (unsettled and stands.told.value is None)
        ):
            kept.append(stands)
    return kept


def _falls_short(stood: Mapping[str, IndicatorLight]) -> bool:
    return any(stands.pace is not None and not _met(stands.pace) for stands in stood.values())


def _met(kept: Pace) -> bool:
    return kept.reached or kept.verdict is Verdict.WITHIN_CAP


def _light_of_unit(
    month: Month,
    row: Row,
    unit_id: str,
    stood: Mapping[str, IndicatorLight],
    rules: RuleSheet,
    today: date,
) -> UnitLight:
    entry = month.entry(row.id, unit_id)
    own = {
        n: stands for n, stands in stood.items() if unit_id in month.plan.asked_for(month.plan.indicator(n))
    }
    assessed = self_assessed(entry, rules)
    done = entry.status == Status.DONE
    if row_is_overdue(month, row, today) and not done:
        by_rule: Light | None = Light.SERIOUS
    else:
        by_rule = _rule_of_unit(assessed, _counted(month, own), rules)
        if by_rule is Light.DONE and (not done or _falls_short(own)):
            by_rule = Light.ON_PACE
    return UnitLight(unit_id, not entry.blank, assessed, by_rule)


def _rule_of_unit(
    assessed: Light | None, numbers: Sequence[IndicatorLight], rules: RuleSheet
) -> Light | None:
    """Numbers go before the status, where the unit has reported at all."""
    if assessed in (None, Light.UNREPORTED) or not numbers:
        return assessed
    return worst([stands.light for stands in numbers], rules)


def self_assessed(entry: Entry, rules: RuleSheet) -> Light | None:
    """单位自评: the light of the unit's own 完成状态. None while it is contested, left out, or no word of the list."""
    if entry.blank:
        return Light.UNREPORTED
    if Field.STATUS in entry.contested:
        return None
    status = STATUSES.get(entry.status)
    return rules.status_lights[status] if status else None
