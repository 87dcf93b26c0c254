"""A learned unit goes to bytes and back exactly, and no other bytes are taken for one."""

import struct
import zlib
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.units import normal_rows, unit
from wakeful.evidence.detection import detect
from wakeful.evidence.model import start_state
from wakeful.evidence.model_file import LearnedUnit
from wakeful.terms.errors import DataError

DATA = unit().to_bytes()
HEADER_BYTES = struct.unpack("<I", DATA[6:10])[0]


def sealed(data: bytes) -> bytes:
    """With the right check sum at its end."""
    return data + struct.pack("<I", zlib.crc32(data))


def with_header(**changes: object) -> bytes:
    """The file with parts of its header replaced, in good order otherwise."""
    header = msgspec.json.decode(DATA[10 : 10 + HEADER_BYTES]) | changes
    packed = msgspec.json.encode(header)
    return sealed(DATA[:6] + struct.pack("<I", len(packed)) + packed + DATA[10 + HEADER_BYTES : -4])


def test_what_is_read_is_what_was_written() -> None:
    read = LearnedUnit.from_bytes(DATA)
    assert read.to_bytes() == DATA
    assert (read.names, read.setpoints, read.facts) == (unit().names, ("LI-4",), unit().facts)
    assert read.threshold_log10 == unit().threshold_log10
    for name, value in unit().model._asdict().items():
        np.testing.assert_array_equal(getattr(read.model, name), value)


def test_a_model_that_was_read_judges_the_same() -> None:
    rows = normal_rows(300, seed=2)
    read = LearnedUnit.from_bytes(DATA).model
    expected = detect(start_state(4), unit().model, rows)
    found = detect(start_state(4), read, rows)
    assert found.unit.tobytes() == expected.unit.tobytes()


def test_the_check_of_the_tests_own_tool() -> None:
    assert LearnedUnit.from_bytes(with_header()).names == unit().names


@given(st.integers(0, len(DATA) - 1))
def test_a_file_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(DataError):
        LearnedUnit.from_bytes(DATA[:length])


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_file_with_any_byte_changed_is_refused(place: int, change: int) -> None:
    damaged = bytearray(DATA)
    damaged[place] ^= change
    with pytest.raises(DataError):
        LearnedUnit.from_bytes(bytes(damaged))


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    for tried in (data, sealed(DATA[:10] + data), sealed(b"WKEV" + data)):
        with pytest.raises(DataError):
            LearnedUnit.from_bytes(tried)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 a workbook", "no model of normal running"),
        (sealed(b"WKEV\x02\x00" + DATA[6:-4]), "version 2"),
        (with_header(names=[]), "0 tags"),
        (with_header(names=["A", "A", "B", "C"]), "each once"),
        (with_header(names=["A", "B", "C"]), "make no sense"),
        (with_header(setpoints=["XI-9"]), "make no sense"),
        (with_header(period_ns=0), "make no sense"),
        (with_header(budget_per_day=-1.0), "budget"),
        (with_header(budget_per_day="much"), "header makes no sense"),
        (with_header(extra=1), "header makes no sense"),
        (with_header(arrays=[["prediction", "<f8", [4, 900]]]), "not those of this version"),
        (sealed(DATA[:-12]), "cut short"),
        (sealed(DATA[:-4] + b"\0" * 8), "longer"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        LearnedUnit.from_bytes(data)


@pytest.mark.parametrize("name", ["deviation", "prediction", "whitening"])
def test_numbers_that_are_none_are_refused(name: str) -> None:
    array = getattr(unit().model, name).copy()
    array.flat[0] = np.nan
    broken = replace(unit(), model=unit().model._replace(**{name: array}))
    with pytest.raises(DataError, match=f"{name} makes no sense"):
        LearnedUnit.from_bytes(broken.to_bytes())


def test_a_scale_of_nothing_is_refused() -> None:
    own = unit().model
    broken = own._replace(preparation=own.preparation._replace(scale=np.zeros(4)))
    with pytest.raises(DataError, match="scale makes no sense"):
        LearnedUnit.from_bytes(replace(unit(), model=broken).to_bytes())


def test_a_role_that_is_none_is_refused() -> None:
    own = unit().model
    broken = own._replace(preparation=own.preparation._replace(role=np.full(4, 9, np.uint8)))
    with pytest.raises(DataError, match="roles"):
        LearnedUnit.from_bytes(replace(unit(), model=broken).to_bytes())
