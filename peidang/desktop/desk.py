"""What lies on the desk: the open store, the plan and period chosen, and what is shown of them.

The only place where the window writes to the store on its own thread. Every write is committed when the call returns.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from peidang.app.month import correcting, entering, months, schedule, undoing
from peidang.app.papers import corrections
from peidang.app.plan import closing
from peidang.app.returns import deciding, materials
from peidang.app.store import stores
from peidang.app.views import Decision, ScheduleView
from peidang.desktop.batch_command import SetBack, TakeBack, let_go
from peidang.domain.errors import PeidangError
from peidang.domain.labels import Field
from peidang.domain.periods import Period


@dataclass(frozen=True)
class Cell:
    """An answer cell: whose, in which period, of which row or indicator. ``words`` names it to the user."""

    period_id: str
    unit_id: str
    item_id: str
    field: Field
    words: str


@dataclass(frozen=True)
class PlanName:
    """A plan to choose."""

    id: str
    title: str


class Desk(QObject):
    """An open store and what is chosen in it. Closes the store with ``close``."""

    changed = Signal()
    """What is shown was read anew; pages look at ``view``."""
    chosen = Signal()
    """Another plan or period was chosen (``changed`` follows)."""
    said = Signal(str, bool)
    """The last thing done, in words, and whether 撤销 would take back just that."""
    failed = Signal(object)
    """An error to be told to the user."""
    took_back = Signal(int)
    """A batch was withdrawn."""

    def __init__(
        self, path: Path, parent: QObject | None = None, now: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.now = now
        self.store = stores.open_store(path, now)
        self.read_only = stores.why_read_only(path)
        """Why nothing can be written, in words; '' when it can."""
        self._lease = None if self.read_only else stores.hold_store(path, now)
        self.undo_stack = QUndoStack(self)
        self.plan_id: str | None = None
        self.period_id: str | None = None
        self.view: ScheduleView | None = None
        self.corrections: tuple[str, ...] | None = None
        """What the issued period says otherwise by now (更正); None while it is not being corrected."""
        self.closed_told: tuple[str, ...] = ()
        """What is to be known of rows done with (销号) whose figures fell, a sentence each."""
        self.saved_at = datetime.fromtimestamp(path.stat().st_mtime)
        self._decisions: tuple[int, tuple[Decision, ...]] = (-1, ())
        self._seen = self.store.change_count()
        self._held = False
        heads = stores.plan_heads(self.store)
        if heads:
            self.plan_id = heads[0].id
            self.period_id = self._newest_period()
            self._read()

    @property
    def today(self) -> date:
        """The day, for everything that asks."""
        return self.now().date()

    @property
    def period(self) -> Period | None:
        """The period chosen, None before the first is opened."""
        return self.view.period if self.view else None

    @property
    def writable(self) -> bool:
        """Whether answers may be changed: the store can be written to, a period is chosen and was not issued."""
        return not self.read_only and self.period is not None and not self.period.issued

    @property
    def editable(self) -> bool:
        """Whether this office may mend the period by its own hand: it is open, or being corrected (更正)."""
        return self.writable or (not self.read_only and self.corrections is not None)

    def begin_correction(self) -> bool:
        """开始更正 of the issued period shown. False when it is refused (the refusal is told)."""
        period_id = self.period_id or ""
        return self.act(
            "已开始更正，原印发的文稿不动", lambda store: correcting.begin_correction(store, period_id)
        )

    def drop_correction(self) -> bool:
        """放弃更正: everything is as it was issued."""
        period_id = self.period_id or ""

        def drop(store: Any) -> None:
            correcting.drop_correction(store, period_id)

        done = self.act("已放弃更正，本期内容同印发时", drop)
        if done:
            self.undo_stack.clear()  # what it would take back was taken back
        return done

    def close(self) -> None:
        """Close the store, and let it go."""
        self.store.close()
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    def choose_plan(self, plan_id: str, period_id: str | None = None) -> None:
        """Show another plan, at a period or else at its newest open one."""
        self.plan_id = plan_id
        self.period_id = period_id or self._newest_period()
        self._read()
        self.chosen.emit()
        self.changed.emit()

    def choose_period(self, period_id: str) -> None:
        """Show another period of the plan."""
        self.period_id = period_id
        self._read()
        self.chosen.emit()
        self.changed.emit()

    def periods(self) -> tuple[Period, ...]:
        """The plan's periods, oldest first."""
        return stores.periods(self.store, self.plan_id) if self.plan_id else ()

    def plans(self) -> tuple[PlanName, ...]:
        """The plans of the store, in the order they were added."""
        return tuple(PlanName(head.id, head.title) for head in stores.plan_heads(self.store))

    def neighbour(self, step: int) -> Period | None:
        """The period ``step`` places later (or earlier), None at either end."""
        known = self.periods()
        places = [place for place, period in enumerate(known) if period.id == self.period_id]
        if not places or not 0 <= places[0] + step < len(known):
            return None
        return known[places[0] + step]

    def open_month(self, month: str, due: date, final_due: date | None = None) -> None:
        """Open a reporting period and show it."""
        if self.plan_id is None:
            return
        period = months.open_month(self.store, self.plan_id, month, due, final_due)
        self.say(f"已开启{period.span.label}")
        self.choose_period(period.id)

    def look_again(self) -> None:
        """Read anew when somebody else wrote to the store since (another window, the command line)."""
        if self.store.change_count() != self._seen:
            self.reload()

    def reload(self) -> None:
        """Read everything shown anew; pages follow by ``changed``."""
        if self._held:
            return
        if self.plan_id is None:
            heads = stores.plan_heads(self.store)
            self.plan_id = heads[0].id if heads else None
        if self.period_id is None and self.plan_id:
            self.period_id = self._newest_period()
        self._read()
        self.changed.emit()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Several writes, one reading at the end."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self.reload()

    def enter(self, cell: Cell, value: str) -> int | None:
        """Write an answer; on disk when this returns. Gives the batch, 0 when nothing changed, None when refused."""
        try:
            batch = entering.enter(
                self.store, cell.period_id, cell.unit_id, {(cell.item_id, cell.field): value}
            )
        except PeidangError as error:
            self.failed.emit(error)
            return None
        if batch:
            self._done(f"已填：{cell.words}", undoable=True)
            self.reload()
        return batch

    def take_back(self, batch: int, words: str) -> bool:
        """Withdraw a batch. False when it is refused (the refusal is told)."""
        try:
            undoing.undo(self.store, batch)
        except PeidangError as error:
            self.failed.emit(error)
            return False
        let_go(self.undo_stack, batch)
        self._done(f"已撤销：{words}")
        self.took_back.emit(batch)
        self.reload()
        return True

    def decisions(self) -> tuple[Decision, ...]:
        """What only a person can settle, of the plan shown. Worked out once for each state of the store."""
        if self.view is None:
            return ()
        now = self.store.change_count()
        if now != self._seen:  # others wrote, or several writes are under way: the view does not know
            return deciding.open_decisions(self.store, self.plan_id)
        if self._decisions[0] != now:
            self._decisions = now, schedule.decisions_of_plan(self.store, self.view)
        return self._decisions[1]

    def loose_materials(self) -> tuple[tuple[str, str], ...]:
        """What came in the period shown and is nobody's yet: (receipt, path)."""
        return tuple(materials.unassigned(self.store, self.period_id)) if self.period_id else ()

    @property
    def waiting(self) -> int:
        """How many things wait for a person on the page 收发, of all months of the plan."""
        return len(self.decisions()) + len(self.loose_materials())

    def last_receipt(self) -> tuple[int, str] | None:
        """The newest receipt that was not taken back, as (batch, when); None without one, or in an issued month."""
        last = undoing.last_undoable(self.store) if self.writable else None
        return (last.id, last.made_at) if last else None

    def decide(self, decision: Decision, choice_id: str) -> None:
        """Settle a decision."""
        try:
            batch = deciding.decide(self.store, decision.id, choice_id)
        except PeidangError as error:
            self.failed.emit(error)
            return
        self._done(f"已核定：{decision.unit}", batch, undoable=True)
        self.reload()

    def act(self, words: str, action: Callable[[Any], object]) -> bool:
        """Do something to the store that is committed when it returns; a batch it gives can be undone.

        False when it is refused (the refusal is told).
        """
        try:
            batch = action(self.store)
        except PeidangError as error:
            self.failed.emit(error)
            return False
        number = batch if isinstance(batch, int) else 0
        self._done(words, number, undoable=bool(number))
        self.reload()
        return True

    def set(self, words: str, there: Callable[[Any], object], back: Callable[[Any], object]) -> bool:
        """Change a setting; 撤销 sets ``back`` what was. False when it is refused (the refusal is told)."""

        def quietly(action: Callable[[Any], object]) -> Callable[[Any], None]:
            return lambda store: _no_batch(action(store))

        there, back = quietly(there), quietly(back)
        if not self.act(words, there):
            return False
        self.undo_stack.push(SetBack(self.act, words, there, back))
        self.tell_done(words)
        return True

    def say(self, text: str) -> None:
        """Tell the last thing done."""
        self.said.emit(text, False)

    def tell_done(self, text: str) -> None:
        """Tell of several edits made as one, which one 撤销 takes back."""
        self.said.emit(text, True)

    def received(self, batch: int | None, words: str) -> None:
        """A worker took files into the store: note it as the last thing done and read anew."""
        self._done(words, batch or 0, undoable=bool(batch))
        self.reload()

    def undo(self) -> None:
        """Take back the last thing done that still stands: a whole receipt or decision, or one edit."""
        stack = self.undo_stack
        while stack.canUndo() and stack.command(stack.index() - 1).isObsolete():
            stack.undo()  # that was withdrawn by another way; this only removes it
        words = stack.undoText()
        with self.held():
            self.undo_stack.undo()
        if words and self.undo_stack.canRedo() and self.undo_stack.redoText() == words:
            self.say(f"已撤销：{words}")

    def redo(self) -> None:
        """Do again the edit taken back last."""
        with self.held():
            self.undo_stack.redo()

    def _done(self, words: str, batch: int = 0, undoable: bool = False) -> None:
        if batch:
            self.undo_stack.push(TakeBack(self.take_back, words, batch))
        self.saved_at = self.now()
        self.said.emit(words, undoable)

    def _newest_period(self) -> str | None:
        known = self.periods()
        waiting = [period for period in known if not period.issued]
        return (waiting or list(known))[-1].id if known else None

    def _read(self) -> None:
        self._seen, self._decisions = self.store.change_count(), (-1, ())
        if self.plan_id is None:
            self.view, self.corrections, self.closed_told = None, None, ()
            return
        self.view = schedule.schedule_view(self.store, self.plan_id, self.period_id, self.today)
        period = self.view.period
        self.closed_told = (
            closing.told(self.store, self.plan_id, period.id, self.today)
            if period is not None and self.view.coordinates and not period.issued
            else ()
        )
        self.corrections = (
            corrections.corrections(self.store, self.plan_id, period.id)
            if period is not None and correcting.is_correcting(self.store, period.id)
            else None
        )


def _no_batch(_made: object) -> None:
    """What a setting gives is no batch to withdraw."""
