"""kill -9 right after an editor closed loses nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peidang.app.store import stores
from peidang.domain.labels import Field
from tests.desktop.office_hands import stored

pytestmark = pytest.mark.needs_qt
TYPIST = Path(__file__).with_name("typist.py")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_was_typed_survives_the_kill(store_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(TYPIST), str(store_path), "3", "kept"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as typist:
        assert typist.stdout is not None
        try:
            assert typist.stdout.readline().strip() == "closed"
        finally:
            typist.kill()
    assert stored(store_path, 3, Field.PROGRESS) == "kept"
    with stores.open_store(store_path) as store:
        assert store.faults() == ()
