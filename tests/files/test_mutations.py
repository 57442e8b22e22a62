"""Harmed workbooks through the readers: each is read or refused, soon and in little memory (bench has ten thousand)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COUNT = 400

MEASURED = """
import json, sys
from collections import Counter
from bench.bench_mutations import answer_of, jobs, peak_megabytes
from peidang.files.readers import ReaderPool
from time import perf_counter
counts, slowest = Counter(), 0.0
with ReaderPool(seconds=5) as pool:
    reading, before = pool.read(jobs(sys.argv[1], 4, int(sys.argv[2]))), perf_counter()
    for _, content in reading:
        slowest, before = max(slowest, perf_counter() - before), perf_counter()
        counts[answer_of(content)] += 1
print(json.dumps([counts, slowest, peak_megabytes()]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with getrusage")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_harmed_workbooks_are_read_or_refused(ending: str) -> None:
    # By way of a shell: a process counts the memory of the one that started it as its own, and a shell is small.
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -c "$1" "$2" "$3"; exit $?', sys.executable, MEASURED, ending, str(COUNT)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
        timeout=120,
    )
    counts, slowest, megabytes = json.loads(done.stdout)
    assert sum(counts.values()) == COUNT
    assert {"read", "damaged"} <= set(counts)
    assert "too-slow" not in counts
    assert slowest < 5
    assert megabytes < 500
