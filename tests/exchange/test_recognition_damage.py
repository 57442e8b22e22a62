"""Returns as bureaus really send them: worked over, pasted, sorted, with the hidden sheet lost."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import Field
from peidang.domain.travel import Returned, Unclear
from tests.exchange.receiving_office import (
    FORM,
    STEMS,
    Office,
    answers_to,
    filled,
    largest,
    one,
    pasted,
    said,
    sent_from,
    table,
    take,
    without_identity,
    worked_over,
)

STEM = "qingzhou"
EVERYTHING = Office(STEMS)


def identity(change: Callable[[Worksheet], None]) -> Callable[[Workbook], None]:
    return lambda workbook: change(workbook["_peidang"])


def form(change: Callable[[Worksheet], None]) -> Callable[[Workbook], None]:
    return lambda workbook: change(workbook[FORM])


def rows_of_key(sheet: Worksheet, key: str) -> list[int]:
    return [cells[0].row for cells in sheet.iter_rows(max_col=1) if cells[0].value == key]


def lose(key: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for row in reversed(rows_of_key(sheet, key)):
            sheet.delete_rows(row)

    return change


def cut_payload(sheet: Worksheet) -> None:
    for row in rows_of_key(sheet, "payload"):
        sheet.cell(row, 2).value = str(sheet.cell(row, 2).value)[:200]


def set_key(key: str, value: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for row in rows_of_key(sheet, key):
            sheet.cell(row, 2).value = value

    return change


def head_row(sheet: Worksheet, head: str = "完成状态") -> int:
    return next(c.row for cells in sheet.iter_rows() for c in cells if c.value == head)


def column_of(sheet: Worksheet, head: str) -> int:
    return next(c.column for cells in sheet.iter_rows() for c in cells if c.value == head)


def rename(**heads: str) -> Callable[[Workbook], None]:
    def change(sheet: Worksheet) -> None:
        for old, new in heads.items():
            sheet.cell(head_row(sheet, old), column_of(sheet, old)).value = new

    return form(change)


@pytest.mark.parametrize("stem", STEMS)
def test_every_return_of_every_plan_is_taken_by_its_token(stem: str) -> None:
    for request in sent_from(stem)[1].values():
        returned = one(filled(request), EVERYTHING)
        assert (returned.recognised_by, returned.request) == ("token", request)
        assert said(returned) == answers_to(request)
        assert (returned.locked, returned.missing_items, returned.open_lines) == ((), (), ())


@pytest.mark.parametrize("stem", STEMS)
def test_values_pasted_into_a_new_workbook_are_taken_by_content(stem: str) -> None:
    for request in sent_from(stem)[1].values():
        returned = one(pasted(filled(request)), EVERYTHING)
        assert (returned.recognised_by, returned.request) == ("content", request)
        assert said(returned) == answers_to(request)
        assert (returned.locked, returned.missing_items, returned.open_lines) == ((), (), ())


@pytest.mark.parametrize(
    "damage", [lose("token"), lose("payload"), lose("sha256"), cut_payload, set_key("sha256", "0" * 64)]
)
def test_what_is_left_of_an_identity_is_enough_while_the_ids_can_be_read(damage: Any) -> None:
    request = largest(STEM)
    returned = one(filled(request, identity(damage)), EVERYTHING)
    assert (returned.recognised_by, returned.request) == ("ids", request)
    assert said(returned) == answers_to(request)


@pytest.mark.parametrize("key", ["token", "unit", "plan", "period", "version"])
def test_an_identity_that_says_two_things_is_refused(key: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        take(filled(largest(STEM), identity(set_key(key, "2025-09"))), EVERYTHING)
    assert refused.value.reason == "damaged"


def test_ids_of_a_plan_nobody_here_has_are_told() -> None:
    data = filled(largest(STEM), identity(lose("payload")))
    (unclear,) = take(data, Office(("linqing",)))
    assert isinstance(unclear, Unclear)
    assert unclear.outcome == "wrong-plan"


def test_without_the_hidden_sheet_the_content_says_whose_it_is() -> None:
    request = largest(STEM)
    returned = one(filled(request, without_identity), EVERYTHING)
    assert (returned.recognised_by, said(returned)) == ("content", answers_to(request))


SYNONYMS = {
    "主要任务": "重点任务",
    "推进措施及目标": "主要措施",
    "完成状态": "办理状态",
    "进展情况": "目前进展",
    "存在问题": "困难问题",
    "下一步打算": "下步工作计划",
}


@pytest.mark.parametrize("edit", [lambda workbook: None, without_identity])
def test_columns_under_other_words_are_read(edit: Any) -> None:
    request = largest("binzhou")
    assert said(one(filled(request, rename(**SYNONYMS), edit), EVERYTHING)) == answers_to(request)


def move_columns(sheet: Worksheet) -> None:
    """Answers first, a column of somebody's own between, the numbers gone."""
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    top = head_row(sheet) - 1
    for row in rows[top:]:
        row[:] = [row[10], row[8], "联系人" if row[0] == "序号" else "", row[7], row[9], *row[1:7]]
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)


