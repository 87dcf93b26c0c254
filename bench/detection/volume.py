"""VUS-PR: volume under the precision-recall surface over label tolerances of 0 to ``window`` rows.

For each tolerance the labels get shoulders of ``sqrt(1 - distance / tolerance)``, half a tolerance to
either side; recall is weighed by the share of anomalies touched at all. Source: J. Paparrizos et al.,
Volume Under the Surface, PVLDB 15 (2022) 2774-2787. A threshold is taken at ``THRESHOLDS`` ranks, as in
TSB-AD, with which figures are compared.
"""

from itertools import pairwise

import numpy as np

THRESHOLDS = 250


def segments_of(labels: np.ndarray) -> list[tuple[int, int]]:
    """(first, last) row of each run of ``labels`` (T,)."""
    edges = np.diff(np.concatenate([[0], (labels > 0).astype(int), [0]]))
    return list(
        zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True)
    )


def widened(segments: list[tuple[int, int]], tolerance: int, rows: int) -> list[tuple[int, int]]:
    """Segments with half a tolerance to either side, joined where they meet."""
    half = tolerance // 2
    joined: list[tuple[int, int]] = []
    begin = max(segments[0][0] - half, 0)
    for (_, last), (following, _) in pairwise(segments):
        if last + half < following - half:
            joined.append((begin, last + half))
            begin = following - half
    joined.append((begin, min(segments[-1][1] + half, rows - 1)))
    return joined


def softened(labels: np.ndarray, segments: list[tuple[int, int]], tolerance: int) -> np.ndarray:
    """(T,) labels with shoulders, at most 1."""
    soft, rows, half = labels.astype(float), len(labels), tolerance // 2
    for first, last in segments:
        after = np.arange(last + 1, min(last + half + 1, rows))
        before = np.arange(max(first - half, 0), first)
        if tolerance:
            soft[after] += np.sqrt(1.0 - (after - last) / tolerance)
            soft[before] += np.sqrt(1.0 - (first - before) / tolerance)
    result: np.ndarray = np.minimum(soft, 1.0)
    return result


def vus_pr(labels: np.ndarray, statistic: np.ndarray, window: int = 100) -> float:
    """Of ``statistic`` (T,), higher is more anomalous, against ``labels`` (T,) 0/1 with at least one 1."""
    rows = len(labels)
    segments = segments_of(labels)
    order = np.argsort(-statistic, kind="stable")
    ordered = statistic[order]
    levels = ordered[np.linspace(0, rows - 1, THRESHOLDS).astype(int)]
    predicted = np.searchsorted(-ordered, -levels, side="right")
    inside = labels > 0
    areas = []
    for tolerance in range(window + 1):
        soft = softened(labels, segments, tolerance)
        true = np.concatenate([[0.0], np.cumsum(soft[order])])[predicted]
        shoulders = np.concatenate([[0.0], np.cumsum(np.where(inside, 0.0, soft)[order])])[predicted]
        highest = np.array([statistic[a : b + 1].max() for a, b in widened(segments, tolerance, rows)])
        touched = (highest[:, None] >= levels).mean(axis=0)
        positives = (inside.sum() + inside.sum() + shoulders) / 2.0
        recall = np.minimum(true / positives, 1.0) * touched
        areas.append(float(np.diff(np.concatenate([[0.0], recall])) @ (true / predicted)))
    return float(np.mean(areas))
