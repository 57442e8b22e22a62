"""退回单: for every unit that has something to mend, in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from peidang.app.outgoing import sending_back
from peidang.desktop.desk import Desk
from peidang.desktop.fields import TickBox
from peidang.desktop.outgoing.panel import Making, Panel
from peidang.desktop.simple_table import Part
from peidang.desktop.tick_table import TickTable
from peidang.domain.periods import day_label
from peidang.domain.plan import Unit


@dataclass(frozen=True)
class _Back:
    """A unit with cells to mend."""

    unit: Unit
    must: int
    more: int
    sent_back: date | None
    reasons: str


class BackPanel(Panel):
    """Units with ticks; those whose 退回单 is out already are not ticked."""

    what = "生成退回单"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.units = TickTable(self._parts())
        self.units.things.key = lambda one: one.unit.id
        self.units.setAccessibleName("有内容要改的单位")
        self.all_findings = TickBox("“请说明”的也退回")
        self.all_findings.toggled.connect(lambda _: self._show_wanted())
        self.units.things.ticked.connect(self._show_counts)
        self._seen: set[str] = set()
        self._found: list[_Back] = []
        self.middle.addWidget(self.units, 1)
        self.middle.addWidget(self.all_findings)

    def _parts(self) -> list[Part]:
        today = self.desk.today
        return [
            Part("单位", 220, lambda one: one.unit.name),
            Part("必须改", 72, lambda one: str(one.must or ""), number=True),
            Part("请说明", 72, lambda one: str(one.more or ""), number=True),
            Part("原因", 0, lambda one: one.reasons),
            Part(
                "已退回",
                120,
                lambda one: day_label(one.sent_back, today) if one.sent_back else "",
            ),
        ]

    def read(self, store: Any, plan_id: str, period_id: str) -> list[_Back]:
        """What could go back now."""
        today = self.desk.today
        must = sending_back.cells_to_mend(store, plan_id, period_id, today)
        everything = sending_back.cells_to_mend(store, plan_id, period_id, today, all_findings=True)
        back: Mapping[str, date] = sending_back.sent_back(store, period_id)
        units = {unit.id: unit for unit in store.plans.get(plan_id).units}
        found = [
            _Back(
                units[unit],
                len(must.get(unit, ())),
                len(cells) - len(must.get(unit, ())),
                back.get(unit),
                "；".join(dict.fromkeys(cell.reason.replace("\n", "；") for cell in cells)),
            )
            for unit, cells in everything.items()
            if unit in units
        ]
        return sorted(found, key=lambda one: one.unit.position)

    def show_found(self, found: list[_Back]) -> None:
        """Show the list; new units are ticked where something must be mended."""
        things = self.units.things
        new = {one.unit.id for one in found if one.unit.id not in self._seen}
        things.chosen = {
            one.unit.id
            for one in found
            if (one.unit.id in new and one.must and one.sent_back is None)
            or (one.unit.id in things.chosen and one.unit.id not in new)
        }
        self._seen |= new
        self._found = found
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Units that must mend something; on wish those that are to explain something, too."""
        self.units.things.show([one for one in self._found if one.must or self.all_findings.isChecked()])
        self._show_counts()

    def _show_counts(self) -> None:
        ticked = self.units.ticked
        must = sum(bool(one.must) for one in self._found)
        self.words.setText(
            f"必须改的{must}家，只需说明的{len(self._found) - must}家，已选{len(ticked)}家。"
            "退回单只列要改的格和原因，单位改好报回，只替换这几格。要挑选格的，在“收表”里右键点单位。"
            if self._found
            else "没有要退回的内容。"
        )
        self.step.setEnabled(bool(ticked) and self.desk.writable and self.making_job is None)
        locked = "工作库只读" if self.desk.read_only else "本期已印发，不能再退回"
        self.step.setToolTip(locked if not self.desk.writable else "" if ticked else "先勾选要退回的单位")

    def making(self) -> Making | None:
        """退回单 for those ticked."""
        chosen = [one.unit.id for one in self.units.ticked]
        if not chosen:
            return None
        desk = self.desk
        plan_id, period_id, today = desk.plan_id or "", desk.period_id or "", desk.today
        folder, everything = self.folder.folder, self.all_findings.isChecked()
        return lambda store, _report: (
            sending_back.send_back_all(
                store, plan_id, period_id, folder, today, chosen, all_findings=everything
            ).files
        )
