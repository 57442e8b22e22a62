"""The commands called as ``main`` calls them, without leaving the test."""

from pathlib import Path

import pytest

from peidang.cli.main import run
from tests.app.plan_texts import OWN_UNIT, granary_plan, write_plan
from tests.cli.shell import Ran, Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs a command; returns its exit code and what it said."""

    def call(*arguments: object) -> Ran:
        code = run([str(one) for one in arguments])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return call


@pytest.fixture
def store(tmp_path: Path, shell: Shell) -> Path:
    """A store with the granary plan, October 2025 open."""
    path = tmp_path / "库.peidang"
    document = write_plan(tmp_path, granary_plan())
    assert shell("new", path, document, "--own-unit", OWN_UNIT).code == 0
    assert shell("open-month", path, "2025-10").code == 0
    return path
