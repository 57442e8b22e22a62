"""Sheet 数据明细: a line for each row and indicator with what the text's numbers count, linked to the other sheets.

Rows and indicators share one table and its heads, so that the heads that stay in sight and are printed on each page
are true of every line under them.

The tables that are signed keep the issued shape; what a count needs beside it (章节, 应报, 报齐 …) stands here, so that
every formula of 数据溯源 has something to count whatever columns an office leaves out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peidang.domain.history import PastPeriod
from peidang.domain.labels import Grade, Light
from peidang.domain.numbers import plain, rounded
from peidang.domain.sheet_values import as_float
from peidang.domain.summary import LIGHT_KEYS, Summary
from peidang.domain.summary_lines import IndicatorLine, RowLine
from peidang.domain.targets import aim
from peidang.reports import indicators_sheet, problems_sheet, rows_sheet, units_sheet
from peidang.reports.draft_progress import row_name
from peidang.reports.row_columns import BETTER, WORSE
from peidang.reports.rows_sheet import WrittenRows
from peidang.reports.sheet_cells import number_width, put_number, put_text, text_height
from peidang.reports.sheet_frame import (
    FIRST_ROW,
    HEAD_ROW,
    cell,
    on_sheet,
    set_print,
    set_up,
    stretch,
    write_heads,
)
from peidang.reports.sheet_pages import A4
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import PENDING, UNIT_HEADS, indicator_light_text, light_word, row_light_text

NAME = "数据明细"
YES = "是"
HEADS = (
    *("序号", "任务或指标", "类别", "章节", "应报", "报齐", "亮灯", "计入亮灯", "上期亮灯", "亮灯变化"),
    *("已过时限", "待核定", "本局核定", "统稿待改", "问题条数", "目标值", "累计数", "应达完成率"),
)
SERIAL, NAMED, KIND, SECTION, ASKED, REPORTED, LIGHT, COUNTED, BEFORE, CHANGE = range(10)
OVERDUE, CONTESTED, RULED, OUTDATED, PROBLEMS, TARGET, VALUE, EXPECTED = range(10, 18)
OF_ROWS, OF_INDICATORS = "任务", "指标"
SHARE_HEADS = ("序号", "亮灯", "项数", "千分整数", "余数", "名次", "准确占比", "进位", "占比（%）")
FINDING_HEADS = ("序号", "核对事项", "报送单位", "其他单位", "合计")
WIDTHS = (
    *(5.0, 40.0, 6.0, 6.0, 6.0, 6.0, 12.5, 6.0, 12.5, 6.0),
    *(6.0, 7.0, 6.0, 6.0, 6.0, 9.0, 9.0, 7.5),
)
LEAST_HEIGHT, NARROW = 18.0, 8.0


@dataclass(frozen=True)
class Places:
    """The first line (from 0) of rows, indicators and the two tables below them; how many rows there are."""

    rows: int
    indicators: tuple[int, ...]
    """Their numbers in the plan, in order."""
    first_indicator: int
    first_share: int
    first_finding: int

    def row_facts(self, column: int) -> str:
        """A column of the rows, as other sheets call it."""
        return on_sheet(NAME, stretch((FIRST_ROW, column), FIRST_ROW + self.rows - 1))

    def indicator_facts(self, column: int) -> str:
        """A column of the indicators, as other sheets call it."""
        top = self.first_indicator
        return on_sheet(NAME, stretch((top, column), top + len(self.indicators) - 1))

    def share(self, light: Light | None) -> str:
        """The cell with a light's share."""
        return on_sheet(NAME, cell(self.first_share + _share_order().index(light), len(SHARE_HEADS) - 1))

    def finding(self, grade: Grade) -> str:
        """The cell with the number of findings of a grade."""
        return on_sheet(NAME, cell(self.first_finding + list(Grade).index(grade), len(FINDING_HEADS) - 1))

    def indicator(self, number: int) -> int:
        """The line of the indicator of this number."""
        return self.first_indicator + self.indicators.index(number)

    def target(self, number: int) -> str:
        """The cell with the target of the indicator of this number."""
        return on_sheet(NAME, cell(self.indicator(number), TARGET))


def _share_order() -> list[Light | None]:
    return [*LIGHT_KEYS, None]


