"""请说明: 进展情况 names another figure of the row's indicator than the one told beside it.

Only where the words leave no doubt: the indicator's name stands at the number, the unit of measure is the same, and the
sentence speaks of the total (累计, 截至本期) or of this month, not of a target, a part, a growth or another period.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peidang.domain.checks.base import Asked, shortened
from peidang.domain.checks.figures import figure_step, restarts
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, Field, IndicatorKind
from peidang.domain.lights import indicators_of_row
from peidang.domain.measures import measure
from peidang.domain.numbers import parse_number, plain
from peidang.domain.plan import Indicator, Row
from peidang.domain.quantities import Quantity, quantities
from peidang.domain.readings import bare_text, value_of

SHORTEST_CORE = 4
LONGEST_READ = 4000
_SENTENCE_ENDS = re.compile(r"[。；！？;!?\n]")
_CLAUSE_ENDS = re.compile(r"[，。；！？,;!?\n：:]")
_QUALIFIER = re.compile(
    r"^(?:(?:国家|省|市|县|区|副省|地市)级|及?以上|全[省市区县]|规模以上|规上|累计|新增|新|各类|中|国|省|市)+"
)
_JOINS = re.compile(
    r"(?:总?数量?|总量|规模|累计|共计?|总计|合计|现有|目前|已|经|总体|实际|完成|建成|培育|认定|举办|开展|实现|达到?|为|是|到|至|增|升|提高|提升|突破|了|约|近|超|超过|有)*"
)
_GROWN = re.compile(r"较(?P<year>\d{4})年(?:同期)?(?:累计|已)?(?:增长|增加|提高)(?:了|约|达到?)?")
_LEFT = re.compile(
    r"(?:^|新增|新培育|新认定|新建|累计|共|已|全[市区县]|我[市区县]|培育|建成|建设|创建|认定|举办|组织|开展|完成|实现|更新|购置|更新购置|淘汰|推动|支持|拥有|获评|获批|开通|安装|改造"
    r"|回收|打造|选树|遴选|布局|新布局|月底|年底|月末|截至目前|目前|\d日|\d月|月份|本月|当月|今年|以来|现有|共有|已有|全[市区县]的|我[市区县]的|达到?|入选|通过|推选)$"
)
_OTHER = re.compile(
    r"分别|目标|任务数|全年任务|年度任务|计划|规划|力争|预计|预期|将|拟|确保|争取|还需|尚需|需要|应当|到20\d\d年|[年月]底前|\d日前|之前|上半年|下半年|季度|去年|上年|往年|同期"
    r"|上月|上期|同比|环比|比上|其中|全省|全国|平均|每|在建|储备|申报|推荐|候选|下达|分配|首批|第.{1,3}批|剩余|还有|尚有|待|未|另有|包括|涉及"
    r"|(?:提高|提升|增长|增加|下降|降低|减少|上升)(?!到|至|改造)|20\d\d年(?!以来|\d{1,2}月|1)"
)
_ANOTHER_PLACE = re.compile(
    r"(?:^|[，、：:,\s])(?!全|我|本|城|各|该)[\u4e00-\u9fff]{1,3}(?:市|县|区|镇|街道|乡)(?![级内场域政直属])"
)
"""某某区: what follows in the sentence is a part, or the whole told with the place's own name."""
_TOTAL = re.compile(r"累计|截至|截止|总数|总量|合计|共|现有|目前|保有量|达|为|是|提[高升][到至]|[增升][到至]")
_CERTAIN_TOTAL = re.compile(r"累计|截至|截止|总数|总量|合计")
_THIS_YEAR = re.compile(r"今年|本年|年初以来|全年")
_NEW = re.compile(r"新增|新培育|新建|新认定|新开|新布局|又")
_MONTHS = re.compile(r"(?:(20\d\d)年)?(?:(\d{1,2})\s*[—–~至-]\s*)?(\d{1,2})月(份|底|末|\d{1,2}日)?")

_LISTING = ("、", "和", "及", "与")


@dataclass(frozen=True)
class _Tied:
    """A quantity of the text that speaks of an indicator, and how much of the indicator's name says so."""

    quantity: Quantity
    indicator: Indicator
    length: int


