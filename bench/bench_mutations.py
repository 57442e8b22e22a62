"""Thousands of harmed workbooks through the readers: is each answered, how fast, in how much memory?

Run from the project's root: ``.venv/bin/python -m bench.bench_mutations [COUNT [SEED]]``; 10,000 unless said, half of
them .xlsx, half .xls. Ends with code 1 when a file got no answer of the agreed kind, took over 5 seconds, or a child
took over 500 MB.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator

from peidang.domain.errors import FileUnreadable
from peidang.domain.file_words import UNREADABLE
from peidang.files.readers import Content, Job, ReaderPool
from tests.files.mutations import mutations

MAX_SECONDS, MAX_MEGABYTES = 5.0, 500.0


def jobs(ending: str, seed: int, count: int) -> Iterator[Job]:
    """The harmed files, as a drop would bring them."""
    for number, data in enumerate(mutations(ending, seed, count)):
        yield Job(number, f"{number}.{ending}", data)


def answer_of(content: Content) -> str:
    """``read``, or the reason why not; raises AssertionError for a reason nobody has words for."""
    if not isinstance(content, FileUnreadable):
        return "read"
    assert content.reason in UNREADABLE, content
    return content.reason


def peak_megabytes() -> float:
    """The most memory any child has held that is gone by now."""
    import resource  # noqa: PLC0415 (not on Windows)

    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return used / 1024 if sys.platform != "darwin" else used / 1024 / 1024


def run(ending: str, seed: int, count: int) -> float:
    """Print a line on so many harmed files of a kind; gives the slowest answer in seconds.

    One child, one file at a time: so that each file's own time is known.
    """
    counts: Counter[str] = Counter()
    slowest, slowest_key, started = 0.0, 0, time.perf_counter()
    with ReaderPool(workers=1, seconds=MAX_SECONDS) as pool:
        for job in jobs(ending, seed, count):
            before = time.perf_counter()
            ((_, content),) = pool.read([job])
            taken = time.perf_counter() - before
            counts[answer_of(content)] += 1
            if taken > slowest:
                slowest, slowest_key = taken, job.key
    whole = time.perf_counter() - started
    told = "  ".join(f"{reason} {number}" for reason, number in counts.most_common())
    print(f"{ending:<5}{count:>7} files {whole:>7.1f} s  slowest {slowest:.2f} s (no. {slowest_key})  {told}")
    return slowest


def main(count: int = 10_000, seed: int = 2025) -> int:
    """Half .xlsx, half .xls; gives the exit code."""
    slowest = max(run(ending, seed, count // 2) for ending in ("xlsx", "xls"))
    peak = peak_megabytes()
    print(f"slowest {slowest:.2f} s, peak memory of a child {peak:.0f} MB")
    return int(slowest > MAX_SECONDS + 1 or peak > MAX_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
