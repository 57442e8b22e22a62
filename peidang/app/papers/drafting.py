"""成稿: the draft of a paper with the office's own words in it, paragraph by paragraph; wording, settling, 统稿 of sections.

Every paper of a period (PDF, Word, Excel's 数据溯源) is made from what ``draft`` gives.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from peidang.app.month.correcting import is_correcting, own_period
from peidang.app.month.months import SECTIONS, cell_states, load_month, plan_of, rules_in, section_originals
from peidang.app.papers.corrections import issue_day, issued_kind
from peidang.app.papers.house import issue_number, kind_of, office_of, style_of
from peidang.app.papers.late_notes import late_for
from peidang.app.papers.paper_cover import told_words, with_cover
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.edits import (
    FOLLOWED,
    EditState,
    Moved,
    Piece,
    State,
    accepted,
    from_json,
    merge_edit,
    to_json,
)
from peidang.domain.errors import NotFound, Refused
from peidang.domain.history import with_past_lights
from peidang.domain.summary import Summary, summarise
from peidang.domain.unit_summary import of_unit
from peidang.domain.year_summary import Year, of_year
from peidang.reports.draft import About, draft_paper
from peidang.reports.draft_late import LateWords
from peidang.reports.edited import TITLE, Passage, passages, with_texts
from peidang.reports.house_style import day_words
from peidang.reports.paper import Paper
from peidang.reports.quoting import bare_heading

ACCEPT, KEEP, REWRITE = "accept", "keep", "rewrite"


@dataclass(frozen=True)
class DraftParagraph:
    """One addressable text of the draft. ``state`` None: as drafted; else how the office's own words stand to it."""

    place: str
    kind: str
    """title, addressee, heading, paragraph or note."""
    level: int
    under: str
    """The heading of the first level it stands under."""
    drafted: str
    text: str
    state: State | None = None
    moved: tuple[Moved, ...] = ()
    pieces: tuple[Piece, ...] = ()
    """The text with its figures."""
    drafted_pieces: tuple[Piece, ...] = ()
    made_from: tuple[Piece, ...] = ()
    """The draft that the own words were made from; the draft of now where there are none."""


@dataclass(frozen=True)
class GoneEdit:
    """Own words whose paragraph the draft does not have any more. They are kept, but stand in no paper."""

    place: str
    text: str


@dataclass(frozen=True)
class Draft:
    """A paper as it would be printed now, and how it came about."""

    kind: str
    unit_id: str | None
    summary: Summary
    paper: Paper
    paragraphs: tuple[DraftParagraph, ...]
    gone: tuple[GoneEdit, ...] = ()

    @property
    def unsettled(self) -> tuple[DraftParagraph, ...]:
        """The paragraphs whose own words no longer agree with the draft."""
        return tuple(one for one in self.paragraphs if one.state in (State.MOVED, State.CHANGED))


def draft(
    store: Store, plan_id: str, period_id: str, today: date, kind: str = "", unit_id: str | None = None
) -> Draft:
    """The draft of a kind of paper (by default the plan's usual one), the office's own words in their places.

    Of an issued period comes the paper that was issued, without what came late (补报); while it is being corrected
    (更正), as it would be issued anew.
    Raises Refused for an unknown kind, and when a kind about one unit is given none; NotFound for a unit that
    reports nothing.
    """
    if store.papers.issues(period_id) and kind in ("", issued_kind(store, period_id)):
        return corrected_draft(store, plan_id, period_id)
    month = load_month(store, plan_id, period_id)
    return draft_of(store, month, summarise(month, rules_in(store, month.period)[1], today), kind, unit_id)


def corrected_draft(store: Store, plan_id: str, period_id: str) -> Draft:
    """The paper of an issued period, its own errors mended: as of the day of the issue, without what came late."""
    month, mending = load_month(store, plan_id, period_id, late=False), is_correcting(store, period_id)
    summary = summarise(
        month, rules_in(store, month.period)[1], issue_day(store, period_id) or month.period.span.end
    )
    return draft_of(store, month, summary, issued_kind(store, period_id), take_numbers=mending)


def draft_of(
    store: Store,
    month: Month,
    summary: Summary,
    kind: str = "",
    unit_id: str | None = None,
    take_numbers: bool = False,
) -> Draft:
    """The same from a month and its summary that are already there.

    With ``take_numbers`` (更正) own words take over the numbers that moved: nobody can settle them any more.
    """
    kind = kind_of(store, month.plan.id, kind)
    style = style_of(store, month.plan.id)
    summary, about = _about(store, month, summary, style.kinds[kind].about, unit_id)
    if style.kinds[kind].charts:
        summary = with_past_lights(summary)
    paper = draft_paper(summary, kind, style, about=about)
    told = told_words(summary, about.unit, about.number or 1)
    paper = with_cover(store, month.period.id, summary, kind, paper, told)
    return _with_own_words(store, Draft(kind, unit_id, summary, paper, ()), take_numbers)


