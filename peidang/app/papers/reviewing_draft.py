"""送审 → 收回改稿: the draft goes out as .docx with 点名依据, and what the leader changed comes back as own words."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from peidang.app.month.entering import open_period
from peidang.app.month.months import cell_states, originals, plan_of
from peidang.app.outgoing.guarding import Allowed
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.outgoing.sending import plan_folder
from peidang.app.papers.draft_marks import mark_draft, mark_facts
from peidang.app.papers.drafting import Draft, draft, keep_texts
from peidang.app.papers.grounds import Grounds, grounds
from peidang.app.papers.house import style_of
from peidang.app.papers.reporting import warnings_of
from peidang.app.papers.returned_tables import (
    NUMBER,
    TableTold,
    grids,
    table_faults,
    tables_told,
)
from peidang.app.views import MadeFile
from peidang.db.store import Store
from peidang.domain.edits import Piece, as_text, from_json, merge_edit, wrong_numbers
from peidang.domain.errors import Refused
from peidang.domain.periods import Period
from peidang.domain.returned_tables import Grid
from peidang.domain.returned_text import Line, place_lines, squeezed
from peidang.domain.summary import Summary
from peidang.files.document import Document, Paragraph
from peidang.files.docx import read_marked
from peidang.files.open import document_from_bytes, read_bytes
from peidang.files.sniff import sniff
from peidang.reports.edited import FURTHER
from peidang.reports.grounds_page import NamedUnit, write_grounds
from peidang.reports.proof import check_papers
from peidang.reports.table_view import DEMONSTRATION, UnitRow, indicator_light_text, row_light_text
from peidang.reports.word import place_mark, render_docx

OUT, BACK = "送审", "收回改稿"
_MOST_PARTS = 30
_NOT_COMPARED = "这个文件不是 .docx，附件表格没有核对；表格里有改动的，请另存为 .docx 再收回一次。"


@dataclass(frozen=True)
class SentForReview:
    """What was written for the leader, and what a person should look at first."""

    files: tuple[MadeFile, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One paragraph or field of a table as it went out and as it came back; '' after: taken out.

    ``under`` is the heading it stands under; of a field, which it is and whether it was taken (收回为统稿, 没有收回).
    """

    place: str
    under: str
    before: str
    after: str


@dataclass(frozen=True)
class TakenBack:
    """What came back. ``batch`` 0: nothing was changed."""

    batch: int
    kind: str
    changes: tuple[Change, ...]
    faults: tuple[str, ...]
    """Each as a sentence: numbers that say otherwise than the data, and what of the tables was not taken."""
    unplaced: tuple[str, ...] = ()
    """Paragraphs that belong to no place of the draft; they are not taken over."""


def send_for_review(
    store: Store,
    plan_id: str,
    period_id: str,
    out_dir: Path,
    today: date,
    kind: str = "",
    unit_id: str | None = None,
) -> SentForReview:
    """Write the draft and its 点名依据 as .docx, and keep what went out, to know later what was changed.

    Raises Refused when the period is issued or this office does not coordinate the plan, and what ``draft`` raises.
    """
    period = open_period(store, period_id)
    if not store.plans.get(plan_id).coordinates:
        raise Refused("not-coordinator", period.span.label)
    made = draft(store, plan_id, period_id, today, kind, unit_id)
    made_at = datetime.fromisoformat(store.now()).replace(microsecond=0)
    paper = _rendered(made, made_at)
    files = [("送审稿", paper)]
    found = grounds(store, made)
    if found:
        files.append(("点名依据", _grounds_file(made.summary, found, made_at)))
    folder = plan_folder(store, made.summary.plan, out_dir)
    called = style_of(store, plan_id).kinds[made.kind].called
    allowed = Allowed(people=frozenset({made.paper.author, *(unit.name for unit in made.summary.plan.units)}))
    with store.transaction():
        facts = mark_facts(made) | {"kind": made.kind, "sent": store.returns.keep_bytes(paper)}
        mark_draft(store, made)
        store.batches.log(
            OUT,
            f"{made.kind}：{period.span.label}",
            plan_id=plan_id,
            period_id=period_id,
            unit_id=unit_id,
            facts=facts,
        )
        name = f"{period.span.label}{file_part(called)}"
        written = write_files(
            [NewFile(folder / f"{name}（{what}）.docx", what, data, allowed) for what, data in files]
        )
    return SentForReview(written, tuple(warnings_of(store, made)))


def _rendered(made: Draft, made_at: datetime) -> bytes:
    out = io.BytesIO()
    facts = render_docx(made.paper, out, made_at, places=True)
    check_papers(made.summary, made.paper, docx=facts)
    return out.getvalue()


