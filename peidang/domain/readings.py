"""What an indicator stands at in a month, made of what its reporters told: 一家报, 多家相加, 一家报一家核."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peidang.domain.answers import Month, Reading
from peidang.domain.labels import Field, IndicatorReporting
from peidang.domain.numbers import parse_number
from peidang.domain.plan import Indicator
from peidang.domain.targets import below, comparable, due_day, is_annual, is_growth

NOT_OUT_YET = re.compile(
    r"数据(?:暂|尚)?未(?:出|发布|公布|反馈)|(?:尚|暂)?未出数|(?:尚|暂)未(?:发布|公布|反馈)"
)
NOTHING_NEW = re.compile(r"本月(?:暂)?无(?:新增|新)?(?:进展|变化|数据)|本月无新增")
_EMPTY_WORDS = """
核实 核对 核查 核验 复核 核定 核过 查证 查实 校核 审核 确认 认定 检查 查过 核
无误 属实 真实 准确 正确 有效 完整 一致 相符 可靠 正常 合理 实际 事实
数据 数字 数值 情况 信息 内容 指标 填报 上报 报送 报表 表格 原文 文字 统计 结果 来源
系统 部门 科室 业务 单位 我局 我单位 本单位 本局 我委 该 此 以上 上述
确实 的确 完全 全部 均 都 已经 已 经过 经 再次 重新 再 认真 仔细 反复 逐项 逐一 进行
了 过 的 与 和 为 系 以 按 请 电话 现场 无问题 没有问题 没问题 问题 没有 无异常 异常
未发现 不存在 有误 错误 差错 同上 同前 见上 如上 同意 知悉 收到 谢谢
无 没 是 好 对 可以 ok yes right
"""
"""Words that explain nothing, alone or one after another: 已电话核实，数据无误，情况属实。"""
_EMPTY = re.compile(
    "|".join(sorted(map(re.escape, _EMPTY_WORDS.split()), key=lambda word: (-len(word), word)))
)
_VERIFIED = re.compile(r"核实|核对|核查|核验|复核|校核|查证|无误|属实|确认|核过")
_WHEN = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号]|\d+[时点](?:\d+分)?|[今昨前][天日]|[上下]午|\d+"
)
_WHO = re.compile(
    r"[\u4e00-\u9fff]{0,12}(?:科长|局长|主任|处长|科员|同志|经理|老师|负责人|联系人|经办人|某|局|委|办|科|处|室|厅)"
)
LONGEST_READ = 2000
SHORTEST_REASON = 4
"""So much must be said beside 核实 and the like, the day left out: 口径调整. A name alone is no reason."""
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Told:
    """The figure an indicator stands at. ``value`` None: not told by everyone who should, or not a number."""

    value: Decimal | None
    as_of: date
    units: tuple[str, ...] = ()
    """Whose figures it is made of."""
    waiting_for: tuple[str, ...] = ()
    """Units whose figure is missing, unreadable or contested."""
    contested: bool = False
    carried: bool = False
    """True when a unit gave a reason instead of a figure, and its last figure with that figure's date stands."""


def value_of(month: Month, indicator: Indicator) -> Told:
    """The indicator's cumulative figure in this month: a sum of all under 多家相加, else the first reporter's.

    A sum speaks of the earliest day among its parts; it has no value until every part is there.
    """
    asked = month.plan.asked_for(indicator)
    if indicator.reporting is not IndicatorReporting.SUM:
        asked = asked[:1]
    parts = {unit_id: _part(month, indicator, unit_id) for unit_id in asked}
    contested = any(Field.CUMULATIVE in month.reading(indicator.id, unit_id).contested for unit_id in asked)
    told = {unit_id: part for unit_id, part in parts.items() if part is not None}
    waiting = tuple(unit_id for unit_id in asked if unit_id not in told)
    if not told or waiting:
        return Told(None, month.period.span.end, tuple(told), waiting, contested)
    return Told(
        value=sum((part.value for part in told.values()), Decimal(0)),
        as_of=min(part.as_of for part in told.values()),
        units=tuple(told),
        carried=any(part.carried for part in told.values()),
    )


@dataclass(frozen=True)
class _Part:
    value: Decimal
    as_of: date
    carried: bool = False


