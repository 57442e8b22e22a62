"""The table 任务进展: one line for each row × reporting unit, in the annex's own columns and the answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from peidang.app.views import ScheduleLine
from peidang.desktop.answer_model import AnswerModel, Column, Shape
from peidang.desktop.lines import rows_shown
from peidang.domain.columns import further_cell, further_heads
from peidang.domain.labels import FIELD_WORDS, SCHEDULE_HEADS, Field

WIDTHS = {"序号": 48, "主要任务": 112, "推进措施及目标": 252, "牵头单位": 100, "责任单位": 112}
REPORTER_HEAD = "报送单位"


class ScheduleModel(AnswerModel):
    """The rows of the schedule."""

    def all_lines(self) -> Sequence[ScheduleLine]:
        """The rows of the plan in order, each with its reporting units in order."""
        return rows_shown(self.desk.view)

    def make_columns(self) -> tuple[Column, ...]:
        """The annex's columns, who reports, light and answers, then the annex's extra columns."""
        texts: dict[str, Callable[[ScheduleLine], str]] = {
            "序号": lambda line: str(line.row.serial),
            "主要任务": lambda line: line.row.task,
            "推进措施及目标": lambda line: line.row.measure,
            "牵头单位": lambda line: "、".join(line.lead_names),
            "责任单位": lambda line: "、".join(line.responsible_names),
        }
        annex = [Column(head, WIDTHS[head], texts[head], merge=_row_id) for head in SCHEDULE_HEADS]
        annex[0] = replace(annex[0], shape=Shape.NUMBER)
        annex[1] = replace(annex[1], merge=_task)
        extra = further_heads(self.desk.view.plan) if self.desk.view else ()
        return (
            *annex,
            Column(REPORTER_HEAD, 100, lambda line: line.unit.name, about_line=True),
            Column("亮灯", 98, lambda _line: "", shape=Shape.LIGHT),
            Column(FIELD_WORDS[Field.STATUS], 84, _answer(Field.STATUS), Field.STATUS, Shape.STATUS),
            Column(FIELD_WORDS[Field.PROGRESS], 280, _answer(Field.PROGRESS), Field.PROGRESS),
            Column(FIELD_WORDS[Field.PROBLEMS], 200, _answer(Field.PROBLEMS), Field.PROBLEMS),
            Column(FIELD_WORDS[Field.NEXT_STEPS], 200, _answer(Field.NEXT_STEPS), Field.NEXT_STEPS),
            *(Column(head, 120, partial(_extra, head), merge=_row_id) for head in extra),
        )


def _row_id(line: ScheduleLine) -> str:
    return line.row.id


def _task(line: ScheduleLine) -> tuple[str, str] | str:
    return (line.row.section, line.row.task) if line.row.task else line.row.id


def _extra(head: str, line: ScheduleLine) -> str:
    return further_cell(line.row, head)


def _answer(field: Field) -> Callable[[ScheduleLine], str]:
    return lambda line: line.entry.value(field)
