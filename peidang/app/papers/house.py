"""An office's own way of writing its papers, kept per plan: kinds, sentences, who signs, the number of the issue.

红头 and 版记 are in ``paper_cover``, all of it together in ``paper_settings``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, Refused
from peidang.domain.periods import Period
from peidang.files.open import read_bytes
from peidang.reports.house_style import HouseStyle, StyleInvalid

_STYLE, _KIND, _OFFICE, _FIRST = "paper-style", "paper-kind", "paper-office", "first-issue"
_MOST_BYTES = 1024 * 1024


def style_of(store: Store, plan_id: str) -> HouseStyle:
    """The shipped house style with what the office keeps for this plan."""
    kept = store.papers.setting(f"{_STYLE}:{plan_id}")
    return HouseStyle.load().with_own(json.loads(kept)) if kept else HouseStyle.load()


def own_style(store: Store, plan_id: str) -> dict[str, Any]:
    """What the office keeps for this plan: ``{"kinds": …, "sentences": …}``; empty when nothing."""
    kept = store.papers.setting(f"{_STYLE}:{plan_id}")
    return dict(json.loads(kept)) if kept else {}


def keep_style(store: Store, plan_id: str, own: Mapping[str, Any]) -> None:
    """Keep an own style; an empty one returns to the shipped. Raises Refused when it names what there is not."""
    try:
        HouseStyle.load().with_own(own)
    except StyleInvalid as error:
        raise Refused("bad-style", error.about) from error
    with store.transaction():
        store.papers.set_setting(
            f"{_STYLE}:{plan_id}", json.dumps(dict(own), ensure_ascii=False) if own else ""
        )


def read_words(path: Path) -> str:
    """The text of a file (UTF-8). Raises FileUnreadable, also for what is no text or far too long for one."""
    try:
        return read_bytes(path, _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(path.name, "not-words") from None
    except FileUnreadable as error:
        raise FileUnreadable(
            path.name, "not-words" if error.reason == "too-large" else error.reason
        ) from None


def read_style(path: Path) -> dict[str, Any]:
    """An own style from a JSON file, not checked yet. Raises FileUnreadable, and Refused for anything else."""
    try:
        own = json.loads(read_words(path))
    except json.JSONDecodeError:
        raise FileUnreadable(path.name, "not-json") from None
    if not isinstance(own, dict):
        raise Refused("bad-style", path.name)
    return own


def kind_of(store: Store, plan_id: str, kind: str = "") -> str:
    """The kind that is named, else the plan's usual one. Raises Refused for an unknown one."""
    kinds = style_of(store, plan_id).kinds
    chosen = kind or store.papers.setting(f"{_KIND}:{plan_id}") or next(iter(kinds))
    if chosen not in kinds:
        raise Refused("no-such-kind", chosen)
    return chosen


def keep_kind(store: Store, plan_id: str, kind: str) -> None:
    """Make a kind the plan's usual one. Raises Refused for an unknown one, or one about a unit or a year."""
    if style_of(store, plan_id).kinds[kind_of(store, plan_id, kind)].about != "plan":
        raise Refused("no-such-kind", kind)
    with store.transaction():
        store.papers.set_setting(f"{_KIND}:{plan_id}", kind)


def office_of(store: Store, plan_id: str) -> str:
    """Who signs, as the office calls itself in its papers; '' for the coordinator's name."""
    return store.papers.setting(f"{_OFFICE}:{plan_id}")


def keep_office(store: Store, plan_id: str, name: str) -> None:
    """Keep the name under which papers are signed (a 工作专班, say)."""
    with store.transaction():
        store.papers.set_setting(f"{_OFFICE}:{plan_id}", name.strip())


def issue_number(store: Store, period: Period) -> int:
    """第N期: this period's place among the year's issues of the plan, the next one before it is issued."""
    year = period.span.end.year
    issued = sorted(
        (issues[0].made_at, one.id)
        for one in store.months.all(period.plan_id)
        if one.span.end.year == year and (issues := store.papers.issues(one.id))
    )
    ids = [period_id for _, period_id in issued]
    first = first_number(store, period.plan_id, year)
    return first + (ids.index(period.id) if period.id in ids else len(ids))


def first_number(store: Store, plan_id: str, year: int) -> int:
    """Which number the year's first issue made here has."""
    return int(store.papers.setting(f"{_FIRST}:{plan_id}:{year}") or 1)


def keep_first_number(store: Store, plan_id: str, year: int, number: int) -> None:
    """Say which number the year's first issue made here has (earlier ones were made by hand). Raises Refused below 1."""
    if number < 1:
        raise Refused("bad-value", str(number))
    with store.transaction():
        store.papers.set_setting(f"{_FIRST}:{plan_id}:{year}", str(number))


def style_facts(store: Store, plan_id: str) -> dict[str, Any]:
    """How the plan's papers are written, as plain data: its kinds, the usual one, who signs, what is the office's own."""
    return {
        "kinds": list(style_of(store, plan_id).kinds),
        "kind": kind_of(store, plan_id),
        "office": office_of(store, plan_id),
        "own": own_style(store, plan_id),
    }
