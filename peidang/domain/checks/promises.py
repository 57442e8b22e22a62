"""请说明: what was promised last month (下一步打算) and finds no echo in this month's words. 上月计划未见反馈."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peidang.domain.answers import Month
from peidang.domain.checks.base import Asked, shortened
from peidang.domain.finding import Finding
from peidang.domain.labels import CLEAR_MARK, Field, Status
from peidang.domain.readings import bare_text

LONGEST_NEEDED = 4
"""So many characters in a row of a promise are an echo of it."""
ECHO = 0.3
"""Share of a promise's pairs of characters from which the words take it up."""
LONGEST_READ = 2000
_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_CLAUSE = re.compile(r"[^，,：:]+")
_DUE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>上旬|初|中旬|中|下旬|底|末))?"
    r"(?:之?前|以前|内)?"
)
_DUE_YEAR = re.compile(r"年底|年末|年内|今年|全年|明年|(?:(?P<year>20\d\d)年)(?!\d{1,2}月)")
_NEXT_MONTH = re.compile(r"下个?月|次月")
_PARTS = {"初": 10, "上旬": 10, "中旬": 20, "中": 20}
_DEED = re.compile(
    r"完成|召开|举办|开展|组织|印发|出台|制定|起草|编制|修订|报送|启动|开工|动工|竣工|完工|建成|投用|投产|投入|验收|签订|签约|招标|采购|中标|安装|调试"
    r"|改造|更新|新增|培育|申报|办理|办结|取得|拨付|下达|兑现|淘汰|拆除|铺设|整改|督导|检查|调研|走访|培训|宣传|交付|移交|评审|论证|补上|落地|上线|认定|发放|摸排|建立|实施"
)
_EVENT = re.compile(
    r"完成|召开|举办|印发|出台|启动|开工|动工|竣工|完工|建成|投用|投产|验收|签订|签约|招标|中标|拨付|兑现|兑付|发放|评审|上线|交付|移交|公布"
)
"""Deeds that have happened or not; of 组织, 开展, 走访 and the like one cannot say without a day."""
_GOING_ON = re.compile(
    r"^(?:下一步|下步|同时|并)?(?:将|要)?(?:继续|持续|进一步|不断|加强|强化|深入|积极|大力|加快|切实|扎实|抓好|做好|常态化|确保|力争|争取)"
)
_GENERIC = re.compile(
    r"下一步|下步|我局|我单位|继续|持续|进一步|积极|大力|加快|抓紧|尽快|力争|争取|确保|计划|拟|将|要|推进|推动|完成|开展|组织|实施|做好|抓好|落实|相关|有关|各项|全部|全面"
    r"|工作|任务|项目|建设|进行|对|的|等|逐项|销号|每周|每月|调度|一次|倒排工期|补上|补齐|欠账|短板|挂图作战|按期|如期|年度|全年|目标|前|底|年|月|日|份|上旬|中旬|下旬|新增|以上|左右|不少于|\d+|[个项家台套次场处座件辆户名%条]"
)
_FAMILIES = tuple(
    re.compile(words)
    for words in (
        r"会议|推进会|调度会|专题会|座谈会|现场会|协调会|联席会|部署会|研究解决|专题研究|工作会|例会|会商|会(?:\d|一|$)",
        r"督导|检查|督查|调研|走访|巡查|核查|帮扶|摸排|排查",
        r"培训|宣讲|宣传|解读|推介|发放资料",
        r"活动|促销|展销|巡展|推介会|博览会|大赛",
        r"印发|出台|制定|起草|编制|修订|征求.{0,8}意见|实施方案|实施细则",
    )
)
_FEEDBACK = re.compile(
    r"上月(?:计划|打算|安排|提出)|(?:按|依)(?:上月|原|既定)?计划(?:已)?(?:全部)?完成|推迟|延期|延后|顺延|未能按|未按期|未如期|调整[到至为]|改[到为]\d{1,2}月|因.{1,20}(?:暂缓|取消|未)"
)


_FIGURE = re.compile(r"\d+(?:\.\d+)?[^\W\d年月日次]")
_INNER = str.maketrans("“”", "‘’")
"""Quotation marks within quotation marks."""


@dataclass(frozen=True)
class Promise:
    """One thing promised: its words, and by when; ``due`` None where no day is named."""

    text: str
    due: date | None


