"""One plain question before a step that cannot simply be taken back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

NOT_YET = "再看看"


def agreed(parent: QWidget, title: str, question: str, words: str, go_on: str) -> bool:
    """Ask; True when the user goes on. Enter does not: it looks again."""
    asked = QMessageBox(parent)
    asked.setTextFormat(Qt.TextFormat.PlainText)
    asked.setWindowTitle(title)
    asked.setText(question)
    asked.setInformativeText(words)
    yes = asked.addButton(go_on, QMessageBox.ButtonRole.AcceptRole)
    asked.setDefaultButton(asked.addButton(NOT_YET, QMessageBox.ButtonRole.RejectRole))
    asked.exec()
    asked.deleteLater()
    return asked.clickedButton() is yes
