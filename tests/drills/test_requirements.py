"""The suite covers every requirement; their identifiers are those of the tables they come from."""

from collections import Counter

from tests.drills.conformance_tables import scripts
from wakeful.drills.requirements import REQUIREMENTS

ROWS = {"1.4.": 24, "1.5.": 6, "5.2.": 9}
SERIES = {"B": 2, "R": 5, "E": 4, "L": 5, "S": 10, "D": 4, "T": 4, "Q": 2, "C": 5, "P": 4, "N": 2, "H": 11}


def test_every_row_of_the_tables_has_its_identifier() -> None:
    expected = {f"{table}{row}" for table, rows in ROWS.items() for row in range(1, rows + 1)}
    expected |= {f"{letter}{number}" for letter, count in SERIES.items() for number in range(1, count + 1)}
    assert set(REQUIREMENTS) == expected | {"1.6"}
    assert all(sentence and not sentence.endswith(".") for sentence in REQUIREMENTS.values())


def test_every_requirement_is_covered() -> None:
    covered = Counter(name for script in scripts().values() for name in script.covers)
    assert [name for name in REQUIREMENTS if not covered[name]] == []


def test_the_suite_covers_nothing_but_requirements() -> None:
    """A plant's own sheet may name anything, or nothing; one of the suite may not."""
    for name, script in scripts().items():
        assert script.covers, name
        assert set(script.covers) <= set(REQUIREMENTS), name


def test_every_scenario_is_named_for_a_requirement() -> None:
    for name, script in scripts().items():
        identifier = name.partition("-")[0]
        assert identifier[0] in {covered[0] for covered in script.covers} | {"E", "L", "S", "P", "C"}, name
