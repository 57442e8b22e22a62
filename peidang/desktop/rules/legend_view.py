"""The legend as it will print: a sentence for each light in its colour, the notes below."""

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import wrapped
from peidang.domain.labels import LIGHT_SHAPES
from peidang.domain.rule_sheet import RuleSheet, legend, legend_notes


class LegendView(QWidget):
    """Sentences below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Gap.HAIR)
        self._lines: list[QLabel] = []

    @property
    def texts(self) -> list[str]:
        """What it says, line by line."""
        return [line.text() for line in self._lines]

    def show_sheet(self, sheet: RuleSheet) -> None:
        """Show the legend of a rule sheet."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        colours = look.colours_of(QApplication.palette())
        self._lines = []
        for light, words in legend(sheet):
            line = wrapped(f"{LIGHT_SHAPES[light]} {words}")
            line.setStyleSheet(f"color: {colours.lights[light]};")
            self._lines.append(line)
        self._lines += [wrapped(note, "second") for note in legend_notes(sheet)]
        for line in self._lines:
            self._column.addWidget(line)
