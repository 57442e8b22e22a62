"""The one stylesheet of the window, made from ``look``. Widgets say what they are by the properties ``role`` and ``kind``."""

from PySide6.QtWidgets import QWidget

from peidang.desktop import look
from peidang.desktop.look import Colours, Gap


def stylesheet(colours: Colours) -> str:
    """The stylesheet for a set of colours."""
    return "\n".join(
        (_frame(colours), _texts(colours), _buttons(colours), _fields(colours), _tables(colours))
    )


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget a role of the stylesheet, also after it was shown."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _frame(c: Colours) -> str:
    return f"""
    QMainWindow, QDialog, QWidget[role="page"] {{ background: {c.paper}; }}
    QWidget[role="rail"] {{ background: {c.desk}; border-right: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="top-bar"] {{ background: {c.paper}; border-bottom: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="status-bar"] {{ background: {c.desk}; border-top: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="bottom-bar"] {{ background: {c.paper}; border-top: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="pane"] {{ background: {c.paper}; border-left: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="card"] {{ background: {c.paper}; border: {look.LINE_WIDTH}px solid {c.line};
        border-radius: {look.RADIUS}px; }}
    QWidget[role="question"] {{ background: {c.paper}; border: {look.LINE_WIDTH}px solid {c.line};
        border-left: {look.MARK_WIDTH}px solid {c.accent}; border-radius: {look.RADIUS}px; }}
    QWidget[role="notice"] {{ background: {c.paper}; border: none; border-left: {look.MARK_WIDTH}px solid {c.warning};
        border-bottom: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="ask-bar"] {{ background: {c.paper}; border: none; border-left: {look.MARK_WIDTH}px solid {c.accent};
        border-top: {look.LINE_WIDTH}px solid {c.line}; border-bottom: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="desk"], QScrollArea[role="desk"] {{ background: {c.desk}; border: none; }}
    QScrollArea, QScrollArea > QWidget > QWidget[role="flat"] {{ background: {c.paper}; border: none; }}
    QWidget[role="doubt"], QWidget[role="doubt-chosen"] {{ background: {c.paper};
        border: none; border-left: {look.MARK_WIDTH}px solid transparent;
        border-bottom: {look.LINE_WIDTH}px solid {c.line}; }}
    QWidget[role="doubt-chosen"] {{ border-left-color: {c.accent}; }}
    QTextEdit[role="document"] {{ background: {c.paper}; border: none;
        border-right: {look.LINE_WIDTH}px solid {c.line}; }}
    QLabel[role="paper"] {{ border: {look.LINE_WIDTH}px solid {c.line}; background: white; }}
    QFrame[role="rule"] {{ background: {c.line}; border: none; max-height: {look.LINE_WIDTH}px; }}
    QToolTip {{ background: {c.paper}; color: {c.ink}; border: {look.LINE_WIDTH}px solid {c.second};
        padding: {Gap.SMALL}px; }}
    QMenu {{ background: {c.paper}; color: {c.ink}; border: {look.LINE_WIDTH}px solid {c.line}; padding: {Gap.HAIR}px; }}
    QMenu::item {{ padding: {Gap.SMALL}px {Gap.PAGE}px {Gap.SMALL}px {Gap.LARGE}px; border-radius: {look.RADIUS}px; }}
    QMenu::item:selected {{ background: {c.hover}; }}
    QMenu::item:checked {{ color: {c.accent}; }}
    QMenu::separator {{ height: {look.LINE_WIDTH}px; background: {c.line}; margin: {Gap.HAIR}px; }}
    QScrollBar {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ width: {Gap.MEDIUM}px; }}
    QScrollBar:horizontal {{ height: {Gap.MEDIUM}px; }}
    QScrollBar::handle {{ background: {c.line}; border-radius: {Gap.HAIR}px; margin: 2px;
        min-height: {Gap.PAGE}px; min-width: {Gap.PAGE}px; }}
    QScrollBar::handle:hover {{ background: {c.second}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ image: none; background: {c.paper}; }}
    QProgressBar {{ border: none; background: {c.line}; height: {Gap.HAIR}px; max-height: {Gap.HAIR}px;
        border-radius: 2px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
    """


