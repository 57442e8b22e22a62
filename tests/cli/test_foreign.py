"""import-past, form and fill-form as a clerk types them."""

from pathlib import Path

import pytest

from peidang.app.store import stores
from tests.app import office_tables as tables
from tests.cli.shell import Shell

PLANS = Path(__file__).resolve().parents[2] / "resources" / "plans"


@pytest.fixture
def store(shell: Shell, tmp_path: Path) -> Path:
    """A store with a plan of thirty rows, October open."""
    path = tmp_path / "库.peidang"
    assert shell("new", path, PLANS / "binzhou.txt", "--own-unit", "市发展改革委").code == 0
    assert shell("open-month", path, "2025-10").code == 0
    return path


@pytest.fixture
def table(store: Path, tmp_path: Path) -> Path:
    """September and October side by side; October is blank."""
    with stores.open_store(store) as opened:
        plan = stores.pick_plan(opened)
    book = tables.months_side_by_side(
        plan, plan.rows, ["9月", "10月"], lambda row, month: f"第{row.serial}项。" if month == "9月" else ""
    )
    return tables.save(book, tmp_path / "2025年台账.xlsx")


def test_former_months_are_imported_and_undone(shell: Shell, store: Path, table: Path) -> None:
    tried = shell("import-past", store, table, "--dry-run", "--json").json
    assert (tried["batch"], tried["months"][0]["month"], tried["months"][0]["rows"]) == (None, "2025-09", 30)
    done = shell("import-past", store, table)
    assert done.out.startswith("2025年9月  任务30项  指标0项  共60格\n")
    assert "说明：第3行有2家" in done.out
    batch = shell("import-past", store, table, "--json").json["batch"]
    assert batch is None
    number = done.out.rsplit("批次 ", 1)[1].split("（", 1)[0]
    assert shell("undo", store, number).code == 0
    assert [one["month"] for one in shell("show", store, "--json").json["plans"][0]["months"]] == ["2025-10"]


def test_what_could_not_be_imported_is_told(shell: Shell, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text("没有表格", encoding="utf-8")
    ran = shell("import-past", store, path)
    assert (ran.code, ran.err) == (0, "没有可以导入的内容。\n")
    assert "未导入：说明.txt" in ran.out


def test_a_form_is_shown_corrected_and_remembered(shell: Shell, store: Path, table: Path) -> None:
    shown = shell("form", store, table)
    assert "第一次打开，请核对" in shown.out
    assert "H列 10月 进展情况 → 进展情况" in shown.out
    assert "第5行" in shown.out
    assert shell("form", store, table, "--map", "G=不用", "--map", "行34=不用", "--office", "省厅").code == 0
    again = shell("form", store, table, "--json").json
    assert (again["remembered"], again["office"]) == (True, "省厅")
    assert again["tables"][0]["columns"][6]["meaning"] == "不用"
    assert again["tables"][0]["lines"][-1] == {
        "row": 34,
        "words": _last(again),
        "items": ["不用"],
        "candidates": [],
    }


def _last(shown: dict[str, list[dict[str, list[dict[str, str]]]]]) -> str:
    return shown["tables"][0]["lines"][-1]["words"]


def test_a_form_is_filled_in_a_copy(shell: Shell, store: Path, table: Path, tmp_path: Path) -> None:
    shell("enter", store, "2025-10", "--unit", "市工业和信息化局", "--row", 1, "进展情况=已完成3家企业诊断。")
    done = shell("fill-form", store, table, "2025-10", "--out", tmp_path / "出")
    assert done.out.startswith(f"{tmp_path / '出' / '2025年台账_已填.xlsx'}  填写1格\n")
    told = shell("fill-form", store, table, "2025-10", "--out", tmp_path / "出", "--json").json
    filled = [one for one in told["cells"] if not one["not_filled"]]
    assert [(one["cell"], one["value"]) for one in filled] == [("H5", "已完成3家企业诊断。")]


def test_nothing_to_fill_is_told_and_writes_nothing(
    shell: Shell, store: Path, table: Path, tmp_path: Path
) -> None:
    ran = shell("fill-form", store, table, "2025-10", "--out", tmp_path / "出")
    assert ran.code == 1
    assert "没有可以填进去的内容" in ran.err
    assert not (tmp_path / "出").exists()


def test_a_pair_that_is_none_is_wrong_use(shell: Shell, store: Path, table: Path) -> None:
    assert shell("form", store, table, "--map", "G").code == 2
