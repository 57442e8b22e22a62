import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.labels import IndicatorKind, Light, Status
from peidang.domain.rule_sheet import (
    DEFAULT_BANDS,
    DEFAULT_RULES,
    Band,
    RuleSheet,
    RuleSheetInvalid,
    band_words,
    legend,
    legend_notes,
)

LAGS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=1)


def with_bands(*bands: Band) -> RuleSheet:
    return replace(DEFAULT_RULES, bands=dict.fromkeys(IndicatorKind, bands))


@pytest.mark.parametrize(
    ("lag", "light"),
    [
        ("-30", Light.ON_PACE),
        ("0", Light.ON_PACE),
        ("5.0", Light.ON_PACE),
        ("5.1", Light.BEHIND),
        ("19.9", Light.BEHIND),
        ("20.0", Light.SERIOUS),
        ("100", Light.SERIOUS),
    ],
)
def test_five_points_are_still_green_and_twenty_are_red(lag: str, light: Light) -> None:
    assert DEFAULT_RULES.light_for(IndicatorKind.LEVEL, Decimal(lag)) is light


@given(LAGS)
def test_every_lag_lies_in_exactly_one_band(lag: Decimal) -> None:
    assert sum(band.holds(lag) for band in DEFAULT_BANDS) == 1


@given(st.lists(st.tuples(LAGS, st.booleans()), min_size=1, max_size=4, unique_by=lambda cut: cut[0]), LAGS)
def test_bands_that_meet_hold_every_lag_exactly_once(cuts: list[tuple[Decimal, bool]], lag: Decimal) -> None:
    cuts.sort()
    edges = [(None, False), *cuts, (None, False)]
    bands = tuple(
        Band(
            Light.BEHIND,
            low,
            high,
            low_included=low is not None and not below,
            high_included=high is not None and above,
        )
        for (low, below), (high, above) in pairwise(edges)
    )
    assert sum(band.holds(lag) for band in with_bands(*bands).bands[IndicatorKind.RATE]) == 1


@pytest.mark.parametrize(
    ("why", "bands"),
    [
        ("gap", (Band(Light.ON_PACE, None, Decimal(5)), Band(Light.BEHIND, Decimal(6), None))),
        ("gap", (Band(Light.ON_PACE, None, Decimal(5)), Band(Light.BEHIND, Decimal(5), None))),
        ("overlap", (Band(Light.ON_PACE, None, Decimal(6)), Band(Light.BEHIND, Decimal(5), None))),
        (
            "overlap",
            (
                Band(Light.ON_PACE, None, Decimal(5), high_included=True),
                Band(Light.BEHIND, Decimal(5), None, low_included=True),
            ),
        ),
        ("overlap", (Band(Light.ON_PACE, None, None), Band(Light.BEHIND, None, None))),
        ("ends", (Band(Light.ON_PACE, Decimal(0), None, low_included=True),)),
        ("empty", ()),
    ],
)
def test_bands_that_do_not_meet_are_refused(why: str, bands: tuple[Band, ...]) -> None:
    with pytest.raises(RuleSheetInvalid) as caught:
        with_bands(*bands)
    assert caught.value.why == why


def test_a_light_without_a_name_and_an_order_with_a_light_missing_are_refused() -> None:
    with pytest.raises(RuleSheetInvalid):
        replace(DEFAULT_RULES, names={Light.DONE: "已达成"})
    with pytest.raises(RuleSheetInvalid):
        replace(DEFAULT_RULES, severity=DEFAULT_RULES.severity[1:])
    with pytest.raises(RuleSheetInvalid):
        replace(DEFAULT_RULES, status_lights={Status.DONE: Light.DONE})


def test_a_rule_sheet_travels_as_json_text() -> None:
    assert RuleSheet.from_json(json.loads(json.dumps(DEFAULT_RULES.to_json()))) == DEFAULT_RULES


@pytest.mark.parametrize(
    "spoil",
    [
        {"bands": {}},
        {"bands": {"level": [{"light": "red"}]}},
        {"severity": ["serious"]},
        {"nearly": "fast"},
        {"status_lights": None},
    ],
)
def test_a_rule_sheet_that_was_tampered_with_is_refused(spoil: dict[str, object]) -> None:
    with pytest.raises(RuleSheetInvalid):
        RuleSheet.from_json(DEFAULT_RULES.to_json() | spoil)


def test_the_legend_says_on_which_side_five_and_twenty_lie() -> None:
    said = dict(legend(DEFAULT_RULES))
    assert said[Light.DONE] == "蓝（已达成）：指标达到目标；没有数字的，状态为“已完成”"
    assert said[Light.ON_PACE].startswith("绿（达到序时）：达到序时进度，或差5个百分点以内（含5）")
    assert "差超过5个百分点、不足20个百分点" in said[Light.BEHIND]
    assert "差20个百分点以上（含20）；完成时限已过而未完成" in said[Light.SERIOUS]
    assert said[Light.UNREPORTED] == "灰（未报）：应报未报"
    assert any("第一季度" in note for note in legend_notes(DEFAULT_RULES))


@pytest.mark.parametrize(
    ("low", "low_included", "high", "high_included", "words"),
    [
        (None, False, None, False, "不论差距大小"),
        (None, False, "5", False, "达到序时进度，或差不足5个百分点"),
        (None, False, "-10", True, "超前10个百分点以上（含10）"),
        ("-10", False, "5", True, "超前10个百分点（不含）至差5个百分点（含）"),
        ("5", True, "20", True, "差5个百分点以上（含5）、不超过20个百分点"),
        ("-10", False, None, False, "超前不足10个百分点，或低于序时进度"),
        ("2.5", False, None, False, "差超过2.5个百分点"),
    ],
)
def test_every_band_an_office_may_set_reads_without_doubt(
    low: str | None, low_included: bool, high: str | None, high_included: bool, words: str
) -> None:
    limits = [None if limit is None else Decimal(limit) for limit in (low, high)]
    assert band_words(Band(Light.BEHIND, limits[0], limits[1], low_included, high_included)) == words


def test_the_legend_names_the_kinds_that_are_judged_otherwise() -> None:
    strict = (
        Band(Light.ON_PACE, None, Decimal(0), high_included=True),
        Band(Light.SERIOUS, Decimal(0), None),
    )
    rules = replace(DEFAULT_RULES, bands={**DEFAULT_RULES.bands, IndicatorKind.RATE: strict})
    said = dict(legend(rules))
    assert "“率”类指标达到序时进度；" in said[Light.ON_PACE]
    assert "“率”类指标低于序时进度；" in said[Light.SERIOUS]
