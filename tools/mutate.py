"""Proves the tests of the alarm core: every small mistake in it must make one of them fail.

Run by ``make mutants``. For every mutant (``tools.mutants``) of the joint machine and its tables, of what
surrounds it (times, urgency, modes, floods, first-outs) and of people's acts on it (what they saw, rights,
accounts), a process with a copy of the package that has this one mistake runs the tests of that module until
the first one fails. Kernels are run as plain Python, so nothing is compiled. The test that compares the
documents with the tables is not among them: it would notice any change, without knowing why.

What no test notices is listed, and is an error unless ``tools.mutate_equivalent`` says by name why it changes
nothing.
The table goes to docs/proof.md.
"""

import argparse
import ast
import compileall
import contextlib
import functools
import gc
import importlib
import importlib.util
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.mutants import Mutant, enum_members, mutants_of
from tools.mutate_equivalent import EQUIVALENT

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "wakeful"
TESTS = ROOT / "tests"
DOCUMENT = ROOT / "docs" / "proof.md"
BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
COLUMNS = ("mutants", "noticed by a test", "cannot be imported", "ran too long", "equivalent", "unnoticed")
NOTICED, REFUSED, TOO_LONG, SURVIVED = "noticed by a test", "cannot be imported", "ran too long", "unnoticed"
PROFILE = "mutants"
NO_IMPORT = 99
PYTEST = ("-x", "-q", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "-p", "no:unraisableexception")
QUIET_S = 10.0
"""Without a terminal, a new line is written at most this often."""

ALONE = (
    "alarms/condition.py",
    "alarms/transition_table.py",
    "alarms/timer_heap.py",
    "alarms/annunciate.py",
    "alarms/modes.py",
    "alarms/flood.py",
    "alarms/first_out.py",
    "authority/rights.py",
    "engine/accounts.py",
    "engine/alarm_acts.py",
    "engine/commands.py",
)
"""Files that are mutated beside the joint machine; each is held by the test file of its own name."""

ALSO_HELD_BY = {"engine/alarm_acts.py": ("engine/test_commands.py",)}
"""Where acknowledgement is tested: with the other commands."""


