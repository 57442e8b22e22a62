"""A newer document of a plan, held against the plan: what would change, as proposals to be confirmed one by one.

Parts are matched by content (``row_matching``) and keep their ids; nothing doubtful is guessed, it becomes a question.
What confirmed proposals make of the plan stands in ``plan_revision``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import Role
from peidang.domain.phrases import due_text, target_text
from peidang.domain.plan import Indicator, Plan, Row, Target
from peidang.domain.plan_document import DocumentRow, DocumentTarget
from peidang.domain.proposals import plan_target
from peidang.domain.row_matching import Matching, RowContent, match_rows, squeezed

SAME_INDICATOR = 0.8
"""Likeness of names from which on two targets may speak of one indicator."""


class ChangeKind(StrEnum):
    """What would happen."""

    ROW_CHANGED = "row-changed"
    ROW_ADDED = "row-added"
    ROW_DROPPED = "row-dropped"
    ROW_SPLIT = "row-split"
    ROWS_MERGED = "rows-merged"
    WHICH_ROW = "which-row"
    """A question: the new row may equally well be one of several old ones."""
    RENUMBERED = "renumbered"
    TARGET_CHANGED = "target-changed"
    TARGET_ADDED = "target-added"
    TARGET_DROPPED = "target-dropped"


class Takes(StrEnum):
    """What a choice takes a change for."""

    AS_PROPOSED = "as-proposed"
    APART = "apart"
    """Not one thing: the old goes, the new comes."""
    SAME_ROW = "same-row"
    NEW_ROW = "new-row"


@dataclass(frozen=True)
class Edit:
    """One cell, before and after. ``cell`` is a key of ``change_words.CELLS`` or an extra column's heading."""

    cell: str
    old: str
    new: str


@dataclass(frozen=True)
class Option:
    """One way to take a change; ``row_id`` is the old row that a question's new row is said to be."""

    id: str
    takes: Takes
    row_id: str = ""


