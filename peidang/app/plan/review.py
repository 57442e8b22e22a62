"""核对中的方案: what was read of a document and what people changed so far. Every edit gives a new ``Review``.

Nothing here writes anything: a review becomes a plan by ``reviewing.confirm_review``.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from peidang.app.plan.plans import Duty, units_of_rows
from peidang.app.plan.shown_text import ShownText
from peidang.domain.errors import Refused
from peidang.domain.labels import RELATION_WORDS
from peidang.domain.numbers import parse_number, plain
from peidang.domain.phrases import due_text
from peidang.domain.plan_document import BodyTask, DocumentRow, DocumentTarget, PlanDocument
from peidang.domain.proposals import propose_indicators
from peidang.plans.schedule import read_due
from peidang.plans.units import split_names

EVERY_YEAR = "每年"
NO_ROW = "总体目标"
DROPPED = "已删除"
_RANGE = re.compile(r"(?<=[\d%])[—–~～至-](?=\d)")
_CLAUSE = re.compile("[,，、；;\\s]+")


@dataclass(frozen=True)
class ReviewRow:
    """A row under review. ``key`` stays while others come and go; of rows as read it is their place."""

    key: int
    row: DocumentRow


@dataclass(frozen=True)
class ReviewTarget:
    """A target under review; ``row`` is the key of its row, None in the overall goals."""

    key: int
    target: DocumentTarget
    row: int | None


@dataclass(frozen=True)
class Review:
    """A document under review. ``document`` is as read and is never changed."""

    name: str
    data: bytes
    text: ShownText
    document: PlanDocument
    title: str
    rows: tuple[ReviewRow, ...]
    targets: tuple[ReviewTarget, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """The name a unit is to be known by, for each printed name that is another one."""
    duties: Mapping[int, Duty] = field(default_factory=dict)
    """Who tells a target's figure where somebody said so, by the target's key."""
    settled: Mapping[int, str] = field(default_factory=dict)
    """How doubts were settled, in words, by their place in ``document.doubts``."""
    own_unit: str = ""

    def row(self, key: int) -> DocumentRow:
        """The row with this key. Raises KeyError."""
        for one in self.rows:
            if one.key == key:
                return one.row
        raise KeyError(key)

    def target(self, key: int) -> ReviewTarget:
        """The target with this key. Raises KeyError."""
        for one in self.targets:
            if one.key == key:
                return one
        raise KeyError(key)

    def proper(self, printed: str) -> str:
        """The name that a printed name's unit is known by."""
        return self.names.get(printed, printed)


@dataclass(frozen=True)
class UnitLine:
    """A printed unit name, what it is registered as, and how often the document names it."""

    printed: str
    proper: str
    count: int


def unit_lines(review: Review) -> tuple[UnitLine, ...]:
    """The units of the rows in order: leads first. The body counts, too, where it stands beside an annex."""
    rows = [one.row for one in review.rows]
    parts: list[DocumentRow | BodyTask] = [*rows, *(review.document.tasks if review.document.rows else ())]
    counts = Counter(name for part in parts for name in (*part.lead, *part.responsible))
    return tuple(UnitLine(name, review.proper(name), counts[name]) for name in units_of_rows(rows))


def unit_names(review: Review) -> tuple[str, ...]:
    """The units that the plan will know, each by its one name."""
    return tuple(dict.fromkeys(line.proper for line in unit_lines(review)))


# Rows


def row_cells(row: DocumentRow, extra_columns: Sequence[str]) -> dict[str, str]:
    """What the cells of a row show: the parts of ``DocumentRow`` by name, extra columns by heading."""
    texts = {
        "serial": str(row.serial),
        "task": row.task,
        "measure": row.measure,
        "lead": "、".join(row.lead),
        "responsible": "、".join(row.responsible),
        "due": due_text(row.due),
    }
    extra = dict(row.extra)
    return texts | {head: extra.get(head, "") for head in extra_columns}


def set_row(review: Review, key: int, cell: str, text: str) -> Review:
    """Write a cell of a row, named as in ``row_cells``. Raises Refused for what cannot stand there."""
    former = review.row(key)
    if row_cells(former, review.document.extra_columns)[cell] == text.strip():
        return review
    changed = replace(former, **_row_part(review, former, cell, text.strip()))
    if changed == former:
        return review
    rows = [ReviewRow(key, changed) if one.key == key else one for one in review.rows]
    rows.sort(key=lambda one: one.row.serial)
    return _after_row(replace(review, rows=tuple(rows)), key, cell)


