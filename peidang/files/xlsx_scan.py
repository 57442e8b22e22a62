"""The first look into an .xlsx: one walk through its sheets' XML, see ``workbook_scan``."""

import io
import re
import zipfile
from functools import lru_cache

from peidang.files.bounds import ZIP_FAULTS
from peidang.files.saved_at import zipped_saved_at
from peidang.files.workbook_scan import (
    FEW,
    MAX_CELLS,
    MAX_CUT,
    MAX_SHEETS,
    ScanFailed,
    SheetScan,
    WorkbookScan,
    attribute,
    feed,
    guarded_parser,
    is_far,
    local,
    percentage,
    walk,
)
from peidang.files.xlsx_notes import notes_of

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
PERCENT_FORMATS = frozenset(("9", "10"))
"""Numbers of the two percentages every spreadsheet program knows (0% and 0.00%)."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Cut = tuple[int, int]
"""Where a cell begins in its part's bytes, and where its end tag does."""
_STYLE_LISTS = frozenset(("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"))
_TEXT = frozenset(("is", "t", "r"))


def scan_xlsx(data: bytes) -> WorkbookScan:
    """Walk the XML of an .xlsx file. Raises ``ScanFailed`` with ``damaged``, ``too-large`` or ``not-yet``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _scan(archive)
    except (KeyError, *ZIP_FAULTS) as error:
        raise ScanFailed("damaged") from error


def _scan(archive: zipfile.ZipFile) -> WorkbookScan:
    # The fast reader does not mind the case of a part's name, so neither may the look before it.
    names = {name.lower(): name for name in archive.namelist()}
    if WORKBOOK not in names:
        raise ScanFailed("not-yet")  # .xlsb keeps its parts in binary
    scan = WorkbookScan(saved_at=zipped_saved_at(archive))
    percent_styles = _percent_styles(archive, names[STYLES]) if STYLES in names else frozenset()
    sheets = _sheet_parts(archive, names[WORKBOOK], names[RELATIONS])
    if len(sheets) > MAX_SHEETS:
        raise ScanFailed("too-large")
    cuts: dict[str, list[Cut]] = {}
    for sheet, target in sheets:
        part = names.get(target.lower())
        if part is not None:
            scan.sheets[sheet] = _scan_sheet(archive, part, percent_styles, cuts)
            scan.sheets[sheet].notes = notes_of(archive, names, part, _place_of)
    if cuts:
        scan.mended = _without(archive, cuts)
    return scan


def _sheet_parts(archive: zipfile.ZipFile, workbook: str, relations: str) -> list[tuple[str, str]]:
    """(name, part) of each sheet."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            sheets.append((attribute(attributes, "name"), attribute(attributes, "id")))

    def relation(_: str, attributes: dict[str, str]) -> None:
        target = attribute(attributes, "Target")
        targets[attribute(attributes, "Id")] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )

    with archive.open(workbook) as stream:
        walk(stream, sheet)
    with archive.open(relations) as stream:
        walk(stream, relation)
    return [(name, targets[key]) for name, key in sheets if key in targets]


def _percent_styles(archive: zipfile.ZipFile, part: str) -> frozenset[str]:
    """The cell styles that show a number as a percentage."""
    formats = set(PERCENT_FORMATS)
    styles: list[str] = []
    style_list = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal style_list
        name = local(tag)
        if name in _STYLE_LISTS:
            style_list = name
        elif name == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "xf" and style_list == "cellXfs":
            styles.append(attributes.get("numFmtId", ""))

    with archive.open(part) as stream:
        walk(stream, start)
    return frozenset(str(n) for n, number_format in enumerate(styles) if number_format in formats)


def _scan_sheet(
    archive: zipfile.ZipFile, part: str, percent_styles: frozenset[str], cuts: dict[str, list[Cut]]
) -> SheetScan:
    """Look at one sheet; what is to be cut out of it is added to ``cuts`` under the part's name."""
    cells = _Cells(percent_styles)
    with archive.open(part) as stream:
        feed(cells.parser, stream)
    cells.settle()
    if cells.reach > MAX_CELLS:
        # Formatted but empty cells, perhaps: only those with something in them count.
        filled = _FilledCells()
        with archive.open(part) as stream:
            feed(filled.parser, stream)
        if filled.reach > MAX_CELLS:
            unpacked = sum(member.file_size for member in archive.infolist())
            if not filled.is_mendable or unpacked > MAX_CUT:
                raise ScanFailed("too-large")
            cuts[part] = filled.far
            cells.scan.texts = {place: text for place, text in cells.scan.texts.items() if not is_far(*place)}
    return cells.scan