@dataclass(frozen=True)
class Change:
    """One proposal. Choosing its id takes the first option; a question has none that is proposed."""

    id: str
    kind: ChangeKind
    old: tuple[str, ...] = ()
    """Ids of the rows or the target of the plan."""
    new: tuple[int, ...] = ()
    """Places among the document's rows or targets."""
    edits: tuple[Edit, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class NewReading:
    """What the newer document says, as far as the plan is concerned."""

    rows: tuple[DocumentRow, ...]
    targets: tuple[DocumentTarget, ...]
    target_rows: tuple[int | None, ...]
    """For each target the place of its row."""
    extra_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All proposals, and what was matched: document places to ids of the plan."""

    changes: tuple[Change, ...]
    rows: Mapping[int, str]
    targets: Mapping[int, str]

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """The changes of some kinds, in order."""
        return tuple(change for change in self.changes if change.kind in kinds)

    def choose(self, ids: Collection[str] | None) -> dict[str, Option]:
        """What is taken of each chosen change, by its id; ``ids`` names changes or options, None all changes.

        Raises Refused when a question is chosen without an answer, and NotFound for an id that is none.
        """
        if ids is None:
            ids = [change.id for change in self.changes]
        known = {option.id: (change, option) for change in self.changes for option in change.options}
        whole = {change.id: change for change in self.changes}
        chosen: dict[str, Option] = {}
        for one in ids:
            if one in known:
                change, option = known[one]
            elif one not in whole:
                raise NotFound("变更", one)
            elif whole[one].kind is ChangeKind.WHICH_ROW:
                raise Refused("open-question", one)
            else:
                change, option = whole[one], whole[one].options[0]
            if chosen.setdefault(change.id, option) != option:
                raise Refused("two-answers", change.id)
        return chosen


def propose_changes(plan: Plan, reading: NewReading) -> Changes:
    """Hold a newer reading against the plan as it stands."""
    found = match_rows([_content(row) for row in plan.rows], [printed_content(row) for row in reading.rows])
    rows = {new: plan.rows[old].id for new, old in found.same.items()}
    targets = _same_targets(plan, reading, _old_rows(plan, found))
    listed = [*_row_changes(plan, reading, found, rows), *_target_changes(plan, reading, rows, targets)]
    return Changes(tuple(_numbered(n, change) for n, change in enumerate(listed, start=1)), rows, targets)


def _numbered(number: int, change: Change) -> Change:
    takes: list[tuple[Takes, str]] = [(Takes.AS_PROPOSED, "")]
    if change.kind in (ChangeKind.ROW_CHANGED, ChangeKind.ROW_SPLIT, ChangeKind.ROWS_MERGED):
        takes.append((Takes.APART, ""))
    if change.kind is ChangeKind.WHICH_ROW:
        takes = [*((Takes.SAME_ROW, row_id) for row_id in change.old), (Takes.NEW_ROW, "")]
    options = (Option(f"{number}.{at}", *one) for at, one in enumerate(takes, start=1))
    return Change(str(number), change.kind, change.old, change.new, change.edits, tuple(options))


def _content(row: Row) -> RowContent:
    leads, others = (tuple(one.printed for one in row.units(role)) for role in (Role.LEAD, Role.RESPONSIBLE))
    return RowContent(row.serial, row.section, row.task, row.measure, leads, others, row.due, row.extra)


def printed_content(row: DocumentRow) -> RowContent:
    """A document's row as it is compared."""
    return RowContent(
        row.serial, row.section, row.task, row.measure, row.lead, row.responsible, row.due, row.extra
    )


def _row_changes(
    plan: Plan, reading: NewReading, found: Matching, rows: Mapping[int, str]
) -> Iterator[Change]:
    """In the order of the new table, then what is gone, then the new numbers."""
    ids = [row.id for row in plan.rows]
    split = {new[0]: (ids[old], new) for old, new in found.split.items()}
    for new in range(len(reading.rows)):
        if new in rows:
            edits = tuple(_row_edits(_content(plan.row(rows[new])), printed_content(reading.rows[new])))
            if edits:
                yield Change("", ChangeKind.ROW_CHANGED, (rows[new],), (new,), edits)
        elif new in split:
            yield Change("", ChangeKind.ROW_SPLIT, (split[new][0],), split[new][1])
        elif new in found.merged:
            yield Change("", ChangeKind.ROWS_MERGED, tuple(ids[old] for old in found.merged[new]), (new,))
        elif new in found.open:
            yield Change("", ChangeKind.WHICH_ROW, tuple(ids[old] for old in found.open[new]), (new,))
        elif new in found.added:
            yield Change("", ChangeKind.ROW_ADDED, (), (new,))
    for old in found.dropped:
        if not plan.rows[old].grounds:  # a row that never stood in a document is not dropped by one
            yield Change("", ChangeKind.ROW_DROPPED, (ids[old],))
    edits = tuple(
        Edit("serial", str(plan.row(rows[new]).serial), str(reading.rows[new].serial))
        for new in sorted(rows)
        if plan.row(rows[new]).serial != reading.rows[new].serial
    )
    if edits:
        yield Change("", ChangeKind.RENUMBERED, edits=edits)


def _row_edits(old: RowContent, new: RowContent) -> Iterator[Edit]:
    """The cells that differ, the number apart: a new number alone is no change of content."""
    for cell in ("section", "task", "measure"):
        before, after = getattr(old, cell), getattr(new, cell)
        if squeezed(before) != squeezed(after):
            yield Edit(cell, before, after)
    for cell in ("leads", "responsible"):
        before, after = getattr(old, cell), getattr(new, cell)
        if before != after:
            yield Edit(cell, "、".join(before), "、".join(after))
    if old.due != new.due:
        yield Edit("due", due_text(old.due), due_text(new.due))
    former, later = dict(old.extra), dict(new.extra)
    for head in dict.fromkeys([*former, *later]):
        if squeezed(former.get(head, "")) != squeezed(later.get(head, "")):
            yield Edit(head, former.get(head, ""), later.get(head, ""))


def _old_rows(plan: Plan, found: Matching) -> dict[int, frozenset[str]]:
    """For each row of the document the rows of the plan that it is, or may be, or was made from."""
    old: dict[int, set[int]] = {new: {one} for new, one in found.same.items()}
    old |= {new: set(several) for new, several in (*found.merged.items(), *found.open.items())}
    for one, parts in found.split.items():
        for new in parts:
            old[new] = {one}
    return {new: frozenset(plan.rows[at].id for at in several) for new, several in old.items()}


def _same_targets(plan: Plan, reading: NewReading, old_rows: Mapping[int, frozenset[str]]) -> dict[int, str]:
    """Targets of the document to those of the plan: by indicator and row, then by due and value."""
    scores: dict[tuple[int, int, str], float] = {}
    known = [(one, target) for one in plan.indicators for target in one.targets]
    for new, target in enumerate(reading.targets):
        row = reading.target_rows[new]
        places = frozenset({None}) if row is None else old_rows.get(row, frozenset())
        for order, (indicator, old) in enumerate(known):
            score = _target_likeness(indicator, old, target, old.row_id in places)
            if score:
                scores[order, new, old.id] = score
    matched: dict[int, str] = {}
    for _, new, old_id in sorted(scores, key=lambda key: (-scores[key], key)):
        if new not in matched and old_id not in matched.values():
            matched[new] = old_id
    return matched


def _target_likeness(indicator: Indicator, old: Target, new: DocumentTarget, same_row: bool) -> float:
    """0 when the two cannot be one target."""
    asked = (old.unit_of_measure, old.annual, old.baseline is None)
    if asked != (new.unit_of_measure, new.frequency == "annual", new.baseline is None):
        return 0.0
    name = same_name(indicator.name, new.indicator)
    if name < SAME_INDICATOR or not (same_row or name == 1.0):
        return 0.0
    same_value = (str(old.value), old.relation) == (new.value, new.relation)
    return name + 0.5 * same_row + 0.3 * (old.due == new.due) + 0.2 * same_value


def same_name(one: str, other: str) -> float:
    """Likeness of two names of indicators, 0 to 1; blanks and widths do not count."""
    one, other = squeezed(one), squeezed(other)
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _target_changes(
    plan: Plan, reading: NewReading, rows: Mapping[int, str], matched: Mapping[int, str]
) -> Iterator[Change]:
    known = {target.id: target for one in plan.indicators for target in one.targets}
    for new, target in enumerate(reading.targets):
        if new not in matched:
            yield Change("", ChangeKind.TARGET_ADDED, (), (new,))
            continue
        row = reading.target_rows[new]
        later = plan_target(target, rows.get(row) if row is not None else None, matched[new])
        edits = tuple(_target_edits(plan, known[matched[new]], later, moved=row is None or row in rows))
        if edits:
            yield Change("", ChangeKind.TARGET_CHANGED, (matched[new],), (new,), edits)
    gone = [target_id for target_id in known if target_id not in set(matched.values())]
    yield from (Change("", ChangeKind.TARGET_DROPPED, (target_id,)) for target_id in gone)


def _target_edits(plan: Plan, old: Target, new: Target, moved: bool) -> Iterator[Edit]:
    """``moved`` tells that the new row is known, so that a difference of rows means something."""
    if target_text(old) != target_text(new):
        yield Edit("target", target_text(old), target_text(new))
    if old.due != new.due:
        yield Edit("due", due_text(old.due), due_text(new.due))
    if moved and old.row_id != new.row_id:
        yield Edit("row", *(_serial(plan, one.row_id) for one in (old, new)))


def _serial(plan: Plan, row_id: str | None) -> str:
    return str(plan.row(row_id).serial) if row_id else ""


def titles_differ(plan: Plan, title: str) -> bool:
    """True when a document's title is so unlike the plan's that it may be another plan's."""
    return same_name(plan.title, title) < SAME_INDICATOR


def kept_rows(plan: Plan, changes: Sequence[Change]) -> int:
    """How many rows of the plan stay as they are but for their numbers."""
    touched = {row_id for change in changes for row_id in change.old}
    return sum(row.id not in touched for row in plan.rows)
