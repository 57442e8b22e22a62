"""成稿, 印发, 重印, 更正: what was issued stays what it was, and a correction says what was and what is."""

import io
import json
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from peidang.app.month import checking, entering, months, schedule, showing, undoing
from peidang.app.papers import late_notes, reporting
from peidang.app.plan import plans
from peidang.app.returns import deciding
from peidang.app.store import stores
from peidang.domain.errors import Refused
from peidang.domain.labels import Field
from peidang.domain.rule_sheet import DEFAULT_RULES
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, MONTH, TODAY, WATER, Office
from tests.app.plan_texts import OWN_UNIT, water_plan, write_plan

AFTER = date(2025, 11, 3)


def issued(office: Office) -> dict[str, bytes]:
    """The month with some answers, issued."""
    office.take(bureau.fill_all(office.requests()[FARMING]))
    made = reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", AFTER)
    return {one.path.name: one.path.read_bytes() for one in made.files}


def reprinted(office: Office, folder: str = "重印") -> dict[str, bytes]:
    made = reporting.reprint(office.store, office.period_id, office.folder / folder)
    return {one.path.name: one.path.read_bytes() for one in made.files}


def late_return(office: Office) -> bytes:
    """A filled workbook that was sent before the issue."""
    request = office.store.months.requests(office.period_id, office.unit_id(WATER))[-1]
    sent = office.folder / "发出"
    (path,) = [
        one for one in sent.rglob("*.xlsx") if bureau.request_in(one.read_bytes()).token == request.token
    ]
    return bureau.fill_all(path.read_bytes(), "迟到的进展")


