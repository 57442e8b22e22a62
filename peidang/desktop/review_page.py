"""核对方案: left the document, right its doubts above the table, the targets and the units. Nothing is kept before 确认."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peidang.app.plan import review as edits
from peidang.app.plan import reviewing
from peidang.app.plan.review import Review
from peidang.desktop import look
from peidang.desktop.controls import Notice, Segments, button, row
from peidang.desktop.document_view import DocumentView
from peidang.desktop.doubt_list import DoubtList
from peidang.desktop.fields import TickBox
from peidang.desktop.icons import icon
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.desktop.review_desk import ReviewDesk
from peidang.desktop.review_models import Key, ReviewModel, RowsModel, TargetsModel, UnitsModel
from peidang.desktop.review_table import ReviewTable
from peidang.domain.errors import Refused

ROWS, TARGETS, UNITS = range(3)


class ReviewPage(QWidget):
    """A document under review."""

    confirmed = Signal(object)
    """确认建立方案 was pressed; the review."""
    left = Signal()
    """The user leaves without a plan."""

    def __init__(self, review: Review, own_unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = ReviewDesk(edits.set_own_unit(review, own_unit), self)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.notice = Notice()
        self.document = DocumentView(review.text)
        self.doubts = DoubtList(self.desk)
        self.models: tuple[ReviewModel, ...] = (
            RowsModel(self.desk, self),
            TargetsModel(self.desk, self),
            UnitsModel(self.desk, self),
        )
        self.tables = tuple(ReviewTable(model) for model in self.models)
        self._make_head()
        self._make_bars()
        self._lay_out()
        self._connect()
        self.refresh()

    # Making

    def _make_head(self) -> None:
        self.title = QLineEdit()
        self.title.setAccessibleName("方案名称")
        self.title.setToolTip("方案名称，可以修改")
        self.own_unit = QComboBox()
        self.own_unit.setEditable(True)
        self.own_unit.setProperty("role", "typed")
        self.own_unit.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.own_unit.setFixedWidth(look.OWN_UNIT_WIDTH)
        self.own_unit.setAccessibleName("本单位")
        if field := self.own_unit.lineEdit():
            field.setPlaceholderText("选一家，或写全称")
            colours = look.colours_of(QApplication.palette())
            arrow = field.addAction(
                icon("down", look.SMALL_ICON, colours.second), QLineEdit.ActionPosition.TrailingPosition
            )
            arrow.setToolTip("方案中的单位")
            arrow.triggered.connect(self.own_unit.showPopup)
        self.leave_button = button("放弃核对", self.leave, "plain")
        self.confirm_button = button("确认建立方案", self.confirm, "next")
        self.confirm_button.setToolTip("把核对后的内容写入工作库；没有核对完的存疑留待以后处理")

    def _make_bars(self) -> None:
        self.doubt_head = label("", "head")
        self.doubt_count = label("", "second")
        self.open_only = TickBox("只看未核对的")
        self.segments = Segments(("配档表", "目标", "单位"))
        self.count = label("", "second")
        self.add_button = button("加一行", self.add_row)
        self.drop_button = button("删除所选", self.drop, "plain")
        for part in (self.add_button, self.drop_button):  # the line keeps its height without them
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        self.done = label("", "second")
        self.undo_button = button("撤销", self.desk.undo, "link")
        self.undo_button.setToolTip("撤销上一步（Ctrl+Z）")
        self.promise = label("确认之前，什么都不会写入工作库", "second")

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for table in self.tables:
            self.stack.addWidget(table)
        doubts_bar = row(self.doubt_head, self.doubt_count, None, self.open_only, gap=Gap.MEDIUM)
        tables_bar = row(self.segments, self.count, None, self.add_button, self.drop_button, gap=Gap.LARGE)
        upper = _column(doubts_bar, self.doubts)
        lower = _column(tables_bar, self.stack)
        if self.doubts.cards:
            upper.setMinimumHeight(look.DOUBTS_LEAST)
        else:
            upper.setMaximumHeight(look.NO_DOUBTS_HEIGHT)
            self.open_only.hide()
        lower.setMinimumHeight(look.TABLE_LEAST)
        self.right = _splitter(Qt.Orientation.Vertical, upper, lower)
        least = look.DOUBTS_HEIGHT if self.doubts.cards else look.NO_DOUBTS_HEIGHT
        self.right.setSizes([least, look.REVIEW_HEIGHT - least])
        self.document.setMinimumWidth(look.REVIEW_LEAST_TEXT)
        self.right.setMinimumWidth(look.REVIEW_LEAST_TABLE)
        self.both = _splitter(Qt.Orientation.Horizontal, self.document, self.right)
        self.both.setStretchFactor(0, 1)
        self.both.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._head_bar(), self.notice):
            whole.addWidget(part)
        whole.addWidget(self.both, 1)
        whole.addWidget(self._foot_bar())

    def _head_bar(self) -> QWidget:
        line = row(
            label("核对方案", "head"),
            self.title,
            label("本单位", "second"),
            self.own_unit,
            self.leave_button,
            self.confirm_button,
            gap=Gap.MEDIUM,
        )
        line.setStretch(1, 1)
        line.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        return _bar("top-bar", look.REVIEW_HEAD_HEIGHT, line)

    def _foot_bar(self) -> QWidget:
        line = row(self.done, self.undo_button, None, self.promise)
        line.setContentsMargins(Gap.PAGE, look.LINE_WIDTH, Gap.PAGE, 0)
        return _bar("status-bar", look.STATUS_BAR_HEIGHT, line)

    def _connect(self) -> None:
        self.desk.changed.connect(self.refresh)
        self.desk.failed.connect(self.notice.tell)
        self.desk.pointed.connect(self.document.show_places)
        self.doubts.chosen.connect(self._show_doubt)
        self.open_only.toggled.connect(self.doubts.show_open_only)
        self.segments.picked.connect(self.show_table)
        self.title.editingFinished.connect(self._take_title)
        self.own_unit.activated.connect(lambda _at: self._take_own_unit())
        if field := self.own_unit.lineEdit():
            field.editingFinished.connect(self._take_own_unit)
        for table in self.tables:
            table.picked.connect(lambda key, table=table: self.desk.point(table.lines.places(key)))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.desk.undo)
        for redo in ("Ctrl+Y", "Ctrl+Shift+Z"):
            QShortcut(QKeySequence(redo), self, self.desk.redo)
        QShortcut(QKeySequence("Ctrl+Delete"), self, self.drop)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the width out, and begin at the first doubt, once there is a size to scroll by."""
        super().showEvent(event)
        text = min(look.REVIEW_TEXT_WIDTH, self.width() // 3)
        self.both.setSizes([text, self.width() - text])
        if self.doubts.cards and self.doubts.current < 0:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self.doubts.cards[0].setFocus()
        self.doubts.choose(0)

    # Showing

    @property
    def review(self) -> Review:
        """The review as it is now."""
        return self.desk.review

    @property
    def table(self) -> ReviewTable:
        """The table in sight."""
        return self.tables[self.stack.currentIndex()]

    def refresh(self) -> None:
        """Show the review as it is now."""
        review, open_ones = self.review, reviewing.open_count(self.review)
        self.doubt_head.setText(f"存疑{len(review.document.doubts)}处")
        rest = f"还有{open_ones}处未核对" if open_ones else "已全部核对"
        self.doubt_count.setText(rest if review.document.doubts else "")
        self._show_head()
        self._count()
        step = self.desk.last_step
        self.done.setText(f"已做：{step}" if step else f"由《{review.name}》读出，请逐处核对")
        self.undo_button.setVisible(bool(step))

    def _show_head(self) -> None:
        if self.title.text() != self.review.title:
            self.title.setText(self.review.title)
            self.title.setCursorPosition(0)
        names = list(edits.unit_names(self.review))
        if [self.own_unit.itemText(place) for place in range(self.own_unit.count())] != names:
            self.own_unit.clear()
            self.own_unit.addItems(names)
        self.own_unit.setCurrentIndex(self.own_unit.findText(self.review.own_unit))
        self.own_unit.setEditText(self.review.own_unit)

    def _count(self) -> None:
        words = ("行", "个", "家")[self.stack.currentIndex()]
        self.count.setText(f"{self.table.lines.rowCount()}{words}")
        self.add_button.setVisible(self.table.lines is self.models[ROWS])
        self.drop_button.setVisible(self.table.lines.droppable)

    def show_table(self, place: int) -> None:
        """Show the rows, the targets or the units."""
        self.stack.setCurrentIndex(place)
        self._count()

    def _show_doubt(self, number: int) -> None:
        """The doubt's place in the document, and its line in the table."""
        self.desk.point(reviewing.doubt_places(self.review, number))
        kind, subject = self.review.document.doubts[number].subject or ("", "")
        place = {"row": ROWS, "target": TARGETS, "unit": UNITS}.get(kind)
        if place is not None and self.models[place].place_of(subject) >= 0:
            self.segments.choose(place)
            self.tables[place].go_to(subject)

    # Editing

    def _take_title(self) -> None:
        text = self.title.text()
        if text.strip() != self.review.title:
            self.desk.edit("改方案名称", lambda review: edits.set_title(review, text))
            self._show_head()

    def _take_own_unit(self) -> None:
        name = self.own_unit.currentText().strip()
        if name != self.review.own_unit:
            self.desk.edit("选定本单位", lambda review: edits.set_own_unit(review, name))

    def add_row(self) -> None:
        """加一行: a row of its own, ready to be typed into."""
        beside = self.tables[ROWS].key
        added: list[Key] = []

        def add(review: Review) -> Review:
            after, key = edits.add_row(review, int(beside) if beside is not None else None)
            added.append(key)
            return after

        if self.desk.edit("加一行", add):
            self.tables[ROWS].go_to(added[0])
            self.tables[ROWS].setFocus()

    def drop(self) -> None:
        """Leave out the line chosen, of the table in sight."""
        table, key = self.table, self.table.key
        if key is None or not table.lines.droppable:
            return
        words = f"删除{table.lines.name_of(key)}"
        self.desk.edit(words, lambda review: table.lines.drop(review, key))

    # Ways out

    def confirm(self) -> None:
        """确认建立方案: what was typed last is taken, and somebody must be 本单位."""
        self.confirm_button.setFocus()
        self._take_own_unit()
        if not self.review.own_unit:
            self.notice.tell(Refused("no-own-unit"))
            self.own_unit.setFocus()
            return
        self.notice.hide()
        self.confirmed.emit(self.review)

    def leave(self) -> None:
        """放弃核对: asked first when something would be lost."""
        if self.may_leave():
            self.left.emit()

    def may_leave(self, ask: Callable[[QWidget], bool] | None = None) -> bool:
        """Whether the page may be left: nothing was changed, or the user says so."""
        return not self.desk.touched or (ask or ask_to_discard)(self)

    def wait(self, busy: bool) -> None:
        """While the plan is being made nothing can be changed."""
        for part in (self.both, self.confirm_button, self.leave_button, self.title, self.own_unit):
            part.setEnabled(not busy)


def ask_to_discard(parent: QWidget) -> bool:
    """Ask whether what was reviewed is given up."""
    box = QMessageBox(parent)
    box.setWindowTitle("放弃核对")
    box.setText("核对过的内容还没有建立方案，离开后不再保留。")
    discard = box.addButton("放弃核对", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("接着核对", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    given_up = box.clickedButton() is discard
    box.deleteLater()
    return given_up


def _bar(role: str, height: int, line: QHBoxLayout) -> QWidget:
    made = QWidget()
    made.setProperty("role", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setFixedHeight(height)
    made.setLayout(line)
    return made


def _column(bar: QHBoxLayout, body: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(Gap.LARGE, Gap.SMALL, Gap.PAGE, Gap.SMALL)
    column.setSpacing(Gap.SMALL)
    column.addLayout(bar)
    column.addWidget(body, 1)
    return made


def _splitter(way: Qt.Orientation, one: QWidget, other: QWidget) -> QSplitter:
    made = QSplitter(way)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(Gap.HAIR)
    made.addWidget(one)
    made.addWidget(other)
    made.setStretchFactor(0, 0)
    made.setStretchFactor(1, 1)
    return made
