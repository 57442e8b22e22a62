"""A small maker of .docx files for tests: paragraphs, headings, merged tables, sections, page furniture, numbering.

It writes the XML by hand, so that what is tested shares nothing with what tests it.
"""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TWIPS_A_MM = 1440 / 25.4
PARTS = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "header1": "header",
    "footer1": "footer",
}


def run(text: str, size: int | None = None) -> str:
    """A run of text; ``size`` in half points."""
    properties = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if size else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs. ``properties`` is the inside of its w:pPr."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(content: str, width: int, columns: int = 1, merge: str = "") -> str:
    """A table's cell of paragraphs, ``width`` in twips; ``merge``: restart or continue."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], is_head: bool = False) -> str:
    """A row of cells; a head is repeated on every page."""
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
    return f"<w:tr>{mark}{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[int]) -> str:
    """A ruled table on columns of these widths in twips."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    layout = '<w:tblLayout w:type="fixed"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f"{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def page(upright: bool = True, furniture: bool = False) -> str:
    """The section's page: A4 with an office's margins, upright or sideways."""
    short, long = round(210 * TWIPS_A_MM), round(297 * TWIPS_A_MM)
    size = f'w:w="{short}" w:h="{long}"' if upright else f'w:w="{long}" w:h="{short}" w:orient="landscape"'
    edges = {"top": 37, "bottom": 35, "left": 28, "right": 26, "header": 15, "footer": 25, "gutter": 0}
    margins = " ".join(f'w:{edge}="{round(mm * TWIPS_A_MM)}"' for edge, mm in edges.items())
    links = (
        '<w:headerReference w:type="default" r:id="rIdheader1"/>'
        '<w:footerReference w:type="default" r:id="rIdfooter1"/>'
    )
    return f"<w:sectPr>{links if furniture else ''}<w:pgSz {size}/><w:pgMar {margins}/></w:sectPr>"


def section_end(section: str) -> str:
    """The empty paragraph that ends a section."""
    return f"<w:p><w:pPr>{section}</w:pPr></w:p>"


def styles() -> str:
    """Normal text of 16 points and two levels of headings."""
    heading = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr><w:b/></w:rPr></w:style>"
        for level in (1, 2)
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    sizes = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return f"{HEAD}<w:styles {W}>{sizes}{normal}{heading}</w:styles>"


def furniture(head: str) -> dict[str, str]:
    """A running head, and 「— 8 —」 in the middle of the foot."""
    number = f'{run("— ")}<w:fldSimple w:instr="PAGE">{run("1")}</w:fldSimple>{run(" —")}'
    return {
        "header1": f"{HEAD}<w:hdr {W}>{paragraph(run(head))}</w:hdr>",
        "footer1": f"{HEAD}<w:ftr {W}>{paragraph(number, CENTRED)}</w:ftr>",
    }


CENTRED = '<w:jc w:val="center"/>'


def save_word(path: Path, body: str, parts: dict[str, str] | None = None) -> None:
    """Write a .docx of this body; further ``parts`` by name (styles, numbering, header1, footer1)."""
    all_parts = {
        "document": f"{HEAD}<w:document {W} {R}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{PARTS[name]}+xml"/>'
        for name in all_parts
    )
    links = "".join(
        f'<Relationship Id="rId{name}" Type="{OFFICE}/{PARTS[name]}" Target="{name}.xml"/>'
        for name in all_parts
        if name != "document"
    )
    packages = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'{HEAD}<Relationships xmlns="{packages}/relationships">{links}</Relationships>',
        )
        for name, content in all_parts.items():
            archive.writestr(f"word/{name}.xml", content)
