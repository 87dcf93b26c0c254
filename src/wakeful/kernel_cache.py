"""Where compiled kernels are kept between starts.

Numba keeps a compiled function as long as the file that defines it is unchanged, but a kernel here inlines
functions from other files and freezes constants of theirs. After an upgrade, or an edit, it would run the old
code of those. So the cache lives in a folder named after the content of every file that a kernel can see: the
files of the core that hold kernels, and all they import. A change in one of them starts an empty folder.
"""

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

CORE_ROOMS = ("terms", "integrity", "evidence", "alarms", "authority", "tracing", "engine")
GENERATIONS_KEPT = 4
IN_USE_S = 86_400
"""A generation that a process was started on within this time may still be written to."""

_IMPORT = re.compile(rb"^from (wakeful\.[\w.]+) import \(?([\w, \n]+)", re.MULTILINE)
_KERNEL = re.compile(rb"^@njit", re.MULTILINE)


def core_sha256(package: Path) -> str:
    """Hash of the names and contents of the core's files that a kernel can see."""
    sources = {
        file.relative_to(package.parent).with_suffix("").as_posix().replace("/", "."): file.read_bytes()
        for room in CORE_ROOMS
        for file in (package / room).glob("**/*.py")
    }
    waiting = [module for module, source in sources.items() if _KERNEL.search(source)]
    seen: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in sources and module not in seen:
            seen.add(module)
            waiting += _imports(sources[module])
    digest = hashlib.sha256()
    for module in sorted(seen):
        digest.update(module.encode() + b"\0" + sources[module] + b"\0")
    return digest.hexdigest()


def _imports(source: bytes) -> list[str]:
    """Modules that a file may import: those it names, and the names it takes, which may be modules."""
    found = []
    for module, names in _IMPORT.findall(source):
        found.append(module.decode())
        found += [f"{module.decode()}.{name}" for name in re.findall(r"\w+", names.decode())]
    return found


def choose_folder(package: Path) -> Path:
    """The folder for this version of the core, made private to the user; a temporary one as a last resort."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wakeful" / "kernels"
    folder = base / core_sha256(package)[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.utime(folder)
        _forget_old(base)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="wakeful-kernels-"))


def _forget_old(base: Path) -> None:
    generations = sorted(base.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in generations[GENERATIONS_KEPT:]:
        if folder.stat().st_mtime < time.time() - IN_USE_S:
            shutil.rmtree(folder, ignore_errors=True)


def use_kernel_cache() -> None:
    """Point Numba at the folder of this version; one chosen by the user (NUMBA_CACHE_DIR) is respected."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    folder = str(choose_folder(Path(__file__).parent))
    os.environ["NUMBA_CACHE_DIR"] = folder
    numba_config = sys.modules.get("numba.core.config")
    if numba_config is not None:
        numba_config.CACHE_DIR = folder  # type: ignore[attr-defined]
