"""Periods, requests, replies, and what the office adds on its own: wordings, rulings, rule sheets, issues."""

import dataclasses
from datetime import date

import pytest

from peidang.db.months import SentRequest
from peidang.db.store import Store
from peidang.domain.errors import NotFound
from peidang.domain.labels import Light
from peidang.domain.periods import parse_span
from tests.db.office import Office, furnish, say

DUE = date(2025, 11, 5)


@pytest.fixture
def office(store: Store) -> Office:
    return furnish(store)


class TestPeriods:
    @pytest.mark.parametrize("key", ["2025-10", "2025-Q3", "2025-01..02"])
    def test_a_period_of_any_length_comes_out_as_it_went_in(
        self, store: Store, office: Office, key: str
    ) -> None:
        span = parse_span(key)
        opened = store.months.open(office.plan.id, span, DUE, date(2025, 11, 8))
        assert store.months.find(office.plan.id, span) == store.months.get(opened.id) == opened
        assert (opened.span.key, opened.due, opened.final_due) == (key, DUE, date(2025, 11, 8))

    def test_opened_again_it_is_the_same_with_the_new_dues(self, store: Store, office: Office) -> None:
        again = store.months.open(office.plan.id, office.period.span, DUE.replace(day=6), DUE.replace(day=9))
        assert (again.id, again.due, again.final_due) == (
            office.period.id,
            date(2025, 11, 6),
            date(2025, 11, 9),
        )
        assert store.months.open(office.plan.id, office.period.span, DUE).final_due == date(2025, 11, 9)

    def test_they_stand_in_order_of_time(self, store: Store, office: Office) -> None:
        for key in ("2025-12", "2025-01..02", "2025-03"):
            store.months.open(office.plan.id, parse_span(key), DUE)
        found = store.months.all(office.plan.id)
        assert [one.span.key for one in found] == ["2025-01..02", "2025-03", "2025-10", "2025-12"]
        assert [before and before.span.key for before in map(store.months.before, found)] == [
            None,
            "2025-01..02",
            "2025-03",
            "2025-10",
        ]

    def test_a_unit_can_be_given_its_own_due(self, store: Store, office: Office) -> None:
        store.months.grant(office.period.id, "yi", date(2025, 11, 9), "来函申请")
        store.months.grant(office.period.id, "yi", date(2025, 11, 10), "再次来函")
        period = store.months.get(office.period.id)
        assert (period.due_for("jia"), period.due_for("yi")) == (DUE, date(2025, 11, 10))

    def test_an_unknown_one_is_told(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.months.get("nowhere")


class TestRequests:
    def request(self, office: Office, token: str, seen: frozenset[str] = frozenset()) -> SentRequest:
        base = {("row-1", "progress"): "上次所报\n第二行", ("row-1", "status"): ""}
        return SentRequest(token, office.period.id, "jia", 1, '{"表": 1}', base, seen, "")

    def test_a_request_keeps_every_cell_with_its_base_and_what_it_had_seen(
        self, store: Store, office: Office
    ) -> None:
        batch, source = say(store, office, "jia", "上次所报\n第二行")
        sent = self.request(office, "token-1", frozenset({source, "另一份"}))
        store.months.add_request(sent, batch)
        kept = store.months.request("token-1")
        assert kept is not None
        assert dataclasses.replace(kept, made_at="") == sent

    def test_requests_of_a_period_stand_in_the_order_they_were_made(
        self, store: Store, office: Office
    ) -> None:
        batch = store.batches.begin("send", "发")
        for token in ("z", "a", "m"):
            store.months.add_request(self.request(office, token), batch)
        assert [one.token for one in store.months.requests(office.period.id)] == ["z", "a", "m"]
        assert store.months.requests(office.period.id, "yi") == ()
        assert store.months.request("nowhere") is None

    def test_replies_come_out_as_they_were_made(self, store: Store, office: Office) -> None:
        answers = {("row-1", "progress"): "已完成“甲”", ("row-1", "status"): "已完成"}
        store.months.add_reply("r2", office.period.id, "jia", {})
        store.months.add_reply("r1", office.period.id, "jia", answers)
        kept = store.months.replies(office.period.id, "jia")
        assert [(one.return_id, one.answers) for one in kept] == [("r2", {}), ("r1", answers)]


class TestTheOfficesOwn:
    def test_the_newest_wording_counts_and_an_undone_one_does_not(self, store: Store, office: Office) -> None:
        batches = []
        for text in ("统稿一", "统稿二"):
            batches.append(store.batches.begin("wording", "统稿"))
            store.papers.add_wording(batches[-1], office.period.id, "row-1", text, "原文")
        assert store.papers.wordings(office.period.id)["row-1"].text == "统稿二"
        store.batches.withdraw(batches[1])
        assert store.papers.wordings(office.period.id)["row-1"].text == "统稿一"
        store.papers.add_wording(
            store.batches.begin("wording", "回到原文"), office.period.id, "row-1", "", ""
        )
        assert store.papers.wordings(office.period.id) == {}

    def test_a_light_set_by_hand_is_lifted_and_undone(self, store: Store, office: Office) -> None:
        set_, lifted = (store.batches.begin("ruling", "核定") for _ in range(2))
        store.papers.add_ruling(set_, office.period.id, "row-1", Light.DONE, "现场核实")
        store.papers.add_ruling(lifted, office.period.id, "row-1", None, "")
        assert store.papers.rulings(office.period.id) == {}
        store.batches.withdraw(lifted)
        assert store.papers.rulings(office.period.id)["row-1"].light is Light.DONE

    def test_rule_sheets_are_numbered_and_none_is_lost(self, store: Store, office: Office) -> None:
        assert store.papers.rule_sheet(office.plan.id) == (0, None)
        assert [store.papers.add_rule_sheet(office.plan.id, {"黄": n}) for n in (5, 10)] == [1, 2]
        assert store.papers.rule_sheet(office.plan.id) == (2, {"黄": 10})
        assert store.papers.rule_sheet(office.plan.id, 1) == (1, {"黄": 5})

    def test_an_issue_freezes_the_period_and_keeps_its_files_in_order(
        self, store: Store, office: Office
    ) -> None:
        files = [(name, store.returns.keep_bytes(name.encode())) for name in ("通报.pdf", "附件.xlsx")]
        store.papers.add_issue(office.period.id, 0, "{}", files)
        store.papers.add_issue(office.period.id, 1, "{}", files[:1], ["第3行：15改为16"])
        first, second = store.papers.issues(office.period.id)
        assert store.months.get(office.period.id).issued
        assert (first.number, first.files, first.corrections) == (1, tuple(files), ())
        assert (second.number, second.files, second.corrections) == (
            2,
            tuple(files[:1]),
            ("第3行：15改为16",),
        )

    def test_the_log_is_read_newest_first(self, store: Store, office: Office) -> None:
        store.batches.log("催报", "电话", unit_id="jia")
        store.batches.log("催报", "函", unit_id="yi")
        assert [(line.text, line.unit_id) for line in store.batches.log_lines()] == [
            ("函", "yi"),
            ("电话", "jia"),
        ]

    def test_a_batch_tells_which_periods_it_touched(self, store: Store, office: Office) -> None:
        batch, _ = say(store, office, "jia", "进展")
        assert store.batches.touched_periods(batch) == {office.period.id}
        assert store.batches.touched_periods(store.batches.begin("send", "发")) == frozenset()
        with pytest.raises(NotFound):
            store.batches.get(99)
