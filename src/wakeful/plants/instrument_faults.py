"""Instruments that lie: bias, drift, freeze, noise, spikes, drop-out, replay and stuck actuators.

One layer for every plant. ``FaultyPlant(plant)`` is itself a plant. Faults of the instruments act where
the instrument stands: a plant that offers ``FaultPorts`` lets its own controllers see them too, so that a
frozen level misleads the level control. A replay acts on the wire to the control room, behind the
controllers, as somebody who conceals an attack would do it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from wakeful.plants.recording import RECORDING_ROWS_MIN, Playback, Recording
from wakeful.terms.fault import FaultKind
from wakeful.terms.quality import Quality
from wakeful.terms.tag import Tag, TagKind

ALL_TARGETS = "*"
SPIKE_PROBABILITY = 0.05

InstrumentLayer = Callable[[float, np.ndarray, np.ndarray], None]
"""``layer(time_s, values, quality)`` changes (N,) readings in place; the same time gives the same change."""


@runtime_checkable
class FaultPorts(Protocol):
    """What a plant may offer beside ``Plant`` so that faults reach below its own controllers."""

    actuators: tuple[str, ...]
    """Equipment that ``stick`` can hold."""

    def connect_instruments(self, layer: InstrumentLayer) -> None:
        """Pass all readings through ``layer``, those of the plant's controllers included."""
        ...

    def stick(self, equipment: str, stuck: bool) -> None:
        """Hold the equipment's actuator where it is, whoever commands it; or let it go. Part of snapshots."""
        ...


@dataclass(frozen=True, slots=True)
class _TagFault:
    description: str
    severity_low: float
    severity_high: float
    severity_meaning: str
    analogue_only: bool = True


TAG_FAULTS: Mapping[str, _TagFault] = {
    "bias": _TagFault("The instrument reads too high or too low by a constant.", -1.0, 1.0,
                      "offset as a fraction of the tag's range"),
    "drift": _TagFault("The instrument walks away from the truth, steadily.", -10.0, 10.0,
                       "fraction of the tag's range in one simulated hour"),
    "noise": _TagFault("The reading becomes noisy.", 0.0, 1.0,
                       "standard deviation as a fraction of the tag's range"),
    "spikes": _TagFault("One reading in twenty jumps up or down.", 0.0, 1.0,
                        "height as a fraction of the tag's range"),
    "freeze": _TagFault("The reading stays what it was, and still says it is good.", 1.0, 1.0,
                        "all or nothing", analogue_only=False),
    "drop_out": _TagFault("Readings go missing.", 0.0, 1.0,
                          "fraction of the readings that are lost", analogue_only=False),
    "replay": _TagFault("An earlier recording is shown in a loop instead of the readings.", 0.0, 1.0,
                        "fraction of the recording (at most 1800 readings) that is played",
                        analogue_only=False),
}  # fmt: skip


