"""What calibrate says of a unit: the promise with its interval, what is too short, roles, delays."""

from dataclasses import replace

import msgspec
import numpy as np

from tests.evidence.units import unit
from wakeful.cli.calibrate_report import promise_lines, shortness, text_lines
from wakeful.evidence.preparation import Role


def test_the_promise_has_its_exact_interval() -> None:
    (line,) = promise_lines(unit())
    assert "the last 0.6 days" in line and "1 alarm, 1.67 a day (95 %: 0.0422 to 9.29), asked 2" in line


def test_a_record_with_nothing_held_out_makes_no_claim() -> None:
    facts = msgspec.structs.replace(unit().facts, held_out_days=0.0, held_out_episodes=0)
    assert promise_lines(replace(unit(), facts=facts)) == []


def test_ten_records_are_the_limit_of_a_promise() -> None:
    assert shortness(replace(unit(), budget_per_day=0.048)) == []
    (short,) = shortness(replace(unit(), budget_per_day=0.01))
    assert "could keep 0.048 a day; 0.01 needs 10 days" in short


def test_every_judged_tag_has_its_delays_and_no_other() -> None:
    own = unit().model
    role = np.array([Role.MEASURED, Role.DISCRETE, Role.HELD, Role.MEASURED], np.uint8)
    resolution = np.array([0.0, 0.0, 20.0, 0.0])
    model = own._replace(preparation=own.preparation._replace(role=role, resolution=resolution))
    facts = msgspec.structs.replace(unit().facts, rows_a_value=(1.0, 1.0, 60.0, 1.0))
    lines = text_lines(replace(unit(), model=model, facts=facts), ["a.csv", "b.csv"], "unit.model")
    begin = next(place for place, line in enumerate(lines) if "3 sigma" in line)
    shown = {line.split()[-1]: line.split()[:4] for line in lines[begin + 1 : -1]}
    assert list(shown) == ["FI-1", "PI-3", "LI-4"]
    assert shown["FI-1"][1] == "min" and shown["PI-3"][1] == "h"
    text = "\n".join(lines)
    assert "learned from a.csv, b.csv" in text and "note            made up" in text
    assert "1  held between updates, judged at its updates: PI-3" in text
    assert "1 judged tags are told in steps" in text and "PI-3 (steps of 20)" in text
