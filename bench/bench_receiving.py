"""Three hundred returns in one drop, beside a bare openpyxl load of the same files.

Run from the project's root: ``.venv/bin/python -m bench.bench_receiving [--files 300] [--rounds 3] [--profile]``. The
files are real requests of the five shipped plans and of copies of these under invented place names, so that every
return is another unit's; each is filled with texts of its own and saved by another program. With ``--versions`` the
five plans only, each unit with several versions that contradict each other; with ``--pasted`` the hidden sheet is gone
and every return is known by its content. Prints milliseconds a file for both and their ratio
(the goal is 1.0 or less, everything included: reading in child processes, recognition, checks, commit), the most
memory this process and its children took, and with ``--profile`` where the time of this process went.
"""

import argparse
import cProfile
import io
import pstats
import resource
import shutil
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from peidang.app.month import months
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.returns import receiving
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field, Status
from peidang.domain.travel import Request
from peidang.exchange.form_content import blocks_of
from peidang.exchange.heads import IDENTITY_SHEET
from peidang.exchange.payload import load_request
from peidang.files.filling import Filling, fill_cells
from peidang.resources import resource as shipped

MONTH = "2025-10"
PLACES = {
    "binzhou": "滨州",
    "jining-hitech": "济宁",
    "linqing": "临清",
    "qingzhou": "青州",
    "shanting": "山亭",
}
INVENTED = ("", "甲川", "乙川", "丙川")
"""Put in the place of a plan's own place; '' leaves it as it is."""
TODAY = date(2025, 10, 27)
FORM = "填报表"
COLUMN = "ABCDEFGHIJKLMNOP"


@dataclass(frozen=True)
class Ground:
    """A store whose October is asked for and the folder with what comes back."""

    store: Path
    drop: Path


def make_ground(folder: Path, count: int, versions: bool = False, pasted: bool = False) -> Ground:
    """A store with the plans, sent; ``count`` distinct filled returns of October in one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    books: list[tuple[Path, Request]] = []
    with stores.create_store(folder / "库.peidang") as store:
        for place in INVENTED[:1] if versions else INVENTED:
            for path in sorted(shipped("plans").glob("*.txt")):
                books += _sent(store, _document(path, place, folder), folder / "sent" / f"{path.stem}{place}")
    return Ground(folder / "库.peidang", _returns(folder / "收到", books, count, pasted))


def one_plan_ground(folder: Path, count: int, same: bool = False) -> Ground:
    """A store with one plan, sent; ``count`` filled returns of its units, ``same`` in what they say or each its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with stores.create_store(folder / "库.peidang") as store:
        path = next(iter(sorted(shipped("plans").glob("*.txt"))))
        books = _sent(store, path, folder / "sent")
    return Ground(folder / "库.peidang", _returns(folder / "收到", books, count, same=same))


def _returns(
    drop: Path, books: list[tuple[Path, Request]], count: int, pasted: bool = False, same: bool = False
) -> Path:
    """So many returns in folders of twenty; those of one unit are versions, their bytes are never the same."""
    for number in range(count):
        path, request = books[number % len(books)]
        version = number // len(books)
        target = drop / f"{number // 20:02d}" / f"{number:03d}_{path.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        data = fill_cells(path.read_bytes(), typed(request, 0 if same else version))
        if same:
            data += bytes(2 * version)  # a few bytes behind the archive hurt nobody
        target.write_bytes(_without_identity(data) if pasted else data)
    return drop


def _document(path: Path, place: str, folder: Path) -> Path:
    """The plan as it is, or with another place's name in it throughout."""
    if not place:
        return path
    copy = folder / f"{path.stem}{place}.txt"
    copy.write_text(path.read_text(encoding="utf-8").replace(PLACES[path.stem], place), encoding="utf-8")
    return copy


def _sent(store: Store, document: Path, out: Path) -> list[tuple[Path, Request]]:
    plan_id = plans.add_plan(store, document, _coordinator(document), accept_proposals=True)
    period = months.open_month(store, plan_id, MONTH)
    made = sending.send(store, plan_id, period.id, out, TODAY)
    requests = [load_request(one.payload) for one in store.months.requests(period.id)]
    by_name = {one.unit_name: one for one in requests}
    return [(one.path, by_name[one.what]) for one in made.files if one.path.suffix == ".xlsx"]


