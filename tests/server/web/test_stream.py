"""The stream's clients: one encoding for all, a bounded queue for each."""

import asyncio
from typing import Any

import msgspec
import numpy as np
import pytest

from tests.server.bodies import example_alarm, example_position
from tests.server.small_site import small_site
from wakeful.server.frame import decode_frame
from wakeful.server.scanning.board import Board
from wakeful.server.web.stream import (
    ALARMS_AT_ONCE,
    BYTES_MAX,
    MESSAGES_MAX,
    SESSION_ENDED,
    TOO_SLOW,
    Client,
    Stream,
)


def board_with(values: list[float], time_ns: int = 1) -> Board:
    board = Board(4)
    post(board, values, time_ns)
    return board


def post(board: Board, values: list[float], time_ns: int) -> None:
    board.post_samples(
        np.array(values), np.full(4, time_ns, np.int64), np.zeros(4, np.uint32), 1_000 * time_ns
    )


def stream_on(board: Board) -> Stream:
    tags = small_site().tags
    site = msgspec.structs.replace(
        small_site(), tags=(msgspec.structs.replace(tags[0], overview=True), *tags[1:])
    )
    return Stream(site, "f" * 64, board)


def frames(client: Client) -> list[list[int]]:
    return [decode_frame(item)[1].tolist() for item in client.messages if isinstance(item, bytes)]


def test_a_new_client_has_the_picture_and_the_overview_figures() -> None:
    client = stream_on(board_with([1, 2, 3, 4])).connect("session")
    assert [message["type"] for message in asyncio.run(texts(client, 4))] == [
        "configuration",
        "alarms",
        "summaries",
        "positions",
    ]
    assert frames(client) == [[0]]


def test_a_picture_of_very_many_alarms_comes_in_parts_and_always_fits() -> None:
    board = board_with([1, 2, 3, 4])
    count = 60_000
    board.post_alarms([example_alarm(index, value=1 / 3) for index in range(count)])
    client = stream_on(board).connect("session")
    assert client.bytes_waiting < 10_000, "parts are made when their turn comes"
    board.post_alarms([example_alarm(7, "A")])

    async def story() -> None:
        parts = (await texts(client, 1 + count // ALARMS_AT_ONCE))[1:]
        assert [part["full"] for part in parts] == [True] + [False] * (len(parts) - 1)
        assert max(len(part["alarms"]) for part in parts) == ALARMS_AT_ONCE
        shown = [(body["alarm"], body["letter"]) for part in parts for body in part["alarms"]]
        assert shown == [(index, "B") for index in range(count)], "as it was on connection"

    asyncio.run(story())
    assert client.closed_with is None


def test_a_scan_that_moves_very_many_alarms_is_told_in_parts() -> None:
    board = board_with([1, 2, 3, 4])
    stream = stream_on(board)
    client = stream.connect("session")
    client.messages.clear()
    board.take()
    board.post_alarms([example_alarm(index) for index in range(2 * ALARMS_AT_ONCE + 1)])
    stream._hand_on(board.take())
    parts = asyncio.run(texts(client, 3))
    assert [len(part["alarms"]) for part in parts] == [ALARMS_AT_ONCE, ALARMS_AT_ONCE, 1]
    assert not any(part["full"] for part in parts)


def test_the_load_of_positions_follows() -> None:
    board = board_with([1, 2, 3, 4])
    board.post_positions([example_position("desk")])
    stream = stream_on(board)
    client = stream.connect("session")
    (positions,) = [item for item in asyncio.run(texts(client, 4)) if item["type"] == "positions"]
    assert [item["count"] for item in positions["positions"]] == [0]
    client.messages.clear()
    board.take()
    board.post_positions([example_position("desk", 11, flood=True)])
    stream._hand_on(board.take())
    ((item,),) = [message["positions"] for message in asyncio.run(texts(client, 1))]
    assert (item["flood"], item["count"]) == (True, 11)


async def texts(client: Client, count: int) -> list[Any]:
    """The next so many messages, which are texts."""
    return [msgspec.json.decode(await client.next() or "") for _ in range(count)]


def test_a_subscription_brings_the_current_samples_of_the_new_systems_once() -> None:
    stream = stream_on(board_with([1, 2, 3, 4]))
    client = stream.connect("session")
    client.messages.clear()
    stream.subscribe(client, ["even"])
    assert frames(client) == [[2]], "the overview figure comes by itself"
    stream.subscribe(client, ["even", "odd"])
    assert frames(client) == [[2], [1, 3]]
    with pytest.raises(ValueError, match="no system 'attic'"):
        stream.subscribe(client, ["attic"])


def test_one_buffer_serves_all_who_watch_a_system() -> None:
    board = board_with([1, 2, 3, 4])
    stream = stream_on(board)
    clients = [stream.connect(str(number)) for number in range(3)]
    for client in clients[:2]:
        stream.subscribe(client, ["odd"])
    board.take()
    for client in clients:
        client.messages.clear()
    post(board, [5, 6, 7, 8], 2)
    stream._hand_on(board.take())
    assert [frames(client) for client in clients] == [[[0], [1, 3]], [[0], [1, 3]], [[0]]]
    assert clients[0].messages[0] is clients[2].messages[0]
    assert clients[0].messages[1] is clients[1].messages[1]


@pytest.mark.parametrize(("size", "count"), [(1, MESSAGES_MAX), (BYTES_MAX // 4, 4)])
def test_a_queue_has_a_limit_and_what_is_beyond_closes_it(size: int, count: int) -> None:
    client, message = Client("session"), b"x" * size
    client.put([message] * count)
    assert client.closed_with is None and len(client.messages) == count
    client.put([message])
    assert client.closed_with == TOO_SLOW
    assert not client.messages, "nothing is held for one who will not take it"
    client.put([message])
    assert not client.messages


def test_messages_come_out_in_order_and_then_the_end() -> None:
    async def story() -> list[Any]:
        client, out = Client("session"), []
        taking = asyncio.create_task(client.next())
        await asyncio.wait({taking}, timeout=0)
        client.put(["a", "b"])
        out += [await taking, await client.next()]
        client.close(1000)
        out.append(await client.next())
        return out

    assert asyncio.run(story()) == ["a", "b", None]


def test_bytes_are_given_back_as_they_go() -> None:
    async def story() -> int:
        client = Client("session")
        for _ in range(3 * BYTES_MAX // 1_000_000):
            client.put([b"x" * 1_000_000])
            await client.next()
        assert client.closed_with is None
        return client.bytes_waiting

    assert asyncio.run(story()) == 0


def test_the_first_reason_to_close_stands() -> None:
    client = Client("session")
    client.close(TOO_SLOW)
    client.close(1000)
    assert client.closed_with == TOO_SLOW


def test_a_session_that_ends_closes_its_streams_alone() -> None:
    stream = stream_on(board_with([1, 2, 3, 4]))
    mine, other = stream.connect("mine"), stream.connect("other")
    stream.close_session("mine")
    assert (mine.closed_with, other.closed_with) == (SESSION_ENDED, None)
    stream.disconnect(mine)
    assert stream.clients == {other}
    stream.close_all(1012)
    assert other.closed_with == 1012
