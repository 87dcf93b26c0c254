"""What the simulated driver and its plant's process say to each other, and how it goes through a pipe.

A frame is its length (4 bytes, big-endian) and one message in msgpack.
"""

from typing import Any, Generic, TypeVar

import msgspec

from wakeful.terms.errors import SourceError

FRAME_BYTES_MAX = 64_000_000
ORDER_BYTES_MAX = 4_000


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """First message to the process: which plant, how fast, and where to go on from (empty: afresh)."""

    plant: str
    seed: int
    speed: float
    period_ms: int
    import_path: list[str]
    snapshot: bytes = b""


class Write(msgspec.Struct, frozen=True, tag="write"):
    """Set a control of the plant."""

    id: int
    equipment: str
    control: str
    value: float


class Inject(msgspec.Struct, frozen=True, tag="inject"):
    """Begin or end a fault."""

    id: int
    fault: str
    target: str
    severity: float
    active: bool


class SetSpeed(msgspec.Struct, frozen=True, tag="set_speed"):
    """Change how fast simulated time runs."""

    id: int
    speed: float


class Row(msgspec.Struct, frozen=True, tag="row"):
    """One row of readings: ``values`` (N,) float64 and ``quality`` (N,) uint32 as bytes."""

    time_ns: int
    clock_s: float
    speed_achieved: float
    behind: bool
    values: bytes
    quality: bytes


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    """Where the plant can go on from if the process dies."""

    data: bytes


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """Answer to the order ``id``: "" when taken, else the reason."""

    id: int
    reason: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Last message of a process that cannot go on, and why."""

    reason: str


Order = Write | Inject | SetSpeed
ToProcess = Begin | Write | Inject | SetSpeed
FromProcess = Row | Snapshot | Answer | Failed

Message = TypeVar("Message")

_encoder = msgspec.msgpack.Encoder()


def encode(message: ToProcess | FromProcess) -> bytes:
    """One frame."""
    body = _encoder.encode(message)
    assert len(body) <= FRAME_BYTES_MAX, f"a frame of {len(body)} bytes"
    return len(body).to_bytes(4, "big") + body


class FrameReader(Generic[Message]):
    """Frames out of a stream of bytes that arrives in pieces.

    Parameters
    ----------
    messages : the union of message classes expected.
    """

    def __init__(self, messages: Any) -> None:
        self._decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(messages)
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        """Messages completed by ``data``. Raises SourceError when the bytes are not frames of ours."""
        self._pending += data
        messages: list[Message] = []
        while len(self._pending) >= 4:
            length = int.from_bytes(self._pending[:4], "big")
            if length > FRAME_BYTES_MAX:
                raise SourceError(f"a frame of {length} bytes, at most {FRAME_BYTES_MAX}: a garbled pipe")
            if len(self._pending) < 4 + length:
                break
            try:
                messages.append(self._decoder.decode(self._pending[4 : 4 + length]))
            except msgspec.DecodeError as error:
                raise SourceError(f"an unknown message in the pipe: {error}") from error
            del self._pending[: 4 + length]
        return messages
