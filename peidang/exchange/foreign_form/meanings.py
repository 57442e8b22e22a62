"""What a column of somebody else's table holds, told by its head: 工作任务 is our 主要任务, 推进情况 our 进展情况."""

from enum import StrEnum

from peidang.domain.labels import FIELD_WORDS, Field


class Meaning(StrEnum):
    """What a column holds; the answer columns bear the names of ``labels.Field``."""

    SERIAL = "serial"
    TASK = "task"
    MEASURE = "measure"
    INDICATOR = "indicator"
    TARGET = "target"
    UNIT_OF_MEASURE = "unit_of_measure"
    LEADS = "leads"
    RESPONSIBLE = "responsible"
    REPORTER = "reporter"
    DUE = "due"
    PREVIOUS = "previous"
    STATUS = "status"
    PROGRESS = "progress"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"
    MONTH_VALUE = "month_value"
    CUMULATIVE = "cumulative"
    AS_OF = "as_of"
    NOTE = "note"

    @property
    def field(self) -> Field | None:
        """The answer it is; None for a column that only says what a line is about."""
        return Field(self.value) if self.value in set(Field) else None


WORDS: dict[Meaning, str] = {
    Meaning.SERIAL: "序号",
    Meaning.TASK: "主要任务",
    Meaning.MEASURE: "推进措施及目标",
    Meaning.INDICATOR: "指标",
    Meaning.TARGET: "目标",
    Meaning.UNIT_OF_MEASURE: "计量单位",
    Meaning.LEADS: "牵头单位",
    Meaning.RESPONSIBLE: "责任单位",
    Meaning.REPORTER: "填报单位",
    Meaning.DUE: "完成时限",
    Meaning.PREVIOUS: "往期内容",
} | {Meaning(field.value): word for field, word in FIELD_WORDS.items()}
UNUSED = "不用"
WHAT = frozenset({Meaning.TASK, Meaning.MEASURE, Meaning.INDICATOR})
"""Columns that say what a line is about."""
BLANKS = frozenset({"", "/", "／", "\\", "-", "—", "——", "－"})
"""What offices put into a cell that says nothing."""
