"""Commands that keep the store safe: verify backup restore."""

from pathlib import Path

import click

from peidang.app.store import keeping, stores
from peidang.cli.chinese import command
from peidang.cli.common import store_argument


@command(help="检验工作库是否完好；有损坏时以 1 退出。")
@store_argument
@click.pass_context
def verify(context: click.Context, store: Path) -> None:
    """Examine the store."""
    with stores.open_store(store) as opened:
        faults = keeping.verify(opened)
    for fault in faults:
        click.echo(f"损坏：{fault}")
    click.echo("工作库完好" if not faults else f"共{len(faults)}处损坏，请用备份恢复")
    context.exit(1 if faults else 0)


@command(help="备份工作库到指定文件，并检验备份。")
@store_argument
@click.argument("to", type=click.Path(path_type=Path), metavar="备份文件")
def backup(store: Path, to: Path) -> None:
    """Back up the store."""
    with stores.open_store(store) as opened:
        made = keeping.backup(opened, to)
    click.echo(f"{made}  {made.stat().st_size}字节")


@command(help="用备份恢复工作库；原有的工作库另存在旁边。")
@click.argument("backup_file", type=click.Path(path_type=Path), metavar="备份文件")
@store_argument
def restore(backup_file: Path, store: Path) -> None:
    """Restore from a backup."""
    aside = keeping.restore(backup_file, store)
    click.echo(f"已恢复：{store}")
    if aside is not None:
        click.echo(f"原工作库另存为：{aside}")
