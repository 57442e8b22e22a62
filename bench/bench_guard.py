"""How long the export guard takes over the request workbooks of the shipped plans.

Run from the project's root: ``.venv/bin/python -m bench.bench_guard``. Prints, for each plan, the number of workbooks
and the best of three rounds in milliseconds; the goal is half a second for twenty workbooks.
"""

import tempfile
import time
from datetime import date
from pathlib import Path

from peidang.app.month import months
from peidang.app.outgoing import guarding, sending
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.resources import resource

ROUNDS = 3
_DAY = date(2025, 10, 20)


def guarded(document: Path, folder: Path) -> tuple[int, float]:
    """(workbooks, milliseconds) of one plan."""
    with stores.create_store(folder / f"{document.stem}.peidang") as store:
        plan_id = plans.add_plan(store, document, accept_proposals=True)
        period = months.open_month(store, plan_id, "2025-10")
        made = sending.send(store, plan_id, period.id, folder / document.stem, _DAY).files
        month = months.load_month(store, plan_id, period.id)
        ids = {unit.name: unit.id for unit in month.plan.units}
        books = [(ids[one.what], one.path.read_bytes()) for one in made if one.path.suffix == ".xlsx"]
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            for unit_id, data in books:
                allowed = guarding.Allowed(foreign=guarding.foreign_texts(month, unit_id))
                guarding.inspect(data, document.name, allowed)
            times.append(time.perf_counter() - start)
    return len(books), min(times) * 1000


def main() -> None:
    """Print a line for each plan."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'plan':<24}{'workbooks':>10}{'ms':>8}{'ms each':>9}")
        for document in sorted(resource("plans").glob("*.txt")):
            count, spent = guarded(document, Path(folder))
            print(f"{document.name:<24}{count:>10}{spent:>8.0f}{spent / max(1, count):>9.1f}")


if __name__ == "__main__":
    main()
