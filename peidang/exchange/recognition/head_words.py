"""What a column head means, whoever wrote it: our own words, the usual other ones, and what is clearly like them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.likeness import likeness
from peidang.exchange.heads import SERIAL_HEAD

LONGEST_HEAD = 40
"""Characters; a longer cell is no column head."""
_LIKE = 0.75
_SHORTEST_LIKE = 4


class Kind(StrEnum):
    """What a table's lines are; the values are ``form_content.Block.kind``."""

    ROW = "row"
    INDICATOR = "indicator"


class Key(StrEnum):
    """Columns that say whose line it is."""

    SERIAL = "serial"
    NAME = "name"
    TEXT = "text"
    LEADS = "leads"
    RESPONSIBLE = "responsible"
    UNIT = "unit"
    TARGET = "target"
    MEASURE_UNIT = "measure-unit"
    DUE = "due"
    PREVIOUS = "previous"


Meaning = Key | Field


@dataclass(frozen=True)
class Sense:
    """What one head means, and how sure that is: 0 our own word, 1 a usual one, 2 only like one."""

    meaning: Meaning
    rank: int
    compound: bool = False
    """Two answers in one column (存在问题及下一步打算): what stands there cannot be told apart."""


_COMMON: dict[Meaning, str] = {
    Key.SERIAL: "序号 编号 序 号 no no. 行号 项目序号",
    Key.LEADS: "牵头单位 牵头部门 牵头 牵头责任单位 主要责任单位 牵头责任部门",
    Key.RESPONSIBLE: "责任单位 责任部门 配合单位 配合部门 责任 配合 参与单位 协办单位 配合责任单位",
    Key.UNIT: "填报单位 报送单位 填表单位 上报单位 单位名称 填报部门 报送部门 部门名称",
    Key.DUE: "完成时限 时限 完成时间 办结时限 时间节点 完成日期",
}
_WORDS: Mapping[Kind, Mapping[Meaning, str]] = {
    Kind.ROW: {
        **_COMMON,
        Key.UNIT: f"{_COMMON[Key.UNIT]} 单位 部门",
        Key.NAME: "主要任务 任务 重点任务 工作任务 主要工作 重点工作 工作事项 任务名称 事项 工作名称 任务事项",
        Key.TEXT: "推进措施及目标 推进措施 措施 主要措施 措施及目标 具体措施 工作措施 推进措施和目标 工作内容 任务内容"
        " 具体任务 推进举措 主要举措 举措 具体内容",
        Field.STATUS: "完成状态 状态 办理状态 办结状态 进度状态 任务状态 当前状态 推进状态 工作状态 目前状态",
        Field.PROGRESS: "进展情况 进展 工作进展 目前进展 完成情况 落实情况 进展情况说明 本月进展 工作进展情况 目前进展情况"
        " 本月进展情况 推进情况 推进落实情况 办理情况 工作开展情况 开展情况 任务完成情况 当前进展 最新进展 本期进展"
        " 进度情况 实施情况 工作完成情况 贯彻落实情况",
        Field.PROBLEMS: "存在问题 问题 存在的问题 困难问题 存在困难 困难 存在的困难 存在困难和问题 存在的困难和问题 问题困难"
        " 存在的主要问题 主要问题 存在问题及困难 困难和问题 问题及困难 存在问题和困难 存在的困难问题 困难及问题",
        Field.NEXT_STEPS: "下一步打算 下步打算 下一步计划 下步计划 下一步工作 下步工作 下一步工作打算 下一步工作计划"
        " 下步工作打算 下步工作计划 下月计划 下一步 下步 下一阶段工作 下阶段打算 下一步措施 下一步安排 下月打算"
        " 下一步工作安排 下一步举措",
    },
    Kind.INDICATOR: {
        **_COMMON,
        Key.NAME: "指标 指标名称 指标项目 主要指标 监测指标 项目",
        Key.TARGET: "目标 目标值 目标任务 年度目标 任务目标 计划目标 目标数",
        Key.MEASURE_UNIT: "计量单位 单位 计量 数据单位 指标单位",
        Field.MONTH_VALUE: "本月数 本月 当月 当月数 本月完成 当月完成 本月值 当月值 本期数 本期 本月完成数 当月完成数"
        " 本月实绩 本月新增 当月新增 本月数值 本月数据",
        Field.CUMULATIVE: "累计数 累计 累计完成 累计值 累计完成数 本年累计 累计数值 年累计 累计完成值 累计数据 目前累计"
        " 累计实绩 年内累计 截至目前累计 累计完成情况",
        Field.AS_OF: "数据截至 截至 数据截止 数据截至时间 数据截止时间 截至时间 截止时间 截至日期 截止日期 数据时间"
        " 统计截止 数据截至日期 数据截止日期 统计时间",
        Field.NOTE: "说明 备注 情况说明 备注说明 有关说明 数据说明 相关说明 指标说明",
    },
}
_OWN = {
    Kind.ROW: {SERIAL_HEAD, "主要任务", "推进措施及目标", "牵头单位", "责任单位"}
    | {FIELD_WORDS[field] for field in ROW_FIELDS},
    Kind.INDICATOR: {SERIAL_HEAD, "指标", "目标", "计量单位", "完成时限"}
    | {FIELD_WORDS[field] for field in INDICATOR_FIELDS},
}
_LISTED = {
    kind: {word: meaning for meaning, words in senses.items() for word in words.split()}
    for kind, senses in _WORDS.items()
}
# Tried in this order; a head that fits two answers is compound.
_PATTERNS: dict[Kind, tuple[tuple[str, Meaning], ...]] = {
    Kind.ROW: (
        ("状态", Field.STATUS),
        ("进展|(?:完成|落实|推进|办理|实施|开展)(?:的?情况|进度)|成效", Field.PROGRESS),
        ("问题|困难", Field.PROBLEMS),
        ("下一?步|下一?阶段|下个?月|下期|打算|^工作(?:计划|安排)$", Field.NEXT_STEPS),
        ("时限|完成时间", Key.DUE),
        ("填报单位|报送单位", Key.UNIT),
        ("牵头", Key.LEADS),
        ("(?:责任|配合)(?:单位|部门)", Key.RESPONSIBLE),
        ("措施|举措", Key.TEXT),
        ("任务", Key.NAME),
        ("序号|编号", Key.SERIAL),
    ),
    Kind.INDICATOR: (
        ("累计", Field.CUMULATIVE),
        ("本月|当月|本期", Field.MONTH_VALUE),
        ("^(?!.*(?:累计|本月|当月)).*截[至止]", Field.AS_OF),
        ("说明|备注", Field.NOTE),
        ("时限|完成时间", Key.DUE),
        ("填报单位|报送单位", Key.UNIT),
        ("牵头", Key.LEADS),
        ("计量|单位", Key.MEASURE_UNIT),
        ("(?:完成|进展)情况|实际(?:完成|值)", Field.CUMULATIVE),
        ("(?:完成|进展)情况|实际(?:完成|值)", Field.NOTE),  # a figure or words: not to be told by the head
        ("目标", Key.TARGET),
        ("指标", Key.NAME),
        ("序号|编号", Key.SERIAL),
    ),
}
_FORMER = re.compile(
    r"上个?(?:月|期|季|次|年|旬|阶段|轮)|去年|同期|往[月期年]|前[期月]|历史|原有|此前|同期|同比|环比|增减|比重变化"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_MONTH = re.compile(r"(?:\d{4}年)?(?:1?\d[-—–~至])?(\d{1,2})月(?:份|底|末)?")
_UP_TO_A_MONTH = re.compile(rf"(?:截[至止])?{_MONTH.pattern}(?:\d{{1,2}}日)?")
_ONLY_A_MONTH = re.compile(r"(?:\d{4}年)?(1?\d[-—–~至])?\d{1,2}月份?(?:完成|数|完成数|数据|实绩|值)?")
_EDGE = re.compile(
    r"^(?:\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]、|[*★※])+|[:*★※]+$"
)


def head_text(cell: object) -> str:
    """A head as it is compared: without blanks and differences of width; '' for what is no head at all."""
    if not isinstance(cell, str) or not cell or len(cell) > 2 * LONGEST_HEAD:
        return ""
    return _squeezed(cell)


@lru_cache(maxsize=4096)
def _squeezed(cell: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", cell).split())
    return text if len(text) <= LONGEST_HEAD else ""


@lru_cache(maxsize=4096)
def sense_of(text: str, kind: Kind) -> Sense | None:
    """What a head (``head_text``) means in a table of this kind; None when it means nothing to us."""
    if not text:
        return None
    if _FORMER.search(text):
        return Sense(Key.PREVIOUS, 1)
    if text in _OWN[kind]:
        return Sense(_LISTED[kind][text], 0)
    if kind is Kind.INDICATOR and (match := _ONLY_A_MONTH.fullmatch(text)):
        return Sense(Field.CUMULATIVE if match.group(1) else Field.MONTH_VALUE, 2)
    plain = _EDGE.sub("", _BRACKETS.sub("", text)) or text
    if kind is Kind.ROW:
        without_month = _UP_TO_A_MONTH.sub("", plain) or plain
        plain = "工作计划" if without_month == "计划" != plain else without_month
    if plain in _OWN[kind]:
        return Sense(_LISTED[kind][plain], 0)
    if meaning := _LISTED[kind].get(plain.lower()):
        return Sense(meaning, 1)
    return _by_pattern(plain, kind) or _by_likeness(plain, kind)


def month_in_head(text: str) -> int | None:
    """10 for 10月进展情况: which month a head itself speaks of."""
    match = _MONTH.search(text)
    return int(match.group(1)) if match and 1 <= int(match.group(1)) <= 12 else None


def is_common_word(text: str) -> bool:
    """Whether a cell says a head in our own or a usual word: quick, to find the rows worth a closer look."""
    return any(text in words for words in _LISTED.values())


def _by_pattern(text: str, kind: Kind) -> Sense | None:
    fitting = [meaning for pattern, meaning in _PATTERNS[kind] if re.search(pattern, text)]
    if not fitting:
        return None
    answers = [meaning for meaning in fitting if isinstance(meaning, Field)]
    return Sense(fitting[0], 2, compound=len(answers) > 1)


def _by_likeness(text: str, kind: Kind) -> Sense | None:
    """A slip of the pen: 进展清况."""
    if len(text) < _SHORTEST_LIKE:
        return None
    words = (word for word in _LISTED[kind] if abs(len(word) - len(text)) < 2)
    score, word = max(((likeness(text, word), word) for word in words), default=(0.0, ""))
    return Sense(_LISTED[kind][word], 2) if score >= _LIKE else None
