"""Kinds: the request workbook worked upon, its identity still inside.

Most are one small function that does one thing to the form, or to its table of tasks; ``on_form`` and ``on_table``
make the case around it: the unit's form with everything typed in, and what must be taken of it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.comments import Comment

from peidang.domain.labels import Field
from tests.corpus.answers import Answers
from tests.corpus.forms import IDENTITY, Form, of_rows, only, without
from tests.corpus.kind import Case, Convert, kind
from tests.corpus.office import Desk

Table = list[list[Any]]
"""The block of tasks from its heads down, as values."""
OnForm = Callable[[Form, Case], None]
OnTable = Callable[[Table, Case], Table]
WIDTH = 11
"""Columns of the block of tasks."""
ROW_ANSWERS = (Field.STATUS, Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS)


def form_of(desk: Desk, mark: str = "") -> Form:
    """The desk's request with everything typed in, still open."""
    return Form(desk.data).fill(desk.answers(mark))


def on_form(
    rows: int = 2,
    by: str = "token",
    fits: Callable[[Desk], bool] = lambda desk: True,
    left: Callable[[Answers, Form], Answers] = lambda answers, form: answers,
    indicators: bool = False,
) -> Callable[[OnForm], OnForm]:
    """Register a change of the form as a kind: its answers are taken, or those that are ``left`` of them."""

    def register(change: OnForm) -> OnForm:
        def make(case: Case) -> None:
            desk = case.desk(rows, indicators, fits)
            form = form_of(desk)
            change(form, case)
            case.take("报送.xlsx", form.save(), desk, left(desk.answers(), form), by)

        make.__name__, make.__doc__ = change.__name__, change.__doc__
        kind()(make)
        return change

    return register


def on_table(
    rows: int = 2,
    fits: Callable[[Desk], bool] = lambda desk: True,
    left: Callable[[Answers, Form], Answers] = lambda answers, form: answers,
) -> Callable[[OnTable], OnTable]:
    """The same for a change of the table of tasks."""

    def register(change: OnTable) -> OnTable:
        def work(form: Form, case: Case) -> None:
            form.rebuild("row", lambda table: change(table, case))

        work.__name__, work.__doc__ = change.__name__, change.__doc__
        on_form(rows, "token", fits, left)(work)
        return change

    return register


def _serials(desk: Desk) -> list[int]:
    return [line.row.serial for line in desk.request.rows]


def _same_task(desk: Desk) -> bool:
    tasks = [line.row.task for line in desk.request.rows]
    return len(set(tasks)) < len(tasks)


def _blank(lines: int) -> Table:
    return [[None] * WIDTH for _ in range(lines)]


def _still_there(answers: Answers, form: Form) -> Answers:
    """The answers whose lines are still on the form; the tasks stand below the indicators."""
    lines = form.sheet.iter_rows(min_row=form.blocks["row"].head_row)
    serials = [line[0].value for line in lines if isinstance(line[0].value, int)]
    indicators = only(answers, lambda place: place[0] == "indicator")
    return indicators | of_rows(answers, serials)


def _head_cells(form: Form, words: dict[str, str]) -> None:
    block = form.blocks["row"]
    for head, other in words.items():
        form.sheet.cell(block.head_row, block.column(head)).value = other


def _identity(form: Form, key: str) -> Iterator[Any]:
    """The value's cell of each line of the hidden sheet with this key."""
    hidden: Any = form.book[IDENTITY]
    return (hidden.cell(row, 2) for row in range(1, hidden.max_row + 1) if hidden.cell(row, 1).value == key)


# Columns


@on_table()
def columns_moved(table: Table, case: Case) -> Table:
    """The answer columns stand in another order, before the locked ones."""
    order = case.dice.sample(range(1, WIDTH), WIDTH - 1)
    return [[line[0], *(line[n] for n in order)] for line in table]


@on_table()
def the_serial_column_at_the_end(table: Table, case: Case) -> Table:
    """序号 was moved behind everything else."""
    return [[*line[1:], line[0]] for line in table]


@on_table()
def a_column_inserted(table: Table, case: Case) -> Table:
    """A bureau's own columns between ours."""
    own = [("分管领导", "备注"), *((f"领导{n}", f"内部备注{n}") for n in range(1, len(table)))]
    return [[*line[:5], a, *line[5:9], b, *line[9:]] for line, (a, b) in zip(table, own, strict=True)]


@on_form()
def heads_renamed(form: Form, case: Case) -> None:
    """Heads in other words of the same meaning."""
    renamed = {"进展情况": "工作进展情况", "存在问题": "存在的主要问题", "下一步打算": "下步工作打算"}
    _head_cells(form, renamed | {"完成状态": "完成状态（下拉选择）"})