@pytest.mark.parametrize("edit", [lambda workbook: None, without_identity])
def test_columns_may_stand_anywhere_and_the_number_may_be_gone(edit: Any) -> None:
    request = largest("binzhou")
    assert not request.indicators
    data = filled(request, edit)
    data = worked_over(
        pasted(data) if edit is without_identity else data, lambda w: move_columns(w.worksheets[0])
    )
    returned = one(data, EVERYTHING)
    assert said(returned) == answers_to(request)


def two_line_heads(sheet: Worksheet) -> None:
    row = head_row(sheet)
    sheet.insert_rows(row)
    for column in range(1, 12):
        sheet.cell(row, column).value = sheet.cell(row + 1, column).value
        sheet.cell(row + 1, column).value = None
    for first, last, group in ((2, 3, "任务"), (4, 5, "责任分工"), (6, 7, "上月"), (8, 11, "本月")):
        for column in range(first, last + 1):
            sheet.cell(row + 1, column).value = sheet.cell(row, column).value
            sheet.cell(row, column).value = None
        sheet.cell(row, first).value = group
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    sheet.cell(row + 1, 6).value, sheet.cell(row + 1, 7).value = "进展情况", "下一步打算"


def test_heads_in_two_lines_and_last_months_words_beside_this_months() -> None:
    request = largest("binzhou")
    data = filled(request, form(two_line_heads), form(lambda s: s.cell(10, 6, "上月的话")))
    returned = one(data, EVERYTHING)
    assert said(returned) == answers_to(request)


def test_the_former_months_column_is_never_this_months_answer() -> None:
    request = largest("binzhou")

    def drop(sheet: Worksheet) -> None:
        sheet.cell(head_row(sheet) + 1, 6).value = "上月的话"
        sheet.delete_cols(column_of(sheet, "进展情况"))

    returned = one(filled(request, form(drop), without_identity), EVERYTHING)
    assert not any(field is Field.PROGRESS for _, field in returned.answers)
    assert not returned.open_lines


def test_two_columns_as_likely_are_asked_about() -> None:
    request = largest("binzhou")

    def double(sheet: Worksheet) -> None:
        row, column = head_row(sheet), column_of(sheet, "存在问题")
        sheet.cell(row, column).value = "进展情况"

    returned = one(filled(request, form(double)), EVERYTHING)
    assert not any(field is Field.PROGRESS for _, field in returned.answers)
    assert len(returned.open_lines) == 2 * len(request.rows)
    assert {line.reason for line in returned.open_lines} == {"doubtful"}


def test_a_column_under_a_strange_word_in_an_answers_place_is_asked_about() -> None:
    request = largest("binzhou")
    returned = one(filled(request, rename(进展情况="甲乙丙")), EVERYTHING)
    told = answers_to(request)
    assert {line.candidates[0]: dict(line.answers) for line in returned.open_lines} == {
        line.row.id: {Field.PROGRESS: told[line.row.id, Field.PROGRESS]} for line in request.rows
    }
    assert said(returned) == {key: text for key, text in told.items() if key[1] is not Field.PROGRESS}


