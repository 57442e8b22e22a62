"""Kinds: what is nobody's return here, or not for now. Nothing of it may enter in silence."""

import dataclasses
import io
from typing import Any
from uuid import UUID

import docx

from peidang.exchange.request_workbook import write_reply
from tests.corpus.doors import filled
from tests.corpus.forms import FORM, IDENTITY, Form
from tests.corpus.kind import Case, kind
from tests.corpus.office import SEPTEMBER, Desk, ids_of
from tests.corpus.tables import Line, own_table, row_table, saved, title_of, workbook


def _elsewhere(case: Case) -> Desk:
    desks = [desk for desk in case.elsewhere.desks_of("2025-10") if desk.rows > 1]
    return case.dice.choice(desks)


@kind()
def another_countys_form(case: Case) -> None:
    """A filled form of another county's plan."""
    desk = _elsewhere(case)
    case.file("报送.xlsx", filled(desk))
    case.want("报送.xlsx", "wrong-plan")


@kind()
def another_countys_blank_form(case: Case) -> None:
    """Somebody's blank request to us."""
    case.file("通知附件.xlsx", _elsewhere(case).data)
    case.want("通知附件.xlsx", "request")


@kind()
def another_countys_table(case: Case) -> None:
    """A pasted table of another county's plan, title and unit with it; its tasks read much like ours."""
    desk = _elsewhere(case)
    case.file("报送.xlsx", workbook({"Sheet1": own_table(desk, desk.answers())}))
    case.want("报送.xlsx", "wrong-plan|unknown-unit")


@kind()
def another_countys_table_without_title(case: Case) -> None:
    """The same without any title: only the tasks say that it is not ours."""
    desk = _elsewhere(case)
    table = row_table(desk, desk.answers())
    case.file("报送.xlsx", workbook({"Sheet1": table.grid}))
    case.want("报送.xlsx", "wrong-plan|unknown-unit")


@kind()
def our_own_blank_request(case: Case) -> None:
    """A request as it was sent: nothing new, everything missing."""
    desk = case.desk()
    case.file("报送.xlsx", desk.data)
    case.want("报送.xlsx", "nothing-new", desk, "token")


@kind()
def last_months_form_again(case: Case) -> None:
    """September's form filled once more: kept, asked, not taken."""
    desk = case.desk(month=SEPTEMBER, fits=case.office.silent_in_september)
    case.file("报送.xlsx", filled(desk))
    case.want("报送.xlsx", "wrong-month", desk)


@kind()
def last_months_form_with_a_new_title(case: Case) -> None:
    """September's form, 9月 typed over with 10月: token and title differ, a person says which."""
    desk = case.desk(month=SEPTEMBER, fits=case.office.silent_in_september)
    form = Form(desk.data).fill(desk.answers())
    form.sheet["A1"] = str(form.sheet["A1"].value).replace("9月", "10月")
    case.file("报送.xlsx", form.save())
    case.want("报送.xlsx", "wrong-month|refused", month=" ")


@kind()
def last_months_table(case: Case) -> None:
    """A pasted table that says 2025年9月."""
    desk = case.desk(rows=2, month=SEPTEMBER, fits=case.office.silent_in_september)
    case.file("报送.xlsx", workbook({"Sheet1": own_table(desk, desk.answers())}))
    case.want("报送.xlsx", "wrong-month", desk)


@kind(month=SEPTEMBER)
def last_months_form_when_it_is_meant(case: Case) -> None:
    """September's form in a drop that names September."""
    desk = case.desk(month=SEPTEMBER, fits=case.office.silent_in_september)
    case.take("报送.xlsx", filled(desk), desk, desk.answers())


@kind()
def a_month_nobody_opened(case: Case) -> None:
    """August, which this office never asked for."""
    desk = case.desk()
    token = str(UUID(int=case.dice.getrandbits(128), version=4))
    august = dataclasses.replace(desk.request, period_key="2025-08", token=token)
    ids = ids_of(august)
    out = io.BytesIO()
    write_reply(august, {(ids[p[0], p[1]], p[2]): text for p, text in desk.answers().items()}, out)
    case.file("报送.xlsx", out.getvalue())
    case.want("报送.xlsx", "wrong-month", month="2025-08")


