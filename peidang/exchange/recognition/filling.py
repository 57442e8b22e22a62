"""The lines of a file against one request: each answer goes to its item, or becomes a question; never both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.likeness import bare
from peidang.domain.line_matching import KeyTexts, Matching, Pool, Question, match_lines
from peidang.domain.sheet_values import writable
from peidang.domain.travel import LockedChange, OpenLine, Request, Returned, SentRow
from peidang.domain.values import canonical
from peidang.exchange.cells import same_to_a_cell
from peidang.exchange.form_content import Block, Item, blocks_of
from peidang.exchange.form_reading import as_text, cell_name, same_text
from peidang.exchange.heads import INDICATOR_LOCKED_HEADS, PREVIOUS_HEADS, ROW_LOCKED_HEADS
from peidang.exchange.recognition.head_words import Key, Kind
from peidang.exchange.recognition.outside import (
    OWN_TEXT,
    columns_outside,
    is_signed_by,
    notes_outside,
    statement_below,
)
from peidang.exchange.recognition.table_heads import FIELDS, Column
from peidang.exchange.recognition.tables import Line, Table, texts_of

_LOCKED = {
    Kind.ROW: dict(zip(ROW_LOCKED_HEADS, (Key.NAME, Key.TEXT, Key.LEADS, Key.RESPONSIBLE), strict=True)),
    Kind.INDICATOR: dict(
        zip(
            INDICATOR_LOCKED_HEADS,
            (Key.NAME, Key.TARGET, Key.MEASURE_UNIT, Key.DUE, Key.PREVIOUS),
            strict=True,
        )
    ),
}


def key_of(item: Item, kind: Kind) -> KeyTexts:
    """What an item of a form is known by."""
    if kind is Kind.ROW:
        task, measure, leads, responsible = map(bare, item.locked[:4])
        return KeyTexts(item.serial, task, measure, (leads, responsible))
    name, target, unit = map(bare, item.locked[:3])
    return KeyTexts(item.serial, name, "", (unit, target))


@dataclass(frozen=True)
class Form:
    """A request's lines of one kind, ready to be matched."""

    kind: Kind
    block: Block
    items: Mapping[str, Item]
    pool: Pool


def forms_of(request: Request) -> tuple[Form, ...]:
    """The request's blocks."""
    return tuple(
        Form(
            Kind(block.kind),
            block,
            {item.id: item for item in block.items},
            Pool({item.id: key_of(item, Kind(block.kind)) for item in block.items}),
        )
        for block in blocks_of(request)
    )


Cell = tuple[str, str]
Told = dict[Field, tuple[str, Cell]]


@dataclass
class _Reading:
    """What is put together while the lines are gone through."""

    request: Request
    answers: dict[tuple[str, Field], str] = field(default_factory=dict)
    places: dict[tuple[str, Field], Cell] = field(default_factory=dict)
    locked: list[LockedChange] = field(default_factory=list)
    open: list[OpenLine] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    strange: list[Line] = field(default_factory=list)
    """Lines of tables of which nothing fits."""

    def __post_init__(self) -> None:
        self._mended = {(cell.item_id, cell.field) for cell in self.request.mend}

    def wanted(self, item: str, field: Field) -> bool:
        """Every cell; of a 退回单 only those that went back."""
        return not self._mended or (item, field) in self._mended

    def ask(
        self, line: Line, reason: str, items: Sequence[str], answers: Mapping[Field, str], words: str = ""
    ) -> None:
        """A question about a line, or about what ``words`` name, unless nothing of it is wanted."""
        fields = {field for _, field in self._mended}
        kept = tuple(item for item in items if not fields or any(item == one for one, _ in self._mended))
        wanted = {f: text for f, text in answers.items() if text and (not fields or f in fields)}
        if wanted and (kept or not items):
            sheet = line.table.sheet.name
            self.open.append(OpenLine(sheet, line.row + 1, words or line.words, reason, kept, wanted))


def read_lines(
    request: Request,
    lines: Sequence[Line],
    recognised_by: str,
    others: Mapping[Kind, Pool] | None = None,
    saved_at: datetime | None = None,
    unsure: Sequence[Line] = (),
) -> Returned:
    """What these lines answer to a request.

    ``others`` holds everything the plan asks of anybody; ``unsure`` lines are asked about, whatever item they are.
    Lines of a table of which nothing fits are not asked about one by one (``read_and_rest`` tells them).
    """
    return read_and_rest(request, lines, recognised_by, others, saved_at, unsure)[0]


