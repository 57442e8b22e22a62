"""Plan texts made into the documents that offices really issue: Word with headings and merged tables, sheets, PDF.

LibreOffice, where it is asked, does the typesetting and saves the old formats.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from tests.plans import word_maker as word

SECTION = re.compile("[一二三四五六七八九十]{1,3}、.{2,30}")
GROUP = re.compile("[（(][一二三四五六七八九十]{1,3}[)）].{2,30}")
COLUMNS_MM = (12, 40, 110, 42, 38)
RUNNING_HEAD = "内部文件　注意保存"
LINE = '<w:spacing w:line="580" w:lineRule="exact" w:before="0" w:after="0"/>'
INDENT = '<w:ind w:firstLine="640"/>'
SMALL = 22

Block = str | list[list[str]]


def blocks_of(text: str) -> list[Block]:
    """Lines of running text, and one table from the first line with tabs to the last, its repeated heads gone."""
    lines = [line for line in text.splitlines() if line.strip()]
    tabbed = [at for at, line in enumerate(lines) if "\t" in line]
    if not tabbed:
        return list(lines)
    rows = [[field.strip() for field in line.split("\t")] for line in lines[tabbed[0] : tabbed[-1] + 1]]
    body = [fields for fields in rows if fields != rows[0]]
    return [*lines[: tabbed[0]], [rows[0], *body], *lines[tabbed[-1] + 1 :]]


def schedule_of(text: str) -> list[list[str]]:
    """The annexed table of a plan's text: its head, then its rows; a section row has one filled field."""
    return next(block for block in blocks_of(text) if isinstance(block, list))


def is_section(fields: Sequence[str]) -> bool:
    """Whether a row of the schedule is a section's title across all columns."""
    return len([field for field in fields if field]) == 1


def save_word_plan(text: str, path: Path) -> None:
    """A4 as an office sets it: headings, indents, running head, page numbers; the table sideways, cells merged."""
    body, in_head = "", True
    first = word.page(furniture=True)
    for block in blocks_of(text):
        if isinstance(block, str):
            in_head = in_head and not SECTION.fullmatch(block.strip())
            body += _line(block, in_head)
        else:
            body += word.section_end(first) + _schedule(block) + word.section_end(word.page(upright=False))
            first = word.page()
    word.save_word(path, body + first, {"styles": word.styles(), **word.furniture(RUNNING_HEAD)})


def save_plain_word_plan(text: str, path: Path) -> None:
    """Every line a paragraph of one style, no indents, no headings, no page numbers, no merged cells."""
    body = ""
    for block in blocks_of(text):
        if isinstance(block, str):
            body += word.paragraph(word.run(block, SMALL), '<w:spacing w:after="160"/>')
        else:
            width = 9000 // len(block[0])
            rows = [[*fields, *[""] * (len(block[0]) - len(fields))] for fields in block]
            cells = [word.row(word.cell(_small(field), width) for field in fields) for fields in rows]
            body += word.table(cells, [width] * len(block[0]))
    word.save_word(path, body + word.page(), {"styles": word.styles()})


def save_typed_word_plan(text: str, path: Path) -> None:
    """Every line a paragraph as it stands, the table's columns set apart by tabs."""
    lines = [line for line in text.splitlines() if line.strip()]
    runs = ["<w:r><w:tab/></w:r>".join(word.run(field) for field in line.split("\t")) for line in lines]
    word.save_word(path, "".join(map(word.paragraph, runs)) + word.page())


def _line(line: str, in_head: bool) -> str:
    """Titles in the head stand in the middle, headings have their style, text begins two characters in."""
    level = 1 if SECTION.fullmatch(line.strip()) else 2 if GROUP.fullmatch(line.strip()) else None
    style = f'<w:pStyle w:val="Heading{level}"/>' if level else ""
    centred = in_head and len(line.strip()) < 26 and not re.search("[，。：,]", line)
    return word.paragraph(word.run(line), style + LINE + (word.CENTRED if centred else INDENT))


def _small(text: str) -> str:
    return word.paragraph(word.run(text, SMALL))


def _schedule(rows: list[list[str]]) -> str:
    """Rows of a schedule; the head repeats on every page, a blank task is merged with the one above."""
    widths = [round(mm * word.TWIPS_A_MM) for mm in COLUMNS_MM[: len(rows[0])]]
    merged = {at: "continue" for first, last in blank_runs(rows, 1) for at in range(first + 1, last + 1)}
    merged |= {first: "restart" for first, _ in blank_runs(rows, 1)}
    made = []
    for at, fields in enumerate(rows):
        if is_section(fields):
            made.append(word.row([word.cell(_small("".join(fields)), sum(widths), len(widths))]))
            continue
        marks = ["", merged.get(at, ""), *[""] * (len(widths) - 2)]
        cells = zip(fields, widths, marks, strict=True)
        made.append(word.row((word.cell(_small(f), w, 1, mark) for f, w, mark in cells), is_head=at == 0))
    return word.table(made, widths)


def blank_runs(rows: list[list[str]], column: int) -> list[tuple[int, int]]:
    """(first, last) of each run of rows that leave this column blank under a filled one."""
    starts = [at for at, fields in enumerate(rows) if is_section(fields) or fields[column]]
    spans = zip(starts, [*starts[1:], len(rows)], strict=True)
    return [(start, end - 1) for start, end in spans if end - start > 1 and not is_section(rows[start])]


def save_schedule_workbook(text: str, path: Path, title: str) -> None:
    """The schedule alone as .xlsx: a merged title above the head, merged tasks, merged section rows."""
    rows = schedule_of(text)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.append([title])
    for fields in rows:
        sheet.append([int(field) if field.isdigit() else field or None for field in fields])
    width = len(rows[0])
    across = [1, *(at for at, fields in enumerate(rows, 2) if is_section(fields))]
    for at in across:
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
    for first, last in blank_runs(rows, 1):
        sheet.merge_cells(start_row=first + 2, start_column=2, end_row=last + 2, end_column=2)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    workbook.save(path)


def converted(sources: Sequence[Path], kind: str, out: Path, profile: Path) -> None:
    """Let LibreOffice save these files as another kind (``pdf``, ``doc``, ``xls``, ``ods``) into ``out``."""
    soffice = shutil.which("soffice")
    assert soffice
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, sources)], check=True, capture_output=True, timeout=240
    )
