"""A sheet says all that is known of an alarm, in words where numbers alone would not do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.server.bodies import example_alarm
from tests.server.small_site import small_site
from wakeful.alarms.load.table import LoadTable
from wakeful.engine.plan import Plan
from wakeful.server.alarm_room.alarm_sheet import (
    DAY_NS,
    AlarmSheets,
    count_annunciations,
    duration_words,
    escalation_words,
)
from wakeful.terms.alarm import (
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
    Rationalisation,
)
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.site import AlarmPhilosophy, Position, System

HOUR_MS = 3_600_000


def sheets(first: AlarmDefinition | None = None, **more: object) -> AlarmSheets:
    site = small_site()
    alarms = (first or site.alarms[0], *site.alarms[1:])
    return AlarmSheets(Plan.compile(replace(site, alarms=alarms, **more)))  # type: ignore[arg-type]


def test_an_alarm_about_which_nothing_was_said_has_a_sheet() -> None:
    sheet = sheets().sheet(example_alarm(1), None, ("cause", "consequence"))
    assert (sheet.name, sheet.tag, sheet.system, sheet.position) == ("T1.high", "T1", "odd", "site")
    assert (sheet.kind, sheet.limit_eu, sheet.deadband_eu, sheet.priority) == ("high", 80.0, 5.0, 2)
    assert (sheet.cause, sheet.response_time_ms, sheet.escalation) == ("", 0, "")
    assert sheet.missing == ("cause", "consequence")
    assert (sheet.group_alarms, sheet.modes) == ((), ())
    assert (sheet.annunciated_24_h, sheet.annunciated_30_days) == (None, None)
    assert sheet.shelve_ms_max == 12 * HOUR_MS


def test_all_that_was_said_is_on_it() -> None:
    first = replace(
        small_site().alarms[0],
        rationalisation=Rationalisation(
            cause="a stuck valve", consequence="the tank runs over", consequence_severity="major",
            response_time_ms=600_000, basis="overflow at 90", alarm_class="environment",
        ),
        handling=Handling(
            latching=True, re_alarm_ms=HOUR_MS, group="trip", suppress_when="T1 > 50",
            shelve_ms_max=HOUR_MS,
            modes=(ModeSetting(mode="shut-down", suppressed=True),
                   ModeSetting(mode="start-up", limit_eu=90.0, priority=Priority.LOW)),
        ),
    )  # fmt: skip
    desk = Position(id="desk", name="Desk", systems=("even", "odd"))
    even = System(id="even", name="Even", modes=("shut-down", "start-up"))
    systems = (even, small_site().systems[1])
    sheet = sheets(first, positions=(desk,), systems=systems).sheet(example_alarm(0), (3, 40), ())
    assert (sheet.cause, sheet.consequence_severity, sheet.response_time_ms) == (
        "a stuck valve",
        "major",
        600_000,
    )
    assert (sheet.basis, sheet.alarm_class, sheet.position) == ("overflow at 90", "environment", "desk")
    assert (sheet.latching, sheet.re_alarm_ms, sheet.suppress_when) == (True, HOUR_MS, "T1 > 50")
    assert [(mode.mode, mode.limit_eu, mode.priority, mode.suppressed) for mode in sheet.modes] == [
        ("shut-down", None, None, True),
        ("start-up", 90.0, 4, False),
    ]
    assert sheet.group_alarms == (0,)
    assert (sheet.annunciated_24_h, sheet.annunciated_30_days) == (3, 40)
    assert sheet.shelve_ms_max == HOUR_MS


def test_an_alarm_may_not_be_shelved_for_longer_than_the_site_allows() -> None:
    first = replace(small_site().alarms[0], handling=Handling(shelve_ms_max=10 * HOUR_MS))
    philosophy = AlarmPhilosophy(shelve_ms_max=HOUR_MS)
    assert sheets(first, philosophy=philosophy).sheet(example_alarm(0), None, ()).shelve_ms_max == HOUR_MS


@pytest.mark.parametrize(
    ("kind", "escalation", "words"),
    [
        (ConditionKind.HIGH, None, ""),
        (ConditionKind.HIGH, Escalation(priority=Priority.CRITICAL), ""),
        (
            ConditionKind.HIGH,
            Escalation(priority=Priority.CRITICAL, limit_eu=95.0),
            "critical at or above 95 bar",
        ),
        (
            ConditionKind.LOW,
            Escalation(priority=Priority.HIGH, limit_eu=10.5, on_delay_ms=90_000),
            "high at or below 10.5 bar for 1 min 30 s",
        ),
        (
            ConditionKind.HIGH,
            Escalation(priority=Priority.HIGH, limit_eu=95.0, after_ms=600_000),
            "high at or above 95 bar or when nobody has acknowledged it for 10 min",
        ),
    ],
)
def test_escalation_in_words(kind: ConditionKind, escalation: Escalation | None, words: str) -> None:
    alarm = AlarmDefinition(
        name="a", tag="T0", kind=kind, priority=Priority.LOW, limit_eu=50.0,
        handling=Handling(escalation=escalation),
    )  # fmt: skip
    assert escalation_words(alarm, "bar") == words


@given(st.integers(0, 100 * HOUR_MS))
def test_a_duration_in_words_loses_nothing(length_ms: int) -> None:
    sizes = {"h": HOUR_MS, "min": 60_000, "s": 1_000, "ms": 1}
    words = duration_words(length_ms).split()
    assert sum(int(count) * sizes[unit] for count, unit in zip(words[::2], words[1::2], strict=True)) == (
        length_ms
    )


def test_annunciations_are_counted_by_day_and_month_and_hidden_ones_are_not() -> None:
    now_ns = 100 * DAY_NS
    table = LoadTable()
    ages_days = [(31.0, True, "T0"), (20.0, True, "T0"), (2.0, True, "T1"), (0.5, True, "T0"),
                 (0.4, False, "T0"), (0.1, True, "T0")]  # fmt: skip
    table.add(
        AlarmChanged(
            at_ns=now_ns - int(days * DAY_NS), alarm=f"{tag}.high", tag=tag, kind="high", priority=2,
            event="abnormal", before="A", after="B", occurrence=1, revision=1, marks=("active",),
            annunciated=sounded,
        )
        for days, sounded, tag in ages_days
    )  # fmt: skip
    assert count_annunciations(table.rows(), "T0.high", now_ns) == (2, 3)
    assert count_annunciations(table.rows(), "T1.high", now_ns) == (0, 1)
    assert count_annunciations(table.rows(), "T2.high", now_ns) == (0, 0)
