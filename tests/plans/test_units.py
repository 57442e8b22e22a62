"""Unit lists as different hands print them."""

from collections import Counter

import pytest

from peidang.plans.names import twins
from peidang.plans.units import is_collective, lead_rule, split_names, unit_lists

# (passage, lead, responsible, shared by duty)
LISTS = [
    (
        "加强培训。由县人社局负责，县民政局、县财政局按职责分工负责。",
        "",
        "县人社局、县民政局、县财政局",
        False,
    ),
    ("加强培训。县人社局负责，县民政局配合。", "", "县人社局、县民政局", False),
    ("加强培训。由县人社局负责。", "", "县人社局", False),
    ("加强培训。县人社局、县民政局按职责分工负责。", "县人社局、县民政局", "", True),
    ("加强培训。（县人社局负责，县民政局配合）", "", "县人社局、县民政局", False),
    (
        "做好甲。（牵头单位：市发展改革委；责任单位：市财政局、市税务局）",
        "市发展改革委",
        "市财政局、市税务局",
        False,
    ),
    (
        "做好甲（牵头单位：市发展改革委，责任单位：市财政局，市税务局）。",
        "市发展改革委",
        "市财政局、市税务局",
        False,
    ),
    ("做好甲。〔牵头部门:经济运行局,责任部门:交警大队〕", "经济运行局", "交警大队", False),
    ("做好甲。[责任部门：市财政局 市税务局]", "", "市财政局、市税务局", False),
    ("做好甲。（市发展改革委牵头，市财政局、市税务局配合）", "市发展改革委", "市财政局、市税务局", False),
    (
        "做好甲。（由市工信局牵头负责，市财政局、市科技局按职责分工负责）",
        "市工信局",
        "市财政局、市科技局",
        False,
    ),
    ("做好甲。（市发展改革委、市财政局等部门按照职责分工负责）", "市发展改革委、市财政局", "", True),
    ("做好甲。（市财政局负责）", "", "市财政局", False),
    ("做好甲。（市财政局、市税务局）", "", "市财政局、市税务局", False),
    ("牵头单位：市发展改革委", "市发展改革委", "", False),
    ("做好甲。牵头单位：市发改委；配合单位：市财政局。", "市发改委", "市财政局", False),
    ("做好甲。由市发改委牵头，市工信局、市财政局配合。", "市发改委", "市工信局、市财政局", False),
    (
        "做好甲。（牵头部门：省工业和信息化厅、财政厅；参与单位：省应急厅）",
        "省工业和信息化厅、财政厅",
        "省应急厅",
        False,
    ),
    (
        "做好甲。（责任单位：市住建局（市人防办）、发展改革局(统计局)）",
        "",
        "市住建局（市人防办）、发展改革局(统计局)",
        False,
    ),
    (
        "做好甲。（牵头单位：市商务局 责任单位：市公安局 市交通运输局）",
        "市商务局",
        "市公安局、市交通运输局",
        False,
    ),
    ("做好甲。（责任单位：市财政局和市税务局）", "", "市财政局、市税务局", False),
    ("做好甲。（责任领导：某某；责任单位：市财政局）", "", "市财政局", False),
    ("做好甲（牵头单位：市商务局）。（责任单位：市公安局）", "市商务局", "市公安局", False),
]


@pytest.mark.parametrize(("passage", "lead", "responsible", "shared"), LISTS)
def test_a_list_gives_its_units_in_order_and_role(
    passage: str, lead: str, responsible: str, shared: bool
) -> None:
    (found,) = unit_lists(passage)
    assert "、".join(found.lead) == lead
    assert "、".join(found.responsible) == responsible
    assert found.shared_by_duty is shared
    assert not found.faulty


@pytest.mark.parametrize(
    "passage",
    [
        "加强县（市、区）建设。",
        "推进园区建设（含高新技术企业）",
        "各有关部门要按照职责分工，细化工作措施。",
        "做好培训。各有关部门按职责分工负责。",
        "各镇街对辖区内养老机构安全负责。",
        "建立台账，专人负责。",
        "鼓励企业与院校密切配合。",
        "根据《通知》（国发〔2024〕7号）要求，结合实际制定。",
        "由市发改委牵头，市财政局配合，建立工作台账，定期调度。",
        "（列在第一位的为牵头单位，各县市区均为责任单位）",
    ],
)
def test_what_is_no_list_names_no_unit(passage: str) -> None:
    assert unit_lists(passage) == []


