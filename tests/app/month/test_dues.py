"""截止, 最后期限, 延期: who is late and who is 逾期, and days that are worked."""

from datetime import date

import pytest

from peidang.app.month import dues, months, schedule
from peidang.app.month.workdays import working_day
from peidang.app.papers import reporting
from peidang.app.sentences import sentence
from peidang.domain.errors import NotFound, Refused
from tests.app import bureau
from tests.app.office import FARMING, MONTH, TODAY, WATER, Office

DUE, FINAL = date(2025, 10, 20), date(2025, 10, 24)


def states(office: Office, today: date) -> dict[str, str]:
    view = schedule.schedule_view(office.store, office.plan_id, office.period_id, today)
    return {line.unit.name: line.state for line in view.receipts}


def test_between_the_due_and_the_final_due_a_unit_has_not_answered_but_is_not_overdue(office: Office) -> None:
    dues.set_dues(office.store, office.period_id, DUE, FINAL)
    assert states(office, FINAL)[FARMING] == "未报"
    assert states(office, date(2025, 10, 25))[FARMING] == "逾期未报"


def test_without_a_final_due_a_unit_is_overdue_the_day_after_the_due(office: Office) -> None:
    dues.set_dues(office.store, office.period_id, DUE, None)
    assert states(office, DUE)[FARMING] == "未报"
    assert states(office, date(2025, 10, 21))[FARMING] == "逾期未报"


def test_who_answers_between_the_two_is_late_and_the_days_count_from_the_due(office: Office) -> None:
    dues.set_dues(office.store, office.period_id, DUE, date(2099, 1, 1))
    office.take(bureau.fill_all(office.requests()[FARMING]))
    assert states(office, TODAY)[FARMING].startswith("迟报")


def test_a_unit_that_was_granted_more_time_is_not_overdue_before_its_own_day(office: Office) -> None:
    dues.set_dues(office.store, office.period_id, DUE, FINAL)
    dues.grant(office.store, office.period_id, office.unit_id(WATER), date(2025, 10, 30), "系统升级")
    seen = states(office, date(2025, 10, 30))
    assert (seen[WATER], seen[FARMING]) == ("未报", "逾期未报")
    assert states(office, date(2025, 10, 31))[WATER] == "逾期未报"
    summary = reporting.month_summary(office.store, office.plan_id, office.period_id, date(2025, 10, 30))
    assert WATER not in [line.unit.name for line in summary.overdue_units]


def test_an_extension_is_kept_with_its_reason_and_logged(office: Office) -> None:
    dues.grant(office.store, office.period_id, office.unit_id(WATER), date(2025, 10, 30), " 系统升级 ")
    (one,) = dues.extensions(office.store, office.period_id)
    assert (one.unit.name, one.due, one.reason) == (WATER, date(2025, 10, 30), "系统升级")
    (line,) = office.store.batches.lines_about(office.period_id, "延期")
    assert line.facts == {"due": "2025-10-30", "reason": "系统升级"}


def test_the_request_of_a_unit_with_more_time_says_its_own_day(office: Office) -> None:
    dues.grant(office.store, office.period_id, office.unit_id(WATER), date(2025, 10, 30), "系统升级")
    sent = {unit: bureau.request_in(data).due for unit, data in office.requests().items()}
    assert (sent[WATER], sent[FARMING]) == (date(2025, 10, 30), date(2025, 10, 25))


def test_an_extension_needs_a_reason_and_a_unit_that_reports(office: Office) -> None:
    with pytest.raises(Refused, match="no-extension-reason") as refused:
        dues.grant(office.store, office.period_id, office.unit_id(WATER), FINAL, "  ")
    with pytest.raises(NotFound):
        dues.grant(office.store, office.period_id, "nobody", FINAL, "系统升级")
    assert dues.extensions(office.store, office.period_id) == ()
    assert "延期" in sentence(refused.value)


def test_an_extension_to_a_day_before_the_due_is_refused(office: Office) -> None:
    water, early = office.unit_id(WATER), date(2025, 10, 24)
    with pytest.raises(Refused, match="extension-before-due") as refused:
        dues.grant(office.store, office.period_id, water, early, "系统升级")
    assert sentence(refused.value) == "“2025-10-24”：延期的日期早于本期截止日期，请写截止日期以后的日子。"
    assert dues.extensions(office.store, office.period_id) == ()


def test_a_final_due_before_the_due_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="final-before-due"):
        dues.set_dues(office.store, office.period_id, FINAL, DUE)
    with pytest.raises(Refused, match="final-before-due"):
        months.open_month(office.store, office.plan_id, MONTH, FINAL, DUE)
    assert office.store.months.get(office.period_id).final_due is None


def test_opening_a_month_again_keeps_the_dues_that_are_not_named(office: Office) -> None:
    months.open_month(office.store, office.plan_id, MONTH, DUE, FINAL)
    again = months.open_month(office.store, office.plan_id, MONTH)
    assert (again.due, again.final_due) == (DUE, FINAL)


def test_an_issued_month_keeps_its_dues(office: Office) -> None:
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", TODAY)
    with pytest.raises(Refused, match="issued"):
        dues.set_dues(office.store, office.period_id, DUE, FINAL)
    with pytest.raises(Refused, match="issued"):
        months.open_month(office.store, office.plan_id, MONTH, None, FINAL)
    with pytest.raises(Refused, match="issued"):
        dues.grant(office.store, office.period_id, office.unit_id(WATER), FINAL, "系统升级")


@pytest.mark.parametrize(
    ("day", "worked", "known"),
    [
        (date(2025, 10, 20), date(2025, 10, 20), True),  # a Monday
        (date(2025, 10, 25), date(2025, 10, 27), True),  # a Saturday
        (date(2025, 10, 3), date(2025, 10, 9), True),  # the holidays of October
        (date(2025, 10, 11), date(2025, 10, 11), True),  # a Saturday worked in their stead
        (date(2199, 6, 1), date(2199, 6, 3), False),  # a Saturday of a year nobody has announced
    ],
)
def test_a_due_moves_to_the_next_working_day(day: date, worked: date, known: bool) -> None:
    assert working_day(day) == (worked, known)
