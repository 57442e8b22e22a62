"""The commands about a plan that changes: update, doubts, duty."""

import re
from pathlib import Path

import pytest

from tests.app.office import WATER
from tests.app.plan.test_doubts import PROPER, TYPO, doubtful_plan
from tests.app.plan_texts import OWN_UNIT, granary_plan, water_plan, write_plan
from tests.cli.shell import Shell

MONTH = "2025-10"


@pytest.fixture
def store(tmp_path: Path, shell: Shell) -> Path:
    """A store with the doubtful plan, October open."""
    path = tmp_path / "库.peidang"
    document = write_plan(tmp_path, doubtful_plan())
    assert shell("new", path, document, "--own-unit", OWN_UNIT).code == 0
    assert shell("open-month", path, MONTH).code == 0
    return path


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The plan's document with one row in other words and one less."""
    text = doubtful_plan().replace("推进第5项仓储工作", "推进第5项仓储安全工作")
    lines = [one for one in text.splitlines() if not one.startswith("60\t")]
    return write_plan(tmp_path, "\n".join(lines), "方案（修订）.txt")


class TestUpdate:
    def test_without_confirm_the_changes_are_listed_and_nothing_happens(
        self, shell: Shell, store: Path, newer: Path
    ) -> None:
        before = store.read_bytes()
        told = shell("update", store, newer)
        assert (told.code, told.err) == (0, "")
        assert told.out.splitlines() == [
            "1. 第5行（新文件第5行）有改动",
            "    主要任务：原“推进第5项仓储工作”，现“推进第5项仓储安全工作”",
            "    选项 1.1  按建议处理",
            "    选项 1.2  不是同一行：原行停用，新行新增",
            "2. 新文件中没有第60行，建议停用：推进第60项仓储工作——①排查第60号库区隐患。②建立第60号库区台账。",
            "变更2项，其余58行不变",
        ]
        assert store.read_bytes() == before

    def test_confirmed_they_hold_from_the_month_named(self, shell: Shell, store: Path, newer: Path) -> None:
        told = shell("update", store, newer, "--from", "2025-11", "--confirm")
        assert (told.code, told.out.splitlines()[-1]) == (0, "已确认，自2025-11起执行（方案第2版）")
        rows = shell("show", store, "--json").json["plans"][0]["rows"]
        assert (len(rows), rows[4]["task"]) == (59, "推进第5项仓储安全工作")
        assert shell("update", store, newer).out == "没有变更\n"

    def test_only_some_may_be_chosen(self, shell: Shell, store: Path, newer: Path) -> None:
        told = shell("update", store, newer, "--from", MONTH, "--confirm", "--choose", "2", "--json")
        assert told.json["version"] == 2
        rows = shell("show", store, "--json").json["plans"][0]["rows"]
        assert (len(rows), rows[4]["task"]) == (59, "推进第5项仓储工作")

    def test_machines_get_cells_and_choices(self, shell: Shell, store: Path, newer: Path) -> None:
        told = shell("update", store, newer, "--json").json
        assert (told["version"], told["unchanged"]) == (None, 58)
        assert [one["kind"] for one in told["changes"]] == ["row-changed", "row-dropped"]
        assert told["changes"][0]["cells"][0]["cell"] == "主要任务"
        assert [len(one["choices"]) for one in told["changes"]] == [2, 1]

    def test_confirming_without_a_month_is_wrong_use(self, shell: Shell, store: Path, newer: Path) -> None:
        told = shell("update", store, newer, "--confirm")
        assert (told.code, told.out) == (2, "")
        assert "--help" in told.err

    def test_an_issued_month_cannot_be_changed(self, shell: Shell, store: Path, newer: Path) -> None:
        assert shell("issue", store, MONTH, "--out", store.parent / "印发").code == 0
        told = shell("update", store, newer, "--from", MONTH, "--confirm")
        assert (told.code, told.out, told.err) == (
            1,
            "",
            "“2025年10月”：该报告期已印发，变更只能从之后的月份起执行。\n",
        )

    def test_a_document_of_another_title_is_pointed_out(
        self, shell: Shell, store: Path, tmp_path: Path
    ) -> None:
        told = shell("update", store, write_plan(tmp_path, water_plan(), "灌区.txt"))
        assert told.code == 0
        assert "请确认是同一方案" in told.err