def _without_identity(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    del book[IDENTITY_SHEET]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _coordinator(path: Path) -> str:
    names = plans.units_of_document(plans.read_document(path))
    return next(name for name in names if "发展改革" in name or "发展和改革" in name or "发改局" in name)


def typed(request: Request, version: int) -> dict[tuple[str, str], Filling]:
    """Every answer of a unit; a later version differs in what it says of each line."""
    cells: dict[tuple[str, str], Filling] = {}
    for block in blocks_of(request):
        for down, item in enumerate(block.items):
            for field in block.fields:
                place = f"{COLUMN[block.column(field)]}{block.first_row + down + 1}"
                cells[FORM, place] = _answer(field, item.serial, version)
    return cells


def _answer(field: Field, serial: int, version: int) -> Filling:
    said: dict[Field, Filling] = {
        Field.STATUS: Status.NORMAL.value,
        Field.PROGRESS: f"已完成第{serial}项摸底{serial + 3}户，第{version + 1}稿，专班现场调度{version + 2}次。",
        Field.PROBLEMS: f"第{serial}项部分企业更新意愿不强，第{version + 1}稿。",
        Field.NEXT_STEPS: f"下月完成第{serial}项第二批申报，第{version + 1}稿。",
        Field.MONTH_VALUE: serial + version,
        Field.CUMULATIVE: 100 * serial + version,
        Field.AS_OF: date(2025, 10, 20),
        Field.NOTE: f"第{version + 1}稿。",
    }
    assert set(said) == {*ROW_FIELDS, *INDICATOR_FIELDS}
    return said[field]


def load_all(drop: Path) -> float:
    """Seconds that a bare openpyxl load of every file takes, one after another."""
    files = sorted(drop.rglob("*.xlsx"))
    start = time.perf_counter()
    for path in files:
        load_workbook(path)
    return time.perf_counter() - start


def receive_all(
    ground: Ground, folder: Path, profile: cProfile.Profile | None = None
) -> tuple[float, Counter[str]]:
    """Seconds that one drop of everything takes in a copy of the store, and what became of the files."""
    copy = Path(shutil.copy(ground.store, folder / f"{time.monotonic_ns()}.peidang"))
    with stores.open_store(copy) as store:
        start = time.perf_counter()
        if profile:
            profile.enable()
        drop = receiving.receive(store, [ground.drop], today=TODAY)
        if profile:
            profile.disable()
        return time.perf_counter() - start, Counter(one.outcome for one in drop.files)


def memory() -> str:
    """The most memory so far, in MB: this process, and the largest of its children."""
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own:.0f} MB here, {child:.0f} MB in the largest child"


def main() -> None:
    """Make the files, time both ways in turns, print."""
    parser = argparse.ArgumentParser(description="Time the reception of many returns.")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--versions", action="store_true", help="several contradicting returns a unit")
    parser.add_argument("--pasted", action="store_true", help="without the hidden sheet")
    parser.add_argument("--profile", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ground = make_ground(folder / "ground", told.files, told.versions, told.pasted)
        before = memory()
        received, loaded, outcomes = [], [], Counter[str]()
        for _ in range(told.rounds):
            seconds, outcomes = receive_all(ground, folder)
            received.append(seconds)
            loaded.append(load_all(ground.drop))
        ours, bare = (1000 * statistics.median(times) / told.files for times in (received, loaded))
        print(f"{told.files} returns in one drop, median of {told.rounds} rounds: {dict(outcomes)}")
        print(
            f"receive             {ours:8.2f} ms a file   ({', '.join(f'{one:.2f} s' for one in received)})"
        )
        print(f"bare openpyxl load  {bare:8.2f} ms a file   ({', '.join(f'{one:.2f} s' for one in loaded)})")
        print(f"ratio               {ours / bare:8.2f}             (goal: 1.0 or less)")
        print(f"memory: {memory()} (before the drops: {before})")
        if told.profile:
            profile = cProfile.Profile()
            receive_all(ground, folder, profile)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
