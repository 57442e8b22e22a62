"""The materials command: what was kept beside the answers, whose it is, and what is nobody's yet."""

from dataclasses import dataclass
from pathlib import Path

import click

from peidang.app import materials as kept
from peidang.app import stores
from peidang.app.stores import unit_named
from peidang.cli.chinese import command
from peidang.cli.common import Month, json_option, only_plan_option, print_json, store_argument
from peidang.db.store import Store
from peidang.domain.errors import NotFound
from peidang.domain.periods import Period
from peidang.domain.plan import Plan

SHORT = 8
"""As many letters of an id are shown; any beginning that fits one file is understood."""


@dataclass(frozen=True)
class _Line:
    id: str
    file: str
    plan: str | None
    month: str | None
    unit: str | None
    row: int | None
    signed: bool | None
    note: str


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
            batch = _assign(opened, assign, month, unit, serial, signed, plan)
            print_json({"batch": batch}) if as_json else click.echo(f"批次 {batch}")
            return
        lines = _lines(opened, month, plan)
    if as_json:
        print_json([vars(one) for one in lines])
        return
    for one in lines:
        _print_line(one)
    if not lines:
        click.echo("没有佐证材料和盖章件")


def _print_line(one: _Line) -> None:
    kind = {True: "盖章件", False: "佐证材料", None: f"没有归属（编号 {one.id}）"}[one.signed]
    row = f"第{one.row}行" if one.row else ""
    click.echo("  ".join(part for part in (kind, one.file, one.month, one.unit, row, one.note) if part))


def _months(store: Store, month: str | None, plan: str | None) -> list[tuple[Plan, Period]]:
    """The periods meant, each with its plan. Raises NotFound where a month is named that no plan has."""
    heads = store.plans.heads()
    plans = [stores.pick_plan(store, plan)] if plan else [store.plans.get(head.id) for head in heads]
    span = stores.span_of(month) if month else None
    found = [
        (one, period) for one in plans for period in store.months.all(one.id) if span in (None, period.span)
    ]
    if month and not found:
        raise NotFound("报告期", month)
    return found


def _lines(store: Store, month: str | None, plan: str | None) -> list[_Line]:
    """What belongs to somebody, month by month, then what is nobody's, each once."""
    months = _months(store, month, plan)
    lines, loose = [], {}
    for one, period in months:
        serials = {row.id: row.serial for row in one.rows}
        for material in kept.materials_of(store, period.id):
            row = serials.get(material.item)
            name = store.units.get(material.unit_id).name
            lines.append(
                _Line(
                    material.id[:SHORT],
                    material.name,
                    one.title,
                    period.span.key,
                    name,
                    row,
                    material.signed,
                    material.note,
                )
            )
        for receipt, path, of_period in kept.unassigned_of(store, period.id):
            whose = (one.title, period.span.key) if of_period else (None, None)
            loose[receipt] = _Line(receipt[:SHORT], path, *whose, None, None, None, kept.ASK_WHOSE)
    return [*lines, *loose.values()]


def _assign(
    store: Store, short: str, month: str, unit: str, serial: int | None, signed: bool | None, plan: str | None
) -> int:
    months = _months(store, month, plan)
    waiting = {
        receipt for _, period in months for receipt, _ in kept.unassigned(store, period.id)
    }  # of several plans the same file may wait in each
    fits = [receipt for receipt in waiting if receipt.startswith(short)]
    if len(fits) != 1:
        raise NotFound("没有归属的材料", short)
    named = [(one, period) for one, period in months if _has(one, unit)]
    if len(named) > 1:
        stores.pick_plan(store, plan)  # raises Ambiguous, naming the plans
    picked, period = (named or months)[0]
    unit_id = unit_named(picked, unit)
    rows = {row.serial: row.id for row in picked.rows_of(unit_id)}
    if serial is not None and serial not in rows:
        raise NotFound("序号", str(serial))
    item = rows[serial] if serial is not None else ""
    return kept.assign(store, fits[0], unit_id, item, signed, period.id)


def _has(plan: Plan, unit: str) -> bool:
    return any(unit == one.name or unit in one.aliases for one in plan.units)
