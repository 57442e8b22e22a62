"""What came in: bytes once, statements in account or out of it, the order between sources."""

import hashlib
import time

import pytest

from peidang.db.returns import Spoken, cell_key
from peidang.db.store import Store
from peidang.domain.merging import CellState, resolve
from tests.db.office import Office, furnish, say

CELL = cell_key("row-1", "progress")


@pytest.fixture
def office(store: Store) -> Office:
    return furnish(store)


def state(spoken: Spoken) -> CellState:
    return resolve(spoken.statements, spoken.sources, spoken.lineage)[CELL]


class TestBytes:
    def test_are_kept_once_by_hash(self, store: Store) -> None:
        digests = {store.returns.keep_bytes(b"abc") for _ in range(2)}
        assert digests == {hashlib.sha256(b"abc").hexdigest()}
        assert store._db.execute("SELECT count(*) FROM blob").fetchone()[0] == 1
        assert store.returns.bytes_of(digests.pop()) == b"abc"

    def test_that_are_not_here_are_told(self, store: Store) -> None:
        with pytest.raises(KeyError):
            store.returns.bytes_of("0" * 64)

    def test_a_file_of_an_undone_batch_is_as_if_it_never_came(self, store: Store) -> None:
        digest = store.returns.keep_bytes(b"abc")
        batches = [store.batches.begin("receive", "收表") for _ in range(2)]
        for batch in batches:
            file_id = store.returns.add_file(batch, f"{batch}.xlsx", digest, None, "2025-11-03 08:00:00")
            store.returns.add_receipt(file_id, "taken")
        first = store.returns.live_file(digest)
        assert first is not None
        assert first.path == f"{batches[0]}.xlsx"
        store.batches.withdraw(batches[0])
        second = store.returns.live_file(digest)
        assert second is not None
        assert second.path == f"{batches[1]}.xlsx"
        assert [receipt.batch_id for receipt in store.returns.receipts()] == [batches[1]]
        store.batches.withdraw(batches[1])
        assert store.returns.live_file(digest) is None
        assert store.returns.receipts(digest=digest) == ()
        assert store.returns.bytes_of(digest) == b"abc"

    def test_a_receipt_comes_out_as_it_was_closed(self, store: Store, office: Office) -> None:
        batch = store.batches.begin("receive", "收表")
        file_id = store.returns.add_file(batch, "甲.xlsx", store.returns.keep_bytes(b"abc"), None, None)
        receipt_id = store.returns.add_receipt(file_id, "taken", period_id=office.period.id, unit_id="jia")
        store.returns.close_receipt(receipt_id, "needs-decision", {"new": 2}, [{"code": "missing"}])
        (kept,) = store.returns.receipts(period_id=office.period.id)
        assert (kept.outcome, kept.counts, kept.findings) == (
            "needs-decision",
            {"new": 2},
            ({"code": "missing"},),
        )
        assert store.returns.receipts(period_id="另一期") == ()


