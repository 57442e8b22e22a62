"""请说明: what is said against the targets and the dues."""

from collections.abc import Iterator
from datetime import date

from peidang.domain.checks.base import Asked
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, Status
from peidang.domain.lights import indicators_of_row, light_of_indicator, row_is_overdue
from peidang.domain.numbers import plain
from peidang.domain.phrases import due_text, target_text
from peidang.domain.plan import Indicator, Row, Target
from peidang.domain.readings import Told, value_of
from peidang.domain.targets import below, comparable, due_day


def done_below_target(asked: Asked) -> Iterator[Finding]:
    """``done-below-target``: 已完成, while a target of the row that the unit reports on is not met."""
    for row in asked.rows:
        if asked.entry(row).status != Status.DONE:
            continue
        for indicator in indicators_of_row(asked.month, row):
            if asked.unit_id in asked.month.plan.asked_for(indicator):
                yield from _below(asked, row, indicator)


def _below(asked: Asked, row: Row, indicator: Indicator) -> Iterator[Finding]:
    told = value_of(asked.month, indicator)
    for target in indicator.targets:
        if target.row_id == row.id and _falls_short(asked, indicator, target, told):
            assert told.value is not None
            message = (
                f"状态为“{Status.DONE.value}”，而“{indicator.name}”为{plain(told.value)}{indicator.unit_of_measure}，"
                f"目标是{target_text(target)}；请核对状态和数据，或者说明原因。"
            )
            yield asked.explain("done-below-target", row.id, Field.STATUS, message)


def _falls_short(asked: Asked, indicator: Indicator, target: Target, told: Told) -> bool:
    if told.value is None:
        return False
    compared = comparable(indicator, target, told.value, told.as_of)
    return compared is not None and below(target, compared, asked.rules)


def overdue_rows(asked: Asked) -> Iterator[Finding]:
    """``overdue``: the row's due is over, and its status is another than 已完成. An empty status is ``missing``."""
    for row in asked.rows:
        status = asked.entry(row).status
        if status and status != Status.DONE and row.due and row_is_overdue(asked.month, row, asked.today):
            message = (
                f"完成时限{due_text(row.due)}已过，状态仍为“{status}”；请说明未完成的原因和预计完成时间。"
            )
            yield asked.explain("overdue", row.id, Field.STATUS, message)


def overdue_indicators(asked: Asked) -> Iterator[Finding]:
    """``overdue``: the indicator's last target is due and not met."""
    for indicator in asked.indicators:
        if not _may_be_overdue(asked, indicator):
            continue
        stands = light_of_indicator(asked.month, indicator, asked.rules, asked.today)
        if stands.overdue and stands.pace is not None and stands.told.value is not None:
            target = stands.pace.target
            message = (
                f"“{indicator.name}”完成时限{_due_words(asked, target, stands.pace.as_of)}已过，"
                f"现为{plain(stands.told.value)}{indicator.unit_of_measure}，未达到{target_text(target)}；"
                "请说明原因和预计完成时间。"
            )
            yield asked.explain("overdue", indicator.id, Field.CUMULATIVE, message)


def _may_be_overdue(asked: Asked, indicator: Indicator) -> bool:
    """False where no target can be due yet: a look at its light takes ten times as long."""
    end = asked.month.period.span.end
    return any(
        target.annual or ((due := due_day(asked.month.plan, target, end)) is not None and due <= end)
        for target in indicator.targets
    )


def _due_words(asked: Asked, target: Target, as_of: date) -> str:
    row_due = asked.month.plan.row(target.row_id).due if target.row_id else None
    return due_text(target.due or row_due) or f"{as_of.year}年"
