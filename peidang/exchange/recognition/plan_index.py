"""A plan made ready for looking things up: its rows and indicators by their texts, its units by their names."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from peidang.domain.labels import Role
from peidang.domain.likeness import bare
from peidang.domain.line_matching import KeyTexts, Pool
from peidang.domain.phrases import targets_text
from peidang.domain.plan import Plan
from peidang.domain.travel import Known
from peidang.domain.unit_names import UnitNames
from peidang.exchange.form_content import units_text
from peidang.exchange.recognition.head_words import Kind

_TELLING = 20
"""Characters of a measure that, found again to the letter, prove that the row is this plan's."""


class PlanIndex:
    """One plan; pools are made when they are first asked for."""

    def __init__(self, plan: Plan, known: Known) -> None:
        self.plan = plan
        self.title = bare(plan.title)
        self.names = UnitNames(plan, known.unit_named)

    @cached_property
    def pools(self) -> Mapping[Kind, Pool]:
        """Everything the plan asks of anybody."""
        rows = {
            row.id: KeyTexts(
                row.serial,
                bare(row.task),
                bare(row.measure),
                (bare(units_text(row, Role.LEAD)), bare(units_text(row, Role.RESPONSIBLE))),
            )
            for row in self.plan.rows
        }
        indicators = {
            one.id: KeyTexts(number, bare(one.name), "", (bare(one.unit_of_measure), bare(targets_text(one))))
            for number, one in enumerate(self.plan.indicators, start=1)
        }
        return {Kind.ROW: Pool(rows), Kind.INDICATOR: Pool(indicators)}

    @cached_property
    def reporters(self) -> Mapping[str, tuple[str, ...]]:
        """Who is asked for each row and indicator that is still asked for."""
        found: dict[str, list[str]] = {}
        for unit in self.plan.units:
            items = [row.id for row in self.plan.rows_of(unit.id)]
            for item in items + [one.id for one in self.plan.indicators_of(unit.id)]:
                found.setdefault(item, []).append(unit.id)
        return {item: tuple(units) for item, units in found.items()}

    def exact(self, kind: Kind, lines: Sequence[KeyTexts]) -> int:
        """How many lines are found again to the letter."""
        return sum(len(self.pools[kind].exactly(line)) > 0 for line in lines)

    def proves(self, kind: Kind, line: KeyTexts) -> bool:
        """Whether the line can hardly be of another plan: task and a whole measure, to the letter.

        Indicators prove nothing: offices take names and targets over from the office above them.
        """
        if kind is not Kind.ROW or len(line.text) < _TELLING:
            return False
        items = (self.pools[kind].items[item] for item in self.pools[kind].exactly(line))
        return any(not line.name or line.name == item.name for item in items)

    def reporters_of(self, kind: Kind, line: KeyTexts) -> tuple[str, ...]:
        """Who is asked for what the line is to the letter; () when it is nothing of this plan."""
        items = self.pools[kind].exactly(line)
        return tuple(dict.fromkeys(unit for item in items for unit in self.reporters.get(item, ())))
