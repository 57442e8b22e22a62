"""What stands beside and below the answers, and tables side by side: read where it is clear, asked where it is not."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from peidang.domain.labels import Field
from peidang.domain.plan import Plan
from peidang.domain.travel import MendCell, OpenLine, Request, Returned, Unclear
from peidang.exchange.request_workbook import write_request
from tests.exchange.receiving_office import (
    STEMS,
    Office,
    filled,
    largest,
    one,
    sent_from,
    table,
    take,
    worked_over,
)

OFFICE = Office(STEMS[:1])
REQUEST = largest(STEMS[0])
HEADS = ["序号", "主要任务", "推进措施及目标", "进展情况"]


def returned(heads: list[str], columns: list[list[str]], below: tuple[list[Any], ...] = ()) -> Returned:
    """A table with further columns beside 进展情况."""
    rows: list[list[Any]] = [[f"填报单位：{REQUEST.unit_name}"], [*HEADS, *heads]]
    for at, line in enumerate(REQUEST.rows):
        further = [column[at] if at < len(column) else "" for column in columns]
        rows.append([line.row.serial, line.row.task, line.row.measure, f"进展{at}。", *further])
    found = one(table([*rows, *below]), OFFICE, "2025年10月.xlsx")
    assert isinstance(found, Returned)
    return found


def plans_of(found: Returned) -> list[str]:
    return [text for (_, field), text in found.answers.items() if field is Field.NEXT_STEPS]


def test_next_months_work_plan_is_the_next_step() -> None:
    for head in ("11月工作计划", "11月计划", "11月份工作安排", "工作计划", "下月工作打算"):
        assert plans_of(returned([head], [["十一月办结第一项。"]]))[0] == "十一月办结第一项。", head


def test_this_months_work_plan_beside_next_months_is_what_was_promised() -> None:
    found = returned(["10月工作计划", "10月份进展情况", "11月工作计划"], [["旧"], ["新进展"], ["新打算"]])
    assert plans_of(found)[0] == "新打算"


def test_a_column_nobody_knows_is_one_question() -> None:
    found = returned(["直播电商"], [["本月成交三亿二千万元。", "本月新增主播七十人。"]])
    (line,) = found.open_lines
    assert line.words == "“直播电商”一列，共2格"
    assert line.answers == {Field.PROGRESS: "本月成交三亿二千万元。\n本月新增主播七十人。"}


def test_names_telephones_and_short_remarks_are_no_question() -> None:
    found = returned(["责任人", "联系电话", "备注"], [["张三李四王五"], ["0543-1234567"], ["内部备注一"]])
    assert not found.open_lines


def test_words_below_the_table_are_a_question() -> None:
    words = "其他需要说明的情况：另有一项工作本月成交额三亿二千万元，请一并统计。"
    (line,) = returned([], [], ([], [words])).open_lines
    assert (line.words, line.candidates) == (words, ())


def test_signatures_and_notes_below_the_table_are_no_question() -> None:
    below: tuple[list[Any], ...] = (
        [],
        ["填报人：张三　联系电话：0543-1234567　　填报日期：10月24日"],
        ["注：本表每月二十五日前报送一次，数据为当月数。"],
    )
    assert not returned([], [], below).open_lines


def test_where_the_office_signs_below_the_table_is_no_question() -> None:
    below: tuple[list[Any], ...] = (
        [],
        ["", "", "单位负责人：王某某", "填报人：张某某"],
        ["", "", "", f"{REQUEST.unit_name}（公章）"],
        ["", "", "", f"滨州{REQUEST.unit_name}"],
        ["", "", "", "单位主要负责人签字："],
        ["", "", "", "（盖章）"],
        ["", "", "", "二〇二五年十月二十四日"],
        ["", "", "", "10月24日"],
        ["", "", "", "2025 年 10 月 24 日"],
        ["", "", "", "0543-1234567"],
    )
    assert not returned([], [], below).open_lines


def test_a_row_with_nothing_but_an_answer_is_still_a_question() -> None:
    (line,) = returned([], [], (["", "", "", "另有一项已办结"],)).open_lines
    assert line.answers == {Field.PROGRESS: "另有一项已办结"}


def test_a_whole_sentence_under_a_head_of_names_is_a_question() -> None:
    (line,) = returned(["科室初稿"], [["我科十月份走访企业，另有三家正在申报补贴。"]]).open_lines
    assert line.words == "“科室初稿”一列，共1格"


STATEMENT = "另外，本月专项资金已拨付到位，请一并统计在内。"


def elsewhere(change: Callable[[Workbook], None]) -> list[OpenLine]:
    """What is asked about a form with something written away from its tables."""
    found = one(filled(REQUEST, change), OFFICE)
    return [line for line in found.open_lines if line.reason == "elsewhere"]


def test_words_above_the_table_and_on_other_sheets_are_a_question() -> None:
    def above(workbook: Workbook) -> None:
        workbook["填报表"]["A3"] = STATEMENT

    def beside(workbook: Workbook) -> None:
        workbook["审签页"]["A18"] = f"备注：{STATEMENT}"

    def further(workbook: Workbook) -> None:
        workbook.create_sheet("补充").append([STATEMENT])

    for change, sheet in ((above, "填报表"), (beside, "审签页"), (further, "补充")):
        (line,) = elsewhere(change)
        assert (line.sheet, line.candidates) == (sheet, ())
        assert STATEMENT in line.answers[Field.PROGRESS]


def test_our_own_sheets_and_the_phrases_of_a_letter_are_no_question() -> None:
    def letter(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("函")
        for text in (
            "市发展改革委：",
            "根据《方案》要求，现将我局十月份进展情况报送如下，请审阅。",
            "特此函告，请查收。",
        ):
            sheet.append([text])
        names = workbook.create_sheet("通讯录")
        names.append(["张某某", "综合科，负责设备更新；兼任联络员，常驻三楼", "0543-1234567"])

    assert not elsewhere(letter)


def test_the_sentences_of_a_form_sent_back_are_no_question() -> None:
    cell = MendCell(REQUEST.rows[0].row.id, Field.PROGRESS, "内容不够具体，请补充数字。")
    request = replace(REQUEST, mend=(cell,))
    out = io.BytesIO()
    write_request(request, out)
    found = one(out.getvalue(), OFFICE)
    assert isinstance(found, Returned)
    assert not found.open_lines


def remarked(cells: dict[str, str], on_sheet: str = "填报表") -> Returned:
    """The form filled in, with 批注 over these cells: a head of 填报表 or a title, else a cell by its name."""

    def add(workbook: Workbook) -> None:
        sheet = workbook[on_sheet]
        heads = next(row for row in sheet.iter_rows() if any(cell.value == "主要任务" for cell in row))
        columns = {cell.value: cell.column_letter for cell in heads if isinstance(cell, Cell)}
        for place, text in cells.items():
            name = f"{columns[place]}{heads[0].row + 1}" if place in columns else place
            sheet[name].comment = Comment(text, "")

    found = one(filled(REQUEST, add), OFFICE)
    assert isinstance(found, Returned)
    return found


def test_a_remark_over_an_answer_is_asked_about_and_never_the_answer() -> None:
    first = REQUEST.rows[0].row.id
    plain = one(filled(REQUEST), OFFICE)
    assert isinstance(plain, Returned)
    for head, field in (("下一步打算", Field.NEXT_STEPS), ("完成状态", Field.PROGRESS)):
        found = remarked({head: "其中两台延期。"})
        (line,) = found.open_lines
        assert (line.reason, line.candidates) == ("remark", (first,))
        assert line.answers == {field: "其中两台延期。"}
        assert found.answers == plain.answers


def test_a_remark_that_repeats_its_line_is_no_question() -> None:
    first = REQUEST.rows[0]
    assert not remarked({"进展情况": f"{REQUEST.unit_name}第{first.row.serial}项 已完成。"}).open_lines


def test_a_remark_over_the_title_is_told_once_and_a_hint_is_not() -> None:
    words = "本月另有一个项目提前投产，产值已经计入第一项。"
    (line,) = remarked({"A1": words}).open_lines
    assert (line.row, line.words, line.candidates) == (1, "", ())
    assert not remarked({"A1": "单位：万元", "B1": "填报说明：请逐项填写本月进展，不得空项漏项。"}).open_lines


def test_what_was_written_over_a_cell_here_when_it_went_back_is_no_remark_but_an_answer_below_it_is() -> None:
    item = REQUEST.rows[0].row.id
    back = replace(REQUEST, mend=(MendCell(item, Field.PROGRESS, "内容不够具体。"),))
    out = io.BytesIO()
    write_request(back, out)
    found = one(out.getvalue(), OFFICE)
    assert isinstance(found, Returned)
    assert not found.open_lines

    def answer(workbook: Workbook) -> None:
        (cell,) = (cell for row in workbook["填报表"].iter_rows() for cell in row if cell.comment)
        cell.comment = Comment(f"{cell.comment.text}\n已补充台账。", "")

    (line,) = one(worked_over(out.getvalue(), answer), OFFICE).open_lines
    assert line.answers == {Field.PROGRESS: "已补充台账。"}


def test_two_tables_side_by_side_are_both_read() -> None:
    rows: list[list[Any]] = [[f"填报单位：{REQUEST.unit_name}"]]
    rows.append(["序号", "指标", "本月数", "累计数", "", "序号", "主要任务", "推进措施及目标", "进展情况"])
    for at in range(max(len(REQUEST.rows), len(REQUEST.indicators))):
        left: list[Any] = [""] * 5
        if at < len(REQUEST.indicators):
            left = [at + 1, REQUEST.indicators[at].indicator.name, 3, 30 + at, ""]
        right: list[Any] = [""] * 4
        if at < len(REQUEST.rows):
            right = [at + 1, REQUEST.rows[at].row.task, REQUEST.rows[at].row.measure, f"进展{at}。"]
        rows.append([*left, *right])
    found = one(table(rows), OFFICE, "2025年10月.xlsx")
    assert isinstance(found, Returned)
    assert [found.answers[line.row.id, Field.PROGRESS] for line in REQUEST.rows] == [
        f"进展{at}。" for at in range(len(REQUEST.rows))
    ]
    assert [found.answers[line.indicator.id, Field.CUMULATIVE] for line in REQUEST.indicators] == [
        str(30 + at) for at in range(len(REQUEST.indicators))
    ]


def lines(request: Request, progress: str = "进展") -> list[list[Any]]:
    """A head and the request's rows with what was done."""
    rows = [
        [one.row.serial, one.row.task, one.row.measure, f"{progress}{one.row.serial}。"]
        for one in request.rows
    ]
    return [[*HEADS], *rows]


