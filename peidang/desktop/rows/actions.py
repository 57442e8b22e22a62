"""The menu of a row of the 配档表, by the right mouse button or the menu key."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from peidang.app.views import ScheduleLine
from peidang.desktop.answer_model import LINE_ROLE
from peidang.desktop.answer_view import AnswerView
from peidang.desktop.desk import Desk
from peidang.desktop.rows.dialogs import STEPS, ClosingDialog, RulingDialog
from peidang.domain.labels import ROW_STATE_WORDS


class RowActions(QObject):
    """Makes the menu and opens what is chosen. ``opened`` shows the row in full."""

    def __init__(self, desk: Desk, view: AnswerView, opened: Callable[[], object]) -> None:
        super().__init__(view)
        self.desk, self._view, self._opened = desk, view, opened
        for one in (view, view.frozen):
            one.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            one.customContextMenuRequested.connect(
                lambda at, one=one: self._ask(one.viewport().mapToGlobal(at))
            )

    def _ask(self, at: QPoint) -> None:
        line = self._view.currentIndex().data(LINE_ROLE) if self._view.currentIndex().isValid() else None
        if isinstance(line, ScheduleLine):
            menu = self.menu(line)
            menu.exec(at)
            menu.deleteLater()

    def menu(self, line: ScheduleLine) -> QMenu:
        """The menu of a row."""
        desk, menu = self.desk, QMenu(self._view)
        menu.addAction("明细").triggered.connect(lambda _on=False: self._opened())
        if desk.view is None or not desk.view.coordinates:
            return menu
        menu.addSeparator()
        locked = "工作库只读" if desk.read_only else ""
        issued = "本期已印发，请先更正" if desk.period and not desk.editable else "还没有报告期"
        ruling = _action(menu, "本局核定亮灯…", "" if desk.editable else locked or issued)
        ruling.triggered.connect(lambda _on=False: self.rule(line))
        stands = "" if line.row.state in STEPS else f"本行{ROW_STATE_WORDS[line.row.state]}"
        closing = _action(menu, "销号…", locked or stands)
        closing.triggered.connect(lambda _on=False: self.close_row(line))
        return menu

    def rule(self, line: ScheduleLine) -> None:
        """本局核定."""
        dialog = RulingDialog(self.desk, line.row, line.row_light, self._view.window())
        dialog.exec()
        dialog.deleteLater()

    def close_row(self, line: ScheduleLine) -> None:
        """销号."""
        dialog = ClosingDialog(self.desk, line.row, self._view.window())
        dialog.exec()
        dialog.deleteLater()


def _action(menu: QMenu, words: str, why_not: str) -> QAction:
    """An entry of the menu; where it cannot be chosen it says why."""
    made = menu.addAction(f"{words}（{why_not}）" if why_not else words)
    made.setEnabled(not why_not)
    return made
