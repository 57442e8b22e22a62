"""Commands about a plan that changes and what is still open in it: update doubts duty."""

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from peidang.app.plan import doubts as settling
from peidang.app.plan import indicator_duty
from peidang.app.plan.doubts import OpenDoubt
from peidang.app.plan.indicator_duty import DutyLine
from peidang.app.plan.plan_changes import Proposal, confirm_changes, propose_changes
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import Month, json_option, plan_option, print_json, store_argument
from peidang.domain.change_words import CELLS, change_sentence, choice_words, edit_sentence
from peidang.domain.errors import NotFound
from peidang.domain.labels import INDICATOR_KIND_WORDS, INDICATOR_REPORTING_WORDS, IndicatorKind
from peidang.domain.phrases import targets_text
from peidang.domain.plan import BaseFigure, Indicator, Plan, YearlyNode
from peidang.domain.plan_changes import kept_rows, titles_differ

_NODE = re.compile(r"(\d{4})(?:-Q([1-4]))?=(.+)")
_BASE = re.compile(r"(\d{4}(?:-\d{2})?)=(.+)")


@command(help="方案更新：拿新文件与方案比对，列出变更；加 --confirm 后自指定月份起执行，已印发的月份不变。")
@store_argument
@click.argument("document", type=click.Path(path_type=Path), metavar="新文件")
@click.option("--from", "since", type=Month(), metavar="月份", help="自哪个月起执行，如 2025-11")
@click.option("--confirm", is_flag=True, help="确认变更（不加时只列出，不改动）")
@click.option("--choose", metavar="编号,…", help="只确认这些变更或选项，如 1,3,5.2（默认全部）")
@plan_option
@json_option
def update(
    store: Path,
    document: Path,
    since: str | None,
    confirm: bool,
    choose: str | None,
    plan: str | None,
    as_json: bool,
) -> None:
    """A newer document of a plan."""
    if confirm and since is None:
        raise click.UsageError("确认变更须用 --from 写明自哪个月起执行")
    version = None
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        proposal = propose_changes(opened, picked.id, document)
        if confirm and since is not None:
            chosen = None if choose is None else {one.strip() for one in choose.split(",") if one.strip()}
            version = confirm_changes(opened, picked.id, proposal, since, chosen)
    if as_json:
        print_json(_proposal_as_json(proposal, version))
    else:
        _print_proposal(proposal, version, since)


def _proposal_as_json(made: Proposal, version: int | None) -> dict[str, object]:
    return {
        "plan": made.plan.title,
        "title": made.document.title,
        "unchanged": kept_rows(made.plan, made.changes.changes),
        "version": version,
        "changes": [
            {
                "id": one.id,
                "kind": one.kind.value,
                "sentence": change_sentence(one, made.plan, made.reading),
                "cells": [
                    {"cell": CELLS.get(edit.cell, edit.cell), "old": edit.old, "new": edit.new}
                    for edit in one.edits
                ],
                "choices": [{"id": o.id, "words": choice_words(o, made.plan)} for o in one.options],
            }
            for one in made.changes.changes
        ],
    }


def _print_proposal(made: Proposal, version: int | None, since: str | None) -> None:
    if titles_differ(made.plan, made.document.title):
        click.echo(f"提示：新文件标题为“{made.document.title}”，请确认是同一方案。", err=True)
    for one in made.changes.changes:
        click.echo(f"{one.id}. {change_sentence(one, made.plan, made.reading)}")
        for edit in one.edits:
            click.echo(f"    {edit_sentence(edit)}")
        if len(one.options) > 1:
            for option in one.options:
                click.echo(f"    选项 {option.id}  {choice_words(option, made.plan)}")
    kept = kept_rows(made.plan, made.changes.changes)
    count = len(made.changes.changes)
    click.echo(f"变更{count}项，其余{kept}行不变" if count else "没有变更")
    if version is not None:
        click.echo(f"已确认，自{since}起执行（方案第{version}版）")