def test_answers_under_no_head_at_all_are_asked_about() -> None:
    request = largest("binzhou")
    returned = one(filled(request, form(lambda sheet: sheet.delete_rows(head_row(sheet)))), EVERYTHING)
    asked = {
        (line.candidates[0], field): t for line in returned.open_lines for field, t in line.answers.items()
    }
    assert (said(returned), asked) == ({}, answers_to(request))


def numbers_as_people_write_them(sheet: Worksheet) -> None:
    first = head_row(sheet) + 1
    for at, form_of in enumerate((str, lambda n: f"{n}.", lambda n: f"（{n}）", lambda n: f" {n} ")):
        sheet.cell(first + at, 1).value = form_of(sheet.cell(first + at, 1).value)
        sheet.cell(first + at, 2).value = sheet.cell(first + at, 3).value = None


def test_numbers_are_read_however_they_are_written() -> None:
    request = largest("binzhou")
    returned = one(filled(request, form(numbers_as_people_write_them)), EVERYTHING)
    assert said(returned) == answers_to(request)
    assert len(returned.locked) == 8


def heads_on_every_page(sheet: Worksheet) -> None:
    head = head_row(sheet)
    for row in (head + 6, head + 3):
        sheet.insert_rows(row, 3)
        sheet.cell(row, 1).value = "第2页"
        for column in range(1, 12):
            sheet.cell(row + 2, column).value = sheet.cell(head, column).value


def test_heads_repeated_on_every_page_are_no_lines() -> None:
    request = largest("binzhou")
    for edit in (lambda workbook: None, without_identity):
        returned = one(filled(request, form(heads_on_every_page), edit), EVERYTHING)
        assert said(returned) == answers_to(request)
        assert not returned.open_lines


def blocks_apart(workbook: Workbook) -> None:
    """The indicators on a sheet of their own, after the tasks."""
    sheet = workbook[FORM]
    top = head_row(sheet, "完成状态") - 1
    indicators = workbook.create_sheet("指标")
    for cells in sheet.iter_rows(max_row=top - 1):
        indicators.append([cell.value for cell in cells])
    sheet.delete_rows(1, top - 1)


@pytest.mark.parametrize("edit", [lambda workbook: None, without_identity])
def test_the_blocks_may_stand_on_sheets_of_their_own(edit: Any) -> None:
    request = next(one for one in sent_from("binzhou")[1].values() if one.rows and one.indicators)
    returned = one(filled(request, blocks_apart, edit), EVERYTHING)
    assert said(returned) == answers_to(request)


def sort_and_renumber(sheet: Worksheet) -> None:
    first = head_row(sheet) + 1
    lines = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=first)]
    lines = sorted((line for line in lines if line[1]), key=lambda line: str(line[2]))
    for at, line in enumerate(lines):
        for column, value in enumerate([at + 1, *line[1:]], start=1):
            sheet.cell(first + at, column).value = value


@pytest.mark.parametrize("edit", [lambda workbook: None, without_identity])
def test_lines_sorted_and_numbered_anew_keep_their_answers(edit: Any) -> None:
    request = largest("binzhou")
    returned = one(filled(request, form(sort_and_renumber), edit), EVERYTHING)
    assert said(returned) == answers_to(request)
    assert not returned.open_lines


def shorten(sheet: Worksheet) -> None:
    for row in range(head_row(sheet) + 1, sheet.max_row + 1):
        if text := sheet.cell(row, 3).value:
            sheet.cell(row, 3).value = f"{str(text)[: int(len(str(text)) * 0.4)]}……"


@pytest.mark.parametrize("stem", STEMS)
def test_texts_cut_short_are_known_again(stem: str) -> None:
    for request in sent_from(stem)[1].values():
        if request.rows and not request.indicators:
            returned = one(filled(request, form(shorten), without_identity), EVERYTHING)
            assert said(returned) == answers_to(request)


