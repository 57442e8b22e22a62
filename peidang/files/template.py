"""An office's own .xlsx with placeholders ({{期号}}), filled: looks stay, rows of a list grow, nothing else changes.

A placeholder is a name in double braces. A cell that holds one alone gets its value as a number or day; within other
text it becomes text. A row with a name of a table (``{{任务表}}`` or ``{{任务表.主要任务}}``) is repeated for every line
of that table; what stands below moves down, with merged cells, heights, print areas, and formulas that count it.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.errors import FileUnreadable
from peidang.domain.numbers import plain
from peidang.domain.sheet_values import DATE_FORMAT, as_float, writable
from peidang.files.bounds import ZIP_FAULTS, check_unpacked_size
from peidang.files.filling import mended
from peidang.files.row_shift import make_room
from peidang.files.sniff import sniff
from peidang.files.tall_texts import fits, grow, overflow

Value = str | Decimal | date
_PLACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_LOST = {
    "xl/charts/": "图表",
    "xl/drawings/drawing": "图形或图片",
    "xl/pivotTables/": "数据透视表",
    "xl/ctrlProps/": "控件",
}
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass(frozen=True)
class FilledTemplate:
    """The filled file. ``unknown``: (sheet, cell, name) of what was left as it stands; ``lost``: what was not kept."""

    data: bytes
    filled: int
    unknown: tuple[tuple[str, str, str], ...] = ()
    lost: tuple[str, ...] = ()
    too_high: tuple[tuple[str, str], ...] = ()
    """(sheet, cell) of texts outside lists that no row is high enough to show whole."""


def fill_template(
    data: bytes,
    words: Mapping[str, Value],
    tables: Mapping[str, Sequence[Mapping[str, Value]]],
    saved_at: datetime,
    name: str = "",
    banner: str = "",
) -> FilledTemplate:
    """Fill an .xlsx. ``words`` are values by name, ``tables`` lists of lines, each by the names of its columns.

    ``banner`` (演示数据) is printed at the head of every page. Raises ``FileUnreadable`` (``not-a-workbook``,
    ``damaged``) for anything but a sound .xlsx.
    """
    if sniff(data) != "xlsx":
        raise FileUnreadable(name, "not-a-workbook")
    check_unpacked_size(data, name)
    try:
        workbook = load_workbook(io.BytesIO(data), rich_text=True)
    except (KeyError, ValueError, TypeError, *ZIP_FAULTS):
        raise FileUnreadable(name, "damaged") from None
    filler = _Filler(words, tables)
    for sheet in workbook.worksheets:
        filler.sheet(sheet)
        if banner:
            item = getattr(sheet, _HEADERS[0]).center
            item.text = f"{banner} {item.text or ''}".rstrip()
    # Who made the template did not write what stands in it now.
    workbook.properties.creator = workbook.properties.lastModifiedBy = None
    out = io.BytesIO()
    workbook.save(out)
    return FilledTemplate(
        mended(out.getvalue(), saved_at, growing=False),
        filler.filled,
        tuple(filler.unknown),
        _lost(data),
        tuple(filler.too_high),
    )


def _lost(data: bytes) -> tuple[str, ...]:
    """What the library that writes the file anew does not carry over."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    return tuple(word for part, word in _LOST.items() if any(name.startswith(part) for name in names))


