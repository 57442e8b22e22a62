"""Tables of other offices: where the head is, what the columns mean, which lines count."""

from collections.abc import Sequence
from typing import Any

from peidang.exchange.foreign_form.meanings import Meaning
from peidang.exchange.foreign_form.placing import (
    Words,
    indicator_key,
    place_indicators,
    place_rows,
    row_key,
    scale,
)
from peidang.exchange.foreign_form.tables import ForeignTable, tables_of
from peidang.files.workbook import SheetContent, Visibility, WorkbookContent

Merged = tuple[tuple[int, int, int, int], ...]


def found(
    rows: Sequence[Any], merged: Merged = (), visibility: Visibility = Visibility.VISIBLE
) -> tuple[ForeignTable, ...]:
    sheet = SheetContent("表", visibility, tuple(map(tuple, rows)), merged)
    return tables_of(WorkbookContent("a.xlsx", "xlsx", (sheet,)))


def meanings(table: ForeignTable) -> list[Meaning | None]:
    return [column.meaning for column in table.columns]


def test_a_head_of_two_rows_is_one_head() -> None:
    rows = [
        ["重点工作台账", "", "", "", ""],
        ["序号", "重点任务", "责任分工", "", "9月"],
        ["", "", "牵头", "配合", ""],
        [1, "建设粮仓", "甲局", "乙局", "已开工"],
    ]
    (table,) = found(rows, ((0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)))
    assert meanings(table) == [
        Meaning.SERIAL,
        Meaning.TASK,
        Meaning.LEADS,
        Meaning.RESPONSIBLE,
        Meaning.PROGRESS,
    ]
    assert table.above == ("重点工作台账",)
    assert [line.row for line in table.lines] == [3]


def test_a_bare_month_is_a_figure_beside_indicators() -> None:
    (table,) = found([["指标名称", "单位", "9月", "1—9月"], ["新建粮仓", "座", 2, 10]])
    assert meanings(table) == [
        Meaning.INDICATOR,
        Meaning.UNIT_OF_MEASURE,
        Meaning.MONTH_VALUE,
        Meaning.CUMULATIVE,
    ]


def test_totals_sections_and_notes_are_no_lines() -> None:
    rows = [
        ["序号", "重点任务", "进展情况"],
        ["一、建设设施", "", ""],
        [1, "建设粮仓", "已开工"],
        ["合计", 1, ""],
        ["注：按月报送。", "", ""],
    ]
    (table,) = found(rows)
    assert [line.row for line in table.lines] == [2]


def test_a_task_counts_for_the_measures_under_it() -> None:
    rows = [
        ["序号", "重点任务", "主要措施", "牵头单位", "进展情况"],
        [1, "建设粮仓", "选址", "甲局", "已选址"],
        [2, "", "开工", "", "已开工"],
    ]
    (table,) = found(rows)
    second = table.lines[1]
    assert table.text(second, Meaning.TASK) == "建设粮仓"
    assert table.text(second, Meaning.LEADS) == "甲局"


def test_an_answer_merged_over_lines_stands_in_the_first_only() -> None:
    rows = [
        ["序号", "重点任务", "进展情况"],
        [1, "建设粮仓", "已开工"],
        [2, "改造晒场", ""],
    ]
    (table,) = found(rows, ((1, 2, 2, 2),))
    assert [line.cells[2] for line in table.lines] == ["已开工", ""]


def test_two_tables_in_a_sheet_are_two() -> None:
    rows = [
        ["序号", "重点任务", "进展情况"],
        [1, "建设粮仓", "已开工"],
        ["二、指标", "", ""],
        ["指标名称", "计量单位", "累计数"],
        ["新建粮仓", "座", 2],
    ]
    first, second = found(rows)
    assert (len(first.lines), len(second.lines)) == (1, 1)
    assert second.above == ("二、指标",)
    assert second.of_indicators


def test_the_words_of_a_line_make_no_head() -> None:
    rows = [
        ["序号", "重点任务", "进展情况", "存在问题"],
        [1, "推进重点任务", "进展顺利，完成任务", "问题不大"],
        [2, "解决存在问题", "完成情况良好", "无"],
    ]
    (table,) = found(rows)
    assert len(table.lines) == 2


def test_a_head_in_unknown_words_is_still_a_head() -> None:
    (table,) = found([["标题", "", ""], ["条目甲", "条目乙", "条目丙"], ["子", "丑", "寅"]])
    assert meanings(table) == [None, None, None]
    assert table.head_row == 1


def test_hidden_sheets_and_blank_ones_hold_no_table() -> None:
    rows = [["序号", "重点任务", "进展情况"], [1, "建设粮仓", "已开工"]]
    assert found(rows, visibility=Visibility.HIDDEN) == ()
    assert found([]) == ()


def test_the_fingerprint_forgets_the_month_and_the_order() -> None:
    one, other, third = (
        found([heads, [1, "建设粮仓", "已开工"]])[0].fingerprint
        for heads in (
            ["序号", "重点任务", "9月进展情况"],
            ["重点任务", "10月进展情况", "序号"],
            ["序号", "重点任务", "存在问题"],
        )
    )
    assert one == other != third


def test_lines_are_told_by_their_words_whatever_number_they_bear() -> None:
    rows = {
        "甲": row_key(1, "建设粮仓", "完成选址和招标，年内开工建设标准化粮仓。", "甲局"),
        "乙": row_key(2, "改造晒场", "更新晒场设施设备，配备烘干机械。", "乙局"),
    }
    lines = [
        Words("1", "（二）改造晒场", "更新晒场设施设备，配备烘干机械"),
        Words("2", "举办运动会", "做好场馆保障和志愿服务工作。"),
    ]
    assert [placed.id for placed in place_rows(lines, rows)] == ["乙", None]


def test_lines_as_like_to_two_rows_are_left_open() -> None:
    rows = {
        "甲": row_key(1, "建设粮仓", "完成选址和招标，年内开工建设标准化粮仓。", "甲局"),
        "乙": row_key(2, "建设粮仓", "完成选址和招标，年内开工建设标准化粮仓。", "乙局"),
    }
    (placed,) = place_rows([Words("", "建设粮仓", "完成选址和招标，年内开工建设标准化粮仓。")], rows)
    assert placed.id is None
    assert set(placed.rivals) == {"甲", "乙"}


def test_an_indicator_is_known_without_the_measure_behind_its_name() -> None:
    indicators = {"甲": indicator_key(1, "新建粮仓", "座"), "乙": indicator_key(2, "粮食产量", "万吨")}
    lines = [Words(indicator="2.粮食产量（吨）"), Words(indicator="新建粮仓", unit_of_measure="座")]
    assert [placed.id for placed in place_indicators(lines, indicators)] == ["乙", "甲"]
    assert lines[0].named_measure == "吨"


def test_measures_of_one_thing_are_converted_and_others_are_not() -> None:
    assert scale("吨", "万吨") == scale("元", "万元")
    assert scale("亿元", "万元") == 10000
    assert scale("", "家") == 1
    assert scale("家", "亿元") is None
