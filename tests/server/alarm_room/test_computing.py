"""Computations: one at a time, once for all who ask the same, and no more than fit."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from wakeful.server.alarm_room.computing import ANSWERS_MAX, Computing, TooBusy


class Work:
    """Something to compute that ends when it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.times = self.at_once = self.at_once_most = 0

    def __call__(self) -> bytes:
        self.times += 1
        self.at_once += 1
        self.at_once_most = max(self.at_once_most, self.at_once)
        assert self.go.wait(20.0)
        self.at_once -= 1
        return b"answer"


def play(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 20.0))  # type: ignore[arg-type]


async def settle(tasks: list["asyncio.Task[bytes]"]) -> None:
    """Let every task come as far as it can by itself."""
    for _ in range(20):
        await asyncio.wait(tasks, timeout=0)


def test_all_who_ask_the_same_get_one_computation() -> None:
    async def story() -> None:
        work, desk = Work(), Computing(1)
        tasks = [asyncio.create_task(desk.answer("a", work)) for _ in range(5)]
        await settle(tasks)
        work.go.set()
        assert await asyncio.gather(*tasks) == [b"answer"] * 5
        assert work.times == 1

    play(story)


def test_different_questions_wait_for_their_turn_and_too_many_are_refused() -> None:
    async def story() -> None:
        work, desk = Work(), Computing(3)
        tasks = [asyncio.create_task(desk.answer(number, work)) for number in range(3)]
        await settle(tasks)
        with pytest.raises(TooBusy):
            await desk.answer("one too many", work)
        work.go.set()
        await asyncio.gather(*tasks)
        assert (work.times, work.at_once_most) == (3, 1)
        assert await desk.answer("now there is room", work) == b"answer"

    play(story)


def test_an_answer_is_given_again_for_some_seconds() -> None:
    async def story() -> None:
        now_s = [100.0]
        work, desk = Work(), Computing(1, kept_s=5.0, monotonic_s=lambda: now_s[0])
        work.go.set()
        await desk.answer("a", work)
        now_s[0] += 4.9
        await desk.answer("a", work)
        assert work.times == 1
        now_s[0] += 0.2
        await desk.answer("a", work)
        assert work.times == 2

    play(story)


def test_what_fails_is_told_to_all_and_not_kept() -> None:
    def fails() -> bytes:
        raise ValueError("no such thing")

    async def story() -> None:
        work, desk = Work(), Computing(1)
        for _ in range(2):
            with pytest.raises(ValueError, match="no such thing"):
                await desk.answer("a", fails)
        work.go.set()
        assert await desk.answer("a", work) == b"answer"

    play(story)


def test_one_who_stops_waiting_takes_it_from_nobody() -> None:
    async def story() -> None:
        work, desk = Work(), Computing(1)
        first, second = (asyncio.create_task(desk.answer("a", work)) for _ in range(2))
        await settle([first, second])
        first.cancel()
        await settle([first, second])
        work.go.set()
        assert await second == b"answer"
        assert work.times == 1

    play(story)


def test_few_answers_are_kept() -> None:
    async def story() -> None:
        work, desk = Work(), Computing(1, kept_s=1e9)
        work.go.set()
        for number in range(ANSWERS_MAX + 1):
            await desk.answer(number, work)
        assert work.times == ANSWERS_MAX + 1
        await desk.answer(ANSWERS_MAX, work)
        assert work.times == ANSWERS_MAX + 1
        await desk.answer(0, work)
        assert work.times == ANSWERS_MAX + 2, "the oldest was forgotten"

    play(story)
