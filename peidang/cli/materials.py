"""The materials command: what was kept beside the answers, whose it is, and what is nobody's yet."""

from pathlib import Path
from typing import Any

import click

from peidang.app.returns.material_list import (
    MaterialLine,
    assign_named,
    lacking_signed,
    material_lines,
)
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import Month, json_option, only_plan_option, print_json, store_argument, today


@command(help="佐证材料和盖章件：列出；没有归属的带编号，可用 --assign 指明是哪个单位的。")
@store_argument
@click.argument("month", type=Month(), required=False, metavar="[报告期]")
@click.option("--assign", metavar="编号", help="把这份没有归属的材料归到 --unit 所写的单位（须写报告期）")
@click.option("--unit", metavar="单位", help="归到哪个单位")
@click.option("--row", "serial", type=int, metavar="序号", help="归到哪项任务（可不写）")
@click.option(
    "--signed/--evidence", "signed", default=None, help="作为盖章件，还是作为佐证材料（默认看文件名）"
)
@only_plan_option
@json_option
def materials(
    store: Path,
    month: str | None,
    assign: str | None,
    unit: str | None,
    serial: int | None,
    signed: bool | None,
    plan: str | None,
    as_json: bool,
) -> None:
    """List what is kept, or say whose a file is."""
    if assign is not None and (unit is None or month is None):
        raise click.UsageError("--assign 须同时写明报告期和 --unit")
    if assign is None and (unit is not None or serial is not None or signed is not None):
        raise click.UsageError("--unit、--row、--signed、--evidence 只与 --assign 同用")
    with stores.open_store(store) as opened:
        if assign is not None and unit is not None and month is not None:
            batch = assign_named(opened, assign, month, unit, serial, signed, plan)
            print_json({"batch": batch}) if as_json else click.echo(f"批次 {batch}")
            return
        lines = material_lines(opened, month, plan)
        lacking = _lacking(opened, month, plan) if month else ()
    if as_json:
        print_json([vars(one) for one in lines])
        return
    for one in lines:
        _print_line(one)
    if not lines:
        click.echo("没有佐证材料和盖章件")
    if lacking:
        click.echo(f"已报送而缺盖章件：{'、'.join(lacking)}", err=True)


def _lacking(store: Any, month: str, plan: str | None) -> tuple[str, ...]:
    """Of each plan that has the month."""
    span = stores.span_of(month)
    return tuple(
        name
        for head in stores.plan_heads(store)
        for period in stores.periods(store, head.id)
        if period.span == span and plan in (None, head.id, head.title)
        for name in lacking_signed(store, head.id, period.id, today())
    )


def _print_line(one: MaterialLine) -> None:
    kind = {True: "盖章件", False: "佐证材料", None: f"没有归属（编号 {one.id}）"}[one.signed]
    row = f"第{one.row}行" if one.row else ""
    came = f"{one.received[:16].replace('T', ' ')}收到" if one.received else ""
    click.echo("  ".join(part for part in (kind, one.file, one.month, one.unit, row, one.note, came) if part))
