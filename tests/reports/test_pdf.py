"""A printed paper, measured in the PDF file itself with pdfium, not by our layout."""

import ctypes
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfbase import pdfmetrics

from peidang.reports.paper import (
    Annex,
    Cell,
    Column,
    Face,
    Heading,
    Note,
    Paper,
    Paragraph,
    Run,
    SectionRow,
    Signature,
    Table,
    TableRow,
    runs,
)
from peidang.reports.pdf import PdfFacts, render_pdf
from peidang.reports.typefaces import Typefaces, bundled_folder

MM = 72 / 25.4
LEFT, RIGHT, BOTTOM, TOP = 79.37, 79.37 + 442.20, 99.21, 99.21 + 637.80
MADE = datetime(2025, 11, 5, 9, 0)


@dataclass(frozen=True)
class Printed:
    facts: PdfFacts
    data: bytes

    def open(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.data)

    def texts(self) -> list[str]:
        with self.open() as document:
            return [page.get_textpage().get_text_range() for page in document]


def printed(paper: Paper) -> Printed:
    out = BytesIO()
    return Printed(render_pdf(paper, out, MADE), out.getvalue())


@dataclass(frozen=True)
class Character:
    text: str
    x: float  # origin, in points from the sheet's lower left corner however the page is turned
    y: float
    ink: tuple[float, float, float, float]  # left, bottom, right, top


def characters(page: pypdfium2.PdfPage) -> list[Character]:
    text_page = page.get_textpage()
    found = []
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, index)
        if code < 0x20 or pdfium.FPDFText_IsGenerated(text_page.raw, index):
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
        found.append(Character(chr(code), x.value, y.value, text_page.get_charbox(index)))
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s|\ufffe|\u0002", "", text)


def rows(count: int, text: str = "持续推进") -> tuple[TableRow, ...]:
    return tuple(
        TableRow((Cell(runs(f"{n}")), Cell(runs(f"任务{n}")), Cell(runs(text)))) for n in range(1, count + 1)
    )


COLUMNS = (Column("序号", 6, "centre"), Column("主要任务", 20), Column("进展情况", 74))
BODY = "截至10月底，20家单位已报19家；“智改数转”项目（第一批）完成投资1,234.5万元，同比增长12.3%，"
BODY += "《方案》明确的任务正在落实——逐项核实……"


def annex(table: Table, sideways: bool = True) -> Annex:
    return Annex("附件1", "进展情况表", (table, Note(runs("图例：● 达到序时"))), sideways)


@pytest.fixture(scope="module")
def full() -> Printed:
    """A paper whose second page is body from the first line to the last."""
    return printed(Paper("通报", (Paragraph(runs("国" * 28 * 60)),)))


@pytest.fixture(scope="module")
def whole() -> tuple[Paper, Printed]:
    paper = Paper(
        "关于设备更新工作2025年10月进展情况的通报",
        (
            Paragraph(runs(BODY)),
            Heading(1, runs("一、总体情况")),
            Heading(2, runs("（一）设备更新")),
            Paragraph(runs(Run("工业领域。", face=Face.SUBHEADING), *(BODY * 6))),
            Heading(3, runs("1.汽车")),
            Heading(4, runs("（1）家电")),
            Paragraph(runs("联系人：", Run("张𠮷", ref="contact"), "、䶮㐂㙍㎡啰𬍛𬭸" + BODY * 12)),
        ),
        subtitle="（截至2025年10月31日）",
        addressee="各县（市、区）人民政府：",
        signature=Signature("某市发展和改革委员会", "2025年11月5日"),
        annexes=(
            annex(Table(COLUMNS, (SectionRow(runs("一、设备更新")), *rows(30, BODY)))),
            Annex("附件2", "报送情况", (Table(COLUMNS, rows(40)),)),
        ),
        banner="演示数据",
        author="某市发展和改革委员会",
    )
    return paper, printed(paper)


def test_a_full_page_has_22_lines_of_28_characters_within_the_frame(full):
    with full.open() as document:
        body = [character for character in characters(document[1]) if character.text == "国"]
    lines = defaultdict(list)
    for character in body:
        lines[round(character.y, 1)].append(character.x)
    assert [len(line) for line in lines.values()] == [28] * 22
    for line in lines.values():
        assert min(line) == pytest.approx(LEFT, abs=0.5 * MM)
        assert max(line) + 15.75 == pytest.approx(RIGHT, abs=0.5 * MM)
    baselines = sorted(lines, reverse=True)
    assert [a - b for a, b in pairwise(baselines)] == pytest.approx([28.95] * 21, abs=0.11)
    assert max(character.ink[3] for character in body) <= TOP + 0.5 * MM
    assert min(character.ink[1] for character in body) >= BOTTOM - 0.5 * MM
    assert baselines[0] > TOP - 28.95
    assert baselines[-1] < BOTTOM + 28.95


