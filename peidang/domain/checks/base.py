"""What every check is given, and what it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from peidang.domain.answers import Entry, Month, Reading
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, Grade
from peidang.domain.plan import Indicator, Row
from peidang.domain.rule_sheet import RuleSheet


@dataclass(frozen=True)
class Asked:
    """One unit's answers in a month, as a check sees them."""

    month: Month
    unit_id: str
    today: date
    rules: RuleSheet

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows the unit is asked for."""
        return self.month.plan.rows_of(self.unit_id)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators the unit is asked for."""
        return self.month.plan.indicators_of(self.unit_id)

    def entry(self, row: Row) -> Entry:
        """What the unit said about the row."""
        return self.month.entry(row.id, self.unit_id)

    def reading(self, indicator: Indicator) -> Reading:
        """What the unit told of the indicator."""
        return self.month.reading(indicator.id, self.unit_id)

    def must(self, code: str, item_id: str, field: Field | None, message: str) -> Finding:
        """A finding of the grade 必须改."""
        return Finding(code, Grade.MUST, self.unit_id, item_id, field, message)

    def explain(
        self,
        code: str,
        item_id: str,
        field: Field | None,
        message: str,
        marks: tuple[tuple[int, int], ...] = (),
    ) -> Finding:
        """A finding of the grade 请说明; ``marks`` are character positions in the cell's text."""
        return Finding(code, Grade.EXPLAIN, self.unit_id, item_id, field, message, marks)


Check = Callable[[Asked], Iterable[Finding]]


def shortened(text: str, limit: int = 20) -> str:
    """The text on one line, cut with … when it is longer than ``limit`` characters: for quoting in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit] + "…"
