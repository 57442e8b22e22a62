"""Targets as different hands word them. The passages are made up."""

import pytest

from peidang.plans.targets import read_targets
from tests.plans.reading import targets_of

# (passage, [indicator, relation, value, unit of measure, due, frequency, baseline])
PASSAGES: list[tuple[str, list[tuple[str, str, str, str, str | None, str, str | None]]]] = [
    (
        "到2026年，高标准农田达到120万亩以上，粮食总产量稳定在30亿斤左右。",
        [
            ("高标准农田", ">=", "120", "万亩", "2026", "once", None),
            ("粮食总产量", "~", "30", "亿斤", "2026", "once", None),
        ],
    ),
    (
        "二级以上医院老年医学科设置率2026年底前达到90%。",
        [("二级以上医院老年医学科设置率", ">=", "90", "%", "2026", "once", None)],
    ),
    (
        "三年累计完成特殊困难老年人家庭适老化改造1500户。",
        [("特殊困难老年人家庭适老化改造", ">=", "1500", "户", None, "once", None)],
    ),
    (
        "每年安排专项资金不低于500万元，对新建机构每张床位一次性补助3000元。",
        [("专项资金", ">=", "500", "万元", None, "annual", None)],
    ),
    (
        "每年新增城镇就业5000人以上，城镇调查失业率控制在5.5%以内。",
        [
            ("城镇就业", ">=", "5000", "人", None, "annual", None),
            ("城镇调查失业率", "<=", "5.5", "%", None, "once", None),
        ],
    ),
    (
        "到2028年，单位产值能耗较2023年下降10%，PM2.5浓度降至35微克/立方米以下。",
        [
            ("单位产值能耗", ">=", "10", "%", "2028", "once", "2023"),
            ("PM2.5浓度", "<=", "35", "微克/立方米", "2028", "once", None),
        ],
    ),
    (
        "2026年底前，完成老旧小区改造58个、惠及居民1.2万户。",
        [
            ("老旧小区改造", ">=", "58", "个", "2026", "once", None),
            ("居民", ">=", "1.2", "万户", "2026", "once", None),
        ],
    ),
    (
        "力争三年内培育专精特新企业百家，打造千亿级产业集群2个。",
        [
            ("专精特新企业", ">=", "100", "家", None, "once", None),
            ("千亿级产业集群", ">=", "2", "个", None, "once", None),
        ],
    ),
    ("到2027年，建成两个智慧物流园区。", [("智慧物流园区", ">=", "2", "个", "2027", "once", None)]),
    ("2026—2028年，每年开展培训不少于20场次。", [("培训", ">=", "20", "场次", "2028", "annual", None)]),
    (
        "改造城镇老旧供水管网120公里，完成投资3.5亿元。",
        [
            ("城镇老旧供水管网", ">=", "120", "公里", None, "once", None),
            ("投资", ">=", "3.5", "亿元", None, "once", None),
        ],
    ),
    (
        "到“十五五”末，单位面积产量提高15%以上，亩均税收翻一番。",
        [
            ("单位面积产量", ">=", "15", "%", "2030", "once", None),
            ("亩均税收", ">=", "100", "%", "2030", "once", None),
        ],
    ),
    ("办理时限压缩至3个工作日以内。", [("办理时限", "<=", "3", "个工作日", None, "once", None)]),
    (
        "到2025年底，力争引进亿元以上项目10个，其中10亿元以上项目3个。",
        [
            ("亿元以上项目", ">=", "10", "个", "2025", "once", None),
            ("10亿元以上项目", ">=", "3", "个", "2025", "once", None),
        ],
    ),
    (
        "到2027年，企业总数、产值分别突破500家、1000亿元。",
        [
            ("企业总数", ">=", "500", "家", "2027", "once", None),
            ("产值", ">=", "1000", "亿元", "2027", "once", None),
        ],
    ),
    (
        "到2026年和2028年，培育独角兽企业分别不少于1家和3家。",
        [
            ("独角兽企业", ">=", "1", "家", "2026", "once", None),
            ("独角兽企业", ">=", "3", "家", "2028", "once", None),
        ],
    ),
    (
        "到2026年和2028年，公交电动化率达到90%以上。",
        [
            ("公交电动化率", ">=", "90", "%", "2026", "once", None),
            ("公交电动化率", ">=", "90", "%", "2028", "once", None),
        ],
    ),
    (
        "推动80%以上的规上企业完成数字化改造。",
        [("规上企业完成数字化改造", ">=", "80", "%", None, "once", None)],
    ),
    (
        "建设国家级平台3个以上、省级平台10个以上。",
        [
            ("国家级平台", ">=", "3", "个", None, "once", None),
            ("省级平台", ">=", "10", "个", None, "once", None),
        ],
    ),
    ("到2026年，居民收入年均增长6%以上。", [("居民收入", ">=", "6", "%", "2026", "annual", None)]),
    (
        "到2027年，以2023年为基数，工业增加值增长20%。",
        [("工业增加值", ">=", "20", "%", "2027", "once", "2023")],
    ),
    (
        "到2028年，配备比例不低于50%；每年改造绿色建筑10万平方米。",
        [
            ("配备比例", ">=", "50", "%", "2028", "once", None),
            ("绿色建筑", ">=", "10", "万平方米", None, "annual", None),
        ],
    ),
    ("现有规上企业320家，到2026年达到400家。", [("规上企业", ">=", "400", "家", "2026", "once", None)]),
    (
        "到2026年，实现以下目标：绿色建筑占比达到100%。污水处理率不低于98%。",
        [
            ("绿色建筑占比", ">=", "100", "%", "2026", "once", None),
            ("污水处理率", ">=", "98", "%", "2026", "once", None),
        ],
    ),
    ("单位产品能耗下降约5个百分点。", [("单位产品能耗", "~", "5", "个百分点", None, "once", None)]),
    (
        "回收量增加约一倍，交易量增长1.5倍。",
        [("回收量", "~", "100", "%", None, "once", None), ("交易量", ">=", "150", "%", None, "once", None)],
    ),
    ("高新技术企业由150家增加到200家。", [("高新技术企业", ">=", "200", "家", None, "once", None)]),
    ("比值达到0.8：1。", [("比值", ">=", "0.8", ":1", None, "once", None)]),
    ("新建停车位100%预留安装条件。", [("新建停车位", ">=", "100", "%", None, "once", None)]),
    ("新建、改建农村公路50公里。", [("农村公路", ">=", "50", "公里", None, "once", None)]),
    ("组织200名以上技术人员参加培训。", [("技术人员参加培训", ">=", "200", "名", None, "once", None)]),
]


