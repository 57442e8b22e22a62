"""The demonstration's parts: its folder touches nobody else's files, its phrases come out of the row itself."""

from pathlib import Path

import pytest

from peidang.app.demo.answers import phrases
from peidang.app.demo.folder import LIST_NAME, DemoFolder
from peidang.domain.errors import Refused


def test_a_former_demonstrations_files_go_and_others_stay(tmp_path: Path) -> None:
    former = DemoFolder(tmp_path / "out")
    former.place("报告", "10月", "通报.pdf").write_text("演示")
    former.place_store("演示.peidang").write_text("演示")
    (tmp_path / "out" / "演示.peidang-journal").write_text("")
    mine = tmp_path / "out" / "报告" / "我的.docx"
    mine.write_text("我的")
    DemoFolder(tmp_path / "out").clean()
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == [mine]
    assert not (tmp_path / "out" / "报告" / "10月").exists()


def test_somebody_elses_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "演示.peidang").write_text("别人的")
    folder = DemoFolder(tmp_path)
    folder.clean()
    with pytest.raises(Refused) as raised:
        folder.place_store("演示.peidang")
    assert (raised.value.why, raised.value.about) == ("target-exists", "演示.peidang")
    assert (tmp_path / "演示.peidang").read_text() == "别人的"
    assert not (tmp_path / LIST_NAME).exists()


def test_a_line_that_leads_out_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "重要.txt"
    outside.write_text("重要")
    folder = DemoFolder(tmp_path / "out")
    folder.place("a.txt").write_text("演示")
    with (tmp_path / "out" / LIST_NAME).open("a", encoding="utf-8") as listed:
        listed.write(f"../重要.txt\n{outside}\n")
    folder.clean()
    assert outside.read_text() == "重要"
    assert not (tmp_path / "out" / "a.txt").exists()


def test_a_list_of_another_origin_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("我的")
    (tmp_path / LIST_NAME).write_text("a.txt\n", encoding="utf-8")
    with pytest.raises(Refused):
        DemoFolder(tmp_path).clean()
    assert (tmp_path / "a.txt").exists()
    assert (tmp_path / LIST_NAME).exists()


def test_phrases_are_cut_out_of_the_measure() -> None:
    measure = "①持续推进既有住宅加装电梯，补齐短板。②到2025年，改造率达到70%。推进绿色改造；开展“春风行动”。"
    assert phrases(measure) == ("持续推进既有住宅加装电梯", "推进绿色改造")


def test_a_measure_of_figures_only_gives_no_phrase() -> None:
    assert phrases("到2025年，达到70%以上。") == ()
