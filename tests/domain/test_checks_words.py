"""``no-content``, ``status-contradicts``, ``promise-not-kept``: what the words say, in the style of offices."""

from typing import Any

import pytest

from peidang.domain.answers import Month
from peidang.domain.labels import Field
from tests.domain.builders import a_month, a_plan, a_row, an_entry
from tests.domain.test_checks import a_row_month, codes, found_in, only

MEASURE = "①以供热、供水、住宅电梯为重点，分类推进设施设备更新改造。持续推进既有住宅加装电梯。推进存量建筑节能改造。"


def a_task_month(progress: str, key: str = "2025-10", **entry: Any) -> Month:
    row = a_row(1, "jia", task="加快建筑和市政基础设施更新", measure=MEASURE, due=entry.pop("due", None))
    previous = entry.pop("previous", None)
    return a_month(a_plan([row]), key, [an_entry(1, "jia", progress=progress, **entry)], previous=previous)


class TestNoContent:
    @pytest.mark.parametrize(
        "text",
        [
            "正在推进",
            "按计划推进",
            "持续推进中。",
            "已完成",
            "无",
            "暂无",
            "同上",
            "见附件",
            "——",
            "/",
            "各项工作正按照时间节点有序推进，进展顺利。",
            "目前正在积极推进相关工作",
            "高度重视，精心组织，稳步推进，取得阶段性成效。",
            "项目建设有序推进。",
            "本月暂无新进展",
            "已按要求落实",
            "持续推进既有住宅加装电梯。",
            "分类推进设施设备更新改造，工作正在有序开展。",
        ],
    )
    def test_empty_phrases_and_the_task_s_own_words_are_asked_about(self, text: str) -> None:
        finding = only(a_task_month(text), "no-content")
        assert "内容不够具体" in finding.message
        assert finding.field is Field.PROGRESS
        assert finding.marks == ((0, len(text)),)

    @pytest.mark.parametrize(
        "text",
        [
            "正在开展招投标。",
            "已印发实施方案。",
            "联合市住建局开展排查。",
            "某某热电厂管网项目正在施工。",
            "完成3部电梯加装。",
            "已召开部门协调会",
            "三家企业已签约",
            "正在编制可研报告",
            "待上级资金下达后启动",
            "尚未启动，拟于明年实施",
            "10月份按计划推进",
            "资金已拨付到位",
            "既有住宅加装电梯已建成",
            "已更新改造既有住宅电梯",
            "征求部门意见",
            "完成现场踏勘",
        ],
    )
    def test_a_number_a_date_a_project_an_office_or_a_step_is_content(self, text: str) -> None:
        assert codes(a_task_month(text)) == []

    def test_what_was_done_last_month_needs_no_new_words(self) -> None:
        before = a_task_month("已完成", "2025-09", status="已完成")
        assert codes(a_task_month("已完成", status="已完成", previous=before)) == []

    def test_copied_and_kept_no_promise_besides_is_said_once(self) -> None:
        before = a_task_month("正在推进", "2025-09", next_steps="10月底前完成管网改造。")
        assert codes(a_task_month("正在推进", previous=before)) == [("no-content", Field.PROGRESS)]


class TestStatusContradicts:
    @pytest.mark.parametrize(
        ("status", "progress", "quoted"),
        [
            ("已完成", "项目尚未开工。", "尚未开工"),
            ("已完成", "正在办理竣工手续。", "正在办理竣工手续"),
            ("已完成", "主体工程已完成，正在进行设备安装。", "正在进行设备安装"),
            ("已完成", "预计12月底完成。", "预计12月底完成"),
            ("未启动", "已开工建设，完成投资3000万元。", "已开工"),
            ("未启动", "已完成改造20处。", "已完成改造20处"),
            ("未启动", "累计完成投资1.2亿元。", "累计完成投资1"),
        ],
    )
    def test_words_that_deny_the_status_are_quoted(self, status: str, progress: str, quoted: str) -> None:
        finding = only(a_row_month(status=status, progress=progress), "status-contradicts")
        assert finding.field is Field.STATUS
        assert f"状态为“{status}”" in finding.message
        assert quoted in finding.message

    @pytest.mark.parametrize(
        ("status", "progress"),
        [
            ("已完成", "正在推进二期设备安装。"),
            ("已完成", "已全部完成改造12处，下一步加强后续管护。"),
            ("已完成", "已印发实施方案，尚未发现违规问题。"),
            ("已完成", "培训班已举办，资料正在归档。"),
            ("已完成", "年度任务已全部完成，无未完成事项。"),
            ("已完成", "10月20日通过验收。"),
            ("未启动", "尚未启动，前期已征求8家单位意见。"),
            ("未启动", "计划12月开工建设。"),
            ("未启动", "已启动前期手续办理。"),
            ("未启动", "待资金下达后正式启动建设。"),
            ("未启动", "可研报告已完成编制。"),
            ("未启动", "已完成招标，待进场施工。"),
            ("正常推进", "项目尚未开工。"),
            ("长期坚持", "正在开展专项检查3次。"),
        ],
    )
    def test_preparing_and_what_comes_afterwards_deny_nothing(self, status: str, progress: str) -> None:
        assert codes(a_row_month(status=status, progress=progress)) == []

    @pytest.mark.parametrize(
        "problems",
        ["项目进度滞后。", "受雨季影响，工程进度较慢。", "总体进度滞后于序时进度。", "项目已停工两个月。"],
    )
    def test_normal_while_the_problems_say_behind(self, problems: str) -> None:
        finding = only(a_row_month(problems=problems), "status-contradicts")
        assert "“存在问题”" in finding.message

    @pytest.mark.parametrize(
        "problems",
        [
            "个别项目进度滞后。",
            "部分企业积极性不高。",
            "无",
            "配套资金到位较慢，影响项目进度。",
            "前期进度滞后问题已解决。",
            "不存在进度滞后问题。",
            "企业资金紧张，存在进度滞后风险。",
        ],
    )
    def test_a_part_a_risk_or_the_past_is_left_alone(self, problems: str) -> None:
        assert codes(a_row_month(problems=problems)) == []

    @pytest.mark.parametrize("problems", ["", "无", "暂无问题。"])
    def test_behind_without_a_reason_asks_for_it(self, problems: str) -> None:
        month = a_row_month(status="进度滞后", progress="本月开展检查3次。", problems=problems)
        assert codes(month) == [("status-contradicts", Field.PROBLEMS)]

    @pytest.mark.parametrize("problems", ["征地未完成。", "资金缺口200万元"])
    def test_behind_with_a_reason_does_not(self, problems: str) -> None:
        assert codes(a_row_month(status="进度滞后", problems=problems)) == []
        assert codes(a_row_month(status="进度滞后", progress="因征地困难尚未进场。")) == []

    def test_what_is_overdue_is_asked_for_its_reason_once(self) -> None:
        month = a_task_month("本月开展检查3次。", status="进度滞后", due="2025-06")
        assert [code for code, _ in codes(month)] == ["overdue"]


