"""统稿 page: every row and section that says something, with the units' originals beside what the paper prints of it.

Beside them what earlier periods said of the same row: the office's 统稿, the paragraph it reworded in an issued paper,
the units' own words. Nothing of it is printed by itself, but in 年度总结 (``reports.draft_year``).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peidang.app.month.months import load_month, rules_in
from peidang.app.papers.house import style_of
from peidang.db.store import Store
from peidang.domain.answers import Entry, Month
from peidang.domain.labels import FIELD_WORDS, ROW_FIELDS, TO_BE_WORDED, Field
from peidang.domain.periods import Period
from peidang.domain.summary import SectionLine, summarise
from peidang.domain.summary_lines import RowLine, in_official_order
from peidang.reports.draft_progress import anybody_answered, quoted
from peidang.reports.house_style import Pen

ROW, SECTION = "row", "section"
WORDED, PRINTED, ORIGINAL = "统稿", "印发稿", "单位原文"
_ROW_PLACE = re.compile(r"progress\.section\.\d+\.row\.(.+)")


@dataclass(frozen=True)
class Original:
    """One unit's own words on a row: (what it is called, what it says), without what is empty."""

    unit: str
    serial: int
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Earlier:
    """What an earlier period said. ``what`` is 统稿, 印发稿 or 单位原文."""

    period: str
    what: str
    unit: str
    """Whose words; '' for the office's."""
    text: str


@dataclass(frozen=True)
class WordingItem:
    """A row or a section to be worded. ``id`` is the row's id or the section's title."""

    kind: str
    id: str
    serial: int
    """The row's number; that of a section among the sections."""
    name: str
    measure: str
    originals: tuple[Original, ...]
    printed: str
    """What the paper says of it without own words; 〔待统稿〕 where nothing can be quoted."""
    wording: str
    outdated: bool
    """原文已变 since it was worded."""
    earlier: tuple[Earlier, ...] = ()
    """What earlier periods said of it, newest first."""

    @property
    def open(self) -> bool:
        """True for what the paper prints as 〔待统稿〕."""
        return not self.wording and TO_BE_WORDED in self.printed

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by."""
        return (self.kind, self.id)


def wording_items(store: Store, plan_id: str, period_id: str, today: date) -> tuple[WordingItem, ...]:
    """What can be worded in a period: rows that somebody answered, then sections; those 待统稿 and 原文已变 first."""
    month = load_month(store, plan_id, period_id)
    summary = summarise(month, rules_in(store, month.period)[1], today)
    pen = Pen(summary, style_of(store, plan_id))
    past = tuple(_past(store, month))
    rows = [_row(month, pen, line, past) for line in summary.rows if line.wording or anybody_answered(line)]
    sections = [_section(month, one, past) for one in summary.sections]
    rows.sort(key=lambda one: (not one.open, not one.outdated, one.serial))
    return (*rows, *(one for one in sections if one.originals))


@dataclass(frozen=True)
class _Past:
    """An earlier period, and the paragraphs of 主要进展 that the office reworded in its issued paper, by row id."""

    month: Month
    reworded: Mapping[str, str]


def _past(store: Store, month: Month) -> Iterator[_Past]:
    """The periods before this one, newest first."""
    earlier = month.previous
    while earlier is not None:
        yield _Past(earlier, _reworded(store, earlier.period))
        earlier = earlier.previous


def _reworded(store: Store, period: Period) -> dict[str, str]:
    issues = store.papers.issues(period.id)
    if not issues:
        return {}
    own = store.paper_texts.of_paper(period.id, issues[-1].paper)
    printed: dict[str, str] = json.loads(issues[-1].texts)
    return {
        found[1]: printed[place]
        for place in own
        if place in printed and (found := _ROW_PLACE.fullmatch(place))
    }


def _of_row(past: Sequence[_Past], row_id: str) -> Iterator[Earlier]:
    for one in past:
        label, plan = one.month.period.span.label, one.month.plan
        if row_id in one.month.wordings:
            yield Earlier(label, WORDED, "", one.month.wordings[row_id].text)
        if row_id in one.reworded:
            yield Earlier(label, PRINTED, "", one.reworded[row_id])
        for row in plan.rows:
            for unit_id in row.reporting_unit_ids() if row.id == row_id else ():
                if text := one.month.entry(row_id, unit_id).value(Field.PROGRESS):
                    yield Earlier(label, ORIGINAL, plan.unit(unit_id).name, text)


def _of_section(past: Sequence[_Past], title: str) -> Iterator[Earlier]:
    for one in past:
        if title in one.month.section_wordings:
            text = one.month.section_wordings[title].text
            yield Earlier(one.month.period.span.label, WORDED, "", text)


def _row(month: Month, pen: Pen, line: RowLine, past: Sequence[_Past]) -> WordingItem:
    return WordingItem(
        kind=ROW,
        id=line.row.id,
        serial=line.row.serial,
        name=line.row.task or line.row.measure,
        measure=line.row.measure if line.row.task else "",
        originals=tuple(_originals(month, line)),
        printed="" if line.wording else quoted(pen, line, named=False).text,
        wording=line.wording or "",
        outdated=line.wording_outdated,
        earlier=tuple(_of_row(past, line.row.id)),
    )


def _section(month: Month, one: SectionLine, past: Sequence[_Past]) -> WordingItem:
    return WordingItem(
        kind=SECTION,
        id=one.title,
        serial=one.number,
        name=one.title or "其他任务",
        measure=f"整节统稿：写了就代替本节{len(one.lines)}行的文字",
        originals=tuple(told for line in one.lines for told in _originals(month, line)),
        printed="",
        wording=one.wording or "",
        outdated=one.wording_outdated,
        earlier=tuple(_of_section(past, one.title)),
    )


def _originals(month: Month, line: RowLine) -> Iterator[Original]:
    for unit_id in in_official_order(month, line.row.reporting_unit_ids()):
        parts = tuple(_parts(month.entry(line.row.id, unit_id)))
        if parts:
            yield Original(month.plan.unit(unit_id).name, line.row.serial, parts)


def _parts(entry: Entry) -> Iterator[tuple[str, str]]:
    for field in ROW_FIELDS:
        if field in entry.contested:
            yield FIELD_WORDS[field], "〔两处不一致，待核定〕"
        elif field is not Field.STATUS and entry.value(field):
            yield FIELD_WORDS[field], entry.value(field)