def _part(month: Month, indicator: Indicator, unit_id: str) -> _Part | None:
    reading = month.reading(indicator.id, unit_id)
    if Field.CUMULATIVE in reading.contested:
        return None
    number = parse_number(reading.cumulative)
    if number is not None:
        return _Part(number, month.data_date(reading))
    if not excuses(reason(reading)):
        return None
    return _carried(month, indicator, reading)


def _carried(month: Month, indicator: Indicator, reading: Reading) -> _Part | None:
    """The unit's last figure. 本月无新进展 says it holds to this month's end; 数据未出 leaves its date as it was."""
    earlier = last_figure(month, indicator.id, reading.unit_id)
    if earlier is None:
        return None
    value, as_of = earlier
    if NOT_OUT_YET.search(reason(reading)):
        return _Part(value, as_of, carried=True)
    now = month.data_date(reading)
    restarted = now.year != as_of.year and any(is_annual(indicator, t) for t in indicator.targets)
    return None if restarted else _Part(value, now, carried=True)


def last_figure(month: Month, indicator_id: str, unit_id: str) -> tuple[Decimal, date] | None:
    """The unit's latest cumulative figure before this month, and its day; None when none is known."""
    for earlier in months_before(month):
        reading = earlier.reading(indicator_id, unit_id)
        number = parse_number(reading.cumulative)
        if number is not None:
            return number, earlier.data_date(reading)
    return None


def months_before(month: Month) -> Iterator[Month]:
    """The earlier months, latest first, as far back as they were given."""
    while month.previous is not None:
        month = month.previous
        yield month


def reason(reading: Reading) -> str:
    """What stands where 累计数 should: the words in its own cell, or those in 说明 when that is empty."""
    return reading.cumulative or reading.note


def excuses(note: str) -> bool:
    """True when a text stands for a missing 累计数: 「数据未出，截至10月」, or 「本月无新进展」 with a reason."""
    if NOT_OUT_YET.search(note):
        return explains(NOT_OUT_YET.sub("", note))
    return bool(NOTHING_NEW.search(note)) and explains(NOTHING_NEW.sub("", note))


def explains(text: str) -> bool:
    """True when a text gives a reason. 「核实无误」, 「情况属实」, 「已核对」 and the like are none, in whatever order.

    Who verified it, and when, is no reason either: 「电话核实：张某，11月3日，口径调整」 explains, without its end it does not.
    """
    bare = bare_text(text[:LONGEST_READ])
    left = _EMPTY.sub("", bare)
    if _VERIFIED.search(bare) is None:
        return len(left) > 1 and not left.isdecimal()
    left = _WHEN.sub("", left)
    return len(left) >= SHORTEST_REASON and _WHO.fullmatch(left) is None


def bare_text(text: str) -> str:
    """The text without punctuation and blanks, full-width characters made plain, lower case."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).lower()


def is_open(month: Month, indicator: Indicator) -> bool:
    """True while 累计数 is still required: some target is neither met by an earlier figure nor past.

    What counts is what was known before this month, so that the request and the checks agree. An indicator
    without any target stays open.
    """
    known = value_before(month, indicator)
    start = month.period.span.start
    return not indicator.targets or any(
        not (
            _is_past(month, indicator, n, start)
            or (known is not None and _is_met(month, indicator, n, known))
        )
        for n in range(len(indicator.targets))
    )


def value_before(month: Month, indicator: Indicator) -> Told | None:
    """The figure of the latest earlier month in which everyone told theirs; None when there is none."""
    for earlier in months_before(month):
        told = value_of(earlier, indicator)
        if told.value is not None:
            return told
    return None


def _is_past(month: Month, indicator: Indicator, number: int, start: date) -> bool:
    due = due_day(month.plan, indicator.targets[number], start)
    return due is not None and due < start


def _is_met(month: Month, indicator: Indicator, number: int, known: Told) -> bool:
    """A cap and a growth are never met before their due; a target of every year not by last year's figure."""
    target = indicator.targets[number]
    if target.relation == "<=" or is_growth(indicator, target) or known.value is None:
        return False
    if is_annual(indicator, target) and known.as_of.year != month.period.span.start.year:
        return False
    compared = comparable(indicator, target, known.value, known.as_of)
    return compared is not None and not below(target, compared)
