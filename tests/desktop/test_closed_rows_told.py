"""Rows done with (销号) whose figures fall are told where they are seen; the row itself says how it stands."""

import pytest
from PySide6.QtWidgets import QLabel

from peidang.app.plan import closing
from peidang.app.views import IndicatorLine
from peidang.desktop.desk import Cell, Desk
from peidang.desktop.frame import EXCHANGE, SCHEDULE, Frame
from peidang.domain.labels import Field, RowState

pytestmark = pytest.mark.needs_qt


@pytest.fixture
def done_with(desk: Desk) -> IndicatorLine:
    """The line of an indicator whose row is done with."""
    assert desk.view is not None
    line = next(one for one in desk.view.indicators if one.indicator.targets[0].row_id)
    row_id, plan_id = line.indicator.targets[0].row_id or "", desk.plan_id or ""
    closing.apply_for(desk.store, plan_id, row_id, "已竣工验收", "县水利局")
    closing.verify(desk.store, plan_id, row_id, "验收意见存卷", "某某某", None, desk.today)
    desk.reload()
    return line


def tell(desk: Desk, line: IndicatorLine, value: str) -> None:
    """A unit's figure of an indicator."""
    cell = Cell(desk.period_id or "", line.unit.id, line.indicator.id, Field.CUMULATIVE, line.indicator.name)
    assert desk.enter(cell, value)


def test_the_pane_says_that_a_row_is_done_with(frame: Frame, desk: Desk, done_with: IndicatorLine) -> None:
    table = frame.schedule.rows
    row_id = done_with.indicator.targets[0].row_id
    place = next(
        n
        for n, one in enumerate(table.answers.shown)
        if getattr(getattr(one, "row", None), "id", "") == row_id
    )
    table.setCurrentIndex(table.answers.index(place, 4))
    frame.schedule.open_pane()
    assert "已销号，验收意见存卷" in [one.text() for one in frame.schedule.pane.findChildren(QLabel)]


def test_a_row_that_a_low_figure_reopened_is_told_above_the_table(
    frame: Frame, desk: Desk, done_with: IndicatorLine
) -> None:
    frame.rail.choose(SCHEDULE)
    assert not frame.schedule.closed_told.isVisible()
    tell(desk, done_with, "0.01")
    assert desk.view is not None
    row = next(one.row for one in desk.view.lines if one.row.id == done_with.indicator.targets[0].row_id)
    assert row.state is RowState.OPEN
    assert frame.schedule.closed_told.isVisible()
    assert f"第{row.serial}行销号后数值低于目标，已恢复在办" in frame.schedule.closed_told.text()
    assert not frame.notice.isVisible()


def test_on_another_page_it_is_told_once_at_the_top(
    frame: Frame, desk: Desk, done_with: IndicatorLine
) -> None:
    frame.rail.choose(EXCHANGE)
    tell(desk, done_with, "0.01")
    assert frame.notice.isVisible()
    assert "已恢复在办" in frame.notice.words.text()
    frame.notice.close_button.click()
    desk.reload()
    assert not frame.notice.isVisible()
