"""Many files at once: children that stay and read workbooks side by side, while the program works on what came back.

A file that crashes its child, takes too long or too much memory costs that file and a new child, nothing else.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Self

from peidang.domain.errors import FileUnreadable
from peidang.files.child import Child, is_packed, reason_of_death
from peidang.files.child_work import READ, TABLES
from peidang.files.wire import Closed, from_json, workbook_of
from peidang.files.workbook import MAX_BYTES, WorkbookContent, read_tables

MAX_MEMORY = 500 * 1024 * 1024
"""Bytes of address space a child may take, where the system can bound it (not on Windows)."""
MAX_WORKERS = 4
START_SECONDS = 30.0
"""How long a child may take to start, on a busy machine with a virus scanner."""
CHUNK_FILES, CHUNK_BYTES = 8, 512 * 1024
"""Files handed over at a time: a child that waits for each next file stands idle while the program thinks."""
AHEAD_CHUNKS, AHEAD_BYTES = 3, 64 * 1024 * 1024
"""How far reading runs ahead of the caller: chunks a child, and bytes in all."""
LOOK_SECONDS = 0.1
FOREVER = float("inf")

Content = WorkbookContent | FileUnreadable


@dataclass(frozen=True)
class Job:
    """A file to be read; ``key`` is the caller's own and comes back with the answer."""

    key: int
    name: str
    data: bytes


