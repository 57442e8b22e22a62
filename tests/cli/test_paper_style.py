"""The command style: 红头 and 版记 are set one by one, shown, and printed."""

from pathlib import Path

import pytest

from peidang.files.open import read_document
from tests.cli.shell import Shell

MONTH = "2025-10"
MARK = "某某县发展和改革局文件"


def test_nothing_is_set_at_first(shell: Shell, store: Path) -> None:
    told = shell("style", store, "--json").json["cover"]
    assert (told["letterhead"]["on"], told["imprint"]["on"]) == (False, False)
    assert "红头：不用\n版记：不用" in shell("style", store).out


def test_what_is_set_is_shown_printed_and_switched_off(shell: Shell, store: Path, tmp_path: Path) -> None:
    head = ("--letterhead", "--mark", MARK, "--number", "某发改〔{年份}〕{期号}号")
    assert shell("style", store, *head).code == 0
    assert shell("style", store, "--imprint", "--copies-to", "县委办公室", "--printed-by", "县局办").code == 0
    shown = shell("style", store).out
    assert f"通报：{MARK}，某发改〔{{年份}}〕{{期号}}号" in shown
    assert "抄送县委办公室，县局办，成文日期印发（通报、工作专班简报、进展情况报告）" in shown
    assert shell("report", store, MONTH, "--out", tmp_path / "稿", "--docx").code == 0
    (made,) = (tmp_path / "稿").glob("*.docx")
    words = [getattr(block, "text", "") for block in read_document(made).blocks]
    assert words[:2] == [MARK, "某发改〔2025〕1号"]
    assert shell("style", store, "--no-letterhead", "--printed-by", "").code == 0
    told = shell("style", store, "--json").json["cover"]
    assert (told["letterhead"]["on"], told["letterhead"]["mark"]) == (False, MARK)
    assert told["imprint"]["office"] == ""


def test_a_kind_has_words_of_its_own_and_kinds_are_chosen(shell: Shell, store: Path) -> None:
    own = ("--letterhead", "--letterhead-kinds", "工作专班简报", "--mark", "工作专班简报=粮情简报")
    told = shell("style", store, *own, "--json").json["cover"]["letterhead"]
    assert told["kinds"] == ["工作专班简报"]
    assert told["own"] == {"工作专班简报": {"mark": "粮情简报", "number": ""}}
    told = shell("style", store, "--imprint-kinds", "通报", "--printed-on", "2025-11-05", "--json").json[
        "cover"
    ]
    assert (told["imprint"]["kinds"], told["imprint"]["day"]) == (["通报"], "2025-11-05")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--letterhead",),
        ("--mark", "{编号}"),
        ("--letterhead-kinds", "小报"),
        ("--printed-on", "明天"),
        ("--number", "某" * 41),
    ],
)
def test_what_does_not_hold_is_refused_and_not_kept(
    shell: Shell, store: Path, wrong: tuple[str, ...]
) -> None:
    before = shell("style", store, "--json").json
    refused = shell("style", store, *wrong)
    assert refused.code == 1
    assert refused.err
    assert shell("style", store, "--json").json == before
