"""A field with the sentence that says what is wrong with it, below it; ticks of which several may be set."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.fields import TickBox
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import wrapped

TICKS_A_LINE = 4


class CheckedField(QWidget):
    """Holds the editor, and under it the sentence, which takes no room while there is none."""

    def __init__(self, words: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.fault = wrapped("", "warning")
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Gap.HAIR)
        column.addWidget(editor)
        column.addWidget(self.fault)
        self.setFocusProxy(editor)
        editor.setAccessibleName(words)

    def tell(self, words: str) -> None:
        """Say what is wrong; '' when nothing is."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))


class TextField(CheckedField):
    """A line of text, or with ``lines`` a few of them (a title that is broken by hand)."""

    def __init__(
        self, words: str, changed: Callable[[], object], hint: str = "", lines: bool = False
    ) -> None:
        self.box: QLineEdit | QPlainTextEdit = QPlainTextEdit() if lines else QLineEdit()
        super().__init__(words, self.box)
        self.box.setPlaceholderText(hint)
        if isinstance(self.box, QPlainTextEdit):
            self.box.setTabChangesFocus(True)
            self.box.setFixedHeight(look.TITLE_HEIGHT)
        self.box.textChanged.connect(changed)

    @property
    def text(self) -> str:
        """What stands in it, without blanks around its lines."""
        raw = self.box.toPlainText() if isinstance(self.box, QPlainTextEdit) else self.box.text()
        return "\n".join(line.strip() for line in raw.split("\n") if line.strip())

    def show_text(self, text: str) -> None:
        """Show another text, which is no change by the user."""
        self.box.blockSignals(True)
        self.write(text)
        self.box.blockSignals(False)

    def write(self, text: str) -> None:
        """Put a text into it, as the user would."""
        if isinstance(self.box, QPlainTextEdit):
            self.box.setPlainText(text)
        else:
            self.box.setText(text)


class TicksField(CheckedField):
    """Words with a box each."""

    def __init__(self, words: str, choices: Sequence[str], changed: Callable[[], object]) -> None:
        inner = QWidget()
        super().__init__(words, inner)
        self.boxes = {one: TickBox(one) for one in choices}
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, Gap.HAIR, 0, Gap.HAIR)
        grid.setHorizontalSpacing(Gap.PAGE)
        grid.setVerticalSpacing(Gap.SMALL)
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, *divmod(place, TICKS_A_LINE))
            box.toggled.connect(lambda _on: changed())
        grid.setColumnStretch(TICKS_A_LINE, 1)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    @property
    def ticked(self) -> tuple[str, ...]:
        """The words that are ticked."""
        return tuple(one for one, box in self.boxes.items() if box.isChecked())

    def tick(self, words: Sequence[str]) -> None:
        """Tick these and no others."""
        for one, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(one in words)
            box.blockSignals(False)
