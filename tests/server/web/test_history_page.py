"""Raw while they are few enough, else buckets; and no number that JSON does not have."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from wakeful.historian import Historian
from wakeful.server.web.history_page import read_history
from wakeful.server.wire import HistoryBody
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

VALUES = [1.0, np.nan, 3.0, np.inf, 5.0]
QUALITY = [0, Quality.BAD_SENSOR_FAILURE, 0, 0, Quality.UNCERTAIN_SUB_NORMAL]


@pytest.fixture
def historian(tmp_path: Path) -> Iterator[Historian]:
    with Historian.open(tmp_path / "history", ["a", "b"]) as opened:
        times_ns = np.arange(1, 6, dtype=np.int64) * 1_000_000
        block = SampleBlock.unfilled(times_ns, 2)
        block.values[:, 0] = VALUES
        block.quality[:, 0] = QUALITY
        opened.append(block)
        yield opened


def test_few_samples_come_as_they_are(historian: Historian) -> None:
    body = read_history(historian, "a", 0, 10_000_000, 5)
    assert body.raw and body.bucket_ms is None
    assert body.times_ms == (1.0, 2.0, 3.0, 4.0, 5.0)
    assert body.mean == body.minimum == body.maximum == (1.0, None, 3.0, None, 5.0)
    assert body.worst_quality == tuple(QUALITY)
    assert body.counts == (1,) * 5


def test_one_more_than_asked_for_makes_buckets(historian: Historian) -> None:
    body = read_history(historian, "a", 0, 8_000_000, 4)
    assert not body.raw and body.bucket_ms == 2.0
    assert body.times_ms == (0.0, 2.0, 4.0, 6.0)
    assert body.mean == (1.0, 3.0, 5.0, None)
    assert body.counts == (1, 1, 1, 0)
    assert body.worst_quality[0] == 0
    assert body.worst_quality[1] == Quality.BAD_SENSOR_FAILURE
    assert body.worst_quality[3] == Quality.BAD_NO_DATA


def test_the_span_ends_before_its_end(historian: Historian) -> None:
    assert read_history(historian, "a", 2_000_000, 4_000_000, 5).times_ms == (2.0, 3.0)


@pytest.mark.parametrize("tag", ["b", "never"])
def test_a_tag_without_samples_has_an_empty_history(historian: Historian, tag: str) -> None:
    body = read_history(historian, tag, 0, 10_000_000, 5)
    assert body.raw and body.times_ms == ()


def test_a_body_survives_json(historian: Historian) -> None:
    for buckets in (2, 5):
        body = read_history(historian, "a", 0, 10_000_000, buckets)
        assert msgspec.json.decode(msgspec.json.encode(body), type=HistoryBody) == body