def read_and_rest(
    request: Request,
    lines: Sequence[Line],
    recognised_by: str,
    others: Mapping[Kind, Pool] | None = None,
    saved_at: datetime | None = None,
    unsure: Sequence[Line] = (),
) -> tuple[Returned, list[Line]]:
    """The same, with the lines of tables of which nothing fits: a list of projects, another plan's table."""
    reading = _Reading(request)
    forms = forms_of(request)
    items: list[str] = []
    for form in forms:
        mine = [line for line in lines if line.table.kind is form.kind and line not in unsure]
        _ask_about_unsure(reading, form, [line for line in unsure if line in lines])
        _read_form(reading, form, mine, (others or {}).get(form.kind), recognised_by)
        items += form.items
    _ask_about_unasked(reading, lines, {form.kind for form in forms})
    asked = {item for line in reading.open for item in line.candidates}
    missing = tuple(item for item in items if item not in reading.found | asked)
    returned = Returned(
        request.token,
        recognised_by,
        request,
        reading.answers,
        reading.places,
        tuple(reading.locked),
        missing,
        tuple(reading.open),
        saved_at,
    )
    return returned, reading.strange


def _ask_about_unsure(reading: _Reading, form: Form, lines: Sequence[Line]) -> None:
    """Lines whose unit is not sure."""
    mine = [line for line in lines if line.table.kind is form.kind]
    matching = match_lines([line.key for line in mine], form.pool)
    for at, line in enumerate(mine):
        item = matching.sure.get(at)
        reading.ask(line, "whose", (item,) if item else (), texts_of(line))


def _ask_about_unasked(reading: _Reading, lines: Sequence[Line], asked: set[Kind]) -> None:
    """Lines of a block that this unit was not sent: questions on a sheet of which anything is taken or asked."""
    sheets = {sheet for sheet, _ in reading.places.values()} | {line.sheet for line in reading.open}
    for line in lines:
        if line.table.kind in asked:
            continue
        if line.table.sheet.name in sheets:
            reading.ask(line, "unknown", (), texts_of(line))
        else:
            reading.strange.append(line)


def _read_form(
    reading: _Reading, form: Form, lines: Sequence[Line], others: Pool | None, recognised_by: str
) -> None:
    by_number = recognised_by != "content" or not any(line.table.has_texts for line in lines)
    matching = match_lines([line.key for line in lines], form.pool, others, by_number)
    matching = _without_attachments(reading, lines, matching)
    of_item: dict[str, list[Line]] = defaultdict(list)
    item_of: dict[tuple[Table, int], str] = {}
    for at, item in matching.sure.items():
        of_item[item].append(lines[at])
        item_of[lines[at].table, lines[at].row] = item
    for item, several in of_item.items():
        _read_item(reading, form.items[item], several, item_of)
        if recognised_by != "content" or _is_our_form(several[0].table):
            reading.locked += _locked_changes(form.items[item], several[0], form.kind)
    for at, question in matching.open.items():
        _ask_about(reading, form, lines, at, question, matching)
    _ask_about_outside(reading, lines, matching)
    _ask_about_notes(reading, lines, matching)


def _ask_about_outside(reading: _Reading, lines: Sequence[Line], matching: Matching) -> None:
    """Columns of unknown heads beside lines that are items, and free words under the last such line."""
    last: dict[Table, int] = {}
    for at in matching.sure:
        last[lines[at].table] = max(lines[at].row, last.get(lines[at].table, 0))
    for outside in columns_outside([line for line in lines if line.table in last]):
        answers = {OWN_TEXT[outside.line.table.kind]: outside.text}
        reading.ask(outside.line, "column", (), answers, outside.words)
    for at, question in matching.open.items():
        line = lines[at]
        if question.candidates or line.has_answers or line.row < last.get(line.table, line.row + 1):
            continue
        if text := statement_below(line):
            reading.ask(line, "below", (), {OWN_TEXT[line.table.kind]: text}, text)


