"""Blocks of cells as text, the way Excel and WPS put them on the clipboard."""

import csv
import io
from collections.abc import Iterable, Sequence


def to_text(block: Iterable[Sequence[str]]) -> str:
    """Cells parted by tabs, lines by line ends; a cell with a tab, a line end or a quotation mark is quoted."""
    kept = io.StringIO()
    csv.writer(kept, dialect="excel-tab", lineterminator="\r\n").writerows(block)
    return kept.getvalue()


def from_text(text: str) -> list[list[str]]:
    """A block as Excel and WPS copy it. Text that is no table is one cell."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(lines), dialect="excel-tab", strict=True))
    except csv.Error:
        return [line.split("\t") for line in lines.rstrip("\n").split("\n")]
