"""The commands about a paper's words, rules and rows done with: draft edit review-out review-in signed style rules close."""

import json
from pathlib import Path

import docx

from tests.app.office import WATER
from tests.cli.shell import Shell

MONTH = "2025-10"


def texts(shell: Shell, store: Path, *options: str) -> dict[str, str]:
    told = shell("draft", store, MONTH, "--json", *options).json
    return {one["place"]: one["text"] for one in told["paragraphs"]}


class TestDraftAndEdit:
    def test_a_place_is_worded_settled_and_taken_out(self, shell: Shell, store: Path) -> None:
        assert "推进落实情况的通报" in texts(shell, store)["title"]
        assert shell("edit", store, MONTH, "next.keep_on", "--text", "请抓紧。").code == 0
        assert texts(shell, store)["next.keep_on"] == "请抓紧。"
        assert "next.keep_on〔已改〕" in shell("draft", store, MONTH).out
        assert shell("edit", store, MONTH, "next.keep_on", "--rewrite").code == 0
        assert texts(shell, store)["next.keep_on"] != "请抓紧。"
        assert shell("edit", store, MONTH, "next.keep_on").code == 2
        assert shell("edit", store, MONTH, "nowhere", "--text", "字").code == 1

    def test_a_file_words_a_section(self, shell: Shell, store: Path, tmp_path: Path) -> None:
        words = tmp_path / "统稿.txt"
        words.write_text("全县建成粮库3座。\n检修2座。", encoding="utf-8")
        assert shell("edit", store, MONTH, "没有", "--section", "--file", words).code == 1

    def test_changes_since_the_last_report_are_listed(
        self, shell: Shell, store: Path, tmp_path: Path
    ) -> None:
        assert shell("draft", store, MONTH, "--changes").out.strip() == "没有变化"
        assert shell("report", store, MONTH, "--out", tmp_path / "稿", "--pdf").code == 0
        shell("edit", store, MONTH, "next.keep_on", "--text", "请抓紧。")
        assert "现写“请抓紧。”" in shell("draft", store, MONTH, "--changes").out

    def test_a_hint_to_one_unit(self, shell: Shell, store: Path, tmp_path: Path) -> None:
        told = texts(shell, store, "--kind", "工作提示", "--unit", WATER)
        assert told["addressee"] == f"{WATER}："
        made = shell(
            "report", store, MONTH, "--out", tmp_path, "--pdf", "--kind", "工作提示", "--unit", WATER
        )
        assert made.code == 0
        assert f"{WATER}_2025年10月工作提示.pdf" in made.out


class TestReview:
    def test_it_goes_out_and_comes_back(self, shell: Shell, store: Path, tmp_path: Path) -> None:
        out = shell("review-out", store, MONTH, "--out", tmp_path / "送审")
        assert out.code == 0
        (path,) = (tmp_path / "送审").glob("*送审稿*.docx")
        document = docx.Document(str(path))
        for paragraph in document.paragraphs:
            if "持续抓好落实" in paragraph.text:
                paragraph.runs[-1].text = "请再接再厉，投入50万元。"
        document.save(str(path))
        back = shell("review-in", store, MONTH, path, "--json").json
        assert [one["place"] for one in back["changes"]] == ["next.keep_on"]
        assert "“50”在数据中没有来源" in back["faults"][0]
        told = shell("review-in", store, MONTH, path)
        assert "改动1处" in told.out
        assert shell("undo", store, back["batch"]).code == 0

    def test_the_signed_paper_is_registered(self, shell: Shell, store: Path, tmp_path: Path) -> None:
        scan = tmp_path / "签发.pdf"
        scan.write_bytes(b"%PDF-1.4")
        asked = ("--number", "粮办〔2025〕9号", "--by", "王某", "--on", "2025-11-03")
        assert "粮办〔2025〕9号" in shell("signed", store, MONTH, scan, *asked).out


class TestStyleAndRules:
    def test_kind_office_number_and_own_words_are_kept(
        self, shell: Shell, store: Path, tmp_path: Path
    ) -> None:
        own = tmp_path / "写法.json"
        own.write_text(
            json.dumps({"kinds": {"粮情简报": {"like": "工作专班简报", "title": "粮情简报（{period}）"}}}),
            encoding="utf-8",
        )
        told = shell("style", store, "--set", own, "--kind", "粮情简报", "--office", "专班", "--json").json
        assert (told["kind"], told["office"]) == ("粮情简报", "专班")
        assert shell("style", store, "--first-number", "2025=7").code == 0
        assert shell("style", store, "--first-number", "七").code == 1
        assert texts(shell, store)["title"] == "粮情简报（2025年10月）"

    def test_rules_are_shown_kept_and_changed(self, shell: Shell, store: Path, tmp_path: Path) -> None:
        assert "尚未确认" in shell("rules", store).out
        told = shell("rules", store, "--json")
        file = tmp_path / "规则.json"
        file.write_text(told.out.replace('"5"', '"3"'), encoding="utf-8")
        changed = shell("rules", store, "--set", file, "--json").json
        assert changed["number"] == 1
        assert any("差3个百分点以内" in one for one in changed["legend"])
        file.write_text(told.out.replace('"5"', '"30"', 1), encoding="utf-8")
        assert shell("rules", store, "--set", file).code == 1

    def test_a_row_is_done_with_and_reopened(self, shell: Shell, store: Path) -> None:
        assert shell("close", store, 2, "--apply", "--grounds", "已验收", "--by", "县局").code == 0
        assert shell("close", store, 2, "--verify", "--grounds", "核实", "--by", "张某").code == 0
        told = shell("close", store, "--json").json
        assert told["closed"] == [2]
        assert [one["state"] for one in told["steps"]] == ["申请销号", "已销号"]
        assert shell("close", store, 2, "--reopen", "--grounds", "又坏了", "--by", "张某").code == 0
        assert "已销号0行" in shell("close", store, "--check", MONTH).out
        assert shell("close", store, 2).code == 2
        assert shell("close", store, 999, "--apply", "--grounds", "好", "--by", "张某").code == 1
