"""VUS-PR against a slow version written from the definition."""

import numpy as np
import pytest

from bench.detection.volume import THRESHOLDS, segments_of, softened, vus_pr, widened


def slow_vus_pr(labels: np.ndarray, statistic: np.ndarray, window: int) -> float:
    """Row by row, threshold by threshold."""
    rows, segments = len(labels), segments_of(labels)
    ordered = sorted(statistic.tolist(), reverse=True)
    levels = [ordered[int(place)] for place in np.linspace(0, rows - 1, THRESHOLDS)]
    total = 0.0
    for tolerance in range(window + 1):
        soft = [0.0] * rows
        for row in range(rows):
            for first, last in segments:
                distance = max(first - row, row - last, 0)
                if distance == 0:
                    soft[row] += 1.0
                elif distance <= tolerance // 2:
                    soft[row] += (1.0 - distance / tolerance) ** 0.5
            soft[row] = min(soft[row], 1.0)
        area, recall_before = 0.0, 0.0
        for level in levels:
            said = [value >= level for value in statistic.tolist()]
            true = sum(soft[row] for row in range(rows) if said[row])
            wide = widened(segments, tolerance, rows)
            touched = sum(any(said[a : b + 1]) for a, b in wide) / len(wide)
            grown = sum(1.0 if labels[row] else soft[row] * said[row] for row in range(rows))
            recall = min(true / ((labels.sum() + grown) / 2.0), 1.0) * touched
            area += (recall - recall_before) * true / sum(said)
            recall_before = recall
        total += area
    return total / (window + 1)


@pytest.mark.parametrize("seed", range(4))
def test_equals_the_slow_version(seed: int) -> None:
    generator = np.random.default_rng(seed)
    labels = np.zeros(80, int)
    for first in generator.choice(70, 3, replace=False):
        labels[first : first + int(generator.integers(1, 8))] = 1
    statistic = np.round(generator.random(80) + 0.3 * labels, 1)  # with ties
    assert vus_pr(labels, statistic, 12) == pytest.approx(slow_vus_pr(labels, statistic, 12), rel=1e-12)


def test_better_scores_are_worth_more_and_a_perfect_one_about_one() -> None:
    labels = np.zeros(500, int)
    labels[200:240] = 1
    chance = np.random.default_rng(1).random(500)
    exact = vus_pr(labels, labels + 1e-6 * chance, 0)
    assert exact == pytest.approx(1.0, abs=0.03)  # thresholds are 250 ranks of 500
    assert vus_pr(labels, chance, 20) < 0.3 < vus_pr(labels, labels + chance, 20)


def test_shoulders() -> None:
    labels = np.array([0, 0, 0, 1, 0, 0, 0])
    expected = [0.0, 0.5**0.5, 0.75**0.5, 1.0, 0.75**0.5, 0.5**0.5, 0.0]
    assert softened(labels, [(3, 3)], 4).tolist() == pytest.approx(expected)


def test_segments_that_meet_are_joined() -> None:
    assert widened([(5, 6), (9, 9), (20, 21)], 4, 23) == [(3, 11), (18, 22)]
