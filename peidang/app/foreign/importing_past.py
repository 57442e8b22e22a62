"""导入往月汇总表: an office's own tables of former months become past periods, so that 上月 and 趋势 are not empty.

What is imported gives way to everything else: a cell that was answered is left alone, and an answer that comes later
counts instead. Only lines that are surely a row or indicator of the plan are taken; the others are listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from peidang.app.foreign.foreign_tables import known_tables, read_foreign
from peidang.app.foreign.past_tables import Clock, Gathered, NotPlaced, PastTable
from peidang.app.month.months import cell_states
from peidang.app.sentences import sentence
from peidang.app.store.stores import span_of
from peidang.db.returns import Spoken, cell_key
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import Field
from peidang.domain.merging import CellState
from peidang.domain.periods import Period, Span, default_due
from peidang.domain.plan import Plan
from peidang.files.open import read_bytes
from peidang.files.workbook import WorkbookContent


@dataclass(frozen=True)
class ImportedMonth:
    """What one month was given."""

    month: str
    label: str
    opened: bool
    """True when the period was made for it."""
    rows: int
    indicators: int
    cells: int
    answered_before: int
    """Cells that were answered already and stayed as they are."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did. ``batch`` is None on a rehearsal and when nothing was written."""

    batch: int | None
    months: tuple[ImportedMonth, ...]
    not_placed: tuple[NotPlaced, ...]
    notes: tuple[str, ...] = ()
    """What was assumed: a year that nowhere stands, the first of several leads."""


@dataclass
class _News:
    """What one month is given: by unit, (item, field) to (value, base)."""

    period: Period | None
    cells: dict[str, dict[tuple[str, str], tuple[str, str]]] = field(default_factory=dict)
    answered_before: int = 0

    def add(
        self, unit_id: str, said: Mapping[tuple[str, Field], str], states: Mapping[str, CellState]
    ) -> None:
        """What of a unit's words is not answered yet."""
        new = {
            (item, one.value): (value, "")
            for (item, one), value in said.items()
            if (state := states.get(cell_key(item, one.value))) is None or not state.standing
        }
        self.answered_before += len(said) - len(new)
        if new:
            self.cells[unit_id] = new


def import_past(
    store: Store,
    plan_id: str,
    files: Sequence[Path],
    month: str | None,
    today: date,
    dry_run: bool = False,
) -> ImportResult:
    """Take an office's own tables of former months into a plan: one batch, one undo; nothing that stands is changed.

    The month of a column is told by its head, the sheet's name, ``month``, the title, the file's name, in this order.
    A line of several leads counts as the first one's that its unit column names, else the first of the plan. Raises
    Refused for a ``month`` that cannot be read and NotFound for a plan that is not there.
    """
    plan = store.plans.get(plan_id)
    span = span_of(month) if month else None
    gathered = Gathered()
    _gather(store, plan, files, span, today, gathered)
    news = _news(store, plan, gathered, today)
    batch = None
    with store.transaction(keep=not dry_run):
        if any(one.cells for one in news.values()):
            batch = _begin(store, plan, gathered, news)
            for span, one in news.items():
                if one.cells:
                    _write(store, plan, span, one, batch)
    months = tuple(_told(plan, span, one) for span, one in news.items())
    return ImportResult(None if dry_run else batch, months, tuple(gathered.not_placed), tuple(gathered.notes))


def _begin(store: Store, plan: Plan, gathered: Gathered, news: Iterable[Span]) -> int:
    """The batch with its files."""
    names = "、".join(name for name, _, _ in gathered.files)
    batch = store.batches.begin("import", f"导入往月汇总表：{names}")
    for name, data, saved in gathered.files:
        store.returns.add_file(batch, name, store.returns.keep_bytes(data), saved, None)
    told = "、".join(span.label for span in news)
    store.batches.log("导入往月汇总表", told, plan_id=plan.id, batch_id=batch)
    return batch


def _gather(
    store: Store, plan: Plan, paths: Sequence[Path], span: Span | None, today: date, gathered: Gathered
) -> None:
    """What all files say; one that cannot be read is told of."""
    files: list[tuple[str, bytes]] = []
    for path in paths:
        try:
            files.append((path.name, read_bytes(path)))
        except FileUnreadable as error:
            gathered.leave_file(path.name, sentence(error))
    for (name, data), content in zip(files, read_foreign(files), strict=True):
        if isinstance(content, FileUnreadable):
            gathered.leave_file(name, sentence(content))
        else:
            saved = content.saved_at.isoformat(" ", "seconds") if content.saved_at else None
            gathered.files.append((name, data, saved))
            _gather_file(store, plan, content, span, today, gathered)


def _gather_file(
    store: Store, plan: Plan, content: WorkbookContent, span: Span | None, today: date, gathered: Gathered
) -> None:
    tables = known_tables(store, content)
    if not tables:
        gathered.leave_file(content.name, "没有找到进展或指标的表格。")
    for known in tables:
        clock = Clock(content.name, known.table, span, today)
        PastTable(plan, content.name, known, clock, gathered).gather()


def _news(store: Store, plan: Plan, gathered: Gathered, today: date) -> dict[Span, _News]:
    """By month, the earliest first: what is blank there and would be filled. Writes nothing."""
    found: dict[Span, _News] = {}
    for span in sorted({span for span, _ in gathered.said}):
        existing = store.months.find(plan.id, span)
        if span.start > today or (existing and existing.issued):
            why = "future" if span.start > today else "issued"
            gathered.not_placed.append(NotPlaced("", "", "", span.label, "", why))
            continue
        found[span] = news = _News(existing)
        for (month, unit_id), said in gathered.said.items():
            if month == span:
                news.add(unit_id, said, cell_states(_spoken(store, existing, unit_id)))
    return found


def _spoken(store: Store, period: Period | None, unit_id: str) -> Spoken:
    return store.returns.spoken(period.id if period else "", unit_id)


def _write(store: Store, plan: Plan, span: Span, news: _News, batch: int) -> None:
    period = news.period or store.months.open(plan.id, span, default_due(span), opened_by=batch)
    for unit_id, cells in news.cells.items():
        store.returns.add_source(batch, "import", period.id, unit_id, (), cells)


def _told(plan: Plan, span: Span, news: _News) -> ImportedMonth:
    items = {item for cells in news.cells.values() for item, _ in cells}
    rows = {row.id for row in plan.rows}
    return ImportedMonth(
        span.key,
        span.label,
        news.period is None,
        len(items & rows),
        len(items - rows),
        sum(map(len, news.cells.values())),
        news.answered_before,
    )
