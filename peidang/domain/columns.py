"""The columns a schedule table has beyond the usual five, in every paper and in the window."""

from peidang.domain.phrases import due_text
from peidang.domain.plan import Plan, Row

DUE_HEAD = "完成时限"


def further_heads(plan: Plan) -> tuple[str, ...]:
    """完成时限 where any row has one, then the annex's own further columns in their order."""
    extra = plan.extra_columns
    shown = DUE_HEAD in extra or not any(row.due for row in plan.rows)
    return extra if shown else (DUE_HEAD, *extra)


def further_cell(row: Row, head: str) -> str:
    """A row's text under one of ``further_heads``. A due that is no day (长期坚持) is kept as a text of its own."""
    text = dict(row.extra).get(head, "")
    return text or due_text(row.due) if head == DUE_HEAD else text


def further_cells(plan: Plan, row: Row) -> tuple[str, ...]:
    """A row's texts under all ``further_heads`` of its plan."""
    return tuple(further_cell(row, head) for head in further_heads(plan))
