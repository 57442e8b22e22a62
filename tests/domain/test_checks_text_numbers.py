"""``text-number-differs``: invented answers in the style of offices, on indicators like those of issued plans."""

from collections.abc import Sequence

import pytest

from peidang.domain.labels import Field, IndicatorKind, IndicatorReporting
from peidang.domain.plan import Indicator
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator
from tests.domain.test_checks import found_in

KIND = IndicatorKind


def measured(
    name: str, unit: str, kind: IndicatorKind, value: float, due: str | None = "2025", **terms: object
) -> Indicator:
    target = a_target(value, due, row=1, unit_of_measure=unit, **terms)
    return an_indicator(name, target, kind=kind, name=name)


FACTORIES = [(measured("5G工厂", "家", KIND.RUNNING_TOTAL, 30), "28", "2")]
GREEN = [(measured("市级以上绿色制造企业", "家", KIND.RUNNING_TOTAL, 100), "88", "3")]
CARS = [(measured("新能源汽车保有量", "万辆", KIND.LEVEL, 13), "9.45", "0.95")]
SCRAPPED = [(measured("报废汽车规范回收量", "万辆", KIND.ANNUAL_TOTAL, 1), "0.92", "0.1")]
SEWAGE = [(measured("城市污水处理厂提标改造率", "%", KIND.RATE, 70), "68.1", "")]
FAIRS = [
    (measured("新能源汽车促销活动", "场", KIND.ANNUAL_TOTAL, 6, None, annual=True), "5", "1"),
    (measured("下乡展销", "场", KIND.ANNUAL_TOTAL, 3, None, annual=True), "3", "1"),
]
SALES = [(measured("高端装备产业营收", "亿元", KIND.ANNUAL_TOTAL, 600), "428.27", "42.83")]
MACHINES = [
    (measured("老旧农业机械", "台（套）", KIND.ANNUAL_TOTAL, 150, None, annual=True), "132", "10"),
    (measured("农业机械", "台（套）", KIND.ANNUAL_TOTAL, 1000, None, annual=True), "890", "80"),
]
COLLECTED = [(measured("废旧家电回收量", "%", KIND.GROWTH, 15, baseline="2023"), "14.3", "")]
CHARGERS = [(measured("公共充电桩保有量", "台", KIND.LEVEL, 1688), "1520", "")]
BASES = [(measured("市级科技成果转化中试示范基地", "家", KIND.RUNNING_TOTAL, 2), "1", "0")]

Told = Sequence[tuple[Indicator, str, str]]


def differing(told: Told, text: str) -> list[str]:
    """The marked words of each finding of the code."""
    plan = a_plan([a_row(1, "jia")], [indicator for indicator, _, _ in told])
    readings = [a_reading(one.id, "jia", total, month_value=month) for one, total, month in told]
    month = a_month(plan, entries=[an_entry(1, "jia", progress=text)], readings=readings)
    found = [f for f in found_in(month) if f.code == "text-number-differs"]
    assert all(f.field is Field.PROGRESS for f in found)
    return [text[start:end] for f in found for start, end in f.marks]


