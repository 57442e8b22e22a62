"""Whose a sheet is: by its own line 填报单位, by its name, else by what the other sheets and the file's name say."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from peidang.domain.unit_names import UnitNames
from peidang.exchange.recognition import surroundings
from peidang.exchange.recognition.tables import Table
from peidang.files.workbook import SheetContent, WorkbookContent

_SHORT_TITLE = 30
_COLLECTIVE = ("各", "有关", "相关")
_LIST = re.compile("[、/／]")


@dataclass(frozen=True)
class Told:
    """A unit that is named. Words without a unit are a stranger's name, or one that several ``candidates`` share."""

    unit: str | None = None
    words: str = ""
    candidates: tuple[str, ...] = ()
    all_meant: bool = False
    """The words list the candidates one by one (市财政局、市税务局): each of them answers its own lines."""

    def __bool__(self) -> bool:
        return bool(self.words)


NOBODY = Told()


class Whose:
    """The names in and around one file."""

    def __init__(self, content: WorkbookContent, names: tuple[str, tuple[str, ...]], sender: str) -> None:
        """``names``: of the file and of the folders it lay in."""
        self._content = content
        self._file, self._folders = names
        self._sender = sender

    def unit_lines(self, tables: Sequence[Table]) -> Iterator[tuple[str, bool]]:
        """First of the sheets with the tables, then of the others."""
        mine = {table.sheet.name for table in tables}
        for sheet in sorted(self._content.sheets, key=lambda sheet: sheet.name not in mine):
            yield from surroundings.unit_lines(sheet, surroundings.head_rows(tables, sheet))

    def by_sheet(
        self, sheet: SheetContent, tables: Sequence[Table], names: UnitNames, asked: Collection[str]
    ) -> Told:
        """What a sheet says itself. ``asked``: units that report rows of it, which settles a name two units share."""
        lines = surroundings.unit_lines(sheet, surroundings.head_rows(tables, sheet))
        return self._by_lines(lines, names, asked) or self._by_names([sheet.name], names, asked)

    def by_title(self, tables: Sequence[Table], names: UnitNames, reporting: Collection[str]) -> Told:
        """The unit that a short title names (市商务局2025年10月), if it is one of those that report all the rows."""
        for text in surroundings.titles(tables):
            unit = _the_one(names.inside(text), reporting) if len(text) <= _SHORT_TITLE else None
            if unit in reporting and unit is not None:
                return Told(unit, text)
        return NOBODY

    def by_file(self, tables: Sequence[Table], names: UnitNames, asked: Collection[str]) -> Told:
        """What the sheets without a table say, the names of file and folders, and the sender."""
        own = {table.sheet.name for table in tables}
        others = [sheet for sheet in self._content.sheets if sheet.name not in own]
        lines = (line for sheet in others for line in surroundings.unit_lines(sheet, set()))
        around = [self._file, *self._folders, self._sender]
        return self._by_lines(lines, names, asked) or self._by_names(around, names, asked)

    def _by_lines(self, lines: Iterator[tuple[str, bool]], names: UnitNames, asked: Collection[str]) -> Told:
        """The first name of a unit; a stranger's name where surely a unit is meant ends the search."""
        for text, surely in lines:
            found = names.candidates(text) or names.inside(text)
            if unit := _the_one(found, asked):
                return Told(unit, text)
            if listed := _listed(text, names):
                return Told(None, text, listed, all_meant=True)
            if surely and not text.startswith(_COLLECTIVE):
                return Told(None, text, found)
        return NOBODY

    def _by_names(self, texts: Sequence[str], names: UnitNames, asked: Collection[str]) -> Told:
        for text in texts:
            if unit := _the_one(names.inside(text), asked):
                return Told(unit, text)
        return NOBODY


def for_all_sheets(own: Mapping[str, Told]) -> Told:
    """What a sheet that says nothing itself may take over: what the others say, if that is one thing."""
    said = {one.unit or one.words: one for one in own.values() if one}
    return next(iter(said.values())) if len(said) == 1 else NOBODY


def _listed(text: str, names: UnitNames) -> tuple[str, ...]:
    """The units of a list of names; () when it is no list, or any name in it is no unit's."""
    pieces = [piece for piece in _LIST.split(text) if piece]
    units = tuple(unit for piece in pieces if (unit := names.exactly(piece)) is not None)
    return units if len(pieces) > 1 and len(set(units)) == len(pieces) else ()


def _the_one(found: Sequence[str], asked: Collection[str]) -> str | None:
    if len(found) > 1:
        found = [unit for unit in found if unit in asked]
    return found[0] if len(found) == 1 else None
