"""Instants and periods of queries."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from starlette.requests import Request

from wakeful.server.web.instant import (
    DAY_NS,
    earliest_ns,
    read_instant,
    read_optional_period,
    read_period,
)
from wakeful.server.web.reply import Refused


def asking(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


@given(st.integers(1_000_000_000_000_000_000, 4_000_000_000_000_000_000))
def test_asking_from_a_samples_own_time_finds_it(time_ns: int) -> None:
    assume(not (time_ns / 1e6).is_integer())
    assert time_ns - 2_000 <= earliest_ns(time_ns / 1e6) <= time_ns


def test_a_whole_millisecond_is_what_it_says() -> None:
    assert earliest_ns(1_700_000_000_123.0) == 1_700_000_000_123_000_000


@pytest.mark.parametrize("query", ["", "from_ms=", "from_ms=x", "from_ms=-1", "from_ms=nan", "from_ms=9e99"])
def test_what_is_no_instant_is_refused(query: str) -> None:
    with pytest.raises(Refused) as refused:
        read_instant(asking(query), "from_ms")
    assert refused.value.status == 422
    assert "from_ms" in refused.value.error


def test_a_period_ends_after_it_begins_and_may_have_a_longest() -> None:
    assert read_period(asking("from_ms=1&to_ms=2")) == (1_000_000, 2_000_000)
    with pytest.raises(Refused, match="before to_ms"):
        read_period(asking("from_ms=2&to_ms=2"))
    day_ms = DAY_NS / 1e6
    assert read_period(asking(f"from_ms=0&to_ms={day_ms}"), 1) == (0, DAY_NS)
    with pytest.raises(Refused, match="at most 1 days"):
        read_period(asking(f"from_ms=0&to_ms={day_ms + 1}"), 1)


def test_either_end_of_a_period_may_be_left_open() -> None:
    assert read_optional_period(asking("")) == (None, None)
    assert read_optional_period(asking("from_ms=1")) == (1_000_000, None)
    assert read_optional_period(asking("to_ms=1")) == (None, 1_000_000)
    with pytest.raises(Refused, match="before to_ms"):
        read_optional_period(asking("from_ms=2&to_ms=1"))
