"""Commands about a month's returns: send receive decide undo enter show check."""

from datetime import date
from pathlib import Path

import click

from peidang.app.month import entering, showing, undoing
from peidang.app.outgoing import sending
from peidang.app.outgoing.master import send_master
from peidang.app.plan import closing
from peidang.app.returns import deciding, receiving
from peidang.app.store import stores
from peidang.app.store.stores import unit_named
from peidang.app.views import RECOGNISED_WORDS, Decision, Drop, counts_words, outcome_word
from peidang.cli.chinese import command
from peidang.cli.common import (
    Day,
    Month,
    json_option,
    month_argument,
    only_plan_option,
    out_option,
    plan_option,
    print_json,
    store_argument,
    today,
)
from peidang.domain.errors import NotFound
from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.plan import Plan


@command(help="发填报表：每个报送单位一个文件夹，内有填报表（.xlsx）和发送说明；另附发送清单、群通知。")
@store_argument
@month_argument
@out_option
@click.option("--master", is_flag=True, help="改发一份总表：全部单位的内容在同一个文件里，各单位相互可见")
@click.option("--flat", is_flag=True, help="不分文件夹，填报表都放在一起")
@click.option("--eml", is_flag=True, help="另做邮件草稿（.eml），双击打开，核对收件人后发送")
@plan_option
def send(store: Path, month: str, out: Path, master: bool, flat: bool, eml: bool, plan: str | None) -> None:
    """Make the request workbooks, or the 总表 in their place."""
    if master and (flat or eml):
        raise click.UsageError("--master 只出一个文件，不能与 --flat、--eml 同用")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        if master:
            made = send_master(opened, picked.id, period.id, out)
        else:
            made = sending.send(opened, picked.id, period.id, out, today(), flat=flat, eml=eml)
    for one in made.files:
        click.echo(f"{one.path}  {one.size}字节")


@command(help="收表：收下文件或整个文件夹，显示每个文件的结果；同样的内容再收一次不会有变化。")
@store_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@click.option("--month", type=Month(), metavar="报告期", help="按这个报告期收（默认最近一个未印发的报告期）")
@click.option("--dry-run", is_flag=True, help="只看结果，不入表")
@click.option(
    "--password", "passwords", multiple=True, metavar="密码", help="有密码的文件用它打开（可写几个）"
)
@only_plan_option
@json_option
def receive(
    store: Path,
    paths: tuple[Path, ...],
    month: str | None,
    dry_run: bool,
    passwords: tuple[str, ...],
    plan: str | None,
    as_json: bool,
) -> None:
    """Receive returns."""
    with stores.open_store(store) as opened:
        plan_id = receiving.plan_named(opened, plan)
        drop = receiving.receive(opened, paths, plan_id, month, today(), dry_run, passwords=passwords)
    if as_json:
        print_json(_drop_as_json(drop))
        return
    if not drop.files:
        click.echo("没有可收的文件：给出的文件夹是空的。", err=True)
    for one in drop.files:
        how = RECOGNISED_WORDS.get(one.recognised_by, "")
        known = "  ".join(part for part in (one.unit, one.month, counts_words(one.cells), how) if part)
        click.echo(
            f"{outcome_word(one.outcome, taken=not dry_run)}  {one.file}  {known}  {one.note}".rstrip()
        )
        for finding in sorted(
            one.findings, key=lambda told: told["code"] != one.outcome
        ):  # first why it stays out
            place = f"{finding['sheet']}!{finding['cell']} " if finding["cell"] else ""
            click.echo(f"    [{finding['grade']}] {place}{finding['message']}")
    for words in drop.reopened:
        click.echo(words)
    if drop.batch is not None:
        click.echo(f"批次 {drop.batch}（撤销：peidang undo {store} {drop.batch}）")


def _drop_as_json(drop: Drop) -> dict[str, object]:
    return {
        "batch": drop.batch,
        "files": [
            {
                "file": one.file,
                "outcome": one.outcome,
                "plan": one.plan,
                "unit": one.unit,
                "month": one.month,
                "recognised_by": one.recognised_by,
                "cells": dict(one.cells),
                "findings": [dict(finding) for finding in one.findings],
                **({"row": one.row, "signed": one.signed} if one.signed is not None else {}),
                **({"note": one.note} if one.note else {}),
            }
            for one in drop.files
        ],
        **({"reopened": list(drop.reopened)} if drop.reopened else {}),
    }


@command(help="待定事项：不带参数时列出；带事项编号和决定的编号时作出决定。")
@store_argument
@click.argument("decision", required=False, metavar="[事项]")
@click.argument("choice", required=False, metavar="[决定]")
@json_option
def decide(store: Path, decision: str | None, choice: str | None, as_json: bool) -> None:
    """List or settle decisions."""
    with stores.open_store(store) as opened:
        if decision is not None and choice is not None:
            batch = deciding.decide(opened, decision, choice)
            print_json({"batch": batch}) if as_json else click.echo(f"批次 {batch}")
            return
        waiting = deciding.open_decisions(opened)
    if decision is not None:
        waiting = tuple(one for one in waiting if one.id == decision)
        if not waiting:
            raise NotFound("待定事项", decision)
    if as_json:
        print_json([_decision_as_json(one) for one in waiting])
        return
    for one in waiting:
        _print_decision(one)
    if not waiting:
        click.echo("没有待定事项")