@kind()
def a_unit_not_in_the_plan(case: Case) -> None:
    """The unit line names a bureau the plan does not know, above rows it does know."""
    desk = case.desk(rows=2)
    place = desk.unit.name[0] if desk.unit.name[0] in "市区" else "市"
    case.file("报送.xlsx", workbook({"Sheet1": own_table(desk, desk.answers(), f"{place}气象局")}))
    case.want("报送.xlsx", "unknown-unit")


@kind()
def another_units_rows(case: Case) -> None:
    """The unit line names a unit of the plan that is not asked for these rows."""
    desk = case.desk(rows=2)
    rows = {line.row.id for line in desk.request.rows}
    other = case.desk(fits=lambda one: not rows & {line.row.id for line in one.request.rows})
    case.file("报送.xlsx", workbook({"Sheet1": own_table(desk, desk.answers(), other.unit.name)}))
    case.want("报送.xlsx", "wrong-unit")


def _key(form: Form, name: str) -> Any:
    hidden: Any = form.book[IDENTITY]
    return next(hidden.cell(row, 2) for row in range(1, 20) if hidden.cell(row, 1).value == name)


@kind()
def a_swapped_token(case: Case) -> None:
    """The token of another unit's form stands in this one: contradicts itself, refused."""
    desk, other = case.desk(), case.desk()
    form = Form(desk.data).fill(desk.answers())
    _key(form, "token").value = other.request.token
    case.file("报送.xlsx", form.save())
    case.want("报送.xlsx", "refused")


@kind()
def another_units_hidden_sheet(case: Case) -> None:
    """Rows and unit line of one unit pasted over another's form: whose it is must not be guessed."""
    desk = case.desk(rows=2)
    rows = {line.row.id for line in desk.request.rows}
    other = case.desk(rows=2, fits=lambda one: not rows & {line.row.id for line in one.request.rows})
    form = Form(other.data)
    form.sheet.delete_rows(1, form.sheet.max_row)
    for line in own_table(desk, desk.answers()):
        form.sheet.append(line)
    case.file("报送.xlsx", form.save())
    case.want("报送.xlsx", "refused|wrong-unit|needs-decision|unknown-unit")
    case.allow(desk, desk.answers())


@kind()
def rows_of_another_unit_under_its_identity(case: Case) -> None:
    """Another unit's lines pasted below one's own in one's own form: the own ones are taken, the others asked."""
    desk = case.desk(rows=2)
    rows = {line.row.id for line in desk.request.rows}
    other = case.desk(fits=lambda one: not rows & {line.row.id for line in one.request.rows})
    form = Form(desk.data).fill(desk.answers())
    theirs = row_table(other, other.answers()).lines
    form.rebuild("row", lambda table: [*table, *theirs])
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    texts = {place: text for place, text in other.answers().items() if place[0] == "row"}
    case.want("报送.xlsx", "needs-decision|taken|wrong-unit", other, optional=True)
    case.allow(other, texts)
    case.keep(texts)


@kind()
def a_format_of_the_future(case: Case) -> None:
    """Made by a later version of the program: said, not guessed."""
    desk = case.desk()
    form = Form(desk.data).fill(desk.answers())
    _key(form, "peidang-request").value = "99"
    case.file("报送.xlsx", form.save())
    case.want("报送.xlsx", "refused")


@kind()
def the_form_deleted(case: Case) -> None:
    """Only 审签页 and the hidden sheet are left: nothing is said."""
    desk = case.desk()
    form = Form(desk.data)
    del form.book[FORM]
    case.file("报送.xlsx", form.save())
    case.want("报送.xlsx", "nothing-new|refused")


