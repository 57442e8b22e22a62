"""规则: how a gap becomes a light, as data an office can read, change and print (design section 7).

A rule sheet is kept with every issued month, so an old month is always judged by its own rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from peidang.domain.errors import PeidangError
from peidang.domain.labels import (
    INDICATOR_KIND_WORDS,
    LIGHT_COLOUR_WORDS,
    LIGHT_WORDS,
    IndicatorKind,
    Light,
    Status,
)
from peidang.domain.numbers import plain


@dataclass
class RuleSheetInvalid(PeidangError):
    """A rule sheet does not hold together. ``why`` is ``gap``, ``overlap``, ``ends``, ``empty``, ``order`` or ``shape``.

    ``about`` is the kind, light or number concerned.
    """

    why: str
    about: str = ""


@dataclass(frozen=True)
class Band:
    """A stretch of lag (percentage points behind pace; negative is ahead) that gives one light.

    ``low`` or ``high`` None: no limit on that side. A limit belongs to the band only when it is ``included``.
    """

    light: Light
    low: Decimal | None
    high: Decimal | None
    low_included: bool = False
    high_included: bool = False

    def holds(self, lag: Decimal) -> bool:
        """True when this lag lies in the band."""
        above = self.low is None or lag > self.low or (self.low_included and lag == self.low)
        below = self.high is None or lag < self.high or (self.high_included and lag == self.high)
        return above and below


@dataclass(frozen=True)
class RuleSheet:
    """The rules of one plan. Raises RuleSheetInvalid when bands gap or overlap or a light has no place."""

    version: int
    bands: Mapping[IndicatorKind, tuple[Band, ...]]
    severity: tuple[Light, ...]
    """Worst first; the light of a row is the worst of its parts."""
    names: Mapping[Light, str]
    status_lights: Mapping[Status, Light]
    """What a 完成状态 says by itself: 单位自评, and the rule for rows without numbers."""
    nearly: Decimal = Decimal(95)
    """Percent of an approximate target (左右) from which it is 基本达到."""
    mild_first_quarter: bool = True
    """No red before April for figures that start the year at nought."""

    def __post_init__(self) -> None:
        for kind in IndicatorKind:
            _check_bands(kind, self.bands.get(kind, ()))
        if sorted(self.severity) != sorted(Light):
            raise RuleSheetInvalid("order")
        for light in Light:
            if not self.names.get(light):
                raise RuleSheetInvalid("shape", light)
        for status in Status:
            if status not in self.status_lights:
                raise RuleSheetInvalid("shape", status)

    def light_for(self, kind: IndicatorKind, lag: Decimal) -> Light:
        """The light of a lag in percentage points (negative: ahead)."""
        return next(band.light for band in self.bands[kind] if band.holds(lag))

    def worst(self, lights: "tuple[Light, ...] | list[Light]") -> Light:
        """The gravest of some lights, by this sheet's order; ValueError when there are none."""
        return min(lights, key=self.severity.index)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the store; ``from_json`` reads it back."""
        return {
            "version": self.version,
            "bands": {kind.value: [_band_to_json(b) for b in bands] for kind, bands in self.bands.items()},
            "severity": [light.value for light in self.severity],
            "names": {light.value: name for light, name in self.names.items()},
            "status_lights": {status.value: light.value for status, light in self.status_lights.items()},
            "nearly": str(self.nearly),
            "mild_first_quarter": self.mild_first_quarter,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RuleSheet":
        """The rule sheet that ``to_json`` wrote. Raises RuleSheetInvalid for anything else."""
        try:
            return cls(
                version=int(data["version"]),
                bands={
                    IndicatorKind(kind): tuple(_band_from_json(b) for b in bands)
                    for kind, bands in data["bands"].items()
                },
                severity=tuple(Light(light) for light in data["severity"]),
                names={Light(light): str(name) for light, name in data["names"].items()},
                status_lights={Status(s): Light(light) for s, light in data["status_lights"].items()},
                nearly=Decimal(data["nearly"]),
                mild_first_quarter=bool(data["mild_first_quarter"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
            raise RuleSheetInvalid("shape", str(error)) from error


def _check_bands(kind: IndicatorKind, bands: tuple[Band, ...]) -> None:
    if not bands:
        raise RuleSheetInvalid("empty", kind)
    if bands[0].low is not None or bands[-1].high is not None:
        raise RuleSheetInvalid("ends", kind)
    for band in bands:
        if band.low is not None and band.high is not None and band.low >= band.high:
            raise RuleSheetInvalid("overlap", f"{kind} {plain(band.low)}")
    for left, right in pairwise(bands):
        if left.high is None or right.low is None:
            raise RuleSheetInvalid("overlap", kind)
        if left.high < right.low or (
            left.high == right.low and not (left.high_included or right.low_included)
        ):
            raise RuleSheetInvalid("gap", f"{kind} {plain(left.high)}")
        if left.high > right.low or (left.high_included and right.low_included):
            raise RuleSheetInvalid("overlap", f"{kind} {plain(right.low)}")


def _band_to_json(band: Band) -> dict[str, Any]:
    return {
        "light": band.light.value,
        "low": None if band.low is None else str(band.low),
        "high": None if band.high is None else str(band.high),
        "low_included": band.low_included,
        "high_included": band.high_included,
    }


def _band_from_json(data: Mapping[str, Any]) -> Band:
    return Band(
        light=Light(data["light"]),
        low=None if data["low"] is None else _finite(data["low"]),
        high=None if data["high"] is None else _finite(data["high"]),
        low_included=bool(data["low_included"]),
        high_included=bool(data["high_included"]),
    )


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


DEFAULT_BANDS = (
    Band(Light.ON_PACE, None, Decimal(5), high_included=True),
    Band(Light.BEHIND, Decimal(5), Decimal(20)),
    Band(Light.SERIOUS, Decimal(20), None, low_included=True),
)
"""差5个百分点以内 includes 5; 20以上 includes 20 (以上、以内 include the number, 民法典 第一千二百五十九条)."""

DEFAULT_RULES = RuleSheet(
    version=1,
    bands=dict.fromkeys(IndicatorKind, DEFAULT_BANDS),
    severity=(Light.SERIOUS, Light.BEHIND, Light.UNREPORTED, Light.ON_PACE, Light.DONE),
    names=dict(LIGHT_WORDS),
    status_lights={
        Status.NOT_STARTED: Light.BEHIND,
        Status.NORMAL: Light.ON_PACE,
        Status.BEHIND: Light.BEHIND,
        Status.DONE: Light.DONE,
        Status.LASTING: Light.ON_PACE,
    },
)
"""What an office starts from; asked for once before its first report."""

_LEGEND_ORDER = (Light.DONE, Light.ON_PACE, Light.BEHIND, Light.SERIOUS, Light.UNREPORTED)


def legend(rules: RuleSheet) -> tuple[tuple[Light, str], ...]:
    """The legend as it prints: one sentence for each light, best first, 未报 last."""
    return tuple((light, _sentence(rules, light)) for light in _LEGEND_ORDER)


def legend_notes(rules: RuleSheet) -> tuple[str, ...]:
    """What prints under the legend: how the pace is counted."""
    notes = [
        "序时进度按数据截至日期计算，差距四舍五入保留一位小数后对照上述标准。",
        f"目标为“左右”的，完成{plain(rules.nearly)}%及以上为基本达到，按已达成计。",
        "多家单位共同填报的，按其中最差的亮灯；未设年度目标的指标不亮灯。",
    ]
    if rules.mild_first_quarter:
        notes.insert(1, f"当年累计类指标第一季度不亮{LIGHT_COLOUR_WORDS[Light.SERIOUS]}灯。")
    return tuple(notes)


def _sentence(rules: RuleSheet, light: Light) -> str:
    parts = _band_parts(rules, light)
    words = [status.value for status, given in rules.status_lights.items() if given is light]
    if light is Light.DONE:
        parts = ["指标达到目标", *parts]
    if light is Light.UNREPORTED:
        parts = ["应报未报", *parts]
    if light is Light.SERIOUS:
        parts = [*parts, "完成时限已过而未完成"]
    if words:
        parts.append("没有数字的，状态为" + "".join(f"“{word}”" for word in words))
    return f"{LIGHT_COLOUR_WORDS[light]}（{rules.names[light]}）：{'；'.join(parts)}"


def _band_parts(rules: RuleSheet, light: Light) -> list[str]:
    """What the bands say of one light; kinds that are judged alike are said once."""
    said: dict[str, list[IndicatorKind]] = {}
    for kind in IndicatorKind:
        for band in rules.bands[kind]:
            if band.light is light:
                said.setdefault(band_words(band), []).append(kind)
    return [
        words if len(kinds) == len(IndicatorKind) else f"{_kinds(kinds)}{words}"
        for words, kinds in said.items()
    ]


def _kinds(kinds: list[IndicatorKind]) -> str:
    return "".join(f"“{INDICATOR_KIND_WORDS[kind]}”" for kind in kinds) + "类指标"


def band_words(band: Band) -> str:
    """A band in words that leave no doubt on which side its limits lie."""
    if band.low is None:
        return "不论差距大小" if band.high is None else _at_most(band.high, band.high_included)
    if band.high is None:
        return _at_least(band.low, band.low_included)
    if band.low < 0:
        ends = ((band.low, band.low_included), (band.high, band.high_included))
        return "至".join(f"{_lag_words(lag)}（{_with_or_without(included)}）" for lag, included in ends)
    limit = "不超过" if band.high_included else "不足"
    return f"{_at_least(band.low, band.low_included)}、{limit}{plain(band.high)}个百分点"


def _at_most(high: Decimal, included: bool) -> str:
    if high == 0:
        return "达到序时进度" if included else "超过序时进度"
    number = f"{plain(abs(high))}个百分点"
    if high < 0:
        return f"超前{number}以上（含{plain(-high)}）" if included else f"超前超过{number}"
    return (
        f"达到序时进度，或差{number}以内（含{plain(high)}）"
        if included
        else f"达到序时进度，或差不足{number}"
    )


def _at_least(low: Decimal, included: bool) -> str:
    if low == 0 and not included:
        return "低于序时进度"
    number = f"{plain(abs(low))}个百分点"
    if low < 0:
        ahead = f"超前{number}以内（含{plain(-low)}）" if included else f"超前不足{number}"
        return f"{ahead}，或低于序时进度"
    return f"差{number}以上（含{plain(low)}）" if included else f"差超过{number}"


def _with_or_without(included: bool) -> str:
    return "含" if included else "不含"


def _lag_words(lag: Decimal) -> str:
    return f"{'超前' if lag < 0 else '差'}{plain(abs(lag))}个百分点"