def _decision_as_json(one: Decision) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind,
        "question": one.question,
        "plan": one.plan,
        "unit": one.unit,
        "month": one.month,
        "items": [
            {"serial": i.serial, "item": i.item, "field": i.field, "old": i.old, "new": i.new}
            for i in one.items
        ],
        "choices": [
            {"id": c.id, "words": c.words, "detail": c.detail, "proposed": c.proposed} for c in one.choices
        ],
    }


def _print_decision(one: Decision) -> None:
    click.echo(f"{one.id}  {one.question}")
    for item in one.items:
        click.echo(f"    {item.place_words} {item.field}：{item.new or item.old}")
    for choice in one.choices:
        mark = "（建议）" if choice.proposed else ""
        click.echo(f"    选项 {choice.id}  {choice.words}{mark}  {choice.detail}".rstrip())


@command(
    help="撤销一个批次（收表、录入、决定、统稿、改稿、销号、亮灯规则、登记签发件等）。已印发的报告期不能撤销。"
)
@store_argument
@click.argument("batch", type=int, metavar="批次")
def undo(store: Path, batch: int) -> None:
    """Withdraw a batch."""
    with stores.open_store(store) as opened:
        done = undoing.undo(opened, batch)
    click.echo(f"已撤销第{done.batch}批：{done.label}")


@command(help="录入或代录：逐格写入，如 进展情况=… 累计数=3。空值表示清空。")
@store_argument
@month_argument
@click.option("--unit", metavar="单位", help="替哪个单位录入（默认本单位）")
@click.option("--row", "serial", type=int, metavar="序号", help="任务序号")
@click.option("--indicator", "number", type=int, metavar="序号", help="指标序号")
@click.option("--by", default="", metavar="谁", help="代录：谁说的（张三，市财政局）")
@click.option("--through", default="", metavar="途径", help="代录：怎么说的（电话、微信、来人）")
@click.option("--told-at", type=Day(), metavar="日期", help="代录：什么时候说的")
@click.option("--correct", is_flag=True, help="改正已印发报告期中的错误（之后用 issue --correct 更正）")
@click.argument("cells", nargs=-1, required=True, metavar="栏目=内容…")
@plan_option
def enter(
    store: Path,
    month: str,
    unit: str | None,
    serial: int | None,
    number: int | None,
    by: str,
    through: str,
    told_at: date | None,
    correct: bool,
    cells: tuple[str, ...],
    plan: str | None,
) -> None:
    """Write answers by hand."""
    if (serial is None) == (number is None):
        raise click.UsageError("--row 和 --indicator 须写且只写一个")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        item = _item_id(picked, serial, number)
        answers = {(item, field): text for field, text in map(_cell, cells)}
        batch = entering.enter(
            opened,
            period.id,
            unit_named(picked, unit),
            answers,
            by,
            correct=correct,
            told_by=through,
            told_at=told_at.isoformat() if told_at else None,
        )
        told = closing.history(opened, picked.id) if batch else ()
    click.echo(f"批次 {batch}" if batch else "内容没有变化")
    for step in told:
        if step.batch == batch:
            click.echo(step.words)


def _item_id(plan: Plan, serial: int | None, number: int | None) -> str:
    for row in plan.rows:
        if row.serial == serial:
            return row.id
    if number is not None and 1 <= number <= len(plan.indicators):
        return plan.indicators[number - 1].id
    raise NotFound("序号", str(serial or number))


def _cell(text: str) -> tuple[Field, str]:
    head, mark, value = text.partition("=")
    field = next((field for field, word in FIELD_WORDS.items() if head.strip() in (word, field.value)), None)
    if field is None or not mark:
        wrong = f"没有“{head.strip()}”这个栏目" if mark else f"“{text}”没有写成 栏目=内容"
        raise click.UsageError(f"{wrong}；可写的栏目：{'、'.join(FIELD_WORDS.values())}")
    return field, value


@command(help="显示工作库的内容（不含标识、时间、批次和记录）。")
@store_argument
@click.argument("month", type=Month(), required=False, metavar="[报告期]")
@only_plan_option
@json_option
def show(store: Path, month: str | None, plan: str | None, as_json: bool) -> None:
    """Canonical content."""
    with stores.open_store(store) as opened:
        plan_id = receiving.plan_named(opened, plan)
        data = showing.show(opened, plan_id, month)
    if as_json:
        print_json(data)
        return
    for one in data["plans"]:
        click.echo(f"{one['title']}：{len(one['rows'])}行，指标{len(one['indicators'])}项")
        for period in one["months"]:
            issued = "，已印发" if period["issued"] else ""
            click.echo(
                f"  {period['month']}：进展{len(period['entries'])}条，数据{len(period['readings'])}条，"
                f"截止{period['due']}{issued}"
            )
    click.echo(f"待定事项{len(data['decisions'])}项")
