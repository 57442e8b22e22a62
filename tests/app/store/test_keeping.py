"""备份, 恢复, 检验: what is kept safe stays safe, and nothing of another's is overwritten."""

import sqlite3
from pathlib import Path

import pytest

from peidang.app.month import showing
from peidang.app.plan import plans
from peidang.app.store import keeping, stores
from peidang.domain.errors import NotAStore, Refused, StoreMissing, StoreTooNew
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, Office
from tests.app.plan_texts import water_plan, write_plan


def damage(path: Path) -> None:
    """Overwrite pages in the middle, as a failing stick does."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8192] = b"\xaa" * 8192
    path.write_bytes(bytes(data))


def test_a_store_in_order_has_no_faults(office: Office) -> None:
    assert keeping.verify(office.store) == ()


def test_a_backup_shows_the_same_and_is_brought_back(office: Office, tmp_path: Path) -> None:
    before = office.show()
    kept = keeping.backup(office.store, tmp_path / "U盘" / "备份.peidang")
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    office.store.close()
    aside = keeping.restore(kept, office.store.path)
    with stores.open_store(office.store.path) as store:
        assert showing.show(store) == before
    assert aside is not None
    with stores.open_store(aside) as former:
        assert showing.show(former) != before


def test_a_backup_replaces_an_older_backup(office: Office, tmp_path: Path) -> None:
    to = tmp_path / "备份.peidang"
    keeping.backup(office.store, to)
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    keeping.backup(office.store, to)
    with stores.open_store(to) as kept:
        assert showing.show(kept) == office.show()


def test_a_backup_overwrites_nothing_that_is_no_store(office: Office, tmp_path: Path) -> None:
    letter = tmp_path / "通知.docx"
    letter.write_bytes(b"letter")
    with pytest.raises(Refused, match="target-exists"):
        keeping.backup(office.store, letter)
    assert letter.read_bytes() == b"letter"


def test_a_backup_overwrites_no_store_that_holds_something_else(office: Office, tmp_path: Path) -> None:
    other = write_plan(tmp_path, water_plan())
    with stores.create_store(tmp_path / "他人.peidang") as store:
        plans.add_plan(store, other)
    with pytest.raises(Refused, match="target-exists"):
        keeping.backup(office.store, tmp_path / "他人.peidang")
    to = keeping.backup(office.store, tmp_path / "备份.peidang")
    with stores.open_store(to) as copy:
        gone_on = Office(copy, tmp_path / "别处", office.plan_id, office.period_id)
        gone_on.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
        told = showing.show(copy)
    with pytest.raises(Refused, match="target-exists"):
        keeping.backup(office.store, to)
    with stores.open_store(to) as copy:
        assert showing.show(copy) == told


def test_a_store_is_not_backed_up_over_itself(office: Office) -> None:
    with pytest.raises(Refused, match="same-file"):
        keeping.backup(office.store, office.store.path)


def test_a_damaged_store_does_not_replace_a_good_backup(office: Office, tmp_path: Path) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    to = keeping.backup(office.store, tmp_path / "备份.peidang")
    good = to.read_bytes()
    office.store.close()
    with sqlite3.connect(office.store.path) as raw:
        raw.execute("UPDATE blob SET bytes = zeroblob(10)")
    raw.close()
    with stores.open_store(office.store.path) as store:
        assert keeping.verify(store) != ()
        with pytest.raises(NotAStore):
            keeping.backup(store, to)
    assert to.read_bytes() == good


def test_a_damaged_store_is_restored_and_kept_aside(office: Office, tmp_path: Path) -> None:
    before = office.show()
    kept = keeping.backup(office.store, tmp_path / "备份.peidang")
    office.store.close()
    damage(office.store.path)
    damaged = office.store.path.read_bytes()
    aside = keeping.restore(kept, office.store.path)
    assert aside is not None
    assert aside.read_bytes() == damaged
    with stores.open_store(office.store.path) as store:
        assert (showing.show(store), keeping.verify(store)) == (before, ())


@pytest.mark.parametrize("content", [b"", b"no store at all", b"SQLite format 3\0" + b"\0" * 200])
def test_what_is_no_backup_changes_nothing(office: Office, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "坏.peidang"
    bad.write_bytes(content)
    before = office.store.path.read_bytes()
    with pytest.raises(NotAStore):
        keeping.restore(bad, office.store.path)
    assert office.store.path.read_bytes() == before
    assert [path for path in office.folder.iterdir() if "恢复前" in path.name] == []


def test_a_damaged_backup_changes_nothing(office: Office, tmp_path: Path) -> None:
    kept = keeping.backup(office.store, tmp_path / "备份.peidang")
    damage(kept)
    before = office.store.path.read_bytes()
    with pytest.raises((NotAStore, Refused)):
        keeping.restore(kept, office.store.path)
    assert office.store.path.read_bytes() == before


def test_a_missing_backup_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        keeping.restore(tmp_path / "没有.peidang", tmp_path / "库.peidang")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_restored_where_there_was_no_store(office: Office, tmp_path: Path) -> None:
    kept = keeping.backup(office.store, tmp_path / "备份.peidang")
    assert keeping.restore(kept, tmp_path / "新电脑" / "库.peidang") is None
    with stores.open_store(tmp_path / "新电脑" / "库.peidang") as store:
        assert showing.show(store) == office.show()


def test_a_newer_store_is_refused_by_name_before_anything_is_written(office: Office) -> None:
    office.store.close()
    with sqlite3.connect(office.store.path) as raw:
        raw.execute("PRAGMA user_version = 999")
    raw.close()
    before = office.store.path.read_bytes()
    with pytest.raises(StoreTooNew) as told:
        stores.open_store(office.store.path)
    assert told.value.name == office.store.path.name
    assert office.store.path.read_bytes() == before
    with pytest.raises(StoreTooNew):
        keeping.restore(office.store.path, office.folder / "别的.peidang")


def test_a_store_that_was_copied_while_closed_is_a_store(office: Office, tmp_path: Path) -> None:
    copied = bureau.put(tmp_path / "拷贝.peidang", office.store.path.read_bytes())
    with stores.open_store(copied) as store:
        assert showing.show(store) == office.show()
