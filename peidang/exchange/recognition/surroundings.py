"""What stands around a table: its title, the line that says who fills it, the names of sheet, file and folders."""

import re
from collections.abc import Iterable, Iterator, Sequence

from peidang.domain.likeness import bare
from peidang.exchange.form_reading import as_text
from peidang.exchange.recognition.tables import Table
from peidang.exchange.recognition.when import period_named
from peidang.files.workbook import SheetContent, Visibility, WorkbookContent

_LABELS = ("填报单位", "填表单位", "报送单位", "上报单位", "报告单位", "填报部门", "单位名称", "单位")
_SPACED = "|".join(r"\s*".join(label) for label in _LABELS)
_LABEL = re.compile(rf"\s*({_SPACED})\s*(?:[(（][^()（）]*[)）])?\s*([:：]?)\s*(.*)", re.DOTALL)
_END_OF_NAME = re.compile(r"\s{2,}|[\u3000\t\n;；,，]|[(（]?(?:盖章|公章)")
_WEAK = "单位"
"""单位 alone heads units of measure as well (单位：万元)."""
_PATH = re.compile(r"::|[/\\]")
_ENDING = re.compile(r"\.\w{2,5}$")
_ABOVE = 40
_TITLE_ROWS = 5
_TITLE = 80
"""Characters: a longer text is no title."""
_PLAN_TITLE = re.compile(r"[\u4e00-\u9fff（）()、]{6,60}?(?:工作|实施|行动|推进|工作实施)?(?:方案|行动计划)")
_TITLE_START = re.compile(r"^.*(?:关于|印发|落实|贯彻)+")


def names_around(shown: str) -> tuple[str, tuple[str, ...]]:
    """The file's name without its ending, and the names of the folders and containers it lay in, nearest first."""
    parts = [part for part in _PATH.split(shown) if part]
    if not parts:
        return "", ()
    return _ENDING.sub("", parts[-1]), tuple(_ENDING.sub("", part) for part in reversed(parts[:-1]))


def unit_lines(sheet: SheetContent, heads: set[int]) -> Iterator[tuple[str, bool]]:
    """Every name behind 填报单位 in a sheet, and whether it surely is meant as a unit. ``heads``: rows of heads."""
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            match = _LABEL.fullmatch(cell) if isinstance(cell, str) and len(cell) < 400 else None
            if match is None:
                continue
            label, colon, value = match.groups()
            if not value and row not in heads:
                value = next((as_text(right) for right in cells[column + 1 :] if right != ""), "")
            elif not colon:
                continue
            name = "".join(_END_OF_NAME.split(value.strip(), maxsplit=1)[0].split()).strip("_＿—-")
            if name and row not in heads:
                yield name, label != _WEAK


def titles(tables: Sequence[Table]) -> Iterator[str]:
    """The texts above the tables, sheet by sheet, then the names of the sheets."""
    sheets = {table.sheet.name: table.sheet for table in tables}
    for name, sheet in sheets.items():
        top = min(table.top for table in tables if table.sheet.name == name)
        for cells in sheet.rows[: min(top, _ABOVE)]:
            yield from (cell for cell in cells if isinstance(cell, str) and cell.strip())
    yield from sheets


def other_texts(content: WorkbookContent, tables: Sequence[Table]) -> Iterator[str]:
    """The texts of visible sheets without such a table: 审签页, 填报说明."""
    own = {table.sheet.name for table in tables}
    for sheet in content.sheets:
        if sheet.name not in own and sheet.visibility is Visibility.VISIBLE:
            for cells in sheet.rows[:_ABOVE]:
                yield from (cell for cell in cells if isinstance(cell, str) and len(cell) < 200)


def by_period(
    tables: Sequence[Table], periods: Sequence[str], period: str
) -> tuple[list[Table], dict[str, list[Table]]]:
    """The tables of a workbook that is for ``period``: its own, and by period those named after another.

    A table is named by its sheet or, where months stand one below the other, by the title above it.
    """
    sheets = {table.sheet.name: period_named([table.sheet.name], periods, period) for table in tables}
    stacked = stacked_periods(tables, periods, period)
    own: list[Table] = []
    others: dict[str, list[Table]] = {}
    for table in tables:
        key = stacked.get(table, sheets[table.sheet.name])
        (own if key in (None, period) else others.setdefault(str(key), [])).append(table)
    return own, others


def stacked_periods(
    tables: Sequence[Table], periods: Sequence[str], meant: str | None
) -> dict[Table, str | None]:
    """The period of each table on a sheet whose tables stand under titles of different months; others are left out."""
    by_sheet: dict[str, list[Table]] = {}
    for table in tables:
        by_sheet.setdefault(table.sheet.name, []).append(table)
    found: dict[Table, str | None] = {}
    for mine in by_sheet.values():
        if len(mine) < 2:
            continue
        named: dict[Table, str | None] = {}
        latest: str | None = None
        for table in mine:
            latest = period_named(_directly_above(table), periods, meant) or latest
            named[table] = latest
        if len(set(named.values()) - {None}) > 1:
            found |= named
    return found


def _directly_above(table: Table) -> Iterator[str]:
    """The lines over a head, nearest first, as long as they hold a title's few cells."""
    for row in range(table.top - 1, max(table.top - _TITLE_ROWS, 0) - 1, -1):
        filled = [cell for cell in table.sheet.rows[row][table.left : table.right] if cell != ""]
        if len(filled) > 2:
            return
        yield from (cell for cell in filled if isinstance(cell, str) and len(cell) < _TITLE)


def names_another_plan(texts: Iterable[str], title: str) -> bool:
    """Whether a text names a plan that is not this one; a title may be shortened, but not be another place's."""
    wanted = bare(title)
    for text in texts:
        for match in _PLAN_TITLE.finditer("".join(text.split())):
            rest = iter(wanted)
            if not all(char in rest for char in bare(_TITLE_START.sub("", match.group()))):
                return True
    return False


def head_rows(tables: Sequence[Table], sheet: SheetContent) -> set[int]:
    """The rows of a sheet that hold heads."""
    return {row for table in tables if table.sheet is sheet for row in range(table.top, table.first)}


def months_in_heads(tables: Sequence[Table]) -> Iterator[str]:
    """Heads that name a month, as found."""
    for table in tables:
        yield from (column.head for column in table.columns.values() if column.month is not None)
