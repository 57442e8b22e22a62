"""更正 as a state: begun, edited with undo, told old → new, issued anew or dropped; what was issued stays meanwhile."""

from datetime import date

import openpyxl
import pytest

from peidang.app.month import entering, undoing
from peidang.app.month.correcting import begin_correction, drop_correction, is_correcting
from peidang.app.papers import drafting, reporting
from peidang.app.papers.corrections import corrections
from peidang.app.papers.paper_desk import paper_desk
from peidang.domain.errors import Refused
from peidang.domain.labels import Field, Light
from tests.app import bureau
from tests.app.office import FARMING, MONTH, WATER, Office

AFTER = date(2025, 11, 3)


@pytest.fixture
def issued(office: Office) -> Office:
    """A month with some answers, issued; its correction begun."""
    office.take(bureau.fill_all(office.requests()[FARMING]))
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", AFTER)
    begin_correction(office.store, office.period_id)
    return office


def told(office: Office) -> tuple[str, ...]:
    return corrections(office.store, office.plan_id, office.period_id)


def type_progress(office: Office, text: str, unit: str = FARMING, row: int = 2) -> int:
    cell = {(office.row_id(row), Field.PROGRESS): text}
    return entering.enter(office.store, office.period_id, office.unit_id(unit), cell)


def test_an_open_month_has_nothing_to_be_corrected(office: Office) -> None:
    with pytest.raises(Refused, match="not-issued"):
        begin_correction(office.store, office.period_id)
    with pytest.raises(Refused, match="not-correcting"):
        drop_correction(office.store, office.period_id)


def test_every_own_error_can_be_mended_and_is_told(issued: Office) -> None:
    row = issued.row_id(2)
    assert told(issued) == ()
    type_progress(issued, "已开工，完成基础施工。")
    entering.rule_light(issued.store, issued.period_id, row, Light.BEHIND, "核实")
    entering.word_row(issued.store, issued.period_id, row, "本行统稿。")
    drafting.word_section(issued.store, issued.period_id, section(issued), "本章统稿。")
    drafting.edit_paragraph(
        issued.store, issued.plan_id, issued.period_id, "next.keep_on", "一抓到底。", AFTER
    )
    words = told(issued)
    assert len(words) == 5
    assert words[0].endswith("更正为“已开工，完成基础施工。”"), "a quoted full stop is enough"
    assert any(one.startswith("文稿一段：原为") for one in words)
    made = reporting.issue(
        issued.store, issued.plan_id, issued.period_id, issued.folder / "更正", AFTER, correct=True
    )
    assert not is_correcting(issued.store, issued.period_id)
    kept = issued.store.papers.issues(issued.period_id)[-1].corrections
    assert len(kept) == 5
    assert any("更正为“一抓到底。”" in one for one in kept)
    assert all("（更正1）" in one.path.name for one in made.files)
    (book,) = [one.path for one in made.files if one.path.suffix == ".xlsx"]
    assert "更正后重新印发，原件同时作废" in openpyxl.load_workbook(book)["进展情况表"]["A2"].value
    with pytest.raises(Refused, match="issued"):
        type_progress(issued, "又改")


def section(office: Office) -> str:
    plan = office.store.plans.get(office.plan_id)
    return plan.row(office.row_id(2)).section


def test_undo_works_until_the_correction_is_issued(issued: Office) -> None:
    first, second = type_progress(issued, "改一。"), type_progress(issued, "改二。")
    undoing.undo(issued.store, second)
    assert "更正为“改一。”" in told(issued)[0]
    reporting.issue(
        issued.store, issued.plan_id, issued.period_id, issued.folder / "更正", AFTER, correct=True
    )
    with pytest.raises(Refused, match="batch-after-issue"):
        undoing.undo(issued.store, first)
    begin_correction(issued.store, issued.period_id)
    with pytest.raises(Refused, match="batch-after-issue"):
        undoing.undo(issued.store, first)


def test_what_stood_before_the_issue_is_not_undone_by_a_correction(issued: Office) -> None:
    received = issued.store.batches.all("receive")[-1]
    with pytest.raises(Refused, match="batch-after-issue"):
        undoing.undo(issued.store, received.id)


def test_a_correction_that_is_dropped_leaves_everything_as_issued(issued: Office) -> None:
    before = issued.show()
    type_progress(issued, "改一。")
    entering.rule_light(issued.store, issued.period_id, issued.row_id(2), Light.BEHIND, "核实")
    assert drop_correction(issued.store, issued.period_id) == 2
    assert issued.show() == before
    with pytest.raises(Refused, match="issued"):
        type_progress(issued, "又改")
    reporting.reprint(issued.store, issued.period_id, issued.folder / "重印")
    first = {path.name: path.read_bytes() for path in (issued.folder / "印发").iterdir()}
    again = {path.name: path.read_bytes() for path in (issued.folder / "重印").iterdir()}
    assert first == again


def test_the_issued_papers_come_out_until_something_was_changed(issued: Office) -> None:
    def printed(folder: str) -> list[str]:
        made = reporting.make_report(
            issued.store,
            issued.plan_id,
            issued.period_id,
            issued.folder / folder,
            AFTER,
            xlsx=False,
            docx=False,
        )
        return [one.path.name for one in made.files]

    assert len(printed("一")) == 3
    type_progress(issued, "改一。")
    assert printed("二") == ["2025年10月进展情况通报（更正1）.pdf"]
    made = reporting.reprint(issued.store, issued.period_id, issued.folder / "三")
    assert len(made.files) == 3


def test_what_came_late_is_shown_apart_until_it_is_taken_into_the_correction(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", AFTER)
    cell = next(row.serial for row in office.store.plans.get(office.plan_id).rows_of(office.unit_id(WATER)))
    office.take(bureau.fill_all(requests[WATER], "迟到的进展"), month=MONTH)
    begin_correction(office.store, office.period_id)
    late = office.entry(cell, WATER)[Field.PROGRESS.value]
    assert late
    assert told(office) == ()
    assert type_progress(office, late, WATER, cell)
    assert len(told(office)) == 1


def test_the_draft_is_the_paper_that_was_issued_with_its_numbers_mended(issued: Office) -> None:
    type_progress(issued, "改一。")
    stands = paper_desk(issued.store, issued.plan_id, issued.period_id, date(2025, 12, 1))
    assert stands.draft.summary.today == issued_on(issued)
    assert stands.draft.kind == "通报"


def issued_on(office: Office) -> date:
    return date.fromisoformat(office.store.papers.issues(office.period_id)[0].made_at[:10])