def promise_not_kept(asked: Asked) -> Iterator[Finding]:
    """``promise-not-kept``: a promise due by now of which 进展情况 and 存在问题 say nothing. Not for what is done."""
    previous = asked.month.previous
    if previous is None:
        return
    for row in asked.rows:
        before, now = previous.entry(row.id, asked.unit_id), asked.entry(row)
        if now.status == Status.DONE or before.status == Status.DONE:
            continue
        if not now.progress or not before.next_steps or CLEAR_MARK in (now.progress, before.next_steps):
            continue
        words = f"{now.progress}\n{now.problems}"
        left = unanswered(before.next_steps[:LONGEST_READ], words[: 2 * LONGEST_READ], asked.month)
        if left:
            told = "、".join(f"“{shortened(promise.text.translate(_INNER), 30)}”" for promise in left[:2])
            more = "等" if len(left) > 2 else ""
            label = previous.period.span.short_label
            message = (
                f"上月计划未见反馈：{label}“下一步打算”提出{told}{more}，本期“进展情况”中没有提到；"
                "请补写完成情况，没有完成的请说明原因和预计完成时间。"
            )
            yield asked.explain("promise-not-kept", row.id, Field.PROGRESS, message)


def unanswered(promised: str, words: str, month: Month) -> tuple[Promise, ...]:
    """The promises that are due by the month's end and find no echo in ``words``.

    Promises without a day are asked about only when none of the promises finds an echo, and only events.
    """
    promises = promises_in(promised, month)
    end = month.period.span.end
    dated = [promise for promise in promises if promise.due is not None]
    due = [promise for promise in dated if promise.due is not None and promise.due <= end]
    if dated and not due:
        return ()
    bare = bare_text(words)
    left = [promise for promise in due or promises if not _echoes(promise, words, bare)]
    if not due:
        left = (
            [promise for promise in left if _EVENT.search(promise.text)] if len(left) == len(promises) else []
        )
    return () if left and _FEEDBACK.search(words) else tuple(left)


def promises_in(text: str, month: Month) -> tuple[Promise, ...]:
    """The promises of a text: clauses with a doing verb and an object. A day named holds for the clauses behind it."""
    found: list[Promise] = []
    for sentence in _SENTENCE.findall(text):
        due: date | None = None
        for clause in _CLAUSE.findall(sentence):
            due = _due_in(clause, month) or due
            words = clause.strip()
            vague = due is None and _GOING_ON.search(words) is not None
            if _DEED.search(words) and len(_object_of(words)) >= 2 and not vague:
                found.append(Promise(words, due))
    return tuple(found)


def _due_in(clause: str, month: Month) -> date | None:
    """The last day a clause names, seen from the month before ``month``; the year's end for 年底."""
    start = month.period.span.start
    days = [day for match in _DUE.finditer(clause) if (day := _day(match, start)) is not None]
    if days:
        return max(days)
    year = _DUE_YEAR.search(clause)
    if year is not None:
        named = int(year["year"]) if year["year"] else start.year + ("明年" in year.group())
        return date(named, 12, 31)
    if _NEXT_MONTH.search(clause):
        return month.period.span.end
    return None


def _day(match: "re.Match[str]", start: date) -> date | None:
    number = int(match["month"])
    if not 1 <= number <= 12:
        return None
    # A promise speaks of the month it was made in or of a later one: 1月 in November's is next year's.
    year = int(match["year"]) if match["year"] else start.year + (number < start.month - 1)
    last = calendar.monthrange(year, number)[1]
    day = int(match["day"]) if match["day"] else _PARTS.get(match["part"] or "", last)
    return date(year, number, min(max(day, 1), last))


def _object_of(clause: str) -> str:
    """What a promise is about: its words without dates, verbs of every promise, numbers and measure words."""
    without_dates = _DUE_YEAR.sub("", _DUE.sub("", clause))
    return _GENERIC.sub("", bare_text(without_dates))


def _echoes(promise: Promise, words: str, bare: str) -> bool:
    wanted = _object_of(promise.text)
    pairs = {wanted[n : n + 2] for n in range(len(wanted) - 1)}
    if sum(pair in bare for pair in pairs) >= ECHO * len(pairs):
        return True
    run = min(LONGEST_NEEDED, len(wanted))
    if any(wanted[n : n + run] in bare for n in range(len(wanted) - run + 1)):
        return True
    figures = set(_FIGURE.findall(_DUE.sub("", promise.text)))
    if figures & set(_FIGURE.findall(words)):
        return True
    return any(family.search(promise.text) and family.search(words) for family in _FAMILIES)
