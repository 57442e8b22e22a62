"""Kinds: values without our workbook, known by content alone: pasted, retyped, summed up by an office's own table."""

import io
import re

from openpyxl import load_workbook

from tests.corpus import wrappings
from tests.corpus.answers import Answers
from tests.corpus.forms import of_rows, only
from tests.corpus.kind import Case, file_word, kind, unique_rows
from tests.corpus.office import Desk
from tests.corpus.tables import Line, own_table, row_table, stacked, tables_of, title_of, workbook

_ANSWER_HEADS = ("完成状态", "进展情况", "存在问题", "下一步打算")


def _rows_only(answers: Answers) -> Answers:
    return only(answers, lambda place: place[0] == "row")


def different_texts(desk: Desk) -> bool:
    """No two lines of the unit have the same measure."""
    measures = [line.row.measure for line in desk.request.rows]
    return len(set(measures)) == len(measures)


def _shared(desk: Desk) -> bool:
    """Each line is another unit's, too: the lines alone cannot say whose they are."""
    rows = [line.row.reporting_unit_ids() for line in desk.request.rows]
    common = set(rows[0]).intersection(*map(set, rows[1:]))
    return len(common) > 1 and not desk.request.indicators


@kind()
def pasted_with_title(case: Case) -> None:
    """All values pasted into a new workbook, our title and unit line with them."""
    desk = case.desk(rows=2)
    above = (f"{title_of(desk, '填报表')}", f"填报单位：{desk.unit.name}　　截止：10月25日")
    lines = stacked(tables_of(desk, desk.answers()), above)
    case.take("工作簿1.xlsx", workbook({"Sheet1": lines}), desk, desk.answers(), "content")


@kind()
def pasted_without_title(case: Case) -> None:
    """Heads and lines only; the file's name says whose they are."""
    desk = case.desk(rows=2)
    lines = stacked(tables_of(desk, desk.answers()), block_titles=False)
    data = workbook({"Sheet1": lines})
    case.take(f"{file_word(desk.unit)}.xlsx", data, desk, desk.answers(), "content")


@kind()
def pasted_without_serials(case: Case) -> None:
    """Without 序号: the texts say which line is which."""
    desk = case.desk(rows=2, fits=different_texts)
    lines = [
        [title_of(desk)],
        [f"填报单位：{desk.unit.name}"],
        *row_table(desk, desk.answers()).without("序号").grid,
    ]
    case.take("报送.xlsx", workbook({"Sheet1": lines}), desk, _rows_only(desk.answers()), "content")


@kind()
def pasted_with_shortened_texts(case: Case) -> None:
    """Without 序号, the measures cut to their beginning, blanks put in."""
    desk = case.desk(rows=3, fits=different_texts)
    table = row_table(desk, desk.answers()).without("序号")
    at = table.column("推进措施及目标")
    starts = {str(line[at])[:30] for line in table.lines}
    if len(starts) < len(table.lines):
        table = row_table(desk, desk.answers())
        at = table.column("推进措施及目标")
    for line in table.lines:
        line[at] = f" {str(line[at])[:30]}…"
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], *table.grid]
    case.take("报送.xlsx", workbook({"Sheet1": lines}), desk, _rows_only(desk.answers()), "content")


@kind()
def only_the_answered_block(case: Case) -> None:
    """序号, the measure and the answers, nothing else; no title; the unit in the sheet's name."""
    desk = case.desk(rows=2)
    table = row_table(desk, desk.answers()).only("序号", "推进措施及目标", *_ANSWER_HEADS)
    data = workbook({file_word(desk.unit)[:28]: table.grid})
    case.take("报送.xlsx", data, desk, _rows_only(desk.answers()), "content")


@kind()
def serials_and_answers_only(case: Case) -> None:
    """序号 and answers under title and unit line, no text of ours: numbers alone are asked or taken, never misplaced.

    The unit is named and the numbers are all its own; still nothing proves that they are our numbers.
    """
    desk = case.desk(rows=3)
    table = row_table(desk, desk.answers()).only("序号", *_ANSWER_HEADS)
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], *table.grid]
    case.file("报送.xlsx", workbook({"Sheet1": lines}))
    case.want("报送.xlsx", "taken|needs-decision", desk, "content")
    case.allow(desk, desk.answers())
    case.keep(_rows_only(desk.answers()))


