"""What an office's own workbook may call for: values by Chinese names, and lists of lines by the heads of our sheets.

Names are those of the printed sheets; figures are the summary's, so that a filled template and the papers agree.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from peidang.domain.history import PastPeriod, since
from peidang.domain.labels import LIGHT_COLOUR_WORDS
from peidang.domain.numbers import parse_number
from peidang.domain.summary import LIGHT_KEYS, UNSETTLED, LightCounts, Summary
from peidang.domain.summary_lines import IndicatorLine, Said
from peidang.reports import problems_sheet
from peidang.reports.draft_progress import row_name
from peidang.reports.paper import Heading, Paper, Paragraph, plain
from peidang.reports.row_columns import Look, RowColumn, available_heads, row_columns
from peidang.reports.table_view import (
    INDICATOR_HEADS,
    PENDING,
    SOME_UNIT,
    UNIT_HEADS,
    UnitRow,
    indicator_light_text,
    names,
    unit_rows,
)

Value = str | Decimal | date
ROWS, INDICATORS, UNITS, PROBLEMS = "任务表", "指标表", "单位表", "问题表"
FIGURES = {
    "任务.总数": "rows.total",
    "任务.应报": "rows.asked",
    "任务.不报": "rows.not-asked",
    "任务.已报齐": "rows.reported",
    "任务.未报齐": "rows.unreported",
    "任务.已过时限": "rows.overdue",
    "任务.待核定": "rows.contested",
    "任务.本局核定": "rows.ruled",
    "单位.应报": "units.asked",
    "单位.已报": "units.reported",
    "单位.报送不全": "units.partial",
    "单位.未报": "units.unreported",
    "单位.逾期": "units.overdue",
    "单位.迟报": "units.late",
    "指标.总数": "indicators.total",
    "指标.已过时限": "indicators.overdue",
    "核对.必须改正": "findings.must",
    "核对.需要说明": "findings.explain",
    "问题.任务数": "problems",
    "亮灯变化.好转": "changes.better",
    "亮灯变化.转差": "changes.worse",
}
OPENING = "导语"


def template_words(summary: Summary, paper: Paper, number: int | None = None) -> dict[str, Value]:
    """Every value by its name. ``number`` is the issue's (期数)."""
    plan, span = summary.plan, summary.period.span
    coordinator = plan.coordinator_id or plan.own_unit_id
    said: dict[str, Value] = {
        "方案": plan.title,
        "文号": plan.document_number or "",
        "报告期": span.label,
        "标题": paper.title.replace("\n", ""),
        "主送": paper.addressee,
        "落款": paper.signature.office if paper.signature else "",
        "牵头单位": plan.unit(coordinator).name if coordinator else "",
        "进展截至": min(span.end, summary.today),
        "统计日期": summary.today,
        "报送期限": summary.period.due,
        "亮灯标准": "".join(sentence + "。" for _, sentence in summary.legend)
        + "".join(summary.legend_notes),
    }
    if number is not None:
        said |= {"期数": Decimal(number), "期号": f"第{number}期"}
    said |= {name: summary.figure(key).value for name, key in FIGURES.items()}
    said |= _lights("亮灯", summary, summary.lights)
    said |= _lights("指标亮灯", summary, summary.indicator_lights)
    said |= dict(_sections(summary))
    said |= dict(_indicators(summary))
    return {**said, **_text(paper)}


def _lights(name: str, summary: Summary, counts: LightCounts) -> dict[str, Value]:
    """亮灯.红, 亮灯.严重滞后 and their 占比 in percent."""
    said: dict[str, Value] = {}
    for light in LIGHT_KEYS:
        for word in (LIGHT_COLOUR_WORDS[light], summary.rules.names[light]):
            said[f"{name}.{word}"] = counts.lights[light].value
            said[f"{name}.{word}.占比"] = counts.shares[light].value
    said[f"{name}.{PENDING}"] = summary.figure(
        f"{counts.unsettled.key.removesuffix(UNSETTLED)}{UNSETTLED}"
    ).value
    said[f"{name}.{PENDING}.占比"] = counts.unsettled_share.value
    return said


