"""Reading in a child process: native readers (pdfium, calamine) may crash, hang or eat memory on hostile files.

The child gets the bytes on its standard input and answers in JSON, never in pickles; nothing touches the disk.
``_command`` is the one place that knows how a child of this program is started. A program packed into one executable
(PyInstaller) is no Python that could be started with other work: there the readers run in the program itself.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peidang.domain.errors import FileUnreadable
from peidang.files.document import Cell, Document, Paragraph, Table
from peidang.files.pdf import read_pdf
from peidang.files.sheets import read_sheets

READERS: dict[str, Callable[[bytes, str], Document]] = {
    "pdf": read_pdf,
    **dict.fromkeys(("xls", "xlsx", "ods"), read_sheets),
}
START = "import sys; sys.path.append(sys.argv[1]); from peidang.files.child import main; main(sys.argv[2])"
MAX_SECONDS = 90
MAX_MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space, where the system can bound it (not on Windows)."""


def read_in_child(kind: str, data: bytes, name: str, seconds: float = MAX_SECONDS) -> Document:
    """Read a ``pdf``, ``xls``, ``xlsx`` or ``ods`` in a process of its own.

    Raises ``FileUnreadable`` as the reader does, ``too-slow`` after so many seconds, ``damaged`` if it crashes.
    """
    if getattr(sys, "frozen", False):
        return READERS[kind](data, name)
    try:
        done = subprocess.run(
            _command(kind),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise FileUnreadable(name, "too-slow") from None
    if done.returncode != 0:
        raise FileUnreadable(name, "damaged")
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise FileUnreadable(name, str(answer["reason"]))
    return Document(tuple(_block(block) for block in answer["blocks"]), tuple(answer["picture_pages"]))


def _command(kind: str) -> list[str]:
    # Isolated: a json.py lying in the user's folder must not be imported.
    return [sys.executable, "-I", "-X", "utf8", "-c", START, str(Path(__file__).parents[2]), kind]


def _plain(block: Paragraph | Table) -> Any:
    if isinstance(block, Paragraph):
        return block.text
    return [[[cell.text, cell.columns, cell.rows, cell.covered] for cell in row] for row in block.rows]


def _block(block: Any) -> Paragraph | Table:
    if isinstance(block, str):
        return Paragraph(block)
    return Table(tuple(tuple(Cell(*cell) for cell in row) for row in block))


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(hard, MAX_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def main(kind: str) -> None:
    """The child: read what comes in, answer with the document or the reason why not."""
    _bound_memory()
    try:
        document = READERS[kind](sys.stdin.buffer.read(), "")
        answer: dict[str, Any] = {
            "blocks": [_plain(block) for block in document.blocks],
            "picture_pages": document.picture_pages,
        }
    except FileUnreadable as unreadable:
        answer = {"reason": unreadable.reason}
    except MemoryError:
        answer = {"reason": "too-large"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
