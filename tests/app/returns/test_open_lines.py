"""Lines that fit no row, or several: they wait for a person, lose nothing, and can be undone."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment

from peidang.app.month import undoing
from peidang.app.month.checking import check
from peidang.app.outgoing.sending_back import cells_to_mend
from peidang.app.returns import deciding
from peidang.app.views import Choice, Decision
from peidang.domain.labels import Field
from tests.app.office import FARMING, TODAY, Office

HEADS = ("序号", "主要任务", "推进措施及目标", "完成状态", "进展情况", "存在问题", "下一步打算")
STRAY = "这一段话谁也认不出来。"


def pasted(unit: str, lines: Sequence[Sequence[object]]) -> bytes:
    """Values pasted into a workbook of one's own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"填报单位：{unit}"])
    sheet.append(HEADS)
    for line in lines:
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stray_return(office: Office) -> bytes:
    """One line that is surely row 2, and one that is nobody's."""
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 2)
    return pasted(
        FARMING,
        [
            (2, row.task, row.measure, "正常推进", "改造3处。", "", "11月验收。"),
            (77, "临时交办的事", "与方案无关的一件事情", "正常推进", STRAY, "", "继续。"),
        ],
    )


def test_a_line_that_fits_no_row_is_asked_about_and_the_sure_ones_are_taken(office: Office) -> None:
    told = office.take(stray_return(office))
    assert (told.outcome, told.unit, told.recognised_by) == ("needs-decision", FARMING, "content")
    assert told.cells["pending"] == 3
    assert office.entry(2, FARMING)["progress"] == "改造3处。"
    (asked,) = deciding.open_decisions(office.store)
    assert asked.kind == "whose-line"
    assert STRAY in {item.new for item in asked.items}


def test_given_to_a_row_it_is_that_rows_answer_until_it_is_undone(office: Office) -> None:
    office.take(stray_return(office))
    (asked,) = deciding.open_decisions(office.store)
    choice = next(one for one in asked.choices if one.id == office.row_id(9))
    batch = deciding.decide(office.store, asked.id, choice.id)
    assert office.entry(9, FARMING)["progress"] == STRAY
    assert deciding.open_decisions(office.store) == ()
    undoing.undo(office.store, batch)
    assert office.entry(9, FARMING) == {}
    assert [one.id for one in deciding.open_decisions(office.store)] == [asked.id]


def test_given_to_nobody_it_is_asked_no_more_even_when_the_file_comes_again(office: Office) -> None:
    office.take(stray_return(office))
    (asked,) = deciding.open_decisions(office.store)
    deciding.decide(office.store, asked.id, "none")
    assert deciding.open_decisions(office.store) == ()
    office.take(stray_return(office), "再报.xlsx")
    assert deciding.open_decisions(office.store) == ()


def test_undoing_the_drop_takes_the_question_away(office: Office) -> None:
    drop = office.receive(office.arrive(stray_return(office)))
    assert drop.batch is not None
    undoing.undo(office.store, drop.batch)
    assert deciding.open_decisions(office.store) == ()


def test_a_file_without_a_unit_waits_until_a_person_says_whose_it_is(office: Office) -> None:
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 7)
    data = pasted("某某单位", [(7, row.task, row.measure, "正常推进", "修了一段路。", "", "再修。")])
    told = office.take(data, "表.xlsx")
    assert told.outcome == "unknown-unit"
    (asked,) = deciding.open_decisions(office.store)
    assert asked.kind == "whose-file"
    batch = deciding.decide(office.store, asked.id, office.unit_id(FARMING))
    assert office.entry(7, FARMING)["progress"] == "修了一段路。"
    undoing.undo(office.store, batch)
    assert office.entry(7, FARMING) == {}


def test_the_units_that_the_finding_names_are_offered_first(office: Office) -> None:
    plan = office.store.plans.get(office.plan_id)
    row = next(one for one in plan.rows if one.serial == 7)
    answered = (7, row.task, row.measure, "正常推进", "修了一段路。", "", "再修。")
    office.take(pasted("", [answered]), "表.xlsx")
    (asked,) = deciding.open_decisions(office.store)
    offered = [one.words for one in asked.choices]
    likely = [unit.name for unit in plan.reporting_units() if unit.id in row.reporting_unit_ids()]
    assert offered[: len(likely)] == likely
    assert len(offered) > len(likely) + 1
    assert likely != [unit.name for unit in plan.reporting_units()][: len(likely)]


def two_lines(office: Office, second: Sequence[object]) -> bytes:
    """Row 2 on two lines that differ; ``second`` is the second line's answers."""
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 2)
    told = (2, row.task, row.measure)
    return pasted(FARMING, [(*told, "正常推进", "改造3处。", "", "11月验收。"), (*told, *second)])


def proposed(asked: Decision) -> Choice:
    (choice,) = [one for one in asked.choices if one.proposed]
    return choice


def test_a_row_split_in_two_lines_is_put_together_by_taking_what_is_proposed(office: Office) -> None:
    office.take(two_lines(office, ("正常推进", "另完成检测5处。", "缺资金。", "11月验收。")))
    for _ in range(2):
        asked = deciding.open_decisions(office.store)[0]
        deciding.decide(office.store, asked.id, proposed(asked).id)
    entry = office.entry(2, FARMING)
    assert entry["progress"] == "改造3处。\n另完成检测5处。"
    assert (entry["problems"], entry["next_steps"]) == ("缺资金。", "11月验收。")
    assert deciding.open_decisions(office.store) == ()