def test_paragraphs_begin_two_characters_in(full):
    with full.open() as document:
        first = next(character for character in characters(document[0]) if character.text == "国")
    assert first.x == pytest.approx(LEFT + 2 * 15.79, abs=0.5)


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages(whole):
    _, file = whole
    with file.open() as document:
        for number, page in enumerate(document, start=1):
            size = 14.0
            dashes = [c for c in characters(page) if c.text == "—" and c.y < BOTTOM - 1]
            assert len(dashes) == 2, number
            assert [dash.ink[3] for dash in dashes] == pytest.approx([28 * MM] * 2, abs=0.5 * MM)
            if number % 2:
                assert max(dash.ink[2] for dash in dashes) == pytest.approx(RIGHT - size, abs=1.0 * MM)
            else:
                assert min(dash.ink[0] for dash in dashes) == pytest.approx(LEFT + size, abs=1.0 * MM)
            between = "".join(c.text for c in characters(page) if c.y < BOTTOM - 1)
            assert squeezed(between) == f"—{number}—"


def test_everything_but_number_and_banner_is_within_the_frame(whole):
    paper, file = whole
    with file.open() as document:
        for page in document:
            inside = [c for c in characters(page) if c.y > BOTTOM - 1 and c.text not in paper.banner + " "]
            assert min(c.ink[0] for c in inside) >= LEFT - 0.5 * MM
            assert max(c.ink[2] for c in inside) <= RIGHT + 0.5 * MM
            assert max(c.ink[3] for c in inside) <= TOP + 0.5 * MM


def test_wide_tables_stand_on_sideways_pages_all_turned_the_same_way(whole):
    _, file = whole
    with file.open() as document:
        turned = [number for number, page in enumerate(document, start=1) if page.get_rotation() == 90]
        assert turned == list(file.facts.sideways)
        assert len(turned) > 1
        assert {page.get_rotation() for page in document} == {0, 90}
        for page in document:
            width, height = page.get_size()
            assert sorted((width, height)) == pytest.approx([595.28, 841.89], abs=0.1)
            assert (width > height) == (page.get_rotation() == 90)
            if page.get_rotation():  # the head lies along the sheet's left edge and is read upwards
                first, second = next(
                    pair for pair in pairwise(characters(page)) if pair[0].text + pair[1].text == "序号"
                )
                assert LEFT < first.x < LEFT + 120
                assert second.y > first.y
                assert second.x == pytest.approx(first.x)


def test_table_head_is_repeated_and_every_row_stands_on_paper_once(whole):
    _, file = whole
    texts = file.texts()
    for number in file.facts.sideways:
        assert "主要任务" in texts[number - 1]
    together = squeezed("".join(texts))
    for serial in range(1, 31):
        assert len(re.findall(f"任务{serial}(?!\\d)", together)) == (2 if serial <= 40 else 1)
    assert file.facts.rows_drawn == 70


def test_banner_stands_on_every_page(whole):
    _, file = whole
    assert all("演示数据" in text for text in file.texts())


def test_all_fonts_are_embedded_and_no_helvetica_is_listed(whole):
    _, file = whole
    assert file.data.count(b"/FontFile2") == file.data.count(b"/Subtype /TrueType") > 0
    assert b"Helvetica" not in file.data
    assert {font.name for font in file.facts.fonts} >= {"FandolFang-Regular", "NotoSansSC-Regular"}
    assert not any(font.installed for font in file.facts.fonts)


def test_text_can_be_copied_out_unchanged_also_beyond_the_bmp(whole):
    paper, file = whole
    together = squeezed("".join(re.sub(r"—\s*\d+\s*—", "", text) for text in file.texts())).replace(
        "演示数据", ""
    )
    for block in paper.blocks:
        assert squeezed("".join(run.text for run in block.text)) in together


def test_all_standard_characters_beyond_the_bmp_come_back():
    table = (Path(__file__).parents[1] / "data" / "tongyong_8105.txt").read_text(encoding="utf-8")
    rare = "𠮷" + "".join(character for character in table if ord(character) > 0xFFFF)
    file = printed(Paper("", (Paragraph(runs(rare)),)))
    assert rare in squeezed(file.texts()[0])
    assert len(rare) == 197
    assert file.facts.missing == ()


def test_a_character_no_face_has_is_drawn_as_geta_and_reported():
    file = printed(Paper("", (Paragraph(runs("王\U000323a0的")),)))
    assert file.facts.missing == ("\U000323a0",)
    geta = printed(Paper("", (Paragraph(runs("王", Run("〓", face=Face.SONG), "的")),)))
    with file.open() as drawn, geta.open() as wanted:
        assert bytes(drawn[0].render().buffer) == bytes(wanted[0].render().buffer)


