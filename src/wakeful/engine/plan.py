"""The site as the engine runs it: names to indices, parameters as arrays, frozen for a run."""

import hashlib
from dataclasses import dataclass
from operator import attrgetter

import msgspec
import numpy as np

from wakeful.alarms.compile import AlarmPlan, compile_alarms
from wakeful.alarms.expression.names import tags_of
from wakeful.authority.rights import Rights
from wakeful.terms.alarm import AlarmDefinition, ConditionKind
from wakeful.terms.name_index import NameIndex
from wakeful.terms.site import Position, Site, positions_of
from wakeful.terms.tag import Tag


@dataclass(frozen=True)
class Plan:
    """What a run needs to know of a site.

    Attributes
    ----------
    site : the configuration it was compiled from.
    tag_index, alarm_index : name -> position in ``site.tags`` / ``site.alarms``.
    age_limit_ns : (N,) int64 [ns].
    alarms : rows, modes and parameters of the A alarms.
    positions : operator positions, at least one.
    groups : alarms of each first-out group, by index; ``group_of`` the other way round.
    inputs : tags (K,) that an alarm over several tags asks for, by alarm; absent: its own tag alone.
    stuck_alarms : (K,) the alarms that tell of a stuck input.
    uncertainty_ms : (N,) how far the stamps of each tag may be off.
    rights : what may be operated and disturbed.
    sha256 : of all that shapes a checkpoint; a checkpoint of another plan cannot be resumed.
    """

    site: Site
    tag_index: NameIndex[Tag]
    alarm_index: NameIndex[AlarmDefinition]
    age_limit_ns: np.ndarray
    alarms: AlarmPlan
    positions: tuple[Position, ...]
    groups: dict[str, tuple[int, ...]]
    group_of: dict[int, str]
    uncertainty_ms: np.ndarray
    inputs: dict[int, np.ndarray]
    stuck_alarms: np.ndarray
    rights: Rights
    sha256: str

    @staticmethod
    def compile(site: Site) -> "Plan":
        """Compile a checked site. The site is trusted: its errors were found when it was read."""
        # For a moment a dictionary, which answers faster; the index that stays takes a tenth of its memory.
        position = {tag.name: index for index, tag in enumerate(site.tags)}
        alarm_position = {alarm.name: index for index, alarm in enumerate(site.alarms)}
        groups = _groups(site)
        uncertainty_ms = {source.id: source.clock_uncertainty_ms for source in site.sources}
        alarms = compile_alarms(site, position, alarm_position)
        return Plan(
            site=site,
            tag_index=NameIndex(site.tags, attrgetter("name")),
            alarm_index=NameIndex(site.alarms, attrgetter("name")),
            age_limit_ns=np.array([tag.age_limit_ms for tag in site.tags], np.int64) * 1_000_000,
            alarms=alarms,
            positions=positions_of(site),
            groups=groups,
            group_of={alarm: group for group, members in groups.items() for alarm in members},
            uncertainty_ms=np.array([uncertainty_ms.get(tag.source, 0) for tag in site.tags], np.int32),
            inputs={
                alarm: np.array([position[tag] for tag in tags_of(node)], np.intp)
                for alarm, node in alarms.quantities.items()
            },
            stuck_alarms=np.flatnonzero([alarm.kind is ConditionKind.STUCK for alarm in site.alarms]),
            rights=Rights.compile(site),
            sha256=_fingerprint(site),
        )


def _groups(site: Site) -> dict[str, tuple[int, ...]]:
    members: dict[str, list[int]] = {}
    for index, alarm in enumerate(site.alarms):
        if alarm.handling.group:
            members.setdefault(alarm.handling.group, []).append(index)
    return {group: tuple(alarms) for group, alarms in members.items()}


def _fingerprint(site: Site) -> str:
    systems = [(system.id, system.modes, system.mode_tag) for system in site.systems]
    clocks = [(source.id, source.clock_uncertainty_ms) for source in site.sources]
    content = msgspec.json.encode(
        [
            site.tags,
            site.alarms,
            site.equipment,
            site.faults,
            systems,
            clocks,
            site.positions,
            site.philosophy,
        ],
        order="sorted",
    )
    return hashlib.sha256(content).hexdigest()
