"""帮助: the shipped manual in a window of its own, to be read beside the work."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.look import Gap

_FENCE = QTextFormat.Property.BlockCodeLanguage.value
"""Marks a line of commands."""


class Manual(QTextBrowser):
    """Shows a Markdown file; pictures are made as wide as the page, commands are set apart."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = path.parent
        self.setOpenLinks(False)
        self.document().setDocumentMargin(Gap.PAGE)
        self.document().setBaseUrl(QUrl.fromLocalFile(f"{self._folder}/"))
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        self.document().setMarkdown(path.read_text(encoding="utf-8"), features)
        self._give_air()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _give_air(self) -> None:
        """Markdown is set solid; people read it more easily with some room between lines and paragraphs."""
        cursor = QTextCursor(self.document())
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        block = self.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            heading, code = block.blockFormat().headingLevel(), block.blockFormat().hasProperty(_FENCE)
            if cursor.currentTable() is None and not code:
                air = QTextBlockFormat()
                air.setLineHeight(look.MANUAL_LINE, proportional)
                air.setTopMargin(Gap.PAGE if heading else Gap.HAIR)
                air.setBottomMargin(Gap.SMALL)
                cursor.mergeBlockFormat(air)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures beside the manual only, and never wider than the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        picture = QImage(str(self._folder / QUrl(name).path()))
        if picture.width() > look.MANUAL_PICTURE:
            way = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(round(look.MANUAL_PICTURE * self.devicePixelRatioF()), way)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
        return picture


class HelpWindow(QWidget):
    """The manual with a search field. Esc closes it."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("使用手册")
        self.resize(*look.MANUAL_SIZE)
        self.manual = Manual(path)
        self.search = QLineEdit()
        self.search.setPlaceholderText("在手册中找，回车找下一处")
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self.find_next)
        bar = row(
            self.search, button("找下一处", self.find_next), None, button("关闭", self.close), gap=Gap.MEDIUM
        )
        bar.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Gap.LARGE, Gap.MEDIUM, Gap.LARGE, Gap.LARGE)
        whole.setSpacing(Gap.MEDIUM)
        whole.addLayout(bar)
        whole.addWidget(self.manual, 1)
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        self.search.setFocus()

    def find_next(self) -> None:
        """Go to the next place that holds what is searched, from the top again after the last."""
        wanted = re.sub(r"\s+", " ", self.search.text()).strip()
        if wanted and not self.manual.find(wanted):
            self.manual.moveCursor(QTextCursor.MoveOperation.Start)
            self.manual.find(wanted)
