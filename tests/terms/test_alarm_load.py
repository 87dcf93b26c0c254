"""Figures, worklist and advice are plain data: they survive the wire, and every definition is of a figure."""

import msgspec
import pytest

from wakeful.alarms.load.definitions import definitions
from wakeful.terms.alarm_load import (
    Advice,
    AdviceCandidate,
    AlarmFigures,
    FigureDefinition,
    WorklistEntry,
)
from wakeful.terms.site import AlarmPhilosophy

CANDIDATE = AdviceCandidate(
    deadband_eu=1.0,
    on_delay_ms=0,
    off_delay_ms=5_000,
    annunciated=4,
    saved=6,
    delay_mean_s=0.5,
    delay_max_s=2.0,
    missed=0,
)
EXAMPLES = [
    Advice(
        alarm="a",
        from_ms=0.0,
        to_ms=1.0,
        samples=2,
        candidates=(CANDIDATE,),
        recommended=0,
        reasons=("saves 6 of 10",),
        protected=False,
    ),
    WorklistEntry(alarm="a", position="p", fault="duplicate", count=3, share=0.5, with_alarm="b"),
    FigureDefinition(key="annunciated", title="Annunciations", unit="", meaning="what sounded", target=""),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
def test_a_result_survives_the_wire(example):
    assert msgspec.json.decode(msgspec.json.encode(example), type=type(example)) == example


def test_every_definition_is_of_a_figure():
    keys = [definition.key for definition in definitions(AlarmPhilosophy(), ())]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(AlarmFigures.__struct_fields__)
