"""把收到的文件或整个文件夹拖到这里: files and folders come in by drop, or by choosing them."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from peidang.desktop import choosing, look
from peidang.desktop.controls import button, row
from peidang.desktop.icons import icon
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label

FILES = (
    "填报表和材料 (*.xlsx *.xlsm *.xls *.et *.ods *.docx *.doc *.wps *.pdf *.zip *.eml *.mbox);;所有文件 (*)"
)


class DropZone(QWidget):
    """Across the page; tells the paths by ``dropped``."""

    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        colours = look.colours_of(QApplication.palette())
        picture = QLabel()
        picture.setPixmap(icon("drop", look.ICON, colours.second).pixmap(look.ICON, look.ICON))
        self.choose_files = button("选文件", self._ask_files)
        self.choose_folder = button("选文件夹", self._ask_folder)
        words = label("把收到的文件或整个文件夹拖到这里", "body")
        line = row(None, picture, words, self.choose_files, self.choose_folder, None, gap=Gap.MEDIUM)
        line.setContentsMargins(Gap.PAGE, Gap.MEDIUM, Gap.PAGE, Gap.MEDIUM)
        self.setLayout(line)
        self.setFixedHeight(look.DROP_HEIGHT)

    def make_small(self, small: bool) -> None:
        """Once files are there they want the room."""
        self.setFixedHeight(look.DROP_HEIGHT_SMALL if small else look.DROP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame; in the accent colour while something is held over it."""
        colours = look.colours_of(QApplication.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = colours.accent if self._over else colours.edge
        painter.setPen(QPen(QColor(colour), look.LINE_WIDTH, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.RADIUS, look.RADIUS)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only files of this machine are taken."""
        if local_paths(event.mimeData()):
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What was held over it is gone."""
        self._set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Files were dropped."""
        self._set_over(False)
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def _ask_files(self) -> None:
        paths = choosing.choose_files(self, "选收到的文件", FILES)
        if paths:
            self.dropped.emit(paths)

    def _ask_folder(self) -> None:
        folder = choosing.choose_folder(self, "选收到的文件夹")
        if folder:
            self.dropped.emit([folder])


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
