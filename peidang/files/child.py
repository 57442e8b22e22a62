"""Reading in a child process: native readers (pdfium, calamine) may crash, hang or eat memory on hostile files.

The child gets the bytes on its standard input and answers in JSON, never in pickles; nothing touches the disk.
This module is the one place that knows how a child of this program is started and how its death is understood;
``child_work`` is what runs inside, ``wire`` what the two say to each other, ``readers`` keeps children for many files.
A program packed into one executable (PyInstaller) is no Python that could be started with other work: there the
readers run in the program itself.
"""

import contextlib
import io
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from peidang.domain.errors import FileUnreadable
from peidang.files.child_work import DOCUMENT, READ, READY, document_readers
from peidang.files.document import Document
from peidang.files.wire import Closed, document_of, from_json, read_frame, write_frame

READERS = frozenset(("pdf", "xls", "xlsx", "ods"))
"""Kinds of documents that are read in a child."""
START = (
    "import sys; sys.path.append(sys.argv[1]); from peidang.files.child_work import main; main(sys.argv[2])"
)
MAX_SECONDS = 90
MAX_MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space, where the system can bound it (not on Windows)."""

_OUT_OF_MEMORY = frozenset(-getattr(signal, name) for name in ("SIGABRT", "SIGKILL") if hasattr(signal, name))
"""How a native reader ends for which no memory is left, and how the system ends one that takes too much."""


def is_packed() -> bool:
    """Whether this is a packed program, which cannot start children of its kind."""
    return bool(getattr(sys, "frozen", False))


def read_in_child(kind: str, data: bytes, name: str, seconds: float = MAX_SECONDS) -> Document:
    """Read a ``pdf``, ``xls``, ``xlsx`` or ``ods`` in a process of its own.

    Raises ``FileUnreadable`` as the reader does, ``too-slow`` after so many seconds, ``damaged`` if it crashes,
    ``too-large`` if it runs out of memory.
    """
    if is_packed():
        document: Document = document_readers()[kind](data, name)
        return document
    order = io.BytesIO()
    write_frame(order, [DOCUMENT, kind, [name]], [data])
    try:
        done = subprocess.run(
            _command(MAX_MEMORY), input=order.getvalue(), timeout=seconds, check=False, **_streams()
        )
    except subprocess.TimeoutExpired:
        raise FileUnreadable(name, "too-slow") from None
    answers = io.BytesIO(done.stdout)
    try:
        read_frame(answers)
        reason, contents = read_frame(answers)
    except Closed:
        raise FileUnreadable(name, reason_of_death(done.returncode)) from None
    if reason != READ:
        raise FileUnreadable(name, reason)
    return document_of(from_json(contents[0]))


def reason_of_death(code: int) -> str:
    """Why a child ended before it had answered, as a key of the words for unreadable files."""
    return "too-large" if code in _OUT_OF_MEMORY else "damaged"


def _command(memory: int) -> list[str]:
    # Isolated: a json.py lying in the user's folder must not be imported.
    return [sys.executable, "-I", "-X", "utf8", "-c", START, str(Path(__file__).parents[2]), str(memory)]


def _streams() -> dict[str, Any]:
    return {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
        "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),
    }


class Child:
    """A process that reads one order after another. Kill it from any thread; all else is for one thread at a time."""

    def __init__(self, memory: int) -> None:
        """Start it; it is of use from ``wait_until_ready`` on. Raises ``OSError``."""
        self._process = subprocess.Popen(_command(memory), stdin=subprocess.PIPE, **_streams())

    def wait_until_ready(self) -> None:
        """Raises ``Closed`` when it cannot even start."""
        if self.answer()[0] != READY:
            raise Closed

    def order(self, work: str, how: Any, names: Sequence[str], files: Sequence[bytes]) -> None:
        """Hand over files. Raises ``Closed``."""
        try:
            write_frame(_open(self._process.stdin), [work, how, names], files)
        except OSError:
            raise Closed from None

    def answer(self) -> tuple[Any, list[bytes]]:
        """What it says next, and the content with it; waits for it. Raises ``Closed``."""
        return read_frame(_open(self._process.stdout))

    def kill(self) -> None:
        """Let it end now; whoever waits for an answer gets ``Closed``."""
        self._process.kill()

    def end(self) -> int:
        """Kill it if it still runs, wait until it is gone, give its exit code."""
        if self._process.poll() is None:
            self.kill()
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not yet written cannot be any more
                _open(stream).close()
        return code


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise Closed
    return stream
