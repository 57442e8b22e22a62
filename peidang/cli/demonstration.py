"""Commands that show that it works: demo selftest."""

from pathlib import Path

import click

from peidang.app.demo.month import run_demo
from peidang.app.store.selftest import run_selftest
from peidang.cli.chinese import command
from peidang.cli.window import show_window, why_no_window


@command(help="演示：用内置方案走完一个月（2025年10月），列出生成的每个文件。数据均为虚构。")
@click.option(
    "--out",
    default=Path("build/demo"),
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="输出文件夹（默认 build/demo）",
)
@click.option("--open", "then_open", is_flag=True, help="完成后打开窗口")
def demo(out: Path, then_open: bool) -> int:
    """The whole month."""
    made = run_demo(out, click.echo)
    for one in made.files:
        click.echo(f"{one.path}  {one.size}字节")
    if not then_open:
        return 0
    if why := why_no_window():
        click.echo(f"{why}，跳过打开窗口。")
        return 0
    return show_window(made.store)


@command(help="自检：在临时文件夹里走一遍主要功能，有问题时以 1 退出。")
@click.pass_context
def selftest(context: click.Context) -> None:
    """Check the installation."""
    faults = 0
    for step in run_selftest():
        click.echo(
            f"{'通过' if not step.fault else '失败'}  {step.what}{'：' + step.fault if step.fault else ''}"
        )
        faults += bool(step.fault)
    context.exit(1 if faults else 0)
