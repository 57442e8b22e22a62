"""The tables of the review: rows, targets, units. Every cell shows the review as it is now and edits it in place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from peidang.app.plan import review as edits
from peidang.app.plan import reviewing
from peidang.app.plan.review import Review
from peidang.app.plan.shown_text import Place
from peidang.desktop.column_heads import head_data
from peidang.desktop.plain_text import tip
from peidang.desktop.review_desk import ReviewDesk
from peidang.domain.labels import RELATION_WORDS

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Key = int | str
Marks = tuple[tuple[int, int], ...]

MARKS_ROLE = Qt.ItemDataRole.UserRole + 1
"""The characters of a cell that are in doubt, as (start, end)."""
LONG_TEXT = 24
"""From this many characters on a cell's text is also told by hover."""


@dataclass(frozen=True)
class ReviewColumn:
    """One column; ``cell`` is its name in the review."""

    head: str
    cell: str
    width: int
    grows: bool = False
    """It takes the room that the others leave; ``width`` is its least."""
    number: bool = False
    long: bool = False
    """Its editor has several lines."""
    fixed: bool = False
    """It is only read."""
    choices: Callable[[Review], Sequence[tuple[str, str]]] | None = None


class ReviewModel(QAbstractTableModel):
    """What all three tables have in common."""

    droppable = True

    def __init__(self, desk: ReviewDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.columns = self.make_columns()
        self.keys: list[Key] = []
        self._texts: list[dict[str, str]] = []
        self._marks: dict[tuple[Key, str], Marks] = {}
        self.refresh()
        desk.changed.connect(self.refresh)

    def make_columns(self) -> tuple[ReviewColumn, ...]:
        """The columns; they stay while the document is under review."""
        raise NotImplementedError

    def read(self) -> list[tuple[Key, dict[str, str]]]:
        """The lines of the review as it is now: key, and texts by cell."""
        raise NotImplementedError

    def read_marks(self) -> dict[tuple[Key, str], Marks]:
        """What is in doubt, by key and cell."""
        return {}

    def write(self, review: Review, key: Key, cell: str, text: str) -> Review:
        """Write a cell. Raises what the review refuses."""
        raise NotImplementedError

    def drop(self, review: Review, key: Key) -> Review:
        """Leave a line out."""
        raise NotImplementedError

    def places(self, key: Key) -> Sequence[Place]:
        """Where the line stands in the document."""
        raise NotImplementedError

    def name_of(self, key: Key) -> str:
        """The line as the user knows it."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Take over the review as it is now; lines that stay keep their places and the selection."""
        lines = self.read()
        keys = [key for key, _ in lines]
        same = keys == self.keys
        if not same:
            self.beginResetModel()
        self.keys, self._texts = keys, [texts for _, texts in lines]
        self._marks = self.read_marks()
        if not same:
            self.endResetModel()
        elif keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(keys) - 1, len(self.columns) - 1))

    def place_of(self, key: Key) -> int:
        """The line with this key, -1 when there is none."""
        return self.keys.index(key) if key in self.keys else -1

    # What Qt asks

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The column heads."""
        return head_data(self.columns, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, what is in doubt in it, and its hint."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        text = self._texts[index.row()][column.cell]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.EditRole:
                return self._texts[index.row()].get(f"{column.cell}:value", text)
            case Qt.ItemDataRole.ToolTipRole if len(text) >= LONG_TEXT:
                return tip(text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.head}：{text}"
            case _ if role == MARKS_ROLE:
                return self._marks.get((self.keys[index.row()], column.cell), ())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited but those that are only read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.columns[index.column()].fixed else flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a cell into the review. False when it is refused."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        key, column = self.keys[index.row()], self.columns[index.column()]
        words = f"改{self.name_of(key)}的{column.head}"
        return self.desk.edit(words, lambda review: self.write(review, key, column.cell, str(value)))


class RowsModel(ReviewModel):
    """配档表."""

    def make_columns(self) -> tuple[ReviewColumn, ...]:
        """The annex's columns, then its extra ones."""
        extra = self.desk.review.document.extra_columns
        return (
            ReviewColumn("序号", "serial", 48, number=True),
            ReviewColumn("主要任务", "task", 132, long=True),
            ReviewColumn("推进措施及目标", "measure", 260, grows=True, long=True),
            ReviewColumn("牵头单位", "lead", 120, long=True),
            ReviewColumn("责任单位", "responsible", 132, long=True),
            ReviewColumn("完成时限", "due", 96),
            *(ReviewColumn(head, head, 112, long=True) for head in extra),
        )

    def read(self) -> list[tuple[Key, dict[str, str]]]:
        """The rows in the order of their numbers."""
        review = self.desk.review
        extra = review.document.extra_columns
        return [(one.key, edits.row_cells(one.row, extra)) for one in review.rows]

    def read_marks(self) -> dict[tuple[Key, str], Marks]:
        """Names in doubt, and cells that differ from the body's."""
        marks: dict[tuple[Key, str], Marks] = {}
        for key, texts in zip(self.keys, self._texts, strict=True):
            for cell, wanted in reviewing.doubtful_texts(self.desk.review, int(key)):
                text = texts.get(cell, "")
                at = text.find(wanted)
                if at >= 0:
                    span = (at, at + max(len(wanted), 1))
                    marks[key, cell] = (*marks.get((key, cell), ()), span)
        return marks

    def write(self, review: Review, key: Key, cell: str, text: str) -> Review:
        """Write a cell of a row."""
        return edits.set_row(review, int(key), cell, text)

    def drop(self, review: Review, key: Key) -> Review:
        """Leave a row out."""
        return edits.drop_row(review, int(key))

    def places(self, key: Key) -> Sequence[Place]:
        """Where the row was read from."""
        return reviewing.row_places(self.desk.review, int(key))

    def name_of(self, key: Key) -> str:
        """第3行."""
        return f"第{self.desk.review.row(int(key)).serial}行"


