"""First start: one question (本单位), one warning, three ways to begin."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.controls import Notice, button, row, rule
from peidang.desktop.drop_zone import local_paths
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped

WAYS = (
    ("plan", "打开方案", "从印发的方案文件建立配档表，由本单位牵头调度；文件也可以直接拖到这里"),
    ("request", "打开收到的填报表", "别处发来的填报表，由本单位填写后报回"),
    ("store", "打开已有工作库", "接着上次的工作"),
)


class WelcomePage(QWidget):
    """Shown while no store is open."""

    asked_for_file = Signal(str)
    asked_for_store = Signal(object)
    """One of the stores opened last was chosen; its path."""
    dropped = Signal(object)
    """A file was dropped on the page; its path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.notice = Notice()
        self.own_unit = QLineEdit()
        self.own_unit.setPlaceholderText("单位全称，与方案中的写法一致")
        self.own_unit.setAccessibleName("本单位")
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout()
        column.setSpacing(Gap.SMALL)
        column.addStretch(2)
        column.addWidget(label("配档通", "big"))
        column.addWidget(label("把方案变成配档表，按月发表、收表、出报告。", "second"))
        column.addSpacing(Gap.PAGE)
        column.addWidget(label("本单位", "body"))
        column.addWidget(self.own_unit)
        column.addSpacing(Gap.LARGE)
        for what, words, told in WAYS:
            ask = partial(self.asked_for_file.emit, what)
            one = button(words, ask, "next" if what == "plan" else "")
            one.setFixedWidth(look.WELCOME_BUTTON)
            self.buttons[what] = one
            line = QHBoxLayout()
            line.setSpacing(Gap.LARGE)
            line.addWidget(one)
            line.addWidget(wrapped(told, "second"), 1)
            column.addLayout(line)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(Gap.HAIR)
        column.addLayout(self._recent)
        column.addSpacing(Gap.PAGE)
        column.addWidget(rule())
        column.addWidget(
            wrapped("不得处理国家秘密。本程序不联网，所有内容只存在本机的工作库文件里。", "warning")
        )
        column.addStretch(3)
        middle = QWidget()
        middle.setFixedWidth(look.WELCOME_WIDTH)
        middle.setLayout(column)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(middle)
        line.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.notice)
        whole.addLayout(line, 1)

    def offer(self, stores: Sequence[Path]) -> None:
        """Offer the stores opened last."""
        if stores:
            self._recent.addSpacing(Gap.LARGE)
            self._recent.addWidget(label("最近打开", "second"))
        for path in stores:
            one = button(path.stem, partial(self.asked_for_store.emit, path), "link")
            one.setToolTip(str(path))
            self._recent.addLayout(row(one, label(path.parent.name, "second"), None))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file of this machine is taken."""
        if len(local_paths(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file was dropped."""
        paths = local_paths(event.mimeData())
        if len(paths) == 1:
            event.acceptProposedAction()
            self.dropped.emit(paths[0])
