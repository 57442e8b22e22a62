"""保存到: where files are written, with the folder proposed until somebody chooses another."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from peidang.desktop import choosing, look
from peidang.desktop.controls import button, row
from peidang.desktop.plain_text import label


class FolderLine(QWidget):
    """A field for a folder, and the buttons beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setMinimumWidth(look.SEARCH_WIDTH)
        self.field.setAccessibleName("保存到")
        self.choose_button = button("选文件夹", self._choose)
        self.open_button = button("打开文件夹", self.open)
        self.open_button.hide()
        line = row(label("保存到"), self.field, self.choose_button, self.open_button)
        line.setStretch(1, 1)
        self.setLayout(line)

    @property
    def folder(self) -> Path:
        """The folder named."""
        return Path(self.field.text()).expanduser()

    def propose(self, folder: Path) -> None:
        """Name a folder, unless the user named one."""
        if not self.field.isModified():
            self.field.setText(str(folder))
            self.field.setCursorPosition(0)

    def open(self) -> None:
        """Show the folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def _choose(self) -> None:
        folder = choosing.choose_folder(self, "保存到", self.folder)
        if folder:
            self.field.setText(str(folder))
            self.field.setModified(True)
