"""亮灯规则 asked once and kept; 销号 applied for, verified, refused, reopened; 本局核定 prints with its reason."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from peidang.app.month import entering, months, undoing
from peidang.app.papers import drafting, reporting, rules, signatures
from peidang.app.plan import closing
from peidang.app.sentences import sentence
from peidang.domain.errors import FileUnreadable, Refused
from peidang.domain.labels import Field, Light, RowState
from peidang.domain.plan import Indicator, Row
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheetInvalid
from peidang.reports.paper import paper_text, plain
from tests.app import bureau
from tests.app.office import Office

DAY = date(2025, 11, 3)


def row(office: Office, serial: int) -> Row:
    return next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == serial)


def stricter() -> dict[str, object]:
    data: dict[str, object] = json.loads(json.dumps(DEFAULT_RULES.to_json()).replace('"5"', '"1"'))
    return data


class TestRules:
    def test_they_are_asked_for_until_they_are_kept(self, office: Office) -> None:
        assert rules.needs_rules(office.store, office.plan_id)
        assert rules.rules(office.store, office.plan_id).number == 0
        assert rules.keep_rules(office.store, office.plan_id, DEFAULT_RULES) == 1
        assert not rules.needs_rules(office.store, office.plan_id)
        assert rules.keep_rules(office.store, office.plan_id, DEFAULT_RULES) == 1

    def test_a_file_is_read_back_and_the_legend_follows(self, office: Office, tmp_path: Path) -> None:
        file = tmp_path / "规则.json"
        file.write_text(json.dumps({"rules": stricter()}), encoding="utf-8")
        assert rules.keep_rules(office.store, office.plan_id, rules.read_rules(file)) == 1
        told = rules.rules(office.store, office.plan_id)
        assert "差1个百分点以内（含1）" in dict(told.legend)[Light.ON_PACE]
        made = drafting.draft(office.store, office.plan_id, office.period_id, DAY)
        assert "差1个百分点以内（含1）" in "".join(
            plain(block.text) for block in made.paper.annexes[0].blocks if hasattr(block, "text")
        )

    @pytest.mark.parametrize("text", ["规则", "[]", '{"version": 1}'])
    def test_another_file_is_refused(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "规则.json"
        file.write_text(text, encoding="utf-8")
        with pytest.raises((Refused, RuleSheetInvalid)):
            rules.read_rules(file)

    def test_a_file_that_is_no_text_is_told_as_such_not_as_too_large(self, tmp_path: Path) -> None:
        file = tmp_path / "库.peidang"
        for data in (b"\xff\xfe\x00", b"x" * 2_000_000):
            file.write_bytes(data)
            with pytest.raises(FileUnreadable) as caught:
                rules.read_rules(file)
            assert caught.value.reason == "not-words"

    def test_an_issued_month_keeps_its_own(self, office: Office) -> None:
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
        rules.keep_rules(office.store, office.plan_id, rules.RuleSheet.from_json(stricter()))
        assert months.rules_in(office.store, office.store.months.get(office.period_id))[1] == DEFAULT_RULES


class TestClosing:
    def test_a_row_is_applied_for_verified_and_done_with(self, office: Office) -> None:
        one = row(office, 2)
        closing.apply_for(office.store, office.plan_id, one.id, "已验收", "县农业农村局")
        assert row(office, 2).state is RowState.CLOSING
        closing.verify(office.store, office.plan_id, one.id, "现场核实", "张某", office.period_id, DAY)
        assert row(office, 2).state is RowState.CLOSED
        assert one.id not in {
            r.id for r in office.store.plans.get(office.plan_id).rows_of(one.reporting_unit_ids()[0])
        }
        assert [step.words for step in closing.history(office.store, office.plan_id, one.id)] == [
            "第2行：申请销号，已验收（县农业农村局）",
            "第2行：已销号，现场核实（张某）",
        ]

    def test_it_may_be_refused_and_is_open_again(self, office: Office) -> None:
        one = row(office, 2)
        closing.apply_for(office.store, office.plan_id, one.id, "已验收", "县农业农村局")
        closing.refuse(office.store, office.plan_id, one.id, "缺验收单", "李某")
        assert row(office, 2).state is RowState.OPEN
        assert closing.history(office.store, office.plan_id)[-1].words == "第2行：不予销号，缺验收单（李某）"

    def test_what_is_shown_tells_the_state_of_a_row_its_wording_and_its_ruling(self, office: Office) -> None:
        closing.apply_for(office.store, office.plan_id, row(office, 2).id, "已验收", "县农业农村局")
        entering.word_row(office.store, office.period_id, office.row_id(3), "统稿的话。")
        entering.rule_light(office.store, office.period_id, office.row_id(4), Light.SERIOUS, "检查")
        (plan,) = office.show()["plans"]
        assert [one["state"] for one in plan["rows"][:3]] == ["open", "closing", "open"]
        (month,) = plan["months"]
        assert (month["wordings"], month["rulings"]) == ({"3": "统稿的话。"}, {"4": "serious"})

    def test_steps_are_taken_in_order_and_with_grounds(self, office: Office) -> None:
        one = row(office, 2)
        for act in (
            lambda: closing.verify(office.store, office.plan_id, one.id, "好", "张某", None, DAY),
            lambda: closing.reopen(office.store, office.plan_id, one.id, "好", "张某"),
            lambda: closing.apply_for(office.store, office.plan_id, one.id, " ", "张某"),
            lambda: closing.apply_for(office.store, office.plan_id, one.id, "好", ""),
        ):
            with pytest.raises(Refused):
                act()
        assert closing.history(office.store, office.plan_id) == ()

    def test_a_value_below_its_target_stops_it(self, office: Office) -> None:
        figure = Figure.of(office)
        figure.tell("0")
        one = row(office, figure.serial)
        closing.apply_for(office.store, office.plan_id, one.id, "已验收", "县农业农村局")
        with pytest.raises(Refused, match="below-target"):
            closing.verify(office.store, office.plan_id, one.id, "核实", "张某", office.period_id, DAY)
        figure.tell(figure.enough)
        closing.verify(office.store, office.plan_id, one.id, "核实", "张某", office.period_id, DAY)
        assert closing.reopen_fallen(office.store, office.plan_id, office.period_id, DAY) == ()
        assert closing.told(office.store, office.plan_id, office.period_id, DAY) == ()


@dataclass
class Figure:
    """An indicator with a target of one row, and what its reporters tell of it."""

    office: Office
    indicator: Indicator
    serial: int
    enough: str

    @classmethod
    def of(cls, office: Office) -> "Figure":
        plan = office.store.plans.get(office.plan_id)
        for one in plan.indicators:
            for target in one.targets:
                alone = len(one.targets) == 1 and target.relation == ">=" and not target.baseline
                if alone and target.row_id and plan.asked_for(one):
                    return cls(office, one, plan.row(target.row_id).serial, str(target.value * 2))
        raise AssertionError("no such indicator")

    def tell(self, value: str, period_id: str = "", correct: bool = False) -> int:
        plan = self.office.store.plans.get(self.office.plan_id)
        said = {(self.indicator.id, Field.CUMULATIVE): value}
        where = period_id or self.office.period_id
        return [
            entering.enter(self.office.store, where, unit, said, correct=correct)
            for unit in plan.asked_for(self.indicator)
        ][-1]

    def close(self) -> Row:
        """The row, done with by a figure that meets its target."""
        self.tell(self.enough)
        one = row(self.office, self.serial)
        closing.apply_for(self.office.store, self.office.plan_id, one.id, "已验收", "县农业农村局")
        closing.verify(
            self.office.store, self.office.plan_id, one.id, "核实", "张某", self.office.period_id, DAY
        )
        return one

    @property
    def state(self) -> RowState:
        return row(self.office, self.serial).state

    def told(self, period_id: str = "") -> tuple[str, ...]:
        where = period_id or self.office.period_id
        return closing.told(self.office.store, self.office.plan_id, where, DAY)


class TestValuesThatFall:
    def test_an_entry_below_the_target_reopens_the_row_and_says_so(self, office: Office) -> None:
        figure = Figure.of(office)
        one = figure.close()
        batch = figure.tell("0")
        assert figure.state is RowState.OPEN
        step = closing.history(office.store, office.plan_id, one.id)[-1]
        assert (step.by_whom, step.batch) == (closing.BY_RULE, batch)
        assert f"“{figure.indicator.name}”为0" in step.grounds
        assert f"第{figure.serial}行销号后数值低于目标，已恢复在办" in figure.told()[0]

    def test_undoing_the_entry_closes_the_row_again(self, office: Office) -> None:
        figure = Figure.of(office)
        figure.close()
        undoing.undo(office.store, figure.tell("0"))
        assert figure.state is RowState.CLOSED
        assert figure.told() == ()

    def test_a_row_that_went_on_since_stays_where_it_is_when_the_entry_is_undone(
        self, office: Office
    ) -> None:
        figure = Figure.of(office)
        one = figure.close()
        batch = figure.tell("0")
        closing.apply_for(office.store, office.plan_id, one.id, "再次验收", "县农业农村局")
        undoing.undo(office.store, batch)
        assert figure.state is RowState.CLOSING

    def test_another_figure_reopens_nothing(self, office: Office) -> None:
        figure = Figure.of(office)
        figure.close()
        cell = {(office.row_id(2), Field.PROGRESS): "办结2项。"}
        unit = row(office, 2).reporting_unit_ids()[0]
        entering.enter(office.store, office.period_id, unit, cell)
        figure.tell(figure.enough + "0")
        assert figure.state is RowState.CLOSED

    def test_a_return_reopens_it_and_the_drop_says_so_also_when_it_is_only_looked_at(
        self, office: Office
    ) -> None:
        figure = Figure.of(office)
        plan = office.store.plans.get(office.plan_id)
        unit_id = plan.asked_for(figure.indicator)[0]
        figure.close()
        place = [one.id for one in plan.indicators_of(unit_id)].index(figure.indicator.id)
        sent = office.requests()[plan.unit(unit_id).name]
        number = bureau.serials(sent, bureau.INDICATOR_HEAD)[place]
        data = bureau.fill(sent, {}, {number: {"累计数": "0"}})
        path = office.arrive(data)
        looked = office.receive(path, dry_run=True)
        assert (looked.batch, len(looked.reopened), figure.state) == (None, 1, RowState.CLOSED)
        drop = office.receive(path)
        assert drop.reopened == looked.reopened
        assert drop.reopened[0].startswith(f"第{figure.serial}行：恢复在办，")
        assert drop.reopened[0] in drop.files[0].note
        assert figure.state is RowState.OPEN
        undoing.undo(office.store, drop.batch or 0)
        assert figure.state is RowState.CLOSED

    def test_an_older_month_is_no_word_against_a_newer_one(self, office: Office) -> None:
        figure = Figure.of(office)
        november = months.open_month(office.store, office.plan_id, "2025-11")
        figure.tell(figure.enough, november.id)
        figure.close()
        figure.tell("0")
        assert figure.state is RowState.CLOSED
        assert "请核实数据，或恢复在办" in figure.told()[0]
        figure.tell("0", november.id)
        assert figure.state is RowState.OPEN

    def test_what_comes_late_for_an_issued_month_reopens_it_from_the_next_month_on(
        self, office: Office
    ) -> None:
        figure = Figure.of(office)
        figure.close()
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
        figure.tell("0", correct=True)
        assert figure.state is RowState.OPEN
        kept = months.load_month(office.store, office.plan_id, office.period_id).plan
        assert next(r for r in kept.rows if r.serial == figure.serial).state is RowState.CLOSED


class TestUndo:
    def test_a_step_is_undone_and_the_row_stands_as_before(self, office: Office) -> None:
        one = row(office, 2)
        applied = closing.apply_for(office.store, office.plan_id, one.id, "已验收", "县农业农村局")
        verified = closing.verify(office.store, office.plan_id, one.id, "好", "张某", None, DAY)
        with pytest.raises(Refused, match="step-followed"):
            undoing.undo(office.store, applied.batch)
        undoing.undo(office.store, verified.batch)
        assert (row(office, 2).state, row(office, 2).state_grounds) == (RowState.CLOSING, "已验收")
        undoing.undo(office.store, applied.batch)
        assert row(office, 2) == one
        assert closing.history(office.store, office.plan_id) == ()

    def test_a_step_a_month_was_issued_with_is_not(self, office: Office) -> None:
        step = closing.apply_for(office.store, office.plan_id, row(office, 2).id, "已验收", "县局")
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
        with pytest.raises(Refused, match="step-after-issue") as refused:
            undoing.undo(office.store, step.batch)
        assert "恢复在办" in sentence(refused.value)
        after = closing.refuse(office.store, office.plan_id, row(office, 2).id, "缺验收单", "李某")
        undoing.undo(office.store, after.batch)
        assert row(office, 2).state is RowState.CLOSING

    def test_a_kept_rule_sheet_is_undone_until_a_month_is_issued_by_it(self, office: Office) -> None:
        rules.keep_rules(office.store, office.plan_id, DEFAULT_RULES)
        changed = rules.RuleSheet.from_json(stricter())
        assert rules.keep_rules(office.store, office.plan_id, changed) == 2
        undoing.undo(office.store, _newest(office, rules.BATCH))
        assert rules.rules(office.store, office.plan_id).number == 1
        assert rules.keep_rules(office.store, office.plan_id, changed) == 3, "no number is given twice"
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
        with pytest.raises(Refused, match="rules-after-issue"):
            undoing.undo(office.store, _newest(office, rules.BATCH))
        first = office.store.batches.all(rules.BATCH)[-1]
        undoing.undo(office.store, first.id)

    def test_without_any_rule_sheet_left_it_is_asked_for_again(self, office: Office) -> None:
        rules.keep_rules(office.store, office.plan_id, DEFAULT_RULES)
        undoing.undo(office.store, _newest(office, rules.BATCH))
        assert rules.needs_rules(office.store, office.plan_id)

    def test_a_registered_signature_is_undone_until_the_month_is_issued(self, office: Office) -> None:
        scan = office.folder / "签发.pdf"
        scan.write_bytes(b"%PDF-1.7 scan")

        def sign(number: str) -> signatures.Signature:
            return signatures.register_signed(office.store, office.period_id, scan, number, "王某", DAY)

        first, second = sign("1号"), sign("2号")
        undoing.undo(office.store, second.batch)
        left = signatures.newest_signature(office.store, office.period_id)
        assert left is not None
        assert (left.document_number, left.batch) == ("1号", first.batch)
        undoing.undo(office.store, first.batch)
        assert signatures.newest_signature(office.store, office.period_id) is None
        third = sign("3号")
        reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
        with pytest.raises(Refused, match="signed-after-issue") as refused:
            undoing.undo(office.store, third.batch)
        assert "重新登记" in sentence(refused.value)


def _newest(office: Office, kind: str) -> int:
    last = undoing.last_undoable(office.store, kind)
    assert last is not None
    return last.id


def test_a_light_ruled_by_hand_prints_with_its_reason(office: Office) -> None:
    entering.rule_light(office.store, office.period_id, office.row_id(3), Light.SERIOUS, "现场检查未开工")
    made = drafting.draft(office.store, office.plan_id, office.period_id, DAY)
    assert "核定亮灯：序号3核定为“严重滞后”（现场检查未开工）。" in paper_text(made.paper)
