"""Walks the compiled alarm machine and the scalar one side by side, at random, and compares every step.

The compiled one is ``alarms.annunciate.move_alarm`` on a table of alarms, as a scan runs it; the scalar one
is ``alarms.machine.step`` in plain Python. After every step the state and all that is told of it must be
equal, at the end the numbers of occurrences and revisions too. Run without arguments it takes ten million
steps and puts the figure into docs/proof.md.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numba import njit

from wakeful.alarms.annunciate import move_alarm
from wakeful.alarms.arrays import ALARM, ALARM_STATE
from wakeful.alarms.machine.packed import ANNUNCIATED, HIDDEN, MOVED, OCCURRENCE, REFUSED
from wakeful.alarms.machine.state import MachineState, pack, unpack
from wakeful.alarms.machine.step import TRAITS, AlarmEvent, step

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "proof.md"
BEGIN, END = "<!-- steps: begin -->", "<!-- steps: end -->"
STEPS = 10_000_000
CHUNK = 100_000
ALARMS = 1_000
SEED = 18_2
QUIET_S = 10.0


class Difference(Exception):
    """The two machines disagree; the text says where."""


class Walked(NamedTuple):
    """What a walk was: numbers of steps by what they were, and of different (state, event, traits) met."""

    steps: int
    moves: int
    refused: int
    annunciated: int
    hidden: int
    met: int


class _Scalar:
    """The alarms as plain Python keeps them."""

    def __init__(self, traits: list[int]) -> None:
        self.traits = traits
        self.states = [MachineState()] * len(traits)
        self.occurrence = [0] * len(traits)
        self.revision = [0] * len(traits)

    def walk(self, alarms: list[int], events: list[int]) -> tuple[list[int], list[int]]:
        """Codes and flags after each step."""
        codes, flags = [], []
        kinds = list(AlarmEvent)
        for alarm, event in zip(alarms, events, strict=True):
            outcome = step(self.states[alarm], kinds[event], self.traits[alarm])
            self.states[alarm] = outcome.state
            if outcome.occurrence:
                self.occurrence[alarm] += 1
                self.revision[alarm] = 0
            self.revision[alarm] += outcome.moved
            codes.append(pack(outcome.state))
            flags.append(
                MOVED * outcome.moved
                | OCCURRENCE * outcome.occurrence
                | ANNUNCIATED * outcome.annunciated
                | HIDDEN * outcome.hidden
                | REFUSED * (outcome.refused is not None)
            )
        return codes, flags


def compare(steps: int, seed: int = SEED, progress: Callable[[int], None] = lambda done: None) -> Walked:
    """Walk both machines for so many random steps. Raises Difference at the first step that differs."""
    random = np.random.default_rng(seed)
    params, table = _new_alarms(random)
    heap, running = np.zeros(ALARMS, np.int32), np.zeros(1, np.int64)
    scalar = _Scalar(params["traits"].tolist())
    moves = refused = annunciated = hidden = 0
    met = np.zeros((TRAITS, 256, len(AlarmEvent)), np.bool_)
    for done in range(0, steps, CHUNK):
        size = min(CHUNK, steps - done)
        alarms = random.integers(0, ALARMS, size).astype(np.int32)
        events = random.integers(0, len(AlarmEvent), size).astype(np.uint8)
        codes, flags = np.empty(size, np.uint8), np.empty(size, np.uint8)
        before = _walk(params, table, heap, running, alarms, events, done, codes, flags)
        expected_codes, expected_flags = scalar.walk(alarms.tolist(), events.tolist())
        differs = (codes != expected_codes) | (flags != expected_flags)
        if differs.any():
            first = int(np.argmax(differs))
            raise Difference(
                f"step {done + first}: {AlarmEvent(events[first]).name} in {unpack(int(before[first]))} with "
                f"traits {params['traits'][alarms[first]]}: compiled {codes[first]:#x} {flags[first]:#x}, "
                f"scalar {expected_codes[first]:#x} {expected_flags[first]:#x}"
            )
        met[params["traits"][alarms], before, events] = True
        moves += int(np.count_nonzero(flags & MOVED))
        refused += int(np.count_nonzero(flags & REFUSED))
        annunciated += int(np.count_nonzero(flags & ANNUNCIATED))
        hidden += int(np.count_nonzero(flags & HIDDEN))
        progress(done + size)
    if table["occurrence"].tolist() != scalar.occurrence or table["revision"].tolist() != scalar.revision:
        raise Difference("the numbers of occurrences or revisions differ")
    return Walked(steps, moves, refused, annunciated, hidden, int(met.sum()))


def _new_alarms(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Alarms at rest: every combination of traits, some with times of their own."""
    params, table = np.zeros(ALARMS, ALARM), np.zeros(ALARMS, ALARM_STATE)
    params["traits"] = np.arange(ALARMS) % TRAITS
    params["priority"] = table["mode_priority"] = table["peak"] = random.integers(1, 5, ALARMS)
    params["re_alarm_ns"] = random.integers(0, 2, ALARMS) * 1_000
    params["escalate_priority"] = random.integers(0, 2, ALARMS)
    params["escalate_after_ns"] = params["escalate_priority"].astype(np.int64) * 500
    table["position"] = -1
    return params, table


