"""Kinds: workbooks of several sheets: a sheet a unit, a sheet a month, hidden ones, sheets of something else."""

import io

from openpyxl import load_workbook

from tests.corpus.answers import Answers
from tests.corpus.forms import only
from tests.corpus.kind import Case, file_word, kind
from tests.corpus.office import SEPTEMBER
from tests.corpus.tables import Line, own_table, row_table, stacked, tables_of, title_of, workbook


def _hide(data: bytes, sheet: str) -> bytes:
    book = load_workbook(io.BytesIO(data))
    book[sheet].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows_only(answers: Answers) -> Answers:
    return only(answers, lambda place: place[0] == "row")


@kind()
def a_sheet_for_each_unit(case: Case) -> None:
    """One workbook, a sheet for each unit, named by it."""
    desks = [case.desk(), case.desk()]
    sheets = {file_word(d.unit)[:28]: stacked(tables_of(d, d.answers()), (title_of(d),)) for d in desks}
    case.file("各单位.xlsx", workbook(sheets))
    for desk in desks:
        case.want("各单位.xlsx", "taken", desk, "content")
        case.say(desk, desk.answers())


@kind()
def a_sheet_for_each_unit_told_by_its_line(case: Case) -> None:
    """Sheets that are only numbered; the unit stands in a line on each."""
    desks = [case.desk(), case.desk(), case.desk()]
    sheets = {f"Sheet{n}": own_table(desk, desk.answers()) for n, desk in enumerate(desks, 1)}
    case.file("各单位.xlsx", workbook(sheets))
    for desk in desks:
        case.want("各单位.xlsx", "taken", desk, "content")
        case.say(desk, desk.answers())


@kind()
def a_sheet_for_each_month(case: Case) -> None:
    """Only the month that is meant is taken; the others are told, as files of these months would be."""
    desk = case.desk(fits=case.office.silent_in_september)
    before = case.office.other_month(desk, SEPTEMBER)
    sheets: dict[str, list[Line]] = {}
    for name, one in (("8月", before), ("9月", before), ("10月", desk)):
        table = row_table(one, one.answers())
        sheets[name] = [[f"填报单位：{one.unit.name}"], [f"{one.plan.title}进展情况表"], *table.grid]
    case.file("各月.xlsx", workbook(sheets))
    case.want("各月.xlsx", "taken", desk, "content")
    case.say(desk, _rows_only(desk.answers()))
    case.want("各月.xlsx", "wrong-month", before, "content")
    case.want("各月.xlsx", "wrong-month", desk, month="2025-08")


@kind()
def a_hidden_copy(case: Case) -> None:
    """The same table once more on a hidden sheet."""
    desk = case.desk(rows=2)
    lines = own_table(desk, desk.answers())
    data = _hide(workbook({"表": lines, "副本": lines}), "副本")
    case.take("报送.xlsx", data, desk, desk.answers(), "content")


@kind()
def a_hidden_sheet_that_says_something_else(case: Case) -> None:
    """Another version on a hidden sheet: the visible one counts, the other one is asked about."""
    desk = case.desk(rows=2)
    other = _rows_only(desk.answers("v"))
    sheets = {
        "表": own_table(desk, desk.answers()),
        "底稿": stacked([row_table(desk, other)], (title_of(desk),)),
    }
    case.take("报送.xlsx", _hide(workbook(sheets), "底稿"), desk, desk.answers(), "content", "needs-decision")
    case.ask(other)


@kind()
def a_list_of_projects_beside_it(case: Case) -> None:
    """A table of one's own on another sheet: what we asked for is taken, the other told to be none of ours."""
    desk = case.desk(rows=2)
    heads = ["序号", "事项", "进展情况", "存在问题"]
    projects = [[n, f"自有项目第{n}号厂房", f"第{n}号封顶", ""] for n in range(1, 6)]
    data = workbook({"表": own_table(desk, desk.answers()), "项目清单": [["项目清单"], heads, *projects]})
    case.take("报送.xlsx", data, desk, desk.answers(), "content")
    case.want("报送.xlsx", "wrong-plan")
