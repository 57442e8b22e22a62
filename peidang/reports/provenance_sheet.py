"""Sheet 数据溯源: every number of the text in its order, with a formula that gives it anew and the lines behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from peidang.domain.history import PastPeriod
from peidang.domain.sheet_values import as_float
from peidang.domain.summary import Counted, Figure, Summary
from peidang.reports.formulas import Formulas
from peidang.reports.paper import Bars, Block, Face, Heading, Paper, Run, Table, plain, texts_of
from peidang.reports.sheet_cells import put_text
from peidang.reports.sheet_frame import (
    FIRST_ROW,
    HEAD_ROW,
    Count,
    cell,
    set_print,
    set_up,
    stretch,
    write_counts,
)
from peidang.reports.sheet_pages import A4
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import unit_rows
from peidang.reports.tall_rows import lay_out, merge_lines, write_texts

NAME = "数据溯源"
HEADS = ("序号", "所在位置", "句子", "文中数字", "公式计算", "核对", "数的是什么", "对应内容")
WIDTHS = (5.0, 20.0, 56.0, 10.0, 10.0, 8.0, 9.0, 44.0)
PLACE, SENTENCE, PRINTED, FORMULA, SAME, COUNTS, BEHIND = range(1, 8)
AGREES, DIFFERS, UNCOUNTED = "一致", "不一致", "原数"
COUNTED_WORDS = {
    Counted.ROWS: "任务",
    Counted.UNITS: "单位",
    Counted.INDICATORS: "指标",
    Counted.FINDINGS: "核对事项",
    Counted.PERIODS: "报告期",
}
_NOTE = (
    "公式取自本工作簿各表，改动表中内容后自动重算；占比按最大余数法取一位小数、合计100.0%，"
    "计算过程见“数据明细”表下“亮灯占比”；“原数”为直接引用、不由各表计数得出的数。"
)
_SENTENCE_END = re.compile(r"[。！？\n]")
_PART_END = re.compile(r"[。！？；\n]")
_LONG = 120
"""Characters from which on a sentence is told in its parts, parted by ；."""


@dataclass(frozen=True)
class Traced:
    """A number of the text: under which headings it stands, in which sentence, from which character of it on."""

    place: str
    sentence: str
    start: int
    text: str
    key: str


def traced_numbers(paper: Paper) -> tuple[Traced, ...]:
    """Every run with a ref, in the order of the text: the body, then the annexes."""
    return tuple(_traced(paper))


def _traced(paper: Paper) -> Iterator[Traced]:
    yield from _of_blocks(paper.blocks, paper.title.replace("\n", ""))
    for annex in paper.annexes:
        yield from _of_blocks(annex.blocks, annex.label)


def _of_blocks(blocks: Sequence[Block], first: str) -> Iterator[Traced]:
    path: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            for text in texts_of(block):
                yield from _of_runs(text, " ".join(path) or first)
            continue
        if isinstance(block, Bars):
            for bar in block.rows:
                # Values on two lines are told with the bar's name, too.
                values = (replace(run, text=run.text.replace("\n", "  ")) for run in bar.values)
                yield from _of_runs((*bar.label, Run("："), *values), f"{first} {plain(block.caption)}")
            continue
        if isinstance(block, Heading):
            path = [*path[: block.level - 1], plain(block.text)]
        here = path if isinstance(block, Heading) else [*path, *_run_in(block.text)]
        yield from _of_runs(block.text, " ".join(here) or first)


def _run_in(text: Sequence[Run]) -> list[str]:
    """The heading at the beginning of a paragraph."""
    return [run.text.rstrip("。") for run in text[:1] if run.face is Face.SUBHEADING]


def _of_runs(text: Sequence[Run], place: str) -> Iterator[Traced]:
    whole = "".join(run.text for run in text)
    at = 0
    for run in text:
        if run.ref is not None:
            begin, finish = _around(whole, at, _SENTENCE_END)
            if finish - begin > _LONG:
                begin, finish = _around(whole, at, _PART_END)
            sentence = whole[begin:finish]
            lead = len(sentence) - len(sentence.lstrip())
            yield Traced(place, sentence.strip(), at - begin - lead, run.text, run.ref)
        at += len(run.text)


def _around(whole: str, at: int, end: re.Pattern[str]) -> tuple[int, int]:
    """From where to where the piece goes that holds a place."""
    ends = [0, *(match.end() for match in end.finditer(whole)), len(whole)]
    return max(one for one in ends if one <= at), min(one for one in ends if one > at)


def write_provenance(
    workbook: Any,
    styles: Styles,
    summary: Summary,
    paper: Paper,
    formulas: Formulas,
    periods: Sequence[PastPeriod],
) -> int:
    """Write the sheet; returns how many numbers it holds."""
    sheet = workbook.add_worksheet(NAME)
    set_up(sheet, styles, summary, NAME, HEADS, WIDTHS)
    writer = _Lines(workbook, sheet, styles, summary, formulas)
    writer.names |= {one.period_id: one.span.label for one in periods}
    numbers = traced_numbers(paper)
    for number, one in enumerate(numbers, start=1):
        writer.line(number, one)
    last = max(writer.at - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(HEADS) - 1)
    found = stretch((FIRST_ROW, SAME), last)
    totals = {AGREES: writer.agreeing, DIFFERS: 0, UNCOUNTED: len(numbers) - writer.agreeing}
    top = last + 2
    counts = [
        Count(word, f"=COUNTIF({found},{cell(top + n, 1)})", value, styles.total)
        for n, (word, value) in enumerate(totals.items())
    ]
    serials = stretch((FIRST_ROW, 0), last)
    counts.append(Count("合计", f"=COUNT({serials})", len(numbers), styles.total))
    bottom = write_counts(sheet, styles, top, counts) + 1
    sheet.merge_range(bottom, 1, bottom, BEHIND, "", styles.small)
    put_text(sheet, bottom, 1, _NOTE, styles.small)
    sheet.set_row(bottom, 30)
    set_print(sheet, summary, NAME, (bottom, len(HEADS) - 1), A4, [(writer.begins, bottom)])
    return len(numbers)


class _Lines:
    """Goes down the sheet; ``at`` is the next free line."""

    def __init__(
        self, workbook: Any, sheet: Any, styles: Styles, summary: Summary, formulas: Formulas
    ) -> None:
        self.workbook, self.sheet, self.styles = workbook, sheet, styles
        self.summary, self.formulas = summary, formulas
        self.at, self.agreeing = FIRST_ROW, 0
        self.begins = FIRST_ROW
        """The first line of what was written last."""
        self.looks: dict[int, Any] = {}
        self.names = _names(summary)

    def line(self, number: int, one: Traced) -> None:
        """A number with its sentence, its formula and what is behind it."""
        figure = self.summary.figure(one.key)
        behind = self._behind(figure)
        self.begins = self.at
        texts = (one.place, one.sentence, "", "", "", COUNTED_WORDS[figure.counted], behind)
        row = lay_out(PLACE, texts, WIDTHS[PLACE:], 24.0)
        looks = self.styles.over(row.lines)
        text, middle = looks.text, looks.centre
        end = write_texts(
            self.sheet,
            row,
            self.at,
            (text, text, middle, middle, middle, middle, text),
            {PRINTED, FORMULA, SAME},
        )
        if end == self.at:
            self._mark(one)
        for column in (0, PRINTED, FORMULA, SAME):
            merge_lines(self.sheet, (self.at, end), column, middle)
        self.sheet.write_number(self.at, 0, number, self.styles.serial)
        self._values(one)
        self.at = end + 1

    def _mark(self, one: Traced) -> None:
        """The number in bold within its sentence."""
        before, after = one.sentence[: one.start], one.sentence[one.start + len(one.text) :]
        parts: list[Any] = [before] if before else []
        parts += [self.styles.marked, one.text]
        parts += [self.styles.plain, after] if after else []
        if before or after:
            self.sheet.write_rich_string(self.at, SENTENCE, *parts, self.styles.text)

    def _values(self, one: Traced) -> None:
        value, formula = as_float(_shortest(one.text)), self.formulas.of(one.key)
        if value is None and not one.key.endswith(".value"):
            formula = (
                None  # more digits than a spreadsheet calculates with; a told value is handed on as text
            )
        look = self._look(one.text)
        if value is None:
            put_text(self.sheet, self.at, PRINTED, one.text, self.styles.centre)
        else:
            self.sheet.write_number(self.at, PRINTED, value, look)
        if formula is None:
            put_text(self.sheet, self.at, FORMULA, "—", self.styles.centre)
            put_text(self.sheet, self.at, SAME, UNCOUNTED, self.styles.centre)
            return
        self.agreeing += 1
        self.sheet.write_formula(self.at, FORMULA, formula, look, one.text if value is None else value)
        same = f'=IF({cell(self.at, PRINTED)}={cell(self.at, FORMULA)},"{AGREES}","{DIFFERS}")'
        self.sheet.write_formula(self.at, SAME, same, self.styles.centre, AGREES)

    def _look(self, text: str) -> Any:
        """As many decimals as are printed."""
        decimals = len(text.partition(".")[2])
        if decimals not in self.looks:
            self.looks[decimals] = self.styles.with_decimals(self.workbook, decimals)
        return self.looks[decimals]

    def _behind(self, figure: Figure) -> str:
        if figure.counted is Counted.ROWS:
            return _serials([self.names[item] for item in figure.items if item in self.names])
        named = (self.names[item] for item in figure.items if item in self.names)
        return "、".join(dict.fromkeys(named)) or "无"


def _shortest(text: str) -> str:
    """12.0 as 12, for a cell."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _names(summary: Summary) -> dict[str, str]:
    """What a row, unit or indicator is called here; units not to be named are not."""
    rows = {line.row.id: f"序号{line.row.serial}" for line in summary.rows}
    units = {row.line.unit.id: row.name for row in unit_rows(summary)}
    return {**rows, **units, **{one.indicator.id: one.indicator.name for one in summary.indicators}}


def _serials(named: Sequence[str]) -> str:
    """序号1—4、7: neighbours together."""
    serials = sorted({int(name.removeprefix("序号")) for name in named})
    parts = []
    for _, group in groupby(enumerate(serials), key=lambda pair: pair[1] - pair[0]):
        run = [serial for _, serial in group]
        parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}")
    return f"序号{'、'.join(parts)}" if parts else "无"