class InstrumentFaults:
    """The faults that are active on the instruments of one plant.

    Noise, spikes and drop-out are drawn from a counter-based generator keyed by seed, fault and simulated
    time: reading twice at one time gives the same, and nothing but the active faults needs to be kept.

    Parameters
    ----------
    tags : the plant's tags, N of them, in the order of the readings.
    seed : any integer.
    """

    def __init__(self, tags: Sequence[Tag], seed: int) -> None:
        self._tags = tuple(tags)
        self._index = {tag.name: i for i, tag in enumerate(tags)}
        self._seed = seed & 0xFFFF_FFFF_FFFF_FFFF
        self._analogue = np.array([tag.kind is TagKind.ANALOGUE for tag in tags], bool)
        self._low_eu = np.array([tag.range_low_eu for tag in tags])
        self._high_eu = np.array([tag.range_high_eu for tag in tags])
        self._span_eu = self._high_eu - self._low_eu
        self._resolution_eu = np.array([tag.resolution_eu or 0.0 for tag in tags])
        self._active: dict[str, dict[int, tuple[float, ...]]] = {name: {} for name in TAG_FAULTS}
        self._playbacks: dict[int, Playback] = {}
        self._recording = Recording(len(self._tags))

    def kinds(self) -> dict[str, FaultKind]:
        """The faults on offer, each with the tags it can hit; ``*`` hits all of them at once."""
        every = (ALL_TARGETS, *(tag.name for tag in self._tags))
        analogue = (ALL_TARGETS, *(tag.name for tag in self._tags if tag.kind is TagKind.ANALOGUE))
        return {
            name: FaultKind(
                name=name,
                description=fault.description,
                targets=analogue if fault.analogue_only else every,
                severity_low=fault.severity_low,
                severity_high=fault.severity_high,
                severity_meaning=fault.severity_meaning,
            )
            for name, fault in TAG_FAULTS.items()
        }

    def begin(
        self, fault: str, target: str, severity: float, time_s: float,
        readings: tuple[np.ndarray, np.ndarray],
    ) -> str:  # fmt: skip
        """Begin a fault at ``time_s``, when the instruments showed ``readings``; "" or why it cannot be."""
        columns = self._columns(fault, target)
        if not columns:
            return f"{fault} cannot hit {target!r}: give one of its tags, or {ALL_TARGETS}"
        if fault == "replay":
            if self._recording.rows < RECORDING_ROWS_MIN:
                return "nothing has been recorded yet to replay; let the plant run for a few readings first"
            if severity <= 0.0:
                return "a replay needs a severity above 0: the fraction of the recording to play"
            for i in columns:
                self._playbacks[i] = self._recording.play(i, severity, time_s)
                self._active[fault][i] = (severity,)
            return ""
        values, quality = readings
        for i in columns:
            self._active[fault][i] = (severity, time_s, float(values[i]), float(quality[i]))
        return ""

    def end(self, fault: str, target: str) -> str:
        """End a fault; "" or why it cannot be. Ending one that is not active is no error."""
        columns = self._columns(fault, target)
        if not columns:
            return f"{fault} cannot hit {target!r}: give one of its tags, or {ALL_TARGETS}"
        for i in columns:
            self._active[fault].pop(i, None)
            if fault == "replay":
                self._playbacks.pop(i, None)
        return ""

    def _columns(self, fault: str, target: str) -> list[int]:
        analogue_only = TAG_FAULTS[fault].analogue_only
        named = range(len(self._tags)) if target == ALL_TARGETS else [self._index.get(target, -1)]
        return [i for i in named if i >= 0 and (self._analogue[i] or not analogue_only)]

    def instrument(self, time_s: float, values: np.ndarray, quality: np.ndarray) -> None:
        """Change (N,) readings in place as the faulty instruments would. An ``InstrumentLayer``."""
        if not any(self._active.values()):
            return
        touched = np.zeros(len(self._tags), bool)
        for i, (fraction, *_) in self._active["bias"].items():
            values[i] += fraction * self._span_eu[i]
            touched[i] = True
        for i, (fraction_per_h, onset_s, *_) in self._active["drift"].items():
            values[i] += fraction_per_h * self._span_eu[i] * (time_s - onset_s) / 3600.0
            touched[i] = True
        if self._active["noise"]:
            drawn = self._generator("noise", time_s).standard_normal(len(self._tags))
            for i, (fraction, *_) in self._active["noise"].items():
                values[i] += fraction * self._span_eu[i] * drawn[i]
                touched[i] = True
        if self._active["spikes"]:
            drawn = self._generator("spikes", time_s).random(len(self._tags))
            for i, (fraction, *_) in self._active["spikes"].items():
                if drawn[i] < SPIKE_PROBABILITY:
                    sign = 1.0 if drawn[i] < SPIKE_PROBABILITY / 2.0 else -1.0
                    values[i] += sign * fraction * self._span_eu[i]
                    touched[i] = True
        if touched.any():
            self._display(values, touched)
        for i, (_, _, value, code) in self._active["freeze"].items():
            values[i], quality[i] = value, int(code)
        if self._active["drop_out"]:
            drawn = self._generator("drop_out", time_s).random(len(self._tags))
            for i, (fraction, *_) in self._active["drop_out"].items():
                if drawn[i] < fraction:
                    values[i], quality[i] = np.nan, Quality.BAD_NO_COMMUNICATION

    def wire(self, time_s: float, values: np.ndarray, quality: np.ndarray) -> None:
        """Record (N,) readings, then put the replayed tags in place of the true ones."""
        self._recording.append(time_s, values, quality)
        for i, playback in self._playbacks.items():
            values[i], quality[i] = playback.at(time_s)

    def _display(self, values: np.ndarray, touched: np.ndarray) -> None:
        """Keep changed readings within range and on the steps that the instrument can show."""
        values[touched] = np.clip(values[touched], self._low_eu[touched], self._high_eu[touched])
        stepped = touched & (self._resolution_eu > 0.0)
        steps_per_eu = 1.0 / self._resolution_eu[stepped]
        values[stepped] = np.rint(values[stepped] * steps_per_eu) / steps_per_eu

    def _generator(self, fault: str, time_s: float) -> np.random.Generator:
        key = [self._seed, list(TAG_FAULTS).index(fault)]
        counter = [0, round(time_s * 1000.0) & 0xFFFF_FFFF_FFFF_FFFF, 0, 0]
        return np.random.Generator(
            np.random.Philox(key=np.array(key, np.uint64), counter=np.array(counter, np.uint64))
        )

    def dump(self) -> dict[str, object]:
        """Active faults and recording as plain data."""
        return {
            "active": {fault: list(hits.items()) for fault, hits in self._active.items()},
            "playbacks": [
                (i, p.onset_s, p.times_s.tobytes(), p.values.tobytes(), p.quality.tobytes())
                for i, p in self._playbacks.items()
            ],
            "recording": self._recording.dump(),
        }

    def load(self, dumped: Mapping[str, object]) -> None:
        """Go back to what ``dump`` gave; KeyError, TypeError or ValueError when it does not fit."""
        active, playbacks, recording = dumped["active"], dumped["playbacks"], dumped["recording"]
        if not (isinstance(active, dict) and isinstance(playbacks, list) and isinstance(recording, dict)):
            raise TypeError("not a dump of instrument faults")
        self._active = {name: {int(i): tuple(hit) for i, hit in active[name]} for name in TAG_FAULTS}
        self._playbacks = {
            int(i): Playback(
                onset_s, np.frombuffer(times_s), np.frombuffer(values), np.frombuffer(codes, np.uint32)
            )
            for i, onset_s, times_s, values, codes in playbacks
        }
        self._recording.load(recording)
