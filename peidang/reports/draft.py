"""The words of a month's paper: ``draft_paper`` makes a ``Paper`` of a ``Summary``.

Sentences are house style (``house_style``), facts are the summary's, everything else is the units' own words.
Nothing is made up: what nobody said is left out, or marked 〔待统稿〕.
"""

from peidang.domain.summary import Summary
from peidang.reports.draft_annexes import annexes
from peidang.reports.draft_overall import overall
from peidang.reports.draft_problems import next_steps, problems
from peidang.reports.draft_progress import progress
from peidang.reports.house_style import HouseStyle, Kind, Pen, day_words
from peidang.reports.paper import Block, Heading, Paper, Paragraph, Signature
from peidang.reports.table_view import DEMONSTRATION


def draft_paper(
    summary: Summary,
    kind: str = "通报",
    style: HouseStyle | None = None,
    office: str | None = None,
) -> Paper:
    """The paper of this kind: title, opening, four parts, annexes.

    ``office`` signs; by default the plan's coordinator, and nobody when there is none. ``style`` is the shipped one
    unless given. Raises KeyError for a kind the style does not know.
    """
    style = style or HouseStyle.load()
    pen = Pen(summary, style)
    chosen = style.kinds[kind]
    return Paper(
        title=_title(pen, chosen),
        addressee=chosen.addressee,
        blocks=_blocks(pen, chosen),
        signature=_signature(summary, office),
        annexes=annexes(pen),
        banner=DEMONSTRATION if summary.plan.demonstration else "",
        author=office or _coordinator(summary),
        subject=summary.period.span.label,
    )


def paper_kinds() -> tuple[str, ...]:
    """The kinds of paper the shipped house style knows, the usual one first."""
    return tuple(HouseStyle.load().kinds)


def _title(pen: Pen, kind: Kind) -> str:
    return kind.title.format(plan=pen.summary.plan.title, period=pen.summary.period.span.label)


def _blocks(pen: Pen, kind: Kind) -> tuple[Block, ...]:
    number = pen.summary.plan.document_number
    opening = pen.say("opening", number=f"{number}，" if number else "", closing=kind.closing)
    return (
        Paragraph(opening),
        Heading(1, pen.say("overall")),
        *overall(pen),
        Heading(1, pen.say("progress")),
        *progress(pen),
        Heading(1, pen.say("problems")),
        *problems(pen),
        Heading(1, pen.say("next")),
        *next_steps(pen),
    )


def _coordinator(summary: Summary) -> str:
    coordinator = summary.plan.coordinator_id or summary.plan.own_unit_id
    return summary.plan.unit(coordinator).name if coordinator else ""


def _signature(summary: Summary, office: str | None) -> Signature | None:
    signer = office or _coordinator(summary)
    return Signature(signer, day_words(summary.today)) if signer else None
