"""Writing files for people: beside first, then swapped in, so that a crash leaves the old file whole."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from peidang.app.views import MadeFile
from peidang.domain.errors import Refused


def write_file(path: Path, what: str, write: Callable[[BinaryIO], object]) -> MadeFile:
    """Let ``write`` fill a new file and swap it in under ``path``.

    Raises Refused when the place cannot be written, e.g. because the old file is open in WPS.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    except OSError as error:
        raise Refused("output-exists", path.name) from error
    try:
        with os.fdopen(handle, "wb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).chmod(0o644)
        _swap(Path(beside), path)
    finally:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
    return MadeFile(path, what, path.stat().st_size)


def _swap(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except OSError as error:
        raise Refused("output-exists", path.name) from error
