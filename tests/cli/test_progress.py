"""Progress: nothing within a second, lines where there is no terminal, a bar where there is one."""

import io

from wakeful.cli.progress import WorkProgress


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_short_work_says_nothing() -> None:
    clock, stream = Clock(), io.StringIO()
    with WorkProgress("replay", 100, "rows", stream=stream, clock_s=clock) as progress:
        clock.now_s += 0.9
        progress.show(100)
    assert stream.getvalue() == ""


def test_without_a_terminal_there_is_a_line_now_and_then() -> None:
    clock, stream = Clock(), io.StringIO()
    with WorkProgress("replay", 2_000, "rows", stream=stream, clock_s=clock) as progress:
        for second in range(25):
            clock.now_s = 100.0 + second
            progress.show(second * 10)
    assert stream.getvalue().splitlines() == [
        "replay: 10 of 2,000 (0 %) rows, 1 s",
        "replay: 110 of 2,000 (6 %) rows, 11 s",
        "replay: 210 of 2,000 (10 %) rows, 21 s",
    ]


def test_an_unknown_total_is_not_made_up() -> None:
    clock, stream = Clock(), io.StringIO()
    with WorkProgress("replay", None, "rows", stream=stream, clock_s=clock) as progress:
        clock.now_s += 2.0
        progress.show(1_234)
    assert stream.getvalue() == "replay: 1,234 rows, 2 s\n"


def test_a_terminal_gets_a_bar_that_is_taken_away_again() -> None:
    clock, stream = Clock(), Terminal()
    with WorkProgress("replay", 2_000, "rows", stream=stream, clock_s=clock) as progress:
        for second in range(1, 4):
            clock.now_s += 1.0
            progress.show(second * 500)
    shown = stream.getvalue()
    assert "replay" in shown and "1500/2000" in shown.replace(" ", "")
