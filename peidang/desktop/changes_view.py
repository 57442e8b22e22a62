"""What one file changes, cell by cell, old → new like a diff, and what the checks say of it."""

import difflib
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from peidang.app.views import COUNT_WORDS, RECOGNISED_WORDS, CellChange, FileOutcome, Remark
from peidang.desktop import look
from peidang.desktop.controls import button, rule
from peidang.desktop.drop.paths import chain
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import ElidedLabel, escaped, label, tip, wrapped
from peidang.desktop.stylesheet import set_role
from peidang.domain.labels import GRADE_WORDS, Grade
from peidang.domain.periods import parse_span

ORDER = ("conflicting", "pending", "updated", "new")
"""What wants a decision stands first; what stayed as it was is not shown."""

OPEN = ("conflicting", "pending")
AROUND = 60
"""Characters of an answer shown on either side of what a finding marks."""
ALIKE = 0.6
"""Texts less alike than this are shown one after the other: a patchwork of characters tells nobody anything."""


class ChangesView(QScrollArea):
    """Shows one file of a drop."""

    explain_asked = Signal(object)
    """The user wants to explain a finding (``Remark``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_file(
        self,
        one: FileOutcome | None,
        taken: bool = False,
        explained: Callable[[Remark], str] = lambda _: "",
    ) -> None:
        """Show what a file changes; nothing without one. ``explained`` tells what was said of a finding already."""
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Gap.SMALL, Gap.SMALL)
        column.setSpacing(Gap.SMALL)
        if one is not None:
            column.addWidget(rule())
            column.addWidget(_head(one))
            changed = sorted((c for c in one.changes if c.what in ORDER), key=_place)
            column.addLayout(_grid([change for change in changed if change.what in OPEN]))
            for place, found in enumerate(one.findings):
                remark = one.remarks[place] if place < len(one.remarks) else None
                column.addWidget(_finding(found))
                if remark is not None:
                    self._remark(column, remark, taken, explained(remark))
            column.addLayout(_grid([change for change in changed if change.what not in OPEN]))
            if not changed:
                column.addWidget(label("这个文件没有改动任何一格。", "second"))
        column.addStretch(1)
        self.setWidget(body)

    def _remark(self, column: QVBoxLayout, remark: Remark, taken: bool, explained: str) -> None:
        """The answer with what is meant in it marked; the button 说明 once the answer is in the store."""
        finding = remark.finding
        colours = look.colours_of(QApplication.palette())
        if finding.marks and remark.text:
            said = wrapped()
            said.setTextFormat(Qt.TextFormat.RichText)
            said.setText(marked(remark.text, finding.marks, colours.grade(finding.grade)))
            said.setContentsMargins(Gap.LARGE, 0, 0, 0)
            column.addWidget(said)
        if explained:
            column.addWidget(label(f"已说明：{explained}", "second"))
        elif taken and finding.grade is Grade.EXPLAIN:
            explain = button("说明…", lambda: self.explain_asked.emit(remark), "link")
            column.addWidget(explain, alignment=Qt.AlignmentFlag.AlignLeft)


def marked(text: str, marks: Sequence[tuple[int, int]], colour: str) -> str:
    """The text as markup with these stretches underlined in a colour; what is far from them is left out."""
    first = max(0, min(start for start, _ in marks) - AROUND)
    last = min(len(text), max(end for _, end in marks) + AROUND)
    parts, at = ["…" if first else ""], first
    for start, end in sorted(marks):
        if start < at:
            continue
        parts.append(escaped(text[at:start]))
        parts.append(
            f'<span style="color:{colour}; text-decoration:underline">{escaped(text[start:end])}</span>'
        )
        at = end
    parts += [escaped(text[at:last]), "…" if last < len(text) else ""]
    return "".join(parts)


def _place(change: CellChange) -> tuple[int, tuple[bool, int, int]]:
    """What wants a decision first; then as the tables stand."""
    return ORDER.index(change.what), change.place


def _head(one: FileOutcome) -> QWidget:
    """Which file this is, for which plan and month, and how it was recognised."""
    how = RECOGNISED_WORDS.get(one.recognised_by, "")
    month = parse_span(one.month).label if one.month else ""
    parts = (chain(one.file), one.unit or "", one.plan or "", month, how, one.note)
    made = ElidedLabel(Qt.AlignmentFlag.AlignLeft)
    set_role(made, "second")
    made.setText(" · ".join(part for part in parts if part))
    return made


def _finding(found: Mapping[str, str]) -> QWidget:
    place = " ".join(part for part in (found.get("sheet", ""), found.get("cell", "")) if part)
    grade = found.get("grade", "")
    said = f"{grade}：" if place else ""
    words = f"{said}{found.get('message', '')}" + (f"（{place}）" if place else "")
    made = wrapped(words)
    colours = look.colours_of(QApplication.palette())
    explain = grade == GRADE_WORDS[Grade.EXPLAIN]
    made.setStyleSheet(f"color: {colours.grade(Grade.EXPLAIN if explain else Grade.MUST)};")
    return made


def _grid(changes: list[CellChange]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Gap.LARGE)
    grid.setVerticalSpacing(Gap.SMALL)
    grid.setColumnStretch(2, 1)
    for place, change in enumerate(changes):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(f"{change.place_words} {change.field}"), place, 0, top)
        grid.addWidget(label(COUNT_WORDS.get(change.what, ""), "second"), place, 1, top)
        cell = wrapped()
        cell.setTextFormat(Qt.TextFormat.RichText)
        cell.setText(difference(change.old, change.new, look.colours_of(QApplication.palette())))
        cell.setToolTip(tip(change.item))
        grid.addWidget(cell, place, 2, top)
    return grid


def difference(old: str, new: str, colours: look.Colours) -> str:
    """Old → new as markup: what goes struck through, what comes underlined, what stays as it is. Texts are escaped."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        told = [_struck(old, colours) if old else "", _come(new, colours) if new else ""]
        return " → ".join(part for part in told if part)
    parts = []
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