class TestDoubts:
    def number(self, shell: Shell, store: Path, code: str) -> int:
        return int(
            next(one["number"] for one in shell("doubts", store, "--json").json if one["code"] == code)
        )

    def test_one_doubt_shows_its_choices(self, shell: Shell, store: Path) -> None:
        told = shell("doubts", store, self.number(shell, store, "unit-typo"))
        assert f"选项 merge  合并为“{PROPER}”（建议）" in told.out

    def test_a_choice_settles_it(self, shell: Shell, store: Path) -> None:
        number = self.number(shell, store, "unit-typo")
        before = len(shell("doubts", store, "--json").json)
        told = shell("doubts", store, number, "merge")
        assert (told.code, told.out) == (0, f"已确认，还有{before - 1}处待确认\n")
        named = {one["name"]: one["aliases"] for one in shell("units", store, "--json").json}
        assert (TYPO in named, TYPO in named[PROPER]) == (False, True)
        again = shell("doubts", store, number, "keep")
        assert (again.code, "已经确认过" in again.err) == (1, True)

    def test_a_target_is_given_to_a_unit(self, shell: Shell, store: Path) -> None:
        number = self.number(shell, store, "target-without-unit")
        assert shell("doubts", store, number, WATER).code == 0
        assert [one["told"] for one in shell("duty", store, "--json").json] == [f"一家报：{WATER}"]

    @pytest.mark.parametrize(("doubt", "choice"), [(999, "keep"), (1, "照办")])
    def test_what_is_not_there_is_told(self, shell: Shell, store: Path, doubt: int, choice: str) -> None:
        told = shell("doubts", store, doubt, choice)
        assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)


class TestDuty:
    def test_what_has_no_lead_is_listed_and_settled(self, shell: Shell, store: Path) -> None:
        (line,) = shell("duty", store, "--json").json
        assert (line["reporting"], line["reporters"]) == ("待确定", [])
        assert re.search(r"^\d+\. .*：待确定$", shell("duty", store).out, re.MULTILINE)
        told = shell("duty", store, line["number"], "一家报一家核", WATER, "县财政局")
        assert (told.code, told.out.strip().endswith("一家报一家核：县水利局、县财政局")) == (0, True)

    def test_kind_nodes_and_bases_are_set(self, shell: Shell, store: Path) -> None:
        (line,) = shell("duty", store, "--json").json
        options = ("--kind", "时点数", "--node", "2026=55", "--node", "2025-Q4=50.5", "--base", "2023=40")
        (told,) = shell("duty", store, line["number"], *options, "--definition", "年末数", "--json").json
        assert (told["kind"], told["nodes"], told["bases"], told["definition"]) == (
            "时点数",
            {"2025-Q4": "50.5", "2026": "55"},
            {"2023": "40"},
            "年末数",
        )
        assert shell("verify", store).code == 0

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("1", "两家报", WATER), 2),
            (("1", "一家报"), 1),
            (("1", "一家报", "县外事局"), 1),
            (("99", "暂不调度"), 1),
            (("1", "--kind", "大小"), 2),
            (("1", "--node", "明年=5"), 2),
            (("1", "--node", "2026=五"), 2),
            (("1", "--base", "2023-13=5"), 1),
            (("--kind", "时点数"), 2),
            (("甲", "一家报"), 2),
        ],
    )
    def test_what_cannot_be_is_told_and_changes_nothing(
        self, shell: Shell, store: Path, arguments: tuple[str, ...], code: int
    ) -> None:
        before = shell("show", store, "--json").json
        told = shell("duty", store, *arguments)
        assert (told.code, told.out, told.err.count("\n")) == (code, "", 1)
        assert shell("show", store, "--json").json == before


def test_a_plan_where_each_indicator_has_its_lead_says_so(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "另.peidang"
    shell("new", path, write_plan(tmp_path, granary_plan(), "另.txt"), "--own-unit", OWN_UNIT)
    assert shell("duty", path).out == "每个指标都有唯一的牵头单位\n"
