"""One drop from the first look to 撤销: what is read once is kept, what is taken is known file by file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from peidang.app.returns import receiving
from peidang.app.returns.receiving import Contents, Readers
from peidang.app.store import stores
from peidang.app.views import Drop, FileOutcome
from peidang.desktop.background import Job, Report, start
from peidang.desktop.desk import Desk

READY = ("taken", "needs-decision", "evidence")
"""Outcomes that bring something into the store."""


@dataclass(frozen=True)
class _Taken:
    """What came of taking some files: their outcomes, and how the files left stand now."""

    drop: Drop
    left: Drop


class DropWork(QObject):
    """The drop on the page. ``files`` are its outcomes; ``taken`` the paths of those that are in the store."""

    changed = Signal()
    progressed = Signal(int, int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.job: Job | None = None
        self.files: tuple[FileOutcome, ...] = ()
        self.taken: frozenset[str] = frozenset()
        self.batches: dict[int, frozenset[str]] = {}
        """What was taken of this drop, batch by batch: the files of each."""
        self.taking = False
        """Whether the job that runs takes files rather than looks at them."""
        self._abandoned: Job | None = None
        self._paths: list[Path] = []
        self._passwords: tuple[str, ...] = ()
        self._leaves_locked = False
        self._contents: Contents = {}
        self._readers: Readers | None = None
        desk.took_back.connect(self._gone)

    @property
    def is_empty(self) -> bool:
        """True when nothing was dropped."""
        return not self.files

    @property
    def waiting(self) -> frozenset[str]:
        """The files that were only looked at."""
        return frozenset(one.file for one in self.files) - self.taken

    @property
    def locked(self) -> int:
        """How many files want a password and were not passed over."""
        if self._leaves_locked:
            return 0
        return len(
            {one.file for one in self.files if one.outcome == "needs-password" and one.file in self.waiting}
        )

    def look_at(self, paths: Sequence[Path]) -> None:
        """Read files without taking them."""
        if self.job is not None or self.desk.period is None:
            return
        self._forget()
        self._paths = list(paths)
        self._look()

    def unlock(self, password: str) -> None:
        """Look again, with one password more."""
        if self.job is None and password:
            self._passwords = (*self._passwords, password)
            self._look()

    def leave_locked(self) -> None:
        """跳过: the files with a password are not asked about again."""
        self._leaves_locked = True
        self.changed.emit()

    def take(self, only: frozenset[str] | None = None) -> None:
        """入表: take these files, by default all that were looked at, as one batch."""
        chosen = self.waiting if only is None else only & self.waiting
        if self.job is not None or not chosen or self.desk.read_only:
            return
        left = self.waiting - chosen
        desk, receive = self.desk, self._receiver()
        path = desk.path

        def work(report: Report) -> _Taken:
            with stores.open_store(path, desk.now) as store:
                drop = receive(store, only=chosen, progress=report)
                rest = Drop(None, ())
                if left:
                    rest = receive(store, only=left, dry_run=True)
                return _Taken(drop, rest)

        self.taking = True
        self._start(work, self._took)

    def undo(self) -> bool:
        """撤销本次收表: all batches of this drop, the last one first. The same files can then be taken again."""
        return all(self.desk.take_back(batch, "本次收表") for batch in reversed(list(self.batches)))

    def _gone(self, batch: int) -> None:
        """A batch of this drop was taken back, here or by 撤销: its files are as they were before; the last lets go of all."""
        files = self.batches.pop(batch, None)
        if files is None:
            return
        self.taken -= files
        if self.batches:
            self.changed.emit()
        else:
            self.clear()

    def clear(self) -> None:
        """不收: as if nothing had been dropped. What runs is stopped, and what it still brings is not shown."""
        if self.job is not None:
            self._abandoned = self.job
            self.job.cancel()
        self._forget()
        self.changed.emit()

    def cancel(self) -> None:
        """停止: nothing of what runs is kept."""
        if self.job is not None:
            self.job.cancel()

    def close(self) -> None:
        """Let the children that read go."""
        if self._readers is not None:
            self._readers.close()
            self._readers = None

    def _forget(self) -> None:
        self.files, self.taken, self.batches = (), frozenset(), {}
        self._paths, self._passwords, self._leaves_locked = [], (), False
        self._contents = {}

    def _receiver(self) -> Callable[..., Drop]:
        """``receive`` with all that is the same for every call about this drop."""
        if self._readers is None:
            self._readers = Readers()
        desk = self.desk
        return partial(
            receiving.receive,
            paths=list(self._paths),
            plan_id=desk.plan_id,
            month=desk.period.span.key if desk.period else None,
            today=desk.today,
            passwords=self._passwords,
            contents=self._contents,
            readers=self._readers,
        )

    def _look(self) -> None:
        desk, receive = self.desk, self._receiver()
        path = desk.path

        def work(report: Report) -> Drop:
            with stores.open_store(path, desk.now) as store:
                return receive(store, dry_run=True, progress=report)

        self.taking = False
        self._start(work, self._looked)

    def _start(self, work: Callable[[Report], Any], arrived: Callable[[Any], None]) -> None:
        self.job = start(self, work, arrived, self._failed)
        self.job.progressed.connect(self.progressed)
        self.changed.emit()

    def _is_abandoned(self) -> bool:
        """Whether the job that ended was for a drop that is gone. It is over now in any case."""
        ended, self.job = self.job, None
        abandoned, self._abandoned = self._abandoned is ended, None
        if abandoned:
            self.changed.emit()
        return abandoned

    def _looked(self, drop: Drop) -> None:
        if self._is_abandoned():
            return
        self.files, self.taken, self.batches = drop.files, frozenset(), {}
        self.changed.emit()

    def _took(self, done: _Taken) -> None:
        if self._is_abandoned():
            self.desk.received(done.drop.batch, f"已收表：{_count(done.drop)}个文件")
            return
        now = {one.file for one in (*done.drop.files, *done.left.files)}
        before = tuple(one for one in self.files if one.file not in now)
        self.files = (*before, *done.drop.files, *done.left.files)
        self.taken |= {one.file for one in done.drop.files}
        if done.drop.batch is not None:
            self.batches[done.drop.batch] = frozenset(one.file for one in done.drop.files)
        self.desk.received(done.drop.batch, f"已收表：{_count(done.drop)}个文件")
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        if not self._is_abandoned():
            self.desk.failed.emit(error)
            self.changed.emit()


def _count(drop: Drop) -> int:
    """The files that brought something; what was left out is told in the list."""
    return len({one.file for one in drop.files if one.outcome in READY})
