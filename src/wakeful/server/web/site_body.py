"""The site as the console gets it once: everything about tags, alarms and equipment that does not move."""

from wakeful.server.web.door import Door
from wakeful.server.web.sessions import Session
from wakeful.server.wire import (
    AlarmDefinitionBody,
    ControlBody,
    EquipmentBody,
    FaultBody,
    SiteBody,
    SourceBody,
    SystemBody,
    TagBody,
)
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind
from wakeful.terms.equipment import Equipment
from wakeful.terms.site import Site, Source
from wakeful.terms.tag import Tag


class SiteBodies:
    """The site's body, made once; only who asks and when differ."""

    def __init__(self, site: Site) -> None:
        system_of_tag = {tag.name: tag.system for tag in site.tags}
        self._systems = tuple(
            SystemBody(id=item.id, name=item.name, parent=item.parent, description=item.description)
            for item in site.systems
        )
        self._tags = tuple(_tag(tag) for tag in site.tags)
        self._alarms = tuple(_alarm(alarm, system_of_tag[alarm.tag]) for alarm in site.alarms)
        self._equipment = tuple(_equipment(item) for item in site.equipment)
        self._sources = tuple(_source(source, site) for source in site.sources)

    def body(self, door: Door, session: Session, history_start_ns: int | None) -> SiteBody:
        """The body for one session."""
        return SiteBody(
            name=door.site.name,
            version=door.version,
            configuration_sha256=door.configuration_sha256,
            user=session.actor.name,
            role=session.actor.role,
            server_time_ms=door.now_ns() / 1e6,
            history_start_ms=None if history_start_ns is None else history_start_ns / 1e6,
            systems=self._systems,
            tags=self._tags,
            alarms=self._alarms,
            equipment=self._equipment,
            sources=self._sources,
        )


def _tag(tag: Tag) -> TagBody:
    return TagBody(
        name=tag.name,
        system=tag.system,
        description=tag.description,
        unit=tag.unit,
        kind=tag.kind.value,
        states=tag.states,
        range_low_eu=tag.range_low_eu,
        range_high_eu=tag.range_high_eu,
        normal_low_eu=tag.normal_low_eu,
        normal_high_eu=tag.normal_high_eu,
        resolution_eu=tag.resolution_eu,
        age_limit_ms=tag.age_limit_ms,
        overview=tag.overview,
    )


def _alarm(alarm: AlarmDefinition, system: str) -> AlarmDefinitionBody:
    return AlarmDefinitionBody(
        name=alarm.name,
        tag=alarm.tag,
        system=system,
        kind=KIND_NAMES[alarm.kind],
        priority=int(alarm.priority),
        limit_eu=None if alarm.kind is ConditionKind.INPUT_BAD else alarm.limit_eu,
        deadband_eu=alarm.deadband_eu,
        on_delay_ms=alarm.on_delay_ms,
        off_delay_ms=alarm.off_delay_ms,
        message=alarm.message,
        response=alarm.response,
    )


def _equipment(item: Equipment) -> EquipmentBody:
    return EquipmentBody(
        name=item.name,
        system=item.system,
        kind=item.kind,
        description=item.description,
        controls=tuple(
            ControlBody(
                name=control.name,
                kind=control.kind.value,
                feedback_tag=control.feedback_tag,
                labels=control.labels,
                low_eu=control.low_eu,
                high_eu=control.high_eu,
                unit=control.unit,
                needs_manual=control.needs_manual,
            )
            for control in item.controls
        ),
        tags=item.tags,
    )


def _source(source: Source, site: Site) -> SourceBody:
    return SourceBody(
        id=source.id,
        driver=source.driver,
        simulated=source.id in site.faults,
        faults=tuple(
            FaultBody(
                name=fault.name,
                description=fault.description,
                targets=fault.targets,
                severity_low=fault.severity_low,
                severity_high=fault.severity_high,
                severity_meaning=fault.severity_meaning,
            )
            for fault in site.faults.get(source.id, ())
        ),
    )