class TargetsModel(ReviewModel):
    """目标."""

    def make_columns(self) -> tuple[ReviewColumn, ...]:
        """What is measured, how much, by when, and whose it is."""
        return (
            ReviewColumn("指标", "indicator", 200, grows=True, long=True),
            ReviewColumn("要求", "relation", 76, choices=_relations),
            ReviewColumn("目标", "value", 76, number=True),
            ReviewColumn("计量单位", "unit_of_measure", 80),
            ReviewColumn("时限", "due", 96),
            ReviewColumn("口径/基期", "terms", 96),
            ReviewColumn("所属行", "row", 84, choices=_rows_offered),
            ReviewColumn("填报单位", "reporter", 148, fixed=True),
        )

    def read(self) -> list[tuple[Key, dict[str, str]]]:
        """The targets in the order of the document."""
        review = self.desk.review
        lines: list[tuple[Key, dict[str, str]]] = []
        for one in review.targets:
            texts = edits.target_cells(review, one)
            texts["row:value"] = "" if one.row is None else str(one.row)
            texts["reporter"] = reviewing.reporter_words(review, one.key)
            lines.append((one.key, texts))
        return lines

    def read_marks(self) -> dict[tuple[Key, str], Marks]:
        """Whose figure it is, where nobody leads."""
        open_ones = {
            one.doubt.subject[1]
            for one in reviewing.doubts_of(self.desk.review)
            if one.settled is None and one.doubt.subject and one.doubt.subject[0] == "target"
        }
        return {
            (key, "reporter"): ((0, len(texts["reporter"])),)
            for key, texts in zip(self.keys, self._texts, strict=True)
            if key in open_ones
        }

    def write(self, review: Review, key: Key, cell: str, text: str) -> Review:
        """Write a cell of a target."""
        if cell == "row":
            return edits.move_target(review, int(key), int(text) if text else None)
        return edits.set_target(review, int(key), cell, text)

    def drop(self, review: Review, key: Key) -> Review:
        """Leave a target out."""
        return edits.drop_target(review, int(key))

    def places(self, key: Key) -> Sequence[Place]:
        """Where the target is said."""
        return reviewing.target_places(self.desk.review, int(key))

    def name_of(self, key: Key) -> str:
        """目标“…”."""
        return f"目标“{self.desk.review.target(int(key)).target.indicator}”"


def _relations(_review: Review) -> Sequence[tuple[str, str]]:
    return [(words, words) for words in RELATION_WORDS.values()]


def _rows_offered(review: Review) -> Sequence[tuple[str, str]]:
    rows = [(f"第{one.row.serial}行 {one.row.task}", str(one.key)) for one in review.rows]
    return [(edits.NO_ROW, ""), *rows]


class UnitsModel(ReviewModel):
    """单位."""

    droppable = False

    def make_columns(self) -> tuple[ReviewColumn, ...]:
        """The name as printed, the name that is kept, and how often it is named."""
        return (
            ReviewColumn("原文名称", "printed", 240, grows=True, fixed=True),
            ReviewColumn("登记名称", "proper", 280),
            ReviewColumn("次数", "count", 64, number=True, fixed=True),
            ReviewColumn("说明", "same", 220, fixed=True),
        )

    def read(self) -> list[tuple[Key, dict[str, str]]]:
        """The printed names, leads first."""
        return [
            (
                line.printed,
                {
                    "printed": line.printed,
                    "proper": line.proper,
                    "count": str(line.count),
                    "same": "" if line.printed == line.proper else "表中仍按原文印出",
                },
            )
            for line in edits.unit_lines(self.desk.review)
        ]

    def read_marks(self) -> dict[tuple[Key, str], Marks]:
        """Names in doubt."""
        doubted = reviewing.doubtful_names(self.desk.review)
        return {(key, "printed"): ((0, len(str(key))),) for key in self.keys if key in doubted}

    def write(self, review: Review, key: Key, cell: str, text: str) -> Review:
        """Register the unit under another name."""
        return reviewing.name_unit(review, str(key), text) if cell == "proper" else review

    def places(self, key: Key) -> Sequence[Place]:
        """Where the unit is named."""
        return reviewing.unit_places(self.desk.review, str(key))

    def name_of(self, key: Key) -> str:
        """单位“…”."""
        return f"单位“{key}”"
