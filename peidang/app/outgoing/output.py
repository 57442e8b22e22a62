"""Writing files for people: looked into first (出门检查), written beside, swapped in: a crash leaves the old file whole."""

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from peidang.app.outgoing.guarding import ANYTHING_OF_OURS, Allowed, inspect
from peidang.app.views import MadeFile
from peidang.domain.errors import ExportStopped, Refused

_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def file_part(text: str) -> str:
    """The text as a part of a file's name, fit for Windows, too."""
    return _UNSAFE_IN_NAMES.sub("_", text).strip(" .")[:80]


@dataclass(frozen=True)
class NewFile:
    """A file to be written. ``what`` it is, in words."""

    path: Path
    what: str
    data: bytes
    allowed: Allowed | None = ANYTHING_OF_OURS
    """What it may hold; None for what was looked into when it was first made and must come out as it is (重印)."""
    text: str = ""
    """What it prints, where that cannot be read from it cheaply (PDF)."""


def write_file(path: Path, what: str, data: bytes) -> MadeFile:
    """Write one file; raises like ``write_files``."""
    return write_files([NewFile(path, what, data)])[0]


def write_files(files: Sequence[NewFile]) -> tuple[MadeFile, ...]:
    """Write all files or none: files that stood in their places are put back when one of them cannot be written.

    Raises ExportStopped, before anything is written, when one of them holds what must not leave; Refused when a place
    cannot be written, e.g. because the old file is open in WPS.
    """
    checked = (
        inspect(one.data, one.path.name, one.allowed, one.text) for one in files if one.allowed is not None
    )
    if leaks := tuple(leak for found in checked for leak in found):
        raise ExportStopped(leaks)
    with ExitStack() as temporary:
        staged = [_stage(file, temporary) for file in files]
        _swap_all(zip(staged, (file.path for file in files), strict=True), temporary)
    return tuple(MadeFile(file.path, file.what, len(file.data)) for file in files)


def _stage(file: NewFile, temporary: ExitStack) -> Path:
    """The whole new file beside its place."""
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=file.path.parent, prefix=".", suffix=".tmp")
    except OSError as error:
        raise Refused("output-exists", file.path.name) from error
    temporary.callback(Path(beside).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as out:
        out.write(file.data)
        out.flush()
        os.fsync(out.fileno())
    Path(beside).chmod(0o644)
    return Path(beside)


def _swap_all(pairs: Iterable[tuple[Path, Path]], temporary: ExitStack) -> None:
    done: list[tuple[Path, Path | None]] = []
    for beside, path in pairs:
        try:
            former = _former(path, temporary)
            beside.replace(path)
        except OSError as error:
            _put_back(done)
            raise Refused("output-exists", path.name) from error
        done.append((path, former))


def _former(path: Path, temporary: ExitStack) -> Path | None:
    """A second name for the file that stands in the place, None where there is none."""
    if not path.is_file():
        return None
    former = path.with_name(f".{path.name}.{os.getpid()}.old")
    temporary.callback(former.unlink, missing_ok=True)
    former.unlink(missing_ok=True)
    try:
        os.link(path, former)
    except OSError:  # file systems of USB sticks know no second names
        former.write_bytes(path.read_bytes())
    return former


def _put_back(done: Iterable[tuple[Path, Path | None]]) -> None:
    for path, former in done:
        with suppress(OSError):
            if former is None:
                path.unlink()
            else:
                former.replace(path)
