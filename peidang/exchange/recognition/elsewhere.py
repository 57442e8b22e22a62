"""What a bureau wrote on its workbook away from the tables: above them, or on a sheet that has none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from peidang.domain.labels import Field
from peidang.domain.likeness import bare
from peidang.domain.travel import OpenLine, Returned, Unclear
from peidang.exchange.form_reading import as_text
from peidang.exchange.heads import GUIDE_SHEET, MEND_SHEET
from peidang.exchange.recognition.tables import Table
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent

_SHORTEST_STATEMENT = 15
"""Characters of a text that is a statement: no title, no name, no line of a list."""
_DEEPEST = 60
"""Rows of a sheet without a table that are looked at: a longer one is a list of its own."""
_SENTENCE = re.compile("[，。；]")
_NO_STATEMENT = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].*|[※*★]?(?:注|填[报表](?:说明|要求)|本表|此表|请).*"
    r"|.*(?:填[报表]人|填[报表]单位|联系人|电话|盖章|公章|签字|校验数|截[止至][:：]|报回期限).*"
    r"|.*(?:现将|现就).*(?:报|反馈|复).*|.*(?:收悉|特此|请(?:予以?)?(?:审阅|审核|查收|指示)).*"
    r"|(?:为|根据|按照).*(?:通知|方案|要求|部署|意见).*",
    re.DOTALL,
)
"""Titles, hints, heads of a form, and the phrases in which a letter hands over what follows."""


def with_words_elsewhere(
    content: WorkbookContent, tables: Sequence[Table], told: Sequence[Returned | Unclear]
) -> tuple[Returned | Unclear, ...]:
    """What the file returns, with a question for each sheet that says more; it stands with the first return."""
    first = next((at for at, one in enumerate(told) if isinstance(one, Returned)), None)
    if first is None or not (asked := tuple(_questions(content, tables))):
        return tuple(told)
    returned = told[first]
    assert isinstance(returned, Returned)
    answer = Field.PROGRESS if returned.request.rows else Field.NOTE
    lines = tuple(OpenLine(sheet, row, "", "elsewhere", (), {answer: text}) for sheet, row, text in asked)
    return (*told[:first], replace(returned, open_lines=(*returned.open_lines, *lines)), *told[first + 1 :])


def _questions(content: WorkbookContent, tables: Sequence[Table]) -> Iterator[tuple[str, int, str]]:
    """(sheet, row from 1, all the words) of each visible sheet with a statement outside its tables."""
    tops: dict[str, int] = {}
    for table in tables:
        tops[table.sheet.name] = min(table.top, tops.get(table.sheet.name, table.top))
    for sheet in content.sheets:
        if sheet.visibility is not Visibility.VISIBLE or sheet.name in (GUIDE_SHEET, MEND_SHEET):
            continue
        said = [*_statements(sheet, tops.get(sheet.name))]
        if said:
            yield sheet.name, said[0][0] + 1, "\n".join(text for _, text in said)


def _statements(sheet: SheetContent, top: int | None) -> Iterator[tuple[int, str]]:
    if top is None and len(sheet.rows) > _DEEPEST:
        return
    for row, cells in enumerate(sheet.rows[:top]):
        filled = [cell for cell in cells if cell != ""]
        if 0 < len(filled) < 3:  # more is a list
            yield from ((row, text) for text in _telling(filled))


def _telling(cells: Iterable[CellValue]) -> Iterator[str]:
    for cell in cells:
        text = as_text(cell) if isinstance(cell, str) else ""
        long = len(bare(text)) >= _SHORTEST_STATEMENT
        if long and _SENTENCE.search(text) and not _NO_STATEMENT.fullmatch(text):
            yield text
