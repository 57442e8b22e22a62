"""Three hundred returns in one drop, beside a bare openpyxl load of the same files.

Run from the project's root: ``.venv/bin/python -m bench.bench_receiving [--files 300] [--rounds 3] [--profile]``. The
files are real requests of the five shipped plans, October and, where these are not enough, further months, each filled
with texts of its own and saved as a spreadsheet program saves it. Prints milliseconds a file for both and their ratio
(the goal is 1.0 or less, everything included: reading in child processes, recognition, checks, commit), the most
memory this process and its children took, and with ``--profile`` where the time of this process went.
"""

import argparse
import cProfile
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

from peidang.app import months, plans, receiving, sending, stores
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field, Status
from peidang.domain.travel import Request
from peidang.exchange.form_content import blocks_of
from peidang.exchange.payload import load_request
from peidang.files.filling import Filling, fill_cells
from peidang.resources import resource as shipped

MONTHS = ("2025-07", "2025-08", "2025-09", "2025-10")
TODAY = date(2025, 10, 27)
FORM = "填报表"
COLUMN = "ABCDEFGHIJKLMNOP"


@dataclass(frozen=True)
class Ground:
    """A store whose October is asked for and the folder with what comes back."""

    store: Path
    drop: Path
    month: str | None


def make_ground(folder: Path, count: int) -> Ground:
    """A store with the five plans, sent; ``count`` distinct filled returns of its newest month in one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    books: list[tuple[Path, Request]] = []
    with stores.create_store(folder / "库.peidang") as store:
        for path in sorted(shipped("plans").glob("*.txt")):
            plan_id = plans.add_plan(store, path, _coordinator(path), accept_proposals=True)
            period = months.open_month(store, plan_id, MONTHS[-1])
            made = sending.send(store, plan_id, period.id, folder / "sent" / path.stem, TODAY)
            requests = {
                load_request(one.payload).unit_name: one.payload for one in store.months.requests(period.id)
            }
            books += [
                (one.path, load_request(requests[one.what]))
                for one in made.files
                if one.path.suffix == ".xlsx"
            ]
    drop = folder / "收到"
    for number in range(count):
        path, request = books[number % len(books)]
        target = drop / f"{number // 20:02d}" / f"{number:03d}_{path.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        version = number // len(books)
        target.write_bytes(fill_cells(path.read_bytes(), typed(request, version)))
    return Ground(folder / "库.peidang", drop, None)


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
        drop = receiving.receive(store, [ground.drop], month=ground.month, today=TODAY)
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
    parser.add_argument("--profile", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ground = make_ground(folder / "ground", told.files)
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