@kind()
def under_an_own_title(case: Case) -> None:
    """The bureau's own title, red-headed letter style, unit line and remarks around the table."""
    desk = case.desk(rows=2)
    above = (
        f"关于报送《{desk.plan.title}》{int(desk.month[5:])}月份工作进展情况的报告",
        "",
        f"单位（盖章）：{desk.unit.name}",
        "按照要求，现将有关情况报告如下：",
    )
    lines = stacked(tables_of(desk, desk.answers()), above)
    case.take("报告附表.xlsx", workbook({"附表": lines}), desk, desk.answers(), "content")


@kind()
def somewhere_in_the_sheet(case: Case) -> None:
    """The table begins at E7."""
    desk = case.desk(rows=2)
    data = workbook({"Sheet1": own_table(desk, desk.answers())}, at=(6, 4))
    case.take("报送.xlsx", data, desk, desk.answers(), "content")


@kind()
def heads_in_other_words(case: Case) -> None:
    """Every answer head retyped in other words."""
    desk = case.desk(rows=2)
    words = {
        "推进措施及目标": "工作措施和目标",
        "完成状态": "状态",
        "进展情况": "目前进展",
        "存在问题": "困难和问题",
        "下一步打算": "下步工作计划",
    }
    table = row_table(desk, desk.answers()).renamed(words)
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], *table.grid]
    case.take("报送.xlsx", workbook({"Sheet1": lines}), desk, _rows_only(desk.answers()), "content")


@kind()
def heads_of_two_storeys(case: Case) -> None:
    """A line 「任务」「填报内容」 above the heads."""
    desk = case.desk(rows=2)
    table = row_table(desk, desk.answers())
    storey: Line = ["序号", "任务", None, "单位", None, "上月", None, "填报内容"]
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], storey, *table.grid]
    case.take("报送.xlsx", workbook({"Sheet1": lines}), desk, _rows_only(desk.answers()), "content")


@kind()
def serials_as_texts(case: Case) -> None:
    """序号 as 「1.」 or in full width."""
    desk = case.desk(rows=2)
    table = row_table(desk, desk.answers())
    for number, line in enumerate(table.lines):
        line[0] = (
            f"{line[0]}."
            if number % 2
            else str(line[0]).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        )
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], *table.grid]
    case.take("报送.xlsx", workbook({"Sheet1": lines}), desk, _rows_only(desk.answers()), "content")


@kind()
def blocks_on_two_sheets(case: Case) -> None:
    """Indicators on one sheet, tasks on another."""
    desk = case.desk(indicators=True)
    tables = tables_of(desk, desk.answers())
    above = (title_of(desk), f"填报单位：{desk.unit.name}")
    data = workbook({table.title[2:]: stacked([table], above) for table in tables})
    case.take("报送.xlsx", data, desk, desk.answers(), "content")


@kind()
def indicators_only(case: Case) -> None:
    """Only the block of figures."""
    desk = case.desk(indicators=True)
    (table,) = [one for one in tables_of(desk, desk.answers()) if one.kind == "indicator"]
    answers = only(desk.answers(), lambda place: place[0] == "indicator")
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], *table.grid]
    case.take("指标.xlsx", workbook({"Sheet1": lines}), desk, answers, "content")


@kind()
def the_unit_in_a_folder_name(case: Case) -> None:
    """Only the folder says who sent it."""
    desk = case.desk(rows=2)
    data = workbook({"Sheet1": stacked(tables_of(desk, desk.answers()), (title_of(desk),))})
    case.take(f"03{file_word(desk.unit)}/10月/报送.xlsx", data, desk, desk.answers(), "content")


@kind()
def the_unit_in_a_mail_address(case: Case) -> None:
    """Only the sender's name says who sent it."""
    desk = case.desk(rows=2)
    data = workbook({"Sheet1": stacked(tables_of(desk, desk.answers()), (title_of(desk),))})
    case.file(
        "来信.eml", wrappings.mail([("报送.xlsx", data)], sender=f"{desk.unit.name} <office@example.invalid>")
    )
    case.want("来信.eml::报送.xlsx", "taken", desk, "content")
    case.say(desk, desk.answers())


@kind()
def the_unit_told_by_its_rows(case: Case) -> None:
    """新建 Microsoft Excel 工作表 without any name: nobody else reports these rows."""
    desk = case.desk(rows=2, fits=unique_rows)
    data = workbook({"Sheet1": stacked(tables_of(desk, desk.answers()), (title_of(desk),))})
    case.take("新建 Microsoft Excel 工作表.xlsx", data, desk, desk.answers(), "content")