def test_a_character_no_face_has_can_be_copied_out_all_the_same():
    file = printed(Paper("", (Paragraph(runs("王\U000323a0的，验收😀合格。")),)))
    assert "王\U000323a0的，验收😀合格。" in file.texts()[0]


def test_same_paper_and_date_give_the_same_bytes(whole):
    paper, file = whole
    assert printed(paper).data == file.data


def test_the_folder_of_the_fonts_leaves_no_trace_in_the_file(whole, tmp_path):
    paper, file = whole
    folder = tmp_path / "fonts"
    folder.symlink_to(bundled_folder())
    out = BytesIO()
    render_pdf(paper, out, MADE, Typefaces(folder))
    assert out.getvalue() == file.data


def test_file_has_title_author_date_and_outline(whole):
    _, file = whole
    with file.open() as document:
        facts = document.get_metadata_dict()
        outline = [(entry.level, entry.get_title()) for entry in document.get_toc()]
    assert facts["Title"] == "关于设备更新工作2025年10月进展情况的通报"
    assert facts["Author"] == "某市发展和改革委员会"
    assert facts["CreationDate"].startswith("D:20251105")
    assert (1, "一、总体情况") in outline
    assert (2, "（一）设备更新") in outline
    assert outline[-1] == (0, "附件2 报送情况")


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(whole):
    _, file = whole
    with file.open() as document:
        for page in (document[0], document[1]):
            lines = defaultdict(str)
            for character in characters(page):
                lines[round(character.y)] += character.text
            for line in lines.values():
                assert line.lstrip()[0] not in "，。、；：）》”"
                assert line.rstrip()[-1] not in "（《“"


def test_a_heading_is_never_the_last_line_of_a_page():
    for filler in range(15, 22):
        file = printed(
            Paper("", (Paragraph(runs("国\n" * filler)), Heading(1, runs("一、题")), Paragraph(runs("文"))))
        )
        assert any("一、题" in text and "文" in text for text in map(squeezed, file.texts()))


@pytest.mark.parametrize("lines", range(16, 22))
def test_headings_that_follow_each_other_stay_together(lines):
    heads = (Heading(1, runs("二、主要进展")), Heading(2, runs("（一）重点任务")))
    paper = Paper("", (Paragraph(runs("国" * (28 * lines - 2))), *heads, Paragraph(runs("完成3项。"))))
    pages = [squeezed(page) for page in printed(paper).texts()]
    assert len({("主要" in page, "重点" in page, "完成" in page) for page in pages} - {(False,) * 3}) == 1


@pytest.mark.parametrize("heading", [(), (Heading(1, runs("四、下步工作")),)])
@pytest.mark.parametrize("length", [20, 80, 200])
def test_the_signature_never_stands_on_a_page_without_text(length, heading):
    annexes = tuple(Annex(f"附件{n}", f"表{n}", (), False) for n in (1, 2, 3))
    last = Paragraph(runs("末" * length))
    for before in range(22):
        blocks = (*[Paragraph(runs("国"))] * before, *heading, last)
        paper = Paper(
            "", blocks, signature=Signature("某市发展和改革委员会", "2025年11月5日"), annexes=annexes
        )
        texts = printed(paper).texts()[:-3]
        signed = next(text for text in texts if "某市发展和改革委员会" in text)
        assert "末" in signed
        assert "2025年11月5日" in signed
        assert sum(text.count("末") for text in texts) == length
        assert not any(text.split("—")[0].rstrip().endswith("四、下步工作") for text in texts)


def test_title_of_two_lines_is_centred_and_keeps_years_whole():
    file = printed(
        Paper(
            "某市推动大规模设备更新和消费品以旧换新工作方案2025年10月进展情况通报", (Paragraph(runs("文")),)
        )
    )
    with file.open() as document:
        lines = defaultdict(list)
        for character in characters(document[0]):
            if character.y > TOP - 120 and character.text != "文":
                lines[round(character.y)].append(character)
    assert len(lines) == 2
    for line in lines.values():
        middle = (line[0].ink[0] + line[-1].ink[2]) / 2
        assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=4)
    assert any("2025年" in "".join(c.text for c in line) for line in lines.values())


def test_annex_mark_is_flush_in_the_heading_face(whole):
    _, file = whole
    with file.open() as document:
        page = document[file.facts.sideways[-1]]
        mark = next(c for c in characters(page) if c.text == "附")
    assert mark.x == pytest.approx(LEFT, abs=0.5 * MM)
    assert TOP - 28.95 < mark.y < TOP


def test_empty_paper_is_one_page_with_a_number():
    file = printed(Paper("", ()))
    assert file.facts.pages == 1
    assert squeezed(file.texts()[0]) == "—1—"


def test_fonts_are_registered_once_however_often_a_paper_is_printed(whole):
    paper, _ = whole
    before = len(pdfmetrics.getRegisteredFontNames())
    printed(paper)
    assert len(pdfmetrics.getRegisteredFontNames()) == before
