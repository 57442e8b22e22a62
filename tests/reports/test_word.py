"""The Word paper's own shape: styles, page, sections, page numbers, tables, properties. Read back from the file."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import docx
import pytest
from lxml import etree  # type: ignore[import-untyped]

from peidang.files.exposure import exposures
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
from peidang.reports.word import DocxFacts, OfficeFonts, place_mark, render_docx
from tests.reports.reading_word import MADE, W, find, part, word_of

OFFICE = "某县发展和改革局"
COLUMNS = (Column("序号", 1, "centre"), Column("主要任务", 3), Column("数", 2, "right"))
TABLE = Table(
    COLUMNS,
    (
        SectionRow(runs("一、设备更新")),
        TableRow((Cell(runs("1")), Cell(runs("任务甲")), Cell(runs(Run("30", ref="n"))))),
        TableRow((Cell(runs("2")), Cell(joins_above=True), Cell(runs("40")))),
        TableRow((Cell(runs("3")), Cell(runs("任务乙")), Cell(runs("国" * 6000)))),
    ),
    text_size=8.0,
)
PAPER = Paper(
    "关于设备更新和消费品以旧换新工作2025年10月进展情况的通报",
    (
        Paragraph(runs("根据方案，", Run("30", ref="n"), "项。")),
        Heading(1, runs("一、总体情况")),
        Heading(2, runs("（一）设备更新")),
        Heading(3, runs("1.汽车")),
        Heading(4, runs("（1）家电")),
        Paragraph(runs(Run("工业领域。", face=Face.SUBHEADING), "第一行\n第二行")),
        Paragraph(runs("顶格。"), indent=False),
    ),
    subtitle="（截至2025年10月31日）",
    addressee="各有关单位：",
    signature=Signature(OFFICE, "2025年11月5日"),
    annexes=(
        Annex("附件1", "进展情况表", (TABLE, Note(runs("图例：● 达到序时"))), sideways=True),
        Annex("附件2", "报送情况", (replace(TABLE, text_size=10.5),)),
        Annex("附件3", "名单", (Paragraph(runs("无。")),)),
    ),
    banner="【演示数据】",
    author=OFFICE,
    subject="2025年10月",
)


@pytest.fixture(scope="module")
def data() -> bytes:
    return word_of(PAPER)


def styled(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph outside tables."""
    return [
        (one.style.name or "", one.text) for one in docx.Document(io.BytesIO(data)).paragraphs if one.style
    ]


def style_of(data: bytes, name: str) -> etree._Element:
    (found,) = find(part(data, "word/styles.xml"), f"w:style[w:name/@w:val='{name}']")
    return found


def test_each_part_has_a_style_of_its_own(data: bytes) -> None:
    found = {text.replace("\n", ""): style for style, text in styled(data)}
    assert found[PAPER.title] == "Title"
    assert (found["各有关单位："], found["顶格。"]) == ("主送机关", "Normal")
    assert [found[text] for text in ("一、总体情况", "（一）设备更新", "1.汽车", "（1）家电")] == [
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Heading 4",
    ]
    assert (found["附件1"], found["进展情况表"], found["图例：● 达到序时"]) == (
        "附件标识",
        "附件标题",
        "附注小",
    )
    assert (found[OFFICE], found["2025年11月5日"]) == ("Signature", "Date")
    assert found["附件：1.进展情况表"] == found["2.报送情况"] == "附件说明"


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体_GB2312", 16),
        ("heading 3", "仿宋_GB2312", 16),
        ("附件标识", "黑体", 16),
        ("表格文字8磅", "宋体", 8),
        ("表头10.5磅", "黑体", 10.5),
        ("footer", "宋体", 14),
    ],
)
def test_faces_are_named_as_offices_have_them_for_all_scripts(
    data: bytes, style: str, face: str, size: float
) -> None:
    letters = style_of(data, style).find(f"{W}rPr")
    assert set(letters.find(f"{W}rFonts").attrib.values()) == {face}
    assert float(letters.find(f"{W}sz").get(f"{W}val")) == size * 2


