"""Where compiled kernels are kept between starts.

Numba keeps a compiled function as long as the file that defines it is unchanged, but a kernel here inlines
functions from other files. After an upgrade, or an edit, it would run the old code of those. So the cache
lives in a folder named after the content of every file of the core: any change starts an empty one.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

CORE_ROOMS = ("terms", "integrity", "evidence", "alarms", "authority", "tracing", "engine")
GENERATIONS_KEPT = 4


def core_sha256(package: Path) -> str:
    """Hash of the names and contents of the core's source files."""
    digest = hashlib.sha256()
    for room in CORE_ROOMS:
        for file in sorted((package / room).glob("**/*.py")):
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


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
