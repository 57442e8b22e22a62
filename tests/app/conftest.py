"""An office for each test: made once a run, copied for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.office import Office, new_office, office_in


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that offices are copied from."""
    folder = tmp_path_factory.mktemp("office")
    new_office(folder)
    return folder


@pytest.fixture
def office(office_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An office with the granary plan, October open and sent."""
    with office_in(office_template, tmp_path / "office") as made:
        yield made
