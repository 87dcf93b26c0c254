"""A learned unit as bytes and back: what ``wakeful calibrate`` writes and detection reads.

``WKEV``, version (uint16) and length of the header (uint32), the header in JSON, the arrays one after the
other in little-endian order as the header lists them, and a CRC-32 of everything before it. The same unit
gives the same bytes. The file is not trusted: sizes are checked against the tags before a kernel sees an
array.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec
import numpy as np

from wakeful.evidence.budgets import threshold_log10
from wakeful.evidence.detectors import DETECTORS
from wakeful.evidence.directions import WEIGHTS
from wakeful.evidence.memory import FEATURES
from wakeful.evidence.model import UnitModel
from wakeful.evidence.prediction import LAGS
from wakeful.evidence.preparation import Role
from wakeful.terms.errors import DataError

_MAGIC = b"WKEV"
_VERSION = 1
_START = struct.Struct("<4sHI")
_CHECK = struct.Struct("<I")
TAGS_MAX = 20_000
_POSITIVE = frozenset({"scale", "deviation", "rate", "slope", "centre_weight"})


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit was learned from. Times are nanoseconds since 1970 UTC.

    ``rows_a_value`` is for each tag how many rows there are to a new value: 1 where it is measured in every
    row. ``held_out_*`` is how the promise was kept on rows that took no part in it; ``notes`` is what to know
    about the record.
    """

    runs: int
    rows: int
    days: float
    first_ns: int
    last_ns: int
    rows_a_value: tuple[float, ...]
    held_out_days: float
    held_out_episodes: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearnedUnit:
    """A unit with the names and promises that belong to it.

    names : of the N tags, in the order of the model's arrays. setpoints : those that are moved by people.
    period_ns : from row to row. budget_per_day : false alarms that are borne.
    """

    names: tuple[str, ...]
    setpoints: tuple[str, ...]
    period_ns: int
    budget_per_day: float
    facts: Facts
    model: UnitModel

    @property
    def threshold_log10(self) -> float:
        """Evidence log10 [rows] at which the budget is spent."""
        return threshold_log10(self.budget_per_day, self.period_ns)

    def to_bytes(self) -> bytes:
        """The whole unit as bytes."""
        arrays = _arrays_of(self.model)
        header = msgspec.json.encode(
            _Header(
                names=self.names,
                setpoints=self.setpoints,
                period_ns=self.period_ns,
                budget_per_day=self.budget_per_day,
                facts=self.facts,
                arrays=tuple((name, array.dtype.str, array.shape) for name, array in arrays.items()),
            )
        )
        parts = [_START.pack(_MAGIC, _VERSION, len(header)), header]
        data = b"".join([*parts, *(array.tobytes() for array in arrays.values())])
        return data + _CHECK.pack(zlib.crc32(data))

    @staticmethod
    def from_bytes(data: bytes) -> "LearnedUnit":
        """Read a unit back.

        Raises
        ------
        DataError
            If the bytes are no model, of another version, damaged, cut short, or make no sense.
        """
        header, body = _opened(data)
        tags = len(header.names)
        if not 1 <= tags <= TAGS_MAX or len(set(header.names)) != tags:
            raise DataError(f"the model names {tags:,} tags; expected 1 to {TAGS_MAX:,}, each once")
        fitting = set(header.setpoints) <= set(header.names) and len(header.facts.rows_a_value) == tags
        if not fitting or header.period_ns < 1 or not header.facts.days > 0.0:
            raise DataError("the model's set points, period or facts make no sense; calibrate anew")
        threshold_log10(header.budget_per_day, header.period_ns)
        model = _built(UnitModel, "", _read_arrays(header, body))
        assert isinstance(model, UnitModel)
        return LearnedUnit(
            names=header.names,
            setpoints=header.setpoints,
            period_ns=header.period_ns,
            budget_per_day=header.budget_per_day,
            facts=header.facts,
            model=model,
        )


class _Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    names: tuple[str, ...]
    setpoints: tuple[str, ...]
    period_ns: int
    budget_per_day: float
    facts: Facts
    arrays: tuple[tuple[str, str, tuple[int, ...]], ...]