def _without(archive: zipfile.ZipFile, cuts: dict[str, list[Cut]]) -> bytes:
    """The same file with some cells emptied: the fast reader would hold the whole rectangle up to them.

    The cells stay: those without a reference follow the one before.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for member in archive.infolist():
            content = archive.read(member)
            kept, begin = [], 0
            for start, end_tag in cuts.get(member.filename, ()):
                kept.append(content[begin : content.index(b">", start) + 1])
                begin = end_tag
            target.writestr(member.filename, b"".join([*kept, content[begin:]]))
    return out.getvalue()


class _Places:
    """Follows rows and cells as they come: where is the cell that begins, and how far was anything yet."""

    def __init__(self) -> None:
        self.row, self.column = -1, -1
        self.last_row = self.last_column = -1

    @property
    def reach(self) -> int:
        return (self.last_row + 1) * (self.last_column + 1)

    def next_row(self, number: str | None) -> None:
        self.row = int(number) - 1 if number is not None and number.isdecimal() else self.row + 1
        self.column = -1

    def next_cell(self, reference: str | None) -> None:
        """One without a reference follows the cell before it."""
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = _place_of(reference)

    def mark(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)


@lru_cache(4096)
def _place_of(reference: str) -> tuple[int, int]:
    """(row, column) from 0 of ``B12``; sheet after sheet and file after file name the same ones."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ScanFailed("damaged")
    letters, digits = match.groups()
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, number - 1


class _Cells(_Places):
    """What cells say where the fast reader gives a blank or another number. A cell is settled as the next begins.

    Only where such a cell is at hand does the parser hand over texts: most sheets are passed at full speed.
    """

    def __init__(self, percent_styles: frozenset[str]) -> None:
        super().__init__()
        self.scan = SheetScan()
        self.percent_styles = percent_styles
        self.kind, self.style = "", ""
        self.said: dict[str, list[str]] = {}
        """Of the open cell, if it is one of those: the texts of its value (v) and formula (f), by name."""
        self.parser = guarded_parser()
        self.parser.StartElementHandler = self.start

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag) if ":" in tag else tag
        if self.said:
            self.parser.CharacterDataHandler = None
        if name == "v":
            if self.said or self.kind == "e" or self.style in self.percent_styles:
                self._collect(name)
        elif name == "f":
            self._collect(name)
        elif name == "is" and self.said:
            self.said[name] = []
        elif name not in _TEXT:
            if self.said:
                self.settle()
            if name == "c":
                self.next_cell(attributes.get("r"))
                self.mark()
                self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            elif name == "row":
                self.next_row(attributes.get("r"))

    def _collect(self, name: str) -> None:
        texts: list[str] = []
        self.said[name] = texts
        self.parser.CharacterDataHandler = texts.append

    def settle(self) -> None:
        said, self.said = self.said, {}
        text = self._instead({name: "".join(words).strip() for name, words in said.items()})
        if text:
            self.scan.texts[self.row, self.column] = text

    def _instead(self, said: dict[str, str]) -> str:
        value = said.get("v", "")
        if self.kind == "e":
            return value
        if "f" in said and not value and "is" not in said and self.kind != "str":
            return f"={said['f']}"
        if value and self.kind == "n" and self.style in self.percent_styles:
            try:
                return percentage(value)
            except ValueError:
                raise ScanFailed("damaged") from None
        return ""


class _FilledCells(_Places):
    """How far the cells reach that hold anything, and which of them lie far out."""

    def __init__(self) -> None:
        super().__init__()
        self.far: list[Cut] = []
        self.far_cells = 0
        self.near_row = self.near_column = -1
        self.is_open = self.is_filled = False
        self.begin = 0
        self.parser = guarded_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    @property
    def is_mendable(self) -> bool:
        """Whether few cells lie far out, and what is left without them is not too large."""
        near = (self.near_row + 1) * (self.near_column + 1)
        return 0 < self.far_cells < FEW and near <= MAX_CELLS

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self.next_cell(attributes.get("r"))
            self.begin = self.parser.CurrentByteIndex
            self.is_open, self.is_filled = True, False
        elif name == "row":
            self.next_row(attributes.get("r"))
        elif self.is_open:
            self.mark()
            self.is_filled = True

    def end(self, tag: str) -> None:
        if local(tag) != "c":
            return
        if self.is_filled:
            self._settle()
        self.is_open = self.is_filled = False

    def _settle(self) -> None:
        if not is_far(self.row, self.column):
            self.near_row, self.near_column = (
                max(self.near_row, self.row),
                max(self.near_column, self.column),
            )
            return
        self.far_cells += 1
        if self.far_cells < FEW:
            self.far.append((self.begin, self.parser.CurrentByteIndex))
