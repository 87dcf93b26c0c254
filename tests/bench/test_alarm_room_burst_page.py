"""What a browser saw of a burst is counted from the time of its samples, and only with them."""

from math import isnan
from pathlib import Path

import pytest

from bench import alarm_room_burst_page
from bench.alarm_room_burst_page import Painted, bursts_on_page, no_page_figures, page_figures


def test_a_burst_on_the_page_is_that_of_the_last_samples_before_it() -> None:
    seen = {
        "bursts": [
            {"first_ms": 500.0, "shown_ms": 900.0, "rows": 50},
            {"first_ms": 1_600.0, "shown_ms": 1_700.0, "rows": 50},
            {"first_ms": 9_300.0, "shown_ms": 9_800.0, "rows": 48},
        ],
        "long_tasks": [[1_550.0, 60.0], [1_701.0, 99.0], [9_400.0, 70.0], [9_500.0, 80.0]],
    }
    assert bursts_on_page(seen, [1_000.0, 9_000.0]) == [
        Painted(600.0, 700.0, 50, (60.0,)),
        Painted(300.0, 800.0, 48, (70.0, 80.0)),
    ]


def test_the_worst_burst_is_held_against_the_promise() -> None:
    fast, slow = Painted(300.0, 800.0, 50, (60.0,)), Painted(600.0, 1_001.0, 49, (70.0, 80.0))
    painted, task = page_figures([fast, slow, fast], 20_000)
    assert (painted.value, painted.met) == (1_001.0, False)
    assert "3 times; median 800 ms, the first ones after 300 ms, 49 rows" in painted.note
    assert (task.value, task.target) == (80.0, None)
    assert "1.3 tasks above 50 ms a burst, 90 ms together" in task.note
    assert page_figures([fast], 20_000)[0].met


def test_a_page_that_painted_nothing_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="no burst was painted"):
        page_figures([], 20_000)


def test_without_a_browser_the_promise_counts_as_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_room_burst_page, "CHROMIUM", Path("/nowhere/chromium"))
    (figure,) = no_page_figures()
    assert isnan(figure.value) and figure.met is False
    assert "not measured" in figure.note and "/nowhere/chromium" in figure.note
