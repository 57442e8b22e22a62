"""The files of a drop: a tick for each, whose it is, what becomes of it, how it was recognised, how much is wrong in it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from peidang.app.views import RECOGNISED_WORDS, FileOutcome, counts_words
from peidang.desktop.drop.paths import chains
from peidang.desktop.outcome_words import outcome_words, urgency
from peidang.desktop.simple_table import Part
from peidang.desktop.tick_table import TickTable
from peidang.domain.labels import Light


def content_words(one: FileOutcome) -> str:
    """What a file brings, what else is to be known of it, and how it was recognised where that is not the rule."""
    parts = (counts_words(one.cells), one.note, RECOGNISED_WORDS.get(one.recognised_by, ""))
    return "；".join(part for part in parts if part)


class FilesTable(TickTable):
    """What somebody should look at stands first. A file with several units' rows has several lines and one tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._names: dict[str, str] = {}
        self._waiting: frozenset[str] = frozenset()
        super().__init__(self._file_parts(), parent)
        self.things.key = lambda one: one.file
        self.things.can_tick = lambda one: one.file in self._waiting
        self.setAccessibleName("本次的文件")

    def _file_parts(self) -> list[Part]:
        return [
            Part("文件", 0, lambda one: self._names.get(one.file, one.file), tip=lambda one: one.file),
            Part("单位", 112, lambda one: one.unit or ""),
            Part("结果", 136, self._outcome, self._light, tip=self._why),
            Part("内容", 144, content_words, least=520),
            Part("问题", 44, lambda one: str(len(one.findings) or ""), number=True),
        ]

    def _outcome(self, one: FileOutcome) -> str:
        return outcome_words(one, self.is_taken(one))[0]

    def _light(self, one: FileOutcome) -> Light:
        return outcome_words(one, self.is_taken(one))[1]

    def _why(self, one: FileOutcome) -> str:
        said = [found.get("message", "") for found in one.findings if not found.get("cell")]
        return "\n".join(part for part in (self._outcome(one), *said) if part)

    def is_taken(self, one: FileOutcome) -> bool:
        """Whether the file is in the store, or only looked at."""
        return one.file not in self._waiting

    def show_files(self, files: Sequence[FileOutcome], waiting: frozenset[str]) -> None:
        """Show a drop. A file that was not here before is ticked; the line chosen stays chosen."""
        before = self.chosen
        known = {one.file for one in self.things.things}
        self._names = chains(one.file for one in files)
        self._waiting = waiting
        self.things.chosen = {file for file in waiting if file not in known or file in self.things.chosen}
        shown = sorted(files, key=urgency)
        self.things.show(shown)
        self.things.ticked.emit()
        again = [
            place
            for place, one in enumerate(shown)
            if before is not None and (one.file, one.unit) == (before.file, before.unit)
        ]
        if shown:
            self.selectRow(again[0] if again else 0)