@pytest.mark.parametrize(
    ("told", "text", "marked"),
    [
        (FACTORIES, "截至10月底，全市累计培育5G工厂26家。", "26家"),
        (FACTORIES, "全市5G工厂达到三十二家。", "三十二家"),
        (FACTORIES, "累计建成２６家5G工厂。", "２６家"),
        (FACTORIES, "本月新增5G工厂3家。", "3家"),
        (FACTORIES, "全市5G工厂共有20家左右。", "20家"),
        (FACTORIES, "10月份新增5G工厂2家，累计培育5G工厂27家。", "27家"),
        (SEWAGE, "10月，城市污水处理厂提标改造率达到66%。", "66%"),
        (GREEN, "累计创建市级以上绿色制造企业八十五家。", "八十五家"),
        (GREEN, "截至10月底，绿色制造企业达到85家。", "85家"),
        (CARS, "截至10月底，新能源汽车保有量10.2万辆。", "10.2万辆"),
        (CARS, "新能源汽车保有量达到84518辆。", "84518辆"),
        (SCRAPPED, "1—10月，全市报废汽车规范回收量8216辆。", "8216辆"),
        (SEWAGE, "城市污水处理厂提标改造率达到百分之六十六。", "百分之六十六"),
        (FAIRS, "今年以来举办新能源汽车促销活动6场，其中下乡展销3场。", "6场"),
        (SALES, "1—10月高端装备产业营收达482.27亿元。", "482.27亿元"),
        (MACHINES, "截至10月底，淘汰老旧农业机械152台（套），更新购置农业机械890台（套）。", "152台（套）"),
        (COLLECTED, "废旧家电回收量较2023年增长16.3%。", "16.3%"),
        (CHARGERS, "全区公共充电桩保有量1250台。", "1250台"),
    ],
)
def test_another_figure_of_the_row_s_indicator_is_asked_about(told: Told, text: str, marked: str) -> None:
    assert differing(told, text) == [marked]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (FACTORIES, "10月新增5G工厂2家，累计培育28家，完成年度目标的93.3%。"),
        (FACTORIES, "截至10月底，全市累计培育5G工厂28家，其中国家级6家、省级22家；正在辅导5家企业申报。"),
        (FACTORIES, "对照到2025年培育5G工厂30家的目标，目前还差2家，已将4家企业纳入培育库。"),
        (FACTORIES, "某某市5G工厂达到9家，某某区5G工厂达到6家。"),
        (FACTORIES, "某某区推进智能化改造，5G工厂累计达到9家；某某县：5G工厂共3家。"),
        (FACTORIES, "智能工厂和5G工厂共达到50家。"),
        (FACTORIES, "智能工厂、5G工厂分别达到60家、28家。"),
        (FACTORIES, "5G工厂数量增加2家，达到28家。"),
        (FACTORIES, "推荐5家企业申报国家5G工厂，2家企业入选省级5G工厂名单。"),
        (FACTORIES, "上半年培育5G工厂20家，三季度新增6家。截至9月底，5G工厂达26家。"),
        (FACTORIES, "5G工厂近30家。"),
        (FACTORIES, "10月召开调度会，全市5G工厂达到28家。"),
        (FACTORIES, "10月25日召开调度会，5G工厂2家通过验收。"),
        (FACTORIES, "截至11月5日，累计培育5G工厂29家。"),
        (FACTORIES, "完成30家5G工厂培育任务的93%。"),
        (FACTORIES, "培育国家级5G工厂5家。"),
        (FACTORIES, "已建成5G工厂20余家。"),
        (FACTORIES, "累计建成5G工厂25家以上。"),
        (FACTORIES, "储备5G工厂培育企业35家，2025年拟新建5G工厂4家。"),
        (FACTORIES, "本月新增5G工厂2家，共28家，较去年同期增加8家。"),
        (FACTORIES, "召开5G工厂培育推进会1次，走访企业15家，解决问题8个。"),
        (FACTORIES, "已培育5G工厂28家，11月再培育5G工厂2家。"),
        (FACTORIES, "5G工厂由年初的20家增加到28家。"),
        (FACTORIES, "全省5G工厂共500家，我市28家。"),
        (FACTORIES, "智能工厂达到50家、5G工厂28家。"),
        (GREEN, "市级以上绿色制造企业达到88家，其中国家级绿色工厂12家、省级绿色工厂20家。"),
        (GREEN, "新增省级绿色制造企业3家，累计创建绿色制造企业88家。"),
        (GREEN, "省级绿色制造企业累计达到20家。"),
        (GREEN, "今年以来新培育市级以上绿色制造企业21家。"),
        (CARS, "全市新能源汽车保有量9.45万辆，同比增长31.2%，占汽车保有量的8.1%。"),
        (CARS, "全市新能源汽车保有量达94518辆。"),
        (CARS, "新能源汽车保有量约9.5万辆，力争年底前新能源汽车保有量突破10万辆。"),
        (CARS, "新能源汽车保有量较年初增加2.1万辆。"),
        (SCRAPPED, "1—10月，全市报废汽车规范回收量9216辆，同比增长12.5%。10月当月回收1003辆。"),
        (SCRAPPED, "10月报废汽车规范回收量1003辆，环比增长5%。"),
        (SEWAGE, "12座城市污水处理厂中已有8座完成提标改造，城市污水处理厂提标改造率达到68.1%。"),
        (SEWAGE, "到2025年，城市污水处理厂提标改造率达到70%的目标可如期完成。"),
        (FAIRS, "今年以来举办新能源汽车促销活动5场，其中下乡展销3场，发放消费券300万元。"),
        (FAIRS, "10月18日至20日举办新能源汽车促销活动1场，参展品牌32个。"),
        (FAIRS, "计划11月举办新能源汽车促销活动2场。"),
        (SALES, "1—10月，高端装备产业营收428.3亿元，同比增长8.9%，其中规上企业402亿元。"),
        (SALES, "10月份高端装备产业营收42.8亿元。"),
        (SALES, "力争全年高端装备产业营收达到600亿元。"),
        (MACHINES, "淘汰老旧农业机械132台（套），更新购置农业机械890台（套），落实补贴资金1,260万元。"),
        (MACHINES, "更新购置大型农业机械120台，今年淘汰老旧农业机械132台（套）。"),
        (COLLECTED, "1—10月废旧家电回收量同比增长6.2%，较2023年增长14.3%。"),
        (COLLECTED, "废旧家电回收量23.5万台。"),
        (BASES, "已布局市级科技成果转化中试示范基地1家，另有2家正在组织申报。"),
        (BASES, "遴选3家单位申报市级科技成果转化中试示范基地。"),
        (CHARGERS, "全区公共充电桩保有量1520台，比上月新增42台；车桩比2.3:1。"),
        (CHARGERS, "新建公共充电桩42台，在建公共充电桩60台。"),
        (CHARGERS, "公共充电桩保有量1500—1600台。"),
    ],
)
def test_the_same_figure_a_target_a_part_and_another_period_are_left_alone(told: Told, text: str) -> None:
    assert differing(told, text) == []


