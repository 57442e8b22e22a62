"""What a draft said when it was last put out, and which sentences, numbers, lights and ranks are others since.

A mark is a line of the log: it is kept when a draft is exported or goes 送审, and nothing depends on it but this list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peidang.app.papers.drafting import Draft, draft, paper_key
from peidang.db.store import Store
from peidang.domain.edits import Piece, changes_told, from_json, to_json
from peidang.domain.labels import Light
from peidang.domain.summary import Summary

ACTION = "成稿"
NO_LIGHT = "待核定"
_SECOND = 2
"""The level of （一）."""


@dataclass(frozen=True)
class Mark:
    """A draft as it was put out: when, its texts by place, its rows' lights, its indicators' ranks."""

    made_at: str
    texts: Mapping[str, tuple[Piece, ...]]
    under: Mapping[str, str]
    lights: Mapping[str, str | None]
    """Light by row id."""
    ranks: Mapping[str, int]
    """By indicator id, 1 for the one furthest behind; only those with a gap."""
    key: str
    drafted: Mapping[str, tuple[Piece, ...]]
    """What the draft itself said at each place, own words or not; nothing in marks of earlier versions."""


def mark_draft(store: Store, made: Draft) -> None:
    """Keep what the draft says now; a draft that says what the last mark says is not kept again."""
    facts = mark_facts(made)
    last = _newest_line(store, made.summary.period.id, paper_key(made.kind, made.unit_id))
    if last is not None and last[1] == facts:
        return
    period = made.summary.period
    with store.transaction():
        store.batches.log(
            ACTION,
            f"{made.kind}：{period.span.label}",
            plan_id=period.plan_id,
            period_id=period.id,
            unit_id=made.unit_id,
            facts=facts,
        )


def last_mark(store: Store, period_id: str, key: str) -> Mark | None:
    """The draft of a paper as it was last put out; None when it never was."""
    found = _newest_line(store, period_id, key)
    if found is None:
        return None
    made_at, facts = found
    return Mark(
        made_at,
        {place: from_json(pieces) for place, pieces in facts["texts"].items()},
        facts["under"],
        facts["lights"],
        facts["ranks"],
        key,
        _drafted(facts),
    )


def changes_since(
    store: Store,
    plan_id: str,
    period_id: str,
    today: date,
    kind: str = "",
    unit_id: str | None = None,
    mark: Mark | None = None,
) -> tuple[str, ...]:
    """What changed since the draft was last put out (or since a mark), each change as a sentence.

    Nothing when it never was. Raises what ``draft`` raises.
    """
    made = draft(store, plan_id, period_id, today, kind, unit_id)
    mark = mark or last_mark(store, period_id, paper_key(made.kind, unit_id))
    return tuple(changes_between(mark, made)) if mark else ()


def changes_between(mark: Mark, made: Draft) -> Iterator[str]:
    """Sentences and numbers in the order of the paper, then lights, then ranks."""
    yield from _texts(mark, made)
    yield from _lights(mark, made.summary)
    yield from _ranks(mark, made.summary)


def mark_facts(made: Draft) -> dict[str, Any]:
    """What a mark keeps, as plain data.

    Of own words also ``made_from``, the draft they were made from, and ``drafted``, what the draft of the day says.
    """
    return {
        "key": paper_key(made.kind, made.unit_id),
        "texts": {one.place: to_json(one.pieces) for one in made.paragraphs},
        "made_from": {one.place: to_json(one.made_from) for one in made.paragraphs if one.state is not None},
        "drafted": {
            one.place: to_json(one.drafted_pieces) for one in made.paragraphs if one.state is not None
        },
        "under": {one.place: one.under for one in made.paragraphs},
        "lights": {line.row.id: line.light.light for line in made.summary.rows},
        "ranks": _ranked(made.summary),
    }


def _drafted(facts: Mapping[str, Any]) -> dict[str, tuple[Piece, ...]]:
    own = facts.get("made_from", {})
    told = {place: pieces for place, pieces in facts["texts"].items() if place not in own}
    return {place: from_json(pieces) for place, pieces in (told | facts.get("drafted", {})).items()}


def _newest_line(store: Store, period_id: str, key: str) -> tuple[str, dict[str, Any]] | None:
    lines = [one for one in store.batches.lines_about(period_id, ACTION) if one.facts.get("key") == key]
    return (lines[-1].made_at, dict(lines[-1].facts)) if lines else None


def _texts(mark: Mark, made: Draft) -> Iterator[str]:
    now = {one.place: one for one in made.paragraphs}
    gone: Sequence[str] = [place for place in mark.texts if place not in now]
    where = dict(_where(made))
    for place, one in now.items():
        for change in changes_told(mark.texts.get(place), one.pieces):
            yield f"“{where[place]}”{change.removesuffix('。')}。"
        if one in made.unsettled and place in mark.drafted:
            for change in changes_told(mark.drafted[place], one.drafted_pieces):
                yield f"“{where[place]}”改过的一段还没有处理，成稿中{change.removesuffix('。')}。"
    for place in gone:
        for change in changes_told(mark.texts[place], None):
            yield f"“{mark.under.get(place, '') or '标题和导语'}”{change}。"


def _where(made: Draft) -> Iterator[tuple[str, str]]:
    """Under which headings each place stands; of a task in 主要进展 which one it is."""
    second = ""
    for one in made.paragraphs:
        if one.kind == "heading":
            second = one.text if one.level == _SECOND else ""
        task = one.text.partition("。")[0] if ".row." in one.place else ""
        inner = "" if one.kind == "heading" else task or second
        yield one.place, f"{one.under}{inner}" or "标题和导语"


def _lights(mark: Mark, summary: Summary) -> Iterator[str]:
    names = summary.rules.names
    for line in summary.rows:
        if line.row.id not in mark.lights:
            yield f"第{line.row.serial}行是新列入的。"
            continue
        before, after = mark.lights[line.row.id], line.light.light
        if before != after:
            was = names[Light(before)] if before else NO_LIGHT
            now = names[after] if after else NO_LIGHT
            yield f"第{line.row.serial}行由{was}变为{now}。"


def _ranked(summary: Summary) -> dict[str, int]:
    """Indicators by gap, the one furthest behind first; equal gaps share a rank."""
    gaps = sorted(
        (line.gap, line.number, line.indicator.id) for line in summary.indicators if line.gap is not None
    )
    values = [gap for gap, _, _ in gaps]
    return {indicator: values.index(gap) + 1 for gap, _, indicator in gaps}


def _ranks(mark: Mark, summary: Summary) -> Iterator[str]:
    ranks = _ranked(summary)
    for line in summary.indicators:
        before, after = mark.ranks.get(line.indicator.id), ranks.get(line.indicator.id)
        if before != after:
            was, now = (f"第{rank}位" if rank else "不排位" for rank in (before, after))
            yield f"指标“{line.indicator.name}”差距由{was}变为{now}（滞后最多的为第1位）。"
