"""登记签发件, and what came back with a changed draft."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from peidang.app.papers import signatures
from peidang.app.papers.reviewing_draft import TakenBack
from peidang.desktop import choosing, look
from peidang.desktop.controls import button, row, rule
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, day_edit, day_of, form_of
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import ElidedLabel, label, wrapped

SCANS = "签发件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.ofd *.docx *.doc *.wps);;所有文件 (*)"


class SignedDialog(OfficeDialog):
    """登记签发件: the scan, its 文号, who signed it and when."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            "登记签发件",
            "登记",
            words="签发的扫描件原样留存，随本期存档。",
            parent=parent,
        )
        self.desk = desk
        self.file: Path | None = None
        self.file_name = ElidedLabel(Qt.AlignmentFlag.AlignLeft)
        self.file_name.setText("还没有选")
        self.file_name.setFixedHeight(look.FIELD_HEIGHT)
        self.choose_button = button("选扫描件…", self.choose)
        choice = QWidget()
        line = row(self.choose_button, self.file_name)
        line.setStretch(1, 1)
        choice.setLayout(line)
        self.number, self.signer, self.day = QLineEdit(), QLineEdit(), day_edit(desk.today)
        self.number.setPlaceholderText("发文字号，照原件写")
        self.signer.setPlaceholderText("谁签发的")
        self.body.addLayout(
            form_of(
                ("扫描件", choice), ("文号", self.number), ("签发人", self.signer), ("签发日期", self.day)
            )
        )

    def choose(self) -> None:
        """Ask for the scan."""
        path = choosing.choose_file(self, "选签发的扫描件", SCANS)
        if path is not None:
            self.file = path
            self.file_name.setText(path.name)

    def do(self) -> bool:
        """Keep it."""
        if self.file is None:
            return self.complain("请选签发的扫描件。")
        if not self.number.text().strip() or not self.signer.text().strip():
            return self.complain("请写明文号和签发人。")
        file, number, signer = self.file, self.number.text(), self.signer.text()
        period, day = self.desk.period_id or "", day_of(self.day)
        issued = self.desk.period is not None and self.desk.period.issued

        def register(store: Any) -> int:
            batch = signatures.register_signed(store, period, file, number, signer, day).batch
            return 0 if issued else batch  # beside an issued paper it stays

        return self.desk.act(f"已登记签发件：{number.strip()}，{signer.strip()}签发", register)


class BackDialog(OfficeDialog):
    """收回改稿: what was changed, its numbers held against the data. It is kept already; 撤销 takes it back whole."""

    def __init__(self, desk: Desk, back: TakenBack, parent: QWidget | None = None) -> None:
        super().__init__(
            "收回改稿", "知道了", leave="撤销收回", words=f"{back.kind}：{told(back)}", parent=parent
        )
        self.desk, self.back = desk, back
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        self.leave.setVisible(bool(back.batch))
        inner = QWidget()
        inner.setProperty("role", "flat")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, Gap.MEDIUM, 0)
        column.setSpacing(Gap.SMALL)
        for fault in back.faults:
            column.addWidget(wrapped(fault, "warning"))
        for text in back.unplaced:
            column.addWidget(wrapped(f"没有对上位置，未收回：{text}", "warning"))
        colours = look.colours_of(self.palette())
        for one in back.changes:
            column.addWidget(rule())
            column.addWidget(label(one.under or "标题和导语", "second"))
            for words, text, colour in (
                ("原", one.before, colours.removed),
                ("改", one.after, colours.added),
            ):
                line = wrapped(f"{words}：{text or '（删去）'}")
                line.setStyleSheet(f"color: {colour};")
                column.addWidget(line)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("收回的改动")
        scroll.setWidget(inner)
        self.body.addWidget(scroll, 1)
        self.leave.clicked.connect(self._take_back)

    def _take_back(self) -> None:
        self.desk.take_back(self.back.batch, "收回改稿")


def told(back: TakenBack) -> str:
    """How much came back, in words."""
    parts = [f"改动{len(back.changes)}处" if back.changes else "没有改动"]
    if back.faults:
        parts.append(f"请核对{len(back.faults)}处")
    if back.unplaced:
        parts.append(f"{len(back.unplaced)}段没有对上位置")
    return "，".join(parts)
