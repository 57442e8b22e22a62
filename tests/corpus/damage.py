"""Kinds: the request workbook worked upon, its identity still inside."""

import io
import re
import zipfile
from typing import Any

from peidang.domain.labels import Field
from tests.corpus.forms import IDENTITY, Form, of_rows, only, without
from tests.corpus.kind import Case, Convert, kind
from tests.corpus.office import Desk


def form_of(desk: Desk, mark: str = "") -> Form:
    """The desk's request with everything typed in, still open."""
    return Form(desk.data).fill(desk.answers(mark))


def _serials(desk: Desk) -> list[int]:
    return [line.row.serial for line in desk.request.rows]


@kind()
def columns_moved(case: Case) -> None:
    """The answer columns stand in another order, before the locked ones."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    order = case.dice.sample(range(1, 11), 10)
    form.rebuild("row", lambda table: [[line[0], *(line[n] for n in order)] for line in table])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def the_serial_column_at_the_end(case: Case) -> None:
    """序号 was moved behind everything else."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.rebuild("row", lambda table: [[*line[1:], line[0]] for line in table])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def a_column_inserted(case: Case) -> None:
    """A bureau's own columns between ours."""
    desk = case.desk(rows=2)
    form = form_of(desk)

    def widen(table: list[list[Any]]) -> list[list[Any]]:
        extra = [["分管领导", "备注"], *([f"领导{n}", f"内部备注{n}"] for n in range(1, len(table)))]
        return [[*line[:5], a, *line[5:9], b, *line[9:]] for line, (a, b) in zip(table, extra, strict=True)]

    form.rebuild("row", widen)
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def heads_renamed(case: Case) -> None:
    """Heads in other words of the same meaning."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    words = {
        "进展情况": "工作进展情况",
        "存在问题": "存在的主要问题",
        "下一步打算": "下步工作打算",
        "完成状态": "完成状态（下拉选择）",
    }
    block = form.blocks["row"]
    for head, other in words.items():
        form.sheet.cell(block.head_row, block.column(head)).value = other
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def heads_broken_over_lines(case: Case) -> None:
    """Line breaks and blanks inside the heads."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    block = form.blocks["row"]
    for head, other in {"进展情况": "进 展\n情 况", "下一步打算": "下一步\r\n打算", "序号": "序\n号"}.items():
        form.sheet.cell(block.head_row, block.column(head)).value = other
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def an_answer_column_deleted(case: Case) -> None:
    """Without 存在问题: nothing is said about it, the rest is taken."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.rebuild("row", lambda table: [[*line[:9], *line[10:], None] for line in table])
    case.take("报送.xlsx", form.save(), desk, without(desk.answers(), Field.PROBLEMS))


@kind()
def locked_columns_deleted(case: Case) -> None:
    """Units, 上月 columns and measures deleted to make room on paper."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.rebuild("row", lambda table: [[line[0], line[1], *line[7:], *[None] * 5] for line in table])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def rows_sorted(case: Case) -> None:
    """Lines in another order, their numbers with them."""
    desk = case.desk(rows=3)
    form = form_of(desk)
    form.rebuild("row", lambda table: [table[0], *case.dice.sample(table[1:], len(table) - 1)])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def rows_renumbered(case: Case) -> None:
    """序号 typed anew from 1: the text of a line says which it is, its number means nothing."""
    desk = case.desk(rows=2, fits=lambda one: _serials(one)[0] > 1 and not _same_task(one))
    form = form_of(desk)
    form.rebuild("row", lambda table: [table[0], *([n, *line[1:]] for n, line in enumerate(table[1:], 1))])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def rows_sorted_and_renumbered(case: Case) -> None:
    """The worst of both: every number stands at another line of the same unit."""
    desk = case.desk(rows=3)
    form = form_of(desk)

    def turn(table: list[list[Any]]) -> list[list[Any]]:
        numbers = [line[0] for line in table[1:]]
        lines = [*table[2:], table[1]]
        return [table[0], *([number, *line[1:]] for number, line in zip(numbers, lines, strict=True))]

    form.rebuild("row", turn)
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="taken|needs-decision")
    case.shown.clear()
    case.allow(desk, desk.answers())
    case.keep(desk.answers())


def _same_task(desk: Desk) -> bool:
    tasks = [line.row.task for line in desk.request.rows]
    return len(set(tasks)) < len(tasks)


@kind()
def rows_deleted(case: Case) -> None:
    """Only the lines that changed are left."""
    desk = case.desk(rows=3)
    form = form_of(desk)
    left = _serials(desk)[:2]
    form.rebuild("row", lambda table: [table[0], *table[1:3], *[[None] * 11 for _ in table[3:]]])
    answers = only(desk.answers(), lambda place: place[0] == "indicator") | of_rows(desk.answers(), left)
    case.take("报送.xlsx", form.save(), desk, answers)


