"""Verdicts on samples: nothing unknown passes for good."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracles.silence import find_silent as plain_find_silent
from wakeful.integrity.verdict import (
    DOUBTFUL,
    NEVER_NS,
    TRUSTED,
    UNUSABLE,
    checked_quality,
    find_silent,
    is_lost,
    severity_of,
    silence_quality,
)
from wakeful.terms.quality import Quality, Severity, severity

WORDS = {Severity.GOOD: TRUSTED, Severity.UNCERTAIN: DOUBTFUL, Severity.BAD: UNUSABLE}


@given(st.integers(0, 0xFFFF_FFFF))
def test_severity_is_that_of_the_status_code(code):
    assert severity_of.py_func(np.uint32(code)) == WORDS[severity(code)]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("claimed", [Quality.GOOD, Quality.GOOD_CLAMPED, Quality.UNCERTAIN_SUB_NORMAL])
def test_what_is_not_a_number_is_a_failed_sensor_whatever_the_source_claims(value, claimed):
    assert checked_quality.py_func(value, np.uint32(claimed)) == Quality.BAD_SENSOR_FAILURE


@pytest.mark.parametrize("code", Quality)
def test_a_number_keeps_its_code_and_bad_keeps_its_reason(code):
    assert checked_quality.py_func(1.0, np.uint32(code)) == code
    if severity(code) is Severity.BAD:
        assert checked_quality.py_func(np.nan, np.uint32(code)) == code


def test_a_tag_that_never_spoke_is_not_connected_and_one_that_fell_silent_has_no_communication():
    assert (
        silence_quality.py_func(np.uint32(Quality.BAD_WAITING_FOR_INITIAL_DATA)) == Quality.BAD_NOT_CONNECTED
    )
    assert silence_quality.py_func(np.uint32(Quality.GOOD)) == Quality.BAD_NO_COMMUNICATION
    assert is_lost.py_func(np.uint32(Quality.BAD_NOT_CONNECTED))
    assert not is_lost.py_func(np.uint32(Quality.BAD_SENSOR_FAILURE))


@settings(deadline=None)
@given(st.data())
def test_silence_equals_its_plain_twin(data):
    tags = data.draw(st.integers(0, 8))
    pick = lambda strategy: data.draw(st.lists(strategy, min_size=tags, max_size=tags))  # noqa: E731
    times = pick(st.sampled_from([int(NEVER_NS), 0, 1, 5, 9]))
    quality = pick(st.sampled_from([Quality.GOOD, Quality.BAD_NO_COMMUNICATION, Quality.BAD_NOT_CONNECTED]))
    limits = pick(st.integers(1, 6))
    before_ns = data.draw(st.integers(0, 16))
    found = np.empty(tags, np.int32)
    count, next_ns = find_silent(
        np.array(times, np.int64),
        np.array(quality, np.uint32),
        np.array(limits, np.int64),
        2,
        before_ns,
        found,
    )
    silent, next_plain = plain_find_silent(times, quality, limits, 2, before_ns)
    assert found[:count].tolist() == silent
    assert next_ns == (np.iinfo(np.int64).max if next_plain is None else next_plain)