_HEADER = msgspec.json.Decoder(_Header)


def _opened(data: bytes) -> tuple[_Header, memoryview]:
    """The header, and the bytes of the arrays."""
    if len(data) < _START.size or data[:4] != _MAGIC:
        raise DataError("this is no model of normal running; give a file that `wakeful calibrate` wrote")
    _, version, header_bytes = _START.unpack_from(data)
    if version != _VERSION:
        raise DataError(f"the model is of version {version}; this program reads {_VERSION}: calibrate anew")
    end = len(data) - _CHECK.size
    if end < _START.size + header_bytes or _CHECK.unpack_from(data, end)[0] != zlib.crc32(data[:end]):
        raise DataError("the model is damaged or cut short; copy it again, or calibrate anew")
    try:
        header = _HEADER.decode(data[_START.size : _START.size + header_bytes])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"the model's header makes no sense: {error}; calibrate anew") from error
    return header, memoryview(data)[_START.size + header_bytes : end]


def _shapes(tags: int) -> dict[str, tuple[int, ...]]:
    """The shape of every array by its place in ``UnitModel``, in the order of the file."""
    by_tag, tails = (tags,), ("level", "rate", "slope")
    return (
        {f"preparation.{name}": by_tag for name in ("centre", "scale", "resolution", "role")}
        | {"prediction": (tags, 1 + LAGS * tags), "memory": (tags, FEATURES)}
        | {"deviation": by_tag, "slack_mean": by_tag, "slack_scale": by_tag, "centre_weight": ()}
        | {"whitening": (tags, tags)}
        | {f"tag_tails.{name}": (tags, DETECTORS) for name in tails}
        | {f"unit_tails.{name}": (len(WEIGHTS),) for name in tails}
    )


def _dtype(name: str) -> np.dtype[Any]:
    return np.dtype("|u1" if name == "preparation.role" else "<f8")


def _arrays_of(model: UnitModel) -> dict[str, np.ndarray]:
    found = _flat(model, "")
    shapes = _shapes(model.tags)
    assert list(found) == list(shapes), "a field of the model has no place in its file"
    arrays = {name: np.array(value, _dtype(name), order="C") for name, value in found.items()}
    assert all(arrays[name].shape == shape for name, shape in shapes.items())
    return arrays


def _flat(value: object, place: str) -> dict[str, Any]:
    """Every array and number below a named tuple, by its dotted place."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = [_flat(getattr(value, name), f"{place}.{name}" if place else name) for name in value._fields]
        return {name: found for part in parts for name, found in part.items()}
    return {place: value}


def _built(kind: type, place: str, arrays: dict[str, np.ndarray]) -> object:
    """The other way: a named tuple, array or number of ``kind`` from what lies at ``place``."""
    if hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return kind(
            *(_built(hints[name], f"{place}.{name}" if place else name, arrays) for name in kind._fields)
        )
    return float(arrays[place]) if kind is float else arrays[place]


def _read_arrays(header: _Header, body: memoryview) -> dict[str, np.ndarray]:
    shapes = _shapes(len(header.names))
    expected = tuple((name, _dtype(name).str, shape) for name, shape in shapes.items())
    if header.arrays != expected:
        raise DataError("the model's arrays are not those of this version; calibrate anew")
    arrays, offset = {}, 0
    for name, shape in shapes.items():
        count = int(np.prod(shape, dtype=np.int64))
        size_bytes = count * _dtype(name).itemsize
        if offset + size_bytes > len(body):
            raise DataError("the model is cut short; copy it again, or calibrate anew")
        arrays[name] = np.frombuffer(body, _dtype(name), count, offset).reshape(shape).copy()
        offset += size_bytes
    if offset != len(body):
        raise DataError("the model is longer than its tags; calibrate anew")
    for name, array in arrays.items():
        positive = name.rpartition(".")[2] in _POSITIVE
        if not np.isfinite(array).all() or (positive and not (array > 0.0).all()):
            raise DataError(f"the model's {name} makes no sense; calibrate anew")
    if arrays["preparation.role"].max() > max(Role):
        raise DataError("the model's roles of tags make no sense; calibrate anew")
    return arrays
