"""Holds the papers against the month: every row, unit and indicator stands in each, every number is its figure."""

from collections.abc import Iterator
from dataclasses import dataclass

from peidang.domain.summary import Summary
from peidang.reports.house_style import number
from peidang.reports.paper import Paper, Run, Table, TableRow, plain, texts_of
from peidang.reports.pdf import PdfFacts
from peidang.reports.table_view import unit_rows
from peidang.reports.word import DocxFacts
from peidang.reports.workbook import WorkbookFacts


@dataclass
class PapersDiffer(RuntimeError):
    """A paper and the month's data differ: a fault of this program, and no paper to send. ``what`` says where."""

    what: str
    given: object
    printed: object


def check_papers(
    summary: Summary,
    paper: Paper,
    pdf: PdfFacts | None = None,
    workbook: WorkbookFacts | None = None,
    docx: DocxFacts | None = None,
) -> None:
    """Raise ``PapersDiffer`` unless paper, PDF, workbook and Word file hold what the summary holds, each thing once."""
    rows = [line.row.serial for line in summary.rows]
    units = [row.number for row in unit_rows(summary)]
    indicators = [line.number for line in summary.indicators]
    expected = {"rows": rows, "units": units, "indicators": indicators, "year": rows}
    for table in paper.tables():
        _same(table.place, expected[table.place.split(".")[1]], _serials(table))
    if paper.annexes:
        least = {"rows": 1, "units": 2, "indicators": 1}  # of one unit the text tells it all
        _check_all_there(paper, {part for part, n in least.items() if len(expected[part]) >= n})
    for run in runs_of(paper):
        if run.ref is not None:
            _same(run.ref, number(summary.figure(run.ref)).text, run.text)
    if pdf is not None:
        _same("pdf", paper.data_rows, pdf.rows_drawn)
    if docx is not None:
        _same("docx", paper.data_rows, docx.rows)
        _same("docx numbers", sum(run.ref is not None for run in runs_of(paper)), docx.numbers)
    if workbook is not None:
        shown = set(workbook.serials)
        wanted = rows if workbook.whole else [serial for serial in rows if serial in shown]
        _same("workbook rows", wanted, list(workbook.serials))
        _same("workbook numbers", sum(run.ref is not None for run in runs_of(paper)), workbook.numbers)
        _same("workbook units", units, list(workbook.units))
        _same("workbook indicators", indicators, list(workbook.indicators))


def runs_of(paper: Paper) -> Iterator[Run]:
    """Every run of the paper, body first, then the annexes."""
    for blocks in (paper.blocks, *(annex.blocks for annex in paper.annexes)):
        for block in blocks:
            for text in texts_of(block):
                yield from text


def _check_all_there(paper: Paper, needed: set[str]) -> None:
    """A paper with annexes has a table of everything there is."""
    _same("tables", needed, needed & {table.place.split(".")[1] for table in paper.tables()})


def _serials(table: Table) -> list[int]:
    """The numbers in its first column."""
    return [int(plain(row.cells[0].text)) for row in table.rows if isinstance(row, TableRow)]


def _same(what: str, given: object, printed: object) -> None:
    if given != printed:
        raise PapersDiffer(what, given, printed)
