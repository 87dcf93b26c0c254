"""Our engine and the second server on random histories of a site with everything: alike at every step."""

import random
from collections.abc import Callable, Iterator
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drills.plain_server import PlainServer
from wakeful.drills.adapter import Adapter, Order, Reading
from wakeful.drills.engine_adapter import EngineAdapter
from wakeful.drills.message_adapter import MessageAdapter
from wakeful.drills.notation import read_script
from wakeful.drills.script import ArrivingSample, Feed, Person

S = 10**9
SITE = read_script(
    "everything",
    """
title     Everything together
covers    N2
source    plc clock within 300 ms
system    unit modes up | down
system    other modes a | b, mode from MT
system    plant
position  desk answers unit | other, flood above 4 in 2 min, ends below 3
position  rest answers plant
site      shelf ends spaced by 15 s
site      shelf at most 10 min
tag       T1 in unit, lost after 40 s
tag       T2 in unit, from plc
tag       T3 in plant
tag       T4 in other
tag       MT states a | b, in other
alarm  A1 on T1: high at 8, deadband 1, on-delay 5 s, off-delay 7 s, group g
alarm  A2 on T1: low at 2, latching, re-alarm after 60 s, in up limit 3, in down suppressed
alarm  A3 on T2: high at 8, priority low, escalates to critical at 9 with off-delay 5 s, group g
alarm  A3: suppressed when "T3 > 5"
alarm  A4 on T2: input-bad
alarm  A5 on T3: high at 6, auto-acknowledge, escalates to high unacknowledged for 30 s once
alarm  A6 on T3: when "T3 > 7 and (T2 > 5 or active(A1))", latching, on-delay 3 s, group g
alarm  A7 on T2: deviation high at 3 from T3, count 3 in 60 s, on-delay 10 s
alarm  A8 on T4: high at 5, in a priority critical, in b suppressed
alarm  A9 on T4: high-high at 8, event-only
alarm  A10 on T1: high-high at 9, escalates to high at 9.5 once, in up priority low, latching
alarm  A10: suppressed when "active(A5)"
person    Anna engineer
at 1 s    A1 is A
""",
).site
ALARMS = [alarm.name for alarm in SITE.alarms]
PEOPLE = [*[Person("Anna", "engineer")] * 5, Person("Bert", "operator"), Person("Vera", "viewer")]
VALUES = (0.0, 1.0, 2.0, 2.5, 3.0, 5.0, 5.5, 6.0, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0)
VERBS = (
    *("acknowledge", "acknowledge", "acknowledge", "reset", "silence", "shelve", "shelve", "unshelve"),
    *("remove_from_service", "return_to_service", "set_mode"),
)
COMPARED = ("move", "came", "went", "mode", "flood", "refusal", "rejected")

T = TypeVar("T")


class Both:
    """The two servers, asked the same."""

    def __init__(self) -> None:
        self.servers: tuple[Adapter, ...] = (EngineAdapter(), MessageAdapter(PlainServer().answer))
        self.chance = random.Random()
        self.now_ns = 0
        self.orders = 0
        self.seen: dict[str, tuple[int, int]] = {}
        self.log: list[str] = []
        for server in self.servers:
            server.configure(SITE)

    def ask(self, question: Callable[[Adapter], T]) -> T:
        """The answer, which both must give."""
        ours, theirs = (question(server) for server in self.servers)
        assert ours == theirs, "\n".join(self.log[-12:])
        return ours

    def do(self, text: str, act: Callable[[Adapter], None]) -> None:
        self.log.append(f"{self.now_ns / S} {text}")
        for server in self.servers:
            act(server)

    def advance(self, by_s: float) -> None:
        self.now_ns += round(by_s * S)
        self.do("advance", lambda server: server.advance(self.now_ns))

    def samples(self) -> Iterator[ArrivingSample]:
        for tag in (tag.name for tag in SITE.tags):
            if self.chance.random() < 0.5:
                value = float(self.chance.randint(0, 1)) if tag == "MT" else self.chance.choice(VALUES)
                quality = self.chance.choice([*["good"] * 8, "bad", "uncertain"])
                late_s = self.chance.choice([0, 1, 5]) if self.chance.random() < 0.07 else 0
                yield ArrivingSample(tag, max(0, self.now_ns - late_s * S), value, quality)

    def order(self) -> Order:
        verb, alarm = self.chance.choice(VERBS), self.chance.choice(ALARMS)
        now = self.ask(lambda server: (server.read(alarm).occurrence, server.read(alarm).revision))
        occurrence, revision = self.seen.get(alarm, now) if self.chance.random() < 0.2 else now
        self.seen[alarm] = now
        self.orders += 1
        mode = verb == "set_mode"
        return Order(
            id=str(self.orders), person=self.chance.choice(PEOPLE), verb=verb, alarm="" if mode else alarm,
            occurrence=occurrence, revision=revision, system="unit" if mode else "",
            mode=self.chance.choice(["up", "down"]) if mode else "",
            reason=self.chance.choice(["x", "x", ""]), one_shot=self.chance.random() < 0.4,
            duration_ns=self.chance.choice([0, 5, 20, 60, 300, 700]) * S,
        )  # fmt: skip

    def restart(self) -> None:
        alone, down_s = self.chance.random() < 0.5, self.chance.choice([0, 0, 5, 100])
        self.do("stop", lambda server: server.restart(stop=True, start=False, journal_alone=False))
        self.advance(down_s)
        self.do(f"start {alone}", lambda server: server.restart(stop=False, start=True, journal_alone=alone))

    def step(self) -> None:
        self.advance(self.chance.choice([0.5, 1, 1, 2, 3, 5, 5, 10, 10, 20, 60, 150]))
        what = self.chance.random()
        if what < 0.62:
            samples = tuple(self.samples())
            if samples:
                feed = Feed(self.now_ns, samples)
                self.do(f"feed {samples}", lambda server: server.feed(feed))
        elif what < 0.95:
            order = self.order()
            self.log.append(f"{self.now_ns / S} {order}")
            self.ask(lambda server: [reply.refused for reply in server.act([order])])
        else:
            self.restart()

    def compare(self) -> None:
        for alarm in ALARMS:
            self.ask(lambda server, alarm=alarm: shown(server.read(alarm)))
        self.ask(lambda server: [server.read_mode(system) for system in ("unit", "other")])
        self.ask(lambda server: [server.read_position(position) for position in ("desk", "rest")])
        self.ask(lambda server: server.read_group("g").first)
        self.ask(recorded)


def shown(reading: Reading) -> list[object]:
    """What both must show alike: all but words, and what an alarm has before it was ever raised.

    Left open is the value shown of an alarm whose input turned bad before its on-delay ended.
    """
    left_out = {"reason", "value"} | (set() if reading.occurrence else {"raised_at_ns", "onset_ns"})
    return [(name, getattr(reading, name)) for name in Reading.__struct_fields__ if name not in left_out]


def recorded(server: Adapter) -> list[tuple[object, ...]]:
    """What was journaled, without words; records of one instant in any order."""
    return sorted(
        (each.at_ns, each.record, each.subject, each.before, each.after, each.occurrence, each.revision,
         each.annunciated, each.person)
        for each in server.happened()
        if each.move or each.record in COMPARED
    )  # fmt: skip


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_both_servers_show_answer_and_journal_the_same(seed: int) -> None:
    both = Both()
    both.chance.seed(seed)
    for _ in range(50):
        both.step()
        both.compare()
