"""One line for a record: no raw codes or nanoseconds, and nothing that a quote or an escape could hide."""

import json

import pytest

from wakeful.cli.journal_line import JournalLines, quality_text, time_text
from wakeful.terms.command import Acknowledge, Actor, Shelve
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    FloodChanged,
    InputChanged,
    ModeChanged,
    OutputDone,
    Record,
)
from wakeful.terms.quality import Quality
from wakeful.terms.site import Position, Site, System
from wakeful.terms.tag import Tag, TagKind

NOON_NS = 1_772_366_400_000_000_000
SECOND_NS = 1_000_000_000
NOON = "2026-03-01T12:00:00.000Z"
ADA = Actor("Ada Byron", "operator")
SITE = Site(
    name="Rig",
    systems=(System(id="pumps", name="Feed pumps"),),
    sources=(),
    tags=(
        Tag(
            name="P-1", system="pumps", source="rig", kind=TagKind.DISCRETE, states=("off", "slow", "fast on")
        ),
    ),
    alarms=(),
    positions=(Position(id="desk", name="Main desk", systems=("pumps",)),),
)


def line(record: Record, site: Site | None = SITE) -> str:
    """What follows the sequence and the time."""
    whole = JournalLines(site).line(7, record)
    assert whole.startswith(f"       7  {NOON}  ")
    return " ".join(whole.split()[2:])


def changed(**changes: object) -> AlarmChanged:
    fields = {
        "at_ns": NOON_NS, "alarm": "P-1.fast", "tag": "P-1", "kind": "discrete", "priority": 2,
        "event": "abnormal", "before": "A", "after": "B", "occurrence": 1, "revision": 1,
    }  # fmt: skip
    return AlarmChanged(**(fields | changes))  # type: ignore[arg-type]


def test_a_move_is_told_in_words() -> None:
    said = line(
        changed(
            value=2.0, limit_eu=1.0, quality=2_150_694_912, onset_ns=NOON_NS - 1_500_000_000,
            until_ns=NOON_NS + SECOND_NS, marks=("active", "unacknowledged"), annunciated=True,
            actor=ADA, priority_peak=1,
        )
    )  # fmt: skip
    assert said == (
        "alarm_changed alarm=P-1.fast tag=P-1 kind=discrete priority=high event=abnormal before=normal "
        'after=unacknowledged occurrence=1 revision=1 value="fast on" quality=bad_no_communication '
        'limit=slow by="Ada Byron (operator)" marks=active,unacknowledged annunciated=yes '
        "priority_peak=critical onset=2026-03-01T11:59:58.500Z until=2026-03-01T12:00:01.000Z"
    )


def test_without_a_site_a_state_is_its_number_and_an_unknown_one_stays_it() -> None:
    assert "value=2 " in line(changed(value=2.0, quality=0), None)
    assert "value=3 quality=good" in line(changed(value=3.0, quality=0))
    assert "value=1.25 " in line(changed(value=1.25, quality=0))


def test_of_another_kind_than_a_state_the_limit_is_a_number() -> None:
    assert "value=slow limit=1" in line(changed(kind="expression", value=1.0, limit_eu=1.0))


def test_a_command_stands_flat_and_durations_have_units() -> None:
    shelve = Shelve(
        id="c1", actor=ADA, at_ns=NOON_NS, alarm="P-1.fast", occurrence=1, revision=3, duration_ms=1_800_000,
        reason='valve "V-2" is out\n',
    )  # fmt: skip
    assert line(CommandAccepted(at_ns=NOON_NS, command=shelve)) == (
        'command_accepted command=shelve by="Ada Byron (operator)" alarm=P-1.fast occurrence=1 revision=3 '
        'duration="30 min" reason="valve \\"V-2\\" is out\\n" command_id=c1'
    )
    acknowledge = Acknowledge(id="c2", actor=ADA, at_ns=NOON_NS, alarm="a", occurrence=1, revision=0)
    refused = CommandRefused(at_ns=NOON_NS, command=acknowledge, reason="stale", detail="It has changed.")
    assert line(refused).endswith('revision=0 command_id=c2 reason=stale detail="It has changed."')


def test_positions_and_systems_are_named_where_the_site_is_known() -> None:
    flood = FloodChanged(at_ns=NOON_NS, position="desk", active=True, count=11, window_ms=600_000)
    assert line(flood) == 'flood_changed position="Main desk" active=yes count=11 window="10 min" total=0'
    assert "position=desk active=yes" in line(flood, None)
    mode = ModeChanged(at_ns=NOON_NS, system="pumps", before="", after="running", actor=ADA)
    assert line(mode) == 'mode_changed system="Feed pumps" after=running by="Ada Byron (operator)"'


def test_a_no_that_matters_is_said() -> None:
    done = OutputDone(at_ns=NOON_NS, command_id="c3", ok=False, detail="no answer")
    assert line(done) == 'output_done command_id=c3 ok=no detail="no answer"'


def test_long_lists_are_cut_and_names_with_commas_stay_one() -> None:
    few = InputChanged(at_ns=NOON_NS, cause="lost", count=2, tags=("a,b", "c"))
    assert line(few) == 'input_changed cause=lost count=2 tags="a,b",c'
    many = InputChanged(at_ns=NOON_NS, cause="lost", count=9, tags=tuple("abcdefghi"))
    assert line(many).endswith("tags=a,b,c,d,e,...")


@pytest.mark.parametrize("reason", ['say "no"', "a=b", "\x1b[31mred", "back\\slash", "\x9bred", "é è"])
def test_what_somebody_typed_moves_no_cursor_and_can_be_taken_back_apart(reason: str) -> None:
    said = line(changed(reason=reason))
    assert said.isprintable()
    assert json.loads(said.partition("reason=")[2]) == reason


def test_codes_and_instants_beyond_what_is_known_stay_readable() -> None:
    assert (
        quality_text(Quality.BAD_DATA_LOST) == quality_text(Quality.BAD_DATA_LOST | 0x0400) == "bad_data_lost"
    )
    assert quality_text(0x8123_0000) == "0x81230000"
    assert (time_text(NOON_NS), time_text(2**62)) == (NOON, "2116-02-20T23:53:38.427Z")
    assert time_text(10**30).endswith("ns")
    assert "priority=9 " in line(changed(priority=9)) and "after=Z " in line(changed(after="Z"))
