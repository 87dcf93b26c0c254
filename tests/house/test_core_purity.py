"""The core reads no clock, draws no chance and touches no world: by the names it uses, not only its imports.

The import floors forbid ``import time``; they do not see ``datetime.now()`` or ``numpy.random``. This does.
"""

import pytest

from tests.house.tree import CORE, expect_nothing, full_names, python_files, sweep

BANNED = (
    *(
        "time",
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
    ),
    *("numpy.datetime64.now", "random", "numpy.random", "secrets", "uuid"),
    *(
        "os",
        "io",
        "pathlib",
        "socket",
        "asyncio",
        "threading",
        "subprocess",
        "logging",
        "importlib",
        "open",
        "print",
    ),
    *("input", "sys.stdin", "sys.stdout", "sys.stderr", "numpy.load", "numpy.save", "numpy.fromfile"),
    *("breakpoint", "eval", "exec", "__import__"),
)


def findings(text: str) -> list[str]:
    """Line and name of everything banned that a module of the core uses."""
    used = [(line, name) for line, name in full_names(text) if any(is_within(name, ban) for ban in BANNED)]
    longest = {
        (line, name)
        for line, name in used
        if not any(other[0] == line and other[1].startswith(name + ".") for other in used)
    }
    return [f"{line}: uses {name}" for line, name in sorted(longest)]


def is_within(name: str, ban: str) -> bool:
    """Whether a dotted name is the banned one or something in it."""
    return name == ban or name.startswith(ban + ".")


def test_the_core_is_pure() -> None:
    rooms = [f"src/wakeful/{room}" for room in CORE]
    expect_nothing(sweep(python_files(*rooms), findings))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import time\nnow = time.time_ns()", ["2: uses time.time_ns"]),
        ("from time import monotonic as clock\nclock()", ["2: uses time.monotonic"]),
        ("from datetime import datetime\ndatetime.now()", ["2: uses datetime.datetime.now"]),
        ("import datetime as dt\ndt.date.today()", ["2: uses datetime.date.today"]),
        ("import numpy as np\nnp.random.default_rng(1)", ["2: uses numpy.random.default_rng"]),
        ("from numpy import random\nrandom.rand()", ["2: uses numpy.random.rand"]),
        ("from uuid import uuid4\nuuid4()", ["2: uses uuid.uuid4"]),
        ("open('x')", ["1: uses open"]),
        ("def f(read=input):\n    return read()", ["1: uses input"]),
    ],
)
def test_the_checker_sees(text: str, expected: list[str]) -> None:
    assert findings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "def f(now_ns: int) -> int:\n    return now_ns",
        "import datetime\ndatetime.timedelta(seconds=1)",
        "import numpy as np\nnp.zeros(3).sum()",
        "block.time.sum()",
        "'''time.time() in a text'''",
    ],
)
def test_the_checker_lets_pass(text: str) -> None:
    assert findings(text) == []
