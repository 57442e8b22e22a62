"""收表: what comes in once, twice, in pieces, renamed, emptied, and what is said of it."""

from datetime import datetime
from pathlib import Path

import pytest

from peidang.app.returns import deciding, receiving
from peidang.domain.errors import NotFound
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, FINANCE, WATER, Office, outcomes
from tests.app.plan_texts import SHARED_BY_THREE

LATER = datetime(2025, 10, 24, 15, 0)


def test_what_a_unit_filled_in_is_taken(office: Office) -> None:
    told = office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}, {2: {"累计数": 14}}))
    assert (told.outcome, told.unit, told.month, told.recognised_by) == ("taken", FARMING, "2025-10", "token")
    assert dict(told.cells) == {"new": 4, "updated": 0, "unchanged": 0, "conflicting": 0, "pending": 0}
    assert office.entry(2, FARMING)["progress"] == STARTED["进展情况"]
    (reading,) = office.show()["plans"][0]["months"][0]["readings"]
    assert (reading["number"], reading["cumulative"]) == (2, "14")


def test_a_blank_return_is_nothing_new_and_each_required_cell_is_missing(office: Office) -> None:
    blank = office.requests()[FARMING]
    told = office.take(blank)
    rows = bureau.serials(blank)
    assert told.outcome == "nothing-new"
    assert [one["code"] for one in told.findings] == ["missing"] * (3 * len(rows) + 1)
    places = bureau.cells_by_head(blank)
    required = {places[bureau.ROW_HEAD, n, head] for n in rows for head in STARTED}
    required.add(places[bureau.INDICATOR_HEAD, 2, "累计数"])
    assert {one["cell"] for one in told.findings} == required
    assert {(one["sheet"], one["grade"]) for one in told.findings} == {("填报表", "必须改")}
    assert sum(told.cells.values()) == 0


def test_a_changed_locked_cell_is_not_taken_and_said_with_its_place(office: Office) -> None:
    sent = office.requests()[FARMING]
    told = office.take(bureau.fill(sent, {2: {**STARTED, "推进措施及目标": "改造10处即可。"}}))
    (found,) = [one for one in told.findings if one["code"] == "locked-cell-changed"]
    place = bureau.cells_by_head(sent)[bureau.ROW_HEAD, 2, "推进措施及目标"]
    assert (found["sheet"], found["cell"], found["grade"]) == ("填报表", place, "必须改")
    assert office.show()["plans"][0]["rows"][1]["measure"] == "到2027年，改造粮食烘干中心30处以上。"


def test_the_same_bytes_again_are_same_again_and_change_nothing(office: Office) -> None:
    data = bureau.fill(office.requests()[FARMING], {2: STARTED})
    first = office.take(data)
    before = office.show()
    again = office.receive(office.arrive(data))
    assert outcomes(again.files) == ["same-again"]
    assert (again.batch, office.show()) == (None, before)
    assert again.files[0].findings == first.findings
    assert sum(again.files[0].cells.values()) == 0


def test_of_equal_files_in_one_drop_the_first_by_path_is_taken(office: Office) -> None:
    data = bureau.fill(office.requests()[FARMING], {2: STARTED})
    second, first = office.folder / "乙" / "2.xlsx", office.folder / "甲" / "1.xlsx"
    bureau.put(first, data), bureau.put(second, data)
    drop = office.receive(first, second)
    shown = sorted([first.as_posix(), second.as_posix()])
    assert [(one.file, one.outcome) for one in drop.files] == list(
        zip(shown, ["taken", "same-again"], strict=True)
    )


def test_the_same_folder_twice_changes_nothing(office: Office) -> None:
    for unit, data in office.requests().items():
        office.arrive(bureau.fill_all(data), f"{unit}.xlsx")
    office.receive(office.folder / "收到")
    before = office.show()
    again = office.receive(office.folder / "收到")
    assert set(outcomes(again.files)) == {"same-again"}
    assert (again.batch, office.show()) == (None, before)


def test_a_copy_saved_again_under_another_name_is_nothing_new(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED}))
    told = office.take(bureau.fill(sent, {2: STARTED}, saved_at=LATER), "最终版(2).xlsx")
    assert (told.outcome, told.cells["unchanged"]) == ("nothing-new", 3)


def test_the_litter_of_file_managers_is_passed_over(office: Office) -> None:
    office.arrive(b"x", "~$填报表.xlsx")
    office.arrive(b"x", "Thumbs.db")
    assert office.receive(office.folder / "收到").files == ()


