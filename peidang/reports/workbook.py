"""The month as Excel: ``write_workbook`` writes seven sheets of a summary and of the text made from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import xlsxwriter

from peidang.domain.history import periods_until
from peidang.domain.summary import Summary
from peidang.reports.draft import draft_paper
from peidang.reports.facts_sheet import countable, places, write_facts
from peidang.reports.formulas import Formulas
from peidang.reports.indicators_sheet import write_indicators
from peidang.reports.paper import Paper
from peidang.reports.problems_sheet import write_problems
from peidang.reports.provenance_sheet import write_provenance
from peidang.reports.rows_sheet import write_rows
from peidang.reports.sheet_styles import Styles, make_styles
from peidang.reports.trend_sheet import period_cells, write_trend
from peidang.reports.units_sheet import write_units

CORRECTED = "　　更正后重新印发，原件同时作废，更正内容见文稿的更正说明"


@dataclass(frozen=True)
class WorkbookFacts:
    """What stands in a workbook just made: the numbers in column A of each sheet, top to bottom."""

    serials: tuple[int, ...]
    indicators: tuple[int, ...]
    units: tuple[int, ...]
    numbers: int = 0
    """Numbers of the text that 数据溯源 explains."""
    charts: int = 0
    whole: bool = True
    """False when 进展情况表 shows only some rows."""


def write_workbook(
    summary: Summary,
    out: BinaryIO,
    made: datetime,
    paper: Paper | None = None,
    columns: Sequence[str] | None = None,
    rows: Collection[str] | None = None,
    corrected: bool = False,
) -> WorkbookFacts:
    """Write the sheets to ``out``. Same summary, paper and ``made`` (local time), same bytes.

    ``paper`` is the text whose numbers 数据溯源 explains, the usual draft unless given. ``columns`` (heads, see
    ``row_columns.available_heads``) and ``rows`` (ids) choose what 进展情况表 shows (导出当前所见); the other sheets tell
    of the whole month. ``corrected``: it takes the place of what was issued, and says so under its title.
    No text is cut: one that needs more than a row's height or a cell's characters goes on below.
    Raises ``KeyError`` for a column that is not known.
    """
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    # No author and no company: who signs stands on the paper, not in the file.
    title = f"{summary.plan.title}{summary.period.span.label}"
    workbook.set_properties({"title": title[:255], "created": made.astimezone(UTC)})
    styles = make_styles(workbook)
    facts = _write_sheets(workbook, styles, summary, paper or draft_paper(summary), columns, rows, corrected)
    workbook.close()
    return facts


def _write_sheets(
    workbook: Any,
    styles: Styles,
    summary: Summary,
    paper: Paper,
    columns: Sequence[str] | None,
    rows: Collection[str] | None,
    corrected: bool,
) -> WorkbookFacts:
    periods = periods_until(summary)
    at = places(summary)
    written = write_rows(workbook, styles, summary, columns, rows, CORRECTED if corrected else "")
    targets = {line.number: at.target(line.number) for line in summary.indicators if countable(line)}
    indicator_lines = write_indicators(workbook, styles, summary, targets)
    units = write_units(workbook, styles, summary)
    last_problem = write_problems(workbook, styles, summary, periods)
    charts = write_trend(workbook, styles, summary, periods)
    formulas = Formulas(summary, at, indicator_lines, period_cells(periods))
    numbers = write_provenance(workbook, styles, summary, paper, formulas, periods)
    before = periods[-2] if len(periods) > 1 else None
    write_facts(workbook, styles, summary, written, indicator_lines, last_problem, before)
    return WorkbookFacts(
        serials=written.serials,
        indicators=tuple(line.number for line in summary.indicators),
        units=units,
        numbers=numbers,
        charts=charts,
        whole=rows is None,
    )
