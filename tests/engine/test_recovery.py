"""Folding the journal (the property is rule d in test_scan): configuration that changed meanwhile."""

import pytest

from tests.engine.site_examples import HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.alarms import flood
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view, standing
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.effect import FloodChanged, ServerStarted
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Position, System
from wakeful.terms.tag import Tag

OTHER = AlarmDefinition(name="other", tag="T0", kind=ConditionKind.LOW, priority=Priority.LOW, limit_eu=-5.0)


def journal(*acts):
    state, effects, _ = scan(
        EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0), block_of([11.0]), [], SECOND_NS
    )
    effects += scan(state, SampleBlock.empty(1), acts, 2 * SECOND_NS)[1]
    started = ServerStarted(at_ns=0, version="0", site="x", configuration_sha256="", tags=1, alarms=1)
    return [started, *effects]


def test_alarms_are_found_by_name_whatever_their_order():
    state = fold(EngineState.start(Plan.compile(site_of(OTHER, HIGH_ALARM)), 0), journal())
    assert standing(state).tolist() == [1]


def test_an_alarm_that_is_no_longer_configured_is_passed_over():
    state = fold(EngineState.start(Plan.compile(site_of(OTHER)), 0), journal())
    assert standing(state).tolist() == []


def test_a_folded_alarm_returns_and_comes_again_with_the_next_number():
    state = fold(EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0), journal())
    state, effects, _ = scan(state, block_of([5.0, 11.0], start_s=2), [], 3 * SECOND_NS)
    assert [effect.after for effect in effects[1:]] == ["D", "B"]
    assert alarm_view(state, 0).occurrence == 2


@pytest.mark.parametrize(
    ("acts", "letter"), [((), "B"), ((acknowledge("T0.H", 1, 1, 2.0),), "A")], ids=["waiting", "acknowledged"]
)
def test_an_alarm_that_now_means_something_else_keeps_its_number_but_no_acknowledgement(acts, letter):
    redefined = AlarmDefinition(
        name="T0.H", tag="T0", kind=ConditionKind.LOW, priority=Priority.LOW, limit_eu=5.0
    )
    state = fold(EngineState.start(Plan.compile(site_of(redefined)), 0), journal(*acts))
    assert alarm_view(state, 0).letter == letter
    state, _, _ = scan(state, block_of([4.0], start_s=3), [], 3 * SECOND_NS)
    view = alarm_view(state, 0)
    assert (view.letter, view.acknowledged_by) == ("B", None)
    assert view.occurrence == (2 if acts else 1)


WEST = Position(id="west", name="West", systems=("w",), flood_begin=3, flood_end=2)
EAST = Position(id="east", name="East", systems=("e",), flood_begin=3, flood_end=2)


def flooded_site(*numbers, positions=(WEST, EAST), gone_tags=(), **alarm):
    """Alarms of these numbers on tags of the east; those of 0 to 3 and 9 are there unless they are gone."""
    settings = {"kind": ConditionKind.HIGH, "priority": Priority.HIGH, "limit_eu": 10.0} | alarm
    return site_of(
        *(AlarmDefinition(name=f"T{n}.H", tag=f"T{n}", **settings) for n in numbers),
        systems=(System(id="w", name="W"), System(id="e", name="E")),
        positions=positions,
        tag_list=tuple(
            Tag(name=f"T{n}", system="e", source="x", unit="m", age_limit_ms=5_000)
            for n in (0, 1, 2, 3, 9)
            if n not in gone_tags
        ),
    )


def flooded(positions=(WEST, EAST)):
    """A state in a flood of four, and the records that led to it; the third alarm sounds twice."""
    plan = Plan.compile(flooded_site(0, 1, 2, 3, positions=positions))
    rows = [[0.0] * 5, [11.0, 0, 0, 0, 0], [11.0, 11, 0, 0, 0], [11.0, 11, 11, 0, 0], [11.0, 11, 11, 11, 0]]
    rows += [[11.0, 11, 5, 11, 0], [11.0, 11, 11, 11, 0]]
    state, effects, _ = scan(EngineState.start(plan, 0), block_of(rows), [], 7 * SECOND_NS)
    return state, effects


