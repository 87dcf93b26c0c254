"""Settings of alarms in operating modes: patterns, names before patterns, the order of the modes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.configuration.alarm_rows import SYSTEMS, TAGS, Trial
from wakeful.server.configuration.alarms_file import Alarms
from wakeful.server.configuration.finding import Origin
from wakeful.server.configuration.modes_file import apply_modes
from wakeful.server.configuration.tags_file import Known
from wakeful.terms.alarm import PLAIN, AlarmDefinition, ConditionKind, Handling, ModeSetting, Priority

HEADER = "alarm,mode,limit_eu,priority,suppressed\n"
ROWS = (
    "LAL-1,LI-1,low,low,20,,,,\nLAH-1,LI-1,high,low,80,,,,\n"
    "LAH-2,LI-2,high,low,80,,,,\nLAH-3,LI-3,high,low,80,,,,\nXA-1,P-1,discrete,low,tripped,,,,\n"
)


def apply(trial: Trial, rows: str, *brought: AlarmDefinition) -> Alarms:
    alarms = trial.gather(ROWS, *brought)
    apply_modes(HEADER + rows, alarms, trial.tags, trial.known, trial.findings)
    return alarms


def modes_of(alarms: Alarms) -> dict[str, tuple[ModeSetting, ...]]:
    return {name: alarm.handling.modes for name, alarm in alarms.alarms.items() if alarm.handling.modes}


def test_a_row_by_name_in_the_order_of_the_system_s_modes() -> None:
    trial = Trial()
    alarms = apply(trial, "LAH-1,running,90,high,\nLAH-1,shut-down,,,yes\nXA-1,running,,high,\n")
    assert trial.told == []
    assert modes_of(alarms) == {
        "LAH-1": (
            ModeSetting(mode="shut-down", suppressed=True),
            ModeSetting(mode="running", limit_eu=90.0, priority=Priority.HIGH),
        ),
        "XA-1": (ModeSetting(mode="running", priority=Priority.HIGH),),
    }
    assert alarms.mode_origins["LAH-1", "running"] == Origin("modes.csv", 2)
    assert alarms.alarms["LAH-2"].handling is PLAIN


def test_a_pattern_is_about_the_alarms_whose_system_has_the_mode() -> None:
    trial = Trial()
    alarms = apply(trial, "LAH-*,shut-down,,,yes\n*-3,day,,low,\n")
    assert trial.told == [] and set(modes_of(alarms)) == {"LAH-1", "LAH-2", "LAH-3"}
    assert modes_of(alarms)["LAH-3"] == (ModeSetting(mode="day", priority=Priority.LOW),)


def test_a_name_goes_before_a_pattern_cell_by_cell_whatever_the_order() -> None:
    by_name, by_pattern = "LAH-1,running,90,,no\n", "LAH-*,running,85,high,yes\n"
    for rows in (by_name + by_pattern, by_pattern + by_name):
        trial = Trial()
        alarms = apply(trial, rows)
        assert trial.told == []
        assert modes_of(alarms)["LAH-1"] == (
            ModeSetting(mode="running", limit_eu=90.0, priority=Priority.HIGH, suppressed=False),
        )
        assert modes_of(alarms)["LAH-2"][0].suppressed


def test_two_patterns_may_say_the_same() -> None:
    trial = Trial()
    apply(trial, "LA*,running,,high,\n*-1,running,,high,\n")
    assert trial.told == []


def test_a_limit_that_cannot_be_leads_to_nothing_else() -> None:
    trial = Trial()
    alarms = apply(trial, "XA-1,running,2,,\nLAH-1,running,high,,\n")
    assert [told.split(";")[0] for told in trial.told] == [
        "modes.csv:2: limit_eu: alarm XA-1: discrete is the same in every mode",
        "modes.csv:3: limit_eu: 'high' is not a number",
    ]
    assert modes_of(alarms) == {}


def test_a_source_s_settings_are_kept_where_the_system_has_the_mode() -> None:
    brought = AlarmDefinition(
        name="B", tag="LI-1", kind=ConditionKind.HIGH_HIGH, priority=Priority.LOW, limit_eu=95.0,
        handling=Handling(modes=(
            ModeSetting(mode="running", limit_eu=96.0, priority=Priority.HIGH),
            ModeSetting(mode="cleaning", suppressed=True),
        )),
    )  # fmt: skip
    trial = Trial()
    alarms = apply(trial, "B,running,97,,\n", brought)
    assert trial.told == [] and alarms.modes_dropped == 1
    assert modes_of(alarms)["B"] == (ModeSetting(mode="running", limit_eu=97.0, priority=Priority.HIGH),)


def test_rows_about_what_is_not_here_are_nobody_s_mistake() -> None:
    trial = Trial(incomplete=True)
    apply(trial, "LAH-9,running,,,yes\nF*,running,,,yes\n")
    assert trial.told == []
    trial = Trial()
    alarms = trial.gather("BAD,LI-1,high,low,,,,,\nOUT,LI-1,low,low,5,,,,no\n")
    before = len(trial.told)
    rows = "BAD,running,,,yes\nB*,running,,,yes\nO*,running,,,yes\nOUT,running,,,yes\n"
    apply_modes(HEADER + rows, alarms, trial.tags, trial.known, trial.findings)
    assert len(trial.told) == before + 1
    assert trial.told[-1] == "modes.csv:5: alarm: alarm 'OUT' is left out (alarms.csv line 3); remove the row"


def test_without_systems_nothing_is_judged() -> None:
    trial = Trial()
    alarms = trial.gather(ROWS)
    apply_modes(HEADER + "x,y,,,\n", alarms, trial.tags, Known({}, None), trial.findings)
    assert trial.told == []


@given(
    pattern=st.text("LAHX*-12", min_size=1, max_size=6).filter(lambda text: "*" in text),
    mode=st.sampled_from(["running", "day"]),
)
def test_a_pattern_matches_as_its_stars_say(pattern: str, mode: str) -> None:
    trial = Trial()
    alarms = apply(trial, f"{pattern},{mode},,critical,\n")
    matched = {
        name
        for name, alarm in alarms.alarms.items()
        if re.fullmatch(pattern.replace("*", ".*"), name) and mode in SYSTEMS[TAGS[alarm.tag].system].modes
    }
    assert set(modes_of(alarms)) == matched
    assert bool(trial.told) == (not matched)
