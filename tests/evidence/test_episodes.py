"""The alarm rule in every state, and what an episode says of a change that was made."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.units import model, normal_rows
from wakeful.evidence.detection import Verdicts, detect
from wakeful.evidence.detectors import DETECTORS, NAMES
from wakeful.evidence.episodes import (
    AT_REST,
    ROWS_OFF,
    ROWS_ON,
    SUSPECTS_MAX,
    AlarmState,
    Episode,
    EpisodeFollower,
    kind_of,
    step,
    suspects_of,
)
from wakeful.evidence.model import start_state
from wakeful.evidence.rates import Tails

THRESHOLD_LOG10 = 3.0
CHANGE = 400


def alarms_of(over: list[bool | None]) -> list[bool]:
    state, found = AT_REST, []
    for each in over:
        state = step(state, each)
        found.append(state.standing)
    return found


def plain_alarms(over: list[bool]) -> list[bool]:
    """The rule as it is said: three in turn raise, ten in turn clear."""
    found: list[bool] = []
    for row in range(len(over)):
        before = found[-1] if found else False
        needed = ROWS_OFF if before else ROWS_ON
        last = over[max(0, row - needed + 1) : row + 1]
        turns = len(last) == needed and all(each != before for each in last)
        found.append(before != turns)
    return found


def followed(rows: np.ndarray, pieces: int = 1) -> tuple[np.ndarray, tuple[Episode, ...]]:
    follower, state, alarms = EpisodeFollower(model().tag_tails, THRESHOLD_LOG10), start_state(4), []
    for part in np.array_split(rows, pieces):
        alarms.append(follower.follow(detect(state, model(), part), np.isfinite(part).any(axis=1)))
    return np.concatenate(alarms), follower.close()


def changed(tag: int, *, shift: float = 0.0, ratio: float = 1.0) -> np.ndarray:
    """Normal rows with a change in one tag from ``CHANGE`` on, by so many of its deviations."""
    rows = normal_rows(800, seed=3)
    deviation = rows[:, tag].std()
    centre = rows[:, tag].mean()
    rows[CHANGE:, tag] = centre + ratio * (rows[CHANGE:, tag] - centre) + shift * deviation
    return rows


@given(st.lists(st.booleans(), max_size=80))
def test_the_rule_equals_its_plain_twin(over: list[bool]) -> None:
    assert alarms_of(list(over)) == plain_alarms(over)


def test_every_state_has_an_answer_to_every_row() -> None:
    states = [AlarmState(False, n) for n in range(ROWS_ON)] + [AlarmState(True, n) for n in range(ROWS_OFF)]
    for state, over in itertools.product(states, (True, False, None)):
        assert step(state, over) in states


@given(st.lists(st.sampled_from([True, False, None]), max_size=60))
def test_a_row_that_says_nothing_is_passed_over(over: list[bool | None]) -> None:
    heard = [alarm for alarm, each in zip(alarms_of(over), over, strict=True) if each is not None]
    assert heard == alarms_of([each for each in over if each is not None])


def test_a_step_is_found_with_its_tag_its_kind_and_its_onset() -> None:
    alarm, episodes = followed(changed(3, shift=3.0))
    first = episodes[0]
    assert CHANGE <= first.start <= CHANGE + 15
    assert first.suspects[0] == 3 and first.kinds[0] == "step up"
    assert abs(first.onset - CHANGE) <= 3
    assert alarm[first.start] and not alarm[: first.start].any()
    assert first.peak_log10 >= THRESHOLD_LOG10


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"shift": -3.0}, "step down"), ({"ratio": 3.0}, "noisier"), ({"ratio": 0.2}, "quieter")],
)
def test_the_kind_is_that_of_the_change(change: dict[str, float], kind: str) -> None:
    _, episodes = followed(changed(3, **change))
    assert episodes and episodes[0].start >= CHANGE
    assert (episodes[0].suspects[0], episodes[0].kinds[0]) == (3, kind)


@pytest.mark.parametrize("pieces", [2, 7, 800])
def test_pieces_say_the_same_as_a_block(pieces: int) -> None:
    alarm, episodes = followed(changed(1, shift=2.0), pieces)
    whole, expected = followed(changed(1, shift=2.0))
    assert alarm.tolist() == whole.tolist() and episodes == expected and expected


def test_an_alarm_that_stands_at_the_end_says_so() -> None:
    _, episodes = followed(changed(3, shift=4.0)[: CHANGE + 30])
    assert episodes[-1].standing and episodes[-1].end == CHANGE + 29


def test_rows_without_any_value_neither_raise_nor_clear() -> None:
    rows = changed(3, shift=4.0)
    rows[CHANGE + 40 :] = np.nan
    alarm, episodes = followed(rows)
    assert alarm[CHANGE + 40 :].all() and episodes[-1].standing


def test_an_episode_ends_where_the_alarm_clears() -> None:
    tails = Tails(*(np.ones((2, DETECTORS)) for _ in range(3)))
    unit = np.array([0.0] * 4 + [5.0] * 6 + [0.0] * 20)
    quiet = np.zeros((len(unit), 2, DETECTORS))
    verdicts = Verdicts(
        unit=unit, tags=np.zeros((len(unit), 2)), sums=quiet, innovations=np.zeros((len(unit), 2))
    )
    follower = EpisodeFollower(tails, THRESHOLD_LOG10)
    alarm = follower.follow(verdicts, np.ones(len(unit), bool))
    (episode,) = follower.close()
    assert np.flatnonzero(alarm).tolist() == list(range(6, 19))
    assert (episode.start, episode.end, episode.onset, episode.standing) == (6, 19, 4, False)
    assert episode.suspects == (0, 1) and set(episode.kinds) == {"together"}


def test_suspects_come_by_evidence_and_equals_by_their_order() -> None:
    tags = np.array([[1.0, 9.0, 3.0, 9.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0]])
    places, counts = suspects_of(tags, np.array([False, False, True]))
    assert counts.tolist() == [3, 0, 3]
    assert places[0, :3].tolist() == [1, 3, 2] and places[2, :3].tolist() == [2, 1, 0]


def test_no_more_suspects_are_named_than_can_be_read() -> None:
    places, counts = suspects_of(np.full((1, 50), 30.0), np.ones(1, bool))
    assert places.shape == (1, SUSPECTS_MAX) and counts.tolist() == [SUSPECTS_MAX]


def test_every_detector_has_a_word_for_people() -> None:
    words = {kind_of(name) for name in NAMES}
    assert words == {"drift up", "drift down", "step up", "step down", "noisier", "quieter"}
    assert kind_of("up 0.5") == "drift up" and kind_of("down 2") == "step down"
