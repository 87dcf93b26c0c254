"""What is worth a look is told, a few of each sort, and hinders nothing."""

from tests.configuration.alarm_rows import TAGS, Trial
from wakeful.server.configuration.worth_a_look import SHOWN_MAX, notes_of

HEADER = "name,tag,kind,priority,limit_eu,on_delay_ms,response_time_ms\n"


def notes(rows: str) -> list[str]:
    trial = Trial()
    alarms = trial.gather(rows, header=HEADER)
    assert trial.told == []
    return [*notes_of(alarms, TAGS)]


def test_a_site_without_anything_odd() -> None:
    assert notes("A,LI-1,high,low,80,59999,60000\nB,LI-2,high,low,80,600000,\nP,P-1,discrete,low,2,,\n") == []
    assert notes("S,LI-1,stuck,low,0,600000,60000\n") == [], "its on-delay is what makes it stuck"


def test_an_alarm_that_comes_too_late() -> None:
    assert notes("A,LI-1,high,low,80,60000,60000\n") == [
        "alarms.csv line 2: alarm A: on_delay_ms, 60,000, is not shorter than response_time_ms, 60,000: "
        "it comes when acting no longer helps"
    ]


def test_a_limit_that_several_states_reach() -> None:
    assert notes("A,P-1,high,low,1,,\nB,P-1,low,low,0,,\nC,P-1,high_high,low,2,,\n") == [
        "alarms.csv line 2: alarm A: high at 1 is raised in the states running, tripped of P-1; "
        "for one state write the kind discrete"
    ]
    (low,) = notes("A,P-1,low,low,1,,\n")
    assert "low at 1 is raised in the states stopped, running of P-1" in low


def test_names_that_differ_in_capitals_only() -> None:
    assert notes("LAH,LI-1,high,low,80,,\nlah,LI-2,high,low,80,,\n") == [
        "alarms 'LAH' and 'lah' differ in capitals only; are they one?"
    ]
    assert [*notes_of(Trial().gather(""), TAGS | {"li-1": TAGS["LI-1"]})] == [
        "tags 'LI-1' and 'li-1' differ in capitals only; are they one?"
    ]


def test_only_a_few_of_a_sort_are_listed() -> None:
    kinds = ("high", "high_high", "low", "low_low")
    rows = "".join(
        f"{tag}.{kind},{tag},{kind},low,{limit},5000,1000\n"
        for tag in ("LI-1", "LI-2")
        for limit, kind in enumerate(kinds)
    )
    told = notes(rows)
    assert len(told) == SHOWN_MAX + 1
    assert told[-1] == "and more of this sort; 5 are listed"
