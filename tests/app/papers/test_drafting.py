"""成稿: the office's own words stand through late returns; moved numbers are marked, accepted, kept or rewritten."""

from datetime import date

import pytest

from peidang.app.month import entering, undoing
from peidang.app.papers import draft_marks, drafting, house, reporting
from peidang.domain.edits import State
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import Field
from peidang.reports.quoting import bare_heading
from tests.app import bureau
from tests.app.office import FARMING, WATER, Office

DAY = date(2025, 10, 28)


def drafted(office: Office, **options: str) -> drafting.Draft:
    return drafting.draft(office.store, office.plan_id, office.period_id, DAY, **options)


def at(office: Office, place: str) -> drafting.DraftParagraph:
    return next(one for one in drafted(office).paragraphs if one.place == place)


def edit(office: Office, place: str, text: str) -> int:
    return drafting.edit_paragraph(office.store, office.plan_id, office.period_id, place, text, DAY)


def settle(office: Office, place: str, how: str) -> int:
    return drafting.settle_paragraph(office.store, office.plan_id, office.period_id, place, how, DAY)


def own_words(office: Office) -> str:
    """The paragraph on units, in the office's own words."""
    text = at(office, "overall.units").drafted.replace("本期应报单位", "这个月要报的单位共")
    edit(office, "overall.units", text)
    return text


