"""A head printed in two rows (责任分工 over 牵头单位 and 配合单位) becomes one, so that columns have one name each."""

from collections.abc import Sequence

from peidang.files.document import Cell
from peidang.plans.plain import tidy

MAX_HEADING = 24
UNIT_WORDS = ("单位", "部门")

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
