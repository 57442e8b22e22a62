"""A table whose lines can be ticked: what is ticked is what a button below takes."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget

from peidang.desktop.fields import draw_tick
from peidang.desktop.simple_table import CellDelegate, Part, SimpleModel, SimpleTable

Index = QModelIndex | QPersistentModelIndex
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TickModel(SimpleModel):
    """Things in lines with a tick in the first column; things of one ``key`` share their tick."""

    ticked = Signal()

    def __init__(self, parts: Sequence[Part], parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self.key: Callable[[Any], Any] = lambda thing: thing
        self.can_tick: Callable[[Any], bool] = lambda _: True
        self.chosen: set[Any] = set()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        if index.column() == 0 and self.can_tick(self.things[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The tick; all else is as in any table."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            thing = self.things[index.row()]
            if not self.can_tick(thing):
                return None
            return CHECKED if self.key(thing) in self.chosen else UNCHECKED
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick was made or taken away."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        self.tick([self.key(self.things[index.row()])], Qt.CheckState(value) == CHECKED)
        return True

    def tick(self, keys: Iterable[Any], on: bool) -> None:
        """Choose things, or leave them out."""
        (self.chosen.update if on else self.chosen.difference_update)(keys)
        if self.things:
            last = self.index(self.rowCount() - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()


class _TickDelegate(CellDelegate):
    """Draws a tick into the box, which the stylesheet only fills."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, then the tick."""
        super().paint(painter, option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) != CHECKED:
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        table = self.parent()
        style = table.style() if isinstance(table, QWidget) else QApplication.style()
        indicator = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        draw_tick(painter, style.subElementRect(indicator, whole, cast(QWidget, table)))


class TickTable(SimpleTable):
    """Space ticks the line the keyboard stands on; a click on the head of the first column all or none."""

    model_class = TickModel
    things: TickModel

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parts, parent)
        self.setItemDelegate(_TickDelegate(self))
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self._tick_all)

    @property
    def ticked(self) -> list[Any]:
        """The things ticked, in the order shown."""
        things = self.things
        return [one for one in things.things if things.can_tick(one) and things.key(one) in things.chosen]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks wherever on the line the keyboard stands."""
        one, things = self.chosen, self.things
        if event.key() == Qt.Key.Key_Space and one is not None and things.can_tick(one):
            things.tick([things.key(one)], things.key(one) not in things.chosen)
        else:
            super().keyPressEvent(event)

    def _tick_all(self, section: int) -> None:
        if section != 0:
            return
        things = self.things
        keys = {things.key(one) for one in things.things if things.can_tick(one)}
        things.tick(keys, not keys <= things.chosen)
