"""核对: a document is opened for review, its doubts are settled, and once confirmed it becomes a plan.

Nothing enters a store before ``confirm_review``. Edits are in ``review``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peidang.app.plan.doubts import CHECKED, CHECKED_WORDS, KEEP, KEPT, MERGE
from peidang.app.plan.naming import SETTLED_BY_PROPOSAL, kept_doubt
from peidang.app.plan.plans import Draft, Duty, content_of, document_of, keep_plan
from peidang.app.plan.review import (
    Review,
    ReviewRow,
    ReviewTarget,
    open_doubts_about,
    rename_unit,
    row_cells,
    set_row,
    targets_of_indicator,
    unit_lines,
    with_settled,
)
from peidang.app.plan.shown_text import Place, shown_text
from peidang.app.views import Choice
from peidang.db.store import Store
from peidang.domain.doubt_words import ROLE_WORDS, doubt_sentence
from peidang.domain.errors import Refused
from peidang.domain.labels import INDICATOR_REPORTING_WORDS, IndicatorReporting
from peidang.domain.plan_changes import NewReading
from peidang.domain.plan_document import BodyTask, DocumentRow, Doubt
from peidang.files.open import document_from_bytes, read_bytes

ANNEX, BODY, FOR_NOW = "annex", "body", "for-now"
ANNEX_WORDS, BODY_WORDS = "以附件为准", "以正文为准"
FOR_NOW_WORDS = "暂由本单位填报"
OWN_FOR_NOW = "本单位（暂）"
NOBODY = INDICATOR_REPORTING_WORDS[IndicatorReporting.NOBODY]
NOBODY_LEADS = "target-without-unit"
_PARTS = {word: part for part, word in ROLE_WORDS.items()}


@dataclass(frozen=True)
class ReviewDoubt:
    """A doubt as the page lists it. ``number`` is its place in the document's doubts, from 0."""

    number: int
    doubt: Doubt
    sentence: str
    choices: tuple[Choice, ...]
    asks_unit: bool
    """A unit's name is a choice, too."""
    settled: str | None
    """How it was settled, in words; None while it is open."""


def start_review(path: Path) -> Review:
    """Read a plan document for review. Raises FileUnreadable, and NotAPlan."""
    data = read_bytes(path)
    document = document_of(data, path.name)
    content = content_of(document)
    return Review(
        name=path.name,
        data=data,
        text=shown_text(document_from_bytes(data, path.name)),
        document=document,
        title=document.title,
        rows=tuple(
            sorted(
                (ReviewRow(at, row) for at, row in enumerate(content.rows)), key=lambda one: one.row.serial
            )
        ),
        targets=tuple(
            ReviewTarget(at, target, row)
            for at, (target, row) in enumerate(zip(content.targets, content.target_rows, strict=True))
        ),
    )


# Doubts


def open_count(review: Review) -> int:
    """How many doubts are still open."""
    return len(review.document.doubts) - len(review.settled)


def doubts_of(review: Review) -> tuple[ReviewDoubt, ...]:
    """All doubts in the reader's order, settled or not."""
    return tuple(_listed(review, at) for at in range(len(review.document.doubts)))


def _listed(review: Review, at: int) -> ReviewDoubt:
    doubt = _told(review, review.document.doubts[at])
    words = review.settled.get(at)
    if words is not None and words == doubt.proposal and doubt.code in SETTLED_BY_PROPOSAL:
        words = f"合并为“{words}”"
    asks = _target_key(review, doubt) is not None
    return ReviewDoubt(at, doubt, doubt_sentence(doubt), _choices(review, doubt), asks, words)


def doubtful_names(review: Review) -> frozenset[str]:
    """The printed unit names whose doubts are open."""
    return frozenset(
        doubt.quote
        for at, doubt in enumerate(review.document.doubts)
        if at not in review.settled and doubt.subject and doubt.subject[0] == "unit"
    )


