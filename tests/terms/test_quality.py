"""Status codes: severity from the top bits, one letter for people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.terms.quality import NE107, Quality, Severity, is_bad, ne107, severity


@given(st.integers(0, 0xFFFF), st.sampled_from(Quality))
def test_the_low_sixteen_bits_are_flags(flags, code):
    assert severity(code | flags) is severity(code)
    assert ne107(code | flags) is ne107(code)


@given(st.integers(0, 0xFFFF_FFFF))
def test_only_two_severities_may_be_used_and_the_reserved_one_is_bad(code):
    expected = {0: Severity.GOOD, 1: Severity.UNCERTAIN, 2: Severity.BAD, 3: Severity.BAD}[code >> 30]
    assert severity(code) is expected
    assert bool(is_bad(np.array([code], np.uint32))[0]) == (expected is Severity.BAD)


@pytest.mark.parametrize("code", Quality)
def test_names_say_their_severity(code):
    assert code.name.startswith(severity(code).name)


def test_letters_for_people():
    assert ne107(Quality.GOOD) is NE107.GOOD
    assert ne107(Quality.UNCERTAIN_SENSOR_NOT_ACCURATE) is NE107.OUT_OF_SPECIFICATION
    assert ne107(Quality.BAD_SENSOR_FAILURE) is NE107.FAILURE
    assert ne107(Quality.BAD_OUT_OF_SERVICE) is NE107.FUNCTION_CHECK
    assert ne107(Quality.GOOD_LOCAL_OVERRIDE) is NE107.FUNCTION_CHECK