def test_two_months_on_one_sheet_are_told_apart_by_their_titles() -> None:
    rows = [
        ["2025年9月进展"],
        [f"填报单位：{REQUEST.unit_name}"],
        *lines(REQUEST, "九月"),
        [],
        ["2025年10月进展"],
    ]
    found = take(table([*rows, *lines(REQUEST, "十月")]), OFFICE, "报送.xlsx")
    told = [one for one in found if isinstance(one, Returned) and one.request.period_key == "2025-10"]
    assert len(told) == 1
    assert all(text.startswith("十月") for text in told[0].answers.values() if text)
    assert not told[0].open_lines


def test_words_over_last_months_are_asked_about_while_this_months_cell_is_empty() -> None:
    def over(workbook: Workbook) -> None:
        sheet = workbook["填报表"]
        heads = next(row for row in sheet.iter_rows() if any(cell.value == "主要任务" for cell in row))
        at = {cell.value: place for place, cell in enumerate(heads, start=1)}
        top = heads[0].row or 0
        first, second = top + 1, top + 2
        for row in (first, second):
            sheet.cell(row, at["上月进展"]).value = f"第{row}行本月做完了。"
        sheet.cell(first, at["进展情况"]).value = None

    found = one(filled(REQUEST, over), OFFICE)
    (line,) = found.open_lines
    assert line.candidates == (REQUEST.rows[0].row.id,)
    assert list(line.answers) == [Field.PROGRESS]