@dataclass
class _Filler:
    words: Mapping[str, Value]
    tables: Mapping[str, Sequence[Mapping[str, Value]]]
    filled: int = 0
    unknown: list[tuple[str, str, str]] = field(default_factory=list)
    too_high: list[tuple[str, str]] = field(default_factory=list)

    def sheet(self, sheet: Worksheet) -> None:
        """Lists first, from below, so that what is above keeps its place; then everything else."""
        lists = dict(self._list_rows(sheet))
        self.unknown += self._unknown(sheet, lists)
        for row, table in reversed(lists.items()):
            self._list(sheet, row, table)
        for cell in list(_cells(sheet)):
            self._fill(sheet, cell, {})
        for part in _HEADERS:
            for side in ("left", "center", "right"):
                item = getattr(getattr(sheet, part), side)
                if item.text and "{{" in item.text:
                    item.text = self._text(item.text, {})

    def _unknown(self, sheet: Worksheet, lists: Mapping[int, str]) -> Iterator[tuple[str, str, str]]:
        """Names nobody knows, where they stand in the template. Of an empty list the names are not known either."""
        for cell in _cells(sheet):
            table = lists.get(cell.row, "")
            lines = self.tables.get(table, ())
            if table and not lines:
                continue
            line = _names(table, lines[0]) if lines else {}
            for name in dict.fromkeys(_PLACE.findall(str(cell.value))):
                if name != table and self._find(name, line) is None:
                    yield sheet.title, cell.coordinate, name

    def _list_rows(self, sheet: Worksheet) -> Iterator[tuple[int, str]]:
        seen: set[int] = set()
        for cell in _cells(sheet):
            for name in _PLACE.findall(str(cell.value)):
                table = name.partition(".")[0]
                if table in self.tables and cell.row not in seen:
                    seen.add(cell.row)
                    yield cell.row, table

    def _list(self, sheet: Worksheet, row: int, table: str) -> None:
        """One row for each line of the table; a text higher than a row goes on in a further one."""
        places = {c.column: c.value for c in sheet[row] if type(c) is Cell and _has_place(c.value)}
        rows = [part for line in self.tables[table] for part in self._parts(sheet, row, places, table, line)]
        make_room(sheet, row, max(len(rows), 1))
        for at, values in enumerate(rows or [dict.fromkeys(places, "")], start=row):
            for cell in sheet[at]:
                if cell.column in places:
                    put(cell, values.get(cell.column, ""))
                    grow(sheet, cell)
                elif len(values) < len(places) and type(cell) is Cell:
                    cell.value = None

    def _parts(
        self, sheet: Worksheet, row: int, places: Mapping[int, Any], table: str, line: Mapping[str, Value]
    ) -> list[dict[int, Any]]:
        """The line's values by column; more than one row's where a text is too high for one."""
        mark = re.compile(rf"\{{\{{\s*{re.escape(table)}\s*\}}\}}\s*")
        names = _names(table, line)
        values = {column: self._value(mark.sub("", str(value)), names) for column, value in places.items()}
        rows = overflow(values, lambda column, text: fits(sheet, sheet.cell(row, column), text))
        return rows if len(rows) > 1 else [values]

    def _fill(self, sheet: Worksheet, cell: Cell, line: Mapping[str, Value]) -> None:
        value = self._value(cell.value, line)
        if value != cell.value:
            put(cell, value)
            if not grow(sheet, cell):
                self.too_high.append((sheet.title, cell.coordinate))

    def _value(self, text: Any, line: Mapping[str, Value]) -> Value:
        """A lone placeholder's own value, else the text with all of them replaced."""
        alone = _PLACE.fullmatch(str(text).strip())
        if alone and (found := self._find(alone[1], line)) is not None:
            self.filled += 1
            return found
        return self._text(str(text), line)

    def _text(self, text: str, line: Mapping[str, Value]) -> str:
        def said(match: re.Match[str]) -> str:
            found = self._find(match[1], line)
            if found is None:
                return match[0]
            self.filled += 1
            return as_text(found)

        return _PLACE.sub(said, text)

    def _find(self, name: str, line: Mapping[str, Value]) -> Value | None:
        return line[name] if name in line else self.words.get(name)


def _names(table: str, line: Mapping[str, Value]) -> dict[str, Value]:
    """A line's values by the names of its columns, with and without the table's name before them."""
    return {**{f"{table}.{name}": value for name, value in line.items()}, **line}


def as_text(value: Value) -> str:
    """A value within a sentence: 1200.5, 2025年10月31日."""
    if isinstance(value, Decimal):
        return plain(value)
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    """The cells with placeholders, none of them a formula."""
    for row in sheet.iter_rows():
        for cell in row:
            if type(cell) is Cell and cell.data_type != "f" and _has_place(cell.value):
                yield cell


def _has_place(value: object) -> bool:
    return value is not None and "{{" in str(value)


def put(cell: Any, value: Any) -> None:
    """Write a value as what it is: a text stays a text, whatever it begins with; the cell's look stays."""
    if type(cell) is not Cell:
        return
    wanted = cell.number_format
    if isinstance(value, Decimal):
        number = as_float(plain(value))
        value = plain(value) if number is None else number
    value = writable(value) if isinstance(value, str) else value
    cell.value = None if value == "" else value
    if isinstance(value, str) and value:
        cell.data_type = "s"
    cell.number_format = DATE_FORMAT if isinstance(value, date) and wanted == "General" else wanted
