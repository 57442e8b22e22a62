"""材料清单: what was kept beside the answers of the month, whose it is, when it came, and whose 盖章件 is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peidang.app.outgoing.output import file_part
from peidang.app.returns import material_list
from peidang.app.returns.material_list import MaterialLine
from peidang.desktop import choosing
from peidang.desktop.board.assign_dialog import AssignDialog
from peidang.desktop.controls import ENTER, button, row
from peidang.desktop.desk import Desk
from peidang.desktop.drop.paths import chain
from peidang.desktop.folders import default_folder, moment_words
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.reading import Reader
from peidang.desktop.simple_table import Part, SimpleTable

KINDS = {True: "盖章件", False: "佐证材料", None: "没有归属"}
NOTHING = "本期还没有收到佐证材料和盖章件。图片、扫描件同报送表一起拖到“收表”即可。"


@dataclass(frozen=True)
class _Found:
    period_id: str
    lines: tuple[MaterialLine, ...]
    lacking: tuple[str, ...]


class _Table(SimpleTable):
    """Enter is a double click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save the line the keyboard stands on."""
        if event.key() in ENTER and self.currentIndex().isValid():
            self.doubleClicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class MaterialsPage(QWidget):
    """Read when it is seen; a double click saves a copy."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.reader = Reader(desk, self._asked, self)
        self.reader.arrived.connect(self._arrived)
        self.head = label("", "page-head")
        self.words = wrapped("", "second")
        self.lacking = wrapped("", "warning")
        self.table = _Table(
            [
                Part("单位", 200, lambda one: one.unit or "—"),
                Part("类别", 96, lambda one: KINDS[one.signed]),
                Part(
                    "文件",
                    0,
                    lambda one: chain(one.file) if one.file else "（纸质）",
                    tip=lambda one: one.file,
                ),
                Part("任务", 72, lambda one: f"第{one.row}行" if one.row else ""),
                Part("收到", 124, lambda one: moment_words(one.received)),
                Part("说明", 220, lambda one: one.note, least=900),
            ]
        )
        self.table.setAccessibleName("材料清单")
        self.table.doubleClicked.connect(lambda _index: self.save())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self.save_button = button("另存一份…", self.save)
        self.assign_button = button("归到单位…", self.assign)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, Gap.MEDIUM)
        whole.setSpacing(Gap.SMALL)
        for part in (self.head, self.words, self.lacking):
            whole.addWidget(part)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(self.save_button, self.assign_button, None))
        self.lacking.hide()
        desk.changed.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a page nobody sees."""
        super().showEvent(event)
        self.refresh()

    def take_focus(self) -> None:
        """To the list."""
        self.table.setFocus()

    def refresh(self) -> None:
        """Read anew, if anybody looks."""
        if self.isVisible() and self.desk.period is not None:
            self.head.setText(f"{self.desk.period.span.label}材料清单")
            self.reader.read()

    def _asked(self) -> Callable[[Any], _Found] | None:
        plan_id, period, today = self.desk.plan_id, self.desk.period, self.desk.today
        if plan_id is None or period is None:
            return None

        def read(store: Any) -> _Found:
            lines = material_list.material_lines(store, period.span.key, plan_id)
            lacking = material_list.lacking_signed(store, plan_id, period.id, today)
            return _Found(period.id, tuple(lines), lacking)

        return read

    def _arrived(self, found: _Found) -> None:
        view = self.desk.view
        if view is None or found.period_id != self.desk.period_id:
            return
        order = {unit.name: unit.position for unit in view.plan.units}
        last = len(order) + max(order.values(), default=0)
        self.table.things.show(sorted(found.lines, key=lambda one: order.get(one.unit or "", last)))
        loose = sum(one.signed is None for one in found.lines)
        signed = sum(one.signed is True for one in found.lines)
        parts = [f"盖章件{signed}份，佐证材料{len(found.lines) - signed - loose}份"]
        if loose:
            parts.append(f"没有归属{loose}份，请指明是哪个单位的")
        self.words.setText(f"{'，'.join(parts)}。双击另存一份。" if found.lines else NOTHING)
        lacking = found.lacking if view.coordinates else ()
        self.lacking.setText(f"已报电子表、还缺盖章件的{len(lacking)}家：{'、'.join(lacking)}")
        self.lacking.setVisible(bool(lacking))
        self.assign_button.setVisible(view.coordinates and bool(loose))
        if found.lines:
            self.table.selectRow(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        one = self.table.chosen
        self.save_button.setEnabled(one is not None and one.sha256 is not None)
        self.save_button.setToolTip("只登记了纸质件，没有电子文件" if one and one.sha256 is None else "")
        self.assign_button.setEnabled(self.desk.writable)

    def save(self) -> None:
        """另存一份: a copy of what came, where the user says."""
        one = self.table.chosen
        if one is None or self.desk.view is None:
            return
        if one.sha256 is None:
            self.desk.say("只登记了纸质件，没有电子文件")
            return
        name = file_part(one.file.rsplit("::", 1)[-1].rsplit("/", 1)[-1]) or "材料"
        near = default_folder(self.desk.view.plan.title) / name
        path = choosing.choose_place(self, "另存一份", near, "所有文件 (*)")
        if path is None:
            return
        self.desk.act(f"已另存{path.name}", partial(_saved, one=one, path=path))

    def assign(self) -> None:
        """归到单位."""
        dialog = AssignDialog(self.desk, self)
        dialog.exec()
        dialog.deleteLater()


def _saved(store: Any, one: MaterialLine, path: Any) -> None:
    """Nothing to undo."""
    material_list.save_copy(store, one, path)
