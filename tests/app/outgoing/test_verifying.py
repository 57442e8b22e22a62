"""核对表: a unit sees what will be said of it, nothing of others, and its answer is kept."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from peidang.app.month import undoing
from peidang.app.outgoing import verifying
from peidang.app.papers import drafting, reporting
from peidang.domain.errors import NotFound, Refused
from peidang.reports.draft import draft_paper
from peidang.reports.paper import paper_text
from tests.app import bureau
from tests.app.office import FARMING, FINANCE, WATER, Office
from tests.app.plan_texts import BUREAUS, OWN_UNIT, SHARED_BY_THREE

LATE = date(2025, 10, 28)


def sheet(office: Office, unit: str, folder: Path) -> str:
    made = verifying.verification_sheet(
        office.store, office.plan_id, office.period_id, office.unit_id(unit), folder, LATE
    )
    document = docx.Document(io.BytesIO(made.path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def draft(office: Office) -> str:
    summary = reporting.month_summary(office.store, office.plan_id, office.period_id, LATE)
    return paper_text(draft_paper(summary))


def test_it_shows_the_units_rows_with_its_own_words_and_lights(office: Office, tmp_path: Path) -> None:
    office.take(bureau.fill_all(office.requests()[WATER]))
    told = sheet(office, WATER, tmp_path)
    for serial in bureau.serials(office.requests()[WATER]):
        assert f"第{serial}项已办结。" in told
    assert "● 达到序时" in told
    assert "□ 属实" in told


def test_it_says_of_a_silent_unit_what_the_draft_will_say_and_names_no_other(
    office: Office, tmp_path: Path
) -> None:
    told = sheet(office, WATER, tmp_path)
    assert f"逾期未报的单位{len(BUREAUS)}家" in draft(office)
    assert f"逾期未报的单位{len(BUREAUS)}家（〔其他单位〕、{WATER}" in told
    shared = {WATER, OWN_UNIT}
    assert [unit for unit in BUREAUS if unit in told and unit not in shared] == []


def test_every_sentence_it_shows_stands_in_the_draft(office: Office, tmp_path: Path) -> None:
    requests = office.requests()
    for unit in (WATER, FARMING):
        office.take(
            bureau.fill(requests[unit], {SHARED_BY_THREE: {**bureau.STARTED, "存在问题": f"{unit}缺2人。"}})
        )
    sheet(office, WATER, tmp_path)
    (kept,) = verifying.verifications(office.store, office.period_id)
    assert f"{WATER}缺2人。" in kept.shown
    assert f"{WATER}：已完成选址2处。" in kept.shown
    assert f"{FARMING}缺2人。" not in kept.shown
    for line in kept.shown.splitlines():
        said = line.partition("：")[2]
        pieces = [part for part in said.replace("……", "〔〕").split("〔") for part in part.split("〕")]
        whole = draft(office)
        assert all(piece in whole for piece in pieces if piece not in ("其他单位", "")), line


def test_the_answer_is_kept_with_who_gave_it_and_can_be_withdrawn(office: Office) -> None:
    unit_id = office.unit_id(FINANCE)
    batch = verifying.record_verification(
        office.store, office.period_id, unit_id, "有出入：第4行应为3处", "示例甲", "2025-10-28"
    )
    (kept,) = verifying.verifications(office.store, office.period_id)
    assert (kept.unit_id, kept.answer, kept.by_whom) == (unit_id, "有出入：第4行应为3处", "示例甲")
    undoing.undo(office.store, batch)
    assert verifying.verifications(office.store, office.period_id) == ()


def test_an_answer_of_nobody_is_no_answer(office: Office) -> None:
    with pytest.raises(Refused):
        verifying.record_verification(office.store, office.period_id, office.unit_id(WATER), "属实", " ")
    with pytest.raises(NotFound):
        verifying.record_verification(office.store, office.period_id, "nobody", "属实", "示例甲")


def test_it_shows_the_sentences_as_the_office_worded_them(office: Office, tmp_path: Path) -> None:
    drafting.edit_paragraph(
        office.store,
        office.plan_id,
        office.period_id,
        "problems.late",
        f"{WATER}至今没有报送，要求三日内补报。",
        LATE,
    )
    assert f"{WATER}至今没有报送，要求三日内补报。" in sheet(office, WATER, tmp_path)
