"""A machine without Qt: the run goes on, Qt's tests are skipped with the reason. Run in a pytest of their own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
HIDE_QT = "import sys\nsys.modules['PySide6'] = None\n"
INSIDE = {
    "test_window.py": "from PySide6.QtWidgets import QLabel\ndef test_label(qtbot): qtbot.addWidget(QLabel())\n",
    "test_marked.py": "import pytest\n@pytest.mark.needs_qt\ndef test_marked(qtbot): pass\ndef test_plain(): pass\n",
}


def outcome(folder: Path, hidden: str) -> tuple[int, str]:
    """Exit code and words of pytest on two small modules under our conftest, with `hidden` run at Python's start."""
    (folder / "sitecustomize.py").write_text(hidden)
    (folder / "pytest.ini").write_text(
        f"[pytest]\naddopts = -ra\nmarkers = needs_qt\npythonpath = {TESTS.parent / 'scripts'}\n"
    )
    shutil.copy(TESTS / "conftest.py", folder)
    for name, code in INSIDE.items():
        (folder / name).write_text(code)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout + answer.stderr


def test_without_qt_the_rest_is_tested_and_the_reason_told(tmp_path: Path) -> None:
    code, words = outcome(tmp_path, HIDE_QT)
    assert code == 0, words
    assert "1 passed, 2 skipped" in words
    assert len(re.findall(r"^SKIPPED .*(?:no Qt: |Qt lacks )", words, re.MULTILINE)) == 2


@pytest.mark.needs_qt
def test_with_qt_nothing_is_skipped(tmp_path: Path) -> None:
    code, words = outcome(tmp_path, "")
    assert code == 0, words
    assert "3 passed" in words
