"""Keeping the store safe: 备份, 恢复, 检验, and a self-test of the whole installation."""

import shutil
import tempfile
from pathlib import Path

from peidang.db.store import Store
from peidang.domain.errors import NotAStore, Refused, StoreMissing


def verify(store: Store) -> tuple[str, ...]:
    """Faults found in the store: SQLite's own examination, dangling references, bytes that changed. Empty: none."""
    return store.faults()


def backup(store: Store, to: Path) -> Path:
    """Copy the store by SQLite's own API and examine the copy. An older backup in its place is replaced.

    Raises NotAStore when the store itself is damaged, and Refused when the copy would overwrite the store, a file
    that is no backup, or a store that holds anything which this one does not.
    """
    if to.resolve() == store.path.resolve():
        raise Refused("same-file", to.name)
    if store.faults():
        raise NotAStore(store.path.name)
    if to.exists():
        _refuse_another_file(store, to)
    store.backup(to)
    with Store.open(to) as copy:
        faults = copy.faults()
    if faults:
        raise NotAStore(to.name)
    with store.transaction():
        store.batches.log("备份", f"备份到{to.name}")
    return to


def _refuse_another_file(store: Store, to: Path) -> None:
    """Only what was once this store may be replaced: its log is then the beginning of ours."""
    try:
        with Store.open(to) as there:
            log = there.batches.log_lines(None)
    except (NotAStore, StoreMissing):
        raise Refused("target-exists", to.name) from None
    ours = store.batches.log_lines(None)
    if log != ours[len(ours) - len(log) :]:
        raise Refused("target-exists", to.name)


def restore(backup_path: Path, path: Path) -> Path | None:
    """Make the store what the backup is. The store that stood there is kept beside it; returns where.

    Raises StoreMissing and NotAStore, before anything is changed, when the backup is none or is damaged.
    """
    if not backup_path.is_file():
        raise StoreMissing(backup_path.name)
    if backup_path.resolve() == path.resolve():
        raise Refused("same-file", path.name)
    with tempfile.TemporaryDirectory(prefix="peidang-") as folder:
        # A copy is opened, so that a backup by an older program is not brought up to date where it lies.
        copy = Path(shutil.copy2(backup_path, Path(folder) / backup_path.name))
        copy.chmod(0o600)
        with Store.open(copy) as kept:
            if kept.faults():
                raise Refused("not-a-backup", backup_path.name)
            aside = _keep_aside(path) if path.exists() else None
            kept.backup(path)
    return aside


def _keep_aside(path: Path) -> Path:
    """Copy the store that is about to be replaced, and take its journal out of the way of the new one."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.恢复前{number}{path.suffix}")).exists():
        number += 1
    shutil.copy2(path, aside)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    return aside
