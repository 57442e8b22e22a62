"""打开收到的空表: another office's form is filled from own data, in a copy that keeps their looks."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from peidang.app.foreign import foreign_forms, form_filling
from peidang.app.foreign.foreign_forms import ForeignForm
from peidang.app.foreign.form_filling import FilledForm
from peidang.app.month import checking, entering, months
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.domain.errors import ExportStopped, NotFound, Refused
from peidang.domain.labels import Field
from peidang.domain.plan import Plan
from peidang.files.workbook import read_workbook
from tests.app import office_tables as tables

PLANS = Path(__file__).resolve().parents[3] / "resources" / "plans"
UNIT, MONTH = "市发展改革委", "2025-10"
CARS, SCRAP, SHARE, PLANTS = 2, 3, 1, 11
"""Numbers of indicators: 新能源汽车保有量 (万辆), 报废汽车规范回收量 (万辆), a share in %, 5G工厂 (家)."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A plan of thirty rows, October open; five rows and three indicators are answered."""
    with stores.create_store(tmp_path / "库.peidang") as made:
        plan = made.plans.get(plans.add_plan(made, PLANS / "binzhou.txt", UNIT))
        period = months.open_month(made, plan.id, MONTH)
        for row in plan.rows[:5]:
            for unit in row.reporting_unit_ids():
                name = plan.unit(unit).name
                entering.enter(
                    made, period.id, unit, {(row.id, Field.PROGRESS): f"{name}已推进第{row.serial}项。"}
                )
        for number, value in ((CARS, "10.25"), (SHARE, "33.5"), (SCRAP, "0.85")):
            one = plan.indicators[number - 1]
            entering.enter(
                made,
                period.id,
                plan.asked_for(one)[0],
                {(one.id, Field.CUMULATIVE): value, (one.id, Field.AS_OF): "2025-10-31"},
            )
        yield made


@pytest.fixture
def plan(store: Store) -> Plan:
    """That plan."""
    return stores.pick_plan(store)


def blank_tasks(plan: Plan) -> Workbook:
    """Their table of tasks, September filled, October to be filled."""
    return tables.months_side_by_side(
        plan,
        plan.rows,
        ["9月", "10月"],
        lambda row, month: f"第{row.serial}项。" if month == "9月" else "",
        "调度表",
    )


def blank_figures() -> Workbook:
    """Their table of figures: cars in 辆, a total by formula, a share in a cell of percentages."""
    lines = [
        ("新能源汽车保有量（辆）", "", {}),
        ("报废汽车规范回收量", "万辆", {"10月底累计": 0.6}),
        ("工业重点领域达到能效标杆水平的产能比例", "%", {}),
        ("全市粮食总产量", "万吨", {}),
    ]
    book = tables.figures(lines, ["10月底累计", "数据截至"], "主要指标完成情况")
    sheet = book.worksheets[0]
    sheet["D6"].number_format = "0.0%"
    sheet["B4"].comment = Comment("含插电式", "统计科")
    sheet.column_dimensions["E"].hidden = True
    return book


def fill(store: Store, path: Path, out: Path, replace: bool = False) -> FilledForm:
    form = foreign_forms.open_foreign(store, path)
    cells = form_filling.prefill(store, form, MONTH, replace)
    return form_filling.write_foreign(store, form, cells, MONTH, out)


def column_words(form: ForeignForm) -> dict[str, str]:
    return {letter: word for letter, _, word in form.tables[0].columns}


def cell(done: FilledForm, place: str) -> object:
    return openpyxl.load_workbook(done.file.path).worksheets[0][place].value


def why(done: FilledForm) -> dict[str, str]:
    return {one.cell: one.why for one in done.cells if one.why not in ("", "no-data")}


def test_columns_and_lines_are_told(store: Store, plan: Plan, tmp_path: Path) -> None:
    form = foreign_forms.open_foreign(store, tables.save(blank_tasks(plan), tmp_path / "表.xlsx"))
    assert column_words(form) == {
        "A": "序号",
        "B": "主要任务",
        "C": "推进措施及目标",
        "D": "牵头单位",
        "E": "责任单位",
        "F": "进展情况",
        "G": "存在问题",
        "H": "进展情况",
        "I": "存在问题",
    }
    assert [placed.row[1].serial for placed in form.tables[0].lines if placed.row] == list(range(1, 31))


def test_only_the_columns_of_the_month_are_filled(store: Store, plan: Plan, tmp_path: Path) -> None:
    done = fill(store, tables.save(blank_tasks(plan), tmp_path / "表.xlsx"), tmp_path / "出")
    assert done.file.path.name == "表_已填.xlsx"
    assert done.written == 5
    assert cell(done, "H5") == "市工业和信息化局已推进第1项。"
    assert cell(done, "F5") == "第1项。"


