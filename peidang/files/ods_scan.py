"""The first look into an .ods: one walk through its content, see ``workbook_scan``."""

import io
import zipfile

from peidang.files.bounds import ZIP_FAULTS
from peidang.files.saved_at import OPEN_DOCUMENT_PART, OPEN_DOCUMENT_TAG, zipped_saved_at
from peidang.files.workbook_scan import (
    MAX_CELLS,
    ScanFailed,
    SheetScan,
    WorkbookScan,
    attribute,
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
                walk(stream, content.start, content.end)
            saved_at = zipped_saved_at(archive, OPEN_DOCUMENT_PART, OPEN_DOCUMENT_TAG)
            return WorkbookScan(content.sheets, saved_at)
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


class _Content:
    """Repeated cells make a small file a huge sheet: what they fill is counted before it is believed."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self.scan, self.name = SheetScan(), ""
        self.rows = self.columns = self.row_columns = self.reach = self.repeated = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match local(tag):
            case "table":
                self.scan, self.rows, self.columns = SheetScan(), 0, 0
                self.sheets[attribute(attributes, "name")] = self.scan
            case "table-row":
                self.repeated = int(attribute(attributes, "number-rows-repeated") or 1)
                self.row_columns = self.reach = 0
            case name if name in _CELLS:
                self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        value_type = attribute(attributes, "value-type")
        place = self.rows, self.row_columns
        if value_type == "percentage":
            self.scan.texts[place] = percentage(attribute(attributes, "value"))
        down = int(attribute(attributes, "number-rows-spanned") or 1)
        across = int(attribute(attributes, "number-columns-spanned") or 1)
        if down > 1 or across > 1:
            self.scan.merged.append((*place, place[0] + down - 1, place[1] + across - 1))
        self.row_columns += int(attribute(attributes, "number-columns-repeated") or 1)
        self.reach = self.row_columns if value_type else self.reach

    def end(self, tag: str) -> None:
        if local(tag) != "table-row":
            return
        self.rows += self.repeated
        self.columns = max(self.columns, self.reach)
        if self.reach and self.rows * self.columns > MAX_CELLS:
            raise ScanFailed("too-large")
