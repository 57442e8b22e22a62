"""年度总结: what the year's periods say together, their texts as 主要进展, and each row's lights through them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from peidang.domain.labels import LIGHT_SHAPES, Light
from peidang.domain.summary_lines import RowLine
from peidang.domain.year_summary import Year
from peidang.reports.draft_annexes import SMALL
from peidang.reports.draft_progress import concrete_of, row_name
from peidang.reports.house_style import Pen, chinese_numeral, join
from peidang.reports.paper import Annex, Cell, Column, Face, Paragraph, Run, Table, TableRow, runs
from peidang.reports.quoting import ended
from peidang.reports.table_view import in_tasks

PLACE = "annex.year.table"


def year_paragraph(pen: Pen, n: int) -> Paragraph:
    """How many periods there were, what lagged and recovered, how often units were late."""
    has = pen.summary.count
    said = [pen.say("year_periods")]
    said.append(pen.say("year_lagged") if has("year.lagged") else pen.say("year_never"))
    said += [pen.say("year_recovered")] if has("year.recovered") else []
    said += [pen.say("year_behind")] if has("year.still-behind") else []
    said += [pen.say("year_late")] if has("year.late-times") else []
    head = Run(pen.words("year", n=chinese_numeral(n)), face=Face.SUBHEADING)
    return Paragraph((head, *join([*said, "。"], "")), place="overall.year")


def year_pen(pen: Pen, year: Year) -> Pen:
    """The same with what the year's periods said as the texts of 主要进展, each with the period it comes from.

    A section has its newest 统稿 where no row of it was worded later; a row its newest 统稿, else what its units told
    in the last period that they said something concrete. What nobody said stays open; nothing is put together anew.
    """
    sections = []
    for section in pen.summary.sections:
        worded = year.worded.get(section.title)
        text = None
        if worded is not None:
            text = worded.text if worded.last else _from(pen, worded.text.rstrip(), worded.period)
        lines = tuple(line for task in in_tasks(section.lines) for line in _task_lines(pen, year, task))
        sections.append(replace(section, wording=text, lines=lines))
    return replace(pen, summary=replace(pen.summary, sections=tuple(sections)))


def _task_lines(pen: Pen, year: Year, task: Sequence[RowLine]) -> Iterator[RowLine]:
    named = any(len(line.row.reporting_unit_ids()) > 1 for line in task)
    return (replace(line, wording=_row_text(pen, year, line, named)) for line in task)


def _row_text(pen: Pen, year: Year, line: RowLine, named: bool) -> str | None:
    """What to print of a row instead of what its last period gives; None for that."""
    told = year.told.get(line.row.id, ())
    worded = next((then for then in told if then.line.wording), None)
    if worded is not None:
        text = worded.line.wording or ""
        return text if worded.last else _from(pen, text, worded.period)
    for then in told:
        quote = concrete_of(pen, then.line.progress, then.reporters, named)
        if quote.sentences:
            return None if then.last else _from(pen, quote.text, then.period)
    return None


def _from(pen: Pen, text: str, period: str) -> str:
    """The text with the period it comes from before its full stop."""
    text = ended(text)
    mark = pen.words("year_from", period=period)
    return f"{text[:-1]}{mark}。" if text.endswith("。") else f"{text}{mark}。"


def year_annex(pen: Pen, year: Year, n: int) -> Annex:
    """附件N 全年亮灯情况表: a line a row, a column a period."""
    columns = [Column("序号", 2.4, "centre"), Column("主要任务", 14)]
    columns += [Column(label, 5, "centre") for label in year.periods]
    by_id = {line.row_id: line for line in year.lines}
    rows = tuple(TableRow(tuple(_cells(pen, line, by_id[line.row.id].lights))) for line in pen.summary.rows)
    blocks = (Table(tuple(columns), rows, text_size=SMALL, place=PLACE),) if rows else ()
    return Annex(f"附件{n}", pen.words("year_annex"), blocks, sideways=True)


def _cells(pen: Pen, line: RowLine, lights: tuple[Light | None, ...]) -> Iterator[Cell]:
    yield Cell(runs(str(line.row.serial)))
    yield Cell(runs(row_name(line)))
    for light in lights:
        words = f"{LIGHT_SHAPES[light]}\n{pen.summary.rules.names[light]}" if light else "—"
        yield Cell(runs(words))
