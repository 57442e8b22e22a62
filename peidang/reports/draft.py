"""The words of a month's paper: ``draft_paper`` makes a ``Paper`` of a ``Summary``.

Sentences are house style (``house_style``), facts are the summary's, everything else is the units' own words.
Nothing is made up: what nobody said is left out, or marked 〔待统稿〕.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from peidang.domain.summary import Summary
from peidang.domain.year_summary import Year
from peidang.reports.draft_annexes import annexes
from peidang.reports.draft_charts import charts_annex
from peidang.reports.draft_hint import due, lagging, missing, please
from peidang.reports.draft_late import LateWords, late_paragraphs
from peidang.reports.draft_overall import overall
from peidang.reports.draft_problems import next_steps, problems
from peidang.reports.draft_progress import progress
from peidang.reports.draft_year import year_annex, year_paragraph, year_pen
from peidang.reports.house_style import HouseStyle, Kind, Pen, chinese_numeral, day_words
from peidang.reports.paper import Annex, Block, Heading, Paper, Paragraph, Signature, runs
from peidang.reports.table_view import DEMONSTRATION

PARTS: Mapping[str, Callable[[Pen], tuple[Block, ...]]] = {
    "overall": overall,
    "progress": progress,
    "problems": problems,
    "next": next_steps,
    "hint_lagging": lagging,
    "hint_missing": missing,
    "hint_due": due,
    "hint_please": please,
}
"""What a kind may consist of; a part that has nothing to say is left out with its heading."""


@dataclass(frozen=True)
class About:
    """What a paper needs beyond the month's summary."""

    office: str | None = None
    """Who signs; by default the plan's coordinator, and nobody when there is none."""
    unit: str = ""
    """The name of the unit a paper is about (工作提示, 一单位进展)."""
    number: int | None = None
    """第N期."""
    year: Year | None = None
    late: LateWords = field(default_factory=LateWords)
    """What came in for issued months (补报说明)."""


def draft_paper(
    summary: Summary,
    kind: str = "通报",
    style: HouseStyle | None = None,
    office: str | None = None,
    about: About | None = None,
) -> Paper:
    """The paper of this kind: title, opening, its parts, annexes.

    For a kind about one unit the summary is that unit's (``domain.unit_summary``), for one about the year the
    year's. ``style`` is the shipped one unless given. Raises KeyError for a kind the style does not know.
    """
    style = style or HouseStyle.load()
    about = about or About(office)
    told = {
        "unit": about.unit,
        "year": str(summary.period.span.end.year),
        "number": "" if about.number is None else str(about.number),
    }
    chosen = style.kinds[kind]
    pen = Pen(summary, replace(style, sentences={**style.sentences, **chosen.sentences}), told)
    signer = office or about.office
    return Paper(
        title=_filled(pen, chosen.title),
        subtitle=_filled(pen, chosen.subtitle) if about.number is not None else "",
        addressee=_filled(pen, chosen.addressee),
        blocks=_blocks(pen, chosen, about),
        signature=_signature(summary, signer),
        annexes=_annexes(pen, chosen, about),
        banner=DEMONSTRATION if summary.plan.demonstration else "",
        author=signer or _coordinator(summary),
        subject=summary.period.span.label,
    )


def paper_kinds() -> tuple[str, ...]:
    """The kinds of paper the shipped house style knows, the usual one first."""
    return tuple(HouseStyle.load().kinds)


def _filled(pen: Pen, text: str) -> str:
    return text.format_map(pen.common())


def _blocks(pen: Pen, kind: Kind, about: About) -> tuple[Block, ...]:
    number = pen.summary.plan.document_number
    opening = pen.say(kind.opening, number=f"{number}，" if number else "", closing=kind.closing)
    blocks: list[Block] = [Paragraph(opening, place="opening")]
    count = 0
    for part in kind.parts:
        made = PARTS[part](year_pen(pen, about.year) if about.year and part == "progress" else pen)
        if part == "overall":
            made = (*made, *_further(pen, about, len(made) + 1))
        if made:
            count += 1
            heading = runs(f"{chinese_numeral(count)}、", *pen.say(part))
            blocks += [Heading(1, heading, place=part), *made]
    return tuple(blocks)


def _further(pen: Pen, about: About, n: int) -> tuple[Block, ...]:
    """What else belongs to the overall part."""
    if about.year:
        return (year_paragraph(pen, n),)
    return late_paragraphs(pen, about.late, n)


def _annexes(pen: Pen, kind: Kind, about: About) -> tuple[Annex, ...]:
    made = annexes(pen) if kind.annexes else ()
    if kind.annexes and kind.charts:
        made = (*made, *charts_annex(pen, len(made) + 1))
    return (*made, year_annex(pen, about.year, len(made) + 1)) if about.year else made


def _coordinator(summary: Summary) -> str:
    coordinator = summary.plan.coordinator_id or summary.plan.own_unit_id
    return summary.plan.unit(coordinator).name if coordinator else ""


def _signature(summary: Summary, office: str | None) -> Signature | None:
    signer = office or _coordinator(summary)
    return Signature(signer, day_words(summary.today)) if signer else None
