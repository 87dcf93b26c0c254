"""Random valid sites, as ``read_site`` would make them from a folder without discovery."""

import string

from hypothesis import strategies as st

from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind, Priority
from wakeful.terms.site import Site, Source, System
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


@st.composite
def _alarms(draw: st.DrawFn, tag: Tag) -> list[AlarmDefinition]:
    rising = (ConditionKind.LOW_LOW, ConditionKind.LOW, ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
    span = tag.range_high_eu - tag.range_low_eu
    shares = sorted(draw(st.lists(st.integers(1, 99), max_size=4, unique=True)))
    kinds = sorted(draw(st.permutations(rising))[: len(shares)])
    kinds = sorted(kinds, key=rising.index)
    limits = [tag.range_low_eu + span * share / 100 for share in shares]
    if len(set(limits)) < len(limits):
        return []
    alarms = [(kind, limit, span / 1_000) for kind, limit in zip(kinds, limits, strict=True)]
    if draw(st.booleans()):
        alarms.append((ConditionKind.INPUT_BAD, 0.0, 0.0))
    return [
        AlarmDefinition(
            name=f"{tag.name[:80]}.{KIND_NAMES[kind]}",
            tag=tag.name,
            kind=kind,
            priority=draw(st.sampled_from(Priority)),
            limit_eu=limit,
            deadband_eu=deadband if draw(st.booleans()) else 0.0,
            on_delay_ms=draw(st.integers(0, 86_400_000)),
            off_delay_ms=draw(st.integers(0, 86_400_000)),
            message=draw(TEXT),
            response=draw(TEXT),
        )
        for kind, limit, deadband in alarms
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
        )
        for index, id in enumerate(system_ids)
    ]
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
            )
            for id in source_ids
        ),
        tags=tuple(tags),
        alarms=tuple(alarm for tag in tags for alarm in draw(_alarms(tag))),
        scan_period_ms=draw(st.integers(10, 60_000)),
        history_days_max=draw(st.floats(0.01, 36_500)),
        history_bytes_max=draw(st.integers(10_000_000, 10**15)),
    )