@on_form()
def heads_broken_over_lines(form: Form, case: Case) -> None:
    """Line breaks and blanks inside the heads."""
    _head_cells(form, {"进展情况": "进 展\n情 况", "下一步打算": "下一步\r\n打算", "序号": "序\n号"})


@on_table(left=lambda answers, form: without(answers, Field.PROBLEMS))
def an_answer_column_deleted(table: Table, case: Case) -> Table:
    """Without 存在问题: nothing is said about it, the rest is taken."""
    return [[*line[:9], *line[10:], None] for line in table]


@on_table()
def locked_columns_deleted(table: Table, case: Case) -> Table:
    """Units, 上月 columns and measures deleted to make room on paper."""
    return [[line[0], line[1], *line[7:], *[None] * 5] for line in table]


# Lines


@on_table(rows=3)
def rows_sorted(table: Table, case: Case) -> Table:
    """Lines in another order, their numbers with them."""
    return [table[0], *case.dice.sample(table[1:], len(table) - 1)]


@on_table(fits=lambda desk: _serials(desk)[0] > 1 and not _same_task(desk))
def rows_renumbered(table: Table, case: Case) -> Table:
    """序号 typed anew from 1: the text of a line says which it is, its number means nothing."""
    return [table[0], *([n, *line[1:]] for n, line in enumerate(table[1:], 1))]


@kind()
def rows_sorted_and_renumbered(case: Case) -> None:
    """The worst of both: every number stands at another line of the same unit."""
    desk = case.desk(rows=3)
    form = form_of(desk)

    def turn(table: Table) -> Table:
        numbers = [line[0] for line in table[1:]]
        lines = [*table[2:], table[1]]
        return [table[0], *([number, *line[1:]] for number, line in zip(numbers, lines, strict=True))]

    form.rebuild("row", turn)
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="taken|needs-decision")
    case.shown.clear()
    case.allow(desk, desk.answers())
    case.keep(desk.answers())


@on_table(rows=3, left=_still_there)
def rows_deleted(table: Table, case: Case) -> Table:
    """Only the lines that changed are left."""
    return [*table[:3], *_blank(len(table) - 3)]


@on_table()
def a_row_twice(table: Table, case: Case) -> Table:
    """A line copied below with the same answers: fine."""
    return [*table[:2], list(table[1]), *table[2:]]


@on_table()
def blank_rows_between(table: Table, case: Case) -> Table:
    """Blank lines between the lines, and below the heads."""
    return [table[0], *(one for line in table[1:] for one in ([None] * WIDTH, line))]


@on_table(rows=3)
def heads_again_in_the_middle(table: Table, case: Case) -> Table:
    """The head row repeated between the lines, as on a second page."""
    return [*table[:2], list(table[0]), *table[2:]]


@kind()
def a_row_added(case: Case) -> None:
    """A task of the bureau's own below ours, with answers: nobody asked for it, a person says where it goes."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    own = f"自行增加的工作{case.dice.randint(10**6, 10**7)}已开展"
    task = [None, "组织参加行业展览会", "自办巡回讲座和技能比武活动", *[None] * 4]
    form.rebuild("row", lambda table: [*table, [*task, "正常推进", own, None, None]])
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.asked.append(own)


def _one_of_two(case: Case, desk: Desk, form: Form, other: Answers) -> None:
    """The first line is told in two ways: which counts is asked, neither is lost, all other lines are taken."""
    mine = of_rows(desk.answers(), _serials(desk)[:1])
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.silence(desk, mine)
    case.allow(desk, mine, other)
    case.keep(mine)
    case.keep(other)


@kind()
def a_row_twice_with_different_answers(case: Case) -> None:
    """A line copied and changed: which one counts is asked; all other lines are sure."""
    desk = case.desk(rows=2)
    form, first = form_of(desk), _serials(desk)[0]
    other = of_rows(desk.answers("B"), [first])
    copied = [other["row", first, one] for one in ROW_ANSWERS]
    form.rebuild("row", lambda table: [*table[:2], [*table[1][:7], *copied], *table[2:]])
    _one_of_two(case, desk, form, other)


@kind()
def a_second_copy_of_the_sheet(case: Case) -> None:
    """填报表 (2) beside 填报表 with other words for one line: neither may be lost in silence."""
    desk = case.desk(rows=2)
    form, first = form_of(desk), _serials(desk)[0]
    copy: Any = form.book.copy_worksheet(form.sheet)
    copy.title = "填报表 (2)"
    other = only(of_rows(desk.answers("B"), [first]), lambda place: place[2] is Field.PROGRESS)
    block = form.blocks["row"]
    copy.cell(block.lines[first], block.column("进展情况")).value = other["row", first, Field.PROGRESS]
    _one_of_two(case, desk, form, other)


# What stands below and over the table, and how it looks


@on_form(rows=1, indicators=True)
def a_total_below(form: Form, case: Case) -> None:
    """合计 below each block, with sums under the figures: a sum is nobody's answer."""
    form.rebuild("row", lambda table: [*table, ["合计", f"共{len(table) - 1}项", *[None] * 9]])
    total = ["合计", None, None, None, None, None, 12345, 67890, None, None]
    form.rebuild("indicator", lambda table: [*table, total])


