"""转发: a bureau passes its request on in parts, joins what comes back, and answers upward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from peidang.app import answering
from peidang.app.month import entering
from peidang.app.outgoing import passing_on
from peidang.app.outgoing.passing_on import Part
from peidang.app.outgoing.sending_back import send_back
from peidang.app.returns import receiving
from peidang.app.store import stores
from peidang.app.views import FileOutcome
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import Field
from peidang.domain.periods import parse_span
from peidang.domain.travel import MendCell
from tests.app import bureau
from tests.app.office import FARMING, TODAY, Office
from tests.app.plan_texts import OWN_UNIT

PLANNING, MACHINES = "规划科", "农机科"


@dataclass
class Bureau:
    """A unit with a store of its own."""

    store: Store
    folder: Path
    plan_id: str
    period_id: str

    def pass_on(self, *to: Part) -> dict[str, bytes]:
        made = passing_on.pass_on(self.store, self.plan_id, self.period_id, self.folder / "转发", to)
        return {one.what: one.path.read_bytes() for one in made.files}

    def take(self, data: bytes, name: str) -> FileOutcome:
        path = bureau.put(self.folder / "收到" / name, data)
        (outcome,) = receiving.receive(self.store, [path], today=TODAY).files
        return outcome

    def reply(self) -> bytes:
        return answering.reply(
            self.store, self.plan_id, self.period_id, self.folder / "报送"
        ).path.read_bytes()


@pytest.fixture
def farming(office: Office, tmp_path: Path) -> Iterator[Bureau]:
    path = bureau.put(tmp_path / "局" / "填报表.xlsx", office.requests()[FARMING])
    with stores.create_store(tmp_path / "局" / "库.peidang") as store:
        period = answering.answer(store, path)
        yield Bureau(store, path.parent, period.plan_id, period.id)


def own_serials(office: Office) -> list[int]:
    return bureau.serials(office.requests()[FARMING])


def test_each_part_holds_its_lines_and_no_others(office: Office, farming: Bureau) -> None:
    first, second, *_ = own_serials(office)
    sent = farming.pass_on(Part(PLANNING, (first,)), Part(MACHINES, (second,), (2,)))
    assert bureau.serials(sent[PLANNING]) == [first]
    assert bureau.serials(sent[PLANNING], bureau.INDICATOR_HEAD) == []
    assert bureau.serials(sent[MACHINES]) == [second]
    assert bureau.serials(sent[MACHINES], bureau.INDICATOR_HEAD) == [2]
    assert f"第{second}项仓储工作" not in bureau.parts(sent[PLANNING])


def test_a_part_says_whom_it_is_for_and_is_named_after_them(office: Office, farming: Bureau) -> None:
    sent = farming.pass_on(Part(PLANNING, (own_serials(office)[0],)))
    assert [path.name for path in (farming.folder / "转发").iterdir()] == [
        "规划科_2025年10月填报表（转发）.xlsx"
    ]
    assert bureau.request_in(sent[PLANNING]).for_whom == PLANNING
    assert f"填报：{PLANNING}" in bureau.parts(sent[PLANNING])


def test_a_part_without_numbers_is_the_whole(office: Office, farming: Bureau) -> None:
    sent = farming.pass_on(Part(PLANNING))[PLANNING]
    assert bureau.serials(sent) == own_serials(office)
    assert bureau.serials(sent, bureau.INDICATOR_HEAD) == [2]


def test_parts_are_kept_with_the_request_they_come_from(office: Office, farming: Bureau) -> None:
    whole = farming.store.months.requests(farming.period_id)[-1].token
    sent = farming.pass_on(Part(PLANNING))[PLANNING]
    kept = farming.store.months.request(bureau.request_in(sent).token)
    assert kept is not None
    assert kept.passed_on_from == whole


def test_made_again_they_are_the_same(farming: Bureau) -> None:
    tokens = {bureau.request_in(farming.pass_on(Part(PLANNING))[PLANNING]).token for _ in range(2)}
    assert len(tokens) == 1


def test_what_comes_back_is_joined_and_answered_upward(office: Office, farming: Bureau) -> None:
    first, second, *rest = own_serials(office)
    sent = farming.pass_on(Part(PLANNING, (first,), (2,)), Part(MACHINES, (second,)))
    one = farming.take(
        bureau.fill(sent[PLANNING], {first: bureau.STARTED}, {2: {"累计数": 8}}), "规划科.xlsx"
    )
    two = farming.take(bureau.fill(sent[MACHINES], {second: {"进展情况": "已购置。"}}), "农机科.xlsx")
    assert (one.outcome, two.outcome) == ("taken", "taken")
    assert one.unit == FARMING
    outcome = office.take(farming.reply(), "回报.xlsx")
    assert (outcome.outcome, outcome.unit) == ("taken", FARMING)
    assert office.entry(first, FARMING)["progress"] == bureau.STARTED["进展情况"]
    assert office.entry(second, FARMING)["progress"] == "已购置。"
    assert all(not office.entry(serial, FARMING) for serial in rest)


def test_a_reply_after_parts_answers_the_whole_request(office: Office, farming: Bureau) -> None:
    first = own_serials(office)[0]
    sent = farming.pass_on(Part(PLANNING, (first,)))[PLANNING]
    farming.take(bureau.fill(sent, {first: bureau.STARTED}), "规划科.xlsx")
    reply = bureau.request_in(farming.reply())
    assert not reply.for_whom
    assert [line.row.serial for line in reply.rows] == own_serials(office)


@pytest.mark.parametrize("part", [Part(PLANNING, (999,)), Part(PLANNING, (), (1,))])
def test_a_number_that_was_not_asked_is_told(farming: Bureau, part: Part) -> None:
    with pytest.raises(NotFound):
        farming.pass_on(part)


def test_without_a_request_there_is_nothing_to_pass_on(farming: Bureau) -> None:
    later = farming.store.months.open(farming.plan_id, parse_span("2025-11"), date(2025, 11, 25))
    with pytest.raises(Refused, match="nothing-to-reply"):
        passing_on.pass_on(farming.store, farming.plan_id, later.id, farming.folder, [Part(PLANNING)])


def test_the_coordinating_office_passes_on_its_own_request(office: Office) -> None:
    made = passing_on.pass_on(
        office.store, office.plan_id, office.period_id, office.folder / "转发", [Part(PLANNING, (1,))]
    )
    data = made.files[0].path.read_bytes()
    assert bureau.serials(data) == [1]
    outcome = office.take(bureau.fill(data, {1: bureau.STARTED}), "规划科.xlsx")
    assert (outcome.outcome, outcome.unit) == ("taken", OWN_UNIT)
    assert office.entry(1, OWN_UNIT)["progress"] == bureau.STARTED["进展情况"]
    again = bureau.request_in(office.requests()[OWN_UNIT])
    assert not again.for_whom
    assert len(again.rows) > 1


class TestTheBureauGetsAPaperBack:
    """A 退回单 opened in a bureau's own store."""

    @pytest.fixture
    def sent_back(self, office: Office, farming: Bureau) -> bytes:
        """The bureau answered two rows, the office wants one of them mended."""
        first, second, *_ = own_serials(office)
        whole = farming.pass_on(Part(PLANNING))[PLANNING]
        farming.take(bureau.fill(whole, {first: bureau.STARTED, second: bureau.STARTED}), "规划科.xlsx")
        office.take(farming.reply(), "回报.xlsx")
        cell = MendCell(office.row_id(first), Field.PROGRESS, "请写明选址在何处。")
        made = send_back(
            office.store,
            office.plan_id,
            office.period_id,
            office.unit_id(FARMING),
            office.folder / "退回",
            TODAY,
            [cell],
        )
        return made.files[0].path.read_bytes()

    def test_the_plan_there_keeps_all_its_rows(
        self, office: Office, farming: Bureau, sent_back: bytes
    ) -> None:
        answering.answer(farming.store, bureau.put(farming.folder / "退回单.xlsx", sent_back))
        plan = farming.store.plans.get(farming.plan_id)
        assert [row.serial for row in plan.rows] == own_serials(office)
        assert plan.version == 1

    def test_it_is_mended_there_and_replied(self, office: Office, farming: Bureau, sent_back: bytes) -> None:
        answering.answer(farming.store, bureau.put(farming.folder / "退回单.xlsx", sent_back))
        row = office.row_id(own_serials(office)[0])
        unit = farming.store.plans.get(farming.plan_id).own_unit_id or ""
        entering.enter(farming.store, farming.period_id, unit, {(row, Field.PROGRESS): "选址在河西、河东。"})
        reply = farming.reply()
        assert bureau.request_in(reply).mend
        outcome = office.take(reply, "再报.xlsx")
        assert (outcome.outcome, outcome.cells["updated"]) == ("taken", 1)
        assert office.entry(own_serials(office)[0], FARMING)["progress"] == "选址在河西、河东。"

    def test_when_other_cells_were_changed_too_the_whole_is_replied(
        self, office: Office, farming: Bureau, sent_back: bytes
    ) -> None:
        answering.answer(farming.store, bureau.put(farming.folder / "退回单.xlsx", sent_back))
        first, second, *_ = own_serials(office)
        unit = farming.store.plans.get(farming.plan_id).own_unit_id or ""
        changed = {
            (office.row_id(first), Field.PROGRESS): "选址在河西。",
            (office.row_id(second), Field.PROBLEMS): "缺图纸。",
        }
        entering.enter(farming.store, farming.period_id, unit, changed)
        assert office.take(farming.reply(), "再报.xlsx").cells["conflicting"] == 0
        assert office.entry(first, FARMING)["progress"] == "选址在河西。"
        assert office.entry(second, FARMING)["problems"] == "缺图纸。"
