"""亮灯规则: shown with the legend as it prints, changed band by band without gap, kept once it holds together."""

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from peidang.app.papers import rules
from peidang.desktop.desk import Desk
from peidang.desktop.frame import SETTINGS, Frame
from peidang.desktop.rules.rules_dialog import RulesDialog
from peidang.domain.labels import IndicatorKind, Light

pytestmark = pytest.mark.needs_qt


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> RulesDialog:
    made = RulesDialog(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def type_limit(dialog: RulesDialog, place: int, text: str) -> None:
    """Type another limit."""
    dialog.editor.limits[place].setText(text)
    dialog.editor.limits[place].textEdited.emit(text)


def test_the_settings_show_the_rules_with_the_legend_as_it_prints(frame: Frame, desk: Desk) -> None:
    frame.rail.choose(SETTINGS)
    section = frame.settings.rules
    told = rules.rules(desk.store, desk.plan_id or "")
    assert [text.split(" ", 1)[1] for text in section.legend.texts[:5]] == [words for _, words in told.legend]
    assert "尚未确认" in section.state.text()
    section.confirm.click()
    assert section.state.text().startswith("第1版")
    assert not section.confirm.isVisible()


def test_a_limit_moves_the_legend_at_once_and_is_kept_for_one_kind(dialog: RulesDialog, desk: Desk) -> None:
    type_limit(dialog, 0, "7.5")
    assert any("7.5个百分点以内" in text for text in dialog.legend.texts)
    dialog.step.click()
    sheet = rules.rules(desk.store, desk.plan_id or "").sheet
    assert sheet.bands[dialog.chosen][0].high == Decimal("7.5")
    other = next(kind for kind in IndicatorKind if kind is not dialog.chosen)
    assert sheet.bands[other][0].high == Decimal(5)


def test_one_click_judges_all_kinds_alike(dialog: RulesDialog, desk: Desk) -> None:
    type_limit(dialog, 1, "15")
    dialog.same.click()
    dialog.step.click()
    sheet = rules.rules(desk.store, desk.plan_id or "").sheet
    assert {sheet.bands[kind][1].high for kind in IndicatorKind} == {Decimal(15)}


@pytest.mark.parametrize(("typed", "words"), [("30", "比前一档大"), ("很多", "要写数字")])
def test_what_does_not_hold_together_is_told_and_not_kept(
    dialog: RulesDialog, desk: Desk, typed: str, words: str
) -> None:
    type_limit(dialog, 0, typed)
    assert words in dialog.complaint.text()
    dialog.step.click()
    assert dialog.isVisible()
    assert rules.rules(desk.store, desk.plan_id or "").number == 0


def test_bands_are_added_and_taken_away_without_a_gap(dialog: RulesDialog) -> None:
    dialog.editor.more.click()
    assert len(dialog.sheet.bands[dialog.chosen]) == 4
    assert dialog.sheet.light_for(dialog.chosen, Decimal(35)) is Light.SERIOUS
    for _ in range(3):
        dialog.editor.less.click()
    assert len(dialog.sheet.bands[dialog.chosen]) == 1
    assert not dialog.editor.less.isEnabled()


def rename(dialog: RulesDialog, light: Light, name: str) -> None:
    """Type another name for a light."""
    dialog.names.fields[light].setText(name)
    dialog.names.fields[light].textEdited.emit(name)


def test_lights_have_the_offices_own_names_in_the_bands_and_the_legend(
    dialog: RulesDialog, desk: Desk
) -> None:
    rename(dialog, Light.SERIOUS, "亮红灯")
    assert any("红（亮红灯）" in text for text in dialog.legend.texts)
    assert any("亮红灯" in dialog.editor.lights[0].itemText(place) for place in range(4))
    dialog.step.click()
    assert rules.rules(desk.store, desk.plan_id or "").sheet.names[Light.SERIOUS] == "亮红灯"


@pytest.mark.parametrize(("name", "words"), [("  ", "都要有叫法"), ("滞后", "同一个叫法")])
def test_lights_without_a_name_of_their_own_are_not_kept(
    dialog: RulesDialog, desk: Desk, name: str, words: str
) -> None:
    rename(dialog, Light.BEHIND, "滞后")
    rename(dialog, Light.SERIOUS, name)
    assert words in dialog.complaint.text()
    assert not dialog.do()
    assert rules.rules(desk.store, desk.plan_id or "").number == 0


def test_which_light_is_the_graver_is_moved_line_by_line(dialog: RulesDialog, desk: Desk) -> None:
    assert not dialog.names.ups[Light.SERIOUS].isEnabled()
    place = dialog.sheet.severity.index(Light.UNREPORTED)
    for _ in range(place):
        dialog.names.ups[Light.UNREPORTED].click()
    dialog.step.click()
    sheet = rules.rules(desk.store, desk.plan_id or "").sheet
    assert sheet.severity[0] is Light.UNREPORTED
    assert sheet.worst((Light.SERIOUS, Light.UNREPORTED)) is Light.UNREPORTED


def test_rules_that_were_kept_are_taken_back(dialog: RulesDialog, frame: Frame, desk: Desk) -> None:
    type_limit(dialog, 0, "7.5")
    dialog.step.click()
    assert rules.rules(desk.store, desk.plan_id or "").number == 1
    frame.status_bar.undo.click()
    assert rules.rules(desk.store, desk.plan_id or "").number == 0
    assert not frame.status_bar.undo.isVisible()


def test_rules_that_are_kept_unchanged_leave_the_last_step_to_undo(frame: Frame, desk: Desk) -> None:
    frame.rail.choose(SETTINGS)
    frame.settings.rules.confirm.click()
    again = RulesDialog(desk)
    assert again.do()
    assert not frame.status_bar.undo.isVisible()
    again.deleteLater()
    desk.undo()
    assert rules.rules(desk.store, desk.plan_id or "").number == 0
