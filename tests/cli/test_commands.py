"""The command line: every command on a fresh store, exit codes, JSON shapes, results on stdout and messages on stderr."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from peidang.cli.main import COMMANDS, peidang, run
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, WATER
from tests.app.plan_texts import OWN_UNIT, granary_plan, water_plan, write_plan
from tests.cli.shell import Ran, Shell

MONTH = "2025-10"
OUTCOME_KEYS = ["file", "outcome", "plan", "unit", "month", "recognised_by", "cells", "findings"]
COUNTS = ["new", "updated", "unchanged", "conflicting", "pending"]
FINDING_KEYS = ["code", "grade", "sheet", "cell", "message"]
ENGLISH = re.compile(r"Usage|Options|Commands|Show |Error|required|TEXT|INTEGER|PATH|Try ")


@pytest.fixture(scope="session")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one plan and one month, sent, made by the commands themselves."""
    folder = tmp_path_factory.mktemp("cli")
    store, document = folder / "库.peidang", write_plan(folder, granary_plan())
    for arguments in (
        ["new", store, document, "--own-unit", OWN_UNIT],
        ["open-month", store, MONTH, "--due", "2025-10-28"],
        ["send", store, MONTH, "--out", folder / "发出"],
    ):
        assert run([str(one) for one in arguments]) == 0
    return folder


@pytest.fixture
def office(sent_once: Path, tmp_path: Path) -> Path:
    """The folder with the store, a copy for each test."""
    return Path(shutil.copytree(sent_once, tmp_path / "office"))


@pytest.fixture
def store(office: Path) -> Path:
    return office / "库.peidang"


def request_of(office: Path, unit: str) -> bytes:
    (path,) = (office / "发出").rglob(f"*_{unit}_*.xlsx")
    return path.read_bytes()


def filled(
    office: Path, unit: str = FARMING, text: str = STARTED["进展情况"], name: str = "报送.xlsx"
) -> Path:
    serial = bureau.serials(request_of(office, unit))[0]
    data = bureau.fill(request_of(office, unit), {serial: {**STARTED, "进展情况": text}})
    return bureau.put(office / "收到" / name, data)


def second_plan(office: Path, shell: Shell) -> None:
    document = write_plan(office, water_plan(), "灌区.txt")
    assert shell("new", office / "库.peidang", document).code == 0


def test_new_prints_the_plans_id_and_nothing_else(shell: Shell, tmp_path: Path) -> None:
    told = shell("new", tmp_path / "新" / "库.peidang", write_plan(tmp_path, granary_plan()))
    assert (told.code, told.err) == (0, "")
    assert re.fullmatch(r"[0-9a-f-]{36}\n", told.out)


def test_read_prints_the_plan_as_data(shell: Shell, tmp_path: Path) -> None:
    told = shell("read", write_plan(tmp_path, granary_plan()), "--json")
    assert told.code == 0
    assert len(told.json["schedule"]) == 60
    assert "doubts" in told.json


def test_read_in_words_says_how_many(shell: Shell, tmp_path: Path) -> None:
    told = shell("read", write_plan(tmp_path, granary_plan()))
    assert (told.code, "配档表60行" in told.out) == (0, True)


def test_a_document_that_is_no_plan_makes_no_store(shell: Shell, tmp_path: Path) -> None:
    told = shell("new", tmp_path / "库.peidang", write_plan(tmp_path, "您好。\n"))
    assert (told.code, told.out) == (1, "")
    assert told.err.count("\n") == 1
    assert not (tmp_path / "库.peidang").exists()


def test_open_month_tells_the_due(shell: Shell, store: Path) -> None:
    told = shell("open-month", store, "2025-11", "--due", "2025-11-26")
    assert told.code == 0
    assert told.out.startswith("2025年11月已开启，截止")
    assert "11月26日(周三)" in told.out


def test_send_lists_every_file_it_made(shell: Shell, store: Path, tmp_path: Path) -> None:
    told = shell("send", store, MONTH, "--out", tmp_path / "发")
    made = [path for path in (tmp_path / "发").rglob("*") if path.is_file()]
    assert told.code == 0
    assert sorted(line.split("  ")[0] for line in told.out.splitlines()) == sorted(map(str, made))
    assert {path.suffix for path in made} == {".xlsx", ".txt"}


