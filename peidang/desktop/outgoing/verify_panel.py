"""核对表: before a unit is named it sees what will be said of it; what it answered is kept."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from peidang.app.outgoing import verifying
from peidang.app.views import MadeFile, ReceiptLine
from peidang.desktop import look
from peidang.desktop.background import Report
from peidang.desktop.board.small_dialogs import AnswerDialog
from peidang.desktop.controls import button
from peidang.desktop.desk import Desk
from peidang.desktop.folders import moment_words
from peidang.desktop.outgoing.panel import Making, Panel
from peidang.desktop.simple_table import Part
from peidang.desktop.tick_table import TickTable


@dataclass(frozen=True)
class _Asked:
    """A unit, and how far its 核对 is."""

    line: ReceiptLine
    shown_at: str
    answer: str
    by_whom: str


class VerifyPanel(Panel):
    """Units with ticks."""

    what = "生成核对表"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.units = TickTable(
            [
                Part("单位", 240, lambda one: one.line.unit.name),
                Part("报送", 148, lambda one: one.line.state, lambda one: look.receipt_light(one.line)),
                Part("核对表", 120, lambda one: moment_words(one.shown_at) if one.shown_at else ""),
                Part("核对意见", 0, lambda one: one.answer),
                Part("谁说的", 148, lambda one: one.by_whom),
            ]
        )
        self.units.things.key = lambda one: one.line.unit.id
        self.units.setAccessibleName("要核对的单位")
        self.answer_button = button("登记核对意见…", self.record)
        self.units.things.ticked.connect(self._show_counts)
        self.units.selectionModel().currentRowChanged.connect(lambda *_: self._show_counts())
        self._wanted = ""
        self.middle.addWidget(self.units, 1)
        self.foot.insertWidget(1, self.answer_button)

    def go_to(self, unit_id: str) -> None:
        """Tick a unit as soon as the list is there."""
        self._wanted = unit_id
        self._choose()

    def read(self, store: Any, _plan_id: str, period_id: str) -> Any:
        """What units were shown and answered."""
        return verifying.verifications(store, period_id)

    def show_found(self, found: Any) -> None:
        """Show the list."""
        chosen = self.units.chosen
        shown: dict[str, str] = {}
        said: dict[str, tuple[str, str]] = {}
        for one in found:
            if one.answer:
                said[one.unit_id] = (one.answer, one.by_whom)
            else:
                shown[one.unit_id] = one.made_at
        lines = self.desk.view.receipts if self.desk.view else ()
        self.units.things.show(
            [_Asked(line, shown.get(line.unit.id, ""), *said.get(line.unit.id, ("", ""))) for line in lines]
        )
        places = [n for n, line in enumerate(lines) if chosen and line.unit.id == chosen.line.unit.id]
        self.units.selectRow(places[0] if places else 0)
        self._choose()
        self._show_counts()

    def record(self) -> None:
        """登记核对意见 of the unit chosen."""
        one = self.units.chosen
        if one is None:
            return
        dialog = AnswerDialog(self.desk, one.line.unit, self)
        dialog.exec()
        dialog.deleteLater()

    def making(self) -> Making | None:
        """核对表 for those ticked."""
        chosen = [one.line.unit.id for one in self.units.ticked]
        if not chosen:
            return None
        desk = self.desk
        plan_id, period_id, folder, today = (
            desk.plan_id or "",
            desk.period_id or "",
            self.folder.folder,
            desk.today,
        )

        def make(store: Any, report: Report) -> list[MadeFile]:
            made = []
            for done, unit in enumerate(chosen):
                if not report(done, len(chosen)):
                    break
                made.append(verifying.verification_sheet(store, plan_id, period_id, unit, folder, today))
            return made

        return make

    def _choose(self) -> None:
        for place, one in enumerate(self.units.things.things):
            if one.line.unit.id == self._wanted:
                self._wanted = ""
                self.units.selectRow(place)
                self.units.things.tick([one.line.unit.id], True)

    def _show_counts(self) -> None:
        ticked = len(self.units.ticked)
        self.words.setText(
            "要点名的单位，先把要写到它的内容做成核对表给它看；勾选单位后生成，对方答复了在这里登记。"
            + (f"已选{ticked}家。" if ticked else "")
        )
        self.step.setEnabled(bool(ticked) and self.making_job is None)
        self.step.setToolTip("" if ticked else "先勾选要核对的单位")
        self.answer_button.setEnabled(self.units.chosen is not None)
