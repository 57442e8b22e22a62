"""The bar below the paper: 导出, 送审, 收回改稿, 登记签发件, 印发; the next of them is filled."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from peidang.app.papers import reporting, reviewing_draft
from peidang.app.papers.paper_desk import PaperDesk
from peidang.app.papers.reviewing_draft import TakenBack
from peidang.app.views import PaperResult
from peidang.desktop import choosing
from peidang.desktop.background import Job, start
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.folders import default_folder
from peidang.desktop.look import Gap
from peidang.desktop.report import correcting
from peidang.desktop.report.asking import agreed
from peidang.desktop.report.dialogs import BackDialog, SignedDialog, told
from peidang.desktop.report.standing import Step, next_step, outstanding, steps_shown
from peidang.desktop.report.work import Making, making_work
from peidang.desktop.stylesheet import set_role

CHANGED_DRAFTS = "改过的送审稿 (*.docx *.doc *.wps *.pdf *.txt);;所有文件 (*)"


class StepsBar(QWidget):
    """Knows the draft that is shown by ``show_standing``."""

    busy = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.stands: PaperDesk | None = None
        self.kind, self.unit_id = "", None  # type: str, str | None
        self.job: Job | None = None
        self.dialog: BackDialog | None = None
        self._made_in: Path | None = None
        self.excel_button = button("导出 Excel", lambda: self.export(xlsx=True))
        self.pdf_button = button("导出 PDF", lambda: self.export(pdf=True))
        self.word_button = button("导出 Word", lambda: self.export(docx=True))
        self.folder_button = button("打开文件夹", self.open_folder, "link")
        self.folder_button.hide()
        self.steps: dict[Step, QPushButton] = {
            Step.REVIEW_OUT: button("送审", self.send_for_review),
            Step.REVIEW_IN: button("收回改稿", self.take_back),
            Step.SIGN: button("登记签发件", self.register),
            Step.ISSUE: button("印发", self.issue),
            Step.CORRECT: button("更正…", lambda: correcting.begin(self.desk, self)),
            Step.DROP: button("放弃更正", lambda: correcting.drop(self.desk, self), "plain"),
            Step.ISSUE_CORRECTION: button("印发更正", self.issue_correction),
        }
        for one in self.steps.values():
            one.hide()  # until it is known how the paper stands
        self.setProperty("role", "bottom-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        exports = (self.excel_button, self.pdf_button, self.word_button, self.folder_button)
        line = row(*exports, None, *self.steps.values())
        line.setContentsMargins(Gap.PAGE, Gap.SMALL, Gap.PAGE, Gap.SMALL)
        self.setLayout(line)

    def show_standing(self, stands: PaperDesk | None, kind: str, unit_id: str | None, about: str) -> None:
        """The paper is another, or stands otherwise."""
        self.stands, self.kind, self.unit_id = stands, kind, unit_id
        period, view = self.desk.period, self.desk.view
        issued = period is not None and period.issued
        coordinates = view is not None and view.coordinates
        following = next_step(stands, issued) if stands else None
        if about != "plan" and following is not Step.REVIEW_OUT:
            following = None
        if stands is not None and stands.rules_unconfirmed:
            following = None  # the bar above asks for the rules first
        shown = steps_shown(issued, self.desk.corrections is not None, about == "plan")
        for step, one in self.steps.items():
            one.setVisible(coordinates and step in shown)
            set_role(one, "next" if step is following else "plain" if step is Step.DROP else "")
        self._enable()

    def _enable(self) -> None:
        stands, can_write = self.stands, not self.desk.read_only
        why_not = dict.fromkeys(Step, "" if can_write else "工作库只读，不能办理")
        if not (stands and stands.sent_at):
            why_not[Step.REVIEW_IN] = "还没有送审"
        if not (stands and stands.corrections):
            why_not[Step.ISSUE_CORRECTION] = "还没有改动。双击“配档表”里的格，或者点开文稿的段落来改"
        for step, why in why_not.items():
            self.steps[step].setEnabled(not why)
            self.steps[step].setToolTip(why)

    def forget(self) -> None:
        """Another period: what was written belongs to the former one."""
        self.folder_button.hide()

    def open_folder(self) -> None:
        """Show what was written in the file manager."""
        if self._made_in:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made_in)))

    # Steps

    def export(self, xlsx: bool = False, pdf: bool = False, docx: bool = False) -> None:
        """Write papers into a folder the user names."""
        folder, kind, unit_id = self._ask_folder("导出到"), self.kind, self.unit_id
        if folder is None:
            return

        def make(store: Any, plan_id: str, period_id: str, today: Any) -> PaperResult:
            return reporting.make_report(
                *(store, plan_id, period_id, folder, today),
                xlsx=xlsx,
                pdf=pdf,
                docx=docx,
                kind=kind,
                unit_id=unit_id,
                mark=True,
            )

        self._write(make, lambda made: self._tell("已导出", made.files))

    def send_for_review(self) -> None:
        """送审: the draft and its 点名依据 as Word files; what is open is told first."""
        if not self._agreed("送审", "继续送审", ""):
            return
        folder, kind, unit_id = self._ask_folder("送审稿保存到"), self.kind, self.unit_id
        if folder is None:
            return
        self._write(
            lambda store, plan_id, period_id, today: reviewing_draft.send_for_review(
                store, plan_id, period_id, folder, today, kind, unit_id
            ),
            lambda sent: self._tell("已送审", sent.files),
        )

    def take_back(self) -> None:
        """收回改稿: read the changed draft, keep the changes, show them."""
        path = choosing.choose_file(self, "选改过的送审稿", CHANGED_DRAFTS)
        if path is None:
            return

        def taken(back: TakenBack) -> None:
            self.desk.received(back.batch, f"已收回改稿：{told(back)}")
            self.dialog = BackDialog(self.desk, back, self.window())
            self.dialog.open()

        self._write(
            lambda store, _plan_id, period_id, today: reviewing_draft.take_back(
                store, period_id, path, today
            ),
            taken,
        )

    def register(self) -> None:
        """登记签发件."""
        asked = SignedDialog(self.desk, self.window())
        asked.exec()
        asked.deleteLater()

    def issue(self) -> None:
        """印发, after asking: from then on the month is frozen."""
        period = self.desk.period
        if period is None:
            return
        words = (
            f"{outstanding(self.desk.view)}"
            "印发后本期的数据和报告即冻结，不能再改；以后有错用“更正”，迟到的材料按“补报”处理。"
        )
        folder = self._ask_folder("印发稿保存到") if self._agreed("印发", "印发", words) else None
        kind = self.kind
        if folder is None:
            return
        self._write(
            lambda store, plan_id, period_id, today: reporting.issue(
                store, plan_id, period_id, folder, today, kind=kind
            ),
            lambda made: self._issued("已印发", made),
        )

    def issue_correction(self) -> None:
        """印发更正: the changes are told, then the month is frozen again as a further version."""
        changes = self.stands.corrections if self.stands else None
        if not changes or not correcting.may_issue(self.desk, self, changes):
            return
        folder = self._ask_folder("更正稿保存到")
        if folder is None:
            return

        self._write(
            lambda store, plan_id, period_id, today: reporting.issue(
                store, plan_id, period_id, folder, today, correct=True
            ),
            lambda made: self._issued("已印发更正", made),
        )

    def _issued(self, words: str, made: PaperResult) -> None:
        self.desk.undo_stack.clear()  # what was issued cannot be taken back
        self._tell(words, made.files)

    # What they share

    def _agreed(self, what: str, go_on: str, words: str) -> bool:
        """Ask, with what a person should look at first. True at once when there is nothing to ask."""
        period = self.desk.period
        warnings = self.stands.warnings if self.stands else ()
        if period is None or not (words or warnings):
            return period is not None
        told = "\n\n".join([*(one.removesuffix("。") + "。" for one in warnings), words]).strip()
        return agreed(self, what, f"{what}{period.span.label}的报告？", told, go_on)

    def _tell(self, words: str, files: Sequence[Any]) -> None:
        names = "、".join(one.path.name for one in files)
        self._made_in = files[0].path.parent
        self.folder_button.show()
        self.desk.received(None, f"{words}：{names}")

    def _write(self, make: Making, arrived: Callable[[Any], None]) -> None:
        if self.desk.plan_id is None or self.desk.period_id is None or self.job is not None:
            return

        def done(made: Any) -> None:
            self._wait(False)
            arrived(made)

        def failed(error: Exception) -> None:
            self._wait(False)
            self.desk.failed.emit(error)

        self._wait(True)
        self.job = start(self, making_work(self.desk, make), done, failed)

    def _wait(self, busy: bool) -> None:
        if not busy:
            self.job = None
        self.busy.emit(busy)
        for one in (self.excel_button, self.pdf_button, self.word_button, *self.steps.values()):
            one.setEnabled(not busy)
        if not busy:
            self._enable()

    def _ask_folder(self, words: str) -> Path | None:
        view = self.desk.view
        return choosing.choose_folder(self, words, default_folder(view.plan.title) if view else None)
