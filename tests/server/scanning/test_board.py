"""The board: newer pictures replace older ones, and nothing on it can grow beyond the site."""

import numpy as np

from tests.server.bodies import example_alarm, example_position, example_summary
from wakeful.server.scanning.board import Board
from wakeful.server.wire import Heartbeat
from wakeful.terms.quality import Quality


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
    board.post_alarms([example_alarm(0, "B"), example_alarm(1, "B")])
    board.post_alarms([example_alarm(0, "C", revision=2)])
    assert {body.alarm: body.letter for body in board.take().alarms} == {0: "C", 1: "B"}
    board.post_alarms([example_alarm(1, "A", revision=3)])
    assert [(body.alarm, body.letter) for body in board.take().alarms] == [(1, "A")]
    assert [body.alarm for body in board.alarms()] == [0]
    assert board.take().alarms == ()


def test_summaries_and_heartbeat_are_the_latest() -> None:
    board = Board(1)
    board.post_summaries([example_summary("a", 1), example_summary("b", 0)])
    board.post_summaries([example_summary("a", 2)])
    beat = Heartbeat(
        server_time_ms=1.0, last_scan_ms=1.0, scan_sequence=1, journal_error=None, historian_error=None
    )
    board.post_heartbeat(beat)
    posting = board.take()
    assert [(item.system, item.tags_bad) for item in posting.summaries] == [("a", 2), ("b", 0)]
    assert posting.heartbeat == beat
    assert board.take().heartbeat is None
    assert len(board.summaries()) == 2


def test_a_shelved_alarm_stays_in_the_picture_until_it_is_at_rest_and_in_sight() -> None:
    board = Board(1)
    for letter in "EFG":
        board.post_alarms([example_alarm(0, letter)])
        assert board.alarm(0) == example_alarm(0, letter)
    board.post_alarms([example_alarm(0, "A")])
    assert board.alarm(0) is None
    assert board.alarms() == ()


def test_the_load_of_a_position_is_the_latest() -> None:
    board = Board(1)
    board.post_positions([example_position("desk", 3), example_position("gate")])
    board.post_positions([example_position("desk", 11, flood=True)])
    assert [(item.position, item.count) for item in board.take().positions] == [("desk", 11), ("gate", 0)]
    assert board.take().positions == ()
    assert [item.flood for item in board.positions()] == [True, False]


def test_every_post_is_announced() -> None:
    board, told = Board(1), []
    board.on_post(lambda: told.append(1))
    post(board, [1.0], [1], [0], 1)
    board.post_alarms([example_alarm(0, "B")])
    board.post_summaries([example_summary("a", 1)])
    board.post_positions([example_position("desk")])
    assert len(told) == 4
