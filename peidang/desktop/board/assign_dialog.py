"""归到…: whose a picture or scan is that nobody could tell: the unit, the row, 佐证材料 or 盖章件."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from peidang.app.returns import materials
from peidang.desktop import look
from peidang.desktop.choice_list import ChoiceList
from peidang.desktop.controls import row
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, form_of
from peidang.desktop.drop.paths import chain
from peidang.desktop.fields import ChoiceField
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, tip

RECEIPT = Qt.ItemDataRole.UserRole
KINDS = (("按文件名判断", None), ("佐证材料", False), ("盖章件", True))


class AssignDialog(OfficeDialog):
    """Files at the left, units at the right. Files that belong together are given away in one go."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("归到哪个单位", "归入", "完成", "选中左边的文件，再选右边的单位。", parent)
        self.desk = desk
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        self.files = QListWidget()
        self.files.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.files.setAccessibleName("没有归属的材料")
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        plan = desk.view.plan if desk.view else None
        units = plan.reporting_units() if plan else ()
        self.units = ChoiceList([(unit.name, unit.id) for unit in units], "输入单位名称或拼音首字母")
        self.row, self.kind = ChoiceField(), ChoiceField()
        for words, signed in KINDS:
            self.kind.addItem(words, signed)
        self.units.list.currentItemChanged.connect(lambda *_: self._offer_rows())
        right = QVBoxLayout()
        right.setSpacing(Gap.MEDIUM)
        right.addWidget(self.units)
        right.addLayout(form_of(("任务", self.row), ("作为", self.kind)))
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(label("没有归属的材料", "second"))
        left.addWidget(self.files, 1)
        both = row(gap=Gap.PAGE)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        self._offer_rows()
        self._list()

    def do(self) -> bool:
        """Give the files chosen to the unit chosen; closes when none is left."""
        unit, chosen = self.units.value, self.files.selectedItems()
        if not chosen:
            return self.complain("请先选中文件。")
        if unit is None:
            return self.complain("请选单位。")
        item, signed = str(self.row.currentData() or ""), self.kind.currentData()
        with self.desk.held():
            for one in chosen:
                assign = partial(
                    materials.assign,
                    receipt_id=str(one.data(RECEIPT)),
                    unit_id=str(unit),
                    item=item,
                    signed=signed,
                    period_id=self.desk.period_id or None,
                )
                if not self.desk.act(f"已归入材料：{one.text()}", assign):
                    return self.complain("没有归入，原因见窗口上方。")
        self._list()
        return not self.files.count()

    def _list(self) -> None:
        self.files.clear()
        for receipt, path in materials.unassigned(self.desk.store, self.desk.period_id or ""):
            made = QListWidgetItem(chain(path))
            made.setData(RECEIPT, receipt)
            made.setToolTip(tip(path))
            self.files.addItem(made)
        self.files.setCurrentRow(0)

    def _offer_rows(self) -> None:
        self.row.clear()
        self.row.addItem("不指明哪一行", "")
        unit = self.units.value
        if self.desk.view and unit is not None:
            for one in self.desk.view.plan.rows_of(str(unit)):
                self.row.addItem(f"第{one.serial}行 {one.task}", one.id)
