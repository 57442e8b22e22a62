"""The tables of a changed draft: each changed field is told; 进展情况 of 附件1 comes back as 统稿, the rest with what to do.

What 附件1 prints as 进展情况 is the row's 统稿 or, without one, the units' own words: a changed field there is the
office's wording of the row. Everything else a table prints is the units', the plan's or counted from both.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from peidang.app.papers.drafting import Draft
from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.returned_tables import Grid, TableChange, table_changes
from peidang.domain.returned_text import squeezed
from peidang.domain.summary_lines import RowLine
from peidang.files.document import Document
from peidang.files.document import Table as ReadTable
from peidang.reports.paper import Paper, Table, TableRow, plain
from peidang.reports.table_view import LIGHT_HEAD

ROWS, UNITS, INDICATORS = "annex.rows.table", "annex.units.table", "annex.indicators.table"
PROGRESS = FIELD_WORDS[Field.PROGRESS]
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
TAKEN = "收回为统稿"
_OWN_WORDS = "这一栏印的是单位原文，请与报送单位核实后代录，或把意思写进正文"
_LIGHT = "亮灯按规则得出，要另定请用“本局核定”并写明理由"
_PLAN = "这一栏来自方案，确要改请在配档表中改"
_COUNTED = {
    UNITS: "报送情况按收表记录得出，有误请补收或代录",
    INDICATORS: "指标数据由单位报送，有误请与单位核实后代录",
}
_DRAWN = "图表由数据得出，请改数据"
_EMPTIED = "删空不等于不印，请在统稿中写明要印的文字"
_NEW_ROW, _GONE_ROW = "增加任务请用“方案更新”", "不再督办的任务请办理销号或“方案更新”"


@dataclass(frozen=True)
class TableTold:
    """One changed field, row or table. ``row_id``: it is taken as the 统稿 of this row."""

    table: str
    """附件1, 图2."""
    place: str
    row: str
    """序号3; what the row says where it has no number; '' for a head."""
    column: str
    before: str
    after: str
    advice: str
    """What to do instead; '' for what is taken, or says what the data say now."""
    row_id: str = ""

    @property
    def words(self) -> str:
        """附件1 序号3 进展情况（收回为统稿）."""
        where = " ".join(part for part in (self.table, self.row, self.column) if part)
        return f"{where}（{TAKEN if self.row_id else '没有收回'}）"


def grids(document: Document) -> list[Grid]:
    """The tables of a document as plain text; what a merged cell covers is ''."""
    return [
        [["" if cell.covered else cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, ReadTable)
    ]


def tables_told(made: Draft, sent: Sequence[Grid], back: Sequence[Grid], takes: bool) -> list[TableTold]:
    """Every change of the tables with what becomes of it. ``takes``: the paper prints the rows' 统稿."""
    known = _known(made.paper)
    rows = {str(line.row.serial): line for line in made.summary.rows}
    told = []
    for change in table_changes(sent, back):
        grid = sent[change.table] if change.table >= 0 else [[change.after]]
        head = tuple(map(squeezed, grid[0]))
        label, place, now = known.get(head) or (grid[0][0].split("\n")[0][:20] or "表格", "", {})
        told.append(_told(change, grid, label, place, now, rows if takes else {}))
    return told


def _known(paper: Paper) -> dict[tuple[str, ...], tuple[str, str, dict[str, list[str]]]]:
    """The paper's tables by their heads: the annex's label, the place, and what each numbered row says now."""
    return {
        tuple(squeezed(column.heading) for column in block.columns): (annex.label, block.place, _texts(block))
        for annex in paper.annexes
        for block in annex.blocks
        if isinstance(block, Table)
    }


def _texts(table: Table) -> dict[str, list[str]]:
    rows = (row for row in table.rows if isinstance(row, TableRow))
    return {plain(row.cells[0].text): [plain(cell.text) for cell in row.cells] for row in rows}


