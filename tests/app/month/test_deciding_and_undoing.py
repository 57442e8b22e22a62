"""待定 and 撤销: settled per file in one click, taken back as one, and what others said stays."""

from datetime import datetime

import pytest

from peidang.app.month import entering, undoing
from peidang.app.returns import deciding
from peidang.app.views import Decision
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import Field, Light
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, FINANCE, WATER, Office
from tests.app.plan_texts import SHARED_BY_THREE

LATER = datetime(2025, 10, 24, 15, 0)
OTHER = {**STARTED, "进展情况": "已完成选址5处。", "下一步打算": "年底前完工。"}


def contest(office: Office) -> Decision:
    """Two files by one unit that differ in two cells of a row; the second one was saved later."""
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED}), "甲.xlsx")
    office.take(bureau.fill(sent, {2: OTHER}, saved_at=LATER), "乙.xlsx")
    (asked,) = deciding.open_decisions(office.store)
    return asked


def test_all_cells_on_which_two_files_differ_are_one_question(office: Office) -> None:
    asked = contest(office)
    assert (asked.kind, asked.unit, asked.month) == ("contested", FARMING, "2025-10")
    assert {item.field for item in asked.items} == {"进展情况", "下一步打算"}
    assert "2处" in asked.question


def test_what_differs_is_asked_in_the_order_of_the_form(office: Office) -> None:
    serials = (2, 7, 9, 17, 25)
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, dict.fromkeys(serials, STARTED)), "甲.xlsx")
    office.take(bureau.fill(sent, {one: {**OTHER, "完成状态": "进度滞后"} for one in serials}), "乙.xlsx")
    (asked,) = deciding.open_decisions(office.store)
    fields = ("完成状态", "进展情况", "下一步打算")
    assert [(one.serial, one.field) for one in asked.items][::2] == [
        (serial, field) for serial in serials for field in fields
    ]


def test_the_file_saved_later_is_proposed_and_both_times_are_shown(office: Office) -> None:
    first, second = contest(office).choices
    assert [(one.proposed, "甲" in one.words, "乙" in one.words) for one in (first, second)] in (
        [(False, True, False), (True, False, True)],
        [(True, False, True), (False, True, False)],
    )
    assert "保存于2025-10-22 09:30" in first.detail + second.detail
    assert "保存于2025-10-24 15:00" in first.detail + second.detail


@pytest.mark.parametrize(("file", "kept"), [("甲", STARTED), ("乙", OTHER)])
def test_a_choice_settles_every_cell_by_that_file(office: Office, file: str, kept: dict[str, str]) -> None:
    asked = contest(office)
    choice = next(one for one in asked.choices if file in one.words)
    deciding.decide(office.store, asked.id, choice.id)
    entry = office.entry(2, FARMING)
    assert (entry["progress"], entry["next_steps"]) == (kept["进展情况"], kept["下一步打算"])
    assert (entry["contested"], deciding.open_decisions(office.store)) == ([], ())


def test_two_files_of_one_name_are_told_apart_by_their_folders(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED}), "报送.xlsx")
    office.take(bureau.fill(sent, {2: OTHER}), "报送.xlsx")
    (asked,) = deciding.open_decisions(office.store)
    assert len({one.words for one in asked.choices}) == 2


def test_undoing_the_decision_asks_again(office: Office) -> None:
    asked = contest(office)
    before = office.show()
    batch = deciding.decide(office.store, asked.id, "1")
    undoing.undo(office.store, batch)
    assert office.show() == before
    assert [one.id for one in deciding.open_decisions(office.store)] == [asked.id]


def test_undoing_one_of_the_two_files_settles_it(office: Office) -> None:
    contest(office)
    undoing.undo(office.store, office.store.batches.all("receive")[0].id)
    assert deciding.open_decisions(office.store) == ()
    assert office.entry(2, FARMING)["progress"] == STARTED["进展情况"]


def test_typing_into_a_contested_cell_settles_it(office: Office) -> None:
    contest(office)
    cells = {(office.row_id(2), Field.PROGRESS): "电话核定：3处。", (office.row_id(2), Field.NEXT_STEPS): ""}
    assert entering.enter(office.store, office.period_id, office.unit_id(FARMING), cells)
    assert deciding.open_decisions(office.store) == ()
    assert (office.entry(2, FARMING)["progress"], office.entry(2, FARMING)["next_steps"]) == (
        "电话核定：3处。",
        "",
    )


@pytest.mark.parametrize(("choice", "left"), [("keep", "缺少用地指标。"), ("strike", "")])
def test_a_blank_is_struck_out_only_when_somebody_says_so(office: Office, choice: str, left: str) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: {**STARTED, "存在问题": "缺少用地指标。"}}))
    again = office.requests()[FARMING]
    told = office.take(bureau.fill(again, {2: {"存在问题": ""}}))
    assert (told.outcome, office.entry(2, FARMING)["problems"]) == ("needs-decision", "缺少用地指标。")
    (asked,) = deciding.open_decisions(office.store)
    deciding.decide(office.store, asked.id, choice)
    assert office.entry(2, FARMING)["problems"] == left
    assert deciding.open_decisions(office.store) == ()


def test_blanks_of_one_file_are_one_question(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED, SHARED_BY_THREE: STARTED}))
    office.take(
        bureau.fill(office.requests()[FARMING], {2: {"下一步打算": ""}, SHARED_BY_THREE: {"下一步打算": ""}})
    )
    (asked,) = deciding.open_decisions(office.store)
    assert len(asked.items) == 2
    deciding.decide(office.store, asked.id, "strike")
    assert [office.entry(n, FARMING)["next_steps"] for n in (2, SHARED_BY_THREE)] == ["", ""]


