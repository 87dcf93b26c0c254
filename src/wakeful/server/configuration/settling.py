"""What was read, copied together once it is known to be right: every text and number once, side by side.

While a site is read, what stays lies between what was needed only for reading, and a page of memory with
anything that stays on it cannot be given back. Copied before the rest is dropped, it lies apart from it.
"""

import math
from collections.abc import Iterable
from typing import Any

import msgspec

from wakeful.terms.alarm import PLAIN, AlarmDefinition, Handling, Rationalisation
from wakeful.terms.tag import Tag


class _Texts(dict[str, str]):
    """One copy of each text."""

    def __missing__(self, text: str) -> str:
        copy = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
        self[copy] = copy
        return copy


class _Numbers(dict[Any, Any]):
    """One copy of each number; none stays none. Zeros are equal but have signs: there are two of them."""

    def __missing__(self, number: Any) -> Any:
        if not number:
            return number if number is None else _ZEROS[math.copysign(1.0, number)]
        copy = number * 1.0
        self[copy] = copy
        return copy


class _Handlings(dict[bytes, Handling]):
    """One copy of each handling, ``PLAIN`` being its own. Most alarms of a site share a few."""

    def __init__(self, texts: _Texts) -> None:
        super().__init__()
        self._texts = texts

    def settled(self, handling: Handling) -> Handling:
        if handling is PLAIN or handling == PLAIN:
            return PLAIN
        # By the bytes: zeros are equal but have signs.
        written = msgspec.json.encode(handling)
        copy = self.get(written)
        if copy is None:
            changes = {field: self._texts[getattr(handling, field)] for field in ("group", "suppress_when")}
            copy = self[written] = msgspec.structs.replace(handling, **changes)
        return copy


class _Rationalisations(dict[Rationalisation, Rationalisation]):
    """One copy of each record, and of each text in it."""

    def __init__(self, texts: _Texts) -> None:
        super().__init__()
        self._texts = texts

    def settled(self, record: Rationalisation | None) -> Rationalisation | None:
        if record is None:
            return None
        copy = self.get(record)
        if copy is None:
            texts = {field: self._texts[getattr(record, field)] for field in _RECORD_TEXTS}
            copy = self[record] = msgspec.structs.replace(record, **texts)
        return copy


_RECORD_TEXTS = ("cause", "consequence", "consequence_severity", "basis", "alarm_class")
_ZEROS = {1.0: 0.0, -1.0: -0.0}


def settle(
    tags: Iterable[Tag], alarms: Iterable[AlarmDefinition]
) -> tuple[tuple[Tag, ...], tuple[AlarmDefinition, ...]]:
    """Equal tags and alarms, whose texts and numbers are shared: an alarm has the very name of its tag."""
    texts, numbers = _Texts(), _Numbers()
    handlings, records = _Handlings(texts), _Rationalisations(texts)
    return (
        tuple([_settled_tag(tag, texts, numbers) for tag in tags]),
        tuple([_settled_alarm(alarm, texts, numbers, handlings, records) for alarm in alarms]),
    )


def _settled_tag(tag: Tag, texts: _Texts, numbers: _Numbers) -> Tag:
    settled: Tag = msgspec.structs.replace(
        tag,
        name=texts[tag.name],
        system=texts[tag.system],
        source=texts[tag.source],
        description=texts[tag.description],
        unit=texts[tag.unit],
        address=texts[tag.address],
        range_low_eu=numbers[tag.range_low_eu],
        range_high_eu=numbers[tag.range_high_eu],
        normal_low_eu=numbers[tag.normal_low_eu],
        normal_high_eu=numbers[tag.normal_high_eu],
        resolution_eu=numbers[tag.resolution_eu],
    )
    return settled


def _settled_alarm(
    alarm: AlarmDefinition,
    texts: _Texts,
    numbers: _Numbers,
    handlings: _Handlings,
    records: _Rationalisations,
) -> AlarmDefinition:
    settled: AlarmDefinition = msgspec.structs.replace(
        alarm,
        name=texts[alarm.name],
        tag=texts[alarm.tag],
        message=texts[alarm.message],
        response=texts[alarm.response],
        expression=texts[alarm.expression],
        handling=handlings.settled(alarm.handling),
        rationalisation=records.settled(alarm.rationalisation),
        limit_eu=numbers[alarm.limit_eu],
        deadband_eu=numbers[alarm.deadband_eu],
    )
    return settled
