"""统稿 page: every row and section that says something, with the units' originals beside what the paper prints of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peidang.app.month.months import load_month, rules_in
from peidang.app.papers.house import style_of
from peidang.db.store import Store
from peidang.domain.answers import Entry, Month
from peidang.domain.labels import FIELD_WORDS, ROW_FIELDS, TO_BE_WORDED, Field
from peidang.domain.summary import SectionLine, summarise
from peidang.domain.summary_lines import RowLine, in_official_order
from peidang.reports.draft_progress import anybody_answered, quoted
from peidang.reports.house_style import Pen

ROW, SECTION = "row", "section"


@dataclass(frozen=True)
class Original:
    """One unit's own words on a row: (what it is called, what it says), without what is empty."""

    unit: str
    serial: int
    parts: tuple[tuple[str, str], ...]


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
    rows = [_row(month, pen, line) for line in summary.rows if line.wording or anybody_answered(line)]
    sections = [_section(month, one) for one in summary.sections]
    rows.sort(key=lambda one: (not one.open, not one.outdated, one.serial))
    return (*rows, *(one for one in sections if one.originals))


def _row(month: Month, pen: Pen, line: RowLine) -> WordingItem:
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
    )


def _section(month: Month, one: SectionLine) -> WordingItem:
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
