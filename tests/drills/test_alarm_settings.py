"""Settings of an alarm: every one, lines that add, and mistakes."""

from typing import Any

import pytest

from tests.drills.sheets import findings, read
from wakeful.terms.alarm import (
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
)

TAGS = "system u modes up | down\ntag T range 0 to 100, in u\ntag R\ntag P states off | on | tripped\n"


def alarm(settings: str, tag: str = "T") -> AlarmDefinition:
    return read(f"{TAGS}alarm A on {tag}: {settings}\nat 1 s A is A", level=False).site.alarms[0]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("high-high at 9", {"kind": ConditionKind.HIGH_HIGH, "limit_eu": 9.0}),
        ("high at -9.5", {"kind": ConditionKind.HIGH, "limit_eu": -9.5}),
        ("low at 2", {"kind": ConditionKind.LOW, "limit_eu": 2.0}),
        ("low-low at 1", {"kind": ConditionKind.LOW_LOW, "limit_eu": 1.0}),
        ("input-bad", {"kind": ConditionKind.INPUT_BAD}),
        (
            "deviation high at 10 from R",
            {"kind": ConditionKind.DEVIATION_HIGH, "limit_eu": 10.0, "expression": "R"},
        ),
        (
            'deviation low at -10 from "R / 2"',
            {"kind": ConditionKind.DEVIATION_LOW, "limit_eu": -10.0, "expression": "R / 2"},
        ),
        (
            "rate high at 30 per min through 10 s",
            {"kind": ConditionKind.RATE_HIGH, "limit_eu": 0.5, "window_ms": 10_000},
        ),
        (
            "rate low at -1 per s through 1 s",
            {"kind": ConditionKind.RATE_LOW, "limit_eu": -1.0, "window_ms": 1_000},
        ),
        (
            "stuck within 0.5 for 1 min",
            {"kind": ConditionKind.STUCK, "limit_eu": 0.5, "on_delay_ms": 60_000},
        ),
        ('when "T > 8 and R > 1"', {"kind": ConditionKind.EXPRESSION, "expression": "T > 8 and R > 1"}),
    ],
)
def test_conditions(settings: str, expected: dict[str, Any]) -> None:
    assert alarm(settings) == AlarmDefinition(name="A", tag="T", priority=Priority.MEDIUM, **expected)


def test_a_state_is_named() -> None:
    discrete = alarm("state tripped, priority high", "P")
    assert (discrete.kind, discrete.limit_eu, discrete.priority) == (
        ConditionKind.DISCRETE,
        2.0,
        Priority.HIGH,
    )


def test_filters() -> None:
    filtered = alarm("high at 8, deadband 0.5, on-delay 10 s, off-delay 1.5 min")
    assert (filtered.deadband_eu, filtered.on_delay_ms, filtered.off_delay_ms) == (0.5, 10_000, 90_000)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("latching", {"latching": True}),
        ("auto-acknowledge", {"auto_acknowledge": True}),
        ("event-only", {"event_only": True}),
        ("re-alarm after 10 min", {"re_alarm_ms": 600_000}),
        ("count 3 in 60 s", {"count": 3, "count_window_ms": 60_000}),
        ("group g", {"group": "g"}),
        ("suppressed when \"P = 'off'\"", {"suppress_when": "P = 'off'"}),
        ("shelf at most 30 min", {"shelve_ms_max": 1_800_000}),
        ("escalates to critical at 9", {"escalation": Escalation(priority=Priority.CRITICAL, limit_eu=9.0)}),
        (
            "escalates to high at 9 with deadband 1 with on-delay 2 s with off-delay 3 s once",
            {
                "escalation": Escalation(
                    priority=Priority.HIGH,
                    limit_eu=9.0,
                    deadband_eu=1.0,
                    on_delay_ms=2_000,
                    off_delay_ms=3_000,
                    again=False,
                )
            },
        ),
        (
            "escalates to high unacknowledged for 5 min",
            {"escalation": Escalation(priority=Priority.HIGH, after_ms=300_000)},
        ),
        (
            "escalates to high at 9 unacknowledged for 5 min",
            {"escalation": Escalation(priority=Priority.HIGH, limit_eu=9.0, after_ms=300_000)},
        ),
        (
            "in up limit 95, in up priority low, in down suppressed",
            {
                "modes": (
                    ModeSetting(mode="up", limit_eu=95.0, priority=Priority.LOW),
                    ModeSetting(mode="down", suppressed=True),
                )
            },
        ),
    ],
)
def test_handling(settings: str, expected: dict[str, Any]) -> None:
    assert alarm(f"high at 8, {settings}").handling == Handling(**expected)


