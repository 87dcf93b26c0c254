"""Messages survive the pipe whatever pieces they arrive in; a garbled pipe is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drivers.simulated.plant_messages import (
    FRAME_BYTES_MAX,
    Answer,
    Failed,
    FrameReader,
    FromProcess,
    Row,
    Snapshot,
    encode,
)
from wakeful.terms.errors import SourceError

_messages = st.one_of(
    st.builds(Answer, id=st.integers(0, 2**31), reason=st.text(max_size=50)),
    st.builds(Failed, reason=st.text(max_size=50)),
    st.builds(Snapshot, data=st.binary(max_size=300)),
    st.builds(
        Row,
        time_ns=st.integers(0, 2**62),
        clock_s=st.floats(0.0, 1e9),
        speed_achieved=st.floats(0.0, 1e3),
        behind=st.booleans(),
        values=st.binary(max_size=64),
        quality=st.binary(max_size=32),
    ),
)


@given(messages=st.lists(_messages, max_size=6), piece=st.integers(1, 70))
def test_messages_survive_any_split(messages: list[FromProcess], piece: int) -> None:
    stream = b"".join(encode(message) for message in messages)
    frames: FrameReader[FromProcess] = FrameReader(FromProcess)
    read = [m for at in range(0, len(stream), piece) for m in frames.feed(stream[at : at + piece])]
    assert read == messages


@pytest.mark.parametrize(
    "stream",
    [
        (FRAME_BYTES_MAX + 1).to_bytes(4, "big"),
        b"\x00\x00\x00\x02\xc1\xc1",
        b"Warning: something printed here",
        b"\x00\x00\x00\x01\x80",
    ],
)
def test_a_garbled_pipe_is_noticed(stream: bytes) -> None:
    frames: FrameReader[FromProcess] = FrameReader(FromProcess)
    with pytest.raises(SourceError, match="pipe"):
        frames.feed(stream)
