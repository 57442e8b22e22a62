"""Units of measure as offices write them: which are the same thing, and how many of one make another."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_ONE = Decimal(1)
MULTIPLIERS = {
    "万亿": Decimal(10) ** 12,
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
    "百": Decimal(100),
}
"""What may stand between a number and its unit: 3.5亿元, 600余万辆."""

_CONVERTED: dict[str, tuple[str, str]] = {
    "公里": ("米", "1000"),
    "千米": ("米", "1000"),
    "km": ("米", "1000"),
    "m": ("米", "1"),
    "㎡": ("平方米", "1"),
    "平米": ("平方米", "1"),
    "平方": ("平方米", "1"),
    "平方公里": ("平方米", "1000000"),
    "公顷": ("亩", "15"),
    "方": ("立方米", "1"),
    "立方": ("立方米", "1"),
    "公斤": ("吨", "0.001"),
    "千克": ("吨", "0.001"),
    "kg": ("吨", "0.001"),
    "t": ("吨", "1"),
    "吨标煤": ("吨标准煤", "1"),
    "瓦": ("千瓦", "0.001"),
    "kW": ("千瓦", "1"),
    "KW": ("千瓦", "1"),
    "兆瓦": ("千瓦", "1000"),
    "MW": ("千瓦", "1000"),
    "吉瓦": ("千瓦", "1000000"),
    "GW": ("千瓦", "1000000"),
    "度": ("千瓦时", "1"),
    "kWh": ("千瓦时", "1"),
    "兆瓦时": ("千瓦时", "1000"),
    "MWh": ("千瓦时", "1000"),
    "人民币元": ("元", "1"),
    "块钱": ("元", "1"),
    "台套": ("台（套）", "1"),
    "台(套)": ("台（套）", "1"),
    "台/套": ("台（套）", "1"),
    "套(台)": ("台（套）", "1"),
    "台、套": ("台（套）", "1"),
    "个百分点": ("百分点", "1"),
    "％": ("%", "1"),
    ":1": (":1", "1"),
    "：1": (":1", "1"),
    "比1": (":1", "1"),
}
_PLAIN_WORDS = (
    "元 美元 欧元 港元 米 平方米 立方米 亩 吨 吨标准煤 千瓦 千瓦时 千伏安 兆帕 % ‰ 百分点 台（套） "
    "家 个 项 台 套 辆 艘 架 座 处 场 次 人 人次 名 户 件 条 份 批 批次 宗 起 栋 幢 组 所 间 部 只 棵 株 头 例 篇 "
    "本 册 门 支 块 张 根 盏 把 单 笔 枚 对 双 款 种 类 位 遍 轮 标段 台次 车次 车位 泊位 床 床位 工位 桩 口 眼 孔 "
    "课时 学时 页 P 天 周 个月 小时 分钟 个工作日 工作日 期 亩次 里 厂 村 镇 社区 学校"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
_NOT_BEFORE = {
    "个": "人别体",
    "部": "分门署",
    "条": "件例",
    "口": "径岸",
    "名": "单录称",
    "组": "织建",
    "家": "电具装居庭",
    "场": "所地景",
    "轮": "胎",
    "位": "于",
    "批": "准复示",
    "台": "账阶",
    "户": "外型",
    "所": "有在属",
    "处": "理置于",
    "次": "要性",
    "份": "额",
    "单": "位一体元",
    "元": "件素旦",
    "只": "有要",
    "间": "隔接",
    "类": "似",
    "对": "接照于口",
    "人": "员才民工大社",
    "本": "月市县区年级部地级",
    "起": "草来",
    "方": "面案式向便法",
    "双": "方",
    "里": "面程",
    "眼": "科",
    "头": "部",
    "门": "户类",
    "把": "握",
    "平方": "公",
    "天": "然",
    "厂": "房区家商",
    "根": "据",
    "m": "m",
    "t": "hv",
    "P": "MDVCBA",
}
"""Characters that make another word of a unit that is one character: 3部门, 条件, 台账."""


@dataclass(frozen=True)
class Measure:
    """A unit of measure: ``size`` of ``base`` make one of it. 万辆 is 10,000 辆, 亿元 100,000,000 元."""

    base: str
    size: Decimal = _ONE


@lru_cache(maxsize=512)
def measure(unit_of_measure: str) -> Measure:
    """What a unit of measure is made of. An unknown one is its own base; '' is no unit."""
    text = "".join(unit_of_measure.split()).replace("(", "（").replace(")", "）")
    known = _known(text) or _known(text.replace("（", "(").replace("）", ")"))
    if known is not None:
        return known
    for word, times in MULTIPLIERS.items():
        if text.startswith(word) and len(text) > len(word):
            inner = measure(text[len(word) :])
            return Measure(inner.base, inner.size * times)
    return Measure(text)


def _known(text: str) -> Measure | None:
    if text in _CONVERTED:
        base, size = _CONVERTED[text]
        return Measure(base, Decimal(size))
    return Measure(text) if text in _PLAIN else None


def _alternative(word: str) -> str:
    not_before = _NOT_BEFORE.get(word)
    return re.escape(word) + (f"(?![{not_before}])" if not_before else "")


def unit_pattern() -> str:
    """A regular expression for all units known here, longest first."""
    words = sorted({*_CONVERTED, *_PLAIN} - {":1", "：1", "比1"}, key=lambda word: (-len(word), word))
    return "|".join(map(_alternative, words))
