"""Annexed tables of other hands: columns by meaning, section rows, merged cells, page breaks."""

import pytest

from peidang.files.document import Cell, Document, Paragraph, Table
from peidang.plans.links import rows_of, target_rows
from peidang.plans.reader import read_plan
from peidang.plans.schedule import read_due, read_schedule
from tests.plans.reading import plan_from, shipped_plan


def table(*rows: list[str]) -> Table:
    return Table(tuple(tuple(Cell(text) for text in row) for row in rows))


def test_columns_are_found_by_what_their_headings_mean() -> None:
    head = ["序号", "工作任务", "具体措施", "责任领导", "责任部门", "牵头部门", "完成时限", "备注"]
    row = ["1", "推动甲", "做好甲。", "某某", "乙局、丙局", "甲局", "2025年6月底", "新"]
    (read,) = read_schedule(Document((table(head, row),))).rows
    assert (read.task, read.measure, read.lead, read.responsible) == (
        "推动甲",
        "做好甲。",
        ("甲局",),
        ("乙局", "丙局"),
    )
    assert read.due == "2025-06"
    assert read.extra == (("责任领导", "某某"), ("备注", "新"))


def test_a_blank_task_is_the_one_above_and_a_blank_unit_is_none() -> None:
    head = ["序号", "主要任务", "推进措施", "牵头单位", "责任单位"]
    _, second = read_schedule(
        Document(
            (table(head, ["1", "推动甲", "①做好。", "甲局", "乙局"], ["2", "", "②再做好。", "丙局", ""]),)
        )
    ).rows
    assert second.task == "推动甲"
    assert (second.lead, second.responsible) == (("丙局",), ())


def test_merged_cells_are_carried_down_in_every_column() -> None:
    head = tuple(Cell(text) for text in ("序号", "主要任务", "推进措施", "牵头单位"))
    merged = (Cell("1"), Cell("推动甲", rows=2), Cell("做好。"), Cell("甲局", rows=2))
    below = (Cell("2"), Cell("", covered=True), Cell("再做好。"), Cell("", covered=True))
    _, second = read_schedule(Document((Table((head, merged, below)),))).rows
    assert (second.task, second.lead) == ("推动甲", ("甲局",))


def test_section_rows_stand_inside_or_between_tables() -> None:
    head = ["序号", "主要任务", "推进措施", "牵头单位"]
    wide = (Cell("一、甲类", columns=4), *(Cell("", covered=True) for _ in range(3)))
    first = Table((*table(head).rows, wide, *table(["1", "推动甲", "做好。", "甲局"]).rows))
    second = table(head, ["2", "推动乙", "做好。", "乙局"])
    rows = read_schedule(Document((first, Paragraph("二、乙类"), second))).rows
    assert [(row.serial, row.section) for row in rows] == [(1, "一、甲类"), (2, "二、乙类")]


def test_a_row_cut_by_a_page_is_put_together() -> None:
    head = ["序号", "主要任务", "推进措施", "牵头单位", "责任单位"]
    rows = read_schedule(
        Document(
            (
                table(
                    head,
                    ["1", "推动甲", "做好甲工作，", "甲局", "乙局"],
                    head,
                    ["", "", "完善机制。", "", ""],
                ),
            )
        )
    ).rows
    assert [row.measure for row in rows] == ["做好甲工作，完善机制。"]


def test_a_cell_may_name_its_roles_itself() -> None:
    head = ["序号", "重点任务", "工作内容", "责任单位"]
    (row,) = read_schedule(
        Document((table(head, ["1", "推动甲", "做好。", "牵头单位：甲局；配合单位：乙局"]),))
    ).rows
    assert (row.lead, row.responsible) == (("甲局",), ("乙局",))


def test_rows_without_numbers_are_counted() -> None:
    rows = read_schedule(
        Document(
            (table(["主要任务", "推进措施", "牵头单位"], ["甲", "做好。", "甲局"], ["乙", "做好。", "乙局"]),)
        )
    ).rows
    assert [row.serial for row in rows] == [1, 2]


def test_other_tables_are_no_schedule() -> None:
    rows = read_schedule(Document((table(["年份", "产值", "增速"], ["2024", "5亿元", "3%"]),))).rows
    assert rows == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2025年", "2025"),
        ("2025年底前", "2025"),
        ("2025年6月底", "2025-06"),
        ("2025年6月30日前", "2025-06-30"),
        ("2025.12", "2025-12"),
        ("2025-06-30", "2025-06-30"),
        ("长期坚持", None),
        ("2025年、2027年", None),
        ("2025年13月", None),
    ],
)
def test_a_due_is_a_date_or_stays_text(text: str, due: str | None) -> None:
    assert read_due(text) == due


def test_a_due_that_is_no_date_is_kept_as_printed_and_asked_about() -> None:
    head = ["序号", "主要任务", "推进措施", "牵头单位", "完成时限"]
    plan = read_plan(Document((table(head, ["1", "推动甲", "做好。", "甲局", "长期坚持"]),)), "表.txt")
    assert plan.rows[0].extra == (("完成时限", "长期坚持"),)
    assert [doubt.code for doubt in plan.doubts] == ["due-not-understood"]


