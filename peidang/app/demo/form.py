"""A request workbook the way a bureau sees it: lines under column heads, and the cell where each answer goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from peidang.domain.errors import FileUnreadable
from peidang.domain.numbers import parse_number
from peidang.exchange.form_reading import as_text, cell_name
from peidang.exchange.heads import FORM_SHEET, INDICATOR_HEADS, SERIAL_HEAD
from peidang.files.workbook import read_workbook

INDICATOR_HEAD = INDICATOR_HEADS[1]


@dataclass(frozen=True)
class FormLine:
    """One line of the form: an indicator or a task."""

    serial: int
    is_indicator: bool
    texts: Mapping[str, str]
    """What stands under each column head."""
    cells: Mapping[str, str]
    """By column head: ``I12``."""

    @property
    def key(self) -> tuple[bool, int]:
        """Tells the line from all others of the form."""
        return self.is_indicator, self.serial


@dataclass(frozen=True)
class Form:
    """The sheet 填报表 of one unit."""

    unit: str
    lines: tuple[FormLine, ...]

    @property
    def rows(self) -> tuple[FormLine, ...]:
        """The lines of 二、任务进展情况."""
        return tuple(line for line in self.lines if not line.is_indicator)

    @property
    def indicators(self) -> tuple[FormLine, ...]:
        """The lines of 一、指标完成情况."""
        return tuple(line for line in self.lines if line.is_indicator)


def read_form(data: bytes, unit: str) -> Form:
    """Read the form out of a request workbook by its heads. Raises FileUnreadable when it holds none."""
    sheet = read_workbook(data, unit).sheet(FORM_SHEET)
    if sheet is None:
        raise FileUnreadable(unit, "not-a-request")
    lines = []
    heads: dict[int, str] = {}
    for number, cells in enumerate(sheet.rows):
        texts = [as_text(cell) for cell in cells]
        if SERIAL_HEAD in texts:
            heads = {column: text for column, text in enumerate(texts) if text}
        elif heads and (serial := parse_number(texts[0])) is not None:
            lines.append(
                FormLine(
                    int(serial),
                    INDICATOR_HEAD in heads.values(),
                    {head: texts[column] for column, head in heads.items()},
                    {head: cell_name(number, column) for column, head in heads.items()},
                )
            )
    return Form(unit, tuple(lines))
