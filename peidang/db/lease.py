"""Who has a store open: a note beside the file, made by the window, held by a lock of the operating system.

The lock ends with the process that holds it, so a note left by a crash or a power cut holds nobody up. The note is
named as Office names its own (``~$台账.peidang``), which people know to leave alone. Where no note can be made (a
read-only disk) there is no lease, and SQLite's own locks are all there is.
"""

import getpass
import json
import os
import platform
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 20
"""The byte that is locked on Windows, where a locked byte cannot be read: far behind the note's text."""


@dataclass(frozen=True)
class Holder:
    """Who has a store open, where, and since when."""

    who: str
    host: str
    pid: int
    since: str

    @property
    def words(self) -> str:
        """张三（电脑 PC-01，10月23日 14:32起)."""
        return f"{self.who}（电脑{self.host}，自{self.since[:16]}起打开）"

    @property
    def is_this_process(self) -> bool:
        """The window's own workers open the store, too."""
        return self.pid == os.getpid() and self.host == platform.node()


class Lease:
    """A store held by this process. Ends with ``release``, or with the process."""

    def __init__(self, note: Path, file: IO[bytes]) -> None:
        self._note = note
        self._file = file

    def release(self) -> None:
        """Let the store go."""
        with suppress(OSError):
            self._note.unlink()  # before the lock goes: afterwards it may be somebody else's
        self._file.close()
        if sys.platform == "win32":  # which removes no open file
            with suppress(OSError):
                self._note.unlink()


def note_of(store: Path) -> Path:
    """The note that belongs to a store."""
    return store.with_name(f"~${store.name}")


def take(store: Path, now: Callable[[], datetime] = datetime.now) -> Lease | None:
    """Hold a store; None when somebody else does (see ``holder``) or no note can be made beside it."""
    note = note_of(store)
    try:
        file = note.open("a+b")
    except OSError:
        return None
    if not _lock(file):
        file.close()
        return None
    holder = Holder(_user(), platform.node(), os.getpid(), now().isoformat(" ", "seconds"))
    file.truncate(0)
    file.write(json.dumps(asdict(holder), ensure_ascii=False).encode())
    file.flush()
    return Lease(note, file)


def holder(store: Path) -> Holder | None:
    """Who has the store open; None when nobody has, whatever an old note says."""
    try:
        with note_of(store).open("r+b") as file:
            if _lock(file):
                return None
            text = file.read(4096)
    except OSError:
        return None
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):
        return Holder("另一个程序", "", 0, "")


def _lock(file: IO[bytes]) -> bool:
    """Lock the file until it is closed; False when another has locked it."""
    try:
        if sys.platform == "win32":
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        file.seek(0)
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "未知用户"