def test_a_further_line_adds_to_an_alarm() -> None:
    lines = (
        f"{TAGS}alarm A on T: high at 8, in up limit 95\nalarm A: latching, in up priority low\nat 1 s A is A"
    )
    added = read(lines, level=False).site.alarms[0]
    assert (added.kind, added.limit_eu, added.handling.latching) == (ConditionKind.HIGH, 8.0, True)
    assert added.handling.modes == (ModeSetting(mode="up", limit_eu=95.0, priority=Priority.LOW),)


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("alarm B: latching", "5:7: there is no alarm 'B' yet; declare it: alarm NAME on TAG: ..."),
        ("alarm B on X: high at 1", "5:12: there is no tag 'X'; known: P, R, T, Z"),
        (
            "alarm B on T: latching",
            "5:24: the alarm has no condition; say one of high-high, high, low, low-low, deviation, rate, "
            "state, stuck, when, input-bad",
        ),
        ("alarm B on T: high at 1, low at 0", "5:13: high and low: two conditions; declare two alarms"),
        ("alarm B on T: high 8", "5:20: 8 is not understood here; expected 'at'"),
        ("alarm B on T: state off", "5:21: the tag has no state 'off'; there are none"),
        ("alarm B on P: state of", "5:21: the tag has no state 'of'; did you mean off?"),
        ("alarm B on T: high at 8, deadband -1", "5:35: the deadband is negative; give 0 or more"),
        (
            "alarm B on T: high at 8, escalates to high",
            "5:44: it never escalates; say at LIMIT, or unacknowledged for DURATION",
        ),
        (
            "alarm B on T: high at 8, in sideways limit 9",
            "5:29: there is no mode of its system 'sideways'; known: down, up",
        ),
        (
            "alarm B on R: high at 8, in up limit 9",
            "5:29: there is no mode of its system 'up'; there are none",
        ),
        (
            "alarm B on T: high at 8, priority urgent",
            "5:35: 'urgent' is no priority; known: critical, high, low, medium",
        ),
        ("alarm B on T: when T", '5:20: T is not understood here; expected an expression in quotes: "..."'),
        (
            'alarm B on T: when "T > 8 and"',
            "5:30: expected a number, a name or a function, found the end; see docs/expressions.md",
        ),
        (
            'alarm B on T: when "X > 8"',
            "5:21: no tag is named 'X': check the spelling, also of capitals; see docs/expressions.md",
        ),
        (
            'alarm B on T: when "active(B)"',
            "5:0: B needs B: no condition can depend on itself; ask for the tags instead",
        ),
    ],
)
def test_mistakes(line: str, finding: str) -> None:
    said = findings(f"{TAGS}{line}\ntag Z\nalarm Y on Z: high at 1\nat 1 s Y is A", level=False)
    assert said == [finding]


def test_what_is_wrong_in_one_line_is_told_together() -> None:
    found = findings(
        f"{TAGS}alarm B on T: high at 8, deadband x, priorty low, latching\nat 1 s B is A", level=False
    )
    assert [finding.partition(";")[0] for finding in found] == [
        "5:35: x is not understood here",
        "5:38: 'priorty' is no setting",
    ]
