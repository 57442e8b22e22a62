"""Errors carry facts; the window and the command line turn them into one sentence each (``cli.sentences``)."""

from dataclasses import dataclass

from peidang.domain.leaks import Leak


class PeidangError(Exception):
    """Whatever goes wrong in a way a user can do something about."""


@dataclass
class FileUnreadable(PeidangError):
    """A file from outside cannot be read. ``reason`` is one of the words of ``domain.labels.UNREADABLE``."""

    name: str
    reason: str


@dataclass
class NotAPlan(PeidangError):
    """A document was read but holds no task, no target and no schedule row."""

    name: str


@dataclass
class StoreTooNew(PeidangError):
    """The store was written by a newer program; nothing was written to it."""

    name: str
    found: int
    known: int


@dataclass
class NotAStore(PeidangError):
    """The file is no store of ours, or is damaged."""

    name: str


@dataclass
class StoreMissing(PeidangError):
    """The store named does not exist."""

    name: str


@dataclass
class StoreInUse(PeidangError):
    """Another program is writing to this store; ``by`` says who, as far as is known."""

    name: str
    by: str


@dataclass
class SqliteTooOld(PeidangError):
    """The machine's SQLite lacks STRICT tables (3.37)."""

    found: str
    needed: str


@dataclass
class NotFound(PeidangError):
    """Something named by the user is not there. ``what`` is a Chinese noun, ``name`` what was given."""

    what: str
    name: str


@dataclass
class Ambiguous(PeidangError):
    """Several things fit and the user must say which; a wrong use, not a fault."""

    what: str
    names: tuple[str, ...]


@dataclass
class Refused(PeidangError):
    """An action the rules forbid. ``why`` is a key of ``domain.labels.REFUSALS``, ``about`` what it is about."""

    why: str
    about: str = ""


@dataclass
class ExportStopped(PeidangError):
    """出门检查 found something that must not leave; nothing was written."""

    leaks: tuple[Leak, ...]
