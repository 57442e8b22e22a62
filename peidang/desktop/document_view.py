"""The document as it was read, with the places that are spoken of marked and brought into sight."""

from collections.abc import Iterator, Sequence

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from peidang.app.plan.shown_text import Place, ShownTable, ShownText
from peidang.desktop import look
from peidang.desktop.look import Gap


class DocumentView(QTextEdit):
    """Paragraphs and tables, only read. Text can be marked and copied."""

    def __init__(self, text: ShownText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("方案原文")
        self.setProperty("role", "document")
        self._pieces = text.pieces
        self._starts: list[int] = []
        document, self._starts = _made(text)
        document.setParent(self)
        self.setDocument(document)
        self.marked: tuple[Place, ...] = ()

    def show_places(self, places: Sequence[Place]) -> None:
        """Mark these places, and scroll to the first one."""
        self.marked = tuple(places)
        colours = look.colours_of(QApplication.palette())
        form = QTextCharFormat()
        form.setBackground(QColor(colours.chosen))
        form.setForeground(QColor(colours.accent))
        marks = []
        for cursor in self._cursors(places):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor  # type: ignore[attr-defined]  # the stubs know no fields of it
            mark.format = form  # type: ignore[attr-defined]
            marks.append(mark)
        self.setExtraSelections(marks)
        if marks:
            self._bring(marks[0].cursor)  # type: ignore[attr-defined]

    def _cursors(self, places: Sequence[Place]) -> Iterator[QTextCursor]:
        for span in (span for place in places for span in place):
            text, start = self._pieces[span.piece], self._starts[span.piece]
            cursor = QTextCursor(self.document())
            cursor.setPosition(start + _units(text[: span.start]))
            cursor.setPosition(start + _units(text[: span.end]), QTextCursor.MoveMode.KeepAnchor)
            yield cursor

    def _bring(self, cursor: QTextCursor) -> None:
        """The place stands in the upper third, so that what follows can be read."""
        at = QTextCursor(self.document())
        at.setPosition(cursor.selectionStart())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(at).top() - self.viewport().height() // 3)


def _units(text: str) -> int:
    """How many positions a text takes in a document of Qt's: characters beyond U+FFFF take two."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def _made(text: ShownText) -> tuple[QTextDocument, list[int]]:
    """The text as a document, and where each piece of it begins."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(Gap.PAGE)
    font = QFont(QApplication.font())
    font.setPixelSize(look.BODY_SIZE)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    cursor.setBlockFormat(_paragraph_format())
    starts: list[int] = []
    cursor.beginEditBlock()
    for block in text.blocks:
        if isinstance(block, str):
            starts.append(cursor.position())
            cursor.insertText(block)
            cursor.insertBlock(_paragraph_format())
        else:
            starts.extend(_insert_table(cursor, block))
    cursor.endEditBlock()
    return document, starts


def _paragraph_format() -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(look.DOCUMENT_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setBottomMargin(Gap.HAIR)
    return form


def _insert_table(cursor: QTextCursor, table: ShownTable) -> list[int]:
    """Write a table behind the text so far; gives where each of its cells begins."""
    small = QTextCharFormat()
    font = QFont(QApplication.font())
    font.setPixelSize(look.SMALL_SIZE)
    small.setFont(font)
    made = cursor.insertTable(table.rows, table.columns, _table_format(table))
    for cell in table.cells:
        if cell.rows > 1 or cell.columns > 1:
            made.mergeCells(cell.row, cell.column, cell.rows, cell.columns)
        made.cellAt(cell.row, cell.column).firstCursorPosition().insertText(cell.text, small)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return [made.cellAt(cell.row, cell.column).firstCursorPosition().position() for cell in table.cells]


def _table_format(table: ShownTable) -> QTextTableFormat:
    colours = look.colours_of(QApplication.palette())
    form = QTextTableFormat()
    form.setBorder(look.LINE_WIDTH)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QColor(colours.edge))
    form.setCellPadding(Gap.HAIR)
    form.setCellSpacing(Gap.NONE)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints(_widths(table))
    return form


def _widths(table: ShownTable) -> list[QTextLength]:
    """Columns wide as their text is long, none too narrow to be read."""
    sums = [1.0] * table.columns
    for cell in table.cells:
        if cell.columns == 1:
            sums[cell.column] += min(len(cell.text), look.LONG_CELL)
    shares = [part**0.5 for part in sums]
    return [QTextLength(QTextLength.Type.PercentageLength, 100 * share / sum(shares)) for share in shares]
