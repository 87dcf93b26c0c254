"""The engine's state on disk, so that a start folds minutes of the journal instead of years.

A checkpoint is only ever a short cut: without one, or with one of another configuration or a damaged
one, the whole journal is folded and gives the same alarm state.

File: b"WKSC", the SHA-256 of what follows (32 bytes), the next journal sequence (uint64, little endian),
the engine's bytes.
"""

import hashlib
import os
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState, resume
from wakeful.journal import Journal
from wakeful.terms.effect import Record
from wakeful.terms.errors import DataError

MAGIC = b"WKSC"
_SEQUENCE = struct.Struct("<Q")
FOLD_BATCH = 10_000


class CheckpointWriter:
    """Writes checkpoints in the background, one at a time, each in one piece or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread: threading.Thread | None = None

    def write(self, state: EngineState, sequence: int, *, wait: bool = False) -> bool:
        """Keep a state that has every record below ``sequence``; False while the last one is being written.

        A disk that refuses costs only a longer next start, so it is passed over here; the journal reports it.
        """
        if self._thread is not None and self._thread.is_alive():
            if not wait:
                return False
            self._thread.join()
        data = _encode(state.to_bytes(), sequence)
        self._thread = threading.Thread(target=self._put, args=(data,), name="checkpoint", daemon=True)
        self._thread.start()
        if wait:
            self._thread.join()
        return True

    def _put(self, data: bytes) -> None:
        written = self._path.with_suffix(".new")
        try:
            with open(written, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            written.replace(self._path)
        except OSError:
            with suppress(OSError):
                written.unlink(missing_ok=True)


def restore(
    path: Path, plan: Plan, journal: Journal, now_ns: int, progress: Callable[[int, int], None]
) -> EngineState:
    """The state to go on from: the checkpoint, if it fits, and every journal record after it.

    Parameters
    ----------
    progress : called with records folded and records to fold.
    """
    state, sequence = EngineState.start(plan, now_ns), 0
    with suppress(OSError, DataError):
        data, kept_sequence = _decode(path.read_bytes())
        # A journal shorter than the checkpoint is another one, or lost its end: believe it alone.
        if kept_sequence <= journal.next_sequence:
            state, sequence = EngineState.from_bytes(plan, data), kept_sequence
    total = journal.next_sequence - sequence
    folded = 0
    batch: list[Record] = []
    for _, record in journal.read(sequence):
        batch.append(record)
        if len(batch) == FOLD_BATCH:
            fold(state, batch)
            folded += len(batch)
            batch.clear()
            progress(folded, total)
    fold(state, batch)
    return resume(state, now_ns)


def _encode(engine: bytes, sequence: int) -> bytes:
    body = _SEQUENCE.pack(sequence) + engine
    return MAGIC + hashlib.sha256(body).digest() + body


def _decode(data: bytes) -> tuple[bytes, int]:
    body = data[36:]
    if data[:4] != MAGIC or data[4:36] != hashlib.sha256(body).digest() or len(body) < _SEQUENCE.size:
        raise DataError("not a whole checkpoint")
    (sequence,) = _SEQUENCE.unpack_from(body)
    return body[_SEQUENCE.size :], sequence
