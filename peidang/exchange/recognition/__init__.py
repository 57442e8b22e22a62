"""Whose return a workbook is, and what it answers: by its token, by the ids that are left of it, by its content.

Begin with ``Recogniser``; then ``tables`` (heads and lines), ``filling`` (lines to items), ``by_content`` (no identity:
``which_plan``, ``whose``, ``when``). Nothing of a visible table of a return is lost in silence: it is an answer, a
question, or told as outside.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from peidang.domain.errors import FileUnreadable
from peidang.domain.travel import Known, Request, Returned, Unclear
from peidang.exchange.identity_sheet import IdentityBroken
from peidang.exchange.recognition.by_content import ContentReader
from peidang.exchange.recognition.by_identity import IdentityReader
from peidang.exchange.recognition.elsewhere import with_words_elsewhere
from peidang.exchange.recognition.hidden import with_hidden
from peidang.exchange.recognition.identities import Ids, identities_in, identity_sheet_of
from peidang.exchange.recognition.other_plans import is_made_anew, sheets_of_other_plans
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.several_units import says_something
from peidang.exchange.recognition.surroundings import by_period
from peidang.exchange.recognition.tables import Table, all_tables, lines_of
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
        visible, hidden = all_tables(content, sheet)
        try:
            claims = identities_in(sheet) if sheet is not None else ()
        except IdentityBroken as broken:
            raise FileUnreadable(content.name, broken.reason) from None
        reader = ContentReader(content, shown, sender, self._known, tuple(self._indexes.values()))
        tables = visible or hidden
        told = self._with_identity(content, claims, tables, reader) if claims else reader.read(tables)
        told = tuple(self._with_hidden(told, hidden)) if visible and hidden else told
        return with_words_elsewhere(content, visible, told) if visible else told

    def _with_identity(
        self,
        content: WorkbookContent,
        claims: Sequence[Request | Ids],
        tables: Sequence[Table],
        reader: ContentReader,
    ) -> tuple[Returned | Unclear, ...]:
        """What the identity's form says, and sheets of other plans beside it; of a plan made anew what the rows say."""
        others = sheets_of_other_plans(tables, claims, self._indexes)
        own = [table for table in tables if table not in others]
        told = IdentityReader(content, self._known, self._indexes).read(claims, own)
        if tables and is_made_anew(claims, self._indexes) and _say_anything(told):
            found = reader.read(tables)
            return found if any(isinstance(one, Returned) for one in found) else told
        return (*told, *reader.read(others)) if others else told

    def _with_hidden(
        self, told: Sequence[Returned | Unclear], hidden: Sequence[Table]
    ) -> Iterator[Returned | Unclear]:
        for one in told:
            if isinstance(one, Unclear):
                yield one
                continue
            request, periods = one.request, self._known.periods(one.request.plan.id)
            mine, _ = by_period(hidden, periods, request.period_key)
            index = self._indexes.get(request.plan.id)
            lines = [line for table in mine for line in lines_of(table)]
            yield with_hidden(one, lines, index.pools if index else None)

    @cached_property
    def _indexes(self) -> dict[str, PlanIndex]:
        return {plan.id: PlanIndex(plan, self._known) for plan in self._known.plans()}


def _say_anything(told: Sequence[Returned | Unclear]) -> bool:
    return any(isinstance(one, Returned) and (one.open_lines or says_something(one)) for one in told)


def _filled_rows(content: WorkbookContent) -> int:
    return sum(any(cell != "" for cell in row) for sheet in content.sheets for row in sheet.rows)
