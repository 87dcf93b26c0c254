"""What the advisor may change about an alarm: deadband, on-delay and off-delay, together one setting."""

from typing import NamedTuple

import msgspec

from wakeful.terms.alarm import AlarmDefinition


class Setting(NamedTuple):
    """A deadband [EU] and two delays [ms]."""

    deadband_eu: float
    on_delay_ms: int
    off_delay_ms: int


def setting_of(definition: AlarmDefinition) -> Setting:
    """Today's setting."""
    return Setting(definition.deadband_eu, definition.on_delay_ms, definition.off_delay_ms)


def with_setting(definition: AlarmDefinition, setting: Setting) -> AlarmDefinition:
    """The alarm with another setting."""
    changed: AlarmDefinition = msgspec.structs.replace(definition, **setting._asdict())
    return changed
