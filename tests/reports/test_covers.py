"""版头 and 版记 when an office wants them: measured in the PDF, read back from Word."""

import ctypes
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from peidang.reports.paper import Annex, Imprint, Letterhead, Paper, Paragraph, Signature, paper_text, runs
from tests.reports.libreoffice import convert
from tests.reports.measuring import faults
from tests.reports.measuring.glyphs import MM, read
from tests.reports.reading_pdf import measured, pdf_of
from tests.reports.reading_word import body_words, find, part, squeezed, text_of, word_of

HEAD = Letterhead("某某市发展和改革委员会文件", "某发改〔2025〕12号")
FOOT = Imprint(
    "某某市发展和改革委员会办公室",
    "2025年11月5日",
    "市委办公室，市政府办公室，" + "各县（市、区）人民政府，" * 4 + "各有关单位",
)
TEXT = (Paragraph(runs("国" * 28 * 15)),)
PAPER = Paper(
    "关于设备更新进展情况的通报", TEXT, signature=Signature("某市发展和改革委员会", "2025年11月5日")
)
WHOLE = replace(PAPER, letterhead=HEAD, imprint=FOOT)
TOP, FOOT_OF_FRAME = 37.0, 37.0 + 225.0


def test_the_mark_is_red_35_mm_under_the_frames_head_and_the_rule_4_mm_under_the_number() -> None:
    sheet = read(pdf_of(WHOLE)).sheets[0]
    mark = [g for g in sheet.glyphs if g.size > 30]
    assert "".join(g.text for g in mark) == HEAD.mark
    assert min(g.ink.top for g in mark) / MM == pytest.approx(TOP + 35, abs=1.0)
    assert (min(g.ink.left for g in mark) + max(g.ink.right for g in mark)) / 2 / MM == pytest.approx(
        106, abs=1
    )
    number = [g for g in sheet.glyphs if abs(g.size - 15.75) < 0.1][: len(HEAD.number)]
    assert "".join(g.text for g in number) == HEAD.number
    (rule,) = sheet.across
    assert (rule.top + rule.bottom) / 2 / MM - max(g.ink.bottom for g in number) / MM == pytest.approx(
        4, abs=0.5
    )
    assert (rule.right - rule.left) / MM == pytest.approx(156, abs=1.2)


def test_only_mark_and_its_rule_are_red() -> None:
    with pypdfium2.PdfDocument(pdf_of(WHOLE)) as document:
        page = document[0]
        words = page.get_textpage()
        red = "".join(chr(words_code(words, n)) for n in range(words.count_chars()) if is_red(words, n))
    assert squeezed(red) == HEAD.mark


def words_code(page: pypdfium2.PdfTextPage, index: int) -> int:
    return int(pdfium.FPDFText_GetUnicode(page.raw, index))


def is_red(page: pypdfium2.PdfTextPage, index: int) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFText_GetFillColor(page.raw, index, *colour)
    return bool(known) and (colour[0].value, colour[1].value, colour[2].value) == (255, 0, 0)


@pytest.mark.parametrize("lines", [1, 8, 15, 19, 22, 30, 44])
@pytest.mark.parametrize("sideways", [None, False, True])
def test_the_imprint_ends_at_the_foot_of_the_last_page_which_is_even(
    lines: int, sideways: bool | None
) -> None:
    annexes = () if sideways is None else (Annex("附件", "表", (Paragraph(runs("无。")),), sideways),)
    paper = replace(WHOLE, blocks=(Paragraph(runs("国" * 28 * lines)),), annexes=annexes)
    found = measured(paper)
    assert faults(found) == []
    assert len(found.pages) % 2 == 0
    last = read(pdf_of(paper)).sheets[-1]
    rules = sorted(((r.top + r.bottom) / 2 / MM, r.bottom - r.top) for r in last.across)
    assert rules[-1][0] == pytest.approx(FOOT_OF_FRAME, abs=0.5)
    assert rules[1][1] < rules[0][1] == pytest.approx(rules[2][1])
    said = "".join(line.text for page in found.pages for line in page.lines)
    assert said.endswith(squeezed(f"抄送：{FOOT.copies_to}。{FOOT.office}{FOOT.date}印发"))
    assert said.count("国") == 28 * lines


def test_pages_that_hold_only_the_imprint_bear_no_number() -> None:
    numbers = [page.page_number.text for page in measured(replace(WHOLE, blocks=TEXT * 2)).pages]
    assert numbers[-1] in ("", f"—{len(numbers)}—")
    alone = replace(WHOLE, annexes=(Annex("附件", "表", (), sideways=True),))
    assert [page.page_number.text for page in measured(alone).pages][-2:] in (["", ""], [f"—{3}—", ""])


def test_a_long_name_of_an_office_is_made_smaller_and_wraps_at_last() -> None:
    for length in (4, 20, 60):
        paper = replace(
            PAPER, letterhead=Letterhead("某" * length), imprint=Imprint("某" * length, "2025年11月5日")
        )
        found = measured(paper)
        assert [one for one in faults(found) if "title" not in one] == []
        assert sum(line.text.count("某") for page in found.pages for line in page.lines) == 2 * length + 1


