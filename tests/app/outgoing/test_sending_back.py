"""退回单: only what is to be mended goes back, and only that comes in again."""

import re
from datetime import date

import pytest

from peidang.app.month import entering, months
from peidang.app.month.checking import check_files
from peidang.app.month.undoing import undo
from peidang.app.outgoing import sending_back
from peidang.app.outgoing.sending_back import cells_to_mend, send_back, send_back_all, sent_back
from peidang.app.views import SendResult
from peidang.domain.errors import Refused
from peidang.domain.labels import Field
from peidang.domain.travel import MendCell
from tests.app import bureau
from tests.app.office import FARMING, FINANCE, TODAY, WATER, Office

ROW, OTHER_ROW, FIGURE = 9, 17, 2  # of FARMING, by number


@pytest.fixture
def reported(office: Office) -> Office:
    """FARMING reported all; a status nobody knows, a next step and a figure are to be mended."""
    data = bureau.fill_all(office.requests()[FARMING])
    wrong = {ROW: {"完成状态": "差不多了", "存在问题": "资金缺口较大。"}, OTHER_ROW: {"进展情况": ""}}
    office.take(bureau.fill(data, wrong, {FIGURE: {"累计数": "若干"}}))
    return office


def go_back(office: Office, unit: str = FARMING, **options: object) -> SendResult:
    return send_back(
        office.store,
        office.plan_id,
        office.period_id,
        office.unit_id(unit),
        office.folder / "退回",
        TODAY,
        **options,  # type: ignore[arg-type]
    )


def book(made: SendResult) -> bytes:
    (one,) = made.files
    return one.path.read_bytes()


def mended(office: Office, unit: str = FARMING) -> dict[str, str]:
    request = bureau.request_in(book(go_back(office, unit)))
    serials = {line.row.id: f"第{line.row.serial}行" for line in request.rows}
    names = serials | {line.indicator.id: f"指标{line.number}" for line in request.indicators}
    return {f"{names[cell.item_id]} {cell.field.value}": cell.reason for cell in request.mend}


def test_what_must_be_mended_goes_back_with_the_words_of_the_finding(reported: Office) -> None:
    cells = mended(reported)
    assert list(cells) == [f"第{ROW}行 status", f"第{OTHER_ROW}行 progress", "指标2 cumulative", "指标2 note"]
    assert "差不多了" in cells[f"第{ROW}行 status"]
    assert "“进展情况”未填" in cells[f"第{OTHER_ROW}行 progress"]
    assert "若干" in cells["指标2 cumulative"]


def test_a_figure_goes_back_with_its_note_so_that_it_can_be_explained(reported: Office) -> None:
    assert mended(reported)["指标2 note"] == "要对“累计数”作说明的写在这里，没有的不填。"


def test_a_status_goes_back_with_next_steps_where_there_are_none(reported: Office) -> None:
    unit = reported.unit_id(FARMING)
    cells = {
        (reported.row_id(OTHER_ROW), Field.STATUS): "已完成",
        (reported.row_id(OTHER_ROW), Field.NEXT_STEPS): "",
    }
    entering.enter(reported.store, reported.period_id, unit, cells)
    entering.enter(
        reported.store, reported.period_id, unit, {(reported.row_id(OTHER_ROW), Field.STATUS): "办完"}
    )
    assert f"第{OTHER_ROW}行 next_steps" in mended(reported)


def test_the_file_is_named_after_unit_and_month_and_holds_only_the_lines_concerned(reported: Office) -> None:
    made = go_back(reported)
    assert re.fullmatch(rf"\d\d_{FARMING}_2025年10月退回单\.xlsx", made.files[0].path.name)
    assert bureau.serials(book(made)) == [ROW, OTHER_ROW]
    assert bureau.serials(book(made), bureau.INDICATOR_HEAD) == [FIGURE]
    assert bureau.seen(book(made), ROW, "存在问题") == "资金缺口较大。"


