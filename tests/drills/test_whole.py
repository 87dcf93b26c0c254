"""What no single line shows: all of it is told in one pass, whatever else is wrong."""

from collections.abc import Iterator, Mapping

import pytest

from tests.drills.sheets import HEAD, LEVEL, findings
from wakeful.drills.finding import SheetError
from wakeful.drills.notation import read_script
from wakeful.drills.whole import Fault
from wakeful.terms.site import Site

FACT = "at 1 s LAH-1 is A\n"


def test_one_pass_tells_what_several_told_before() -> None:
    """Mistakes in the head hide none in expressions, series, times, facts or the whole."""
    lines = """alarm X on NO: high at 1, priority urgent
alarm Y on LI-1: when "LI-9 > 3 and LI-1 > 2"
alarm Z1 on LI-1: when "active(Z2)"
alarm Z2 on LI-1: when "active(Z1)"
alarm R on LI-1: rate high at 3 per s
series LI-1 every 1 s: 4.0 9,0 what uncertain
series LI-8 evry 1 s: 4.0
at 01:30 LAH-1 is Q
between 10 s and 1:30 LAH-1 stays Q
at 10 s LAH-1 is B unacknowledged, sonding, occurence 1
at 20 s the engineer changes Y: when "LI-7 > 3"
at 20 s the server starts
tag Z1
"""
    assert [finding.partition(";")[0] for finding in findings(lines)] == [
        "1:12: there is no tag 'NO'",
        "1:36: 'urgent' is no priority",
        "2:24: no tag is named 'LI-9': check the spelling, also of capitals",
        "3:0: 'Z1' names two things",
        "3:0: Z1 needs Z2, Z2 needs Z1: no condition can depend on itself",
        "5:0: a rate needs the time constant of its filter, from 1 ms to 720 h",
        "6:28: '9,0' is no item of a series",
        "6:32: 'what' is no item of a series",
        "7:8: there is no tag 'LI-8'",
        "7:13: evry is not understood here",
        "8:4: 01:30 could be hours or minutes",
        "8:19: 'q' is no thing to say of an alarm",
        "9:18: 1:30 could be hours or minutes",
        "9:35: 'q' is no thing to say of an alarm",
        "10:20: unacknowledged is not understood here",
        "10:36: 'sonding' is no thing to say of an alarm",
        "10:45: 'occurence' is no thing to say of an alarm",
        "11:39: no tag is named 'LI-7': check the spelling, also of capitals",
        "12:0: the server runs already at that time",
    ]


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        ("at 5 s the server starts", "1:0: the server runs already at that time; it stops, then starts"),
        (
            "at 5 s the server stops\nat 6 s the server restarts",
            "2:0: the server does not run at that time; it stops, then starts",
        ),
        (
            "at 5 s the server stops\nat 6 s LAH-1 is A",
            "2:0: the server does not run at that time; say it after the server starts",
        ),
        ("at 5 s the server stops\nbetween 4 s and 9 s nothing happens\nat 8 s the server starts", ""),
    ],
)
def test_the_server_stops_before_it_starts(lines: str, finding: str) -> None:
    assert findings(FACT + lines) == ([f"{int(finding[0]) + 1}{finding[1:]}"] if finding else [])


def test_the_server_has_no_turn_that_could_be_wrong_when_one_is_unread() -> None:
    lines = "at 5 s the server stopps\nat 6 s the server starts\n"
    assert [finding.partition(";")[0] for finding in findings(FACT + lines)] == [
        "2:19: 'stopps' is no event of the server"
    ]


def test_the_judge_of_limits_sees_what_was_stated_and_every_change() -> None:
    seen: list[tuple[list[str], list[float], dict[str, int]]] = []

    def judge(file: str, site: Site, lines: Mapping[str, int]) -> Iterator[Fault]:
        assert file == "a.drill"
        seen.append(
            (
                [alarm.name for alarm in site.alarms],
                [tag.range_high_eu for tag in site.tags],
                {name: lines[name] for name in ("LAH-1",)},
            )
        )
        yield Fault(lines["LAH-1"], ("high",), f"{site.alarms[0].limit_eu:g} is odd", "make it even")

    lines = "tag FREE\nalarm F on FREE: high at 1\nat 9 s the engineer changes LAH-1: latching, high at 7\n"
    with pytest.raises(SheetError) as raised:
        read_script("a.drill", HEAD + LEVEL + FACT + lines, judge)
    assert str(raised.value).splitlines() == [
        "a.drill:4:22: 8 is odd; make it even",
        "a.drill:9:46: 7 is odd; make it even",
    ]
    infinite = float("inf")
    assert seen == [
        (["LAH-1"], [10.0, infinite], {"LAH-1": 4}),
        (["LAH-1"], [10.0, infinite], {"LAH-1": 9}),
    ]


def test_a_fault_that_was_there_before_a_change_is_told_once() -> None:
    def judge(_file: str, _site: Site, lines: Mapping[str, int]) -> Iterator[Fault]:
        yield Fault(lines["LAH-1"], ("nowhere",), "odd", "make it even")

    lines = "at 9 s the engineer changes LAH-1: latching\n"
    with pytest.raises(SheetError) as raised:
        read_script("a.drill", HEAD + LEVEL + FACT + lines, judge)
    assert str(raised.value) == "a.drill:4: odd; make it even"
