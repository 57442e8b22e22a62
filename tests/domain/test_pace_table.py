"""Design section 7 as a table: each pace kind with a figure, what it is held against, and the light it gets."""

from datetime import date
from decimal import Decimal

import pytest

from peidang.domain.labels import IndicatorKind, Light
from peidang.domain.lights import light_of_pace
from peidang.domain.pace import Basis, Verdict, pace
from peidang.domain.plan import Indicator
from peidang.domain.rule_sheet import DEFAULT_RULES
from tests.domain.builders import a_plan, a_target, an_indicator

OCTOBER, MARCH = date(2025, 10, 31), date(2025, 3, 31)
YEAR, TOTAL = IndicatorKind.ANNUAL_TOTAL, IndicatorKind.RUNNING_TOTAL
LEVEL, RATE, GROWTH = IndicatorKind.LEVEL, IndicatorKind.RATE, IndicatorKind.GROWTH


def of_the_year(**more: object) -> Indicator:
    return an_indicator("i", a_target(120, None, annual=True), kind=YEAR, **more)  # type: ignore[arg-type]


def share(due: str = "2025", **more: object) -> Indicator:
    return an_indicator("i", a_target(90, due, unit_of_measure="%"), kind=RATE, **more)  # type: ignore[arg-type]


def grown(**more: object) -> Indicator:
    target = a_target(15, "2025", unit_of_measure="%", baseline="2023")
    return an_indicator("i", target, kind=LEVEL, unit_of_measure="万元", **more)  # type: ignore[arg-type]


NODED = an_indicator("i", a_target(100, "2027"), nodes={"2025": 60})
BASED = an_indicator("i", a_target(35), kind=LEVEL, bases={"2023": 23})
RISING = an_indicator("i", a_target(8, "2025", unit_of_measure="%"), kind=GROWTH)
ON, BEHIND, RED, DONE = Light.ON_PACE, Light.BEHIND, Light.SERIOUS, Light.DONE
TABLE = [
    # Annual counts and amounts: elapsed share of the year.
    ("elapsed share of the year", of_the_year(), 100, OCTOBER, Basis.YEAR, "0.0", ON),
    ("5 points behind still green", of_the_year(), 94, OCTOBER, Basis.YEAR, "-5.0", ON),
    ("more than 5 points yellow", of_the_year(), 93, OCTOBER, Basis.YEAR, "-5.8", BEHIND),
    ("20 points red", of_the_year(), 76, OCTOBER, Basis.YEAR, "-20.0", RED),
    ("no red in the first quarter", of_the_year(), 0, MARCH, Basis.YEAR, "-25.0", BEHIND),
    ("red after it", of_the_year(), 0, date(2025, 4, 30), Basis.YEAR, "-33.3", RED),
    ("own quarterly nodes", of_the_year(nodes={"2025-Q1": 6}), 6, MARCH, Basis.QUARTERS, "0.0", ON),
    # Later years: the yearly node, else the way from the base, else nothing.
    ("the yearly node", NODED, 60, date(2025, 12, 31), Basis.NODE, "0.0", ON),
    ("from base to target", BASED, 34, OCTOBER, Basis.PATH, "0.0", ON),
    ("no base, no node", an_indicator("i", a_target(13, "2027"), kind=LEVEL), 5, OCTOBER, Basis.NONE, None, None),
    # Growth: the same months of the base year.
    ("growth by the same months", grown(bases={"2023-10": 100}), 116, OCTOBER, Basis.TARGET, "1.0", ON),
    ("growth without the same months", grown(bases={"2023": 100}), 116, OCTOBER, Basis.NONE, None, None),
    ("growth told as a rate", RISING, 6, OCTOBER, Basis.TARGET, "-2.0", ON),
    # Rates: the node, else the target itself in its last year.
    ("a rate in its last year", share(), 82, OCTOBER, Basis.TARGET, "-8.0", BEHIND),
    ("a rate against its node", share("2027", nodes={"2025": 80}), 82, OCTOBER, Basis.NODE, "2.0", ON),
    ("a rate of a later year without a node", share("2027"), 82, OCTOBER, Basis.NONE, None, None),
    # 左右: nearly reached from 95 %.
    ("about, from 95 percent", an_indicator("i", a_target(100, relation="~")), 95, OCTOBER, None, None, DONE),
    # Met and over.
    ("met", an_indicator("i", a_target(24)), 24, OCTOBER, None, None, DONE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "indicator", "value", "day", "basis", "gap", "light"), TABLE, ids=[one[0] for one in TABLE]
)
def test_the_table(
    what: str,
    indicator: Indicator,
    value: int,
    day: date,
    basis: Basis | None,
    gap: str | None,
    light: Light | None,
) -> None:
    kept = pace(a_plan((), [indicator]), indicator, Decimal(value), day)
    assert kept is not None, what
    if basis is not None:
        assert kept.basis is basis
        assert (str(kept.gap) if kept.gap is not None else None) == gap
    assert light_of_pace(kept, indicator, DEFAULT_RULES) is light


def test_what_has_nothing_to_compare_with_says_why() -> None:
    said = {
        "no base, no node": Verdict.NO_YEARLY_TARGET,
        "growth without the same months": Verdict.NO_SAME_MONTHS,
        "a rate of a later year without a node": Verdict.NO_YEARLY_TARGET,
        "about, from 95 percent": Verdict.NEARLY_REACHED,
    }
    for what, indicator, value, day, *_ in TABLE:
        if what in said:
            kept = pace(a_plan((), [indicator]), indicator, Decimal(value), day)
            assert kept is not None
            assert kept.verdict is said[what]
