"""The command ``style``: how a plan's papers are written, named, signed, what stands above and below them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from peidang.app.papers import house, paper_cover
from peidang.app.papers.paper_cover import CoverStyle, ImprintStyle, LetterheadStyle, Mark, as_places
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import json_option, plan_option, print_json, store_argument
from peidang.domain.errors import Refused

BETWEEN = "、"


@command(
    help="文稿写法：看或改本方案常用的文稿、署名、期号起点、红头、版记和自定的名称、句子。"
    "发文机关标志和发文字号里可以写{年份}{期号}{报告期}，如“某发改〔{年份}〕{期号}号”。"
)
@store_argument
@click.option("--set", "file", type=click.Path(path_type=Path), metavar="文件", help="自定名称和句子")
@click.option("--kind", metavar="文稿", help="常用哪一种文稿")
@click.option("--office", metavar="署名", help="文稿由谁署名；空的恢复为牵头单位")
@click.option("--first-number", metavar="年份=期号", help="本年在这里出的第一期是第几期，如 2025=7")
@click.option("--letterhead/--no-letterhead", default=None, help="用红头，或不用")
@click.option("--mark", multiple=True, metavar="文字", help="发文机关标志；只用于一种文稿的写“文稿=文字”")
@click.option("--number", multiple=True, metavar="文字", help="发文字号；只用于一种文稿的写“文稿=文字”")
@click.option(
    "--letterhead-kinds", metavar="文稿", help="哪几种文稿用红头，用顿号隔开；不写为写全部任务的各种"
)
@click.option("--imprint/--no-imprint", default=None, help="用版记，或不用")
@click.option("--copies-to", metavar="机关", help="版记的抄送机关")
@click.option("--printed-by", metavar="机关", help="版记的印发机关；空的为署名")
@click.option("--printed-on", metavar="日期", help="版记的印发日期，如 2025-11-05；空的为成文日期")
@click.option("--imprint-kinds", metavar="文稿", help="哪几种文稿用版记，用顿号隔开")
@plan_option
@json_option
def style(
    store: Path,
    file: Path | None,
    kind: str | None,
    office: str | None,
    first_number: str | None,
    plan: str | None,
    as_json: bool,
    **cover: Any,
) -> None:
    """Show or change how papers are written."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        if file is not None:
            house.keep_style(opened, picked.id, house.read_style(file))
        if kind is not None:
            house.keep_kind(opened, picked.id, kind)
        if office is not None:
            house.keep_office(opened, picked.id, office)
        if first_number is not None:
            year, _, number = first_number.partition("=")
            if not (year.isdecimal() and number.isdecimal()):
                raise Refused("bad-value", first_number)
            house.keep_first_number(opened, picked.id, int(year), int(number))
        _keep_cover(opened, picked.id, cover)
        told = house.style_facts(opened, picked.id) | {
            "cover": paper_cover.cover_of(opened, picked.id).to_data()
        }
        shown = _lines(opened, picked.id, told)
    if as_json:
        print_json(told)
        return
    click.echo("\n".join(shown))


def _keep_cover(store: Any, plan_id: str, said: dict[str, Any]) -> None:
    """Keep what was said of 红头 and 版记; what was not said stays."""
    if all(one is None or one == () for one in said.values()):
        return
    kept, style = paper_cover.cover_of(store, plan_id), house.style_of(store, plan_id)
    usual = paper_cover.usual_kinds(style)
    head = _letterhead(kept.letterhead, said, tuple(style.kinds), usual)
    paper_cover.keep_cover(
        store, plan_id, CoverStyle(head, _imprint(kept.imprint, said, tuple(style.kinds), usual))
    )


def _letterhead(
    kept: LetterheadStyle, said: dict[str, Any], known: Sequence[str], usual: tuple[str, ...]
) -> LetterheadStyle:
    own = dict(kept.own)
    words = kept.words
    for place in ("mark", "number"):
        for text in said[place]:
            kind, is_own, rest = text.partition("=")
            if is_own and kind in known:
                own[kind] = replace(own.get(kind, Mark()), **{place: as_places(rest.strip())})
            else:
                words = replace(words, **{place: as_places(text.strip())})
    on = kept.on if said["letterhead"] is None else said["letterhead"]
    kinds = _kinds(said["letterhead_kinds"], known) or kept.kinds or (usual if on else ())
    return LetterheadStyle(on, kinds, words, {kind: one for kind, one in own.items() if one != Mark()})


def _imprint(
    kept: ImprintStyle, said: dict[str, Any], known: Sequence[str], usual: tuple[str, ...]
) -> ImprintStyle:
    on = kept.on if said["imprint"] is None else said["imprint"]
    kinds = _kinds(said["imprint_kinds"], known) or kept.kinds or (usual if on else ())
    copies = kept.copies_to if said["copies_to"] is None else said["copies_to"].strip()
    office = kept.office if said["printed_by"] is None else said["printed_by"].strip()
    day = kept.day if said["printed_on"] is None else _day(said["printed_on"].strip())
    return ImprintStyle(on, kinds, copies, office, day)


def _day(text: str) -> date | None:
    """A day as 2025-11-05; None for ''. Raises Refused for anything else."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused("bad-value", text) from error


def _kinds(text: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The kinds named. Raises Refused for an unknown one."""
    named = [one.strip() for one in (text or "").split(BETWEEN) if one.strip()]
    for one in named:
        if one not in known:
            raise Refused("no-such-kind", one)
    return tuple(one for one in known if one in named)


def _lines(store: Any, plan_id: str, told: dict[str, Any]) -> list[str]:
    cover = paper_cover.cover_of(store, plan_id)
    return [
        f"文稿：{BETWEEN.join(told['kinds'])}",
        f"常用：{told['kind']}",
        f"署名：{told['office'] or '牵头单位名称'}",
        f"红头：{paper_cover.letterhead_words(cover.letterhead)}",
        f"版记：{paper_cover.imprint_words(cover.imprint)}",
        f"自定：{len(told['own'].get('kinds', {}))}种文稿，{len(told['own'].get('sentences', {}))}个句子",
    ]
