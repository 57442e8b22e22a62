"""方案更新: a newer document changes the plan from a month on; what was issued stays."""

import dataclasses
from pathlib import Path
from random import Random

import pytest

from peidang.app.month import months
from peidang.app.papers import reporting
from peidang.app.plan import plans
from peidang.app.plan.plan_changes import LAPSED, Proposal, confirm_changes, propose_changes
from peidang.app.store import stores
from peidang.domain.change_words import change_sentence, choice_words, edit_sentence
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import IndicatorReporting, Role
from peidang.domain.plan import Plan
from peidang.domain.plan_changes import ChangeKind, printed_content
from peidang.domain.row_matching import Matching, match_rows
from peidang.plans.links import rows_of
from tests.app import bureau
from tests.app.office import FARMING, TODAY, WATER, Office
from tests.app.plan_texts import OWN_UNIT, granary_plan, write_plan

NOVEMBER = "2025-11"


def proposal(office: Office, *edits: tuple[str, str]) -> Proposal:
    """A newer document: the plan's own with some of its words replaced."""
    text = granary_plan()
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return propose_changes(office.store, office.plan_id, write_plan(office.folder, text, "方案（修订）.txt"))


def confirm(office: Office, made: Proposal, month: str = NOVEMBER, **more: object) -> Plan:
    confirm_changes(office.store, office.plan_id, made, month, **more)  # type: ignore[arg-type]
    return office.store.plans.get(office.plan_id)


def kinds(made: Proposal) -> list[ChangeKind]:
    return [change.kind for change in made.changes.changes]


def line(serial: int) -> str:
    """A row of the document, as it stands in the text."""
    return next(one for one in granary_plan().splitlines() if one.startswith(f"{serial}\t")) + "\n"


NEW_TASK = ("推进第5项仓储工作", "推进第5项仓储安全工作")
WITHOUT_9 = (line(9), "")
ONE_MORE = (
    "抄送：",
    "61\t开展粮情监测\t布设测温电缆，接入监管平台。\t县气象局\t\t责任人61号\t2026年\n抄送：",
)


class TestProposals:
    def test_the_same_document_changes_nothing(self, office: Office) -> None:
        made = proposal(office)
        assert made.changes.changes == ()
        with pytest.raises(Refused, match="nothing-chosen"):
            confirm(office, made)

    def test_nothing_is_written_by_proposing(self, office: Office) -> None:
        before = office.store.change_count()
        proposal(office, NEW_TASK, WITHOUT_9)
        assert office.store.change_count() == before

    def test_rows_changed_added_and_dropped_are_told_apart(self, office: Office) -> None:
        made = proposal(office, NEW_TASK, WITHOUT_9, ONE_MORE)
        assert kinds(made) == [ChangeKind.ROW_CHANGED, ChangeKind.ROW_ADDED, ChangeKind.ROW_DROPPED]
        told = [change_sentence(one, made.plan, made.reading) for one in made.changes.changes]
        assert told[0] == "第5行（新文件第5行）有改动"
        assert told[1].startswith("新增一行（新文件第61行）：开展粮情监测——布设测温电缆")
        assert told[2].startswith("新文件中没有第9行，建议停用：推进第9项仓储工作")
        (edit,) = made.changes.changes[0].edits
        assert edit_sentence(edit) == "主要任务：原“推进第5项仓储工作”，现“推进第5项仓储安全工作”"

    def test_every_changed_cell_is_named(self, office: Office) -> None:
        old = line(5)
        new = (
            old.replace("县气象局", "县水利局").replace("责任人5号", "责任人55号").replace("2027年", "2026年")
        )
        (change,) = proposal(office, (old, new)).changes.changes
        assert {edit.cell for edit in change.edits} >= {"leads", "责任人"}

    def test_new_numbers_alone_are_one_line(self, office: Office) -> None:
        text = granary_plan().replace(line(1) + line(2), line(2) + line(1))
        path = write_plan(office.folder, text, "调序.txt")
        numbered = text.replace(line(2) + line(1), "1" + line(2)[1:] + "2" + line(1)[1:])
        path = write_plan(office.folder, numbered, "调序.txt")
        made = propose_changes(office.store, office.plan_id, path)
        assert kinds(made) == [ChangeKind.RENUMBERED]
        ids = [office.row_id(1), office.row_id(2)]
        plan = confirm(office, made)
        assert [plan.row(one).serial for one in ids] == [2, 1]

    def test_a_target_raised_and_put_off_is_one_target(self, office: Office) -> None:
        body = "到2027年，改造粮食烘干中心30处以上。（牵头"
        edits = [(body, "到2028年，改造粮食烘干中心45处以上。（牵头")]
        made = proposal(office, *edits)
        (change,) = made.changes.of(ChangeKind.TARGET_CHANGED)
        assert [(one.cell, one.old, one.new) for one in change.edits] == [
            ("target", "不低于30处", "不低于45处"),
            ("due", "2027年", "2028年"),
        ]
        before = {one.name: one for one in made.plan.indicators}["粮食烘干中心"]
        after = {one.name: one for one in confirm(office, made).indicators}["粮食烘干中心"]
        assert (after.id, after.targets[0].id, str(after.targets[0].value)) == (
            before.id,
            before.targets[0].id,
            "45",
        )

    def test_another_office_s_plan_is_not_changed_here(self, office: Office) -> None:
        office.store.plans.change(office.plan_id, coordinator_id=office.unit_id(FARMING))
        with pytest.raises(Refused, match="not-coordinator"):
            proposal(office)


