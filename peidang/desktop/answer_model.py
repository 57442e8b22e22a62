"""What both tables of the 配档表 page have in common: columns, merged cells, findings, and writing an answer.

An answer is in the store before ``setData`` returns, and so before its editor closes.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from peidang.desktop.column_heads import head_data
from peidang.desktop.desk import Cell, Desk
from peidang.desktop.edit_commands import EditCell
from peidang.desktop.lines import (
    Filter,
    Line,
    SectionLine,
    Shown,
    answers,
    arrange,
    item_id,
    line_key,
    words_of,
)
from peidang.desktop.plain_text import tip
from peidang.domain.finding import Finding
from peidang.domain.labels import CONTESTED_TEXT, GRADE_WORDS, LIGHT_WORDS, Field
from peidang.domain.values import canonical

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The line itself, a SectionLine or a ScheduleLine or an IndicatorLine."""
FINDINGS_ROLE = Qt.ItemDataRole.UserRole + 2
"""The cell's findings, a tuple."""


class Shape(Enum):
    """How a column's cells are drawn and edited."""

    TEXT = auto()
    NUMBER = auto()
    LIGHT = auto()
    STATUS = auto()


@dataclass(frozen=True)
class Column:
    """One column. Neighbouring cells with the same ``merge`` key are one cell; ``field`` makes it an answer."""

    head: str
    width: int
    text: Callable[[Any], str]
    field: Field | None = None
    shape: Shape = Shape.TEXT
    merge: Callable[[Any], Hashable] | None = None
    about_line: bool = False
    """Carries the findings that mean the line as a whole."""

    @property
    def number(self) -> bool:
        """True for a column of numbers."""
        return self.shape is Shape.NUMBER


@dataclass(frozen=True)
class Merged:
    """A cell drawn over several."""

    row: int
    column: int
    rows: int
    columns: int


class AnswerModel(QAbstractTableModel):
    """A table of lines, of which some columns are answers."""

    frozen_columns = 3

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.columns: tuple[Column, ...] = ()
        self.shown: list[Shown] = []
        self.filter = Filter()
        self.hidden: frozenset[str] = frozenset()
        """Heads of columns that are left out."""
        self._known = 0
        self.refresh()

    def make_columns(self) -> tuple[Column, ...]:
        """The columns for what lies on the desk."""
        raise NotImplementedError

    def all_lines(self) -> Sequence[Line]:
        """Every line of what lies on the desk."""
        raise NotImplementedError

    def set_filter(self, wanted: Filter) -> None:
        """Show only what is wanted."""
        if wanted != self.filter:
            self.filter = wanted
            self._rebuild()

    def heads_to_choose(self) -> tuple[str, ...]:
        """The columns that can be left out: all but those that stay in place."""
        return tuple(column.head for column in self.make_columns()[self.frozen_columns :])

    def hide_columns(self, heads: frozenset[str]) -> None:
        """Leave these columns out."""
        if heads != self.hidden:
            self.hidden = heads
            self._rebuild()

    def _columns_shown(self) -> tuple[Column, ...]:
        return tuple(column for column in self.make_columns() if column.head not in self.hidden)

    def refresh(self) -> None:
        """Take over what was read anew. Lines shown stay where they are, even if an edit made them unwanted."""
        new = {line_key(line): line for line in self.all_lines()}
        old = [line_key(line) for line in self.shown if not isinstance(line, SectionLine)]
        if not old or any(key not in new for key in old) or len(new) != self._known or self._heads_changed():
            self._rebuild()
            return
        kept = [new[key] for key in old]
        self.shown = arrange(kept, lambda _line: True)
        last = self.index(len(self.shown) - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def _heads_changed(self) -> bool:
        return [column.head for column in self.columns] != [column.head for column in self._columns_shown()]

    def _rebuild(self) -> None:
        self.beginResetModel()
        self.columns = self._columns_shown()
        lines = self.all_lines()
        self._known = len(lines)
        self.shown = arrange(lines, self.filter.shows)
        self.endResetModel()

    # What Qt asks

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Lines and section lines."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The column heads."""
        return head_data(self.columns, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: PLR0911 (one a role)
        """A cell's text, line, findings and hint."""
        if not index.isValid():
            return None
        line = self.shown[index.row()]
        if role == LINE_ROLE:
            return line
        if isinstance(line, SectionLine):
            return line.name if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line, column)
            case Qt.ItemDataRole.EditRole:
                return answers(line).value(column.field) if column.field else column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(line, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.head}：{self._text(line, column)}"
            case _ if role == FINDINGS_ROLE:
                return self.findings(line, column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Answers can be edited while the period is open."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.shown[index.row()], SectionLine):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()].field and self.desk.editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write an answer; committed when this returns True. False when it is refused, and nothing was changed."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        line, asked = self.shown[index.row()], self.columns[index.column()].field
        period = self.desk.period
        if asked is None or period is None or isinstance(line, SectionLine):
            return False
        text = canonical(asked, value)
        if text == answers(line).value(asked) and asked not in answers(line).contested:
            return True
        cell = Cell(period.id, line.unit.id, item_id(line), asked, words_of(line, asked))
        batch = self.desk.enter(cell, text)
        if batch:
            self.desk.undo_stack.push(EditCell(self.desk, cell, text, batch))
        return batch is not None

    # What the view asks

    def merged(self) -> list[Merged]:
        """Every cell that is drawn over several."""
        found = []
        for row, line in enumerate(self.shown):
            if isinstance(line, SectionLine):
                found.append(Merged(row, 0, 1, self.frozen_columns))
                found.append(Merged(row, self.frozen_columns, 1, len(self.columns) - self.frozen_columns))
        for place, column in enumerate(self.columns):
            if column.merge:
                found += [Merged(row, place, rows, 1) for row, rows in self._runs(column.merge) if rows > 1]
        return found

    def _runs(self, merge: Callable[[Any], Hashable]) -> list[tuple[int, int]]:
        """(first row, rows) of every run of lines with the same key."""
        runs: list[tuple[int, int]] = []
        before: Hashable = None
        for row, line in enumerate(self.shown):
            key = None if isinstance(line, SectionLine) else merge(line)
            if key is not None and key == before:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((row, 1))
            before = key
        return runs

    def findings(self, line: Line, column: Column) -> tuple[Finding, ...]:
        """What the checks have to say about a cell."""
        if column.about_line:
            return tuple(one for one in line.findings if one.field is None)
        return tuple(one for one in line.findings if one.field is not None and one.field is column.field)

    def _text(self, line: Line, column: Column) -> str:
        if column.field and column.field in answers(line).contested:
            return CONTESTED_TEXT
        if column.shape is Shape.LIGHT:
            return LIGHT_WORDS[line.light] if line.light else ""
        return column.text(line)

    def _tip(self, line: Line, column: Column) -> str | None:
        said = [f"{GRADE_WORDS[one.grade]}：{one.message}" for one in self.findings(line, column)]
        text = self._text(line, column)
        if not said and len(text) < LONG_TEXT:
            return None
        return tip(text if len(text) >= LONG_TEXT else "", said)


LONG_TEXT = 24
"""From this many characters on a cell's text is also told by hover."""
