"""The table 指标数据: one line for each indicator × reporting unit."""

from collections.abc import Callable, Sequence

from peidang.app.views import IndicatorLine
from peidang.desktop.answer_model import AnswerModel, Column, Shape
from peidang.desktop.lines import figures_shown
from peidang.domain.labels import FIELD_WORDS, Field


class IndicatorModel(AnswerModel):
    """The indicators of the plan."""

    def all_lines(self) -> Sequence[IndicatorLine]:
        """The indicators in order, each with its reporting units in order."""
        return figures_shown(self.desk.view)

    def make_columns(self) -> tuple[Column, ...]:
        """What is measured, the answers, and how they stand against the target."""
        numbers = self._numbers()
        return (
            Column(
                "序号", 48, lambda line: numbers.get(line.indicator.id, ""), shape=Shape.NUMBER, merge=_id
            ),
            Column("指标", 200, lambda line: line.indicator.name, merge=_id),
            Column("目标", 160, lambda line: line.target_text, merge=_id),
            Column("计量单位", 80, lambda line: line.indicator.unit_of_measure, merge=_id),
            Column("报送单位", 128, lambda line: line.unit.name, about_line=True),
            Column("亮灯", 98, lambda _line: "", shape=Shape.LIGHT),
            Column("上期累计", 88, _previous, shape=Shape.NUMBER),
            Column(
                FIELD_WORDS[Field.MONTH_VALUE],
                88,
                _answer(Field.MONTH_VALUE),
                Field.MONTH_VALUE,
                Shape.NUMBER,
            ),
            Column(
                FIELD_WORDS[Field.CUMULATIVE], 88, _answer(Field.CUMULATIVE), Field.CUMULATIVE, Shape.NUMBER
            ),
            Column("完成情况", 168, lambda line: line.verdict),
            Column(FIELD_WORDS[Field.AS_OF], 104, _answer(Field.AS_OF), Field.AS_OF),
            Column(FIELD_WORDS[Field.NOTE], 200, _answer(Field.NOTE), Field.NOTE),
        )

    def _numbers(self) -> dict[str, str]:
        indicators = self.desk.view.plan.indicators if self.desk.view else ()
        return {indicator.id: str(place) for place, indicator in enumerate(indicators, start=1)}


def _id(line: IndicatorLine) -> str:
    return line.indicator.id


def _previous(line: IndicatorLine) -> str:
    return line.previous.cumulative if line.previous else ""


def _answer(field: Field) -> Callable[[IndicatorLine], str]:
    return lambda line: line.reading.value(field)
