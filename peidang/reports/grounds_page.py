"""点名依据: one page for each unit a draft names: number, 口径, signed page, chasing, 核对. For the leader's eyes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from peidang.reports.word.plain_page import (
    CENTRE,
    HEAD_FACE,
    LEFT,
    TITLE_FACE,
    TITLE_SIZE,
    add,
    add_table,
    new_page,
    save,
)

_SMALL, _LINE = 12.0, 22.0
_ROWS = ("序号", "任务", "完成状态", "亮灯")
_ROW_WIDTHS = (14, 80, 31, 31)
_FIGURES = ("指标", "目标", "累计数", "数据截至", "差距", "亮灯")
_FIGURE_WIDTHS = (44, 30, 22, 22, 16, 22)


@dataclass(frozen=True)
class NamedUnit:
    """One unit's page, in words. Lists that are empty say so in a sentence."""

    name: str
    sentences: Sequence[str]
    state: str
    rows: Sequence[tuple[str, ...]]
    figures: Sequence[tuple[str, ...]]
    definitions: Sequence[str]
    signed: Sequence[str]
    chased: Sequence[str]
    verification: Sequence[str]


def write_grounds(
    title: str, units: Sequence[NamedUnit], out: BinaryIO, made_at: datetime, banner: str = ""
) -> None:
    """Write a page a unit as .docx."""
    document = new_page(made_at, title)
    for n, unit in enumerate(units):
        head = add(document, f"{unit.name}\n{title}", TITLE_FACE, TITLE_SIZE, align=CENTRE, line=36)
        head.paragraph_format.page_break_before = n > 0
        if banner:
            add(document, f"【{banner}】", align=CENTRE)
        _page(document, unit)
    if not units:
        add(document, title, TITLE_FACE, TITLE_SIZE, align=CENTRE, line=36)
        add(document, "本稿没有点名的单位。", size=_SMALL, indent=2, line=_LINE)
    save(document, out)


def _page(document: Any, unit: NamedUnit) -> None:
    _part(document, "一、文稿原句", unit.sentences, "")
    _part(document, "二、报送情况", [unit.state], "")
    add(document, "三、数据和口径", HEAD_FACE, 14, align=LEFT, line=28)
    if unit.rows:
        add_table(document, _ROWS, list(unit.rows), _ROW_WIDTHS)
    if unit.figures:
        add_table(document, _FIGURES, list(unit.figures), _FIGURE_WIDTHS)
    if not unit.rows and not unit.figures:
        _line(document, "没有滞后的任务和指标。")
    for line in unit.definitions:
        _line(document, f"口径：{line}。")
    _part(document, "四、盖章件", unit.signed, "没有收到盖章件。")
    _part(document, "五、催报记录", unit.chased, "没有催报记录。")
    _part(document, "六、核对意见", unit.verification, "没有核对意见，点名前请先核对。")


def _part(document: Any, head: str, lines: Sequence[str], otherwise: str) -> None:
    add(document, head, HEAD_FACE, 14, align=LEFT, line=28)
    for line in lines or [otherwise]:
        _line(document, line)


def _line(document: Any, text: str) -> None:
    add(document, text, size=_SMALL, indent=2, line=_LINE)