def test_a_line_nobody_sent_is_asked_about_and_a_total_is_not() -> None:
    request = largest("binzhou")

    def add(sheet: Worksheet) -> None:
        row = head_row(sheet) + len(request.rows) + 1
        for column, value in ((1, 99), (2, "新增工作"), (3, "组织一次观摩会"), (9, "已经开过。")):
            sheet.cell(row, column).value = value
        sheet.cell(row + 1, 1).value, sheet.cell(row + 1, 9).value = "合计", "共9项"
        sheet.cell(row + 2, 1).value, sheet.cell(row + 2, 9).value = "填报人：张三", "电话：1"

    for edit in (lambda workbook: None, without_identity):
        returned = one(filled(request, form(add), edit), EVERYTHING)
        assert said(returned) == answers_to(request)
        (line,) = returned.open_lines
        assert (line.reason, line.answers) == ("unknown", {Field.PROGRESS: "已经开过。"})
        assert line.words == "新增工作 组织一次观摩会"


def test_one_line_twice_is_asked_about_where_the_two_differ() -> None:
    request = largest("binzhou")

    def copy(sheet: Worksheet, other: str) -> None:
        first = head_row(sheet) + 1
        row = first + len(request.rows)
        for column in range(1, 12):
            sheet.cell(row, column).value = sheet.cell(first, column).value
        sheet.cell(row, 9).value = other or sheet.cell(row, 9).value

    first = request.rows[0].row.id
    same = one(filled(request, form(lambda sheet: copy(sheet, ""))), EVERYTHING)
    assert said(same) == answers_to(request)
    assert not same.open_lines
    other = one(filled(request, form(lambda sheet: copy(sheet, "另一种说法"))), EVERYTHING)
    assert {line.reason for line in other.open_lines} == {"duplicate"}
    assert len(other.open_lines) == 2
    assert not any(item == first for item, _ in other.answers)


def test_an_answer_merged_over_two_lines_is_the_first_ones_and_asked_for_the_other() -> None:
    request = largest("binzhou")

    def merge(sheet: Worksheet) -> None:
        first = head_row(sheet) + 1
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=9, end_column=9)
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=2, end_column=2)

    returned = one(filled(request, form(merge)), EVERYTHING)
    one_row, other = request.rows[0].row, request.rows[1].row
    expected = answers_to(request)
    text = expected[one_row.id, Field.PROGRESS]
    del expected[other.id, Field.PROGRESS]
    assert said(returned) == expected
    (line,) = returned.open_lines
    assert (line.reason, line.candidates, line.answers) == ("merged", (other.id,), {Field.PROGRESS: text})
    assert not returned.locked


def test_a_changed_locked_cell_is_told_and_its_answers_are_taken() -> None:
    request = largest("binzhou")

    def change(sheet: Worksheet) -> None:
        sheet.cell(head_row(sheet) + 1, 3).value = "全部内容都换成了另外一句完全不相干的话。"

    returned = one(filled(request, form(change)), EVERYTHING)
    assert [(change.item_id, change.head) for change in returned.locked] == [
        (request.rows[0].row.id, "推进措施及目标")
    ]
    assert said(returned) == answers_to(request)


def test_a_spreadsheet_that_is_no_return_is_refused() -> None:
    for rows in (
        [["序号", "物品", "数量"], [1, "笔", 3]],
        [["序号", "项目名称", "备注"], [1, "修路", "在建"]],
        [[]],
    ):
        with pytest.raises(FileUnreadable) as refused:
            take(table(rows), EVERYTHING)
        assert refused.value.reason == "not-a-request"


def test_another_citys_rows_are_no_rows_of_ours() -> None:
    """The five plans share sentences: a return of one must not be taken for another's."""
    for stem in STEMS:
        others = Office([other for other in STEMS if other != stem])
        for request in sent_from(stem)[1].values():
            if not request.rows:
                continue
            for returned in take(pasted(filled(request)), others):
                assert not (isinstance(returned, Returned) and said(returned)), (stem, request.unit_name)
