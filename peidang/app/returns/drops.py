"""What a drop consists of: the files in it and in its archives and mails, in the order of their paths."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from peidang.domain.errors import FileUnreadable, NotFound
from peidang.files.containers import members
from peidang.files.member_names import is_litter
from peidang.files.open import read_bytes


@dataclass(frozen=True)
class DropFile:
    """One file of a drop. ``shown`` is the path as the user gave it, a member of a container behind ``::``."""

    shown: str
    path: Path | None = None
    """Where the bytes lie; None for what came out of a container."""
    bytes_: bytes = field(default=b"", repr=False)
    mailed_at: str | None = None
    sender: str = ""
    problem: str = ""
    """Why it could not be taken out of its container (a key of ``UNREADABLE``); '' when it could."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.shown.rsplit("::", 1)[-1].rsplit("/", 1)[-1]

    @cached_property
    def at_hand(self) -> bool:
        """Whether the bytes can be had at all."""
        if self.path is None:
            return bool(self.bytes_) or not self.problem
        try:
            read_bytes(self.path)
        except FileUnreadable:
            return False
        return True

    @property
    def data(self) -> bytes:
        """The bytes; read again each time for a file on disk, so that a large drop does not fill the memory.

        Raises FileUnreadable when the disk no longer gives them.
        """
        return self.bytes_ if self.path is None else read_bytes(self.path)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes. Raises FileUnreadable."""
        return hashlib.sha256(self.data).hexdigest()


def files_of(paths: Sequence[Path], passwords: Sequence[str] = ()) -> tuple[DropFile, ...]:
    """The files below these paths, those inside archives and mails with them, in code-point order of path, each once.

    ``passwords`` open archives that have one. Raises NotFound for a missing path.
    """
    found: dict[Path, str] = {}
    for given in paths:
        if not given.exists():
            raise NotFound("文件", str(given))
        for path in _walk(given):
            found.setdefault(path.resolve(), path.as_posix())
    files = (one for path, shown in found.items() for one in _opened(path, shown, passwords))
    return tuple(sorted(files, key=lambda one: one.shown))


def _opened(path: Path, shown: str, passwords: Sequence[str]) -> Iterator[DropFile]:
    try:
        data = read_bytes(path)
    except FileUnreadable as error:
        yield DropFile(shown, path, problem=error.reason)
        return
    for member in members(data, shown, passwords):
        if member.shown == shown:
            yield DropFile(shown, path, problem=member.problem)
        else:
            yield DropFile(member.shown, None, member.data, member.mailed_at, member.sender, member.problem)


def _walk(given: Path) -> Iterator[Path]:
    if given.is_file():
        yield given
        return
    for path in given.rglob("*"):
        if path.is_file() and not is_litter(path.name):
            yield path
