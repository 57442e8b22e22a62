"""What a return changes, cell by cell, and what it is called for that."""

from collections.abc import Mapping

from peidang.app.views import CellChange
from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.merging import CellState, Statement
from peidang.domain.plan import Plan

COUNTS = ("new", "updated", "unchanged", "conflicting", "pending")
NO_ITEM = (0, "")
LATE = "本期已印发，按补报入账：印发的报告不变，下一期写明"
LESS = "比已收的少填{count}格，其余相同，按旧稿处理；确要删去的，请对方在那几格填“（清空）”再报，或由本单位直接清空"


def words_of_items(plan: Plan) -> dict[str, tuple[int, str]]:
    """Number and name of every row and indicator, as people know them."""
    rows = {row.id: (row.serial, row.task) for row in plan.rows}
    return rows | {one.id: (number, one.name) for number, one in enumerate(plan.indicators, start=1)}


def change_of(
    statement: Statement,
    before: CellState | None,
    after: CellState,
    items: Mapping[str, tuple[int, str]],
    unit: str,
) -> CellChange:
    """What a statement of the return does to its cell, which was and is as told. ``items`` are ``words_of_items``."""
    item, _, field = statement.cell.partition(":")
    serial, words = items.get(item, NO_ITEM)
    old = before.value if before else ""
    return CellChange(
        unit,
        serial,
        words,
        FIELD_WORDS[Field(field)],
        old,
        statement.meant,
        _what(statement, old, after),
    )


def _what(statement: Statement, old: str, after: CellState) -> str:
    """``superseded`` and ``blank`` are told apart here and left out of the counts."""
    if statement in after.struck_out:
        return "pending"
    if not statement.asserts:
        return "blank" if statement.value == "" else "unchanged"
    if statement not in after.standing:
        return "superseded"
    if after.contested:
        return "conflicting"
    if statement.meant == old:
        return "unchanged"
    return "updated" if old else "new"


def item_words(plan: Plan, item: str) -> tuple[int, str]:
    """Number and name of a row or indicator, as people know it; ``NO_ITEM`` when the plan has it no more."""
    return words_of_items(plan).get(item, NO_ITEM)


def outcome_of(changes: tuple[CellChange, ...], counts: Mapping[str, int]) -> str:
    """The outcome of a return whose answers were let in."""
    if counts["conflicting"] or counts["pending"]:
        return "needs-decision"
    if counts["new"] or counts["updated"]:
        return "taken"
    if any(change.what == "superseded" for change in changes):
        return "older"
    return "nothing-new"


def note_of(outcome: str, changes: tuple[CellChange, ...], issued: bool = False) -> str:
    """Of a return for an issued period (补报), and of a draft that only has less than what came already.

    Saved later such a draft may be, but that proves nothing.
    """
    if issued and any(change.what in ("new", "updated", "conflicting", "pending") for change in changes):
        return LATE
    less = sum(change.what == "blank" and change.old != "" for change in changes)
    return LESS.format(count=less) if outcome == "older" and less else ""
