"""A restart with alarms in every state: from a checkpoint, and from the journal alone.

Every state is come by as in a plant, through scans and people's acts, never written into the table.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace

from bench.figure import Figure
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import AlarmView, PositionView, alarm_view, mode_of, position_views, standing
from wakeful.journal import Journal
from wakeful.server.scanning.checkpoint import CheckpointWriter, restore
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Escalation, Handling, Priority
from wakeful.terms.command import (
    Acknowledge,
    Actor,
    AlarmCommand,
    RemoveFromService,
    Shelve,
    Silence,
)
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Position, Site, System
from wakeful.terms.tag import Tag

SECOND_NS = 1_000_000_000
START_NS = 1_700_000_000 * SECOND_NS
RESTART_S_MAX = 2.0
HOUR_MS = 3_600_000
ACTS_AT_ONCE = 500
ENGINEER = Actor("Bench", "engineer")
NORMAL_EU, BEYOND_EU, FURTHER_EU = 50.0, 92.0, 97.0
SWITCH = "SWITCH"
"""The tag that suppresses by design."""

PARTS = (
    "unacknowledged",
    "acknowledged",
    "returned",
    "shelved",
    "shelved one-shot",
    "suppressed",
    "out of service",
    "latched",
    "silenced",
    "escalated",
    "shelved and out of service",
    "at rest again",
)
"""What becomes of an alarm, by its index modulo their number."""
RETURNING = ("returned", "latched", "at rest again")
ACKNOWLEDGED = ("acknowledged", "latched", "at rest again")


@dataclass(frozen=True, slots=True)
class Life:
    """What was before the restart: the state, and where its checkpoint and its journal lie."""

    state: EngineState
    now_ns: int
    checkpoint: Path
    journal: Path
    records: int


class Seen(NamedTuple):
    """All that people see of the alarms of a site."""

    alarms: list[AlarmView]
    modes: list[str]
    positions: tuple[PositionView, ...]


def measure_restart(folder: Path, *, alarms: int) -> list[Figure]:
    """One life, restored from its checkpoint, from the journal alone and from an old checkpoint."""
    folder.mkdir()
    plan = Plan.compile(build_site(alarms))
    life = live(folder, plan)
    before = seen(life.state, life.now_ns)
    counted = Counter(view.letter for view in before.alarms)
    mix = ", ".join(f"{count:,} {letter}" for letter, count in sorted(counted.items()))
    figures = [Figure("standing before the restart", len(standing(life.state)), "alarms", note=mix)]
    ways = (
        ("checkpoint", life.checkpoint),
        ("checkpoint before the acts", life.checkpoint.with_name("old.checkpoint")),
        ("journal alone", life.checkpoint.with_name("none")),
    )
    for name, checkpoint in ways:
        began = perf_counter()
        with Journal.open(life.journal) as journal:
            state = restore(checkpoint, plan, journal, life.now_ns, lambda done, total: None)
        took_s = perf_counter() - began
        after = seen(state, life.now_ns)
        different = sum(old != new for old, new in zip(before.alarms, after.alarms, strict=True))
        different += before[1:] != after[1:]
        note = f"{life.records:,} records in the journal, opening it included"
        figures += [
            Figure(f"restart from {name}", took_s, "s", RESTART_S_MAX, "lower", note),
            Figure(f"different after {name}", different, "alarms", 0, "lower", f"of {alarms:,} views"),
        ]
    return figures


def seen(state: EngineState, now_ns: int) -> Seen:
    """What is to be seen now, but for what is trusted: nothing is, until it has been heard again."""
    return Seen(
        [replace(alarm_view(state, alarm), trusted=True) for alarm in range(len(state.plan.site.alarms))],
        [mode_of(state, system.id) for system in state.plan.site.systems],
        position_views(state, now_ns),
    )


def build_site(alarms: int) -> Site:
    """As many tags as alarms, ten systems, two positions, groups for first-out; a switch suppresses."""
    systems = tuple(System(id=f"s{number}", name=f"S{number}") for number in range(10))
    tags = [
        Tag(name=f"T{index:05d}", system=f"s{index % 10}", source="x", age_limit_ms=24 * HOUR_MS)
        for index in range(alarms)
    ]
    return Site(
        name="bench",
        systems=systems,
        sources=(),
        tags=(*tags, Tag(name=SWITCH, system="s0", source="x", age_limit_ms=24 * HOUR_MS)),
        alarms=tuple(
            AlarmDefinition(
                name=f"{tag.name}.high",
                tag=tag.name,
                kind=ConditionKind.HIGH,
                priority=Priority.LOW,
                limit_eu=90.0,
                deadband_eu=2.0,
                handling=_handling(index),
            )
            for index, tag in enumerate(tags)
        ),
        positions=tuple(
            Position(id=f"p{half}", name=f"P{half}", systems=tuple(s.id for s in systems[half::2]))
            for half in range(2)
        ),
    )


def _handling(index: int) -> Handling:
    part = PARTS[index % len(PARTS)]
    return Handling(
        latching=part == "latched",
        suppress_when=f"{SWITCH} > 0.5" if part == "suppressed" else "",
        escalation=Escalation(priority=Priority.CRITICAL, limit_eu=95.0) if part == "escalated" else None,
        group=f"g{index // 100}" if index % 10 == 0 else "",
    )


def live(folder: Path, plan: Plan) -> Life:
    """All come, some go further, people act, some return; a checkpoint before the acts and one at the end."""
    alarms = len(plan.site.alarms)
    part = np.array([PARTS[index % len(PARTS)] for index in range(alarms)])
    state, now_ns = EngineState.start(plan, START_NS), START_NS
    values = np.full((1, alarms + 1), NORMAL_EU)
    values[0, -1] = 0.0
    quality = np.zeros((1, alarms + 1), np.uint32)

    with Journal.open(folder / "journal") as journal:

        def pass_once(commands: Sequence[AlarmCommand] = ()) -> None:
            nonlocal state, now_ns
            now_ns += SECOND_NS
            block = SampleBlock(np.array([now_ns]), values.copy(), quality)
            state, effects, _ = scan(state, block, commands, now_ns)
            journal.append(effects)

        def act_on(names: Sequence[str], kind: Callable[..., AlarmCommand], **details: Any) -> None:
            chosen = np.flatnonzero(np.isin(part, names))
            for start in range(0, len(chosen), ACTS_AT_ONCE):
                indices = chosen[start : start + ACTS_AT_ONCE].tolist()
                pass_once([bound(state, index, kind, now_ns, **details) for index in indices])

        pass_once()
        values[0, :alarms] = BEYOND_EU
        pass_once()
        checkpoints = CheckpointWriter(folder / "old.checkpoint")
        checkpoints.write(state, journal.next_sequence, wait=True)
        act_on(ACKNOWLEDGED, Acknowledge)
        act_on(["silenced"], Silence)
        act_on(["shelved", "shelved and out of service"], Shelve, duration_ms=HOUR_MS, reason="repair")
        act_on(["shelved one-shot"], Shelve, duration_ms=HOUR_MS, reason="test", one_shot=True)
        act_on(["out of service", "shelved and out of service"], RemoveFromService, reason="calibration")
        values[0, :alarms][part == "escalated"] = FURTHER_EU
        values[0, :alarms][np.isin(part, RETURNING)] = NORMAL_EU
        values[0, -1] = 1.0
        pass_once()
        # What is out of sight goes and comes again, so that what it would have sounded is counted.
        hidden = np.isin(part, ["suppressed", "out of service", "shelved"])
        for level_eu in (NORMAL_EU, BEYOND_EU):
            values[0, :alarms][hidden] = level_eu
            pass_once()
        checkpoints = CheckpointWriter(folder / "last.checkpoint")
        checkpoints.write(state, journal.next_sequence, wait=True)
        records = journal.next_sequence
    return Life(state, now_ns, folder / "last.checkpoint", folder / "journal", records)


def bound(
    state: EngineState, alarm: int, kind: Callable[..., AlarmCommand], at_ns: int, **details: Any
) -> AlarmCommand:
    """An act on an alarm as it is shown now."""
    row = state.alarms.table[alarm]
    return kind(
        id=f"{at_ns}-{alarm}",
        actor=ENGINEER,
        at_ns=at_ns,
        alarm=state.plan.site.alarms[alarm].name,
        occurrence=int(row["occurrence"]),
        revision=int(row["revision"]),
        **details,
    )