class Judged(NamedTuple):
    """A mutant and what became of it."""

    mutant: Mutant
    verdict: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge every mutant, print and keep the table; 0 when each was noticed or is known as equivalent."""
    parser = argparse.ArgumentParser(prog="make mutants", description="prove the tests of the alarm core")
    parser.add_argument(
        "--only", metavar="FILE", help="files whose name contains this; the table is not kept"
    )
    options = parser.parse_args(arguments)
    files = [file for file in files_mutated() if (options.only or "") in file]
    if not files:
        parser.error(f"no mutated file is named like {options.only!r}")
    mutants = {file: mutants_of_file(file) for file in files}
    unknown = EQUIVALENT.keys() - {each.name for file in files_mutated() for each in mutants_of_file(file)}
    for name in sorted(unknown):
        print(f"tools/mutate_equivalent.py: names what is no mutant any more: {name}")
    with package_copy() as folder:
        judged = judge_all(mutants, folder)
    print(table_text(judged))
    findings = findings_of(judged)
    print("\n".join(findings))
    if not options.only:
        write_table(DOCUMENT, table_text(judged))
    return 1 if findings or unknown else 0


def files_mutated() -> list[str]:
    """What is mutated, as paths below the package."""
    machine = sorted((PACKAGE / "alarms" / "machine").glob("*.py"))
    names = [f"alarms/machine/{path.name}" for path in machine if path.stem != "__init__"]
    return [*ALONE[:3], *names, *ALONE[3:]]


@functools.cache
def mutants_of_file(file: str) -> tuple[Mutant, ...]:
    """Every mutant of one file of the package."""
    return tuple(mutants_of(file, (PACKAGE / file).read_text(), _enums()))


@functools.cache
def _enums() -> dict[str, tuple[str, ...]]:
    rooms = (PACKAGE / "alarms", PACKAGE / "terms")
    return enum_members(path.read_text() for room in rooms for path in sorted(room.rglob("*.py")))


def tests_of(file: str) -> list[str]:
    """Test files that must notice a mutant of a file, those of the module itself first."""
    own = TESTS / Path(file).parent / f"test_{Path(file).name}"
    if file in ALONE:
        return [str(own), *(str(TESTS / test) for test in ALSO_HELD_BY.get(file, ()))]
    machine = TESTS / "alarms" / "machine"
    joint = [machine / "test_step.py", machine / "test_packed.py"]
    return list(dict.fromkeys(map(str, [own, *joint, *sorted(machine.glob("test_*.py"))])))


@contextlib.contextmanager
def package_copy() -> Iterator[Path]:
    """A folder with a copy of the package, from which it is imported from now on."""
    os.environ |= {
        "NUMBA_DISABLE_JIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "WAKEFUL_HYPOTHESIS": PROFILE,
    }
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory(prefix="wakeful-mutants-") as folder:
        shutil.copytree(
            PACKAGE, Path(folder) / "wakeful", ignore=shutil.ignore_patterns("__pycache__", "console_dist")
        )
        for path in sorted((Path(folder) / "wakeful").rglob("*.py")):
            path.write_text(with_records(path.read_text()))
        for place in (folder, str(TESTS)):
            compileall.compile_dir(place, quiet=2)
        sys.path.insert(0, folder)
        load_once()
        yield Path(folder)
        sys.path.remove(folder)


def with_records(source: str) -> str:
    """The source with tables whose rows have their fields as attributes, as they have in a compiled kernel.

    Lines keep their numbers.
    """
    lines = source.splitlines(keepends=True)
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id="np"), attr="dtype"),
                    args=[ast.List() | ast.ListComp()],
                ),
            ):
                end = (node.end_lineno or node.lineno) - 1
                lines[end] = f"{lines[end].rstrip()}; {name} = np.dtype((np.record, {name}))\n"
    return "".join(lines)


def load_once() -> None:
    """Load what every process needs, before there are any; a failing property is not made smaller."""
    for name in ("hypothesis.stateful", "msgspec", "numba", "pytest"):
        importlib.import_module(name)
    settings = importlib.import_module("hypothesis").settings
    phases = importlib.import_module("hypothesis").Phase
    settings.register_profile(
        PROFILE, derandomize=True, deadline=None, phases=(phases.explicit, phases.generate)
    )
    gc.freeze()


def judge_all(mutants: dict[str, tuple[Mutant, ...]], folder: Path) -> list[Judged]:
    """Judge the mutants of each file, showing how far it is.

    Raises RuntimeError when a test fails although there is no mistake.
    """
    judged: list[Judged] = []
    limits_s: dict[frozenset[str], int] = {}
    progress = _Progress(sum(map(len, mutants.values())))
    for file, each in mutants.items():
        path = folder / "wakeful" / file
        original = path.read_text()
        # A mutant of the same second and length would pass for what is compiled.
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        tests = tests_of(file)
        if frozenset(tests) not in limits_s:
            limits_s[frozenset(tests)] = limit_of_tests_s(file, tests)
        for mutant in each:
            path.write_text(with_records(mutant.source))
            code = run_tests(file, tests, limit_s=limits_s[frozenset(tests)])
            judged.append(Judged(mutant, verdict(code)))
            progress.show(judged[-1])
        path.write_text(original)
    progress.close()
    return judged


def limit_of_tests_s(file: str, tests: Sequence[str]) -> int:
    """How much processor time these tests may take [s]: twice what they take where there is no mistake."""
    before_s = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    if run_tests(file, tests, limit_s=600) != 0:
        raise RuntimeError(f"{file}: its tests fail without a mistake: .venv/bin/pytest {' '.join(tests)}")
    return math.ceil(1 + 2 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before_s))


def run_tests(file: str, tests: Sequence[str], *, limit_s: int) -> int:
    """Import a file of the package and the joint machine, then run tests until one fails, in a new process.

    Returns pytest's exit code, NO_IMPORT, or -1 after the limit of processor time [s].
    """
    child = os.fork()
    if child == 0:
        code = NO_IMPORT
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            module = file.removesuffix(".py").replace("/", ".")
            for name in (module, "alarms.machine.step"):
                importlib.import_module(f"wakeful.{name}")
            import pytest

            code = int(pytest.main([*PYTEST, f"--rootdir={ROOT}", *tests]))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1


def verdict(code: int) -> str:
    """What an exit code of pytest says about a mutant."""
    match code:
        case 0:
            return SURVIVED
        case -1:
            return TOO_LONG
    return REFUSED if code == NO_IMPORT else NOTICED


def findings_of(judged: Sequence[Judged]) -> list[str]:
    """One line for each mutant that was not noticed, or was although it is said to be equivalent."""
    found = []
    for mutant, became in judged:
        if became == SURVIVED and mutant.name not in EQUIVALENT:
            found.append(
                f"src/wakeful/{mutant.file}:{mutant.line}: no test notices {mutant.place}: {mutant.change}"
            )
        if became != SURVIVED and mutant.name in EQUIVALENT:
            found.append(f"tools/mutate_equivalent.py: not equivalent, {became}: {mutant.name}")
    return found


def table_text(judged: Sequence[Judged]) -> str:
    """Mutants by file as a Markdown table, the score, and the equivalent ones with their reasons."""
    counts: dict[str, Counter[str]] = {}
    for mutant, became in judged:
        known = became == SURVIVED and mutant.name in EQUIVALENT
        counts.setdefault(mutant.file, Counter()).update(["mutants", "equivalent" if known else became])
    total: Counter[str] = sum(counts.values(), Counter())
    lines = [f"| file | {' | '.join(COLUMNS)} |", "|---|" + "---:|" * len(COLUMNS)]
    for file, count in [*((f"`{file}`", count) for file, count in counts.items()), ("together", total)]:
        lines.append(f"| {file} | {' | '.join(str(count[column]) for column in COLUMNS)} |")
    real = total["mutants"] - total["equivalent"]
    noticed = real - total[SURVIVED]
    lines += ["", f"Score: {noticed} of {real} mistakes noticed, {100 * noticed / max(real, 1):.1f} %."]
    equivalents = [
        f"- {mutant.name}: {EQUIVALENT[mutant.name]}" for mutant, _ in judged if mutant.name in EQUIVALENT
    ]
    if equivalents:
        lines += ["", "Changes that change nothing:", "", *equivalents]
    return "\n".join(lines) + "\n"


def write_table(document: Path, text: str) -> None:
    """Put the table between its marks."""
    before, _, rest = document.read_text().partition(BEGIN)
    document.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}")


class _Progress:
    """One line with how far it is: rewritten in place on a terminal, repeated now and then elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.verdicts: Counter[str] = Counter()
        self.started_s = self.shown_s = time.monotonic()

    def show(self, judged: Judged) -> None:
        self.verdicts[judged.verdict] += 1
        now_s = time.monotonic()
        if sys.stdout.isatty() or now_s - self.shown_s >= QUIET_S:
            self.shown_s = now_s
            self._write(judged.mutant.file)

    def close(self) -> None:
        self._write("done")
        if sys.stdout.isatty():
            print(flush=True)

    def _write(self, where: str) -> None:
        done = self.verdicts.total()
        bar = "#" * (30 * done // max(self.total, 1))
        spent_s = time.monotonic() - self.started_s
        text = f"  [{bar:<30}] {done}/{self.total}  unnoticed {self.verdicts[SURVIVED]}  {spent_s:.0f} s"
        if sys.stdout.isatty():
            print(f"\r\033[K{text}  {where}"[:118], end="", flush=True)
        else:
            print(f"{text}  {where}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
