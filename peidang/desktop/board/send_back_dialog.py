"""退回…: which cells go back to a unit, why, by when they come in again, and where the 退回单 is written."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from peidang.app.outgoing import sending_back
from peidang.app.store import stores
from peidang.app.views import SendResult
from peidang.desktop import look
from peidang.desktop.background import Job, Report, start
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, day_edit, day_of, form_of
from peidang.desktop.folder_line import FolderLine
from peidang.desktop.folders import default_folder
from peidang.desktop.plain_text import wrapped
from peidang.desktop.simple_table import Part
from peidang.desktop.tick_table import TickTable
from peidang.domain.labels import FIELD_WORDS, GRADE_WORDS, Field, Grade
from peidang.domain.plan import Plan, Unit
from peidang.domain.travel import MendCell


@dataclass(frozen=True)
class _Line:
    """A cell that may go back."""

    cell: MendCell
    place: str
    must: bool

    @property
    def key(self) -> tuple[str, Field]:
        return self.cell.item_id, self.cell.field


class SendBackDialog(OfficeDialog):
    """The cells with 必须改 are ticked, those with 请说明 are there to be ticked."""

    def __init__(self, desk: Desk, unit: Unit, parent: QWidget | None = None) -> None:
        super().__init__(
            f"退回：{unit.name}",
            "生成退回单",
            words="退回单里只有打勾的格可以改，其余照旧；单位改好报回，只替换这几格。",
            parent=parent,
        )
        self.desk, self.unit = desk, unit
        self.job: Job | None = None
        assert desk.view is not None
        assert desk.period is not None
        self.lines = _lines(desk, unit)
        self.table = TickTable(
            [
                Part("格", 168, lambda one: one.place),
                Part("等级", 72, lambda one: GRADE_WORDS[Grade.MUST if one.must else Grade.EXPLAIN]),
                Part("原因", 0, lambda one: one.cell.reason.replace("\n", "；")),
            ]
        )
        self.table.setMinimumHeight(look.LOG_HEIGHT)
        self.table.things.key = lambda one: one.key
        self.table.things.chosen = {one.key for one in self.lines if one.must}
        self.table.things.show(self.lines)
        period = desk.period
        left = [day for day in (period.due_for(unit.id), period.final_due) if day and day >= desk.today]
        self.due = day_edit(min(left, default=desk.today))
        self.folder = FolderLine()
        self.folder.propose(default_folder(desk.view.plan.title) / f"{period.span.label}退回单")
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        self.body.addWidget(
            self.table if self.lines else wrapped("这个单位还没有报来，或没有要改、要说明的内容。", "second"),
            1,
        )
        self.body.addLayout(form_of(("请于何日前报回", self.due)))
        self.body.addWidget(self.folder)
        self.step.setEnabled(bool(self.lines))

    def do(self) -> bool:
        """Write the 退回单 beside the window; the dialog closes when it is there."""
        cells = [one.cell for one in self.table.ticked]
        if not cells:
            return self.complain("请至少勾选一格。")
        if self.job is not None:
            return False
        desk, unit_id = self.desk, self.unit.id
        path, plan_id, period_id = desk.path, desk.plan_id or "", desk.period_id or ""
        folder, due, today = self.folder.folder, day_of(self.due), desk.today

        def work(_report: Report) -> SendResult:
            with stores.open_store(path, desk.now) as store:
                return sending_back.send_back(
                    store, plan_id, period_id, unit_id, folder, today, only=cells, due=due
                )

        self.step.setEnabled(False)
        self.job = start(self, work, self._made, self._failed)
        return False

    def _made(self, result: SendResult) -> None:
        self.job = None
        name = result.files[0].path.name
        self.desk.received(None, f"已生成退回单：{name}，请发给{self.unit.name}")
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.step.setEnabled(True)
        self.desk.failed.emit(error)
        self.complain("没有生成，原因见窗口上方。")


def _lines(desk: Desk, unit: Unit) -> list[_Line]:
    store, plan_id, period_id, today = desk.store, desk.plan_id or "", desk.period_id or "", desk.today
    must = {
        (one.item_id, one.field)
        for one in sending_back.cells_to_mend(store, plan_id, period_id, today).get(unit.id, ())
    }
    everything = sending_back.cells_to_mend(store, plan_id, period_id, today, all_findings=True)
    assert desk.view is not None
    return [
        _Line(one, place_of(desk.view.plan, one), (one.item_id, one.field) in must)
        for one in everything.get(unit.id, ())
    ]


def place_of(plan: Plan, cell: MendCell) -> str:
    """第3行 进展情况 / 指标2 累计数."""
    for row in plan.rows:
        if row.id == cell.item_id:
            return f"第{row.serial}行 {FIELD_WORDS[cell.field]}"
    number = next((n for n, one in enumerate(plan.indicators, start=1) if one.id == cell.item_id), 0)
    return f"指标{number} {FIELD_WORDS[cell.field]}"
