"""请说明: an indicator's figure against its own history, its parts and its targets.

One slip of the pen shows in several ways: of an indicator's figure the most telling one alone is said.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from peidang.domain.answers import Month, Reading
from peidang.domain.checks.base import Asked
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, IndicatorKind
from peidang.domain.measures import measure
from peidang.domain.numbers import parse_number, plain
from peidang.domain.plan import Indicator, Target
from peidang.domain.readings import months_before
from peidang.domain.targets import grows_from_amounts, is_annual

ENOUGH_HISTORY = 3
"""Earlier figures from which a jump can be told from what is usual."""
POWERS = (1, 2, 4, 8)
"""×10 and ×100 are typing, ×10000 is 万, 10^8 is 亿; ×1000 is no slip that offices make."""


@dataclass(frozen=True)
class Figure:
    """A figure told earlier: its value, the day it speaks of, and the month in which it was told."""

    value: Decimal
    as_of: date
    month: Month


def history(asked: Asked, indicator: Indicator) -> tuple[Figure, ...]:
    """The unit's earlier cumulative figures of the indicator, latest first; unreadable ones are left out."""
    found = []
    for earlier in months_before(asked.month):
        reading = earlier.reading(indicator.id, asked.unit_id)
        number = parse_number(reading.cumulative) if reading.cumulative else None
        if number is not None and Field.CUMULATIVE not in reading.contested:
            found.append(Figure(number, earlier.data_date(reading), earlier))
    return tuple(found)


def adds_up(indicator: Indicator) -> bool:
    """True for counts and amounts, of the year or since the start; not for levels, rates and growths."""
    return indicator.kind is IndicatorKind.RUNNING_TOTAL or restarts(indicator)


def restarts(indicator: Indicator) -> bool:
    """True for figures that start every January at nought."""
    if indicator.targets:
        return any(is_annual(indicator, target) for target in indicator.targets)
    return indicator.kind is IndicatorKind.ANNUAL_TOTAL


def figure_findings(asked: Asked) -> Iterator[Finding]:
    """``unit-slip``, ``cumulative-fell``, ``month-and-total-differ``, ``jump``: one at most for an indicator."""
    for indicator in asked.indicators:
        reading = asked.reading(indicator)
        now = parse_number(reading.cumulative) if reading.cumulative else None
        if now is None:
            continue
        earlier = history(asked, indicator)
        said = (check(asked, indicator, now, earlier) for check in _IN_ORDER)
        yield from [finding for finding in said if finding is not None][:1]


def _of_this_run(
    asked: Asked, indicator: Indicator, earlier: Sequence[Figure], reading: Reading
) -> tuple[Figure, ...]:
    """The earlier figures that this one adds to: those of the same year where figures restart in January."""
    if not restarts(indicator):
        return tuple(earlier)
    year = asked.month.data_date(reading).year
    return tuple(figure for figure in earlier if figure.as_of.year == year)


# unit-slip


def unit_slip(
    asked: Asked, indicator: Indicator, now: Decimal, earlier: tuple[Figure, ...]
) -> Finding | None:
    """``unit-slip``: ×10, ×100, ×10000 (or 1/…) of what was told before or, without that, of the target's size."""
    run = _of_this_run(asked, indicator, earlier, asked.reading(indicator))
    power = _slip_of_history(asked, indicator, now, run) if run else _slip_of_target(indicator, now)
    if power is None:
        return None
    reading = asked.reading(indicator)
    unit = indicator.unit_of_measure
    tens = plain(Decimal(10) ** abs(power))
    times = f"{tens}倍" if power > 0 else f"1/{tens}"
    against = (
        f"约为截至{run[0].as_of.month}月的{plain(run[0].value)}{unit}的{times}"
        if run
        else f"与目标{plain(_aims(indicator)[0])}{unit}的量级约差{tens}倍"
    )
    message = (
        f"“累计数”为{plain(now)}{unit}，{against}，疑为计量单位或小数点有误"
        f"{f'（本表计量单位为{unit}）' if unit else ''}；请核对，确实无误的请在“说明”中写明原因。"
    )
    marks = ((0, len(reading.cumulative)),)
    return asked.explain("unit-slip", indicator.id, Field.CUMULATIVE, message, marks)


def _slip_of_history(asked: Asked, indicator: Indicator, now: Decimal, run: Sequence[Figure]) -> int | None:
    last = run[0].value
    if now * last <= 0 or (indicator.kind is IndicatorKind.GROWTH and abs(last) < 5):
        return None
    low, high = _usual(indicator, run)
    if low <= now <= high:
        return None
    for power in POWERS:
        for signed in (power, -power):
            if low <= now.scaleb(-signed) <= high and _is_telling(asked, indicator, signed, now, run):
                return signed
    return None


