"""Commands about plans: read new open-month units."""

from datetime import date
from pathlib import Path

import click

from peidang.app.month import dues, months
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import (
    Day,
    json_option,
    month_argument,
    plan_option,
    print_json,
    store_argument,
    today,
)
from peidang.domain.doubt_words import doubt_sentence
from peidang.domain.periods import day_label
from peidang.domain.plan_document import PlanDocument


@command(help="读取方案文件：列出任务、目标、配档表行和存疑之处。")
@click.argument("document", type=click.Path(path_type=Path), metavar="方案文件")
@json_option
def read(document: Path, as_json: bool) -> None:
    """Plan document to data."""
    found = plans.read_document(document)
    if as_json:
        print_json(plans.document_as_json(found))
    else:
        _print_document(found)


def _print_document(found: PlanDocument) -> None:
    click.echo(found.title)
    head = (found.document_number, found.issuer, found.issued_on, "征求意见稿" if found.draft else None)
    click.echo("  ".join(part for part in head if part))
    click.echo(
        f"章节{len(found.sections)}个，任务{len(found.tasks)}项，目标{len(found.targets)}个，"
        f"{found.annex_name or '配档表'}{len(found.rows)}行，存疑{len(found.doubts)}处"
    )
    for number, doubt in enumerate(found.doubts, start=1):
        click.echo(f"{number}. {doubt_sentence(doubt)}")


@command(help="由方案文件建立方案，打印方案标识；工作库不存在时新建。")
@store_argument
@click.argument("document", type=click.Path(path_type=Path), metavar="方案文件")
@click.option("--own-unit", metavar="单位", help="本单位（牵头调度的单位）")
@click.option("--accept-proposals", is_flag=True, help="按读取时的建议合并单位名称（笔误、别名）")
def new(store: Path, document: Path, own_unit: str | None, accept_proposals: bool) -> None:
    """Add a plan."""
    plans.read_document(document)
    with stores.open_or_create(store) as opened:
        click.echo(plans.add_plan(opened, document, own_unit, accept_proposals))


@command("open-month", help="开启报告期，如 2025-10、2025-Q3、2025-01..02；再次运行可改截止日期。")
@store_argument
@month_argument
@click.option("--due", type=Day(), metavar="日期", help="截止日期，如 2025-10-25（默认当月25日）")
@click.option(
    "--final-due", type=Day(), metavar="日期", help="最后期限：过了这一天还没报齐的才算逾期（默认同截止日期）"
)
@click.option("--workday", is_flag=True, help="遇周末、节假日顺延到下一个工作日")
@plan_option
def open_month(
    store: Path, month: str, due: date | None, final_due: date | None, workday: bool, plan: str | None
) -> None:
    """Open a period."""
    with stores.open_store(store) as opened:
        plan_id = stores.pick_plan(opened, plan).id
        with opened.transaction():
            period = months.open_month(opened, plan_id, month, due, final_due)
            if workday:
                moved, final, known = dues.on_working_days(period.due, period.final_due)
                period = dues.set_dues(opened, period.id, moved, final)
    final_words = f"，最后期限{day_label(period.final_due, today())}" if period.final_due else ""
    click.echo(f"{period.span.label}已开启，截止{day_label(period.due, today())}{final_words}")
    if workday and not known:
        click.echo("日历里还没有这一年的放假安排，按周一至周五为工作日推算，请再核对。", err=True)


@command(help="列出方案涉及的单位、别名和牵头行数。")
@store_argument
@plan_option
@json_option
def units(store: Path, plan: str | None, as_json: bool) -> None:
    """List units."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        lines = [
            {
                "name": unit.name,
                "aliases": list(unit.aliases),
                "rows": len(picked.rows_of(unit.id)),
                "indicators": len(picked.indicators_of(unit.id)),
            }
            for unit in sorted(picked.units, key=lambda one: one.position)
        ]
    if as_json:
        print_json(lines)
        return
    for number, line in enumerate(lines, start=1):
        also = f"（又名：{'、'.join(line['aliases'])}）" if line["aliases"] else ""  # type: ignore[arg-type]
        click.echo(f"{number}. {line['name']}{also}：任务{line['rows']}项，指标{line['indicators']}项")