def take_back(store: Store, period_id: str, path: Path, today: date) -> TakenBack:
    """Read the changed draft and keep what was changed as own words, in one batch to undo.

    It is held against the newest draft of this period that went 送审. Raises FileUnreadable, Refused when the period
    is issued, nothing was sent, or the file is another text.
    """
    period = open_period(store, period_id)
    sent = _newest_sent(store, period_id)
    if sent is None:
        raise Refused("not-sent", period.span.label)
    facts, unit_id = sent
    made = draft(store, period.plan_id, period_id, today, facts["kind"], unit_id)
    places = list(facts["texts"])
    marks = _marks(places)
    out = _lines(store.returns.bytes_of(facts["sent"]), path.name, marks)
    went = _with_places(out, facts)
    data = read_bytes(path)
    came = _lines(data, path.name, marks)
    back = place_lines(went, came, _last_place(went))
    before = place_lines(went, went, _last_place(went)).texts
    marked = any(line.place for line in came)
    if not any(back.texts.values()) or _another_text(before, back.texts, marked):
        raise Refused("another-paper", path.name)
    changes = tuple(_changes(facts, before, back.texts))
    known = {one.place for one in made.paragraphs}
    kept = {one.place: _as_drafted(one.place, one.after) for one in changes if one.place in known}
    lost = tuple(one.after for one in changes if one.place not in known and one.after)
    tables, unplaced = _tables(store, made, facts["sent"], data, path.name, back.unplaced)
    worded = {one.row_id: one.after.strip() for one in tables if one.row_id}
    batch = 0
    if kept or worded:
        origins = {place: _origin(facts, place) for place in kept}
        with store.transaction():
            batch = store.batches.begin("paper-text", f"{BACK}：{made.kind}{period.span.label}")
            keep_texts(store, made, kept, BACK, origins, batch)
            _keep_wordings(store, period, batch, worded)
            store.batches.log(
                BACK,
                f"{made.kind}：{period.span.label}，改动{len(kept) + len(worded)}处",
                period_id=period_id,
                batch_id=batch,
            )
    faults = (
        *_faults(made, facts, changes),
        *table_faults(made, tables),
        *(() if sniff(data) == "docx" else (_NOT_COMPARED,)),
    )
    in_tables = (Change(_table_place(one), one.words, one.before, one.after) for one in tables)
    return TakenBack(batch, made.kind, (*changes, *in_tables), faults, (*lost, *unplaced))


def _tables(
    store: Store, made: Draft, sent: str, data: bytes, name: str, unplaced: Sequence[str]
) -> tuple[list[TableTold], tuple[str, ...]]:
    """What is otherwise in the tables, with what becomes of each change; and the paragraphs that are no table's words.

    LibreOffice and WPS may save a small table (版记) as a frame of plain words: that is no change.
    """
    if sniff(data) != "docx":
        return [], tuple(unplaced)
    before, after = (grids(document_from_bytes(one, name)) for one in (store.returns.bytes_of(sent), data))
    loose = {squeezed(text) for text in unplaced}
    apart = [grid for grid in before if grid not in after and _words(grid) in loose]
    about = style_of(store, made.summary.plan.id).kinds[made.kind].about
    told = tables_told(made, before, [*after, *apart], takes=about == "plan")
    known = set(map(_words, apart))
    return told, tuple(text for text in unplaced if squeezed(text) not in known)


def _words(grid: Grid) -> str:
    """Everything a table says, one field after the other."""
    return squeezed("".join(field for row in grid for field in row))


def _table_place(one: TableTold) -> str:
    return "/".join((one.place or one.table, one.row or "—", one.column or "—"))


def _keep_wordings(store: Store, period: Period, batch: int, worded: Mapping[str, str]) -> None:
    """统稿 of rows, as the table said it."""
    if not worded:
        return
    plan = plan_of(store, period)
    spoken = store.returns.spoken_by_unit(period.id)
    states = {unit: cell_states(said) for unit, said in spoken.items()}
    for row_id, text in worded.items():
        store.papers.add_wording(batch, period.id, row_id, text, originals(plan, states, row_id))


def _newest_sent(store: Store, period_id: str) -> tuple[Mapping[str, Any], str | None] | None:
    lines = store.batches.lines_about(period_id, OUT)
    return (lines[-1].facts, lines[-1].unit_id) if lines else None


def _marks(places: Sequence[str]) -> dict[str, str]:
    """Places by the names of their bookmarks; further paragraphs of a place belong to it."""
    further = {place_mark(f"{place}{FURTHER}{n}"): place for place in places for n in range(2, _MOST_PARTS)}
    return further | {place_mark(place): place for place in places}


def _lines(data: bytes, name: str, marks: Mapping[str, str]) -> list[Line]:
    """The paragraphs of a file outside its tables; of a .docx with the places its bookmarks tell."""
    if sniff(data) == "docx":
        return [
            Line(one.text, next((marks[mark] for mark in one.marks if mark in marks), ""))
            for one in read_marked(data, name)
        ]
    document: Document = document_from_bytes(data, name)
    return [Line(block.text) for block in document.blocks if isinstance(block, Paragraph)]


