"""What is seen on the page 配档表: columns, lines, and by what they were chosen; a part of the table."""

from dataclasses import dataclass

from peidang.domain.labels import Light


@dataclass(frozen=True)
class SeenColumn:
    """A column: its head, its width in the sheet's unit; ``merged`` where the lines of one item share the cell."""

    head: str
    width: float
    number: bool = False
    light: bool = False
    merged: bool = False


@dataclass(frozen=True)
class SeenLine:
    """A line: the row or indicator and the unit it is about, the section it stands under, its texts as they are seen."""

    item: str
    unit_id: str
    section: str
    texts: tuple[str, ...]
    light: Light | None = None


@dataclass(frozen=True)
class Seen:
    """What is seen: ``name`` of the table, ``total`` items it has in all, and by what it was chosen, in words."""

    name: str
    columns: tuple[SeenColumn, ...]
    lines: tuple[SeenLine, ...]
    total: int
    chosen_by: str = ""

    @property
    def items(self) -> int:
        """Rows or indicators that are seen, each once."""
        return len({line.item for line in self.lines})

    @property
    def told(self) -> str:
        """共30项，此表列12项（亮灯：滞后）."""
        why = f"（{self.chosen_by}）" if self.chosen_by else ""
        return f"共{self.total}项，此表列{self.items}项{why}"