def _ask_about_notes(reading: _Reading, lines: Sequence[Line], matching: Matching) -> None:
    """批注 and boxes over sheets of which anything is surely an item; also where only other cells are to be mended."""
    sheets = {lines[at].table.sheet.name for at in matching.sure}
    items: dict[Line, tuple[str, ...]] = {lines[at]: (item,) for at, item in matching.sure.items()}
    items |= {lines[at]: question.candidates for at, question in matching.open.items()}
    mine = [line for line in lines if line.table.sheet.name in sheets]
    reading.open += notes_outside(mine, reading.request, items)


def _without_attachments(reading: _Reading, lines: Sequence[Line], matching: Matching) -> Matching:
    """Without the lines of a table on another sheet of which nothing fits: a list of projects is no return."""
    tables = {id(lines[at].table) for at in matching.sure}
    sheets = {lines[at].table.sheet.name for at in matching.sure}
    if not sheets:
        return matching
    strange = [
        at
        for at, question in matching.open.items()
        if id(lines[at].table) not in tables
        and lines[at].table.sheet.name not in sheets
        and not question.candidates
    ]
    reading.strange += [lines[at] for at in strange]
    kept = {at: question for at, question in matching.open.items() if at not in strange}
    return Matching(matching.sure, kept)


def _read_item(
    reading: _Reading, item: Item, lines: Sequence[Line], item_of: Mapping[tuple[Table, int], str]
) -> None:
    reading.found.add(item.id)
    told = [_told(line, item, item_of) for line in lines]
    if len(lines) > 1 and _differ(item, told):
        for line, said in zip(lines, told, strict=True):
            texts = {answer: value for answer, (value, _) in said.items() if says(item, answer, value)}
            reading.ask(line, "duplicate", (item.id,), texts)
        return
    for answer in dict.fromkeys(answer for one in told for answer in one):
        cells = [one[answer] for one in told if answer in one]
        value, place = next((cell for cell in cells if says(item, answer, cell[0])), cells[0])
        if reading.wanted(item.id, answer):
            reading.answers[item.id, answer] = value
            reading.places[item.id, answer] = place
        elif value != item.base(answer):  # 退回单: a cell that did not go back was changed all the same
            reading.locked.append(
                LockedChange(item.id, FIELD_WORDS[answer], item.base(answer), value, *place)
            )
    for line in lines:
        _ask_about_merged(reading, line, item, item_of)
        _ask_about_doubtful(reading, line, item)
        _ask_about_previous(reading, line, item)


def _differ(item: Item, told: Sequence[Told]) -> bool:
    """Whether lines of one item contradict each other; a blank and what was sent contradict nothing."""
    values = defaultdict(set)
    for one in told:
        for answer, (value, _) in one.items():
            if says(item, answer, value):
                values[answer].add(value)
    return any(len(several) > 1 for several in values.values())


def _told(line: Line, item: Item, item_of: Mapping[tuple[Table, int], str]) -> Told:
    """The line's own answers by field. A cell merged over this line and one of another item is left to a question."""
    table = line.table
    told: Told = {}
    for answer in FIELDS[table.kind]:
        column = table.columns.get(answer)
        if column is None:  # the column was deleted: nothing is said about it
            told |= _agreed(line, item, answer)
            continue
        top = table.covered.get((line.row, column.at), line.row)
        if top != line.row and (
            item_of.get((table, top)) != item.id and table.sheet.cell(top, column.at) != ""
        ):
            continue
        place = (table.sheet.name, cell_name(line.row, column.at))
        told[answer] = (_answer(answer, table.sheet.cell(line.row, column.at), item.base(answer)), place)
    return told


def _agreed(line: Line, item: Item, answer: Field) -> Told:
    """Two columns as likely that say the same: then it does not matter which of them is meant."""
    columns = [c for c in line.table.doubtful if c.sense.meaning is answer and not c.sense.compound]
    values = {_value(line, column, item) for column in columns}
    if len(columns) < 2 or len(values) != 1:
        return {}
    return {answer: (values.pop(), (line.table.sheet.name, cell_name(line.row, columns[0].at)))}


def _value(line: Line, column: Column, item: Item) -> str:
    answer = Field(column.sense.meaning)
    return _answer(answer, line.table.sheet.cell(line.row, column.at), item.base(answer))


