"""Making room in a sheet: a row becomes several of the same look, what is below moves down and is still counted."""

import re
from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

_ROWS = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d{1,7})")
_Move = Callable[[int, bool], int]


def make_room(sheet: Any, row: int, count: int) -> None:
    """Make ``row`` into ``count`` rows with its cells, heights and merged cells; formulas go along.

    What stood below moves down, and every formula of the workbook, print area, filter, list and conditional format
    that reaches over the row reaches over all of them. Names that are defined for the whole workbook stay as they are.
    """
    added = count - 1
    if added < 1:
        return

    def moved(at: int, is_end: bool) -> int:
        return at + added if at > row or (is_end and at == row) else at

    repeated = [one.bounds for one in sheet.merged_cells.ranges if (one.min_row, one.max_row) == (row, row)]
    merged = [
        _moved_bounds(one.bounds, moved) for one in sheet.merged_cells.ranges if one.bounds not in repeated
    ]
    for one in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(one.coord)
    _move_heights(sheet, row, added)
    sheet.insert_rows(row + 1, added)
    _move_formulas(sheet, moved, row, added)
    _repeat(sheet, row, added)
    for left, top, right, bottom in merged:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for left, _, right, _ in repeated:
        for at in range(row, row + count):
            sheet.merge_cells(start_row=at, start_column=left, end_row=at, end_column=right)
    _move_areas(sheet, moved)


def _moved_bounds(bounds: tuple[int, int, int, int], moved: _Move) -> tuple[int, int, int, int]:
    left, top, right, bottom = bounds
    if top == bottom:
        return left, moved(top, False), right, moved(top, False)
    return left, moved(top, False), right, moved(bottom, True)


def _move_heights(sheet: Any, row: int, added: int) -> None:
    known = {at: (one.height, one.hidden) for at, one in sheet.row_dimensions.items()}
    for at in [at for at in known if at > row]:
        del sheet.row_dimensions[at]
    for at, (height, hidden) in known.items():
        if at > row:
            sheet.row_dimensions[at + added].height = height
            sheet.row_dimensions[at + added].hidden = hidden
    for at in range(row + 1, row + added + 1):
        sheet.row_dimensions[at].height = known.get(row, (None, False))[0]


def _move_formulas(sheet: Any, moved: _Move, row: int, added: int) -> None:
    """Formulas of the row itself count their own line and are repeated as they are; all others are moved."""
    for other in sheet.parent.worksheets:
        for cells in other.iter_rows():
            for cell in cells:
                is_own = other is sheet and row <= cell.row <= row + added
                if cell.data_type == "f" and isinstance(cell.value, str) and not is_own:
                    cell.value = _moved_formula(cell.value, sheet.title, other is sheet, moved)


def _moved_formula(formula: str, title: str, here: bool, moved: _Move) -> str:
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, bang, place = token.value.rpartition("!")
            if (sheet.strip("'") == title) if bang else here:
                token.value = f"{sheet}{bang}{_moved_place(place, moved)}"
    return str(tokens.render())  # type: ignore[no-untyped-call]


def _moved_place(place: str, moved: _Move) -> str:
    first, colon, last = place.partition(":")
    if not colon:
        return _ROWS.sub(lambda match: f"{match[1]}{moved(int(match[2]), False)}", first)
    start = _ROWS.sub(lambda match: f"{match[1]}{moved(int(match[2]), False)}", first)
    return f"{start}:{_ROWS.sub(lambda match: f'{match[1]}{moved(int(match[2]), True)}', last)}"


def _repeat(sheet: Any, row: int, added: int) -> None:
    for cell in list(sheet[row]):
        for at in range(row + 1, row + added + 1):
            made = sheet.cell(at, cell.column)
            if type(made) is not Cell:
                continue
            made._style = copy(cell._style)  # type: ignore[attr-defined]
            made.value = _repeated(cell, made.coordinate)


def _repeated(cell: Any, place: str) -> Any:
    if cell.data_type == "f" and isinstance(cell.value, str):
        return Translator(cell.value, origin=cell.coordinate).translate_formula(place)
    return cell.value


def _move_areas(sheet: Any, moved: _Move) -> None:
    def ranges(cells: MultiCellRange) -> str:
        return " ".join(_moved_area(one, moved) for one in cells.ranges)

    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _moved_place(sheet.auto_filter.ref, moved)
    if sheet.print_area:
        areas = [_moved_area(CellRange(one), moved) for one in _areas(sheet)]
        sheet.print_area = ",".join(areas)
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(ranges(validation.sqref))
    formats = ConditionalFormattingList()
    for kept in sheet.conditional_formatting:
        for rule in kept.rules:
            formats.add(ranges(kept.sqref), rule)
    sheet.conditional_formatting = formats


def _moved_area(area: CellRange, moved: _Move) -> str:
    """An area of formats or lists: one of the repeated row alone reaches over all of them."""
    left, top, right, bottom = area.bounds
    return str(CellRange(None, left, moved(top, False), right, moved(bottom, True)).coord)


def _areas(sheet: Any) -> list[str]:
    """The print areas without the sheet's name."""
    return [one.rpartition("!")[2] for one in str(sheet.print_area).split(",")]
