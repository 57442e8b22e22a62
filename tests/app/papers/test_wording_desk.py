"""统稿 page: beside the units' originals stands what earlier periods said of the row; the year's paper takes it up."""

from datetime import date

from peidang.app.month import entering, months
from peidang.app.papers import drafting, reporting, wording_desk
from peidang.domain.labels import Field
from tests.app import bureau
from tests.app.office import FARMING, Office
from tests.app.papers.test_drafting import DAY, edit

NOVEMBER = date(2025, 11, 28)


def next_month(office: Office) -> str:
    """October is issued, November opened."""
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
    return months.open_month(office.store, office.plan_id, "2025-11").id


def test_a_row_shows_what_earlier_months_said_of_it(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    row = office.row_id(2)
    made = drafting.draft(office.store, office.plan_id, office.period_id, DAY)
    place = next(one.place for one in made.paragraphs if one.place.endswith(f".row.{row}"))
    edit(office, place, "2.领导改过的话。")
    entering.word_row(office.store, office.period_id, row, "十月统稿。")
    november = next_month(office)
    cell = {(row, Field.PROGRESS): "十一月进展1项。"}
    entering.enter(office.store, november, office.unit_id(FARMING), cell)
    items = wording_desk.wording_items(office.store, office.plan_id, november, NOVEMBER)
    (item,) = [one for one in items if one.key == (wording_desk.ROW, row)]
    told = [(one.period, one.what, one.unit, one.text) for one in item.earlier]
    assert told == [
        ("2025年10月", "统稿", "", "十月统稿。"),
        ("2025年10月", "印发稿", "", "2.领导改过的话。"),
        ("2025年10月", "单位原文", FARMING, "第2项已办结。"),
    ]
    assert item.printed == "十一月进展1项。", "nothing of it is printed by itself"


def test_a_section_shows_how_it_was_worded(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    section = office.store.plans.get(office.plan_id).rows[1].section
    drafting.word_section(office.store, office.period_id, section, "十月整节统稿。")
    november = next_month(office)
    cell = {(office.row_id(2), Field.PROGRESS): "十一月进展1项。"}
    entering.enter(office.store, november, office.unit_id(FARMING), cell)
    items = wording_desk.wording_items(office.store, office.plan_id, november, NOVEMBER)
    (item,) = [one for one in items if one.key == (wording_desk.SECTION, section)]
    assert [(one.what, one.text) for one in item.earlier] == [("统稿", "十月整节统稿。")]


def test_the_years_paper_says_what_the_office_worded_and_when(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    entering.word_row(office.store, office.period_id, office.row_id(2), "建成2处粮库。")
    november = next_month(office)
    made = drafting.draft(office.store, office.plan_id, november, NOVEMBER, kind="年度总结")
    assert any("建成2处粮库（10月情况）。" in one.text for one in made.paragraphs)
    month = drafting.draft(office.store, office.plan_id, november, NOVEMBER)
    assert not any("建成2处粮库" in one.text for one in month.paragraphs)
