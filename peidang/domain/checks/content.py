"""请说明: words that say nothing, and words that say something else than the status chosen."""

import re
from collections.abc import Iterator

from peidang.domain.checks import office_words as words
from peidang.domain.checks.base import Asked, shortened
from peidang.domain.finding import Finding
from peidang.domain.labels import CLEAR_MARK, Field, Status
from peidang.domain.lights import row_is_overdue
from peidang.domain.plan import Row
from peidang.domain.readings import bare_text

_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
LONGEST_EMPTY = 200
"""A longer text is taken to say something."""
LONGEST_READ = 5000
"""Contradictions are looked for in the first so many characters."""


def no_content(asked: Asked) -> Iterator[Finding]:
    """``no-content``: 进展情况 of empty phrases only, or of the task's own words with them.

    A number, a date, a project, an organisation is content. What was done last month and is done is left alone.
    """
    previous = asked.month.previous
    for row in asked.rows:
        entry = asked.entry(row)
        text = entry.progress
        if not text or text == CLEAR_MARK or len(text) > LONGEST_EMPTY:
            continue
        if (
            previous is not None
            and entry.status == Status.DONE == previous.entry(row.id, asked.unit_id).status
        ):
            continue
        if _says_nothing(text, row):
            message = (
                f"“进展情况”现为“{shortened(text)}”，内容不够具体；"
                "请写明本期开展了哪些工作、进展到哪一步，有数据、时间、项目名称的一并写上。"
            )
            yield asked.explain("no-content", row.id, Field.PROGRESS, message, ((0, len(text)),))


def _says_nothing(text: str, row: Row) -> bool:
    if any(map(str.isdigit, text)):
        return False
    bare = bare_text(text)
    if words.has_figure(bare):
        return False
    left = words.what_is_left(bare)
    if not left.replace(" ", ""):
        return True
    if re.search(r"已|完成|建成|印发|出台|投用|通过|启动|召开|尚未|未", bare):
        return False
    said = bare_text(row.task + row.measure)
    return all(len(piece) == 1 or piece in said for piece in left.split())


def status_contradicts(asked: Asked) -> Iterator[Finding]:
    """``status-contradicts``: the status chosen and the words beside it cannot both be right. Clear cases only."""
    for row in asked.rows:
        entry = asked.entry(row)
        if entry.status == Status.BEHIND:
            yield from _behind_without_reason(asked, row)
            continue
        quoted, field = _contradiction(
            entry.status, entry.progress[:LONGEST_READ], entry.problems[:LONGEST_READ]
        )
        if quoted:
            where = "存在问题" if field is Field.PROBLEMS else "进展情况"
            message = f"状态为“{entry.status}”，而“{where}”中写有“{shortened(quoted)}”；请核对状态和文字，或者说明情况。"
            marks = ((0, len(entry.status)),)
            yield asked.explain("status-contradicts", row.id, Field.STATUS, message, marks)


def _contradiction(status: str, progress: str, problems: str) -> tuple[str, Field]:
    if status == Status.DONE:
        return _still_under_way(progress), Field.PROGRESS
    if status == Status.NOT_STARTED:
        return _work_done(progress), Field.PROGRESS
    if status == Status.NORMAL:
        return _behind(problems), Field.PROBLEMS
    return "", Field.PROGRESS


def _still_under_way(text: str) -> str:
    for clause in _CLAUSE.findall(text):
        match = words.STILL_UNDER_WAY.search(clause)
        if match and not words.AFTERWARDS.search(clause) and not re.search(r"已.{0,12}完成|完成了", clause):
            return str(match.group())
    return ""


def _work_done(text: str) -> str:
    for clause in _CLAUSE.findall(text):
        match = words.WORK_DONE.search(clause)
        if match and not words.NOT_YET_DONE.search(clause[: match.start()] + match.group()):
            return str(match.group())
    return ""


def _behind(text: str) -> str:
    for sentence in _SENTENCE.findall(text):
        match = words.BEHIND.search(sentence)
        if match and not words.ONLY_IN_PART.search(sentence):
            return str(match.group())
    return ""


def _behind_without_reason(asked: Asked, row: Row) -> Iterator[Finding]:
    entry = asked.entry(row)
    if row_is_overdue(asked.month, row, asked.today):
        return  # ``overdue`` asks for the reason
    told = bare_text(entry.problems)
    empty = not told or not words.what_is_left(told).replace("问题", "").replace("存在", "").strip()
    if empty and Field.PROBLEMS not in entry.contested and not words.REASON.search(entry.progress):
        message = f"状态为“{Status.BEHIND.value}”，“存在问题”未写明原因；请写明滞后的原因和解决办法。"
        yield asked.explain("status-contradicts", row.id, Field.PROBLEMS, message)
