"""自动成稿, 印发, 重印, 更正: the papers of a period, made from its summary; once issued, frozen with their bytes."""

import dataclasses
import io
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peidang.app.month.correcting import end_correction, is_correcting
from peidang.app.month.months import load_month, rules_in
from peidang.app.month.showing import month_content, show
from peidang.app.outgoing.guarding import Allowed
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.papers.corrections import ONLY_KIND, corrections, newest_issue
from peidang.app.papers.draft_marks import mark_draft
from peidang.app.papers.drafting import Draft, corrected_draft, draft, draft_of, text_of
from peidang.app.papers.grounds import unverified
from peidang.app.papers.house import issue_number, style_of
from peidang.app.papers.list_numbers import list_gaps
from peidang.app.papers.paper_cover import cover_warnings
from peidang.app.papers.signatures import newest_signature
from peidang.app.plan import closing
from peidang.app.views import PaperResult
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.edits import EditState, State, wrong_numbers
from peidang.domain.errors import NotFound, Refused, StoreInUse
from peidang.domain.periods import Period
from peidang.domain.summary import Summary, summarise
from peidang.reports.paper import Paper, Paragraph, Run, paper_text
from peidang.reports.pdf import PdfFacts, render_pdf
from peidang.reports.proof import check_papers
from peidang.reports.row_columns import available_heads
from peidang.reports.typefaces import UsedFont
from peidang.reports.word import DocxFacts, render_docx
from peidang.reports.workbook import WorkbookFacts, write_workbook

EXCEL, PDF, WORD = "Excel", "PDF", "Word"
WHAT = {".xlsx": EXCEL, ".pdf": PDF, ".docx": WORD}


@dataclass(frozen=True)
class _Paper:
    name: str
    what: str
    data: bytes
    text: str = ""


@dataclass(frozen=True)
class _Made:
    """Papers in memory, and what was measured on them."""

    papers: tuple[_Paper, ...]
    rows: int
    drawn: int
    pages: int
    fonts: tuple[str, ...]
    missing: tuple[str, ...]
    allowed: Allowed | None = None
    warnings: tuple[str, ...] = ()


def month_summary(store: Store, plan_id: str, period_id: str, today: date) -> Summary:
    """The summary of a period by the plan's rules."""
    month = load_month(store, plan_id, period_id)
    return summarise(month, rules_in(store, month.period)[1], today)


def make_report(
    store: Store,
    plan_id: str,
    period_id: str,
    out_dir: Path,
    today: date,
    xlsx: bool = True,
    pdf: bool = True,
    docx: bool = True,
    columns: Sequence[str] | None = None,
    rows: Collection[str] | None = None,
    kind: str = "",
    unit_id: str | None = None,
    mark: bool = False,
) -> PaperResult:
    """Write a period's papers into a folder, by default of the plan's usual kind.

    Of an issued period come the very papers that were issued, unless another kind is named; while it is being corrected
    (更正), and something was changed, the paper as it would be issued anew. With ``mark`` the draft
    is remembered as put out, so that can be told what changed since. ``columns`` (heads) and ``rows`` (ids) choose what the
    workbook's 进展情况表 shows (导出当前所见). Raises Refused for a column that is not known, and what ``drafting.draft``
    raises.
    """
    if _was_issued_as(store, period_id, kind):
        if columns is not None or rows is not None:
            raise Refused("chosen-after-issue")
        mended = _correction(store, plan_id, period_id) if is_correcting(store, period_id) else None
        if mended is None or not mended[1]:
            return reprint(store, period_id, out_dir)
        return _written(_make(store, mended[0], xlsx=xlsx, pdf=pdf, docx=docx, changes=mended[1]), out_dir)
    drafted = draft(store, plan_id, period_id, today, kind, unit_id)
    for head in columns or ():
        if head not in available_heads(drafted.summary):
            raise Refused("no-such-column", head)
    made = _make(store, drafted, xlsx=xlsx, pdf=pdf, docx=docx, columns=columns, rows=rows)
    written = _written(made, out_dir)
    if mark:
        with suppress(StoreInUse, Refused):  # a store that is only looked at remembers nothing
            mark_draft(store, drafted)
    return written


def _was_issued_as(store: Store, period_id: str, kind: str) -> bool:
    """True when the period's issued papers are those that are asked for: of this kind, or none is named."""
    issues = store.papers.issues(period_id)
    return bool(issues) and kind in ("", issues[-1].paper or ONLY_KIND)