def _with_places(lines: Sequence[Line], facts: Mapping[str, Any]) -> list[Line]:
    """What went out: title and 主送 have no bookmark, but are known by their words."""
    texts = {
        squeezed(as_text(from_json(pieces))): place
        for place, pieces in facts["texts"].items()
        if place in ("title", "addressee")
    }
    return [line if line.place else Line(line.text, texts.get(squeezed(line.text), "")) for line in lines]


def _last_place(lines: Sequence[Line]) -> str:
    return next((line.place for line in reversed(lines) if line.place), "")


def _another_text(before: Mapping[str, str], after: Mapping[str, str], marked: bool) -> bool:
    """True when hardly a paragraph came back: it is not this paper.

    Without a single mark of ours they have to be the very paragraphs: 点名依据 quotes many a sentence of the paper.
    """
    there = sum(
        1
        for place, text in before.items()
        if text and (new := after.get(place)) and (marked or squeezed(new) == squeezed(text))
    )
    return there * 4 < sum(1 for text in before.values() if text)


def _changes(
    facts: Mapping[str, Any], before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Change]:
    for place, text in before.items():
        new = after.get(place, "")
        if squeezed(text) != squeezed(new):
            yield Change(place, facts["under"].get(place, ""), text, new)


def _as_drafted(place: str, text: str) -> str:
    return squeezed(text) if place == "title" else text


def _origin(facts: Mapping[str, Any], place: str) -> tuple[Piece, ...]:
    """The draft that a changed paragraph was made from: that of the day it went out."""
    return from_json(facts["made_from"].get(place) or facts["texts"][place])


def _faults(made: Draft, facts: Mapping[str, Any], changes: Sequence[Change]) -> Iterator[str]:
    """Numbers that now say something else than the data, and numbers that nothing tells where they come from."""
    now = {one.place: one for one in made.paragraphs}
    for change in changes:
        if not change.after or change.place not in now:
            continue
        drafted = now[change.place].drafted_pieces
        stands = merge_edit(_origin(facts, change.place), drafted, change.after)
        where = f"“{change.under or '标题和导语'}”"
        told = wrong_numbers(stands, drafted)
        for said, true in told:
            yield f"{where}改稿写“{said}”，数据为“{true}”，请核对。"
        old = Counter(NUMBER.findall(change.before)) + Counter(NUMBER.findall(as_text(drafted)))
        new = Counter(NUMBER.findall(change.after)) - old - Counter(said for said, _ in told)
        for number in new:
            yield f"{where}改稿新写的“{number}”在数据中没有来源，请核对。"


def _grounds_file(summary: Summary, found: Sequence[Grounds], made_at: datetime) -> bytes:
    out = io.BytesIO()
    banner = DEMONSTRATION if summary.plan.demonstration else ""
    pages = [_page(summary, one) for one in found]
    write_grounds(f"{summary.period.span.label}点名依据", pages, out, made_at, banner)
    return out.getvalue()


def _page(summary: Summary, one: Grounds) -> NamedUnit:
    rows = [
        (
            str(line.row.serial),
            line.row.task or line.row.measure,
            line.status or "—",
            row_light_text(line, summary.rules),
        )
        for line in one.rows
    ]
    figures = [
        (
            line.indicator.name,
            f"{line.target_text}{f'（{line.due}）' if line.due else ''}",
            f"{line.value}{line.indicator.unit_of_measure}",
            line.told.as_of.isoformat(),
            "—" if line.gap is None else f"{line.gap:+.1f}",
            indicator_light_text(line.light, line.told.contested, summary.rules),
        )
        for line in one.indicators
    ]
    return NamedUnit(
        name=one.unit.name,
        sentences=one.sentences,
        state=_state(one),
        rows=rows,
        figures=figures,
        definitions=one.definitions,
        signed=one.signed_pages,
        chased=[
            f"{chase.made_at[:16]}，{chase.how}{f'：{chase.note}' if chase.note else ''}"
            for chase in one.chases
        ],
        verification=list(_heard(one)),
    )


def _state(one: Grounds) -> str:
    line = one.line
    if line is None:
        return "本期没有要报送的内容。"
    told = f"{line.answered_at:%Y-%m-%d %H:%M}首次报送" if line.answered_at else "尚未收到"
    late = f"，超期{line.late_days}天" if line.late_days else ""
    counts = (line.rows_asked, line.rows_answered, line.indicators_asked, line.indicators_answered)
    rows, answered, indicators, told_of = map(len, counts)
    return (
        f"{UnitRow(1, line.unit.name, line).state}；期限{line.due.isoformat()}，{told}{late}；"
        f"应报任务{rows}项、已报{answered}项，应报指标{indicators}项、已报{told_of}项。"
    )


def _heard(one: Grounds) -> Iterator[str]:
    if one.shown_at:
        yield f"{one.shown_at[:16]}送核对表。"
    for answer in one.answers:
        when = f"，{answer.told_at}" if answer.told_at else ""
        yield f"{answer.answer}（{answer.by_whom}{when}）"
    if one.shown_at and not one.answers:
        yield "尚未回复核对意见。"