def test_without_them_a_paper_is_as_it_was() -> None:
    assert pdf_of(PAPER) == pdf_of(replace(WHOLE, letterhead=None, imprint=None))
    assert HEAD.mark not in paper_text(PAPER)


def test_word_says_them_in_the_same_order_and_marks_the_office_red() -> None:
    for annexes in ((), (Annex("附件", "表", (), sideways=True),)):
        paper = replace(WHOLE, annexes=annexes)
        data = word_of(paper)
        said = text_of(data)
        assert said.startswith(squeezed(HEAD.mark + HEAD.number + PAPER.title))
        assert said.endswith(squeezed(f"抄送：{FOOT.copies_to}。{FOOT.office}{FOOT.date}印发"))
        assert body_words(paper) in said
    red = find(part(data, "word/styles.xml"), "//w:style[.//w:color[@w:val='FF0000']]/w:name/@w:val")
    assert red == ["发文机关标志"]
    assert find(part(data), "//w:tblpPr/@w:tblpYSpec") == ["bottom"]


def test_after_sideways_pages_words_imprint_has_an_even_page_without_a_number() -> None:
    annexes = (Annex("附件", "表", (Paragraph(runs("无。")),), sideways=True),)
    last = find(part(word_of(replace(WHOLE, annexes=annexes))), "//w:sectPr")[-1]
    before = find(part(word_of(replace(WHOLE, annexes=annexes))), "//w:sectPr")[-2]
    assert find(last, "w:type/@w:val") == ["evenPage"]
    assert find(last, "w:footerReference/@r:id") == find(before, "w:footerReference/@r:id")
    assert find(last, "w:headerReference/@r:id") != find(before, "w:headerReference/@r:id")
    assert find(last, "w:pgSz/@w:orient") == []


@pytest.mark.needs_libreoffice
def test_libreoffice_shows_words_imprint_at_the_foot_of_the_last_page(tmp_path: Path) -> None:
    table = Annex("附件", "表", (Paragraph(runs("无。")),))
    papers = {
        "short": replace(WHOLE, blocks=(Paragraph(runs("国" * 28)),)),
        "long": replace(WHOLE, blocks=(Paragraph(runs("国" * 28 * 12)),)),
        "upright": replace(WHOLE, annexes=(table,)),
        "sideways": replace(WHOLE, annexes=(replace(table, sideways=True),)),
    }
    for name, paper in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(word_of(paper))
    for shown in convert([tmp_path / f"{name}.docx" for name in papers], "pdf"):
        sheets = read(shown.read_bytes()).sheets
        said = [
            g for g in sheets[-1].glyphs if abs(g.size - 14) < 0.5 and g.ink.bottom / MM < FOOT_OF_FRAME + 1
        ]
        words = squeezed("".join(g.text for g in said))
        assert words.endswith("印发"), shown.name
        assert FOOT.copies_to[:6] in words
        assert max(g.ink.bottom for g in said) / MM == pytest.approx(FOOT_OF_FRAME - 3, abs=3), shown.name
    assert len(sheets) % 2 == 0, "the paper that ends sideways"
    assert max(g.ink.bottom for g in sheets[-1].glyphs) / MM < FOOT_OF_FRAME + 1, "no page number"


def test_a_long_name_of_an_office_is_broken_where_a_title_would_be() -> None:
    mark = "某某国家高新技术产业开发区管理委员会发展改革局文件"
    paper = replace(WHOLE, letterhead=Letterhead(mark, HEAD.number))
    lines = [squeezed(line.text) for line in measured(paper).pages[0].lines[:2]]
    assert "".join(lines) == mark
    assert min(map(len, lines)) >= 8
    marks = find(part(word_of(paper)), "//w:p[w:pPr/w:pStyle/@w:val='OfficeMark']")
    assert ["".join(find(run, "w:t/text()")) for run in find(marks[0], "w:r") if find(run, "w:t")] == lines


@pytest.mark.parametrize(("lines", "same_page"), [(8, False), (25, True), (34, False), (50, False)])
def test_words_imprint_stands_under_the_text_only_where_that_is_surely_an_even_page(
    lines: int, same_page: bool
) -> None:
    paper = replace(PAPER, blocks=(Paragraph(runs("国" * (28 * lines - 2))),), imprint=FOOT)
    kinds = find(part(word_of(paper)), "//w:sectPr/w:type/@w:val")
    assert kinds == (["nextPage"] if same_page else ["nextPage", "evenPage"])


def test_after_tables_words_imprint_has_an_even_page_of_its_own() -> None:
    annexes = (Annex("附件", "表", (Paragraph(runs("无。")),)),)
    paper = replace(PAPER, annexes=annexes, imprint=FOOT)
    assert find(part(word_of(paper)), "//w:sectPr/w:type/@w:val")[-1] == "evenPage"