def test_the_senders_file_is_left_as_it_is(office: Office) -> None:
    path = office.arrive(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    office.receive(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_two_answers_that_know_nothing_of_each_other_are_asked_about(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED}))
    told = office.take(bureau.fill(sent, {2: {**STARTED, "进展情况": "已完成选址5处。"}}, saved_at=LATER))
    assert (told.outcome, told.cells["conflicting"]) == ("needs-decision", 1)
    entry = office.entry(2, FARMING)
    assert (entry["progress"], entry["contested"]) == ("", ["progress"])


def test_what_is_sure_is_taken_at_once_beside_what_is_asked(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED}))
    other = {2: {**STARTED, "进展情况": "已完成选址5处。"}, SHARED_BY_THREE: STARTED}
    told = office.take(bureau.fill(sent, other, saved_at=LATER))
    assert (told.outcome, told.cells["new"], told.cells["conflicting"]) == ("needs-decision", 3, 1)
    assert office.entry(SHARED_BY_THREE, FARMING)["progress"] == STARTED["进展情况"]


def test_a_file_with_all_of_the_others_cells_and_more_is_simply_later(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED}))
    told = office.take(bureau.fill(sent, {2: STARTED, SHARED_BY_THREE: STARTED}, saved_at=LATER))
    assert (told.outcome, told.cells["new"], told.cells["unchanged"]) == ("taken", 3, 3)
    assert deciding.open_decisions(office.store) == ()


def test_a_thinner_file_that_comes_late_is_nothing_new(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: STARTED, SHARED_BY_THREE: STARTED}, saved_at=LATER))
    told = office.take(bureau.fill(sent, {2: STARTED}))
    assert told.outcome in ("nothing-new", "older")
    assert office.entry(SHARED_BY_THREE, FARMING)["progress"] == STARTED["进展情况"]


def test_a_blank_where_the_former_return_had_text_is_asked_and_wipes_nothing(office: Office) -> None:
    sent = office.requests()[FARMING]
    office.take(bureau.fill(sent, {2: {**STARTED, "存在问题": "缺少用地指标。"}}))
    told = office.take(bureau.fill(sent, {2: STARTED, SHARED_BY_THREE: STARTED}, saved_at=LATER))
    assert (told.outcome, told.cells["pending"]) == ("needs-decision", 1)
    assert office.entry(2, FARMING)["problems"] == "缺少用地指标。"
    asked = {len(one.items): one for one in deciding.open_decisions(office.store)}
    assert {one.kind for one in asked.values()} == {"struck-out"}
    assert [(one.field, one.old) for one in asked[1].items] == [("存在问题", "缺少用地指标。")]


def test_the_word_for_clearing_clears(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: {**STARTED, "存在问题": "缺少用地指标。"}}))
    told = office.take(bureau.fill(office.requests()[FARMING], {2: {"存在问题": "（清空）"}}))
    assert told.outcome == "taken"
    assert office.entry(2, FARMING)["problems"] == ""


