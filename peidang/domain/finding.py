"""A finding: what a check has to say about one cell."""

from dataclasses import dataclass

from peidang.domain.labels import Field, Grade


@dataclass(frozen=True)
class Finding:
    """One sentence about one cell. ``item_id`` is a row or an indicator; ``field`` None where the row as a whole is meant.

    ``marks`` are (start, end) character positions in the cell's text. Closed by a change or by an explanation.
    """

    code: str
    grade: Grade
    unit_id: str
    item_id: str
    field: Field | None
    message: str
    marks: tuple[tuple[int, int], ...] = ()
    explained: str = ""
