"""What the reader asks instead of guessing."""

from collections import Counter

import pytest

from peidang.domain.doubt_words import DOUBTS, doubt_sentence
from peidang.files.document import Document, Paragraph
from peidang.plans.reader import read_plan
from tests.plans.reading import PLAN_NAMES, plan_from, shipped_plan

ANNEX_HEAD = "附件\n某县配档表\n序号\t主要任务\t推进措施\t牵头单位\t责任单位\n"


def test_the_shipped_plan_with_annex_raises_the_known_doubts() -> None:
    plan = shipped_plan("binzhou")
    counts = Counter(doubt.code for doubt in plan.doubts)
    assert counts == {
        "unit-typo": 1,
        "unit-alias": 1,
        "collective": 3,
        "annex-differs": 2,
        "bracket": 1,
        "target-without-unit": 11,
    }


def test_a_slip_names_its_place_and_the_better_known_name() -> None:
    (slip,) = [doubt for doubt in shipped_plan("binzhou").doubts if doubt.code == "unit-typo"]
    assert (slip.place, slip.quote, slip.proposal) == ("附件第3行", "市工信和信息化局", "市工业和信息化局")
    assert slip.subject == ("unit", "市工信和信息化局")


def test_differences_between_body_and_annex_name_the_row() -> None:
    places = [doubt.place for doubt in shipped_plan("binzhou").doubts if doubt.code == "annex-differs"]
    assert places == ["附件第3行", "附件第11行"]


def test_rows_and_tasks_without_a_partner_are_told() -> None:
    plan = plan_from(
        "一、任务\n（一）建设物流中心。加快选址建设。（牵头单位：甲局）\n（二）培育龙头企业。做好服务。（牵头单位：乙局）\n"
        + ANNEX_HEAD
        + "1\t（一）建设物流中心\t加快选址建设。\t甲局\t\n2\t（三）开展宣传\t通过多种形式广泛发动。\t丙局\t\n"
    )
    codes = [(doubt.code, doubt.subject) for doubt in plan.doubts]
    assert codes == [("row-only-in-annex", ("row", 1)), ("task-not-in-annex", ("task", 1))]


def test_an_annex_that_says_far_more_than_the_body_is_told_once() -> None:
    works = ["疏浚河道", "绿化广场", "翻修校舍", "更换路灯", "改造菜场", "普查古树", "培训村医"]
    rows = "".join(f"{n}\t{work}\t年内全部完工。\t丙局\t\n" for n, work in enumerate(works, start=2))
    plan = plan_from(
        "一、任务\n（一）建设物流中心。加快选址建设。（牵头单位：甲局）\n"
        + ANNEX_HEAD
        + "1\t（一）建设物流中心\t加快选址建设。\t甲局\t\n"
        + rows
    )
    (doubt,) = plan.doubts
    assert (doubt.code, doubt.subject, dict(doubt.facts)) == ("annex-beyond-body", ("row", 1), {"count": "7"})
    assert "7行" in doubt_sentence(doubt)


def test_roles_swapped_between_body_and_annex_are_told() -> None:
    plan = plan_from(
        "一、任务\n（一）建设物流中心。加快选址。（牵头单位：甲局；责任单位：乙局）\n"
        + ANNEX_HEAD
        + "1\t（一）建设物流中心\t加快选址。\t乙局\t甲局\n"
    )
    assert [doubt.code for doubt in plan.doubts] == ["annex-differs", "annex-differs"]


def test_a_task_without_units_beside_others_is_told() -> None:
    plan = plan_from("一、任务\n（一）推动甲。做好。（牵头单位：甲局）\n（二）推动乙。做好。")
    (doubt,) = plan.doubts
    assert (doubt.code, doubt.quote) == ("task-without-unit", "（二）推动乙")


def test_a_row_nobody_leads_is_told() -> None:
    plan = plan_from("一、任务\n（一）推动甲。做好。（责任单位：甲局、乙局）")
    assert [(doubt.code, doubt.subject) for doubt in plan.doubts] == [("row-without-lead", ("row", 0))]


def test_every_doubt_of_every_plan_is_a_full_sentence() -> None:
    for name in PLAN_NAMES:
        for doubt in shipped_plan(name).doubts:
            sentence = doubt_sentence(doubt)
            assert "{" not in sentence
            assert sentence.endswith(("。", "？", "”"))


def test_every_code_has_words() -> None:
    codes = {doubt.code for name in PLAN_NAMES for doubt in shipped_plan(name).doubts}
    assert codes <= set(DOUBTS)


def test_a_web_pages_buttons_after_the_last_sentence_are_told_and_no_part_of_a_task() -> None:
    body = ["一、任务", "（一）推动甲。做好甲。（牵头单位：甲局）"]
    scraps = ["展开", "在线咨询", "400-000-0000", "政策下载"]
    plan = read_plan(Document(tuple(map(Paragraph, [*body, *scraps]))), "x.txt")
    (doubt,) = (doubt for doubt in plan.doubts if doubt.code == "text-after-end")
    assert (
        doubt_sentence(doubt)
        == "正文末尾有4行不成句的文字（“展开 在线咨询 400-000-0000 政策下载”），没有读入，请对照原件核对。"
    )
    assert plan.tasks[0].text == "做好甲。"


@pytest.mark.parametrize("end", [["某市人民政府", "2025年3月1日"], ["做好乙", "做好丙", "做好丁，"]])
def test_office_and_date_and_sentences_without_a_stop_are_no_scraps(end: list[str]) -> None:
    body = ["一、任务", "（一）推动甲。做好甲。（牵头单位：甲局）"]
    plan = read_plan(Document(tuple(map(Paragraph, [*body, *end]))), "x.txt")
    assert "text-after-end" not in {doubt.code for doubt in plan.doubts}


def test_a_page_that_holds_only_a_picture_is_asked_about() -> None:
    text = Paragraph("一、任务（一）推动甲。做好甲。（牵头单位：甲局）")
    plan = read_plan(Document((text,), picture_pages=(3,)), "x.pdf")
    (doubt,) = (doubt for doubt in plan.doubts if doubt.code == "page-not-read")
    assert doubt_sentence(doubt).startswith("原件第3页只有图片")
