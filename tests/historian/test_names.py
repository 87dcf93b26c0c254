"""Lists of names: checked, and shared by their content."""

import pytest

from wakeful.historian import names
from wakeful.historian.names import NamesCache, TagNames
from wakeful.terms.errors import DataError


def test_equal_lists_are_one_object() -> None:
    cache = NamesCache()
    first = cache.from_names(["a", "b"])
    assert cache.from_json(b'["a","b"]') is first
    assert cache.get(first.sha256) is first
    assert first.index == {"a": 0, "b": 1}
    assert cache.from_names(["b", "a"]) is not first


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(DataError, match="occurs twice"):
        NamesCache().from_names(["a", "b", "a"])


@pytest.mark.parametrize("encoded", [b"", b"{}", b"[1]", b'["a"', b"\xff"])
def test_what_is_no_list_of_names_is_refused(encoded: bytes) -> None:
    with pytest.raises(DataError, match="not a list of tag names"):
        TagNames(encoded)


def test_too_many_names_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "TAGS_MAX", 3)
    assert len(NamesCache().from_names(["a", "b", "c"])) == 3
    with pytest.raises(DataError, match="4 tags; at most 3"):
        NamesCache().from_names(["a", "b", "c", "d"])


def test_the_least_recently_used_list_is_forgotten() -> None:
    cache = NamesCache(lists_max=2)
    first, second = cache.from_names(["1"]), cache.from_names(["2"])
    assert cache.get(first.sha256) is first
    cache.from_names(["3"])
    assert cache.get(second.sha256) is None
    assert cache.get(first.sha256) is first


def test_names_that_are_at_hand_are_not_kept_twice() -> None:
    given = ["U00-FT-000001", "U00-FT-000002"]
    kept = NamesCache().from_names(given)
    assert all(mine is theirs for mine, theirs in zip(kept.names, given, strict=True))
    assert kept.names == TagNames(kept.encoded).names
