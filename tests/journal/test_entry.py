"""Entries are canonical, read back equal, and keep to their limit."""

import json
import math

import pytest
from hypothesis import given

from tests.journal.records import done, records
from wakeful.journal.entry import ENTRY_BYTES_MAX, decode, encode, leaf_hash
from wakeful.terms.effect import OutputDone, Record, WriteOutput
from wakeful.terms.errors import DataError


@given(records)
def test_a_record_reads_back_equal_and_encodes_to_the_same_bytes(record: Record) -> None:
    entry = encode(record)
    assert decode(entry) == record
    assert encode(decode(entry)) == entry


@given(records)
def test_members_are_sorted_and_nothing_is_left_out(record: Record) -> None:
    entry = encode(record)
    members = json.loads(entry)
    assert list(members) == sorted(members)
    assert set(members) == {*record.__struct_fields__, "type"}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused_rather_than_written_as_null(value: float) -> None:
    order = WriteOutput(at_ns=1, command_id="c", source="s", equipment="e", control="c", value=value)
    with pytest.raises(DataError, match="WriteOutput cannot be journaled"):
        encode(order)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(DataError, match="surrogates"):
        encode(OutputDone(at_ns=1, command_id="\ud800", ok=True))


def test_an_entry_may_have_65535_bytes_and_not_one_more() -> None:
    room = ENTRY_BYTES_MAX - len(encode(done(1)))
    assert len(encode(done(1, "x" * room))) == ENTRY_BYTES_MAX
    with pytest.raises(DataError, match="65536 bytes"):
        encode(done(1, "x" * (room + 1)))


@pytest.mark.parametrize(
    "entry", [b"", b"{}", b'{"type":"from_the_future","at_ns":1}', b'{"type":"output_done"}']
)
def test_an_entry_of_an_unknown_kind_is_said_to_be_one(entry: bytes) -> None:
    with pytest.raises(DataError, match="no kind known to this version"):
        decode(entry)


def test_leaf_hash_of_the_empty_entry_is_the_published_one() -> None:
    published = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"").hex() == published
