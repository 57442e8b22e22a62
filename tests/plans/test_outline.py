"""Headings, tasks and heads as different hands set them. The documents are made up."""

import pytest

from peidang.domain.errors import NotAPlan
from peidang.domain.plan_document import PlanDocument
from tests.plans.reading import plan_from


def tasks(plan: PlanDocument) -> list[str]:
    """Each task in one line: group | label | title | leads / responsible."""
    return [
        f"{t.group or '-'} | {t.label or '-'} | {t.title} | {'、'.join(t.lead)} / {'、'.join(t.responsible)}"
        for t in plan.tasks
    ]


STYLES = {
    "titles on their own line": (
        "一、重点任务\n(一) 建设中心\n加快选址，完善功能。(牵头单位:甲局)\n"
        "（二）完善站点\n统筹利用。（牵头单位：乙局；责任单位：甲局）",
        ["- | (一) | 建设中心 | 甲局 / ", "- | （二） | 完善站点 | 乙局 / 甲局"],
    ),
    "first-sentence titles": (
        "一、重点任务\n（一）统筹推进，建设中心。加快选址。（牵头单位：甲局）\n（二）完善站点。统筹利用。（牵头单位：乙局）",
        ["- | （一） | 统筹推进，建设中心 | 甲局 / ", "- | （二） | 完善站点 | 乙局 / "],
    ),
    "three levels": (
        "一、重点任务\n（一）农业\n1.推广甲。做好。（牵头单位：甲局）\n2．推广乙。做好。（牵头单位：乙局）\n（二）工业\n3、推广丙。做好。（牵头单位：丙局）",
        [
            "（一）农业 | 1. | 推广甲 | 甲局 / ",
            "（一）农业 | 2． | 推广乙 | 乙局 / ",
            "（二）工业 | 3、 | 推广丙 | 丙局 / ",
        ],
    ),
    "一是 二是 in one paragraph": (
        "一、重点任务\n（一）扩面。一是抓好甲。做好（牵头单位：甲局）。二是抓好乙。做好（牵头单位：乙局；责任单位：甲局）。",
        ["（一）扩面 | 一是 | 抓好甲 | 甲局 / ", "（一）扩面 | 二是 | 抓好乙 | 乙局 / 甲局"],
    ),
    "unnumbered pieces under a heading": (
        "一、重点任务\n（一）工业\n推动甲。做好甲。（牵头单位：甲局）\n推动乙。做好乙。（牵头单位：乙局）",
        ["（一）工业 | - | 推动甲 | 甲局 / ", "（一）工业 | - | 推动乙 | 乙局 / "],
    ),
    "a name and a colon": (
        "一、保障措施\n强化统筹：建立机制，定期调度。（牵头单位：甲局）\n加强宣传：多种形式宣传。（牵头单位：乙局）",
        ["- | - | 强化统筹 | 甲局 / ", "- | - | 加强宣传 | 乙局 / "],
    ),
    "units on lines of their own": (
        "一、重点任务\n1、建设中心。加快选址。\n牵头单位：甲局\n责任单位：乙局、丙局\n2、完善站点。统筹利用。\n牵头单位：乙局",
        ["- | 1、 | 建设中心 | 甲局 / 乙局、丙局", "- | 2、 | 完善站点 | 乙局 / "],
    ),
    "items that share one list": (
        "一、重点任务\n（一）农业\n1.推广甲。\n2.推广乙。\n（牵头单位：甲局；责任单位：乙局）\n（二）工业\n做好。（牵头单位：丙局）",
        ["- | （一） | 农业 | 甲局 / 乙局", "- | （二） | 工业 | 丙局 / "],
    ),
    "units behind the heading": (
        "一、重点任务\n（一）设备更新（牵头单位：甲局）\n1.推动改造。做好。\n2.推广应用。做好。\n（二）绿色改造（牵头单位：乙局；责任单位：甲局）\n做好。",
        ["- | （一） | 设备更新 | 甲局 / ", "- | （二） | 绿色改造 | 乙局 / 甲局"],
    ),
    "chapters": (
        "第一章 总体要求\n坚持统筹。\n第二章 主要任务\n一、甲工程\n（一）推动甲。做好。（牵头部门：甲局）",
        ["一、甲工程 | （一） | 推动甲 | 甲局 / "],
    ),
    "the document says who leads": (
        "一、重点任务\n（一）推动甲。做好。（县甲局、县乙局、县丙局）\n（二）推动乙。做好。（县乙局、县甲局）\n二、保障措施\n排第一位的为牵头单位。",
        ["- | （一） | 推动甲 | 县甲局 / 县乙局、县丙局", "- | （二） | 推动乙 | 县乙局 / 县甲局"],
    ),
    "blank lines, ideographic indents and page numbers": (
        "一、重点任务\n\n　　（一）推动甲。做好甲工作，\n\n— 8 —\n\n　　完善机制。（牵头单位：甲局）\n\n"
        "第 9 页 共 20 页\n\n\u2003（二）推动乙。做好。（牵头单位：乙局）",
        ["- | （一） | 推动甲 | 甲局 / ", "- | （二） | 推动乙 | 乙局 / "],
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_style_of_numbering_is_understood(style: str) -> None:
    text, expected = STYLES[style]
    assert tasks(plan_from(text)) == expected


def test_sections_keep_their_number_as_printed() -> None:
    plan = plan_from("一、总体要求\n坚持统筹。\n二、重点任务\n（一）推动甲。做好。（牵头单位：甲局）")
    assert plan.sections == ("一、总体要求", "二、重点任务")
    assert plan.tasks[0].section == "二、重点任务"


def test_a_task_keeps_its_text_without_title_and_units() -> None:
    plan = plan_from("一、任务\n（一）推动甲。做好甲。\n到2026年，建成5个。（牵头单位：甲局）。")
    assert plan.tasks[0].text == "做好甲。\n到2026年，建成5个。"


def test_targets_hang_on_their_task() -> None:
    plan = plan_from(
        "一、目标\n到2026年，占比达到5%。\n二、任务\n（一）推动甲。建成站点5个。（牵头单位：甲局）"
    )
    assert [(t.task, t.value) for t in plan.targets] == [(None, "5"), (0, "5")]


HEADS = {
    "a notice with the plan below": (
        "某县人民政府文件\n某政发〔2024〕8号\n某县人民政府\n关于印发某县节水行动\n方案的通知\n各镇人民政府：\n"
        "现将《某县节水行动方案》印发给你们，请贯彻落实。\n某县人民政府\n2024年5月31日\n（此件公开发布）\n某县节水行动\n方案\n"
        "为深入推进节水，根据《某省节水条例》（省发〔2020〕3号）要求，制定本方案。\n",
        ("某县节水行动方案", "某政发〔2024〕8号", "某县人民政府", "2024-05-31", False),
    ),
    "a draft": (
        "某县推动\n节水行动方案\n（征求意见稿）\n为深入推进节水，制定本方案。\n",
        ("某县推动节水行动方案", None, None, None, True),
    ),
    "a web page with a time stamp": (
        "某区节水工作方案\n2024-06-07 00:00\n为深入推进节水，制定本方案。\n",
        ("某区节水工作方案", None, None, "2024-06-07", False),
    ),
    "a notice alone": (
        "县水利局关于印发《某县节水行动方案》的通知\n水发〔2024〕12 号\n",
        ("某县节水行动方案", "水发〔2024〕12号", "县水利局", "2024-07-01", False),
    ),
}


@pytest.mark.parametrize("kind", HEADS)
def test_a_head_is_understood(kind: str) -> None:
    text, expected = HEADS[kind]
    tail = "\n某县水利局\n二〇二四年七月一日\n" if kind == "a notice alone" else ""
    plan = plan_from(text + "一、重点任务\n（一）推动甲。做好。（牵头单位：甲局）" + tail)
    assert (plan.title, plan.document_number, plan.issuer, plan.issued_on, plan.draft) == expected


def test_a_text_without_task_target_or_row_is_no_plan() -> None:
    with pytest.raises(NotAPlan):
        plan_from("今天天气晴。\n适宜出行。")
