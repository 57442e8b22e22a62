"""Commands of the bureau's side: answer reply."""

from pathlib import Path

import click

from peidang.app import answering
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import month_argument, out_option, plan_option, store_argument


@command(help="打开收到的填报表，把方案和报告期记入本单位的工作库；工作库不存在时新建。")
@store_argument
@click.argument("request", type=click.Path(path_type=Path), metavar="填报表")
def answer(store: Path, request: Path) -> None:
    """Take a request in."""
    answering.read_request(request)  # what is no request makes no store
    with stores.open_or_create(store) as opened:
        period = answering.answer(opened, request)
        plan = opened.plans.get(period.plan_id)
    click.echo(f"{plan.title} {period.span.key}：任务{len(plan.rows)}项，指标{len(plan.indicators)}项")


@command(help="生成报送文件：把本单位填好的内容写成可以报回的工作簿。")
@store_argument
@month_argument
@out_option
@plan_option
def reply(store: Path, month: str, out: Path, plan: str | None) -> None:
    """Write the reply."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        made = answering.reply(opened, picked.id, period.id, out)
    click.echo(f"{made.path}  {made.size}字节")
