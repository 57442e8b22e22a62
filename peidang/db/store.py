"""The one door to the store (工作库): opens the file, guards its version, holds the rooms behind it.

A Store stays on the thread that opened it. Rollback journal and ``synchronous = FULL``: people copy the file, and
copying a WAL file loses rows.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from sqlite_utils import Database

from peidang.db import lease
from peidang.db.batches import Batches
from peidang.db.contacts import Contacts
from peidang.db.evidence import Evidence
from peidang.db.foreign import Foreign
from peidang.db.migrations import NEWEST, migrate, version_of, writing
from peidang.db.months import Months
from peidang.db.open_lines import OpenLines
from peidang.db.paper_texts import PaperTexts
from peidang.db.papers import Papers
from peidang.db.plans import Plans
from peidang.db.returns import Returns
from peidang.db.units import Units
from peidang.db.verification import Verifications
from peidang.domain.errors import NotAStore, Refused, SqliteTooOld, StoreInUse, StoreMissing, StoreTooNew

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
        self.open_lines = OpenLines(db)
        self.evidence = Evidence(db, self.now)
        self.papers = Papers(db, self.now)
        self.paper_texts = PaperTexts(db, self.now)
        self.foreign = Foreign(db, self.now)
        self.contacts = Contacts(db)
        self.verifications = Verifications(db, self.now)

    def now(self) -> str:
        """The time of writing, local, to the millisecond."""
        return self._now().isoformat(" ", "milliseconds")

    @classmethod
    def create(cls, path: Path, now: Callable[[], datetime] = datetime.now) -> Self:
        """Make a new store, whole or not at all. Raises FileExistsError when the file exists, and SqliteTooOld."""
        _check_sqlite()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb"):
            pass
        try:
            return cls._connect(path, now, new=True)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime] = datetime.now) -> Self:
        """Open an existing store, bringing an older one up to date.

        Raises StoreMissing, NotAStore, StoreTooNew (before anything is written), StoreInUse, SqliteTooOld.
        """
        _check_sqlite()
        if not path.is_file():
            raise StoreMissing(path.name)
        _check_header(path)
        return cls._connect(path, now)

    @classmethod
    def _connect(cls, path: Path, now: Callable[[], datetime], new: bool = False) -> Self:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            db = Database(connection)
            with _who_has_it(path.name):
                if not new:
                    _check_content(db, path.name)
                db.execute("PRAGMA journal_mode = DELETE")
                db.execute("PRAGMA synchronous = FULL")
                db.execute("PRAGMA foreign_keys = ON")
                if new:
                    _found(db)
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
        """All or nothing; nested ones join the outer one.

        Raises StoreInUse when another program is writing or a window has the store open, and Refused when the file
        may not be written to.

        With ``keep`` False it is a rehearsal: everything can be read as if it had happened, then nothing has.
        """
        if keep:
            refuse_if_held(self.path)
        with suppress(_Rehearsed), _who_has_it(self.path.name), writing(self._db):
            yield
            if not keep:
                raise _Rehearsed

    def change_count(self) -> int:
        """A number that grows with every write on this connection or another; equal means nothing changed."""
        seen = self._db.execute("PRAGMA data_version").fetchone()[0]
        return int(seen) * 1_000_000_000 + self._db.conn.total_changes

    def backup(self, to: Path) -> None:
        """Copy the store by SQLite's own API, beside first and then swapped in. Raises Refused over the store itself."""
        if to.exists() and to.samefile(self.path):
            raise Refused("same-file", to.name)
        copy_database(self._db.conn, to)

    def faults(self) -> tuple[str, ...]:
        """What SQLite's own examination and the kept bytes' hashes have to object to; empty when all is well."""
        try:
            found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"foreign key: {row[0]}" for row in self._db.execute("PRAGMA foreign_key_check")]
            return (*found, *self.returns.damaged_blobs())
        except sqlite3.DatabaseError as error:  # so damaged that the examination itself breaks off
            return (str(error),)

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was committed when it was made."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def refuse_if_held(path: Path) -> None:
    """Raises StoreInUse when the window of another process has this store open."""
    found = lease.holder(path)
    if found is not None and not found.is_this_process:
        raise StoreInUse(path.name, found.words)


def copy_database(source: sqlite3.Connection, to: Path) -> None:
    """Copy an open database to a file: written beside, checked, then swapped in.

    Raises NotAStore when the copy does not read back whole, and StoreInUse when another program writes to ``to``.
    """
    refuse_if_held(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.{uuid4().hex}")
    try:
        target = sqlite3.connect(beside)
        try:
            source.backup(target)
            if target.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise NotAStore(to.name)
        finally:
            target.close()
        _settle_journal(to)
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)


def _settle_journal(path: Path) -> None:
    """Leave no journal of an interrupted write beside a file that is about to be replaced.

    SQLite would take it for the new file's own and write old pages into it.
    """
    journal = path.with_name(f"{path.name}-journal")
    if not journal.exists():
        return
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        with suppress(sqlite3.DatabaseError), _who_has_it(path.name):
            connection.execute(
                "BEGIN IMMEDIATE"
            )  # plays the journal back, and tells a writer that is at work
            connection.execute("ROLLBACK")
    finally:
        connection.close()
    journal.unlink(missing_ok=True)


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SqliteTooOld(sqlite3.sqlite_version, ".".join(map(str, OLDEST_SQLITE)))


def _check_header(path: Path) -> None:
    """Refuse by name what is no store of ours, or a newer one, before SQLite lays a hand on it.

    Opening may already write: SQLite plays back the journal of an interrupted write. The layout of the first
    hundred bytes is promised by sqlite.org/fileformat.html.
    """
    with path.open("rb") as file:
        head = file.read(100)
    version = int.from_bytes(head[60:64], "big")
    application = int.from_bytes(head[68:72], "big")
    if not head.startswith(b"SQLite format 3\0") or application != APPLICATION_ID or version == 0:
        raise NotAStore(path.name)
    if version > NEWEST:
        raise StoreTooNew(path.name, version, NEWEST)


def _check_content(db: Database, name: str) -> None:
    """Refuse by name a store whose first pages do not read: cut off, or an interrupted write that made none."""
    try:
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if _says_in_use(error):
            raise
        raise NotAStore(name) from error
    if tables == 0:
        raise NotAStore(name)


def _found(db: Database) -> None:
    """Make all tables and the marks of a store in one transaction: a file holds a whole store or nothing."""
    with writing(db):
        db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        migrate(db)


def _says_in_use(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "busy" in str(error))


@contextmanager
def _who_has_it(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if _says_in_use(error):
            raise StoreInUse(name, "") from error
        if "readonly" in str(error):
            raise Refused("output-exists", name) from error
        raise


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Before an older store is brought up to date, keep it as it was."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    names = (f"{path.stem}.第{version}版备份{number or ''}{path.suffix}" for number in (0, *range(2, 1000)))
    free = (kept for kept in map(path.with_name, names) if not kept.exists())
    copy_database(connection, next(free))