def _about(
    store: Store, month: Month, summary: Summary, what: str, unit_id: str | None
) -> tuple[Summary, About]:
    unit, year = "", None
    late = LateWords()
    if what == "unit":
        if unit_id is None:
            raise Refused("which-unit", month.period.span.label)
        if unit_id not in {one.id for one in month.plan.reporting_units()}:
            raise NotFound(
                "报送单位", next((one.name for one in month.plan.units if one.id == unit_id), unit_id)
            )
        unit = month.plan.unit(unit_id).name
        summary = of_unit(summary, month, unit_id)
    elif what == "year":
        summary, year = _of_year(store, summary)
    else:
        late = _late_words(store, month)
    about = About(
        office=office_of(store, month.plan.id) or None,
        unit=unit,
        number=issue_number(store, month.period),
        year=year,
        late=late,
    )
    return summary, about


def _late_words(store: Store, month: Month) -> LateWords:
    found = late_for(store, month.period)
    return LateWords(
        tuple(
            (one.period, "" if one.unnamed else one.unit, one.serials, one.indicators) for one in found.notes
        ),
        tuple((one.period, one.serial, one.before, one.after) for one in found.lights),
    )


def _of_year(store: Store, summary: Summary) -> tuple[Summary, Year]:
    """The year's periods up to this one; a period of several months counts as one."""
    span = summary.period.span
    earlier = [
        one
        for one in store.months.all(summary.plan.id)
        if one.span.end.year == span.end.year and one.span.end < span.end
    ]
    told = []
    for one in earlier:
        month = load_month(store, summary.plan.id, one.id)
        told.append(summarise(month, rules_in(store, one)[1], one.span.end))
    return of_year([*told, summary])


def paper_key(kind: str, unit_id: str | None = None) -> str:
    """Under which name the own words of a paper are kept."""
    return f"{kind}|{unit_id}" if unit_id else kind


def _with_own_words(store: Store, made: Draft, take_numbers: bool) -> Draft:
    kept = store.paper_texts.of_paper(made.summary.period.id, paper_key(made.kind, made.unit_id))
    kept = {
        place: one for place, one in kept.items() if one.text or place != TITLE
    }  # no paper is without one
    found = list(passages(made.paper, _days(made.summary)))
    known = {one.place for one in found}
    origins = {place: from_json(json.loads(one.made_from)) for place, one in kept.items()}
    states = {
        one.place: merge_edit(origins[one.place], one.pieces, kept[one.place].text)
        for one in found
        if one.place in kept
    }
    if take_numbers:
        now = {one.place: one.pieces for one in found}
        states = {place: _taken_over(state, now[place]) for place, state in states.items()}
    paper = with_texts(made.paper, {place: state.pieces for place, state in states.items()})
    # A paragraph taken out by hand that is not drafted any more is out: nothing is lost, nothing to tell.
    gone = tuple(GoneEdit(place, one.text) for place, one in kept.items() if place not in known and one.text)
    paragraphs = _paragraphs(found, states, origins)
    return Draft(made.kind, made.unit_id, made.summary, paper, paragraphs, gone)


def _days(summary: Summary) -> dict[str, str]:
    """The days as of which a paper counts: own words follow them by themselves, from one day to the next."""
    data_day = min(summary.period.span.end, summary.today)
    return {day_words(data_day): f"{FOLLOWED}day", day_words(summary.today): f"{FOLLOWED}today"}


def _taken_over(state: EditState, now: tuple[Piece, ...]) -> EditState:
    """Own words with the numbers of now; that the draft says another sentence is told all the same."""
    taken = merge_edit(now, now, accepted(state))
    return replace(taken, state=state.state) if state.state is State.CHANGED else taken


def _paragraphs(
    found: Sequence[Passage], states: dict[str, EditState], origins: dict[str, tuple[Piece, ...]]
) -> tuple[DraftParagraph, ...]:
    made, under = [], ""
    for one in found:
        state = states.get(one.place) or EditState(one.text, State.SAME, (), one.pieces)
        if one.level == 1:
            under = state.text
        made.append(
            DraftParagraph(
                one.place,
                one.kind,
                one.level,
                under,
                one.text,
                state.text,
                state.state if one.place in states else None,
                state.moved,
                state.pieces,
                one.pieces,
                origins.get(one.place, one.pieces),
            )
        )
    return tuple(made)


