"""Commands about what a plan is judged by, and about rows that are done with: rules close."""

from pathlib import Path

import click

from peidang.app.month import undoing
from peidang.app.papers import rules
from peidang.app.plan import closing
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import Month, json_option, plan_option, print_json, store_argument, today
from peidang.domain.errors import NotFound
from peidang.domain.labels import ROW_STATE_WORDS, RowState
from peidang.domain.plan import Plan


@command("rules", help="亮灯规则：列出图例；--keep 确认现在的规则，--set 换成文件里的规则。已印发的不变。")
@store_argument
@click.option(
    "--set", "file", type=click.Path(path_type=Path), metavar="文件", help="按这个文件（--json 的样子）换规则"
)
@click.option("--keep", is_flag=True, help="就用现在的规则")
@plan_option
@json_option
def rule_sheet(store: Path, file: Path | None, keep: bool, plan: str | None, as_json: bool) -> None:
    """Show or change the rule sheet."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        before = rules.rules(opened, picked.id)
        if file is not None:
            rules.keep_rules(opened, picked.id, rules.read_rules(file))
        elif keep:
            rules.keep_rules(opened, picked.id, before.sheet)
        told = rules.rules(opened, picked.id)
        last = undoing.last_undoable(opened, rules.BATCH)
    if last and told.number != before.number:
        words = f"已保存为第{told.number}版，批次{last.id}（撤销：peidang undo {store} {last.id}）"
        click.echo(words, err=True)
    if as_json:
        print_json(
            {"number": told.number, "rules": told.sheet.to_json(), "legend": [s for _, s in told.legend]}
        )
        return
    click.echo(f"第{told.number}版" if told.number else "起始规则，尚未确认（确认用 --keep，另定用 --set）")
    for _, sentence in told.legend:
        click.echo(sentence)
    for note in told.notes:
        click.echo(note)


_STEPS = {
    "apply": closing.apply_for,
    "refuse": closing.refuse,
    "reopen": closing.reopen,
}


@command(
    help="销号：序号后写 --apply 申请、--verify 核实、--refuse 不予销号、--reopen 恢复，都写明依据和经办人；"
    "--check 按一个报告期的数据恢复低于目标的；什么都不写，列出经过。"
)
@store_argument
@click.argument("serial", required=False, type=int, metavar="[序号]")
@click.option("--apply", "what", flag_value="apply", help="申请销号")
@click.option("--verify", "what", flag_value="verify", help="核实销号")
@click.option("--refuse", "what", flag_value="refuse", help="不予销号")
@click.option("--reopen", "what", flag_value="reopen", help="恢复在办")
@click.option("--check", type=Month(), metavar="报告期", help="已销号而数值低于目标的恢复在办")
@click.option("--month", type=Month(), metavar="报告期", help="核实时按哪个报告期的数据（不写用最新的）")
@click.option("--grounds", default="", metavar="依据", help="依据或理由")
@click.option("--by", default="", metavar="经办", help="谁申请或核实的")
@plan_option
@json_option
def close(
    store: Path,
    serial: int | None,
    what: str | None,
    check: str | None,
    month: str | None,
    grounds: str,
    by: str,
    plan: str | None,
    as_json: bool,
) -> None:
    """Apply for, verify, refuse or take back that a row is done with."""
    if (serial is None) != (what is None):
        raise click.UsageError("请写序号和要办的事")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        if check is not None:
            period = stores.pick_period(opened, picked.id, check)
            closing.reopen_fallen(opened, picked.id, period.id, today())
        if serial is not None:
            row_id = _row_id(picked, serial)
            if what == "verify":
                known = stores.periods(opened, picked.id)
                at = stores.pick_period(opened, picked.id, month).id if month or known else None
                closing.verify(opened, picked.id, row_id, grounds, by, at, today())
            elif what is not None:
                _STEPS[what](opened, picked.id, row_id, grounds, by)
        steps = closing.history(opened, picked.id)
        closed = [row.serial for row in opened.plans.get(picked.id).rows if row.state is RowState.CLOSED]
    if as_json:
        print_json(
            {
                "closed": closed,
                "steps": [
                    {
                        "serial": one.serial,
                        "state": ROW_STATE_WORDS[one.state],
                        "grounds": one.grounds,
                        "by": one.by_whom,
                        "at": one.made_at,
                        "batch": one.batch,
                    }
                    for one in steps
                ],
            }
        )
        return
    for one in steps:
        undo = f"  批次{one.batch}" if one.batch else ""
        click.echo(f"{one.made_at[:16]}  {one.words}{undo}")
    click.echo(f"已销号{len(closed)}行")


def _row_id(plan: Plan, serial: int) -> str:
    for row in plan.rows:
        if row.serial == serial:
            return row.id
    raise NotFound("行", str(serial))