def test_text_beyond_the_last_column_is_asked_about() -> None:
    head = ["主要任务", "推进措施", "牵头单位"]
    plan = read_plan(
        Document((table(head, ["推动甲", "做好。", "甲局", "", "另附"], ["推动乙", "做好。"]),)), "表.txt"
    )
    assert [(row.task, row.lead) for row in plan.rows] == [("推动甲", ("甲局",)), ("推动乙", ())]
    assert [(doubt.code, doubt.place) for doubt in plan.doubts] == [
        ("row-without-lead", "附件第2行"),
        ("cell-left-over", "附件第1行"),
    ]


def test_the_annex_keeps_its_own_name() -> None:
    annex = "附件\n某县节水任务分解表\n序号\t主要任务\t推进措施\t牵头单位\n1\t推动甲\t做好甲。\t甲局\n"
    plan = plan_from("一、任务\n（一）推动甲。做好甲。（牵头单位：甲局）\n" + annex)
    assert plan.annex_name == "任务分解表"


# Links -------------------------------------------------------------------------------------------------------------


def test_each_row_of_the_shipped_annex_belongs_to_its_task() -> None:
    plan = shipped_plan("binzhou")
    assert [row.body_task for row in plan.rows] == list(range(30))


def test_a_target_hangs_on_the_row_that_holds_its_words() -> None:
    plan = shipped_plan("binzhou")
    rows = target_rows(plan)
    assert rows.count(None) == 11
    for target, at in zip(plan.targets, rows, strict=True):
        if at is not None:
            assert target.quote[-8:] in plan.rows[at].measure


def test_without_an_annex_each_body_task_is_a_row() -> None:
    plan = plan_from(
        "一、任务\n（一）推动甲。建成站点5个。（牵头单位：甲局）\n（二）推动乙。做好。（责任单位：乙局）"
    )
    first, second = rows_of(plan)
    assert (first.serial, first.section, first.task, first.measure) == (
        1,
        "一、任务",
        "（一）推动甲",
        "建成站点5个。",
    )
    assert (second.lead, second.responsible) == ((), ("乙局",))
    assert target_rows(plan) == [0]


# Sheets that others made ---------------------------------------------------------------------------------------------


def test_a_head_in_two_rows_is_one() -> None:
    head = (
        *(Cell(text, rows=2) for text in ("序号", "重点任务", "工作内容")),
        Cell("责任分工", columns=2),
        Cell("", covered=True),
        Cell("责任领导", rows=2),
    )
    below = (
        *(Cell("", covered=True) for _ in range(3)),
        Cell("牵头单位"),
        Cell("配合单位"),
        Cell("", covered=True),
    )
    row = tuple(Cell(text) for text in ("1", "推动甲", "做好甲。", "甲局", "乙局", "某某"))
    (read,) = read_schedule(Document((Table((head, below, row)),))).rows
    assert (read.lead, read.responsible, read.extra) == (("甲局",), ("乙局",), (("责任领导", "某某"),))


def test_short_names_under_a_common_heading_take_its_noun() -> None:
    head = (
        Cell("任务", rows=2),
        Cell("工作措施", rows=2),
        Cell("责任单位", columns=2),
        Cell("", covered=True),
    )
    below = (Cell("", covered=True), Cell("", covered=True), Cell("牵头"), Cell("配合"))
    row = tuple(Cell(text) for text in ("推动甲", "做好甲。", "甲局", "乙局"))
    (read,) = read_schedule(Document((Table((head, below, row)),))).rows
    assert (read.lead, read.responsible) == (("甲局",), ("乙局",))


def test_a_section_may_stand_right_above_the_first_table_or_in_the_number_column() -> None:
    head = ["序号", "主要任务", "推进措施", "牵头单位"]
    first = table(
        head, ["1", "推动甲", "做好。", "甲局"], ["二", "乙类", "", ""], ["2", "推动乙", "做好。", "乙局"]
    )
    rows = read_schedule(Document((Paragraph("一、甲类"), first))).rows
    assert [(row.serial, row.section) for row in rows] == [(1, "一、甲类"), (2, "二、乙类")]


def test_a_heading_of_the_body_is_no_section_of_the_annex() -> None:
    blocks = (
        Paragraph("七、保障措施"),
        Paragraph("附件"),
        table(["任务", "措施", "牵头单位"], ["甲", "做好。", "甲局"]),
    )
    assert read_schedule(Document(blocks)).rows[0].section == ""


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("甲局\n乙局", ("甲局", "乙局")),
        ("市工业和信\n息化局\n市财政局", ("市工业和信息化局", "市财政局")),
        ("甲局、\n乙局", ("甲局", "乙局")),
        ("市生态环境局\n甲县分局", ("市生态环境局甲县分局",)),
        ("市人民政府\n办公室\n市税务局", ("市人民政府办公室", "市税务局")),
    ],
)
def test_units_on_lines_of_their_own_are_several(printed: str, names: tuple[str, ...]) -> None:
    head = ["任务", "措施", "牵头单位"]
    (row,) = read_schedule(Document((table(head, ["推动甲", "做好。", printed]),))).rows
    assert row.lead == names