def _unrelated(case: Case, *lines: Line) -> bytes:
    noise = [f"说明{case.dice.random()}"]
    return workbook({"Sheet1": [*lines, [], noise]})


@kind()
def a_telephone_list(case: Case) -> None:
    """A spreadsheet that has nothing to do with it."""
    lines: list[Line] = [
        ["序号", "姓名", "单位", "电话"],
        *([n, f"张{n}", "某某局", f"000{n}"] for n in range(1, 9)),
    ]
    case.file("通讯录.xlsx", _unrelated(case, ["通讯录"], *lines))
    case.want("通讯录.xlsx", "refused")


@kind()
def an_attendance_list(case: Case) -> None:
    """Numbers and blanks under 序号."""
    lines: list[Line] = [["序号", "姓名", *range(1, 32)], *([n, f"李{n}", *["√"] * 31] for n in range(1, 6))]
    case.file("考勤.xlsx", _unrelated(case, ["10月考勤"], *lines))
    case.want("考勤.xlsx", "refused")


@kind()
def another_works_ledger(case: Case) -> None:
    """Heads like ours, tasks of quite another work: no plan here has them."""
    desk = case.desk()
    tasks = ("开展主题党日活动", "组织老干部体检", "办理人大建议", "整理档案库房", "更换办公楼电梯钥匙")
    lines: list[Line] = [
        ["序号", "主要任务", "工作措施", "责任科室", "完成状态", "进展情况", "存在问题", "下一步打算"],
        *(
            [n, text, f"按要求{text}", "办公室", "正常推进", f"已{text}{case.dice.random()}", "", ""]
            for n, text in enumerate(tasks, 1)
        ),
    ]
    case.file("内部台账.xlsx", workbook({"Sheet1": [[f"{desk.unit.name}机关工作台账"], *lines]}))
    case.want("内部台账.xlsx", "refused|wrong-plan|unknown-unit|needs-decision")


@kind()
def an_empty_workbook(case: Case) -> None:
    """A workbook without anything in it."""
    case.file(f"空表{case.dice.randint(1, 9)}.xlsx", workbook({f"S{case.dice.randint(1, 10**6)}": []}))
    case.want("空表*.xlsx", "refused")


@kind()
def an_unrelated_word_table(case: Case) -> None:
    """A Word document with a table of something else: no return; refused, or kept as material."""
    document = docx.Document()
    document.add_paragraph(f"会议签到表{case.dice.random()}")
    table = document.add_table(rows=3, cols=3)
    for number, cell in enumerate(one for row in table.rows for one in row.cells):
        cell.text = f"项{number}"
    case.file("签到.docx", saved(document))
    case.want("签到.docx", "refused|evidence")


@kind()
def a_web_page_named_xls(case: Case) -> None:
    """An HTML table that some web system calls .xls."""
    desk = case.desk()
    cells = "".join(f"<td>{text}</td>" for text in (title_of(desk), case.dice.random()))
    case.file("导出.xls", f"<html><meta charset='utf-8'><table><tr>{cells}</tr></table></html>".encode())
    case.want("导出.xls", "refused|evidence")


@kind()
def a_csv(case: Case) -> None:
    """Commas instead of cells: told, never taken for a form."""
    case.file("导出.csv", f"序号,进展情况\r\n1,已完成{case.dice.random()}\r\n".encode("gbk"))
    case.want("导出.csv", "refused|evidence")


@kind(two_plans=True)
def two_forms_of_one_bureau(case: Case) -> None:
    """A form of each of two plans in one drop: each goes to its own."""
    one, two = case.desk(plan=0), case.desk(plan=1)
    case.take("甲.xlsx", filled(one), one, one.answers())
    case.take("乙.xlsx", filled(two), two, two.answers())


@kind(two_plans=True, plan="0")
def a_form_of_the_plan_that_is_not_meant(case: Case) -> None:
    """A drop for one plan holds a form of the other."""
    desk = case.desk(plan=1)
    case.file("报送.xlsx", filled(desk))
    case.want("报送.xlsx", "wrong-plan", desk)
