"""What people write beside, below and over the answers of a return: told by a question, never lost without a word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from peidang.domain.labels import Field
from peidang.domain.likeness import bare
from peidang.domain.sheet_values import writable
from peidang.domain.travel import OpenLine, Request
from peidang.domain.unit_names import UnitNames
from peidang.exchange.form_reading import as_text, cell_name, folded
from peidang.exchange.heads import MEND_NOTE
from peidang.exchange.recognition.head_words import Kind, head_text, sense_of
from peidang.exchange.recognition.table_heads import FIELDS, MAX_COLUMNS, heads_of
from peidang.exchange.recognition.tables import Line, Table, is_signed, lines_of, texts_of
from peidang.files.workbook_scan import Note

OWN_TEXT = {Kind.ROW: Field.PROGRESS, Kind.INDICATOR: Field.NOTE}
"""The answer that free words would be."""
_TEXTS = frozenset((Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS, Field.NOTE))
_SHORTEST = 5
"""Characters of a cell beside the answers that are worth a question: not 是, 85%, a person's name."""
_SHORTEST_STATEMENT = 15
"""The same for words below the table, and for those under 备注, which mostly are the bureau's own."""
_HARMLESS = re.compile(
    r"领导|负责人|责任人|联系|电话|手机|姓名|日期|时间|序号|编号|科室|部门|单位|经办|审[核批签]|签[字名]|盖章|附件|佐证|链接"
)
_NO_STATEMENT = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].*|\d{1,2}[.、．].*|[※*★]?(?:备?注|说明|填[报表](?:说明|要求)|本表|此表|请).*|.*(?:填[报表]人|填[报表]单位|联系人|电话|盖章|公章|签字).*",
    re.DOTALL,
)
_SENTENCE = re.compile("[，。；]")
_SEAL = re.compile(r"[(（]?(?:单位)?(?:盖章|公章|签章)[)）]?$")


@dataclass(frozen=True)
class Outside:
    """Words outside the answers: the first line they stand in, what to call them, and all of them."""

    line: Line
    words: str
    text: str


def columns_outside(lines: Sequence[Line]) -> Iterator[Outside]:
    """Each column right of the first answer of which the head means nothing to us, where it holds words."""
    by_table: dict[Table, list[Line]] = defaultdict(list)
    for line in lines:
        if line.table.is_return and line.table.first > line.table.top:
            by_table[line.table].append(line)
    for table, mine in by_table.items():
        found: dict[int, list[tuple[Line, str]]] = defaultdict(list)
        for line in mine:
            for at, text in _cells_outside(line):
                found[at].append((line, text))
        for at, cells in sorted(found.items()):
            head = _head(table, at)
            telling = [(line, text) for line, text in cells if _may_be_an_answer(text, head, table.kind)]
            if telling:
                name = f"“{head}”一列" if head else f"{cell_name(0, at)[:-1]}列（没有表头）"
                text = "\n".join(text for _, text in telling)
                yield Outside(telling[0][0], f"{name}，共{len(telling)}格", text)


def _cells_outside(line: Line) -> Iterator[tuple[int, str]]:
    table = line.table
    cells = table.sheet.rows[line.row]
    first = table.first_answer
    if len(cells) <= first:
        return
    said: set[str] = set()
    for at in range(first, min(table.right, len(cells))):
        cell = cells[at]
        if at in table.known or not isinstance(cell, str) or len(cell) < _SHORTEST:
            continue
        said = said or {bare(text) for text in texts_of(line).values()}
        text = bare(cell)
        if text and text not in said:
            yield at, as_text(cell)


def _head(table: Table, column: int) -> str:
    rows = range(table.top, table.first)
    return "".join(dict.fromkeys(head_text(table.sheet.cell(row, column)) for row in rows))


def _may_be_an_answer(text: str, head: str, kind: Kind) -> bool:
    """Whether a text under a head that is not read is worth a question; under 联系人 or 科室 only a whole sentence is."""
    sense = sense_of(head, kind)
    if sense is not None and (sense.meaning not in FIELDS[kind] or any(char.isdigit() for char in head)):
        return False  # another month's column was left out on purpose, a second one of this month's was not
    if sense is None and _HARMLESS.search(head):
        return len(bare(text)) >= _SHORTEST_STATEMENT and bool(_SENTENCE.search(text))
    return len(bare(text)) >= (_SHORTEST_STATEMENT if "备注" in head else _SHORTEST)