def issue(
    store: Store,
    plan_id: str,
    period_id: str,
    out_dir: Path,
    today: date,
    correct: bool = False,
    kind: str = "",
) -> PaperResult:
    """印发: freeze a period's data, rules and papers, and write the papers into a folder.

    The kind is the plan's usual one; of a correction that of the issue.

    With ``correct`` (更正) an issued period gets a further version whose paper names what was and what is. Raises
    Refused when the period is issued already, is not yet, or has nothing to correct, and when this office does not
    coordinate the plan.
    """
    period = store.months.get(period_id)
    if period.issued and not correct:
        raise Refused("issued", period.span.label)
    if correct and not period.issued:
        raise Refused("not-issued", period.span.label)
    if not store.plans.get(plan_id).coordinates:
        raise Refused("not-coordinator", period.span.label)
    with store.transaction():
        month = load_month(store, plan_id, period_id, late=False)
        changes: tuple[str, ...] = ()
        if correct:
            drafted, changes = _correction(store, plan_id, period_id)
            if not changes:
                raise Refused("nothing-to-correct", period.span.label)
        else:
            summary = summarise(month, rules_in(store, period)[1], today)
            drafted = draft_of(store, month, summary, kind)
        if style_of(store, plan_id).kinds[drafted.kind].about != "plan":
            raise Refused("no-such-kind", drafted.kind)
        made = _make(store, drafted, changes=changes)
        _freeze(store, month, drafted, made, changes)
        end_correction(store, period_id)
        _note_signature(store, period_id)
        mark_draft(store, drafted)
        what = "更正" if correct else "印发"
        store.batches.log(
            what,
            period.span.label,
            plan_id=plan_id,
            period_id=period_id,
            facts={"files": [paper.name for paper in made.papers]},
        )
        return _written(made, out_dir)


def _freeze(store: Store, month: Month, drafted: Draft, made: _Made, changes: Sequence[str]) -> None:
    """Keep a month's data, rules, texts and papers as they are issued."""
    period = month.period
    data = show(store, month.plan.id, period.span.key)["plans"][0] | {"months": [month_content(month)]}
    frozen = {
        "data": data,
        "figures": {key: str(one.value) for key, one in drafted.summary.figures.items()},
        "number": issue_number(store, period),
    }
    store.papers.add_issue(
        period.id,
        _kept_rules(store, period),
        json.dumps(frozen, ensure_ascii=False),
        [(paper.name, store.returns.keep_bytes(paper.data)) for paper in made.papers],
        changes,
        drafted.kind,
        json.dumps({one.place: one.text for one in drafted.paragraphs}, ensure_ascii=False),
    )


def reprint(store: Store, period_id: str, out_dir: Path, number: int | None = None) -> PaperResult:
    """Write the papers of an issued period again, byte for byte: the newest, or an earlier one by its number.

    Number 1 is the issue, later ones are 更正. Raises Refused when the period was not issued, and NotFound for a
    number there is none of.
    """
    period = store.months.get(period_id)
    chosen = newest_issue(store, period_id)
    if number is not None:
        known = {one.number: one for one in store.papers.issues(period_id)}
        if number not in known:
            raise NotFound(f"{period.span.label}的印发版本", f"第{number}版")
        chosen = known[number]
    papers = tuple(
        _Paper(name, WHAT[Path(name).suffix], store.returns.bytes_of(digest)) for name, digest in chosen.files
    )
    rows = len(json.loads(chosen.summary)["data"]["rows"])
    return _written(_Made(papers, rows, rows, 0, (), ()), out_dir)


def _note_signature(store: Store, period_id: str) -> None:
    """What was registered of the signed paper before the issue belongs to it."""
    signed = newest_signature(store, period_id)
    if signed is not None:
        store.papers.set_signed(
            store.papers.issues(period_id)[-1].id,
            signed.document_number,
            signed.signed_by,
            signed.signed_on,
            signed.sha256,
        )


def _correction(store: Store, plan_id: str, period_id: str) -> tuple[Draft, tuple[str, ...]]:
    """The paper of an issued period as it would be issued anew, and what it says otherwise."""
    drafted = corrected_draft(store, plan_id, period_id)
    texts = {one.place: one.text for one in drafted.paragraphs}
    return drafted, corrections(store, plan_id, period_id, texts)


def _kept_rules(store: Store, period: Period) -> int:
    """The number of the rule sheet the issue rests on; the starting rules are kept with the first issue."""
    number, rules = rules_in(store, period)
    return number or store.papers.add_rule_sheet(period.plan_id, rules.to_json())


