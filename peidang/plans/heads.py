"""Cells of a schedule as they are printed: a head in two rows (责任分工 over 牵头单位 and 配合单位), a unit on each line."""

import re
from collections.abc import Sequence
from itertools import pairwise

from peidang.files.document import Cell
from peidang.plans.plain import tidy

MAX_HEADING = 24
UNIT_WORDS = ("单位", "部门")
UNIT_ENDS = re.compile(
    "(?:局|厅|政府|中心|公司|集团|银行|支行|分行|办事处|办公室|委员会|管委会|改革委|健康委|协会|联合会|供销社|总社"
    "|学院|大学|医院|支队|大队|海关|税务局|部|办|联)$"
)
SAME_UNIT = re.compile(
    "办公室|办公厅|.{0,6}分局|.{0,6}分公司|.{0,6}分行|[、,，;；。)）]|有关|直属|各?部门|各?单位"
)

Row = tuple[Cell, ...]


def folded_head(row: Row, below: Row) -> Row | None:
    """The one row that two head rows amount to; None where these two are no such head."""
    texts = [cell.text for cell in (*row, *below) if cell.text.strip()]
    over_several = any(cell.columns > 1 for cell in row) and any(cell.rows == 2 for cell in row)
    if not over_several or len(row) != len(below) or any(len(text) > MAX_HEADING for text in texts):
        return None
    names: list[str] = []
    group = ""
    for above, under in zip(row, below, strict=True):
        group = above.text if not above.covered else group
        names.append(_name(tidy(group), tidy(under.text)) if under.text.strip() else group)
    return tuple(Cell(name) for name in names) if len(set(names)) == len(names) else None


def _name(group: str, own: str) -> str:
    """牵头 under 责任单位 means 牵头单位."""
    unit = next((word for word in UNIT_WORDS if word in group), "")
    return own + unit if unit and not any(word in own for word in UNIT_WORDS) else own


def folded(rows: Sequence[Row]) -> list[tuple[Row, Row | None]]:
    """Each row, with the single head row it forms together with the next."""
    return [
        (row, folded_head(row, rows[at + 1]) if at + 1 < len(rows) else None) for at, row in enumerate(rows)
    ]


def names_on_lines(text: str) -> str:
    """Units that stand on lines of their own, parted by commas; a name broken over two lines is left as it is."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = "".join(lines[:1])
    for above, line in pairwise(lines):
        parted = UNIT_ENDS.search(above) and not SAME_UNIT.match(line)
        joined += ("、" if parted else "\n") + line
    return joined