def test_words_of_several_units_stand_under_their_names(store: Store, plan: Plan, tmp_path: Path) -> None:
    done = fill(store, tables.save(blank_tasks(plan), tmp_path / "表.xlsx"), tmp_path / "出")
    names = [plan.unit(unit).name for unit in plan.rows[3].reporting_unit_ids()]
    assert cell(done, "H8") == "\n".join(f"{name}：{name}已推进第4项。" for name in names)


def test_figures_come_in_their_measure_and_formulas_stay(store: Store, tmp_path: Path) -> None:
    done = fill(store, tables.save(blank_figures(), tmp_path / "表.xlsx"), tmp_path / "出")
    assert (cell(done, "D4"), cell(done, "D6")) == (102500, 0.335)
    assert cell(done, "E4") == "2025年10月31日"
    assert cell(done, "D8") == "=SUM(D4:D7)"
    assert why(done) == {"D5": "kept"}
    assert cell(done, "D5") == 0.6


def test_what_stands_there_is_replaced_on_demand(store: Store, tmp_path: Path) -> None:
    done = fill(store, tables.save(blank_figures(), tmp_path / "表.xlsx"), tmp_path / "出", replace=True)
    assert cell(done, "D5") == 0.85


def test_a_formula_is_never_replaced(store: Store, tmp_path: Path) -> None:
    book = blank_figures()
    book.worksheets[0]["D4"] = "=1200*2"
    done = fill(store, tables.save(book, tmp_path / "表.xlsx"), tmp_path / "出", replace=True)
    assert why(done) == {"D4": "formula"}
    assert cell(done, "D4") == "=1200*2"


def test_a_cell_merged_with_the_one_above_is_left(store: Store, plan: Plan, tmp_path: Path) -> None:
    book = blank_tasks(plan)
    book.worksheets[0].merge_cells("H5:H6")
    done = fill(store, tables.save(book, tmp_path / "表.xlsx"), tmp_path / "出")
    assert why(done) == {"H6": "merged"}


