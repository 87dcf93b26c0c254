"""Holdings change in whole steps, and what was handed out stays as it was."""

from pathlib import Path

from tests.historian.blocks import dense_block
from tests.historian.test_transpose import write_part
from wakeful.historian.catalogue import Catalogue
from wakeful.historian.part import Part
from wakeful.historian.seal import seal


def part(folder: Path, number: int, start_ns: int = 0) -> Part:
    return write_part(folder, number, [dense_block(start_ns, 2, 3)], ["a", "b", "c"])


def test_a_part_grows_is_finished_and_gives_way_to_a_segment(tmp_path: Path) -> None:
    catalogue = Catalogue((), ())
    first, second = part(tmp_path, 1), part(tmp_path, 2, 10**10)
    catalogue.begin(first)
    assert catalogue.holdings().parts == (first,) and catalogue.parts == ()
    catalogue.finish()
    catalogue.finish()
    assert catalogue.parts == (first,)
    catalogue.begin(second)
    before = catalogue.holdings()
    segment = seal([first], tmp_path, tmp_path / "work")
    catalogue.exchange([first], segment)
    assert before.parts == (first, second) and before.segments == ()
    after = catalogue.holdings()
    assert after.parts == (second,) and after.segments == (segment,)
    assert after.bytes == segment.bytes + second.size
    catalogue.remove(segment)
    assert catalogue.holdings().all == [second]


def test_a_growing_part_without_samples_is_not_held(tmp_path: Path) -> None:
    empty = write_part(tmp_path, 1, [], ["a"])
    catalogue = Catalogue((), ())
    catalogue.begin(empty)
    assert catalogue.holdings().all == []


def test_stretches_are_those_that_may_hold_samples_of_the_span(tmp_path: Path) -> None:
    parts = [part(tmp_path, 3, 200 * 10**9), part(tmp_path, 1), part(tmp_path, 2, 100 * 10**9)]
    holdings = Catalogue((), parts).holdings()
    assert [each.number for _, each in holdings.stretches(-(2**62), 2**62)] == [1, 2, 3]
    assert [first_ns for first_ns, _ in holdings.stretches(101 * 10**9, 200 * 10**9)] == [100 * 10**9]
    assert holdings.stretches(102 * 10**9, 200 * 10**9) == []
