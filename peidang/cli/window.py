"""Opening the window from the command line. The only place here that loads Qt, and only when asked to."""

import os
import subprocess
import sys
from pathlib import Path

import click

ATTEMPT = "from PySide6.QtWidgets import QApplication; QApplication([])"
LONGEST = 60  # seconds for Qt to say whether it can
_IMPORT_FAILED = 1


def why_no_window() -> str:
    """Why no window can be shown here, as the first half of a Chinese sentence; empty if one can."""
    if sys.platform in ("win32", "darwin"):
        return ""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return "没有可用的显示屏"
    return _why_qt_cannot()


def _why_qt_cannot() -> str:
    """Qt ends the whole program where it finds no screen or lacks a library of the system: a child tries it first."""
    if getattr(sys, "frozen", False):  # a packed program is no Python and brings its libraries along
        return ""
    try:
        code = subprocess.run(
            [sys.executable, "-c", ATTEMPT], capture_output=True, check=False, timeout=LONGEST
        ).returncode
    except subprocess.TimeoutExpired:
        return "显示屏没有应答"
    if code == _IMPORT_FAILED:
        return "窗口所需的组件没有装好（运行 make setup 可补装）"
    return "连不上显示屏，或缺少窗口所需的系统库（运行 make setup 可查看）" if code else ""


def open_window(store: str | None) -> int:
    """Open the window on a store, or on none. Returns the exit code; 1 where no window can be shown."""
    if why := why_no_window():
        click.echo(f"{why}，未打开窗口；命令行可照常使用。", err=True)
        return 1
    return show_window(Path(store) if store else None)


def show_window(store: Path | None) -> int:
    """Run the window until it is closed; returns its exit code. Ask ``why_no_window`` before."""
    from peidang.desktop.application import run

    return run(store)
