"""Records for the journal's tests: strategies for any record, and short numbered ones."""

from hypothesis import strategies as st

from wakeful.terms.command import Acknowledge, Actor, Operate
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    InputChanged,
    OutputDone,
    Record,
    ServerStarted,
    WriteOutput,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False)
instants = st.integers(0, 2**62)
actors = st.builds(Actor, texts, texts)
revisions = st.integers(0, 2**31)
commands = st.one_of(
    st.builds(
        Acknowledge,
        id=texts,
        actor=actors,
        at_ns=instants,
        alarm=texts,
        occurrence=revisions,
        revision=revisions,
    ),
    # An int where a float belongs is what a person's 1 becomes on its way through JSON.
    st.builds(
        Operate,
        id=texts,
        actor=actors,
        at_ns=instants,
        equipment=texts,
        control=texts,
        value=numbers | st.integers(0, 3),
    ),
)
alarms_changed = st.builds(
    AlarmChanged,
    at_ns=instants,
    alarm=texts,
    tag=texts,
    kind=st.just("high"),
    priority=st.integers(1, 4),
    event=st.just("abnormal"),
    before=st.just("A"),
    after=st.just("B"),
    occurrence=revisions,
    revision=revisions,
    value=st.none() | numbers,
    quality=st.none() | st.integers(0, 2**32 - 1),
    actor=st.none() | actors,
)
records = st.one_of(
    alarms_changed,
    st.builds(CommandAccepted, at_ns=instants, command=commands),
    st.builds(CommandRefused, at_ns=instants, command=commands, reason=texts, detail=texts),
    st.builds(
        InputChanged,
        at_ns=instants,
        cause=st.just("bad"),
        count=revisions,
        tags=st.lists(texts, max_size=5).map(tuple),
    ),
    st.builds(
        WriteOutput,
        at_ns=instants,
        command_id=texts,
        source=texts,
        equipment=texts,
        control=texts,
        value=numbers,
    ),
    st.builds(OutputDone, at_ns=instants, command_id=texts, ok=st.booleans(), detail=texts),
    st.builds(
        ServerStarted,
        at_ns=instants,
        version=texts,
        site=texts,
        configuration_sha256=texts,
        tags=revisions,
        alarms=revisions,
    ),
)
batches = st.lists(st.lists(records, min_size=1, max_size=4), min_size=1, max_size=6)


def done(number: int, detail: str = "") -> Record:
    """A short record that says which one it is."""
    return OutputDone(at_ns=number, command_id=f"command-{number}", ok=True, detail=detail)
