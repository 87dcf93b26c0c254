"""Random valid sites, as ``read_site`` would make them from a folder without discovery."""

import string

import msgspec
from hypothesis import strategies as st

from wakeful.terms.alarm import (
    KIND_NAMES,
    PLAIN,
    AlarmDefinition,
    ConditionKind,
    ConsequenceSeverity,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
    Rationalisation,
)
from wakeful.terms.site import AlarmPhilosophy, Position, Site, Source, System
from wakeful.terms.tag import Tag, TagKind

NAME = st.from_regex(r"[A-Za-zäé0-9][A-Za-z0-9ß_.\-/:+#%@()\[\]]{0,30}", fullmatch=True)
ID = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,10}", fullmatch=True).filter(lambda word: word != "wakeful")
PRINTABLE = string.ascii_letters + string.digits + " ,;\"'#|=[]\\äß°µ³€"
TEXT = st.text(PRINTABLE, max_size=30).map(str.strip)
NUMBER = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: number + 0.0)


@st.composite
def _tags(draw: st.DrawFn, name: str, systems: list[str], sources: list[str]) -> Tag:
    discrete = draw(st.booleans())
    low, high = sorted(draw(st.lists(NUMBER, min_size=2, max_size=2, unique=True)))
    band = sorted(draw(st.lists(st.floats(low, high), min_size=2, max_size=2)))
    states = draw(
        st.lists(st.text("abcxyz ", min_size=1).map(str.strip), min_size=2, max_size=5, unique=True)
    )
    states = [state for state in states if state] if discrete else []
    discrete = len(states) >= 2
    return Tag(
        name=name,
        system=draw(st.sampled_from(systems)),
        source=draw(st.sampled_from(sources)),
        description=draw(TEXT),
        unit=draw(st.sampled_from(["m", "%", "m³/h", "1", "°C"])),
        kind=TagKind.DISCRETE if discrete else TagKind.ANALOGUE,
        states=tuple(states) if discrete else (),
        range_low_eu=0.0 if discrete else low,
        range_high_eu=len(states) - 1.0 if discrete else high,
        normal_low_eu=None if discrete or draw(st.booleans()) else band[0],
        normal_high_eu=None if discrete or draw(st.booleans()) else band[1],
        resolution_eu=draw(st.none() | st.floats(1e-6, 10)),
        age_limit_ms=draw(st.integers(100, 604_800_000)),
        address=draw(TEXT),
        overview=draw(st.booleans()),
    )


DELAY_MS = st.integers(0, 86_400_000)
GROUPS = ("", "pump 7", "compressor")