def doubtful_texts(review: Review, key: int) -> tuple[tuple[str, str], ...]:
    """(cell, text) of what is in doubt in a row: names, and cells that differ from the body's."""
    row, names = review.row(key), doubtful_names(review)
    found = [(part, name) for part in _PARTS.values() for name in getattr(row, part) if name in names]
    cells = row_cells(row, review.document.extra_columns)
    for _, doubt in open_doubts_about(review, ("row", key)):
        cell = _part(doubt) if doubt.code == "annex-differs" else _DOUBTED_CELLS.get(doubt.code)
        if cell:
            found.append((cell, cells[cell]))
    return tuple(found)


_DOUBTED_CELLS = {"row-only-in-annex": "task", "row-without-lead": "lead", "due-not-understood": "due"}


def reporter_words(review: Review, key: int) -> str:
    """Who will tell a target's figure, as far as is known: 县甲局, 暂不调度, 本单位（暂）, 待确定."""
    one = review.target(key)
    if duty := review.duties.get(key):
        names = "、".join(review.proper(name) for name in duty.units)
        return names or INDICATOR_REPORTING_WORDS[duty.reporting]
    row = review.row(one.row) if one.row is not None else None
    leads = dict.fromkeys(review.proper(name) for name in row.lead) if row else {}
    if len(leads) == 1:
        return next(iter(leads))
    for_now = any(
        doubt.subject == ("target", key) and review.settled.get(at) == FOR_NOW_WORDS
        for at, doubt in enumerate(review.document.doubts)
    )
    return OWN_FOR_NOW if for_now else INDICATOR_REPORTING_WORDS[IndicatorReporting.UNSETTLED]


def _told(review: Review, doubt: Doubt) -> Doubt:
    """The doubt with what it is about as it is called now."""
    key = _target_key(review, doubt)
    if key is None:
        return doubt
    facts = dict(doubt.facts) | {"indicator": review.target(key).target.indicator}
    return replace(doubt, facts=tuple(facts.items()))


def _target_key(review: Review, doubt: Doubt) -> int | None:
    """The target that nobody leads; None for other doubts and for targets that were left out."""
    if doubt.code != NOBODY_LEADS or doubt.subject is None:
        return None
    return next((one.key for one in review.targets if one.key == doubt.subject[1]), None)


def _choices(review: Review, doubt: Doubt) -> tuple[Choice, ...]:
    if doubt.code in SETTLED_BY_PROPOSAL and doubt.proposal:
        return (
            Choice(MERGE, f"合并为“{doubt.proposal}”", "表中仍按原文印出", proposed=True),
            Choice(KEEP, "保留两个"),
        )
    if _target_key(review, doubt) is not None:
        return (
            Choice(FOR_NOW, FOR_NOW_WORDS, "以后可在“指标责任分工”中再定"),
            Choice(NOBODY, NOBODY, "不向任何单位要这个数"),
        )
    if doubt.code == "annex-differs":
        annex = Choice(ANNEX, ANNEX_WORDS, dict(doubt.facts)["annex"], proposed=True)
        task = _body_task(review, doubt)
        names = "、".join(getattr(task, _part(doubt))) if task else ""
        return (annex, Choice(BODY, BODY_WORDS, names)) if names else (annex,)
    return (Choice(CHECKED, CHECKED_WORDS),)


def _part(doubt: Doubt) -> str:
    """``lead`` or ``responsible``."""
    return _PARTS[dict(doubt.facts)["role"]]


def _row_key(review: Review, doubt: Doubt) -> int | None:
    if doubt.subject is None or doubt.subject[0] != "row":
        return None
    return next((one.key for one in review.rows if one.key == doubt.subject[1]), None)


def _body_task(review: Review, doubt: Doubt) -> BodyTask | None:
    key = _row_key(review, doubt)
    task = None if key is None else review.row(key).body_task
    return None if task is None else review.document.tasks[task]


