"""Many files through children that stay: every answer in its place, and one bad file costs one file."""

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter

from peidang.domain.errors import FileUnreadable
from peidang.files import child
from peidang.files import readers as readers_module
from peidang.files.readers import Content, Job, ReaderPool
from peidang.files.wire import Closed, from_json, plain_workbook, to_json, workbook_of
from peidang.files.workbook import SheetContent, Visibility, WorkbookContent, read_tables
from tests.files.mutations import request

PLANTED = """
import os, sys, time
sys.path.append(sys.argv[1])
from peidang.files import child_work
def work(data, name, how):
    if name == "crash": os._exit(3)
    if name == "abort": os.abort()
    if name == "hang": time.sleep(600)
    if name == "eat": return len(bytes(700 * 1024 * 1024))
    if name == "panic": raise BaseException
    if name == "chatter": print("printed by a library", flush=True)
    return child_work.plain_workbook(child_work.read_tables(data, name, how))
child_work.WORKS["tables"] = work
child_work.main(sys.argv[2])
"""


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    """No thread and no process, not even a dead one, is left after any test."""
    threads, processes = set(threading.enumerate()), own_children()
    yield
    assert set(threading.enumerate()) <= threads
    assert own_children() <= processes


def own_children() -> set[str]:
    """The processes this one started and has not yet taken leave of; none where the system does not tell."""
    lists = Path("/proc/self/task").glob("*/children")
    return {pid for children in lists for pid in children.read_text(encoding="ascii").split()}


@pytest.fixture
def _planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that do what a file's name says."""
    monkeypatch.setattr(child, "START", PLANTED)


def verdicts(names: list[str], **how: float | int) -> dict[str, str]:
    """What came of files of these names, all of them the same sound workbook."""
    data = request("xlsx")
    with ReaderPool(**how) as pool:  # type: ignore[arg-type]
        return {job.name: verdict(content) for job, content in pool.read(jobs_of(names, data))}


def jobs_of(names: list[str], data: bytes) -> Iterator[Job]:
    return (Job(number, name, data) for number, name in enumerate(names))


def verdict(content: Content) -> str:
    return content.reason if isinstance(content, FileUnreadable) else "read"


def test_what_comes_back_is_what_reading_in_the_program_gives() -> None:
    jobs = [Job(at, f"{ending} 表", request(ending)) for at, ending in enumerate(("xlsx", "xls", "ods"))]
    with ReaderPool() as pool:
        found = list(pool.read(jobs))
    assert found == [(job, read_tables(job.data, job.name)) for job in jobs]


def test_answers_come_in_the_order_of_the_jobs_with_the_callers_keys() -> None:
    sound = request("xlsx")
    jobs = [Job(-at, str(at), sound if at % 3 else b"x") for at in range(100)]
    with ReaderPool() as pool:
        found = list(pool.read(iter(jobs)))
    assert [job for job, _ in found] == jobs
    assert [verdict(content) for _, content in found] == [
        "read" if at % 3 else "not-a-workbook" for at in range(100)
    ]
    assert {content.name for _, content in found} == {job.name for job in jobs}


def test_a_pool_reads_again_and_again_and_nothing_is_no_work() -> None:
    with ReaderPool(workers=1) as pool:
        assert list(pool.read([])) == []
        for _ in range(3):
            ((_, content),) = pool.read([Job(1, "a", request("xls"))])
            assert verdict(content) == "read"


def test_every_kind_of_value_survives_the_way() -> None:
    values = ("文字\n\ud800", "", 1, -(2**60), 0.1, float("inf"), True, False, date(2025, 10, 31))
    times = (datetime(2025, 10, 31, 8, 5, 1, 7), clock(23, 59), timedelta(days=-1, seconds=5, microseconds=3))
    sheet = SheetContent("表", Visibility.VERY_HIDDEN, ((*values, *times), ()), ((0, 1, 2, 3),))
    content = WorkbookContent("名", "xlsx", (sheet,), datetime(2025, 11, 1))
    back = workbook_of(from_json(to_json(plain_workbook(content))), "名")
    assert back == content
    assert [type(value) for value in back.sheets[0].rows[0]] == [type(value) for value in (*values, *times)]


@pytest.mark.usefixtures("_planted")
@pytest.mark.parametrize(
    ("name", "reason"),
    [("crash", "damaged"), ("panic", "damaged"), ("chatter", "read")]
    + ([("abort", "too-large"), ("eat", "too-large")] if sys.platform == "linux" else []),
)
def test_a_file_that_kills_its_child_costs_that_file_alone(name: str, reason: str) -> None:
    found = verdicts(["a", name, "b", f"{name} not", "c"], workers=1)
    assert found == {"a": "read", name: reason, "b": "read", f"{name} not": "read", "c": "read"}


@pytest.mark.usefixtures("_planted")
def test_a_file_that_takes_too_long_is_given_up_and_the_others_are_read() -> None:
    started = time.perf_counter()
    found = verdicts(["a", "hang", "b", *map(str, range(30))], workers=2, seconds=0.7)
    assert found.pop("hang") == "too-slow"
    assert set(found.values()) == {"read"}
    assert time.perf_counter() - started < 30


