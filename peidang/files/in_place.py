"""Writing into somebody else's .xlsx so that nothing but the named cells changes.

``filling`` goes through a library that reads a workbook and writes it anew: right for our own forms, but another
office's file may hold what the library does not know (drawings, pivots, extensions). So the cells are put into the
XML of the sheet itself, and every other part of the file is handed on byte for byte. Where the file holds formulas,
these stay, but what they gave last time is taken out and one attribute of the workbook asks to work them out anew:
a total that still shows the old sum would be worse than one that is worked out on opening.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from peidang.domain.errors import FileUnreadable
from peidang.files.bounds import ZIP_FAULTS, check_unpacked_size, read_part
from peidang.files.sheet_xml import SheetXml, Styles
from peidang.files.sniff import sniff
from peidang.files.xml_parts import child, local, value

MAX_PART = 256 * 1024 * 1024
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"
_SHEETS = "xl/worksheets/"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_AFTER = ("definedNames", "externalReferences", "functionGroups", "sheets")
"""What stands before ``calcPr``, the last one first (ECMA-376 part 1, 18.2.27)."""


@dataclass
class ForeignWorkbook:
    """An .xlsx or .xlsm of another office, opened to be written into. Raises ``FileUnreadable`` when it is none."""

    data: bytes
    name: str = ""
    _sheets: dict[str, SheetXml] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if sniff(self.data) != "xlsx":
            raise FileUnreadable(self.name, "not-a-workbook")
        check_unpacked_size(self.data, self.name)
        try:
            self._parts()
        except (KeyError, ParseError, DefusedXmlException, *ZIP_FAULTS):
            raise FileUnreadable(self.name, "damaged") from None

    def is_free(self, sheet: str, place: str) -> bool:
        """True when the place may be written: no formula, and not covered by a merged cell's other corner."""
        return self._sheet(sheet).is_free(place)

    def anchor(self, sheet: str, place: str) -> str:
        """The first cell of the merged range that covers a place; the place itself where nothing is merged."""
        return self._sheet(sheet).anchor(place)

    def is_percent(self, sheet: str, place: str) -> bool:
        """True when the cell shows 0.35 as 35%."""
        return self._sheet(sheet).is_percent(place)

    def write(self, cells: Mapping[tuple[str, str], str | Decimal]) -> bytes:
        """The file with values in cells by (sheet, cell), e.g. ("附件2", "I12"); a Decimal becomes a number.

        Texts stay texts, whatever they begin with; formats stay. A row of a fixed height grows when its wrapped
        text needs it. Raises ``KeyError`` for a sheet that is not there and ``ValueError`` for a place that is not
        free.
        """
        touched = {}
        for (sheet, place), said in cells.items():
            self._sheet(sheet).put(place, said)
            touched[self._parts()[sheet]] = self._sheet(sheet)
        changed = {part: sheet.as_bytes() for part, sheet in touched.items()}
        if changed and self._with_formulas:
            changed |= {part: self._without_results(part, changed) for part in self._with_formulas}
            changed[WORKBOOK] = asked_to_calculate(self._read(WORKBOOK))
        self._sheets.clear()
        return self._with(changed)

    def _sheet(self, name: str) -> SheetXml:
        if name not in self._sheets:
            self._sheets[name] = SheetXml(self._read(self._parts()[name]), self._styles, self._texts)
        return self._sheets[name]

    @cached_property
    def _styles(self) -> Styles:
        names = zipfile.ZipFile(io.BytesIO(self.data)).namelist()
        return Styles(self._read(STYLES) if STYLES in names else b"<styleSheet/>")

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The texts that cells share, in order."""
        if TEXTS not in zipfile.ZipFile(io.BytesIO(self.data)).namelist():
            return ()
        return tuple(
            "".join(part.text or "" for part in one.iter() if local(part.tag) == "t")
            for one in self._xml(TEXTS)
        )

    @cached_property
    def _with_formulas(self) -> tuple[str, ...]:
        """The parts of sheets that hold formulas."""
        return tuple(
            part
            for part in self._parts().values()
            if part.startswith(_SHEETS) and _FORMULA.search(self._read(part))
        )

    def _without_results(self, part: str, changed: Mapping[str, bytes]) -> bytes:
        sheet = SheetXml(changed.get(part) or self._read(part), self._styles)
        sheet.forget_results()
        return sheet.as_bytes()

    def _parts(self) -> dict[str, str]:
        """The part of each sheet by its name."""
        targets = {
            value(relation, "Id"): _target(value(relation, "Target"))
            for relation in self._xml(WORKBOOK_RELATIONS)
        }
        sheets = child(self._xml(WORKBOOK), "sheets")
        return {
            value(sheet, "name"): targets[value(sheet, "id")]
            for sheet in (() if sheets is None else sheets)
            if local(sheet.tag) == "sheet"
        }

    def _xml(self, part: str) -> Element:
        root: Element = fromstring(self._read(part))
        return root

    def _read(self, part: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return read_part(archive, part, MAX_PART, self.name)

    def _with(self, changed: Mapping[str, bytes]) -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for member in source.infolist():
                content = changed.get(member.filename) or source.read(member)
                target.writestr(member, content, member.compress_type)
            target.comment = source.comment
        return out.getvalue()


def _target(path: str) -> str:
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join("xl", path))


def asked_to_calculate(workbook: bytes) -> bytes:
    """The workbook part with the wish that all formulas be worked out anew on opening (``fullCalcOnLoad``)."""
    text = workbook.decode("utf-8")
    present = re.search(r"<(?:\w+:)?calcPr\b[^>]*?(?=/?>)", text)
    if present:
        bare = re.sub(r'\s+fullCalcOnLoad="[^"]*"', "", present[0])
        return (text[: present.start()] + bare + ' fullCalcOnLoad="1"' + text[present.end() :]).encode()
    for name in _AFTER:
        for end in re.finditer(rf"</(\w+:)?{name}>|<(\w+:)?{name}\b[^>]*/>", text):
            wish = f'<{end[1] or end[2] or ""}calcPr fullCalcOnLoad="1"/>'
            return (text[: end.end()] + wish + text[end.end() :]).encode()
    return workbook
