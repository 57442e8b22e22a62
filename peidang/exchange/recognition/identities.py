"""What the very hidden sheet still says: whole requests, or only the ids of one whose payload was damaged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peidang.domain.periods import parse_span
from peidang.domain.travel import FORMAT_VERSION, Request
from peidang.exchange.form_content import blocks_of
from peidang.exchange.heads import IDENTITY_SHEET
from peidang.exchange.identity_sheet import MARKER, IdentityBroken, IdentityLines, identity_lines_in
from peidang.exchange.master_workbook import GROUP
from peidang.exchange.master_workbook import MARKER as MASTER
from peidang.files.workbook import CellValue, SheetContent, WorkbookContent

_IDS = ("plan", "unit", "period")
_CONTRADICTING = ("token", *_IDS, "version")


@dataclass(frozen=True)
class Ids:
    """Whose return it is, where the request itself cannot be read any more."""

    plan_id: str
    unit_id: str
    period_key: str


def identity_sheet_of(content: WorkbookContent) -> SheetContent | None:
    """The sheet by its mark, by its name, or by its keys when both were lost."""
    for sheet in content.sheets:
        if sheet.cell(0, 0) in (MARKER, MASTER) or sheet.name == IDENTITY_SHEET:
            return sheet
    return next((sheet for sheet in content.sheets if set(_IDS) <= _first_cells(sheet)), None)


def identities_in(sheet: SheetContent) -> tuple[Request | Ids, ...]:
    """Every request of the sheet; () when not even ids can be read. Raises ``IdentityBroken`` on a contradiction."""
    marks = {str(line[0]): line for line in sheet.rows if line and line[0] in (MARKER, MASTER)}
    for line in marks.values():
        _check_version(line)
    found = (_identity(identity_lines_in(rows)) for rows in _groups(sheet))
    return tuple(one for one in found if one is not None)


def _first_cells(sheet: SheetContent) -> set[str]:
    return {line[0] for line in sheet.rows if line and isinstance(line[0], str) and len(line[0]) < 20}


def _check_version(line: tuple[CellValue, ...]) -> None:
    text = str(line[1]) if len(line) > 1 else ""
    text = text.removesuffix(".0")
    if text != str(FORMAT_VERSION):
        raise IdentityBroken("other-version" if text.isdigit() else "damaged")


def _groups(sheet: SheetContent) -> Iterator[list[tuple[CellValue, ...]]]:
    """A 总表 holds one identity after another, each begun by its own line; any other sheet is one identity."""
    group: list[tuple[CellValue, ...]] = []
    for line in sheet.rows:
        if line and line[0] == GROUP:
            yield group
            group = []
        group.append(line)
    yield group


def _identity(lines: IdentityLines) -> Request | Ids | None:
    request = lines.request()
    if request is not None and any(_contradicts(lines, request, _CONTRADICTING)):
        raise IdentityBroken("damaged")
    if request is not None and lines.says_the_same_as(request, blocks_of(request)):
        return request
    kept = lines.keys_of(request) if request is not None and lines.is_whole() else {}
    ids = [lines.keys.get(key) or kept.get(key, "") for key in _IDS]
    return Ids(*ids) if all(ids) and _is_period(ids[-1]) else None


def _is_period(key: str) -> bool:
    """Whether it is a period's own key: a harmed sheet may have anything in its place."""
    try:
        return parse_span(key).key == key
    except ValueError:
        return False


def _contradicts(lines: IdentityLines, request: Request, keys: Iterable[str]) -> Iterator[bool]:
    """A key that is there and says something else; one that is gone says nothing."""
    mine = lines.keys_of(request)
    return (bool(lines.keys.get(key)) and lines.keys[key] != mine[key] for key in keys)
