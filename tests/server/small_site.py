"""A small compiled site and its records, for tests of parts that need no running server."""

from typing import Any

from msgspec.structs import replace

from wakeful.engine.plan import Plan
from wakeful.server.self_watch_tags import JOURNAL_ALARM
from wakeful.terms.alarm import (
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
    Rationalisation,
)
from wakeful.terms.command import Acknowledge, Actor, AlarmCommand
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.site import Position, Site, Source, System
from wakeful.terms.tag import Tag

ANNA = Actor("Anna", "operator")
EVE = Actor("Eve", "engineer")


def small_site(tags: int = 3) -> Site:
    """Tags ``T0`` ... in systems ``even`` and ``odd``, each with a high alarm at 80; the storage alarm."""
    names = [f"T{index}" for index in range(tags)]
    return Site(
        name="Small",
        systems=(System(id="even", name="Even"), System(id="odd", name="Odd")),
        sources=(Source(id="plant", driver="scripted"),),
        tags=(
            *(
                Tag(name=name, system=("even", "odd")[index % 2], source="plant", age_limit_ms=86_400_000)
                for index, name in enumerate(names)
            ),
            Tag(name="WAKEFUL.JOURNAL_FAILING", system="odd", source="plant", age_limit_ms=86_400_000),
        ),
        alarms=(
            *(
                AlarmDefinition(
                    name=f"{name}.high", tag=name, kind=ConditionKind.HIGH, priority=Priority.HIGH,
                    limit_eu=80.0, deadband_eu=5.0,
                )
                for name in names
            ),
            AlarmDefinition(
                name=JOURNAL_ALARM, tag="WAKEFUL.JOURNAL_FAILING", kind=ConditionKind.HIGH,
                priority=Priority.CRITICAL, limit_eu=1.0,
            ),
        ),
    )  # fmt: skip


def small_plan(tags: int = 3) -> Plan:
    """The small site, compiled."""
    return Plan.compile(small_site(tags))


def move(alarm: str, event: str, occurrence: int, revision: int, at_ns: int = 1) -> AlarmChanged:
    """One move of an alarm, its letters as if nobody acknowledges."""
    before, after = ("A", "B") if event == "abnormal" else ("B", "D")
    return AlarmChanged(
        at_ns=at_ns, alarm=alarm, tag=alarm.removesuffix(".high"), kind="high", priority=2, event=event,
        before=before, after=after, occurrence=occurrence, revision=revision, value=90.0, quality=0,
        limit_eu=80.0,
    )  # fmt: skip


def acknowledge(alarm: str, occurrence: int, revision: int, number: int = 1) -> Acknowledge:
    """Anna's acknowledgement."""
    return Acknowledge(
        id=f"command-{number}", actor=ANNA, at_ns=5, alarm=alarm, occurrence=occurrence, revision=revision
    )


def act(make: type[AlarmCommand], alarm: str, occurrence: int = 0, revision: int = 0, **more: Any) -> Any:
    """An act on an alarm, of Anna unless told: ``act(Shelve, "T0.high", duration_ms=60_000, reason="r")``."""
    return make(
        id=more.pop("id", f"{make.__name__}-{alarm}"),
        actor=more.pop("actor", ANNA),
        at_ns=more.pop("at_ns", 5),
        alarm=alarm,
        occurrence=occurrence,
        revision=revision,
        **more,
    )


def staffed_site() -> Site:
    """The small site with two positions, modes, a first-out group, a suppression and more.

    T0 and T2 belong to the group ``trip``; T0 escalates at 95 and is to be answered within a minute; T1 is
    suppressed while T2 is above 50, and T2 while system ``even`` is stopped.
    """
    site = small_site()
    first, second, third, storage = site.alarms
    return replace(
        site,
        sources=(Source(id="plant", driver="scripted", clock_uncertainty_ms=10),),
        systems=(System(id="even", name="Even", modes=("running", "stopped")), System(id="odd", name="Odd")),
        positions=(
            Position(id="desk", name="Desk", systems=("even",), flood_begin=1, flood_end=1),
            Position(id="gate", name="Gate", systems=("odd",)),
        ),
        alarms=(
            replace(
                first,
                handling=Handling(
                    group="trip", latching=True,
                    escalation=Escalation(priority=Priority.CRITICAL, limit_eu=95.0, deadband_eu=5.0),
                ),
                rationalisation=Rationalisation(response_time_ms=60_000),
            ),
            replace(second, handling=Handling(suppress_when="T2 > 50")),
            replace(
                third,
                handling=Handling(group="trip", modes=(ModeSetting(mode="stopped", suppressed=True),)),
            ),
            storage,
        ),
    )  # fmt: skip
