"""An alarm of the engine as it goes over the wire."""

from wakeful.engine.state import EngineState
from wakeful.engine.view import AlarmView, OverrideView, alarm_view
from wakeful.server.wire import AlarmBody, OverrideBody
from wakeful.terms.alarm import AlarmDefinition


def alarm_body(state: EngineState, index: int) -> AlarmBody:
    """The alarm at this position of the site, now."""
    view = alarm_view(state, index)
    return AlarmBody(
        alarm=index,
        letter=view.letter,
        priority=view.priority,
        occurrence=view.occurrence,
        revision=view.revision,
        raised_ms=view.raised_at_ns / 1e6,
        changed_ms=view.changed_at_ns / 1e6,
        value=view.value,
        trusted=view.trusted,
        acknowledged_by=view.acknowledged_by,
        acknowledged_ms=None if view.acknowledged_at_ns is None else view.acknowledged_at_ns / 1e6,
        onset_ms=view.onset_ns / 1e6,
        respond_by_ms=_respond_by_ms(state.plan.site.alarms[index], view),
        active=view.active,
        waiting=view.waiting,
        latched=view.latched,
        silenced=view.silenced,
        priority_peak=view.priority_peak,
        first_out=view.first_out,
        overrides=tuple(_override_body(override) for override in view.overrides),
    )


def _respond_by_ms(definition: AlarmDefinition, view: AlarmView) -> float | None:
    rationalisation = definition.rationalisation
    if rationalisation is None or not rationalisation.response_time_ms or not view.occurrence:
        return None
    return view.raised_at_ns / 1e6 + rationalisation.response_time_ms


def _override_body(view: OverrideView) -> OverrideBody:
    return OverrideBody(
        kind=view.kind,
        by=view.by,
        reason=view.reason,
        since_ms=view.since_ns / 1e6,
        until_ms=None if view.until_ns is None else view.until_ns / 1e6,
        one_shot=view.one_shot,
        hidden_count=view.hidden_count,
        hidden_ms=None if view.hidden_at_ns is None else view.hidden_at_ns / 1e6,
    )
