"""Figures and worklist as bodies: of the site and each position, and of lived time alone."""

import pytest
from msgspec.structs import replace

from tests.server.small_site import staffed_site
from wakeful.alarms.load.table import LoadRows, LoadTable
from wakeful.server.alarm_room.alarm_figures import figures_body, worklist_body
from wakeful.terms.effect import AlarmChanged

SITE = staffed_site()
MINUTE_NS = 60_000_000_000
HOUR_NS = 60 * MINUTE_NS
NOW_NS = 400_000 * HOUR_NS


def rows(*moves: tuple[float, str, bool]) -> LoadRows:
    """A table of (minutes ago, tag, raised) of alarms that sound when they are raised."""
    table = LoadTable([alarm.name for alarm in SITE.alarms], [alarm.tag for alarm in SITE.alarms])
    table.add(
        AlarmChanged(
            at_ns=NOW_NS - int(minutes * MINUTE_NS), alarm=f"{tag}.high", tag=tag, kind="high", priority=2,
            event="abnormal" if raised else "normal", before="A" if raised else "B",
            after="B" if raised else "D", occurrence=1, revision=1,
            marks=("active", "unacknowledged") if raised else ("unacknowledged",), annunciated=raised,
        )
        for minutes, tag, raised in moves
    )  # fmt: skip
    return table.rows()


def test_the_site_comes_first_then_each_position() -> None:
    body = figures_body(
        rows((50, "T0", True), (40, "T1", True), (30, "T0", False)), SITE, NOW_NS - HOUR_NS, NOW_NS, NOW_NS
    )
    assert [(item.position, item.annunciated, item.standing) for item in body.figures] == [
        ("", 2, 1),
        ("desk", 1, 0),
        ("gate", 1, 1),
    ]
    fields = set(type(body.figures[0]).__struct_fields__)
    assert {definition.key for definition in body.definitions} <= fields
    assert all(len(definition.meaning) > 10 for definition in body.definitions)
    assert body.complete_from_ms == (NOW_NS - 50 * MINUTE_NS) / 1e6


def test_what_has_not_happened_yet_thins_no_rate() -> None:
    found = rows((90, "T1", False), (50, "T0", True))
    until_now = figures_body(found, SITE, NOW_NS - HOUR_NS, NOW_NS, NOW_NS)
    beyond = figures_body(found, SITE, NOW_NS - HOUR_NS, NOW_NS + 100 * HOUR_NS, NOW_NS)
    assert beyond == until_now
    assert until_now.figures[0].per_hour == pytest.approx(1.0)


@pytest.mark.parametrize("body", [figures_body, worklist_body])
def test_a_period_that_lies_ahead_is_empty_and_no_fault(body) -> None:  # type: ignore[no-untyped-def]
    answer = body(rows((50, "T0", True)), SITE, NOW_NS + HOUR_NS, NOW_NS + 2 * HOUR_NS, NOW_NS)
    assert getattr(answer, "entries", ()) == () or not answer.entries[0].count


def test_without_any_record_nothing_is_known_before_now() -> None:
    body = figures_body(rows(), SITE, NOW_NS - HOUR_NS, NOW_NS, NOW_NS)
    assert body.complete_from_ms == NOW_NS / 1e6
    assert [item.annunciated for item in body.figures] == [0, 0, 0]
    assert [item.per_hour for item in body.figures] == [None, None, None]


def test_what_the_journal_does_not_cover_thins_no_rate() -> None:
    """A journal of fifty minutes, asked for the last hour and one that has not passed yet."""
    body = figures_body(rows((50, "T0", True)), SITE, NOW_NS - HOUR_NS, NOW_NS + HOUR_NS, NOW_NS)
    site = body.figures[0]
    assert site.covered_ms == 50 * 60_000
    assert site.per_hour == pytest.approx(1.2)
    assert [(gap.begin_ms, gap.end_ms) for gap in site.unwatched] == [
        ((NOW_NS - HOUR_NS) / 1e6, body.complete_from_ms)
    ]


def test_alarms_that_make_a_nuisance_are_listed_by_their_position() -> None:
    chatter = [(30 - number / 6, "T1", number % 2 == 0) for number in range(12)]
    body = worklist_body(rows((50, "T0", True), *chatter), SITE, NOW_NS - HOUR_NS, NOW_NS, NOW_NS)
    first = body.entries[0]
    assert (first.alarm, first.position, first.fault) == ("T1.high", "gate", "chattering")
    assert (body.from_ms, body.to_ms) == ((NOW_NS - HOUR_NS) / 1e6, NOW_NS / 1e6)


def test_an_alarm_that_the_site_has_no_more_counts_for_the_site() -> None:
    site = replace(SITE, alarms=SITE.alarms[1:], tags=SITE.tags[1:])
    body = figures_body(rows((50, "T0", True)), site, NOW_NS - HOUR_NS, NOW_NS, NOW_NS)
    assert [item.annunciated for item in body.figures] == [1, 0, 0]
