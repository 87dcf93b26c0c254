"""Sites and blocks for tests of the engine: by hand, and drawn by Hypothesis."""

import math

import numpy as np
from hypothesis import strategies as st

from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view
from wakeful.terms.alarm import (
    PLAIN,
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
)
from wakeful.terms.command import (
    Acknowledge,
    Actor,
    Command,
    RemoveFromService,
    Reset,
    ReturnToService,
    SetMode,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import AlarmPhilosophy, Position, Site, System
from wakeful.terms.tag import Tag

SECOND_NS = 1_000_000_000
ANNA = Actor("Anna", "operator")
VIEWER = Actor("Vito", "viewer")

HIGH_ALARM = AlarmDefinition(
    name="T0.H", tag="T0", kind=ConditionKind.HIGH, priority=Priority.HIGH, limit_eu=10.0, deadband_eu=2.0
)


def site_of(*alarms: AlarmDefinition, tags: int = 1, age_limit_ms: int = 5_000, **more: object) -> Site:
    """A site of tags T0, T1, ... on one system with the given alarms."""
    return Site(
        name="example",
        systems=more.pop("systems", (System(id="s", name="S"),)),  # type: ignore[arg-type]
        sources=more.pop("sources", ()),  # type: ignore[arg-type]
        tags=more.pop("tag_list", None)  # type: ignore[arg-type]
        or tuple(
            Tag(name=f"T{index}", system="s", source="x", unit="m", age_limit_ms=age_limit_ms)
            for index in range(tags)
        ),
        alarms=alarms,
        **more,  # type: ignore[arg-type]
    )


def block_of(values: list[float] | np.ndarray, start_s: float = 1.0, step_s: float = 1.0) -> SampleBlock:
    """Good samples of one tag, or rows of samples of several, evenly spaced."""
    grid = np.array(values, np.float64)
    grid = grid[:, None] if grid.ndim == 1 else grid
    times = (start_s + step_s * np.arange(len(grid))) * SECOND_NS
    return SampleBlock(times.astype(np.int64), grid, np.zeros(grid.shape, np.uint32))


def acknowledge(
    alarm: str,
    occurrence: int = 1,
    revision: int = 1,
    at_s: float = 1.0,
    actor: Actor = ANNA,
    identity: str = "c1",
) -> Acknowledge:
    """An acknowledgement as the shell passes it on."""
    return Acknowledge(
        id=identity,
        actor=actor,
        at_ns=int(at_s * SECOND_NS),
        alarm=alarm,
        occurrence=occurrence,
        revision=revision,
    )


delays_ms = st.sampled_from([0, 0, 500, 1_000, 1_500, 3_000])
qualities = st.sampled_from(
    [Quality.GOOD] * 8
    + [Quality.BAD_NO_DATA] * 3
    + [
        Quality.BAD_SENSOR_FAILURE,
        Quality.BAD_WAITING_FOR_INITIAL_DATA,
        Quality.BAD_NOT_CONNECTED,
        Quality.UNCERTAIN_SUB_NORMAL,
        Quality.UNCERTAIN_SUB_NORMAL,
        Quality.GOOD_CLAMPED,
    ]
)
sample_values = st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, math.nan, math.inf])
MODES = ("start", "run", "stop")
DIRECT = (ConditionKind.HIGH_HIGH, ConditionKind.HIGH, ConditionKind.LOW, ConditionKind.LOW_LOW)
LIMITED = (*DIRECT, ConditionKind.DEVIATION_HIGH, ConditionKind.DEVIATION_LOW, ConditionKind.RATE_HIGH)


@st.composite
def handlings(draw: st.DrawFn, kind: ConditionKind, earlier: list[str], tags: int) -> Handling:
    """Everything an alarm can be beyond plain, each seldom; times of a few seconds."""

    def seldom(value: object, otherwise: object) -> object:
        return value if draw(st.integers(0, 4)) == 0 else otherwise

    escalation = None
    if seldom(True, False):
        limit_eu = float(draw(st.integers(0, 10))) if kind in LIMITED and draw(st.booleans()) else None
        escalation = Escalation(
            priority=draw(st.sampled_from(Priority)),
            limit_eu=limit_eu,
            deadband_eu=float(draw(st.integers(0, 2))),
            on_delay_ms=draw(delays_ms),
            off_delay_ms=draw(delays_ms),
            after_ms=draw(st.sampled_from([0, 2_000])) if limit_eu is not None else 2_000,
            again=draw(st.booleans()),
        )
    logic = f"active({draw(st.sampled_from(earlier))})" if earlier else "T0 > 5"
    logic = draw(st.sampled_from([logic, f"T{draw(st.integers(0, tags - 1))} > 7 or bad(T0)"]))
    modes = tuple(
        ModeSetting(
            mode=mode,
            limit_eu=seldom(float(draw(st.integers(0, 10))), None) if kind in LIMITED else None,
            priority=seldom(draw(st.sampled_from(Priority)), None),
            suppressed=seldom(True, False),
        )
        for mode in draw(st.lists(st.sampled_from(MODES), unique=True))
    )
    return Handling(
        latching=seldom(True, False),
        auto_acknowledge=seldom(True, False),
        re_alarm_ms=seldom(3_000, 0),
        escalation=escalation,
        count=seldom(draw(st.integers(2, 3)), 0),
        count_window_ms=4_000,
        group=seldom("together", ""),
        suppress_when=seldom(logic, ""),
        modes=seldom(modes, ()),
        event_only=seldom(seldom(True, False), False),
    )


