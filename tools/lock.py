"""Writes both lock files anew from pyproject.toml: versions and hashes for every platform, no addresses.

Run as ``make lock``. Versions move only where ``--upgrade`` asks for it or a requirement demands it.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv>=0.5"
COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml",
    "--universal", "--python-version", "3.11", "--generate-hashes", "--extra", "tep", "--group", "build",
    "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock", "--quiet",
]  # fmt: skip


def main() -> int:
    """Lock what runs, then what develops on top of exactly that, then the console."""
    parser = argparse.ArgumentParser(prog="tools.lock", description="write the lock files anew")
    parser.add_argument("--upgrade", action="store_true", help="move every package to its newest version")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", UV], cwd=ROOT, check=True)
    run = [*COMPILE, *upgrade, "--output-file"]
    subprocess.run([*run, "requirements.lock"], cwd=ROOT, check=True)
    subprocess.run(
        [*run, "requirements-dev.lock", "--group", "dev", "--constraint", "requirements.lock"],
        cwd=ROOT,
        check=True,
    )
    npm = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit"]
    subprocess.run(npm, cwd=ROOT / "console", check=True)
    print("requirements.lock, requirements-dev.lock and console/package-lock.json are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