def _is_telling(asked: Asked, indicator: Indicator, power: int, now: Decimal, run: Sequence[Figure]) -> bool:
    """Ten times as much may be true: of small numbers, of growths, early in the year, and where 本月数 agrees."""
    last = run[0].value
    if abs(power) > 1:
        return True
    if indicator.kind is IndicatorKind.GROWTH or (abs(last) < 10 and _whole(last)):
        return False
    if power < 0 or not adds_up(indicator):
        return True
    reading = asked.reading(indicator)
    told = parse_number(reading.month_value) if reading.month_value else None
    early = restarts(indicator) and asked.month.data_date(reading).month <= 3
    return told != now - last and (len(run) > 1 or not early)


def _usual(indicator: Indicator, run: Sequence[Figure]) -> tuple[Decimal, Decimal]:
    """Between which figures the next one is to be expected, by those told before."""
    last = run[0].value
    if not adds_up(indicator):
        spread = abs(last) * Decimal("0.3")
        return last - spread, last + spread
    steps = [one.value - other.value for one, other in pairwise(run)]
    step = max([*steps, last * Decimal("0.35")])
    # The first months of a year double: the figure of January is no measure for February's.
    return last * Decimal("0.95"), last + 2 * step if steps else last * Decimal("2.5")


def _slip_of_target(indicator: Indicator, now: Decimal) -> int | None:
    aims = _aims(indicator)
    if not aims or now <= 0 or indicator.kind is IndicatorKind.GROWTH:
        return None
    low, high = min(aims) * Decimal("0.1"), max(aims) * 2
    if indicator.kind is IndicatorKind.RATE:
        is_share = indicator.unit_of_measure == "%" and now <= 1 and now != now.to_integral_value()
        return -2 if is_share and min(aims) / 2 <= now * 100 <= 100 and min(aims) > 3 else None
    if now > max(aims) * 300:
        return next((power for power in (4, 8) if low <= now.scaleb(-power) <= high), None)
    whole = measure(indicator.unit_of_measure).size == 1 and indicator.unit_of_measure != ""
    if whole and now < 1 and low <= now.scaleb(4) <= high:
        return -4
    return None


def _aims(indicator: Indicator) -> list[Decimal]:
    """The targets' figures, as far as they are in the indicator's own terms."""
    return [
        target.value
        for target in indicator.targets
        if target.value > 0 and not _in_other_terms(indicator, target)
    ]


def _in_other_terms(indicator: Indicator, target: Target) -> bool:
    return grows_from_amounts(indicator, target) or target.unit_of_measure != indicator.unit_of_measure


# cumulative-fell


def cumulative_fell(
    asked: Asked, indicator: Indicator, now: Decimal, earlier: tuple[Figure, ...]
) -> Finding | None:
    """``cumulative-fell``: a figure that adds up is lower than before. Figures of the year restart in January."""
    if not adds_up(indicator) or not earlier:
        return None
    value, as_of = earlier[0].value, earlier[0].as_of
    restarted = restarts(indicator) and asked.month.data_date(asked.reading(indicator)).year > as_of.year
    if now >= value or restarted:
        return None
    message = (
        f"“累计数”为{plain(now)}，比截至{as_of.month}月的{plain(value)}少{plain(value - now)}，"
        "请核对；确有核减或口径调整的，请在“说明”中写明原因。"
    )
    marks = ((0, len(asked.reading(indicator).cumulative)),)
    return asked.explain("cumulative-fell", indicator.id, Field.CUMULATIVE, message, marks)


# month-and-total-differ


def month_and_total_differ(
    asked: Asked, indicator: Indicator, now: Decimal, earlier: tuple[Figure, ...]
) -> Finding | None:
    """``month-and-total-differ``: 累计数 − last 累计数 ≠ 本月数 beyond rounding, or 本月数 is more than 累计数."""
    reading = asked.reading(indicator)
    told = parse_number(reading.month_value) if reading.month_value else None
    if told is None or not adds_up(indicator):
        return None
    last = _carried_into(asked, indicator, earlier)
    if last is None:
        return _more_than_total(asked, indicator, told, now)
    if abs(now - last - told) <= _tolerance(indicator, now, last, told):
        return None
    unit = indicator.unit_of_measure
    grown = now - last
    moved = f"增加{plain(grown)}{unit}" if grown >= 0 else f"减少{plain(-grown)}{unit}"
    before = f"比上期累计{plain(last)}{unit}{moved}" if last else "今年首次填报，应与本月数一致"
    message = (
        f"“累计数”{plain(now)}{unit}{before}，而“本月数”为{plain(told)}{unit}；"
        "请核对两个数，确有调整的请在“说明”中写明原因。"
    )
    marks = ((0, len(reading.cumulative)),)
    return asked.explain("month-and-total-differ", indicator.id, Field.CUMULATIVE, message, marks)


