"""Parameters as arrays: edges on the right side, alarms found by tag."""

import numpy as np
import pytest

from wakeful.alarms.arrays import compile_params, start_state
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority


def alarm(name, tag, kind, limit_eu, deadband_eu=0.0, **delays_ms):
    return AlarmDefinition(
        name=name,
        tag=tag,
        kind=kind,
        priority=Priority.LOW,
        limit_eu=limit_eu,
        deadband_eu=deadband_eu,
        **delays_ms,
    )


ALARMS = (
    alarm("b.H", "b", ConditionKind.HIGH, 10.0, 2.0, on_delay_ms=1_500, off_delay_ms=2),
    alarm("a.L", "a", ConditionKind.LOW, 1.0, 0.5),
    alarm("b.L", "b", ConditionKind.LOW, 3.0, 1.0),
)


def test_edges_lie_on_the_normal_side():
    params = compile_params(ALARMS, {"a": 0, "b": 1})
    assert params.table["stay_eu"].tolist() == [8.0, 1.5, 4.0]
    assert params.table["calm_eu"][0] < 10.0 < np.nextafter(params.table["calm_eu"][0], 20.0) + 1e-9
    assert params.table["calm_eu"][1] > 1.0
    assert params.table["on_delay_ns"][0] == 1_500_000_000 and params.table["off_delay_ns"][0] == 2_000_000


def test_alarms_of_a_tag_are_found_in_site_order():
    params = compile_params(ALARMS, {"a": 0, "b": 1, "c": 2})
    by_tag = [params.of_tag[params.first[n] : params.first[n + 1]].tolist() for n in range(3)]
    assert by_tag == [[1], [0, 2], []]


def test_an_alarm_on_an_unknown_tag_cannot_be_compiled():
    with pytest.raises(KeyError):
        compile_params(ALARMS, {"a": 0})


def test_a_site_without_alarms_has_empty_arrays():
    params = compile_params((), {"a": 0})
    assert params.first.tolist() == [0, 0]
    assert len(start_state(0).table) == 0
