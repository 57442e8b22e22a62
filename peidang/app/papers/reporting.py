"""自动成稿, 印发, 重印, 更正: the papers of a period, made from its summary; once issued, frozen with their bytes."""

import dataclasses
import io
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peidang.app.month.months import load_month, rules_in
from peidang.app.month.showing import month_content, show
from peidang.app.outgoing.guarding import Allowed
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.papers.corrections import changes_between
from peidang.app.papers.draft_marks import mark_draft
from peidang.app.papers.drafting import Draft, draft, draft_of, text_of
from peidang.app.papers.grounds import unverified
from peidang.app.papers.house import issue_number, style_of
from peidang.app.papers.signatures import newest_signature
from peidang.app.views import PaperResult
from peidang.db.papers import Issue
from peidang.db.store import Store
from peidang.domain.errors import Refused, StoreInUse
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
_ONLY_KIND = "通报"
"""What was issued before there were kinds."""
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

    Of an issued period come the very papers that were issued, unless another kind is named. With ``mark`` the draft
    is remembered as put out, so that can be told what changed since. ``columns`` (heads) and ``rows`` (ids) choose what the
    workbook's 进展情况表 shows (导出当前所见). Raises Refused for a column that is not known, and what ``drafting.draft``
    raises.
    """
    if _was_issued_as(store, period_id, kind):
        if columns is not None or rows is not None:
            raise Refused("chosen-after-issue")
        return reprint(store, period_id, out_dir)
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
    return bool(issues) and kind in ("", issues[-1].paper or _ONLY_KIND)


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
        data = show(store, plan_id, period.span.key)["plans"][0] | {"months": [month_content(month)]}
        corrections = _corrections(store, period, data) if correct else ()
        summary = summarise(month, rules_in(store, period)[1], _issue_day(store, period) or today)
        wanted = (_newest_issue(store, period).paper or _ONLY_KIND) if correct else kind
        drafted = draft_of(store, month, summary, wanted, take_numbers=correct)
        if style_of(store, plan_id).kinds[drafted.kind].about != "plan":
            raise Refused("no-such-kind", drafted.kind)
        made = _make(store, drafted, corrections=corrections)
        files = [(paper.name, store.returns.keep_bytes(paper.data)) for paper in made.papers]
        frozen = {
            "data": data,
            "figures": {key: str(one.value) for key, one in summary.figures.items()},
            "number": issue_number(store, period),
        }
        store.papers.add_issue(
            period_id,
            _kept_rules(store, period),
            json.dumps(frozen, ensure_ascii=False),
            files,
            corrections,
            drafted.kind,
            json.dumps({one.place: one.text for one in drafted.paragraphs}, ensure_ascii=False),
        )
        _note_signature(store, period_id)
        what = "更正" if correct else "印发"
        store.batches.log(
            what,
            period.span.label,
            plan_id=plan_id,
            period_id=period_id,
            facts={"files": [paper.name for paper in made.papers]},
        )
        return _written(made, out_dir)


def reprint(store: Store, period_id: str, out_dir: Path) -> PaperResult:
    """Write the papers of an issued period again, byte for byte. Raises Refused when it was not issued."""
    newest = _newest_issue(store, store.months.get(period_id))
    papers = tuple(
        _Paper(name, WHAT[Path(name).suffix], store.returns.bytes_of(digest)) for name, digest in newest.files
    )
    rows = len(json.loads(newest.summary)["data"]["rows"])
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


def _issue_day(store: Store, period: Period) -> date | None:
    """The day a period was first issued: a correction counts lateness as of then."""
    issues = store.papers.issues(period.id)
    return datetime.fromisoformat(issues[0].made_at).date() if issues else None


def _newest_issue(store: Store, period: Period) -> Issue:
    issues = store.papers.issues(period.id)
    if not issues:
        raise Refused("not-issued", period.span.label)
    return issues[-1]


def _corrections(store: Store, period: Period, data: dict[str, object]) -> tuple[str, ...]:
    before = json.loads(_newest_issue(store, period).summary)["data"]
    found = changes_between(before, data)
    if not found:
        raise Refused("nothing-to-correct", period.span.label)
    return found


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
    corrections: Sequence[str] = (),
) -> _Made:
    made_at = datetime.fromisoformat(store.now()).replace(microsecond=0)
    summary = drafted.summary
    name = _name_of(store, drafted)
    called = style_of(store, summary.plan.id).kinds[drafted.kind].called
    paper = _with_corrections(drafted.paper, corrections)
    papers: list[_Paper] = []
    sheets: WorkbookFacts | None = None
    pages: PdfFacts | None = None
    words: DocxFacts | None = None
    if xlsx:
        out = io.BytesIO()
        sheets = write_workbook(summary, out, made_at, paper, columns, rows)
        papers.append(_Paper(name.format("进展情况表") + ".xlsx", EXCEL, out.getvalue()))
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
        allowed=Allowed(people=frozenset(unit.name for unit in summary.plan.units)),
        warnings=tuple(warnings_of(store, drafted)),
    )


def warnings_of(store: Store, drafted: Draft) -> Iterator[str]:
    """What a person should look at before the paper goes out."""
    for one in drafted.unsettled:
        where = f"“{one.under}”" if one.under else "标题和导语"
        yield f"{where}有改过的段落与现在的数据不一致，请处理：{text_of(one)[:60]}"
    for gone in drafted.gone:
        yield f"有改过的段落在现稿中已没有位置，没有印出：{gone.text[:60]}"
    names = () if drafted.unit_id else unverified(store, drafted)
    if names:
        yield f"以下单位被点名而没有核对意见：{'、'.join(names)}"


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


def _with_corrections(paper: Paper, corrections: Sequence[str]) -> Paper:
    """更正说明 before the text: what was printed, and what is right."""
    if not corrections:
        return paper
    lines = ("更正说明：本期印发后更正以下内容，原件同时作废。", *corrections)
    return dataclasses.replace(paper, blocks=(*(Paragraph((Run(line),)) for line in lines), *paper.blocks))


def _written(made: _Made, out_dir: Path) -> PaperResult:
    files = write_files(
        [NewFile(out_dir / one.name, one.what, one.data, made.allowed, one.text) for one in made.papers]
    )
    return PaperResult(files, made.rows, made.drawn, made.pages, made.fonts, made.missing, made.warnings)
