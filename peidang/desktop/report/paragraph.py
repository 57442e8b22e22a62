"""One paragraph of the draft: shown as it will print, worded in place, settled where its numbers moved."""

from functools import partial

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from peidang.app.papers.drafting import ACCEPT, KEEP, REWRITE, DraftParagraph
from peidang.desktop import look
from peidang.desktop.controls import ENTER, button, row
from peidang.desktop.editors import TextEditor
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import wrapped
from peidang.desktop.report.rich_text import TAKEN_OUT, markup
from peidang.domain.edits import State

KIND_WORDS = {"title": "标题", "addressee": "主送", "heading": "小标题", "paragraph": "正文", "note": "说明"}
STATE_WORDS = {
    State.SAME: "已改",
    State.MOVED: "已改，数字有变",
    State.CHANGED: "已改，成稿的说法变了",
    State.GONE: "已改，现稿没有这一段",
}
MENDING = {
    ACCEPT: ("采用新数", "把变了的数字换成现在的数，其余照旧"),
    KEEP: ("保留", "改过的文字照旧，不再提示"),
    REWRITE: ("恢复草稿", "放弃改过的文字，用程序成稿的文字"),
}


class ParagraphLabel(QLabel):
    """Text with numbers to be clicked on; a click elsewhere opens the paragraph."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._link = ""
        self.linkHovered.connect(self._note)

    def _note(self, link: str) -> None:
        self._link = link

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A number tells what it counts, anything else is worded."""
        super().mouseReleaseEvent(event)
        if not self._link and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class WordingEditor(TextEditor):
    """As high as its text. Enter keeps, Shift+Enter or Alt+Enter begins a new line, Esc leaves all as it was."""

    grown = Signal()
    """It has another height."""
    closed = Signal(bool)
    """Whether what stands in it is to be kept."""

    def __init__(self, text: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.resize(width, look.FIELD_HEIGHT)
        self.show_answer(text)
        self.setAccessibleName("改这一段")
        self._open = True
        self.textChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """As high as the text, and a line to go on in; Qt's own count of lines comes too late."""
        room = self.width() - 2 * (Gap.MEDIUM + look.LINE_WIDTH)
        flags = Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
        text = QRect(0, 0, max(room, look.SEARCH_WIDTH), look.UNLIMITED)
        lines = self.fontMetrics().boundingRect(text, flags, self.toPlainText() or " ").height()
        height = lines + self.fontMetrics().lineSpacing() + 2 * Gap.SMALL
        if self.height() != height:
            self.setFixedHeight(height)
            self.grown.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now it has its typeface."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def close_with(self, keep: bool) -> None:
        """Close, once."""
        if self._open:
            self._open = False
            self.closed.emit(keep)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps; with Shift or Alt it is a new line."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_with(False)
        elif event.key() in ENTER and not self.composing:
            if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
                self.textCursor().insertText("\n")
            else:
                self.close_with(True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere keeps what was typed."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.close_with(True)


class ParagraphView(QWidget):
    """A paragraph with the bar at its left where the office worded it, and what can be done about it below."""

    opened = Signal()
    """It was clicked on, to be worded."""
    worded = Signal(str)
    settled = Signal(str)
    figure = Signal(str)
    left = Signal()
    """The editor closed."""

    def __init__(self, one: DraftParagraph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paragraph = one
        self.editor: WordingEditor | None = None
        self._current = False
        self.label = ParagraphLabel()
        self.label.clicked.connect(self.opened)
        self.label.linkActivated.connect(self.figure)
        self.note = wrapped("", "second")
        self.buttons: dict[str, QPushButton] = {}
        for how, (words, tip) in MENDING.items():
            made = button(words, partial(self.settled.emit, how), "link")
            made.setToolTip(tip)
            self.buttons[how] = made
        self._mending = QWidget()
        self._mending.setLayout(row(*self.buttons.values(), None, gap=Gap.HAIR))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Gap.LARGE, Gap.HAIR, Gap.SMALL, Gap.HAIR)
        self._column.setSpacing(Gap.HAIR)
        for part in (self.label, self.note, self._mending):
            self._column.addWidget(part)
        self.show_paragraph(one)

    def show_paragraph(self, one: DraftParagraph) -> None:
        """Show how it stands now."""
        self.paragraph = one
        self.label.setText(markup(one, look.colours_of(QApplication.palette())))
        state = f"，{STATE_WORDS[one.state]}" if one.state else ""
        self.setAccessibleName(f"{KIND_WORDS.get(one.kind, '正文')}{state}：{one.text or TAKEN_OUT}")
        self._show_mending()

    def _show_mending(self) -> None:
        one = self.paragraph
        unsettled = one.state in (State.MOVED, State.CHANGED)
        self.note.setText(_note(one) if unsettled else "")
        self.note.setVisible(unsettled and bool(self.note.text()))
        self.buttons[ACCEPT].setVisible(any(moved.at is not None for moved in one.moved))
        self.buttons[KEEP].setVisible(unsettled)
        self._mending.setVisible(unsettled or (one.state is not None and self._current))
        self.update()

    def set_current(self, current: bool) -> None:
        """Stand on it, or no longer."""
        if current != self._current:
            self._current = current
            self._show_mending()

    def edit(self) -> WordingEditor:
        """Word it in place."""
        if self.editor is None:
            self.editor = WordingEditor(self.paragraph.text, self.label.width())
            self.editor.closed.connect(self._close)
            self.editor.grown.connect(self._make_room)
            self._column.insertWidget(0, self.editor)
            self.label.hide()
            self._make_room()
            self.editor.setFocus()
        return self.editor

    def _make_room(self) -> None:
        """What holds the paragraphs does not ask again for the height of one that is no longer a wrapped text."""
        if self.editor is None:
            return
        room = self.editor.height() + 2 * Gap.HAIR
        if not self.note.isHidden():
            room += Gap.HAIR + self.note.heightForWidth(self.editor.width())
        if not self._mending.isHidden():
            room += Gap.HAIR + self._mending.sizeHint().height()
        self.setMinimumHeight(room)

    def _close(self, keep: bool) -> None:
        editor, self.editor = self.editor, None
        if editor is None:
            return
        text = "\n".join(line.strip() for line in editor.answer.split("\n") if line.strip())
        self._column.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self.label.show()
        self.setMinimumHeight(0)
        if keep and text != self.paragraph.text:
            self.worded.emit(text)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The margin bar of what was worded; a thin line around what the keyboard stands on."""
        super().paintEvent(event)
        colours, painter = look.colours_of(QApplication.palette()), QPainter(self)
        if self.paragraph.state is not None:
            unsettled = self.paragraph.state is not State.SAME
            bar = colours.grade_bar if unsettled else colours.accent
            painter.fillRect(0, Gap.HAIR, look.MARK_WIDTH, self.height() - 2 * Gap.HAIR, QColor(bar))
        if self._current and self.editor is None:
            painter.setPen(QPen(QColor(colours.edge), look.LINE_WIDTH))
            room = self.rect().adjusted(Gap.SMALL, 0, -look.LINE_WIDTH, -look.LINE_WIDTH)
            painter.drawRoundedRect(room, look.RADIUS, look.RADIUS)

    def changeEvent(self, event: QEvent) -> None:
        """In other colours it is drawn anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_column"):
            self.label.setText(markup(self.paragraph, look.colours_of(QApplication.palette())))


def _note(one: DraftParagraph) -> str:
    """What the draft says now, where this cannot be seen in the text itself."""
    parts = []
    lost = [moved for moved in one.moved if moved.at is None]
    if lost:
        told = "、".join(f"{moved.old} → {moved.new}" for moved in lost)
        parts.append(f"草稿里的数字变了，文中没有写：{told}")
    if one.state is State.CHANGED:
        parts.append(f"草稿现在写：{one.drafted}")
    return "\n".join(parts)