def _answer(field: Field, cell: object, base: str) -> str:
    """The canonical answer; the base itself where the cell is as it was sent, whatever the file format lost of it."""
    value = canonical(field, cell)
    sent = canonical(field, writable(base))
    return base if base and same_to_a_cell(value) == same_to_a_cell(sent) else value


def says(item: Item, field: Field, value: str) -> bool:
    """Whether the cell says anything that was not there when it was sent."""
    return bool(value) and value != item.base(field)


def _ask_about_merged(
    reading: _Reading, line: Line, item: Item, item_of: Mapping[tuple[Table, int], str]
) -> None:
    table = line.table
    answers: dict[Field, str] = {}
    for answer in FIELDS[table.kind]:
        column = table.columns.get(answer)
        top = table.covered.get((line.row, column.at)) if column is not None else None
        if column is None or top is None or item_of.get((table, top)) == item.id:
            continue
        value = _answer(answer, table.sheet.cell(top, column.at), item.base(answer))
        if says(item, answer, value):
            answers[answer] = value
    reading.ask(line, "merged", (item.id,), answers)


def _ask_about_doubtful(reading: _Reading, line: Line, item: Item) -> None:
    """Each text in a column of which it is not known whether it is this answer; one question a text."""
    asked: set[tuple[Field, str]] = set()
    for column in line.table.doubtful:
        answer = Field(column.sense.meaning)
        value = _value(line, column, item)
        settled = reading.answers.get((item.id, answer), "")
        if says(item, answer, value) and value != settled and (answer, value) not in asked:
            asked.add((answer, value))
            reading.ask(line, "doubtful", (item.id,), {answer: value})


def _ask_about_previous(reading: _Reading, line: Line, item: Item) -> None:
    """Words written over 上月进展 where this month's cell stays empty: most likely meant for this month."""
    if not isinstance(item.sent, SentRow) or Field.PROGRESS not in line.table.columns:
        return
    if reading.answers.get((item.id, Field.PROGRESS)):
        return
    sent = (item.sent.previous_progress, item.sent.previous_next_steps)
    for head, answer, former in zip(PREVIOUS_HEADS, (Field.PROGRESS, Field.NEXT_STEPS), sent, strict=True):
        cell = line.table.cell_under(line.row, head)
        if cell == "" or reading.answers.get((item.id, answer)) or same_text(cell, writable(former)):
            continue
        if reading.wanted(item.id, answer):
            words = f"写在“{head}”栏：{line.words}"
            reading.ask(line, "last-month", (item.id,), {answer: canonical(answer, cell)}, words)


def _ask_about(
    reading: _Reading, form: Form, lines: Sequence[Line], at: int, question: Question, matching: Matching
) -> None:
    line = lines[at]
    if not line.own and is_signed_by(line, reading.request):
        return
    answers = texts_of(line)
    candidates = question.candidates
    if not line.own and not candidates:  # a row without any name: perhaps it goes on with the line above it
        above = matching.sure.get(at - 1)
        candidates = (above,) if above and lines[at - 1].table is line.table else ()
    if candidates and all(
        not says(form.items[item], answer, value) for item in candidates for answer, value in answers.items()
    ):
        return
    reading.ask(line, question.reason, candidates, answers)


def _is_our_form(table: Table) -> bool:
    """Whether the heads are our own, all of them: then a changed text in it is worth a word."""
    return all(
        key in table.columns and table.columns[key].head == head for head, key in _LOCKED[table.kind].items()
    )


def _locked_changes(item: Item, line: Line, kind: Kind) -> Iterable[LockedChange]:
    """Cells outside the answers that say something else now. The 上月 columns are the unit's own words: left out."""
    table = line.table
    for (head, key), sent in zip(_LOCKED[kind].items(), item.locked, strict=False):
        column = table.columns.get(key)
        if column is None or (line.row, column.at) in table.covered:
            continue
        cell = table.sheet.cell(line.row, column.at)
        if key is Key.PREVIOUS and column.head != head:
            continue
        if cell == "" and key is Key.NAME and not table.sheet.merged and table.raw(line.row, Key.TEXT):
            continue  # merged, most likely: not every reader tells
        if not same_text(cell, writable(sent)):
            place = (table.sheet.name, cell_name(line.row, column.at))
            yield LockedChange(item.id, head, sent, as_text(cell), *place)
