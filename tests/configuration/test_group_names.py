"""Groups that look like one group spelt twice."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.group_names import almost_alike


@given(st.lists(st.text("abc -_", max_size=6)))
def test_pairs_are_of_different_names_that_are_there(names: list[str]) -> None:
    for one, other in almost_alike(names):
        assert one < other and {one, other} <= set(names) and one and other


def test_signs_capitals_and_a_letter_or_two_are_alike_and_numbers_are_not() -> None:
    assert almost_alike(["pump trip", "Pump-Trip"]) == [("Pump-Trip", "pump trip")]
    assert almost_alike(["compressor", "compresor"]) == [("compresor", "compressor")]
    assert almost_alike(["pump 1", "pump 2", "TK1", "TK2", "TK11"]) == []
    assert almost_alike(["boiler", "burner", "", "boiler"]) == []


def test_among_very_many_groups_only_signs_and_capitals_count() -> None:
    letters = "abcdefgh"
    names = [f"group {''.join(word)}" for word in product(letters, repeat=3)]
    assert almost_alike([*names, "Group-AAA"]) == [("Group-AAA", "group aaa")]
    assert len(almost_alike(names[:9])) > 9
