"""Excel, PDF and Word of the demonstration's month, beside LibreOffice turning that one workbook into a PDF.

Run from the project's root: ``.venv/bin/python -m bench.bench_papers [--rounds 5] [--profile]``. Cold: one process for each
paper alone and for all three (``peidang report``), from the command to its end. Warm: the papers made again in a program
that is running, from the open store to the written files. LibreOffice starts anew each time, with a profile that it has
used before; the best of all rounds counts. Goals: all three cold in no more than that one conversion (1.0), warm in half
of it (0.5). ``--profile`` prints where the time of a warm round went.
"""

import argparse
import cProfile
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from peidang.app.demo.month import run_demo
from peidang.app.papers import reporting
from peidang.app.store import stores

MONTH, TODAY = "2025-10", date(2025, 11, 11)
COLD_GOAL, WARM_GOAL = 1.0, 0.5


def best(rounds: int, act: Callable[[], object]) -> float:
    """The shortest time of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times)


def cold(store: Path, out: Path, *kinds: str) -> None:
    """One process of the command line that makes these papers."""
    command = [sys.executable, "-m", "peidang", "report", str(store), MONTH, "--out", str(out), *kinds]
    subprocess.run(command, check=True, capture_output=True)


def warm(store: Path, out: Path) -> None:
    """The same in this process."""
    with stores.open_store(store) as opened:
        plan = stores.pick_plan(opened)
        period = stores.pick_period(opened, plan.id, MONTH)
        reporting.make_report(opened, plan.id, period.id, out, TODAY)


def libreoffice(workbook: Path, folder: Path) -> None:
    """LibreOffice turns the workbook into a PDF."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "lo")]
    subprocess.run([*command, str(workbook)], check=True, capture_output=True, timeout=300)


def main() -> None:
    """Make the month, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        store, out = run_demo(folder / "demo").store, folder / "papers"
        warm(store, out)
        made = sorted(out.iterdir())
        print("  ".join(f"{path.suffix[1:]} {path.stat().st_size / 1024:.0f} KB" for path in made))
        for kind in ("--xlsx", "--pdf", "--docx"):
            print(f"cold, {kind[2:]:<5}{best(asked.rounds, partial(cold, store, out, kind)):6.2f} s")
        three = best(asked.rounds, partial(cold, store, out))
        running = best(asked.rounds, partial(warm, store, out))
        print(f"cold, all {three:6.2f} s\nwarm, all {running:6.2f} s")
        if asked.profile:
            _print_profile(store, out)
        if shutil.which("soffice") is None:
            print("LibreOffice is not installed: nothing to compare with")
            return
        workbook = next(path for path in made if path.suffix == ".xlsx")
        libreoffice(workbook, folder)  # its first start makes the profile
        other = best(asked.rounds, partial(libreoffice, workbook, folder))
        print(f"LibreOffice{other:5.2f} s")
        print(
            f"ratio: cold {three / other:.2f} (goal {COLD_GOAL}), warm {running / other:.2f} (goal {WARM_GOAL})"
        )


def _print_profile(store: Path, out: Path) -> None:
    profile = cProfile.Profile()
    profile.runcall(warm, store, out)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(40)


if __name__ == "__main__":
    main()
