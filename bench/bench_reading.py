"""How long the five shipped plans take to read, beside the time merely to get at their text.

Run from the project's root: ``.venv/bin/python -m bench.bench_reading [DOCUMENT…]``. Prints the best of five rounds
in milliseconds; the goal is under a second for all five together. Documents named are timed as well (once each).
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from peidang.files.document import Document
from peidang.files.open import read_document
from peidang.plans.reader import read_plan
from peidang.resources import resource

ROUNDS = 5


def best(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the fastest of several rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def timed(path: Path, rounds: int) -> tuple[float, float]:
    """(getting at the text, getting at it and reading the plan), in milliseconds."""
    document: Document = read_document(path)
    opening = best(lambda: read_document(path), rounds)
    return opening, opening + best(lambda: read_plan(document, path.name), rounds)


def main(documents: list[Path]) -> None:
    """Print a line for each document, and their sums."""
    shipped = sorted(resource("plans").glob("*.txt"))
    print(f"{'document':<28}{'text ms':>10}{'plan ms':>10}")
    totals = [0.0, 0.0]
    for path in shipped:
        opening, whole = timed(path, ROUNDS)
        totals = [totals[0] + opening, totals[1] + whole]
        print(f"{path.name:<28}{opening:>10.1f}{whole:>10.1f}")
    print(f"{'together':<28}{totals[0]:>10.1f}{totals[1]:>10.1f}")
    for path in documents:
        opening, whole = timed(path, 1)
        print(f"{path.name:<28}{opening:>10.1f}{whole:>10.1f}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
