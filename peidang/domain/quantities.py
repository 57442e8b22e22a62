"""Numbers in Chinese text with their units: 3.5亿元, 1.2万辆, 百分之三十, 三十余家, 3—5家. Begin with ``quantities``.

Dates, document numbers, ordinals, list marks and telephone numbers are numbers, too, but measure nothing: left out.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from peidang.domain.measures import MULTIPLIERS, Measure, measure, unit_pattern

WORDS_KEPT = 40
"""How many characters before and after a quantity are told at most."""


@dataclass(frozen=True)
class Quantity:
    """One number with its unit. ``value`` is exact and in the base unit: 3.5亿元 is 350000000 of 元."""

    value: Decimal
    unit: str
    """The base unit: 元, 辆, 平方米, %; '' where none is written."""
    multiplier: Decimal
    """How many base units stand behind one of the figure as written: 100000000 for 3.5亿元."""
    start: int
    end: int
    before: str
    """The words of the same clause before it, after the quantity before it."""
    after: str
    """The words of the same clause behind it, up to the next quantity."""
    high: Decimal | None = None
    """The far end of a range: 3—5家."""
    bound: str = ""
    """``>=`` (30家以上, 超过30家), ``<=``, ``~`` (约, 左右), ``+`` (30余家); '' for the figure itself."""
    step: Decimal = Decimal(1)
    """What one in the last written place is worth in the base unit: 100000 for 1.23千万元."""


_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"[零〇一二三四五六七八九十百千万亿两俩]+(?:点[零〇一二三四五六七八九]+)?"
_TIMES = "|".join(MULTIPLIERS)
_UNIT = unit_pattern()
_BETWEEN = r"\s*(?:—{1,2}|–|-|~|至|到)\s*"

_PLAIN_TEXT = str.maketrans(
    {chr(0xFF01 + n): chr(0x21 + n) for n in range(94) if n != 11} | {"　": " ", "﹪": "%"}
)
"""Full-width characters made plain one by one, so that positions stay. The comma ends clauses: not here."""
_GROUPING_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")

_NO_QUANTITY = re.compile(
    r"""
    [〔\[(【]\s*\d{4}\s*[〕\])】]\s*\d*\s*号?                    # 〔2025〕3号
    | \d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)                       # 2025-10-31
    | (?<![\d.])\d{1,2}:\d{2}(?!\d)                             # 14:30
    | (?:[12]\d{3}|[二一][〇零一二三四五六七八九]{3})\s*(?:[—–~-]|至)?\s*(?:[12]\d{3})?\s*年(?!均)
    | [前近这]?[一二三四五六七八九十两]+年(?!级)
    | (?<![\d.])(?<!\d,)\d{1,2}\s*(?:[—–~-]|至|到)?\s*(?:\d{1,2}\s*)?月(?:份|\s*\d{1,2}\s*(?:日|号)|底|末|初|中旬|上旬|下旬)?
    | [一二三四五六七八九十]{1,2}月(?:份|[一二三四五六七八九十]{1,3}日|底|末|初)?
    | (?<![\d.])(?<!\d,)\d{1,2}\s*(?:[—–~-]|至)?\s*(?:\d{1,2})?\s*日
    | (?:星期|周|礼拜)[一二三四五六日天]
    | (?:前|第)?[一二三四1-4]个?季度
    | 第\s*(?:\d+|[零一二三四五六七八九十百]+)\s*(?:[—~-]\s*\d+\s*)?(?:批次?|次|届|期|位|名|章|条|项|个|款|轮|产业)?
    | (?:[一二三四五六七八九十]|十[一二三四五六七八九])是
    | (?:^|(?<=[\n。；;:：]))\s*\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[.、)](?!\d)|\.(?=\D))
    | [(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]
    | (?<!\d)1[3-9]\d{9}(?!\d) | (?<!\d)0\d{2,3}-?\d{7,8}(?!\d) | (?<!\d)\d{3,4}-\d{7,8}(?!\d)
    | (?:电话|手机|联系方式|传真|邮编|账号|编号)\D{0,4}[\d-]+
    | \d+\s*号(?!\w*[台套])
    | [A-Za-z]+[\d.]+(?:[A-Za-z]+|(?!\d))                       # PM2.5, A4
    | \d+(?:\.\d+)?(?!(?:kWh?|KW|MWh?|GW|km|kg|m|t|P)(?![A-Za-z]))[A-Za-z]+   # 5G, 4S
    | [一两]\w[一两]\w(?=[，。、；]|”|\W|$)                        # 一企一策
    | “?十[三四五六]五”? | 国[一二三四五六] | 二手 | 一体 | 千家万户 | 百(?=企|园|县|村|校)
    | 一(?:批|些|定|般|线|系列|次性|方面|并|律|旦|起|直|致|同|道|体|流|块|部分|大批|站式|码|网|把手|张网|个个|期|揽子|类)
    | [二三四五](?:次供水|次装修|次污染|次加压|期|级|类|甲|等(?:奖|功))
    | (?:统|进|同|唯|之|万|其|单|逐|专|归)一
    """,
    re.VERBOSE,
)
_QUANTITY = re.compile(
    rf"""
    (?P<ratio>(?<![\d.:])\d+(?:\.\d+)?\s*[:比]\s*1(?![\d.:]))
    | (?P<share>百分之|千分之)(?P<shared>{_ARABIC}|{_CHINESE})(?P<shared_more>余|多)?
    | (?P<one>(?<![A-Za-z\d.])(?:{_ARABIC})|(?<![数几])(?:{_CHINESE}))
      (?:[ ]?(?P<times>(?:{_TIMES})(?!瓦|克|米|伏)))?
      (?:(?P<first_unit>%|(?:{_UNIT}))?{_BETWEEN}(?P<two>{_ARABIC}|{_CHINESE})(?P<two_times>(?:{_TIMES})(?!瓦|克|米|伏))?)?
      (?P<more>余|多|几|来)?(?P<late_times>(?:{_TIMES})(?!瓦|克|米|伏))?
      \s*(?P<unit>{_UNIT})?
    """,
    re.VERBOSE,
)
_AT_LEAST = re.compile(r"(?:不低于|不少于|不小于|至少|超过|突破|超|逾|高于|大于|多于)了?\s*$")
_AT_MOST = re.compile(r"(?:不超过|不高于|不多于|不大于|低于|少于|小于|不足)\s*$")
_ABOUT = re.compile(r"(?:约|近|大约|接近|将近|大概)为?\s*$")
_BEHIND = re.compile(r"\s*(?:(?P<low>及?以上|之上|起)|(?P<high>以下|以内|之内)|(?P<about>左右|上下))")
_CLAUSE_ENDS = re.compile(r"[，。；：！？\n()（）【】,;:!?]")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text in order. Never raises; what cannot be read as a number is passed over."""
    plain = _GROUPING_COMMA.sub(",", text.translate(_PLAIN_TEXT))
    masked = _NO_QUANTITY.sub(lambda match: "\0" * len(match.group()), plain)
    found: list[Quantity] = []
    matches = [match for match in _QUANTITY.finditer(masked) if match.group().strip()]
    read = [(match, parts) for match in matches if (parts := _read(match)) is not None]
    for n, (match, parts) in enumerate(read):
        floor = read[n - 1][0].end() if n else 0
        ceiling = read[n + 1][0].start() if n + 1 < len(read) else len(text)
        found.append(_quantity(plain, match, parts, floor, ceiling))
    return tuple(found)


@dataclass(frozen=True)
class _Parts:
    value: Decimal
    high: Decimal | None
    unit: Measure
    times: Decimal
    places: int
    more: bool


def _quantity(plain: str, match: "re.Match[str]", parts: _Parts, floor: int, ceiling: int) -> Quantity:
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    end = match.start() + len(match.group().rstrip())
    size = parts.unit.size * parts.times
    before = _CLAUSE_ENDS.split(plain[max(floor, start - WORDS_KEPT) : start])[-1]
    behind = _BEHIND.match(plain, end)
    rest = plain[end : min(ceiling, end + WORDS_KEPT)]
    return Quantity(
        value=parts.value * size,
        unit=parts.unit.base,
        multiplier=size,
        start=start,
        end=end,
        before=before.strip(),
        after=_CLAUSE_ENDS.split(rest)[0].strip(),
        high=None if parts.high is None else parts.high * size,
        bound=_bound(before, behind, parts.more),
        step=size.scaleb(-parts.places),
    )


def _bound(before: str, behind: "re.Match[str] | None", more: bool) -> str:
    if more:
        return "+"
    if behind is not None:
        return {"low": ">=", "high": "<=", "about": "~"}[behind.lastgroup or "about"]
    # 不低于 ends in 低于, 不超过 in 超过: the longer words are asked first.
    if re.search(r"不(?:超过|高于|多于|大于)了?\s*$", before):
        return "<="
    if _AT_LEAST.search(before):
        return ">="
    if _AT_MOST.search(before):
        return "<="
    return "~" if _ABOUT.search(before) else ""


def _read(match: "re.Match[str]") -> _Parts | None:
    if match["ratio"]:
        figure = re.split(r"[:比]", match["ratio"])[0].strip()
        return _Parts(Decimal(figure), None, Measure(":1"), Decimal(1), _places(figure), False)
    if match["share"]:
        share = number_of(match["shared"])
        unit = Measure("%" if match["share"] == "百分之" else "‰")
        more = bool(match["shared_more"])
        return (
            None
            if share is None
            else _Parts(share[0], share[1], unit, Decimal(1), _places(match["shared"]), more)
        )
    return _measured(match)


def _measured(match: "re.Match[str]") -> _Parts | None:
    one, unit = match["one"], match["unit"] or match["first_unit"] or ""
    arabic = one[0].isdigit()
    vague = not set(one) - set("百千万亿") and not match["more"]
    if not arabic and (vague or (not unit and one != "俩")):
        return None
    number = number_of(one)
    if number is None:
        return None
    low, high = number
    times = MULTIPLIERS.get(match["late_times"] or match["two_times"] or match["times"] or "", Decimal(1))
    if match["two"]:
        far = number_of(match["two"])
        if far is None:
            return None
        if match["times"] and match["two_times"] and match["times"] != match["two_times"]:
            low = low * MULTIPLIERS[match["times"]] / times
        high = far[0]
    measured = Measure("个") if one == "俩" and not unit else measure(unit)
    return _Parts(low, high, measured, times, _places(one), bool(match["more"]))


def _places(figure: str) -> int:
    return len(figure.partition(".")[2]) if "." in figure else 0


def number_of(text: str) -> tuple[Decimal, Decimal | None] | None:
    """``1,200.5`` or 三十二 as a number; 两三 as the two ends of a range. None when it is neither."""
    if text[:1].isdigit():
        return Decimal(text.replace(",", "")), None
    whole, _, fraction = text.partition("点")
    if len(whole) == 2 and all(char in _DIGITS for char in whole):
        low, high = (_DIGITS[char] for char in whole)
        return (Decimal(low), Decimal(high)) if high == low + 1 and not fraction else None
    number = _chinese(whole)
    if number is None:
        return None
    if fraction:
        number += Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction))
    return number, None


def _chinese(text: str) -> Decimal | None:
    """三千二百万 as 32000000. None for what is written digit by digit, or twice over."""
    total, section, digit, last = 0, 0, None, ""
    for char in text:
        if char in _DIGITS:
            if digit is not None and last != "零":
                return None
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            section += digit or 0
            if char == "亿":
                total = (total + (section or (0 if total else 1))) * 10**8
            else:
                total += (section or 1) * 10**4
            section, digit = 0, None
        last = char if char != "〇" else "零"
    return Decimal(total + section + (digit or 0))
