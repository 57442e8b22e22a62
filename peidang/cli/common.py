"""What the commands share: arguments that are stores and plans, JSON, and wrong use in one Chinese sentence."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from peidang.cli.chinese import Option
from peidang.domain.periods import parse_span

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_USAGE = {
    "MissingParameter": "缺少参数 {name}",
    "NoSuchOption": "没有选项 {name}",
    "NoSuchCommand": "没有这个命令：{name}",
    "BadParameter": "参数 {name} 不对",
    "BadOptionUsage": "选项 {name} 用法不对",
    "BadArgumentUsage": "参数用法不对",
}


class Day(click.ParamType[date]):
    """A day as 2025-10-25."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; fails as wrong use when it is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"“{value}”不是日期，请写成 2025-10-25", param, ctx)


class Month(click.ParamType[str]):
    """A reporting period as it is typed: 2025-10, 2025-Q3 or 2025-01..02."""

    name = "报告期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it is; fails as wrong use when it is no period."""
        try:
            parse_span(str(value))
        except ValueError:
            return self.fail(f"“{value}”不是报告期，请写成 2025-10、2025-Q3 或 2025-01..02", param, ctx)
        return str(value)


def store_argument(function: Decorated) -> Decorated:
    """STORE: the file of the store."""
    return click.argument("store", type=click.Path(path_type=Path), metavar="工作库")(function)


def month_argument(function: Decorated) -> Decorated:
    """MONTH: 2025-10, 2025-Q3 or 2025-01..02."""
    return click.argument("month", type=Month(), metavar="报告期")(function)


def plan_option(function: Decorated) -> Decorated:
    """--plan: needed when the store holds several."""
    return click.option(
        "--plan", metavar="方案", help="方案（编号、标识或名称中的文字）；库中有多个方案时必填"
    )(function)


def only_plan_option(function: Decorated) -> Decorated:
    """--plan: where all plans are meant when none is named."""
    return click.option("--plan", metavar="方案", help="只限这个方案（编号、标识或名称中的文字）")(function)


def json_option(function: Decorated) -> Decorated:
    """--json: results for machines."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON")(function)


def out_option(function: Decorated) -> Decorated:
    """--out DIR: where files go."""
    return click.option(
        "--out",
        cls=Option,
        required=True,
        type=click.Path(path_type=Path),
        metavar="文件夹",
        help="输出到这个文件夹",
    )(function)


def today() -> date:
    """The day it is; the clock is read at the doors only."""
    return date.today()


def print_json(data: object) -> None:
    """Print JSON as people can read it, too."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def usage_sentence(error: click.UsageError) -> str:
    """Wrong use in one Chinese sentence."""
    kind = next((one.__name__ for one in type(error).__mro__ if one.__name__ in _USAGE), "")
    ours = "" if error.message.isascii() else error.message
    words = _USAGE.get(kind, ours or "命令用法不对").format(name=_name_in(error))
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        words += f"：{ours}" if ours else ""
    command = error.ctx.command_path if error.ctx else "peidang"
    return f"{words}。请看 {command} --help。"


def _name_in(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return error.option_name
    param = getattr(error, "param", None)
    if isinstance(param, click.Argument):
        return param.make_metavar(click.Context(click.Command("")))
    if isinstance(param, click.Option):
        return param.opts[0]
    return error.message.split("'")[1] if error.message.count("'") >= 2 else ""
