"""请说明: what two reporters, or one reporter to two offices, tell of the same thing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from peidang.domain.answers import ToldElsewhere
from peidang.domain.checks.base import Asked, shortened
from peidang.domain.checks.figures import figure_step
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, IndicatorReporting, Status
from peidang.domain.measures import measure
from peidang.domain.numbers import parse_number, plain
from peidang.domain.plan import Indicator, Row
from peidang.domain.quantities import quantities

_OPPOSITE = {Status.DONE.value, Status.NOT_STARTED.value}


def second_figure_differs(asked: Asked) -> Iterator[Finding]:
    """``second-reporter-differs``: a later reporter's 累计数 is another than the first's of the same day.

    Said of the later one: the first one's figure is what counts. Parts of a sum are not compared.
    """
    for indicator in asked.indicators:
        first = asked.month.plan.asked_for(indicator)[0]
        if indicator.reporting is IndicatorReporting.SUM or first == asked.unit_id:
            continue
        told, ours = asked.month.reading(indicator.id, first), asked.reading(indicator)
        theirs, mine = parse_number(told.cumulative), parse_number(ours.cumulative)
        same_day = asked.month.data_date(told) == asked.month.data_date(ours)
        if theirs is None or mine is None or not same_day or _same(indicator, theirs, mine):
            continue
        unit = indicator.unit_of_measure
        message = (
            f"“累计数”为{plain(mine)}{unit}，{asked.month.plan.unit(first).name}同期填报{plain(theirs)}{unit}，"
            "两家不一致；请与对方核对后统一，口径不同的请在“说明”中写明。"
        )
        marks = ((0, len(ours.cumulative)),)
        yield asked.explain("second-reporter-differs", indicator.id, Field.CUMULATIVE, message, marks)


def second_status_differs(asked: Asked) -> Iterator[Finding]:
    """``second-reporter-differs``: of two reporters of a row one says 已完成, the other 未启动. Said of the later one."""
    for row in asked.rows:
        mine = asked.entry(row).status
        other = _opposite(asked, row, mine) if mine in _OPPOSITE else None
        if other is not None:
            theirs = asked.month.entry(row.id, other).status
            message = (
                f"状态为“{mine}”，{asked.month.plan.unit(other).name}对同一任务填报“{theirs}”；"
                "请与对方核对后统一，各自负责内容不同的请说明。"
            )
            marks = ((0, len(mine)),)
            yield asked.explain("second-reporter-differs", row.id, Field.STATUS, message, marks)


def _opposite(asked: Asked, row: Row, mine: str) -> str | None:
    """The first reporter before this one that says the contrary."""
    reporters = row.reporting_unit_ids()
    before = reporters[: reporters.index(asked.unit_id)]
    wanted = (_OPPOSITE - {mine}).pop()
    return next((unit for unit in before if asked.month.entry(row.id, unit).status == wanted), None)


def reported_otherwise(asked: Asked) -> Iterator[Finding]:
    """``reported-otherwise``: another office was told another value of the same indicator for the same period."""
    for indicator in asked.indicators:
        elsewhere = asked.month.told_elsewhere.get((indicator.id, asked.unit_id), ())
        reading = asked.reading(indicator)
        mine = parse_number(reading.cumulative) if elsewhere else None
        if mine is None:
            continue
        for told in elsewhere:
            theirs = _value_of(told, indicator)
            if theirs is None or not _same_period(asked, told) or _same(indicator, theirs, mine):
                continue
            unit = indicator.unit_of_measure
            message = (
                f"“累计数”为{plain(mine)}{unit}，而同期报{shortened(told.office)}的是{shortened(told.value)}"
                f"{unit if parse_number(told.value) is not None else ''}；请核对两处数据，口径不同的请在“说明”中写明。"
            )
            marks = ((0, len(reading.cumulative)),)
            yield asked.explain("reported-otherwise", indicator.id, Field.CUMULATIVE, message, marks)
            break


def _same_period(asked: Asked, told: ToldElsewhere) -> bool:
    """True when the other figure speaks of this month; a day that cannot be read is taken to."""
    span = asked.month.period.span
    try:
        return span.start <= date.fromisoformat(told.as_of) <= span.end if told.as_of else True
    except ValueError:
        return True


def _value_of(told: ToldElsewhere, indicator: Indicator) -> Decimal | None:
    number = parse_number(told.value)
    if number is not None:
        return number
    own = measure(indicator.unit_of_measure)
    read = [one for one in quantities(told.value) if one.unit == own.base]
    return read[0].value / own.size if len(read) == 1 else None


def _same(indicator: Indicator, one: Decimal, other: Decimal) -> bool:
    """Equal but for rounding: 428.3 and 428.27 are."""
    coarser = max(figure_step(one), figure_step(other))
    rounding = coarser if coarser < 1 or measure(indicator.unit_of_measure).size > 1 else Decimal(0)
    return one == other or abs(one - other) < rounding
