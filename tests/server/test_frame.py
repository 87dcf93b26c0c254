"""The value frame, byte for byte."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server import frame
from wakeful.server.frame import decode_frame, encode_frames


def test_golden_bytes() -> None:
    frames = encode_frames(
        1_700_000_000_123_000_000,
        np.array([7, 2]),
        np.array([1.5, np.nan]),
        np.array([1_700_000_000_000_500_000, 0], np.int64),
        np.array([0, 0x80310000], np.uint32),
    )
    assert frames == [
        b"WKV1"
        + struct.pack("<Id", 2, 1_700_000_000_123.0)
        + struct.pack("<dd", 1.5, float("nan"))
        + struct.pack("<dd", 1_700_000_000_000.5, 0.0)
        + struct.pack("<II", 0, 0x80310000)
        + struct.pack("<II", 7, 2)
    ]


def test_no_samples_no_frame() -> None:
    none = np.empty(0)
    assert encode_frames(1, none.astype(int), none, none.astype(np.int64), none.astype(np.uint32)) == []


def test_more_samples_than_a_frame_holds_make_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "SAMPLES_MAX", 3)
    indices = np.arange(7)
    frames = encode_frames(1, indices, indices * 1.0, indices.astype(np.int64), indices.astype(np.uint32))
    decoded = [decode_frame(part)[1] for part in frames]
    assert [len(part) for part in decoded] == [3, 3, 1]
    np.testing.assert_array_equal(np.concatenate(decoded), indices)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2**31),
            st.floats(allow_nan=False),
            st.integers(0, 2**60),
            st.integers(0, 2**32 - 1),
        ),
        min_size=1,
        max_size=50,
    )
)
def test_what_is_encoded_is_decoded(samples: list[tuple[int, float, int, int]]) -> None:
    indices, values, times_ns, quality = (np.array(column) for column in zip(*samples, strict=True))
    (encoded,) = encode_frames(5_000_000, indices, values, times_ns, quality.astype(np.uint32))
    scan_time_ms, found_indices, found_values, found_times_ms, found_quality = decode_frame(encoded)
    assert scan_time_ms == 5.0
    np.testing.assert_array_equal(found_indices, indices)
    np.testing.assert_array_equal(found_values, values)
    np.testing.assert_array_equal(found_times_ms, times_ns / 1e6)
    np.testing.assert_array_equal(found_quality, quality)


@pytest.mark.parametrize("broken", [b"", b"WKV1", b"XXXX" + bytes(12), b"WKV1" + struct.pack("<Id", 1, 0.0)])
def test_anything_else_is_no_frame(broken: bytes) -> None:
    with pytest.raises(ValueError, match="frame"):
        decode_frame(broken)
