"""Journals for tests: records that the joint machine itself made, so that they hang together."""

from collections.abc import Sequence

from hypothesis import strategies as st

from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.state import MachineState, letter
from wakeful.alarms.machine.step import AlarmEvent, step
from wakeful.terms.effect import AlarmChanged, Record, ServerStarted

SECOND_NS = 1_000_000_000
MINUTE_NS = 60 * SECOND_NS
HOUR_NS = 60 * MINUTE_NS
START_NS = 1_780_000_200 * SECOND_NS
"""20:30:00 UTC, the beginning of a ten-minute window."""


def marks_of(state: MachineState) -> tuple[str, ...]:
    """The words of a joint state, as the journal has them."""
    words = {
        "active": bool(state.activity),
        "unacknowledged": state.waiting,
        "latched": state.latch is LatchState.LATCHED,
        "shelved": state.shelf is not ShelfState.UNSHELVED,
        "one_shot": state.shelf is ShelfState.ONE_SHOT,
        "suppressed": bool(state.suppression),
        "out_of_service": bool(state.service),
        "silenced": bool(state.silence),
    }
    return tuple(word for word, holds in words.items() if holds)


class JournalMaker:
    """Walks any number of alarms through their events and keeps what the journal would hold."""

    def __init__(self, *, traits: int = 0) -> None:
        self.records: list[AlarmChanged] = []
        self._traits = traits
        self._states: dict[str, MachineState] = {}
        self._numbers: dict[str, list[int]] = {}

    def happen(self, alarm: str, event: AlarmEvent, at_ns: int, priority: int = 3) -> None:
        """One event; nothing is written when nothing moved."""
        before = self._states.get(alarm, MachineState())
        outcome = step(before, event, self._traits)
        if not outcome.moved:
            return
        numbers = self._numbers.setdefault(alarm, [0, 0])
        numbers[:] = [numbers[0] + 1, 0] if outcome.occurrence else [numbers[0], numbers[1] + 1]
        self._states[alarm] = outcome.state
        self.records.append(
            AlarmChanged(
                at_ns=at_ns,
                alarm=alarm,
                tag=f"{alarm}-tag",
                kind="high",
                priority=priority,
                event=event.name.lower(),
                before=letter(before).value,
                after=letter(outcome.state).value,
                occurrence=numbers[0],
                revision=numbers[1],
                marks=marks_of(outcome.state),
                annunciated=outcome.annunciated,
                hidden=outcome.hidden,
            )
        )

    def pulse(self, alarm: str, at_ns: int, lasts_ns: int = SECOND_NS, priority: int = 3) -> None:
        """Comes and goes."""
        self.happen(alarm, AlarmEvent.ABNORMAL, at_ns, priority)
        self.happen(alarm, AlarmEvent.NORMAL, at_ns + lasts_ns, priority)


_COMMON = (AlarmEvent.ABNORMAL, AlarmEvent.NORMAL, AlarmEvent.ACKNOWLEDGE)
_STEPS_S = (0, 0.5, 1, 5, 9.999999999, 10, 30, 60, 240, 600, 86_400)


@st.composite
def journals(
    draw: st.DrawFn, alarms: Sequence[str] = ("a", "b", "c"), size_max: int = 60
) -> list[AlarmChanged]:
    """Records of a few alarms over seconds to days; now and then one a little earlier than the one before."""
    maker = JournalMaker(traits=draw(st.integers(0, 3)))
    now_ns = START_NS
    events = st.one_of(st.sampled_from(_COMMON), st.sampled_from(AlarmEvent))
    moves = st.tuples(
        st.sampled_from(alarms), events, st.sampled_from(_STEPS_S), st.integers(1, 4), st.integers(0, 9)
    )
    for alarm, event, step_s, priority, late in draw(st.lists(moves, max_size=size_max)):
        now_ns += round(step_s * 1e9)
        maker.happen(alarm, event, now_ns - (SECOND_NS // 5 if late == 0 else 0), priority)
    return maker.records


def started(at_ns: int) -> ServerStarted:
    """A start of the server."""
    return ServerStarted(
        at_ns=at_ns, version="0.1.0", site="Rig", configuration_sha256="f" * 64, tags=2, alarms=2
    )


@st.composite
def interrupted(draw: st.DrawFn, records: Sequence[AlarmChanged]) -> list[Record]:
    """The same records with starts of the server between them: long after the one before, or at once."""
    found: list[Record] = []
    for record in records:
        if draw(st.integers(0, 5)) == 0:
            latest_ns = max((each.at_ns for each in found), default=record.at_ns - 600 * SECOND_NS)
            found.append(started(draw(st.integers(latest_ns - SECOND_NS, max(latest_ns, record.at_ns)))))
        found.append(record)
    return found


@st.composite
def periods(draw: st.DrawFn, records: Sequence[AlarmChanged]) -> tuple[int, int]:
    """A period around some of the records, with ends on and off the clock's ten minutes."""
    last_ns = max((record.at_ns for record in records), default=START_NS)
    around = st.integers(-1_200 * SECOND_NS, last_ns - START_NS + 1_200 * SECOND_NS)
    ends = {START_NS + draw(around) for _ in range(2)}
    ends |= {START_NS + draw(st.integers(-3, 200)) * 600 * SECOND_NS}
    low, *_, high = sorted(ends) if len(ends) > 1 else [min(ends), min(ends) + 1]
    return low, high
