"""What can be done about one unit of the board: a menu, by the right mouse button or Enter."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from peidang.app.returns import received_files
from peidang.app.returns.received_files import ReceivedCopy
from peidang.desktop.board.entering_dialog import EnteringDialog
from peidang.desktop.board.send_back_dialog import SendBackDialog
from peidang.desktop.board.small_dialogs import AnswerDialog, ExtensionDialog, SignedPageDialog
from peidang.desktop.board.standing import BoardRow
from peidang.desktop.desk import Desk
from peidang.desktop.drop.paths import chain
from peidang.domain.plan import Unit

CHASE, VERIFY = "chase", "verify"
"""Pages of 发出 that the menu leads to."""
MOST_FILES = 12


class UnitActions(QObject):
    """Makes the menu and opens what is chosen."""

    asked_to_go = Signal(str, str)
    """To a page of 发出, at a unit."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self.desk = desk
        self._owner = owner
        self._copies: tempfile.TemporaryDirectory[str] | None = None

    def menu(self, row: BoardRow) -> QMenu:
        """The menu of a unit."""
        unit = row.unit
        menu = QMenu(self._owner)
        asks = self.desk.view is not None and self.desk.view.coordinates
        if asks:
            writable = self.desk.writable
            for words, dialog in (
                ("代录…", EnteringDialog),
                ("退回…", SendBackDialog),
                ("延期…", ExtensionDialog),
                ("登记盖章件…", SignedPageDialog),
                ("登记核对意见…", AnswerDialog),
            ):
                action = menu.addAction(words)
                action.setEnabled(writable or dialog is AnswerDialog)
                action.triggered.connect(lambda _on=False, dialog=dialog: self.open(dialog, unit))
            menu.addSeparator()
            for words, page in (("催报…", CHASE), ("核对表…", VERIFY)):
                action = menu.addAction(words)
                action.triggered.connect(lambda _on=False, page=page: self.asked_to_go.emit(page, unit.id))
            menu.addSeparator()
        self._add_files(menu, unit)
        return menu

    def show_menu(self, row: BoardRow, at: QPoint) -> None:
        """Open the menu."""
        menu = self.menu(row)
        menu.exec(at)
        menu.deleteLater()

    def open(self, dialog: type[QDialog], unit: Unit) -> None:
        """Open a dialog about a unit."""
        shown = dialog(self.desk, unit, self._owner)  # type: ignore[call-arg,arg-type]  # all of the five are made so
        shown.exec()
        shown.deleteLater()

    def open_copy(self, one: ReceivedCopy) -> Path:
        """Show a received file in the program for it: a copy, the kept one stays as it came."""
        if self._copies is None:
            self._copies = tempfile.TemporaryDirectory(prefix="peidang-", ignore_cleanup_errors=True)
        place = received_files.copy_out(self.desk.store, one, Path(self._copies.name))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
        return place

    def close(self) -> None:
        """Remove the copies."""
        if self._copies is not None:
            self._copies.cleanup()
            self._copies = None

    def _add_files(self, menu: QMenu, unit: Unit) -> None:
        found = received_files.received_files(self.desk.store, self.desk.period_id or "", unit.id)
        inner = menu.addMenu("打开收到的文件")
        inner.setEnabled(bool(found))
        for one in found[:MOST_FILES]:
            action = inner.addAction(chain(one.shown))
            action.triggered.connect(lambda _on=False, one=one: self.open_copy(one))
