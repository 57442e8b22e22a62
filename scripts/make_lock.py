"""Makes locks/*.txt from pyproject.toml with uv: every version and hash, for all targets at once, no index address.

The three files agree with each other: the later ones are resolved under the earlier ones' versions. Needs a network.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
# `--only-binary`: a library without a wheel would run its own build on the clerk's machine.
COMPILE = (
    *("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"),
    *("--only-binary", ":all:", "--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "make lock"),
)
# Lock file -> what goes into it and under which other lock files.
PARTS = {
    "run": ("pyproject.toml", "--group", "install"),
    "desktop": ("--group", "desktop", "-c", "locks/run.txt"),
    "dev": ("--group", "dev", "-c", "locks/run.txt", "-c", "locks/desktop.txt"),
}


def make_locks(folder: str) -> None:
    """Writes the lock files with the uv that lies in `folder`. Raises CalledProcessError when there is no solution."""
    for part, sources in PARTS.items():
        # uv takes the names of these files into its comments, so they are given relative to the root.
        uv = [sys.executable, "-m", "uv", *COMPILE, *sources, "--output-file", f"locks/{part}.txt", "--quiet"]
        subprocess.run(uv, cwd=ROOT, env={**os.environ, "PYTHONPATH": folder}, check=True)
        print(f"locks/{part}.txt")


def main() -> None:
    """Installs uv beside the project, in a folder that goes away again, and makes the locks."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, UV], check=True
        )
        make_locks(folder)


if __name__ == "__main__":
    main()
