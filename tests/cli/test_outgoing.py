"""send --master, send-back and pass-on as they are typed."""

from pathlib import Path

import pytest

from tests.app import bureau
from tests.app.office import FARMING, WATER, new_office
from tests.cli.shell import Shell

MONTH = "2025-10"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An office that sent October's requests."""
    new_office(tmp_path)
    return tmp_path / "库.peidang"


def sent_to(folder: Path, unit: str) -> bytes:
    (path,) = folder.rglob(f"*_{unit}_2025年10月填报表.xlsx")
    return path.read_bytes()


def report_wrongly(shell: Shell, store: Path, unit: str) -> None:
    data = bureau.fill_all(sent_to(store.parent / "发出", unit))
    serial = bureau.serials(data)[0]
    wrong = bureau.fill(data, {serial: {"完成状态": "差不多了"}})
    assert shell("receive", store, bureau.put(store.parent / "收到" / f"{unit}.xlsx", wrong)).code == 0


def files(ran_out: str) -> list[str]:
    return [Path(line.split("  ")[0]).name for line in ran_out.splitlines()]


def test_the_master_is_made_on_wish_and_alone(shell: Shell, store: Path, tmp_path: Path) -> None:
    ran = shell("send", store, MONTH, "--out", tmp_path / "总表", "--master")
    assert (ran.code, files(ran.out)) == (0, ["2025年10月填报总表.xlsx"])
    assert [path.name for path in (tmp_path / "总表").iterdir()] == ["2025年10月填报总表.xlsx"]


def test_every_unit_with_something_to_mend_gets_its_own_back(
    shell: Shell, store: Path, tmp_path: Path
) -> None:
    report_wrongly(shell, store, FARMING)
    report_wrongly(shell, store, WATER)
    ran = shell("send-back", store, MONTH, "--out", tmp_path / "退回")
    assert ran.code == 0
    assert [name[3:] for name in files(ran.out)] == [f"{u}_2025年10月退回单.xlsx" for u in (FARMING, WATER)]


def test_one_unit_is_sent_back_by_name_with_a_due(shell: Shell, store: Path, tmp_path: Path) -> None:
    report_wrongly(shell, store, FARMING)
    report_wrongly(shell, store, WATER)
    out = tmp_path / "退回"
    ran = shell("send-back", store, MONTH, "--out", out, "--unit", WATER, "--due", "2025-11-08")
    (name,) = files(ran.out)
    request = bureau.request_in((out / name).read_bytes())
    assert (request.unit_name, request.due.isoformat()) == (WATER, "2025-11-08")


def test_where_nothing_is_to_be_mended_one_sentence_says_so(
    shell: Shell, store: Path, tmp_path: Path
) -> None:
    ran = shell("send-back", store, MONTH, "--out", tmp_path / "退回")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "“2025年10月”：没有要退回修改的内容。\n"


def test_a_unit_that_has_not_reported_is_told(shell: Shell, store: Path, tmp_path: Path) -> None:
    ran = shell("send-back", store, MONTH, "--out", tmp_path / "退回", "--unit", WATER)
    assert ran.code == 1
    assert "还没有报送" in ran.err


@pytest.fixture
def bureaus_store(shell: Shell, store: Path, tmp_path: Path) -> Path:
    """FARMING's own store with the request it got."""
    got = bureau.put(tmp_path / "局" / "填报表.xlsx", sent_to(tmp_path / "发出", FARMING))
    own = tmp_path / "局" / "库.peidang"
    assert shell("answer", own, got).code == 0
    return own


def test_parts_are_passed_on_filled_received_and_replied(
    shell: Shell, bureaus_store: Path, tmp_path: Path
) -> None:
    first, second, *_ = bureau.serials(sent_to(tmp_path / "发出", FARMING))
    out = tmp_path / "转发"
    to = ("--to", f"规划科={first},指标2", "--to", f"农机科={second}")
    ran = shell("pass-on", bureaus_store, MONTH, "--out", out, *to)
    assert files(ran.out) == [f"{one}_2025年10月填报表（转发）.xlsx" for one in ("规划科", "农机科")]
    part = out / files(ran.out)[0]
    assert bureau.serials(part.read_bytes()) == [first]
    assert bureau.serials(part.read_bytes(), bureau.INDICATOR_HEAD) == [2]
    part.write_bytes(bureau.fill(part.read_bytes(), {first: bureau.STARTED}))
    assert shell("receive", bureaus_store, out).code == 0
    assert shell("reply", bureaus_store, MONTH, "--out", tmp_path / "报送").code == 0
    (reply,) = (tmp_path / "报送").glob("*.xlsx")
    assert bureau.seen(reply.read_bytes(), first, "进展情况") == bureau.STARTED["进展情况"]


@pytest.mark.parametrize("listed", ["{0}、{1}", "{0}，{1}", "任务{0},{1}", "{0}, {1}"])
def test_numbers_are_listed_as_people_write_them(
    shell: Shell, bureaus_store: Path, tmp_path: Path, listed: str
) -> None:
    serials = bureau.serials(sent_to(tmp_path / "发出", FARMING))
    out = tmp_path / "转发"
    assert (
        shell("pass-on", bureaus_store, MONTH, "--out", out, "--to", "规划科=" + listed.format(*serials)).code
        == 0
    )
    (part,) = out.iterdir()
    assert bureau.serials(part.read_bytes()) == serials[:2]


def test_a_name_alone_gets_everything(shell: Shell, bureaus_store: Path, tmp_path: Path) -> None:
    assert shell("pass-on", bureaus_store, MONTH, "--out", tmp_path / "转发", "--to", "规划科").code == 0
    (part,) = (tmp_path / "转发").iterdir()
    assert bureau.serials(part.read_bytes()) == bureau.serials(sent_to(tmp_path / "发出", FARMING))


@pytest.mark.parametrize(
    ("to", "code", "told"),
    [
        ("规划科=甲", 2, "“甲”不是序号"),
        ("规划科=999", 1, "没有找到序号“999”"),
        ("规划科=指标1", 1, "没有找到指标“1”"),
        ("=3", 1, "名称不能为空"),
    ],
)
def test_what_cannot_be_passed_on_is_told(
    shell: Shell, bureaus_store: Path, tmp_path: Path, to: str, code: int, told: str
) -> None:
    ran = shell("pass-on", bureaus_store, MONTH, "--out", tmp_path / "转发", "--to", to)
    assert ran.code == code
    assert told in ran.err
