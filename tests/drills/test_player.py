"""The player: the order within an instant, spans, quotes, restarts, how a scenario fails or is given up."""

from collections.abc import Callable

import pytest

from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_server import PlainServer
from tests.drills.sheets import read
from wakeful.drills import player
from wakeful.drills.message_adapter import MessageAdapter
from wakeful.drills.player import FAILURES_MAX, Result, play
from wakeful.drills.script import Script

DATA = "series LI-1 every 10 s: 4 9 9 9 4\n"  # raised after 20 s, returned at 40 s


def result(lines: str, server: Callable[[], PlainServer] = PlainServer) -> Result:
    return play(read(lines), MessageAdapter(server().answer))


def test_a_scenario_that_is_right_passes_and_counts_its_facts() -> None:
    played = result(
        DATA + "at 21 s LAH-1 is B\nat 21 s Anna acknowledges LAH-1\nbetween 21 s and 40 s LAH-1 stays C"
    )
    assert (played.outcome, played.facts, played.failures) == ("passed", 3, ())


def test_a_fact_that_is_not_so_fails_with_its_line_and_the_last_events() -> None:
    played = result(DATA + "at 21 s LAH-1 is A\nat 22 s LAH-1 is B")
    (failure,) = played.failures
    assert played.outcome == "failed"
    assert (failure.line, failure.text) == (7, "at 21 s LAH-1 is A")
    assert (failure.expected, failure.seen) == ("LAH-1 is A", "LAH-1 is B")
    assert [event.record for event in failure.events] == ["input", "abnormal"]


def test_at_one_instant_samples_come_first_then_lines_in_their_order() -> None:
    lines = "at 40 s LAH-1 is D\nat 40 s Anna acknowledges LAH-1\nat 40 s LAH-1 is A"
    assert result(DATA + lines).outcome == "passed"
    assert result(DATA + "\n".join(reversed(lines.splitlines()))).outcome == "failed"


def test_an_act_that_is_refused_unexpectedly_fails() -> None:
    (failure,) = result(DATA + "at 15 s Anna acknowledges LAH-1").failures
    assert failure.expected == "acknowledge LAH-1: done"
    assert failure.seen.startswith("refused nothing_to_acknowledge")


def test_a_command_quotes_what_was_seen_then_or_now_or_as_said() -> None:
    again = "series LI-1 every 10 s from 50 s: 9 9\n"
    lines = "at 70 s Anna acknowledges LAH-1%s"
    assert result(DATA + again + lines % " as seen at 21 s -> refused new_occurrence").outcome == "passed"
    assert result(DATA + again + lines % " (occurrence 1) -> refused new_occurrence").outcome == "passed"
    assert (
        result(DATA + again + lines % " (occurrence 2, revision 9) -> refused changed_since").outcome
        == "passed"
    )
    assert result(DATA + again + lines % "").outcome == "passed"


def test_the_same_command_again_is_the_same_word_for_word() -> None:
    lines = "at 21 s Anna acknowledges LAH-1\n"
    lines += "at 41 s Anna acknowledges LAH-1 again -> refused already_acknowledged"
    sent = []

    class Watching(PlainServer):
        def one_act(self, order):
            sent.append(dict(order))
            return super().one_act(order)

    assert result(DATA + lines, Watching).outcome == "passed"
    assert sent[0] == sent[1]


@pytest.mark.parametrize(
    ("span", "outcome"),
    [
        ("between 21 s and 40 s nothing happens", "passed"),  # what happens at its ends does not count
        ("between 20 s and 40 s nothing happens", "failed"),  # the delay ends just after 20 s
        ("between 21 s and 41 s nothing happens", "failed"),
        ("between 20 s and 41 s LAH-1 annunciates once", "passed"),
        ("between 21 s and 41 s LAH-1 never annunciates", "passed"),
        ("between 0 s and 40 s the journal has 1 abnormal record", "passed"),
        ("between 0 s and 20 s LAH-1 stays A", "passed"),
        ("between 0 s and 21 s LAH-1 stays A", "failed"),  # seen at the deadline, not only at the ends
        ("between 0 s and 00:10:00 LAH-1 stays A", "failed"),
        ("between 41 s and 00:10:00 LAH-1 stays D, not active", "passed"),
    ],
)
def test_spans(span: str, outcome: str) -> None:
    assert result(DATA + span).outcome == outcome


def test_a_span_that_failed_once_is_told_once() -> None:
    assert len(result(DATA + "between 0 s and 60 s LAH-1 stays A").failures) == 1


