"""The two blocks of 填报表 as data: where each stands, what its locked cells say. Writer and reader share it."""

from collections.abc import Mapping
from dataclasses import dataclass

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field, Role
from peidang.domain.phrases import dues_text, targets_text
from peidang.domain.plan import Row
from peidang.domain.travel import Request, SentIndicator, SentRow
from peidang.exchange.heads import INDICATOR_HEADS, INDICATORS_TITLE, ROW_HEADS, ROWS_TITLE

FIRST_BLOCK_ROW = 3
"""Above it stand the sheet's title, who is asked and by when, and a free line."""


@dataclass(frozen=True)
class Item:
    """One line of a block: an indicator or a row, as sent."""

    id: str
    serial: int
    locked: tuple[str, ...]
    """The texts between 序号 and the answers, in the order of the heads."""
    sent: SentRow | SentIndicator
    reasons: Mapping[Field, str] | None = None
    """In a 退回单: why each cell goes back; only these are open. None in any other request: all are."""

    def is_open(self, field: Field) -> bool:
        """Whether the answer may be typed into."""
        return self.reasons is None or field in self.reasons

    def base(self, field: Field) -> str:
        """The answer cell as sent."""
        return self.sent.base.get(field, "")


@dataclass(frozen=True)
class Block:
    """One block and where it stands; rows from 0."""

    kind: str
    """``indicator`` or ``row``."""
    title: str
    heads: tuple[str, ...]
    fields: tuple[Field, ...]
    items: tuple[Item, ...]
    top: int

    @property
    def head_row(self) -> int:
        """The row of the column heads."""
        return self.top + 1

    @property
    def first_row(self) -> int:
        """The row of the first line."""
        return self.top + 2

    @property
    def last_row(self) -> int:
        """The row of the last line."""
        return self.top + 1 + len(self.items)

    def column(self, field: Field) -> int:
        """The column of an answer, from 0."""
        return len(self.heads) - len(self.fields) + self.fields.index(field)


def blocks_of(request: Request) -> tuple[Block, ...]:
    """The blocks this unit gets; one without lines is left out."""
    blocks = []
    top = FIRST_BLOCK_ROW
    for make in (_indicator_block, _row_block):
        block = make(request, top)
        if block.items:
            blocks.append(block)
            top = block.last_row + 2
    return tuple(blocks)


def _indicator_block(request: Request, top: int) -> Block:
    items = tuple(indicator_item(sent, _reasons(request, sent.indicator.id)) for sent in request.indicators)
    return Block("indicator", INDICATORS_TITLE, INDICATOR_HEADS, INDICATOR_FIELDS, items, top)


def _row_block(request: Request, top: int) -> Block:
    items = tuple(row_item(sent, _reasons(request, sent.row.id)) for sent in request.rows)
    return Block("row", ROWS_TITLE, ROW_HEADS, ROW_FIELDS, items, top)


def _reasons(request: Request, item_id: str) -> dict[Field, str] | None:
    if not request.mend:
        return None
    return {cell.field: cell.reason for cell in request.mend if cell.item_id == item_id}


def indicator_item(sent: SentIndicator, reasons: Mapping[Field, str] | None = None) -> Item:
    """A line of the first block."""
    locked = (
        sent.indicator.name,
        targets_text(sent.indicator),
        sent.indicator.unit_of_measure,
        dues_text(sent.indicator),
        sent.previous_cumulative,
    )
    return Item(sent.indicator.id, sent.number, locked, sent, reasons)


def row_item(sent: SentRow, reasons: Mapping[Field, str] | None = None) -> Item:
    """A line of the second block."""
    locked = (
        sent.row.task,
        sent.row.measure,
        units_text(sent.row, Role.LEAD),
        units_text(sent.row, Role.RESPONSIBLE),
        sent.previous_progress,
        sent.previous_next_steps,
    )
    return Item(sent.row.id, sent.row.serial, locked, sent, reasons)


def units_text(row: Row, role: Role) -> str:
    """The row's units of one role as the document prints them."""
    return "、".join(assignment.printed for assignment in row.units(role))
