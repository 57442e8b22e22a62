"""A row of the 配档表: 本局核定 with its reason, 销号 step by step, from its menu."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from peidang.app.plan import closing
from peidang.app.views import ScheduleLine
from peidang.desktop.desk import Desk
from peidang.desktop.frame import Frame
from peidang.desktop.rows.dialogs import APPLY, REFUSE, VERIFY, ClosingDialog, RulingDialog
from peidang.domain.labels import Light, RowState

pytestmark = pytest.mark.needs_qt


def line(desk: Desk, serial: int) -> ScheduleLine:
    assert desk.view is not None
    return next(one for one in desk.view.lines if one.row.serial == serial)


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_the_menu_of_a_row_offers_what_the_office_settles(frame: Frame, desk: Desk) -> None:
    menu = frame.schedule.row_actions.menu(line(desk, 3))
    assert words(menu) == ["明细", "本局核定亮灯…", "销号…"]


def test_a_light_is_ruled_with_its_reason_and_undone(frame: Frame, desk: Desk, qtbot: QtBot) -> None:
    before = line(desk, 3).row_light
    dialog = RulingDialog(desk, line(desk, 3).row, before)
    qtbot.addWidget(dialog)
    dialog.light.setCurrentIndex(dialog.light.findData(Light.BEHIND))
    assert not dialog.do()
    assert "理由" in dialog.complaint.text()
    dialog.reason.setPlainText("已与单位核实")
    assert dialog.do()
    assert line(desk, 3).row_light is Light.BEHIND
    desk.undo()
    assert line(desk, 3).row_light is before


def test_a_row_is_applied_for_and_refused_with_grounds(frame: Frame, desk: Desk, qtbot: QtBot) -> None:
    dialog = ClosingDialog(desk, line(desk, 3).row)
    qtbot.addWidget(dialog)
    assert [dialog.what.itemText(n) for n in range(dialog.what.count())] == [APPLY]
    assert not dialog.do()
    dialog.grounds.setPlainText("已竣工验收")
    dialog.by_whom.setText("县水利局")
    assert dialog.do()
    applied = next(row for row in desk.store.plans.get(desk.plan_id or "").rows if row.serial == 3)
    assert applied.state is RowState.CLOSING
    again = ClosingDialog(desk, applied)
    qtbot.addWidget(again)
    assert [again.what.itemText(n) for n in range(again.what.count())] == [VERIFY, REFUSE]
    again.what.setCurrentText(REFUSE)
    again.grounds.setPlainText("验收意见未附")
    again.by_whom.setText("某某某")
    assert again.do()
    told = [step.words for step in closing.history(desk.store, desk.plan_id or "", applied.id)]
    assert told[-1] == "第3行：不予销号，验收意见未附（某某某）"


def test_a_step_of_closing_is_taken_back_and_done_again_by_the_keyboard(
    frame: Frame, desk: Desk, qtbot: QtBot
) -> None:
    dialog = ClosingDialog(desk, line(desk, 3).row)
    qtbot.addWidget(dialog)
    dialog.grounds.setPlainText("已竣工验收")
    dialog.by_whom.setText("县水利局")
    assert dialog.do()
    assert frame.status_bar.undo.isVisible()
    desk.undo()
    assert line(desk, 3).row.state is RowState.OPEN
    assert closing.history(desk.store, desk.plan_id or "") == ()
    desk.redo()
    assert closing.history(desk.store, desk.plan_id or "")[-1].state is RowState.CLOSING


def test_what_cannot_be_chosen_in_the_menu_says_why(
    frame: Frame, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "read_only", "别人正在用")
    menu = frame.schedule.row_actions.menu(line(desk, 3))
    assert words(menu) == ["明细", "本局核定亮灯…（工作库只读）", "销号…（工作库只读）"]
    assert [action.isEnabled() for action in menu.actions() if action.text()] == [True, False, False]