def _texts(c: Colours) -> str:
    return f"""
    QWidget {{ font-size: {look.LABEL_SIZE}px; color: {c.ink}; }}
    QLabel {{ background: transparent; }}
    QLabel[role="page-head"] {{ font-size: {look.PAGE_SIZE}px; }}
    QLabel[role="head"] {{ font-size: {look.SECTION_SIZE}px; }}
    QLabel[role="big"] {{ font-size: {look.BIG_NUMBER_SIZE}px; }}
    QLabel[role="body"] {{ font-size: {look.BODY_SIZE}px; }}
    QLabel[role="tag"] {{ color: {c.warning}; border: {look.LINE_WIDTH}px solid {c.warning};
        border-radius: {look.RADIUS}px; padding: 0 {Gap.HAIR}px; font-size: {look.SMALL_SIZE}px;
        max-height: {look.CHIP_HEIGHT}px; }}
    QLabel[role="second"] {{ color: {c.second}; }}
    QLabel[role="accent"] {{ color: {c.accent}; }}
    QLabel[role="warning"] {{ color: {c.warning}; }}
    """


def _buttons(c: Colours) -> str:
    return f"""
    QPushButton {{ min-height: {look.FIELD_HEIGHT - 2}px; padding: 0 {Gap.LARGE}px; background: {c.paper};
        border: {look.LINE_WIDTH}px solid {c.line}; border-radius: {look.RADIUS}px; }}
    QPushButton:hover {{ background: {c.hover}; }}
    QPushButton:focus {{ border-color: {c.accent}; }}
    QPushButton:disabled {{ color: {c.second}; }}
    QPushButton[role="next"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[role="next"]:hover {{ border-color: {c.ink}; }}
    QPushButton[role="next"]:focus {{ border-color: {c.ink}; }}
    QPushButton[role="next"]:disabled {{ background: {c.paper}; color: {c.second}; border-color: {c.line}; }}
    QPushButton[role="proposed"] {{ color: {c.accent}; border-color: {c.accent}; }}
    QPushButton[role="plain"], QPushButton[role="link"] {{ border-color: transparent; background: transparent; }}
    QPushButton[role="plain"]:hover {{ border-color: {c.line}; color: {c.warning}; }}
    QPushButton[role="plain"]:focus, QPushButton[role="link"]:focus {{ border-color: {c.accent}; }}
    QPushButton[role="link"] {{ color: {c.accent}; min-height: {Gap.PAGE}px; padding: 0 {Gap.SMALL}px; }}
    QPushButton[role="choice"], QPushButton[role="choice-proposed"] {{ text-align: left; padding: 0 {Gap.SMALL}px; }}
    QPushButton[role="choice-proposed"] {{ color: {c.accent}; border-color: {c.accent}; }}
    QToolButton {{ border: {look.LINE_WIDTH}px solid transparent; border-radius: {look.RADIUS}px; background: transparent;
        padding: 0 {Gap.SMALL}px; min-height: {look.FIELD_HEIGHT - 2}px; }}
    QToolButton:hover {{ background: {c.hover}; }}
    QToolButton:focus {{ border-color: {c.accent}; }}
    QToolButton:disabled {{ color: {c.second}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QToolButton[role="field"] {{ border-color: {c.line}; background: {c.paper}; }}
    QToolButton[role="field"]:focus {{ border-color: {c.accent}; }}
    QToolButton[role="field-set"] {{ border-color: {c.accent}; color: {c.accent}; background: {c.paper}; }}
    QToolButton[role="rail"] {{ border-radius: 0; border: none; border-left: {look.MARK_WIDTH}px solid transparent;
        color: {c.second}; padding: {Gap.SMALL}px 0 {Gap.HAIR}px 0; }}
    QToolButton[role="rail"]:hover {{ color: {c.ink}; background: {c.hover}; }}
    QToolButton[role="rail"]:focus {{ color: {c.ink}; border-left-color: {c.line}; }}
    QToolButton[role="rail"]:checked {{ color: {c.accent}; border-left-color: {c.accent}; background: {c.paper}; }}
    QToolButton[role="segment"] {{ border: none; border-bottom: 2px solid transparent; border-radius: 0;
        color: {c.second}; padding: 0 {Gap.HAIR}px; font-size: {look.BODY_SIZE}px; }}
    QToolButton[role="segment"]:hover {{ color: {c.ink}; background: transparent; }}
    QToolButton[role="segment"]:focus {{ color: {c.ink}; border-bottom-color: {c.line}; }}
    QToolButton[role="segment"]:checked {{ color: {c.accent}; border-bottom-color: {c.accent}; }}
    """


