"""The help of the command line in Chinese: click's own words are replaced here, and the commands stand in order of use."""

from collections.abc import Callable, Iterable
from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names and explanations; a Chinese character is two columns wide."""
        rows = list(rows)
        named = [row for row in rows if _width(row[0]) <= col_max]
        column = max((_width(name) for name, _ in named), default=0) + col_spacing
        for name, told in rows:
            gap = column - _width(name)
            self.write(f"{'':>{self.current_indent}}{name}{' ' * gap if gap > 0 else '  '}{told}\n")


def _width(text: str) -> int:
    return sum(2 if char > "\u2e7f" else 1 for char in text)


class _Context(click.Context):
    formatter_class = _Formatter


class Option(click.Option):
    """An option whose help says 必填."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """What stands in brackets behind the help."""
        extra = super().get_help_extra(ctx)
        if "required" in extra:
            extra["required"] = "必填"
        return extra


class Command(click.Command):
    """A command whose help is Chinese throughout."""

    context_class = _Context

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **attributes)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  # Chinese has no blanks to cut at
        """The first sentence of the help."""
        return (self.help or "").split("。", maxsplit=1)[0].split("；", maxsplit=1)[0]


class Group(Command, click.Group):
    """The commands in the order they were added."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of the commands."""
        return list(self.commands)


def command(name: str | None = None, **attributes: Any) -> Callable[[Callable[..., Any]], Command]:
    """``click.command`` for a Chinese one."""
    return click.command(name, cls=Command, **attributes)
