"""核对表: what a paper is going to say of one unit, for the unit to confirm or to mend before it is named."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import RowLine
from peidang.reports.about_unit import Passage, passages_about
from peidang.reports.draft import draft_paper
from peidang.reports.house_style import day_words
from peidang.reports.paper import Paper
from peidang.reports.table_view import (
    DEMONSTRATION,
    LIGHT_HEAD,
    UnitRow,
    indicator_light_text,
    light_word,
    row_light_text,
)
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

_ROW_HEADS = ("序号", "任务和推进措施", FIELD_WORDS[Field.STATUS], LIGHT_HEAD, FIELD_WORDS[Field.PROGRESS])
_ROW_WIDTHS = (13, 48, 19, 22, 54)
_INDICATOR_HEADS = ("指标", "目标", "累计数", "数据截至", "完成率", LIGHT_HEAD)
_INDICATOR_WIDTHS = (48, 30, 20, 20, 16, 22)
_SMALL = 12.0


@dataclass(frozen=True)
class Questioned:
    """What one unit is asked to confirm. ``own`` is the unit's own text on each row it reports, by row id."""

    summary: Summary
    unit_id: str
    own: dict[str, tuple[str, str]]
    """(完成状态, 进展情况) as the unit wrote them."""
    reply_to: str = ""
    paper: Paper | None = None
    """The draft as it is worded now; as it is drafted, unless given."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences of the draft about it."""
        return passages_about(self.summary, self.paper or draft_paper(self.summary), self.unit_id)


def write_verification(asked: Questioned, out: BinaryIO, made_at: datetime) -> None:
    """Write the page as .docx: state, rows with lights, indicators, the draft's sentences, lines for the answer."""
    summary, unit = asked.summary, asked.summary.plan.unit(asked.unit_id)
    document = new_page(made_at, "核对表")
    if summary.plan.demonstration:
        add(document, f"【{DEMONSTRATION}】", align=CENTRE)
    add(
        document,
        f"{unit.name}\n{summary.period.span.label}进展情况核对表",
        TITLE_FACE,
        TITLE_SIZE,
        align=CENTRE,
        line=36,
    )
    add(document, "")
    add(document, _opening(asked), size=_SMALL, indent=2, line=22)
    parts = [
        ("报送情况", _state),
        ("任务进展和亮灯", _rows),
        ("指标完成", _indicators),
        ("拟写入文稿的内容", _passages),
    ]
    number = 0
    for head, write in parts:
        if write is _indicators and not _own_indicators(asked):
            continue
        number += 1
        add(document, f"{'一二三四五'[number - 1]}、{head}", HEAD_FACE, 14, align=LEFT, line=28)
        write(document, asked)
    add(document, f"{'一二三四五'[number]}、核对意见", HEAD_FACE, 14, align=LEFT, line=28)
    for line in _ANSWER:
        add(document, line, size=_SMALL, align=LEFT, line=26)
    save(document, out)


_ANSWER = (
    "□ 属实",
    "□ 有出入（请写明哪一处、应为什么，并附依据）：",
    "＿" * 36,
    "＿" * 36,
    "核对人：＿＿＿＿＿＿＿＿　　电话：＿＿＿＿＿＿＿＿＿＿　　（单位盖章）",
    "　　　　　　　　　　　　　　　　　　　　　　　　　　　　　年　　月　　日",
)


def _opening(asked: Questioned) -> str:
    summary = asked.summary
    to = f"（{asked.reply_to}）" if asked.reply_to else ""
    return (
        f"以下是《{summary.plan.title}》{summary.period.span.label}进展情况中与你单位有关的内容，统计至"
        f"{day_words(summary.today)}。文稿印发前请核对，并在表末写明意见后反馈{to}。"
    )


def _state(document: object, asked: Questioned) -> None:
    line = next((one for one in asked.summary.units if one.unit.id == asked.unit_id), None)
    if line is None:
        add(document, "本期没有要报送的内容。", size=_SMALL, indent=2, line=22)
        return
    told = f"报送时间{line.answered_at.month}月{line.answered_at.day}日" if line.answered_at else "尚未收到"
    late = f"，超过报送期限{line.late_days}天" if line.late_days else ""
    text = (
        f"{UnitRow(1, line.unit.name, line).state}。报送期限{line.due.month}月{line.due.day}日，{told}{late}。"
        f"应报任务{len(line.rows_asked)}项、已报{len(line.rows_answered)}项；"
        f"应报指标{len(line.indicators_asked)}项、已报{len(line.indicators_answered)}项。"
    )
    add(document, text, size=_SMALL, indent=2, line=22)


def _rows(document: object, asked: Questioned) -> None:
    lines = [line for line in asked.summary.rows if asked.unit_id in line.row.reporting_unit_ids()]
    made = [_row(line, asked) for line in lines]
    if made:
        add_table(document, _ROW_HEADS, made, _ROW_WIDTHS)
    else:
        add(document, "没有由你单位报送的任务。", size=_SMALL, indent=2, line=22)


def _row(line: RowLine, asked: Questioned) -> tuple[str, ...]:
    status, progress = asked.own.get(line.row.id, ("", ""))
    light = row_light_text(line, asked.summary.rules)
    own = next((part.by_rule for part in line.light.units if part.unit_id == asked.unit_id), None)
    if own is not None and own is not line.light.light:
        light += f"\n（你单位：{light_word(own, asked.summary.rules)}）"
    what = "\n".join(text for text in (line.row.task, line.row.measure) if text)
    return (str(line.row.serial), what, status or "未填", light, progress or "未填")


def _own_indicators(asked: Questioned) -> list[tuple[str, ...]]:
    return [
        (
            one.indicator.name,
            f"{one.target_text}{f'（{one.due}）' if one.due else ''}",
            f"{one.value}{one.indicator.unit_of_measure}" if one.value else "未填",
            f"{one.told.as_of.month}月{one.told.as_of.day}日" if one.told.value is not None else "—",
            "—" if one.completion is None else f"{one.completion:.1f}%",
            indicator_light_text(one.light, one.told.contested, asked.summary.rules),
        )
        for one in asked.summary.indicators
        if asked.unit_id in one.reporter_ids
    ]


def _indicators(document: object, asked: Questioned) -> None:
    add_table(document, _INDICATOR_HEADS, _own_indicators(asked), _INDICATOR_WIDTHS)


def _passages(document: object, asked: Questioned) -> None:
    passages = asked.passages
    if not passages:
        add(document, "文稿正文没有写到你单位。", size=_SMALL, indent=2, line=22)
    for n, one in enumerate(passages, start=1):
        add(document, f"{n}.（{one.place}）{one.text}", size=_SMALL, indent=2, line=22)