def test_choices_read_from_an_older_list_do_not_replace_each_other(office: Office) -> None:
    office.take(two_lines(office, ("正常推进", "另完成检测5处。", "", "")))
    for asked in deciding.open_decisions(office.store):
        deciding.decide(office.store, asked.id, proposed(asked).id)
    assert office.entry(2, FARMING)["progress"] == "改造3处。\n另完成检测5处。"


def test_the_second_line_can_replace_the_first_and_says_what_it_replaces(office: Office) -> None:
    office.take(two_lines(office, ("进度滞后", "改造4处。", "", "")))
    first = deciding.open_decisions(office.store)[0]
    deciding.decide(office.store, first.id, proposed(first).id)
    (asked,) = deciding.open_decisions(office.store)
    below, replace, leave = asked.choices
    assert below.words.startswith("接在后面：第2行")
    assert below.detail == "完成状态仍为“正常推进”"
    assert replace.words.startswith("替换：第2行")
    assert "进展情况现为“改造3处。”" in replace.detail
    assert leave.id == "none"
    deciding.decide(office.store, asked.id, replace.id)
    entry = office.entry(2, FARMING)
    assert (entry["status"], entry["progress"]) == ("进度滞后", "改造4处。")


def test_a_line_without_a_name_goes_on_below_the_line_above_it(office: Office) -> None:
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 2)
    first = (2, row.task, row.measure, "正常推进", "改造3处；", "", "11月验收。")
    office.take(pasted(FARMING, [first, ("", "", "", "", "另完成检测5处。", "", "")]))
    (asked,) = deciding.open_decisions(office.store)
    assert "可能接着上一行" in asked.question
    batch = deciding.decide(office.store, asked.id, proposed(asked).id)
    assert office.entry(2, FARMING)["progress"] == "改造3处；\n另完成检测5处。"
    undoing.undo(office.store, batch)
    assert office.entry(2, FARMING)["progress"] == "改造3处；"


def test_what_waits_for_a_person_is_not_called_empty_nor_sent_back(office: Office) -> None:
    told = office.take(two_lines(office, ("正常推进", "另完成检测5处。", "", "11月验收。")))
    unit, row = office.unit_id(FARMING), office.row_id(2)
    month = (office.store, office.plan_id, office.period_id, TODAY)

    def empty() -> set[Field | None]:
        mine = [one for one in check(*month) if (one.unit_id, one.item_id) == (unit, row)]
        return {one.field for one in mine if one.code == "missing"}

    rows = len(office.store.plans.get(office.plan_id).rows_of(unit))
    called_empty = [one for one in told.findings if "“进展情况”未填" in one["message"]]
    assert len(called_empty) == rows - 1, "of every row but the one that was filled in twice"
    assert empty() == set()
    assert row not in {cell.item_id for cell in cells_to_mend(*month).get(unit, ())}
    for one in deciding.open_decisions(office.store):
        deciding.decide(office.store, one.id, "none")
    assert empty() == {Field.STATUS, Field.PROGRESS, Field.NEXT_STEPS}


def remarked(office: Office, text: str) -> bytes:
    """Row 2 answered, with a 批注 over its 进展情况."""
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 2)
    data = pasted(FARMING, [(2, row.task, row.measure, "正常推进", "改造3处。", "", "11月验收。")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0]["E3"].comment = Comment(text, "张三")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_remark_over_a_cell_waits_for_a_person_and_goes_below_the_answer_when_he_says_so(
    office: Office,
) -> None:
    told = office.take(remarked(office, "张三:\n其中1处延期到12月。"))
    assert (told.outcome, told.cells["pending"]) == ("needs-decision", 1)
    assert office.entry(2, FARMING)["progress"] == "改造3处。"
    (asked,) = deciding.open_decisions(office.store)
    assert "第3行" in asked.question
    assert "加了批注" in asked.question
    assert asked.heading == "批注所写"
    assert not any(one.proposed for one in asked.choices)
    below = next(one for one in asked.choices if one.words.startswith("接在后面"))
    deciding.decide(office.store, asked.id, below.id)
    assert office.entry(2, FARMING)["progress"] == "改造3处。\n其中1处延期到12月。"


def test_a_remark_that_is_not_taken_changes_nothing_and_is_asked_no_more(office: Office) -> None:
    office.take(remarked(office, "请领导阅。"))
    (asked,) = deciding.open_decisions(office.store)
    assert asked.choices[-1].words == "不采用"
    deciding.decide(office.store, asked.id, asked.choices[-1].id)
    assert office.entry(2, FARMING)["progress"] == "改造3处。"
    assert deciding.open_decisions(office.store) == ()


def test_each_kind_of_words_outside_the_answers_has_its_own_sentence(office: Office) -> None:
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 2)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"填报单位：{FARMING}"])
    sheet.append([*HEADS, "直播电商"])
    sheet.append(
        [2, row.task, row.measure, "正常推进", "改造3处。", "", "11月验收。", "本月成交三亿二千万元。"]
    )
    sheet.append([])
    sheet.append(["另有一项工作本月成交额三亿二千万元，请一并统计在内。"])
    out = io.BytesIO()
    book.save(out)
    office.take(out.getvalue())
    column, below = deciding.open_decisions(office.store)
    assert "多出“直播电商”一列，共1格，填报表没有这一栏" in column.question
    assert column.heading == "这一栏所写"
    assert "在表格下面（第5行）另写了一段话" in below.question
    assert below.heading == "这段话"
