"""The command check: what is to be mended or explained in a month."""

from pathlib import Path

import click

from peidang.app.month import checking
from peidang.app.month.checking import FileFinding
from peidang.app.plan import closing
from peidang.app.returns.changes import item_words
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import json_option, month_argument, plan_option, print_json, store_argument, today
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, GRADE_WORDS, Grade
from peidang.domain.plan import Plan


@command(help="核对一个报告期：有“必须改”的问题时以 1 退出。")
@store_argument
@month_argument
@plan_option
@json_option
@click.pass_context
def check(context: click.Context, store: Path, month: str, plan: str | None, as_json: bool) -> None:
    """Check a month."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        found = checking.check(opened, picked.id, period.id, today())
        in_files = checking.check_files(opened, period.id)
        closed = closing.told(opened, picked.id, period.id, today()) if picked.coordinates else ()
    if as_json:
        answers = [_finding_as_json(picked, one) for one in found]
        print_json(
            answers
            + [_file_finding_as_json(one) for one in in_files]
            + [_closed_as_json(one) for one in closed]
        )
    else:
        _print(picked, found, in_files)
        for words in closed:
            click.echo(f"[销号] {words}")
    must = [one.grade is Grade.MUST for one in found]
    context.exit(1 if any(must) or in_files else 0)


def _print(plan: Plan, found: tuple[Finding, ...], in_files: tuple[FileFinding, ...]) -> None:
    for one in found:
        serial, words = item_words(plan, one.item_id)
        unit = plan.unit(one.unit_id).name
        click.echo(f"[{GRADE_WORDS[one.grade]}] {unit} 第{serial}项 {words}：{one.message}")
    for other in in_files:
        click.echo(f"[{other.grade}] {other.unit} {other.file} {other.place}：{other.message}")
    click.echo(f"共{len(found) + len(in_files)}条")


def _finding_as_json(plan: Plan, one: Finding) -> dict[str, object]:
    serial, words = item_words(plan, one.item_id)
    return {
        "code": one.code,
        "grade": GRADE_WORDS[one.grade],
        "unit": plan.unit(one.unit_id).name,
        "serial": serial,
        "item": words,
        "field": FIELD_WORDS[one.field] if one.field else None,
        "message": one.message,
    }


def _closed_as_json(words: str) -> dict[str, object]:
    return {
        "code": "closed-below-target",
        "grade": GRADE_WORDS[Grade.EXPLAIN],
        "unit": None,
        "serial": None,
        "item": "",
        "field": None,
        "message": words,
    }


def _file_finding_as_json(one: FileFinding) -> dict[str, object]:
    return {
        "code": one.code,
        "grade": one.grade,
        "unit": one.unit,
        "serial": None,
        "item": one.file,
        "field": one.place,
        "message": one.message,
    }
