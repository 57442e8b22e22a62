"""The set-up: what is done once is not done again, and what fails says what to do."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import setup_venv
import system_libraries


class Recorder:
    """Stands in for running commands: keeps them, and fails those that name one of `broken`."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.broken: tuple[str, ...] = ()

    def __call__(self, command: Sequence[str], failure: str) -> None:
        self.commands.append(" ".join(command))
        if any(word in self.commands[-1] for word in self.broken):
            raise setup_venv.SetupError(failure)
        if "venv" in command:
            python = Path(command[-1], "bin", "python")
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "locks").mkdir()
    for part in ("run", "desktop", "dev"):
        (tmp_path / "locks" / f"{part}.txt").write_text(part)
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(setup_venv, "run", recorder)
    monkeypatch.setattr(setup_venv, "WINDOWS", False)
    monkeypatch.setattr(system_libraries, "missing", lambda *_: [])
    return recorder


def set_up(checkout: Path, *, desktop: bool = True, dev: bool = False, again: bool = False) -> None:
    setup_venv.set_up(checkout, desktop=desktop, dev=dev, again=again)


def test_every_file_is_checked_against_its_hash_and_the_project_asks_no_index(
    checkout: Path, recorder: Recorder
) -> None:
    set_up(checkout, dev=True)
    made, run, project, dev, desktop = recorder.commands
    assert "-m venv" in made
    for part, command in (("run", run), ("dev", dev), ("desktop", desktop)):
        assert "--require-hashes --no-deps --only-binary :all:" in command
        assert command.endswith(str(checkout / "locks" / f"{part}.txt"))
    assert "--no-build-isolation --no-index -e" in project


def test_a_second_set_up_runs_nothing(checkout: Path, recorder: Recorder) -> None:
    set_up(checkout, dev=True)
    recorder.commands.clear()
    set_up(checkout, dev=True)
    assert recorder.commands == []


def test_only_the_part_whose_lock_changed_is_installed_again(checkout: Path, recorder: Recorder) -> None:
    set_up(checkout, dev=True)
    recorder.commands.clear()
    (checkout / "locks" / "dev.txt").write_text("another version")
    set_up(checkout, dev=True)
    (command,) = recorder.commands
    assert command.endswith("dev.txt")


def test_a_checkout_that_was_moved_is_set_up_anew(checkout: Path, recorder: Recorder) -> None:
    set_up(checkout)
    moved = checkout.rename(checkout.with_name("moved"))
    recorder.commands.clear()
    set_up(moved)
    assert "-m venv --clear" in recorder.commands[0]
    assert len(recorder.commands) == 4


def test_without_qt_everything_else_is_there_and_the_download_is_not_tried_at_every_start(
    checkout: Path, recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    recorder.broken = ("desktop.txt",)
    set_up(checkout)
    assert "没有窗口，其余功能照常" in capfd.readouterr().err
    recorder.commands.clear()
    set_up(checkout)
    assert recorder.commands == []
    recorder.broken = ()
    set_up(checkout, again=True)
    assert recorder.commands[0].endswith("desktop.txt")


def test_the_headless_set_up_asks_for_no_qt(checkout: Path, recorder: Recorder) -> None:
    set_up(checkout, desktop=False)
    assert not any("desktop" in command for command in recorder.commands)


def test_an_interrupted_set_up_goes_on_where_it_stopped(checkout: Path, recorder: Recorder) -> None:
    recorder.broken = ("dev.txt",)
    with pytest.raises(setup_venv.SetupError, match="测试和检查"):
        set_up(checkout, dev=True)
    recorder.commands.clear()
    recorder.broken = ()
    set_up(checkout, dev=True)
    assert [command.rsplit("/", 1)[1] for command in recorder.commands] == ["dev.txt", "desktop.txt"]


def test_missing_system_libraries_give_the_line_to_run_and_stop_nothing(
    checkout: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "missing", lambda *_: ["libEGL.so.1", "libxcb-icccm.so.4"])
    monkeypatch.setattr(system_libraries, "may_install", lambda: False)
    set_up(checkout)
    assert "apt-get install -y libegl1 libxcb-icccm4\n" in capfd.readouterr().err


def test_where_it_may_it_installs_the_system_libraries_once(
    checkout: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[Sequence[str]] = []
    monkeypatch.setattr(system_libraries, "missing", lambda *_: ["libEGL.so.1"])
    monkeypatch.setattr(system_libraries, "may_install", lambda: True)
    monkeypatch.setattr(system_libraries, "install", installed.append)
    set_up(checkout)
    set_up(checkout)
    assert installed == [["libegl1"]]
    set_up(checkout, again=True)
    assert installed == [["libegl1"]] * 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt brings its own libraries")
def test_a_library_is_missing_when_the_loader_does_not_find_it() -> None:
    assert system_libraries.missing(["libc.so.6", "libno-such-thing.so.9"]) == ["libno-such-thing.so.9"]


def test_the_newer_package_name_is_used_where_apt_knows_it() -> None:
    glib = ["libglib-2.0.so.0"]
    assert system_libraries.packages_of(glib, lambda _: True) == ["libglib2.0-0t64"]
    assert system_libraries.packages_of(glib, lambda _: False) == ["libglib2.0-0"]


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_a_python_that_is_too_old_is_refused_with_the_line_to_run(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    script = Path(setup_venv.__file__).with_name("setup.sh")
    environment = {**os.environ, "PYTHON": str(old)}
    answer = subprocess.run(["sh", script], env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "apt-get install -y python3 python3-venv" in answer.stderr
