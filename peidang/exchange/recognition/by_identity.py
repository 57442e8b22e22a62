"""A return whose hidden sheet still says what it answers: the request itself, or the ids that are left of it."""

from collections.abc import Iterator, Mapping, Sequence

from peidang.domain.line_matching import Pool
from peidang.domain.travel import Known, Request, Returned, Unclear
from peidang.exchange.recognition.filling import read_and_rest
from peidang.exchange.recognition.head_words import Kind
from peidang.exchange.recognition.headless import headless_tables
from peidang.exchange.recognition.identities import Ids
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.several_units import says_something, told_only
from peidang.exchange.recognition.surroundings import by_period
from peidang.exchange.recognition.tables import Line, Table, lines_of, say_anything
from peidang.exchange.recognition.union import shared_lines
from peidang.files.workbook import WorkbookContent


class IdentityReader:
    """One file with identities, of one request or of a whole 总表."""

    def __init__(self, content: WorkbookContent, known: Known, indexes: Mapping[str, PlanIndex]) -> None:
        self._content = content
        self._known = known
        self._indexes = indexes
        self._strange: list[Line] = []

    def read(
        self, claims: Sequence[Request | Ids], tables: Sequence[Table]
    ) -> tuple[Returned | Unclear, ...]:
        """A return for each claim; sheets named after other months are read for these."""
        forms = [(self._form(claim), claim) for claim in claims]
        requests = [
            (form, "token" if isinstance(claim, Request) else "ids")
            for form, claim in forms
            if isinstance(form, Request)
        ]
        if len(claims) == 1 and isinstance(claims[0], Request):
            tables = (*tables, *headless_tables(self._content, claims[0], tables))
        period = claims[0].period_key
        own, others = by_period(tables, (period,), period)
        if not own:  # a slip in the sheet's name is no other month
            own, others = list(tables), {}
        shares = shared_lines([request for request, _ in requests], _lines(own))
        returned = [
            self._returned(request, mine, how) for (request, how), mine in zip(requests, shares, strict=True)
        ]
        told: list[Returned | Unclear] = [*(told_only(returned) if len(claims) > 1 else returned)]
        if len(returned) == 1 and (stranger := self._of_another_unit(returned[0], shares[0])):
            return (stranger,)
        told += [form for form, _ in forms if isinstance(form, Unclear)]
        if returned:
            told += self._other_periods(returned[0].request, others)
        if told and say_anything(self._strange):
            told.append(Unclear("wrong-plan"))
        return tuple(told)

    def _returned(self, request: Request, lines: Sequence[Line], how: str) -> Returned:
        returned, strange = read_and_rest(request, lines, how, self._pools(request), self._content.saved_at)
        self._strange += strange
        return returned

    def _of_another_unit(self, returned: Returned, lines: Sequence[Line]) -> Unclear | None:
        """A unit's form in which every answer stands beside rows of the plan that only others report."""
        request = returned.request
        index = self._indexes.get(request.plan.id)
        if index is None or not returned.open_lines or says_something(returned):
            return None
        reporters = [index.reporters_of(line.table.kind, line.key) for line in lines if line.has_answers]
        if not reporters or any(not units or request.unit_id in units for units in reporters):
            return None
        common = set.intersection(*map(set, reporters))
        units = tuple(unit.id for unit in index.plan.units if unit.id in common)
        return Unclear("wrong-unit", index.plan.id, request.period_key, request.unit_name, units)

    def _other_periods(
        self, request: Request, others: Mapping[str, Sequence[Table]]
    ) -> Iterator[Returned | Unclear]:
        """What stands on sheets named after other months, unless it says nothing; of months not open the latest."""
        unit, plan_id, name = request.unit_id, request.plan.id, request.unit_name
        known = self._known.periods(plan_id) if plan_id in self._indexes else ()
        outside: list[str] = []
        for key, tables in sorted(others.items()):
            lines = _lines(tables)
            form = self._known.form(plan_id, unit, key) if key in known else None
            if form is not None:
                returned = self._returned(form, lines, "content")
                if returned.open_lines or says_something(returned):
                    yield returned
            elif say_anything(lines):
                outside.append(key)
        if outside:
            yield Unclear(
                "wrong-month", plan_id if plan_id in self._indexes else None, outside[-1], name, (unit,)
            )

    def _form(self, claim: Request | Ids) -> Request | Unclear:
        """The request itself, or what the ids say it was."""
        if isinstance(claim, Request):
            return claim
        index = self._indexes.get(claim.plan_id)
        if index is None:
            return Unclear("wrong-plan", period_key=claim.period_key)
        where = (claim.plan_id, claim.period_key)
        if claim.unit_id not in {unit.id for unit in index.plan.units}:
            return Unclear("unknown-unit", *where)
        name = index.plan.unit(claim.unit_id).name
        if claim.period_key not in self._known.periods(claim.plan_id):
            return Unclear("wrong-month", *where, name, (claim.unit_id,))
        form = self._known.form(claim.plan_id, claim.unit_id, claim.period_key)
        return form or Unclear("wrong-unit", *where, name, (claim.unit_id,))

    def _pools(self, request: Request) -> Mapping[Kind, Pool] | None:
        index = self._indexes.get(request.plan.id)
        return index.pools if index is not None else None


def _lines(tables: Sequence[Table]) -> list[Line]:
    return [line for table in tables for line in lines_of(table)]
