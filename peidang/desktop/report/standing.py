"""How the paper stands, in words: what is still open, what was measured, what comes next."""

from enum import Enum, auto

from peidang.app.papers.paper_desk import PaperDesk
from peidang.app.views import PaperResult, ScheduleView
from peidang.domain.labels import Grade


class Step(Enum):
    """What can be done with the paper, in order."""

    REVIEW_OUT = auto()
    REVIEW_IN = auto()
    SIGN = auto()
    ISSUE = auto()
    CORRECT = auto()
    DROP = auto()
    ISSUE_CORRECTION = auto()


CORRECTING = (Step.DROP, Step.ISSUE_CORRECTION)
"""What can be done while an issued month is being corrected."""


def next_step(stands: PaperDesk, issued: bool) -> Step | None:
    """The step that comes next; None after the last."""
    if stands.corrections is not None:
        return Step.ISSUE_CORRECTION if stands.corrections else None
    if issued:
        return None if stands.signature else Step.SIGN
    if stands.signature:
        return Step.ISSUE
    if not stands.sent_at:
        return Step.REVIEW_OUT
    return Step.SIGN if stands.back_at else Step.REVIEW_IN


def steps_shown(issued: bool, correcting: bool, whole: bool) -> frozenset[Step]:
    """The steps that are open to the office that coordinates; ``whole``: the paper is about the plan, not about a unit."""
    if not issued:
        about_unit = {Step.REVIEW_OUT, Step.REVIEW_IN}
        return frozenset(about_unit | {Step.SIGN, Step.ISSUE} if whole else about_unit)
    if not whole:
        return frozenset()
    return frozenset(CORRECTING) if correcting else frozenset((Step.SIGN, Step.CORRECT))


def outstanding(view: ScheduleView | None) -> str:
    """What is still open before a month is frozen, a sentence; '' when nothing is."""
    if view is None:
        return ""
    found = [*(line.findings for line in view.lines), *(line.findings for line in view.indicators)]
    must = sum(one.grade is Grade.MUST for each in found for one in each)
    missing = view.expected - view.reported
    parts = [
        f"{missing}家未报" if missing else "",
        f"{view.decisions}件待核定" if view.decisions else "",
        f"{must}处必须改" if must else "",
    ]
    told = "、".join(part for part in parts if part)
    return f"目前还有{told}。\n" if told else ""


def measured(paper: PaperResult) -> str:
    """What was measured on the paper, and what wants attention."""
    parts = []
    if paper.pages:
        parts.append(f"共{paper.pages}页，配档表{paper.rows_on_paper}行")
    if paper.rows_on_paper != paper.rows_expected:
        parts.append(f"应有{paper.rows_expected}行，请检查")
    if paper.missing_characters:
        parts.append(f"缺字：{''.join(paper.missing_characters)}")
    return " · ".join(parts)
