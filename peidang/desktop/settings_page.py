"""设置: whose store this is, the units, the rules, keeping it safe, fonts, and what the program is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from peidang.app import about
from peidang.app.store import keeping, stores
from peidang.desktop import choosing, look, memory
from peidang.desktop.background import Job, Report, start
from peidang.desktop.controls import button, row, rule
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.rules.section import RulesSection
from peidang.desktop.simple_table import Part, SimpleTable

LICENCE = "配档通以 MIT 许可发布。字体各有自己的许可，随程序附在字体旁边。"
SECRETS = "不得处理国家秘密。本程序不联网，所有内容只存在本机的工作库文件里。"


class SettingsPage(QWidget):
    """One column; what can be changed is a button, the rest is to be read."""

    def __init__(self, desk: Desk, show_help: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.job: Job | None = None
        self.setProperty("role", "page")
        self.own_unit = label("", "body")
        self.place = wrapped("", "second")
        self.kept = wrapped("", "second")
        self.backup_button = button("备份…", self.ask_backup, "next")
        self.verify_button = button("检验", self.verify)
        self.help_button = button("使用手册（F1）", show_help)
        self.units = SimpleTable(self._unit_parts())
        self.rules = RulesSection(desk)
        self.fonts = SimpleTable(self._font_parts())
        self._lay_out()
        desk.changed.connect(self.refresh)
        self.refresh()

    def _unit_parts(self) -> list[Part]:
        return [
            Part("单位", 240, lambda one: one.unit.name),
            Part("又名", 0, lambda one: "、".join(one.unit.aliases)),
            Part("联系人", 200, lambda one: one.contact),
            Part("任务", 72, lambda one: str(one.rows or ""), number=True),
            Part("指标", 72, lambda one: str(one.indicators or ""), number=True),
        ]

    def _font_parts(self) -> list[Part]:
        return [
            Part("用处", 200, lambda one: one.use),
            Part("字体", 0, lambda one: one.family),
            Part("许可", 240, lambda one: one.licence),
        ]

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(Gap.PAGE, Gap.LARGE, Gap.PAGE, Gap.PAGE)
        column.setSpacing(Gap.SMALL)
        self._section(column, "本单位", self.own_unit)
        self._section(column, "工作库", self.place)
        column.addLayout(row(self.backup_button, self.verify_button, None))
        column.addWidget(self.kept)
        self._section(column, "单位与联系人", self.units)
        self._section(column, "亮灯规则", self.rules)
        fonts = wrapped("报告用随程序附带的字体排印，每台电脑印出来都一样。", "second")
        self._section(column, "字体", fonts, self.fonts)
        version = about.program_version()
        named = label(f"配档通 {version}".strip(), "body")
        self._section(column, "关于", named, wrapped(LICENCE, "second"), wrapped(SECRETS, "warning"))
        column.addLayout(row(self.help_button, None))
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.fonts.things.show(about.shipped_fonts())
        self.fonts.fit_height(look.SETTINGS_LINES)

    def _section(self, column: QVBoxLayout, head: str, *parts: QWidget) -> None:
        if column.count():
            column.addSpacing(Gap.MEDIUM)
            column.addWidget(rule())
        column.addSpacing(Gap.HAIR)
        column.addWidget(label(head, "head"))
        for part in parts:
            column.addWidget(part)

    def take_focus(self) -> None:
        """The keyboard goes to the next step."""
        self.backup_button.setFocus()

    def refresh(self) -> None:
        """Show what lies on the desk now."""
        view, desk = self.desk.view, self.desk
        own = view.plan.unit(view.plan.own_unit_id).name if view and view.plan.own_unit_id else "没有写明"
        role = "" if view is None else ("，牵头调度本方案" if view.coordinates else "，填报本方案")
        self.own_unit.setText(own + role)
        self.place.setText(f"{desk.path.name}，在“{desk.path.parent.name or desk.path.parent}”文件夹")
        self.place.setToolTip(str(desk.path))
        self.units.things.show(about.units_of(desk.store, desk.plan_id) if desk.plan_id else ())
        self.units.fit_height(look.SETTINGS_LINES)
        self.rules.refresh()

    # Keeping it safe

    def ask_backup(self) -> None:
        """备份…: ask where to, then copy and examine the copy."""
        day = self.desk.today
        near = memory.last_folder() / f"{self.desk.path.stem}_备份{day:%Y%m%d}{self.desk.path.suffix}"
        to = choosing.choose_place(self, "备份到", near, "工作库 (*.peidang)")
        if to is not None:
            self.back_up(to if to.suffix else to.with_suffix(".peidang"))

    def back_up(self, to: Path) -> None:
        """Copy the store to a file, beside the window."""

        def work(_report: Report) -> str:
            with stores.open_store(self.desk.path, self.desk.now) as store:
                keeping.backup(store, to)
            return f"已备份到“{to.name}”，并检验完好。请把备份存到 U盘或别的硬盘上。"

        self._work(work, "正在备份…")

    def verify(self) -> None:
        """检验: examine the store, beside the window."""

        def work(_report: Report) -> str:
            with stores.open_store(self.desk.path, self.desk.now) as store:
                faults = keeping.verify(store)
            if not faults:
                return "检验完毕，没有发现问题。"
            return f"发现{len(faults)}处问题：{'；'.join(faults[:3])}。请用备份恢复。"

        self._work(work, "正在检验…")

    def _work(self, work: Callable[[Report], str], words: str) -> None:
        if self.job is not None:
            return

        def done(told: str) -> None:
            self._wait(False)
            self.kept.setText(told)
            self.desk.say(told)

        def failed(error: Exception) -> None:
            self._wait(False)
            self.kept.setText("")
            self.desk.failed.emit(error)

        self.kept.setText(words)
        self._wait(True)
        self.job = start(self, work, done, failed)

    def _wait(self, busy: bool) -> None:
        if not busy:
            self.job = None
        for one in (self.backup_button, self.verify_button):
            one.setEnabled(not busy)
