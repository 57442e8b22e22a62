"""The one door to the store (工作库): opens the file, guards its version, holds the rooms behind it.

A Store stays on the thread that opened it. Rollback journal and ``synchronous = FULL``: people copy the file, and
copying a WAL file loses rows.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from peidang.db.batches import Batches
from peidang.db.migrations import NEWEST, migrate, version_of
from peidang.db.months import Months
from peidang.db.papers import Papers
from peidang.db.plans import Plans
from peidang.db.returns import Returns
from peidang.db.units import Units
from peidang.domain.errors import NotAStore, SqliteTooOld, StoreInUse, StoreMissing, StoreTooNew

APPLICATION_ID = 0x50444154
OLDEST_SQLITE = (3, 37, 0)
BUSY_SECONDS = 10.0


class _Rehearsed(Exception):
    """Leaves the transaction of a rehearsal."""


class Store:
    """An open store. Use ``Store.open`` or ``Store.create``; close it, or use it as a context manager."""

    def __init__(self, path: Path, db: Database, now: Callable[[], datetime]) -> None:
        self.path = path
        self._db = db
        self._now = now
        self.batches = Batches(db, self.now)
        self.units = Units(db)
        self.plans = Plans(db, self.units, self.now)
        self.months = Months(db, self.now)
        self.returns = Returns(db, self.now)
        self.papers = Papers(db, self.now)

    def now(self) -> str:
        """The time of writing, local, to the millisecond."""
        return self._now().isoformat(" ", "milliseconds")

    @classmethod
    def create(cls, path: Path, now: Callable[[], datetime] = datetime.now) -> Self:
        """Make a new store. Raises FileExistsError when the file exists."""
        _check_sqlite()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb"):
            pass
        return cls._connect(path, now)

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime] = datetime.now) -> Self:
        """Open an existing store, bringing an older one up to date.

        Raises StoreMissing, NotAStore, StoreTooNew (before anything is written), StoreInUse, SqliteTooOld.
        """
        _check_sqlite()
        if not path.is_file():
            raise StoreMissing(path.name)
        return cls._connect(path, now)

    @classmethod
    def _connect(cls, path: Path, now: Callable[[], datetime]) -> Self:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            db = Database(connection)
            _check_file(db, path.name)
            with _who_has_it(path.name):
                db.execute("PRAGMA journal_mode = DELETE")
                db.execute("PRAGMA synchronous = FULL")
                db.execute("PRAGMA foreign_keys = ON")
                if version_of(db) == 0:
                    db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
                elif version_of(db) < NEWEST:
                    _keep_copy(connection, path)
                migrate(db)
        except BaseException:
            connection.close()
            raise
        return cls(path, db, now)

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @contextmanager
    def transaction(self, keep: bool = True) -> Iterator[None]:
        """All or nothing; nested ones join the outer one. Raises StoreInUse when another program is writing.

        With ``keep`` False it is a rehearsal: everything can be read as if it had happened, then nothing has.
        """
        with suppress(_Rehearsed), _who_has_it(self.path.name), self._db.atomic():
            yield
            if not keep:
                raise _Rehearsed

    def change_count(self) -> int:
        """A number that grows with every write on this connection or another; equal means nothing changed."""
        seen = self._db.execute("PRAGMA data_version").fetchone()[0]
        return int(seen) * 1_000_000_000 + self._db.conn.total_changes

    def backup(self, to: Path) -> None:
        """Copy the store by SQLite's own API, beside first and then swapped in. Never over the store itself."""
        copy_database(self._db.conn, to)

    def faults(self) -> tuple[str, ...]:
        """What SQLite's own examination and the kept bytes' hashes have to object to; empty when all is well."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {row[0]}" for row in self._db.execute("PRAGMA foreign_key_check")]
        return (*found, *self.returns.damaged_blobs())

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was committed when it was made."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def copy_database(source: sqlite3.Connection, to: Path) -> None:
    """Copy an open database to a file: written beside, checked, then swapped in."""
    to.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")
    os.close(handle)
    try:
        target = sqlite3.connect(beside)
        try:
            source.backup(target)
            if target.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise NotAStore(to.name)
        finally:
            target.close()
        Path(beside).replace(to)
    finally:
        with suppress(FileNotFoundError):
            Path(beside).unlink()


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SqliteTooOld(sqlite3.sqlite_version, ".".join(map(str, OLDEST_SQLITE)))


def _check_file(db: Database, name: str) -> None:
    """Refuse by name what is no store of ours, or a newer one, before anything is written."""
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = version_of(db)
        empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreInUse(name, "") from error
        raise NotAStore(name) from error
    except sqlite3.DatabaseError as error:
        raise NotAStore(name) from error
    if application == APPLICATION_ID and version > NEWEST:
        raise StoreTooNew(name, version, NEWEST)
    if application != APPLICATION_ID and not (empty and application == 0 and version == 0):
        raise NotAStore(name)


@contextmanager
def _who_has_it(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreInUse(name, "") from error
        raise


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Before an older store is brought up to date, keep it as it was."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    kept = path.with_name(f"{path.stem}.第{version}版备份{path.suffix}")
    if not kept.exists():
        copy_database(connection, kept)
