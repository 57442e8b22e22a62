"""Where no window can be shown this is one sentence, and what was asked for besides is done all the same."""

import sys
from pathlib import Path

import pytest

from peidang.cli import window
from peidang.cli.main import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
NO_SCREEN = ":4711"


def no_screen(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_without_a_screen_qt_is_not_even_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    no_screen(monkeypatch)
    monkeypatch.setattr(window, "ATTEMPT", "import sys; sys.exit(9)")
    assert window.why_no_window() == "没有可用的显示屏"


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        ("import a_library_that_is_not_there", "make setup"),
        ("import os; os.abort()", "连不上显示屏"),
        ("import time; time.sleep(30)", "没有应答"),
    ],
)
def test_a_window_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch, attempt: str, told: str) -> None:
    no_screen(monkeypatch, DISPLAY=NO_SCREEN)
    monkeypatch.setattr(window, "ATTEMPT", attempt)
    monkeypatch.setattr(window, "LONGEST", 2)
    assert told in window.why_no_window()


@pytest.mark.needs_qt
def test_a_screen_that_does_not_answer_is_found_before_qt_ends_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_screen(monkeypatch, DISPLAY=NO_SCREEN)
    assert "连不上显示屏" in window.why_no_window()


@pytest.mark.needs_qt
def test_where_qt_finds_its_screen_there_is_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    no_screen(monkeypatch, QT_QPA_PLATFORM="offscreen")
    assert window.why_no_window() == ""


def test_the_demonstration_is_done_where_its_window_cannot_be_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_screen(monkeypatch, DISPLAY=NO_SCREEN)
    monkeypatch.setattr(window, "ATTEMPT", "import a_library_that_is_not_there")
    assert run(["demo", "--out", str(tmp_path / "演示"), "--open"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("跳过打开窗口。")


def test_a_store_that_was_to_be_opened_was_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_screen(monkeypatch)
    assert run([]) == 1
    assert capsys.readouterr().err == "没有可用的显示屏，未打开窗口；命令行可照常使用。\n"
