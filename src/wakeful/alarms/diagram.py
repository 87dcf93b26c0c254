"""The part of the documentation that is drawn from the machines themselves.

``docs/alarms.md`` holds this text between two marks; a test fails when it differs. What is said of the
letters is found by following every event from rest through ``machine.step``, so it is what runs.
"""

from collections import defaultdict
from functools import cache
from itertools import product
from typing import Any

from wakeful.alarms.condition import CONDITION_TABLE
from wakeful.alarms.machine.acknowledgement import ACKNOWLEDGEMENT_TABLE
from wakeful.alarms.machine.activity import ACTIVITY_TABLE
from wakeful.alarms.machine.latch import LATCH_TABLE
from wakeful.alarms.machine.service import SERVICE_TABLE
from wakeful.alarms.machine.shelf import SHELF_TABLE
from wakeful.alarms.machine.silence import SILENCE_TABLE
from wakeful.alarms.machine.state import OVERRIDE_PRECEDENCE, MachineState, all_states, letter
from wakeful.alarms.machine.step import TRAITS, AlarmEvent, Outcome, Traits, step
from wakeful.alarms.machine.suppression import SUPPRESSION_TABLE
from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable
from wakeful.terms.alarm import ISAState

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"

MACHINES: tuple[tuple[str, TransitionTable[Any, Any]], ...] = (
    ("Condition", CONDITION_TABLE),
    ("Activity", ACTIVITY_TABLE),
    ("Acknowledgement", ACKNOWLEDGEMENT_TABLE),
    ("Latch", LATCH_TABLE),
    ("Shelf", SHELF_TABLE),
    ("Suppression", SUPPRESSION_TABLE),
    ("Service", SERVICE_TABLE),
    ("Silence", SILENCE_TABLE),
)

MEANINGS = {
    ISAState.NORM: "normal",
    ISAState.UNACK: "unacknowledged",
    ISAState.ACKED: "acknowledged",
    ISAState.RTNUN: "returned, unacknowledged",
    ISAState.SHLVD: "shelved",
    ISAState.DSUPR: "suppressed by design",
    ISAState.OOSRV: "out of service",
}

_OF_TRAITS = {
    frozenset({Traits.LATCHING, Traits.LATCHING + Traits.AUTO_ACKNOWLEDGE}): "latching",
    frozenset({0, int(Traits.AUTO_ACKNOWLEDGE)}): "not latching",
    frozenset({int(Traits.AUTO_ACKNOWLEDGE)}): "auto-acknowledge",
    frozenset({0}): "neither latching nor auto-acknowledge",
}
"""How a set of combinations of traits is called, where something happens in these and not in all."""


def tables_text() -> str:
    """All that is drawn, as Markdown."""
    machines = (
        f"### {title}\n\n```mermaid\n{table.mermaid()}```\n\n{table_rows(table)}" for title, table in MACHINES
    )
    letters = (
        f"### The letter\n\n{precedence_rows()}",
        f"### From letter to letter\n\n```mermaid\n{letters_mermaid()}```\n\n{letters_rows()}",
    )
    return "\n".join([*letters, *machines])


def table_rows(table: TransitionTable[Any, Any]) -> str:
    """Every (state, event) of a table as rows of a Markdown table, in the order of the enums."""
    lines = ["| state | event | what happens |", "|---|---|---|"]
    for state in table.states:
        for event in table.events:
            match table.step(state, event):
                case Move(to=to):
                    meaning = f"→ {to.name}"
                case Ignored(why=why):
                    meaning = f"ignored: {why}"
                case Refused(why=why, reason=reason):
                    meaning = f"refused (`{reason.value}`): {why}"
            lines.append(f"| {state.name} | {event.name} | {meaning} |")
    return "\n".join(lines) + "\n"


def precedence_rows() -> str:
    """How the letter follows from the bits: overrides first, the highest one giving it."""
    lines = [
        "| service | suppression | shelf | active or latched | waiting | letter |",
        "|---|---|---|---|---|---|",
    ]
    names = ("out of service", "suppressed", "shelved")
    for place, (isa, _) in enumerate(OVERRIDE_PRECEDENCE):
        cells = ["no"] * place + [names[place]] + ["any"] * (4 - place)
        lines.append(f"| {' | '.join(cells)} | **{isa.value}** {MEANINGS[isa]} |")
    in_sight = {
        (state.present, state.waiting): letter(state) for state in all_states() if not state.overridden
    }
    for (present, waiting), isa in sorted(in_sight.items(), key=lambda item: item[1].value):
        cells = ["no"] * 3 + ["yes" if present else "no", "yes" if waiting else "no"]
        lines.append(f"| {' | '.join(cells)} | **{isa.value}** {MEANINGS[isa]} |")
    return "\n".join(lines) + "\n"


def letters_mermaid() -> str:
    """The letters and what leads from one to another, as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{isa.value}  {MEANINGS[isa]}" as {isa.value}' for isa in ISAState]
    lines.append(f"    [*] --> {letter(MachineState()).value}")
    for before, after in product(ISAState, ISAState):
        events = [
            event.name + _only_with(before, event, after)
            for event in AlarmEvent
            if before is not after and _traits_with(before, event, after)
        ]
        if events:
            lines.append(f"    {before.value} --> {after.value}: {', '.join(events)}")
    return "\n".join(lines) + "\n"


def letters_rows() -> str:
    """Every letter and event as a Markdown table: the letters that may follow, and whether it sounds."""
    lines = [
        "| event | " + " | ".join(isa.value for isa in ISAState) + " |",
        "|---|" + "---|" * len(ISAState),
    ]
    for event in AlarmEvent:
        cells = [_cell(isa, event) for isa in ISAState]
        lines.append(f"| {event.name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(before: ISAState, event: AlarmEvent) -> str:
    meanings = set()
    for _, outcome in _outcomes()[before, event]:
        if outcome.refused:
            meanings.add("refused")
        elif not outcome.moved:
            meanings.add("–")
        else:
            mark = " ♪" if outcome.annunciated else " (counted)" if outcome.hidden else ""
            meanings.add(letter(outcome.state).value + mark)
    return ", ".join(sorted(meanings, key=lambda meaning: (meaning == "–", meaning == "refused", meaning)))


def _only_with(before: ISAState, event: AlarmEvent, after: ISAState) -> str:
    traits = _traits_with(before, event, after)
    possible = {traits for traits, _ in _outcomes()[before, event]}
    return "" if traits == possible else f" ({_OF_TRAITS[traits]})"


def _traits_with(before: ISAState, event: AlarmEvent, after: ISAState) -> frozenset[int]:
    """The combinations of traits with which the event may lead from one letter to the other."""
    return frozenset(
        traits for traits, outcome in _outcomes()[before, event] if letter(outcome.state) is after
    )


@cache
def _outcomes() -> dict[tuple[ISAState, AlarmEvent], set[tuple[int, Outcome]]]:
    """What an event may lead to from each letter: traits and outcome, for every state that can be reached."""
    found: dict[tuple[ISAState, AlarmEvent], set[tuple[int, Outcome]]] = defaultdict(set)
    for traits in range(TRAITS):
        for state, event in product(_reachable(traits), AlarmEvent):
            found[letter(state), event].add((traits, step(state, event, traits)))
    return found


def _reachable(traits: int) -> frozenset[MachineState]:
    """Every state that an alarm with these traits can come into from rest."""
    reached = edge = frozenset({MachineState()})
    while edge:
        edge = frozenset(step(state, event, traits).state for state in edge for event in AlarmEvent) - reached
        reached |= edge
    return reached
