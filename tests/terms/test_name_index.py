"""Names to positions: as a dictionary would have it, in less memory."""

import sys
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.terms.name_index import NameIndex
from wakeful.terms.tag import Tag


@given(names=st.lists(st.text(max_size=4), unique=True, max_size=60), asked=st.text(max_size=4))
def test_it_answers_as_a_dictionary_does(names: list[str], asked: str) -> None:
    index = NameIndex(names)
    expected = {name: position for position, name in enumerate(names)}
    assert index == expected and list(index) == names and len(index) == len(names)
    assert [index[name] for name in names] == list(range(len(names)))
    assert (asked in index) == (asked in expected)
    assert index.get(asked) == expected.get(asked)


def test_names_are_read_from_the_items_themselves() -> None:
    tags = tuple(Tag(name=name, system="s", source="p") for name in ("LI-1", "PI-1"))
    index = NameIndex(tags, attrgetter("name"))
    assert index["PI-1"] == 1
    with pytest.raises(KeyError, match="TI-1"):
        index["TI-1"]


def test_names_of_one_bucket_are_told_apart() -> None:
    """More names than any hash could spread evenly: some bucket holds several."""
    names = [f"U{number % 10:02d}-FT-{number:06d}" for number in range(5_000)]
    index = NameIndex(names)
    assert all(index[name] == position for position, name in enumerate(names))
    assert "U00-FT-5000" not in index


def test_it_takes_at_most_nine_bytes_a_name() -> None:
    for count in (4_095, 4_096, 6_000):
        index = NameIndex([str(number) for number in range(count)])
        assert sys.getsizeof(index._first) + sys.getsizeof(index._position) <= 9 * count + 300
