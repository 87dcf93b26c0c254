"""Each kind of mistake is made where it can be, and nothing but the one place changes."""

import ast

import pytest

from tools.mutants import enum_members, mutants_of

ENUMS = {"Light": ("OFF", "ON", "BLINK"), "Reason": ("HOT", "COLD", "DUPLICATE")}
TABLE = """
from wakeful.alarms.transition_table import Ignored, Move, Refused
_S, _E = Light, Act
TABLE = declare(
    [
        (_S.OFF, _E.PRESS, Move(_S.ON)),
        (_S.ON, _E.PRESS, Refused("hot", Reason.HOT)),
        (_S.BLINK, _E.PRESS, Ignored("dark")),
    ],
)
"""


def changes(source):
    """What each mutant does, without its place."""
    return [mutant.change for mutant in mutants_of("x.py", source, ENUMS)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if a:\n    b", ["`if a` never holds", "`if a` always holds", "`if a` inverted"]),
        ("x = [a for a in b if a]", ["`if a` never holds", "`if a` always holds", "`if a` inverted"]),
        ("while True:\n    break", ["`True` becomes `False`", "`break` forgotten"]),
        ("x = a and b", ["`a and b` without `a`", "`a and b` without `b`", "`a and b` becomes `a or b`"]),
        ("x = not a", ["`not a` without its sign"]),
        ("x = a < b", ["`a < b` becomes `a >= b`", "`a < b` becomes `a <= b`"]),
        ("x = a is b", ["`a is b` becomes `a is not b`"]),
        ("x = a + b", ["`a + b` becomes `a - b`"]),
        ("x = 2", ["`2` becomes `3`", "`2` becomes `1`"]),
        ("x = False", ["`False` becomes `True`"]),
        ("x = Light.ON", ["`Light.ON` becomes `OFF`", "`Light.ON` becomes `BLINK`"]),
        ("f(a=b)", ["`f(a=b)` forgotten", "`f(a=b)` without `a`"]),
        ("a.b = c", ["`a.b = c` forgotten"]),
        ("x = g(x)", ["`x = g(x)` forgotten"]),
        ("x = g(y)", []),
        ("X: tuple[T, ...] = (a, b)", ["`a` exchanged with the next"]),
        ("X = (a, b, c)", ["`a` exchanged with the next", "`b` exchanged with the next"]),
        ("def f():\n    return", ["`return` forgotten"]),
        ('"""A text: 1 or 2."""', []),
        ("x: Literal[1] = y", []),
        ("x = 'text' + y", []),
        ("Entry = Move | Ignored[int]", []),
        ("@njit(cache=True)\ndef f(): ...", []),
    ],
)
def test_each_kind_of_mistake(source, expected):
    assert changes(source) == expected


def test_a_condition_is_inverted_once_and_not_again_by_its_operator():
    assert changes("if a is b:\n    c") == [
        "`if a is b` never holds",
        "`if a is b` always holds",
        "`if a is b` inverted",
    ]


def test_each_answer_of_a_table_is_exchanged_for_every_other_and_its_keys_are_left():
    assert changes(TABLE) == [
        "`Move(_S.ON)` becomes `Move(_S.OFF)`",
        "`Move(_S.ON)` becomes `Move(_S.BLINK)`",
        "`Move(_S.ON)` becomes `Ignored('')`",
        "`Move(_S.ON)` becomes `Refused('', Reason.DUPLICATE)`",
        "`Refused('hot', Reason.HOT)` becomes `Move(_S.OFF)`",
        "`Refused('hot', Reason.HOT)` becomes `Move(_S.ON)`",
        "`Refused('hot', Reason.HOT)` becomes `Move(_S.BLINK)`",
        "`Refused('hot', Reason.HOT)` becomes `Ignored('')`",
        "`Reason.HOT` becomes `COLD`",
        "`Reason.HOT` becomes `DUPLICATE`",
        "`Ignored('dark')` becomes `Move(_S.OFF)`",
        "`Ignored('dark')` becomes `Move(_S.ON)`",
        "`Ignored('dark')` becomes `Move(_S.BLINK)`",
        "`Ignored('dark')` becomes `Refused('', Reason.DUPLICATE)`",
    ]


def test_a_transition_of_a_function_is_forgotten():
    source = "def f(s: State) -> State: ...\ndef g(s: State) -> Outcome: ...\nx = f(y)\nz = g(y)"
    assert changes(source) == ["`f(y)` without `f`", "`g(y)` moves nothing"]


def test_one_place_changes_and_the_name_does_not_know_the_line():
    source = "def f(a):\n    return a < 1  # größer\n\ndef g(a):\n    return a < 1\n"
    mutants = mutants_of("x.py", source, {})
    assert mutants[0].source == "def f(a):\n    return (a >= 1)  # größer\n\ndef g(a):\n    return a < 1\n"
    assert [mutant.line for mutant in mutants] == [2, 2, 2, 2, 5, 5, 5, 5]
    moved = mutants_of("x.py", "\n\n" + source, {})
    assert [mutant.name for mutant in mutants] == [mutant.name for mutant in moved]
    assert len({mutant.name for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        ast.parse(mutant.source)


def test_equal_changes_of_one_function_are_numbered():
    assert changes("def f(a):\n    a(1)\n    b(1)")[1:3] == ["`1` becomes `2`", "`1` becomes `0`"]
    assert changes("def f(a):\n    a(1)\n    b(1)")[4:] == ["`1` becomes `2` (2)", "`1` becomes `0` (2)"]


def test_enums_are_found_with_their_members():
    source = 'class A(IntEnum):\n    """A."""\n    X = 0\n    Y = 1\nclass B:\n    Z = 2\n'
    assert enum_members([source]) == {"A": ("X", "Y")}