def test_a_mended_cell_replaces_the_old_one_without_a_question(reported: Office) -> None:
    back = bureau.fill(
        book(go_back(reported)),
        {ROW: {"完成状态": "正常推进"}, OTHER_ROW: {"进展情况": "已补办。"}},
        {FIGURE: {"累计数": 12, "说明": "按最新口径。"}},
    )
    outcome = reported.take(back, "退回单.xlsx")
    assert (outcome.outcome, outcome.cells["updated"], outcome.cells["new"]) == ("taken", 2, 2)
    assert outcome.cells["conflicting"] == outcome.cells["pending"] == 0
    assert reported.entry(ROW, FARMING)["status"] == "正常推进"
    assert reported.entry(OTHER_ROW, FARMING)["progress"] == "已补办。"
    assert FARMING not in str(cells_to_mend(reported.store, reported.plan_id, reported.period_id, TODAY))
    assert reported.show()["decisions"] == []


def test_a_stale_cell_beside_the_mended_one_changes_nothing(reported: Office) -> None:
    back = book(go_back(reported))
    cells = {(reported.row_id(ROW), Field.PROBLEMS): "资金已经落实。"}
    entering.enter(reported.store, reported.period_id, reported.unit_id(FARMING), cells)
    stale = {"完成状态": "正常推进", "进展情况": "改了锁定的格子。", "存在问题": "又说一遍。"}
    reported.take(bureau.fill(back, {ROW: stale}), "退回单.xlsx")
    entry = reported.entry(ROW, FARMING)
    assert entry["status"] == "正常推进"
    assert entry["problems"] == "资金已经落实。"
    assert entry["progress"] == f"第{ROW}项已办结。"


def test_one_that_comes_back_as_it_went_changes_nothing(reported: Office) -> None:
    before = reported.show()
    assert reported.take(book(go_back(reported)), "退回单.xlsx").outcome == "nothing-new"
    assert reported.show() == before


def test_an_older_file_that_comes_after_the_mended_one_does_not_win(reported: Office) -> None:
    request = reported.requests()[FARMING]
    reported.take(bureau.fill(book(go_back(reported)), {ROW: {"完成状态": "正常推进"}}), "退回单.xlsx")
    reported.take(bureau.fill(request, {OTHER_ROW: {"进展情况": "从新表里报的。"}}), "又一份.xlsx")
    assert reported.entry(ROW, FARMING)["status"] == "正常推进"


def test_the_same_one_is_sent_again_until_something_moves(reported: Office) -> None:
    first = bureau.request_in(book(go_back(reported))).token
    assert bureau.request_in(book(go_back(reported))).token == first
    reported.take(bureau.fill(book(go_back(reported)), {ROW: {"完成状态": "正常推进"}}), "退回单.xlsx")
    assert bureau.request_in(book(go_back(reported))).token != first


def test_it_does_not_become_the_request_that_is_sent_again(reported: Office) -> None:
    first = bureau.request_in(reported.requests()[FARMING])
    go_back(reported)
    again = bureau.request_in(reported.requests()[FARMING])
    assert not again.mend
    assert [line.row.id for line in again.rows] == [line.row.id for line in first.rows]


def test_cells_of_ones_own_choice_go_back_with_ones_own_reason(reported: Office) -> None:
    cell = MendCell(reported.row_id(ROW), Field.PROGRESS, "请写明具体项目名称。")
    request = bureau.request_in(book(go_back(reported, only=[cell])))
    assert request.mend == (cell,)
    assert [line.row.serial for line in request.rows] == [ROW]


def test_a_cell_of_another_unit_cannot_go_back(reported: Office) -> None:
    rows = reported.store.plans.get(reported.plan_id).rows
    other = next(row for row in rows if row.assignments[0].printed == WATER)
    with pytest.raises(Refused, match="not-asked"):
        go_back(reported, only=[MendCell(other.id, Field.PROGRESS, "请核对。")])


def test_a_unit_that_has_not_reported_is_to_be_reminded_and_not_sent_back(reported: Office) -> None:
    with pytest.raises(Refused, match="not-reported"):
        go_back(reported, FINANCE)