def test_receive_tells_in_the_shape_that_was_promised(shell: Shell, store: Path, office: Path) -> None:
    path = filled(office)
    bureau.put(office / "收到" / "坏.xlsx", b"no workbook")
    told = shell("receive", store, office / "收到", "--json")
    assert (told.code, told.err) == (0, "")
    assert list(told.json) == ["batch", "files"]
    assert isinstance(told.json["batch"], int)
    bad, good = sorted(told.json["files"], key=lambda one: one["outcome"])
    for one in (bad, good):
        assert list(one) == OUTCOME_KEYS
        assert list(one["cells"]) == COUNTS
        assert one["findings"] != []
        assert all(list(finding) == FINDING_KEYS for finding in one["findings"])
        assert {finding["grade"] for finding in one["findings"]} <= {"必须改", "请说明"}
    assert (good["outcome"], good["file"], good["unit"], good["month"], good["recognised_by"]) == (
        "taken",
        path.as_posix(),
        FARMING,
        MONTH,
        "token",
    )
    assert good["cells"] == {"new": 3, "updated": 0, "unchanged": 0, "conflicting": 0, "pending": 0}
    assert (bad["outcome"], bad["plan"], bad["unit"]) == ("refused", None, None)


def test_receive_in_words_says_how_to_undo(shell: Shell, store: Path, office: Path) -> None:
    told = shell("receive", store, filled(office))
    assert told.code == 0
    assert told.out.startswith("已入表  ")
    batch = re.search(r"批次 (\d+)", told.out)
    assert batch is not None
    undone = shell("undo", store, batch.group(1))
    assert (undone.code, undone.err) == (0, "")


