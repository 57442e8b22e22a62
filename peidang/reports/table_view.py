"""What the tables of both papers show: columns of the annex, merged tasks, words for lights and units not named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from peidang.domain.columns import further_heads
from peidang.domain.labels import (
    FIELD_WORDS,
    LIGHT_SHAPES,
    ROW_FREQUENCY_WORDS,
    ROW_STATE_WORDS,
    SCHEDULE_HEADS,
    Field,
    Light,
    RowFrequency,
    RowState,
)
from peidang.domain.plan import Assignment
from peidang.domain.rule_sheet import RuleSheet
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import RowLine, UnitLine, UnitState

DEMONSTRATION = "演示数据"
LIGHT_HEAD = "亮灯"
PENDING = "待核定"
NOT_ASKED = "本期不报"
NO_TARGET = "不亮灯"
SOME_UNIT = "某单位"
LATE, OVERDUE = "迟报", "逾期"
ANSWER_HEADS = tuple(FIELD_WORDS[f] for f in (Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS))
INDICATOR_HEADS = (
    *("序号", "指标", "计量单位", "目标", "完成时限", "报送单位", "上期累计", "本月数", "累计数", "数据截至"),
    *("完成率", "差距（百分点）", LIGHT_HEAD, "说明"),
)
UNIT_HEADS = (
    *("序号", "单位", "报送状态", "应报任务", "已报任务", "应报指标", "已报指标"),
    *("报送期限", "报送时间", "超期天数", "必须改正", "需要说明"),
)


def schedule_heads(summary: Summary) -> tuple[str, ...]:
    """The annex's own columns with the plan's extra ones, then the month's."""
    extra = further_heads(summary.plan)
    return (*SCHEDULE_HEADS, *extra, LIGHT_HEAD, FIELD_WORDS[Field.STATUS], *ANSWER_HEADS)


def names(printed: Sequence[str]) -> str:
    """Units in one cell."""
    return "、".join(printed)


def light_word(light: Light, rules: RuleSheet) -> str:
    """Shape and word: ● 达到序时."""
    return f"{LIGHT_SHAPES[light]} {rules.names[light]}"


def row_light_text(line: RowLine, rules: RuleSheet) -> str:
    """The row's light in words, or why it has none."""
    if line.light.light is not None:
        return light_word(line.light.light, rules)
    if line.row.state is RowState.PAUSED:
        return ROW_STATE_WORDS[RowState.PAUSED]
    if line.row.frequency is RowFrequency.NEVER:
        return ROW_FREQUENCY_WORDS[RowFrequency.NEVER]
    return PENDING if line.light.asked else NOT_ASKED


def indicator_light_text(light: Light | None, contested: bool, rules: RuleSheet) -> str:
    """The indicator's light in words, or why it has none."""
    if light is not None:
        return light_word(light, rules)
    return PENDING if contested else NO_TARGET


@dataclass(frozen=True)
class SectionRows:
    """Neighbouring rows under one section heading; the same section may come again further down."""

    title: str
    lines: tuple[RowLine, ...]


def in_sections(lines: Sequence[RowLine]) -> Iterator[SectionRows]:
    """The rows in printed order, parted where the section changes."""
    for title, group in groupby(lines, key=lambda line: line.row.section):
        yield SectionRows(title, tuple(group))


def in_tasks(lines: Sequence[RowLine]) -> Iterator[tuple[RowLine, ...]]:
    """Neighbouring rows of one section that share a task, as the annex merges them."""
    for _, group in groupby(lines, key=lambda line: line.row.task or line.row.id):
        yield tuple(group)


@dataclass(frozen=True)
class UnitRow:
    """One unit's line as it may be printed; ``name`` is 某单位 for one that must not be named as late."""

    number: int
    name: str
    line: UnitLine

    @property
    def state(self) -> str:
        """已报, 报送不全, 未报; with 逾期 or 迟报 where it is so."""
        if self.line.late:
            return f"{self.line.state.value}（{LATE}）"
        return f"{self.line.state.value}（{OVERDUE}）" if self.line.overdue else self.line.state.value


def to_be_hidden(line: UnitLine) -> bool:
    """True for a unit flagged 不点名 that is late or has not reported (all)."""
    return line.unit.unnamed and (line.late or line.state is not UnitState.REPORTED)


def unit_rows(summary: Summary) -> tuple[UnitRow, ...]:
    """All units in official order; those that must not be named stand last and without a name."""
    shown = [(line.unit.name, line) for line in summary.units if not to_be_hidden(line)]
    hidden = [(SOME_UNIT, line) for line in summary.units if to_be_hidden(line)]
    return tuple(UnitRow(n, name, line) for n, (name, line) in enumerate([*shown, *hidden], start=1))


def nameable(summary: Summary, assignments: Sequence[Assignment]) -> tuple[str, ...]:
    """Names of those units that may be named as behind: the proper ones, as everywhere else in the text.

    How the annex spells them (市工信和信息化局) stands in the annex's own column.
    """
    units = (summary.plan.unit(one.unit_id) for one in assignments)
    return tuple(dict.fromkeys(unit.name for unit in units if not unit.unnamed))