def test_own_words_stand_when_a_late_return_moves_a_number(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    text = own_words(office)
    assert at(office, "overall.units").state is State.SAME
    office.take(bureau.fill_all(requests[WATER]))
    stands = at(office, "overall.units")
    assert (stands.state, stands.text) == (State.MOVED, text)
    assert ("1", "2") in [(one.old, one.new) for one in stands.moved]
    assert "已报1〔现为2〕家" in drafting.text_of(stands)


@pytest.mark.parametrize(
    ("how", "said", "state"),
    [("accept", "已报2家", State.SAME), ("keep", "已报1家", State.SAME), ("rewrite", "已报2家", None)],
)
def test_moved_numbers_are_settled(office: Office, how: str, said: str, state: State | None) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    own_words(office)
    office.take(bureau.fill_all(requests[WATER]))
    settle(office, "overall.units", how)
    stands = at(office, "overall.units")
    assert said in stands.text
    assert (stands.state, stands.moved) == (state, ())
    assert ("这个月" in stands.text) == (how != "rewrite")


def test_rewording_meanwhile_keeps_the_marks(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    text = own_words(office)
    office.take(bureau.fill_all(requests[WATER]))
    edit(office, "overall.units", text.replace("这个月要报", "十月份要报"))
    assert at(office, "overall.units").state is State.MOVED
    edit(office, "overall.units", text.replace("已报1家", "已报2家").replace("未报", "没有报"))
    assert {one.ref for one in at(office, "overall.units").moved} == {"units.late", "units.unreported"}


def test_an_edit_is_one_step_back(office: Office) -> None:
    batch = edit(office, "next.keep_on", "请各单位抓紧。")
    assert at(office, "next.keep_on").text == "请各单位抓紧。"
    undoing.undo(office.store, batch)
    assert at(office, "next.keep_on").state is None


def test_the_drafted_text_returns_to_the_draft_and_no_text_takes_it_out(office: Office) -> None:
    edit(office, "next.keep_on", "")
    assert "next.keep_on" not in {block.place for block in drafted(office).paper.blocks}
    edit(office, "next.keep_on", at(office, "next.keep_on").drafted)
    assert at(office, "next.keep_on").state is None


def test_several_paragraphs_may_stand_for_one(office: Office) -> None:
    edit(office, "opening", "第一段。\n第二段。")
    places = [block.place for block in drafted(office).paper.blocks]
    assert places[:2] == ["opening", "opening~2"]


def test_own_words_of_a_paragraph_that_is_gone_are_kept_and_told(office: Office) -> None:
    requests = office.requests()
    edit(office, "next.chase", "（一）快报。请快报。")
    for data in requests.values():
        office.take(bureau.fill_all(data))
    assert [(one.place, one.text) for one in drafted(office).gone] == [("next.chase", "（一）快报。请快报。")]
    settle(office, "next.chase", "rewrite")
    assert drafted(office).gone == ()


def test_what_is_not_there_cannot_be_worded(office: Office) -> None:
    with pytest.raises(NotFound):
        edit(office, "nowhere", "字")
    with pytest.raises(NotFound):
        settle(office, "opening", "accept")
    with pytest.raises(Refused):
        settle(office, "opening", "improve")
    with pytest.raises(Refused):
        drafted(office, kind="小报")
    with pytest.raises(Refused):
        drafted(office, kind="工作提示")


def test_an_issued_month_is_not_reworded(office: Office) -> None:
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
    with pytest.raises(Refused):
        edit(office, "opening", "字")


def test_the_wording_of_a_section_stands_and_says_when_its_originals_moved(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    section = office.store.plans.get(office.plan_id).rows[0].section
    drafting.word_section(office.store, office.period_id, section, "全市建成粮库3座。")
    assert any(one.text == "全市建成粮库3座。" for one in drafted(office).paragraphs)
    assert not drafted(office).summary.sections[0].wording_outdated
    row = next(row for row in office.store.plans.get(office.plan_id).rows if row.section == section)
    unit = row.reporting_unit_ids()[0]
    entering.enter(office.store, office.period_id, unit, {(row.id, Field.PROGRESS): "又建1座。"})
    assert drafted(office).summary.sections[0].wording_outdated
    drafting.word_section(office.store, office.period_id, section, "")
    assert drafted(office).summary.sections[0].wording is None
    with pytest.raises(NotFound):
        drafting.word_section(office.store, office.period_id, "没有的章节", "字")


def test_a_hint_to_one_unit_has_own_words_of_its_own(office: Office) -> None:
    unit = office.unit_id(WATER)
    told = drafted(office, kind="工作提示", unit_id=unit)
    assert told.paper.addressee == f"{WATER}："
    drafting.edit_paragraph(
        office.store, office.plan_id, office.period_id, "hint.please", "请抓紧。", DAY, "工作提示", unit
    )
    other = office.unit_id(FARMING)
    assert drafted(office, kind="工作提示", unit_id=unit).paragraphs[-1].text == "请抓紧。"
    assert drafted(office, kind="工作提示", unit_id=other).paragraphs[-1].text != "请抓紧。"


def test_the_office_keeps_its_kind_its_name_and_its_numbers(office: Office) -> None:
    house.keep_kind(office.store, office.plan_id, "工作专班简报")
    house.keep_office(office.store, office.plan_id, "粮食工作专班")
    house.keep_first_number(office.store, office.plan_id, 2025, 10)
    made = drafted(office)
    assert made.paper.subtitle == "第10期"
    assert made.paper.signature is not None
    assert made.paper.signature.office == "粮食工作专班"
    with pytest.raises(Refused):
        house.keep_kind(office.store, office.plan_id, "工作提示")
    with pytest.raises(Refused):
        house.keep_style(office.store, office.plan_id, {"sentences": {"x": "y"}})
    house.keep_style(office.store, office.plan_id, {"sentences": {"overall": "总的情况"}})
    assert any(one.text == "一、总的情况" for one in drafted(office).paragraphs)


def test_the_day_of_counting_follows_by_itself_and_is_no_change(office: Office) -> None:
    edit(office, "opening", at(office, "opening").drafted.replace("通报如下", "通报于后"))
    draft_marks.mark_draft(office.store, drafted(office))
    later = drafting.draft(office.store, office.plan_id, office.period_id, date(2025, 10, 29))
    opening = later.paragraphs[2]
    assert (opening.place, opening.state, opening.moved) == ("opening", State.SAME, ())
    assert "统计至2025年10月29日" in opening.text
    told = draft_marks.changes_since(office.store, office.plan_id, office.period_id, date(2025, 10, 29))
    assert told == ()


def test_a_paragraph_taken_out_by_hand_that_is_drafted_no_more_is_nothing_to_tell(office: Office) -> None:
    edit(office, "next.chase", "")
    for data in office.requests().values():
        office.take(bureau.fill_all(data))
    assert drafted(office).gone == ()


def test_the_draft_of_an_issued_month_is_what_was_issued_whatever_comes_late(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    own_words(office)
    office.take(bureau.fill_all(requests[WATER]))
    day = date.fromisoformat(office.store.now()[:10])

    def texts() -> list[str]:
        made = drafting.draft(office.store, office.plan_id, office.period_id, day)
        return [one.text for one in made.paragraphs]

    printed = texts()
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", day)
    late = next(data for unit, data in requests.items() if unit not in (FARMING, WATER))
    office.receive(office.arrive(bureau.fill_all(late)), month="2025-10")
    assert texts() == printed
    assert draft_marks.changes_since(office.store, office.plan_id, office.period_id, day) == ()


def test_no_paper_is_without_a_title(office: Office) -> None:
    with pytest.raises(Refused):
        edit(office, "title", " ")
    drafting.keep_texts(office.store, drafted(office), {"title": ""}, "收回改稿")
    assert at(office, "title").text == drafted(office).paper.title != ""


def test_a_section_may_be_named_as_it_stands_in_the_paper(office: Office) -> None:
    section = office.store.plans.get(office.plan_id).rows[0].section
    drafting.word_section(
        office.store, office.period_id, f"（一）{bare_heading(section)}", "全市建成粮库3座。"
    )
    assert drafted(office).summary.sections[0].wording == "全市建成粮库3座。"


def test_own_words_that_give_a_figure_otherwise_are_told_before_the_paper_goes_out(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    text = at(office, "overall.units").drafted
    edit(office, "overall.units", text.replace("已报1家", "已报6家"))
    told = list(reporting.warnings_of(office.store, drafted(office)))
    assert any("改过的段落写“6”，数据为“1”" in one for one in told)


def test_a_list_that_does_not_count_on_is_told(office: Office) -> None:
    def told() -> list[str]:
        return [one for one in reporting.warnings_of(office.store, drafted(office)) if "编号" in one]

    office.take(bureau.fill_all(office.requests()[FARMING]))
    assert told() == []
    edit(office, "overall.tasks", "")
    assert told() == ["“一、总体情况”的编号不连续：第一个是（二），请改。"] or "之后是" in told()[0]