def expression_for(kind: ConditionKind, draw: st.DrawFn, earlier: list[str], tags: int) -> str:
    """What a condition over tags asks for."""
    other = f"T{draw(st.integers(0, tags - 1))}"
    if kind in (ConditionKind.DEVIATION_HIGH, ConditionKind.DEVIATION_LOW):
        return draw(st.sampled_from([other, f"{other} / 2", "3"]))
    if kind is not ConditionKind.EXPRESSION:
        return ""
    texts = [f"T0 > 4 and {other} <= 6", f"not bad({other}) or T0 >= 9", f"stuck({other}, 1)"]
    if earlier:
        texts.append(f"active({draw(st.sampled_from(earlier))}) and {other} > 2")
    return draw(st.sampled_from(texts))


@st.composite
def sites(draw: st.DrawFn, tags_max: int = 4, *, plain: bool = False) -> Site:
    """Few tags, many alarms close together, short delays: everything happens soon.

    ``plain``: limits on single tags only, without any handling.
    """
    tags = draw(st.integers(1, tags_max))
    alarms: list[AlarmDefinition] = []
    for index in range(tags):
        kinds = (*DIRECT, ConditionKind.INPUT_BAD) if plain else tuple(ConditionKind)
        for kind in draw(st.lists(st.sampled_from(kinds), max_size=5 if plain else 4)):
            earlier = [alarm.name for alarm in alarms]
            alarms.append(
                AlarmDefinition(
                    name=f"A{len(alarms)}",
                    tag=f"T{index}",
                    kind=kind,
                    priority=draw(st.sampled_from(Priority)),
                    limit_eu=float(draw(st.integers(0, 10))),
                    deadband_eu=float(draw(st.integers(0, 3))),
                    on_delay_ms=draw(delays_ms),
                    off_delay_ms=draw(delays_ms),
                    expression=expression_for(kind, draw, earlier, tags),
                    window_ms=1_000 if kind in (ConditionKind.RATE_HIGH, ConditionKind.RATE_LOW) else 0,
                    handling=PLAIN if plain else draw(handlings(kind, earlier, tags)),
                )
            )
    order = draw(st.permutations(alarms))
    system = System(id="s", name="S", modes=MODES, mode_tag=draw(st.sampled_from(["", "T0"])))
    position = Position(
        id="desk", name="Desk", systems=("s",), flood_begin=2, flood_end=2, flood_window_ms=3_000
    )
    return site_of(
        *order,
        tags=tags,
        age_limit_ms=draw(st.sampled_from([900, 1_000, 2_000, 60_000])),
        systems=(System(id="s", name="S"),) if plain else (system,),
        positions=() if plain else (position,),
        philosophy=AlarmPhilosophy(shelf_release_spacing_ms=1_500, shelve_ms_max=20_000),
    )


@st.composite
def blocks(draw: st.DrawFn, tags: int, rows_max: int = 20, start_ns: int = 0) -> SampleBlock:
    """Rows at multiples of half a second with gaps, absent, doubtful, bad and repeated samples."""
    rows = draw(st.integers(0, rows_max))
    steps = draw(st.lists(st.sampled_from([1, 1, 1, 2, 3, 7]), min_size=rows, max_size=rows))
    times = start_ns + np.cumsum(np.array(steps, np.int64)) * (SECOND_NS // 2)
    block = SampleBlock.unfilled(times.astype(np.int64), tags)
    for row in range(rows):
        for tag in range(tags):
            block.quality[row, tag] = draw(qualities)
            if block.quality[row, tag] != Quality.BAD_NO_DATA:
                block.values[row, tag] = draw(sample_values)
    return block


@st.composite
def commands_on(draw: st.DrawFn, state: EngineState, at_ns: int) -> list[Command]:
    """Acts on alarms by an engineer who mostly saw what they show, and changes of mode."""
    boris = Actor("Boris", "engineer")
    commands: list[Command] = []
    for index, alarm in enumerate(state.plan.site.alarms):
        if draw(st.integers(0, 2)):
            continue
        view = alarm_view(state, index)
        kind = draw(
            st.sampled_from(
                [
                    Acknowledge,
                    Acknowledge,
                    Reset,
                    Silence,
                    Shelve,
                    Unshelve,
                    RemoveFromService,
                    ReturnToService,
                ]
            )
        )
        more: dict[str, object] = {}
        if kind in (Shelve, RemoveFromService):
            more["reason"] = draw(st.sampled_from(["pump in repair", "pump in repair", ""]))
        if kind is Shelve:
            more |= {
                "duration_ms": draw(st.sampled_from([500, 2_000, 5_000, 30_000])),
                "one_shot": draw(st.booleans()),
            }
        commands.append(
            kind(
                id=f"{at_ns}-{index}",
                actor=boris,
                at_ns=at_ns,
                alarm=alarm.name,
                occurrence=view.occurrence - draw(st.sampled_from([0, 0, 0, 1])),
                revision=max(0, view.revision - draw(st.sampled_from([0, 0, 0, 1, 2]))),
                **more,
            )
        )
    if draw(st.integers(0, 3)) == 0:
        mode = draw(st.sampled_from(MODES))
        commands.append(SetMode(id=f"{at_ns}-mode", actor=boris, at_ns=at_ns, system="s", mode=mode))
    return commands


def rows_of(block: SampleBlock) -> list[tuple[int, list[tuple[float, int]]]]:
    """A block as the plain twin reads it."""
    return [
        (int(at_ns), [(float(v), int(q)) for v, q in zip(values, quality, strict=True)])
        for at_ns, values, quality in zip(block.times_ns, block.values, block.quality, strict=True)
    ]
