"""目标: which of an indicator's targets counts on a day, by when, and whether a figure meets it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from peidang.domain.labels import IndicatorKind
from peidang.domain.periods import last_day_of
from peidang.domain.plan import BaseFigure, Indicator, Plan, Target
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheet


def due_day(plan: Plan, target: Target, day: date) -> date | None:
    """By when a target is to be met, seen from ``day``; its row's due where it has none of its own.

    A target of every year is due at the end of the year of ``day``, until its last year is over.
    """
    due = target.due or (plan.row(target.row_id).due if target.row_id else None)
    last = last_day_of(due) if due else None
    if not target.annual:
        return last
    end = date(day.year, 12, 31)
    return end if last is None else min(end, last)


def current_target(plan: Plan, indicator: Indicator, day: date) -> Target | None:
    """The target that counts on ``day``: the earliest due that is not past; when all are past, the last one.

    Targets without any due come after the dated ones that are not past. None when the indicator has no target.
    """
    dues = [(due_day(plan, target, day), n) for n, target in enumerate(indicator.targets)]
    ahead = sorted((due, n) for due, n in dues if due is not None and due >= day)
    undated = [n for due, n in dues if due is None]
    past = sorted(((due, -n) for due, n in dues if due is not None and due < day), reverse=True)
    if ahead:
        return indicator.targets[ahead[0][1]]
    if undated:
        return indicator.targets[undated[0]]
    return indicator.targets[-past[0][1]] if past else None


def is_annual(indicator: Indicator, target: Target) -> bool:
    """True for figures that start every year at nought: counts and amounts of the year."""
    if indicator.kind in (IndicatorKind.RATE, IndicatorKind.GROWTH) or grows_from_amounts(indicator, target):
        return False
    return target.annual or indicator.kind is IndicatorKind.ANNUAL_TOTAL


def is_growth(indicator: Indicator, target: Target) -> bool:
    """True when the target is a growth in percent over the same months of a base year."""
    return indicator.kind is IndicatorKind.GROWTH or grows_from_amounts(indicator, target)


def grows_from_amounts(indicator: Indicator, target: Target) -> bool:
    """An amount is told (万元, 万辆), its growth is the target."""
    return (
        target.baseline is not None
        and target.unit_of_measure == "%"
        and indicator.unit_of_measure not in ("", "%")
    )


def comparable(indicator: Indicator, target: Target, value: Decimal, as_of: date) -> Fraction | None:
    """The value in the target's own terms: an amount becomes its growth in percent over the same months.

    None when the 同期数 of the base year is not kept.
    """
    if not grows_from_amounts(indicator, target):
        return Fraction(value)
    base = _same_months(indicator.bases, target.baseline or "", as_of)
    if base is None or base <= 0:
        return None
    return (Fraction(value) / Fraction(base) - 1) * 100


def below(target: Target, value: Fraction | Decimal, rules: RuleSheet = DEFAULT_RULES) -> bool:
    """True when ``value``, in the target's own terms, does not yet meet the target (for a cap: exceeds it)."""
    if target.relation == "<=":
        return Fraction(value) > Fraction(aim(target))
    return Fraction(value) < Fraction(_floor(target, rules))


def aim(target: Target) -> Decimal:
    """The target's own figure; of a range the near end, for a cap the far one."""
    if target.relation == "<=" and target.value_high is not None:
        return target.value_high
    return target.value


def _floor(target: Target, rules: RuleSheet) -> Decimal:
    if target.relation != "~":
        return target.value
    return target.value - abs(target.value) * (100 - rules.nearly) / 100


def _same_months(bases: Sequence[BaseFigure], year: str, as_of: date) -> Decimal | None:
    wanted = [f"{year}-{as_of.month:02d}"]
    if as_of.month == 12:
        wanted.append(year)
    return next((base.value for period in wanted for base in bases if base.period == period), None)