def floods_after(effects, site):
    return fold(EngineState.start(Plan.compile(site), 0), effects).ledger.floods


@pytest.mark.parametrize("positions", [(), (WEST, EAST)], ids=["one position", "two"])
def test_a_flood_goes_on_exactly_when_alarms_of_it_are_gone_and_their_tags_are_not(positions):
    positions = positions or (Position(id="p", name="P", systems=("w", "e"), flood_begin=3, flood_end=2),)
    state, effects = flooded(positions)
    assert [known.active for known in state.ledger.floods][-1], "it began"
    assert state.ledger.floods[-1].total == 5
    for left in ((0, 1, 2), (3,), ()):
        assert floods_after(effects, flooded_site(*left, positions=positions)) == state.ledger.floods


@pytest.mark.parametrize("gone", [(3,), (0, 1), (0, 1, 2, 3)])
def test_a_flood_goes_on_when_nobody_knows_any_more_whose_alarms_they_were(gone):
    state, effects = flooded()
    left = [number for number in range(4) if number not in gone]
    west, east = floods_after(effects, flooded_site(*left, gone_tags=gone))
    true = state.ledger.floods[1]
    assert not west.active and west.times_ns == []
    assert (east.active, east.since_ns, east.total) == (True, true.since_ns, true.total)
    assert flood.end_ns(east, EAST) >= flood.end_ns(true, EAST), "never over before its time"
    assert flood.end_ns(east, EAST) <= true.times_ns[-1] + EAST.flood_window_ms * 1_000_000


@pytest.mark.parametrize("gone", [(), (3,), (0, 1, 2, 3)])
def test_a_flood_that_the_journal_says_is_over_is_over(gone):
    state, effects = flooded()
    end_ns = flood.end_ns(state.ledger.floods[1], EAST)
    _, later, _ = scan(state, SampleBlock.empty(5), [], end_ns + SECOND_NS)
    (ended,) = [each for each in later if isinstance(each, FloodChanged)]
    assert (ended.position, ended.active, ended.at_ns) == ("east", False, end_ns)
    left = [number for number in range(4) if number not in gone]
    west, east = floods_after([*effects, *later], flooded_site(*left, gone_tags=gone))
    assert (west.active, east.active, east.total) == (False, False, 0)


def test_a_command_later_than_the_samples_of_its_scan_does_not_end_a_flood_that_they_keep_up():
    state, effects = flooded()
    end_s = flood.end_ns(state.ledger.floods[1], EAST) / SECOND_NS
    rows = block_of([[5.0, 5, 5, 5, 0], [11.0, 11, 11, 11, 0]], start_s=end_s - 2)
    command = acknowledge("T0.H", at_s=end_s + 1)
    state, later, _ = scan(state, rows, [command], round((end_s + 1) * SECOND_NS))
    assert later[0].command_id == command.id and state.ledger.floods[1].active
    assert floods_after([*effects, *later], state.plan.site) == state.ledger.floods


def test_the_flood_of_a_position_that_is_gone_is_nobodys():
    _, effects = flooded()
    north = Position(id="north", name="North", systems=("e",))
    floods = floods_after(effects, flooded_site(positions=(WEST, north), gone_tags=(0, 1, 2, 3)))
    assert [known.active for known in floods] == [False, False]


def test_a_flood_that_is_told_counts_what_is_not_known_as_late_as_can_be():
    known = flood.FloodState(times_ns=[5 * SECOND_NS])
    flood.begin_as_told(known, EAST, 9 * SECOND_NS, 4)
    assert known.times_ns == [5 * SECOND_NS, *[9 * SECOND_NS] * 3]
    assert (known.active, known.since_ns, known.total) == (True, 9 * SECOND_NS, 4)