@kind()
def a_row_added(case: Case) -> None:
    """A task of the bureau's own below ours, with answers: nobody asked for it, a person says where it goes."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    own = f"自行增加的工作{case.dice.randint(10**6, 10**7)}已开展"
    line = [
        None,
        "组织参加行业展览会",
        "自办巡回讲座和技能比武活动",
        None,
        None,
        None,
        None,
        "正常推进",
        own,
        None,
        None,
    ]
    form.rebuild("row", lambda table: [*table, line])
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.asked.append(own)


@kind()
def a_row_twice(case: Case) -> None:
    """A line copied below with the same answers: fine."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.rebuild("row", lambda table: [*table[:2], list(table[1]), *table[2:]])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def a_row_twice_with_different_answers(case: Case) -> None:
    """A line copied and changed: which one counts is asked; all other lines are sure."""
    desk = case.desk(rows=2)
    form, first = form_of(desk), _serials(desk)[0]
    mine, other = of_rows(desk.answers(), [first]), of_rows(desk.answers("B"), [first])
    copied = [
        other["row", first, one] for one in (Field.STATUS, Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS)
    ]
    form.rebuild("row", lambda table: [*table[:2], [*table[1][:7], *copied], *table[2:]])
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.silence(desk, mine)
    case.allow(desk, mine, other)
    case.keep(mine)
    case.keep(other)


@kind()
def blank_rows_between(case: Case) -> None:
    """Blank lines between the lines, and below the heads."""
    desk = case.desk(rows=2)
    form = form_of(desk)

    def spread(table: list[list[Any]]) -> list[list[Any]]:
        return [table[0], *(one for line in table[1:] for one in ([None] * 11, line))]

    form.rebuild("row", spread)
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def a_total_below(case: Case) -> None:
    """合计 below each block, with sums under the figures: a sum is nobody's answer."""
    desk = case.desk(indicators=True)
    form = form_of(desk)
    form.rebuild("row", lambda table: [*table, ["合计", f"共{len(table) - 1}项", *[None] * 9]])
    total = ["合计", None, None, None, None, None, 12345, 67890, None, None]
    form.rebuild("indicator", lambda table: [*table, total])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def notes_below(case: Case) -> None:
    """填报人, telephone and a remark below the table."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    last = form.sheet.max_row
    for down, text in enumerate(
        ("填报人：王某某", "联系电话：0000-0000000", "注：以上数据截至10月20日。"), 2
    ):
        form.sheet.cell(last + down, 1).value = text
    form.sheet.cell(last + 2, 9).value = "审核人：赵某某"
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def locked_cells_merged(case: Case) -> None:
    """主要任务 and 牵头单位 merged over lines to look better: means nothing."""
    desk = case.desk(rows=3)
    form = form_of(desk)
    block = form.blocks["row"]
    first, last = min(block.lines.values()), block.last_row
    for head in ("主要任务", "牵头单位"):
        column = block.column(head)
        form.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def answer_cells_merged(case: Case) -> None:
    """One 进展情况 merged over two lines: it is the first one's; whether the other's, too, is asked."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    block, (first, second) = form.blocks["row"], _serials(desk)[:2]
    column = block.column("进展情况")
    top = block.lines[first]
    form.sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    answers = desk.answers()
    del answers["row", second, Field.PROGRESS]
    case.take("报送.xlsx", form.save(), desk, answers, outcome="needs-decision")
    case.asked.append(answers["row", first, Field.PROGRESS])


@kind()
def the_top_deleted(case: Case) -> None:
    """Title, unit and block titles deleted."""
    desk = case.desk(rows=2, fits=lambda one: not one.request.indicators)
    form = form_of(desk)
    form.sheet.delete_rows(1, form.blocks["row"].head_row - 1)
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def the_sheet_renamed(case: Case) -> None:
    """填报表 is called Sheet1."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    form.sheet.title = "Sheet1"
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def the_sheets_reordered(case: Case) -> None:
    """Our sheets behind the bureau's own."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    own = form.book.create_sheet("内部台账", 0)
    own["A1"], own["B1"], own["A2"], own["B2"] = "日期", "事项", "10月8日", "开会"
    form.book.move_sheet("填报说明", -2)
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def the_other_sheets_deleted(case: Case) -> None:
    """审签页 and 填报说明 deleted."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    del form.book["审签页"], form.book["填报说明"]
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def the_hidden_sheet_lost(case: Case) -> None:
    """A document inspector took the hidden sheet out: known by content."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    del form.book[IDENTITY]
    case.take("报送.xlsx", form.save(), desk, desk.answers(), "content")


