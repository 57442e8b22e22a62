"""The filled workbook back in: who answers, what stands in each answer cell, what else was changed.

In this version a workbook is known by the identity it carries (``recognised_by`` is ``token``). Returns that lost
it are for a later one: they will be recognised by ids and by content, and give the same ``Returned``.
"""

from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.sheet_values import writable
from peidang.domain.travel import LockedChange, Request, Returned
from peidang.domain.values import canonical
from peidang.exchange.cells import same_to_a_cell
from peidang.exchange.form_content import Block, Item, blocks_of
from peidang.exchange.form_reading import FoundBlock, as_text, find_block, same_text
from peidang.exchange.heads import PREVIOUS_HEADS
from peidang.exchange.identity_sheet import IdentityBroken, read_identity
from peidang.files.workbook import WorkbookContent, read_workbook


def read_return(data: bytes, name: str) -> tuple[Returned, ...]:
    """Every return the file holds (one, in this version). ``name`` only says which file could not be read.

    Raises ``FileUnreadable``: ``not-a-request`` for a spreadsheet without our identity, ``damaged`` when the identity
    contradicts itself, ``other-version`` when it is of another format version, and whatever ``read_workbook`` raises.
    """
    content = read_workbook(data, name)
    try:
        request = read_identity(content)
    except IdentityBroken as broken:
        raise FileUnreadable(name, broken.reason) from None
    if request is None:
        raise FileUnreadable(name, "not-a-request")
    return (_returned(content, request),)


def _returned(content: WorkbookContent, request: Request) -> Returned:
    answers: dict[tuple[str, Field], str] = {}
    places: dict[tuple[str, Field], tuple[str, str]] = {}
    locked: list[LockedChange] = []
    missing: list[str] = []
    for block in blocks_of(request):
        found = find_block(content, block)
        for item in block.items:
            if found is None or item.serial not in found.lines:
                missing.append(item.id)
                continue
            _read_answers(found, block, item, answers, places)
            locked += _locked_changes(found, block, item)
    return Returned(
        request.token, "token", request, answers, places, tuple(locked), tuple(missing), content.saved_at
    )


def _read_answers(
    found: FoundBlock,
    block: Block,
    item: Item,
    answers: dict[tuple[str, Field], str],
    places: dict[tuple[str, Field], tuple[str, str]],
) -> None:
    for field in block.fields:
        cell = found.value(item.serial, FIELD_WORDS[field])
        if cell is None:  # the column was deleted: nothing is said about it
            continue
        answers[item.id, field] = _answer(field, cell, item.base(field))
        places[item.id, field] = found.place(item.serial, FIELD_WORDS[field])


def _answer(field: Field, cell: object, base: str) -> str:
    """The canonical answer; the base itself where the cell is as it was sent, whatever the file format lost of it."""
    value = canonical(field, cell)
    sent = canonical(field, writable(base))
    return base if base and same_to_a_cell(value) == same_to_a_cell(sent) else value


def _locked_changes(found: FoundBlock, block: Block, item: Item) -> list[LockedChange]:
    """Cells outside the answers that say something else now. The 上月 columns are the unit's own words: left out."""
    changes = []
    for head, sent in zip(block.heads[1:], item.locked, strict=False):
        cell = found.value(item.serial, head)
        if head in PREVIOUS_HEADS or cell is None or same_text(cell, writable(sent)):
            continue
        changes.append(LockedChange(item.id, head, sent, as_text(cell), *found.place(item.serial, head)))
    return changes
