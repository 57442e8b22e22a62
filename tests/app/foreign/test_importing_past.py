"""An office's own tables of former months become past periods; what anybody answered stands."""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from peidang.app.foreign import importing_past
from peidang.app.foreign.importing_past import ImportResult
from peidang.app.month import entering, months, showing, undoing
from peidang.app.papers import reporting
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.labels import Field
from peidang.domain.plan import Plan
from tests.app import office_tables as tables
from tests.app.bureau import fill
from tests.app.office import WATER, Office

PLANS = Path(__file__).resolve().parents[3] / "resources" / "plans"
TODAY = date(2025, 11, 5)
UNIT = "市发展改革委"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with a plan of thirty rows and no month."""
    with stores.create_store(tmp_path / "库.peidang") as made:
        plans.add_plan(made, PLANS / "binzhou.txt", UNIT)
        yield made


@pytest.fixture
def plan(store: Store) -> Plan:
    """That plan."""
    return stores.pick_plan(store)


def bring(store: Store, *files: Path, month: str | None = None, dry_run: bool = False) -> ImportResult:
    return importing_past.import_past(store, stores.pick_plan(store).id, files, month, TODAY, dry_run)


def month_shown(store: Store, key: str) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = [one for one in showing.show(store)["plans"][0]["months"] if one["month"] == key]
    return found


def progress(store: Store, key: str) -> dict[int, str]:
    return {one["serial"]: one["progress"] for one in month_shown(store, key)["entries"]}


def test_months_side_by_side_fill_each_month(store: Store, plan: Plan, tmp_path: Path) -> None:
    done = bring(
        store, tables.save(tables.months_side_by_side(plan, plan.rows, ["8月", "9月"]), tmp_path / "表.xlsx")
    )
    assert [(one.month, one.opened, one.rows, one.cells) for one in done.months] == [
        ("2025-08", True, 30, 60),
        ("2025-09", True, 30, 60),
    ]
    assert done.not_placed == ()
    assert progress(store, "2025-09") == {
        row.serial: f"9月完成第{row.serial}项的阶段工作。" for row in plan.rows
    }


def test_a_sheet_a_month_with_merged_tasks_and_other_words(store: Store, plan: Plan, tmp_path: Path) -> None:
    words = ("推进中", "办结", "进展缓慢", "另议")
    book = tables.a_sheet_a_month(plan, plan.rows, ["2025年7月", "2025年8月"], statuses=words)
    done = bring(store, tables.save(book, tmp_path / "台账.xlsx"))
    assert [one.month for one in done.months] == ["2025-07", "2025-08"]
    assert progress(store, "2025-07")[2] == "7月完成第2项的阶段工作。".replace("7月", "2025年7月")
    states = {one["serial"]: one["status"] for one in month_shown(store, "2025-08")["entries"]}
    assert [states[serial] for serial in (4, 5, 6, 7)] == ["正常推进", "已完成", "进度滞后", ""]
    assert {(left.said, left.reason) for left in done.not_placed} == {("另议", "状态的写法不认得")}


def test_figures_are_taken_in_our_measure_and_totals_passed_over(
    store: Store, plan: Plan, tmp_path: Path
) -> None:
    lines = [
        ("新能源汽车保有量（辆）", "", {"9月": 1200, "1—9月累计": 98000}),
        ("5G工厂", "家", {"1—9月累计": 3}),
        ("5G工厂", "亿元", {"1—9月累计": 8}),
        ("全市粮食总产量", "万吨", {"9月": 2}),
    ]
    book = tables.figures(lines, ["9月", "1—9月累计"], "2025年主要指标完成情况")
    done = bring(store, tables.save(book, tmp_path / "指标.xlsx"))
    readings = {one["number"]: one for one in month_shown(store, "2025-09")["readings"]}
    assert readings[2]["cumulative"] == "9.8"
    assert readings[2]["month_value"] == "0.12"
    assert readings[11]["cumulative"] == "3"
    assert [(left.said, left.why) for left in done.not_placed] == [("8", "unit-of-measure"), ("2", "unknown")]


def test_a_paper_table_takes_its_month_from_the_file_s_name(store: Store, plan: Plan, tmp_path: Path) -> None:
    path = tables.paper_table(tmp_path / "2025年5月进展.docx", plan, plan.rows[:6], "重点工作进展情况", "5月")
    assert [(one.month, one.rows) for one in bring(store, path).months] == [("2025-05", 6)]


def test_the_month_may_be_named_where_the_file_names_none(store: Store, plan: Plan, tmp_path: Path) -> None:
    path = tables.paper_table(tmp_path / "进展.docx", plan, plan.rows[:3], "重点工作进展情况", "6月")
    nowhere = bring(store, path)
    assert nowhere.batch is None
    assert {left.why for left in nowhere.not_placed} == {"no-month"}
    assert [one.month for one in bring(store, path, month="2025-06").months] == ["2025-06"]


def test_a_year_that_stands_nowhere_is_the_last_such_month_and_said(
    store: Store, plan: Plan, tmp_path: Path
) -> None:
    book = tables.a_sheet_a_month(plan, plan.rows[:3], ["9月", "12月"])
    done = bring(store, tables.save(book, tmp_path / "台账.xlsx"))
    assert [one.month for one in done.months] == ["2024-12", "2025-09"]
    assert any("没有写明年份，12月按2024年导入" in note for note in done.notes)


def test_a_month_to_come_is_not_taken(store: Store, plan: Plan, tmp_path: Path) -> None:
    done = bring(
        store, tables.save(tables.a_sheet_a_month(plan, plan.rows[:3], ["2025年12月"]), tmp_path / "a.xlsx")
    )
    assert (done.batch, done.months) == (None, ())
    assert [left.why for left in done.not_placed] == ["future"]


def test_a_strange_line_is_listed_with_what_it_says(store: Store, plan: Plan, tmp_path: Path) -> None:
    book = tables.months_side_by_side(plan, plan.rows[:3], ["2025年9月"])
    book["台账"]["B6"], book["台账"]["C6"] = "举办全市运动会", "做好场馆保障和志愿服务。"
    done = bring(store, tables.save(book, tmp_path / "a.xlsx"))
    assert {(left.cell, left.words) for left in done.not_placed} == {
        ("F6", "举办全市运动会：做好场馆保障和志愿服务。"),
        ("G6", "举办全市运动会：做好场馆保障和志愿服务。"),
    }
    assert sorted(progress(store, "2025-09")) == [1, 3]


def test_several_leads_count_as_the_first_one_that_the_line_names(
    store: Store, plan: Plan, tmp_path: Path
) -> None:
    shared = next(row for row in plan.rows if len(row.reporting_unit_ids()) == 2)
    names = [plan.unit(unit).name for unit in shared.reporting_unit_ids()]
    book = tables.months_side_by_side(plan, [shared], ["2025年8月"])
    book["台账"]["D5"] = "、".join(reversed(names))
    done = bring(store, tables.save(book, tmp_path / "a.xlsx"))
    (entry,) = month_shown(store, "2025-08")["entries"]
    assert entry["unit"] == names[1]
    assert any(f"记在{names[1]}名下" in note for note in done.notes)


def test_the_next_request_shows_what_was_imported_as_last_month_s(
    store: Store, plan: Plan, tmp_path: Path
) -> None:
    bring(store, tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年9月"]), tmp_path / "a.xlsx"))
    october = months.open_month(store, plan.id, "2025-10")
    month = months.load_month(store, plan.id, october.id)
    row = plan.rows[0]
    assert month.previous is not None
    assert (
        month.previous.entry(row.id, row.reporting_unit_ids()[0]).progress == "2025年9月完成第1项的阶段工作。"
    )


def test_the_same_again_changes_nothing(store: Store, plan: Plan, tmp_path: Path) -> None:
    path = tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年9月"]), tmp_path / "a.xlsx")
    bring(store, path)
    before, batches = showing.show(store), len(store.batches.all())
    again = bring(store, path)
    assert (again.batch, [(one.cells, one.answered_before) for one in again.months]) == (None, [(0, 60)])
    assert showing.show(store) == before
    assert len(store.batches.all()) == batches


def test_a_rehearsal_writes_nothing(store: Store, plan: Plan, tmp_path: Path) -> None:
    path = tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年9月"]), tmp_path / "a.xlsx")
    before = showing.show(store)
    tried = bring(store, path, dry_run=True)
    assert (tried.batch, tried.months[0].cells) == (None, 60)
    assert showing.show(store) == before
    assert store.batches.all() == ()


def test_undo_takes_the_months_away_with_what_they_held(store: Store, plan: Plan, tmp_path: Path) -> None:
    before = showing.show(store)
    done = bring(
        store, tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年9月"]), tmp_path / "a.xlsx")
    )
    undoing.undo(store, done.batch or 0)
    assert showing.show(store) == before
    assert months.open_month(store, plan.id, "2025-09").span.key == "2025-09"


def test_a_month_somebody_answered_in_stays_when_the_import_is_undone(
    store: Store, plan: Plan, tmp_path: Path
) -> None:
    done = bring(
        store, tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年9月"]), tmp_path / "a.xlsx")
    )
    period = stores.pick_period(store, plan.id, "2025-09")
    row = plan.rows[0]
    entering.enter(store, period.id, row.reporting_unit_ids()[0], {(row.id, Field.PROGRESS): "另有进展。"})
    undoing.undo(store, done.batch or 0)
    assert progress(store, "2025-09") == {1: "另有进展。"}


def test_an_issued_month_is_left_alone(office: Office, tmp_path: Path) -> None:
    plan = stores.pick_plan(office.store)
    path = tables.save(tables.months_side_by_side(plan, plan.rows[:5], ["2025年10月"]), tmp_path / "a.xlsx")
    reporting.issue(office.store, plan.id, office.period_id, tmp_path / "印发", TODAY)
    done = importing_past.import_past(office.store, plan.id, [path], None, TODAY)
    assert (done.batch, [left.why for left in done.not_placed]) == (None, ["issued"])


def test_a_return_counts_instead_of_an_import_whichever_comes_first(office: Office, tmp_path: Path) -> None:
    plan = stores.pick_plan(office.store)
    water = office.unit_id(WATER)
    serial = next(row.serial for row in plan.rows if row.reporting_unit_ids() == (water,))
    path = tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年10月"]), tmp_path / "a.xlsx")
    returned = fill(office.requests()[WATER], {serial: {"进展情况": "单位自己报的。"}})
    importing_past.import_past(office.store, plan.id, [path], None, TODAY)
    assert office.entry(serial, WATER)["progress"].startswith("2025年10月完成")
    assert office.take(returned).outcome == "taken"
    assert office.entry(serial, WATER)["progress"] == "单位自己报的。"


def test_an_import_after_a_return_leaves_it_alone(office: Office, tmp_path: Path) -> None:
    plan = stores.pick_plan(office.store)
    water = office.unit_id(WATER)
    serial = next(row.serial for row in plan.rows if row.reporting_unit_ids() == (water,))
    office.take(fill(office.requests()[WATER], {serial: {"进展情况": "单位自己报的。"}}))
    path = tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年10月"]), tmp_path / "a.xlsx")
    done = importing_past.import_past(office.store, plan.id, [path], None, TODAY)
    assert done.months[0].answered_before == 1
    shown = office.entry(serial, WATER)
    assert (shown["progress"], shown["problems"]) == ("单位自己报的。", "无")


def test_what_is_no_table_is_told(store: Store, tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_text("没有表格", encoding="utf-8")
    done = bring(store, text, tmp_path / "没有.xlsx")
    assert done.batch is None
    assert {left.file for left in done.not_placed} == {"说明.txt", "没有.xlsx"}
    assert all(left.reason.endswith("。") for left in done.not_placed)


def test_a_month_that_cannot_be_read_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        bring(store, tmp_path / "a.xlsx", month="九月")


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_and_other_formats_are_read_too(store: Store, plan: Plan, tmp_path: Path, ending: str) -> None:
    path = tables.save(tables.months_side_by_side(plan, plan.rows, ["2025年9月"]), tmp_path / "台账.xlsx")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    done = bring(store, tmp_path / f"台账.{ending}")
    assert [(one.month, one.rows, one.cells) for one in done.months] == [("2025-09", 30, 60)]


def test_two_answers_in_one_column_are_told(store: Store, plan: Plan, tmp_path: Path) -> None:
    book = tables.months_side_by_side(plan, plan.rows[:2], ["2025年9月"])
    book["台账"]["G4"] = "存在问题及下一步打算"
    done = bring(store, tables.save(book, tmp_path / "a.xlsx"))
    assert any("全部记入“存在问题”" in note for note in done.notes)
