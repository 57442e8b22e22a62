"""Which face a character is drawn in, and whose fonts are used."""

import shutil
from pathlib import Path

import pytest

from peidang.reports.paper import Face
from peidang.reports.typefaces import GETA, Typefaces, bundled_folder


@pytest.fixture
def faces() -> Typefaces:
    return Typefaces()


def files(faces: Typefaces, role: Face, text: str) -> list[str]:
    return [face.used.file for face, _ in faces.runs(role, text)]


def test_text_is_drawn_in_the_face_of_its_role(faces):
    assert files(faces, Face.BODY, "设备") == ["FandolFang-Regular.ttf"] * 2
    assert files(faces, Face.HEADING, "一") == ["NotoSansSC-Regular.ttf"]
    assert files(faces, Face.SUBHEADING, "一") == ["PeidangKai-Regular.ttf"]
    assert files(faces, Face.TITLE, "一") == ["NotoSerifSC-Bold.ttf"]


def test_characters_the_face_lacks_come_from_another(faces):
    assert files(faces, Face.BODY, "㎡䶮") == ["NotoSerifSC-Regular.ttf"] * 2
    assert files(faces, Face.BODY, "𠮷") == ["PeidangRare-Regular.ttf"]


def test_quotation_marks_of_western_width_are_not_used_in_chinese_lines(faces):
    assert all(face.width(mark) > 0.8 for face, mark in faces.runs(Face.SUBHEADING, "“”——……"))


def test_what_no_face_has_is_shown_and_reported(faces):
    (_, king), (face, unknown) = faces.runs(Face.BODY, "王\U000323a0")
    assert (king, unknown) == ("王", "\U000323a0")
    assert face.width(unknown) == face.width(GETA) == 1
    assert face.top(unknown) == face.top(GETA)
    assert faces.missing == {"\U000323a0"}


def test_what_was_missing_once_is_missing_on_the_next_paper_too():
    for faces in (Typefaces(), Typefaces()):
        assert len(list(faces.runs(Face.BODY, "😀王😀"))) == 3
        assert faces.missing == {"😀"}


def test_every_standard_character_is_drawn_in_every_role(faces):
    lines = (
        (Path(__file__).parents[1] / "data" / "tongyong_8105.txt").read_text(encoding="utf-8").splitlines()
    )
    table = "".join(line for line in lines if not line.startswith("#"))
    for role in Face:
        assert "".join(character for _, character in faces.runs(role, table)) == table
    assert faces.missing == set()


def test_the_offices_own_fonts_are_taken_only_when_asked_for(tmp_path):
    shutil.copy(bundled_folder() / "PeidangKai-Regular.ttf", tmp_path / "SIMFANG.TTF")
    own = Typefaces(prefer_installed=True, system_folders=[tmp_path])
    assert own.face(Face.BODY).used.installed
    assert own.face(Face.BODY).used.file == "SIMFANG.TTF"
    assert not own.face(Face.HEADING).used.installed
    assert not Typefaces(system_folders=[tmp_path]).face(Face.BODY).used.installed


@pytest.mark.parametrize("content", [b"", b"OTTO" + bytes(200), b"no font at all" * 20])
def test_a_font_that_cannot_be_drawn_with_is_passed_over(tmp_path, content):
    (tmp_path / "simfang.ttf").write_bytes(content)
    own = Typefaces(prefer_installed=True, system_folders=[tmp_path])
    assert own.face(Face.BODY).used.file == "FandolFang-Regular.ttf"


def test_used_tells_which_of_the_loaded_fonts_were_drawn_with(faces):
    faces.face(Face.TITLE)
    body = faces.face(Face.BODY)
    assert [used.role for used in faces.used({body.name})] == [Face.BODY]