def test_children_that_cannot_start_are_a_reason_not_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "START", "raise SystemExit(1)")
    assert set(verdicts(["a", "b", "c"]).values()) == {"damaged"}
    monkeypatch.setattr(sys, "executable", "no such program")
    assert set(verdicts(["a", "b", "c"]).values()) == {"damaged"}


@pytest.mark.usefixtures("_planted")
def test_closing_in_the_middle_is_quick() -> None:
    data = request("xlsx")
    pool = ReaderPool(workers=2, seconds=60)
    reading = pool.read(jobs_of(["a"] * 8 + ["hang"] * 50, data))
    assert verdict(next(reading)[1]) == "read"
    started = time.perf_counter()
    reading.close()  # type: ignore[attr-defined]
    pool.close()
    assert time.perf_counter() - started < 20, "nobody waits for the file that hangs a minute"
    pool.close()
    with pytest.raises(CancelledError):
        list(pool.read([Job(1, "a", data)]))


@pytest.mark.usefixtures("_planted")
def test_closing_from_another_thread_ends_a_reading_that_waits() -> None:
    pool = ReaderPool(workers=1, seconds=60)
    ended: list[type[BaseException]] = []

    def jobs() -> Iterator[Job]:
        yield from jobs_of(["a"] * 8, request("xlsx"))
        yield from jobs_of(["hang"] * 8, request("xlsx"))

    def read() -> None:
        try:
            for _ in pool.read(jobs()):
                begun.set()
        except CancelledError as error:
            ended.append(type(error))

    begun = threading.Event()
    reader = threading.Thread(target=read)
    reader.start()
    begun.wait(20)
    pool.close()
    reader.join(5)
    assert ended == [CancelledError]


def test_leaving_the_pool_by_an_error_leaves_nothing_behind() -> None:
    def leave() -> None:
        with ReaderPool() as pool:
            for _ in pool.read(jobs_of(["a"] * 50, request("xlsx"))):
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        leave()


def test_no_more_than_a_window_of_files_is_held() -> None:
    drawn = 0
    data = request("xlsx")

    def jobs() -> Iterator[Job]:
        nonlocal drawn
        for drawn in range(1, 1001):
            yield Job(drawn, "a", data)

    with ReaderPool(workers=1) as pool:
        next(pool.read(jobs()))
    assert drawn <= (readers_module.AHEAD_CHUNKS + 2) * readers_module.CHUNK_FILES


def test_a_file_beyond_the_bound_is_not_even_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers_module, "MAX_BYTES", 1000)
    monkeypatch.setattr(readers_module, "CHUNK_BYTES", 1000)
    assert set(verdicts(["a", "b"]).values()) == {"too-large"}


def test_a_packed_program_reads_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "no such program")
    assert verdicts(["a"]) == {"a": "read"}
    with ReaderPool() as pool:
        assert [verdict(content) for _, content in pool.read([Job(1, "a", b"")])] == ["empty"]


def test_a_workbook_with_a_password_is_read_with_it() -> None:
    locked = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(request("xlsx"))).encrypt("滨州2025", locked)
    job = Job(1, "a.xlsx", locked.getvalue())
    with ReaderPool(workers=1, passwords=("1234", "滨州2025")) as pool:
        ((_, opened),) = pool.read([job])
    with ReaderPool(workers=1, passwords=("1234",)) as pool:
        ((_, refused),) = pool.read([job])
    assert opened == read_tables(request("xlsx"), "a.xlsx")
    assert verdict(refused) == "encrypted"


FROM_A_THREAD = """
import sys, threading
from pathlib import Path
from peidang.files.readers import Job, ReaderPool
def read():
    with ReaderPool() as pool:
        for _, content in pool.read([Job(1, "a", Path(sys.argv[1]).read_bytes())] * 20):
            found.append(content.kind)
found = []
thread = threading.Thread(target=read)
thread.start()
thread.join()
Path(sys.argv[2]).write_text(" ".join(found))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams with a shell")
def test_a_thread_of_a_program_without_any_streams_can_read(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(request("xls"))
    subprocess.run(
        [
            *("/bin/sh", "-c", 'exec "$0" -c "$1" "$2" "$3" <&- >&- 2>&-', sys.executable, FROM_A_THREAD),
            *(str(tmp_path / "a.xls"), str(tmp_path / "found")),
        ],
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert (tmp_path / "found").read_text(encoding="utf-8").split() == ["xls"] * 20


def test_one_long_text_said_in_a_hundred_thousand_cells_is_too_large_an_answer() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(20_000):
        for column in range(5):
            sheet.write_string(row, column, "文" * 1000)
    book.close()
    with ReaderPool(workers=1, seconds=30) as pool:
        found = list(pool.read([Job(1, "a", out.getvalue()), Job(2, "b", request("xlsx"))]))
    assert [verdict(content) for _, content in found] == ["too-large", "read"]


def test_a_child_that_is_gone_says_so() -> None:
    gone = child.Child(readers_module.MAX_MEMORY)
    gone.wait_until_ready()
    gone.kill()
    with pytest.raises(Closed):
        gone.answer()
    assert gone.end() == (1 if os.name == "nt" else -9)
    assert gone.end() == (1 if os.name == "nt" else -9)
