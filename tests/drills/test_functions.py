"""Which functions a scenario needs, found in its lines."""

import pytest

from tests.drills.conformance_tables import scripts
from tests.drills.plain_server import FUNCTIONS as PLAIN_FUNCTIONS
from tests.drills.sheets import read
from wakeful.drills.functions import FUNCTIONS, needed_functions

TAGS = "system u modes up | down\ntag P states off | on, in u\ntag R\ntag Q\n"
FACT = "\nat 9 s LAH-1 is A"


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("", set()),
        ("alarm B on LI-1: low at 1, deadband 1, off-delay 1 s", {"deadband", "off-delay"}),
        ("alarm B on Q: high at 1, on-delay 1 s, count 3 in 60 s", {"count"}),
        ("alarm B on Q: high at 1, latching, auto-acknowledge", {"latching", "auto-acknowledge"}),
        ("alarm B on Q: high at 1, re-alarm after 1 min", {"re-alarm"}),
        ("alarm B on Q: high at 1, escalates to high at 2", {"escalation"}),
        ("alarm B on Q: high at 1, escalates to high unacknowledged for 1 min", {"unattended"}),
        ("alarm B on Q: deviation high at 1 from R", {"deviation"}),
        ("alarm B on Q: rate high at 1 per s through 1 s", {"rate"}),
        ("alarm B on P: state on", {"discrete"}),
        ("alarm B on Q: stuck within 1 for 1 min", {"stuck"}),
        ('alarm B on Q: when "Q > R"', {"expression"}),
        ("alarm B on Q: input-bad", {"input-bad"}),
        ("at 1 s LAH-1 is not trusted", {"input-bad"}),
        ("alarm B on Q: high at 1, suppressed when \"P = 'on'\"", {"suppression"}),
        ("alarm B on Q: high at 1, group g\nat 1 s group g is at rest", {"group"}),
        ("alarm B on Q: high at 1, event-only", {"event-only"}),
        ("series Q every 1 s: 1 bad", {"quality"}),
        ("series Q every 1 s arriving 1 s late: 1", {"stamps"}),
        ("at 1 s Q receives 1\nat 1 s Q receives 2", {"stamps"}),
        ("tag L lost after 5 s", {"lost"}),
        ("tag L lost after 10 s", set()),
        ("at 1 s Anna acknowledges LAH-1", {"acknowledge"}),
        ("at 1 s Anna acknowledges LAH-1 (occurrence 1, revision 1)", {"acknowledge", "revision"}),
        ("at 1 s Anna acknowledges LAH-1 -> refused changed_since", {"acknowledge", "revision"}),
        ("at 1 s Anna acknowledges LAH-1 -> refused role", {"acknowledge", "roles"}),
        ("at 1 s Anna acknowledges LAH-1 claiming to be Bert", {"acknowledge", "identity"}),
        ('at 1 s Anna shelves LAH-1 for 1 h because "x"', {"shelve"}),
        ('at 1 s Anna shelves LAH-1 for 1 h one-shot because "x"', {"shelve", "one-shot"}),
        ("at 1 s Anna returns LAH-1 to service", {"service"}),
        ("at 1 s Anna silences LAH-1", {"silence"}),
        ("at 1 s Anna resets LAH-1", {"latching"}),
        ("at 1 s the server restarts", {"restart"}),
        ("at 1 s the server restarts from its journal alone", {"journal-restart"}),
        ("at 1 s the clock goes back 1 s", {"clock"}),
        ("at 1 s the engineer changes LAH-1: high at 9", {"edit"}),
        ("at 1 s the journal has no move records", {"journal"}),
        ("at 1 s the journal explains LAH-1", {"journal", "revision"}),
        ("at 1 s LAH-1 is revision 0, peak medium", {"revision", "escalation"}),
        ("at 1 s position site is not in flood", {"flood"}),
    ],
)
def test_needed_functions(line: str, needed: set[str]) -> None:
    assert needed_functions(read(f"{TAGS}{line}{FACT}")) == needed | {"on-delay", "modes"}


def test_a_sheet_without_modes_needs_none() -> None:
    assert needed_functions(read(FACT)) == {"on-delay"}


def test_the_suite_needs_every_function_and_no_other() -> None:
    assert set().union(*(needed_functions(script) for script in scripts().values())) == set(FUNCTIONS)
    assert set(PLAIN_FUNCTIONS) == set(FUNCTIONS)
