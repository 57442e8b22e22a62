"""How the cells of the 配档表 page are drawn and edited."""

from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from peidang.app.views import IndicatorLine, ScheduleLine
from peidang.desktop import look
from peidang.desktop.answer_model import FINDINGS_ROLE, LINE_ROLE, AnswerModel, Column, Shape
from peidang.desktop.cell_text import dotted, draw_text
from peidang.desktop.editors import AnswerEditor, ChoiceEditor, LineEditor, StatusEditor, TextEditor
from peidang.desktop.lines import SectionLine, answers
from peidang.desktop.look import Colours, Gap
from peidang.domain.finding import Finding
from peidang.domain.labels import LIGHT_SHAPES, Field, Grade

Index = QModelIndex | QPersistentModelIndex
LONG_FIELDS = (Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS, Field.NOTE)
Hint = QAbstractItemDelegate.EndEditHint


class AnswerDelegate(QStyledItemDelegate):
    """Draws wrapped text, chips and dotted findings; opens an editor for an answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refused = False

    # Drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        colours = look.colours_of(QApplication.palette())
        line = index.data(LINE_ROLE)
        rect, state, widget = facts_of(option)
        painter.save()
        painter.setFont(QApplication.font())
        if isinstance(line, SectionLine):
            _draw_section(painter, rect, line, index, colours, widget)
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(rect, QColor(colours.chosen if chosen else colours.paper))
            self._draw_cell(painter, rect, line, index, colours)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(QColor(colours.accent), look.LINE_WIDTH))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _draw_cell(
        self,
        painter: QPainter,
        rect: QRect,
        line: ScheduleLine | IndicatorLine,
        index: Index,
        colours: Colours,
    ) -> None:
        column = _column(index)
        inner = QRectF(rect).adjusted(look.CELL_PADDING, look.CELL_TOP, -look.CELL_PADDING, -look.CELL_TOP)
        text = str(index.data() or "")
        found = index.data(FINDINGS_ROLE) or ()
        if column.shape is Shape.LIGHT:
            if line.light:
                draw_chip(
                    painter,
                    inner.left(),
                    inner.top(),
                    LIGHT_SHAPES[line.light],
                    text,
                    colours.lights[line.light],
                )
        elif not text and found:
            draw_missing(painter, inner, colours.grade(worst(found)))
        else:
            contested = column.field is not None and column.field in answers(line).contested
            ink = colours.warning if contested else colours.ink
            draw_text(painter, inner, text, ink, _marks(text, found, colours), column.shape is Shape.NUMBER)

    # Editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor that fits the answer."""
        column = _column(index)
        if column.shape is Shape.STATUS:
            box = StatusEditor(parent)
            box.activated.connect(self._take_choice)
            QTimer.singleShot(0, box, box.showPopup)
            return box
        if column.field in LONG_FIELDS:
            return TextEditor(parent)
        line = LineEditor(parent)
        if column.shape is Shape.NUMBER:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the answer so far; once, so that a reading anew does not overwrite what is being typed."""
        if isinstance(editor, AnswerEditor) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.show_answer(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the answer. Nothing is written while a word is being composed."""
        if isinstance(editor, AnswerEditor) and not editor.composing:
            self._refused = not model.setData(index, editor.answer)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell, larger where it is small, and always whole inside the table."""
        rect = QRect(facts_of(option)[0])
        if isinstance(editor, TextEditor):
            rect.setWidth(max(rect.width(), look.EDITOR_WIDTH))
            rect.setHeight(max(rect.height(), look.EDITOR_HEIGHT))
        elif rect.height() > look.FIELD_HEIGHT:
            rect.setHeight(look.FIELD_HEIGHT)
        room = cast(QWidget, editor.parentWidget()).rect()
        rect.moveLeft(max(0, min(rect.left(), room.right() - rect.width())))
        rect.moveTop(max(0, min(rect.top(), room.bottom() - rect.height())))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab save and move on, Esc leaves; leaving the editor saves. Composing a word is left in peace."""
        if not isinstance(editor, TextEditor | LineEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        if event.type() == QEvent.Type.FocusOut:
            if editor.composing:
                QGuiApplication.inputMethod().commit()
            self._save(editor, Hint.NoHint)
            return False
        return False

    def _key(self, editor: TextEditor | LineEditor, event: QKeyEvent) -> bool:
        if editor.composing:
            return False
        key, held = event.key(), event.modifiers()
        new_line = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(editor, TextEditor) and held & new_line:
                editor.insertPlainText("\n")
            else:
                self._save(editor, Hint.SubmitModelCache)
            return True
        if key == Qt.Key.Key_Tab:
            self._save(editor, Hint.EditNextItem)
            return True
        if key == Qt.Key.Key_Backtab:
            self._save(editor, Hint.EditPreviousItem)
            return True
        if key == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, Hint.RevertModelCache)
            return True
        return False

    def _take_choice(self) -> None:
        editor = self.sender()
        if isinstance(editor, ChoiceEditor):
            self._save(editor, Hint.NoHint)

    def _save(self, editor: QWidget, hint: Hint) -> None:
        """Commit, then close. An editor whose answer was refused stays open, with what was typed in it."""
        self._refused = False
        self.commitData.emit(editor)
        if not self._refused:
            self.closeEditor.emit(editor, hint)


