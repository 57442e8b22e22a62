"""report with only some rows; a correction told and dropped."""

from pathlib import Path

import openpyxl
import pytest

from peidang.domain.labels import LIGHT_WORDS, Light
from tests.app.office import FARMING, MONTH, new_office
from tests.cli.shell import Shell


@pytest.fixture
def store(tmp_path: Path) -> Path:
    new_office(tmp_path)
    return tmp_path / "库.peidang"


def table(folder: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    (path,) = folder.iterdir()
    assert path.name == "2025年10月进展情况表（部分任务）.xlsx"
    return openpyxl.load_workbook(path)["进展情况表"]


def serials(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[int]:
    return [cell.value for cell in sheet["A"] if isinstance(cell.value, int)]


def test_rows_are_chosen_by_number_and_the_table_says_so(shell: Shell, store: Path, tmp_path: Path) -> None:
    done = shell("report", store, MONTH, "--out", tmp_path / "出", "--xlsx", "--rows", "1、3、5-9")
    assert done.code == 0
    sheet = table(tmp_path / "出")
    assert serials(sheet) == [1, 3, 5, 6, 7, 8, 9]
    assert "共60项，此表列7项" in sheet["A2"].value


def test_conditions_join(shell: Shell, store: Path, tmp_path: Path) -> None:
    done = shell("report", store, MONTH, "--out", tmp_path / "出", "--xlsx", "--unit", FARMING)
    assert done.code == 0
    of_unit = serials(table(tmp_path / "出"))
    assert 0 < len(of_unit) < 60
    some = ("--unit", FARMING, "--rows", f"1-{of_unit[0]}", "--light", "灰")
    assert shell("report", store, MONTH, "--out", tmp_path / "少", "--xlsx", *some).code == 0
    assert serials(table(tmp_path / "少")) == of_unit[:1]


@pytest.mark.parametrize(
    "wrong",
    [("--rows", "99"), ("--rows", "甲"), ("--light", "紫"), ("--section", "没有这一章"), ("--light", "红")],
)
def test_what_fits_nothing_is_told(shell: Shell, store: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    done = shell("report", store, MONTH, "--out", tmp_path / "出", "--xlsx", *wrong)
    assert done.code == 1
    assert done.err.strip()
    assert not (tmp_path / "出").exists()


def test_a_light_is_called_by_colour_or_name(shell: Shell, store: Path, tmp_path: Path) -> None:
    for name in ("灰灯", LIGHT_WORDS[Light.UNREPORTED]):
        assert shell("report", store, MONTH, "--out", tmp_path / name, "--xlsx", "--light", name).code == 0
        assert len(serials(table(tmp_path / name))) == 60


def test_a_correction_is_told_and_dropped(shell: Shell, store: Path, tmp_path: Path) -> None:
    assert shell("issue", store, MONTH, "--out", tmp_path / "印发").code == 0
    assert "没有正在进行的更正" in shell("correct", store, MONTH).out
    shell("enter", store, MONTH, "--unit", FARMING, "--row", 2, "进展情况=更正。", "--correct")
    told = shell("correct", store, MONTH)
    assert "更正为“更正。”" in told.out
    assert "改了1处，尚未印发" in told.out
    assert shell("correct", store, MONTH, "--json").json["open"] is True
    assert "撤回1次改动" in shell("correct", store, MONTH, "--drop").out
    assert shell("correct", store, MONTH, "--json").json == {"open": False, "changes": []}
    assert shell("correct", store, MONTH, "--drop").code == 1
