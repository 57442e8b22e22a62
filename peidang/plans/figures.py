"""Figures in running text: numbers with their unit of measure, and the words that say how they are meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from peidang.plans.plain import chinese_number

COUNTS = (
    r"台\(套\)|台套|人次|户次|场次|班次|家次|车次|架次|批次|标箱|个|家|项|场|次|处|台|套|辆|条|座|间|人|名|户|所|类|只|件|艘|部"
    "|支|队|张|份|篇|期|例|株|架|列|组|块|片|栋|幢|门|节|届|轮|位|宗|枚|款|对|起|头|匹|棵|盏|根|孔|眼|口|村|镇|校|床"
)
AMOUNTS = (
    "平方公里|平方米|立方米|吨标准煤|吨标煤|千瓦时|元|美元|公顷|亩|公斤|市斤|斤|微克|毫克|克|分贝|车公里|人公里|床位|公里|千米|米|蒸吨|总吨|吨|公斤|千克|兆瓦时|兆瓦|千瓦|瓦"
    "|立方|度|升|倍|㎡|PFLOPS|GW|MW|kW|TB|PB|GB"
)
TIMES = "个工作日|工作日|个小时|小时|分钟|个月|周|年|月|天|日|岁|秒"
SHARES = "个?百分点|%|‰"
SCALE = "[十百千万亿]{0,2}"
PLAIN_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NAMED = rf"{SCALE}(?:多|余)?(?:{AMOUNTS}|{TIMES}|{COUNTS})"
UNIT = rf"(?:{SHARES}|{_NAMED}(?:/{SCALE}(?:{AMOUNTS}|{TIMES}|{COUNTS}))?|[万亿](?![\u4e00-\u9fff])|[A-Za-z]{{1,3}}(?![\w-]))"
_TAILS = "及?以上|左右|上下|以内|之内|及?以下"
TAIL = rf"(?:{_TAILS})?"
# A unit of measure nobody listed: up to three characters that end the phrase.
OTHER_UNIT = rf"[\u4e00-\u9fff]{{1,3}}?(?={_TAILS}|[,;、。]|$)"

FIGURE = re.compile(
    rf"(?<![\w.+/-])(?P<ratio>{PLAIN_NUMBER}):(?P<to>[1-9]\d{{0,3}})(?!\d)(?P<ratio_tail>{TAIL})"
    rf"|(?<![A-Za-z\d.+/第-])(?P<low>{PLAIN_NUMBER})(?:(?:{SHARES})?[~—–-](?P<high>{PLAIN_NUMBER}))?"
    rf"(?:(?P<unit>{UNIT})|(?P<other>{OTHER_UNIT}))(?P<tail>{TAIL})",
    re.ASCII,
)
CHINESE_COUNT = re.compile(
    rf"(?<![第\d〇一两二三四五六七八九十百千几数多])(?P<low>[两三四五六七八九]|[二三四五六七八九]?[十百千][二三四五六七八九]?)(?P<unit>家|个|场|处|座|台|套|辆|条|户)(?P<tail>{TAIL})"
    r"(?!方面|环节|领域|层面|维度|统一|坚持|阶段|体系|机制|行动|专项|月|小时|工作日|百分点)"
)
DOUBLED = re.compile(rf"(?P<times>\d+(?:\.\d+)?|[一两二三四五六七八九十]+)倍(?P<tail>{TAIL})")
FOLDED = re.compile(r"翻(?P<times>[一两二三]|\d)番")


@dataclass(frozen=True)
class Figure:
    """A number at ``start``–``end`` of a folded text, unit of measure and tail (以上, 左右) included."""

    start: int
    end: int
    value: str
    value_high: str | None
    unit: tuple[int, int] | str
    """Where the unit of measure is printed, or what it is when it is not printed."""
    tail: str
    kind: str
    """``count``, ``amount``, ``time``, ``share``, ``ratio``, or ``other`` for a unit of measure nobody listed."""


def figures(text: str) -> Iterator[Figure]:
    """The figures of a folded text in order."""
    found = [_figure(match) for match in FIGURE.finditer(text)]
    found += [_chinese(match) for match in CHINESE_COUNT.finditer(text)]
    multiples = (*map(_doubled, DOUBLED.finditer(text)), *map(_folded, FOLDED.finditer(text)))
    grown = [figure for figure in multiples if _grows(text, figure.start)]
    taken = [figure for figure in found if not any(g.start <= figure.start < g.end for g in grown)]
    yield from sorted((*taken, *grown), key=lambda figure: figure.start)


def _figure(match: re.Match[str]) -> Figure:
    if match.group("ratio"):
        value = exact(Decimal(match.group("ratio").replace(",", "")))
        to = f":{match.group('to')}"
        return Figure(match.start(), match.end(), value, None, to, match.group("ratio_tail"), "ratio")
    high = match.group("high")
    name = "unit" if match.group("unit") else "other"
    return Figure(
        match.start(),
        match.end(),
        exact(Decimal(match.group("low").replace(",", ""))),
        exact(Decimal(high.replace(",", ""))) if high else None,
        match.span(name),
        match.group("tail"),
        _kind(match.group(name)) if name == "unit" else "other",
    )


def _kind(unit: str) -> str:
    if re.fullmatch(SHARES, unit):
        return "share"
    if re.fullmatch("[A-Za-z]{1,3}", unit):
        return "other"
    bare = re.sub(rf"^{SCALE}(?:多|余)?", "", unit)
    if "/" in bare:
        return "amount"
    if re.fullmatch(TIMES, bare):
        return "time"
    return "count" if re.fullmatch(COUNTS, bare) else "amount"


def _chinese(match: re.Match[str]) -> Figure:
    value = chinese_number(match.group("low")) or 0
    return Figure(
        match.start(), match.end(), str(value), None, match.span("unit"), match.group("tail"), "count"
    )


def _doubled(match: re.Match[str]) -> Figure:
    printed = match.group("times")
    times = Decimal(printed) if printed[0].isdigit() else Decimal(chinese_number(printed) or 0)
    return Figure(match.start(), match.end(), exact(times * 100), None, "%", match.group("tail"), "share")


def _folded(match: re.Match[str]) -> Figure:
    printed = match.group("times")
    times = int(printed) if printed.isdigit() else chinese_number(printed) or 1
    return Figure(match.start(), match.end(), str((2**times - 1) * 100), None, "%", "", "share")


def _grows(text: str, start: int) -> bool:
    """增加一倍 is growth of 100 %; 达到3倍 is not."""
    return (
        text[start] == "翻"
        or re.search(r"(?:增加|增长|提高|提升|扩大)(?:了|约|近)?$", text[:start]) is not None
    )


def exact(number: Decimal) -> str:
    """Decimal text without exponent or trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
