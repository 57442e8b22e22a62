"""Makes `.venv` from the lock files, or finds in a moment that nothing is to be done. Standard library only.

Three parts, each with its own lock file: `run` (without it nothing works), `desktop` (Qt; without it the window is
missing and everything else works), `dev` (tests and checks). What was done is kept in `.venv/setup.json`; a part is
installed again only when its lock file, the Python or the place of the checkout has changed.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"


class SetupError(Exception):
    """The set-up cannot go on; the message is for the person at the keyboard."""


@dataclass
class Stamp:
    """What has been done in this `.venv`: the name of each step and the digest of what it was done from."""

    path: Path
    done: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Stamp":
        """The stamp kept at `path`; an empty one when there is none or it cannot be read."""
        try:
            done = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            done = {}
        return cls(path, done if isinstance(done, dict) else {})

    def mark(self, step: str, digest: str) -> None:
        """Writes down that `step` was done, at once: an interrupted set-up goes on from here."""
        self.done[step] = digest
        self.path.write_text(json.dumps(self.done, indent=1), encoding="utf-8")


class Venv:
    """The virtual environment of one checkout and the steps that fill it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / ".venv"
        self.python = self.path / ("Scripts/python.exe" if WINDOWS else "bin/python")
        self.stamp = Stamp.read(self.path / "setup.json")

    def create(self) -> None:
        """Makes the environment, anew if it belongs to another Python or place, or lost its pip."""
        wanted = f"{self.path} {sys.version_info.major}.{sys.version_info.minor}"
        if self.stamp.done.get("venv") == wanted and self.python.exists():
            return
        if "venv" in self.stamp.done or not self._usable():
            say(f"建立 .venv（Python {sys.version.split()[0]}）…")
            maker = getattr(sys, "_base_executable", sys.executable)  # also from within an active .venv
            run([maker, "-m", "venv", "--clear", str(self.path)], "建不了 .venv")
            self.stamp.done.clear()
        self.stamp.mark("venv", wanted)

    def _usable(self) -> bool:
        """Whether an environment that somebody else made is of this Python and has pip."""
        version = "import sys, pip; print(*sys.version_info[:2])"
        with contextlib.suppress(OSError):
            answer = subprocess.run([self.python, "-c", version], capture_output=True, text=True, check=False)
            return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]
        return False

    def install(self, part: str, what: str) -> None:
        """Installs `locks/<part>.txt`, every file checked against its hash; nothing if that is done already."""
        lock = self.root / "locks" / f"{part}.txt"
        digest = digest_of(lock)
        if self.stamp.done.get(part) != digest:
            say(f"安装{what}…")
            # pip keeps pip, so the version is the lock's from the first part on.
            self._pip(
                "--require-hashes",
                "--no-deps",
                "--only-binary",
                ":all:",
                "-r",
                str(lock),
                failure=f"装不上{what}",
            )
            self.stamp.mark(part, digest)

    def install_desktop(self, *, again: bool) -> bool:
        """Installs Qt; when that fails, says so and goes on. A failure is not tried again unless `again`."""
        failed = f"failed {digest_of(self.root / 'locks' / 'desktop.txt')}"
        if again or self.stamp.done.get("desktop") != failed:
            try:
                self.install("desktop", "窗口所需的库（Qt）")
            except SetupError as error:
                say(f"{error}。没有窗口，其余功能照常；要再试，请运行：make setup")
                self.stamp.mark("desktop", failed)
        return self.stamp.done["desktop"] != failed

    def install_project(self) -> None:
        """Puts the checkout itself and its command `peidang` into the environment, without asking any index."""
        digest = digest_of(self.root / "pyproject.toml")
        if self.stamp.done.get("project") != digest:
            say("登记 peidang 命令…")
            self._pip(
                "--no-deps",
                "--no-build-isolation",
                "--no-index",
                "-e",
                str(self.root),
                failure="装不上 peidang 命令",
            )
            self.stamp.mark("project", digest)

    def _pip(self, *arguments: str, failure: str) -> None:
        pip = [
            str(self.python),
            "-I",
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "--no-input",
        ]
        run([*pip, *arguments], failure)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(command: Sequence[str], failure: str) -> None:
    """Runs a command that must succeed; SetupError with `failure` if it does not. Its own words go to stderr."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    if subprocess.run(command, stdout=sys.stderr, env=environment, check=False).returncode:
        raise SetupError(failure)


def say(sentence: str) -> None:
    """One line for the person, on stderr: stdout belongs to the job that follows."""
    print(sentence, file=sys.stderr, flush=True)


def provide_system_libraries(stamp: Stamp, *, again: bool) -> None:
    """Installs the system libraries that Qt lacks, if it may; else prints the one line to run. Never fails.

    apt is asked once for the same libraries, not at every start, unless `again`.
    """
    missing = system_libraries.missing()
    if not missing:
        return
    packages = system_libraries.packages_of(missing)
    if system_libraries.may_install() and (again or stamp.done.get("system") != " ".join(packages)):
        say(f"安装窗口所需的系统库：{' '.join(packages)} …")
        stamp.mark("system", " ".join(packages))
        system_libraries.install(packages)
        missing = system_libraries.missing()
    if missing:
        say(system_libraries.advice(missing))


def set_up(root: Path, *, desktop: bool, dev: bool, again: bool) -> None:
    """Does what is still to be done for the checkout at `root`. Raises SetupError."""
    venv = Venv(root)
    venv.create()
    venv.install("run", "运行所需的库")
    venv.install_project()
    if dev:
        venv.install("dev", "测试和检查所需的库")
    if desktop and venv.install_desktop(again=again):
        provide_system_libraries(venv.stamp, again=again)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of the set-up: exit code 0, or 1 with one sentence on stderr."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--no-desktop", action="store_true", help="leave Qt out")
    parser.add_argument("--again", action="store_true", help="try again what failed before")
    options = parser.parse_args(arguments)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")
    try:
        set_up(ROOT, desktop=not options.no_desktop, dev=options.dev, again=options.again)
    except SetupError as error:
        say(f"{error}（原因见上）。改好后再运行一次即可；想从头来：make distclean")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
