"""What was settled about other offices' forms, what they were told, and months that an import opened."""

from datetime import date

import pytest

from peidang.db.foreign import KeptForm, Told
from peidang.db.store import Store
from peidang.domain.errors import NotFound
from peidang.domain.periods import parse_span
from tests.db.office import Office, furnish

DUE = date(2025, 9, 25)
SEPTEMBER = parse_span("2025-09")


@pytest.fixture
def office(store: Store) -> Office:
    """Two bureaus, two rows, one indicator, October."""
    return furnish(store)


def told(office: Office, value: str, to: str = "省厅") -> Told:
    return Told(office.plan.indicators[0].id, "jia", to, value, "2025-10-31")


def test_a_form_is_known_by_its_heads_and_settled_anew(store: Store) -> None:
    assert store.foreign.form("f") is None
    store.foreign.keep_form(KeptForm("f", "表.xlsx", {"进展": "progress"}))
    newer = KeptForm("f", "新表.xlsx", {"进展": "progress", "备注": ""}, {"建仓": "row-1"}, "省厅")
    store.foreign.keep_form(newer)
    assert store.foreign.form("f") == newer


def test_the_newest_word_to_each_office_counts(store: Store, office: Office) -> None:
    batch = store.batches.begin("foreign-form", "填表")
    for one in (told(office, "1"), told(office, "2"), told(office, "3", "市统计局")):
        store.foreign.tell(batch, office.period.id, one)
    assert store.foreign.told(office.period.id) == (told(office, "2"), told(office, "3", "市统计局"))


def test_what_was_taken_back_was_not_told(store: Store, office: Office) -> None:
    first, second = store.batches.begin("foreign-form", "一"), store.batches.begin("foreign-form", "二")
    store.foreign.tell(first, office.period.id, told(office, "1"))
    store.foreign.tell(second, office.period.id, told(office, "2"))
    store.batches.withdraw(second)
    assert store.foreign.told(office.period.id) == (told(office, "1"),)


def test_a_month_goes_with_the_batch_that_opened_it(store: Store, office: Office) -> None:
    batch = store.batches.begin("import", "导入")
    period = store.months.open(office.plan.id, SEPTEMBER, DUE, opened_by=batch)
    store.batches.withdraw(batch)
    assert store.months.find(office.plan.id, SEPTEMBER) is None
    with pytest.raises(NotFound):
        store.months.get(period.id)


def test_a_month_that_is_gone_can_be_opened_again(store: Store, office: Office) -> None:
    batch = store.batches.begin("import", "导入")
    period = store.months.open(office.plan.id, SEPTEMBER, DUE, opened_by=batch)
    store.batches.withdraw(batch)
    again = store.months.open(office.plan.id, SEPTEMBER, date(2025, 9, 28))
    assert (again.id, again.due) == (period.id, date(2025, 9, 28))
    assert store.months.all(office.plan.id) == (again, office.period)


def test_a_month_in_which_something_was_said_stays(store: Store, office: Office) -> None:
    batch, other = store.batches.begin("import", "导入"), store.batches.begin("hand", "录入")
    period = store.months.open(office.plan.id, SEPTEMBER, DUE, opened_by=batch)
    store.returns.add_source(other, "hand", period.id, "jia", (), {("row-1", "progress"): ("已开工", "")})
    store.batches.withdraw(batch)
    assert store.months.find(office.plan.id, SEPTEMBER) == period
