"""The settings of an alarm, as a sheet says them: ``alarm LAH-1 on LI-1: high at 8.0, deadband 0.5``.

A line without ``on`` adds settings to an alarm declared above, so that long alarms stay readable.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from wakeful.alarms.expression.names import alarms_of
from wakeful.alarms.expression.program import compile_programs
from wakeful.alarms.expression.quantity import condition_of, quantity_of
from wakeful.alarms.expression.syntax import ExpressionError, Node
from wakeful.drills.cursor import Cursor
from wakeful.drills.declarations import NAMES_MAX, RESERVED, Declared, Setting, read_settings
from wakeful.drills.finding import Mistake, raise_together, suggest
from wakeful.terms.alarm import (
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
)

PRIORITIES = {priority.name.lower(): priority for priority in Priority}
_PER_S = {"s": 1.0, "min": 60.0, "h": 3_600.0}
_CONDITIONS = (
    "high-high", "high", "low", "low-low", "deviation", "rate", "state", "stuck", "when", "input-bad",
)  # fmt: skip


def read_alarm(cursor: Cursor, declared: Declared, alarms: dict[str, AlarmDefinition]) -> None:
    """``alarm NAME on TAG: SETTING, ...`` declares, ``alarm NAME: SETTING, ...`` adds settings."""
    column, name = cursor.column, cursor.name("an alarm")
    if not cursor.take("on"):
        if name not in alarms:
            raise Mistake(
                column, f"there is no alarm {name!r} yet", "declare it: alarm NAME on TAG: ...", name
            )
        alarms[name] = changed(cursor, declared, alarms[name])
        return
    if name in alarms or name.casefold() in RESERVED:
        raise Mistake(column, f"{name!r} has been declared already", "name each thing once")
    if len(alarms) >= NAMES_MAX:
        raise Mistake(column, f"more than {NAMES_MAX:,} alarms", "split the scenario")
    tag = cursor.noted("tag", declared.tags)
    fields: dict[str, Any] = {"name": name, "tag": tag, "priority": Priority.MEDIUM, "handling": {}}
    said, mistakes = _read(cursor, declared, fields)
    if not said and not mistakes:
        advice = "say one of " + ", ".join(_CONDITIONS)
        mistakes.append(cursor.mistake("the alarm has no condition", advice))
    # A name that is known, however wrong its line, gives no further findings elsewhere.
    alarms[name] = _built({"kind": ConditionKind.HIGH, **fields})
    raise_together(mistakes)


def changed(cursor: Cursor, declared: Declared, alarm: AlarmDefinition) -> AlarmDefinition:
    """The alarm with the settings of the rest of the line."""
    fields = {name: getattr(alarm, name) for name in AlarmDefinition.__struct_fields__}
    fields["handling"] = {name: getattr(alarm.handling, name) for name in Handling.__struct_fields__}
    _, mistakes = _read(cursor, declared, fields)
    raise_together(mistakes)
    return _built(fields)


def expression_mistakes(
    alarm: AlarmDefinition, declared: Declared, alarms: Mapping[str, AlarmDefinition]
) -> list[tuple[str, ExpressionError]]:
    """What is wrong with the expressions of an alarm: each text, and the error in it.

    An expression that speaks of a name whose own line is wrong is passed over.
    """
    readers: tuple[tuple[str, Callable[[], Node | None]], ...] = (
        (alarm.expression, lambda: quantity_of(alarm)),
        (
            alarm.handling.suppress_when,
            lambda: condition_of(alarm.handling.suppress_when) if alarm.handling.suppress_when else None,
        ),
    )
    mistakes = []
    for text, read in readers:
        if any(name in text for name in declared.broken) or alarm.tag not in declared.tags:
            continue
        if not text and alarm.name in declared.broken:
            continue
        try:
            node = read()
            if node is not None:
                _compile(node, declared, alarms)
        except ExpressionError as error:
            mistakes.append((text, error))
    return mistakes


def _compile(node: Node, declared: Declared, alarms: Mapping[str, AlarmDefinition]) -> None:
    """Raises ExpressionError for a name or state that is not there."""
    tag_index = {name: index for index, name in enumerate(declared.tags)}
    alarm_index = {name: index for index, name in enumerate(alarms)}
    states = {name: tag.states for name, tag in declared.tags.items() if tag.states}
    compile_programs([node], tag_index, alarm_index, states)


def names_asked(alarms: Mapping[str, AlarmDefinition]) -> dict[str, tuple[str, ...]]:
    """For each alarm those whose condition its own condition asks for; one that is wrong asks for none."""
    asked = {}
    for name, alarm in alarms.items():
        try:
            node = quantity_of(alarm)
        except ExpressionError:
            continue
        if node is not None:
            asked[name] = alarms_of(node)
    return asked


def _built(fields: dict[str, Any]) -> AlarmDefinition:
    return AlarmDefinition(**{**fields, "handling": Handling(**fields["handling"])})


def _read(cursor: Cursor, declared: Declared, fields: dict[str, Any]) -> tuple[list[str], list[Mistake]]:
    """Reads the settings of a line: the conditions it named, and what was wrong."""
    modes, states = _modes_and_states(declared, fields["tag"])
    settings: dict[str, Setting] = {
        **_SETTINGS,
        "state": lambda line, into: _state(line, into, states),
        "in": lambda line, into: _in_mode(line, into, modes),
    }
    column = cursor.column
    said, mistakes = read_settings(cursor, settings, fields, repeated="in")
    conditions = [word for word in said if word in _CONDITIONS]
    if len(conditions) > 1:
        message = f"{' and '.join(conditions)}: two conditions"
        mistakes.append(Mistake(column, message, "declare two alarms"))
    return conditions, mistakes


def _modes_and_states(declared: Declared, tag: str) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """What an alarm on this tag may speak of; None where that is not known for a mistake elsewhere."""
    if tag not in declared.tags or tag in declared.broken:
        return None, None
    name = declared.tags[tag].system
    system = declared.systems.get(name)
    modes = None if name in declared.broken else system.modes if system else ()
    return modes, declared.states_of(tag)


def _limit(kind: ConditionKind) -> Setting:
    def read(cursor: Cursor, fields: dict[str, Any]) -> None:
        cursor.expect("at")
        fields.update(kind=kind, limit_eu=cursor.number("limit"))

    return read


def _deviation(cursor: Cursor, fields: dict[str, Any]) -> None:
    side = cursor.choice(("high", "low"), "side")
    cursor.expect("at")
    limit_eu = cursor.number("limit")
    cursor.expect("from")
    reference = cursor.text("the reference") if cursor.text_follows else cursor.name("the reference")
    kind = ConditionKind.DEVIATION_HIGH if side == "high" else ConditionKind.DEVIATION_LOW
    fields.update(kind=kind, limit_eu=limit_eu, expression=reference)


def _rate(cursor: Cursor, fields: dict[str, Any]) -> None:
    side = cursor.choice(("high", "low"), "side")
    cursor.expect("at")
    per_unit = cursor.number("limit")
    cursor.expect("per")
    limit_eu = per_unit / _PER_S[cursor.choice(_PER_S, "unit of time")]
    kind = ConditionKind.RATE_HIGH if side == "high" else ConditionKind.RATE_LOW
    fields.update(kind=kind, limit_eu=limit_eu)
    if cursor.take("through"):
        fields["window_ms"] = cursor.duration_ms()


def _state(cursor: Cursor, fields: dict[str, Any], states: tuple[str, ...] | None) -> None:
    column, name = cursor.column, cursor.name("a state")
    if states is None:
        states = (name,)
    if name not in states:
        raise Mistake(column, f"the tag has no state {name!r}", suggest(name, states))
    fields.update(kind=ConditionKind.DISCRETE, limit_eu=float(states.index(name)))


def _stuck(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("within")
    limit_eu = cursor.number("largest movement")
    cursor.expect("for")
    fields.update(kind=ConditionKind.STUCK, limit_eu=limit_eu, on_delay_ms=cursor.duration_ms())


def _when(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields.update(kind=ConditionKind.EXPRESSION, expression=cursor.text("an expression"))


def _input_bad(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["kind"] = ConditionKind.INPUT_BAD


def _priority(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["priority"] = PRIORITIES[cursor.choice(PRIORITIES, "priority")]


def _deadband(cursor: Cursor, fields: dict[str, Any]) -> None:
    column, deadband_eu = cursor.column, cursor.number("deadband")
    if deadband_eu < 0:
        raise Mistake(column, "the deadband is negative", "give 0 or more")
    fields["deadband_eu"] = deadband_eu


def _delay(name: str) -> Setting:
    def read(cursor: Cursor, fields: dict[str, Any]) -> None:
        fields[name] = cursor.duration_ms()

    return read


def _flag(name: str) -> Setting:
    def read(cursor: Cursor, fields: dict[str, Any]) -> None:
        fields["handling"][name] = True

    return read


def _re_alarm(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("after")
    fields["handling"]["re_alarm_ms"] = cursor.duration_ms()


def _escalates(cursor: Cursor, fields: dict[str, Any]) -> None:
    """``escalates to PRIORITY [at LIMIT] [, with ...] [unacknowledged for DURATION] [once]``."""
    cursor.expect("to")
    said: dict[str, Any] = {"priority": PRIORITIES[cursor.choice(PRIORITIES, "priority")]}
    column = cursor.column
    if cursor.take("at"):
        said["limit_eu"] = cursor.number("limit")
    while cursor.take("with"):
        word = cursor.choice(("deadband", "on-delay", "off-delay"), "setting")
        setting = _deadband if word == "deadband" else _delay(word.replace("-", "_") + "_ms")
        setting(cursor, said)
    if cursor.take("unacknowledged", "for"):
        said["after_ms"] = cursor.duration_ms()
    if cursor.take("once"):
        said["again"] = False
    if "limit_eu" not in said and "after_ms" not in said:
        raise Mistake(column, "it never escalates", "say at LIMIT, or unacknowledged for DURATION")
    fields["handling"]["escalation"] = Escalation(**said)


def _count(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["handling"]["count"] = cursor.whole("starts")
    cursor.expect("in")
    fields["handling"]["count_window_ms"] = cursor.duration_ms()


def _group(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["handling"]["group"] = cursor.name("a group")


def _suppressed(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("when")
    fields["handling"]["suppress_when"] = cursor.text("an expression")


def _shelf(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("at", "most")
    fields["handling"]["shelve_ms_max"] = cursor.duration_ms()


def _in_mode(cursor: Cursor, fields: dict[str, Any], modes: tuple[str, ...] | None) -> None:
    """``in MODE limit N``, ``in MODE priority P`` or ``in MODE suppressed``; together for one mode."""
    mode = cursor.name("a mode") if modes is None else cursor.noted("mode of its system", modes)
    said: tuple[ModeSetting, ...] = fields["handling"].get("modes", ())
    setting = next((each for each in said if each.mode == mode), ModeSetting(mode=mode))
    what = cursor.choice(("limit", "priority", "suppressed"), "setting of a mode")
    if what == "limit":
        setting = msgspec.structs.replace(setting, limit_eu=cursor.number("limit"))
    elif what == "priority":
        priority = PRIORITIES[cursor.choice(PRIORITIES, "priority")]
        setting = msgspec.structs.replace(setting, priority=priority)
    else:
        setting = msgspec.structs.replace(setting, suppressed=True)
    fields["handling"]["modes"] = (*(each for each in said if each.mode != mode), setting)


_SETTINGS: dict[str, Setting] = {
    "high-high": _limit(ConditionKind.HIGH_HIGH),
    "high": _limit(ConditionKind.HIGH),
    "low": _limit(ConditionKind.LOW),
    "low-low": _limit(ConditionKind.LOW_LOW),
    "deviation": _deviation,
    "rate": _rate,
    "stuck": _stuck,
    "when": _when,
    "input-bad": _input_bad,
    "priority": _priority,
    "deadband": _deadband,
    "on-delay": _delay("on_delay_ms"),
    "off-delay": _delay("off_delay_ms"),
    "latching": _flag("latching"),
    "auto-acknowledge": _flag("auto_acknowledge"),
    "event-only": _flag("event_only"),
    "re-alarm": _re_alarm,
    "escalates": _escalates,
    "count": _count,
    "group": _group,
    "suppressed": _suppressed,
    "shelf": _shelf,
}
