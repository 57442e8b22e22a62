"""The lock files: every line with hashes, no index address, the Qt that the offices' systems can load."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ; (.+?))?((?: --hash=sha256:[0-9a-f]{64})*)$")


def pins(lock: Path) -> list[tuple[str, str, str, int]]:
    """Name, version, marker and number of hashes of each requirement; fails on any other kind of line."""
    joined = re.sub(r"\s*\\\n\s*", " ", lock.read_text(encoding="utf-8"))
    found = []
    for line in joined.splitlines():
        if line and not line.lstrip().startswith("#"):
            pin = PIN.match(line)
            assert pin, f"{lock.name}: {line[:80]}"
            found.append((pin[1], pin[2], pin[3] or "", pin[4].count("--hash")))
    return found


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", name)[0]).lower()


def test_there_is_a_lock_for_each_part() -> None:
    assert [lock.stem for lock in LOCKS] == ["desktop", "dev", "run"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_requirement_has_one_version_and_its_hashes(lock: Path) -> None:
    assert [name for name, _, _, hashes in pins(lock) if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_index_address_host_or_path_stands_in_it(lock: Path) -> None:
    text = re.sub(r"-c locks/\w+\.txt", "", lock.read_text(encoding="utf-8"))
    assert not re.search(r"https?:|file:|index|find-links|trusted-host|/", text)


def test_the_locks_agree_where_they_overlap() -> None:
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in LOCKS:
        for name, version, marker, _ in pins(lock):
            versions.setdefault((name, marker), set()).add(version)
    assert {key: found for key, found in versions.items() if len(found) > 1} == {}


def test_qt_is_the_last_that_old_systems_can_load() -> None:
    markers = {"6.8.0.2": "platform_machine == 'aarch64'", "6.9.3": "platform_machine != 'aarch64'"}
    wanted = [
        (name, version, markers[version])
        for name in ("pyside6-essentials", "shiboken6")
        for version in markers
    ]
    assert [pin[:3] for pin in pins(ROOT / "locks" / "desktop.txt")] == wanted


def test_the_headless_part_holds_no_qt() -> None:
    assert not {name for name, *_ in pins(ROOT / "locks" / "run.txt")} & {"pyside6-essentials", "shiboken6"}


def test_everything_that_the_project_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    named = {
        "run": [*project["project"]["dependencies"], *groups["install"]],
        "desktop": groups["desktop"],
        "dev": groups["dev"],
    }
    for part, requirements in named.items():
        locked = {plain(name) for name, *_ in pins(ROOT / "locks" / f"{part}.txt")}
        assert {plain(requirement) for requirement in requirements} - locked == set()