class ReaderPool:
    """Reads workbooks and Word tables in child processes. ``close`` it, or use it as a context manager.

    ``workers`` is the number of children (as many as there are processors, 4 at most), ``seconds`` the time for one
    file, ``passwords`` are tried on files that have one. Children start when there is work for them. One caller reads
    at a time; ``close`` may come from any thread.
    """

    def __init__(
        self, workers: int | None = None, seconds: float = 5.0, passwords: Sequence[str] = ()
    ) -> None:
        count = workers or min(os.cpu_count() or 1, MAX_WORKERS)
        self._passwords = list(passwords)
        self._lanes = [_Lane(seconds, self._passwords) for _ in range(count)]
        self._idle: SimpleQueue[_Lane] = SimpleQueue()
        for lane in self._lanes:
            self._idle.put(lane)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop at once, whatever is being read; no process and no thread stays behind."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes:
            lane.stop()
        self._threads.shutdown(wait=True)
        for lane in self._lanes:
            lane.end()

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Content]]:
        """Each job with what its file holds or why it cannot be read, in the order of the jobs, reading ahead.

        The jobs are drawn in the caller's thread, a bounded number before their answers are taken. A reason is one
        of ``read_tables``, or ``too-slow``, ``too-large`` or ``damaged`` when the child was lost over the file.
        Raises ``CancelledError`` when the pool is closed, by whomever.
        """
        if is_packed():
            for job in jobs:
                yield job, _read_here(job, self._passwords)
            return
        ahead: deque[tuple[list[Job], Future[list[Content]]]] = deque()
        try:
            for chunk in _chunks(jobs):
                ahead.append((chunk, self._begun(chunk)))
                while ahead and (self._is_far(ahead) or ahead[0][1].done()):
                    yield from self._answers(*ahead.popleft())
            while ahead:
                yield from self._answers(*ahead.popleft())
        finally:
            for _, future in ahead:
                future.cancel()

    def _begun(self, chunk: list[Job]) -> Future[list[Content]]:
        try:
            return self._threads.submit(self._read, chunk)
        except RuntimeError:
            raise CancelledError from None

    def _is_far(self, ahead: deque[tuple[list[Job], Future[list[Content]]]]) -> bool:
        waiting = sum(len(job.data) for chunk, _ in ahead for job in chunk)
        return len(ahead) > AHEAD_CHUNKS * len(self._lanes) or waiting > AHEAD_BYTES

    def _read(self, chunk: list[Job]) -> list[Content]:
        lane = self._idle.get()
        try:
            return lane.read(chunk)
        finally:
            self._idle.put(lane)

    def _answers(self, chunk: list[Job], future: Future[list[Content]]) -> Iterator[tuple[Job, Content]]:
        while True:
            try:
                contents = future.result(LOOK_SECONDS)
                break
            except TimeoutError:
                # Time runs out only while somebody waits: no thread is needed to watch the clock.
                for lane in self._lanes:
                    lane.stop_if_late()
        yield from zip(chunk, contents, strict=True)


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        if chunk and (len(chunk) == CHUNK_FILES or size + len(job.data) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(job)
        size += len(job.data)
    if chunk:
        yield chunk


def _read_here(job: Job, passwords: Sequence[str]) -> Content:
    try:
        return read_tables(job.data, job.name, passwords)
    except FileUnreadable as unreadable:
        return unreadable
    except MemoryError:
        return FileUnreadable(job.name, "too-large")


class _Lane:
    """One child and its replacements. ``read`` runs in a thread of the pool, ``stop`` and ``stop_if_late`` in others."""

    def __init__(self, seconds: float, passwords: list[str]) -> None:
        self.seconds, self.passwords = seconds, passwords
        self.lock = Lock()
        self.child: Child | None = None
        self.deadline = FOREVER
        self.is_late = self.is_stopped = False

    def read(self, jobs: list[Job]) -> list[Content]:
        """Every file's content; a child that is lost over one of them is replaced for the rest."""
        if len(jobs[0].data) > MAX_BYTES:  # so large a file comes alone
            return [FileUnreadable(jobs[0].name, "too-large")]
        contents: list[Content] = []
        while len(contents) < len(jobs):
            try:
                self._read_on(jobs[len(contents) :], contents)
            except Closed:
                contents.append(FileUnreadable(jobs[len(contents)].name, self._reason_of_loss()))
        return contents

    def _read_on(self, jobs: list[Job], contents: list[Content]) -> None:
        """Add contents until all are read, one took too much memory, or the child is lost (``Closed``)."""
        child = self._ready_child()
        self._allow(self.seconds)
        child.order(TABLES, self.passwords, [job.name for job in jobs], [job.data for job in jobs])
        for job in jobs:
            reason, answers = child.answer()
            self._allow(self.seconds if job is not jobs[-1] else FOREVER)
            contents.append(_content(job, reason, answers))
            if reason == "too-large":
                # It may not have let go of all it took: the next file gets a fresh one.
                self.end()
                return

    def _ready_child(self) -> Child:
        if self.child is None:
            with self.lock:
                if self.is_stopped:
                    raise CancelledError
                self.child, self.is_late = _started(), False
                self.deadline = monotonic() + START_SECONDS
            self.child.wait_until_ready()
        return self.child

    def _allow(self, seconds: float) -> None:
        with self.lock:
            if self.is_late:
                raise Closed
            self.deadline = monotonic() + seconds

    def _reason_of_loss(self) -> str:
        code = self.end()
        if self.is_stopped:
            raise CancelledError
        return "too-slow" if self.is_late else reason_of_death(code)

    def stop_if_late(self) -> None:
        """Kill the child whose time for a file is over."""
        with self.lock:
            if self.child is not None and monotonic() > self.deadline:
                self.is_late = True
                self.child.kill()

    def stop(self) -> None:
        """Kill the child and start no other."""
        with self.lock:
            self.is_stopped = True
            if self.child is not None:
                self.child.kill()

    def end(self) -> int:
        """Clear away the child, if there is one; gives its exit code."""
        with self.lock:
            child, self.child, self.deadline = self.child, None, FOREVER
        return child.end() if child is not None else 0


def _started() -> Child:
    try:
        return Child(MAX_MEMORY)
    except OSError:
        raise Closed from None


def _content(job: Job, reason: str, answers: list[bytes]) -> Content:
    return (
        FileUnreadable(job.name, reason) if reason != READ else workbook_of(from_json(answers[0]), job.name)
    )
