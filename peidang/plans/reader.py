"""A document becomes a plan: head, outline, tasks, targets, schedule, doubts, each read by its own module."""

from collections.abc import Sequence
from dataclasses import replace

from peidang.domain.doubt_words import PLACES
from peidang.domain.errors import NotAPlan
from peidang.domain.plan_document import DocumentTarget, Doubt, PlanDocument
from peidang.files.document import Document, Paragraph
from peidang.plans.doubts import find_doubts, shortened
from peidang.plans.head import read_head
from peidang.plans.lines import clean_lines, full_width, paragraphs
from peidang.plans.links import linked_rows
from peidang.plans.numbering import numbered
from peidang.plans.outline import body_only, read_outline, without_tail
from peidang.plans.schedule import read_schedule
from peidang.plans.targets import read_targets
from peidang.plans.tasks import Body, read_tasks
from peidang.plans.units import lead_rule


def read_plan(document: Document, source_name: str) -> PlanDocument:
    """The plan a document holds, with its doubts. Raises ``NotAPlan`` where there is no task, target or row."""
    lines = clean_lines([block.text for block in document.blocks if isinstance(block, Paragraph)])
    start = _body_start(lines)
    joined = paragraphs(lines[start:], full_width(lines))
    texts, tail = without_tail(body_only(joined))
    outline = read_outline(texts, lead_rule("".join(texts)))
    body = read_tasks(outline)
    schedule = read_schedule(document)
    targets, puzzles = _targets(body)
    if not (body.tasks or targets or schedule.rows):
        raise NotAPlan(source_name)
    head = read_head(lines[:start], lines[start:])
    plan = PlanDocument(
        source=source_name,
        title=head.title,
        document_number=head.document_number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        draft=head.draft,
        sections=tuple(section.heading for section in outline.children),
        tasks=tuple(body.tasks),
        targets=tuple(targets),
        rows=linked_rows(schedule.rows, body.tasks),
        annex_name=schedule.annex_name,
        extra_columns=schedule.extra_columns,
    )
    plan = find_doubts(plan, body, puzzles, schedule)
    unread = [Doubt("page-not-read", PLACES["page"].format(page=n), "") for n in document.picture_pages]
    if tail:
        facts = (("count", str(len(tail))),)
        unread.append(Doubt("text-after-end", PLACES["end"], shortened(" ".join(tail)), facts=facts))
    return replace(plan, doubts=(*plan.doubts, *unread))


def _body_start(lines: Sequence[str]) -> int:
    """The first numbered heading; a document without any begins at its first full sentence."""
    for at, line in enumerate(lines):
        if numbered(line):
            return at
    return next((at for at, line in enumerate(lines) if "。" in line), len(lines))


def _targets(body: Body) -> tuple[list[DocumentTarget], list[tuple[int | None, str]]]:
    """All targets in document order, and the clauses that hold a number no rule understood."""
    targets: list[DocumentTarget] = []
    puzzles: list[tuple[int | None, str]] = []
    listing: tuple[str, ...] = ()
    for task, texts in body.passages:
        if task is not None:
            listing = ()
        found = read_targets("\n".join(texts), task, listing)
        targets.extend(found.targets)
        puzzles.extend((task, clause) for clause in found.not_understood)
        listing = found.listing if task is None else ()
    return targets, puzzles