def _make(
    store: Store,
    drafted: Draft,
    *,
    xlsx: bool = True,
    pdf: bool = True,
    docx: bool = True,
    columns: Sequence[str] | None = None,
    rows: Collection[str] | None = None,
    changes: Sequence[str] = (),
) -> _Made:
    made_at = datetime.fromisoformat(store.now()).replace(microsecond=0)
    summary = drafted.summary
    name = _name_of(store, drafted)
    called = style_of(store, summary.plan.id).kinds[drafted.kind].called
    paper = _with_corrections(drafted.paper, changes)
    papers: list[_Paper] = []
    sheets: WorkbookFacts | None = None
    pages: PdfFacts | None = None
    words: DocxFacts | None = None
    if xlsx:
        out = io.BytesIO()
        sheets = write_workbook(summary, out, made_at, paper, columns, rows, corrected=bool(changes))
        papers.append(
            _Paper(
                name.format(f"进展情况表{'' if sheets.whole else '（部分任务）'}") + ".xlsx",
                EXCEL,
                out.getvalue(),
            )
        )
    if pdf:
        out = io.BytesIO()
        pages = render_pdf(paper, out, made_at)
        papers.append(_Paper(name.format(called) + ".pdf", PDF, out.getvalue(), paper_text(paper)))
    if docx:
        out = io.BytesIO()
        words = render_docx(paper, out, made_at)
        papers.append(_Paper(name.format(called) + ".docx", WORD, out.getvalue()))
    check_papers(summary, paper, pages, sheets, words)
    return _Made(
        tuple(papers),
        rows=len(summary.rows),
        drawn=pages.rows_drawn - (paper.data_rows - len(summary.rows)) if pages else len(summary.rows),
        pages=pages.pages if pages else 0,
        fonts=tuple(dict.fromkeys(map(_font_words, pages.fonts))) if pages else (),
        missing=pages.missing if pages else (),
        allowed=Allowed(people=frozenset({paper.author, *(unit.name for unit in summary.plan.units)})),
        warnings=tuple(warnings_of(store, drafted)),
    )


def warnings_of(store: Store, drafted: Draft) -> Iterator[str]:
    """What a person should look at before the paper goes out."""
    for one in drafted.unsettled:
        where = f"“{one.under}”" if one.under else "标题和导语"
        yield f"{where}有改过的段落与现在的数据不一致，请处理：{text_of(one)[:60]}"
    yield from _told_otherwise(drafted)
    yield from list_gaps(drafted.paragraphs)
    for gone in drafted.gone:
        yield f"有改过的段落在现稿中已没有位置，没有印出：{gone.text[:60]}"
    names = () if drafted.unit_id else unverified(store, drafted)
    if names:
        yield f"以下单位被点名而没有核对意见：{'、'.join(names)}"
    summary = drafted.summary
    yield from cover_warnings(store, summary.plan.id, drafted.paper, summary.today)
    summary = drafted.summary
    if summary.plan.coordinates:
        yield from closing.told(store, summary.plan.id, summary.period.id, summary.today)


def _told_otherwise(drafted: Draft) -> Iterator[str]:
    """Own words that agree with the draft they were made from, but give one of its figures otherwise."""
    for one in drafted.paragraphs:
        if one.state is State.SAME:
            for said, true in wrong_numbers(EditState(one.text, State.SAME), one.drafted_pieces):
                where = f"“{one.under}”" if one.under else "标题和导语"
                yield f"{where}改过的段落写“{said}”，数据为“{true}”，请核对：{one.text[:40]}"


def _name_of(store: Store, drafted: Draft) -> str:
    """2025年10月{}, so that neither another plan's paper nor the one that is corrected is written over."""
    summary = drafted.summary
    unit = f"{file_part(summary.plan.unit(drafted.unit_id).name)}_" if drafted.unit_id else ""
    issues = len(store.papers.issues(summary.period.id))
    correction = f"（更正{issues}）" if issues else ""
    plan = f"{file_part(summary.plan.title)}_" if len(store.plans.heads()) > 1 else ""
    return f"{plan}{unit}{summary.period.span.label}{{}}{correction}"


def _font_words(font: UsedFont) -> str:
    return f"{font.name}（{'本机' if font.installed else '自带'}）"


def _with_corrections(paper: Paper, changes: Sequence[str]) -> Paper:
    """更正说明 before the text: what was printed, and what is right."""
    if not changes:
        return paper
    lines = ("更正说明：本期印发后更正以下内容，原件同时作废。", *changes)
    return dataclasses.replace(paper, blocks=(*(Paragraph((Run(line),)) for line in lines), *paper.blocks))


def _written(made: _Made, out_dir: Path) -> PaperResult:
    files = write_files(
        [NewFile(out_dir / one.name, one.what, one.data, made.allowed, one.text) for one in made.papers]
    )
    return PaperResult(files, made.rows, made.drawn, made.pages, made.fonts, made.missing, made.warnings)