def _told(
    change: TableChange,
    grid: Grid,
    label: str,
    place: str,
    now: Mapping[str, list[str]],
    rows: Mapping[str, RowLine],
) -> TableTold:
    serial = squeezed(grid[change.row][0]) if change.row else ""
    row = (f"序号{serial}" if serial.isdecimal() else serial[:20]) if change.row else ""
    told = TableTold(label, place, row, change.column, change.before, change.after, "")
    if not change.column or not change.row:
        return _advised(told, _whole(change, place))
    stands = now.get(serial)
    column = [squeezed(one) for one in grid[0]].index(change.column)
    text = stands[column] if stands else change.before
    if squeezed(text) == squeezed(change.after):
        return told
    if place == ROWS and change.column == PROGRESS and serial in rows:
        if squeezed(text) != squeezed(change.before):
            return _advised(told, f"送审后这一格已变为“{_short(text)}”，请在统稿中处理")
        if not change.after.strip():
            return _advised(told, _EMPTIED)
        return replace(told, row_id=rows[serial].row.id)
    number = f"数据为“{_short(text)}”；" if NUMBER.search(text + change.after) and place != ROWS else ""
    return _advised(told, number + _advice(place, change.column))


def _advised(told: TableTold, advice: str) -> TableTold:
    return replace(told, advice=advice)


def _whole(change: TableChange, place: str) -> str:
    """What to do about a row, a column or a table that is new or gone, or a head that is worded otherwise."""
    if change.row == 0:
        return "表格的栏目由程序排出，请按原栏目改"
    if place != ROWS:
        return _COUNTED.get(place, _DRAWN)
    return _NEW_ROW if change.row is None else _GONE_ROW


def _advice(place: str, column: str) -> str:
    if place != ROWS:
        return _COUNTED.get(place, _DRAWN)
    if column in (FIELD_WORDS[Field.PROBLEMS], FIELD_WORDS[Field.NEXT_STEPS], PROGRESS):
        return _OWN_WORDS
    return _LIGHT if column.startswith(LIGHT_HEAD) else _PLAN


def _short(text: str) -> str:
    flat = squeezed(text)
    return flat if len(flat) <= 30 else f"{flat[:29]}…"


def table_faults(made: Draft, told: Sequence[TableTold]) -> Iterator[str]:
    """What a person has to look at: what was not taken, by what to do about it; numbers nothing tells the source of."""
    by_advice: dict[tuple[str, str, str], list[TableTold]] = {}
    for one in told:
        if one.row_id:
            yield f"{one.table}{one.row}“{one.column}”已收回为统稿，“主要进展”中这一行随之改写。"
            yield from _new_numbers(made, one)
        elif one.advice:
            by_advice.setdefault((one.table, one.column, one.advice), []).append(one)
        else:
            yield f"{one.table}{one.row}“{one.column}”的改动与现在的数据一致，成稿时已经是这样。"
    for (table, column, advice), same in by_advice.items():
        yield f"{table}{_which(same, column)}没有收回：{advice}。"


def _which(same: Sequence[TableTold], column: str) -> str:
    rows = "、".join(dict.fromkeys(one.row for one in same if one.row))
    if column:
        return f"{rows}“{column}”的改动"
    gone = [one.row or f"“{_short(one.before)}”" for one in same if not one.after]
    new = [f"“{_short(one.after)}”" for one in same if not one.before]
    parts = [f"新增的{'、'.join(new)}"] if new else []
    return "，".join([*parts, f"删去的{'、'.join(gone)}"] if gone else parts)


def _new_numbers(made: Draft, one: TableTold) -> Iterator[str]:
    line = next(line for line in made.summary.rows if line.row.id == one.row_id)
    own = (line.text, line.progress, line.problems, line.next_steps, line.row.measure, one.before)
    figures = [
        figure.value
        for figure in made.summary.indicators
        if any(target.row_id == one.row_id for target in figure.indicator.targets)
    ]
    known = set(NUMBER.findall(" ".join([*own, *figures])))
    for number in Counter(NUMBER.findall(one.after)):
        if number not in known:
            yield f"{one.table}{one.row}“{one.column}”改稿新写的“{number}”在数据中没有来源，请核对。"
