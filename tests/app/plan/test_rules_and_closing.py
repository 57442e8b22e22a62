"""亮灯规则 asked once and kept; 销号 applied for, verified, refused, reopened; 本局核定 prints with its reason."""

import json
from datetime import date
from pathlib import Path

import pytest

from peidang.app.month import entering, months
from peidang.app.papers import drafting, reporting, rules
from peidang.app.plan import closing
from peidang.domain.errors import Refused
from peidang.domain.labels import Field, Light, RowState
from peidang.domain.plan import Row
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheetInvalid
from peidang.reports.paper import paper_text, plain
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

    def test_a_value_below_its_target_stops_it_and_one_that_falls_reopens_it(self, office: Office) -> None:
        plan = office.store.plans.get(office.plan_id)
        indicator, target = next(
            (i, t)
            for i in plan.indicators
            for t in i.targets
            if t.row_id
            and len(i.targets) == 1
            and t.relation == ">="
            and plan.asked_for(i)
            and not t.baseline
        )
        serial = plan.row(target.row_id or "").serial

        def tell(value: str) -> None:
            for unit in plan.asked_for(indicator):
                entering.enter(
                    office.store, office.period_id, unit, {(indicator.id, Field.CUMULATIVE): value}
                )

        tell("0")
        one = row(office, serial)
        closing.apply_for(office.store, office.plan_id, one.id, "已验收", "县农业农村局")
        with pytest.raises(Refused, match="below-target"):
            closing.verify(office.store, office.plan_id, one.id, "核实", "张某", office.period_id, DAY)
        tell(str(target.value * 2))
        closing.verify(office.store, office.plan_id, one.id, "核实", "张某", office.period_id, DAY)
        assert closing.reopen_fallen(office.store, office.plan_id, office.period_id, DAY) == ()
        tell("0")
        (step,) = closing.reopen_fallen(office.store, office.plan_id, office.period_id, DAY)
        assert f"“{indicator.name}”为0" in step.grounds
        assert row(office, serial).state is RowState.OPEN


def test_a_light_ruled_by_hand_prints_with_its_reason(office: Office) -> None:
    entering.rule_light(office.store, office.period_id, office.row_id(3), Light.SERIOUS, "现场检查未开工")
    made = drafting.draft(office.store, office.plan_id, office.period_id, DAY)
    assert "核定亮灯：序号3核定为“严重滞后”（现场检查未开工）。" in paper_text(made.paper)
