"""The frame around every page: rail at the left, plan and period at the top, the last thing done at the foot."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from peidang.app.views import ScheduleView
from peidang.desktop import look
from peidang.desktop.controls import button, icon_button, row
from peidang.desktop.desk import Desk
from peidang.desktop.icons import icon
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import ElidedLabel, label
from peidang.domain.periods import day_label

MOST_COUNTED = 99


class Rail(QWidget):
    """The pages, as icons over two-character labels. Ctrl+1, Ctrl+2 … choose them too."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(look.RAIL_WIDTH)
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, look.LINE_WIDTH, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._places = 0
        self._group.idClicked.connect(self.picked)

    def add(self, word: str, picture: str, low: bool = False) -> None:
        """Add a page; ``low`` for one that stands at the foot, apart from the others."""
        colours = look.colours_of(QApplication.palette())
        one = _RailEntry()
        one.setText(word)
        one.setCheckable(True)
        one.setProperty("role", "rail")
        one.setIcon(icon(picture, look.ICON, colours.second, colours.accent))
        one.setIconSize(QSize(look.ICON, look.ICON))
        one.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        one.setFixedSize(look.RAIL_WIDTH - look.LINE_WIDTH, look.RAIL_ENTRY_HEIGHT)
        place = self._places
        QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self, one.click)
        one.setToolTip(f"{word}（Ctrl+{place + 1}）")
        self._group.addButton(one, place)
        self._column.insertWidget(self._column.count() if low else place, one)
        self._places += 1

    def choose(self, place: int) -> None:
        """Choose a page, as a click would."""
        self._group.button(place).click()

    def wait_at(self, place: int, count: int) -> None:
        """Show how many things wait on a page."""
        one = self._group.button(place)
        if isinstance(one, _RailEntry):
            one.show_count(count)


class _RailEntry(QToolButton):
    """A page of the rail, with a number where something waits."""

    _count = 0

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleDescription(f"{count}件待办" if count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        colours = look.colours_of(QApplication.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        badge = QRectF(self.width() / 2 + Gap.SMALL, Gap.HAIR, look.BADGE, look.BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.warning))
        painter.drawRoundedRect(badge, look.BADGE / 2, look.BADGE / 2)
        font = painter.font()
        font.setPixelSize(look.BADGE_SIZE)
        painter.setFont(font)
        painter.setPen(QColor(colours.paper))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(min(self._count, MOST_COUNTED)))


