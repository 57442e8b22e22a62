"""文稿设置: how the plan's papers are titled, signed and numbered, what stands above and below them; with a preview."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from peidang.app.papers import paper_desk, paper_settings
from peidang.app.papers.paper_cover import CoverStyle, Fault, Mark, printer_of
from peidang.app.papers.paper_settings import PaperSettings
from peidang.desktop import look
from peidang.desktop.controls import Segments, button, row, rule
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog
from peidang.desktop.fields import ChoiceField
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.report.settings_pages import (
    ImprintPart,
    IssuePart,
    LetterheadPart,
    Part,
    WordsPart,
    with_own,
)
from peidang.domain.labels import REFUSALS

UNFINISHED = frozenset({"no-kinds", "no-mark", "no-title"})
"""Faults of what is not written yet: told when it is to be kept, not while it is being written."""


class PaperSettingsDialog(OfficeDialog):
    """Holds a draft of the settings; they are kept only by the button."""

    def __init__(self, desk: Desk, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__("文稿设置", "保存", words="改后用于未印发的各期；已印发的不变。", parent=parent)
        self.desk, self.plan_id = desk, desk.plan_id or ""
        self.settings = paper_settings.paper_settings(desk.store, self.plan_id, desk.today)
        self.asked_to_keep = False
        self._shown = ""
        known, _ = paper_desk.paper_kinds(desk.store, self.plan_id)
        names = [one.name for one in known]
        usual = [one.name for one in known if one.about == "plan"]
        self.about_unit = {one.name for one in known if one.about == "unit"}
        self.kind = ChoiceField()
        self.kind.setAccessibleName("看哪一种文稿")
        self.kind.addItems(names)
        self.issue = IssuePart(usual, printer_of(desk.store, self.plan_id), self.settings.first, self._take)
        self.letterhead = LetterheadPart(names, usual, self._take)
        self.imprint = ImprintPart(names, usual, desk.today, self._take)
        self.words = WordsPart(names, self._take, self.restore)
        self.parts: tuple[Part, ...] = (self.issue, self.letterhead, self.imprint, self.words)
        self.segments = Segments(("署名和期号", "红头", "版记", "标题和用语"))
        self.pages = QStackedWidget()
        self.preview = [wrapped("", role) for role in ("accent", "body", "second")]
        self._lay_out()
        self._fill(kind if kind in names else self.settings.kind)
        self.segments.picked.connect(self.pages.setCurrentIndex)
        self.kind.activated.connect(lambda _at: self.choose_kind(self.kind.currentText()))
        self.words.kind.activated.connect(lambda _at: self.choose_kind(self.words.kind.currentText()))
        self.former = self.settings
        """What was set, with what the fields propose."""

    def _lay_out(self) -> None:
        self.resize(look.DIALOG_WIDE, look.SETTINGS_HEIGHT)
        self.body.addLayout(row(self.segments, None))
        for part in self.parts:
            self.pages.addWidget(part)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.pages)
        self.pages.setProperty("role", "flat")
        self.body.addWidget(scroll, 1)
        self.body.addWidget(rule())
        self.body.addLayout(row(label("预览", "second"), self.kind, None))
        lines = QVBoxLayout()
        lines.setSpacing(Gap.HAIR)
        for line in self.preview:
            lines.addWidget(line)
        self.body.addLayout(lines)

    def _fill(self, kind: str) -> None:
        """Show what is kept."""
        self.issue.kind.setCurrentText(self.settings.kind)
        self.issue.office.show_text(self.settings.office)
        period = self.desk.period
        self.issue.choose_year(period.span.end.year if period else self.desk.today.year)
        cover = self.settings.cover
        self.letterhead.show_style(cover.letterhead)
        self.imprint.show_style(cover.imprint)
        self.choose_kind(kind)

    def choose_kind(self, kind: str) -> None:
        """Another kind is looked at and worded."""
        self._shown = ""  # what the fields say until they are filled is no kind's
        self.kind.setCurrentText(kind)
        self.words.kind.setCurrentText(kind)
        head = self.settings.cover.letterhead
        self.words.show_words(self.settings.words[kind], head.own.get(kind, Mark()))
        self._shown = kind
        self._take()

    def restore(self) -> None:
        """恢复原样: the shipped words of the kind that is shown."""
        kind = self._shown
        self.settings = paper_settings.restored(self.desk.store, self.plan_id, self.settings, kind)
        self.choose_kind(kind)

    def _take(self) -> None:
        """Take over what the fields say, tell what does not hold, show how it will look."""
        if not self._shown:
            return
        head = self.letterhead.wanted(self.settings.cover.letterhead.own)
        head = with_own(head, self._shown, self.words.own())
        self.settings = PaperSettings(
            kind=self.issue.kind.currentText(),
            office=self.issue.office.text,
            first=dict(self.issue.first),
            words={**self.settings.words, self._shown: self.words.words()},
            cover=CoverStyle(head, self.imprint.wanted()),
        )
        self.imprint.office.box.setPlaceholderText(f"不写为{self._signer()}")
        self.words.show_common(head.words)
        self._tell()
        self._show_preview()

    def _signer(self) -> str:
        return self.settings.office or printer_of(self.desk.store, self.plan_id) or "署名机关"

    def _faults(self) -> Iterator[Fault]:
        for fault in paper_settings.faults(self.desk.store, self.plan_id, self.settings):
            own = fault.kind and fault.place.startswith("letterhead.")
            place = fault.place.replace("letterhead.", "own.") if own else fault.place
            yield replace(fault, place=place)

    def _tell(self) -> None:
        told = {
            fault.place: f"{REFUSALS[fault.why]}。"
            for fault in self._faults()
            if fault.kind in ("", self._shown) and (self.asked_to_keep or fault.why not in UNFINISHED)
        }
        for part in self.parts:
            for place, field in part.fields.items():
                field.tell(told.get(place, ""))

    def _show_preview(self) -> None:
        period, view = self.desk.period, self.desk.view
        if period is None or view is None:
            return
        units = [line.unit.name for line in view.receipts]
        unit = units[0] if units and self._shown in self.about_unit else ""
        made = paper_settings.preview(
            self.desk.store, period, self.settings, self._shown, unit, self.desk.today
        )
        told = (made.letterhead, made.title, made.imprint)
        for line, words in zip(self.preview, told, strict=True):
            line.setText(words)
            line.setVisible(bool(words))

    def lost(self) -> str:
        """Settings that were changed."""
        return "改过的设置不保留，仍用原来的。" if self.settings != self.former else ""

    def do(self) -> bool:
        """Keep the settings; where something does not hold, show it."""
        self.asked_to_keep = True
        self._take()
        fault = next(self._faults(), None)
        if fault is not None:
            self._go_to(fault)
            return False
        plan, settings, former = self.plan_id, self.settings, self.former
        if settings == former:
            return True
        return self.desk.set(
            "文稿设置已保存",
            lambda store: paper_settings.keep_settings(store, plan, settings),
            lambda store: paper_settings.keep_settings(store, plan, former),
        )

    def _go_to(self, fault: Fault) -> None:
        """The part and the field where something does not hold."""
        if fault.kind:
            self.choose_kind(fault.kind)
        for place, part in enumerate(self.parts):
            if fault.place in part.fields:
                self.segments.choose(place)
                part.fields[fault.place].setFocus()


def settings_button(desk: Desk, kind: ChoiceField) -> QPushButton:
    """文稿设置 on the page 报告, there for whoever coordinates the plan; ``kind`` says which kind is being looked at."""

    def ask() -> None:
        asked = PaperSettingsDialog(desk, kind.currentText(), made.window())
        asked.exec()
        asked.deleteLater()

    def wanted() -> bool:
        return bool(desk.view and desk.view.coordinates and desk.period and not desk.read_only)

    made = button("文稿设置", ask, "link")
    if not wanted():  # else it is shown with its page: a widget without one would be a window
        made.hide()
    for moved in (desk.changed, desk.chosen):
        moved.connect(lambda: made.setVisible(wanted()))
    return made
