"""Long computations for those who ask over the web: in a thread, one by one, once for all who ask the same.

Lives in the event loop and never holds it up.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

KEPT_S = 5.0
ANSWERS_MAX = 32


class TooBusy(Exception):
    """So many computations wait already that another one would not come to its turn in time."""


class Computing:
    """Answers by question.

    Parameters
    ----------
    at_once_max : computations under way or waiting; a further one is refused.
    kept_s : for how long an answer is given again to the same question.
    """

    def __init__(
        self,
        at_once_max: int,
        *,
        kept_s: float = KEPT_S,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._at_once_max = at_once_max
        self._kept_s = kept_s
        self._monotonic_s = monotonic_s
        self._one = asyncio.Semaphore(1)
        self._under_way: dict[Hashable, asyncio.Task[bytes]] = {}
        self._answers: OrderedDict[Hashable, tuple[float, bytes]] = OrderedDict()

    async def answer(self, question: Hashable, work: Callable[[], bytes]) -> bytes:
        """What ``work()`` gives; raises what it raises, or TooBusy.

        Whoever asks the same while it is under way, or soon after, gets the same answer.
        """
        given_s, answer = self._answers.get(question, (float("-inf"), b""))
        if self._monotonic_s() - given_s < self._kept_s:
            return answer
        task = self._under_way.get(question)
        if task is None:
            if len(self._under_way) >= self._at_once_max:
                raise TooBusy
            task = asyncio.create_task(self._compute(question, work))
            self._under_way[question] = task
            task.add_done_callback(lambda done: self._finish(question, done))
        # One who stops waiting must not take the answer from the others.
        return await asyncio.shield(task)

    async def _compute(self, question: Hashable, work: Callable[[], bytes]) -> bytes:
        async with self._one:
            return await asyncio.to_thread(work)

    def _finish(self, question: Hashable, task: "asyncio.Task[bytes]") -> None:
        del self._under_way[question]
        # Asking for the exception also says that it was seen, where nobody waits any more.
        if task.cancelled() or task.exception() is not None:
            return
        self._answers[question] = (self._monotonic_s(), task.result())
        self._answers.move_to_end(question)
        while len(self._answers) > ANSWERS_MAX:
            self._answers.popitem(last=False)
