"""Makes ``tests/data/old_files/v1.peidang``. Run once before a release, from the root: python -m tests.db.make_old_file.

A file of a released version is never made anew.
"""

from pathlib import Path

from peidang.db.store import Store
from tests.db.office import NOON, furnish, say

OLD_FILE = Path(__file__).parents[1] / "data" / "old_files" / "v1.peidang"


def main() -> None:
    """Write a small store of version 1."""
    OLD_FILE.unlink(missing_ok=True)
    with Store.create(OLD_FILE, now=lambda: NOON) as store:
        say(store, furnish(store), "jia", "样例进展")


if __name__ == "__main__":
    main()