@kind()
def the_hidden_sheet_truncated(case: Case) -> None:
    """The request inside is cut off, the ids of the lines are there."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    hidden: Any = form.book[IDENTITY]
    for row in range(hidden.max_row, 0, -1):
        if hidden.cell(row, 1).value == "payload":
            hidden.cell(row, 2).value = str(hidden.cell(row, 2).value)[:200]
    case.take("报送.xlsx", form.save(), desk, desk.answers(), "ids")


@kind()
def the_token_cut(case: Case) -> None:
    """The token is gone, the rest of the hidden sheet whole."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    hidden: Any = form.book[IDENTITY]
    for row in range(1, hidden.max_row + 1):
        if hidden.cell(row, 1).value == "token":
            hidden.cell(row, 2).value = None
    case.take("报送.xlsx", form.save(), desk, desk.answers(), "ids|token")


@kind()
def the_hidden_sheet_half_gone(case: Case) -> None:
    """Only some of the hidden sheet's lines are left, without keys: ids of items are still ids."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    hidden: Any = form.book[IDENTITY]
    keep = [
        row
        for row in range(1, hidden.max_row + 1)
        if hidden.cell(row, 1).value in ("peidang-request", "item")
    ]
    lines = [[hidden.cell(row, n).value for n in range(1, 7)] for row in keep]
    hidden.delete_rows(1, hidden.max_row)
    for line in lines:
        hidden.append(line)
    case.take("报送.xlsx", form.save(), desk, desk.answers(), "ids|content")


@kind()
def rows_deleted_and_sheet_lost(case: Case) -> None:
    """Hidden sheet lost, half the lines gone, the rest in another order."""
    desk = case.desk(rows=4)
    form = form_of(desk)
    del form.book[IDENTITY]
    left = case.dice.sample(_serials(desk), 2)
    form.rebuild(
        "row",
        lambda table: [
            table[0],
            *sorted((line for line in table[1:] if line[0] in left), key=lambda line: left.index(line[0])),
            *[[None] * 11 for _ in table[3:]],
        ],
    )
    answers = only(desk.answers(), lambda place: place[0] == "indicator") | of_rows(desk.answers(), left)
    case.take("报送.xlsx", form.save(), desk, answers, "content")


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
    mine = of_rows(desk.answers(), [first])
    case.take("报送.xlsx", form.save(), desk, desk.answers(), outcome="needs-decision")
    case.silence(desk, mine)
    case.allow(desk, mine, other)
    case.keep(mine)
    case.keep(other)


@kind()
def rows_and_columns_hidden(case: Case) -> None:
    """A filter hid lines, a column was folded away: what is there is there."""
    desk = case.desk(rows=3)
    form = form_of(desk)
    block = form.blocks["row"]
    form.sheet.row_dimensions[min(block.lines.values())].hidden = True
    form.sheet.column_dimensions["J"].hidden = True
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def heads_again_in_the_middle(case: Case) -> None:
    """The head row repeated between the lines, as on a second page."""
    desk = case.desk(rows=3)
    form = form_of(desk)
    form.rebuild("row", lambda table: [*table[:2], list(table[0]), *table[2:]])
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind()
def an_endless_sheet(case: Case) -> None:
    """A border drawn down to line 60,000: the sheet is large, what is in it is not."""
    desk = case.desk()
    data = form_of(desk).save()
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                tail = b'<row r="60000"><c r="A60000" s="1"/><c r="L60000" s="1"/></row></sheetData>'
                part = part.replace(b"</sheetData>", tail)
                part = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:L60000"', part)
            target.writestr(name, part)
    case.take("报送.xlsx", out.getvalue(), desk, desk.answers())


@kind()
def locked_texts_changed(case: Case) -> None:
    """The bureau mended the wording of its measures: the answers are taken, the change is a finding."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    block = form.blocks["row"]
    for row in block.lines.values():
        cell = form.sheet.cell(row, block.column("推进措施及目标"))
        cell.value = f"{cell.value}（按最新口径）"
    case.take("报送.xlsx", form.save(), desk, desk.answers())


@kind(needs_libreoffice=True)
def an_xls_without_hidden_sheet_and_title(case: Case) -> None:
    """Old format, hidden sheet lost, sheet renamed, unit only in the line above the table."""
    desk = case.desk(rows=2)
    form = form_of(desk)
    del form.book[IDENTITY], form.book["审签页"], form.book["填报说明"]
    form.sheet.title = "Sheet1"
    case.take("10月.xls", Convert(form.save(), "xlsx", "xls"), desk, desk.answers(), "content")