@st.composite
def _alarms(draw: st.DrawFn, tag: Tag, modes: tuple[str, ...]) -> list[AlarmDefinition]:
    rising = (ConditionKind.LOW_LOW, ConditionKind.LOW, ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
    span = tag.range_high_eu - tag.range_low_eu
    shares = sorted(draw(st.lists(st.integers(1, 99), max_size=4, unique=True)))
    kinds = sorted(draw(st.permutations(rising))[: len(shares)])
    kinds = sorted(kinds, key=rising.index)
    limits = [tag.range_low_eu + span * share / 100 for share in shares]
    if len(set(limits)) < len(limits):
        return []
    alarms = [
        _alarm(draw, tag, kind, modes, limit_eu=limit, deadband_eu=draw(st.sampled_from([0.0, span / 1_000])))
        for kind, limit in zip(kinds, limits, strict=True)
    ]
    if draw(st.booleans()):
        alarms.append(_alarm(draw, tag, ConditionKind.INPUT_BAD, modes))
    return alarms + [_alarm(draw, tag, kind, modes, **fields) for kind, fields in _others(draw, tag)]


def _others(draw: st.DrawFn, tag: Tag) -> list[tuple[ConditionKind, dict[str, object]]]:
    """Kinds beyond the limits of a value, with what each needs."""
    window_ms = draw(st.integers(1, 86_400_000))
    quoted = f'"{tag.name}"'
    reference = f"min({quoted}, 3)"
    fields: dict[ConditionKind, dict[str, object]] = {
        ConditionKind.STUCK: {"limit_eu": 0.0, "on_delay_ms": window_ms},
        ConditionKind.EXPRESSION: {"expression": f"{quoted} > 1 or bad({quoted})"},
        ConditionKind.DEVIATION_HIGH: {"expression": reference, "limit_eu": 4.0, "deadband_eu": 1.5},
        ConditionKind.DEVIATION_LOW: {"expression": reference, "limit_eu": -2.0},
    }
    if tag.kind is TagKind.DISCRETE:
        fields[ConditionKind.DISCRETE] = {"limit_eu": float(len(tag.states) - 1)}
    else:
        fields[ConditionKind.RATE_HIGH] = {"limit_eu": 0.5, "window_ms": window_ms}
        fields[ConditionKind.RATE_LOW] = {"limit_eu": -0.5, "window_ms": window_ms, "deadband_eu": 0.25}
    kinds = draw(st.lists(st.sampled_from(sorted(fields)), max_size=2, unique=True))
    return [(kind, fields[kind]) for kind in kinds]


def _alarm(
    draw: st.DrawFn, tag: Tag, kind: ConditionKind, modes: tuple[str, ...], **fields: object
) -> AlarmDefinition:
    own: dict[str, object] = {
        "name": f"{tag.name[:80]}.{KIND_NAMES[kind]}",
        "tag": tag.name,
        "kind": kind,
        "priority": draw(st.sampled_from(Priority)),
        "on_delay_ms": draw(DELAY_MS),
        "off_delay_ms": draw(DELAY_MS),
        "message": draw(TEXT),
        "response": draw(TEXT),
        "handling": draw(_handlings(modes)) if draw(st.booleans()) else PLAIN,
        "rationalisation": draw(st.none() | _RECORDS),
    }
    alarm = AlarmDefinition(**(own | fields))  # type: ignore[arg-type]
    escalation = draw(_escalations(alarm))
    if escalation is None or any(setting.priority for setting in alarm.handling.modes):
        return alarm
    handling = msgspec.structs.replace(alarm.handling, escalation=escalation)
    return msgspec.structs.replace(alarm, handling=handling)


_RECORDS = st.builds(
    Rationalisation,
    cause=TEXT,
    consequence=TEXT,
    consequence_severity=st.sampled_from([severity.value for severity in ConsequenceSeverity]),
    response_time_ms=DELAY_MS,
    basis=TEXT,
    alarm_class=TEXT,
).filter(lambda record: record != Rationalisation())


@st.composite
def _handlings(draw: st.DrawFn, modes: tuple[str, ...]) -> Handling:
    latching = draw(st.booleans())
    settings = [
        ModeSetting(
            mode=mode, priority=draw(st.none() | st.sampled_from(Priority)), suppressed=draw(st.booleans())
        )
        for mode in modes
        if draw(st.booleans())
    ]
    return Handling(
        latching=latching,
        auto_acknowledge=not latching and draw(st.booleans()),
        re_alarm_ms=draw(DELAY_MS),
        group=draw(st.sampled_from(GROUPS)),
        shelve_ms_max=draw(st.integers(0, 60_000)),
        modes=tuple(setting for setting in settings if setting != ModeSetting(mode=setting.mode)),
    )


@st.composite
def _escalations(draw: st.DrawFn, alarm: AlarmDefinition) -> Escalation | None:
    urgent = [priority for priority in Priority if priority < alarm.priority]
    if not urgent or draw(st.booleans()):
        return None
    return Escalation(
        priority=draw(st.sampled_from(urgent)),
        after_ms=draw(st.integers(1, 86_400_000)),
        again=draw(st.booleans()),
    )


@st.composite
def _philosophies(draw: st.DrawFn) -> AlarmPhilosophy:
    return AlarmPhilosophy(
        shelve_ms_max=draw(st.integers(60_000, 604_800_000)),
        shelf_release_spacing_ms=draw(st.integers(0, 3_600_000)),
        chatter_count=draw(st.integers(2, 1_000)),
        chatter_window_ms=draw(st.integers(1_000, 86_400_000)),
        stale_after_ms=draw(st.integers(60_000, 86_400_000)),
        never_slowed=draw(st.sampled_from(Priority)),
    )


@st.composite
def _positions(draw: st.DrawFn, systems: list[str]) -> list[Position]:
    if draw(st.booleans()):
        return []
    ids = draw(st.lists(ID, min_size=1, max_size=len(systems), unique=True))
    held: dict[str, list[str]] = {id: [systems[place]] for place, id in enumerate(ids)}
    for system in systems[len(ids) :]:
        held[draw(st.sampled_from(ids))].append(system)
    return [
        Position(id=id, name=draw(TEXT.filter(bool)), systems=tuple(own), flood_end=draw(st.integers(1, 10)))
        for id, own in held.items()
    ]


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """A site with up to four systems in a tree, three sources and a dozen tags."""
    system_ids = draw(st.lists(ID, min_size=1, max_size=4, unique=True))
    systems = [
        System(
            id=id,
            name=draw(TEXT.filter(bool)),
            parent=draw(st.sampled_from(["", *system_ids[:index]])),
            description=draw(TEXT),
            modes=draw(st.sampled_from([(), ("running", "shut-down"), ("a, b", "ä", "running")])),
        )
        for index, id in enumerate(system_ids)
    ]
    modes_of = {system.id: system.modes for system in systems}
    source_ids = draw(st.lists(ID, min_size=1, max_size=3, unique=True))
    tags = [
        draw(_tags(name, system_ids, source_ids))
        for name in draw(st.lists(NAME, min_size=1, max_size=12, unique=True))
    ]
    return Site(
        name=draw(TEXT.filter(bool)),
        systems=tuple(systems),
        sources=tuple(
            Source(
                id=id,
                driver="host",
                system=draw(st.sampled_from(["", *system_ids])),
                settings={"period_ms": 500},
                clock_uncertainty_ms=draw(st.integers(0, 3_600_000)),
            )
            for id in source_ids
        ),
        tags=tuple(tags),
        alarms=tuple(alarm for tag in tags for alarm in draw(_alarms(tag, modes_of[tag.system]))),
        positions=tuple(draw(_positions(system_ids))),
        philosophy=draw(_philosophies()),
        scan_period_ms=draw(st.integers(10, 60_000)),
        history_days_max=draw(st.floats(0.01, 36_500)),
        history_bytes_max=draw(st.integers(10_000_000, 10**15)),
    )
