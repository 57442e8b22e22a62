"""How a store of any older version becomes one of today: numbered steps, each in one transaction.

Statements run one by one: ``executescript`` would commit the open transaction first, and a failed step could then
not be rolled back. Steps only add; a released step is never changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlite_utils import Database

from peidang.db.schema import VERSION_1


@dataclass(frozen=True)
class Migration:
    """One step; its place in ``MIGRATIONS``, counted from 1, is the version it leads to."""

    what: str
    statements: tuple[str, ...]


FORMER_INDICATORS = """CREATE TABLE indicator_former (
    indicator_id TEXT NOT NULL REFERENCES indicator(id),
    until INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (indicator_id, until)
) STRICT"""

MIGRATIONS = (
    Migration("the first tables", VERSION_1),
    Migration("indicators as they stood in versions up to one", (FORMER_INDICATORS,)),
)
NEWEST = len(MIGRATIONS)


def version_of(db: Database) -> int:
    """The version of the store, 0 for an empty file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """All or nothing; nested ones are savepoints of the outer one.

    The right to write is taken at the start: what is read inside stays true until it is written, and a second
    program is told at once and not after its work.
    """
    if not db.conn.in_transaction:
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.commit()
        except BaseException:
            db.rollback()
            raise
    else:
        with db.atomic():
            yield


def migrate(db: Database, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Apply what is missing, one transaction a step; a step that fails leaves the store as it was before it."""
    for number, step in enumerate(steps, start=1):
        if number <= version_of(db):
            continue
        with writing(db):
            _apply(db, number, step)


def _apply(db: Database, number: int, step: Migration) -> None:
    if number <= version_of(db):  # another program was faster
        return
    for statement in step.statements:
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {number:d}")
