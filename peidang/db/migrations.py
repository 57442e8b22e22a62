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

RETURNS_AS_THEY_COME = (
    """CREATE TABLE open_line (
        id TEXT PRIMARY KEY,
        receipt_id TEXT NOT NULL REFERENCES receipt(id),
        position INTEGER NOT NULL,
        sheet TEXT NOT NULL,
        row INTEGER NOT NULL,
        words TEXT NOT NULL,
        reason TEXT NOT NULL,
        candidates TEXT NOT NULL,
        answers TEXT NOT NULL
    ) STRICT""",
    """CREATE INDEX open_line_by_receipt ON open_line (receipt_id)""",
    """CREATE TABLE open_line_choice (
        open_line_id TEXT NOT NULL REFERENCES open_line(id),
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        item TEXT NOT NULL
    ) STRICT""",
    """ALTER TABLE received_file ADD COLUMN sender TEXT NOT NULL DEFAULT ''""",
    """CREATE TABLE verification (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        shown TEXT NOT NULL DEFAULT '',
        answer TEXT NOT NULL DEFAULT '',
        by_whom TEXT NOT NULL DEFAULT '',
        told_at TEXT,
        made_at TEXT NOT NULL
    ) STRICT""",
    """ALTER TABLE period ADD COLUMN opened_by INTEGER REFERENCES batch(id)""",
    """CREATE TABLE foreign_form (
        fingerprint TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        mapping TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE told_elsewhere (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        indicator_id TEXT NOT NULL REFERENCES indicator(id),
        office TEXT NOT NULL,
        value TEXT NOT NULL,
        as_of TEXT,
        made_at TEXT NOT NULL
    ) STRICT""",
)

RULES_IN_BATCHES = ("""ALTER TABLE rule_sheet ADD COLUMN batch_id INTEGER REFERENCES batch(id)""",)

ISSUES_AFTER_BATCHES = (
    """ALTER TABLE issue ADD COLUMN after_batch INTEGER NOT NULL DEFAULT 0""",
    """UPDATE issue SET after_batch =
       (SELECT coalesce(max(b.id), 0) FROM batch b WHERE b.made_at <= issue.made_at)""",
)

MIGRATIONS = (
    Migration("the first tables", VERSION_1),
    Migration("indicators as they stood in versions up to one", (FORMER_INDICATORS,)),
    Migration("lines nobody could place, 核对, other offices' forms", RETURNS_AS_THEY_COME),
    Migration("rule sheets that can be undone", RULES_IN_BATCHES),
    Migration("issues that know what came before them, whatever the clock says", ISSUES_AFTER_BATCHES),
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