@command(
    help="存疑之处：不带编号时列出尚未确认的；带编号时列出选项，再带选项时确认。"
    "选项为 merge（合并）、keep（分别保留）、checked（已核对）；指标写单位名称、“多家相加：甲、乙”或“暂不调度”。"
)
@store_argument
@click.argument("doubt", required=False, metavar="[编号]")
@click.argument("choice", required=False, metavar="[选项]")
@click.option("--note", default="", metavar="说明", help="核对说明，与 checked 同用")
@plan_option
@json_option
def doubts(
    store: Path, doubt: str | None, choice: str | None, note: str, plan: str | None, as_json: bool
) -> None:
    """List or settle doubts."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        if doubt is not None and choice is not None:
            settling.settle(opened, picked.id, doubt, choice, note)
        waiting = settling.open_doubts(opened, picked.id)
    if doubt is not None and choice is None:
        waiting = tuple(one for one in waiting if doubt in (str(one.number), one.id))
        if not waiting:
            raise NotFound("存疑之处", doubt)
    if as_json:
        print_json([_doubt_as_json(one) for one in waiting])
    elif choice is not None:
        click.echo(f"已确认，还有{len(waiting)}处待确认")
    else:
        _print_doubts(waiting, with_choices=doubt is not None)


def _doubt_as_json(one: OpenDoubt) -> dict[str, object]:
    return {
        "number": one.number,
        "code": one.code,
        "place": one.place,
        "quote": one.quote,
        "proposal": one.proposal,
        "sentence": one.sentence,
        "choices": [{"id": c.id, "words": c.words, "proposed": c.proposed} for c in one.choices],
    }


def _print_doubts(waiting: tuple[OpenDoubt, ...], with_choices: bool) -> None:
    for one in waiting:
        click.echo(f"{one.number}. {one.sentence}")
        for choice in one.choices if with_choices else ():
            mark = "（建议）" if choice.proposed else ""
            click.echo(f"    选项 {choice.id}  {choice.words}{mark}  {choice.detail}".rstrip())
    if not waiting:
        click.echo("没有待确认的存疑之处")


@command(
    help="指标责任分工：不带序号时列出没有唯一牵头单位的指标；带指标序号、方式和单位时确定由谁填报。"
    "方式为 一家报、多家相加、一家报一家核、暂不调度。"
)
@store_argument
@click.argument("number", required=False, type=int, metavar="[指标序号]")
@click.argument("way", required=False, metavar="[方式]")
@click.argument("unit", nargs=-1, metavar="[单位…]")
@click.option("--kind", metavar="性质", help="指标性质：" + "、".join(INDICATOR_KIND_WORDS.values()))
@click.option("--node", multiple=True, metavar="年=数", help="年度目标（可多次），如 2026=40、2026-Q1=10")
@click.option("--base", multiple=True, metavar="期=数", help="基期数（可多次），如 2023=12.5、2023-10=3")
@click.option("--definition", metavar="口径", help="统计口径")
@plan_option
@json_option
def duty(
    store: Path,
    number: int | None,
    way: str | None,
    unit: tuple[str, ...],
    kind: str | None,
    node: tuple[str, ...],
    base: tuple[str, ...],
    definition: str | None,
    plan: str | None,
    as_json: bool,
) -> None:
    """Who tells an indicator, and what is kept of it."""
    settings = _settings(kind, node, base, definition)
    if number is None and settings:
        raise click.UsageError("请写明指标序号")
    if way is not None and way not in INDICATOR_REPORTING_WORDS.values():
        raise click.UsageError(f"没有“{way}”这种方式，可写：{'、'.join(INDICATOR_REPORTING_WORDS.values())}")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        if number is not None:
            one = _indicator(picked, number)
            with opened.transaction():
                if settings:
                    indicator_duty.set_indicator(opened, picked.id, one.id, **settings)
                if way is not None:
                    reporting, units = settling.reporting_named(opened, picked, f"{way}：{'、'.join(unit)}")
                    indicator_duty.settle(opened, picked.id, one.id, reporting, [u.id for u in units])
        picked = stores.pick_plan(opened, picked.id)
        lines = indicator_duty.duty_lines(opened, picked.id)
    numbers = [line.number for line in lines] if number is None else [number]
    _print_indicators(picked, numbers, as_json, lines)


def _settings(
    kind: str | None, nodes: tuple[str, ...], bases: tuple[str, ...], definition: str | None
) -> indicator_duty.Settings:
    found: indicator_duty.Settings = {}
    if kind is not None:
        found["kind"] = _kind(kind)
    if nodes:
        found["nodes"] = tuple(map(_node, nodes))
    if bases:
        found["bases"] = tuple(map(_base, bases))
    if definition is not None:
        found["definition"] = definition
    return found


def _indicator(plan: Plan, number: int) -> Indicator:
    if not 1 <= number <= len(plan.indicators):
        raise NotFound("指标序号", str(number))
    return plan.indicators[number - 1]


def _kind(words: str) -> IndicatorKind:
    for kind, known in INDICATOR_KIND_WORDS.items():
        if words == known:
            return kind
    raise click.UsageError(f"没有“{words}”这种指标性质，可写：{'、'.join(INDICATOR_KIND_WORDS.values())}")


def _node(text: str) -> YearlyNode:
    match = _NODE.fullmatch(text.strip())
    if match is None:
        raise click.UsageError(f"“{text}”不是年度目标，请写成 2026=40 或 2026-Q1=10")
    year, quarter, value = match.groups()
    return YearlyNode(int(year), _number(value), int(quarter) if quarter else None)


def _base(text: str) -> BaseFigure:
    match = _BASE.fullmatch(text.strip())
    if match is None:
        raise click.UsageError(f"“{text}”不是基期数，请写成 2023=12.5 或 2023-10=3")
    return BaseFigure(match.group(1), _number(match.group(2)))


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise click.UsageError(f"“{text}”不是数")
    return value


def _print_indicators(plan: Plan, numbers: list[int], as_json: bool, lines: tuple[DutyLine, ...]) -> None:
    by_number = {line.number: line for line in lines}
    data = [_indicator_as_json(plan, n, _indicator(plan, n), by_number.get(n)) for n in numbers]
    if as_json:
        print_json(data)
        return
    for one in data:
        click.echo(f"{one['number']}. {one['name']}（{one['kind']}，{one['targets']}）：{one['told']}")
        if one["candidates"]:
            click.echo(f"    所在行牵头或责任单位：{one['candidates']}")
    if not data:
        click.echo("每个指标都有唯一的牵头单位")


def _indicator_as_json(plan: Plan, number: int, one: Indicator, line: DutyLine | None) -> dict[str, object]:
    reporters = [plan.unit(unit_id) for unit_id in one.reporter_ids]
    return {
        "number": number,
        "name": one.name,
        "kind": INDICATOR_KIND_WORDS[one.kind],
        "targets": targets_text(one, "；"),
        "reporting": INDICATOR_REPORTING_WORDS[one.reporting],
        "told": indicator_duty.reporting_words(one.reporting, reporters),
        "reporters": [unit.name for unit in reporters],
        "serials": list(line.serials) if line else [],
        "candidates": "、".join(unit.name for unit in line.candidates) if line else "",
        "nodes": {f"{n.year}-Q{n.quarter}" if n.quarter else str(n.year): str(n.value) for n in one.nodes},
        "bases": {base.period: str(base.value) for base in one.bases},
        "definition": one.definition,
    }
