"""The whole state of an engine, and its checkpoint: bytes from which a run goes on exactly."""

import struct
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
import numpy as np

from wakeful.alarms.arrays import AlarmState, RowState, start_alarms, start_rows
from wakeful.alarms.first_out import FirstOutState
from wakeful.alarms.flood import FloodState
from wakeful.alarms.modes import set_limits
from wakeful.alarms.step import lose_sight, quiet_bands
from wakeful.alarms.timer_heap import end_no_sooner
from wakeful.engine.accounts import Accounts
from wakeful.engine.plan import Plan
from wakeful.integrity.verdict import NEVER_NS
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality

_MAGIC = b"WKCP"
_VERSION = 4


class TagState(NamedTuple):
    """State of the N tags, changed in place by the kernels.

    value (N,) float64 [EU], as the last accepted sample had it; quality (N,) uint32, its code, or why there
    is none; time_ns (N,) int64, its source time; band_low, band_high (N,) float64 [EU]: inside this closed
    band a trusted sample changes no alarm of the tag; rejecting (N,) uint8: 1 from a rejected sample to the
    next accepted one. While it is 1 the band is empty, so that the next sample is looked at.
    """

    value: np.ndarray
    quality: np.ndarray
    time_ns: np.ndarray
    band_low: np.ndarray
    band_high: np.ndarray
    rejecting: np.ndarray


class Acknowledged(msgspec.Struct, frozen=True):
    """Who acknowledged the present occurrence of an alarm, and when."""

    actor: str
    at_ns: int


class Ledger(msgspec.Struct):
    """What is known beyond the tables: who, why, floods and first-outs. Plain data, small.

    ``acknowledged``: by alarm index; ``overrides``: by alarm index and kind; ``floods``: by position;
    ``first_outs``: by group.
    """

    acknowledged: dict[int, Acknowledged] = {}
    overrides: Accounts = {}
    floods: list[FloodState] = []
    first_outs: dict[str, FirstOutState] = {}

    def copy(self) -> "Ledger":
        """An independent ledger; what cannot change is shared."""
        return Ledger(
            acknowledged=dict(self.acknowledged),
            overrides={alarm: dict(kinds) for alarm, kinds in self.overrides.items()},
            floods=[msgspec.structs.replace(flood, times_ns=list(flood.times_ns)) for flood in self.floods],
            first_outs={
                group: FirstOutState(list(state.held), list(state.onsets))
                for group, state in self.first_outs.items()
            },
        )

    def in_order(self) -> "Ledger":
        """The same ledger with every entry in the order of its key: equal ledgers give equal bytes."""
        overrides = sorted(self.overrides.items())
        return Ledger(
            acknowledged=dict(sorted(self.acknowledged.items())),
            overrides={alarm: dict(sorted(kinds.items())) for alarm, kinds in overrides},
            floods=self.floods,
            first_outs=dict(sorted(self.first_outs.items())),
        )


