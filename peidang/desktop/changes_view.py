"""What one file changes, cell by cell, old → new like a diff, and what the checks say of it."""

import difflib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from peidang.app.views import CellChange, FileOutcome
from peidang.desktop import look
from peidang.desktop.controls import rule
from peidang.desktop.look import Gap
from peidang.desktop.outcome_words import CELLS, RECOGNISED
from peidang.desktop.plain_text import escaped, label, wrapped


class ChangesView(QScrollArea):
    """Shows one file of a drop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_file(self, one: FileOutcome | None) -> None:
        """Show what a file changes; nothing without one."""
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Gap.SMALL, Gap.SMALL)
        column.setSpacing(Gap.SMALL)
        if one is not None:
            how = RECOGNISED.get(one.recognised_by, "")
            column.addWidget(rule())
            column.addWidget(wrapped(" · ".join(part for part in (one.file, one.plan or "", how) if part), "second"))
            for found in one.findings:
                place = " ".join(part for part in (found.get("sheet", ""), found.get("cell", "")) if part)
                words = f"{found.get('grade', '')}：{found.get('message', '')}"
                column.addWidget(wrapped(f"{words}（{place}）" if place else words, "warning"))
            changed = [change for change in one.changes if change.what != "unchanged"]
            column.addLayout(_grid(changed))
            if not changed:
                column.addWidget(label("这个文件没有改动任何一格。", "second"))
        column.addStretch(1)
        self.setWidget(body)


def _grid(changes: list[CellChange]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Gap.LARGE)
    grid.setVerticalSpacing(Gap.SMALL)
    grid.setColumnStretch(2, 1)
    for place, change in enumerate(changes):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(f"{change.serial}. {change.field}"), place, 0, top)
        grid.addWidget(label(CELLS.get(change.what, ""), "second"), place, 1, top)
        cell = wrapped()
        cell.setTextFormat(Qt.TextFormat.RichText)
        cell.setText(difference(change.old, change.new, look.colours_of(QApplication.palette())))
        cell.setToolTip(escaped(change.item))
        grid.addWidget(cell, place, 2, top)
    return grid


def difference(old: str, new: str, colours: look.Colours) -> str:
    """Old → new as markup: what goes struck through, what comes underlined, what stays as it is. Texts are escaped."""
    if not old or not new:
        gone = _struck(old, colours) if old else ""
        return gone + (_come(new, colours) if new else "")
    parts = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.append(escaped(old[a:b]))
            continue
        parts.append(_struck(old[a:b], colours) if b > a else "")
        parts.append(_come(new[c:d], colours) if d > c else "")
    return "".join(parts)


def _struck(text: str, colours: look.Colours) -> str:
    return f'<span style="color:{colours.removed}; text-decoration:line-through">{escaped(text)}</span>'


def _come(text: str, colours: look.Colours) -> str:
    return f'<span style="color:{colours.added}">{escaped(text)}</span>'
