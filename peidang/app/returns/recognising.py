"""What this store knows, asked by whoever recognises a return: its plans, months, units and what was sent."""

from functools import cached_property

from peidang.app.month.months import load_month, plan_of
from peidang.app.outgoing.requests import build_request
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.periods import Period, Span, parse_span
from peidang.domain.plan import Plan
from peidang.domain.travel import Request
from peidang.exchange.payload import load_request


class StoreKnowledge:
    """``domain.travel.Known`` over a store, for one drop. What it has read once it does not read again."""

    def __init__(self, store: Store, span: Span | None = None, unit_id: str | None = None) -> None:
        """``span``: the period meant. ``unit_id``: a person has said whose the file is, whatever it says itself."""
        self._store = store
        self._span = span
        self._unit_id = unit_id
        self._periods: dict[str, tuple[Period, ...]] = {}
        self._forms: dict[tuple[str, str, str], Request | None] = {}
        self._months: dict[str, Month] = {}

    def plans(self) -> tuple[Plan, ...]:
        """Every plan of the store, as in force in the period meant."""
        return self._plans

    @cached_property
    def _plans(self) -> tuple[Plan, ...]:
        return tuple(self._plan(head.id) for head in self._store.plans.heads())

    def _plan(self, plan_id: str) -> Plan:
        period = self._period(plan_id, self.meant_period(plan_id))
        return plan_of(self._store, period) if period else self._store.plans.get(plan_id)

    def periods(self, plan_id: str) -> tuple[str, ...]:
        """Keys of the plan's periods, oldest first."""
        return tuple(period.span.key for period in self._all(plan_id))

    def meant_period(self, plan_id: str) -> str | None:
        """The period named for the drop, else the newest that is not issued; None when there is none."""
        if self._span is not None:
            return self._span.key
        waiting = [period for period in self._all(plan_id) if not period.issued]
        return waiting[-1].span.key if waiting else None

    def unit_named(self, plan_id: str, text: str) -> str | None:
        """The unit of this name or alias."""
        if self._unit_id is not None:
            return self._unit_id
        for plan in self._plans:
            if plan.id == plan_id:
                return next((u.id for u in plan.units if text == u.name or text in u.aliases), None)
        return None

    def form(self, plan_id: str, unit_id: str, period_key: str) -> Request | None:
        """The newest request of the unit in the period as it was sent, else what it would be asked now."""
        key = (plan_id, unit_id, period_key)
        if key not in self._forms:
            self._forms[key] = self._form(*key)
        return self._forms[key]

    def _form(self, plan_id: str, unit_id: str, period_key: str) -> Request | None:
        period = self._period(plan_id, period_key)
        if period is None:
            return None
        whole = [load_request(one.payload) for one in self._store.months.requests(period.id, unit_id)]
        sent = [one for one in whole if not one.mend and not one.for_whom]
        if sent:
            return sent[-1]
        if period.id not in self._months:
            self._months[period.id] = load_month(self._store, plan_id, period.id, history=1)
        request = build_request(self._store, self._months[period.id], unit_id, token="")
        return request if request.rows or request.indicators else None

    def _all(self, plan_id: str) -> tuple[Period, ...]:
        if plan_id not in self._periods:
            self._periods[plan_id] = self._store.months.all(plan_id)
        return self._periods[plan_id]

    def _period(self, plan_id: str, key: str | None) -> Period | None:
        if key is None:
            return None
        return next((one for one in self._all(plan_id) if one.span == parse_span(key)), None)
