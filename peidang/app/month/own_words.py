"""What this office itself says of its rows and indicators in a month, for whoever asks: in all plans it runs or answers."""

from peidang.app.month.months import load_month
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.labels import INDICATOR_FIELDS, Field
from peidang.domain.numbers import plain
from peidang.domain.periods import Period, Span
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.readings import value_of


class OwnWords:
    """The own unit's answers of one month. Where this office runs the plan, what others told it counts as its own."""

    def __init__(self, store: Store, span: Span) -> None:
        self._months: dict[str, Month] = {}
        for head in store.plans.heads():
            period = store.months.find(head.id, span)
            if period is not None:
                self._months[head.id] = load_month(store, head.id, period.id, elsewhere=False)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that have this month, as in force in it."""
        return tuple(month.plan for month in self._months.values())

    def period(self, plan: Plan) -> Period:
        """The plan's period."""
        return self._months[plan.id].period

    def rows(self) -> list[tuple[Plan, Row]]:
        """The rows the own unit reports, plan by plan."""
        return [(plan, row) for plan in self.plans for row in plan.rows_of(plan.own_unit_id or "")]

    def indicators(self) -> list[tuple[Plan, Indicator]]:
        """The indicators the own unit tells; of a plan this office runs, all of them."""
        return [
            (plan, one)
            for plan in self.plans
            for one in (plan.indicators if plan.coordinates else plan.indicators_of(plan.own_unit_id or ""))
        ]

    def of_row(self, plan: Plan, row: Row, field: Field) -> str:
        """A row's answer: the own unit's, else 统稿, else the reporters' own words, each under its name if several."""
        month = self._months.get(plan.id)
        if month is None:
            return ""
        own = month.entry(row.id, plan.own_unit_id or "").value(field)
        if own or not plan.coordinates:
            return own
        if field is Field.PROGRESS and row.id in month.wordings:
            return month.wordings[row.id].text
        told = {unit: month.entry(row.id, unit).value(field) for unit in row.reporting_unit_ids()}
        texts = {unit: text for unit, text in told.items() if text}
        if len(set(texts.values())) <= 1:
            return next(iter(texts.values()), "")
        if field is Field.STATUS:
            return ""
        return "\n".join(f"{plan.unit(unit).name}：{text}" for unit, text in texts.items())

    def of_indicator(self, plan: Plan, indicator: Indicator, field: Field) -> str:
        """An indicator's figure: the own unit's, else what the indicator stands at here."""
        month = self._months.get(plan.id)
        if month is None or field not in INDICATOR_FIELDS:
            return ""
        own = month.reading(indicator.id, plan.own_unit_id or "").value(field)
        if own or not plan.coordinates:
            return own
        told = value_of(month, indicator)
        if field is Field.CUMULATIVE:
            return plain(told.value) if told.value is not None else ""
        if field is Field.AS_OF:
            return told.as_of.isoformat() if told.value is not None else ""
        asked = plan.asked_for(indicator)
        return month.reading(indicator.id, asked[0]).value(field) if len(asked) == 1 else ""
