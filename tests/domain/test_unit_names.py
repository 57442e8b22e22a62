"""A unit is found in a file's name, a folder, a sender, a line 填报单位; where two could be meant, it is asked."""

import pytest

from peidang.domain.plan import Authority, Plan, Unit
from peidang.domain.unit_names import UnitNames
from tests.domain.builders import a_plan
from tests.exchange.receiving_office import STEMS, sent_from

NEVER = "某某县水利局", "县商务局", "省财政厅", "沾化区财政局", "财政", "市局", "局", ""


def plan_of(*names: str, place: str = "甲川市", aliases: tuple[str, ...] = ()) -> Plan:
    units = [Unit(str(n), "甲", name, n + 1, () if n else aliases) for n, name in enumerate(names)]
    return a_plan(units=tuple(units), authority=Authority("甲", place))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("05_市甲局_2025年10月填报表.xlsx", "1"),
        ("市 甲 局 现场照片", "1"),
        ("市财政部门的说明.docx", "0"),
        ("财政部门.png", "0"),
        ("IMG_0001.png", None),
        ("市甲局和市乙局联合现场.png", None),
        ("市丙局.png", None),
        ("甲局的", None),
    ],
)
def test_the_unit_a_text_names(text: str, unit: str | None) -> None:
    assert (
        UnitNames(plan_of("市财政局", "市甲局", "市乙局", aliases=("市财政部门",))).only_one_in(text) == unit
    )


def test_the_second_sign_on_an_offices_door_is_its_name_too() -> None:
    names = UnitNames(plan_of("发展改革局(统计局)", "党政办公室(宣传)"))
    assert [names.exactly(text) for text in ("统计局", "甲川市统计局", "宣传")] == ["0", "0", None]
    assert UnitNames(plan_of("发展改革局(统计局)", "统计局")).candidates("统计局") == ("0", "1")


def test_of_names_inside_each_other_the_longer_is_meant() -> None:
    assert UnitNames(plan_of("财政局国库科", "财政局")).only_one_in("财政局国库科报送.xlsx") == "0"


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("市交警大队", "交警大队 甲川市交警大队 甲川交警大队"),
        ("市供销合作社", "供销合作社 供销社 市供销社 甲川市供销社"),
        (
            "市市场监管局",
            "市市监局 市监局 市场监管局 市场监督管理局 市市场监督管理局 甲川市市场监管局 甲川市场监管局",
        ),
        ("市场监督管理局", "市市监局 市监局 市场监管局 市市场监管局"),
        ("市发展改革委", "发改委 市发改委 发展改革委 市发展和改革委员会 发改局 甲川发改委"),
        ("市发展和改革局", "发改局 市发改局 市发改委"),
        ("市发改局", "市发展和改革局 发展改革局"),
        ("市工业和信息化局", "工信局 市工信局"),
        ("市住房和城乡建设局", "住建局 市住建局 住房城乡建设局"),
        ("市卫生健康委", "卫健委 市卫健委 市卫生健康委员会 卫健局"),
        ("市文化和旅游局", "文旅局 市文旅局"),
        ("市人力资源和社会保障局", "人社局 市人社局"),
        ("市农业农村局", "农业农村局 甲川市农业农村局"),
        ("市自然资源和规划局", "自然资源局 市自然资源局 自然资源规划局"),
        (
            "乙山市生态环境局甲川市分局",
            "生态环境分局 生态环境局甲川分局 乙山市生态环境局甲川分局 市生态环境分局",
        ),
        ("国家金融监督管理总局甲川监管支局", "金融监管支局 甲川金融监管局 国家金融监管总局甲川支局"),
        ("人行甲川市分行", "人民银行甲川市分行 中国人民银行甲川市分行"),
        ("市委宣传部", "宣传部 甲川市委宣传部"),
    ],
)
def test_short_and_long_forms_name_the_same_unit(name: str, texts: str) -> None:
    names = UnitNames(plan_of(name, "市另一局", "统筹办"))
    for text in texts.split():
        assert names.candidates(text) == ("0",), text
        assert names.inside(f"{text}10月进展.xlsx") == ("0",), text


def test_what_could_be_two_units_short_form_names_both() -> None:
    names = UnitNames(plan_of("市工业和信息化局", "市工信和信息化局"))
    assert names.candidates("市工信局") == ("0", "1")
    assert names.exactly("市工信局") is None
    assert names.candidates("市工业和信息化局") == ("0",)


def test_the_bureau_above_and_neighbours_are_other_offices() -> None:
    names = UnitNames(plan_of("乙山市生态环境局甲川市分局", "市商务局", "市财政局"))
    for text in ("乙山市生态环境局", "乙山市财政局", "丙海财政局", "市商务局、市财政局", *NEVER):
        assert names.candidates(text) == (), text


@pytest.mark.parametrize("stem", STEMS)
def test_no_unit_of_the_shipped_plans_is_taken_for_another(stem: str) -> None:
    """By its own name, with and without place and level; one name of two units is asked about."""
    plan = sent_from(stem)[0]
    names = UnitNames(plan)
    place, level = plan.authority.name, plan.authority.name[-1]
    for unit in plan.units:
        short = unit.name[1:] if unit.name.startswith(level) and unit.name[1] != "场" else unit.name
        assert names.candidates(unit.name) == names.inside(f"1_{unit.name}_10月填报表(1)") == (unit.id,)
        for text in (short, f"{place}{short}", f"{place[:-1]}{short}"):
            for found in (names.candidates(text), names.inside(f"{text}报送材料")):
                same = {one.id for one in plan.units if one.name in (short, f"{level}{short}")}
                assert set(found) <= same, (text, found)
                assert unit.id in found or len(same) > 1 or text != short, (text, found)


@pytest.mark.parametrize("stem", STEMS)
def test_a_stranger_is_no_unit_of_the_shipped_plans(stem: str) -> None:
    names = UnitNames(sent_from(stem)[0])
    assert not any(names.candidates(text) or names.inside(f"{text}报送材料") for text in NEVER)