class TestPromiseNotKept:
    @pytest.mark.parametrize(
        ("promised", "progress"),
        [
            ("10月底前完成3台锅炉改造。", "召开会议2次，走访企业10家。"),
            ("加快推进老旧小区管网改造，10月中旬启动二期招标。", "新增培育企业5家。"),
            ("下月启动充电桩建设招标。", "走访企业10家。"),
            ("一是10月底前完成废旧家电回收网点布局；二是12月底前建成网点30个。", "走访企业12家。"),
            ("组织开展家电以旧换新补贴发放。", "新增培育企业5家。"),
        ],
    )
    def test_a_promise_due_by_now_without_an_echo_is_asked_about(self, promised: str, progress: str) -> None:
        before = a_row_month("2025-09", progress="召开动员部署1次。", next_steps=promised)
        finding = only(a_row_month(previous=before, progress=progress), "promise-not-kept")
        assert finding.field is Field.PROGRESS
        assert "上月计划未见反馈" in finding.message
        assert "9月" in finding.message

    @pytest.mark.parametrize(
        ("promised", "progress"),
        [
            ("10月底前完成3台锅炉改造。", "完成锅炉改造3台。"),
            ("12月底前完成3台锅炉改造。", "走访企业10家。"),
            ("年底前建成充电站20座。", "走访企业10家。"),
            ("2026年3月底前建成充电站20座。", "走访企业10家。"),
            ("继续推进各项工作。", "走访企业10家。"),
            ("进一步加大工作力度，确保完成年度目标。", "走访企业10家。"),
            ("召开推进会，研究解决存在问题。", "10月召开工作调度会1次。"),
            ("10月15日前印发实施方案。", "实施方案已于10月12日印发。"),
            ("10月20日前完成设备采购招标。", "因供应商质疑，招投标推迟至11月。"),
            ("组织开展家电以旧换新促销活动。", "举办“绿色家电”促销2场。"),
            ("10月底前完成设备安装调试。", "设备已全部安装到位，正在调试。"),
            ("10月底前组织第三批申报。", "第三批申报材料已报省厅。"),
            ("10月底前新开工项目12个。", "又有12个项目进场。"),
            ("积极对接上级部门，争取政策资金支持。", "走访企业10家。"),
        ],
    )
    def test_an_echo_a_later_day_or_no_deed_is_left_alone(self, promised: str, progress: str) -> None:
        before = a_row_month("2025-09", progress="召开动员部署1次。", next_steps=promised)
        assert codes(a_row_month(previous=before, progress=progress)) == []

    def test_a_reason_among_the_problems_is_an_echo(self) -> None:
        before = a_row_month("2025-09", progress="部署1次。", next_steps="10月底前完成3台锅炉改造。")
        month = a_row_month(previous=before, progress="走访企业10家。", problems="锅炉改造资金未到位。")
        assert codes(month) == []

    def test_what_is_done_is_not_asked_about_its_promises(self) -> None:
        before = a_row_month("2025-09", progress="部署1次。", next_steps="10月底前完成3台锅炉改造。")
        assert codes(a_row_month(previous=before, status="已完成", progress="10月20日通过验收。")) == []

    def test_in_december_january_is_next_year_s(self) -> None:
        before = a_row_month("2025-11", progress="部署1次。", next_steps="1月底前完成3台锅炉改造。")
        assert codes(a_row_month("2025-12", previous=before, progress="走访企业10家。")) == []
        before = a_row_month("2025-12", progress="部署1次。", next_steps="1月底前完成3台锅炉改造。")
        month = a_row_month("2026-01", previous=before, progress="走访企业10家。")
        assert codes(month) == [("promise-not-kept", Field.PROGRESS)]

    def test_quotation_marks_within_are_single_ones(self) -> None:
        before = a_row_month(
            "2025-09", progress="部署1次。", next_steps="10月底前完成“两高”锅炉改造清单编制。"
        )
        month = a_row_month(previous=before, progress="走访企业10家。")
        assert "‘两高’" in only(month, "promise-not-kept").message


def test_words_of_a_first_month_are_judged_by_themselves_alone() -> None:
    assert found_in(a_task_month("10月底前完成3台锅炉改造的计划已报送市局。")) == []
