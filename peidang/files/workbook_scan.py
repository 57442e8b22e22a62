"""A first look at a zipped spreadsheet's XML, before the fast reader is let at it.

The fast reader holds every sheet as a full rectangle (two cells in far corners would take all memory), gives a
blank for a formula without a stored value and for an error, and 0.35 where people see 35%. So the XML is walked
once: how far do the filled cells reach, which cells say something else, when was the file saved.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from peidang.domain.numbers import plain

MAX_CELLS = 4_000_000
"""Rows × columns of one sheet."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION_ID = "id"


class ScanFailed(Exception):
    """The file cannot be looked at; ``reason`` is a key of the words for unreadable files."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class SheetScan:
    """What was seen of one sheet: texts that count instead of what the fast reader gives, by (row, column) from 0."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Only for .ods, where the fast reader does not tell: (first row, first column, last row, last column)."""


@dataclass
class WorkbookScan:
    """What was seen of a workbook, by sheet name."""

    sheets: dict[str, SheetScan] = field(default_factory=dict)
    saved_at: datetime | None = None


def scan_workbook(data: bytes, kind: str) -> WorkbookScan:
    """Walk the XML of an ``xlsx`` or ``ods`` file. Raises ``ScanFailed`` with ``damaged``, ``too-large`` or ``not-yet``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _scan_xlsx(archive) if kind == "xlsx" else _scan_ods(archive)
    except (zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError) as error:
        raise ScanFailed("damaged") from error
    except (ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ScanFailed("damaged") from error


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _scan_xlsx(archive: zipfile.ZipFile) -> WorkbookScan:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise ScanFailed("not-yet")  # .xlsb keeps its parts in binary
    parts = _parts_by_relation(archive)
    scan = WorkbookScan(saved_at=_saved_at(archive, "docProps/core.xml", "modified"))
    percent_styles = _percent_styles(archive) if "xl/styles.xml" in names else frozenset()
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter():
        part = parts.get(_attribute(sheet, _RELATION_ID)) if _local(sheet.tag) == "sheet" else None
        if part is not None and part in names:
            with archive.open(part) as stream:
                scan.sheets[_attribute(sheet, "name")] = _scan_sheet(
                    _elements(stream, "c", "row"), percent_styles
                )
    return scan


def _parts_by_relation(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    parts = {}
    for relation in relations:
        target = _attribute(relation, "Target")
        parts[_attribute(relation, "Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _elements(stream: IO[bytes], *wanted: str) -> Iterator[Element]:
    """The elements of these names as they end; each is emptied afterwards, so that memory stays small."""
    for _, element in iterparse(stream, events=("end",)):
        if _local(element.tag) in wanted:
            yield element
            element.clear()


def _scan_sheet(elements: Iterator[Element], percent_styles: frozenset[str]) -> SheetScan:
    scan = SheetScan()
    last_row = last_column = -1
    row, column = 0, -1
    for element in elements:
        if _local(element.tag) == "row":
            row, column = row + 1, -1
            continue
        row, column = _position(element.get("r"), row, column)
        if len(element) == 0:
            continue
        last_row, last_column = max(last_row, row), max(last_column, column)
        text = _text_instead(element, percent_styles)
        if text:
            scan.texts[row, column] = text
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise ScanFailed("too-large")
    return scan


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """The cell's place; one without a reference follows the cell before it."""
    if reference is None:
        return row, column + 1
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    letters, digits = match.groups()
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, number - 1


def _text_instead(cell: Element, percent_styles: frozenset[str]) -> str:
    """What a cell says where the fast reader gives a blank or another number, else ''."""
    children = {_local(child.tag): child.text or "" for child in cell}
    value = children.get("v", "")
    if cell.get("t") == "e":
        return value
    if "f" in children and not value and "is" not in children and cell.get("t") != "str":
        return f"={children['f']}"
    if value and cell.get("s") in percent_styles and cell.get("t", "n") == "n":
        return _percentage(value)
    return ""


def _percentage(value: str) -> str:
    """``0.35`` → ``35%``: a figure typed as 35% is stored as its hundredth."""
    number = Decimal(repr(float(value))) * 100
    return f"{plain(number)}%" if number.is_finite() else ""


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The cell styles that show a number as a percentage."""
    root = fromstring(archive.read("xl/styles.xml"))
    formats = {"9", "10"}
    styles: list[str] = []
    for element in root.iter():
        if _local(element.tag) == "numFmt" and "%" in (element.get("formatCode") or ""):
            formats.add(element.get("numFmtId") or "")
        elif _local(element.tag) == "cellXfs":
            styles = [style.get("numFmtId") or "" for style in element]
    return frozenset(str(n) for n, number_format in enumerate(styles) if number_format in formats)


def _scan_ods(archive: zipfile.ZipFile) -> WorkbookScan:
    with archive.open("content.xml") as stream:
        sheets = _ods_sheets(_elements(stream, "table-cell", "covered-table-cell", "table-row", "table"))
    return WorkbookScan(sheets, _saved_at(archive, "meta.xml", "date"))


def _ods_sheets(elements: Iterator[Element]) -> dict[str, SheetScan]:
    """Repeated cells make a small file a huge sheet: what they fill is counted before it is believed."""
    sheets: dict[str, SheetScan] = {}
    scan = SheetScan()
    rows = columns = row_columns = reach = 0
    for element in elements:
        match _local(element.tag):
            case "table":
                sheets[_attribute(element, "name")] = scan
                scan, rows, columns = SheetScan(), 0, 0
            case "table-row":
                rows += int(_attribute(element, "number-rows-repeated") or 1)
                columns = max(columns, reach)
                if reach and rows * columns > MAX_CELLS:
                    raise ScanFailed("too-large")
                row_columns = reach = 0
            case _:
                value_type = _attribute(element, "value-type")
                if value_type == "percentage":
                    scan.texts[rows, row_columns] = _percentage(_attribute(element, "value"))
                down, across = (_spanned(element, "rows"), _spanned(element, "columns"))
                if down > 1 or across > 1:
                    scan.merged.append((rows, row_columns, rows + down - 1, row_columns + across - 1))
                row_columns += int(_attribute(element, "number-columns-repeated") or 1)
                reach = row_columns if value_type else reach
    return sheets


def _spanned(cell: Element, what: str) -> int:
    return int(_attribute(cell, f"number-{what}-spanned") or 1)


def _saved_at(archive: zipfile.ZipFile, part: str, tag: str) -> datetime | None:
    """The day and time in a document's properties as local time without zone; None where absent or unreadable."""
    try:
        properties = fromstring(archive.read(part))
    except (KeyError, ParseError, DefusedXmlException):
        return None
    for element in properties.iter():
        if _local(element.tag) == tag and element.text:
            return _local_time(element.text.strip())
    return None


def _local_time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