def test_the_sentence_says_both_figures() -> None:
    plan = a_plan([a_row(1, "jia")], [FACTORIES[0][0]])
    entry = an_entry(1, "jia", progress="截至10月底，全市累计培育5G工厂26家。")
    month = a_month(plan, entries=[entry], readings=[a_reading("5G工厂", "jia", 28)])
    (found,) = found_in(month)
    assert "“全市累计培育5G工厂26家”" in found.message
    assert "“5G工厂”的累计数28家" in found.message


def test_of_several_reporters_the_text_may_tell_what_they_make_together() -> None:
    indicator = measured("5G工厂", "家", KIND.RUNNING_TOTAL, 30)
    shared = an_indicator(
        "i", *indicator.targets, name="5G工厂", reporters=("jia", "yi"), reporting=IndicatorReporting.SUM
    )
    plan = a_plan([a_row(1, "jia", "yi")], [shared])
    readings = [a_reading("i", "jia", 20), a_reading("i", "yi", 8)]
    texts = {"累计培育5G工厂28家。": 0, "累计培育5G工厂20家。": 0, "累计培育5G工厂25家。": 1}
    for text, count in texts.items():
        entries = [an_entry(1, "jia", progress=text), an_entry(1, "yi")]
        assert len(found_in(a_month(plan, entries=entries, readings=readings))) == count


def test_an_indicator_of_another_row_or_another_unit_is_not_compared() -> None:
    text = "截至10月底，全市累计培育5G工厂26家。"
    indicator = FACTORIES[0][0]
    plan = a_plan([a_row(1, "jia"), a_row(2, "jia"), a_row(3, "yi")], [indicator])
    reading = a_reading("5G工厂", "jia", 28)
    entries = [an_entry(1, "jia"), an_entry(2, "jia", progress=text)]
    assert found_in(a_month(plan, entries=entries, readings=[reading])) == []
    entries = [an_entry(3, "yi", progress=text)]
    assert found_in(a_month(plan, entries=entries, readings=[reading]), "yi") == []
