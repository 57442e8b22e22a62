"""What the reader would not guess, as a list to be settled: names, differences, brackets, numbers, targets nobody leads."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from peidang.domain.doubt_words import NO_UNITS, PLACES, ROLE_WORDS
from peidang.domain.plan_document import BodyTask, DocumentRow, Doubt, PlanDocument
from peidang.plans.links import rows_of, target_rows
from peidang.plans.names import collectives, twins, unit_counts
from peidang.plans.schedule import Schedule
from peidang.plans.tasks import Body

MAX_QUOTE = 80
MOST_ROWS_ALONE = 5
"""Rows without a body task that are told one by one; more, and most of the annex, make one doubt."""


def find_doubts(
    plan: PlanDocument,
    body: Body,
    puzzles: Sequence[tuple[int | None, str]],
    schedule: Schedule,
) -> PlanDocument:
    """The plan with its doubts, those about names first, then in the order of the document."""
    doubts = (
        *_names(plan),
        *_collectives(plan),
        *_differences(plan),
        *_brackets(plan, body),
        *(
            Doubt("number-not-understood", _task_place(plan, task), shortened(clause))
            for task, clause in puzzles
        ),
        *_without_units(body),
        *_rows_without_lead(plan),
        *(
            Doubt("due-not-understood", _row_place(plan.rows[at]), text, subject=("row", at))
            for at, text in schedule.odd_dues
        ),
        *_left_over(plan, schedule),
        *_targets_without_unit(plan),
    )
    return replace(plan, doubts=doubts)


def _names(plan: PlanDocument) -> Iterator[Doubt]:
    for twin in twins(unit_counts(plan)):
        facts = (("count", str(twin.count)), ("other_count", str(twin.other_count)))
        place = _first_place(plan, twin.name)
        yield Doubt(twin.kind, place, twin.name, twin.proposal, facts, ("unit", twin.name))


def _collectives(plan: PlanDocument) -> Iterator[Doubt]:
    for name in collectives(plan):
        yield Doubt("collective", _first_place(plan, name), name, subject=("unit", name))


def _rows_only_in_annex(plan: PlanDocument) -> Iterator[Doubt]:
    """Each row without a body task; one doubt for all where the annex says far more than the body."""
    alone = [(at, row) for at, row in enumerate(plan.rows) if row.body_task is None and plan.tasks]
    if len(alone) > MOST_ROWS_ALONE and 2 * len(alone) > len(plan.rows):
        at, row = alone[0]
        facts = (("count", str(len(alone))),)
        yield Doubt(
            "annex-beyond-body", "附件", shortened(row.task or row.measure), facts=facts, subject=("row", at)
        )
        return
    for at, row in alone:
        yield Doubt(
            "row-only-in-annex", _row_place(row), shortened(row.task or row.measure), subject=("row", at)
        )


def _differences(plan: PlanDocument) -> Iterator[Doubt]:
    """Body and annex side by side: units in set, order and role; rows and tasks without a partner."""
    if not plan.rows:
        return
    yield from _rows_only_in_annex(plan)
    for at, row in enumerate(plan.rows):
        if row.body_task is not None:
            yield from _role_differences(row, at, plan.tasks[row.body_task])
    linked = {row.body_task for row in plan.rows}
    for at, task in enumerate(plan.tasks):
        if at not in linked:
            yield Doubt(
                "task-not-in-annex",
                PLACES["task"].format(heading=task.label),
                task.title,
                subject=("task", at),
            )


def _role_differences(row: DocumentRow, at: int, task: BodyTask) -> Iterator[Doubt]:
    for role, word in ROLE_WORDS.items():
        annex: tuple[str, ...] = getattr(row, role)
        body: tuple[str, ...] = getattr(task, role)
        if annex != body:
            facts = (
                ("role", word),
                ("body", "、".join(body) or NO_UNITS),
                ("annex", "、".join(annex) or NO_UNITS),
            )
            yield Doubt(
                "annex-differs", _row_place(row), "、".join(annex), "、".join(annex), facts, ("row", at)
            )


def _brackets(plan: PlanDocument, body: Body) -> Iterator[Doubt]:
    for at, printed in body.faulty:
        task = plan.tasks[at]
        read = "、".join((*task.lead, *task.responsible))
        yield Doubt("bracket", _task_place(plan, at), printed, read, subject=("task", at))


def _without_units(body: Body) -> Iterator[Doubt]:
    for heading in body.without_units:
        yield Doubt("task-without-unit", PLACES["task"].format(heading=""), shortened(heading))


def _rows_without_lead(plan: PlanDocument) -> Iterator[Doubt]:
    for at, row in enumerate(rows_of(plan)):
        if not row.lead:
            place = _row_place(row) if plan.rows else _task_place(plan, row.body_task)
            yield Doubt("row-without-lead", place, shortened(row.measure), subject=("row", at))


def _left_over(plan: PlanDocument, schedule: Schedule) -> Iterator[Doubt]:
    for at, text in schedule.left_over:
        row = plan.rows[min(at, len(plan.rows) - 1)] if plan.rows else None
        place = _row_place(row) if row else PLACES["units"]
        yield Doubt("cell-left-over", place, shortened(text), subject=("row", at))


def _targets_without_unit(plan: PlanDocument) -> Iterator[Doubt]:
    rows = rows_of(plan)
    for at, row in enumerate(target_rows(plan)):
        if row is None or not (rows[row].lead or rows[row].responsible):
            target = plan.targets[at]
            place = _task_place(plan, target.task)
            facts = (("indicator", target.indicator),)
            yield Doubt("target-without-unit", place, target.quote, facts=facts, subject=("target", at))


def _first_place(plan: PlanDocument, name: str) -> str:
    """Where a name stands first: in the body, else in the annex."""
    for at, task in enumerate(plan.tasks):
        if name in (*task.lead, *task.responsible):
            return _task_place(plan, at)
    for row in plan.rows:
        if name in (*row.lead, *row.responsible):
            return _row_place(row)
    return PLACES["units"]


def _row_place(row: DocumentRow) -> str:
    return PLACES["row"].format(serial=row.serial)


def _task_place(plan: PlanDocument, at: int | None) -> str:
    if at is None:
        return PLACES["goals"]
    task = plan.tasks[at]
    return PLACES["task"].format(heading=shortened(task.label + task.title))


def shortened(text: str) -> str:
    """A quote of at most ``MAX_QUOTE`` characters; … tells that it goes on."""
    return text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 1] + "…"