def places(summary: Summary) -> Places:
    """Where everything stands; known before anything is written, because other sheets point here."""
    rows, indicators = len(summary.rows), tuple(line.number for line in summary.indicators)
    first_indicator = FIRST_ROW + max(rows, 1)
    first_share = first_indicator + max(len(indicators), 1) + 3
    return Places(rows, indicators, first_indicator, first_share, first_share + len(_share_order()) + 3)


def countable(line: IndicatorLine) -> bool:
    """True when 完成率 is the told figure over the target's, and both are numbers a cell keeps."""
    value, pace = line.told.value, line.pace
    if value is None or pace is None or line.completion is None or aim(pace.target) <= 0:
        return False
    known = all(as_float(plain(number)) is not None for number in (value, aim(pace.target)))
    return known and pace.value == value


def write_facts(
    workbook: Any,
    styles: Styles,
    summary: Summary,
    written: WrittenRows,
    indicator_lines: Sequence[int],
    last_problem: int,
    before: PastPeriod | None,
) -> None:
    """Write the sheet. ``indicator_lines`` are the lines of 指标完成情况, ``last_problem`` is the last one of 存在问题清单.

    ``before`` is the period before this one.
    """
    sheet = workbook.add_worksheet(NAME)
    set_up(sheet, styles, summary, NAME, _parted(HEADS), _widths(summary), "　　供“数据溯源”计数用")
    at = places(summary)
    writer = _Facts(sheet, styles, summary, at, problems_sheet.serials(last_problem))
    for n, line in enumerate(summary.rows):
        writer.row(FIRST_ROW + n, line, written, before)
    for line_at, one in zip(indicator_lines, summary.indicators, strict=True):
        writer.indicator(at.indicator(one.number), one, line_at)
    last = at.first_indicator + max(len(summary.indicators), 1) - 1
    sheet.autofilter(HEAD_ROW, 0, last, len(HEADS) - 1)
    writer.heading(at.first_share, "亮灯占比（最大余数法，合计100.0%）", SHARE_HEADS)
    writer.shares()
    writer.heading(at.first_finding, "核对事项", FINDING_HEADS)
    bottom = writer.findings()
    # What stands below has heads of its own: on a new page, too, the table's last line comes first.
    set_print(sheet, summary, NAME, (bottom, len(HEADS) - 1), A4, [(last, bottom)])


def _widths(summary: Summary) -> tuple[float, ...]:
    """The columns' widths, those of targets and figures as wide as their longest."""
    aims = (plain(aim(line.target)) for line in summary.indicators if line.target)
    fitted = {
        TARGET: number_width(aims, WIDTHS[TARGET]),
        VALUE: number_width((line.value for line in summary.indicators), WIDTHS[VALUE]),
    }
    return tuple(fitted.get(column, width) for column, width in enumerate(WIDTHS))


def _parted(heads: Sequence[str]) -> list[str]:
    """Long heads of narrow columns on two lines, parted between words, each of two characters."""
    narrow = zip(heads, WIDTHS, strict=False)
    return [f"{head[:2]}\n{head[2:]}" if len(head) > 3 and width < NARROW else head for head, width in narrow]