class TestConfirming:
    def test_what_stays_keeps_its_ids(self, office: Office) -> None:
        before = office.store.plans.get(office.plan_id)
        plan = confirm(office, proposal(office, NEW_TASK, WITHOUT_9, ONE_MORE))
        gone = office.store.plans.get(office.plan_id, 1).rows[8]
        assert {row.id for row in before.rows} - {row.id for row in plan.rows} == {gone.id}
        changed = next(row for row in plan.rows if row.serial == 5)
        assert (changed.task, changed.assignments) == ("推进第5项仓储安全工作", before.rows[4].assignments)
        assert len(plan.rows) == 60

    def test_a_unit_that_stays_in_a_row_keeps_its_part(self, office: Office) -> None:
        before = office.store.plans.get(office.plan_id).rows[6]
        new = line(7).replace("县农业农村局、县水利局、县财政局", "县水利局、县气象局")
        plan = confirm(office, proposal(office, (line(7), new)))
        after = plan.row(before.id)
        old, now = ({a.unit_id: a.id for a in row.units(Role.LEAD)} for row in (before, after))
        water = office.unit_id(WATER)
        assert (len(now), now[water]) == (2, old[water])

    def test_only_what_is_chosen_happens(self, office: Office) -> None:
        made = proposal(office, NEW_TASK, WITHOUT_9, ONE_MORE)
        plan = confirm(office, made, chosen={made.changes.of(ChangeKind.ROW_ADDED)[0].id})
        assert [row.serial for row in plan.rows] == list(range(1, 62))
        assert (plan.rows[4].task, plan.rows[8].task) == ("推进第5项仓储工作", "推进第9项仓储工作")

    def test_a_change_can_be_taken_for_two_rows(self, office: Office) -> None:
        made = proposal(office, NEW_TASK)
        (change,) = made.changes.changes
        assert choice_words(change.options[1], made.plan) == "不是同一行：原行停用，新行新增"
        plan = confirm(office, made, chosen={change.options[1].id})
        assert (len(plan.rows), plan.rows[4].task) == (60, "推进第5项仓储安全工作")
        assert plan.rows[4].id != made.plan.rows[4].id
        assert office.store.plans.row_links(office.plan_id) == ()

    def test_a_row_cut_in_two_is_linked_to_both(self, office: Office) -> None:
        cells = line(12).rstrip("\n").split("\t")
        first, second = (
            "\t".join([serial, task, text, *cells[3:]]) + "\n"
            for serial, task, text in (
                ("12", "排查隐患", "①排查第12号库区隐患。"),
                ("62", "建立台账", "②建立第12号库区台账。"),
            )
        )
        made = proposal(office, (line(12), first + second))
        (change,) = made.changes.of(ChangeKind.ROW_SPLIT)
        plan = confirm(office, made)
        new = [row.id for row in plan.rows if row.task in ("排查隐患", "建立台账")]
        links = office.store.plans.row_links(office.plan_id)
        assert {(one.kind, one.from_row_id, one.since) for one in links} == {
            ("split", *change.old, "2025-11-01")
        }
        assert {one.to_row_id for one in links} == set(new)

    def test_a_row_that_never_stood_in_a_document_is_not_dropped_by_one(self, office: Office) -> None:
        plan = office.store.plans.get(office.plan_id)
        asked = dataclasses.replace(plan.rows[0], id="asked", serial=99, grounds="会议纪要", assignments=())
        with office.store.transaction():
            office.store.plans.replace_rows(plan.id, [*plan.rows, asked])
        assert proposal(office).changes.changes == ()

    @pytest.mark.parametrize("ids", [{"77"}, {"1", "77.1"}])
    def test_a_change_that_is_none_is_told(self, office: Office, ids: set[str]) -> None:
        with pytest.raises(NotFound):
            confirm(office, proposal(office, NEW_TASK), chosen=ids)

    def test_what_was_proposed_before_another_change_is_not_taken(self, office: Office) -> None:
        made = proposal(office, NEW_TASK)
        (one, *_) = office.store.plans.get(office.plan_id).indicators
        plans.settle_reporting(office.store, office.plan_id, one.id, IndicatorReporting.NOBODY, ())
        with pytest.raises(Refused, match="proposal-outdated"):
            confirm(office, made)

    def test_doubts_of_the_newer_document_are_asked_and_those_without_a_cause_lapse(
        self, office: Office
    ) -> None:
        made = proposal(office, (line(16), line(16).replace(f"\t{OWN_UNIT}\t", "\t县粮食和物质储备局\t")))
        plan = confirm(office, made)
        asked = [one for one in office.store.plans.doubts(plan.id) if one.quote == "县粮食和物质储备局"]
        assert [one.choice for one in asked] == [None]
        made = propose_changes(office.store, plan.id, write_plan(office.folder, granary_plan(), "再修订.txt"))
        confirm(office, made)
        asked = [one for one in office.store.plans.doubts(plan.id) if one.quote == "县粮食和物质储备局"]
        assert [one.choice for one in asked] == [LAPSED]