def _row_part(review: Review, row: DocumentRow, cell: str, text: str) -> dict[str, Any]:
    if cell == "serial":
        if not (text.isdecimal() and int(text) > 0):
            raise Refused("not-a-serial", text)
        if any(one.row.serial == int(text) for one in review.rows):
            raise Refused("serial-taken", text)
        return {"serial": int(text)}
    if cell in ("lead", "responsible"):
        return {cell: split_names(text.replace("\n", "、"))}
    if cell == "due":
        return {"due": _due(text)}
    if cell in ("task", "measure"):
        return {cell: text}
    extra = dict.fromkeys(review.document.extra_columns, "") | dict(row.extra) | {cell: text}
    return {"extra": tuple(extra.items())}


def _due(text: str) -> str | None:
    due = read_due(text) if text else None
    if text and due is None:
        raise Refused("not-a-due", text)
    return due


def _after_row(review: Review, key: int, cell: str) -> Review:
    """What was in doubt about a cell is settled by writing it."""
    row = review.row(key)
    codes = {"lead": ("row-without-lead",), "due": ("due-not-understood",)}.get(cell, ())
    shown = row_cells(row, ())
    done = f"已改为“{shown[cell]}”" if shown.get(cell) else "已改为空"
    for at, doubt in open_doubts_about(review, ("row", key)):
        differs = doubt.code == "annex-differs" and dict(doubt.facts).get("role") == _ROLES.get(cell)
        if differs or (doubt.code in codes and shown[cell]):
            review = with_settled(review, at, done)
    for one in review.targets:
        if one.row == key:
            review = _after_move(review, one.key)
    return review


_ROLES = {"lead": "牵头单位", "responsible": "责任单位"}


def add_row(review: Review, beside: int | None = None) -> tuple[Review, int]:
    """A new empty row with the next number, in the section of another one (None: of the last), and its key."""
    keys = [one.key for one in review.rows]
    key = max([len(review.document.rows), len(review.document.tasks), *(one + 1 for one in keys)])
    near = review.row(beside) if beside is not None else review.rows[-1].row if review.rows else None
    serial = max((one.row.serial for one in review.rows), default=0) + 1
    row = ReviewRow(key, DocumentRow(serial, near.section if near else "", "", "", (), ()))
    return replace(review, rows=(*review.rows, row)), key


def drop_row(review: Review, key: int) -> Review:
    """Leave a row out. Its targets stay, without a row; what was in doubt about the row is settled."""
    targets = tuple(replace(one, row=None) if one.row == key else one for one in review.targets)
    rows = tuple(one for one in review.rows if one.key != key)
    return _lapsed(replace(review, rows=rows, targets=targets), ("row", key))


# Targets


def target_cells(review: Review, one: ReviewTarget) -> dict[str, str]:
    """What the cells of a target show."""
    target = one.target
    value = plain_number(target.value)
    high = f"—{plain_number(target.value_high)}" if target.value_high is not None else ""
    terms = [EVERY_YEAR] if target.frequency == "annual" else []
    terms += [f"较{due_text(target.baseline)}"] if target.baseline else []
    return {
        "indicator": target.indicator,
        "relation": RELATION_WORDS.get(target.relation, target.relation),
        "value": value + high,
        "unit_of_measure": target.unit_of_measure,
        "due": due_text(target.due),
        "terms": "，".join(terms),
        "row": f"第{review.row(one.row).serial}行" if one.row is not None else NO_ROW,
    }


def plain_number(text: str) -> str:
    """The number without idle zeros; what is none stays as it is."""
    number = parse_number(text)
    return text if number is None else plain(number)


def set_target(review: Review, key: int, cell: str, text: str) -> Review:
    """Write a cell of a target, named as in ``target_cells`` (not ``row``). Raises Refused for what cannot be."""
    one = review.target(key)
    if target_cells(review, one)[cell] == text.strip():
        return review
    changed = replace(one.target, **_TARGET_PARTS[cell](text.strip()))
    return _with_target(review, replace(one, target=changed))


def _named(text: str) -> dict[str, Any]:
    if not text:
        raise Refused("no-name", text)
    return {"indicator": text}


def _related(text: str) -> dict[str, Any]:
    known = {words: relation for relation, words in RELATION_WORDS.items()}
    if text not in known:
        raise Refused("choice-unknown", text)
    return {"relation": known[text]}


def _valued(text: str) -> dict[str, Any]:
    numbers = [parse_number(part) for part in _RANGE.split(text, maxsplit=1)]
    values = [plain(number) for number in numbers if number is not None]
    if not values or len(values) < len(numbers):
        raise Refused("not-a-value", text)
    return {"value": values[0], "value_high": values[1] if len(values) > 1 else None}


