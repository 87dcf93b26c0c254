"""docs/expressions.md is true: its examples parse, its tables are what the kernel answers."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.alarms.expression.trees import WAITING, Bench
from wakeful.alarms.expression.parser import DEPTH_MAX, PARTS_MAX, parse
from wakeful.alarms.expression.program import compile_programs
from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.alarms.expression.tokens import CHARACTERS_MAX
from wakeful.terms.quality import Quality

TEXT = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text()
TAGS = ("PT-1", "PT-2", "PT-3", "PUMP-1")
STATES = {"PUMP-1": ("stopped", "running")}
WORDS = {
    "true": (1.0, Quality.GOOD),
    "true?": (1.0, Quality.UNCERTAIN_SENSOR_NOT_ACCURATE),
    "unknown": (1.0, Quality.BAD_SENSOR_FAILURE),
    "unheard": (1.0, WAITING),
    "false?": (0.0, Quality.UNCERTAIN_SENSOR_NOT_ACCURATE),
    "false": (0.0, Quality.GOOD),
}
"""A reading of a tag that makes ``TAG > 0`` each of the six answers."""


def table(name):
    """Rows of cells between the marks of a table, without its rule; code and bold marks taken off."""
    lines = TEXT.split(f"<!-- {name}: begin -->")[1].split(f"<!-- {name}: end -->")[0].strip().splitlines()
    rows = [[cell.strip().strip("`*") for cell in line.strip("|").split("|")] for line in lines]
    return [rows[0], *rows[2:]]


def word_of(value, trust):
    """An answer to a condition as the document writes it."""
    if value is None:
        return "unheard" if trust == 3 else "unknown"
    return ("true" if value else "false") + ("?" if trust else "")


def answer(text, readings):
    """What the kernel answers to an expression, with ``readings`` a value and a code for each tag named."""
    bench = Bench(parse(text), TAGS, (), STATES)
    for tag, (value, quality) in readings.items():
        bench.sample(tag, value, quality)
    return bench.answer()


@pytest.mark.parametrize("word", ["and", "or"])
def test_the_tables_of_and_and_or(word):
    header, *rows = table(word)
    assert [row[0] for row in rows] == header[1:] == list(WORDS)
    for row, (column, expected) in product(rows, enumerate(header[1:], start=1)):
        readings = {"PT-1": WORDS[row[0]], "PT-2": WORDS[expected]}
        assert word_of(*answer(f"PT-1 > 0 {word} PT-2 > 0", readings)) == row[column], (row[0], expected)


def test_the_table_of_not():
    header, row = table("not")
    assert header[1:] == list(WORDS)
    assert [word_of(*answer("not PT-1 > 0", {"PT-1": WORDS[word]})) for word in header[1:]] == row[1:]


def test_the_table_of_if():
    header, *rows = table("if")
    for row, (column, branches) in product(rows, enumerate(header[1:], start=1)):
        given = dict(re.findall(r"([AB]) (\S+?)(?:,|$)", branches))
        readings = {"PT-1": WORDS[row[0]], "PT-2": WORDS[given["A"]], "PT-3": WORDS[given["B"]]}
        assert word_of(*answer("if(PT-1 > 0, PT-2 > 0, PT-3 > 0)", readings)) == row[column], (row[0], given)


def reading(text):
    """``8.5``, ``8.5?``, ``bad``, ``unheard`` or a state's name as a value and a code."""
    if text in STATES["PUMP-1"]:
        return STATES["PUMP-1"].index(text), Quality.GOOD
    if text in ("bad", "unheard"):
        return WORDS["unknown" if text == "bad" else text]
    return float(text.strip("?")), WORDS["true?" if text.endswith("?") else "true"][1]


@pytest.mark.parametrize(("text", "inputs", "expected"), table("examples")[1:])
def test_an_example_with_values(text, inputs, expected):
    pairs = [pair.split(" ") for pair in inputs.split(", ")]
    value, trust = answer(text, {tag: reading(value) for tag, value in pairs})
    assert expected == (word_of(value, trust) if expected in WORDS else f"{value:g}")


@pytest.mark.parametrize(("text", "column", "message"), table("errors")[1:])
def test_an_example_that_is_refused(text, column, message):
    with pytest.raises(ExpressionError) as refusal:
        compile_programs([parse(text)], {tag: number for number, tag in enumerate(TAGS)}, {}, STATES)
    assert (refusal.value.column, refusal.value.message) == (int(column), message)


def test_every_expression_shown_parses():
    block = re.search(r"^```expression\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    lines = block.group(1).splitlines()
    assert len(lines) == 8
    for line in lines:
        parse(line)


def test_the_limits_are_those_of_the_parser():
    limits = (
        f"{CHARACTERS_MAX:,} characters, {DEPTH_MAX} levels of nesting, {PARTS_MAX} numbers, names, signs"
    )
    assert limits in TEXT
