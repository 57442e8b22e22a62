"""序时进度: where an indicator stands on the way to its target, on the day its own data speak of.

Everything is exact (``Fraction``) until one rounding at the end, to one decimal. Rules: design section 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from peidang.domain.labels import IndicatorKind
from peidang.domain.periods import last_day_of
from peidang.domain.plan import BaseFigure, Indicator, Plan, Target
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheet
from peidang.domain.targets import (
    aim,
    below,
    comparable,
    current_target,
    due_day,
    grows_from_amounts,
    is_annual,
    is_growth,
)


class Verdict(StrEnum):
    """What is said of an indicator in a word; the value is the word itself."""

    REACHED = "已达成"
    NEARLY_REACHED = "基本达到"
    WITHIN_CAP = "控制在目标以内"
    ON_PACE = "达到序时"
    BEHIND_PACE = "低于序时"
    NO_YEARLY_TARGET = "未设年度目标"
    NO_SAME_MONTHS = "未填同期数"
    NO_DUE = "未设完成时限"


class Basis(StrEnum):
    """What a value is held against; the value is the word itself."""

    YEAR = "当年序时"
    QUARTERS = "季度节点"
    PATH = "总体序时"
    NODE = "年度目标"
    TARGET = "目标"
    NONE = ""


@dataclass(frozen=True)
class Pace:
    """Where one target of an indicator stands. Shares and gap are percentages with one decimal.

    ``gap`` is in percentage points: positive ahead, negative behind; None where nothing can be compared.
    """

    target: Target
    verdict: Verdict
    basis: Basis
    as_of: date
    value: Decimal
    """What is compared: as told, or the growth in percent worked out from the amounts of the same months."""
    completion: Decimal | None = None
    """完成率: value against the target itself; None for growth, and for a target of nought or less."""
    goal: Decimal | None = None
    """The figure compared with: a yearly node, or the target itself."""
    goal_day: date | None = None
    """By when ``goal`` is to be reached."""
    achieved: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    annual: bool = False
    """True for figures that start the year at nought."""
    on_path: Decimal | None = None
    """Where the figure should stand on ``as_of``, in its own unit of measure, to four decimals (序时应达)."""

    @property
    def reached(self) -> bool:
        """True when the target is met for good, or met nearly enough for an approximate one."""
        return self.verdict in (Verdict.REACHED, Verdict.NEARLY_REACHED)

    @property
    def lag(self) -> Decimal | None:
        """How many percentage points behind; negative when ahead."""
        return None if self.gap is None else -self.gap


def pace(
    plan: Plan,
    indicator: Indicator,
    value: Decimal,
    as_of: date,
    *,
    target: Target | None = None,
    rules: RuleSheet = DEFAULT_RULES,
) -> Pace | None:
    """Where ``value``, the cumulative figure as of ``as_of``, stands. None when the indicator has no target.

    ``target`` defaults to the current one. The day the data speak of counts, never today.
    """
    target = target or current_target(plan, indicator, as_of)
    if target is None:
        return None
    compared = comparable(indicator, target, value, as_of)
    if compared is None:
        return Pace(target, Verdict.NO_SAME_MONTHS, Basis.NONE, as_of, value)
    question = _Question(plan, indicator, target, compared, as_of, due_day(plan, target, as_of))
    comparison = _compare(question)
    gap = None if comparison is None else round_ratio(comparison.gap(target.relation))
    return Pace(
        target=target,
        verdict=_verdict(question, gap, rules),
        basis=comparison.basis if comparison else Basis.NONE,
        as_of=as_of,
        value=round_ratio(compared) if grows_from_amounts(indicator, target) else value,
        completion=_completion(question),
        goal=comparison.goal if comparison else None,
        goal_day=comparison.goal_day if comparison else None,
        achieved=round_ratio(comparison.achieved) if comparison else None,
        expected=round_ratio(comparison.expected) if comparison else None,
        gap=gap,
        annual=is_annual(indicator, target),
        on_path=round_ratio(comparison.on_path, 4) if comparison else None,
    )


def round_ratio(number: Fraction, places: int = 1) -> Decimal:
    """An exact ratio rounded half away from nought, once."""
    scaled = abs(number) * 10**places
    units = int(scaled + Fraction(1, 2))
    return Decimal(-units if number < 0 else units).scaleb(-places)


@dataclass(frozen=True)
class _Question:
    plan: Plan
    indicator: Indicator
    target: Target
    value: Fraction
    as_of: date
    due: date | None


@dataclass(frozen=True)
class _Goal:
    basis: Basis
    figure: Decimal
    day: date


@dataclass(frozen=True)
class _Comparison:
    basis: Basis
    goal: Decimal
    goal_day: date
    achieved: Fraction
    expected: Fraction
    on_path: Fraction
    """The figure that ``expected`` stands for."""
    falling: bool = False
    """True when ``achieved`` is a share of the way down, so that more is better even under a cap."""

    def gap(self, relation: str) -> Fraction:
        ahead = self.achieved - self.expected
        return -ahead if relation == "<=" and not self.falling else ahead


def _verdict(question: _Question, gap: Decimal | None, rules: RuleSheet) -> Verdict:
    target, indicator, due = question.target, question.indicator, question.due
    met = not below(target, question.value, rules)
    final = due is not None and question.as_of >= due
    # A cap can still be broken, and the growth of some months can still fall, until the due has come.
    if met and (final or not (target.relation == "<=" or is_growth(indicator, target))):
        nearly = target.relation == "~" and question.value < Fraction(target.value)
        return Verdict.NEARLY_REACHED if nearly else Verdict.REACHED
    if met and target.relation == "<=" and (gap is None or gap >= 0):
        return Verdict.WITHIN_CAP
    if gap is None:
        return Verdict.NO_DUE if due is None else Verdict.NO_YEARLY_TARGET
    return Verdict.ON_PACE if gap >= 0 else Verdict.BEHIND_PACE


def _completion(question: _Question) -> Decimal | None:
    if is_growth(question.indicator, question.target) or aim(question.target) <= 0:
        return None
    return round_ratio(question.value / Fraction(aim(question.target)) * 100)


def _compare(question: _Question) -> _Comparison | None:
    if question.due is None:
        return None
    if question.indicator.kind is IndicatorKind.RATE or is_growth(question.indicator, question.target):
        return _by_points(question)
    if is_annual(question.indicator, question.target):
        return _through_the_year(question)
    return _along_the_path(question)


def _by_points(question: _Question) -> _Comparison | None:
    """Rates and growth: against the year's node, else against the target itself in its last year.

    Percentages are subtracted as they are; a ratio (0.8:1) by its share of the goal. What is already above the
    target needs no node.
    """
    goal = _goal_of_the_year(question)
    if goal is None and question.due and question.target.relation != "<=":
        figure = aim(question.target)
        goal = _Goal(Basis.TARGET, figure, question.due) if question.value >= Fraction(figure) else None
    if goal is None:
        return None
    if question.target.unit_of_measure in ("%", "％"):
        return _Comparison(
            goal.basis, goal.figure, goal.day, question.value, Fraction(goal.figure), Fraction(goal.figure)
        )
    return _held_against(goal, question.value)


def _held_against(goal: _Goal, value: Fraction) -> _Comparison | None:
    """The value's share of the goal against the whole of it, no time allowed for."""
    if goal.figure <= 0:
        return None
    achieved = value / Fraction(goal.figure) * 100
    return _Comparison(goal.basis, goal.figure, goal.day, achieved, Fraction(100), Fraction(goal.figure))


