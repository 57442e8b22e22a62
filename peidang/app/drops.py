"""What a drop consists of: the files in it, in the order of their paths, without the litter of file managers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from peidang.domain.errors import NotFound

_LITTER = ("~$", ".~", "._")
_LITTER_NAMES = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store"})


@dataclass(frozen=True)
class DropFile:
    """One file of a drop. ``shown`` is the path as the user gave it; ``mailed_at`` is known for mail members only."""

    path: Path
    shown: str
    mailed_at: str | None = None


def files_of(paths: Sequence[Path]) -> tuple[DropFile, ...]:
    """The files below these paths in code-point order of path, each once. Raises NotFound for a missing path."""
    found: dict[Path, DropFile] = {}
    for given in paths:
        if not given.exists():
            raise NotFound("文件", str(given))
        for path in _walk(given):
            found.setdefault(path.resolve(), DropFile(path, path.as_posix()))
    return tuple(sorted(found.values(), key=lambda one: one.shown))


def _walk(given: Path) -> Iterator[Path]:
    if given.is_file():
        yield given
        return
    for path in given.rglob("*"):
        if path.is_file() and not _is_litter(path.name):
            yield path


def _is_litter(name: str) -> bool:
    return name in _LITTER_NAMES or name.startswith(_LITTER)
