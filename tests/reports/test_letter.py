"""函: what stands where in the letter, in which faces, and that it names nobody in its properties."""

import io
from datetime import datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from peidang.files.exposure import exposures
from peidang.reports.letter import Letter, write_letter

AT = datetime(2025, 11, 20, 9, 30)
LETTER = Letter(
    title="关于催报《示例县粮食仓储设施提升行动方案》2025年10月进展情况的函",
    addressee="县水利局",
    paragraphs=("第一段。", "第二段。"),
    office="县粮食和物资储备局",
    date="2025年11月20日",
    note="（联系人：示例甲 0000）",
)


def written(letter: Letter = LETTER) -> bytes:
    out = io.BytesIO()
    write_letter(letter, out, AT)
    return out.getvalue()


def paragraphs(letter: Letter = LETTER) -> list[Any]:
    return [one for one in docx.Document(io.BytesIO(written(letter))).paragraphs if one.text]


def face(paragraph: Any) -> tuple[str, str, float]:
    run = paragraph.runs[0]
    fonts = run._r.rPr.rFonts
    return fonts.get(qn("w:ascii")), fonts.get(qn("w:eastAsia")), run.font.size.pt


def test_the_letter_stands_in_the_order_of_a_letter() -> None:
    title, to, *text, office, date, note = [one.text for one in paragraphs()]
    assert title.replace("\n", "") == LETTER.title
    assert (to, text) == ("县水利局：", ["第一段。", "第二段。"])
    assert (office, date, note) == (LETTER.office, LETTER.date, LETTER.note)


def test_the_faces_are_named_as_offices_have_them_for_chinese_too() -> None:
    title, *rest = paragraphs()
    assert face(title) == ("方正小标宋简体", "方正小标宋简体", 22.0)
    assert {face(one) for one in rest} == {("仿宋_GB2312", "仿宋_GB2312", 16.0)}


def test_a_long_title_is_broken_before_a_word_into_lines_that_fit() -> None:
    lines = paragraphs()[0].text.split("\n")
    assert len(lines) == 2
    assert all(sum(0.5 if char.isascii() else 1 for char in line) <= 20 for line in lines)


def test_the_text_begins_two_characters_in_and_the_date_stands_four_from_the_right() -> None:
    _, to, first, _, office, date, _ = paragraphs()
    assert to.paragraph_format.first_line_indent is None
    assert first.paragraph_format.first_line_indent.pt == 32
    assert date.paragraph_format.right_indent.pt == 64
    assert 0 <= office.paragraph_format.right_indent.pt < 64  # longer than the date, and centred above it


def test_the_margins_are_those_of_an_official_paper() -> None:
    section = docx.Document(io.BytesIO(written())).sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]


def test_its_properties_name_nobody() -> None:
    ((_, inside),) = exposures(written(), "函.docx")
    assert (inside.people, inside.hidden, inside.links) == ((), (), ())


def test_a_letter_without_office_and_note_ends_with_its_date() -> None:
    bare = Letter("关于催报的函", "县水利局", ("请报。",), "", "2025年11月20日")
    assert [one.text for one in paragraphs(bare)][-1] == "2025年11月20日"
