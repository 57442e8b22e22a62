"""Thousands of harmed workbooks dropped on a store: is each given an outcome, how fast, and do refused ones change nothing?

Run from the project's root: ``.venv/bin/python -m bench.bench_hostile_drops [COUNT [SEED]]``; 10,000 unless said, half of
them .xlsx, half .xls. The same files as in ``bench_mutations``, but the whole way: reading, recognition, merging, checks.
Ends with code 1 when a file took over 5 seconds, this program over 500 MB, or a refused file changed what is shown.
"""

import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from peidang.app.month import months, showing
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.returns import receiving
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.exchange.returned_workbook import read_return
from peidang.files.readers import ReaderPool
from peidang.resources import resource as shipped
from tests.files.mutations import mutations, request

MAX_SECONDS, MAX_MEGABYTES = 5.0, 500.0
TODAY = date(2025, 10, 27)
OUTSIDE = ("refused", "needs-password")


def make_store(folder: Path) -> Store:
    """A store with the five plans, October asked for; the harmed files are requests of one of them, made elsewhere."""
    store = stores.create_store(folder / "库.peidang")
    asked = read_return(request("xlsx"), "")[0].request
    for path in sorted(shipped("plans").glob("*.txt")):
        own = (
            asked.coordinator_name if asked.plan.authority.name[:2] in path.read_text("utf-8")[:400] else None
        )
        plan_id = plans.add_plan(store, path, own, accept_proposals=True)
        if store.plans.get(plan_id).coordinates:
            period = months.open_month(store, plan_id, "2025-10")
            sending.send(store, plan_id, period.id, folder / "发出" / path.stem, TODAY)
    return store


def run(store: Store, folder: Path, ending: str, seed: int, count: int) -> tuple[float, list[Path]]:
    """Drop so many harmed files of a kind one by one, as a rehearsal; the slowest, and those that stay outside."""
    counts: Counter[str] = Counter()
    outside: list[Path] = []
    slowest, started = 0.0, time.perf_counter()
    with ReaderPool(workers=1, seconds=MAX_SECONDS) as readers:
        for number, data in enumerate(mutations(ending, seed, count)):
            path = folder / f"{number}.{ending}"
            path.write_bytes(data)
            before = time.perf_counter()
            drop = receiving.receive(
                store, [path], month="2025-10", today=TODAY, dry_run=True, readers=readers
            )
            slowest = max(slowest, time.perf_counter() - before)
            outcomes = {one.outcome for one in drop.files}
            assert outcomes, path
            counts["+".join(sorted(outcomes))] += 1
            if outcomes <= set(OUTSIDE):
                outside.append(path)
            else:
                path.unlink()
    told = "  ".join(f"{outcome} {number}" for outcome, number in counts.most_common())
    print(
        f"{ending:<5}{count:>7} files {time.perf_counter() - started:>7.1f} s  slowest {slowest:.2f} s  {told}"
    )
    return slowest, outside


def main(count: int = 10_000, seed: int = 2025) -> int:
    """Half .xlsx, half .xls; gives the exit code."""
    with tempfile.TemporaryDirectory() as name, make_store(Path(name)) as store:
        told = [run(store, Path(name), ending, seed, count // 2) for ending in ("xlsx", "xls")]
        before = showing.show(store)
        outside = [path for _, paths in told for path in paths]
        receiving.receive(store, outside, month="2025-10", today=TODAY)
        unchanged = showing.show(store) == before
    slowest = max(seconds for seconds, _ in told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"slowest {slowest:.2f} s, this program {peak:.0f} MB; {len(outside)} refused, shown the same: {unchanged}"
    )
    return int(slowest > MAX_SECONDS or peak > MAX_MEGABYTES or not unchanged)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