def test_another_plans_sheet_in_a_form_goes_to_its_plan() -> None:
    office = Office(STEMS[:2])
    other = largest(STEMS[1])

    def add(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("另一个方案")
        for cells in [[f"填报单位：{other.unit_name}"], *lines(other)]:
            sheet.append(cells)

    first, second = take(filled(REQUEST, add), office, "报送.xlsx")
    assert isinstance(first, Returned)
    assert isinstance(second, Returned)
    assert (first.recognised_by, first.request.plan.id) == ("token", REQUEST.plan.id)
    assert (second.recognised_by, second.request.plan.id) == ("content", other.plan.id)
    assert not first.open_lines


def test_a_plan_made_anew_from_the_same_document_takes_the_old_forms() -> None:
    known = Office(STEMS[:1])
    old = replace(REQUEST, plan=replace(REQUEST.plan, id="another-store"))
    found = one(filled(old), known)
    assert (found.recognised_by, found.request.plan.id) == ("content", REQUEST.plan.id)
    strange = replace(old, plan=replace(old.plan, title="别处的工作方案"))
    assert one(filled(strange), known).request.plan.id == "another-store"


def test_a_units_form_with_another_units_rows_names_both() -> None:
    _, requests = sent_from(STEMS[0])
    mine, other = next(
        (mine, other)
        for mine in requests.values()
        for other in requests.values()
        if mine.rows and other.rows and not {x.row.id for x in mine.rows} & {x.row.id for x in other.rows}
        if not mine.indicators
    )

    def over(workbook: Workbook) -> None:
        sheet = workbook["填报表"]
        head = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "主要任务")
        sheet.delete_rows(head, 200)
        for cells in lines(other):
            sheet.append(cells)

    (only,) = take(filled(mine, over), OFFICE, "报送.xlsx")
    assert isinstance(only, Unclear)
    assert (only.outcome, only.unit_text) == ("wrong-unit", mine.unit_name)
    assert other.unit_id in only.unit_ids