@pytest.mark.parametrize(("passage", "expected"), PASSAGES)
def test_a_commitment_is_read(
    passage: str, expected: list[tuple[str, str, str, str, str | None, str, str | None]]
) -> None:
    read = [
        (
            t.indicator,
            t.relation,
            t.value,
            t.unit_of_measure.replace("：", ":"),
            t.due,
            t.frequency,
            t.baseline,
        )
        for t in targets_of(passage)
    ]
    assert read == expected


@pytest.mark.parametrize(
    "passage",
    [
        "支持600总吨以上内河船舶受电设施改造。",
        "支持10蒸吨/小时及以下燃煤锅炉淘汰。",
        "推广4G、5G融合应用，创建4A级景区。",
        "建立“1+3+N”工作体系，实施三大工程，开展“百企百项”活动。",
        "建设10万吨级码头。",
        "对购买新能源汽车的个人，给予每辆最高5000元补贴。",
        "按照《通知》（国发〔2024〕7号）要求落实。",
        "更新使用10年以上的老旧设备。",
        "5年内完成全部改造。",
        "积极推进二次供水设施移交，打通“最后一公里”。",
        "2025年1月1日起施行。",
        "现有规上企业320家。",
    ],
)
def test_what_is_no_commitment_is_left_out(passage: str) -> None:
    found = read_targets(passage)
    assert found.targets == []
    assert found.not_understood == []


def test_a_range_has_two_values() -> None:
    (target,) = targets_of("每年遴选1～3项左右优秀品牌。")
    assert (target.value, target.value_high, target.relation, target.frequency) == ("1", "3", "~", "annual")


def test_the_quote_begins_at_the_date_and_is_verbatim() -> None:
    (target,) = targets_of("加强建设，力争到2026年，全区充电桩达到１０００台以上，布局更优。")
    assert target.quote == "到2026年，全区充电桩达到１０００台以上"


def test_a_subject_in_the_clause_before_is_quoted_with_it() -> None:
    _, first, second = targets_of("充电桩保有量年均增长40%以上，到2025年和2027年，分别达到1688台、3300台。")
    assert (
        first.quote == second.quote == "充电桩保有量年均增长40%以上，到2025年和2027年，分别达到1688台、3300台"
    )
    assert (first.indicator, first.due, second.due) == ("充电桩保有量", "2025", "2027")


def test_a_date_holds_across_commas_but_not_across_a_full_stop() -> None:
    first, second, third = targets_of("到2026年，甲类占比达到5%；乙类占比达到6%。丙类占比达到7%。")
    assert (first.due, second.due, third.due) == ("2026", "2026", None)


def test_a_number_with_a_level_but_no_noun_is_asked_about() -> None:
    found = read_targets("到2026年，达到35%以上。")
    assert found.targets == []
    assert found.not_understood == ["达到35%以上"]
