"""The month as Excel: ``write_workbook`` writes 进展情况表, 指标完成情况 and 单位报送情况 of a summary."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter

from peidang.domain.summary import Summary
from peidang.reports.indicators_sheet import write_indicators
from peidang.reports.rows_sheet import write_rows
from peidang.reports.sheet_styles import make_styles
from peidang.reports.units_sheet import write_units


@dataclass(frozen=True)
class WorkbookFacts:
    """What stands in a workbook just made: the numbers in column A of each sheet, top to bottom."""

    serials: tuple[int, ...]
    indicators: tuple[int, ...]
    units: tuple[int, ...]


def write_workbook(summary: Summary, out: BinaryIO, made: datetime) -> WorkbookFacts:
    """Write the three sheets to ``out``. Same summary and ``made`` (local time), same bytes.

    No text is cut: one that needs more than a row's height or a cell's characters goes on below.
    """
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    # No author and no company: who signs stands on the paper, not in the file.
    title = f"{summary.plan.title}{summary.period.span.label}"
    workbook.set_properties({"title": title[:255], "created": made.astimezone(UTC)})
    styles = make_styles(workbook)
    facts = WorkbookFacts(
        serials=write_rows(workbook, styles, summary),
        indicators=write_indicators(workbook, styles, summary),
        units=write_units(workbook, styles, summary),
    )
    workbook.close()
    return facts
