"""报告: the month's paper as it will print, worded in place; beside it its pages; below it what is done with it."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from peidang.app.papers import drafting, paper_desk
from peidang.app.papers.corrections import issued_kind
from peidang.app.papers.paper_desk import PaperDesk, PaperKind
from peidang.desktop import look
from peidang.desktop.background import Job, start
from peidang.desktop.bars import correction_words
from peidang.desktop.controls import Segments, button, row
from peidang.desktop.desk import Desk
from peidang.desktop.fields import ChoiceField
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.desktop.report.folding import FoldedList
from peidang.desktop.report.pages_view import PagesView
from peidang.desktop.report.settings_dialog import settings_button
from peidang.desktop.report.standing import measured
from peidang.desktop.report.steps import StepsBar
from peidang.desktop.report.text_view import TextView
from peidang.desktop.report.wording_command import write
from peidang.desktop.report.wording_page import WordingPage
from peidang.desktop.report.work import Preview, pdf_of, preview_work
from peidang.desktop.rules.ask_bar import AskBar
from peidang.domain.errors import PeidangError

TEXT, WORDING = range(2)
HOW_WORDS = {drafting.ACCEPT: "采用新数", drafting.KEEP: "保留", drafting.REWRITE: "恢复草稿"}


class ReportPage(QWidget):
    """The text is drafted whenever the page is in sight and something moved; its pages follow beside the window."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "page")
        self.job: Job | None = None
        self.preview: Preview | None = None
        self.stands: PaperDesk | None = None
        self._kinds: tuple[PaperKind, ...] = ()
        self._usual = ""
        self._offered: tuple[Any, ...] = ()
        self._place: tuple[str, str, str, str | None] | None = None
        """Plan, period, kind and unit of the paper whose text is shown."""
        self._mended = ""
        """The period whose correction is shown."""
        self._mended_kind = False
        self._drawn: object = None
        self._drawn_for: str | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.head = label("", "page-head")
        self.segments = Segments(("文稿", "统稿"))
        self.kind, self.unit = ChoiceField(), ChoiceField()
        self.kind.setAccessibleName("文稿种类")
        self.unit.setAccessibleName("写哪个单位")
        self.words = label("", "second")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setRange(0, 0)
        self.ask_bar = AskBar(desk)
        self.changes, self.warnings = FoldedList(), FoldedList()
        self.next_button = button("下一处待处理", self._next_unsettled, "link")
        self.text = TextView(self._counted)
        self.pages = PagesView()
        self.wording = WordingPage(desk)
        self.open_button = button("打开 PDF", self.open_pdf, "link")
        self.bar = StepsBar(desk)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.desk.changed.connect(self.refresh)
        self.kind.activated.connect(lambda _place: self.refresh())
        self.unit.activated.connect(lambda _place: self.refresh())
        self.segments.picked.connect(self._show_part)
        self.text.worded.connect(self.word)
        self.text.settled.connect(self.settle)
        self.bar.busy.connect(lambda _on: self._show_progress())

    def _lay_out(self) -> None:
        top = row(self.head, self.segments, None, self.kind, self.unit, gap=Gap.LARGE)
        top.addWidget(settings_button(self.desk, self.kind))
        top.setContentsMargins(Gap.PAGE, Gap.MEDIUM, Gap.PAGE, Gap.SMALL)
        told = QVBoxLayout()
        told.setContentsMargins(Gap.LARGE, 0, Gap.PAGE, Gap.HAIR)
        told.setSpacing(0)
        told.addLayout(row(self.next_button, self.changes.head, self.warnings.head, None))
        for part in (self.changes, self.warnings):
            told.addWidget(part)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = row(self.words, None, self.open_button)
        line.setContentsMargins(Gap.LARGE, Gap.HAIR, Gap.PAGE, Gap.HAIR)
        column.addLayout(line)
        column.addWidget(self.pages, 1)
        self.both = QSplitter()
        self.both.setChildrenCollapsible(False)
        self.both.addWidget(self.text)
        self.both.addWidget(right)
        self.both.setSizes([share * look.WINDOW_SIZE[0] // 100 for share in look.DRAFT_SHARE])
        for place, share in enumerate(look.DRAFT_SHARE):
            self.both.setStretchFactor(place, share)
        draft_part = QWidget()
        inner = QVBoxLayout(draft_part)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(told)
        inner.addWidget(self.both, 1)
        self.parts = QStackedWidget()
        self.parts.addWidget(draft_part)
        self.parts.addWidget(self.wording)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        for one in (self.progress, self.ask_bar):
            whole.addWidget(one)
        whole.addWidget(self.parts, 1)
        whole.addWidget(self.bar)

    def showEvent(self, event: QShowEvent) -> None:
        """The draft is made when it is looked at."""
        super().showEvent(event)
        self.refresh()

    def take_focus(self) -> None:
        """The keyboard goes through the text."""
        if self.parts.currentWidget() is self.wording:
            self.wording.take_focus()
        else:
            (self.pages if self.text.isHidden() else self.text).setFocus()

    def finish(self) -> None:
        """Keep what is being typed, throw the drafts away."""
        self._close_editor()
        self.wording.keep()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    # What is shown

    def refresh(self) -> None:
        """Draft anew when the page is in sight."""
        period, plan_id = self.desk.period, self.desk.plan_id
        if not self.isVisible() or period is None or plan_id is None:
            return
        if self._place is not None and self._place != self._wanted_place():
            self._close_editor()  # what was typed belongs to the paper that was shown
        mending = self.desk.corrections is not None
        state = "（更正中）" if mending else "（已印发）" if period.issued else ""
        self.head.setText(f"{period.span.label}报告{state}")
        if self._drawn_for not in (None, period.id):
            self._forget()
        self._offer(plan_id)
        self._go_to_issued_kind(period.id if mending else "")
        try:
            self.stands = paper_desk.paper_desk(
                *(self.desk.store, plan_id, period.id, self.desk.today, self.kind_name, self.unit_id)
            )
        except PeidangError as error:
            self.stands = None
            self.desk.failed.emit(error)
        self._show_standing(issued=period.issued and not self._mends)
        if self.job is None and self.stands is not None and self._wanted() != self._drawn:
            self._draw()

    def _show_standing(self, issued: bool) -> None:
        stands = self.stands
        coordinates = self.desk.view is not None and self.desk.view.coordinates
        self.ask_bar.refresh()
        self.ask_bar.setVisible(
            coordinates and not issued and stands is not None and stands.rules_unconfirmed
        )
        self.text.writable = self.desk.editable and coordinates
        self.text.setVisible(not issued)
        if stands is not None:
            self._place = self._wanted_place()
            self.text.show_paragraphs(stands.draft.paragraphs)
        changes = stands.changes if stands and not issued else ()
        head = f"上次成稿（{_when(stands)}）以后变了{len(changes)}处"
        if stands is not None and stands.corrections is not None:
            changes = stands.corrections or ("双击“配档表”里的格，或者点开下面的段落，改本单位的错漏。",)
            head = correction_words(len(stands.corrections))
        self.changes.tell(head, changes)
        warnings = stands.warnings if stands and not issued and coordinates else ()
        self.warnings.tell(f"出稿前请看{len(warnings)}件事", warnings)
        unsettled = len(stands.draft.unsettled) if stands and not issued else 0
        self.next_button.setText(f"下一处待处理（共{unsettled}处）")
        self.next_button.setVisible(unsettled > 0)
        self.segments.setVisible(coordinates and not issued)
        if issued or not coordinates:
            self.parts.setCurrentIndex(TEXT)
        self.bar.show_standing(stands, self.kind_name, self.unit_id, self.about)

    def _wanted(self) -> object:
        """What the pages are made from; the papers of an issued period never change."""
        period = self.desk.period
        mended = self.stands.corrections if self.stands and self._mends else ()
        if period is not None and period.issued and not mended:
            return (period.id, self.kind_name, self.unit_id)
        return (
            (self.stands.draft.paper, mended)
            if self.stands and mended
            else self.stands.draft.paper
            if self.stands
            else None
        )

    @property
    def _mends(self) -> bool:
        """Whether the paper shown is the one that is being corrected (更正)."""
        return self.stands is not None and self.stands.corrections is not None and self._mended_kind

    def _go_to_issued_kind(self, period_id: str) -> None:
        """A correction is of the kind that was issued; '' while nothing is corrected."""
        if not period_id:
            self._mended = ""
            return
        kind = issued_kind(self.desk.store, period_id)
        if self._mended != period_id:
            self._mended = period_id
            self.changes.is_open = True
            self.kind.setCurrentText(kind)
            self.unit.setVisible(self.about == "unit")
        self._mended_kind = self.kind.currentText() == kind

    def _offer(self, plan_id: str) -> None:
        """The kinds of this plan, the units a paper can be about."""
        kinds, usual = paper_desk.paper_kinds(self.desk.store, plan_id)
        units = self.desk.view.receipts if self.desk.view else ()
        offered = (plan_id, kinds, usual, tuple(line.unit.id for line in units))
        if offered != self._offered:
            stood = (self.kind.currentText(), self.unit.currentData())
            self._offered, self._kinds, self._usual = offered, kinds, usual
            self.kind.clear()
            self.kind.addItems([one.name for one in kinds])
            names = [one.name for one in kinds]
            self.kind.setCurrentText(stood[0] if stood[0] in names else usual)
            self.unit.clear()
            for line in units:
                self.unit.addItem(line.unit.name, line.unit.id)
            self.unit.setCurrentIndex(max(0, self.unit.findData(stood[1])))
        self.unit.setVisible(self.about == "unit")

    @property
    def about(self) -> str:
        """What the kind that is chosen is about: plan, unit or year."""
        return next((one.about for one in self._kinds if one.name == self.kind.currentText()), "plan")

    @property
    def kind_name(self) -> str:
        """The kind that is chosen; '' for the usual one."""
        chosen = self.kind.currentText()
        return "" if chosen == self._usual else chosen

    @property
    def unit_id(self) -> str | None:
        """The unit the paper is about, where it is about one."""
        return self.unit.currentData() if self.about == "unit" else None

    def choose_kind(self, name: str) -> None:
        """Show another kind of paper."""
        self.kind.setCurrentText(name)
        self.refresh()

    def _show_part(self, place: int) -> None:
        self.parts.setCurrentIndex(place)
        self.take_focus()

    def _counted(self, key: str) -> tuple[str, ...]:
        return paper_desk.figure_words(self.stands.draft.summary, key) if self.stands else ()

    # Pages

    def _forget(self) -> None:
        """Another period's pages are no draft of this one."""
        self.preview, self._drawn_for, self._drawn = None, None, None
        self.pages.show_pages(())
        self.bar.forget()
        self.words.clear()

    def _draw(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="peidang-", ignore_cleanup_errors=True)
        folder, wanted = Path(tempfile.mkdtemp(dir=self._folder.name)), self._wanted()
        width = round(look.PAPER_WIDTH * self.devicePixelRatioF())
        work = preview_work(self.desk, folder, width, self.kind_name, self.unit_id)
        self.words.setText("正在成稿…")
        self.job = start(self, work, lambda made: self._arrived(made, wanted), self._failed)
        self._show_progress()

    def _arrived(self, preview: Preview, wanted: object) -> None:
        self.job = None
        self.preview, self._drawn, self._drawn_for = preview, wanted, preview.period_id
        self._show_progress()
        self.words.setText(measured(preview.paper))
        self.pages.show_pages(preview.pages)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.job = None
        self._drawn = self._wanted()
        self._show_progress()
        self.words.setText("没有成稿")
        self.desk.failed.emit(error)

    def _show_progress(self) -> None:
        self.progress.setVisible(self.job is not None or self.bar.job is not None)

    def open_pdf(self) -> None:
        """Open the draft in the machine's PDF program."""
        if self.preview:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(pdf_of(self.preview.paper))))

    # Words

    def _next_unsettled(self) -> None:
        self.text.next_unsettled()

    def word(self, place: str, text: str) -> None:
        """Keep the office's own words for a paragraph."""
        if self._place is None:
            return
        (plan_id, period_id, kind, unit_id), today = self._place, self.desk.today
        write(
            self.desk,
            "已改一段" if text else "已删去一段",
            lambda store: drafting.edit_paragraph(
                store, plan_id, period_id, place, text, today, kind, unit_id
            ),
        )

    def settle(self, place: str, how: str) -> None:
        """采用新数, 保留 or 恢复草稿."""
        if self._place is None:
            return
        (plan_id, period_id, kind, unit_id), today = self._place, self.desk.today
        write(
            self.desk,
            f"改过的段落：{HOW_WORDS[how]}",
            lambda store: drafting.settle_paragraph(
                store, plan_id, period_id, place, how, today, kind, unit_id
            ),
        )

    def _wanted_place(self) -> tuple[str, str, str, str | None]:
        """Plan, period, kind and unit of the paper that is chosen."""
        return (self.desk.plan_id or "", self.desk.period_id or "", self.kind_name, self.unit_id)

    def _close_editor(self) -> None:
        if self.text.editor is not None:
            self.text.editor.close_with(True)


def _when(stands: PaperDesk | None) -> str:
    """11月11日 14:32."""
    if stands is None or not stands.marked_at:
        return ""
    day, clock = stands.marked_at[:10], stands.marked_at[11:16]
    return f"{int(day[5:7])}月{int(day[8:10])}日 {clock}"
