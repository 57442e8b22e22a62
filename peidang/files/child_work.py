"""What runs inside a child that reads (see ``child``): takes orders until nobody gives any more.

An order is a list of names and the files' bytes; each file is answered by a frame of its own, so that the program
knows which file a crash came from: an empty word and the content as JSON, or the reason why there is none.
"""

import os
import sys
from collections.abc import Callable
from typing import IO, Any

from peidang.domain.errors import FileUnreadable
from peidang.files.wire import Closed, plain_document, plain_workbook, read_frame, to_json, write_frame
from peidang.files.workbook import read_tables

READY, READ = "ready", ""
MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of JSON; a thousand times a usual workbook. A small file can say one long text in a million cells."""
DOCUMENT, TABLES = "document", "tables"


def main(memory: str) -> None:
    """Bound the memory (bytes), say that one is ready, and work."""
    _bound_memory(int(memory))
    orders, answers = sys.stdin.buffer, _own_output()
    write_frame(answers, READY)
    while True:
        try:
            (work, how, names), files = read_frame(orders)
        except Closed:
            return
        for name, data in zip(names, files, strict=True):
            write_frame(answers, *_answer(work, how, name, data))


def _own_output() -> IO[bytes]:
    """The pipe for answers; what a library prints goes where errors go."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(work: str, how: Any, name: str, data: bytes) -> tuple[str, list[bytes]]:
    try:
        content = to_json(WORKS[work](data, name, how))
    except FileUnreadable as unreadable:
        return unreadable.reason, []
    except MemoryError:
        return "too-large", []
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a native reader's panic is no Exception
        return "damaged", []
    return (READ, [content]) if len(content) <= MAX_ANSWER else ("too-large", [])


def _document(data: bytes, name: str, kind: Any) -> Any:
    return plain_document(document_readers()[kind](data, name))


def document_readers() -> dict[str, Callable[[bytes, str], Any]]:
    """By kind. Loaded only when asked for: a child that reads tables needs none of them."""
    from peidang.files.pdf import read_pdf  # noqa: PLC0415
    from peidang.files.sheets import read_sheets  # noqa: PLC0415

    return {"pdf": read_pdf, **dict.fromkeys(("xls", "xlsx", "ods"), read_sheets)}


def _tables(data: bytes, name: str, passwords: Any) -> Any:
    return plain_workbook(read_tables(data, name, passwords))


WORKS: dict[str, Callable[[bytes, str, Any], Any]] = {DOCUMENT: _document, TABLES: _tables}


def _bound_memory(limit: int) -> None:
    """Bytes of address space, where the system can bound it (not on Windows)."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = limit if hard == resource.RLIM_INFINITY else min(hard, limit)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