def _sections(summary: Summary) -> Iterator[tuple[str, Value]]:
    for section in summary.sections:
        yield f"章节{section.number}.名称", section.title
        yield f"章节{section.number}.任务数", section.rows.value
        yield f"章节{section.number}.已报齐", section.reported.value


def _indicators(summary: Summary) -> Iterator[tuple[str, Value]]:
    for line in summary.indicators:
        for head, value in _indicator_line(summary, line).items():
            yield f"指标{line.number}.{head}", value


def _text(paper: Paper) -> dict[str, Value]:
    """The text under each heading of the first level, by the heading without its number; before it: 导语."""
    parts: dict[str, list[str]] = {OPENING: []}
    name = OPENING
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            name = plain(block.text).partition("、")[2] or plain(block.text)
            parts.setdefault(name, [])
        elif isinstance(block, (Heading, Paragraph)):
            parts[name].append(plain(block.text))
    return {name: "\n".join(lines) for name, lines in parts.items()}


def template_tables(
    summary: Summary, periods: Sequence[PastPeriod]
) -> Mapping[str, Sequence[Mapping[str, Value]]]:
    """The lists by name: each line by the heads of the sheet that prints the same."""
    columns = row_columns(summary, available_heads(summary))
    return {
        ROWS: [{c.head: _row_value(c, c.text(line)) for c in columns} for line in summary.rows],
        INDICATORS: [_indicator_line(summary, line) for line in summary.indicators],
        UNITS: [_unit_line(row) for row in unit_rows(summary)],
        PROBLEMS: list(_problem_lines(summary, periods)),
    }


def _row_value(column: RowColumn, text: str) -> Value:
    return Decimal(text) if column.look in (Look.SERIAL, Look.NUMBER) else text


def _number(text: str) -> Value:
    number = parse_number(text)
    return text if number is None else number


def _indicator_line(summary: Summary, line: IndicatorLine) -> dict[str, Value]:
    told = line.told
    values: tuple[Value, ...] = (
        Decimal(line.number),
        line.indicator.name,
        line.indicator.unit_of_measure,
        line.target_text,
        line.due,
        names(line.reporters),
        _number(line.previous_value),
        _number(line.month_value),
        _number(line.value),
        told.as_of if told.value is not None else "",
        "" if line.completion is None else line.completion,
        "" if line.gap is None else line.gap,
        indicator_light_text(line.light, told.contested, summary.rules),
        line.notes,
    )
    return dict(zip(INDICATOR_HEADS, values, strict=True))


def _unit_line(row: UnitRow) -> dict[str, Value]:
    line = row.line
    counts = (line.rows_asked, line.rows_answered, line.indicators_asked, line.indicators_answered)
    values: tuple[Value, ...] = (
        Decimal(row.number),
        row.name,
        row.state,
        *(Decimal(len(ids)) for ids in counts),
        line.due,
        line.answered_at.date() if line.answered_at else "",
        Decimal(line.late_days),
        Decimal(line.must),
        Decimal(line.explain),
    )
    return dict(zip(UNIT_HEADS, values, strict=True))


def _problem_lines(summary: Summary, periods: Sequence[PastPeriod]) -> Iterator[dict[str, Value]]:
    steps = {(said.row_id, said.unit_id): said.text for said in summary.next_steps}
    tasks = {line.row.id: row_name(line) for line in summary.rows}

    def unit(said: Said) -> str:
        return SOME_UNIT if summary.plan.unit(said.unit_id).unnamed else said.unit_name

    for n, said in enumerate(summary.problems, start=1):
        values: tuple[Value, ...] = (
            Decimal(n),
            Decimal(said.serial),
            tasks[said.row_id],
            unit(said),
            said.text,
            since(periods, said.row_id, said.unit_id).label,
            steps.get((said.row_id, said.unit_id), ""),
        )
        yield dict(zip(problems_sheet.HEADS, values, strict=True))
