"""The machine, the software and the commit that a figure belongs to."""

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("numpy", "numba", "pyarrow", "uvicorn", "msgspec")


def describe_machine() -> dict[str, Any]:
    """Processor, memory, operating system, Python and the packages that decide speed."""
    page_bytes, pages = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": processor_model(Path("/proc/cpuinfo")),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(page_bytes * pages / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def processor_model(cpuinfo: Path) -> str:
    """The processor's name as the kernel tells it, else what Python knows."""
    try:
        lines = cpuinfo.read_text().splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def describe_commit() -> dict[str, Any]:
    """The commit measured, and whether the tree differed from it; ``unknown`` outside of a repository."""
    commit = run_git("rev-parse", "--short=10", "HEAD")
    if commit is None:
        return {"commit": "unknown", "dirty": True}
    changes = run_git(
        "status", "--porcelain", "--", "src", "bench", "console", "pyproject.toml", "requirements.lock"
    )
    return {"commit": commit, "dirty": changes != ""}


def run_git(*arguments: str) -> str | None:
    """What git answers, or None when it cannot."""
    try:
        answer = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
