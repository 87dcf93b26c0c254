"""The board: newer pictures replace older ones, and nothing on it can grow beyond the site."""

import numpy as np

from wakeful.server.scanning.board import Board
from wakeful.server.wire import AlarmBody, Heartbeat, SystemSummary
from wakeful.terms.quality import Quality


def alarm(index: int, letter: str, revision: int = 1) -> AlarmBody:
    return AlarmBody(
        alarm=index, letter=letter, priority=1, occurrence=1, revision=revision, raised_ms=1.0,
        changed_ms=1.0, value=None, trusted=True, acknowledged_by=None, acknowledged_ms=None,
    )  # fmt: skip


def summary(system: str, bad: int) -> SystemSummary:
    zero = (0, 0, 0, 0)
    return SystemSummary(system=system, unacknowledged=zero, standing=zero, tags_bad=bad, tags=3)


def post(board: Board, values: list[float], times_ns: list[int], quality: list[int], now_ns: int) -> None:
    board.post_samples(np.array(values), np.array(times_ns, np.int64), np.array(quality, np.uint32), now_ns)


def test_only_tags_that_moved_are_taken() -> None:
    board = Board(3)
    post(board, [1.0, 2.0, 3.0], [10, 10, 10], [0, 0, 0], 100)
    assert board.take().samples.tag_indices.tolist() == [0, 1, 2]
    post(board, [1.0, 2.5, 3.0], [10, 20, 10], [0, 0, Quality.BAD_NO_COMMUNICATION], 200)
    posting = board.take()
    assert posting.scan_time_ns == 200
    assert posting.samples.tag_indices.tolist() == [1, 2]
    assert posting.samples.values.tolist() == [2.5, 3.0]
    assert posting.samples.quality.tolist() == [0, Quality.BAD_NO_COMMUNICATION]
    assert len(board.take().samples.tag_indices) == 0


def test_a_slow_reader_sees_the_newest_of_each_tag_once() -> None:
    board = Board(2)
    post(board, [1.0, 0.0], [10, 0], [0, 0], 100)
    post(board, [2.0, 5.0], [20, 20], [0, 0], 200)
    posting = board.take()
    assert posting.samples.values.tolist() == [2.0, 5.0]


def test_what_was_taken_does_not_change_with_the_engines_arrays() -> None:
    board, values = Board(1), np.array([1.0])
    board.post_samples(values, np.array([1], np.int64), np.zeros(1, np.uint32), 1)
    posting = board.take()
    values[0] = 99.0
    assert posting.samples.values.tolist() == [1.0]
    assert board.samples(np.array([0])).values.tolist() == [1.0]


def test_an_alarm_at_rest_is_told_once_and_leaves() -> None:
    board = Board(1)
    board.post_alarms([alarm(0, "B"), alarm(1, "B")])
    board.post_alarms([alarm(0, "C", 2)])
    assert {body.alarm: body.letter for body in board.take().alarms} == {0: "C", 1: "B"}
    board.post_alarms([alarm(1, "A", 3)])
    assert [(body.alarm, body.letter) for body in board.take().alarms] == [(1, "A")]
    assert [body.alarm for body in board.alarms()] == [0]
    assert board.take().alarms == ()


def test_summaries_and_heartbeat_are_the_latest() -> None:
    board = Board(1)
    board.post_summaries([summary("a", 1), summary("b", 0)])
    board.post_summaries([summary("a", 2)])
    beat = Heartbeat(
        server_time_ms=1.0, last_scan_ms=1.0, scan_sequence=1, journal_error=None, historian_error=None
    )
    board.post_heartbeat(beat)
    posting = board.take()
    assert [(item.system, item.tags_bad) for item in posting.summaries] == [("a", 2), ("b", 0)]
    assert posting.heartbeat == beat
    assert board.take().heartbeat is None
    assert len(board.summaries()) == 2


def test_every_post_is_announced() -> None:
    board, told = Board(1), []
    board.on_post(lambda: told.append(1))
    post(board, [1.0], [1], [0], 1)
    board.post_alarms([alarm(0, "B")])
    board.post_summaries([summary("a", 1)])
    assert len(told) == 3