def _fields(c: Colours) -> str:
    return f"""
    QLineEdit, QComboBox, QPlainTextEdit, QDateTimeEdit {{ background: {c.paper}; color: {c.ink};
        border: {look.LINE_WIDTH}px solid {c.line}; border-radius: {look.RADIUS}px; font-size: {look.BODY_SIZE}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit, QComboBox, QDateTimeEdit {{ min-height: {look.FIELD_HEIGHT - 2}px; padding: 0 {Gap.SMALL}px; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QDateTimeEdit:focus {{ border-color: {c.accent}; }}
    QLineEdit QToolButton {{ min-height: 0; padding: 0; border: none; }}
    QComboBox::drop-down, QDateTimeEdit::drop-down {{ border: none; width: {Gap.PAGE}px; }}
    QDateTimeEdit::down-arrow {{ image: none; }}
    QDateTimeEdit::up-button, QDateTimeEdit::down-button {{ width: 0; border: none; }}
    QComboBox[role="typed"]::drop-down {{ width: 0; }}
    QComboBox QAbstractItemView {{ background: {c.paper}; border: {look.LINE_WIDTH}px solid {c.line}; outline: none;
        selection-background-color: {c.hover}; selection-color: {c.ink}; }}
    QComboBox QAbstractItemView::item {{ min-height: {look.TOUCH_HEIGHT}px; }}
    QCheckBox::indicator, QTableView::indicator {{ width: {look.TICK}px; height: {look.TICK}px; background: {c.paper};
        border: {look.LINE_WIDTH}px solid {c.edge}; border-radius: 2px; }}
    QCheckBox::indicator:focus {{ border-color: {c.accent}; }}
    QCheckBox::indicator:checked, QTableView::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; }}
    QCheckBox {{ spacing: {Gap.SMALL}px; min-height: {look.TOUCH_HEIGHT}px; }}
    """


def _tables(c: Colours) -> str:
    return f"""
    QTableView, QListView {{ background: {c.paper}; border: {look.LINE_WIDTH}px solid {c.line}; outline: none;
        selection-background-color: {c.chosen}; gridline-color: {c.line}; }}
    QListWidget::item {{ min-height: {look.TOUCH_HEIGHT}px; padding: 0 {Gap.HAIR}px; color: {c.ink}; }}
    QListWidget::item:hover {{ background: {c.hover}; }}
    QListWidget::item:selected {{ background: {c.chosen}; color: {c.ink}; }}
    QTableView QPlainTextEdit, QTableView QLineEdit, QTableView QComboBox {{ font-size: {look.LABEL_SIZE}px;
        border-color: {c.accent}; border-radius: 0; }}
    QTableView[role="frozen"] {{ border: none; border-right: {look.LINE_WIDTH}px solid {c.edge}; }}
    QTableView[role="quiet"], QListView[role="quiet"] {{ border: none; }}
    QHeaderView {{ background: {c.paper}; border: none; }}
    QHeaderView::section {{ background: {c.paper}; color: {c.second}; border: none; padding: 0 {Gap.SMALL}px;
        border-bottom: {look.LINE_WIDTH}px solid {c.line}; }}
    QHeaderView[role="grid"]::section {{ border-right: {look.LINE_WIDTH}px solid {c.line}; }}
    QTableView[role="quiet"]::item {{ padding: 0 {look.ITEM_PADDING}px; border: none;
        border-bottom: {look.LINE_WIDTH}px solid {c.line}; }}
    QTableView[role="quiet"]::item:selected {{ background: {c.chosen}; }}
    QAbstractScrollArea::corner {{ background: {c.paper}; border: none; }}
    QTableCornerButton::section {{ background: {c.paper}; border: none; }}
    """