def test_names_of_tasks_under_a_title_with_the_unit_are_its_return() -> None:
    plan, requests = sent_from(STEMS[0])
    request = next(one for one in requests.values() if one.rows and _names_differ(plan, one))
    rows: list[list[Any]] = [["序号", "主要任务", "完成状态", "进展情况"]]
    rows += [[line.row.serial, line.row.task, "正常推进", "做完了。"] for line in request.rows]
    titled = take(table([[f"{request.unit_name}2025年10月"], *rows]), OFFICE, "表.xlsx")
    assert [one.request.unit_id for one in titled if isinstance(one, Returned)] == [request.unit_id]
    (asked,) = take(table(rows), OFFICE, "表.xlsx")
    assert isinstance(asked, Unclear)
    assert asked.outcome == "unknown-unit"
    assert request.unit_id in asked.unit_ids


def _names_differ(plan: Plan, request: Request) -> bool:
    names = [row.task for row in plan.rows]
    return all(names.count(line.row.task) == 1 for line in request.rows)


def test_numbers_alone_are_the_units_of_the_only_plan_that_asks_it_for_these() -> None:
    office = Office(STEMS[:2])
    rows: list[list[Any]] = [["序号", "完成状态", "进展情况"]]
    rows += [[line.row.serial, "正常推进", f"进展{line.row.serial}。"] for line in REQUEST.rows]
    found = take(table(rows), office, f"{REQUEST.unit_name}10月.xlsx")
    told = [one for one in found if isinstance(one, Returned)]
    assert [one.request.plan.id for one in told] == [REQUEST.plan.id]
    (nobody,) = take(table(rows), office, "10月.xlsx")
    assert isinstance(nobody, Unclear)
