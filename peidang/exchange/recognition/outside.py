"""What people write beside and below the answers of a return: told by one question, never lost without a word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peidang.domain.labels import Field
from peidang.domain.likeness import bare
from peidang.exchange.form_reading import as_text, cell_name
from peidang.exchange.recognition.head_words import Kind, head_text, sense_of
from peidang.exchange.recognition.table_heads import FIELDS
from peidang.exchange.recognition.tables import Line, Table, texts_of

OWN_TEXT = {Kind.ROW: Field.PROGRESS, Kind.INDICATOR: Field.NOTE}
"""The answer that free words would be."""
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
            needed = _SHORTEST_STATEMENT if "备注" in head else _SHORTEST
            telling = [(line, text) for line, text in cells if len(bare(text)) >= needed]
            if telling and _may_be_an_answer(head, table.kind):
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


def _may_be_an_answer(head: str, kind: Kind) -> bool:
    sense = sense_of(head, kind)
    if (
        sense is not None
    ):  # another month's column was left out on purpose, a second one of this month's was not
        return sense.meaning in FIELDS[kind] and not any(char.isdigit() for char in head)
    return not _HARMLESS.search(head)


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
