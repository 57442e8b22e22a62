"""What a version keeps when indicators, names and rows are settled later."""

import dataclasses

from peidang.db.plans import RowLink
from peidang.db.store import Store
from tests.db.office import furnish, say
from tests.db.test_plans import change


def test_versions_up_to_one_keep_an_indicator_as_it_was(store: Store) -> None:
    first = furnish(store).plan
    second = change(store, first, rows=first.rows[:1])
    (known,) = second.indicators
    for until, names in ((1, ("yi",)), (1, ("yi", "jia")), (0, ())):
        settled = dataclasses.replace(known, reporter_ids=names)
        store.plans.replace_indicators(first.id, (settled,), until=until)
    assert store.plans.get(first.id, 1).indicators == first.indicators
    assert store.plans.get(first.id).indicators[0].reporter_ids == ()


def test_an_indicator_changed_with_a_version_is_changed_from_there_on(store: Store) -> None:
    first = furnish(store).plan
    (known,) = first.indicators
    second = change(store, first, indicators=(dataclasses.replace(known, reporter_ids=("yi",), nodes=()),))
    assert store.plans.get(first.id, 1) == first
    assert store.plans.get(first.id) == second


def test_a_merged_name_leads_to_the_unit_it_went_to_with_its_aliases(store: Store) -> None:
    plan = furnish(store).plan
    one, other = plan.unit("jia"), plan.unit("yi")
    store.units.add_alias(one, "甲局")
    store.units.merge(one, other)
    found = [store.units.find(one.authority_id, name) for name in ("市甲局", "甲局", "市乙局")]
    assert [unit.id if unit else None for unit in found] == ["yi", "yi", "yi"]
    assert store.units.get("jia").name == "市甲局"
    assert store.faults() == ()


def test_what_a_unit_said_is_handed_over_in_the_periods_named(store: Store) -> None:
    office = furnish(store)
    say(store, office, "yi", "样例进展")
    store.months.grant(office.period.id, "yi", office.period.due, "出差")
    store.months.hand_over([office.period.id], "yi", "jia")
    assert [one.value for one in store.returns.spoken(office.period.id, "jia").statements] == ["样例进展"]
    assert store.returns.spoken(office.period.id, "yi").statements == ()
    assert store.months.get(office.period.id).exceptions == (("jia", office.period.due),)


def test_links_between_rows_are_kept(store: Store) -> None:
    plan = furnish(store).plan
    link = RowLink("split", "row-1", "row-2", "2025-11-01")
    store.plans.link_rows([link])
    assert store.plans.row_links(plan.id) == (link,)
    assert store.plans.row_links("nowhere") == ()
