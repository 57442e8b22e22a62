"""The first look into an .ods: one walk through its content, see ``workbook_scan``."""

import io
import zipfile

from peidang.files.bounds import ZIP_FAULTS
from peidang.files.saved_at import OPEN_DOCUMENT_PART, OPEN_DOCUMENT_TAG, zipped_saved_at
from peidang.files.workbook_scan import (
    FEW,
    MAX_CELLS,
    MAX_CUT,
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

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_CELLS = frozenset(("table-cell", "covered-table-cell"))


def scan_ods(data: bytes) -> WorkbookScan:
    """Walk the XML of an .ods file. Raises ``ScanFailed`` with ``damaged``, ``encrypted`` or ``too-large``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _is_encrypted(archive):
                raise ScanFailed("encrypted")
            content = _Content()
            with archive.open(CONTENT) as stream:
                walk(stream, content.start, content.end, content.text)
            saved_at = zipped_saved_at(archive, OPEN_DOCUMENT_PART, OPEN_DOCUMENT_TAG)
            scan = WorkbookScan(content.sheets, saved_at)
            if content.is_too_large:
                scan.mended = _without_far(archive, scan)
            return scan
    except (KeyError, *ZIP_FAULTS) as error:
        raise ScanFailed("damaged") from error


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """An .ods with a password is an open zip whose parts are enciphered; its list of contents says so."""
    found = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal found
        found = found or local(tag) == "encryption-data"

    if MANIFEST in archive.namelist():
        with archive.open(MANIFEST) as stream:
            walk(stream, start)
    return found


def _without_far(archive: zipfile.ZipFile, scan: WorkbookScan) -> bytes:
    """The same file without the few cells far out: the fast reader would hold the whole rectangle up to them."""
    if sum(member.file_size for member in archive.infolist()) > MAX_CUT:
        raise ScanFailed("too-large")
    cells = _FarCells()
    with archive.open(CONTENT) as stream:
        feed(cells.parser, stream)
    content = archive.read(CONTENT)
    kept, begin = [], 0
    for start, end, name in cells.far:
        kept.append(content[begin:start])
        begin = content.index(b">", end) + 1 if content.startswith(b"</" + name, end) else end
    for sheet in scan.sheets.values():
        sheet.texts = {place: text for place, text in sheet.texts.items() if not is_far(*place)}
        sheet.merged = [span for span in sheet.merged if not is_far(span[0], span[1])]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for member in archive.infolist():
            whole = b"".join([*kept, content[begin:]]) if member.filename == CONTENT else archive.read(member)
            target.writestr(member.filename, whole)
    return out.getvalue()


class _Places:
    """Follows rows and cells as they come, however often each is repeated; rows and columns from 0."""

    def __init__(self) -> None:
        self.row = self.column = self.next_row = self.next_column = 0

    def follow(self, name: str, attributes: dict[str, str]) -> bool:
        """Take note of a table, a row or a cell that begins; True for a cell."""
        if name == "table":
            self.row = self.column = self.next_row = 0
        elif name == "table-row":
            self.row, self.next_column = self.next_row, 0
            self.next_row += int(attribute(attributes, "number-rows-repeated") or 1)
        elif name in _CELLS:
            self.column = self.next_column
            self.next_column += int(attribute(attributes, "number-columns-repeated") or 1)
            return True
        return False


class _FarCells(_Places):
    """Where the filled cells begin and end that lie far out. Raises ``ScanFailed`` when they are many or not all."""

    def __init__(self) -> None:
        super().__init__()
        self.far: list[tuple[int, int, bytes]] = []
        """Where each begins, where its end tag does (of a cell without one, where it ends), and its element's name."""
        self.count = self.near_rows = self.near_columns = 0
        self.open: list[int] = []
        """Where the far cell that is open begins, and 0 for each other cell that is open."""
        self.parser = guarded_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "table":
            self.near_rows = self.near_columns = 0
        if not self.follow(name, attributes):
            return
        begin = 0
        if attribute(attributes, "value-type"):
            if is_far(self.row, self.column):
                self.count += (self.next_row - self.row) * (self.next_column - self.column)
                begin = self.parser.CurrentByteIndex
            else:
                self.near_rows = max(self.near_rows, self.next_row)
                self.near_columns = max(self.near_columns, self.next_column)
        self.open.append(begin)
        if self.count >= FEW or self.near_rows * self.near_columns > MAX_CELLS:
            raise ScanFailed("too-large")

    def end(self, tag: str) -> None:
        if local(tag) in _CELLS and (begin := self.open.pop()):
            self.far.append((begin, self.parser.CurrentByteIndex, tag.encode()))


class _Content(_Places):
    """Repeated cells make a small file a huge sheet: what they fill is counted before it is believed."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, SheetScan] = {}
        self.scan = SheetScan()
        self.columns = self.reach = 0
        self.is_too_large = False
        self.said: list[str] | None = None
        """The words of the 批注 or box that is open."""
        self.notes_open = self.words_open = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if self.notes_open or name == "annotation" or tag.startswith("draw:"):
            self._note(name)
            return
        is_cell = self.follow(name, attributes)
        if name == "table":
            self.scan, self.columns = SheetScan(), 0
            self.sheets[attribute(attributes, "name")] = self.scan
        elif name == "table-row":
            self.reach = 0
        elif is_cell:
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        value_type = attribute(attributes, "value-type")
        if value_type == "percentage":
            self.scan.texts[self.row, self.column] = percentage(attribute(attributes, "value"))
        down = int(attribute(attributes, "number-rows-spanned") or 1)
        across = int(attribute(attributes, "number-columns-spanned") or 1)
        if down > 1 or across > 1:
            self.scan.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
        self.reach = self.next_column if value_type else self.reach

    def _note(self, name: str) -> None:
        """An element of a 批注 or a box; who wrote it and when is no part of its words."""
        if not self.notes_open:
            self.said = []
        self.notes_open += 1
        self.words_open += name == "p"

    def text(self, said: str) -> None:
        """Words; only those of notes count here."""
        if self.words_open and self.said is not None:
            self.said.append(said)

    def end(self, tag: str) -> None:
        name = local(tag)
        if self.notes_open:
            self.notes_open -= 1
            if name == "p" and self.said is not None:
                self.words_open -= 1
                self.said.append("\n")
            if not self.notes_open:
                self.scan.notes.add(self.row, self.column, "".join(self.said or ()), name != "annotation")
        elif name == "table-row":
            self.columns = max(self.columns, self.reach)
            if self.reach and self.next_row * self.columns > MAX_CELLS:
                self.is_too_large = True