def settle(review: Review, number: int, choice: str) -> Review:
    """Settle a doubt by a choice's id, or by the name of the unit that is to tell the figure.

    A figure is one indicator's: what is open about its other targets is settled with it. Raises Refused for a choice
    that is none.
    """
    doubt = review.document.doubts[number]
    known = [one.id for one in _choices(review, doubt)]
    key = _target_key(review, doubt)
    if choice == MERGE and choice in known and doubt.proposal:
        return with_settled(rename_unit(review, doubt.quote, doubt.proposal), number, doubt.proposal)
    if choice in (KEEP, CHECKED, ANNEX) and choice in known:
        words = {KEEP: KEPT, CHECKED: CHECKED_WORDS, ANNEX: ANNEX_WORDS}[choice]
        return with_settled(_as_printed(review, doubt), number, words)
    if choice == BODY and choice in known:
        task, row = _body_task(review, doubt), _row_key(review, doubt)
        assert task is not None
        assert row is not None
        changed = set_row(review, row, _part(doubt), "、".join(getattr(task, _part(doubt))))
        return with_settled(changed, number, BODY_WORDS)
    if key is not None and choice.strip() and choice not in (MERGE, KEEP, CHECKED, ANNEX, BODY):
        return _with_duty(review, key, choice.strip())
    raise Refused("choice-unknown", choice)


def _with_duty(review: Review, key: int, choice: str) -> Review:
    duty: Duty | None
    if choice == FOR_NOW:
        duty, words = None, FOR_NOW_WORDS
    elif choice == NOBODY:
        duty, words = Duty(IndicatorReporting.NOBODY), NOBODY
    else:
        duty = Duty(IndicatorReporting.ONE, (choice,))
        words = f"{INDICATOR_REPORTING_WORDS[IndicatorReporting.ONE]}：{choice}"
    keys = targets_of_indicator(review, key)
    duties = {at: said for at, said in review.duties.items() if at not in keys}
    if duty:
        duties |= dict.fromkeys(keys, duty)
    review = replace(review, duties=duties)
    subjects = [("target", one) for one in keys]
    for at, doubt in enumerate(review.document.doubts):
        if doubt.code == NOBODY_LEADS and doubt.subject in subjects:
            review = with_settled(review, at, words)
    return review


def reopen(review: Review, number: int) -> Review:
    """Open a settled doubt again, and take back what settling it had done."""
    doubt = review.document.doubts[number]
    key = _target_key(review, doubt)
    if key is None:
        return with_settled(_as_printed(review, doubt), number, None)
    keys = targets_of_indicator(review, key)
    said = review.settled.get(number)
    review = replace(review, duties={at: duty for at, duty in review.duties.items() if at not in keys})
    for at, other in enumerate(review.document.doubts):
        same = other.code == NOBODY_LEADS and other.subject in [("target", one) for one in keys]
        if same and review.settled.get(at) == said:
            review = with_settled(review, at, None)
    return review


def _as_printed(review: Review, doubt: Doubt) -> Review:
    """The review without what a proposal of this doubt had changed."""
    if doubt.code in SETTLED_BY_PROPOSAL and review.names.get(doubt.quote) == review.proper(
        doubt.proposal or ""
    ):
        return rename_unit(review, doubt.quote, doubt.quote)
    key, task = _row_key(review, doubt), _body_task(review, doubt)
    if doubt.code == "annex-differs" and key is not None and task is not None:
        part = _part(doubt)
        printed: tuple[str, ...] = getattr(review.document.rows[key], part)
        if getattr(review.row(key), part) == getattr(task, part):
            return set_row(review, key, part, "、".join(printed))
    return review


def name_unit(review: Review, printed: str, name: str) -> Review:
    """Rename a unit; what was in doubt about its name is settled by that."""
    changed = rename_unit(review, printed, name)
    if changed is review:
        return review
    for at, doubt in open_doubts_about(changed, ("unit", printed)):
        if doubt.code in SETTLED_BY_PROPOSAL:
            changed = with_settled(changed, at, changed.proper(printed))
    return changed


