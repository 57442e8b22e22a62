"""Tables that came back: whatever was changed is told, whatever was not is not."""

from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.returned_tables import TableChange, table_changes

HEAD = ["序号", "任务", "进展"]
words = st.text("甲乙丙丁戊己庚辛", min_size=3, max_size=9)
tables = st.lists(words, min_size=1, max_size=9, unique=True).map(
    lambda names: [HEAD, *([str(n), name, f"{name}进展"] for n, name in enumerate(names, start=1))]
)


@given(tables)
def test_a_table_that_was_not_touched_says_nothing(grid: list[list[str]]) -> None:
    assert list(table_changes([grid], [grid])) == []


@given(tables, st.data(), words)
def test_one_changed_field_is_the_one_change(grid: list[list[str]], data: st.DataObject, text: str) -> None:
    row = data.draw(st.integers(1, len(grid) - 1))
    after = [list(one) for one in grid]
    after[row][2] = f"{text}新"
    assert list(table_changes([grid], [after])) == [TableChange(0, row, "进展", grid[row][2], after[row][2])]


@given(tables, st.data())
def test_a_row_put_in_is_one_change_also_when_all_are_numbered_anew(
    grid: list[list[str]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(grid)))
    rows = [list(one) for one in grid[1:]]
    rows.insert(at - 1, ["", "新增的任务", "刚开始"])
    after = [HEAD, *([str(n), *row[1:]] for n, row in enumerate(rows, start=1))]
    assert list(table_changes([grid], [after])) == [TableChange(0, None, "", "", f"{at} 新增的任务 刚开始")]


@given(tables, st.data())
def test_a_row_struck_out_is_one_change(grid: list[list[str]], data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(grid) - 1))
    after = [one for n, one in enumerate(grid) if n != row]
    assert list(table_changes([grid], [after])) == [TableChange(0, row, "", " ".join(grid[row]), "")]


def test_columns_and_tables_that_are_new_or_gone_are_told() -> None:
    grid = [HEAD, ["1", "甲", "乙"]]
    wider = [[*HEAD, "备注"], ["1", "甲", "乙", "丙"]]
    assert [one.after for one in table_changes([grid], [wider])] == ["备注"]
    assert [one.before for one in table_changes([wider], [grid])] == ["备注"]
    other = [["单位", "电话"], ["某局", "1"]]
    assert [one.table for one in table_changes([grid], [grid, other])] == [-1]
    assert [one.before for one in table_changes([grid, other], [grid])] == ["单位 电话"]


def test_a_head_worded_otherwise_is_still_that_column() -> None:
    grid = [["序号", "任务", "进展情况"], ["1", "甲", "乙"]]
    after = [["序号", "任务", "进展情况说明"], ["1", "甲", "丙"]]
    assert [(one.row, one.column, one.after) for one in table_changes([grid], [after])] == [
        (0, "进展情况", "进展情况说明"),
        (1, "进展情况", "丙"),
    ]
