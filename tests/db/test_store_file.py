"""The file itself: what a new store is, what is refused by name, what survives a kill, what a copy holds."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from peidang.db import migrations
from peidang.db import store as store_module
from peidang.db.migrations import NEWEST, Migration, migrate, version_of
from peidang.db.store import APPLICATION_ID, Store
from peidang.domain.errors import (
    NotAStore,
    Refused,
    SqliteTooOld,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
)
from tests.db.office import NOON, everything, furnish, say

ROOT = Path(__file__).parents[2]


def pragma(path: Path, name: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        connection.close()


class TestANewStore:
    def test_bears_our_mark_and_its_version(self, store: Store) -> None:
        assert pragma(store.path, "application_id") == APPLICATION_ID
        assert pragma(store.path, "user_version") == NEWEST

    def test_has_only_strict_tables(self, store: Store) -> None:
        tables = [
            row
            for row in store._db.execute("PRAGMA table_list").fetchall()
            if not row[1].startswith("sqlite_")
        ]
        assert tables
        assert [name for _, name, _, _, _, strict in tables if not strict] == []

    def test_keeps_a_rollback_journal_and_waits_for_the_disk(self, store: Store) -> None:
        assert store._db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert store._db.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert store._db.execute("PRAGMA foreign_keys").fetchone()[0] == 1

    def test_is_never_made_over_an_existing_file(self, path: Path) -> None:
        path.write_text("别的文件", encoding="utf-8")
        with pytest.raises(FileExistsError):
            Store.create(path)
        assert path.read_text(encoding="utf-8") == "别的文件"

    def test_leaves_nothing_behind_when_it_cannot_be_made(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full_disk(_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(store_module, "migrate", full_disk)
        with pytest.raises(sqlite3.OperationalError):
            Store.create(path)
        assert not path.exists()

    def test_can_lie_in_a_folder_with_a_chinese_name_and_blanks(self, tmp_path: Path) -> None:
        path = tmp_path / "配档 资料?#%" / "十月 台账.peidang"
        Store.create(path).close()
        with Store.open(path) as opened:
            assert opened.name == "十月 台账"


class TestRefusedByName:
    @pytest.fixture
    def closed(self, path: Path) -> Path:
        with Store.create(path) as made:
            furnish(made)
        return path

    def test_a_newer_store_is_refused_before_anything_is_written(self, closed: Path) -> None:
        connection = sqlite3.connect(closed)
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
        connection.close()
        before = closed.read_bytes()
        with pytest.raises(StoreTooNew) as refused:
            Store.open(closed)
        assert (refused.value.name, refused.value.found) == (closed.name, NEWEST + 1)
        assert closed.read_bytes() == before
        assert [one.name for one in closed.parent.iterdir()] == [closed.name]

    def test_a_newer_store_in_another_journal_mode_is_not_touched_either(self, closed: Path) -> None:
        connection = sqlite3.connect(closed)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
        connection.close()
        before = closed.read_bytes()
        with pytest.raises(StoreTooNew):
            Store.open(closed)
        assert closed.read_bytes() == before
        assert [one.name for one in closed.parent.iterdir()] == [closed.name]

    @pytest.mark.parametrize("content", [b"", "台账".encode(), b"SQLite format 3\0", os.urandom(4096)])
    def test_a_file_that_is_no_database(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        with pytest.raises(NotAStore, match="台账"):
            Store.open(path)
        assert path.read_bytes() == content

    def test_a_database_of_another_program(self, path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE theirs (a)")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(NotAStore):
            Store.open(path)
        assert path.read_bytes() == before

    @pytest.mark.parametrize("kept", [0.03, 0.5, 0.99])
    def test_a_store_that_was_cut_off(self, closed: Path, kept: float) -> None:
        whole = closed.read_bytes()
        closed.write_bytes(whole[: int(len(whole) * kept)])
        with pytest.raises(NotAStore):
            Store.open(closed)

    def test_a_store_that_is_not_there(self, path: Path) -> None:
        with pytest.raises(StoreMissing):
            Store.open(path)
        assert not path.exists()

    def test_a_machine_with_an_old_sqlite(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
        with pytest.raises(SqliteTooOld):
            Store.create(path)
        assert not path.exists()


class TestMigrations:
    SECOND = Migration(
        "one more table", ("CREATE TABLE later (a TEXT) STRICT", "INSERT INTO later VALUES ('有')")
    )

    @pytest.fixture
    def newer_program(self, monkeypatch: pytest.MonkeyPatch) -> None:
        steps = (*migrations.MIGRATIONS, self.SECOND)
        monkeypatch.setattr(store_module, "NEWEST", len(steps))
        monkeypatch.setattr(store_module, "migrate", lambda db: migrate(db, steps))

    def test_a_step_that_fails_leaves_the_store_as_it_was(self, store: Store) -> None:
        furnish(store)
        before = everything(store)
        broken = Migration("fails", ("CREATE TABLE later (a TEXT) STRICT", "INSERT INTO nowhere VALUES (1)"))
        with pytest.raises(sqlite3.OperationalError):
            migrate(store._db, (*migrations.MIGRATIONS, broken))
        assert version_of(store._db) == NEWEST
        assert everything(store) == before

    def test_steps_already_taken_are_not_taken_again(self, store: Store) -> None:
        before = everything(store)
        migrate(store._db)
        assert everything(store) == before

    @pytest.mark.usefixtures("newer_program")
    def test_an_older_store_is_brought_up_to_date_and_a_copy_is_kept(self, old_store: Path) -> None:
        with Store.open(old_store) as opened:
            assert version_of(opened._db) == NEWEST + 1
            assert everything(opened)["later"] == [("有",)]
            assert opened.plans.heads()[0].title == "样例方案"
        kept = old_store.with_name(f"{old_store.stem}.第1版备份.peidang")
        assert pragma(kept, "user_version") == 1

    @pytest.mark.usefixtures("newer_program")
    def test_an_earlier_copy_is_not_overwritten(self, old_store: Path) -> None:
        kept = old_store.with_name(f"{old_store.stem}.第1版备份.peidang")
        kept.write_bytes(b"earlier")
        Store.open(old_store).close()
        assert kept.read_bytes() == b"earlier"
        assert len(list(old_store.parent.glob("*备份*"))) == 2

    @pytest.fixture
    def old_store(self, path: Path) -> Path:
        path.write_bytes((ROOT / "tests" / "data" / "old_files" / "v1.peidang").read_bytes())
        return path

    def test_a_file_of_version_1_opens_with_all_it_holds(self, old_store: Path) -> None:
        assert pragma(old_store, "user_version") == 1
        with Store.open(old_store) as opened:
            assert opened.faults() == ()
            plan = opened.plans.get("plan-1")
            assert [row.task for row in plan.rows] == ["任务1", "任务2"]
            (period,) = opened.months.all(plan.id)
            (statement,) = opened.returns.spoken(period.id, "jia").statements
            assert statement.value == "样例进展"

    def test_an_issue_of_version_4_is_told_which_batches_came_before_it(self, path: Path) -> None:
        minutes = count()
        with Store.create(path, now=lambda: NOON + timedelta(minutes=next(minutes))) as store:
            office = furnish(store)
            before, _ = say(store, office, "jia", "按时")
            with store.transaction():
                store.papers.add_issue(office.period.id, 0, "{}", ())
            late, _ = say(store, office, "yi", "迟到")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("ALTER TABLE issue DROP COLUMN after_batch")
            connection.execute("PRAGMA user_version = 4")
        with Store.open(path) as store:
            (issue,) = store.papers.issues(office.period.id)
            assert before == issue.after_batch < late


class TestTransactions:
    def test_what_fails_leaves_nothing(self, store: Store) -> None:
        before = everything(store)
        with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012
            furnish(store)
            raise ZeroDivisionError
        assert everything(store) == before

    def test_an_inner_one_that_fails_leaves_what_the_outer_one_did(self, store: Store) -> None:
        with store.transaction():
            store.papers.set_setting("外", "1")
            with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012
                store.papers.set_setting("内", "1")
                raise ZeroDivisionError
        assert (store.papers.setting("外"), store.papers.setting("内")) == ("1", "")

    def test_an_inner_one_is_gone_when_the_outer_one_fails(self, store: Store) -> None:
        with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012
            with store.transaction():
                store.papers.set_setting("内", "1")
            raise ZeroDivisionError
        assert store.papers.setting("内") == ""

    def test_a_rehearsal_leaves_nothing(self, store: Store) -> None:
        before = everything(store)
        with store.transaction(keep=False):
            furnish(store)
            assert store.plans.heads()
        assert everything(store) == before

    def test_two_programs_that_write_at_once(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.05)
        with Store.open(store.path) as other:
            with store.transaction():
                store.papers.set_setting("键", "甲")
                with pytest.raises(StoreInUse, match="台账"), other.transaction():
                    pytest.fail("the second one must not get as far as its work")
            with other.transaction():
                other.papers.set_setting("键", other.papers.setting("键") + "乙")
        assert store.papers.setting("键") == "甲乙"

    def test_a_file_that_may_not_be_written_to(self, store: Store) -> None:
        store._db.execute("PRAGMA query_only = ON")
        with pytest.raises(Refused, match="台账"), store.transaction():
            store.papers.set_setting("键", "值")

    def test_the_change_count_tells_writes_of_this_and_of_another_program(self, store: Store) -> None:
        counts = [store.change_count()]
        assert store.change_count() == counts[0]
        store.papers.set_setting("键", "甲")
        counts.append(store.change_count())
        with Store.open(store.path) as other:
            other.papers.set_setting("键", "乙")
        counts.append(store.change_count())
        assert len(set(counts)) == 3


KILLED = """
import os, signal, sys
from pathlib import Path
from peidang.db.store import Store
from tests.db.office import Office, furnish, say
store = Store.create(Path(sys.argv[1]))
office = furnish(store)
say(store, office, "jia", "已提交")
with store.transaction():
    store.papers.set_setting("键", "未提交")
    if sys.argv[2] == "spilled":
        store.returns.keep_bytes(os.urandom(8_000_000))
    os.kill(os.getpid(), signal.SIGKILL)