def text_number_differs(asked: Asked) -> Iterator[Finding]:
    """``text-number-differs``: one finding for each of the row's indicators, about the first such figure."""
    mine = {indicator.id for indicator in asked.indicators}
    for row in asked.rows:
        text = asked.entry(row).progress[:LONGEST_READ]
        own = [one for one in indicators_of_row(asked.month, row) if one.id in mine]
        bare = bare_text(text) if own and text else ""
        if any(name in bare for one in own for name in _names(one)):
            yield from _of_row(asked, row, own, text)


def _of_row(asked: Asked, row: Row, own: Sequence[Indicator], text: str) -> Iterator[Finding]:
    said: set[str] = set()
    named = indicators_of_row(asked.month, row)
    for quantity in quantities(text):
        tied = _tied(quantity, named)
        if tied is None or tied.indicator.id in said or tied.indicator not in own:
            continue
        found = _compared(asked, tied, text)
        if found is not None:
            field, told = found
            said.add(tied.indicator.id)
            unit = tied.indicator.unit_of_measure
            words = shortened(quantity.before + text[quantity.start : quantity.end] + _name_behind(tied), 40)
            message = (
                f"“进展情况”中“{words}”，与“{tied.indicator.name}”的{FIELD_WORDS[field]}{plain(told)}{unit}不一致；"
                "请核对后统一，口径不同的请说明。"
            )
            marks = ((quantity.start, quantity.end),)
            yield asked.explain("text-number-differs", row.id, Field.PROGRESS, message, marks)


def _name_behind(tied: _Tied) -> str:
    name = tied.indicator.name
    return name if tied.quantity.after.startswith(name) else ""


def _tied(quantity: Quantity, indicators: Sequence[Indicator]) -> _Tied | None:
    """The indicator whose name stands at the number; of 老旧农业机械 and 农业机械 the longer. None in doubt."""
    found = [
        _Tied(quantity, indicator, length)
        for indicator in indicators
        if measure(indicator.unit_of_measure).base == quantity.unit
        and quantity.high is None
        and (length := _name_length(quantity, indicator))
    ]
    longest = [tied for tied in found if tied.length == max(one.length for one in found)]
    return longest[0] if len(longest) == 1 else None


def _name_length(quantity: Quantity, indicator: Indicator) -> int:
    before, after = bare_text(quantity.before), bare_text(quantity.after)
    for words in _names(indicator):
        if _named_before(words, before, quantity.before, indicator):
            return len(words)
        if not quantity.after.startswith(_LISTING) and _named_behind(words, before, after):
            return len(words)
    return 0


def _names(indicator: Indicator) -> tuple[str, ...]:
    """The indicator's name, and its core without 市级以上 and the like."""
    name = bare_text(indicator.name)
    core = _QUALIFIER.sub("", name)
    return (name, core) if SHORTEST_CORE <= len(core) < len(name) else (name,)


def _named_before(words: str, before: str, raw: str, indicator: Indicator) -> bool:
    at = before.rfind(words)
    if at < 0 or raw.endswith(_LISTING):
        return False
    left, gap = before[:at], before[at + len(words) :]
    if indicator.kind is IndicatorKind.GROWTH:
        grown = _GROWN.fullmatch(gap)
        bases = {target.baseline for target in indicator.targets}
        return grown is not None and grown["year"] in bases and _LEFT.search(left) is not None
    return _JOINS.fullmatch(gap) is not None and _LEFT.search(left) is not None


def _named_behind(words: str, before: str, after: str) -> bool:
    """建成32家5G工厂; but 智能工厂达到32家 has its noun before it already."""
    doing = _LEFT.search(before) is not None and not before.endswith(("达到", "达", "为"))
    return after.removeprefix("的").startswith(words) and (doing or _JOINS.fullmatch(before) is not None)


