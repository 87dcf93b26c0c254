"""A thousand alarm moves a second for five minutes, with hundreds of acknowledgements that are partly stale.

Engine and journal on a simulated clock, a scan every 100 ms. Every alarm goes through one course again and
again: it comes, becomes more urgent, eases and returns. People acknowledge what they saw a moment or seven
seconds ago. What is right is worked out beside it, from the course and the commands alone.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from bench.figure import Figure
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.journal import Journal
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Escalation, Handling, Priority
from wakeful.terms.command import Acknowledge, Actor
from wakeful.terms.effect import AlarmChanged, CommandRefused, Effect
from wakeful.terms.refusal import Reason
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

SECOND_NS = 1_000_000_000
START_NS = 1_700_000_000 * SECOND_NS
SCAN_NS = SECOND_NS // 10
SCANS_PER_S = 10
ALARMS = 1_500
COURSE_SCANS = 60
COURSE = {0: "abnormal", 20: "more_urgent", 30: "severity_changed", 45: "normal"}
"""What moves an alarm at which scan of its course: 1,500 alarms, four moves in six seconds."""
LEVELS_EU = np.repeat([92.0, 97.0, 92.0, 50.0], [20, 10, 15, 15])
MOVES_PER_S = ALARMS * len(COURSE) * SCANS_PER_S // COURSE_SCANS
ACTS_PER_SCAN = 40
LOOK_BACK_SCANS = (0, 0, 0, 1, 5, 12, 25, 70)
"""How old the picture is on which a person acts."""
LOUD = ("abnormal", "more_urgent")
SCAN_MS_MAX = 100.0
DONE = ""
SOMEBODY = Actor("Bench", "operator")


@dataclass(slots=True)
class Alarm:
    """What is right about one alarm."""

    occurrence: int = 0
    revision: int = 0
    loud: int = 0
    waiting: bool = False

    def move(self, event: str) -> None:
        """The process moved it."""
        if event == "abnormal":
            self.occurrence, self.revision = self.occurrence + 1, 0
        self.revision += 1
        if event in LOUD:
            self.loud, self.waiting = self.revision, True

    def acknowledge(self, occurrence: int, revision: int) -> str:
        """What an acknowledgement of this must be answered: ``DONE``, or the reason to refuse it."""
        if occurrence != self.occurrence:
            return Reason.NEW_OCCURRENCE.value
        if not self.waiting:
            return Reason.ALREADY_ACKNOWLEDGED.value
        if not self.loud <= revision <= self.revision:
            return Reason.CHANGED_SINCE.value
        self.revision += 1
        self.waiting = False
        return DONE


@dataclass(slots=True)
class Tally:
    """What came of it: durations of each scan, and of its journal append [s]; counts.

    Everything is judged; times and ``steady_moves`` are of the scans after the first course of the alarms,
    in which they set out one after the other.
    """

    scan_s: list[float] = field(default_factory=list)
    append_s: list[float] = field(default_factory=list)
    processor_s: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)
    wrong_answers: int = 0
    wrong_moves: int = 0
    moves: int = 0
    steady_moves: int = 0
    records: int = 0


def measure_sustained(folder: Path, *, run_s: int) -> list[Figure]:
    """The run, then its journal read back."""
    tally, scans = Tally(), COURSE_SCANS + run_s * SCANS_PER_S
    with Journal.open(folder) as journal:
        run(journal, scans, tally)
    with Journal.open_for_reading(folder) as journal:
        kept = Counter(type(record) for _, record in journal.read())
    acts, done = sum(tally.answers.values()), tally.answers[DONE]
    mix = ", ".join(f"{count:,} {reason or 'accepted'}" for reason, count in tally.answers.most_common())
    work_s = sum(tally.scan_s) + sum(tally.append_s)
    worst = [scan + append for scan, append in zip(tally.scan_s, tally.append_s, strict=True)]
    missing = abs(tally.moves + done - kept[AlarmChanged]) + abs(acts - done - kept[CommandRefused])
    missing += abs(tally.records - sum(kept.values()))
    label = f"{run_s} s of plant time, {SCANS_PER_S} scans a second, {ALARMS:,} alarms"
    return [
        Figure("sustained: moves", tally.steady_moves / run_s, "moves/s", MOVES_PER_S, "higher", label),
        Figure(
            "sustained: wrong answers",
            tally.wrong_answers,
            "answers",
            0,
            "lower",
            f"of {acts:,} ({SCANS_PER_S * acts / scans:.0f} a second): {mix}",
        ),
        Figure("sustained: wrong moves", tally.wrong_moves, "moves", 0, "lower", f"of {tally.moves:,}"),
        Figure(
            "sustained: records missing",
            missing,
            "records",
            0,
            "lower",
            f"journal read back: {kept[AlarmChanged]:,} moves of alarms, {kept[CommandRefused]:,} refusals",
        ),
        Figure(
            "sustained: share of real time",
            100.0 * work_s / run_s,
            "%",
            100.0,
            "lower",
            f"scan and durable append; processor {100.0 * tally.processor_s / run_s:.1f} % of a core",
        ),
        Figure(
            "sustained: worst scan",
            1e3 * max(worst),
            "ms",
            SCAN_MS_MAX,
            "lower",
            f"append included; scan alone p50 {1e3 * np.median(tally.scan_s):.1f} ms, "
            f"p99 {1e3 * np.percentile(tally.scan_s, 99):.1f} ms, worst {1e3 * max(tally.scan_s):.1f} ms",
        ),
    ]


def build_site() -> Site:
    """One alarm on each tag, more urgent beyond a further limit."""
    tags = tuple(
        Tag(name=f"T{index:04d}", system="s", source="x", age_limit_ms=60_000) for index in range(ALARMS)
    )
    further = Handling(escalation=Escalation(priority=Priority.CRITICAL, limit_eu=95.0))
    return Site(
        name="bench",
        systems=(System(id="s", name="S"),),
        sources=(),
        tags=tags,
        alarms=tuple(
            AlarmDefinition(
                name=f"{tag.name}.high",
                tag=tag.name,
                kind=ConditionKind.HIGH,
                priority=Priority.LOW,
                limit_eu=90.0,
                deadband_eu=2.0,
                handling=further,
            )
            for tag in tags
        ),
    )


def places(scan_number: int) -> np.ndarray:
    """(ALARMS,) where in its course each alarm is; negative: it has not begun."""
    found: np.ndarray = scan_number - 1 - np.arange(ALARMS) % COURSE_SCANS
    return np.where(found < 0, found, found % COURSE_SCANS)


def levels(scan_number: int) -> np.ndarray:
    """(ALARMS,) [EU]."""
    place = places(scan_number)
    return np.where(place < 0, 50.0, LEVELS_EU[place])


def run(journal: Journal, scans: int, tally: Tally) -> None:
    """Scan after scan, each judged."""
    plan = Plan.compile(build_site())
    state = EngineState.start(plan, START_NS)
    right = [Alarm() for _ in range(ALARMS)]
    pictures: deque[list[tuple[int, int]]] = deque(maxlen=max(LOOK_BACK_SCANS) + 1)
    chance = np.random.default_rng(5)
    quality = np.zeros((1, ALARMS), np.uint32)
    for number in range(1, scans + 1):
        at_ns = START_NS + number * SCAN_NS
        commands = draw_commands(pictures, chance, plan, at_ns) if pictures else []
        answers = {
            command.id: right[plan.alarm_index[command.alarm]].acknowledge(
                command.occurrence, command.revision
            )
            for command in commands
        }
        moves = move_all(right, number)
        block = SampleBlock(np.array([at_ns]), levels(number)[None, :], quality)
        began, began_processor_s = perf_counter(), process_time()
        state, effects, _ = scan(state, block, commands, at_ns)
        scanned = perf_counter()
        journal.append(effects)
        if number > COURSE_SCANS:
            tally.append_s.append(perf_counter() - scanned)
            tally.processor_s += process_time() - began_processor_s
            tally.scan_s.append(scanned - began)
            tally.steady_moves += len(moves)
        judge(tally, plan, effects, answers, moves)
        pictures.appendleft([(alarm.occurrence, alarm.revision) for alarm in right])


def move_all(right: Sequence[Alarm], scan_number: int) -> dict[int, tuple[str, int, int]]:
    """Event, occurrence and revision of each alarm that moves in this scan, by alarm."""
    moved = {}
    for index, place in enumerate(places(scan_number).tolist()):
        event = COURSE.get(place)
        if event is not None:
            right[index].move(event)
            moved[index] = (event, right[index].occurrence, right[index].revision)
    return moved


def draw_commands(
    pictures: Sequence[list[tuple[int, int]]], chance: np.random.Generator, plan: Plan, at_ns: int
) -> list[Acknowledge]:
    """Acknowledgements of what was shown at some scan before; some alarms are meant twice."""
    backs = chance.choice(LOOK_BACK_SCANS, ACTS_PER_SCAN).tolist()
    alarms = chance.integers(0, ALARMS, ACTS_PER_SCAN)
    alarms[-2:] = alarms[:2]
    commands = []
    for number, (alarm, back) in enumerate(zip(alarms.tolist(), backs, strict=True)):
        occurrence, revision = pictures[min(back, len(pictures) - 1)][alarm]
        if occurrence:
            name = plan.site.alarms[alarm].name
            commands.append(
                Acknowledge(
                    id=f"{at_ns}-{number}",
                    actor=SOMEBODY,
                    at_ns=at_ns,
                    alarm=name,
                    occurrence=occurrence,
                    revision=revision,
                )
            )
    return commands


def judge(
    tally: Tally,
    plan: Plan,
    effects: Sequence[Effect],
    answers: Mapping[str, str],
    moves: Mapping[int, tuple[str, int, int]],
) -> None:
    """Hold the effects of one scan against what is right."""
    answered, moved = {}, {}
    for effect in effects:
        if isinstance(effect, CommandRefused):
            answered[effect.command.id] = effect.reason
        elif isinstance(effect, AlarmChanged) and effect.command_id is not None:
            answered[effect.command_id] = DONE
        elif isinstance(effect, AlarmChanged):
            alarm = plan.alarm_index[effect.alarm]
            moved[alarm] = (effect.event, effect.occurrence, effect.revision)
            tally.moves += 1
    tally.records += len(effects)
    tally.answers.update(answers.values())
    tally.wrong_answers += different(answers, answered)
    tally.wrong_moves += different(moves, moved)


def different(one: Mapping[Any, object], other: Mapping[Any, object]) -> int:
    """Keys that are not in both with the same value."""
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())
