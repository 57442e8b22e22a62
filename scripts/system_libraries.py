"""Which system libraries Qt needs on Linux, which of them are missing, and what Debian and Ubuntu call them.

Asked of the dynamic loader, not of dpkg: a library may have come another way, and package names differ.
`python3 scripts/system_libraries.py` prints what is missing.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence

# Library -> packages that hold it, the newest name first (Ubuntu 24.04 renamed some to ...t64).
OFFSCREEN = {
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libdbus-1.so.3": ("libdbus-1-3",),
}
# Besides, for a window on an X display. Qt's own message names only xcb-cursor, whichever is missing.
WINDOW = {
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
}
PACKAGES = {**OFFSCREEN, **WINDOW}


def opens(library: str) -> bool:
    """Whether the dynamic loader finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(libraries: Iterable[str] = tuple(PACKAGES), opens: Callable[[str], bool] = opens) -> list[str]:
    """Those of `libraries` that cannot be opened; none on systems other than Linux, where Qt brings its own."""
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in libraries if not opens(library)]


def apt_knows(package: str) -> bool:
    """Whether apt's lists have a package of just this name (not one that another merely provides)."""
    if shutil.which("apt-cache") is None:
        return False
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return shown.returncode == 0 and bool(shown.stdout)


def packages_of(libraries: Iterable[str], knows: Callable[[str], bool] = apt_knows) -> list[str]:
    """The package of each library: the first name that apt knows, else the last (the older, known everywhere)."""
    chosen = []
    for library in libraries:
        names = PACKAGES[library]
        chosen.append(names[0] if len(names) == 1 else next(filter(knows, names), names[-1]))
    return chosen


def may_install() -> bool:
    """Whether packages can be installed without asking anybody: root, with apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> None:
    """Installs packages with apt, asking nothing. A failure shows in that the libraries are still missing."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=quiet, check=False)


def advice(libraries: Sequence[str], knows: Callable[[str], bool] = apt_knows) -> str:
    """What is missing, what that means and the one line to run."""
    named = "、".join(libraries[:3]) + (f" 等{len(libraries)}个" if len(libraries) > 3 else "")
    return (
        f"缺少窗口所需的系统库：{named}。不开窗口的工作不受影响。要用窗口，请运行：\n"
        f"  sudo apt-get update && sudo apt-get install -y {' '.join(packages_of(libraries, knows))}"
    )


if __name__ == "__main__":
    lacking = missing()
    print(advice(lacking) if lacking else "窗口所需的系统库齐全。")