def _more_than_total(asked: Asked, indicator: Indicator, told: Decimal, now: Decimal) -> Finding | None:
    if told <= now or now < 0 or told - now <= _tolerance(indicator, now, told):
        return None
    unit = indicator.unit_of_measure
    message = f"“本月数”{plain(told)}{unit}大于“累计数”{plain(now)}{unit}；请核对两个数，确有调整的请在“说明”中写明原因。"
    marks = ((0, len(asked.reading(indicator).cumulative)),)
    return asked.explain("month-and-total-differ", indicator.id, Field.CUMULATIVE, message, marks)


def _carried_into(asked: Asked, indicator: Indicator, earlier: Sequence[Figure]) -> Decimal | None:
    """What this month's figure adds to: last period's, where the two periods follow each other and it spoke of its own."""
    month = asked.month
    start = month.period.span.start
    if restarts(indicator) and start.month == 1:
        return Decimal(0)
    if not earlier or earlier[0].month is not month.previous:
        return None
    last = earlier[0]
    follows = last.month.period.span.end + timedelta(days=1) == start
    own = last.as_of >= last.month.period.span.start
    told_now = month.data_date(month.reading(indicator.id, asked.unit_id)) >= start
    return last.value if follows and own and told_now else None


def _tolerance(indicator: Indicator, *figures: Decimal) -> Decimal:
    """Rounding of the parts: none between whole numbers of things, else one and a half of the coarsest last place."""
    coarsest = max(figure_step(figure) for figure in figures)
    if coarsest == 1 and measure(indicator.unit_of_measure).size == 1 and all(map(_whole, figures)):
        return Decimal(0)
    return coarsest * Decimal("1.5")


def figure_step(figure: Decimal) -> Decimal:
    """What one in the last place is worth: 0.01 for 42.83, 1 for 30 and 300."""
    exponent = figure.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _whole(figure: Decimal) -> bool:
    return figure == figure.to_integral_value()


# jump


def jump(asked: Asked, indicator: Indicator, now: Decimal, earlier: tuple[Figure, ...]) -> Finding | None:
    """``jump``: a move far beyond all of the unit's earlier moves; needs three earlier figures of the same run."""
    reading = asked.reading(indicator)
    run = _of_this_run(asked, indicator, earlier, reading)
    if len(run) < ENOUGH_HISTORY:
        return None
    last = run[0]
    moves = [abs(one.value - other.value) for one, other in pairwise(run)]
    months = max(1, round((asked.month.data_date(reading) - last.as_of).days / 31))
    moved = abs(now - last.value) / months
    if moved <= max(5 * max(moves), _least_jump(indicator, last.value)):
        return None
    unit = indicator.unit_of_measure
    word = "增加" if now > last.value else "减少"
    by = "个百分点" if unit == "%" else unit
    usual = f"以往每期变动最大为{plain(max(moves))}{by}" if max(moves) else "以往各期没有变动"
    message = (
        f"“累计数”{plain(now)}{unit}，比截至{last.as_of.month}月的{plain(last.value)}{unit}"
        f"{word}{plain(abs(now - last.value))}{by}，{usual}；请核对，确实无误的请在“说明”中写明原因。"
    )
    marks = ((0, len(reading.cumulative)),)
    return asked.explain("jump", indicator.id, Field.CUMULATIVE, message, marks)


def _least_jump(indicator: Indicator, last: Decimal) -> Decimal:
    """Moves up to this much are never asked about, however quiet it was before."""
    if indicator.kind in (IndicatorKind.RATE, IndicatorKind.GROWTH) and indicator.unit_of_measure == "%":
        return Decimal(15) if indicator.kind is IndicatorKind.RATE else Decimal(20)
    share = Decimal("0.5") if adds_up(indicator) else Decimal("0.3")
    whole_things = measure(indicator.unit_of_measure).size == 1 and adds_up(indicator)
    return max(abs(last) * share, Decimal(5 if whole_things else 0))


_IN_ORDER: tuple[Callable[[Asked, Indicator, Decimal, tuple[Figure, ...]], Finding | None], ...] = (
    unit_slip,
    cumulative_fell,
    month_and_total_differ,
    jump,
)
"""The most telling first."""
