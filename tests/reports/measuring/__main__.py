"""``python -m tests.reports.measuring FILE.pdf``: a line for each page, then fonts, tables and faults."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.reports.measuring import PageMeasure, PaperMeasure, faults, measure

HEAD = "page turned   left    top  width height  lines chars  number   dash-top  from-edge  rows"


def page_words(page: PageMeasure) -> str:
    """A page's measures in columns; frame and counts only of a full body page."""
    frame, number = page.frame, page.page_number
    words = f"{page.number:>4} {page.turned:>6} "
    if frame is None:
        words += f"{'-':>6} {'-':>6} {'-':>6} {'-':>6} {len(page.lines):>6} {'-':>5}"
    else:
        words += f"{frame.left:>6.2f} {frame.top:>6.2f} {frame.right - frame.left:>6.2f} "
        words += f"{frame.bottom - frame.top:>6.2f} {page.lines_a_page:>6} {page.characters_a_line:>5.2f}"
    edge = number.from_right if page.number % 2 else number.from_left
    rows = sum(len(grid.rows) - 1 for grid in page.grids)
    return f"{words}  {number.text:<7} {number.dash_top:>9.2f} {edge:>10.2f} {rows:>5}"


def say(name: str, paper: PaperMeasure) -> int:
    """Print what was measured; gives the number of faults."""
    print(f"{name}: {len(paper.pages)} pages, {len(paper.outline)} bookmarks")
    print(HEAD)
    for page in paper.pages:
        print(page_words(page))
    for font in paper.fonts:
        print(f"font {font.name}: embedded {font.embedded}, subset {font.subset}")
    for table in paper.tables:
        print(f"table {'|'.join(table.head)[:40]}: {len(table.data)} rows")
    found = faults(paper)
    print("\n".join(found) or "no faults")
    return len(found)


def main(arguments: Sequence[str]) -> int:
    """Measure each file; 1 when one has faults."""
    return min(sum(say(name, measure(Path(name).read_bytes())) for name in arguments), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
