"""Whose return a workbook is, and what it answers: by its token, by the ids that are left of it, by its content.

Begin with ``Recogniser``; then ``tables`` (heads and lines), ``filling`` (lines to items), ``by_content`` (no identity).
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from peidang.domain.errors import FileUnreadable
from peidang.domain.line_matching import Pool
from peidang.domain.travel import Known, Request, Returned, Unclear
from peidang.exchange.identity_sheet import IdentityBroken
from peidang.exchange.recognition.by_content import ContentReader
from peidang.exchange.recognition.filling import read_lines
from peidang.exchange.recognition.head_words import Kind
from peidang.exchange.recognition.headless import headless_tables
from peidang.exchange.recognition.identities import Ids, identities_in, identity_sheet_of
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.several_units import told_only
from peidang.exchange.recognition.surroundings import of_period
from peidang.exchange.recognition.tables import Line, find_tables, lines_of
from peidang.exchange.recognition.union import shared_lines
from peidang.files.workbook import WorkbookContent

__all__ = ["Recogniser", "recognise"]

MAX_ROWS = 10_000
"""Rows with anything in them, of all sheets together: the longest 配档表 has some hundred, times its units."""


def recognise(
    content: WorkbookContent, shown: str, known: Known, sender: str = ""
) -> tuple[Returned | Unclear, ...]:
    """What one file returns, for each plan and unit in it. For many files make one ``Recogniser``.

    ``shown`` is its path as people see it (members of containers behind ``::``), ``sender`` who mailed it. Raises
    ``FileUnreadable``: ``not-a-request`` for a table that is no return, ``damaged`` when an identity contradicts
    itself, ``other-version`` when it is of another format version.
    """
    return Recogniser(known).recognise(content, shown, sender)


class Recogniser:
    """Recognises the files of one drop; what it looks up in the plans is made ready once."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def recognise(
        self, content: WorkbookContent, shown: str, sender: str = ""
    ) -> tuple[Returned | Unclear, ...]:
        """The same as the function."""
        sheet = identity_sheet_of(content)
        if _filled_rows(content) > MAX_ROWS:
            raise FileUnreadable(content.name, "too-large")
        tables = find_tables(content, sheet)
        try:
            claims = identities_in(sheet) if sheet is not None else ()
        except IdentityBroken as broken:
            raise FileUnreadable(content.name, broken.reason) from None
        if not claims:
            reader = ContentReader(content, shown, sender, self._known, tuple(self._indexes.values()))
            return reader.read(tables)
        period = claims[0].period_key
        if len(claims) == 1 and isinstance(claims[0], Request):
            tables = (*tables, *headless_tables(content, claims[0], tables))
        lines = [
            line for table in of_period(tables, (period,), period, surely=True) for line in lines_of(table)
        ]
        return self._by_identity(claims, lines, content)

    def _by_identity(
        self, claims: Sequence[Request | Ids], lines: Sequence[Line], content: WorkbookContent
    ) -> tuple[Returned | Unclear, ...]:
        unclear: list[Unclear] = []
        requests: list[tuple[Request, str]] = []
        for claim in claims:
            request = self._form(claim)
            if isinstance(request, Unclear):
                unclear.append(request)
            else:
                requests.append((request, "token" if isinstance(claim, Request) else "ids"))
        shares = shared_lines([request for request, _ in requests], lines)
        returned = [
            read_lines(request, mine, how, self._pools(request), content.saved_at)
            for (request, how), mine in zip(requests, shares, strict=True)
        ]
        return (*(told_only(returned) if len(claims) > 1 else returned), *unclear)

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

    @cached_property
    def _indexes(self) -> dict[str, PlanIndex]:
        return {plan.id: PlanIndex(plan, self._known) for plan in self._known.plans()}


def _filled_rows(content: WorkbookContent) -> int:
    return sum(any(cell != "" for cell in row) for sheet in content.sheets for row in sheet.rows)
