"""One program writes to a store; the others look, and are told who has it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from peidang.app.sentences import sentence
from peidang.db import lease
from peidang.db.store import Store
from peidang.domain.errors import StoreInUse

HOLD = """
import sys
from pathlib import Path
from peidang.db import lease
held = lease.take(Path(sys.argv[1]))
print("held" if held else "not held", flush=True)
sys.stdin.readline()
held.release()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Store.create(tmp_path / "台账.peidang").close()
    return tmp_path / "台账.peidang"


@contextmanager
def another_window(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that holds the store."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.kill()


def write(path: Path) -> None:
    with Store.open(path) as store, store.transaction():
        store.batches.log("试写", "一行")


def test_who_holds_a_store_is_told_to_whoever_would_write(path: Path) -> None:
    with another_window(path) as other:
        found = lease.holder(path)
        assert found is not None
        assert (found.pid, found.is_this_process) == (other.pid, False)
        assert lease.take(path) is None
        with pytest.raises(StoreInUse) as refused:
            write(path)
        assert found.who in sentence(refused.value)
        with Store.open(path) as store:
            assert store.plans.heads() == ()


def test_a_store_that_is_held_is_not_replaced_by_a_backup(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        store.backup(tmp_path / "备份.peidang")
    with Store.open(tmp_path / "备份.peidang") as backup, another_window(path), pytest.raises(StoreInUse):
        backup.backup(path)


def test_a_note_left_by_a_killed_program_holds_nobody_up(path: Path) -> None:
    with another_window(path):
        pass
    assert lease.note_of(path).exists()
    assert lease.holder(path) is None
    write(path)
    held = lease.take(path)
    assert held is not None
    held.release()


def test_the_holder_itself_writes_and_leaves_no_note(path: Path) -> None:
    held = lease.take(path)
    assert held is not None
    write(path)
    held.release()
    assert lease.holder(path) is None
    assert not lease.note_of(path).exists()


def test_a_store_in_a_folder_without_room_for_a_note_is_simply_not_held(tmp_path: Path) -> None:
    assert lease.take(tmp_path / "没有的文件夹" / "台账.peidang") is None
