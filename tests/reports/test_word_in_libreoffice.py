"""Word papers as LibreOffice shows them: opened in one start, nothing cut, page numbers and lines where they belong."""

import re
import shutil
import subprocess
from itertools import groupby
from pathlib import Path

import pypdfium2
import pytest

from peidang.reports.draft import draft_paper
from peidang.reports.paper import Paper, Paragraph, runs
from tests.domain.builders import a_month, a_plan
from tests.reports.months import summary_of
from tests.reports.reading_word import squeezed, word_of
from tests.reports.test_word_hostile import EMPTY, HOSTILE, NUMBER

MM = 72 / 25.4
FULL = Paper("通报", (Paragraph(runs("国" * 28 * 60)),))
Place = tuple[str, float, float]
"""A character and where it stands, in points from the page's lower left corner as it is seen."""

pytestmark = [pytest.mark.needs_libreoffice, pytest.mark.needs_poppler]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all papers as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("word")
    blank = draft_paper(summary_of(a_month(a_plan())))
    for name, paper in {"hostile": HOSTILE, "empty": EMPTY, "blank": blank, "full": FULL}.items():
        (folder / f"{name}.docx").write_bytes(word_of(paper))
    soffice = shutil.which("soffice")
    assert soffice
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


def places(path: Path) -> list[list[Place]]:
    """The characters of each page, in the file's order."""
    pages = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            found = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
            pages.append([(one, box[0], box[1]) for one, box in found if one.strip()])
            text.close()
            page.close()
    return pages


def sizes(path: Path) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_size() for page in document]


def test_nothing_is_cut(shown: Path) -> None:
    command = ["pdftotext", "-raw", str(shown / "hostile.pdf"), "-"]
    printed = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert printed.count("国") == 6000, "the tall row goes on over the pages"
    assert {int(n) for n in re.findall(r"第\s*(\d+)", printed)} == set(range(1, 301))
    written = squeezed("".join(one for page in places(shown / "hostile.pdf") for one, _, _ in page))
    assert written.count(NUMBER) >= 300, (
        "a number wider than its column goes on; that of the tall row on the next page"
    )


def test_an_empty_plan_and_an_empty_paper_are_opened(shown: Path) -> None:
    assert len(sizes(shown / "empty.pdf")) == 1
    assert "附件1" in squeezed("".join(one for page in places(shown / "blank.pdf") for one, _, _ in page))


def test_a_full_page_has_22_lines_of_28_characters(shown: Path) -> None:
    body = [(y, x) for one, x, y in places(shown / "full.pdf")[1] if one == "国"]
    lines = [len(list(line)) for _, line in groupby(body, key=lambda place: round(place[0]))]
    assert lines == [28] * 22
    left, right = min(x for _, x in body), max(x for _, x in body) + 16
    assert left >= 28 * MM - 1
    assert right <= 184 * MM + 1


def test_page_numbers_of_sideways_pages_stand_at_the_papers_foot_odd_right_even_left(shown: Path) -> None:
    turned = 0
    pages = zip(places(shown / "hostile.pdf"), sizes(shown / "hostile.pdf"), strict=True)
    for number, (page, (width, height)) in enumerate(pages, start=1):
        if width < height:
            continue
        turned += 1
        foot = [(one, y) for one, x, y in page if x < 33 * MM]
        assert sorted(one for one, _ in foot) == sorted(f"—{number}—")
        end = min(y for _, y in foot) if number % 2 else height - max(y for _, y in foot)
        assert end < 50 * MM, "one character from the frame's end"
        dashes = [x for one, x, _ in page if one == "—" and x < 33 * MM]
        assert all(24 * MM < x < 29 * MM for x in dashes)
    assert turned > 10
