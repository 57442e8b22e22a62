"""What a machine lacks is said, not failed: tests marked `needs_…` are skipped with the reason.

Qt is asked for here, before pytest-qt wakes up: without any Qt pytest-qt would end the whole run.
"""

import functools
import importlib
import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import system_libraries
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The same examples in every run, so that a change is judged by the change; HYPOTHESIS=search looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))
IMPORTS_QT = re.compile(r"^(?:from|import) (?:PySide6|peidang\.desktop)\b", re.MULTILINE)


@functools.cache
def why_no_qt() -> str:
    """Why no window can be built here; empty if it can."""
    if lacking := system_libraries.missing(system_libraries.OFFSCREEN):
        return f"Qt lacks {', '.join(lacking)}"
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return f"no Qt: {error}"
    return ""


def why_no_tool(*tools: str) -> str:
    """Why a test that runs these programs cannot; empty if all are there."""
    lacking = [tool for tool in tools if shutil.which(tool) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def why_no_screen() -> str:
    """Why no real window can be shown on a virtual screen; empty if it can."""
    lacking = ", ".join(system_libraries.missing())
    return why_no_tool("Xvfb", "xauth") or why_no_qt() or (f"Qt lacks {lacking}" if lacking else "")


OBSTACLES: dict[str, Callable[[], str]] = {
    "needs_qt": why_no_qt,
    "needs_xvfb": why_no_screen,
    "needs_libreoffice": lambda: why_no_tool("soffice"),
    "needs_poppler": lambda: why_no_tool("pdftotext", "pdftoppm"),
}


def pytest_plugin_registered(plugin: object, plugin_name: str, manager: pytest.PytestPluginManager) -> None:
    """Takes pytest-qt out again where there is no Qt (this is called for plugins registered earlier, too)."""
    if plugin_name == "pytest-qt" and why_no_qt():
        manager.unregister(plugin)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Skips each marked test whose need is not met."""
    for item in items:
        for marker, obstacle in OBSTACLES.items():
            if item.get_closest_marker(marker) and (reason := obstacle()):
                item.add_marker(pytest.mark.skip(reason=reason))


class ModuleWithoutQt(pytest.Module):
    """A test module that imports Qt at its head, where there is none: one skip with the reason."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Never imports the module."""
        pytest.skip(why_no_qt(), allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Leaves modules unimported that cannot be imported without Qt."""
    if why_no_qt() and IMPORTS_QT.search(module_path.read_text(encoding="utf-8")):
        return ModuleWithoutQt.from_parent(parent, path=module_path)
    return None
