"""年度总结: what the year's periods say together, and each row's lights through them."""

from collections.abc import Iterator

from peidang.domain.labels import LIGHT_SHAPES, Light
from peidang.domain.summary_lines import RowLine
from peidang.domain.year_summary import Year
from peidang.reports.draft_annexes import SMALL
from peidang.reports.draft_progress import row_name
from peidang.reports.house_style import Pen, chinese_numeral, join
from peidang.reports.paper import Annex, Cell, Column, Face, Paragraph, Run, Table, TableRow, runs

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
