"""A person at the real window, in a process of its own: types one answer, says so as the editor closes, then stands still.

Run as ``python typist.py STORE ROW TEXT``; the test kills it.
"""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from peidang.app.views import ScheduleLine
from peidang.desktop.application import make_application
from peidang.desktop.main_window import MainWindow
from peidang.domain.labels import FIELD_WORDS, Field


def main(store: Path, row: int, text: str) -> None:
    application = make_application()
    window = MainWindow(store)
    window.show()
    assert window.frame is not None
    table = window.frame.schedule.rows
    heads = [column.head for column in table.answers.columns]
    line = next(
        place
        for place, one in enumerate(table.answers.shown)
        if isinstance(one, ScheduleLine) and one.row.serial == row
    )
    table.setFocus()
    table.setCurrentIndex(table.answers.index(line, heads.index(FIELD_WORDS[Field.PROGRESS])))
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().focusWidget() or application.focusWidget()
    assert editor is not None
    table.itemDelegate().closeEditor.connect(stand_still)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def stand_still(*_: object) -> None:
    """The editor is closing; nothing of the program runs from here on."""
    print("closed", flush=True)
    signal.pause()


main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
