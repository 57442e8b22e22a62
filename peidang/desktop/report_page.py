"""报告: the month's papers as they will print, and what is done with them."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMessageBox,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from peidang.app import pictures, reporting, stores
from peidang.app.views import PaperResult, ScheduleView
from peidang.desktop import choosing, look
from peidang.desktop.background import Job, Report, start
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.folders import default_folder
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.domain.labels import Grade

Making = Callable[[Any, str, str, date], PaperResult]
"""Makes papers: (store, plan id, period id, today)."""


@dataclass(frozen=True)
class Preview:
    """A draft made in a folder of its own, and its pages as pictures."""

    paper: PaperResult
    pages: tuple[bytes, ...]
    period_id: str


class ReportPage(QWidget):
    """Makes the draft beside the window whenever the page is shown and something moved since."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "page")
        self.job: Job | None = None
        self.writing: Job | None = None
        self.preview: Preview | None = None
        self._shown_for: object = None
        self._drawn_for: str | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.head = label("", "page-head")
        self.words = label("", "second")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setRange(0, 0)
        self.pages = QScrollArea(widgetResizable=True)
        self.pages.setProperty("role", "desk")
        self.excel_button = button("导出 Excel", lambda: self.export(xlsx=True))
        self.pdf_button = button("导出 PDF", lambda: self.export(xlsx=False))
        self.open_button = button("打开 PDF", self.open_pdf)
        self.folder_button = button("打开文件夹", self.open_folder)
        self.folder_button.hide()
        self._made_in: Path | None = None
        self.issue_button = button("印发", self.issue, "next")
        desk.changed.connect(self.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        top = row(self.head, self.words, None, gap=Gap.LARGE)
        top.setContentsMargins(Gap.PAGE, Gap.MEDIUM, Gap.PAGE, Gap.MEDIUM)
        whole.addLayout(top)
        whole.addWidget(self.progress)
        whole.addWidget(self.pages, 1)
        bar = QWidget()
        bar.setProperty("role", "bottom-bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = row(
            *(self.excel_button, self.pdf_button, self.open_button, self.folder_button),
            *(None, self.issue_button),
        )
        line.setContentsMargins(Gap.PAGE, Gap.SMALL, Gap.PAGE, Gap.SMALL)
        bar.setLayout(line)
        whole.addWidget(bar)

    def showEvent(self, event: QShowEvent) -> None:
        """The draft is made when it is looked at."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Make the draft anew when it is in sight and something moved."""
        period = self.desk.period
        if not self.isVisible() or period is None:
            return
        self.head.setText(f"{period.span.label}进展情况" + ("（已印发）" if period.issued else ""))
        if self._drawn_for not in (None, period.id):
            self._forget()
        self.issue_button.setVisible(
            self.desk.view is not None and self.desk.view.coordinates and not period.issued
        )
        if self.job is None and self._shown_for != self.desk.view:
            self._draw()

    def _forget(self) -> None:
        """Another period's pages are no draft of this one."""
        self.preview, self._drawn_for = None, None
        self.pages.setWidget(QWidget())
        self.folder_button.hide()
        self.words.clear()

    def take_focus(self) -> None:
        """The keyboard pages through the draft."""
        self.pages.setFocus()

    def open_folder(self) -> None:
        """Show what was written in the file manager."""
        if self._made_in:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made_in)))

    def _draw(self) -> None:
        desk, wanted = self.desk, self.desk.view
        store_path, plan_id, period_id, today = desk.path, desk.plan_id, desk.period_id, desk.today
        width = round(look.PAPER_WIDTH * self.devicePixelRatioF())
        if plan_id is None or period_id is None:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="peidang-")
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))

        def work(_report: Report) -> tuple[object, Preview]:
            with stores.open_store(store_path, desk.now) as store:
                paper = reporting.make_report(store, plan_id, period_id, folder, today, docx=False)
            return wanted, Preview(paper, tuple(pictures.page_pictures(_pdf(paper), width)), period_id)

        self.words.setText("正在成稿…")
        self.progress.show()
        self.job = start(self, work, self._drawn, self._failed)

    def finish(self) -> None:
        """Throw the drafts away."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _drawn(self, result: tuple[object, Preview]) -> None:
        self.job = None
        self._shown_for, self.preview = result
        self._drawn_for = self.preview.period_id
        self.progress.hide()
        self.words.setText(measured(self.preview.paper))
        self.pages.setWidget(self._paper(self.preview.pages))
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.job = None
        self._shown_for = self.desk.view
        self.progress.hide()
        self.words.setText("没有成稿")
        self.desk.failed.emit(error)

    def _paper(self, pages: tuple[bytes, ...]) -> QWidget:
        body = QWidget()
        body.setProperty("role", "desk")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(Gap.PAGE, Gap.PAGE, Gap.PAGE, Gap.PAGE)
        column.setSpacing(Gap.PAGE)
        for number, data in enumerate(pages, start=1):
            picture = QPixmap()
            picture.loadFromData(data)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            page = QLabel()
            page.setPixmap(picture)
            page.setAccessibleName(f"第{number}页，共{len(pages)}页")
            page.setProperty("role", "paper")
            column.addWidget(page, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return body

    # What is done with it

    def open_pdf(self) -> None:
        """Open the draft in the machine's PDF program."""
        if self.preview:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(_pdf(self.preview.paper))))

    def export(self, xlsx: bool) -> None:
        """Write one of the papers into a folder the user names."""
        folder = self._ask_folder("导出到")
        if folder is None:
            return

        def make(store: Any, plan_id: str, period_id: str, today: date) -> PaperResult:
            return reporting.make_report(
                store, plan_id, period_id, folder, today, xlsx=xlsx, pdf=not xlsx, docx=False
            )

        self.write(make, "已导出")

    def issue(self) -> None:
        """印发, after asking: from then on the month is frozen."""
        period = self.desk.period
        if period is None:
            return
        asked = QMessageBox(self)
        asked.setWindowTitle("印发")
        asked.setText(f"印发{period.span.label}的报告？")
        asked.setInformativeText(
            f"{outstanding(self.desk.view)}"
            "印发后本期的数据和报告即冻结，不能再改；以后有错用“更正”，迟到的材料按“补报”处理。"
        )
        yes = asked.addButton("印发", QMessageBox.ButtonRole.AcceptRole)
        asked.setDefaultButton(asked.addButton("再看看", QMessageBox.ButtonRole.RejectRole))
        asked.exec()
        asked.deleteLater()
        folder = self._ask_folder("印发稿保存到") if asked.clickedButton() is yes else None
        if folder is None:
            return

        def freeze(store: Any, plan_id: str, period_id: str, today: date) -> PaperResult:
            return reporting.issue(store, plan_id, period_id, folder, today)

        self.write(freeze, "已印发")

    def write(self, make: Making, words: str) -> None:
        """Make papers beside the window and tell where they are."""
        desk = self.desk
        store_path, plan_id, period_id, today = desk.path, desk.plan_id, desk.period_id, desk.today
        if plan_id is None or period_id is None:
            return

        def work(_report: Report) -> PaperResult:
            with stores.open_store(store_path, desk.now) as store:
                return make(store, plan_id, period_id, today)

        def done(paper: PaperResult) -> None:
            self._stop_waiting()
            names = "、".join(one.path.name for one in paper.files)
            self._made_in = paper.files[0].path.parent
            self.folder_button.show()
            desk.received(None, f"{words}：{names}")

        def failed(error: Exception) -> None:
            self._stop_waiting()
            desk.failed.emit(error)

        self._wait()
        self.writing = start(self, work, done, failed)

    def _wait(self) -> None:
        self.progress.show()
        for one in (self.excel_button, self.pdf_button, self.issue_button):
            one.setEnabled(False)

    def _stop_waiting(self) -> None:
        self.progress.hide()
        for one in (self.excel_button, self.pdf_button, self.issue_button):
            one.setEnabled(True)

    def _ask_folder(self, words: str) -> Path | None:
        view = self.desk.view
        return choosing.choose_folder(self, words, default_folder(view.plan.title) if view else None)


def _pdf(paper: PaperResult) -> Path:
    return next(one.path for one in paper.files if one.path.suffix == ".pdf")


def outstanding(view: ScheduleView | None) -> str:
    """What is still open before a month is frozen, a sentence; '' when nothing is."""
    if view is None:
        return ""
    found = [*(line.findings for line in view.lines), *(line.findings for line in view.indicators)]
    must = sum(one.grade is Grade.MUST for each in found for one in each)
    missing = view.expected - view.reported
    parts = [
        f"{missing}家未报" if missing else "",
        f"{view.decisions}件待核定" if view.decisions else "",
        f"{must}处必须改" if must else "",
    ]
    told = "、".join(part for part in parts if part)
    return f"目前还有{told}。\n" if told else ""


def measured(paper: PaperResult) -> str:
    """What was measured on the paper, and what wants attention."""
    parts = []
    if paper.pages:
        parts.append(f"共{paper.pages}页，配档表{paper.rows_on_paper}行")
    if paper.rows_on_paper != paper.rows_expected:
        parts.append(f"应有{paper.rows_expected}行，请检查")
    if paper.missing_characters:
        parts.append(f"缺字：{''.join(paper.missing_characters)}")
    return " · ".join(parts)