def _through_the_year(question: _Question) -> _Comparison | None:
    """Counts and amounts of the year: along the quarterly nodes, else evenly from January."""
    goal = _goal_of_the_year(question)
    if goal is None or goal.figure <= 0:
        return None
    year = question.as_of.year
    quarters = sorted(
        (_position(_node_day(year, node.quarter)), Fraction(node.value))
        for node in question.indicator.nodes
        if node.year == year and node.quarter and _node_day(year, node.quarter) < goal.day
    )
    points = [(Fraction(year * 12), Fraction(0)), *quarters, (_position(goal.day), Fraction(goal.figure))]
    whole = Fraction(goal.figure) / 100
    on_path = _on_path(points, _position(question.as_of))
    basis = Basis.QUARTERS if quarters else Basis.YEAR
    return _Comparison(basis, goal.figure, goal.day, question.value / whole, on_path / whole, on_path)


def _along_the_path(question: _Question) -> _Comparison | None:
    """Levels and running totals: from the start through the yearly nodes to the target, evenly between them.

    A level without a start is held against the node of its year, a cap against itself in its last year.
    """
    at = _position(question.as_of)
    start = _start(question)
    goals = [goal for goal in _goals(question) if start is None or _position(goal.day) > start[0]]
    if not goals:
        return None
    goal = next((goal for goal in goals if _position(goal.day) >= at), goals[-1])
    stations = [start] if start else []
    stations += [(_position(goal.day), Fraction(goal.figure)) for goal in goals]
    if stations[0][0] >= _position(goal.day):
        open_ended = goal.day == question.due and question.target.relation != "<="
        if open_ended or goal.day.year != question.as_of.year:
            return None
        return _held_against(goal, question.value)
    base = stations[0][1]
    way = Fraction(goal.figure) - base
    if way == 0 or (way > 0) == (question.target.relation == "<="):
        return _held_against(goal, question.value)
    achieved = (question.value - base) / way * 100
    on_path = _on_path(stations, at)
    expected = (on_path - base) / way * 100
    return _Comparison(goal.basis, goal.figure, goal.day, achieved, expected, on_path, falling=way < 0)


