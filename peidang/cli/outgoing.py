"""Commands for what goes out besides the requests: send-back pass-on."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from peidang.app.outgoing import passing_on, sending_back
from peidang.app.outgoing.passing_on import Part
from peidang.app.store import stores
from peidang.app.store.stores import unit_named
from peidang.app.views import SendResult
from peidang.cli.chinese import Option, command
from peidang.cli.common import Day, month_argument, out_option, plan_option, store_argument, today

_SEPARATOR = re.compile("[,，、]")
_NUMBER = re.compile(r"(指标|任务)?\s*(\d+)(?:\s*[-—]\s*(\d+))?")
_ALL = "全部"


class PartText(click.ParamType[Part]):
    """Whom a part goes to and its numbers: 综合科=1,3,指标2; 综合科=5-8; 综合科 alone for all."""

    name = "科室=序号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Part:
        """The part; fails as wrong use when a number is none."""
        if isinstance(value, Part):
            return value
        name, _, listed = str(value).replace("＝", "=").partition("=")
        numbers: dict[str, list[int]] = {"任务": [], "指标": []}
        for piece in filter(None, map(str.strip, _SEPARATOR.split(listed))):
            found = _NUMBER.fullmatch(piece)
            if found is not None:
                first = int(found[2])
                numbers[found[1] or "任务"] += range(first, int(found[3] or first) + 1)
            elif piece != _ALL:
                self.fail(f"“{piece}”不是序号，请写成 3、5-8 或 指标2", param, ctx)
        return Part(name.strip(), tuple(numbers["任务"]), tuple(numbers["指标"]))


def print_files(made: SendResult) -> None:
    """The files made, one a line."""
    for one in made.files:
        click.echo(f"{one.path}  {one.size}字节")


@command(
    name="send-back",
    help="退回单：把要改的格子连同原因退回单位，只收回这些格子。默认退回所有已报单位中“必须改”的内容。",
)
@store_argument
@month_argument
@out_option
@click.option("--unit", "names", multiple=True, metavar="单位", help="只退回这个单位（可写多次）")
@click.option("--all-findings", is_flag=True, help="“请说明”的也退回")
@click.option("--due", type=Day(), metavar="日期", help="报回期限（默认：未过期的截止日，已过期的为当日）")
@plan_option
def send_back(
    store: Path,
    month: str,
    out: Path,
    names: tuple[str, ...],
    all_findings: bool,
    due: date | None,
    plan: str | None,
) -> None:
    """Write the 退回单."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        units = [unit_named(picked, name) for name in dict.fromkeys(names)] or None
        made = sending_back.send_back_all(
            opened, picked.id, period.id, out, today(), units, all_findings=all_findings, due=due
        )
    print_files(made)


@command(
    name="pass-on",
    help="转发：把本单位的填报表按科室或责任单位拆开，各发一份；报回后用 receive 收，再用 reply 汇总报送。",
)
@store_argument
@month_argument
@out_option
@click.option(
    "--to",
    "parts",
    cls=Option,
    multiple=True,
    required=True,
    type=PartText(),
    metavar="科室=序号…",
    help="发给谁、填哪些，如 综合科=1,3,指标2 或 规划科=5-8；只写名称为全部（可写多次）",
)
@click.option("--due", type=Day(), metavar="日期", help="报回本单位的期限（默认与本单位的截止日相同）")
@plan_option
def pass_on(
    store: Path, month: str, out: Path, parts: tuple[Part, ...], due: date | None, plan: str | None
) -> None:
    """Write the workbooks of the parts."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        made = passing_on.pass_on(opened, picked.id, period.id, out, parts, due)
    print_files(made)
