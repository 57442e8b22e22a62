"""How alike texts are: to the eye the same, cut short, mistyped, or other things altogether."""

from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.likeness import bare, likeness

MEASURE = bare(
    "聚焦化工、轻工、建材等重点产业，更新换代高技术、高效率、高可靠性的先进设备；建立县级技改服务商名录。"
)
OTHER = bare("推动公共停车场充电桩建设，支持居民小区加装电梯，到2027年全面完成老旧小区改造任务。")


def test_blanks_widths_and_punctuation_do_not_count() -> None:
    assert bare(" 推进，ＡＢＣ（一）\n建设 ") == bare("推进abc一建设")


def test_the_point_in_a_number_does() -> None:
    assert bare("不低于1.5万辆。") == "不低于1.5万辆"
    assert bare("35％") == "35%"


def test_a_changed_word_is_nearly_the_same_and_another_text_is_not() -> None:
    assert likeness(MEASURE, MEASURE.replace("建材", "钢铁")) > 0.9
    assert likeness(MEASURE, OTHER) < 0.4


def test_a_text_cut_short_is_nearly_the_whole() -> None:
    assert likeness(MEASURE[:8], MEASURE) >= 0.85
    assert likeness(MEASURE[12:30], MEASURE) >= 0.8
    assert likeness(MEASURE[:3], MEASURE) < 0.4


@given(st.text(max_size=40), st.text(max_size=40))
def test_it_is_a_share_the_same_both_ways_and_whole_for_equals_only(one: str, other: str) -> None:
    one, other = bare(one), bare(other)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert (likeness(one, other) == 1) == (one == other != "")
