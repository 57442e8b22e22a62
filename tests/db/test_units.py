"""Authorities and units in a store."""

import pytest

from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.plan import Authority, Unit


@pytest.fixture
def city(store: Store) -> Authority:
    return store.units.authority("样例市")


def names(store: Store, authority: Authority) -> list[str]:
    return [unit.name for unit in store.units.all_of(authority.id)]


class TestNames:
    def test_an_authority_is_made_once(self, store: Store, city: Authority) -> None:
        assert store.units.authority("样例市") == city

    def test_a_unit_is_found_by_name_and_by_alias(self, store: Store, city: Authority) -> None:
        unit = store.units.add(city.id, "市甲局")
        store.units.add_alias(unit, "甲局")
        found = store.units.find(city.id, "甲局")
        assert found == store.units.find_or_add(city.id, "市甲局") == store.units.get(unit.id)
        assert found is not None
        assert found.aliases == ("甲局",)

    def test_the_same_name_in_two_authorities_is_two_units(self, store: Store, city: Authority) -> None:
        county = store.units.authority("样例县")
        here, there = (store.units.find_or_add(one.id, "财政局") for one in (city, county))
        assert here.id != there.id
        store.units.add_alias(here, "财局")
        assert store.units.find(county.id, "财局") is None

    @pytest.mark.parametrize("taken", ["市甲局", "甲局"])
    def test_a_name_or_alias_in_use_is_refused(self, store: Store, city: Authority, taken: str) -> None:
        store.units.add_alias(store.units.add(city.id, "市甲局"), "甲局")
        other = store.units.add(city.id, "市乙局")
        with pytest.raises(Refused, match="name-taken"):
            store.units.add(city.id, taken)
        with pytest.raises(Refused, match="name-taken"):
            store.units.rename(other.id, taken)
        assert names(store, city) == ["市甲局", "市乙局"]

    def test_an_alias_in_use_stays_with_its_bearer(self, store: Store, city: Authority) -> None:
        first, second = store.units.add(city.id, "市甲局"), store.units.add(city.id, "市乙局")
        store.units.add_alias(first, "老局")
        store.units.add_alias(second, "老局")
        store.units.add_alias(second, "市甲局")
        assert store.units.get(second.id).aliases == ()

    def test_a_renamed_unit_is_still_found_by_its_old_name(self, store: Store, city: Authority) -> None:
        unit = store.units.add(city.id, "市甲局")
        store.units.rename(unit.id, "市甲委")
        found = store.units.find(city.id, "市甲局")
        assert found == Unit(unit.id, city.id, "市甲委", 1, ("市甲局",))

    def test_a_unit_can_take_back_its_old_name(self, store: Store, city: Authority) -> None:
        unit = store.units.add(city.id, "市甲局")
        store.units.rename(unit.id, "市甲委")
        store.units.rename(unit.id, "市甲局")
        assert store.units.get(unit.id) == Unit(unit.id, city.id, "市甲局", 1, ("市甲委",))


class TestOrder:
    def test_new_units_come_last(self, store: Store, city: Authority) -> None:
        for name in ("丙", "甲", "乙"):
            store.units.add(city.id, name)
        assert names(store, city) == ["丙", "甲", "乙"]

    def test_units_named_come_first_and_the_others_follow_as_they_stood(
        self, store: Store, city: Authority
    ) -> None:
        ids = {name: store.units.add(city.id, name).id for name in ("甲", "乙", "丙", "丁")}
        store.units.reorder([ids["丁"], ids["乙"]])
        assert names(store, city) == ["丁", "乙", "甲", "丙"]
        assert [unit.position for unit in store.units.all_of(city.id)] == [1, 2, 3, 4]

    def test_not_naming_a_unit_is_kept(self, store: Store, city: Authority) -> None:
        unit = store.units.add(city.id, "甲")
        store.units.set_unnamed(unit.id, True)
        assert store.units.get(unit.id).unnamed
        store.units.set_unnamed(unit.id, False)
        assert not store.units.get(unit.id).unnamed


class TestCollectives:
    def test_members_stand_in_official_order_once_confirmed(self, store: Store, city: Authority) -> None:
        whole = store.units.add(city.id, "各县区政府", collective=True)
        parts = [store.units.add(city.id, name).id for name in ("甲县", "乙县")]
        assert store.units.members(whole.id) == ()
        store.units.expand(whole.id, parts[::-1])
        store.units.expand(whole.id, parts)
        assert store.units.members(whole.id) == tuple(parts)
        assert store.units.get(whole.id).collective


class TestSuccession:
    @pytest.fixture
    def ids(self, store: Store, city: Authority) -> list[str]:
        return [store.units.add(city.id, name).id for name in ("甲", "乙", "丙")]

    def test_a_unit_answers_for_itself_until_the_day(self, store: Store, ids: list[str]) -> None:
        store.units.succeed(ids[0], ids[1], "2025-03-01")
        assert store.units.successor(ids[0], "2025-02-28") == ids[0]
        assert store.units.successor(ids[0], "2025-03-01") == ids[1]
        assert store.units.successor(ids[1], "2025-03-01") == ids[1]

    @pytest.mark.parametrize("second", ["2025-03-01", "2025-06-01"])
    def test_a_chain_is_followed_to_its_end(self, store: Store, ids: list[str], second: str) -> None:
        store.units.succeed(ids[0], ids[1], "2025-03-01")
        store.units.succeed(ids[1], ids[2], second)
        assert store.units.successor(ids[0], "2025-12-31") == ids[2]

    def test_a_duty_handed_back_is_where_it_was(self, store: Store, ids: list[str]) -> None:
        store.units.succeed(ids[0], ids[1], "2024-01-01")
        store.units.succeed(ids[1], ids[0], "2025-01-01")
        store.units.succeed(ids[0], ids[1], "2026-01-01")
        days = ("2023-06-30", "2024-06-30", "2025-06-30", "2026-06-30")
        assert [store.units.successor(ids[0], day) for day in days] == [ids[0], ids[1], ids[0], ids[1]]

    def test_a_circle_on_one_day_ends(self, store: Store, ids: list[str]) -> None:
        for one, other in ((0, 1), (1, 2), (2, 0)):
            store.units.succeed(ids[one], ids[other], "2025-01-01")
        assert store.units.successor(ids[0], "2025-06-30") in ids