def test_their_file_and_its_other_parts_stay_as_they_were(store: Store, tmp_path: Path) -> None:
    path = tables.save(blank_figures(), tmp_path / "表.xlsx")
    before = path.read_bytes()
    done = fill(store, path, tmp_path / "出")
    assert path.read_bytes() == before
    old, new = parts(before), parts(done.file.path.read_bytes())
    changed = {name for name in old if old[name] != new[name]}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert list(old) == list(new)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def blank_list(rows: int) -> Workbook:
    """Head, blank rows, a total: whoever fills it in writes the tasks, too."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "重点工作进展情况统计表"
    for column, head in enumerate(["序号", "重点任务", "主要措施", "填报单位", "本月进展情况"], start=1):
        sheet.cell(2, column, head)
    sheet.cell(3 + rows, 1, "合计")
    return book


def test_a_blank_list_is_given_our_own_rows(store: Store, plan: Plan, tmp_path: Path) -> None:
    own = plan.rows_of(plan.own_unit_id or "")
    done = fill(store, tables.save(blank_list(len(own)), tmp_path / "表.xlsx"), tmp_path / "出")
    sheet = openpyxl.load_workbook(done.file.path).worksheets[0]
    assert [sheet.cell(3 + at, 3).value for at in range(len(own))] == [row.measure for row in own]
    third = next(row for row in own if row.serial == 3)
    at = 3 + own.index(third)
    assert [sheet.cell(at, column).value for column in (1, 4)] == [at - 2, UNIT]
    assert sheet.cell(at, 5).value == f"{UNIT}已推进第3项。"
    assert sheet.cell(3 + len(own), 1).value == "合计"


def test_rows_without_room_are_told(store: Store, plan: Plan, tmp_path: Path) -> None:
    own = plan.rows_of(plan.own_unit_id or "")
    done = fill(store, tables.save(blank_list(2), tmp_path / "表.xlsx"), tmp_path / "出")
    assert sum(one.why == "no-room" for one in done.cells) == len(own) - 2


def test_a_head_nobody_knows_is_asked_once(store: Store, plan: Plan, tmp_path: Path) -> None:
    book = blank_tasks(plan)
    book.worksheets[0]["H4"] = "贯彻举动"
    first = foreign_forms.open_foreign(store, tables.save(book, tmp_path / "10月.xlsx"))
    assert not first.remembered
    foreign_forms.map_columns(store, first, {"H": "进展情况", "责任分工 配合": "不用"}, "省发展改革委")
    book.worksheets[0]["F3"], book.worksheets[0]["H3"] = "10月", "11月"
    second = foreign_forms.open_foreign(store, tables.save(book, tmp_path / "11月.xlsx"))
    assert (second.remembered, second.office) == (True, "省发展改革委")
    assert (column_words(second)["H"], column_words(second)["E"]) == ("进展情况", "不用")


def test_a_line_nobody_knows_is_asked_once(store: Store, plan: Plan, tmp_path: Path) -> None:
    book = blank_tasks(plan)
    book.worksheets[0]["B5"], book.worksheets[0]["C5"] = "技改专班交办事项", "按专班要求办理。"
    path = tables.save(book, tmp_path / "表.xlsx")
    form = foreign_forms.open_foreign(store, path)
    assert form.tables[0].lines[0].row is None
    form = foreign_forms.map_columns(store, form, {"行5": "任务2", "行6": "不用"})
    lines = foreign_forms.shown_lines(form, form.tables[0])
    assert lines[0].items[0].startswith("任务2 ")
    assert lines[1].items == ("不用",)
    assert cell(fill(store, path, tmp_path / "出"), "H5") == "市工业和信息化局已推进第2项。"


def test_what_was_used_is_settled(store: Store, plan: Plan, tmp_path: Path) -> None:
    path = tables.save(blank_tasks(plan), tmp_path / "表.xlsx")
    fill(store, path, tmp_path / "出")
    assert foreign_forms.open_foreign(store, path).remembered


def test_words_that_mean_nothing_are_refused(store: Store, plan: Plan, tmp_path: Path) -> None:
    form = foreign_forms.open_foreign(store, tables.save(blank_tasks(plan), tmp_path / "表.xlsx"))
    for wrong, error in (
        ({"H": "什么"}, Refused),
        ({"ZZ": "进展情况"}, NotFound),
        ({"行5": "第2行"}, Refused),
        ({"行5": "任务99"}, NotFound),
    ):
        with pytest.raises(error):
            foreign_forms.map_columns(store, form, wrong)
    assert not foreign_forms.open_foreign(store, form.path).remembered


def test_a_file_that_cannot_be_filled_as_it_is_says_what_to_do(
    store: Store, plan: Plan, tmp_path: Path
) -> None:
    path = tables.paper_table(tmp_path / "表.docx", plan, plan.rows[:3], "调度表", "")
    form = foreign_forms.open_foreign(store, path)
    with pytest.raises(Refused, match="old-form"):
        form_filling.prefill(store, form, MONTH)


def test_a_workbook_without_a_table_is_refused(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "说明"
    with pytest.raises(Refused, match="no-table"):
        foreign_forms.open_foreign(store, tables.save(book, tmp_path / "表.xlsx"))


def test_what_must_not_leave_stops_it(store: Store, plan: Plan, tmp_path: Path) -> None:
    period = stores.pick_period(store, plan.id, MONTH)
    row = plan.rows[0]
    entering.enter(store, period.id, row.reporting_unit_ids()[0], {(row.id, Field.PROGRESS): "机密★1年"})
    with pytest.raises(ExportStopped):
        fill(store, tables.save(blank_tasks(plan), tmp_path / "表.xlsx"), tmp_path / "出")
    assert not (tmp_path / "出").exists()


def test_another_figure_told_since_then_is_found(store: Store, plan: Plan, tmp_path: Path) -> None:
    path = tables.save(blank_figures(), tmp_path / "表.xlsx")
    foreign_forms.map_columns(store, foreign_forms.open_foreign(store, path), {}, "省商务厅")
    fill(store, path, tmp_path / "出")
    period = stores.pick_period(store, plan.id, MONTH)
    assert otherwise(store, plan, period.id) == []
    cars = plan.indicators[CARS - 1]
    entering.enter(store, period.id, plan.asked_for(cars)[0], {(cars.id, Field.CUMULATIVE): "10.4"})
    (message,) = otherwise(store, plan, period.id)
    assert "省商务厅" in message
    assert "10.25" in message


def otherwise(store: Store, plan: Plan, period_id: str) -> list[str]:
    found = checking.check(store, plan.id, period_id, date(2025, 11, 3))
    return [one.message for one in found if one.code == "reported-otherwise"]


def test_another_plan_here_that_is_told_otherwise_is_found(store: Store, plan: Plan) -> None:
    other = store.plans.get(plans.add_plan(store, PLANS / "qingzhou.txt", UNIT))
    own, twin = (
        plan.indicators[CARS - 1],
        next(one for one in other.indicators if one.name == "新能源汽车保有量"),
    )
    period = months.open_month(store, other.id, MONTH)
    entering.enter(store, period.id, other.asked_for(twin)[0], {(twin.id, Field.CUMULATIVE): "2.2"})
    here = months.load_month(store, plan.id, stores.pick_period(store, plan.id, MONTH).id)
    (told,) = here.told_elsewhere[own.id, plan.asked_for(own)[0]]
    assert told.value == "2.2"
    there = months.load_month(store, other.id, period.id)
    assert there.told_elsewhere[twin.id, other.asked_for(twin)[0]][0].value == "10.25"


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_the_copy(store: Store, plan: Plan, tmp_path: Path) -> None:
    done = fill(store, tables.save(blank_tasks(plan), tmp_path / "表.xlsx"), tmp_path / "出")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(done.file.path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    sheet = read_workbook((tmp_path / "表_已填.ods").read_bytes(), "表.ods").sheets[0]
    assert sheet.cell(4, 7) == "市工业和信息化局已推进第1项。"
