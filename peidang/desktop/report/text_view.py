"""The draft paragraph by paragraph. The arrow keys go through it, Enter or a click words one, Space tells its numbers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from peidang.app.papers.drafting import DraftParagraph
from peidang.desktop import look
from peidang.desktop.controls import ENTER
from peidang.desktop.look import Gap
from peidang.desktop.report.paragraph import ParagraphView, WordingEditor
from peidang.domain.edits import State

MOST_ITEMS = 24
WORDS_BEFORE = 6
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_End: 1_000_000,
    Qt.Key.Key_Home: -1_000_000,
}


class TextView(QScrollArea):
    """Shows paragraphs; tells what is worded and settled by their places."""

    worded = Signal(str, str)
    settled = Signal(str, str)

    def __init__(self, counted: Callable[[str], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counted = counted
        self.views: list[ParagraphView] = []
        self.writable = True
        self.current = 0
        self._waiting: Sequence[DraftParagraph] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("文稿")
        self.setMinimumWidth(look.DRAFT_LEAST)
        body = QWidget()
        body.setProperty("role", "flat")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(Gap.MEDIUM, Gap.SMALL, Gap.MEDIUM, Gap.PAGE)
        self._column.setSpacing(Gap.NONE)
        self._column.addStretch(1)
        self.setWidget(body)

    @property
    def editor(self) -> WordingEditor | None:
        """The editor that is open."""
        return next((view.editor for view in self.views if view.editor), None)

    def show_paragraphs(self, paragraphs: Sequence[DraftParagraph]) -> None:
        """Show these; while one is being worded they wait."""
        if self.editor is not None:
            self._waiting = paragraphs
            return
        self._waiting = None
        if [view.paragraph.place for view in self.views] == [one.place for one in paragraphs]:
            for view, one in zip(self.views, paragraphs, strict=True):
                if view.paragraph != one:
                    view.show_paragraph(one)
            return
        stood = self.views[self.current].paragraph.place if self.views else ""
        for view in self.views:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.views = [self._view(one) for one in paragraphs]
        for place, view in enumerate(self.views):
            self._column.insertWidget(place, view)
        self.current = next((n for n, one in enumerate(paragraphs) if one.place == stood), 0)
        self._mark()

    def _view(self, one: DraftParagraph) -> ParagraphView:
        view, place = ParagraphView(one), one.place
        view.opened.connect(lambda: self.edit(place))
        view.worded.connect(lambda text: self.worded.emit(place, text))
        view.settled.connect(lambda how: self.settled.emit(place, how))
        view.figure.connect(self.show_figure)
        view.left.connect(self._edited)
        return view

    def _edited(self) -> None:
        if self._waiting is not None:
            self.show_paragraphs(self._waiting)
        if self.window().focusWidget() in (None, self) or self.focusWidget() is None:
            self.setFocus()

    def edit(self, place: str) -> WordingEditor | None:
        """Word the paragraph of a place."""
        if not self.writable:
            return None
        for number, view in enumerate(self.views):
            if view.paragraph.place == place:
                self.stand_on(number)
                return view.edit()
        return None

    def stand_on(self, number: int) -> None:
        """Go to a paragraph, by its number."""
        if not self.views:
            return
        self.current = max(0, min(number, len(self.views) - 1))
        self._mark()
        self.ensureWidgetVisible(self.views[self.current], 0, Gap.PAGE)

    def next_unsettled(self) -> None:
        """Go to the next paragraph that is to be settled, from the beginning again after the last."""
        open_ = [n for n, v in enumerate(self.views) if v.paragraph.state in (State.MOVED, State.CHANGED)]
        if open_:
            self.stand_on(next((n for n in open_ if n > self.current), open_[0]))
            self.setFocus()

    def _mark(self) -> None:
        for number, view in enumerate(self.views):
            view.set_current(number == self.current and self.writable)

    def show_figure(self, key: str) -> None:
        """A number's rows, in a small list beside the mouse."""
        menu = self.figure_menu(key)
        menu.exec(QCursor.pos() + QPoint(0, Gap.SMALL))
        menu.deleteLater()

    def numbers_menu(self) -> QMenu:
        """The numbers of the paragraph the keyboard stands on, each opening into what it counts."""
        menu = QMenu(self)
        pieces = self.views[self.current].paragraph.pieces if self.views else ()
        for at, piece in enumerate(pieces):
            if piece.ref:
                before = pieces[at - 1].text[-WORDS_BEFORE:] if at else ""
                inner = self.figure_menu(piece.ref)
                inner.setParent(menu, inner.windowFlags())
                inner.setTitle(f"{before}{piece.text}".replace("&", "&&"))
                menu.addMenu(inner)
        if not menu.actions():
            menu.addAction("这一段没有可列出明细的数").setEnabled(False)
        return menu

    def figure_menu(self, key: str) -> QMenu:
        """What a number counts, to be read."""
        lines, menu = list(self._counted(key)), QMenu(self)
        head = f"这个数对应{len(lines)}项" if lines else "这个数没有可列出的明细"
        for words in (head, *lines[:MOST_ITEMS]):
            action = menu.addAction(words.replace("&", "&&"))
            action.setEnabled(words != head)
        if len(lines) > MOST_ITEMS:
            menu.addAction(f"其余{len(lines) - MOST_ITEMS}项见导出的 Excel“数据溯源”").setEnabled(False)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Through the paragraphs; Enter or F2 words one, Space tells what its numbers count."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stand_on(self.current + step)
        elif event.key() in (*ENTER, Qt.Key.Key_F2) and self.views:
            self.edit(self.views[self.current].paragraph.place)
        elif event.key() == Qt.Key.Key_Space and self.views:
            menu, view = self.numbers_menu(), self.views[self.current]
            menu.exec(view.mapToGlobal(view.rect().center()))
            menu.deleteLater()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The paragraph that is stood on is marked."""
        super().focusInEvent(event)
        self._mark()