def _goals(question: _Question) -> list[_Goal]:
    """The nodes, the indicator's own earlier targets and the target itself, in order of time."""
    if question.due is None:
        return []
    goals = {
        _node_day(n.year, n.quarter): _Goal(Basis.NODE, n.value, _node_day(n.year, n.quarter))
        for n in question.indicator.nodes
    }
    for other in question.indicator.targets:
        day = due_day(question.plan, other, question.as_of)
        if day and not other.annual and other.unit_of_measure == question.target.unit_of_measure:
            goals.setdefault(day, _Goal(Basis.NODE, other.value, day))
    kept = {day: goal for day, goal in goals.items() if day < question.due}
    kept[question.due] = _Goal(Basis.PATH, aim(question.target), question.due)
    return [kept[day] for day in sorted(kept)]


def _start(question: _Question) -> tuple[Fraction, Fraction] | None:
    """Where the path starts: the plan's month with the base figure, or with nought for a running total."""
    base = _base(question.indicator.bases, question.target.baseline)
    if base is None and question.indicator.kind is not IndicatorKind.RUNNING_TOTAL:
        return None
    figure = Fraction(base.value) if base else Fraction(0)
    if question.plan.issued_on:
        issued = last_day_of(question.plan.issued_on)
        return Fraction(issued.year * 12 + issued.month - 1), figure
    return (_position(last_day_of(base.period)), figure) if base else None


def _base(bases: Sequence[BaseFigure], year: str | None) -> BaseFigure | None:
    """The base figure: of the year the target names, else the latest whole year, else the latest month."""
    named = [base for base in bases if year and base.period == year]
    whole = sorted((base for base in bases if len(base.period) == 4), key=lambda base: base.period)
    months = sorted(bases, key=lambda base: base.period)
    return next(iter(named or whole[-1:] or months[-1:]), None)


def _goal_of_the_year(question: _Question) -> _Goal | None:
    """The node of the data's year, else the target itself when it is due in that year (or was due before)."""
    if question.due is None:
        return None
    year = question.as_of.year
    end = date(year, 12, 31)
    node = next((n for n in question.indicator.nodes if n.year == year and n.quarter is None), None)
    if node and (question.due > end or question.target.annual):
        return _Goal(Basis.NODE, node.value, end)
    return _Goal(Basis.TARGET, aim(question.target), question.due) if question.due.year <= year else None


def _node_day(year: int, quarter: int | None) -> date:
    return last_day_of(f"{year}-{(quarter or 4) * 3:02d}")


def _on_path(points: Sequence[tuple[Fraction, Fraction]], at: Fraction) -> Fraction:
    """The figure that lies on the path at a position in time, evenly between two points."""
    if at <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return points[-1][1]


def _position(day: date) -> Fraction:
    """A day's end on a scale of months: the end of June is exactly half of the year, whatever its days."""
    return Fraction(day.year * 12 + day.month - 1) + Fraction(day.day, _days(day))


def _days(day: date) -> int:
    return last_day_of(f"{day.year}-{day.month:02d}").day