@njit(cache=True)
def _walk(
    params: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    alarms: np.ndarray,
    events: np.ndarray,
    at_ns: int,
    codes: np.ndarray,
    flags: np.ndarray,
) -> np.ndarray:
    """Step the compiled machine; codes and flags (S,) uint8 are filled in, the codes before are returned."""
    before = np.empty(alarms.shape[0], np.uint8)
    for place in range(alarms.shape[0]):
        alarm = alarms[place]
        before[place] = table[alarm].code
        now_ns = at_ns + place
        flags[place] = move_alarm(params, table, heap, running, alarm, events[place], now_ns, now_ns + 10_000)
        codes[place] = table[alarm].code
    return before


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print, and keep the figure of a whole run. Returns 1 when the machines differ."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.compare_machines", description="compare the machines"
    )
    parser.add_argument("--steps", type=int, default=STEPS, help="so many instead; the figure is not kept")
    steps = parser.parse_args(arguments).steps
    started_s = shown_s = time.monotonic()

    def progress(done: int) -> None:
        nonlocal shown_s
        now_s = time.monotonic()
        if sys.stdout.isatty() or now_s - shown_s >= QUIET_S:
            shown_s = now_s
            line = f"  {done:,} of {steps:,} steps, {now_s - started_s:.0f} s"
            print(f"\r\033[K{line}" if sys.stdout.isatty() else line, end="" if sys.stdout.isatty() else "\n")
            sys.stdout.flush()

    try:
        text = text_of(compare(steps, progress=progress))
    except Difference as difference:
        print(f"\nThe machines differ at {difference}")
        return 1
    print(f"\n{text}")
    if steps == STEPS:
        before, _, rest = DOCUMENT.read_text().partition(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}")
    return 0


def text_of(walked: Walked) -> str:
    """The figure as it stands in the document."""
    possible = reachable_steps()
    return (
        f"{walked.steps:,} random steps of {ALARMS:,} alarms, compiled and scalar: no difference.\n"
        f"{walked.moves:,} of them moved, {walked.refused:,} were refused, {walked.annunciated:,} sounded, "
        f"{walked.hidden:,} were hidden.\n"
        f"{walked.met:,} of the {possible:,} different steps that can be reached from rest were met.\n"
    )


def reachable_steps() -> int:
    """How many different (state, event, traits) an alarm can meet that begins at rest."""
    count = 0
    for traits in range(TRAITS):
        reached = edge = frozenset({MachineState()})
        while edge:
            edge = frozenset(step(state, event, traits).state for state in edge for event in AlarmEvent)
            edge -= reached
            reached |= edge
        count += len(reached) * len(AlarmEvent)
    return count


if __name__ == "__main__":
    sys.exit(main())
