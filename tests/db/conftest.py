"""A fresh store for each test, in its own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from peidang.db.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of this test lies."""
    return tmp_path / "台账.peidang"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A new, empty store."""
    with Store.create(path) as made:
        yield made
