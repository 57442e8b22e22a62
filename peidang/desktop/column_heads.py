"""What every table model answers when Qt asks for a column's head."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt


class Headed(Protocol):
    """A column with a head; numbers stand on the right."""

    @property
    def head(self) -> str:
        """The words above the column."""

    @property
    def number(self) -> bool:
        """True for a column of numbers."""


def head_data(columns: Sequence[Headed], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """The head's text or its side; None for whatever else is asked."""
    if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return columns[section].head
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if columns[section].number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
    return None
