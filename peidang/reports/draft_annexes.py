"""附件1 进展情况表 (sideways, in the annex's own shape), 附件2 报送情况, 附件3 指标完成情况 (sideways).

A paper about one unit has no 报送情况 of one line; its 指标完成情况 are 附件2.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from peidang.domain.columns import further_cells, further_heads
from peidang.domain.labels import FIELD_WORDS, LIGHT_SHAPES, SCHEDULE_HEADS, Field
from peidang.domain.numbers import plain
from peidang.domain.summary_lines import IndicatorLine, RowLine
from peidang.reports.draft_overall import indicators_annex, tells_units
from peidang.reports.house_style import Pen, Words, as_runs, join
from peidang.reports.paper import Annex, Block, Cell, Column, Note, SectionRow, Table, TableRow, runs
from peidang.reports.table_view import (
    ANSWER_HEADS,
    LIGHT_HEAD,
    UnitRow,
    in_sections,
    in_tasks,
    indicator_light_text,
    names,
    row_light_text,
    unit_rows,
)

ROWS, UNITS = "附件1", "附件2"
ROW_WIDTHS = (2.4, 6.0, 19.0, 6.0, 6.4)
ANSWER_WIDTHS = (16.5, 7.6, 9.4)
LIGHT_WIDTH, EXTRA_WIDTH = 7.2, 5.0
SMALL = 8.0
"""Points in the wide tables; 六号 and less is usual in a 配档表."""
MIDDLE = 10.5


def annexes(pen: Pen) -> tuple[Annex, ...]:
    """The rows, the units (unless the paper is about one) and, where the plan has any, the indicators."""
    made = [_annex(ROWS, pen.words("rows_annex"), "rows", (rows_table(pen), *rows_notes(pen)), sideways=True)]
    if tells_units(pen):
        made.append(_annex(UNITS, pen.words("units_annex"), "units", (units_table(pen), *units_notes(pen))))
    if pen.summary.indicators:
        blocks = (indicators_table(pen), Note(pen.say("indicators_note")))
        title = pen.words("indicators_annex")
        made.append(_annex(f"附件{indicators_annex(pen)}", title, "indicators", blocks, sideways=True))
    return tuple(made)


def _annex(
    label: str, title: str, place: str, blocks: tuple[Table | Note, ...], sideways: bool = False
) -> Annex:
    """An annex whose blocks have their places; a table without rows is left out."""
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        if isinstance(block, Note):
            kept.append(replace(block, place=f"annex.{place}.note.{n}"))
        elif block.rows:
            kept.append(replace(block, place=f"annex.{place}.table"))
    return Annex(label, title, tuple(kept), sideways=sideways)


def rows_table(pen: Pen) -> Table:
    """One row of data for each row of the schedule; section headings across; tasks merged as in the annex."""
    head, extra = SCHEDULE_HEADS, further_heads(pen.summary.plan)
    columns = [
        Column(heading, width, "centre" if heading == head[0] else "left")
        for heading, width in zip(head, ROW_WIDTHS, strict=True)
    ]
    columns += [Column(heading, EXTRA_WIDTH) for heading in extra]
    columns.append(Column(f"{LIGHT_HEAD}\n{FIELD_WORDS[Field.STATUS]}", LIGHT_WIDTH, "centre"))
    columns += [Column(heading, width) for heading, width in zip(ANSWER_HEADS, ANSWER_WIDTHS, strict=True)]
    return Table(tuple(columns), tuple(_rows(pen)), text_size=SMALL)


def _rows(pen: Pen) -> Iterator[TableRow | SectionRow]:
    for section in in_sections(pen.summary.rows):
        if section.title:
            yield SectionRow(runs(section.title))
        for task in in_tasks(section.lines):
            for n, line in enumerate(task):
                yield TableRow(tuple(_row_cells(pen, line, joins=n > 0)))


def _row_cells(pen: Pen, line: RowLine, joins: bool) -> Iterator[Cell]:
    row = line.row
    yield _cell(str(row.serial))
    yield Cell(joins_above=True) if joins else _cell(row.task)
    yield _cell(row.measure)
    yield _cell(names(line.leads))
    yield _cell(names(line.responsible))
    yield from (_cell(text) for text in further_cells(pen.summary.plan, line.row))
    light = row_light_text(line, pen.summary.rules)
    yield _cell(f"{light}\n{line.status}" if line.status else light)
    yield _cell(line.text)
    yield _cell(line.problems)
    yield _cell(line.next_steps)


def _cell(text: Words) -> Cell:
    return Cell(as_runs(text))


def rows_notes(pen: Pen) -> tuple[Note, ...]:
    """The legend as it prints, how the pace is counted, what the marks mean."""
    lines = [f"{LIGHT_SHAPES[light]}{sentence}。" for light, sentence in pen.summary.legend]
    text = pen.words("legend") + "".join(lines) + "".join(pen.summary.legend_notes)
    ruled = [
        pen.say(
            "ruled_row",
            serial=str(line.row.serial),
            word=pen.summary.rules.names[line.light.ruled],
            reason=line.light.reason.rstrip("。；;"),
        )
        for line in pen.summary.rows
        if line.light.ruled is not None
    ]
    notes = (Note(pen.say("ruled_note", items=join(ruled, "；"))),) if ruled else ()
    return (Note(pen.say("rows_note")), Note(runs(text)), *notes)


def units_table(pen: Pen) -> Table:
    """One line a unit; who must not be named is 某单位."""
    columns = (
        Column("序号", 3.2, "centre"),
        Column("单位", 13),
        Column("报送状态", 7.5, "centre"),
        Column("应报\n任务", 4, "centre"),
        Column("已报\n任务", 4, "centre"),
        Column("应报\n指标", 4, "centre"),
        Column("已报\n指标", 4, "centre"),
        Column("报送时间", 8, "centre"),
        Column("超期\n天数", 4, "centre"),
    )
    return Table(columns, tuple(_unit_row(row) for row in unit_rows(pen.summary)), text_size=MIDDLE)


def _unit_row(row: UnitRow) -> TableRow:
    line = row.line
    counts = (line.rows_asked, line.rows_answered, line.indicators_asked, line.indicators_answered)
    cells = [str(row.number), row.name, row.state, *(str(len(ids)) for ids in counts)]
    cells += [_day(line.answered_at), str(line.late_days) if line.late_days else "—"]
    return TableRow(tuple(_cell(text) for text in cells))


def _day(at: datetime | None) -> str:
    return f"{at.month}月{at.day}日" if at else "—"


def units_notes(pen: Pen) -> tuple[Note, ...]:
    """What the columns mean, and why some unit has no name."""
    hidden = any(row.name != row.line.unit.name for row in unit_rows(pen.summary))
    said = [pen.words("units_note"), pen.words("unnamed_note") if hidden else ""]
    return (Note(runs("".join(said))),)


def indicators_table(pen: Pen) -> Table:
    """One line an indicator."""
    columns = (
        Column("序号", 2.6, "centre"),
        Column("指标", 13.4),
        Column("目标", 9),
        Column("完成时限", 5.5, "centre"),
        Column("报送单位", 9),
        Column("上期累计", 5.8, "right"),
        Column("本月数", 5.2, "right"),
        Column("累计数", 5.2, "right"),
        Column("数据截至", 6.2, "centre"),
        Column("完成率", 5, "right"),
        Column("差距", 4.4, "right"),
        Column(LIGHT_HEAD, 9.4, "centre"),
        Column("说明", 9),
    )
    return Table(columns, tuple(_indicator_row(pen, line) for line in pen.summary.indicators), text_size=9.0)


def _indicator_row(pen: Pen, line: IndicatorLine) -> TableRow:
    as_of = f"{line.told.as_of.month}月{line.told.as_of.day}日" if line.told.value is not None else "—"
    cells = [
        str(line.number),
        f"{line.indicator.name}（{line.indicator.unit_of_measure}）"
        if line.indicator.unit_of_measure
        else line.indicator.name,
        line.target_text,
        line.due,
        names(line.reporters),
        line.previous_value or "—",
        line.month_value or "—",
        line.value or "—",
        as_of,
        "—" if line.completion is None else f"{line.completion:.1f}%",
        "—" if line.gap is None else f"{line.gap:+.1f}" if line.gap else plain(line.gap),
        indicator_light_text(line.light, line.told.contested, pen.summary.rules),
        line.notes,
    ]
    return TableRow(tuple(_cell(text) for text in cells))