class TopBar(QWidget):
    """Which plan, which period, and how the month stands."""

    asked_for_file = Signal(str)
    """``plan``, ``request`` or ``store``: the user wants to open one."""
    asked_for_month = Signal()
    """The user wants to open a new reporting period."""
    asked_for_past = Signal()
    """The user wants to take in tables of former months."""
    asked_for_dues = Signal()
    """The user wants to change the dues of the period shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "top-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.TOP_BAR_HEIGHT)
        self.plan = _menu_button()
        self.plan.setMinimumWidth(look.SEARCH_WIDTH)
        self.plan.setMaximumWidth(look.PANE_WIDTH)
        self.before = icon_button("left", "上一期（Ctrl+PgUp）", lambda: self.step(-1))
        QShortcut(QKeySequence("Ctrl+PgUp"), self, self.before.click)
        self.after = icon_button("right", "下一期（Ctrl+PgDown）", lambda: self.step(1))
        QShortcut(QKeySequence("Ctrl+PgDown"), self, self.after.click)
        self.period = _menu_button()
        self.period.setMinimumWidth(look.PERIOD_WIDTH)  # so that the arrows stay under the hand
        self.stand = ElidedLabel()
        self.demonstration = label("演示数据", "tag")
        line = row(
            self.plan,
            self.demonstration,
            self.before,
            self.period,
            self.after,
            None,
            self.stand,
            gap=Gap.HAIR,
        )
        line.setContentsMargins(Gap.LARGE, 0, Gap.PAGE, 0)
        line.insertSpacing(2, Gap.PAGE)
        self.setLayout(line)
        desk.changed.connect(self.refresh)
        self.refresh()

    def step(self, step: int) -> None:
        """Go to the neighbouring period; after the newest, ask to open the next."""
        period = self.desk.neighbour(step)
        if period:
            self.desk.choose_period(period.id)
        elif step > 0:
            self.asked_for_month.emit()

    def refresh(self) -> None:
        """Show what lies on the desk now."""
        view = self.desk.view
        title = view.plan.title if view else "还没有方案"
        room = look.PANE_WIDTH - 3 * Gap.PAGE
        self.plan.setText(self.plan.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room))
        self.plan.setToolTip(title)
        self.demonstration.setVisible(view is not None and view.plan.demonstration)
        self._fill_plans()
        period = self.desk.period
        self.period.setText(period.span.label if period else "开启报告期")
        self._fill_periods()
        self.before.setEnabled(self.desk.neighbour(-1) is not None)
        self.after.setEnabled(view is not None)
        later = self.desk.neighbour(1)
        self.after.setToolTip(
            "下一期（Ctrl+PgDown）" if later or not period else "开启下一个报告期（Ctrl+PgDown）"
        )
        self.stand.setText(standing(view, self.desk))
        self.stand.short = standing(view, self.desk, short=True)

    def _fill_plans(self) -> None:
        menu = self.plan.menu()
        menu.clear()
        for head in self.desk.plans():
            action = QAction(head.title, menu, checkable=True, checked=head.id == self.desk.plan_id)
            action.triggered.connect(lambda _on=False, chosen=head.id: self.desk.choose_plan(chosen))
            menu.addAction(action)
        menu.addSeparator()
        past = menu.addAction("导入往月汇总表…")
        past.setEnabled(not self.desk.read_only and self.desk.plan_id is not None)
        past.triggered.connect(self.asked_for_past)
        for words, what in (
            ("打开方案…", "plan"),
            ("打开收到的填报表…", "request"),
            ("打开已有工作库…", "store"),
        ):
            menu.addAction(words).triggered.connect(
                lambda _on=False, what=what: self.asked_for_file.emit(what)
            )

    def _fill_periods(self) -> None:
        menu = self.period.menu()
        menu.clear()
        for period in reversed(self.desk.periods()):
            mending = period.id == self.desk.period_id and self.desk.corrections is not None
            words = period.span.label + ("（更正中）" if mending else "（已印发）" if period.issued else "")
            action = QAction(words, menu, checkable=True, checked=period.id == self.desk.period_id)
            action.triggered.connect(lambda _on=False, chosen=period.id: self.desk.choose_period(chosen))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("开启报告期…").triggered.connect(self.asked_for_month)
        issued = self.desk.period is not None and self.desk.period.issued
        change = menu.addAction("改期限…（本期已印发）" if issued else "改期限…")
        change.setEnabled(self.desk.writable and self.desk.view is not None and self.desk.view.coordinates)
        change.triggered.connect(self.asked_for_dues)


def standing(view: ScheduleView | None, desk: Desk, short: bool = False) -> str:
    """应报20家 已报12家 未报8家 其中逾期2家 · 截止11月25日(周三); short: 未报8家 其中逾期2家 · 截止11月25日(周三)."""
    if view is None or view.period is None:
        return ""
    end = "已印发" if view.period.issued else f"截止{day_label(view.period.due, desk.today)}"
    if not view.coordinates:
        own = [line.state for line in view.receipts if line.unit.id == view.plan.own_unit_id]
        return " · ".join((*(f"本单位{state}" for state in own), end))
    missing = view.expected - view.reported
    parts = [f"应报{view.expected}家", f"已报{view.reported}家", f"未报{missing}家"][2 if short else 0 :]
    if view.late:
        parts.append(f"其中逾期{view.late}家")
    if desk.corrections is not None:  # first, so that it is seen on a narrow window, too
        return f"{correction_words(len(desk.corrections))} · {' '.join(parts)}"
    return f"{' '.join(parts)} · {end}"


def correction_words(changes: int) -> str:
    """How a correction stands: 更正中：改了2处，尚未印发."""
    return f"更正中：改了{changes}处，尚未印发" if changes else "更正中：还没有改动"


def _menu_button() -> QToolButton:
    colours = look.colours_of(QApplication.palette())
    made = QToolButton()
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made.setIcon(icon("down", look.MENU_WIDTH, colours.second))
    made.setIconSize(QSize(look.MENU_WIDTH, look.MENU_WIDTH))
    made.setMenu(QMenu(made))
    made.menu().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return made


class StatusBar(QWidget):
    """The last thing done, with 撤销; which store, and when it was last written."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "status-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.STATUS_BAR_HEIGHT)
        self.words = label("", "second")
        self.undo = button("撤销", desk.undo, "link")
        self.undo.setToolTip("撤销上一步（Ctrl+Z）")
        self.saved = label("", "second")
        line = row(self.words, self.undo, None, self.saved)
        line.setContentsMargins(Gap.LARGE, look.LINE_WIDTH, Gap.PAGE, 0)
        self.setLayout(line)
        desk.said.connect(self._say)
        desk.changed.connect(self.refresh)
        self.undo.hide()
        self.refresh()

    def refresh(self) -> None:
        """Show when the store was last written."""
        saved = self.desk.saved_at
        day = "" if saved.date() == self.desk.today else f"{day_label(saved.date(), self.desk.today)} "
        if self.desk.read_only:
            self.saved.setText(f"工作库 {self.desk.path.stem} · 只读")
            return
        self.saved.setText(f"工作库 {self.desk.path.stem} · 已保存 {day}{saved:%H:%M}")

    def _say(self, words: str, undoable: bool) -> None:
        room = max(self.width() // 2, look.PANE_WIDTH)
        self.words.setText(self.words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.words.setToolTip(words)
        self.undo.setVisible(undoable)
        self.refresh()
