"""The office's own words stand in PDF, Word and Excel alike; kinds, warnings, what an issue keeps."""

import io
import json
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from openpyxl import load_workbook

from peidang.app.month import entering
from peidang.app.outgoing import verifying
from peidang.app.papers import draft_marks, drafting, house, reporting, signatures
from peidang.app.views import PaperResult
from peidang.domain.errors import Refused
from peidang.domain.labels import Field
from tests.app import bureau
from tests.app.office import FARMING, WATER, Office
from tests.app.papers.test_drafting import DAY, at, edit

AFTER = date(2025, 11, 3)


def made(office: Office, day: date = DAY, **options: object) -> PaperResult:
    return reporting.make_report(
        office.store,
        office.plan_id,
        office.period_id,
        office.folder / "报告",
        day,
        **options,  # type: ignore[arg-type]
    )


def words(result: PaperResult, ending: str) -> str:
    """All text of a paper, without blanks and line ends."""
    path = next(one.path for one in result.files if one.path.suffix == ending)
    data = path.read_bytes()
    if ending == ".pdf":
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    elif ending == ".docx":
        text = "".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)
    else:
        book = load_workbook(io.BytesIO(data))
        text = "".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)
    return "".join(text.split())


def test_own_words_stand_in_the_pdf_and_in_word(office: Office) -> None:
    edit(office, "next.keep_on", "（四）请各单位再接再厉。")
    result = made(office)
    for ending in (".pdf", ".docx"):
        assert "请各单位再接再厉。" in words(result, ending)
    assert any("被点名而没有核对意见" in one for one in result.warnings)


def test_a_number_of_an_edited_sentence_is_traced_in_excel_too(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    text = at(office, "overall.units").drafted.replace("本期应报单位", "这个月要报的单位共")
    edit(office, "overall.units", text)
    assert "这个月要报的单位共" in words(made(office), ".xlsx")


def test_a_stale_own_sentence_is_warned_of(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    edit(office, "overall.units", at(office, "overall.units").drafted.replace("本期", "这个月"))
    office.take(bureau.fill_all(requests[WATER]))
    result = made(office)
    assert any("已报1〔现为2〕家" in one for one in result.warnings)


@pytest.mark.parametrize("kind", ["工作提示", "一单位进展"])
def test_a_paper_about_one_unit_bears_its_name(office: Office, kind: str) -> None:
    office.take(bureau.fill_all(office.requests()[WATER]))
    result = made(office, kind=kind, unit_id=office.unit_id(WATER))
    assert all(WATER in one.path.name for one in result.files)
    assert WATER in words(result, ".pdf")
    assert FARMING not in words(result, ".docx") or kind == "一单位进展"


def test_the_year_is_put_together_of_its_periods(office: Office) -> None:
    result = made(office, kind="年度总结")
    assert "全年共调度1期" in words(result, ".pdf")


def test_an_exported_draft_is_marked_when_asked(office: Office) -> None:
    made(office)
    assert draft_marks.last_mark(office.store, office.period_id, "通报") is None
    made(office, mark=True)
    assert draft_marks.last_mark(office.store, office.period_id, "通报") is not None


def test_an_issue_keeps_kind_texts_number_and_signature(office: Office, tmp_path: Path) -> None:
    scan = tmp_path / "签发件.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    house.keep_kind(office.store, office.plan_id, "工作专班简报")
    house.keep_first_number(office.store, office.plan_id, 2025, 9)
    edit_kind = drafting.edit_paragraph(
        office.store, office.plan_id, office.period_id, "next.keep_on", "请抓紧。", DAY
    )
    assert edit_kind
    signatures.register_signed(office.store, office.period_id, scan, "粮办〔2025〕9号", "王某", AFTER)
    result = reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", AFTER)
    assert any("工作专班简报" in one.path.name for one in result.files)
    (kept,) = office.store.papers.issues(office.period_id)
    assert (kept.paper, kept.document_number, kept.signed_by, kept.signed_on) == (
        "工作专班简报",
        "粮办〔2025〕9号",
        "王某",
        "2025-11-03",
    )
    assert json.loads(kept.summary)["number"] == 9
    assert office.store.returns.bytes_of(kept.signed_copy or "") == scan.read_bytes()
    assert "第9期" in words(result, ".pdf")


def test_a_signed_paper_may_be_registered_after_the_issue(office: Office, tmp_path: Path) -> None:
    scan = tmp_path / "签发件.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", AFTER)
    signatures.register_signed(office.store, office.period_id, scan, "粮办〔2025〕9号", "王某", AFTER)
    assert office.store.papers.issues(office.period_id)[-1].signed_by == "王某"
    with pytest.raises(Refused):
        signatures.register_signed(office.store, office.period_id, scan, " ", "王某", AFTER)


def test_a_correction_takes_over_the_right_numbers_in_own_words(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    edit(office, "overall.units", at(office, "overall.units").drafted.replace("本期", "这个月"))
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
    row = next(r for r in office.store.plans.get(office.plan_id).rows_of(office.unit_id(WATER)))
    entering.enter(
        office.store,
        office.period_id,
        office.unit_id(WATER),
        {(row.id, Field.STATUS): "正常推进", (row.id, Field.PROGRESS): "开工1个项目。"},
        correct=True,
    )
    result = reporting.issue(
        office.store, office.plan_id, office.period_id, office.folder / "更正", DAY, correct=True
    )
    assert "这个月应报单位8家" in words(result, ".docx")
    assert "未报6家" in words(result, ".pdf")
    assert any("不一致" in one for one in result.warnings)


def test_a_paper_about_one_unit_is_not_issued(office: Office) -> None:
    with pytest.raises(Refused):
        reporting.issue(
            office.store, office.plan_id, office.period_id, office.folder / "印发", DAY, kind="年度总结"
        )


def test_a_named_unit_that_was_heard_is_not_warned_of(office: Office) -> None:
    result = made(office, AFTER)
    (before,) = [one for one in result.warnings if "核对意见" in one]
    assert WATER in before
    verifying.record_verification(office.store, office.period_id, office.unit_id(WATER), "属实", "张某")
    (after,) = [one for one in made(office, AFTER).warnings if "核对意见" in one]
    assert WATER not in after


def test_an_issued_month_is_drafted_anew_only_as_another_kind(office: Office) -> None:
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
    first = {one.path.name: one.path.read_bytes() for one in made(office).files}
    again = {one.path.name: one.path.read_bytes() for one in made(office, AFTER, kind="通报").files}
    assert again == first
    other = made(office, kind="进展情况报告")
    assert not {one.path.name for one in other.files if one.path.suffix == ".pdf"} & set(first)