class _Facts:
    """Writes lines of the four blocks."""

    def __init__(self, sheet: Any, styles: Styles, summary: Summary, at: Places, serials: str) -> None:
        self.sheet, self.styles, self.summary, self.at = sheet, styles, summary, at
        self.serials = serials
        self.sections = {
            line.row.id: section.number for section in summary.sections for line in section.lines
        }
        self.changes = {c.row_id: BETTER if c.better else WORSE for c in summary.changes}

    def heading(self, first: int, title: str, heads: Sequence[str]) -> None:
        """A block's title and its heads over its first line of data."""
        self.sheet.merge_range(first - 2, 0, first - 2, len(heads) - 1, "", self.styles.section)
        put_text(self.sheet, first - 2, 0, title, self.styles.section)
        self.sheet.set_row(first - 2, 22)
        write_heads(self.sheet, self.styles, first - 1, _parted(heads), WIDTHS)

    def row(self, at: int, line: RowLine, written: WrittenRows, before: PastPeriod | None) -> None:
        """One row; number and light are those of 进展情况表 where they stand there."""
        rules, light = self.summary.rules, line.light
        there = written.lines.get(line.row.id)
        self._link(at, 0, None if there is None else cell(there, 0), line.row.serial)
        put_text(self.sheet, at, NAMED, row_name(line), self.styles.text)
        self.sheet.write_number(at, SECTION, self.sections[line.row.id], self.styles.count)
        known = there is not None and written.light_column is not None
        place = cell(there or 0, written.light_column or 0) if known else None
        put_text(self.sheet, at, KIND, OF_ROWS, self.styles.centre)
        self._link(at, LIGHT, place, row_light_text(line, rules))
        was = before.row_lights.get(line.row.id) if before else None
        put_text(self.sheet, at, BEFORE, light_word(was, rules) if was else "", self.styles.centre)
        put_text(self.sheet, at, CHANGE, self.changes.get(line.row.id, ""), self.styles.centre)
        flags = {
            ASKED: light.asked,
            REPORTED: light.asked and light.reported,
            COUNTED: light.asked or light.light is not None,
            OVERDUE: light.overdue,
            CONTESTED: line.contested,
            RULED: light.ruled is not None,
            OUTDATED: line.wording_outdated,
        }
        for column, holds in flags.items():
            put_text(self.sheet, at, column, YES if holds else "", self.styles.centre)
        told = sum(said.row_id == line.row.id for said in self.summary.problems)
        formula = f"=COUNTIF({self.serials},{cell(at, 0)})"
        self.sheet.write_formula(at, PROBLEMS, formula, self.styles.count, told)
        self._blank(at, TARGET, VALUE, EXPECTED)
        self.sheet.set_row(at, max(LEAST_HEIGHT, text_height(row_name(line), WIDTHS[NAMED])))

    def _link(self, at: int, column: int, place: str | None, value: str | int) -> None:
        """The cell of 进展情况表, or the value itself where it does not stand there."""
        if place is not None:
            formula = f"={on_sheet(rows_sheet.NAME, place)}"
            self.sheet.write_formula(at, column, formula, self.styles.centre, value)
        elif isinstance(value, int):
            self.sheet.write_number(at, column, value, self.styles.count)
        else:
            put_text(self.sheet, at, column, value, self.styles.centre)

    def indicator(self, at: int, line: IndicatorLine, there: int) -> None:
        """One indicator: the target as a number, figure and light as in 指标完成情况."""
        styles, told = self.styles, line.told
        self.sheet.write_number(at, SERIAL, line.number, styles.serial)
        put_text(self.sheet, at, NAMED, line.indicator.name, styles.text)
        put_text(self.sheet, at, KIND, OF_INDICATORS, styles.centre)
        self._blank(at, *range(SECTION, LIGHT), *range(COUNTED, OVERDUE), *range(RULED, TARGET), EXPECTED)
        put_number(
            self.sheet,
            at,
            TARGET,
            plain(aim(line.target)) if line.target else "",
            styles.number,
            styles.long_number,
        )
        value = on_sheet(indicators_sheet.NAME, cell(there, indicators_sheet.VALUE_COLUMN))
        if told.value is None:
            put_text(self.sheet, at, VALUE, line.value, styles.long_number)
        else:
            stored = as_float(line.value)
            self.sheet.write_formula(
                at, VALUE, f"={value}", styles.number, line.value if stored is None else stored
            )
        light = on_sheet(indicators_sheet.NAME, cell(there, indicators_sheet.LIGHT_COLUMN))
        words = indicator_light_text(line.light, told.contested, self.summary.rules)
        self.sheet.write_formula(at, LIGHT, f"={light}", styles.centre, words)
        put_text(self.sheet, at, OVERDUE, YES if line.overdue else "", styles.centre)
        put_text(self.sheet, at, CONTESTED, YES if told.contested else "", styles.centre)
        self._expected(at, line)
        self.sheet.set_row(at, max(LEAST_HEIGHT, text_height(line.indicator.name, WIDTHS[NAMED])))

    def _blank(self, at: int, *columns: int) -> None:
        """Columns that say nothing of this line."""
        for column in columns:
            self.sheet.write_blank(at, column, None, self.styles.centre)

    def _expected(self, at: int, line: IndicatorLine) -> None:
        """序时应达 over the target in percent; the share itself where one of them is no number a cell keeps."""
        path, share = line.pace.on_path if line.pace else None, line.expected
        if path is None or share is None or line.target is None:
            return
        known = None not in (as_float(plain(path)), as_float(plain(aim(line.target))))
        if known:
            formula = f"=ROUND({plain(path)}/{cell(at, TARGET)}*100,1)"
            self.sheet.write_formula(at, EXPECTED, formula, self.styles.tenths, float(share))
        else:
            put_number(self.sheet, at, EXPECTED, plain(share), self.styles.tenths)

    def shares(self) -> None:
        """Thousandths rounded down; what is missing to 1000 goes to the largest remainders, one each."""
        first, styles = self.at.first_share, self.styles
        last = first + len(_share_order()) - 1
        counts, whole, rest = (stretch((first, column), last) for column in (2, 3, 4))
        total = f"SUM({counts})"
        for n, facts in enumerate(_share_facts(self.summary)):
            at = first + n
            count, remainder = cell(at, 2), cell(at, 4)
            formulas = (
                f"=COUNTIFS({self._own(COUNTED)},{_quoted(YES)},{self._own(LIGHT)},{cell(at, 1)})",
                f"=IF({total}=0,0,INT({count}*1000/{total}))",
                f"=IF({total}=0,0,MOD({count}*1000,{total}))",
                f'=COUNTIF({rest},">"&{remainder})+COUNTIF({stretch((first, 4), at)},{remainder})',
                f"=IF({total}=0,0,ROUND({count}/{total}*100,3))",
                f"=IF({total}=0,0,IF({cell(at, 5)}<=1000-SUM({whole}),1,0))",
                f"=({cell(at, 3)}+{cell(at, 7)})/10",
            )
            self.sheet.write_number(at, 0, n + 1, styles.serial)
            put_text(self.sheet, at, 1, facts.word, styles.centre)
            self.sheet.set_row(at, LEAST_HEIGHT)
            looks = (*[styles.count] * 4, styles.exact, styles.count, styles.tenths)
            values = (*facts.numbers, float(facts.share))
            for column, (formula, look, value) in enumerate(
                zip(formulas, looks, values, strict=True), start=2
            ):
                self.sheet.write_formula(at, column, formula, look, value)

    def _own(self, column: int) -> str:
        return stretch((FIRST_ROW, column), FIRST_ROW + self.at.rows - 1)

    def findings(self) -> int:
        """How many findings are open: of the units in 单位报送情况, and of others; returns the last line."""
        top, bottom = FIRST_ROW, FIRST_ROW + len(self.summary.units) - 1
        at = self.at.first_finding
        for n, grade in enumerate(Grade):
            listed = sum(line.must if grade is Grade.MUST else line.explain for line in self.summary.units)
            whole = self.summary.count(f"findings.{grade.value}")
            column = units_sheet.FINDING_COLUMNS[grade]
            units = on_sheet(units_sheet.NAME, stretch((top, column), bottom))
            self.sheet.write_number(at + n, 0, n + 1, self.styles.serial)
            put_text(self.sheet, at + n, 1, UNIT_HEADS[column], self.styles.text)
            self.sheet.write_formula(at + n, 2, f"=SUM({units})", self.styles.count, listed)
            self.sheet.write_number(at + n, 3, whole - listed, self.styles.count)
            both = f"={cell(at + n, 2)}+{cell(at + n, 3)}"
            self.sheet.write_formula(at + n, 4, both, self.styles.count, whole)
            self.sheet.set_row(at + n, LEAST_HEIGHT)
        return at + len(Grade) - 1


@dataclass(frozen=True)
class _Share:
    word: str
    numbers: tuple[float, ...]
    """As the formulas give them: count, thousandths, remainder, rank, exact share, added."""
    share: Decimal


def _share_facts(summary: Summary) -> Iterator[_Share]:
    counts = summary.lights
    figures = [*(counts.lights[light] for light in LIGHT_KEYS), counts.unsettled]
    shares = [*(counts.shares[light] for light in LIGHT_KEYS), counts.unsettled_share]
    words = [*(light_word(light, summary.rules) for light in LIGHT_KEYS), PENDING]
    total = sum(int(figure.value) for figure in figures)
    rests = [int(figure.value) * 1000 % total if total else 0 for figure in figures]
    for n, (figure, share, word) in enumerate(zip(figures, shares, words, strict=True)):
        count = int(figure.value)
        whole = count * 1000 // total if total else 0
        rank = sum(rest > rests[n] for rest in rests) + sum(rest == rests[n] for rest in rests[: n + 1])
        exact = rounded(Decimal(count) / total * 100, 3) if total else Decimal(0)
        added = int(share.value * 10) - whole
        yield _Share(word, (count, whole, rests[n], rank, float(exact), added), share.value)


def _quoted(text: str) -> str:
    return f'"{text}"'
