"""Opening the window from the command line. The only place here that loads Qt, and only when asked to."""

import os
import sys
from pathlib import Path

import click


def has_display() -> bool:
    """True where a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def open_window(store: str | None) -> int:
    """Open the window on a store, or on none. Returns the exit code; 1 where no window can be shown."""
    if not has_display():
        click.echo("没有可用的显示屏，未打开窗口。", err=True)
        return 1
    try:
        from peidang.desktop.application import run
    except ImportError as error:
        click.echo(f"窗口所需的组件没有装好（{error}），未打开窗口；命令行可照常使用。", err=True)
        return 1
    return run(Path(store) if store else None)