def test_a_stray_bracket_belongs_to_no_name_and_is_told() -> None:
    (found,) = unit_lists("做好甲。(牵头单位:市商务局;责任单位:市公安局、(市生态环境局, 市档案馆)")
    assert found.responsible == ("市公安局", "市生态环境局", "市档案馆")
    assert found.faulty


def test_an_unclosed_list_is_read_and_told() -> None:
    (found,) = unit_lists("做好甲。（牵头单位：市商务局、市供销社；配合单位：市公安局")
    assert (found.lead, found.responsible, found.faulty) == (("市商务局", "市供销社"), ("市公安局",), True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "市政府有关部门、单位，各县（市、区）人民政府、各市属开发区管委会",
            ["市政府有关部门、单位", "各县（市、区）人民政府", "各市属开发区管委会"],
        ),
        (
            "某县推动某事工作专班涉及部门、单位，县融媒体中心",
            ["某县推动某事工作专班涉及部门、单位", "县融媒体中心"],
        ),
        ("各县、区人民政府，市财政局", ["各县、区人民政府", "市财政局"]),
        ("各镇、街道", ["各镇、街道"]),
    ],
)
def test_a_collective_name_stays_whole(text: str, names: list[str]) -> None:
    found = split_names(text)
    assert list(found) == names
    assert is_collective(found[0])


def test_the_document_may_say_itself_who_leads() -> None:
    assert lead_rule("责任单位列第一位的为牵头单位") == "first"
    assert lead_rule("各项任务第一个逗号前为牵头单位") == "first-comma"
    assert lead_rule("各单位要压实责任") is None
    (first,) = unit_lists("做好甲。（市发改委、市财政局、市税务局）", "first")
    assert (first.lead, first.responsible) == (("市发改委",), ("市财政局", "市税务局"))
    (comma,) = unit_lists("做好甲。（责任单位：市发改委、市科技局，市财政局）", "first-comma")
    assert (comma.lead, comma.responsible) == (("市发改委", "市科技局"), ("市财政局",))


# (names with counts, the one asked about, proposal, code)
NAMES = [
    ({"市工业和信息化局": 9, "市工信和信息化局": 1}, "市工信和信息化局", "市工业和信息化局", "unit-typo"),
    (
        {"市住房和城乡建设局": 1, "市住房城乡建设局": 6},
        "市住房和城乡建设局",
        "市住房城乡建设局",
        "unit-alias",
    ),
    ({"市发展改革委": 8, "市发改局": 1}, "市发改局", "市发展改革委", "unit-alias"),
    ({"市住建局": 2, "市住房和城乡建设局": 3}, "市住建局", "市住房和城乡建设局", "unit-alias"),
    ({"区交警大队": 2, "交警大队": 1}, "交警大队", "区交警大队", "unit-alias"),
    ({"城乡建设局": 4, "城乡建设局(交通)": 2}, "城乡建设局(交通)", "城乡建设局", "unit-alias"),
]


@pytest.mark.parametrize(("counts", "name", "proposal", "code"), NAMES)
def test_names_that_may_be_one_unit_are_asked_about(
    counts: dict[str, int], name: str, proposal: str, code: str
) -> None:
    (twin,) = twins(Counter(counts))
    assert (twin.name, twin.proposal, twin.kind) == (name, proposal, code)


@pytest.mark.parametrize(
    "names",
    [
        ("市商务局", "市税务局"),
        ("市财政局", "市教育局"),
        ("市公安局", "区公安局"),
        ("市交通运输局", "市生态环境局"),
        ("市自然资源局", "市水利局"),
        ("市城管局", "市城乡水务局"),
        ("市委宣传部", "市委组织部"),
    ],
)
def test_different_units_are_not_mixed_up(names: tuple[str, str]) -> None:
    assert list(twins(Counter({names[0]: 9, names[1]: 1}))) == []
