"""A list of names to choose one from, found by its words or the first letters of its pinyin."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.controls import ENTER
from peidang.desktop.lines import initials
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import tip

VALUE = Qt.ItemDataRole.UserRole


class ChoiceList(QWidget):
    """Typing narrows the list, the arrow keys go through it, Enter or a click chooses."""

    picked = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[str, object]], hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = list(choices)
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setFixedHeight(look.LIST_HEIGHT)
        self.list.setAccessibleName(hint)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._pick)
        self.list.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Gap.HAIR)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self._narrow("")

    @property
    def value(self) -> object:
        """What stands chosen in the list, None when nothing does."""
        item = self.list.currentItem()
        return item.data(VALUE) if item else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field the arrow down goes into the list; Enter takes the line that stands chosen."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.list.count()):
            return False
        if event.key() == Qt.Key.Key_Down and watched is self.search:
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        if event.key() in ENTER and self.list.currentItem() is not None:
            self.picked.emit(self.value)
            return True
        return False

    def _narrow(self, text: str) -> None:
        wanted = "".join(text.split()).lower()
        self.list.clear()
        for words, value in self._choices:
            if found(wanted, words):
                item = QListWidgetItem(words)
                item.setData(VALUE, value)
                item.setToolTip(tip(words))
                self.list.addItem(item)
        if wanted and self.list.count():
            self.list.setCurrentRow(0)

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(VALUE))


def found(wanted: str, words: str) -> bool:
    """Whether a name holds the text, or begins with these letters of its pinyin somewhere."""
    if wanted in "".join(words.split()).lower():
        return True
    return wanted.isascii() and wanted.isalpha() and wanted in initials(words)