# Where it stands in the document


def places(review: Review, quote: str) -> tuple[Place, ...]:
    """Where a quote stands in the shown text, though blanks, widths and line ends differ."""
    return review.text.places(quote)


def unit_places(review: Review, name: str) -> tuple[Place, ...]:
    """Where a unit is named, and not another one whose name holds this name."""
    return review.text.places(name, [line.printed for line in unit_lines(review)])


def target_places(review: Review, key: int) -> tuple[Place, ...]:
    """Where a target is said."""
    return places(review, review.target(key).target.quote)[:1]


def row_places(review: Review, key: int) -> tuple[Place, ...]:
    """Where a row was read from; nothing for a row added by hand."""
    annex, tasks = review.document.rows, review.document.tasks
    if annex:
        return _annex_places(review, annex, key) if key < len(annex) else ()
    return _task_places(review, tasks[key]) if key < len(tasks) else ()


def _annex_places(review: Review, annex: Sequence[DocumentRow], key: int) -> tuple[Place, ...]:
    """Counted from the document's end: the body, which says the same, comes before its annex."""
    measure, task = annex[key].measure, annex[key].task
    later = sum(row.measure == measure for row in annex[key + 1 :])
    found = places(review, measure)
    if len(found) > later:
        return (found[-1 - later],)
    return (found or places(review, task))[-1:]


def _task_places(review: Review, task: BodyTask) -> tuple[Place, ...]:
    found: list[Place] = []
    for part in (task.label + task.title, *task.text.split("\n")):
        found.extend(_after(places(review, part), found[-1:])[:1])
    return tuple(found)


def _after(candidates: Iterable[Place], before: Iterable[Place]) -> list[Place]:
    """The candidates that stand behind a place."""
    end = max(((one[-1].piece, one[-1].end) for one in before), default=(0, 0))
    return [one for one in candidates if (one[0].piece, one[0].start) >= end]


def doubt_places(review: Review, number: int) -> tuple[Place, ...]:
    """Where a doubt's quote stands: of a name all places, of a row's cell the one beside the row's text."""
    doubt = review.document.doubts[number]
    kind, subject = doubt.subject or ("", "")
    if kind == "unit":
        return unit_places(review, doubt.quote)
    if kind == "row" and isinstance(subject, int):
        row = row_places(review, subject)
        return (*row, *_after(places(review, doubt.quote), row[-1:])[:1]) or places(review, doubt.quote)[:1]
    return places(review, doubt.quote)[:1]


# Into the store


def confirm_review(store: Store, review: Review, own_unit: str | None = None) -> str:
    """确认建立方案: make a plan of what was reviewed, in one transaction; returns the plan's id.

    The document's bytes, its reading and all doubts are kept, those left open as open ones. ``own_unit`` is 本单位 by
    name; without it the one the review names, else the one the store knows. Raises Refused when the very same document
    was added before.
    """
    return keep_plan(store, _draft(review), (own_unit or review.own_unit).strip() or None)


def _draft(review: Review) -> Draft:
    keys = [one.key for one in review.rows]
    content = NewReading(
        tuple(one.row for one in review.rows),
        tuple(one.target for one in review.targets),
        tuple(None if one.row is None else keys.index(one.row) for one in review.targets),
        review.document.extra_columns,
    )
    doubts = tuple(
        kept_doubt(_told(review, doubt), {}) | {"choice": review.settled.get(at)}
        for at, doubt in enumerate(review.document.doubts)
    )
    duties = {at: review.duties[one.key] for at, one in enumerate(review.targets) if one.key in review.duties}
    document = replace(review.document, title=review.title)
    return Draft(review.name, review.data, document, content, review.names, doubts, duties)