def test_where_nothing_is_to_be_mended_nothing_is_written(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    with pytest.raises(Refused, match="nothing-to-mend"):
        go_back(office)
    assert not (office.folder / "退回").exists()


def test_all_units_that_reported_something_wrong_are_served_at_once(reported: Office) -> None:
    sent = reported.requests()
    reported.take(bureau.fill(sent[WATER], {bureau.serials(sent[WATER])[0]: {"进展情况": "已开工。"}}))
    made = send_back_all(
        reported.store, reported.plan_id, reported.period_id, reported.folder / "退回", TODAY
    )
    assert [one.what for one in made.files] == [FARMING, WATER]
    assert len({line.batch_id for line in reported.store.batches.log_lines() if line.action == "退回"}) == 1


def test_what_is_only_to_be_explained_goes_back_on_wish(reported: Office) -> None:
    where = (reported.store, reported.plan_id, reported.period_id, TODAY)
    unit, row = reported.unit_id(FARMING), reported.row_id(2)
    figure = reported.store.plans.get(reported.plan_id).indicators[FIGURE - 1].id
    done = {(row, Field.STATUS): "已完成", (figure, Field.CUMULATIVE): "5"}  # of 30
    entering.enter(reported.store, reported.period_id, unit, done)
    assert row not in {cell.item_id for cell in cells_to_mend(*where)[unit]}
    assert row in {cell.item_id for cell in cells_to_mend(*where, all_findings=True)[unit]}


@pytest.mark.parametrize(
    ("today", "due"), [(TODAY, date(2025, 10, 25)), (date(2025, 11, 3), date(2025, 11, 3))]
)
def test_it_is_to_come_back_by_the_due_or_where_that_is_past_today(
    reported: Office, today: date, due: date
) -> None:
    made = send_back_all(
        reported.store, reported.plan_id, reported.period_id, reported.folder / "退回", today
    )
    assert bureau.request_in(book(made)).due == due


def test_a_unit_counts_as_sent_back_until_it_answers_again(reported: Office) -> None:
    store, period, unit = reported.store, reported.period_id, reported.unit_id(FARMING)
    assert sent_back(store, period) == {}
    back = book(go_back(reported))
    assert list(sent_back(store, period)) == [unit]
    reported.take(back, "原样.xlsx")
    assert unit in sent_back(store, period), "nothing was mended"
    batch = reported.receive(
        reported.arrive(bureau.fill(back, {ROW: {"完成状态": "正常推进"}}), "退回单.xlsx")
    ).batch
    assert sent_back(store, period) == {}
    assert batch is not None
    undo(store, batch)
    assert list(sent_back(store, period)) == [unit]


def test_what_is_entered_after_a_telephone_call_counts_as_an_answer(reported: Office) -> None:
    go_back(reported)
    cells = {(reported.row_id(ROW), Field.STATUS): "正常推进"}
    entering.enter(reported.store, reported.period_id, reported.unit_id(FARMING), cells, "电话，李某")
    assert sent_back(reported.store, reported.period_id) == {}


def test_an_office_that_only_answers_sends_nothing_back(reported: Office) -> None:
    reported.store.plans.change(reported.plan_id, own_unit_id=reported.unit_id(FINANCE))
    with pytest.raises(Refused, match="not-coordinator"):
        go_back(reported)


def test_months_stay_apart(reported: Office) -> None:
    go_back(reported)
    november = months.open_month(reported.store, reported.plan_id, "2025-11")
    assert sending_back.sent_back(reported.store, november.id) == {}


def test_a_cell_that_did_not_go_back_and_was_changed_is_told_and_not_taken(reported: Office) -> None:
    back = book(go_back(reported))
    changed = {ROW: {"完成状态": "正常推进", "存在问题": "资金已到位。"}}
    told = reported.take(bureau.fill(back, changed), "退回单.xlsx")
    (found,) = [one for one in told.findings if one["code"] == "locked-cell-changed"]
    assert (
        "“存在问题”这一格没有退回修改，退回时为“资金缺口较大。”，报回时改成了“资金已到位。”"
        in found["message"]
    )
    assert found["cell"] == bureau.cells_by_head(back)[bureau.ROW_HEAD, ROW, "存在问题"]
    entry = reported.entry(ROW, FARMING)
    assert (entry["status"], entry["problems"]) == ("正常推进", "资金缺口较大。")
    assert [one.place.split("!")[1] for one in check_files(reported.store, reported.period_id)] == [
        found["cell"]
    ]
