"""A read that loses a file to sealing begins again; one that has lost it for good says so."""

from pathlib import Path

import pytest

from tests.historian.blocks import assert_same, dense_block, truth
from tests.historian.test_transpose import write_part
from wakeful.historian import reading
from wakeful.historian.catalogue import Catalogue
from wakeful.historian.names import NamesCache
from wakeful.historian.reading import Reading
from wakeful.historian.seal import seal
from wakeful.historian.segment import SegmentReader
from wakeful.terms.errors import StorageError

TAGS = ["a", "b", "c"]


def held(folder: Path) -> tuple[Catalogue, Reading, list]:
    blocks = [dense_block(number * 10**11, 5, 3) for number in range(3)]
    parts = [write_part(folder, number, [block], TAGS) for number, block in enumerate(blocks, 1)]
    catalogue = Catalogue((), parts)
    return catalogue, Reading(catalogue, SegmentReader(NamesCache())), blocks


def test_sealing_between_two_files_of_a_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue, history, blocks = held(tmp_path)
    read_tag, reads = reading.read_tag, []

    def seal_meanwhile(*arguments: object) -> object:
        reads.append(arguments)
        if len(reads) == 2:
            parts = catalogue.parts
            catalogue.exchange(parts, seal(parts, tmp_path, tmp_path / "work"))
            for part in parts:
                part.path.unlink()
        return read_tag(*arguments)

    monkeypatch.setattr(reading, "read_tag", seal_meanwhile)
    assert_same(history.raw("b", 0, 2**62, 100), truth(blocks, 1, 0, 2**62))
    assert len(reads) == 2


def test_a_file_that_is_gone_for_good_is_an_error(tmp_path: Path) -> None:
    catalogue, history, _ = held(tmp_path)
    catalogue.parts[1].path.unlink()
    with pytest.raises(StorageError, match="history cannot be read"):
        history.raw("b", 0, 2**62, 100)
    with pytest.raises(StorageError, match="history cannot be read"):
        history.buckets("b", 0, 2**62, 10)


def test_a_limited_read_stops_at_the_files_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, history, blocks = held(tmp_path)
    read_tag, reads = reading.read_tag, []
    monkeypatch.setattr(reading, "read_tag", lambda *given: reads.append(given) or read_tag(*given))
    assert_same(history.raw("a", 0, 2**62, 5), truth(blocks[:1], 0, 0, 2**62))
    assert len(reads) == 1
    assert len(history.raw("a", 0, 2**62, 6)[0]) == 6
    assert len(reads) == 3


def test_no_read_returns_more_than_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, history, _ = held(tmp_path)
    monkeypatch.setattr(reading, "SAMPLES_MAX", 4)
    assert len(history.raw("a", 0, 2**62, 100)[0]) == 4
    assert len(history.raw("a", 0, 2**62, -1)[0]) == 0
