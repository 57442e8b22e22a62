"""Small tables that are only read: lists of units, files and changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from peidang.desktop import look
from peidang.desktop.look import Mark
from peidang.desktop.plain_text import tip
from peidang.domain.labels import Light

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Part:
    """One column: its head, its text, and the light that gives it shape and colour. ``width`` 0 takes what is left."""

    head: str
    width: int
    text: Callable[[Any], str]
    light: Callable[[Any], Light | Mark | None] | None = None
    number: bool = False
    bare: bool = False
    """Only the shape is shown, in the middle; its text is told by hover and to screen readers."""
    tip: Callable[[Any], str] | None = None
    """What hovering tells, where it is more than the text. Plain text, its parts by lines."""
    least: int = 0
    """The column is left out while the table is narrower than this."""


class SimpleModel(QAbstractTableModel):
    """Things in lines, parts of them in columns."""

    def __init__(self, parts: Sequence[Part], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts = tuple(parts)
        self.things: tuple[Any, ...] = ()

    def show(self, things: Sequence[Any]) -> None:
        """Show other things."""
        self.beginResetModel()
        self.things = tuple(things)
        self.endResetModel()

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show other parts of the things."""
        self.beginResetModel()
        self.parts = tuple(parts)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The things."""
        return 0 if parent.isValid() else len(self.things)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Their parts."""
        return 0 if parent.isValid() else len(self.parts)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The column heads."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.parts):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.parts[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.parts[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A part's text, colour and side."""
        if not index.isValid():
            return None
        thing, part = self.things[index.row()], self.parts[index.column()]
        light = part.light(thing) if part.light else None
        mark = look.mark_of(light) if light else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                text = part.text(thing)
                if mark and text:
                    return mark.shape if part.bare else f"{mark.shape} {text}"
                return text
            case Qt.ItemDataRole.ForegroundRole if mark:
                return QColor(look.colours_of(QApplication.palette()).lights[mark.light])
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(part)
            case Qt.ItemDataRole.ToolTipRole if part.text(thing):
                return tip(part.tip(thing) if part.tip else part.text(thing))
            case Qt.ItemDataRole.AccessibleTextRole if part.bare:
                return part.text(thing)
        return None


def _side(part: Part) -> Qt.AlignmentFlag:
    if part.bare:
        return Qt.AlignmentFlag.AlignCenter
    return (
        Qt.AlignmentFlag.AlignRight if part.number else Qt.AlignmentFlag.AlignLeft
    ) | Qt.AlignmentFlag.AlignVCenter


class CellDelegate(QStyledItemDelegate):
    """Keeps a cell's own colour when its line is chosen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The palette of the cell."""
        super().initStyleOption(option, index)
        own = index.data(Qt.ItemDataRole.ForegroundRole)
        palette: QPalette = option.palette  # type: ignore[attr-defined]  # the stubs know no fields of it
        palette.setColor(QPalette.ColorRole.HighlightedText, own or palette.color(QPalette.ColorRole.Text))
        option.palette = palette  # type: ignore[attr-defined]


class SimpleTable(QTableView):
    """A quiet table: no grid, one line chosen at a time."""

    model_class: type[SimpleModel] = SimpleModel

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.things = self.model_class(parts, self)
        self.setModel(self.things)
        self.setItemDelegate(CellDelegate(self))
        self.setProperty("role", "quiet")
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.FIELD_HEIGHT)
        header = self.horizontalHeader()
        header.setFixedHeight(look.HEAD_HEIGHT)
        header.setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self._set_widths()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show other columns."""
        self.things.set_parts(parts)
        self._set_widths()

    def _set_widths(self) -> None:
        header = self.horizontalHeader()
        for place, part in enumerate(self.things.parts):
            mode = QHeaderView.ResizeMode.Interactive if part.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
            if part.width:
                self.setColumnWidth(place, part.width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room only the columns that matter most are shown."""
        super().resizeEvent(event)
        for place, part in enumerate(self.things.parts):
            hidden = self.width() < part.least
            if part.least and self.isColumnHidden(place) != hidden:
                self.setColumnHidden(place, hidden)

    def fit_height(self, most: int) -> None:
        """As high as its lines, up to so many; the others by scrolling."""
        lines = min(self.things.rowCount(), most)
        self.setFixedHeight(look.HEAD_HEIGHT + max(lines, 1) * look.FIELD_HEIGHT + 2 * look.LINE_WIDTH)

    @property
    def chosen(self) -> Any:
        """The thing chosen, None when there is none."""
        index = self.currentIndex()
        return self.things.things[index.row()] if index.isValid() else None