@dataclass
class EngineState:
    """Owned by one scan at a time; ``scan`` takes it and gives it back changed.

    ``rows`` and ``alarms`` are the conditions and the alarms, ``limits`` (R,) of ``ROW`` the limits in force
    (those of the plan where no mode changes any). ``clock_ns`` is (3,) int64: now of the last scan; start (or
    resumption) of the run, from which silent tags are given their age limit; a lower bound on the instant the
    next tag may fall silent.
    """

    plan: Plan
    tags: TagState
    rows: RowState
    alarms: AlarmState
    limits: np.ndarray
    clock_ns: np.ndarray
    ledger: Ledger

    @staticmethod
    def start(plan: Plan, now_ns: int) -> "EngineState":
        """A state in which nothing has been heard and every alarm is at rest."""
        tags, alarms = len(plan.site.tags), plan.alarms
        state = EngineState(
            plan=plan,
            tags=TagState(
                value=np.full(tags, np.nan),
                quality=np.full(tags, Quality.BAD_WAITING_FOR_INITIAL_DATA, np.uint32),
                time_ns=np.full(tags, NEVER_NS, np.int64),
                band_low=np.empty(tags),
                band_high=np.empty(tags),
                rejecting=np.zeros(tags, np.uint8),
            ),
            rows=start_rows(alarms.rows, alarms.programs, alarms.modes, alarms.ring_places),
            alarms=start_alarms(alarms.alarms, len(plan.positions)),
            limits=alarms.rows.table.copy() if len(alarms.modes.entries) else alarms.rows.table,
            clock_ns=np.array([now_ns, now_ns, now_ns], np.int64),
            ledger=Ledger(floods=[FloodState() for _ in plan.positions]),
        )
        refresh_bands(state)
        return state

    @property
    def value(self) -> np.ndarray:
        """(N,) float64 [EU]: value of the last accepted sample."""
        return self.tags.value

    @property
    def quality(self) -> np.ndarray:
        """(N,) uint32: quality of each tag now."""
        return self.tags.quality

    @property
    def time_ns(self) -> np.ndarray:
        """(N,) int64: source time of the last accepted sample; int64 min where there was none."""
        return self.tags.time_ns

    def copy(self) -> "EngineState":
        """An independent state of the same plan."""
        shared = self.limits is self.plan.alarms.rows.table
        return EngineState(
            plan=self.plan,
            tags=TagState(*(array.copy() for array in self.tags)),
            rows=RowState(*(array.copy() for array in self.rows)),
            alarms=AlarmState(*(array.copy() for array in self.alarms)),
            limits=self.limits if shared else self.limits.copy(),
            clock_ns=self.clock_ns.copy(),
            ledger=self.ledger.copy(),
        )

    def to_bytes(self) -> bytes:
        """The whole state as bytes: equal states give equal bytes."""
        header = msgspec.msgpack.encode(_Header(self.plan.sha256, self.ledger.in_order()))
        parts = [_MAGIC, struct.pack("<HI", _VERSION, len(header)), header]
        parts += [np.ascontiguousarray(array).tobytes() for array in self._arrays()]
        return b"".join(parts)

    @staticmethod
    def from_bytes(plan: Plan, data: bytes) -> "EngineState":
        """Resume from a checkpoint of the same plan.

        Raises
        ------
        DataError
            If the bytes are not a checkpoint, are of another plan or version, or are cut short.
        """
        header_end = 10
        if len(data) < header_end or data[:4] != _MAGIC:
            raise DataError("these bytes are not an engine checkpoint")
        version, header_length = struct.unpack("<HI", data[4:10])
        if version != _VERSION:
            raise DataError(f"checkpoint version {version}; this engine reads version {_VERSION}")
        try:
            header = _HEADER.decode(data[header_end : header_end + header_length])
        except msgspec.DecodeError as error:
            raise DataError("the checkpoint's header is cut short or damaged") from error
        if header.plan != plan.sha256:
            raise DataError("the checkpoint belongs to another configuration")
        state = EngineState.start(plan, 0)
        state.ledger = header.ledger
        state._fill(memoryview(data)[header_end + header_length :])
        refresh_limits(state)
        return state

    def _arrays(self) -> list[np.ndarray]:
        return [self.clock_ns, *self.tags, *self.rows, *self.alarms]

    def _fill(self, data: memoryview) -> None:
        offset = 0
        for array in self._arrays():
            part = data[offset : offset + array.nbytes]
            if len(part) != array.nbytes:
                raise DataError("the checkpoint is cut short")
            array[:] = np.frombuffer(part, array.dtype).reshape(array.shape)
            offset += array.nbytes
        if offset != len(data):
            raise DataError("the checkpoint is longer than its configuration")


class _Header(msgspec.Struct):
    """What stands before the arrays of a checkpoint."""

    plan: str
    ledger: Ledger


_HEADER = msgspec.msgpack.Decoder(_Header)


def refresh_limits(state: EngineState) -> None:
    """Put the limits of the present modes in force, after a restart."""
    plan = state.plan.alarms
    if len(plan.modes.entries):
        for system, mode in enumerate(state.rows.mode.tolist()):
            set_limits(plan.modes, plan.rows.table, state.limits, system, mode)


def refresh_bands(state: EngineState) -> None:
    """Recompute the quiet band of every tag from the states of its rows, after a restart."""
    state.tags.rejecting[:] = 0
    tags = state.tags
    quiet_bands(state.plan.alarms.rows, state.limits, state.rows, tags.value, tags.band_low, tags.band_high)


def resume(state: EngineState, now_ns: int) -> EngineState:
    """Prepare a restored state to go on after a pause of unknown length.

    Alarms keep their state, their numbers and the on-delays that have not ended meanwhile. No reading of
    before counts as present: every tag waits for its first sample, with its full age limit from ``now_ns``,
    and an off-delay is broken because nobody knows what happened meanwhile. Until the first sample comes, an
    alarm shows its stored letter, not trusted. A last sample that lies ahead of ``now_ns`` is of a clock that
    was wrong: what comes now need not be later than that. Shelves, re-alarms and escalations whose time ended
    meanwhile end now: nobody was there to hear them.
    """
    state.tags.quality[:] = Quality.BAD_WAITING_FOR_INITIAL_DATA
    state.tags.time_ns[state.tags.time_ns > now_ns] = NEVER_NS
    state.clock_ns[:] = now_ns
    lose_sight(state.limits, state.rows, now_ns)
    end_no_sooner(state.alarms.table, state.alarms.heap, state.alarms.running, now_ns)
    refresh_bands(state)
    return state
