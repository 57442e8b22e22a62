"""The columns of 进展情况表 by their heads: the annex's own, the month's, and further ones an office may add."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from peidang.domain.columns import further_cell, further_heads
from peidang.domain.labels import (
    FIELD_WORDS,
    ROW_FREQUENCY_WORDS,
    ROW_STATE_WORDS,
    SCHEDULE_HEADS,
    Field,
)
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import RowLine
from peidang.reports.table_view import LIGHT_HEAD, names, row_light_text

SERIAL_HEAD, TASK_HEAD, MEASURE_HEAD, LEADS_HEAD, RESPONSIBLE_HEAD = SCHEDULE_HEADS
EXTRA_WIDTH = 12.0
_WIDTHS = {
    SERIAL_HEAD: 5.0,
    TASK_HEAD: 16.0,
    MEASURE_HEAD: 44.0,
    LEADS_HEAD: 14.0,
    RESPONSIBLE_HEAD: 16.0,
    LIGHT_HEAD: 12.0,
    FIELD_WORDS[Field.STATUS]: 14.0,
    FIELD_WORDS[Field.PROGRESS]: 44.0,
    FIELD_WORDS[Field.PROBLEMS]: 22.0,
    FIELD_WORDS[Field.NEXT_STEPS]: 26.0,
    "章节": 18.0,
    "单位原文": 44.0,
    "核定理由": 18.0,
}
BETTER, WORSE = "好转", "转差"


class Look(Enum):
    """How the cells of a column are written."""

    SERIAL = "serial"
    TASK = "task"
    LIGHT = "light"
    CENTRE = "centre"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class RowColumn:
    """A column of the rows sheet: its head, its width in the sheet's unit, how it looks, a row's text."""

    head: str
    width: float
    look: Look
    text: Callable[[RowLine], str]


def available_heads(summary: Summary) -> tuple[str, ...]:
    """Every head ``row_columns`` knows for this plan: those of the full table first, then the ones to be added."""
    return tuple(dict.fromkeys(column.head for column in (*_usual(summary), *_added(summary))))


def row_columns(summary: Summary, heads: Sequence[str] | None = None) -> tuple[RowColumn, ...]:
    """The columns of these heads in this order; 序号 always stands first. None: as issued, with the month beside it.

    Raises ``KeyError`` for a head that is none of ``available_heads``.
    """
    usual = _usual(summary)
    if heads is None:
        return usual
    # The first of a name counts: an annex may have a column of its own that is called like one of ours.
    by_head = {column.head: column for column in reversed((*usual, *_added(summary)))}
    return tuple(by_head[head] for head in dict.fromkeys((SERIAL_HEAD, *heads)))


def _usual(summary: Summary) -> tuple[RowColumn, ...]:
    further = [_column(head, partial(_further, head)) for head in further_heads(summary.plan)]
    own = (
        _column(SERIAL_HEAD, lambda line: str(line.row.serial), Look.SERIAL),
        _column(TASK_HEAD, lambda line: line.row.task, Look.TASK),
        _column(MEASURE_HEAD, lambda line: line.row.measure),
        _column(LEADS_HEAD, lambda line: names(line.leads)),
        _column(RESPONSIBLE_HEAD, lambda line: names(line.responsible)),
    )
    month = (
        _column(LIGHT_HEAD, lambda line: row_light_text(line, summary.rules), Look.LIGHT),
        _column(FIELD_WORDS[Field.STATUS], lambda line: line.status, Look.CENTRE),
        _column(FIELD_WORDS[Field.PROGRESS], lambda line: line.text),
        _column(FIELD_WORDS[Field.PROBLEMS], lambda line: line.problems),
        _column(FIELD_WORDS[Field.NEXT_STEPS], lambda line: line.next_steps),
    )
    return (*own, *further, *month)


def _added(summary: Summary) -> tuple[RowColumn, ...]:
    moved = {change.row_id: BETTER if change.better else WORSE for change in summary.changes}
    return (
        _column("章节", lambda line: line.row.section),
        _column("调度频次", lambda line: ROW_FREQUENCY_WORDS[line.row.frequency], Look.CENTRE),
        _column("办理状态", lambda line: ROW_STATE_WORDS[line.row.state], Look.CENTRE),
        _column("单位原文", lambda line: line.progress),
        _column("核定理由", lambda line: line.light.reason),
        _column("亮灯变化", lambda line: moved.get(line.row.id, ""), Look.CENTRE),
        _column("必须改正", lambda line: str(line.must), Look.NUMBER),
        _column("需要说明", lambda line: str(line.explain), Look.NUMBER),
    )


def _column(head: str, text: Callable[[RowLine], str], look: Look = Look.TEXT) -> RowColumn:
    return RowColumn(head, _WIDTHS.get(head, EXTRA_WIDTH), look, text)


def _further(head: str, line: RowLine) -> str:
    return further_cell(line.row, head)
