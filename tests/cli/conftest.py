"""The commands called as ``main`` calls them, without leaving the test."""

import pytest

from peidang.cli.main import run
from tests.cli.shell import Ran, Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs a command; returns its exit code and what it said."""

    def call(*arguments: object) -> Ran:
        code = run([str(one) for one in arguments])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return call