def facts_of(option: QStyleOptionViewItem) -> tuple[QRect, QStyle.StateFlag, QWidget | None]:
    """Where, in which state and on which widget; the stubs know no fields of an option."""
    return option.rect, option.state, option.widget  # type: ignore[attr-defined]


def _column(index: Index) -> Column:
    model = index.model()
    assert isinstance(model, AnswerModel)
    return model.columns[index.column()]


def worst(found: tuple[Finding, ...]) -> Grade:
    """The graver grade of some findings."""
    return Grade.MUST if any(one.grade is Grade.MUST for one in found) else Grade.EXPLAIN


def _marks(text: str, found: tuple[Finding, ...], colours: Colours) -> list[QTextLayout.FormatRange]:
    """Dotted underlines under the characters a finding names, else under the whole text."""
    return [
        dotted(start, end - start, colours.grade(one.grade))
        for one in found
        for start, end in (one.marks or ((0, len(text)),))
    ]


def draw_missing(painter: QPainter, inner: QRectF, colour: str) -> None:
    """A short dotted line where something should stand."""
    painter.setPen(QPen(QColor(colour), look.LINE_WIDTH, Qt.PenStyle.DotLine))
    y = inner.top() + painter.fontMetrics().lineSpacing()
    painter.drawLine(int(inner.left()), int(y), int(min(inner.right(), inner.left() + 3 * Gap.PAGE)), int(y))


def chip_width(painter: QPainter, text: str) -> int:
    """How wide a chip with this word is."""
    return painter.fontMetrics().horizontalAdvance(text) + look.SMALL_ICON + 2 * look.CHIP_PADDING


def draw_chip(painter: QPainter, x: float, y: float, shape: str, text: str, colour: str) -> None:
    """Word and shape in the light's colour, a thin line around, paper behind."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    font.setPixelSize(look.SMALL_SIZE)
    painter.setFont(font)
    frame = QRectF(x + 0.5, y + 0.5, chip_width(painter, text), look.CHIP_HEIGHT - 1)
    painter.setPen(QPen(QColor(colour), look.LINE_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, look.RADIUS, look.RADIUS)
    centre = Qt.AlignmentFlag.AlignVCenter
    inside = frame.adjusted(look.CHIP_PADDING, 0, 0, 0)
    painter.drawText(inside, centre | Qt.AlignmentFlag.AlignLeft, shape)
    painter.drawText(inside.adjusted(look.SMALL_ICON, 0, 0, 0), centre | Qt.AlignmentFlag.AlignLeft, text)


def _draw_section(
    painter: QPainter, rect: QRect, line: SectionLine, index: Index, colours: Colours, widget: QWidget | None
) -> None:
    """The section's name at the left of its line, the count of its rows and lights at the right edge in sight."""
    painter.fillRect(rect, QColor(colours.desk))
    middle = Qt.AlignmentFlag.AlignVCenter
    if index.column() == 0:
        font = painter.font()
        font.setPixelSize(look.BODY_SIZE)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        inner = rect.adjusted(look.CELL_PADDING, 0, -look.CELL_PADDING, 0)
        name = painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, name)
        return
    sight = rect.intersected(widget.viewport().rect()) if widget else rect  # type: ignore[attr-defined]
    right = sight.right() - look.CELL_PADDING
    for light, count in reversed(line.lights):
        word = f"{LIGHT_SHAPES[light]}{count}"
        right -= painter.fontMetrics().horizontalAdvance(word)
        painter.setPen(QColor(colours.lights[light]))
        painter.drawText(QRect(right, rect.top(), rect.width(), rect.height()), middle, word)
        right -= Gap.SMALL
    words = f"{line.rows}行 ·"
    painter.setPen(QColor(colours.second))
    right -= painter.fontMetrics().horizontalAdvance(words)
    painter.drawText(QRect(right, rect.top(), rect.width(), rect.height()), middle, words)