TWICE = "县气象局\t\t\t2026年\n"
ALIKE = (
    f"61\t巡查库区\t每周巡查库区一次，做好记录。\t{TWICE}62\t巡查库区\t每周巡查库区一次，做好记录。\t{TWICE}"
)


class TestQuestions:
    @pytest.fixture
    def asking(self, office: Office) -> Proposal:
        """The plan has two rows alike; the newer document has one of them, in other words."""
        confirm(office, proposal(office, ("抄送：", ALIKE + "抄送：")))
        one = f"62\t巡查库区\t每周巡查库区两次，做好记录。\t{TWICE}"
        return proposal(office, ("抄送：", one + "抄送："))

    def test_both_rows_are_shown(self, office: Office, asking: Proposal) -> None:
        (change,) = asking.changes.changes
        told = change_sentence(change, asking.plan, asking.reading)
        assert told.startswith("新文件第62行与原第")
        words = [choice_words(one, asking.plan)[:7] for one in change.options]
        assert sorted(words[:2]) == ["就是原第61行", "就是原第62行"]
        assert words[2] == "都不是，作为新"

    def test_an_open_question_stops_the_whole(self, office: Office, asking: Proposal) -> None:
        with pytest.raises(Refused, match="open-question"):
            confirm(office, asking)

    def test_the_row_that_was_named_goes_on_and_the_other_is_dropped(
        self, office: Office, asking: Proposal
    ) -> None:
        (change,) = asking.changes.changes
        option = next(one for one in change.options if one.row_id == office.row_id(61))
        plan = confirm(office, asking, chosen={option.id})
        assert plan.row(option.row_id).measure == "每周巡查库区两次，做好记录。"
        assert (len(plan.rows), plan.row(option.row_id).serial) == (61, 62)

    def test_it_may_be_none_of_them(self, office: Office, asking: Proposal) -> None:
        (change,) = asking.changes.changes
        plan = confirm(office, asking, chosen={change.options[-1].id})
        assert plan.rows[-1].id not in change.old
        assert len(plan.rows) == 61


