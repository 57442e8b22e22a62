"""Small controls used on several pages: a button that chooses from a list, segments, the notice of an error."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from peidang.app.sentences import sentence
from peidang.desktop import look
from peidang.desktop.icons import icon
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.stylesheet import set_role

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PressButton(QPushButton):
    """A push button that Enter presses, too, as people expect everywhere."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is Space."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(words: str, pressed: Callable[[], object], role: str = "") -> QPushButton:
    """A push button. ``role`` is ``next`` for the one accent button of a page, ``plain`` for a destructive one."""
    made = PressButton(words)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    made.clicked.connect(lambda _on=False: pressed())
    return made


def icon_button(name: str, words: str, pressed: Callable[[], object] | None = None) -> QToolButton:
    """A button that shows an icon; its words are told by hover and to screen readers."""
    colours = look.colours_of(QApplication.palette())
    made = QToolButton()
    made.setIcon(icon(name, look.SMALL_ICON, colours.second, colours.accent))
    made.setIconSize(QSize(look.SMALL_ICON, look.SMALL_ICON))
    made.setToolTip(words)
    made.setAccessibleName(words)
    if pressed:
        made.clicked.connect(lambda _on=False: pressed())
    return made


def rule() -> QFrame:
    """A thin line."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(look.LINE_WIDTH)
    return made


def row(*parts: QWidget | None, gap: int = Gap.SMALL) -> QHBoxLayout:
    """Widgets side by side; None is the space that grows."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            made.addWidget(part)
    return made


class ListButton(QToolButton):
    """单位▾: a button that chooses one of a list. The first choice is always everything."""

    picked = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.value: object = None
        self._choices: list[tuple[str, object]] = []
        self.setProperty("role", "field")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIconSize(QSize(look.MENU_WIDTH, look.MENU_WIDTH))
        self.setMenu(QMenu(self))
        self.menu().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._show()

    def offer(self, choices: Sequence[tuple[str, object]]) -> None:
        """What can be chosen: (words, value). A value that is no longer offered is let go."""
        self._choices = list(choices)
        if self.value is not None and self.value not in [value for _, value in choices]:
            self.value = None
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for words, value in [(f"全部{self.title}", None), *choices]:
            action = QAction(words, menu, checkable=True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _on=False, value=value: self.choose(value))
            group.addAction(action)
            menu.addAction(action)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrow down open the list."""
        if event.key() in (*ENTER, Qt.Key.Key_Down):
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def choose(self, value: object) -> None:
        """Choose a value of the list, None for everything."""
        self.value = value
        self.offer(self._choices)
        self.picked.emit(value)

    def _show(self) -> None:
        words = next((words for words, value in self._choices if value == self.value), self.title)
        is_set = self.value is not None
        colours = look.colours_of(QApplication.palette())
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, look.SEARCH_WIDTH))
        self.setIcon(icon("down", look.MENU_WIDTH, colours.accent if is_set else colours.second))
        set_role(self, "field-set" if is_set else "field")


class Segments(QWidget):
    """Two or three words of which one is chosen, like tabs."""

    picked = Signal(int)

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        line = row(gap=Gap.LARGE)
        for place, word in enumerate(words):
            one = QToolButton()
            one.setText(word)
            one.setCheckable(True)
            one.setChecked(place == 0)
            one.setProperty("role", "segment")
            self._group.addButton(one, place)
            line.addWidget(one)
        self.setLayout(line)
        self._group.idClicked.connect(self.picked)

    def name(self, place: int, word: str) -> None:
        """Call one differently."""
        self._group.button(place).setText(word)

    def choose(self, place: int) -> None:
        """Choose one, as a click would."""
        self._group.button(place).click()


class Notice(QWidget):
    """What went wrong, why and what to do, in one sentence above the page; stays until it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = wrapped()
        self.close_button = icon_button("close", "知道了", self.hide)
        line = row(self.words, self.close_button)
        line.setStretch(0, 1)
        line.setContentsMargins(Gap.PAGE, Gap.SMALL, Gap.MEDIUM, Gap.SMALL)
        self.setLayout(line)
        self.hide()

    def tell(self, error: Exception) -> None:
        """Show an error as a sentence."""
        self.say(sentence(error))

    def say(self, words: str) -> None:
        """Show words."""
        self.words.setText(words)
        self.show()


class EmptyPage(QWidget):
    """Nothing is here yet: why, and the one step that helps."""

    def __init__(self, head: str, words: str, step: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.step = button(step, pressed, "next")
        inner = QVBoxLayout(self)
        inner.setSpacing(Gap.LARGE)
        inner.addStretch(2)
        for part in (label(head, "page-head"), label(words, "second"), self.step):
            inner.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(3)