def _compared(asked: Asked, tied: _Tied, text: str) -> tuple[Field, Decimal] | None:
    """Which told figure the words differ from, and what that figure is; None when they agree or speak of another."""
    reading = asked.reading(tied.indicator)
    total, month = parse_number(reading.cumulative), parse_number(reading.month_value)
    scope = _scope(asked, tied, text)
    if scope is None:
        return None
    field, certain = scope
    told = {Field.CUMULATIVE: total, Field.MONTH_VALUE: month}[field]
    if told is None or field in reading.contested or _agree(tied, told):
        return None
    other = month if field is Field.CUMULATIVE else total
    if not certain and other is not None and _agree(tied, other):
        return None
    together = value_of(asked.month, tied.indicator).value
    if field is Field.CUMULATIVE and together is not None and _agree(tied, together):
        return None  # the text tells what all reporters make together
    return field, told


def _scope(asked: Asked, tied: _Tied, text: str) -> tuple[Field, bool] | None:
    """Whether the words speak of the total or of this month's figure, and whether they say so outright.

    None when they speak of something else, or it cannot be told.
    """
    sentence = _SENTENCE_ENDS.split(text[: tied.quantity.start])[-1]
    clause = _CLAUSE_ENDS.split(sentence)[-1]
    months = _months_said(asked, tied, sentence)
    if months == "another" or _speaks_of_another(tied, sentence, clause, text):
        return None
    outright = _CERTAIN_TOTAL.search(clause) is not None
    total = Field.CUMULATIVE, outright
    if tied.indicator.kind in (IndicatorKind.RATE, IndicatorKind.LEVEL, IndicatorKind.GROWTH):
        return None if _NEW.search(clause) else total
    this_month = r"本月|当月|本期"
    if _months_said(asked, tied, clause) == "this" or re.search(this_month, clause):
        return None if outright else (Field.MONTH_VALUE, _TOTAL.search(clause) is None)
    if months == "this" or re.search(this_month, sentence):
        return total if _TOTAL.search(clause) else None
    return total if _tells_a_total(tied.indicator, sentence, clause, months) else None


def _speaks_of_another(tied: _Tied, sentence: str, clause: str, text: str) -> bool:
    """True for targets, plans, parts, other places and times, and what a figure grew by."""
    behind = _CLAUSE_ENDS.split(text[tied.quantity.end :])[0][:12]
    kept = _GROWN.sub("", clause) if tied.indicator.kind is IndicatorKind.GROWTH else clause
    return bool(
        _OTHER.search(_without(kept, bare_text(tied.indicator.name)))
        or _ANOTHER_PLACE.search(sentence)
        or re.search(r"目标|任务|计划|其中", sentence + behind)
    )


def _tells_a_total(indicator: Indicator, sentence: str, clause: str, months: str) -> bool:
    """True for 累计, 达到 and the like; for figures of the year also for 今年 and 1—10月, for others not for 今年."""
    of_year = _THIS_YEAR.search(sentence) is not None
    if _NEW.search(clause) or (of_year and not restarts(indicator)):
        return False
    return _TOTAL.search(sentence) is not None or (restarts(indicator) and (of_year or months == "until"))


def _without(clause: str, name: str) -> str:
    """The clause without the indicator's own name, which may hold such words itself (新增和更新公交车辆)."""
    return bare_text(clause).replace(name, "")


def _months_said(asked: Asked, tied: _Tied, sentence: str) -> str:
    """``another`` month, ``this`` one alone, ``until`` its end (1—10月, 截至10月): which the words before speak of.

    '' when they name none.
    """
    said = _MONTHS.findall(sentence)
    if not said:
        return ""
    year, first, last, tail = said[-1]
    day = asked.month.data_date(asked.reading(tied.indicator))
    if int(last) != day.month or (year and int(year) != day.year):
        return "another"
    until = tail.endswith(("底", "末", "日")) or bool(first) or "截" in sentence
    return "until" if until else "this"


def _agree(tied: _Tied, told: Decimal) -> bool:
    """The words and the figure are the same, rounding, 约 and 以上 allowed for."""
    quantity = tied.quantity
    size = measure(tied.indicator.unit_of_measure).size
    exact = told * size
    if quantity.bound in (">=", "+"):
        return exact >= quantity.value
    if quantity.bound == "<=":
        return exact <= quantity.value
    if quantity.bound == "~":
        return abs(exact - quantity.value) <= abs(quantity.value) / 10
    step = max(quantity.step, figure_step(told) * size)
    return exact == quantity.value or (abs(exact - quantity.value) < step and step != 1)