def _on_terms(text: str) -> dict[str, Any]:
    terms: dict[str, Any] = {"frequency": "once", "baseline": None}
    for part in filter(None, _CLAUSE.split(text)):
        if part == EVERY_YEAR:
            terms["frequency"] = "annual"
        elif base := read_due(part.lstrip("较比")):
            terms["baseline"] = base
        else:
            raise Refused("not-terms", text)
    return terms


_TARGET_PARTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "indicator": _named,
    "relation": _related,
    "value": _valued,
    "unit_of_measure": lambda text: {"unit_of_measure": text},
    "due": lambda text: {"due": _due(text)},
    "terms": _on_terms,
}


def move_target(review: Review, key: int, row: int | None) -> Review:
    """Say which row a target belongs to, None for the overall goals."""
    one = review.target(key)
    if row is not None:
        review.row(row)
    if one.row == row:
        return review
    return _after_move(_with_target(review, replace(one, row=row)), key)


def _after_move(review: Review, key: int) -> Review:
    """A target in a row with units is theirs; it needs nobody named any more."""
    at_row = review.target(key).row
    row = review.row(at_row) if at_row is not None else None
    if row is None or not (row.lead or row.responsible):
        return review
    for at, doubt in open_doubts_about(review, ("target", key)):
        if doubt.code == "target-without-unit":
            review = with_settled(review, at, f"归入第{row.serial}行")
    return review


def _with_target(review: Review, changed: ReviewTarget) -> Review:
    targets = tuple(changed if one.key == changed.key else one for one in review.targets)
    return replace(review, targets=targets)


def drop_target(review: Review, key: int) -> Review:
    """Leave a target out; what was in doubt about it is settled."""
    targets = tuple(one for one in review.targets if one.key != key)
    duties = {at: duty for at, duty in review.duties.items() if at != key}
    return _lapsed(replace(review, targets=targets, duties=duties), ("target", key))


def targets_of_indicator(review: Review, key: int) -> tuple[int, ...]:
    """The keys of all targets that speak of the same indicator as this one."""
    keys = [one.key for one in review.targets]
    groups = propose_indicators([one.target for one in review.targets])
    return next(
        (
            tuple(keys[at] for at in group.targets)
            for group in groups
            if key in (keys[at] for at in group.targets)
        ),
        (),
    )


# Units and the head


def rename_unit(review: Review, printed: str, name: str) -> Review:
    """Register the unit of a printed name under another name, with all names that were one with it.

    Another printed name makes the two one unit; its own name, or none, makes it a unit by itself again.
    """
    name = squeezed_name(name) or printed
    former = review.proper(printed)
    if name == former:
        return review
    names = dict(review.names)
    if name == printed:
        del names[printed]
    else:
        if names.get(name) == printed:
            del names[name]
        proper = names.get(name, name)
        names = {one: proper if known == printed else known for one, known in names.items()}
        names[printed] = proper
    return _renamed(replace(review, names=names), former, names.get(printed, printed))


def _renamed(review: Review, former: str, name: str) -> Review:
    """Where people named the unit by its former name, they mean the new one, unless a unit keeps the former."""
    if former in unit_names(review):
        return review
    duties = {
        key: replace(duty, units=tuple(name if unit == former else unit for unit in duty.units))
        for key, duty in review.duties.items()
    }
    own = name if review.own_unit == former else review.own_unit
    return replace(review, duties=duties, own_unit=own)


def squeezed_name(text: str) -> str:
    """A unit's name as typed, without blanks; its brackets stay as they are."""
    return "".join(text.split())


def set_own_unit(review: Review, name: str) -> Review:
    """Say which unit 本单位 is."""
    return replace(review, own_unit=squeezed_name(name))


def set_title(review: Review, title: str) -> Review:
    """Correct the plan's title. Raises Refused when there is none."""
    if not title.strip():
        raise Refused("no-name", title)
    return replace(review, title=title.strip())


# Doubts


def open_doubts_about(review: Review, subject: tuple[str, int | str]) -> list[tuple[int, Any]]:
    """(place, doubt) of what is still open about a row, a target, a unit."""
    return [
        (at, doubt)
        for at, doubt in enumerate(review.document.doubts)
        if doubt.subject == subject and at not in review.settled
    ]


def with_settled(review: Review, at: int, words: str | None) -> Review:
    """A doubt settled in these words; None opens it again."""
    settled = {place: said for place, said in review.settled.items() if place != at}
    if words is not None:
        settled[at] = words
    return replace(review, settled=settled)


def _lapsed(review: Review, subject: tuple[str, int]) -> Review:
    for at, _ in open_doubts_about(review, subject):
        review = with_settled(review, at, DROPPED)
    return review
