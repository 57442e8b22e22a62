"""The table of the 配档表 page: first columns frozen, merged cells, blocks from and to Excel, all by keyboard too."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from peidang.desktop import look
from peidang.desktop.answer_delegate import AnswerDelegate
from peidang.desktop.answer_model import AnswerModel
from peidang.desktop.cell_text import count_lines, line_height
from peidang.desktop.clipboard import from_text, to_text
from peidang.desktop.lines import SectionLine

Index = QModelIndex | QPersistentModelIndex


class AnswerView(QTableView):
    """Shows an ``AnswerModel``. The frozen columns are a second table laid over this one."""

    opened = Signal()
    """Enter on a cell that is not an answer: the user wants to read the row."""

    left = Signal()
    """Esc: the user is done with reading."""

    def __init__(self, model: AnswerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = model
        self.frozen = QTableView(self)
        self.frozen.setProperty("role", "frozen")
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit_rows)
        for view in (self, self.frozen):
            _prepare(view, AnswerDelegate(view))
            view.setModel(model)
        self._freeze()
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)  # Tab goes from answer to answer, see focusNextPrevChild
        self.horizontalHeader().sectionResized.connect(self._follow_width)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        model.modelReset.connect(self._arrange)
        model.dataChanged.connect(self._fit_soon)
        self._arrange()

    def _freeze(self) -> None:
        frozen = self.frozen
        frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frozen.setSelectionModel(self.selectionModel())
        frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frozen.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        frozen.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.viewport().stackUnder(frozen)
        frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(frozen.verticalScrollBar().setValue)

    # Laying out

    def _arrange(self) -> None:
        """Widths, merged cells and heights for what the model now holds."""
        model = self.answers
        for place, column in enumerate(model.columns):
            self.setColumnWidth(place, column.width)
            self.frozen.setColumnWidth(place, column.width)
            self.frozen.setColumnHidden(place, place >= model.frozen_columns)
        for view in (self, self.frozen):
            view.clearSpans()
            for cell in model.merged():
                view.setSpan(cell.row, cell.column, cell.rows, cell.columns)
        self.fit_rows()
        self._place_frozen()

    def _fit_soon(self) -> None:
        self._fitting.start()

    def fit_rows(self) -> None:
        """Every row as high as its longest text wants, up to the limit."""
        heights = row_heights(
            self.answers, [self.columnWidth(place) for place in range(len(self.answers.columns))]
        )
        for row, height in enumerate(heights):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
            if self.frozen.rowHeight(row) != height:
                self.frozen.setRowHeight(row, height)
        self.frozen.verticalScrollBar().setValue(self.verticalScrollBar().value())

    def _follow_width(self, place: int, _old: int, new: int) -> None:
        self.frozen.setColumnWidth(place, new)
        self._place_frozen()
        self._fitting.start()

    @property
    def frozen_width(self) -> int:
        """How much of the table's left the frozen columns take."""
        return sum(self.columnWidth(place) for place in range(self.answers.frozen_columns))

    def _place_frozen(self) -> None:
        edge = self.frameWidth()
        height = self.viewport().height() + self.horizontalHeader().height()
        self.frozen.setGeometry(edge, edge, self.frozen_width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The frozen columns keep their place."""
        super().resizeEvent(event)
        self._place_frozen()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, out from under the frozen columns."""
        if index.column() < self.answers.frozen_columns:
            held = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            self.horizontalScrollBar().setValue(held)
            return
        super().scrollTo(index, hint)
        hidden = self.frozen_width - self.visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, empty, edit or read."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.empty()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._editing():
            self._enter()
        elif event.key() == Qt.Key.Key_Escape and not self._editing():
            self.left.emit()
        else:
            if event.text().isprintable() and event.text():
                self._say_why_closed()
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from answer to answer, as in a form; past the last (or before the first) it leaves the table."""
        following = self._answer_beside(self.currentIndex(), 1 if forward else -1)
        if following is None:
            return super().focusNextPrevChild(forward)
        self.setCurrentIndex(following)
        return True

    def _answer_beside(self, index: Index, step: int) -> QModelIndex | None:
        """The next answer in reading order, or the one before; None at either end."""
        fields = [place for place, column in enumerate(self.answers.columns) if column.field]
        if not index.isValid() or not fields:
            return None
        cells = [
            (row, column)
            for row in range(len(self.answers.shown))
            if not isinstance(self._line(row), SectionLine)
            for column in fields
        ]
        here = (index.row(), index.column())
        beyond = [cell for cell in cells if (cell > here if step > 0 else cell < here)]
        return self.answers.index(*beyond[0 if step > 0 else -1]) if beyond else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard stands on a cell: the first answer, when no cell was chosen yet."""
        if not self.currentIndex().isValid():  # else Qt would stand on the first section line
            first = self._answer_beside(self.answers.index(0, 0), 1)
            if first is not None:
                self.setCurrentIndex(first)
        super().focusInEvent(event)

    def _say_why_closed(self) -> None:
        """An answer that cannot be filled in says why, instead of doing nothing."""
        current, period = self.currentIndex(), self.answers.desk.period
        if not current.isValid() or self.answers.columns[current.column()].field is None:
            return
        if self.answers.desk.read_only:
            self.answers.desk.say(self.answers.desk.read_only)
        elif period is None:
            self.answers.desk.say("还没有报告期，请先开启报告期再填写")
        elif period.issued:
            self.answers.desk.say(
                f"{period.span.label}已印发，内容已冻结，不能再填；有误的请到“报告”页办理更正"
            )

    def _editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def _enter(self) -> None:
        current = self.currentIndex()
        if current.isValid() and current.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(current)
        else:
            self._say_why_closed()
            self.opened.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A cell that is no answer opens the row in full."""
        super().mouseDoubleClickEvent(event)
        if not self._editing():
            self._say_why_closed()
            self.opened.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cell below is next, after Tab the next answer."""
        kinds = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, kinds.NoHint if hint != kinds.RevertModelCache else hint)
        if hint in (kinds.EditNextItem, kinds.EditPreviousItem):
            beside = self._answer_beside(self.currentIndex(), 1 if hint == kinds.EditNextItem else -1)
            if beside is not None:
                self.setCurrentIndex(beside)
        elif hint == kinds.SubmitModelCache:
            following = self.moveCursor(
                QAbstractItemView.CursorAction.MoveDown, Qt.KeyboardModifier.NoModifier
            )
            if isinstance(self._line(following.row()), SectionLine) and following.row() + 1 < len(
                self.answers.shown
            ):
                following = following.siblingAtRow(following.row() + 1) if following.isValid() else following
            self.setCurrentIndex(following)

    def _line(self, row: int) -> object:
        return self.answers.shown[row] if 0 <= row < len(self.answers.shown) else None

    # Blocks

    def block(self) -> tuple[list[int], list[int]]:
        """The rows and columns marked, without section lines; those of the current cell when nothing is marked."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        chosen = [index for index in chosen if index.isValid()]
        if not chosen:
            return [], []
        rows = range(min(i.row() for i in chosen), max(i.row() for i in chosen) + 1)
        columns = range(min(i.column() for i in chosen), max(i.column() for i in chosen) + 1)
        return [row for row in rows if not isinstance(self._line(row), SectionLine)], list(columns)

    def copy(self) -> None:
        """The marked block onto the clipboard, as Excel takes it."""
        rows, columns = self.block()
        if rows:
            block = [[str(self.answers.index(r, c).data() or "") for c in columns] for r in rows]
            QGuiApplication.clipboard().setText(to_text(block))
            self.answers.desk.say(f"已复制{len(rows)}行{len(columns)}列")

    def paste(self) -> None:
        """A block from the clipboard, beginning at the first marked cell; one cell fills all that is marked."""
        block = from_text(QGuiApplication.clipboard().text())
        rows, columns = self.block()
        if not rows or not block:
            return
        if len(block) == 1 and len(block[0]) == 1:
            cells = {(row, column): block[0][0] for row in rows for column in columns}
        else:
            cells = self._spread(block, rows[0], columns[0])
        self._write(cells, "粘贴")

    def _spread(
        self, block: list[list[str]], first_row: int, first_column: int
    ) -> dict[tuple[int, int], str]:
        """Where each cell of a block goes; section lines are passed over."""
        below = [
            row
            for row in range(first_row, len(self.answers.shown))
            if not isinstance(self.answers.shown[row], SectionLine)
        ]
        return {
            (row, first_column + place): text
            for row, texts in zip(below, block, strict=False)
            for place, text in enumerate(texts)
            if first_column + place < len(self.answers.columns)
        }

    def empty(self) -> None:
        """Empty the marked answers."""
        rows, columns = self.block()
        self._write({(row, column): "" for row in rows for column in columns}, "清空")

    def _write(self, cells: dict[tuple[int, int], str], verb: str) -> None:
        """Write many cells, taken back by one undo."""
        model = self.answers
        open_cells = {
            place: text
            for place, text in cells.items()
            if model.flags(model.index(*place)) & Qt.ItemFlag.ItemIsEditable
        }
        if not open_cells:
            model.desk.say(f"没有{verb}：所选的格不是填报内容，或该报告期已印发")
            return
        stack = model.desk.undo_stack
        with model.desk.held():
            stack.beginMacro(f"{verb}{len(open_cells)}格")
            try:
                written = sum(model.setData(model.index(*place), text) for place, text in open_cells.items())
            finally:
                stack.endMacro()
        left = len(cells) - written
        model.desk.tell_done(f"已{verb}{written}格" + (f"，另有{left}格不能填写，没有动" if left else ""))

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_fitting"):
            self._fitting.start()


def _prepare(view: QTableView, delegate: AnswerDelegate) -> None:
    view.setItemDelegate(delegate)
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(look.SECTION_ROW)
    header = view.horizontalHeader()
    header.setProperty("role", "grid")
    header.setFixedHeight(look.HEAD_HEIGHT)
    header.setMinimumSectionSize(look.HEAD_HEIGHT)
    header.setHighlightSections(False)
    header.setStretchLastSection(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalScrollBar().setSingleStep(look.LEAST_ROW)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setCornerButtonEnabled(False)


def row_heights(model: AnswerModel, widths: list[int]) -> list[int]:
    """How high each row is: its longest text, up to the most lines; a merged cell shares its wants among its rows."""
    font = QApplication.font()
    key, line = font.toString(), line_height(font)
    heights = [look.SECTION_ROW if isinstance(one, SectionLine) else look.LEAST_ROW for one in model.shown]
    merged = {(cell.row, cell.column): cell.rows for cell in model.merged()}
    covered = {
        (row, column) for (first, column), rows in merged.items() for row in range(first + 1, first + rows)
    }
    cells = [
        (merged.get((row, place), 1), row, place)
        for row, one in enumerate(model.shown)
        for place in range(len(model.columns))
        if not isinstance(one, SectionLine) and (row, place) not in covered
    ]
    for rows, row, place in sorted(cells):
        text = str(model.index(row, place).data() or "")
        lines = count_lines(text, key, widths[place] - 2 * look.CELL_PADDING, look.MOST_LINES)
        lacking = 2 * look.CELL_TOP + lines * line + look.LINE_WIDTH - sum(heights[row : row + rows])
        for number in range(rows):
            heights[row + number] += max(0, lacking) // rows + (number < max(0, lacking) % rows)
    return heights
