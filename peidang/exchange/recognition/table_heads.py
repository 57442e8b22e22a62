"""The head rows of a sheet: one row or two, one table or two side by side, and which column is which answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.exchange.form_reading import as_text
from peidang.exchange.recognition.head_words import (
    Key,
    Kind,
    Meaning,
    Sense,
    head_text,
    is_common_word,
    month_in_head,
    sense_of,
)
from peidang.files.workbook import SheetContent

FIELDS: Mapping[Kind, tuple[Field, ...]] = {Kind.ROW: ROW_FIELDS, Kind.INDICATOR: INDICATOR_FIELDS}
MAX_COLUMNS = 16_384


@dataclass(frozen=True)
class Column:
    """One head over one column."""

    at: int
    sense: Sense
    head: str
    month: int | None = None


@dataclass(frozen=True)
class Head:
    """One head row, or two that are read together."""

    top: int
    first: int
    """The first row under it."""
    texts: list[str]


_Reading = tuple[Kind, list[Column]]


def side_by_side(texts: list[str]) -> Iterator[tuple[int, int, Kind, list[Column]]]:
    """The tables of one head row: mostly one; two where a second 序号, 指标 or 主要任务 begins a head of its own."""
    left = 0
    for at in range(1, len(texts)):
        if not _begins_a_table(texts, at):
            continue
        before, after = (_read(_between(texts, *ends)) for ends in ((left, at), (at, len(texts))))
        if before is not None and after is not None and _are_two(before, after):
            yield (left, at, *before)
            left = at
    last = _read(_between(texts, left, len(texts)))
    if last is not None:
        yield (left, MAX_COLUMNS, *last)


def _begins_a_table(texts: list[str], at: int) -> bool:
    senses = (sense_of(texts[at], kind) for kind in Kind)
    begins = any(
        sense is not None and (sense.meaning is Key.SERIAL or (sense.meaning is Key.NAME and sense.rank == 0))
        for sense in senses
    )
    return begins or (texts[at] != "" and texts[at - 1] == "")


def _between(texts: list[str], left: int, right: int) -> list[str]:
    return [text if left <= at < right else "" for at, text in enumerate(texts)]


def _are_two(one: _Reading, other: _Reading) -> bool:
    """Whether lines are told by the same cells in both, and an answer is surely in each."""
    repeated = _meanings(one) & _meanings(other) & {Key.SERIAL, Key.NAME}
    return bool(repeated) and all(
        any(column.sense.meaning in FIELDS[kind] and column.sense.rank < 2 for column in columns)
        for kind, columns in (one, other)
    )


def heads_of(sheet: SheetContent) -> Iterator[Head]:
    """Each head row with the first row under it."""
    row = 0
    while row < len(sheet.rows):
        texts = [head_text(cell) for cell in sheet.rows[row]]
        if any(texts) and any(map(is_common_word, [*texts, *_texts_below(sheet, row)])):
            found = _head_at(sheet, row, texts)
            if found is not None:
                yield found
                row = found.first
                continue
        row += 1


def _texts_below(sheet: SheetContent, row: int) -> list[str]:
    return [head_text(cell) for cell in sheet.rows[row + 1]] if row + 1 < len(sheet.rows) else []


def _head_at(sheet: SheetContent, row: int, texts: list[str]) -> Head | None:
    single = _read(texts)
    joined = _joined(sheet, row, texts)
    double = _read(joined)
    if (
        double is not None
    ):  # a title over a head is no head of two lines: both rows must have their part in it
        alone = max(len(_meanings(one)) if one else 0 for one in (single, _read(_texts_below(sheet, row))))
        if len(_meanings(double)) > alone:
            return Head(row, row + 2, joined)
    return Head(row, row + 1, texts) if single is not None else None


def _joined(sheet: SheetContent, row: int, above: list[str]) -> list[str]:
    """What two head rows say together; nothing where the lower one cannot be a head."""
    below = _texts_below(sheet, row)
    filled = [cell for cell in sheet.rows[row + 1] if cell != ""] if below else []
    if not filled or len([text for text in below if text]) < len(filled):
        return []
    if sum(map(bool, above)) < 2 or any(
        ":" in text for text in above
    ):  # a title, a line that says who fills it
        return []
    joined = []
    group = ""
    for column in range(max(len(above), len(below))):
        upper = above[column] if column < len(above) else ""
        lower = below[column] if column < len(below) else ""
        group = upper or (group if lower and _under(sheet, row, column) else "")
        joined.append(_together(group, lower))
    return joined


def _under(sheet: SheetContent, row: int, column: int) -> bool:
    """Whether an empty upper cell belongs to the one on its left: merged with it, or merges are not known."""
    if not sheet.merged:
        return True
    return any(top <= row <= bottom and left < column <= right for top, left, bottom, right in sheet.merged)


def _together(upper: str, lower: str) -> str:
    """进展情况 over 本月 is 本月进展情况; 上月 stays in it, wherever it stands."""
    if not lower or not upper:
        return lower or upper
    if any(sense is not None and sense.rank < 2 for sense in (sense_of(lower, kind) for kind in Kind)):
        former = (sense_of(upper, kind) for kind in Kind)
        if not any(sense is not None and sense.meaning is Key.PREVIOUS for sense in former):
            return lower
    return lower + upper


def _read(texts: list[str]) -> _Reading | None:
    """The columns in whichever of the two kinds says more; None when this is no head of a return."""
    readings = [(kind, _columns(texts, kind)) for kind in Kind]
    possible = [reading for reading in readings if _is_head(*reading)]
    return max(possible, key=_weight, default=None)


def _columns(texts: list[str], kind: Kind) -> list[Column]:
    senses = ((at, text, sense_of(text, kind)) for at, text in enumerate(texts) if text)
    return [Column(at, sense, text, month_in_head(text)) for at, text, sense in senses if sense is not None]


def _meanings(reading: tuple[Kind, list[Column]]) -> set[Meaning]:
    return {column.sense.meaning for column in reading[1]}


def _weight(reading: tuple[Kind, list[Column]]) -> float:
    return sum(1 - column.sense.rank / 4 for column in reading[1])


def _is_head(kind: Kind, columns: list[Column]) -> bool:
    """An answer, something to know the line by, and not only words that happen to be alike."""
    meanings = {column.sense.meaning for column in columns}
    answers = meanings & set(FIELDS[kind])
    by_text = bool(meanings & {Key.NAME, Key.TEXT})
    by_number = Key.SERIAL in meanings and any(
        c.sense.rank == 0 for c in columns if c.sense.meaning in answers
    )
    sure = sum(column.sense.rank < 2 for column in columns)
    return bool(answers) and (by_text or by_number) and sure > 0 and len(columns) > 1


def choose(columns: Sequence[Column], kind: Kind) -> tuple[dict[Meaning, Column], tuple[Column, ...]]:
    """One column for each meaning: our own word before a usual one before a likeness. What is as likely is doubtful."""
    chosen: dict[Meaning, Column] = {}
    doubtful: list[Column] = []
    columns = [column for column in columns if not _was_promised(column, columns)]
    for meaning in dict.fromkeys(column.sense.meaning for column in columns):
        mine = [column for column in columns if column.sense.meaning is meaning]
        if meaning not in FIELDS[kind]:
            chosen[meaning] = min(mine, key=lambda column: column.sense.rank)
            continue
        months = {column.month for column in mine if column.month is not None}
        if len(months) > 1:  # 9月进展, 10月进展: the latest one is this month's
            mine = [column for column in mine if column.month in (None, max(months))]
        best = min(column.sense.rank for column in mine)
        first = [column for column in mine if column.sense.rank == best]
        if len(first) == 1 and not first[0].sense.compound:
            chosen[meaning] = first[0]
        else:
            doubtful += first
        doubtful += [column for column in mine if column.sense.rank == 1 != best]
    return chosen, tuple(doubtful)


def _was_promised(column: Column, columns: Sequence[Column]) -> bool:
    """10月工作计划 beside 10月进展情况: what was promised the month before."""
    done = [c.month for c in columns if c.sense.meaning is Field.PROGRESS and c.month is not None]
    likely = column.sense.meaning is Field.NEXT_STEPS and column.sense.rank == 2
    return likely and column.month is not None and column.month in done


def by_place(
    sheet: SheetContent, head: tuple[int, int], kind: Kind, chosen: Mapping[Meaning, Column], taken: set[int]
) -> Iterator[Column]:
    """Columns under a word that means nothing to us, just where an answer that is missing would stand."""
    fields = FIELDS[kind]
    known = [at for at, answer in enumerate(fields) if answer in chosen]
    for before, after in pairwise(known):
        left, right = chosen[fields[before]].at, chosen[fields[after]].at
        between = [at for at in range(left + 1, right) if at not in taken and _has_text(sheet, head, at)]
        if between and len(between) == after - before - 1:
            missing = fields[before + 1 : after]
            yield from (Column(at, Sense(f, 2), "") for at, f in zip(between, missing, strict=True))


def _has_text(sheet: SheetContent, head: tuple[int, int], column: int) -> bool:
    return any(
        as_text(sheet.cell(row, column)) for row in range(head[0], min(head[1] + 200, len(sheet.rows)))
    )