def statement_below(line: Line) -> str:
    """The free words of a line that has nothing else; '' for titles, notes, signatures and what says little."""
    table = line.table
    cells = table.sheet.rows[line.row][table.left : table.right]
    texts = [as_text(cell) for cell in cells if cell != ""]
    follows = table.last < len(table.sheet.rows)  # then it may be the next table's title
    if follows and not _SENTENCE.search("".join(texts)):
        return ""
    if not texts or len(texts) > 2 or any(map(_NO_STATEMENT.fullmatch, texts)):
        return ""
    return "\n".join(texts) if len(bare(texts[-1])) >= _SHORTEST_STATEMENT else ""


def is_signed_by(line: Line, request: Request) -> bool:
    """Whether a row without a name holds only what an office puts under its table: its name, seal, day."""
    table = line.table
    cells = table.sheet.rows[line.row][table.left : table.right]
    texts = [_SEAL.sub("", folded(cell)) for cell in cells if cell != ""]
    unsigned = [text for text in texts if text and not is_signed(text)]
    return all(request.unit_id in UnitNames(request.plan).candidates(text) for text in unsigned)


def notes_outside(
    lines: Sequence[Line], request: Request, items: Mapping[Line, tuple[str, ...]]
) -> Iterator[OpenLine]:
    """A question for each 批注 and box over the tables of these lines that says more than the cells do.

    It is the line's it hangs at, else told once, with the line above it. ``items`` are what a line may be. What this
    office itself wrote over the cells of a 退回单 is none.
    """
    for table in dict.fromkeys(line.table for line in lines):
        notes = [note for note in table.sheet.notes if _belongs_to(note, table)]
        if not notes:
            continue
        rows = [line.row for line in lines_of(table)]
        mine = {line.row: line for line in lines if line.table is table}
        for note in notes:
            nearest = next((row for row in reversed(rows) if row <= note.row), rows[0])
            line = mine.get(nearest)  # else the next line is another unit's, who is told of it
            text = _without_reasons(note.text, request)
            if line is None or not text or not _is_told(note, line, text):
                continue
            at_line = note.row == line.row
            yield OpenLine(
                table.sheet.name,
                note.row + 1,
                line.words if at_line else "",
                "box" if note.is_shape else "remark",
                items.get(line, ()) if at_line else (),
                {_field_at(note.column, table): text},
            )


def _belongs_to(note: Note, table: Table) -> bool:
    """Whether the table is the one under the note; what stands above the first or below the last is theirs."""
    across = table.left <= note.column < table.right or (note.column >= table.right == MAX_COLUMNS)
    top = 0 if table.top == next(heads_of(table.sheet)).top else table.top
    is_last = table.last >= len(table.sheet.rows)
    return across and top <= note.row and (note.row < table.last or is_last)


def _without_reasons(text: str, request: Request) -> str:
    """Without what this office had written there itself."""
    if not text.startswith(MEND_NOTE):
        return text
    reasons = (writable(f"{MEND_NOTE}{cell.reason}") for cell in request.mend)
    return next((text[len(one) :].strip() for one in reasons if text.startswith(one)), "")


def _is_told(note: Note, line: Line, text: str) -> bool:
    """A 批注 at a line always, unless a cell of the line says the same; elsewhere, and in boxes, no titles or hints."""
    words = bare(text)
    if note.row == line.row:
        said = {bare(as_text(cell)) for cell in line.table.sheet.rows[line.row]}
        return words not in said and (not note.is_shape or len(words) >= _SHORTEST)
    return len(words) >= _SHORTEST_STATEMENT and not _NO_STATEMENT.fullmatch(text)


def _field_at(column: int, table: Table) -> Field:
    for field in _TEXTS & frozenset(FIELDS[table.kind]):
        if field in table.columns and table.columns[field].at == column:
            return field
    return OWN_TEXT[table.kind]
