"""列▾: which columns are shown. Those that stay in place at the left always are."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from peidang.desktop import look
from peidang.desktop.answer_model import AnswerModel
from peidang.desktop.controls import ENTER
from peidang.desktop.icons import icon
from peidang.desktop.stylesheet import set_role


class ColumnsButton(QToolButton):
    """A menu with a tick for each column of a table; ``show_columns_of`` names the table."""

    changed = Signal()
    asked_to_export = Signal()
    """导出当前所见, also from here: on a narrow page there is no button for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: AnswerModel | None = None
        self.setText("列")
        self.setToolTip("显示哪些列")
        self.setProperty("role", "field")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIconSize(QSize(look.MENU_WIDTH, look.MENU_WIDTH))
        self.setMenu(QMenu(self))
        self.menu().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.menu().aboutToShow.connect(self.fill)

    def show_columns_of(self, model: AnswerModel) -> None:
        """The table in sight."""
        self._model = model
        self._show()

    def fill(self) -> None:
        """The menu, as the table has its columns now."""
        menu, model = self.menu(), self._model
        menu.clear()
        if model is None:
            return
        menu.addAction("导出当前所见…").triggered.connect(lambda _on=False: self.asked_to_export.emit())
        menu.addSeparator()
        for head in model.heads_to_choose():
            action = QAction(head, menu, checkable=True, checked=head not in model.hidden)
            action.triggered.connect(lambda on, head=head: self._choose(head, on))
            menu.addAction(action)
        menu.addSeparator()
        every = menu.addAction("显示全部列")
        every.setEnabled(bool(model.hidden))
        every.triggered.connect(lambda _on=False: self._hide(frozenset()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrow down open the list."""
        if event.key() in (*ENTER, Qt.Key.Key_Down):
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def _choose(self, head: str, on: bool) -> None:
        if self._model is not None:
            self._hide(self._model.hidden - {head} if on else self._model.hidden | {head})

    def _hide(self, heads: frozenset[str]) -> None:
        if self._model is not None:
            self._model.hide_columns(heads)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        some = self._model is not None and bool(self._model.hidden)
        colours = look.colours_of(QApplication.palette())
        self.setIcon(icon("down", look.MENU_WIDTH, colours.accent if some else colours.second))
        set_role(self, "field-set" if some else "field")
