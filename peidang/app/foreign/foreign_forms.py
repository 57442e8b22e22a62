"""打开收到的空表: another office's form is filled from our own data, in a copy of its own file.

Its columns are told by their heads, its lines by what they say; whatever a person corrects is kept by the heads, so
that next month nothing is asked. Only blank cells are written, never a formula.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from peidang.app.foreign.foreign_tables import (
    KnownTable,
    PlacedLine,
    Placer,
    known_tables,
    line_key,
    read_foreign,
)
from peidang.app.store.stores import pick_plan
from peidang.db.foreign import KeptForm
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, NotFound, Refused
from peidang.exchange.foreign_form.meanings import UNUSED, WORDS
from peidang.exchange.foreign_form.tables import Column, ForeignTable
from peidang.exchange.form_reading import cell_name
from peidang.files.open import read_bytes

_LINE = re.compile(r"(?:(?P<sheet>.+)!)?第?行?(?P<row>\d+)行?")
_ITEM = re.compile(r"(?:方案(?P<plan>\d+))?(?P<kind>任务|指标)(?P<number>\d+)")


@dataclass(frozen=True)
class FormTable:
    """One table of the form, with what each line is."""

    known: KnownTable
    lines: tuple[PlacedLine, ...]

    @property
    def table(self) -> ForeignTable:
        """The table itself."""
        return self.known.table

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """(letter, head, what it is in our words); '' for a column that means nothing to us."""
        kept = self.known.kept
        unused = {key for key, word in kept.columns.items() if not word} if kept else set()
        return tuple(
            (
                cell_name(0, column.index)[:-1],
                column.head,
                WORDS[column.meaning] if column.meaning else UNUSED if column.key in unused else "",
            )
            for column in self.table.columns
        )


@dataclass(frozen=True)
class ForeignForm:
    """Another office's form, opened. ``office`` is whose it is; '' until somebody says so."""

    path: Path
    data: bytes
    tables: tuple[FormTable, ...]
    office: str
    placer: Placer

    @property
    def remembered(self) -> bool:
        """True when a form with these heads was settled before."""
        return all(one.known.kept is not None for one in self.tables)


@dataclass(frozen=True)
class FormLine:
    """A line of the form as people see it: its row from 1, its words, what it is or may be."""

    row: int
    words: str
    items: tuple[str, ...]
    rivals: tuple[str, ...]


def open_foreign(store: Store, path: Path) -> ForeignForm:
    """Find the form's tables, what its columns mean and which of our rows and indicators its lines are.

    Raises FileUnreadable, and Refused (``no-table``) when the file holds no table.
    """
    data = read_bytes(path)
    (content,) = read_foreign([(path.name, data)])
    if isinstance(content, FileUnreadable):
        raise content
    found = known_tables(store, content)
    if not found:
        raise Refused("no-table", path.name)
    placer = Placer([store.plans.get(head.id) for head in store.plans.heads()])
    tables = tuple(FormTable(known, tuple(placer.placed(known))) for known in found)
    kept = [one.kept for one in found if one.kept is not None and one.kept.office]
    return ForeignForm(path, data, tables, kept[0].office if kept else "", placer)


def shown_lines(form: ForeignForm, one: FormTable) -> tuple[FormLine, ...]:
    """The lines of a table with what they are, for the eye."""
    words = form.placer.item_words
    return tuple(
        FormLine(
            placed.line.row + 1,
            placed.words.shown,
            tuple(words(found[1].id) for found in (placed.row, placed.indicator) if found)
            or ((UNUSED,) if placed.settled else ()),
            tuple(map(words, placed.rivals)),
        )
        for placed in one.lines
    )


def map_columns(
    store: Store, form: ForeignForm, settled: Mapping[str, str], office: str | None = None
) -> ForeignForm:
    """Keep what a person says about the form, and open it anew.

    ``settled`` says of a column (its head, or its letter) which of our columns it is, or 不用; of a line (行12, or
    表名!行12) which 任务3 or 指标2 it is (方案2任务3 where there are several plans), or 不用. Raises Refused for words
    that mean nothing and NotFound for a column, line or item that is not there.
    """
    columns = {what: word for what, word in settled.items() if not _is_line(form, what)}
    lines = {what: word for what, word in settled.items() if what not in columns}
    for what in columns:
        if not any(_named(one.table, what) for one in form.tables):
            raise NotFound("列", what)
    with store.transaction():
        for one in form.tables:
            _keep(store, form, one, columns, lines, office)
        store.batches.log("记住外来表的对应关系", form.path.name)
    return open_foreign(store, form.path)


def _keep(
    store: Store,
    form: ForeignForm,
    one: FormTable,
    columns: Mapping[str, str],
    lines: Mapping[str, str],
    office: str | None,
) -> None:
    kept = one.known.kept or KeptForm(one.table.fingerprint, form.path.name)
    meanings = {column.key: str(column.meaning or "") for column in one.table.columns} | dict(kept.columns)
    for what, word in columns.items():
        meanings.update({column.key: _meaning(word) for column in _named(one.table, what)})
    items = dict(kept.lines)
    for what, word in lines.items():
        for placed in _lines_named(one, what):
            items[line_key(placed.words)] = "" if word == UNUSED else _item(store, word)
    store.foreign.keep_form(
        KeptForm(kept.fingerprint, form.path.name, meanings, items, kept.office if office is None else office)
    )


def keep_as_it_is(store: Store, form: ForeignForm, one: FormTable) -> None:
    """Settle a table as it was read; what was settled before stays."""
    _keep(store, form, one, {}, {}, None)


def _is_line(form: ForeignForm, what: str) -> bool:
    return any(_lines_named(one, what) for one in form.tables)


def _lines_named(one: FormTable, what: str) -> list[PlacedLine]:
    match = _LINE.fullmatch(what)
    if match is None or match["sheet"] not in (None, one.table.sheet):
        return []
    return [placed for placed in one.lines if placed.line.row + 1 == int(match["row"])]


def _named(table: ForeignTable, what: str) -> list[Column]:
    wanted = "".join(what.split())
    return [
        column
        for column in table.columns
        if wanted in ("".join(column.head.split()), column.key, cell_name(0, column.index)[:-1])
    ]


def _meaning(word: str) -> str:
    if word == UNUSED:
        return ""
    found = next((meaning for meaning, own in WORDS.items() if own == word), None)
    if found is None:
        raise Refused("no-such-head", word)
    return found.value


def _item(store: Store, word: str) -> str:
    match = _ITEM.fullmatch(word)
    if match is None:
        raise Refused("no-such-item", word)
    plan = pick_plan(store, match["plan"])
    number = int(match["number"])
    if match["kind"] == "任务":
        found = next((row.id for row in plan.rows if row.serial == number), None)
    else:
        found = plan.indicators[number - 1].id if 1 <= number <= len(plan.indicators) else None
    if found is None:
        raise NotFound(match["kind"], match["number"])
    return found
