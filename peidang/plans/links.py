"""What belongs to what: schedule rows to the body's tasks, targets to rows."""

from collections.abc import Sequence
from dataclasses import replace

from peidang.domain.plan_document import BodyTask, DocumentRow, DocumentTarget, PlanDocument
from peidang.plans.numbering import without_number
from peidang.plans.plain import alike, contained, pairs, squeezed

SAME_TITLE = 0.6
"""Likeness of titles from which on a row can belong to a task."""
SAME_TEXT = 0.6
"""Share of a row's measure that must stand in the task where the titles do not tell."""


def linked_rows(rows: Sequence[DocumentRow], tasks: Sequence[BodyTask]) -> tuple[DocumentRow, ...]:
    """The rows with ``body_task`` set: by title, and by text where a title has several tasks under it."""
    texts = [pairs(task.title + task.text) for task in tasks]
    return tuple(replace(row, body_task=_task_of(row, tasks, texts)) for row in rows)


def _task_of(row: DocumentRow, tasks: Sequence[BodyTask], texts: Sequence[set[str]]) -> int | None:
    likeness = [_title_likeness(row.task, task) for task in tasks]
    best = max(likeness, default=0.0)
    if best < SAME_TITLE:
        candidates = [at for at in range(len(tasks)) if contained(row.measure, texts[at]) >= SAME_TEXT]
    else:
        candidates = [at for at in range(len(tasks)) if likeness[at] > best - 0.05]
    return max(candidates, key=lambda at: contained(row.measure, texts[at]), default=None)


def _title_likeness(title: str, task: BodyTask) -> float:
    """A row's 主要任务 may be the task's own title or the heading it stands under."""
    title = squeezed(without_number(title))
    if not title:
        return 0.0
    names = [task.title, *([without_number(task.group)] if task.group else [])]
    return max(1.0 if squeezed(name) == title else alike(name, title) for name in names)


def rows_of(plan: PlanDocument) -> tuple[DocumentRow, ...]:
    """The plan's rows: those of its annex, or without one each body task as a row (design section 5)."""
    if plan.rows:
        return plan.rows
    return tuple(_row_from(task, at) for at, task in enumerate(plan.tasks))


def _row_from(task: BodyTask, at: int) -> DocumentRow:
    own = task.label + task.title
    return DocumentRow(
        serial=at + 1,
        section=task.section,
        task=task.group if task.group and not task.label else own,
        measure=f"{task.title}。{task.text}" if task.group and not task.label else task.text or task.title,
        lead=task.lead,
        responsible=task.responsible,
        body_task=at,
    )


def target_rows(plan: PlanDocument) -> list[int | None]:
    """For each target the index of its row in ``rows_of``; None in the overall goals."""
    rows = rows_of(plan)
    by_task: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        if row.body_task is not None:
            by_task.setdefault(row.body_task, []).append(at)
    return [
        _row_of(target, by_task.get(target.task, []), rows) if target.task is not None else None
        for target in plan.targets
    ]


def _row_of(target: DocumentTarget, candidates: Sequence[int], rows: Sequence[DocumentRow]) -> int | None:
    """The row of the task whose measure holds most of the quote."""
    return max(candidates, key=lambda at: contained(target.quote, rows[at].measure), default=None)