@kind()
def the_unit_told_by_nothing(case: Case) -> None:
    """No name anywhere, and two units lead these rows: asked, never guessed."""
    desk = case.desk(fits=_shared)
    table = row_table(desk, desk.answers())
    case.file("新建 Microsoft Excel 工作表.xlsx", workbook({"Sheet1": [[title_of(desk)], *table.grid]}))
    case.want("新建 Microsoft Excel 工作表.xlsx", "unknown-unit")


def _own(case: Case, desk: Desk, name: str) -> None:
    data = workbook({"Sheet1": own_table(desk, desk.answers(), name)})
    case.take("报送.xlsx", data, desk, desk.answers(), "content")


def _levelled(desk: Desk) -> bool:
    """Whether the name begins with 市 or 区 as a level, not as in 市场."""
    return desk.unit.name[0] in "市区" and not desk.unit.name.startswith("市场")


@kind()
def the_unit_with_its_place(case: Case) -> None:
    """滨州市教育局 for 市教育局, 济宁高新区经济运行局 for 经济运行局."""
    desk = case.desk(rows=2, fits=lambda one: one.plan.authority.name[:2] not in one.unit.name)
    name = desk.unit.name[1:] if _levelled(desk) else desk.unit.name
    _own(case, desk, desk.plan.authority.name + name)


@kind()
def the_unit_without_its_level(case: Case) -> None:
    """教育局 for 市教育局."""
    desk = case.desk(rows=2, fits=_levelled)
    _own(case, desk, desk.unit.name[1:])


SHORT = (
    ("工业和信息化局", "工信局"),
    ("住房和城乡建设局", "住建局"),
    ("住房城乡建设局", "住建局"),
    ("文化和旅游局", "文旅局"),
    ("卫生健康", "卫健"),
    ("农业农村局", "农业局"),
    ("发展和改革局", "发改局"),
    ("发展改革委", "发改委"),
    ("交通运输局", "交通局"),
    ("教育和体育局", "教体局"),
    ("市场监督管理局", "市场监管局"),
    ("市场监管局", "市监局"),
    ("科学技术局", "科技局"),
)


def _short(desk: Desk) -> str:
    return next((desk.unit.name.replace(long, short) for long, short in SHORT if long in desk.unit.name), "")


@kind()
def the_unit_shortened(case: Case) -> None:
    """市工信局 for 市工业和信息化局."""
    desk = case.desk(rows=2, fits=lambda one: bool(_short(one)))
    _own(case, desk, _short(desk))


@kind()
def the_unit_by_its_former_name(case: Case) -> None:
    """The name before the reform, kept as an alias."""
    desk = case.desk(rows=2)
    _own(case, desk, desk.former_name)


@kind()
def the_unit_with_blanks_inside(case: Case) -> None:
    """财 政 局 set apart, as titles are, and a seal remark behind."""
    desk = case.desk(rows=2)
    _own(case, desk, " ".join(desk.unit.name) + "（公章）")


def _general(desks: list[Desk], head: str = "") -> list[Line]:
    """Several units' lines one below another; with a head, a column that names the unit."""
    heads = row_table(desks[0], {}).without("上月进展", "上月下一步打算").heads
    lines: list[Line] = [[title_of(desks[0], "工作进展汇总表")], [head, *heads] if head else heads]
    for desk in desks:
        for line in row_table(desk, desk.answers()).without("上月进展", "上月下一步打算").lines:
            lines.append([desk.unit.name, *line] if head else line)
    return lines


@kind()
def several_units_in_one_file(case: Case) -> None:
    """An office's own summary with a column 填报单位: one outcome for each unit."""
    desks = [case.desk(), case.desk(), case.desk()]
    case.file("汇总.xlsx", workbook({"汇总": _general(desks, "填报单位")}))
    for desk in desks:
        case.want("汇总.xlsx", "taken", desk, "content")
        case.say(desk, _rows_only(desk.answers()))


@kind()
def several_units_told_by_their_rows(case: Case) -> None:
    """发总表 without such a column: each line has one unit only that reports it."""
    desks = [case.desk(fits=unique_rows), case.desk(fits=unique_rows)]
    case.file("总表.xlsx", workbook({"Sheet1": _general(desks)}))
    for desk in desks:
        case.want("总表.xlsx", "taken", desk, "content")
        case.say(desk, _rows_only(desk.answers()))