def test_headings_stand_in_the_navigation_pane_and_stay_with_what_follows(data: bytes) -> None:
    for level in (1, 2, 3, 4):
        marks = style_of(data, f"heading {level}").find(f"{W}pPr")
        assert marks.find(f"{W}outlineLvl").get(f"{W}val") == str(level - 1)
        assert marks.find(f"{W}keepNext") is not None
    assert style_of(data, "附件标题").find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"


def test_the_frame_is_156_by_225_millimetres_of_28_characters_and_22_lines(data: bytes) -> None:
    upright, sideways, last = find(part(data), "//w:sectPr")
    for section, wide, high in ((upright, 156, 225), (sideways, 225, 156), (last, 156, 225)):
        page, edges = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        edge = {side: int(edges.get(W + side)) for side in ("left", "right", "top", "bottom")}
        width = (int(page.get(f"{W}w")) - edge["left"] - edge["right"]) / 1440 * 25.4
        height = (int(page.get(f"{W}h")) - edge["top"] - edge["bottom"]) / 1440 * 25.4
        assert width == pytest.approx(wide, abs=0.1)
        assert height == pytest.approx(high, abs=0.1)
    assert [round(int(upright.find(f"{W}pgMar").get(W + side)) / 56.693) for side in ("top", "left")] == [
        37,
        28,
    ]
    assert sideways.find(f"{W}pgSz").get(f"{W}orient") == "landscape"
    grid = upright.find(f"{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    assert 225 / 25.4 * 1440 // int(grid.get(f"{W}linePitch")) == 22
    assert 156 / 25.4 * 72 / (16 + int(grid.get(f"{W}charSpace")) / 4096) == pytest.approx(28, abs=0.01)
    normal = style_of(data, "Normal")
    assert normal.find(f"{W}pPr/{W}spacing").get(f"{W}line") == grid.get(f"{W}linePitch")


def test_text_is_indented_by_two_characters_and_keeps_the_rules_of_line_ends(data: bytes) -> None:
    assert style_of(data, "Body Text").find(f"{W}pPr/{W}ind").get(f"{W}firstLineChars") == "200"
    marks = style_of(data, "Normal").find(f"{W}pPr")
    assert [marks.find(W + name).get(f"{W}val") for name in ("kinsoku", "overflowPunct")] == ["1", "1"]


def test_a_heading_that_runs_into_its_paragraph_has_its_own_face(data: bytes) -> None:
    (run,) = find(part(data), "//w:r[w:t='工业领域。']")
    style = run.find(f"{W}rPr/{W}rStyle").get(f"{W}val")
    (named,) = find(part(data, "word/styles.xml"), f"w:style[@w:styleId='{style}']")
    assert named.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "楷体_GB2312"


def test_a_line_feed_begins_a_new_line_of_the_same_paragraph(data: bytes) -> None:
    assert ("Body Text", "工业领域。第一行\n第二行") in styled(data)


def test_a_long_title_is_broken_into_lines_that_fit(data: bytes) -> None:
    title = next(text for style, text in styled(data) if style == "Title")
    assert len(title.split("\n")) == 2
    assert all(sum(0.5 if char.isascii() else 1 for char in line) <= 20 for line in title.split("\n"))


def test_page_numbers_stand_outside_on_odd_and_even_pages_also_on_sideways_ones(data: bytes) -> None:
    assert part(data, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    relations = {one.get("Id"): one.get("Target") for one in part(data, "word/_rels/document.xml.rels")}
    upright, sideways, _last = find(part(data), "//w:sectPr")
    for section, holder in ((upright, "footerReference"), (sideways, "headerReference")):
        for kind, side in (("default", "right"), ("even", "left")):
            (reference,) = find(section, f"w:{holder}[@w:type='{kind}']")
            target = relations[next(value for key, value in reference.attrib.items() if key.endswith("}id"))]
            (number,) = find(part(data, f"word/{target}"), "//w:p[.//w:instrText]")
            assert "".join(number.itertext()) in ("— PAGE1 —", "— PAGE2 —")
            assert number.find(f"{W}pPr/{W}jc").get(f"{W}val") == side
            turned = find(number, "ancestor::w:tc//w:textDirection/@w:val")
            assert turned == (["tbRl"] if section is sideways else [])


def test_the_banner_stands_at_the_head_of_every_page(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        headers = [name for name in archive.namelist() if name.startswith("word/header")]
    assert len(headers) == 4
    assert all("【演示数据】" in "".join(part(data, name).itertext()) for name in headers)


def test_annexes_begin_on_pages_of_their_own(data: bytes) -> None:
    marks = {text: find(one, "w:pPr")[0] for one in find(part(data), "//w:body/w:p") if (text := said(one))}
    assert find(marks[f"{PAPER.signature and PAPER.signature.date}"], "w:sectPr"), "附件1 is turned"
    assert find(marks["图例：● 达到序时"], "w:sectPr/w:pgSz[@w:orient='landscape']"), "附件2 is turned back"
    assert [bool(find(marks[f"附件{n}"], "w:pageBreakBefore")) for n in (1, 2, 3)] == [False, False, True]


def said(paragraph: etree._Element) -> str:
    return "".join(find(paragraph, ".//w:t/text()"))


def test_the_list_of_annexes_hangs_under_the_first_title(data: bytes) -> None:
    first, second, third = (
        one for one in find(part(data), "//w:body/w:p") if find(one, "w:pPr/w:pStyle[@w:val='AnnexList']")
    )
    assert said(first) == "附件：1.进展情况表"
    indents = [find(one, "w:pPr/w:ind")[0] for one in (first, second, third)]
    assert [(one.get(f"{W}leftChars"), one.get(f"{W}hangingChars")) for one in indents] == [
        ("600", "400"),
        ("600", "100"),
        ("600", "100"),
    ]


def test_the_signature_stands_at_the_right_and_never_alone_on_a_page(data: bytes) -> None:
    kept = {said(one): bool(find(one, "w:pPr/w:keepNext")) for one in find(part(data), "//w:body/w:p")}
    assert kept["顶格。"]
    assert kept["附件：1.进展情况表"]
    assert kept["3.名单"]
    assert style_of(data, "Signature").find(f"{W}pPr/{W}keepNext") is not None
    assert {style_of(data, name).find(f"{W}pPr/{W}jc").get(f"{W}val") for name in ("Signature", "Date")} == {
        "right"
    }


def test_a_table_repeats_its_head_and_divides_only_tall_rows(data: bytes) -> None:
    table = find(part(data), "//w:tbl")[0]
    head, section, *rows = find(table, "w:tr")
    assert find(head, "w:trPr/w:tblHeader")
    assert find(section, "w:tc/w:tcPr/w:gridSpan/@w:val") == ["3"]
    assert [bool(find(row, "w:trPr/w:cantSplit")) for row in rows] == [True, True, False]


def test_the_last_row_of_a_table_stays_with_the_note_under_it_unless_it_may_be_divided() -> None:
    def kept(characters: int) -> list[bool]:
        rows = tuple(TableRow((Cell(runs(text)),)) for text in ("短", "长" * characters))
        table = Table((Column("进展情况", 1),), rows)
        tables = part(word_of(Paper("", (table, Note(runs("注")))))).findall(f".//{W}tbl")
        return [row.find(f".//{W}keepNext") is not None for row in tables[0].findall(f"{W}tr")]

    assert kept(100) == [False, False, True]
    assert kept(4000) == [False, False, False]


def test_only_wide_columns_are_set_with_both_edges_straight() -> None:
    columns = (Column("序号", 1, "centre"), Column("牵头单位", 2), Column("进展情况", 9))
    table = Table(columns, (TableRow((Cell(runs("1")), Cell(runs("市甲局")), Cell(runs("国" * 90)))),))
    cells = find(part(word_of(Paper("", (table,)))), "//w:tbl/w:tr[2]/w:tc")
    assert [find(cell, "w:p/w:pPr/w:jc/@w:val") for cell in cells] == [["center"], ["left"], []]


def test_a_task_over_several_rows_is_one_cell(data: bytes) -> None:
    table = find(part(data), "//w:tbl")[0]
    merged = [find(row, "w:tc[2]/w:tcPr/w:vMerge/@w:val") for row in find(table, "w:tr")[2:]]
    assert merged == [["restart"], ["continue"], []]


def test_columns_keep_their_widths_and_fill_the_frame(data: bytes) -> None:
    sideways, upright = find(part(data), "//w:tbl")
    for table, wide in ((sideways, 225), (upright, 156)):
        grid = [int(one.get(f"{W}w")) for one in find(table, "w:tblGrid/w:gridCol")]
        assert sum(grid) / 1440 * 25.4 == pytest.approx(wide, abs=0.1)
        assert grid[2] > grid[1] > grid[0]  # its long text takes of the others' room
        assert find(table, "w:tblPr/w:tblLayout/@w:type") == ["fixed"]


def test_the_facts_count_what_stands_in_the_file() -> None:
    out = io.BytesIO()
    facts = render_docx(PAPER, out, MADE)
    assert facts == DocxFacts(paragraphs=len(styled(out.getvalue())), rows=6, numbers=3)


def test_its_properties_tell_the_office_and_no_person(data: bytes) -> None:
    ((_, inside),) = exposures(data, "通报.docx")
    assert (set(inside.people), inside.hidden, inside.links) == ({OFFICE}, (), ())
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.subject) == (PAPER.title, "2025年10月")
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == MADE
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name]


def test_the_same_paper_and_date_give_the_same_bytes(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: datetime(2031, 1, 1).timestamp())
    assert word_of(PAPER) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2025, 11, 5, 9, 0, 0)}


