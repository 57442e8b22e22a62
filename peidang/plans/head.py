"""The document's head: title, number (文号), issuer, date, draft. Documents that are merely cited never count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from peidang.plans.plain import CHINESE_NUMBER, chinese_number, plain

PLAN_NOUN = "方案|计划|规划|意见|办法|措施|要点|行动|细则|安排|清单|纲要|分工|台账|工程|决定|政策|(?:配档|分解|任务|责任)[表书]"
TITLE_END = re.compile(rf"({PLAN_NOUN})(\(.{{1,12}}\))?$")
DRAFT = re.compile(
    r"\((?:\w{0,6})?(?:征求意见|送审|讨论|审议|公示)稿?\)|征求意见稿|送审稿|讨论稿|\(草案[^()]*\)|\(初稿\)"
)
NUMBER = re.compile(r"[^\s\d()《》,。、:;]{2,14}\((?:19|20)\d{2}\)\s*(?:第\s*)?\d{1,4}\s*号")
NOTICE = re.compile(r"^(.{2,30}?)?(?:关于)(?:印发|发布|下发|转发|公布)(.*?)的?(?:通知|公告|函)$")
STAMP = re.compile(
    r"(?:发布(?:日期|时间)|日期|时间|成文日期)?:?\s*(20\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D.*)?$"
)
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
CHINESE_DAY = re.compile(
    rf"([二〇零○O一三四五六七八九]{{4}})年({CHINESE_NUMBER}{{1,2}})月({CHINESE_NUMBER}{{1,3}})日"
)
OFFICE = re.compile(
    r"^[^,。:;()《》\d]{2,30}(?:人民政府|政府办公室|办公室|办公厅|委员会|管委会|管理委员会|领导小组|指挥部|专班|局|委|厅|部|集团|公司)$"
)
SHORT_LINE = 6
"""Characters. So short a line (方案) still belongs to the title above it."""
PROSE = re.compile(r"[,。;:《》]")


@dataclass(frozen=True)
class Head:
    """What the head says; None for what it does not."""

    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    draft: bool


def read_head(before: Sequence[str], after: Sequence[str]) -> Head:
    """``before``: the cleaned lines above the first heading; ``after``: all that follow."""
    notice = _notice(before)
    title = _title(before) or (notice[1] if notice else "")
    draft = bool(DRAFT.search(plain("".join(before))) and _is_draft(before))
    day = _dates(before) or _dates(after)
    return Head(
        title=DRAFT.sub("", plain(title)) if DRAFT.search(plain(title)) else title,
        document_number=_document_number(before),
        issuer=_signature(before) or (notice[0] if notice else None) or _signature(after),
        issued_on=day.isoformat() if day else None,
        draft=draft,
    )


def _is_draft(lines: Sequence[str]) -> bool:
    """A draft says so on a line of its own or at the end of its title, not inside a sentence."""
    return any(DRAFT.search(plain(line)) and not PROSE.search(plain(line)) for line in lines)


def _document_number(lines: Sequence[str]) -> str | None:
    for line in lines:
        if NUMBER.fullmatch(plain(line)):
            return line
    return None


def _title_runs(lines: Sequence[str]) -> Iterator[str]:
    """Neighbouring lines that could be a title together: no prose, no number, no date."""
    run: list[str] = []
    for line in [*lines, "。"]:
        folded = plain(line)
        complete = run and TITLE_END.search(plain("".join(run)))
        if _may_be_title(folded) and (not complete or len(folded) <= SHORT_LINE):
            run.append(line)
            continue
        if run:
            yield "".join(run)
        run = [line] if _may_be_title(folded) else []


def _may_be_title(folded: str) -> bool:
    if PROSE.search(folded) or NUMBER.fullmatch(folded) or DAY.search(folded) or STAMP.match(folded):
        return False
    return (
        len(folded) <= 60 and not folded.startswith(("(", "附件", "抄送")) and not CHINESE_DAY.search(folded)
    )


def _title(lines: Sequence[str]) -> str | None:
    """The last run of lines that ends like a plan's name; the issuer printed above it is cut off."""
    found = [run for run in _title_runs(lines) if TITLE_END.search(plain(run))]
    if not found:
        return None
    title = found[-1]
    above = re.match(r"^.{2,24}?(?:文件|人民政府|办公室)(?=.{2,12}?(?:市|区|县|省|镇|关于))", title)
    title = title[above.end() :] if above else title
    return re.sub(r"^关于(?:印发)?", "", title) if title.startswith("关于印发") else title


def _notice(lines: Sequence[str]) -> tuple[str | None, str] | None:
    """(issuer, plan's name) from 「…关于印发…的通知」, whose lines may be broken."""
    texts = [line for line in lines if not NUMBER.fullmatch(plain(line))]
    for start in range(len(texts)):
        for end in range(start + 1, min(start + 5, len(texts) + 1)):
            match = NOTICE.match("".join(texts[start:end]))
            if match and not PROSE.search(plain(match.group(2).strip("《》〈〉<>"))):
                return match.group(1) or None, match.group(2).strip("《》〈〉<>")
    return None


def _signature(lines: Sequence[str]) -> str | None:
    """The office above the date it signed on."""
    for above, line in pairwise(lines):
        folded = plain(line)
        is_day = DAY.fullmatch(folded) or CHINESE_DAY.fullmatch(folded)
        if is_day and OFFICE.match(plain(above)):
            return above
    return None


def _dates(lines: Sequence[str]) -> date | None:
    """The first date that stands on a line of its own (signature, 印发 line, page stamp)."""
    for line in lines:
        folded = plain(line)
        match = re.fullmatch(rf"{DAY.pattern}(?:印发)?", folded) or STAMP.match(folded)
        if match:
            return _day(*(int(part) for part in match.groups()[:3]))
        chinese = re.fullmatch(
            rf"{CHINESE_DAY.pattern}(?:印发)?", folded.replace("○", "〇").replace("O", "〇")
        )
        if chinese:
            return _day(*(chinese_number(part) or 0 for part in chinese.groups()))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