@kind()
def several_units_listed_above(case: Case) -> None:
    """Two offices in one table, both named in the line 填报单位: each answers its own lines."""
    desks = [case.desk(fits=unique_rows), case.desk(fits=unique_rows)]
    lines = _general(desks)
    lines[1:1] = [[f"填报单位：{'、'.join(desk.unit.name for desk in desks)}"]]
    case.file("合报.xlsx", workbook({"Sheet1": lines}))
    for desk in desks:
        case.want("合报.xlsx", "taken", desk, "content")
        case.say(desk, _rows_only(desk.answers()))


@kind()
def several_units_merged_names(case: Case) -> None:
    """The unit's name merged over its lines."""
    desks = [case.desk(rows=2), case.desk(rows=2)]
    lines = _general(desks, "填报单位")
    book = load_workbook(io.BytesIO(workbook({"汇总": lines})))
    row = 3
    for desk in desks:
        book["汇总"].merge_cells(start_row=row, end_row=row + desk.rows - 1, start_column=1, end_column=1)
        row += desk.rows
    out = io.BytesIO()
    book.save(out)
    case.file("汇总.xlsx", out.getvalue())
    for desk in desks:
        case.want("汇总.xlsx", "taken", desk, "content")
        case.say(desk, _rows_only(desk.answers()))


@kind()
def several_units_blank_names(case: Case) -> None:
    """The unit's name only at its first line and no cells merged: the lines below may be asked, but not given away."""
    desks = [case.desk(rows=2), case.desk(rows=2)]
    lines = _general(desks, "填报单位")
    before = None
    for line in lines[2:]:
        before, line[0] = line[0], None if line[0] == before else line[0]
    case.file("汇总.xlsx", workbook({"汇总": lines}))
    for desk in desks:
        case.want("汇总.xlsx", "taken|needs-decision", desk, "content")
        answers = _rows_only(desk.answers())
        serials = [line.row.serial for line in desk.request.rows]
        case.say(desk, of_rows(answers, serials[:1]))
        case.allow(desk, of_rows(answers, serials[1:]))
        case.keep(answers)


@kind(two_plans=True)
def two_plans_in_one_mail(case: Case) -> None:
    """A form of each plan in one mail."""
    one, two = case.desk(plan=0), case.desk(plan=1)
    members = [("甲.xlsx", one), ("乙.xlsx", two)]
    made = [(name, workbook({"Sheet1": own_table(desk, desk.answers())})) for name, desk in members]
    case.file("来信.eml", wrappings.mail(made))
    for name, desk in members:
        case.want(f"来信.eml::{name}", "taken", desk, "content")
        case.say(desk, desk.answers())


@kind(two_plans=True)
def two_plans_in_one_workbook(case: Case) -> None:
    """A sheet for each plan in one file: one outcome for each."""
    one, two = case.desk(plan=0), case.desk(plan=1)
    sheets = {f"方案{n}": own_table(desk, desk.answers()) for n, desk in enumerate((one, two), 1)}
    case.file("报送.xlsx", workbook(sheets))
    for desk in (one, two):
        case.want("报送.xlsx", "taken", desk, "content")
        case.say(desk, desk.answers())


@kind(two_plans=True)
def the_plan_told_by_its_rows(case: Case) -> None:
    """No title: the lines say which of two plans this is."""
    desk = case.desk(rows=2)
    lines = [[f"填报单位：{desk.unit.name}"], *row_table(desk, desk.answers()).grid]
    case.take("报送.xlsx", workbook({"Sheet1": lines}), desk, _rows_only(desk.answers()), "content")


def _twins(desk: Desk) -> list[list[int]]:
    """Numbers of lines that share their 主要任务."""
    by_task: dict[str, list[int]] = {}
    for line in desk.request.rows:
        by_task.setdefault(re.sub(r"\s", "", line.row.task), []).append(line.row.serial)
    return [serials for serials in by_task.values() if len(serials) > 1]


@kind()
def two_rows_equally_likely(case: Case) -> None:
    """Without 序号 and measure; two lines of one 主要任务: asked with both shown."""
    desk = case.desk(rows=2, fits=lambda one: bool(_twins(one)))
    doubtful = {serial for twins in _twins(desk) for serial in twins}
    table = row_table(desk, desk.answers()).only("主要任务", *_ANSWER_HEADS)
    lines = [[title_of(desk)], [f"填报单位：{desk.unit.name}"], *table.grid]
    case.file("报送.xlsx", workbook({"Sheet1": lines}))
    case.want("报送.xlsx", "needs-decision", desk, "content")
    answers = _rows_only(desk.answers())
    case.say(desk, only(answers, lambda place: place[1] not in doubtful))
    case.ask(only(answers, lambda place: place[1] in doubtful))