@on_form()
def notes_below(form: Form, case: Case) -> None:
    """填报人, telephone and a remark below the table."""
    last = form.sheet.max_row
    signed = ("填报人：王某某", "联系电话：0000-0000000", "注：以上数据截至10月20日。")
    for down, text in enumerate(signed, 2):
        form.sheet.cell(last + down, 1).value = text
    form.sheet.cell(last + 2, 9).value = "审核人：赵某某"


@on_form()
def signed_below(form: Form, case: Case) -> None:
    """Name, seal and day of the office below the answers' own columns, as under a letter."""
    last = form.sheet.max_row
    name = form.sheet.cell(2, 1).value.partition("：")[2].partition("\u3000")[0]
    signed = (
        (2, 8, "单位负责人：王某某"),
        (2, 10, "填报人：赵某某"),
        (3, 9, f"{name}（盖章）"),
        (4, 9, "二〇二五年十月二十四日"),
    )
    for down, column, text in signed:
        form.sheet.cell(last + down, column).value = text


def _with_a_statement(case: Case, put: Callable[[Form, str], None]) -> None:
    desk = case.desk(rows=2)
    form, said = form_of(desk), f"另外，本月已拨付{case.dice.randint(10**6, 10**7)}元专项资金，请一并统计。"
    put(form, said)
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.asked.append(said)


@kind()
def words_above_the_table(case: Case) -> None:
    """A statement in the blank line between title and table: asked about."""

    def put(form: Form, said: str) -> None:
        form.sheet.cell(3, 1).value = said

    _with_a_statement(case, put)


@kind()
def words_on_a_sheet_of_their_own(case: Case) -> None:
    """A sheet 补充 with a statement: asked about."""

    def put(form: Form, said: str) -> None:
        form.book.create_sheet("补充").append([said])

    _with_a_statement(case, put)


@kind()
def words_on_the_page_to_sign(case: Case) -> None:
    """A statement under 审签页: asked about."""

    def put(form: Form, said: str) -> None:
        form.book["审签页"].append([f"备注：{said}"])

    _with_a_statement(case, put)


@kind()
def a_remark_over_an_answer(case: Case) -> None:
    """A 批注 over a cell: the answer is taken as it stands, what the remark says is asked about."""
    desk = case.desk(rows=2)
    form, place = form_of(desk), ("row", _serials(desk)[0], Field.PROGRESS)
    said = f"其中{case.dice.randint(10**6, 10**7)}元为预计数"
    form.cell(place).comment = Comment(f"王某某:\n{said}", "王某某")
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.asked.append(said)


@on_form(rows=3)
def locked_cells_merged(form: Form, case: Case) -> None:
    """主要任务 and 牵头单位 merged over lines to look better: means nothing."""
    block = form.blocks["row"]
    for head in ("主要任务", "牵头单位"):
        at = {"start_column": block.column(head), "end_column": block.column(head)}
        form.sheet.merge_cells(start_row=min(block.lines.values()), end_row=block.last_row, **at)


@kind()
def answer_cells_merged(case: Case) -> None:
    """One 进展情况 merged over two lines: it is the first one's; whether the other's, too, is asked."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    block, (first, second) = form.blocks["row"], _serials(desk)[:2]
    at = {"start_column": block.column("进展情况"), "end_column": block.column("进展情况")}
    form.sheet.merge_cells(start_row=block.lines[first], end_row=block.lines[first] + 1, **at)
    answers = desk.answers()
    del answers["row", second, Field.PROGRESS]
    case.take("报送.xlsx", form.save(), desk, answers, outcome="needs-decision")
    case.asked.append(answers["row", first, Field.PROGRESS])


@on_form(rows=3)
def rows_and_columns_hidden(form: Form, case: Case) -> None:
    """A filter hid lines, a column was folded away: what is there is there."""
    form.sheet.row_dimensions[min(form.blocks["row"].lines.values())].hidden = True
    form.sheet.column_dimensions["J"].hidden = True


@on_form()
def locked_texts_changed(form: Form, case: Case) -> None:
    """The bureau mended the wording of its measures: the answers are taken, the change is a finding."""
    block = form.blocks["row"]
    for row in block.lines.values():
        cell = form.sheet.cell(row, block.column("推进措施及目标"))
        cell.value = f"{cell.value}（按最新口径）"


@on_form(fits=lambda desk: not desk.request.indicators)
def the_top_deleted(form: Form, case: Case) -> None:
    """Title, unit and block titles deleted."""
    form.sheet.delete_rows(1, form.blocks["row"].head_row - 1)


# Sheets


@on_form()
def the_sheet_renamed(form: Form, case: Case) -> None:
    """填报表 is called Sheet1."""
    form.sheet.title = "Sheet1"


@on_form()
def the_sheets_reordered(form: Form, case: Case) -> None:
    """Our sheets behind the bureau's own."""
    own = form.book.create_sheet("内部台账", 0)
    own["A1"], own["B1"], own["A2"], own["B2"] = "日期", "事项", "10月8日", "开会"
    form.book.move_sheet("填报说明", -2)