def serials(data: bytes) -> list[int]:
    """Whole numbers in column A of the first sheet."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [cell.value for cell in sheet["A"] if isinstance(cell.value, int)]


def test_every_row_is_on_paper_and_in_the_table(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    made = reporting.make_report(
        office.store, office.plan_id, office.period_id, office.folder / "报告", AFTER
    )
    assert (made.rows_expected, made.rows_on_paper, made.missing_characters) == (60, 60, ())
    book = next(one.path for one in made.files if one.path.suffix == ".xlsx")
    assert serials(book.read_bytes()) == list(range(1, 61))


def test_only_the_paper_that_is_wanted_is_made(office: Office) -> None:
    made = reporting.make_report(
        office.store, office.plan_id, office.period_id, office.folder / "报告", AFTER, pdf=False, docx=False
    )
    assert [one.path.suffix for one in made.files] == [".xlsx"]
    made = reporting.make_report(
        office.store, office.plan_id, office.period_id, office.folder / "文稿", AFTER, xlsx=False, pdf=False
    )
    assert [(one.path.suffix, one.what) for one in made.files] == [(".docx", "Word")]


def test_a_reprint_is_the_same_to_the_byte(office: Office) -> None:
    first = issued(office)
    assert sorted(Path(name).suffix for name in first) == [".docx", ".pdf", ".xlsx"]
    assert reprinted(office) == first
    again = reporting.make_report(
        office.store, office.plan_id, office.period_id, office.folder / "再出", AFTER
    )
    assert {one.path.name: one.path.read_bytes() for one in again.files} == first


def test_a_reprint_from_a_copied_store_is_the_same(office: Office, tmp_path: Path) -> None:
    first = issued(office)
    office.store.close()
    copied = Path(shutil.copy(office.store.path, tmp_path / "拷贝.peidang"))
    with stores.open_store(copied) as store:
        made = reporting.reprint(store, office.period_id, tmp_path / "重印")
    assert {one.path.name: one.path.read_bytes() for one in made.files} == first


def test_a_reprint_after_the_rules_changed_is_the_same_and_the_lights_stay(office: Office) -> None:
    first = issued(office)
    before = schedule.schedule_view(office.store, office.plan_id, office.period_id, AFTER)
    stricter = json.loads(json.dumps(DEFAULT_RULES.to_json()).replace('"5"', '"1"'))
    office.store.papers.add_rule_sheet(office.plan_id, stricter)
    assert reprinted(office) == first
    after = schedule.schedule_view(office.store, office.plan_id, office.period_id, AFTER)
    assert [one.light for one in after.indicators] == [one.light for one in before.indicators]
    november = months.open_month(office.store, office.plan_id, "2025-11")
    assert months.rules_in(office.store, november)[0] == 2
    assert months.rules_in(office.store, office.store.months.get(office.period_id))[0] == 1


def test_an_issued_month_is_not_typed_into(office: Office) -> None:
    issued(office)
    cell = {(office.row_id(2), Field.PROGRESS): "改一改。"}
    for act in (
        lambda: entering.enter(office.store, office.period_id, office.unit_id(FARMING), cell),
        lambda: entering.word_row(office.store, office.period_id, office.row_id(2), "改一改。"),
        lambda: entering.rule_light(office.store, office.period_id, office.row_id(2), None, ""),
        office.send,
        lambda: months.open_month(office.store, office.plan_id, MONTH, date(2026, 1, 1)),
        lambda: reporting.issue(office.store, office.plan_id, office.period_id, office.folder, AFTER),
    ):
        before = office.show()
        with pytest.raises(Refused, match="issued"):
            act()
        assert office.show() == before


def test_what_an_issued_month_rests_on_is_not_undone(office: Office) -> None:
    issued(office)
    batch = office.store.batches.all("receive")[0].id
    with pytest.raises(Refused, match="batch-after-issue"):
        undoing.undo(office.store, batch)


def test_a_late_return_is_kept_for_the_ledger_and_not_in_the_papers(office: Office) -> None:
    first = issued(office)
    late = late_return(office)
    told = office.take(late, "迟到.xlsx")
    assert (told.outcome, told.unit) == ("wrong-month", WATER)
    (asked,) = deciding.open_decisions(office.store)
    assert "补报" in asked.choices[0].words
    deciding.decide(office.store, asked.id, "take")
    assert office.entry(2 + 0, FARMING) != {}
    assert {one["unit"] for one in office.show()["plans"][0]["months"][0]["entries"]} == {FARMING, WATER}
    assert reprinted(office) == first


def test_with_its_month_named_a_late_return_is_kept_at_once(office: Office) -> None:
    issued(office)
    told = office.take(late_return(office), month=MONTH)
    assert told.outcome == "taken"
    assert "按补报入账" in told.note


def test_what_comes_late_is_late_whatever_the_clock_says(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(office)
    monkeypatch.setattr(office.store, "_now", lambda: datetime(2025, 1, 1))
    office.take(late_return(office), month=MONTH)
    november = months.open_month(office.store, office.plan_id, "2025-11")
    assert {one.unit for one in late_notes.late_for(office.store, november).notes} == {WATER}
    printed = months.load_month(office.store, office.plan_id, office.period_id, late=False)
    assert all(unit != office.unit_id(WATER) for _, unit in printed.entries)


def test_next_month_starts_from_what_came_late(office: Office) -> None:
    issued(office)
    office.take(late_return(office), month=MONTH)
    november = months.open_month(office.store, office.plan_id, "2025-11")
    office.period_id = november.id
    sent = office.requests()[WATER]
    serial = next(n for n in bureau.serials(sent) if n != 7)
    assert "迟到的进展" in bureau.seen(sent, serial, "上月进展")


def test_there_is_nothing_to_correct_before_something_changed(office: Office) -> None:
    with pytest.raises(Refused, match="not-issued"):
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder, AFTER, correct=True)
    issued(office)
    with pytest.raises(Refused, match="nothing-to-correct"):
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder, AFTER, correct=True)


def test_a_correction_names_what_was_and_what_is(office: Office) -> None:
    first = issued(office)
    cell = {(office.row_id(2), Field.PROGRESS): "更正后的进展。"}
    entering.enter(office.store, office.period_id, office.unit_id(FARMING), cell, correct=True)
    made = reporting.issue(
        office.store, office.plan_id, office.period_id, office.folder / "印发", AFTER, correct=True
    )
    (line,) = office.store.papers.issues(office.period_id)[-1].corrections
    assert all(part in line for part in ("第2行", FARMING, "进展情况", "第2项已办结。", "更正后的进展。"))
    corrected = {one.path.name: one.path.read_bytes() for one in made.files}
    assert not corrected.keys() & first.keys(), "the papers that were issued stay beside the corrected ones"
    assert all((office.folder / "印发" / name).read_bytes() == data for name, data in first.items())
    assert reprinted(office) == corrected


def test_what_came_late_is_no_correction(office: Office) -> None:
    issued(office)
    office.take(late_return(office), month=MONTH)
    with pytest.raises(Refused, match="nothing-to-correct"):
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder, AFTER, correct=True)
    cell = {(office.row_id(2), Field.PROGRESS): "更正后的进展。"}
    entering.enter(office.store, office.period_id, office.unit_id(FARMING), cell, correct=True)
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder, AFTER, correct=True)
    newest = office.store.papers.issues(office.period_id)[-1]
    assert len(newest.corrections) == 1
    assert "迟到的进展" not in newest.summary


def test_an_issue_whose_papers_cannot_be_written_did_not_happen(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "印发"
    (target / "2025年10月进展情况通报.pdf" / "占位").mkdir(parents=True)
    with pytest.raises(Refused, match="output-exists"):
        reporting.issue(office.store, office.plan_id, office.period_id, target, AFTER)
    assert not office.store.months.get(office.period_id).issued
    assert [path.name for path in target.iterdir()] == ["2025年10月进展情况通报.pdf"]


def test_what_was_not_issued_is_not_reprinted(office: Office) -> None:
    with pytest.raises(Refused, match="not-issued"):
        reprinted(office)


def test_papers_of_two_plans_in_one_folder_do_not_overwrite_each_other(office: Office) -> None:
    other = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"), OWN_UNIT)
    period = months.open_month(office.store, other, MONTH)
    folder = office.folder / "报告"
    first = reporting.make_report(office.store, office.plan_id, office.period_id, folder, AFTER)
    second = reporting.make_report(office.store, other, period.id, folder, AFTER)
    assert len({one.path for one in (*first.files, *second.files)}) == 6
    assert serials(second.files[0].path.read_bytes()) == [1, 2, 3, 4]


def test_a_locked_cell_that_came_back_changed_is_found_until_a_good_file_comes(office: Office) -> None:
    good = bureau.fill_all(office.requests()[FARMING])
    office.take(bureau.fill(good, {2: {"主要任务": "改过的任务"}}), "改过.xlsx")
    (found,) = checking.check_files(office.store, office.period_id)
    assert (found.code, found.unit, found.file.endswith("改过.xlsx")) == (
        "locked-cell-changed",
        FARMING,
        True,
    )
    office.take(bureau.fill(good, {2: {"进展情况": "另一句话，办结2项。"}}), "再报.xlsx")
    assert checking.check_files(office.store, office.period_id) == ()


def test_an_issued_month_shows_that_it_is(office: Office) -> None:
    issued(office)
    assert showing.show(office.store)["plans"][0]["months"][0]["issued"] is True


def test_what_was_explained_is_no_open_finding(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {4 + 5: {**STARTED, "完成状态": "正常推进"}}))
    found = checking.check(office.store, office.plan_id, office.period_id, TODAY)
    one = next(each for each in found if each.unit_id == office.unit_id(FARMING))
    entering.explain(
        office.store,
        office.period_id,
        one.unit_id,
        one.item_id,
        one.code,
        "电话核实：李科长，10月23日，月底补报。",
    )
    after = checking.check(office.store, office.plan_id, office.period_id, TODAY)
    assert (one.item_id, one.code) not in {
        (each.item_id, each.code) for each in after if each.unit_id == one.unit_id and each.field == one.field
    }