"""


class TestAKill:
    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
    @pytest.mark.parametrize("amount", ["little", "spilled"])
    def test_loses_nothing_that_was_committed_and_keeps_nothing_else(self, path: Path, amount: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), amount], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        with Store.open(path) as opened:
            assert opened.faults() == ()
            (period,) = opened.months.all("plan-1")
            (statement,) = opened.returns.spoken(period.id, "jia").statements
            assert statement.value == "已提交"
            assert opened.papers.setting("键") == ""


class TestBackup:
    def test_a_copy_holds_all_that_the_store_holds(self, store: Store, tmp_path: Path) -> None:
        say(store, furnish(store), "jia", "进展")
        store.backup(tmp_path / "备份" / "一.peidang")
        with Store.open(tmp_path / "备份" / "一.peidang") as copy:
            assert everything(copy) == everything(store)
        assert [one.name for one in (tmp_path / "备份").iterdir()] == ["一.peidang"]

    @pytest.mark.parametrize("way", ["plain", "link", "detour"])
    def test_never_goes_over_the_store_itself(self, store: Store, tmp_path: Path, way: str) -> None:
        (tmp_path / "夹").mkdir()
        to = {
            "plain": store.path,
            "link": tmp_path / "链接",
            "detour": tmp_path / "夹" / ".." / store.path.name,
        }[way]
        if way == "link":
            to.symlink_to(store.path)
        with pytest.raises(Refused):
            store.backup(to)

    def test_an_interrupted_write_of_the_old_file_does_not_get_into_the_new_one(
        self, store: Store, tmp_path: Path
    ) -> None:
        to = tmp_path / "旧.peidang"
        subprocess.run(
            [sys.executable, "-c", KILLED, str(to), "spilled"], cwd=ROOT, capture_output=True, check=False
        )
        assert to.with_name("旧.peidang-journal").exists()
        furnish(store)
        store.backup(to)
        assert not to.with_name("旧.peidang-journal").exists()
        with Store.open(to) as copy:
            assert everything(copy) == everything(store)

    def test_does_not_replace_a_store_that_another_program_is_writing(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.05)
        with Store.create(tmp_path / "另一个.peidang") as other, other.transaction():
            other.papers.set_setting("键", "值")
            with pytest.raises(StoreInUse):
                store.backup(other.path)


class TestFaults:
    def test_a_sound_store_has_none(self, store: Store) -> None:
        furnish(store)
        store.returns.keep_bytes(b"abc")
        assert store.faults() == ()

    def test_kept_bytes_that_changed_are_told_by_hash(self, store: Store) -> None:
        digest = store.returns.keep_bytes(b"abc")
        store._db.execute("UPDATE blob SET bytes = x'00'")
        assert store.faults() == (digest,)

    def test_a_dangling_reference_is_told(self, store: Store) -> None:
        store._db.execute("PRAGMA foreign_keys = OFF")
        store._db.execute("INSERT INTO row (id, plan_id) VALUES ('r', 'nowhere')")
        assert store.faults() == ("foreign key: row",)

    def test_damaged_pages_are_told_and_not_thrown(self, path: Path) -> None:
        with Store.create(path) as made:
            made.returns.keep_bytes(b"abc")
            page = made._db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'blob'").fetchone()[0]
            size = made._db.execute("PRAGMA page_size").fetchone()[0]
        data = bytearray(path.read_bytes())
        data[(page - 1) * size : page * size] = b"\xff" * size
        path.write_bytes(data)
        with Store.open(path) as opened:
            assert opened.faults()
