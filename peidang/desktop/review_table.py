"""A table of the review: wrapped text, cells in doubt dotted, every cell edited in place, all by keyboard too."""

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from peidang.desktop import look
from peidang.desktop.answer_delegate import AnswerDelegate, draw_missing, facts_of
from peidang.desktop.cell_text import count_lines, dotted, draw_text, line_height
from peidang.desktop.clipboard import to_text
from peidang.desktop.editors import ChoiceEditor, LineEditor, TextEditor
from peidang.desktop.review_models import MARKS_ROLE, Key, ReviewModel

Index = QModelIndex | QPersistentModelIndex


class ReviewDelegate(AnswerDelegate):
    """Draws a cell of the review and opens the editor that fits it; keys are those of every table."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell; the line of the current cell is told apart."""
        colours = look.colours_of(QApplication.palette())
        rect, state, view = facts_of(option)
        ground = colours.paper
        if state & QStyle.StateFlag.State_Selected:
            ground = colours.chosen
        elif isinstance(view, QTableView) and view.currentIndex().row() == index.row():
            ground = colours.hover
        painter.save()
        painter.setFont(QApplication.font())
        painter.fillRect(rect, QColor(ground))
        inner = QRectF(rect).adjusted(look.CELL_PADDING, look.CELL_TOP, -look.CELL_PADDING, -look.CELL_TOP)
        text, marks = str(index.data() or ""), index.data(MARKS_ROLE) or ()
        column = _model(index).columns[index.column()]
        if not text and marks:
            draw_missing(painter, inner, colours.warning)
        else:
            formats = [dotted(start, end - start, colours.warning) for start, end in marks]
            ink = colours.second if column.fixed and not marks else colours.ink
            draw_text(painter, inner, text, ink, formats, column.number)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), look.LINE_WIDTH))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list where there is one, several lines for texts, one line for the rest."""
        model = _model(index)
        column = model.columns[index.column()]
        if column.choices:
            box = ChoiceEditor(column.choices(model.desk.review), parent)
            box.view().setMinimumWidth(look.CHOICES_WIDTH)
            box.activated.connect(self._take_choice)
            QTimer.singleShot(0, box, box.showPopup)
            return box
        if column.long:
            return TextEditor(parent)
        line = LineEditor(parent)
        if column.number:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line


def _model(index: Index) -> ReviewModel:
    return cast(ReviewModel, index.model())


class ReviewTable(QTableView):
    """Shows a ``ReviewModel``."""

    picked = Signal(object)
    """The key of the line that the user went to."""

    def __init__(self, model: ReviewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self.setModel(model)
        self.setItemDelegate(ReviewDelegate(self))
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit_rows)
        self._key: Key | None = None
        self._prepare()
        for place, column in enumerate(model.columns):
            self.setColumnWidth(place, column.width)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._fitting.start())
        model.dataChanged.connect(lambda *_: self._fitting.start())
        model.modelReset.connect(self._keep_place)
        self.selectionModel().currentChanged.connect(self._tell)
        self.fit_rows()

    def _prepare(self) -> None:
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(look.LEAST_ROW)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(look.LEAST_ROW)
        header = self.horizontalHeader()
        header.setProperty("role", "grid")
        header.setFixedHeight(look.HEAD_HEIGHT)
        header.setMinimumSectionSize(look.HEAD_HEIGHT)
        header.setHighlightSections(False)

    @property
    def key(self) -> Key | None:
        """The key of the current line."""
        index = self.currentIndex()
        return self.lines.keys[index.row()] if index.isValid() else None

    def go_to(self, key: Key) -> None:
        """Make a line the current one and bring it into sight, without telling of it."""
        place = self.lines.place_of(key)
        if place < 0:
            return
        self._key = key
        column = max(self.currentIndex().column(), 0)
        model = self.selectionModel()
        model.setCurrentIndex(self.lines.index(place, column), model.SelectionFlag.ClearAndSelect)
        self.scrollTo(self.lines.index(place, column), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        if index.isValid() and self.lines.keys[index.row()] != self._key:
            self._key = self.lines.keys[index.row()]
            self.picked.emit(self._key)

    def _keep_place(self) -> None:
        """After lines came or went the current line is the same one, if it is still there."""
        self.fit_rows()
        if self._key is not None:
            self.go_to(self._key)

    def fit_rows(self) -> None:
        """Every row as high as its longest text wants, up to the limit."""
        font = QApplication.font()
        key, line = font.toString(), line_height(font)
        widths = [self.columnWidth(place) - 2 * look.CELL_PADDING for place in range(len(self.lines.columns))]
        for row in range(self.lines.rowCount()):
            texts = [str(self.lines.index(row, place).data() or "") for place in range(len(widths))]
            lines = max(
                count_lines(text, key, width, look.MOST_LINES)
                for text, width in zip(texts, widths, strict=True)
            )
            height = max(look.LEAST_ROW, 2 * look.CELL_TOP + lines * line + look.LINE_WIDTH)
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column takes the room that the others leave; other widths need other heights."""
        super().resizeEvent(event)
        for place, column in enumerate(self.lines.columns):
            if column.grows:
                others = sum(self.columnWidth(at) for at in range(len(self.lines.columns)) if at != place)
                self.setColumnWidth(place, max(column.width, self.viewport().width() - others))
        self._fitting.start()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Ctrl+C copies."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The marked block onto the clipboard, as Excel takes it."""
        chosen = self.selectionModel().selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        block = [[str(self.lines.index(row, column).data() or "") for column in columns] for row in rows]
        if block:
            QGuiApplication.clipboard().setText(to_text(block))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cell below is next, after Tab the one beside."""
        kinds = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, kinds.NoHint if hint != kinds.RevertModelCache else hint)
        step = {
            kinds.SubmitModelCache: QAbstractItemView.CursorAction.MoveDown,
            kinds.EditNextItem: QAbstractItemView.CursorAction.MoveRight,
            kinds.EditPreviousItem: QAbstractItemView.CursorAction.MoveLeft,
        }.get(hint)
        if step is not None:
            self.setCurrentIndex(self.moveCursor(step, Qt.KeyboardModifier.NoModifier))
