"""有3个文件设了密码: one question for the whole drop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label


class PasswordBar(QWidget):
    """Asks for a password; another one may be tried while files are still locked."""

    told = Signal(str)
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "question")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label("", "body")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("密码")
        self.password.setAccessibleName("文件的密码")
        self.password.setFixedWidth(look.PASSWORD_WIDTH)
        self.open_button = button("打开", self._tell)
        self.skip_button = button("跳过", self.skipped.emit, "plain")
        self.password.returnPressed.connect(self._tell)
        self._tried = False
        line = row(self.words, self.password, self.open_button, self.skip_button, None, gap=Gap.MEDIUM)
        line.setContentsMargins(Gap.LARGE, Gap.SMALL, Gap.LARGE, Gap.SMALL)
        self.setLayout(line)
        self.hide()

    def ask(self, count: int) -> None:
        """Ask about so many files; hidden for none."""
        again = "密码不对，" if self._tried else ""
        self.words.setText(
            f"{again}有{count}个文件设了密码" if not again else f"{again}还有{count}个文件打不开"
        )
        shown = self.isHidden() and count > 0
        self.setVisible(count > 0)
        if shown:
            self.password.clear()
            self.password.setFocus()

    def forget(self) -> None:
        """Another drop: nothing was tried yet."""
        self._tried = False

    def _tell(self) -> None:
        text = self.password.text()
        if text:
            self._tried = True
            self.password.clear()
            self.told.emit(text)
