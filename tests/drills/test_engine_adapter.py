"""The house's own engine behind the adapter: what its interface promises, in small."""

import pytest

from tests.drills.sheets import read
from wakeful.drills.adapter import AdapterError, Order, Reply
from wakeful.drills.engine_adapter import EngineAdapter
from wakeful.drills.script import ArrivingSample, Feed, Person

S = 10**9
ANNA = Person("Anna", "operator")


@pytest.fixture
def engine() -> EngineAdapter:
    adapter = EngineAdapter()
    adapter.configure(read("at 1 s LAH-1 is A").site)
    return adapter


def raise_alarm(engine: EngineAdapter) -> None:
    for second in (0, 10):
        engine.advance(second * S)
        engine.feed(Feed(second * S, (ArrivingSample("LI-1", second * S, 9.0),)))
    engine.advance(11 * S)


def order(verb: str = "acknowledge", **more: object) -> Order:
    return Order(
        **{"id": "1", "person": ANNA, "verb": verb, "alarm": "LAH-1", "occurrence": 1, "revision": 1, **more}
    )


def test_time_and_deadlines_are_those_of_the_scenario(engine: EngineAdapter) -> None:
    engine.feed(Feed(0, (ArrivingSample("LI-1", 0, 9.0),)))
    engine.advance(1)
    assert engine.next_deadline_ns() == 10 * S
    engine.advance(10 * S)
    assert engine.read("LAH-1").letter == "A"
    engine.advance(10 * S + 1)
    reading = engine.read("LAH-1")
    assert (reading.letter, reading.raised_at_ns, reading.onset_ns) == ("B", 10 * S, 0)


def test_what_happened_is_told_once(engine: EngineAdapter) -> None:
    raise_alarm(engine)
    assert [happening.record for happening in engine.happened()] == ["input", "abnormal"]
    assert engine.happened() == []


def test_orders_of_one_scan_have_a_reply_each(engine: EngineAdapter) -> None:
    raise_alarm(engine)
    replies = engine.act(
        [order(), order(id="2"), order("silence", id="3"), order("shelve", id="4", reason="x", duration_ns=S)]
    )
    assert [reply.refused for reply in replies] == ["", "already_acknowledged", "nothing_sounds", ""]
    assert replies[0] == Reply()
    assert "Anna" in replies[1].detail
    assert engine.read("LAH-1").shelved_until_ns == 12 * S


def test_the_same_order_twice_in_one_scan_is_judged_twice(engine: EngineAdapter) -> None:
    raise_alarm(engine)
    assert [reply.refused for reply in engine.act([order(), order()])] == ["", "already_acknowledged"]


def test_a_claimed_name_does_not_count(engine: EngineAdapter) -> None:
    raise_alarm(engine)
    engine.act([order(claims="Bert")])
    assert engine.read("LAH-1").acknowledged_by == "Anna"


def test_samples_of_one_tag_that_come_together_are_judged_one_after_the_other(engine: EngineAdapter) -> None:
    engine.advance(10 * S)
    samples = (
        ArrivingSample("LI-1", 10 * S, 9.0),
        ArrivingSample("LI-1", 5 * S, 4.0),
        ArrivingSample("LI-1", 10 * S, 4.0),
    )
    engine.feed(Feed(10 * S, samples))
    engine.advance(21 * S)
    assert engine.read("LAH-1").letter == "B"
    assert [happening.record for happening in engine.happened()] == ["input", "rejected", "abnormal"]


@pytest.mark.parametrize("alone", [False, True])
def test_a_restart_keeps_what_was(engine: EngineAdapter, alone: bool) -> None:
    raise_alarm(engine)
    engine.act([order()])
    engine.restart(stop=True, start=False, journal_alone=False)
    assert engine.next_deadline_ns() is None
    with pytest.raises(AdapterError, match="stopped"):
        engine.read("LAH-1")
    engine.advance(60 * S)
    engine.restart(stop=False, start=True, journal_alone=alone)
    reading = engine.read("LAH-1")
    assert (reading.letter, reading.acknowledged_by, reading.trusted) == ("C", "Anna", False)


def test_a_clock_that_jumps_takes_its_deadlines_along(engine: EngineAdapter) -> None:
    engine.feed(Feed(0, (ArrivingSample("LI-1", 0, 9.0),)))
    engine.advance(1)
    engine.step_clock(-5 * S)
    assert engine.next_deadline_ns() == 15 * S


def test_a_changed_site_keeps_the_state(engine: EngineAdapter) -> None:
    raise_alarm(engine)
    engine.reconfigure(read("alarm LAH-1: high at 5\nat 1 s LAH-1 is A").site)
    assert engine.read("LAH-1").letter == "B"


def test_a_new_configuration_remembers_nothing(engine: EngineAdapter) -> None:
    raise_alarm(engine)
    engine.step_clock(S)
    engine.configure(read("at 1 s LAH-1 is A").site)
    assert engine.happened() == []
    assert (engine.read("LAH-1").letter, engine.read("LAH-1").occurrence) == ("A", 0)


def test_what_is_not_there_is_said(engine: EngineAdapter) -> None:
    with pytest.raises(AdapterError, match="no alarm 'X'"):
        engine.read("X")
    with pytest.raises(AdapterError, match="no position 'desk'"):
        engine.read_position("desk")
    assert engine.read_mode("plant") == ""
    assert engine.read_group("g").first == ""
    assert engine.read_position("site").flood is False
    with pytest.raises(AdapterError, match="stopped"):
        EngineAdapter().read("LAH-1")
