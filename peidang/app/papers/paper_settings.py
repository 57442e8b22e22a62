"""文稿设置: all that an office settles of its papers in one place: the usual kind, 署名, 期号, own titles, 红头 and 版记."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from peidang.app.papers import house
from peidang.app.papers.paper_cover import Fault, cover_faults, cover_of, keep_cover, printer_of
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.periods import Period
from peidang.reports.cover_style import CoverStyle
from peidang.reports.house_style import (
    HouseStyle,
    Kind,
    as_places,
    day_words,
    in_words,
    places_known,
)

WORDS = ("title", "addressee", "closing")
"""What an office words of a kind in 文稿设置; further ones come with its own file (``house.keep_style``)."""


@dataclass(frozen=True)
class KindWords:
    """How a kind of paper is worded, places as people write them: 标题, 主送, 结束语 of the opening."""

    title: str
    addressee: str
    closing: str


@dataclass(frozen=True)
class PaperSettings:
    """Everything of 文稿设置. ``first`` are the numbers of a year's first issue made here, as they are typed."""

    kind: str
    office: str
    first: Mapping[int, str]
    words: Mapping[str, KindWords]
    cover: CoverStyle = field(default_factory=CoverStyle)


@dataclass(frozen=True)
class Preview:
    """How a kind will begin and end: each a line, '' where there is none."""

    title: str
    letterhead: str
    imprint: str


def paper_settings(store: Store, plan_id: str, today: date) -> PaperSettings:
    """The plan's settings as they stand; years are those of its periods and today's."""
    style = house.style_of(store, plan_id)
    years = {today.year, *(one.span.end.year for one in store.months.all(plan_id))}
    return PaperSettings(
        kind=house.kind_of(store, plan_id),
        office=house.office_of(store, plan_id),
        first={year: str(house.first_number(store, plan_id, year)) for year in sorted(years)},
        words={name: words_of(kind) for name, kind in style.kinds.items()},
        cover=cover_of(store, plan_id),
    )


def words_of(kind: Kind) -> KindWords:
    """A kind's own words."""
    return KindWords(in_words(kind.title), in_words(kind.addressee), in_words(kind.closing))


def shipped_words(store: Store, plan_id: str, kind: str) -> KindWords:
    """How a kind is worded without the office's own words. A kind of its own is like the one it was made from."""
    shipped = HouseStyle.load().kinds
    like = house.own_style(store, plan_id).get("kinds", {}).get(kind, {}).get("like", kind)
    return words_of(shipped.get(like) or next(iter(shipped.values())))


def faults(store: Store, plan_id: str, settings: PaperSettings) -> Iterator[Fault]:
    """Everything that does not hold together; what is faultless can be kept."""
    for year, number in settings.first.items():
        if not (number.isdecimal() and 0 < int(number) < 10_000):
            yield Fault("first", "not-an-issue-number", f"{year}年：{number}" if number else f"{year}年")
    for kind, words in settings.words.items():
        if not words.title.strip():
            yield Fault("title", "no-title", kind, kind)
        for place in WORDS:
            text = getattr(words, place)
            if not places_known(as_places(text)):
                yield Fault(place, "bad-place", text, kind)
    yield from cover_faults(settings.cover, house.style_of(store, plan_id).kinds)


def keep_settings(store: Store, plan_id: str, settings: PaperSettings) -> None:
    """Keep all of it in one transaction. Raises Refused with the first fault, or for an unknown kind."""
    for fault in faults(store, plan_id, settings):
        raise Refused(fault.why, fault.about)
    with store.transaction():
        house.keep_style(store, plan_id, _own_style(store, plan_id, settings.words))
        house.keep_kind(store, plan_id, settings.kind)
        house.keep_office(store, plan_id, settings.office)
        for year, number in settings.first.items():
            if int(number) != house.first_number(store, plan_id, year):
                house.keep_first_number(store, plan_id, year, int(number))
        keep_cover(store, plan_id, settings.cover)


def _own_style(store: Store, plan_id: str, words: Mapping[str, KindWords]) -> dict[str, Any]:
    """The office's own style with these words; what is as shipped is none of its own."""
    own = house.own_style(store, plan_id)
    kinds = {name: dict(said) for name, said in own.get("kinds", {}).items()}
    shipped = HouseStyle.load().kinds
    for name, worded in words.items():
        usual, said = shipped_words(store, plan_id, name), kinds.get(name, {})
        for place in WORDS:
            said.pop(place, None)
            if getattr(worded, place) != getattr(usual, place):
                said[place] = as_places(getattr(worded, place))
        if said or name not in shipped:
            kinds[name] = said
        else:
            kinds.pop(name, None)
    rest = {key: value for key, value in own.items() if key != "kinds"}
    return {**rest, "kinds": kinds} if kinds else rest


def preview(
    store: Store, period: Period, settings: PaperSettings, kind: str, unit: str, today: date
) -> Preview:
    """How a kind will be titled in this period, and what will stand above and below it, as far as the words hold."""
    plan = store.plans.get(period.plan_id)
    number = house.issue_number(store, period)
    year, kept = period.span.end.year, house.first_number(store, period.plan_id, period.span.end.year)
    typed = settings.first.get(year, "")
    if typed.isdecimal():
        number += int(typed) - kept
    places = {
        "plan": plan.title,
        "period": period.span.label,
        "unit": unit,
        "year": str(year),
        "number": str(number),
        "today": day_words(today),
    }
    head, foot = settings.cover.letterhead, settings.cover.imprint
    mark, above, below = head.of(kind), "", ""
    if head.on and kind in head.kinds and mark.mark:
        above = "　".join(filter(None, (_filled(mark.mark, places), _filled(mark.number, places))))
    if foot.on and kind in foot.kinds:
        office = foot.office or settings.office or printer_of(store, period.plan_id)
        copies = f"抄送：{foot.copies_to.rstrip('。')}。　" if foot.copies_to else ""
        below = f"{copies}{office}　{day_words(foot.day or today)}印发"
    return Preview(_filled(settings.words[kind].title, places), above, below)


def _filled(text: str, places: Mapping[str, str]) -> str:
    """The text with its places filled; as it is typed while it does not hold."""
    named = as_places(text)
    return named.format_map(places) if places_known(named) else text


def restored(store: Store, plan_id: str, settings: PaperSettings, kind: str) -> PaperSettings:
    """The settings with a kind's words as they were shipped (恢复原样)."""
    return replace(settings, words={**settings.words, kind: shipped_words(store, plan_id, kind)})
