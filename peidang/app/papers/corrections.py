"""更正: what a month said when it was issued, and what it says now, each difference as one sentence."""

from collections.abc import Iterator
from typing import Any

from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, LIGHT_WORDS, ROW_FIELDS, Light

Data = dict[str, Any]


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
                yield f"{place}：原为“{first or '空'}”，更正为“{second or '空'}”。"


def _own(old: Data, new: Data) -> Iterator[str]:
    for part, words in (("wordings", "统稿"), ("rulings", "核定亮灯")):
        for serial in sorted(old[part].keys() | new[part].keys(), key=int):
            first, second = old[part].get(serial, ""), new[part].get(serial, "")
            if first != second:
                yield f"第{serial}行{words}：原为“{_plain(first)}”，更正为“{_plain(second)}”。"


def _plain(text: str) -> str:
    return LIGHT_WORDS[Light(text)] if text in list(Light) else text or "空"
