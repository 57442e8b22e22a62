"""收回改稿, the tables: a changed 进展情况 becomes 统稿, everything else is told with what to do; nothing in silence."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import docx
from docx.table import Table

from peidang.app.month import entering, months, undoing
from peidang.app.papers import reviewing_draft
from peidang.domain.labels import Field
from tests.app import bureau
from tests.app.office import FARMING, Office
from tests.app.papers.test_reviewing_draft import file_of, send, take

ROWS, UNITS = 0, 1


def back(office: Office, change: Callable[[list[Table]], None]) -> reviewing_draft.TakenBack:
    """The draft goes out, somebody changes its tables, it comes back."""
    return take(office, changed(file_of(send(office), "送审稿"), change))


def changed(path: Path, change: Callable[[list[Table]], None]) -> Path:
    document = docx.Document(str(path))
    change(document.tables)
    document.save(str(path))
    return path


def line_of(table: Table, serial: str) -> int:
    return next(n for n, row in enumerate(table.rows) if row.cells[0].text == serial)


def write(table: Table, serial: str, column: str, text: str) -> None:
    heads = [cell.text.split("\n")[0] for cell in table.rows[0].cells]
    table.rows[line_of(table, serial)].cells[heads.index(column)].text = text


def wordings(office: Office) -> dict[str, str]:
    month = months.load_month(office.store, office.plan_id, office.period_id)
    return {str(month.plan.row(row).serial): one.text for row, one in month.wordings.items()}


def test_a_changed_progress_is_taken_as_the_rows_wording(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    told = back(office, lambda tables: write(tables[ROWS], "2", "进展情况", "已建成2处，惠及300户。"))
    (change,) = told.changes
    assert (change.before, change.after) == ("第2项已办结。", "已建成2处，惠及300户。")
    assert change.under == "附件1 序号2 进展情况（收回为统稿）"
    assert wordings(office) == {"2": "已建成2处，惠及300户。"}
    assert any("“主要进展”中这一行随之改写" in one for one in told.faults)
    assert any("新写的“300”在数据中没有来源" in one for one in told.faults)
    assert not any("新写的“2”" in one for one in told.faults), "2 is told by the row itself"
    undoing.undo(office.store, told.batch)
    assert wordings(office) == {}


def test_paragraphs_and_tables_come_back_as_one_batch(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    path = file_of(send(office), "送审稿")
    document = docx.Document(str(path))
    next(one for one in document.paragraphs if "持续抓好落实" in one.text).add_run("请一抓到底。")
    document.save(str(path))
    told = take(office, changed(path, lambda tables: write(tables[ROWS], "2", "进展情况", "已办结。")))
    assert len(told.changes) == 2
    undoing.undo(office.store, told.batch)
    assert take(office, path).batch, "all of it can be taken again"


def test_what_is_the_units_or_the_plans_is_told_and_left(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    before = office.show()

    def change(tables: list[Table]) -> None:
        write(tables[ROWS], "2", "存在问题", "资金不足。")
        write(tables[ROWS], "3", "存在问题", "用地未批。")
        write(tables[ROWS], "2", "推进措施及目标", "另一项措施。")
        write(tables[ROWS], "2", "亮灯", "■ 严重滞后")
        write(tables[UNITS], "1", "已报", "9")

    told = back(office, change)
    assert (told.batch, office.show()) == (0, before)
    assert len(told.changes) == 5
    assert all("没有收回" in one.under for one in told.changes)
    text = "\n".join(told.faults)
    assert "附件1序号2、序号3“存在问题”的改动没有收回：这一栏印的是单位原文" in text
    assert "请用“本局核定”并写明理由" in text
    assert "请在配档表中改" in text
    assert "报送情况按收表记录得出" in text


def test_a_number_of_a_table_is_held_against_the_data(office: Office) -> None:
    told = back(office, lambda tables: write(tables[UNITS], "1", "应报", "99"))
    (fault,) = told.faults
    assert fault.startswith("附件2序号1“应报任务”的改动没有收回：数据为“")


def test_a_row_put_in_is_told_and_does_not_shift_the_others(office: Office) -> None:
    def change(tables: list[Table]) -> None:
        table = tables[ROWS]
        at = line_of(table, "2")
        row = table.rows[at]._tr
        row.addprevious(deepcopy(row))
        table.rows[at].cells[2].text = "新增的一项工作，年底前完成。"
        for n, one in enumerate(table.rows):
            if n > at and one.cells[0].text.isdecimal():
                one.cells[0].text = str(int(one.cells[0].text) + 1)

    told = back(office, change)
    (one,) = told.changes
    assert (one.before, "新增的一项工作" in one.after) == ("", True)
    assert any("新增的“" in fault and "增加任务请用“方案更新”" in fault for fault in told.faults)
    assert told.batch == 0


def test_a_row_struck_out_is_told(office: Office) -> None:
    def change(tables: list[Table]) -> None:
        table = tables[ROWS]
        row = table.rows[line_of(table, "5")]._tr
        row.getparent().remove(row)

    told = back(office, change)
    (one,) = told.changes
    assert one.after == ""
    assert any("删去的序号5没有收回：不再督办的任务请办理销号" in fault for fault in told.faults)


def test_a_table_struck_out_whole_is_told(office: Office) -> None:
    told = back(office, lambda tables: tables[UNITS]._tbl.getparent().remove(tables[UNITS]._tbl))
    assert any(one.under.startswith("附件2") and one.after == "" for one in told.changes)


def test_an_emptied_progress_is_no_wording(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    told = back(office, lambda tables: write(tables[ROWS], "2", "进展情况", ""))
    assert (told.batch, wordings(office)) == (0, {})
    assert any("请在统稿中写明" in one for one in told.faults)


def test_what_moved_after_it_went_out_is_not_written_over(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    path = file_of(send(office), "送审稿")
    cell = {(office.row_id(2), Field.PROGRESS): "昨天又办结3项。"}
    entering.enter(office.store, office.period_id, office.unit_id(FARMING), cell)
    told = take(office, changed(path, lambda tables: write(tables[ROWS], "2", "进展情况", "领导改的话。")))
    assert (told.batch, wordings(office)) == (0, {})
    assert any("送审后这一格已变为“昨天又办结3项。”" in one for one in told.faults)


def test_what_the_data_say_by_now_needs_nothing(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    path = file_of(send(office), "送审稿")
    cell = {(office.row_id(2), Field.PROBLEMS): "用地未批。"}
    entering.enter(office.store, office.period_id, office.unit_id(FARMING), cell)
    told = take(office, changed(path, lambda tables: write(tables[ROWS], "2", "存在问题", "用地未批。")))
    assert told.faults == ("附件1序号2“存在问题”的改动与现在的数据一致，成稿时已经是这样。",)