class TestIssuedMonths:
    @pytest.fixture
    def issued(self, office: Office) -> dict[str, bytes]:
        made = reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", TODAY)
        return {one.path.name: one.path.read_bytes() for one in made.files}

    def test_an_issued_month_prints_and_reads_as_before(
        self, office: Office, issued: dict[str, bytes]
    ) -> None:
        store, plan_id = office.store, office.plan_id
        before = months.load_month(store, plan_id, office.period_id)
        confirm(office, proposal(office, NEW_TASK, WITHOUT_9, ONE_MORE))
        assert months.load_month(store, plan_id, office.period_id) == before
        again = reporting.reprint(store, office.period_id, office.folder / "重印")
        assert {one.path.name: one.path.read_bytes() for one in again.files} == issued

    def test_later_months_are_asked_with_the_new_rows(self, office: Office, issued: dict[str, bytes]) -> None:
        confirm(office, proposal(office, NEW_TASK, WITHOUT_9, ONE_MORE))
        november = months.open_month(office.store, office.plan_id, NOVEMBER)
        tasks = [row.task for row in months.load_month(office.store, office.plan_id, november.id).plan.rows]
        assert (len(tasks), "推进第9项仓储工作" in tasks, "开展粮情监测" in tasks) == (60, False, True)
        office.period_id = november.id
        asked = bureau.request_in(office.requests()["县气象局"])
        assert "开展粮情监测" in [line.row.task for line in asked.rows]

    @pytest.mark.parametrize("month", ["2025-10", "2025-09", "2025-Q3"])
    def test_a_change_is_not_dated_back_into_an_issued_month(
        self, office: Office, issued: dict[str, bytes], month: str
    ) -> None:
        before = office.store.change_count()
        with pytest.raises(Refused, match="version-issued"):
            confirm(office, proposal(office, NEW_TASK), month)
        assert office.store.change_count() == before

    def test_a_change_is_not_dated_before_the_newest_version(self, office: Office) -> None:
        confirm(office, proposal(office, NEW_TASK), "2025-12")
        with pytest.raises(Refused, match="version-order"):
            confirm(office, proposal(office), NOVEMBER)

    def test_who_tells_a_figure_stays_in_the_issued_month(
        self, office: Office, issued: dict[str, bytes]
    ) -> None:
        body = "（牵头单位：县交通运输局）", "（牵头单位：县水利局）"
        row = (
            line(21),
            line(21).replace("\t县交通运输局\t", "\t县水利局\t").replace("\t县水利局\t责任", "\t\t责任"),
        )
        plan = confirm(office, proposal(office, body, row))
        road = next(one for one in plan.indicators if one.name == "通仓道路")
        assert [plan.unit(one).name for one in road.reporter_ids] == [WATER]
        former = months.load_month(office.store, plan.id, office.period_id).plan.indicator(road.id)
        assert [plan.unit(one).name for one in former.reporter_ids] == ["县交通运输局"]


class TestAMonthUnderWay:
    def test_what_comes_back_on_the_former_request_counts_for_the_rows_that_stay(
        self, office: Office
    ) -> None:
        request = office.requests()["县农业农村局"]
        first, *_, last = bureau.serials(request)
        filled = bureau.fill(request, {first: bureau.STARTED, last: bureau.STARTED})
        confirm(office, proposal(office, (line(last), "")), "2025-10")
        assert office.take(filled).outcome == "taken"
        entries = office.show()["plans"][0]["months"][0]["entries"]
        assert [one["serial"] for one in entries] == [first]

    def test_the_same_request_is_not_sent_again(self, office: Office) -> None:
        before = office.requests()["县气象局"]
        confirm(office, proposal(office, ONE_MORE), "2025-10")
        after = office.requests()["县气象局"]
        assert bureau.request_in(after).token != bureau.request_in(before).token
        assert len(bureau.serials(after)) == len(bureau.serials(before)) + 1


BUILT_IN = sorted((Path(__file__).parents[3] / "resources" / "plans").glob("*.txt"))


@pytest.mark.parametrize("document", BUILT_IN, ids=lambda path: path.stem)
def test_an_issued_plan_read_again_changes_nothing(document: Path, tmp_path: Path) -> None:
    with stores.create_store(tmp_path / "库.peidang") as store:
        plan_id = plans.add_plan(store, document, accept_proposals=True)
        assert propose_changes(store, plan_id, document).changes.changes == ()


@pytest.mark.parametrize("document", BUILT_IN, ids=lambda path: path.stem)
def test_rows_of_issued_plans_are_known_again_reordered_and_reworded(document: Path) -> None:
    random = Random(5)
    old = [printed_content(row) for row in rows_of(plans.read_document(document))]
    order = random.sample(range(len(old)), len(old))
    new = [
        dataclasses.replace(old[at], serial=n, measure=reworded(old[at].measure, random))
        for n, at in enumerate(order)
    ]
    assert match_rows(old, new) == Matching(same=dict(enumerate(order)))


def reworded(text: str, random: Random) -> str:
    """One character in fifteen left out or put in."""
    characters = list(text)
    for _ in range(max(1, len(text) // 15)):
        place = random.randrange(len(characters))
        if random.random() < 0.5:
            del characters[place]
        else:
            characters.insert(place, random.choice("的和推进建设完善加快"))
    return "".join(characters)


def test_the_whole_survives_reopening(office: Office) -> None:
    plan = confirm(office, proposal(office, NEW_TASK, WITHOUT_9, ONE_MORE))
    with stores.open_store(office.store.path) as again:
        assert again.plans.get(plan.id) == plan
        assert again.plans.valid_from(plan.id, 2) == "2025-11-01"
        assert again.faults() == ()