def test_a_required_cell_that_is_cleared_is_missing(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    resent = office.requests()[FARMING]
    told = office.take(bureau.fill(resent, {2: {"进展情况": "（清空）"}}))
    place = bureau.cells_by_head(resent)[bureau.ROW_HEAD, 2, "进展情况"]
    assert ("missing", place) in {(one["code"], one["cell"]) for one in told.findings}


def test_what_was_made_from_a_request_sent_again_is_later(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    again = office.requests()[FARMING]
    assert bureau.seen(again, 2, "进展情况") == STARTED["进展情况"]
    told = office.take(bureau.fill(again, {2: {"进展情况": "已开工3处。"}}))
    assert (told.outcome, told.cells["updated"]) == ("taken", 1)
    assert office.entry(2, FARMING)["progress"] == "已开工3处。"


def test_a_copy_that_only_has_less_than_what_came_is_an_older_draft_whenever_it_was_saved(
    office: Office,
) -> None:
    data = office.requests()[FARMING]
    row, other = bureau.serials(data)[:2]
    office.take(bureau.fill(data, {row: STARTED, other: STARTED}))
    less = bureau.fill(data, {row: STARTED}, saved_at=LATER)
    told = office.take(less, "后存.xlsx")
    assert told.outcome == "older"
    assert "少填" in told.note
    assert "（清空）" in told.note
    assert deciding.open_decisions(office.store) == ()
    assert office.entry(other, FARMING)["progress"] == STARTED["进展情况"]


def test_a_copy_that_has_less_and_something_else_is_asked_about_with_its_blanks(office: Office) -> None:
    data = office.requests()[FARMING]
    row, other = bureau.serials(data)[:2]
    office.take(bureau.fill(data, {row: STARTED, other: STARTED}))
    mixed = bureau.fill(data, {row: {**STARTED, "进展情况": "已全部完工。"}})
    told = office.take(mixed, "又报.xlsx")
    assert told.outcome == "needs-decision"
    while asked := deciding.open_decisions(office.store):
        kinds = {one.kind for one in asked}
        choice = next(one for one in asked[0].choices if one.id == "strike" or "又报" in one.words)
        deciding.decide(office.store, asked[0].id, choice.id)
    assert kinds <= {"contested", "struck-out"}
    assert office.entry(row, FARMING)["progress"] == "已全部完工。"
    assert office.entry(other, FARMING).get("progress", "") == ""


def test_the_old_workbook_after_the_new_one_is_older(office: Office) -> None:
    first = office.requests()[FARMING]
    office.take(bureau.fill(first, {2: STARTED}))
    again = office.requests()[FARMING]
    office.take(bureau.fill(again, {2: {**STARTED, "进展情况": "已开工3处。"}}))
    told = office.take(bureau.fill(first, {2: STARTED}, saved_at=LATER))
    assert told.outcome in ("older", "nothing-new")
    assert office.entry(2, FARMING)["progress"] == "已开工3处。"


def test_leads_of_one_row_answer_each_for_itself(office: Office) -> None:
    sent = office.requests()
    for unit in (FARMING, WATER, FINANCE):
        told = office.take(bureau.fill(sent[unit], {SHARED_BY_THREE: {"进展情况": f"{unit}的进展。"}}))
        assert told.outcome == "taken"
    assert [office.entry(SHARED_BY_THREE, unit)["progress"] for unit in (FARMING, WATER, FINANCE)] == [
        f"{unit}的进展。" for unit in (FARMING, WATER, FINANCE)
    ]


def test_text_that_looks_like_a_formula_stays_text(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: {"进展情况": "=1+1"}}))
    assert office.entry(2, FARMING)["progress"] == "=1+1"
    assert "<f>1+1</f>" not in bureau.parts(office.requests()[FARMING])


def test_a_rehearsal_tells_the_same_and_changes_nothing(office: Office) -> None:
    sent = office.requests()
    office.take(bureau.fill(sent[FARMING], {2: STARTED}))
    office.arrive(bureau.fill(sent[FARMING], {2: {"进展情况": "已开工3处。"}}, saved_at=LATER), "甲.xlsx")
    office.arrive(bureau.fill_all(sent[WATER]), "乙.xlsx")
    office.arrive(b"not a table", "丙.xlsx")
    before = (office.show(), office.store.batches.all(), office.store.path.read_bytes())
    told = office.receive(office.folder / "收到", dry_run=True)
    assert (office.show(), office.store.batches.all(), office.store.path.read_bytes()) == before
    assert told.batch is None
    assert told.files == office.receive(office.folder / "收到").files


@pytest.mark.parametrize("steps", [0, 5, 12])
def test_a_drop_that_is_cancelled_leaves_nothing(office: Office, steps: int) -> None:
    for unit, data in office.requests().items():
        office.arrive(bureau.fill_all(data), f"{unit}.xlsx")
    before = (office.show(), office.store.batches.all())
    with pytest.raises(receiving.Cancelled):
        office.receive(office.folder / "收到", progress=lambda done, _: done < steps)
    assert (office.show(), office.store.batches.all()) == before


def test_progress_counts_each_file_as_read_and_as_taken(office: Office) -> None:
    for unit, data in list(office.requests().items())[:3]:
        office.arrive(bureau.fill_all(data), f"{unit}.xlsx")
    counted: list[tuple[int, int]] = []
    office.receive(office.folder / "收到", progress=lambda done, all_: counted.append((done, all_)) is None)
    assert counted == [(step, 6) for step in range(6)]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", "一段文字".encode(), b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused_with_a_reason_and_the_rest_is_taken(
    office: Office, data: bytes
) -> None:
    office.arrive(data, "看不懂.xlsx")
    office.arrive(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    drop = office.receive(office.folder / "收到")
    assert outcomes(drop.files) == ["refused", "taken"]
    assert set(drop.files[0].cells.values()) == {0}
    assert [one["message"] != "" for one in drop.files[0].findings] == [True]


def test_what_was_refused_is_kept_with_its_bytes(office: Office) -> None:
    office.take("一段文字".encode(), "说明.docx")
    (receipt,) = office.store.returns.receipts()
    assert office.store.returns.bytes_of(receipt.sha256) == "一段文字".encode()


def test_a_path_that_does_not_exist_stops_before_anything_is_taken(office: Office, tmp_path: Path) -> None:
    good = office.arrive(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    with pytest.raises(NotFound):
        office.receive(good, tmp_path / "没有")
    assert office.entry(2, FARMING) == {}