class TestStatements:
    def test_nothing_is_said_at_first(self, store: Store, office: Office) -> None:
        assert store.returns.spoken(office.period.id, "jia").statements == ()

    def test_a_unit_hears_only_what_is_said_of_itself(self, store: Store, office: Office) -> None:
        say(store, office, "jia", "甲的话")
        say(store, office, "yi", "乙的话")
        by_unit = store.returns.spoken_by_unit(office.period.id)
        assert {unit: state(spoken).value for unit, spoken in by_unit.items()} == {
            "jia": "甲的话",
            "yi": "乙的话",
        }
        assert by_unit["yi"] == store.returns.spoken(office.period.id, "yi")

    def test_an_undone_batch_is_out_of_account_and_later_ones_stay(
        self, store: Store, office: Office
    ) -> None:
        first, source = say(store, office, "jia", "先")
        later = store.batches.begin("hand", "改")
        store.returns.add_source(
            later, "hand", office.period.id, "jia", [source], {("row-1", "progress"): ("后", "先")}
        )
        store.batches.withdraw(first)
        assert state(store.returns.spoken(office.period.id, "jia")).value == "后"
        assert source not in store.returns.spoken(office.period.id, "jia").sources

    def test_the_order_goes_on_through_an_undone_batch(self, store: Store, office: Office) -> None:
        sources: list[str] = []
        batches = []
        for n, text in enumerate(("一", "二", "三")):
            batches.append(store.batches.begin("hand", text))
            sources.append(
                store.returns.add_source(
                    batches[-1],
                    "hand",
                    office.period.id,
                    "jia",
                    sources[n - 1 : n],
                    {("row-1", "progress"): (text, "")},
                )
            )
        store.batches.withdraw(batches[1])
        assert state(store.returns.spoken(office.period.id, "jia")).value == "三"

    @pytest.mark.parametrize("parent_first", [True, False])
    def test_returns_know_each_other_by_the_ids_they_carry(
        self, store: Store, office: Office, parent_first: bool
    ) -> None:
        parent = {"after": (), "return_id": "r1", "text": "旧"}
        child = {"after": ("r1",), "return_id": "r2", "text": "新"}
        for one in (parent, child) if parent_first else (child, parent):
            batch = store.batches.begin("receive", "收表")
            store.returns.add_source(
                batch,
                "return",
                office.period.id,
                "jia",
                one["after"],
                {("row-1", "progress"): (str(one["text"]), "")},
                return_id=str(one["return_id"]),
            )
        assert state(store.returns.spoken(office.period.id, "jia")).value == "新"

    def test_explanations_are_the_newest_that_count(self, store: Store, office: Office) -> None:
        batches = [store.batches.begin("explanation", "说明") for _ in range(2)]
        for batch, text in zip(batches, ("一", "二"), strict=True):
            store.returns.add_explanation(batch, office.period.id, "jia", "row-1", "jump", text)
        assert store.returns.explanations(office.period.id) == {("jia", "row-1", "jump"): "二"}
        store.batches.withdraw(batches[1])
        assert store.returns.explanations(office.period.id) == {("jia", "row-1", "jump"): "一"}


def test_three_hundred_units_with_forty_cells_each_are_read_at_once(store: Store, office: Office) -> None:
    with store.transaction():
        batch = store.batches.begin("receive", "收表")
        for n in range(300):
            unit = store.units.add(office.plan.authority.id, f"第{n}局").id
            cells = {(f"row-{k}", field): (f"{n}-{k}", "") for k in range(10) for field in "abcd"}
            first = store.returns.add_source(batch, "return", office.period.id, unit, (), cells)
            store.returns.add_source(batch, "return", office.period.id, unit, (first,), cells)
    began = time.process_time()
    spoken = store.returns.spoken_by_unit(office.period.id)
    states = {unit: resolve(said.statements, said.sources, said.lineage) for unit, said in spoken.items()}
    assert time.process_time() - began < 5
    assert sum(map(len, states.values())) == 12_000
    assert not any(one.open for cells in states.values() for one in cells.values())


def test_a_unit_that_types_five_hundred_cells_one_by_one_waits_for_none(store: Store, office: Office) -> None:
    with store.transaction():
        batch = store.batches.begin("hand", "填报")
        newest: frozenset[str] = frozenset()
        for n in range(500):
            said = {(f"row-{n % 125}", "progress"): (f"第{n}次", "旧")}
            newest = frozenset(
                {store.returns.add_source(batch, "hand", office.period.id, "jia", newest, said)}
            )
    began = time.process_time()
    spoken = store.returns.spoken(office.period.id, "jia")
    states = resolve(spoken.statements, spoken.sources, spoken.lineage)
    assert spoken.newest == newest
    assert time.process_time() - began < 2
    assert {one.value for one in states.values()} == {f"第{n}次" for n in range(375, 500)}
