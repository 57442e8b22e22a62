"""红头 and 版记 of an office's papers, kept per plan: what is wanted, whether it holds together, and put on a draft."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from peidang.app.papers.house import kind_of, office_of, style_of
from peidang.app.papers.signatures import newest_signature
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.summary import Summary
from peidang.reports.cover_style import CoverStyle, ImprintStyle, LetterheadStyle, Mark, covered
from peidang.reports.house_style import (
    HouseStyle,
    Kind,
    Pen,
    as_places,
    day_words,
    in_words,
    places_known,
)
from peidang.reports.paper import Paper

__all__ = ["CoverStyle", "ImprintStyle", "LetterheadStyle", "Mark", "as_places", "in_words"]
"""What both doors need of the reports to say what an office wants."""

_COVER = "paper-cover"
LONGEST_MARK, LONGEST_NUMBER = 60, 40
LONGEST_COPIES = 600
"""Characters: more copies would need a page of their own."""


@dataclass(frozen=True)
class Fault:
    """One setting that does not hold: which (``letterhead.mark``), of which kind of paper ('': of all), why."""

    place: str
    why: str
    about: str = ""
    kind: str = ""


def cover_of(store: Store, plan_id: str) -> CoverStyle:
    """What the plan's papers have above and below; nothing of either until somebody asks for it."""
    kept = store.papers.setting(f"{_COVER}:{plan_id}")
    return CoverStyle.from_data(json.loads(kept)) if kept else CoverStyle()


def keep_cover(store: Store, plan_id: str, cover: CoverStyle) -> None:
    """Keep them. Raises Refused with the first fault."""
    kinds = style_of(store, plan_id).kinds
    for fault in cover_faults(cover, kinds):
        raise Refused(fault.why, fault.about)
    with store.transaction():
        store.papers.set_setting(f"{_COVER}:{plan_id}", json.dumps(cover.to_data(), ensure_ascii=False))


def cover_faults(cover: CoverStyle, kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    """Whatever of 红头 and 版记 does not hold. What is switched off may be unfinished, but not wrong."""
    head, foot = cover.letterhead, cover.imprint
    used = [kind for kind in head.kinds if kind in kinds]
    if head.on and not used:
        yield Fault("letterhead.kinds", "no-kinds", "红头")
    if head.on and not head.words.mark and not all(head.of(kind).mark for kind in used):
        yield Fault("letterhead.mark", "no-mark")
    for kind, words in (("", head.words), *head.own.items()):
        for place, text, longest in (
            ("mark", words.mark, LONGEST_MARK),
            ("number", words.number, LONGEST_NUMBER),
        ):
            if not places_known(text):
                yield Fault(f"letterhead.{place}", "bad-place", text, kind)
            elif len(text) > longest or "\n" in text:
                yield Fault(f"letterhead.{place}", "too-long", f"{text[:12]}…", kind)
    if foot.on and not any(kind in kinds for kind in foot.kinds):
        yield Fault("imprint.kinds", "no-kinds", "版记")
    for place, text, longest in (
        ("copies_to", foot.copies_to, LONGEST_COPIES),
        ("office", foot.office, LONGEST_MARK),
    ):
        if len(text) > longest or "\n" in text:
            yield Fault(f"imprint.{place}", "too-long", f"{text[:12]}…")


def with_cover(
    store: Store, period_id: str, summary: Summary, kind: str, paper: Paper, told: Mapping[str, str]
) -> Paper:
    """A drafted paper with its 红头 and 版记, where the office wants them.

    The 发文字号 of the signed paper, once it is registered, stands in the plan's usual kind of paper.
    """
    cover = cover_of(store, summary.plan.id)
    signed = newest_signature(store, period_id) if kind == kind_of(store, summary.plan.id) else None
    pen = Pen(summary, style_of(store, summary.plan.id), told)
    return covered(paper, cover, kind, summary.today, pen.filled, signed.document_number if signed else "")


def told_words(summary: Summary, unit: str, number: int) -> dict[str, str]:
    """The words that hold for a whole paper beside the plan's and the period's."""
    return {"unit": unit, "year": str(summary.period.span.end.year), "number": str(number)}


def cover_warnings(store: Store, plan_id: str, paper: Paper, today: date) -> Iterator[str]:
    """What of 红头 and 版记 a person should look at before the paper goes out."""
    day = cover_of(store, plan_id).imprint.day
    if paper.imprint and day and day < today:
        yield f"版记写的印发日期{day_words(day)}早于成文日期{day_words(today)}，请在“文稿设置”里改。"


def letterhead_words(head: LetterheadStyle) -> str:
    """What 红头 says on each kind, in one line."""
    if not head.on:
        return "不用"
    marks = {kind: head.of(kind) for kind in head.kinds}
    return "；".join(
        f"{kind}：{in_words(one.mark)}{f'，{in_words(one.number)}' if one.number else ''}"
        for kind, one in marks.items()
    )


def imprint_words(foot: ImprintStyle) -> str:
    """What 版记 says, in one line."""
    if not foot.on:
        return "不用"
    copies = f"抄送{foot.copies_to}，" if foot.copies_to else ""
    day = day_words(foot.day) if foot.day else "成文日期"
    return f"{copies}{foot.office or '署名机关'}，{day}印发（{'、'.join(foot.kinds)}）"


def usual_kinds(style: HouseStyle) -> tuple[str, ...]:
    """The kinds that are about the whole plan in a period: 红头 and 版记 are theirs unless others are named."""
    return tuple(name for name, kind in style.kinds.items() if kind.about == "plan")


def printer_of(store: Store, plan_id: str) -> str:
    """Who prints the papers where 版记 names nobody: who signs."""
    plan = store.plans.get(plan_id)
    coordinator = plan.coordinator_id or plan.own_unit_id
    return office_of(store, plan_id) or (plan.unit(coordinator).name if coordinator else "")
