"""materials as it is typed: what is kept, and what is nobody's until somebody says whose."""

from pathlib import Path

import pytest

from tests.app import bureau
from tests.app.office import FARMING, WATER, new_office
from tests.cli.shell import Shell

MONTH = "2025-10"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    new_office(tmp_path)
    return tmp_path / "库.peidang"


def came(shell: Shell, store: Path, name: str) -> dict[str, object]:
    path = bureau.put(store.parent / "收到" / name, PICTURE + name.encode())
    (told,) = shell("receive", store, path, "--json").json["files"]
    return dict(told)


def test_what_came_tells_its_row_and_whether_it_is_signed(shell: Shell, store: Path) -> None:
    picture = came(shell, store, f"{FARMING}第2行现场.png")
    page = came(shell, store, f"{WATER}盖章件.png")
    assert (picture["row"], picture["signed"]) == (2, False)
    assert (page["row"], page["signed"]) == (None, True)


def test_nobodys_file_is_listed_and_given_to_a_unit(shell: Shell, store: Path) -> None:
    came(shell, store, "IMG_1.png")
    (loose,) = shell("materials", store, "--json").json
    assert (loose["unit"], loose["signed"]) == (None, None)
    assert loose["id"] in shell("materials", store, MONTH).out
    given = ("--assign", loose["id"], "--unit", FARMING, "--row", "2", "--evidence")
    batch = shell("materials", store, MONTH, *given, "--json").json["batch"]
    (kept,) = shell("materials", store, MONTH, "--json").json
    assert (kept["unit"], kept["row"], kept["signed"]) == (FARMING, 2, False)
    assert "经人工指明" in shell("materials", store, MONTH).out
    assert shell("materials", store, MONTH, *given).code == 1, "it is given already"
    shell("undo", store, batch)
    assert [one["unit"] for one in shell("materials", store, "--json").json] == [None]


def test_a_row_the_unit_does_not_have_and_a_month_left_out_are_refused(shell: Shell, store: Path) -> None:
    came(shell, store, "IMG_1.png")
    (loose,) = shell("materials", store, "--json").json
    given = ("--assign", loose["id"], "--unit", FARMING)
    assert shell("materials", store, MONTH, *given, "--row", "99").code == 1
    assert shell("materials", store, *given).code == 2
