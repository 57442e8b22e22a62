"""PDF with text: paragraphs out of printed lines, page furniture gone, ruled tables, turned pages, refusals."""

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from peidang.domain.errors import FileUnreadable
from peidang.files.document import Document, Paragraph, Table
from peidang.files.open import document_from_bytes
from peidang.files.pdf import read_pdf
from tests.files.pages import HEIGHT, WIDTH, Page, both, lines, pdf, table

FULL = "建设高水平公共服务平台支持企业开展设备更新改造行动落实"  # 27 characters fill a line
FIRST = FULL[:25]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(document: Document) -> list[list[str]]:
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    return [[cell.text for cell in row] for row in found.rows]


def reason(data: bytes) -> str:
    with pytest.raises(FileUnreadable) as refused:
        document_from_bytes(data, "x.pdf")
    return refused.value.reason


def test_printed_lines_become_the_paragraphs_they_were() -> None:
    page = lines(
        "　　" + FIRST, FULL, "到此为止。", "　　另起一段" + FIRST[5:], "很短。", "　　一、标题", "　　末段。"
    )
    assert texts(read_pdf(pdf([page]), "")) == [
        FIRST + FULL + "到此为止。",
        "另起一段" + FIRST[5:] + "很短。",
        "一、标题",
        "末段。",
    ]


def test_a_paragraph_runs_on_over_the_page_and_furniture_is_gone() -> None:
    first = lines("　　" + FIRST, FULL, FULL, head="内部文件", foot="— 1 —")
    second = lines(FULL, "说完了。", "　　下一段。", "　　再一段。", head="内部文件", foot="— 2 —")
    assert texts(read_pdf(pdf([first, second]), "")) == [
        FIRST + 3 * FULL + "说完了。",
        "下一段。",
        "再一段。",
    ]


def test_a_number_that_fills_a_line_of_text_is_no_page_number() -> None:
    page = lines("　　" + FIRST, FULL, "2025", "　　甲。", "　　乙。")
    assert texts(read_pdf(pdf([page]), ""))[0].endswith("2025")


def test_without_indents_full_lines_join_and_numbers_open_paragraphs() -> None:
    page = lines(FULL, FULL, "说完了。", "一、标题", FULL, "完。", "（一）" + FULL[3:], "完。")
    assert texts(read_pdf(pdf([page]), "")) == [
        2 * FULL + "说完了。",
        "一、标题",
        FULL + "完。",
        "（一）" + FULL[3:] + "完。",
    ]


ROWS = [
    ["序号", "主要任务", "推进措施", "牵头单位"],
    ["1", "推动甲类\n工作任务", "做好甲类工作的全部事项。", "甲局"],
]
WIDTHS = (40, 52, 200, 90)
READ = [
    ["序号", "主要任务", "推进措施", "牵头单位"],
    ["1", "推动甲类工作任务", "做好甲类工作的全部事项。", "甲局"],
]


def test_a_ruled_table_stands_between_the_lines() -> None:
    page = both(lines("附件　配档表如下列，共一页，请各单位照此办理。"), table(ROWS, WIDTHS, top=700))
    document = read_pdf(pdf([page]), "")
    assert isinstance(document.blocks[0], Paragraph)
    assert cells(document) == READ


def test_a_table_without_outer_sides_is_whole() -> None:
    assert cells(read_pdf(pdf([table(ROWS, WIDTHS, sides=False)]), "")) == READ


def test_a_row_cut_by_the_page_is_put_together_and_the_repeated_head_goes() -> None:
    first = [*ROWS, ["2", "推动乙", "先做好前一半，", "乙局、"]]
    second = [ROWS[0], ["", "", "再做好后一半。", "丙局"], ["3", "推动丙", "做好。", "丁局"]]
    pages = [table(first, WIDTHS, last_line=False), table(second, WIDTHS)]
    assert cells(read_pdf(pdf(pages), ""))[2:] == [
        ["2", "推动乙", "先做好前一半，再做好后一半。", "乙局、丙局"],
        ["3", "推动丙", "做好。", "丁局"],
    ]


def test_a_row_that_merely_leaves_its_number_blank_stays_a_row() -> None:
    second = [["", "推动乙", "做好乙的。", "乙局"]]
    pages = [table(ROWS, WIDTHS), table(second, WIDTHS)]
    assert cells(read_pdf(pdf(pages), ""))[-1] == second[0]


def test_a_merged_cell_is_one_and_covers_those_below() -> None:
    def merged(canvas: Canvas) -> None:
        for y in (700, 660, 620):
            canvas.line(260 if y == 660 else 80, y, 500, y)
        for x in (80, 260, 500):
            canvas.line(x, 620, x, 700)
        for x, y, text in [
            (85, 655, "推动甲类重点工作"),
            (265, 675, "做好第一件工作。"),
            (265, 635, "做好第二件工作。"),
        ]:
            canvas.drawString(x, y, text)

    (found,) = read_pdf(pdf([merged]), "").blocks
    assert isinstance(found, Table)
    assert (found.rows[0][0].text, found.rows[0][0].rows, found.rows[1][0].covered) == (
        "推动甲类重点工作",
        2,
        True,
    )
    assert found.rows[1][1].text == "做好第二件工作。"


def turned(page: Page) -> Page:
    """The page drawn sideways on upright paper, to be read with its right side up."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        page(canvas)

    return draw


def rotated(page: Page) -> Page:
    """The same paper, with a note that it be shown turned clockwise."""

    def draw(canvas: Canvas) -> None:
        turned(page)(canvas)
        canvas.setPageRotation(90)

    return draw


@pytest.mark.parametrize("how", [turned, rotated])
def test_a_sideways_page_is_read_the_right_way_up(how: object) -> None:
    assert callable(how)
    page = how(both(table(ROWS, WIDTHS, top=500), lines()))
    assert cells(read_pdf(pdf([page]), "")) == READ


def test_a_watermark_across_the_page_is_not_read() -> None:
    def marked(canvas: Canvas) -> None:
        lines("　　" + FIRST, FULL, "说完了。", "　　另一段。")(canvas)
        canvas.translate(WIDTH / 4, HEIGHT / 3)
        canvas.rotate(90)
        canvas.drawString(0, 0, "内部资料")

    assert texts(read_pdf(pdf([marked]), "")) == [FIRST + FULL + "说完了。", "另一段。"]


def test_latin_words_keep_their_blanks_and_chinese_ones_get_none() -> None:
    (text,) = texts(read_pdf(pdf([lines("推广 Smart Home 等 5G 应用，支持 LNG 船舶发展的具体做法。")]), ""))
    assert "Smart Home" in text


def scan(canvas: Canvas) -> None:
    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, WIDTH, HEIGHT)


def test_a_scan_says_that_it_is_one() -> None:
    assert reason(pdf([scan, scan, lines("第3页")])) == "scan"


def test_a_page_that_was_scanned_in_is_told() -> None:
    document = document_from_bytes(pdf([lines(FULL, FULL), scan, lines(FULL)]), "x.pdf")
    assert document.picture_pages == (2,)


def test_a_pdf_with_a_password_and_a_broken_one_are_refused() -> None:
    assert reason(pdf([lines(FULL)], password="x")) == "encrypted"
    assert reason(b"%PDF-1.7\n" + bytes(range(256)) * 20) == "damaged"


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert texts(document_from_bytes(pdf([lines(FULL)], password=""), "x.pdf")) == [FULL]
