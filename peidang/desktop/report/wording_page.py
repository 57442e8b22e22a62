"""统稿: rows and sections one by one; their units' originals at the left, the office's wording at the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from peidang.app.month import entering
from peidang.app.papers import drafting, wording_desk
from peidang.app.papers.wording_desk import ROW, Original, WordingItem
from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.editors import TextEditor
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, tip, wrapped
from peidang.desktop.report.wording_command import write
from peidang.domain.errors import PeidangError
from peidang.domain.labels import TO_BE_WORDED

OUTDATED = "原文已变"


class WordingField(TextEditor):
    """Enter is a new line here; what was typed is kept when the field is left."""

    def __init__(self, leave: "WordingPage") -> None:
        super().__init__()
        self._page = leave
        self.setPlaceholderText("在这里统稿，离开即保存。留空则用单位原文。")
        self.setAccessibleName("统稿")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._page.keep()


class WordingPage(QWidget):
    """Items in the order they had when the page was opened: what is done stays where it is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.items: list[WordingItem] = []
        self._shown: tuple[str, str] | None = None
        self._place: tuple[str, str] | None = None
        """Plan and period of what is shown."""
        self.list = QListWidget()
        self.list.setAccessibleName("要统稿的任务和章节")
        self.list.setProperty("role", "quiet")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedWidth(look.WORDING_LIST_WIDTH)
        self.count = label("", "second")
        self.head, self.measure = wrapped("", "head"), wrapped("", "second")
        self.outdated = label(OUTDATED, "tag")
        self.outdated.setToolTip("统稿以后单位又改了原文，请对照左边看一遍；改后离开，标记即消。")
        self.originals = QScrollArea(widgetResizable=True)
        self.originals.setFrameShape(QFrame.Shape.NoFrame)
        self.originals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.originals.setAccessibleName("单位原文")
        self.field: QPlainTextEdit = WordingField(self)
        self.take_button = button("以草稿为底稿", self.begin_with_draft, "link")
        self.still_button = button("看过，统稿不变", self.still_right, "link")
        self.before_button = button("上一条", lambda: self.step(-1))
        self.next_button = button("下一条", lambda: self.step(1))
        self.before_button.setToolTip("Alt+↑")
        self.next_button.setToolTip("Alt+↓")
        for keys, way in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self, lambda way=way: self.step(way))
        self._lay_out()
        self.list.currentRowChanged.connect(self._go)
        desk.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(Gap.SMALL)
        left.addWidget(self.count)
        left.addWidget(self.list, 1)
        sources, words = QWidget(), QWidget()
        inner = QVBoxLayout(sources)
        inner.setContentsMargins(0, 0, Gap.MEDIUM, 0)
        inner.setSpacing(Gap.SMALL)
        inner.addWidget(label("单位原文", "second"))
        inner.addWidget(self.originals, 1)
        inner = QVBoxLayout(words)
        inner.setContentsMargins(Gap.MEDIUM, 0, 0, 0)
        inner.setSpacing(Gap.SMALL)
        inner.addLayout(
            row(label("统稿", "second"), self.outdated, None, self.still_button, self.take_button)
        )
        inner.addWidget(self.field, 1)
        inner.addLayout(row(None, self.before_button, self.next_button))
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.addWidget(sources)
        both.addWidget(words)
        both.setSizes([look.PANE_WIDTH, look.PANE_WIDTH])
        right = QVBoxLayout()
        right.setSpacing(Gap.SMALL)
        for part in (self.head, self.measure):
            right.addWidget(part)
        right.addWidget(both, 1)
        whole = row(gap=Gap.PAGE)
        whole.setContentsMargins(Gap.PAGE, Gap.SMALL, Gap.PAGE, Gap.MEDIUM)
        whole.addLayout(left)
        whole.addLayout(right, 1)
        self.setLayout(whole)

    def showEvent(self, event: QShowEvent) -> None:
        """What is open comes first."""
        super().showEvent(event)
        self.items = []
        self.refresh()

    def take_focus(self) -> None:
        """Begin to word."""
        (self.field if self.items else self.list).setFocus()

    @property
    def shown(self) -> WordingItem | None:
        """What is being worded."""
        return next((one for one in self.items if one.key == self._shown), None)

    def refresh(self) -> None:
        """Read anew; the order stays, and so does what is being typed."""
        desk = self.desk
        if not self.isVisible() or desk.plan_id is None or desk.period_id is None:
            return
        if self._place not in (None, (desk.plan_id, desk.period_id)):
            self.keep()  # what was typed belongs to the period that was shown
            self.items, self._shown = [], None
        self._place = (desk.plan_id, desk.period_id)
        try:
            found = wording_desk.wording_items(desk.store, desk.plan_id, desk.period_id, desk.today)
        except PeidangError as error:
            desk.failed.emit(error)
            return
        places = {one.key: place for place, one in enumerate(self.items)}
        self.items = sorted(found, key=lambda one: places.get(one.key, len(places)))
        self._show_list()
        if self.shown is None:
            self._shown = self.items[0].key if self.items else None
        self._mark_chosen()
        self._show_item(typed=self.field.hasFocus() and self.field.document().isModified())

    def _show_list(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.items:
            item = QListWidgetItem(_line(one))
            item.setToolTip(tip(one.name))
            self.list.addItem(item)
        self.list.blockSignals(False)
        waiting = sum(one.open for one in self.items)
        moved = sum(one.outdated for one in self.items)
        parts = [f"待统稿{waiting}条", f"{OUTDATED}{moved}条" if moved else ""]
        self.count.setText(" · ".join(part for part in parts if part))

    def _mark_chosen(self) -> None:
        self.list.blockSignals(True)
        keys = [one.key for one in self.items]
        self.list.setCurrentRow(keys.index(self._shown) if self._shown in keys else -1)
        self.list.blockSignals(False)

    def _show_item(self, typed: bool = False) -> None:
        one = self.shown
        self.field.setEnabled(one is not None and self.desk.editable)
        self.head.setText(_title(one) if one else "本期还没有可以统稿的内容")
        self.measure.setText(one.measure if one else "")
        for part in (self.outdated, self.still_button):
            part.setVisible(one is not None and one.outdated)
        self.take_button.setVisible(
            one is not None and one.kind == ROW and not one.wording and TO_BE_WORDED not in one.printed
        )
        if not typed:
            self.field.setPlainText(one.wording if one else "")
            self.field.document().setModified(False)
        self._show_originals(one.originals if one else (), one is not None and one.kind != ROW)

    def _show_originals(self, originals: tuple[Original, ...], with_row: bool) -> None:
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Gap.SMALL, 0)
        column.setSpacing(Gap.HAIR)
        for one in originals:
            column.addWidget(label(f"第{one.serial}行 · {one.unit}" if with_row else one.unit, "accent"))
            for head, text in one.parts:
                column.addWidget(label(head, "second"))
                column.addWidget(wrapped(text, "body"))
            column.addSpacing(Gap.MEDIUM)
        column.addStretch(1)
        self.originals.setWidget(body)

    # Going and keeping

    def _go(self, place: int) -> None:
        self.keep()
        if 0 <= place < len(self.items):
            self._shown = self.items[place].key
            self._mark_chosen()
            self._show_item()

    def step(self, way: int) -> None:
        """上一条, 下一条; what was typed is kept."""
        self.keep()
        keys = [one.key for one in self.items]
        if self._shown not in keys:
            return
        place = keys.index(self._shown) + way
        if 0 <= place < len(keys):
            self._go(place)
            self.field.setFocus()

    def begin_with_draft(self) -> None:
        """The sentences the paper quotes as the beginning of an own wording."""
        one = self.shown
        if one is not None:
            self.field.setPlainText(one.printed)
            self.field.document().setModified(True)
            self.field.setFocus()

    def still_right(self) -> None:
        """The originals moved, the wording stays as it is."""
        one = self.shown
        if one is not None:
            self._write(one, one.wording, f"统稿不变：{_title(one)}")

    def keep(self) -> None:
        """Keep what was typed, when it is another text."""
        one, text = self.shown, self.field.toPlainText().strip()
        if one is None or not self.field.document().isModified():
            return
        self.field.document().setModified(False)
        if text != one.wording:
            self._write(one, text, f"已统稿：{_title(one)}" if text else f"已恢复单位原文：{_title(one)}")

    def _write(self, one: WordingItem, text: str, words: str) -> None:
        period = self._place[1] if self._place else ""
        if one.kind == ROW:
            write(self.desk, words, lambda store: entering.word_row(store, period, one.id, text))
        else:
            write(self.desk, words, lambda store: drafting.word_section(store, period, one.id, text))


def _title(one: WordingItem) -> str:
    return f"第{one.serial}行 {one.name}" if one.kind == ROW else one.name


def _line(one: WordingItem) -> str:
    mark = "○" if one.open else "△" if one.outdated else "●" if one.wording else "·"
    number = f"{one.serial} " if one.kind == ROW else "节 "
    words = "〔待统稿〕" if one.open else f"〔{OUTDATED}〕" if one.outdated else ""
    return f"{mark} {number}{words}{one.name}"
