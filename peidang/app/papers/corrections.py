"""更正: what a month said when it was issued, and what it says now, each difference as one sentence."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from peidang.app.month.correcting import correction_mark
from peidang.app.month.months import SECTIONS, load_month
from peidang.app.month.showing import month_content
from peidang.db.papers import Issue
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, LIGHT_WORDS, ROW_FIELDS, Light

Data = dict[str, Any]
ONLY_KIND = "通报"
"""What was issued before there were kinds."""


def newest_issue(store: Store, period_id: str) -> Issue:
    """What was issued last of a period. Raises Refused when nothing was."""
    issues = store.papers.issues(period_id)
    if not issues:
        raise Refused("not-issued", store.months.get(period_id).span.label)
    return issues[-1]


def issued_kind(store: Store, period_id: str) -> str:
    """The kind of paper that was issued: a correction is of the same."""
    return newest_issue(store, period_id).paper or ONLY_KIND


def issue_day(store: Store, period_id: str) -> date | None:
    """The day a period was first issued: a correction counts lateness as of then. None before it was."""
    issues = store.papers.issues(period_id)
    return datetime.fromisoformat(issues[0].made_at).date() if issues else None


def corrections(
    store: Store, plan_id: str, period_id: str, paragraphs: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """What an issued period says otherwise now, each difference as one sentence; what came late (补报) is none.

    ``paragraphs`` are the texts by place as they would be printed now; without them own words stand as they were typed.
    """
    newest = newest_issue(store, period_id)
    before = json.loads(newest.summary)["data"]
    now = {"months": [month_content(load_month(store, plan_id, period_id, late=False))]}
    return (*changes_between(before, now), *_texts(store, newest, paragraphs or {}))


def _texts(store: Store, newest: Issue, paragraphs: Mapping[str, str]) -> Iterator[str]:
    """Own words for paragraphs and 统稿 of sections that are others than when the correction began."""
    mark = correction_mark(store, newest.period_id)
    if mark is None:
        return
    kind, printed = newest.paper or ONLY_KIND, json.loads(newest.texts)
    for place, first, second in _moved(store, newest.period_id, kind, mark):
        yield _sentence("文稿一段", printed.get(place, first), paragraphs.get(place, second))
    for section, first, second in _moved(store, newest.period_id, SECTIONS, mark):
        yield _sentence(f"{section or '其他任务'}统稿", first, second)


def _moved(store: Store, period_id: str, paper: str, mark: int) -> Iterator[tuple[str, str, str]]:
    """(place, text then, text now) of own words that are others since a batch."""
    was = store.paper_texts.of_paper(period_id, paper, until=mark)
    now = store.paper_texts.of_paper(period_id, paper)
    for place in dict.fromkeys((*was, *now)):
        first = was[place].text if place in was else ""
        second = now[place].text if place in now else ""
        if first != second:
            yield place, first, second


def _sentence(what: str, first: str, second: str) -> str:
    was, now = (f"“{text}”" if text else "空白" for text in (first, second))
    stop = "" if second.endswith(("。", "！", "？")) else "。"
    return f"{what}：原为{was}，更正为{now}{stop}"


def changes_between(before: Data, after: Data) -> tuple[str, ...]:
    """The differences of one month between two canonical contents (``app.showing``), in the order of the table."""
    old, new = before["months"][0], after["months"][0]
    return (
        *_answers(old, new, "entries", "serial"),
        *_answers(old, new, "readings", "number"),
        *_own(old, new),
    )


def _answers(old: Data, new: Data, part: str, number: str) -> Iterator[str]:
    fields = ROW_FIELDS if part == "entries" else INDICATOR_FIELDS
    what = "第{}行" if part == "entries" else "第{}项指标"
    was = {(one[number], one["unit"]): one for one in old[part]}
    now = {(one[number], one["unit"]): one for one in new[part]}
    for key in sorted(was.keys() | now.keys()):
        for field in fields:
            first = was.get(key, {}).get(field.value, "")
            second = now.get(key, {}).get(field.value, "")
            if first != second:
                place = f"{what.format(key[0])}（{key[1]}）{FIELD_WORDS[field]}"
                yield _sentence(place, first, second)


def _own(old: Data, new: Data) -> Iterator[str]:
    for part, words in (("wordings", "统稿"), ("rulings", "核定亮灯")):
        for serial in sorted(old[part].keys() | new[part].keys(), key=int):
            first, second = old[part].get(serial, ""), new[part].get(serial, "")
            if first != second:
                yield _sentence(f"第{serial}行{words}", _plain(first), _plain(second))


def _plain(text: str) -> str:
    return LIGHT_WORDS[Light(text)] if text in list(Light) else text or "空"
