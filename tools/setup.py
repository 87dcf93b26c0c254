"""Makes a work tree ready: the .venv with pinned, hash-checked packages, and the built console.

Run as ``tools/python -m tools.setup runtime|dev``. Everything that can be missing is looked for first, in a
second; then the long steps run, and only those whose inputs changed: each leaves a stamp that holds a hash
of what went into it. Standard library only: nothing is installed yet when this runs.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.progress import StepError, run_step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
CONSOLE = ROOT / "console"
CONSOLE_DIST = ROOT / "src" / "wakeful" / "console_dist"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
PIP_INSTALL = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
PYTHON_MINIMUM = (3, 11)
PYTHON_WITHOUT_WATER = (3, 13)


def main() -> int:
    """Bring the work tree up to date; 0 when it is."""
    parser = argparse.ArgumentParser(prog="tools.setup", description="make this work tree ready")
    parser.add_argument("packages", choices=sorted(LOCKS), help="which lock to install")
    parser.add_argument("--no-console", action="store_true", help="leave the console alone")
    arguments = parser.parse_args()
    try:
        check_prerequisites(console=not arguments.no_console)
        install_packages(arguments.packages)
        if not arguments.no_console:
            build_console()
    except StepError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def check_prerequisites(*, console: bool) -> None:
    """Raise StepError with one line for whatever this machine lacks."""
    if sys.version_info < PYTHON_MINIMUM:
        raise StepError(f"Wakeful needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not venv_works() and importlib.util.find_spec("ensurepip") is None:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise StepError(
            f"This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install {name}"
        )
    if console:
        check_node()


def check_node() -> None:
    """Raise StepError unless npm and a Node as new as console/package.json asks for are here."""
    wanted = json.loads((CONSOLE / "package.json").read_text())["engines"]["node"].removeprefix(">=")
    advice = f"Install Node.js {wanted} or newer with npm, then run the same command again."
    if shutil.which("node") is None:
        raise StepError(f"Node.js is missing; the console is built with it. {advice}")
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    if not re.match(r"v\d+\.", answer) or numbers(answer) < numbers(wanted):
        found = answer.strip() or "one that does not start"
        raise StepError(f"Node.js is too old: this machine has {found}. {advice}")
    if shutil.which("npm") is None:
        raise StepError("npm is missing beside Node.js. On Debian or Ubuntu: sudo apt-get install npm")


def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, to compare: ``v20.19.0`` gives (20, 19, 0)."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def venv_works() -> bool:
    """Whether .venv holds a Python with pip that starts and is new enough."""
    return venv_version() >= PYTHON_MINIMUM


def venv_version() -> tuple[int, ...]:
    """Version of the Python in .venv, empty when that does not start: it was moved, or is half made."""
    try:
        answer = subprocess.run(
            [VENV_PYTHON, "-c", "import pip, sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ()
    return numbers(answer.stdout) if answer.returncode == 0 else ()


def install_packages(kind: str) -> None:
    """Make .venv match the lock and put the package itself into it, from this work tree."""
    made_here = VENV / ".made-in"
    moved = made_here.exists() and made_here.read_text() != str(ROOT)
    if moved or not venv_works():
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.parent.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "venv", str(VENV)]
        title = f"Environment .venv (Python {sys.version.split()[0]})"
        run_step(title, command, cwd=ROOT, log=ROOT / ".setup.log")
    made_here.write_text(str(ROOT))
    log = VENV / "setup.log"
    if venv_version() >= PYTHON_WITHOUT_WATER:
        print("  Its hydraulic library has no build for this Python: the drinking-water works is left out.")
        print("  With Python 3.11 or 3.12: rm -r .venv, then the same command again.")

    lock = LOCKS[kind]
    wanted = fingerprint([lock, ROOT / "pyproject.toml"])
    stamp = VENV / f".installed-{kind}"
    if read_stamp(stamp) == wanted:
        return
    count = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), re.MULTILINE))
    run_step(
        f"Python packages ({kind}, up to {count}, hashes checked)",
        [*PIP_INSTALL, "--require-hashes", "-r", str(lock)],
        cwd=ROOT,
        log=log,
        describe=describe_pip,
    )
    run_step(
        "Wakeful itself, from this folder",
        [*PIP_INSTALL, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)],
        cwd=ROOT,
        log=log,
        describe=describe_pip,
    )
    write_stamp(stamp, wanted)
    if kind == "dev":
        write_stamp(VENV / ".installed-runtime", fingerprint([LOCKS["runtime"], ROOT / "pyproject.toml"]))


def describe_pip(line: str) -> str | None:
    """The package a line of pip's output speaks of."""
    found = re.match(r"\s*(Collecting|Downloading|Using cached|Installing|Requirement already)\b(.*)", line)
    if found is None:
        return None
    if found[1].startswith("Installing"):
        return "unpacking all of them"
    subject = found[2].strip().removeprefix("satisfied: ").split(" ")[0]
    return re.split(r"==|-\d", subject.rsplit("/", 1)[-1])[0]


def build_console() -> None:
    """``npm ci`` when the lock changed, the Vite build when a source changed."""
    log = VENV / "setup.log"
    modules_stamp = CONSOLE / "node_modules" / ".wakeful-installed"
    wanted_modules = fingerprint([CONSOLE / "package.json", CONSOLE / "package-lock.json"])
    if read_stamp(modules_stamp) != wanted_modules:
        command = ["npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier"]
        run_step("Console packages (npm ci)", command, cwd=CONSOLE, log=log)
        write_stamp(modules_stamp, wanted_modules)

    build_stamp = CONSOLE / "node_modules" / ".wakeful-built"
    wanted_build = fingerprint(console_sources())
    if read_stamp(build_stamp) != wanted_build or not (CONSOLE_DIST / "index.html").exists():
        run_step("Console build", ["npm", "run", "build"], cwd=CONSOLE, log=log)
        if not (CONSOLE_DIST / "index.html").exists():
            raise StepError(f"Console build: it ended well but left no {CONSOLE_DIST / 'index.html'}.")
        write_stamp(build_stamp, wanted_build)


def console_sources() -> Iterable[Path]:
    """Every file the build reads: all of console/ but its packages, and the contracts it is made from."""
    for folder, names, files in os.walk(CONSOLE):
        names[:] = sorted(set(names) - {"node_modules", "dist", "pictures"})
        yield from (Path(folder) / name for name in sorted(files))
    yield from sorted((ROOT / "schema").rglob("*.json"))


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents; a missing file is an error a person can read."""
    digest = hashlib.sha256()
    for path in paths:
        if not path.is_file():
            raise StepError(f"{path.relative_to(ROOT)} is missing; is this a complete clone?")
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read_stamp(stamp: Path) -> str:
    """What a stamp says, or nothing."""
    return stamp.read_text() if stamp.is_file() else ""


def write_stamp(stamp: Path, text: str) -> None:
    """Leave a stamp; the folder is there, the step has just filled it."""
    stamp.write_text(text)


if __name__ == "__main__":
    sys.exit(main())