def test_a_folder_with_nothing_in_it_is_told(shell: Shell, store: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    told = shell("receive", store, tmp_path / "空")
    assert (told.code, told.out) == (0, "")
    assert "没有可收的文件" in told.err


def test_a_rehearsal_has_no_batch_and_changes_nothing(shell: Shell, store: Path, office: Path) -> None:
    before = shell("show", store, "--json").json
    told = shell("receive", store, filled(office), "--dry-run", "--json")
    assert (told.json["batch"], told.json["files"][0]["cells"]["new"]) == (None, 3)
    assert shell("show", store, "--json").json == before


def test_receiving_twice_and_in_another_order_and_undo_give_the_same_show(
    shell: Shell, store: Path, office: Path
) -> None:
    before = shell("show", store, "--json").json
    first, second = filled(office), filled(office, text="已完成选址5处。", name="另一份.xlsx")
    batches = [shell("receive", store, path, "--json").json["batch"] for path in (first, second)]
    after = shell("show", store, "--json").json
    assert shell("receive", store, office / "收到", "--json").json["batch"] is None
    assert shell("show", store, "--json").json == after
    for batch in batches:
        assert shell("undo", store, batch).code == 0
    assert shell("show", store, "--json").json == before
    for path in (second, first):
        shell("receive", store, path)
    assert shell("show", store, "--json").json == after


def test_show_holds_no_ids_times_or_batches(shell: Shell, store: Path, office: Path) -> None:
    shell("receive", store, filled(office))
    told = shell("show", store, MONTH, "--json")
    assert list(told.json) == ["plans", "decisions"]
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|\d\d:\d\d:\d\d|batch", told.out)


def test_decide_lists_settles_and_lists_no_more(shell: Shell, store: Path, office: Path) -> None:
    assert shell("decide", store).out == "没有待定事项\n"
    shell("receive", store, filled(office))
    shell("receive", store, filled(office, text="已完成选址5处。", name="另一份.xlsx"))
    (asked,) = shell("decide", store, "--json").json
    assert [choice["proposed"] for choice in asked["choices"]].count(True) == 1
    listed = shell("decide", store)
    assert asked["id"] in listed.out
    done = shell("decide", store, asked["id"], "2", "--json")
    assert (done.code, isinstance(done.json["batch"], int)) == (0, True)
    assert shell("decide", store, "--json").json == []
    assert shell("decide", store, asked["id"], "1").code == 1


def test_check_leaves_with_1_while_something_must_be_mended(shell: Shell, store: Path) -> None:
    told = shell("check", store, MONTH, "--json")
    assert (told.code, told.err) == (1, "")
    assert {"code", "grade", "message"} <= told.json[0].keys()
    assert "必须改" in shell("check", store, MONTH).out


def test_check_leaves_with_0_when_all_is_told(shell: Shell, store: Path, office: Path) -> None:
    for number, path in enumerate(sorted((office / "发出").rglob("*.xlsx"))):
        bureau.put(office / "收到" / f"{number}.xlsx", bureau.fill_all(path.read_bytes()))
    shell("receive", store, office / "收到")
    assert shell("check", store, MONTH).code == 0


def test_enter_writes_a_cell_and_says_when_nothing_changed(shell: Shell, store: Path) -> None:
    arguments = ("enter", store, MONTH, "--unit", FARMING, "--row", 2, "进展情况=已开工。")
    assert re.fullmatch(r"批次 \d+\n", shell(*arguments).out)
    assert shell(*arguments).out == "内容没有变化\n"
    indicator = shell("enter", store, MONTH, "--unit", FARMING, "--indicator", 2, "累计数=5")
    assert indicator.code == 0


@pytest.mark.parametrize(
    "cells",
    [["--row", 2], ["进展情况=x"], ["--row", 2, "--indicator", 1, "累计数=5"], ["--row", 2, "没有的栏目=x"]],
)
def test_enter_without_what_it_needs_is_wrong_use(shell: Shell, store: Path, cells: list[object]) -> None:
    told = shell("enter", store, MONTH, "--unit", FARMING, *cells)
    assert (told.code, told.out) == (2, "")


def test_an_offices_own_workbook_is_filled(shell: Shell, store: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{任务.总数}}", "{{写错的}}"
    book.save(tmp_path / "台账.xlsx")
    made = shell("report", store, MONTH, "--out", tmp_path / "出", "--template", tmp_path / "台账.xlsx")
    assert (made.code, "写错的" in made.err) == (0, True)
    (path,) = (tmp_path / "出").iterdir()
    assert openpyxl.load_workbook(path).active["A1"].value == 60
    missing = shell("report", store, MONTH, "--out", tmp_path / "出", "--template", tmp_path / "没有.xlsx")
    assert missing.code == 1


def test_papers_are_made_issued_and_reprinted(shell: Shell, store: Path, office: Path) -> None:
    shell("receive", store, filled(office))
    made = shell("report", store, MONTH, "--out", office / "报告")
    assert (made.code, len(list((office / "报告").iterdir()))) == (0, 3)
    assert "应有60行，纸上60行" in made.out
    only = shell("report", store, MONTH, "--out", office / "表", "--xlsx")
    assert (only.code, [path.suffix for path in (office / "表").iterdir()]) == (0, [".xlsx"])
    few = ("--xlsx", "--columns", "进展情况、主要任务")
    assert shell("report", store, MONTH, "--out", office / "几列", *few).code == 0
    strange = shell("report", store, MONTH, "--out", office / "几列", "--columns", "没有的列")
    assert (strange.code, "没有这一列" in strange.err) == (1, True)
    assert shell("reprint", store, MONTH, "--out", office / "早").code == 1
    assert shell("issue", store, MONTH, "--out", office / "印发").code == 0
    assert shell("report", store, MONTH, "--out", office / "几列", *few).code == 1
    assert shell("issue", store, MONTH, "--out", office / "印发").code == 1
    assert shell("issue", store, MONTH, "--out", office / "印发", "--correct").code == 1
    assert shell("reprint", store, MONTH, "--out", office / "重印").code == 0
    first, second = (
        {path.name: path.read_bytes() for path in (office / folder).iterdir()} for folder in ("印发", "重印")
    )
    assert first == second
    refused = shell("enter", store, MONTH, "--unit", FARMING, "--row", 2, "进展情况=x")
    assert (refused.code, "已印发" in refused.err) == (1, True)
    shell("enter", store, MONTH, "--unit", FARMING, "--row", 2, "进展情况=更正。", "--correct")
    assert shell("issue", store, MONTH, "--out", office / "印发", "--correct").code == 0


def test_the_bureaus_side_answers_and_replies(
    shell: Shell, store: Path, office: Path, tmp_path: Path
) -> None:
    own = tmp_path / "局.peidang"
    request = bureau.put(tmp_path / "来文.xlsx", request_of(office, WATER))
    assert shell("answer", own, request).code == 0
    assert shell("reply", own, MONTH, "--out", tmp_path / "报").code == 1
    serial = bureau.serials(request.read_bytes())[0]
    assert shell("enter", own, MONTH, "--row", serial, "进展情况=已开工。").code == 0
    told = shell("reply", own, MONTH, "--out", tmp_path / "报")
    (made,) = (tmp_path / "报").iterdir()
    assert (told.code, told.out.startswith(str(made))) == (0, True)
    received = shell("receive", store, made, "--json").json["files"][0]
    assert (received["outcome"], received["cells"]["new"]) == ("taken", 1)


def test_units_and_doubts_are_listed(shell: Shell, store: Path) -> None:
    units = shell("units", store, "--json").json
    assert {"name": FARMING, "aliases": [], "rows": 9, "indicators": 1} in units
    doubts = shell("doubts", store, "--json").json
    assert {"code", "place", "quote", "proposal"} <= doubts[0].keys()
    assert shell("doubts", store).out.count("\n") == len(doubts)


def test_a_store_is_verified_backed_up_and_restored(shell: Shell, store: Path, tmp_path: Path) -> None:
    assert shell("verify", store) == Ran(0, "工作库完好\n", "")
    kept = tmp_path / "备份.peidang"
    assert shell("backup", store, kept).code == 0
    before = shell("show", store, "--json").json
    shell("enter", store, MONTH, "--unit", FARMING, "--row", 2, "进展情况=已开工。")
    told = shell("restore", kept, store)
    assert (told.code, "另存为" in told.out) == (0, True)
    assert shell("show", store, "--json").json == before
    data = store.read_bytes()
    store.write_bytes(data[: len(data) // 2])
    assert shell("verify", store).code == 1
    assert shell("restore", kept, store).code == 0
    assert shell("show", store, "--json").json == before


def test_the_selftest_passes(shell: Shell) -> None:
    told = shell("selftest")
    assert (told.code, told.err) == (0, "")
    assert set(re.findall(r"^(\S+)  ", told.out, re.MULTILINE)) == {"通过"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "没有.peidang"),
        ("verify", "没有.peidang"),
        ("units", "没有.peidang"),
        ("open-month", "没有.peidang", MONTH),
        ("restore", "没有.peidang", "库.peidang"),
        ("read", "没有.txt"),
        ("answer", "局.peidang", "没有.xlsx"),
    ],
)
def test_what_does_not_exist_is_told_in_one_sentence(
    shell: Shell, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = shell(*arguments)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert "没有." in told.err


def test_a_failed_answer_leaves_no_store_behind(shell: Shell, tmp_path: Path) -> None:
    shell("answer", tmp_path / "局.peidang", tmp_path / "没有.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_files_and_months_that_are_not_there_are_told(shell: Shell, store: Path, tmp_path: Path) -> None:
    assert shell("receive", store, tmp_path / "没有").code == 1
    assert shell("send", store, "2025-12", "--out", tmp_path).code == 1
    assert shell("undo", store, 4711).code == 1
    assert shell("decide", store, "ffffffff", "1").code == 1
    assert shell("enter", store, MONTH, "--unit", "县档案馆", "--row", 2, "进展情况=x").code == 1
    assert shell("enter", store, MONTH, "--unit", FARMING, "--row", 99, "进展情况=x").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("send",),
        ("send", "库.peidang", MONTH),
        ("send", "库.peidang", MONTH, "--out"),
        ("send", "库.peidang", MONTH, "--outt", "x"),
        ("receive", "库.peidang"),
        ("undo", "库.peidang", "甲"),
        ("open-month", "库.peidang", "十月"),
        ("open-month", "库.peidang", MONTH, "--due", "明天"),
        ("receive", "库.peidang", "x", "--month", "2025-13"),
        ("show", "库.peidang", "2025-10", "2025-11"),
        ("nonsense", "库.peidang"),
        ("recieve",),
        ("--nonsense",),
        ("show", "--json"),
    ],
)
def test_wrong_use_is_told_in_one_chinese_sentence(shell: Shell, arguments: tuple[str, ...]) -> None:
    told = shell(*arguments)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert not ENGLISH.search(told.err)
    assert "--help" in told.err
    assert len(re.findall("[\u4e00-\u9fff]", told.err)) >= 5


def test_a_word_that_was_mistaken_is_named_in_the_sentence(shell: Shell) -> None:
    assert "“十月”" in shell("open-month", "库.peidang", "十月").err
    assert "--outt" in shell("send", "库.peidang", MONTH, "--outt", "x").err
    assert "sendd" in shell("sendd", "库.peidang").err


@pytest.mark.parametrize(
    "arguments",
    [
        ("open-month", "2025-11"),
        ("send", MONTH, "--out", "x"),
        ("check", MONTH),
        ("report", MONTH, "--out", "x"),
        ("issue", MONTH, "--out", "x"),
        ("reprint", MONTH, "--out", "x"),
        ("reply", MONTH, "--out", "x"),
        ("enter", MONTH, "--row", "1", "进展情况=x"),
        ("units",),
        ("doubts",),
    ],
)
def test_with_several_plans_one_must_be_named(
    shell: Shell, office: Path, store: Path, arguments: tuple[str, ...]
) -> None:
    second_plan(office, shell)
    told = shell(arguments[0], store, *arguments[1:])
    assert (told.code, told.out) == (2, "")
    assert "粮食仓储" in told.err
    assert "灌区" in told.err
    assert "--plan" in told.err


def test_with_a_plan_named_the_commands_go_on(
    shell: Shell, office: Path, store: Path, tmp_path: Path
) -> None:
    second_plan(office, shell)
    assert shell("open-month", store, MONTH, "--plan", "灌区").code == 0
    assert shell("send", store, MONTH, "--plan", "2", "--out", tmp_path / "灌区").code == 0
    assert len(shell("units", store, "--plan", "2", "--json").json) == 4
    assert shell("units", store, "--plan", "没有").code == 1


def test_all_plans_are_shown_and_received_without_naming_one(shell: Shell, office: Path, store: Path) -> None:
    second_plan(office, shell)
    assert len(shell("show", store, "--json").json["plans"]) == 2
    assert shell("receive", store, filled(office), "--json").json["files"][0]["outcome"] == "taken"
    assert len(shell("show", store, MONTH, "--json").json["plans"]) == 2


@pytest.mark.parametrize("name", ["", *(command.name for command in COMMANDS)])
def test_help_is_chinese_throughout(shell: Shell, name: str) -> None:
    told = shell(*([name] if name else []), "--help")
    assert told.code == 0
    assert not ENGLISH.search(told.out)
    assert told.out.startswith("用法：peidang")
    assert "显示帮助" in told.out
    assert "..." not in told.out


def test_help_lists_every_command_with_what_it_does(shell: Shell) -> None:
    told = shell("--help").out
    for name, command in peidang.commands.items():
        assert re.search(rf"^  {name} +\S*[\u4e00-\u9fff]", told, re.MULTILINE), name
        assert command.help


def test_the_version_is_told(shell: Shell) -> None:
    told = shell("--version")
    assert (told.code, bool(re.fullmatch(r"配档通 \d+\.\d+\.\d+\n", told.out))) == (0, True)


def test_without_a_screen_a_store_is_not_opened_and_it_says_so(
    shell: Shell, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a screen")
    told = shell(store)
    assert (told.code, told.out) == (1, "")
    assert "显示屏" in told.err


def spawn(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, in a plain C locale unless told otherwise."""
    return subprocess.run(
        [sys.executable, "-m", "peidang", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", **environment},
        check=False,
        timeout=120,
    )


def test_as_a_process_it_speaks_chinese_in_any_locale(store: Path) -> None:
    told = spawn("show", store, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout)["plans"][0]["own_unit"] == OWN_UNIT


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("check",), 1), (("verify",), 0), (("show", "--nonsense"), 2), (("show", "2024-01"), 1)],
)
def test_as_a_process_it_leaves_with_the_code(store: Path, arguments: tuple[str, ...], code: int) -> None:
    more = (MONTH,) if arguments == ("check",) else arguments[1:]
    assert spawn(arguments[0], store, *more).returncode == code


def test_the_installed_command_is_the_same_program(store: Path) -> None:
    script = Path(sys.executable).with_name("peidang")
    if not script.exists():
        pytest.skip("not installed as a command here")
    told = subprocess.run([script, "verify", store], capture_output=True, encoding="utf-8", check=False)
    assert (told.returncode, told.stdout) == (0, "工作库完好\n")