def test_other_faces_can_be_named() -> None:
    out = io.BytesIO()
    render_docx(PAPER, out, MADE, OfficeFonts(body="仿宋", title="华文中宋"))
    letters = style_of(out.getvalue(), "Normal").find(f"{W}rPr/{W}rFonts")
    assert letters.get(f"{W}eastAsia") == "仿宋"
    table = part(out.getvalue(), "word/fontTable.xml")
    assert find(table, "w:font[@w:name='仿宋']/w:altName/@w:val") == ["FangSong"]
    assert find(table, "w:font[@w:name='华文中宋']")


def test_with_places_every_block_is_known_again_and_without_nothing_is_hidden(data: bytes) -> None:
    first = Paragraph(runs("甲。"), place="opening")
    paper = replace(
        PAPER, blocks=(first, Heading(1, runs("一、乙"), place="overall"), Paragraph(runs("丙。")))
    )
    out = io.BytesIO()
    render_docx(paper, out, MADE, places=True)
    marked = {find(one, "w:bookmarkStart/@w:name")[0]: said(one) for one in bookmarked(out.getvalue())}
    assert marked == {place_mark("opening"): "甲。", place_mark("overall"): "一、乙"}
    assert all(len(name) <= 40 and name.startswith("_") for name in marked)
    assert bookmarked(data) == bookmarked(word_of(paper)) == []


def bookmarked(data: bytes) -> list[etree._Element]:
    return find(part(data), "//w:p[w:bookmarkStart and w:bookmarkEnd]")


def test_marks_of_both_scripts_are_set_as_chinese() -> None:
    made = part(word_of(Paper("", (Paragraph(runs("“一事一策”……", "无。")),))))
    hints = [find(run, "w:rPr/w:rFonts/@w:hint") for run in find(made, "//w:body//w:r")]
    assert hints == [["eastAsia"], []]


def test_rows_stand_closer_where_the_table_then_needs_no_second_page() -> None:
    def closer(rows: int) -> bool:
        table = Table(COLUMNS, tuple(TableRow(tuple(Cell(runs("字")) for _ in COLUMNS)) for _ in range(rows)))
        return bool(find(part(word_of(Paper("", (table,)))), "//w:tblPr/w:tblCellMar"))

    assert [n for n in range(10, 40) if closer(n)] == list(range(22, 27))
