"""Whatever is dropped becomes plain files: archives and mails are opened, one inside the other, within bounds.

Begin with ``members``. The openers (``archives``, ``mail``, ``outlook``) each look one level deep.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peidang.files.archives import zip_members
from peidang.files.bounds import MAX_DEPTH, Budget, Exhausted
from peidang.files.found import Found
from peidang.files.mail import mail_members, mbox_members
from peidang.files.outlook import msg_members
from peidang.files.sniff import container_kind, sniff

_LAST_PART = re.compile(r"::|[/\\]")


@dataclass(frozen=True)
class Member:
    """One file out of what was dropped."""

    shown: str
    """Where it came from: ``邮件.eml::材料.zip::材料/压缩.xlsx``."""
    name: str
    """Its own name, ``压缩.xlsx``."""
    data: bytes
    mailed_at: str | None = None
    """``Date`` of the mail it came with, in this machine's time, ``YYYY-MM-DD HH:MM:SS``."""
    sender: str = ""
    """Who sent that mail, ``名字 <address>``."""
    problem: str = ""
    """Why it could not be had, a key of ``domain.file_words.UNREADABLE``; ``data`` is empty then."""


def members(data: bytes, shown: str, passwords: Sequence[str] = ()) -> Iterator[Member]:
    """The files in what was dropped: a plain file itself, of a container all that is in it. Never raises.

    A container comes itself, with a ``problem``, when nothing is in it, when it or its rest cannot be opened, or when
    it holds more than is read of one dropped file (``too-much``). ``passwords`` are tried on members of a .zip; Office
    files with a password come as they are (``passwords.unlock``).
    """
    opener = _Opener(Budget(len(data)), passwords)
    try:
        yield from opener.opened(Found(shown, data), shown, 0)
    except Exhausted:
        yield Member(shown, own_name(shown), b"", problem="too-much")


def own_name(shown: str) -> str:
    """``压缩.xlsx`` of ``材料.zip::材料/压缩.xlsx``."""
    return _LAST_PART.split(shown)[-1] or shown


@dataclass(frozen=True)
class _Opener:
    budget: Budget
    passwords: Sequence[str]

    def opened(self, found: Found, shown: str, depth: int) -> Iterator[Member]:
        """A file, or all that is in it; ``depth`` counts the containers around it."""
        kind = "eml" if found.is_mail else "" if found.problem else container_kind(found.data)
        if not kind and not found.problem and self._is_torn_archive(found, shown):
            found = Found(found.name, problem="damaged", mailed_at=found.mailed_at, sender=found.sender)
        if not kind:
            self.budget.count_member()
            yield Member(shown, own_name(shown), found.data, found.mailed_at, found.sender, found.problem)
            return
        is_empty = True
        for member in self._inside(kind, found, shown, depth):
            is_empty = False
            yield member
        if is_empty:
            yield self._itself(found, shown, "empty-container")

    def _inside(self, kind: str, found: Found, shown: str, depth: int) -> Iterator[Member]:
        if depth == MAX_DEPTH:
            yield self._itself(found, shown, "too-deep")
            return
        for inner in self._listed(kind, found.data):
            mailed_at, sender = inner.mailed_at or found.mailed_at, inner.sender or found.sender
            dated = Found(inner.name, inner.data, inner.problem, inner.is_mail, mailed_at, sender)
            if inner.name:
                yield from self.opened(dated, f"{shown}::{inner.name}", depth + 1)
            else:
                yield self._itself(dated, shown, inner.problem)

    def _listed(self, kind: str, data: bytes) -> Iterator[Found]:
        """What the opener for this kind finds; what it stumbles over ends the list with the container as a problem."""
        try:
            if kind == "zip":
                yield from zip_members(data, self.budget, self.passwords)
            elif kind == "eml":
                yield from mail_members(data, self.budget)
            elif kind == "mbox":
                yield from mbox_members(data, self.budget)
            elif kind == "msg":
                yield from msg_members(data, self.budget)
            else:
                yield Found("", problem="archive-kind")
        except Exhausted:
            raise
        except (
            Exception
        ):  # hostile bytes in libraries that promise nothing; the rest of the drop must come in
            yield Found("", problem="msg" if kind == "msg" else "damaged")

    def _itself(self, found: Found, shown: str, problem: str) -> Member:
        self.budget.count_member()
        return Member(shown, own_name(shown), b"", found.mailed_at, found.sender, problem)

    @staticmethod
    def _is_torn_archive(found: Found, shown: str) -> bool:
        """Whether a .zip has lost its list; torn documents are left to their readers."""
        return shown.lower().endswith(".zip") and found.data[:2] == b"PK" and sniff(found.data) == "broken"
