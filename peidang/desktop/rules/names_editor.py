"""What the office calls each light, and which is the graver: a line for each light, the gravest on top."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.domain.labels import LIGHT_COLOUR_WORDS, LIGHT_SHAPES, Light
from peidang.domain.rule_sheet import RuleSheet

LONGEST = 12
"""Characters of a name: it stands in narrow columns of the papers."""


class NamesEditor(QWidget):
    """A field for each light's name; 上移 and 下移 change what counts as graver."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[Light, QLineEdit] = {}
        self.ups: dict[Light, QPushButton] = {}
        self.downs: dict[Light, QPushButton] = {}
        self.severity: tuple[Light, ...] = ()
        self._lines: dict[Light, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Gap.HAIR)
        for light in Light:
            self._lines[light] = self._line(light)
            self._column.addWidget(self._lines[light])

    def _line(self, light: Light) -> QWidget:
        colour = LIGHT_COLOUR_WORDS[light]
        field = QLineEdit(maxLength=LONGEST)
        field.setFixedWidth(look.CHOICE_WIDTH)
        field.setAccessibleName(f"{colour}灯叫什么")
        field.textEdited.connect(lambda _text: self.changed.emit())
        self.fields[light] = field
        self.ups[light] = button("上移", lambda: self._move(light, -1), "link")
        self.downs[light] = button("下移", lambda: self._move(light, 1), "link")
        for one, where in ((self.ups[light], "更重"), (self.downs[light], "更轻")):
            one.setAccessibleName(f"{colour}灯{where}")
        words = label(f"{LIGHT_SHAPES[light]} {colour}灯")
        words.setFixedWidth(look.LIMIT_WIDTH)
        colours = look.colours_of(self.palette())
        words.setStyleSheet(f"color: {colours.lights[light]};")
        made = QWidget()
        made.setLayout(row(words, field, self.ups[light], self.downs[light], None))
        return made

    def show_names(self, sheet: RuleSheet) -> None:
        """Show the names and the order of a sheet."""
        for light, field in self.fields.items():
            field.setText(sheet.names[light])
        self.severity = tuple(sheet.severity)
        self._arrange()

    @property
    def names(self) -> dict[Light, str]:
        """What the fields say; a name may be empty."""
        return {light: field.text().strip() for light, field in self.fields.items()}

    def _move(self, light: Light, step: int) -> None:
        at = self.severity.index(light)
        order = list(self.severity)
        order.insert(at + step, order.pop(at))
        self.severity = tuple(order)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        for place, light in enumerate(self.severity):
            self._column.removeWidget(self._lines[light])
            self._column.insertWidget(place, self._lines[light])
            self.ups[light].setEnabled(place > 0)
            self.downs[light].setEnabled(place < len(self.severity) - 1)
        for before, after in zip(self.severity, self.severity[1:], strict=False):
            for first, second in (
                (self.fields[before], self.ups[before]),
                (self.ups[before], self.downs[before]),
                (self.downs[before], self.fields[after]),
            ):
                self.setTabOrder(first, second)