def test_samples_are_lost_while_the_server_is_down() -> None:
    lines = "at 5 s the server stops\nat 00:00:45 the server starts\nat 50 s LAH-1 is A, occurrence 0"
    assert result(DATA + lines).outcome == "passed"


def test_after_too_many_failures_a_scenario_is_given_up() -> None:
    played = result(DATA + "".join(f"at {second} s LAH-1 is G\n" for second in range(1, 9)))
    assert len(played.failures) == FAILURES_MAX


def test_functions_that_are_missing_make_a_scenario_not_supported() -> None:
    class Poor(PlainServer):
        def answer(self, request):
            answer = super().answer(request)
            return {**answer, "functions": ["on-delay"]} if "functions" in answer else answer

    played = result(DATA + "at 21 s Anna silences LAH-1", Poor)
    assert (played.outcome, played.missing, played.facts) == ("not supported", ("silence",), 0)


def test_a_field_that_is_not_told_makes_a_scenario_not_supported() -> None:
    class Mute(PlainServer):
        def reading(self, alarm):
            return {"letter": alarm.letter}

    assert result(DATA + "at 21 s LAH-1 is B", Mute).outcome == "passed"
    played = result(DATA + "at 21 s LAH-1 is B, sounding", Mute)
    assert (played.outcome, played.missing) == ("not supported", ("telling sounding",))


def test_what_a_server_refuses_to_do_or_cannot_is_told() -> None:
    class Limited(PlainServer):
        def do_restart(self, stop, start, journal_alone):
            return {"not_supported": "restarts on Sundays"}

        def do_step_clock(self, by_ns):
            return {"error": "the clock is fixed"}

    played = result("at 5 s the server restarts\nat 6 s LAH-1 is A", Limited)
    assert played.missing == ("restarts on Sundays",)
    (failure,) = result("at 5 s the clock goes back 1 s\nat 6 s LAH-1 is A", Limited).failures
    assert (failure.line, failure.seen) == (6, "the server says: the clock is fixed")


def test_a_server_that_breaks_fails_the_scenario_and_not_the_suite() -> None:
    class Fragile(PlainAlarm):
        def abnormal(self, at_ns, onset_ns, value):
            raise ZeroDivisionError("oh")

    class Server(PlainServer):
        alarm_class = Fragile

    (failure,) = result(DATA + "at 60 s LAH-1 is B", Server).failures
    assert failure.seen == "ZeroDivisionError: oh"


def test_a_server_whose_deadlines_never_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Restless(PlainServer):
        def next_due(self):
            return (self.clock_ns, 0, "")

        def run_due(self, before_ns):
            """Nothing ever gets done."""

    monkeypatch.setattr(player, "WAKES_MAX", 50)
    (failure,) = result("at 1 s LAH-1 is A", Restless).failures
    assert failure.seen == "the server told 50 deadlines and there is no end"


@pytest.mark.parametrize("ahead_ns", [None, 0, 1, 900])
def test_a_server_whose_deadlines_let_no_time_pass_is_given_up(ahead_ns: int | None) -> None:
    """Always 1 ns, always now, or always at once after now: no such server holds the suite up."""

    class Standing(PlainServer):
        def answer(self, request):
            due_ns = 1 if ahead_ns is None else self.now_ns + ahead_ns
            return {**super().answer(request), "next_deadline_ns": due_ns}

    (failure,) = result("at 1 h LAH-1 is A", Standing).failures
    assert failure.expected == "time to pass"
    assert failure.seen.startswith(
        f"the server let {player.STANDING_WAKES_MAX:,} deadlines pass and time stands at 00:00:00.000"
    )
    assert "its next_deadline_ns is " in failure.seen


def test_deadlines_close_together_are_no_fault_when_time_passes() -> None:
    class Busy(PlainServer):
        def answer(self, request):
            return {**super().answer(request), "next_deadline_ns": self.now_ns + 2 * player.STANDING_NS}

    assert result("at 5 s LAH-1 is A", Busy).outcome == "passed"


def test_every_scenario_begins_on_a_fresh_server() -> None:
    server = PlainServer()
    script: Script = read(DATA + "at 21 s LAH-1 is B, occurrence 1\nat 21 s LAH-1 has annunciated once")
    adapter = MessageAdapter(server.answer)
    assert [play(script, adapter).outcome for _ in range(2)] == ["passed", "passed"]