def edit_paragraph(
    store: Store,
    plan_id: str,
    period_id: str,
    place: str,
    text: str,
    today: date,
    kind: str = "",
    unit_id: str | None = None,
) -> int:
    """Keep the office's own words for a place; '' takes the paragraph out, the drafted text returns to the draft.

    Returns the batch to undo. Raises Refused for an issued period and for no title, NotFound for a place the draft
    does not have.
    """
    if place == TITLE and not text.strip():
        raise Refused("bad-value", "标题")
    made = draft(store, plan_id, period_id, today, kind, unit_id)
    return keep_texts(store, made, {place: text}, "改稿")


def keep_texts(
    store: Store,
    made: Draft,
    texts: Mapping[str, str],
    what: str,
    origins: Mapping[str, tuple[Piece, ...]] | None = None,
    batch: int = 0,
) -> int:
    """Keep own words for several places of a draft in one batch; returns it. Raises like ``edit_paragraph``.

    ``origins`` are the drafts they were made from, where these are not the drafts of now. ``batch``: one that is
    begun already.
    """
    period = own_period(store, made.summary.period.id)
    known = {one.place: one for one in made.paragraphs}
    for place in texts:
        if place not in known:
            raise NotFound("段落", place)
    with store.transaction():
        batch = batch or store.batches.begin("paper-text", f"{what}：{made.kind}{period.span.label}")
        for place, text in texts.items():
            one = known[place]
            # Numbers that moved stay marked until they are settled, whatever else is reworded meanwhile.
            origin = one.made_from if one.moved else one.drafted_pieces
            _keep(store, batch, made, one, text, (origins or {}).get(place, origin))
    return batch


def _keep(
    store: Store, batch: int, made: Draft, one: DraftParagraph, text: str, made_from: tuple[Piece, ...]
) -> None:
    text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    origin = "" if text == one.drafted else json.dumps(to_json(made_from), ensure_ascii=False)
    key = paper_key(made.kind, made.unit_id)
    store.paper_texts.add(batch, made.summary.period.id, key, one.place, text if origin else "", origin)


def settle_paragraph(
    store: Store,
    plan_id: str,
    period_id: str,
    place: str,
    how: str,
    today: date,
    kind: str = "",
    unit_id: str | None = None,
) -> int:
    """Settle own words that no longer agree with the draft: ``accept`` the new numbers, ``keep`` them as they stand,
    or ``rewrite``: back to the draft. Own words whose place is gone can only be dropped, by ``rewrite``.

    Returns the batch to undo. Raises Refused for an issued period or another ``how``, NotFound when the place has no
    own words.
    """
    if how not in (ACCEPT, KEEP, REWRITE):
        raise Refused("choice-unknown", how)
    made = draft(store, plan_id, period_id, today, kind, unit_id)
    period = own_period(store, period_id)
    found = next((one for one in made.paragraphs if one.place == place and one.state is not None), None)
    gone = any(one.place == place for one in made.gone)
    if found is None and not (gone and how == REWRITE):
        raise NotFound("改过的段落", place)
    with store.transaction():
        batch = store.batches.begin("paper-text", f"处理改稿：{made.kind}{period.span.label}")
        if found is None or how == REWRITE:
            store.paper_texts.add(batch, period_id, paper_key(made.kind, unit_id), place, "", "")
        else:
            text = accepted(EditState(found.text, State.MOVED, found.moved)) if how == ACCEPT else found.text
            _keep(store, batch, made, found, text, found.drafted_pieces)
    return batch


def word_section(store: Store, period_id: str, section: str, text: str) -> int:
    """统稿 of a whole section, instead of its tasks in 主要进展; '' returns to these. Returns the batch to undo.

    The section's name may be given without its number, as it stands in the paper. Raises Refused for an issued period
    and NotFound for a section the plan does not have.
    """
    period = own_period(store, period_id)
    plan = plan_of(store, period)
    names = dict.fromkeys(row.section for row in plan.rows)
    alike = [name for name in names if bare_heading(name) == bare_heading(section)]
    if section not in names and len(alike) != 1:
        raise NotFound("章节", section)
    section = section if section in names else alike[0]
    spoken = store.returns.spoken_by_unit(period_id)
    states = {unit: cell_states(said) for unit, said in spoken.items()}
    with store.transaction():
        batch = store.batches.begin("paper-text", f"统稿：{section or '其他任务'}")
        made_from = section_originals(plan, states, section) if text.strip() else ""
        store.paper_texts.add(batch, period_id, SECTIONS, section, text.strip(), made_from)
    return batch


def text_of(paragraph: DraftParagraph) -> str:
    """A paragraph's characters, its old numbers marked: 18〔现为19〕."""
    text = paragraph.text
    for one in sorted(
        (m for m in paragraph.moved if m.at is not None), key=lambda m: m.at or 0, reverse=True
    ):
        end = (one.at or 0) + len(one.old)
        text = f"{text[:end]}〔现为{one.new}〕{text[end:]}"
    return text
