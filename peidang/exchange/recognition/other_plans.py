"""What in a workbook with an identity is not of the plan it names: another plan's sheet, the same plan made anew."""

from collections.abc import Mapping, Sequence

from peidang.domain.likeness import bare
from peidang.domain.line_matching import KeyTexts
from peidang.domain.travel import Request
from peidang.exchange.recognition.filling import forms_of
from peidang.exchange.recognition.head_words import Kind
from peidang.exchange.recognition.identities import Ids
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.tables import Table, lines_of, say_anything

_HALF = 0.5


def sheets_of_other_plans(
    tables: Sequence[Table], claims: Sequence[Request | Ids], indexes: Mapping[str, PlanIndex]
) -> list[Table]:
    """The tables of sheets added to a form, whose rows are another plan's to the letter and none of the form's plan."""
    names = list(dict.fromkeys(table.sheet.name for table in tables))
    if len(names) < 2 or len(indexes) < 2:
        return []
    sheets = {name: [table for table in tables if table.sheet.name == name] for name in names}
    of_others = {name for name, mine in sheets.items() if _is_of_another(mine, claims, indexes)}
    if of_others == set(names):  # then the form itself was written over: its identity has the word
        return []
    return [table for table in tables if table.sheet.name in of_others]


def _is_of_another(
    tables: Sequence[Table], claims: Sequence[Request | Ids], indexes: Mapping[str, PlanIndex]
) -> bool:
    lines = [line for table in tables if table.kind is Kind.ROW for line in lines_of(table)]
    keys = [line.key for line in lines if line.key.text]
    if not keys or not say_anything(lines) or any(_is_claimed(key, claims, indexes) for key in keys):
        return False
    most = max(sum(index.proves(Kind.ROW, key) for key in keys) for index in indexes.values())
    return most > _HALF * len(keys)


def _is_claimed(key: KeyTexts, claims: Sequence[Request | Ids], indexes: Mapping[str, PlanIndex]) -> bool:
    """Whether the line is, to the letter, a row of a plan that the identity names."""
    for claim in claims:
        index = indexes.get(plan_id_of(claim))
        if index is not None and index.pools[Kind.ROW].exactly(key):
            return True
        forms = forms_of(claim) if isinstance(claim, Request) else ()
        if any(form.kind is Kind.ROW and form.pool.exactly(key) for form in forms):
            return True
    return False


def is_made_anew(claims: Sequence[Request | Ids], indexes: Mapping[str, PlanIndex]) -> bool:
    """Whether the plan of the identity is not here, but one with the same title and, word for word, the same rows."""
    if any(plan_id_of(claim) in indexes for claim in claims):
        return False
    return all(isinstance(claim, Request) and _is_here(claim, indexes) for claim in claims)


def _is_here(request: Request, indexes: Mapping[str, PlanIndex]) -> bool:
    return any(
        index.title == bare(request.plan.title)
        and all(
            index.pools[Kind.ROW].exactly(KeyTexts(None, bare(row.task), bare(row.measure)))
            for row in request.plan.rows
        )
        for index in indexes.values()
    )


def plan_id_of(claim: Request | Ids) -> str:
    """The plan that an identity names."""
    return claim.plan.id if isinstance(claim, Request) else claim.plan_id