def test_a_question_or_choice_that_does_not_exist_is_refused(office: Office) -> None:
    asked = contest(office)
    with pytest.raises(NotFound):
        deciding.decide(office.store, "ffffffff", "1")
    with pytest.raises(Refused, match="choice-unknown"):
        deciding.decide(office.store, asked.id, "9")


def test_a_question_keeps_its_number_while_it_is_the_same(office: Office) -> None:
    asked = contest(office)
    office.take(bureau.fill_all(office.requests()[WATER]))
    assert [one.id for one in deciding.open_decisions(office.store)] == [asked.id]


def test_undo_of_a_drop_gives_the_former_content(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[WATER]))
    before = office.show()
    for unit, data in office.requests().items():
        office.arrive(bureau.fill_all(data, "又有进展"), f"{unit}.xlsx")
    drop = office.receive(office.folder / "收到")
    assert drop.batch is not None
    assert office.show() != before
    undoing.undo(office.store, drop.batch)
    assert office.show() == before


def test_undo_in_the_middle_leaves_what_came_later(office: Office) -> None:
    sent = office.requests()
    office.take(bureau.fill_all(sent[WATER]))
    middle = office.receive(office.arrive(bureau.fill_all(sent[FARMING])))
    office.take(bureau.fill_all(sent[FINANCE]))
    assert middle.batch is not None
    undoing.undo(office.store, middle.batch)
    answered = {one["unit"] for one in office.show()["plans"][0]["months"][0]["entries"]}
    assert answered == {WATER, FINANCE}


def test_what_was_undone_can_be_received_again(office: Office) -> None:
    path = office.arrive(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    first = office.receive(path)
    shown = office.show()
    undoing.undo(office.store, first.batch or 0)
    again = office.receive(path)
    assert (again.files[0].outcome, office.show()) == ("taken", shown)


def test_undoing_twice_or_what_never_was_is_refused(office: Office) -> None:
    drop = office.receive(office.arrive(bureau.fill(office.requests()[FARMING], {2: STARTED})))
    undoing.undo(office.store, drop.batch or 0)
    with pytest.raises(Refused, match="already-undone"):
        undoing.undo(office.store, drop.batch or 0)
    with pytest.raises(NotFound):
        undoing.undo(office.store, 4711)


def test_sending_cannot_be_undone(office: Office) -> None:
    with pytest.raises(Refused, match="not-undoable"):
        undoing.undo(office.store, office.send().batch)


def test_the_newest_drop_that_still_stands_is_the_one_offered(office: Office) -> None:
    sent = office.requests()
    first = office.receive(office.arrive(bureau.fill_all(sent[WATER])))
    second = office.receive(office.arrive(bureau.fill_all(sent[FARMING])))
    assert [one.id for one in [undoing.last_undoable(office.store)] if one] == [second.batch]
    undoing.undo(office.store, second.batch or 0)
    assert [one.id for one in [undoing.last_undoable(office.store)] if one] == [first.batch]


def test_what_is_typed_is_committed_and_can_be_taken_back(office: Office) -> None:
    cells = {(office.row_id(2), Field.PROGRESS): "  已开工。 "}
    batch = entering.enter(office.store, office.period_id, office.unit_id(FARMING), cells, by="张工来电")
    assert office.entry(2, FARMING)["progress"] == "已开工。"
    undoing.undo(office.store, batch)
    assert office.entry(2, FARMING) == {}


def test_typing_the_same_again_is_no_change(office: Office) -> None:
    cells = {(office.row_id(2), Field.PROGRESS): "已开工。"}
    entering.enter(office.store, office.period_id, office.unit_id(FARMING), cells)
    assert entering.enter(office.store, office.period_id, office.unit_id(FARMING), cells) == 0


def test_emptying_a_typed_cell_empties_it(office: Office) -> None:
    cell = (office.row_id(2), Field.PROGRESS)
    unit = office.unit_id(FARMING)
    entering.enter(office.store, office.period_id, unit, {cell: "已开工。"})
    entering.enter(office.store, office.period_id, unit, {cell: ""})
    assert office.entry(2, FARMING) == {}


def test_nobody_types_into_rows_a_unit_is_not_asked_for(office: Office) -> None:
    before = office.show()
    cells = {(office.row_id(2), Field.PROGRESS): "已开工。", (office.row_id(3), Field.PROGRESS): "已开工。"}
    with pytest.raises(Refused, match="not-asked"):
        entering.enter(office.store, office.period_id, office.unit_id(FARMING), cells)
    wrong_kind = {(office.row_id(2), Field.CUMULATIVE): "3"}
    with pytest.raises(Refused, match="not-asked"):
        entering.enter(office.store, office.period_id, office.unit_id(FARMING), wrong_kind)
    assert office.show() == before


def test_a_light_by_hand_needs_a_reason_and_can_be_undone(office: Office) -> None:
    row = office.row_id(2)
    with pytest.raises(Refused, match="no-reason"):
        entering.rule_light(office.store, office.period_id, row, Light.SERIOUS, "  ")
    batch = entering.rule_light(office.store, office.period_id, row, Light.SERIOUS, "现场核查未开工")
    assert office.show()["plans"][0]["months"][0]["rulings"] == {"2": "serious"}
    undoing.undo(office.store, batch)
    assert office.show()["plans"][0]["months"][0]["rulings"] == {}


def test_the_offices_own_wording_stands_beside_the_units_words(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    batch = entering.word_row(office.store, office.period_id, office.row_id(2), "选址全面完成。")
    month = office.show()["plans"][0]["months"][0]
    assert month["wordings"] == {"2": "选址全面完成。"}
    assert office.entry(2, FARMING)["progress"] == STARTED["进展情况"]
    undoing.undo(office.store, batch)
    assert office.show()["plans"][0]["months"][0]["wordings"] == {}