@on_form()
def the_other_sheets_deleted(form: Form, case: Case) -> None:
    """审签页 and 填报说明 deleted."""
    del form.book["审签页"], form.book["填报说明"]


@on_form(by="content")
def the_hidden_sheet_lost(form: Form, case: Case) -> None:
    """A document inspector took the hidden sheet out: known by content."""
    del form.book[IDENTITY]


@on_form(by="ids")
def the_hidden_sheet_truncated(form: Form, case: Case) -> None:
    """The request inside is cut off, the ids of the lines are there."""
    for cell in _identity(form, "payload"):
        cell.value = str(cell.value)[:200]


@on_form(by="ids|token")
def the_token_cut(form: Form, case: Case) -> None:
    """The token is gone, the rest of the hidden sheet whole."""
    for cell in _identity(form, "token"):
        cell.value = None


@on_form(by="ids|content")
def the_hidden_sheet_half_gone(form: Form, case: Case) -> None:
    """Only some of the hidden sheet's lines are left, without keys: ids of items are still ids."""
    hidden: Any = form.book[IDENTITY]
    lines = [[cell.value for cell in row[:6]] for row in hidden.iter_rows(max_col=6)]
    hidden.delete_rows(1, hidden.max_row)
    for line in lines:
        if line[0] in ("peidang-request", "item"):
            hidden.append(line)


@on_form(rows=4, by="content", left=_still_there)
def rows_deleted_and_sheet_lost(form: Form, case: Case) -> None:
    """Hidden sheet lost, half the lines gone, the rest in another order."""
    del form.book[IDENTITY]
    form.rebuild("row", lambda table: [table[0], *case.dice.sample(table[1:], 2), *_blank(len(table) - 3)])


# Sheets that are far too large


@kind()
def an_endless_sheet(case: Case) -> None:
    """A border drawn down to line 60,000: the sheet is large, what is in it is not."""
    desk = case.desk()
    source, out = zipfile.ZipFile(io.BytesIO(form_of(desk).save())), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                tail = b'<row r="60000"><c r="A60000" s="1"/><c r="L60000" s="1"/></row></sheetData>'
                part = part.replace(b"</sheetData>", tail)
                part = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:L60000"', part)
            target.writestr(name, part)
    case.take("报送.xlsx", out.getvalue(), desk, desk.answers())


def _with_a_stray_cell(case: Case, row: int, column: int, ending: str) -> None:
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.sheet.cell(row, column).value = "误填"
    case.take(f"报送.{ending}", Convert(form.save(), "xlsx", ending), desk, desk.answers())


@kind()
def a_stray_cell_not_far_enough(case: Case) -> None:
    """Something typed by accident in line 19,000, column 300: neither read in full nor refused."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.sheet.cell(19_000, 300).value = "误填"
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind(needs_libreoffice=True)
def a_stray_cell_in_an_old_workbook(case: Case) -> None:
    """Something typed by accident into the last cell of an .xls: passed over, the rest is read."""
    _with_a_stray_cell(case, 65536, 256, "xls")


@kind(needs_libreoffice=True)
def a_stray_cell_in_an_open_document(case: Case) -> None:
    """Something typed by accident far out in an .ods: passed over, the rest is read."""
    _with_a_stray_cell(case, 1_000_000, 1000, "ods")


@kind(needs_libreoffice=True)
def an_xls_without_hidden_sheet_and_title(case: Case) -> None:
    """Old format, hidden sheet lost, sheet renamed, unit only in the line above the table."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    del form.book[IDENTITY], form.book["审签页"], form.book["填报说明"]
    form.sheet.title = "Sheet1"
    case.take("10月.xls", Convert(form.save(), "xlsx", "xls"), desk, desk.answers(), "content")
