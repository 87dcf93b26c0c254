"""Every kind of condition has one spelling, and stored numbers never move."""

from wakeful.terms.alarm import KIND_NAMES, ConditionKind, ISAState, Priority


def test_every_kind_has_its_own_name():
    assert set(KIND_NAMES) == set(ConditionKind)
    assert len(set(KIND_NAMES.values())) == len(KIND_NAMES)


def test_stored_numbers_are_these():
    assert [(kind.name, kind.value) for kind in ConditionKind][:5] == [
        ("HIGH_HIGH", 0),
        ("HIGH", 1),
        ("LOW", 2),
        ("LOW_LOW", 3),
        ("INPUT_BAD", 4),
    ]
    assert [kind.value for kind in ConditionKind] == list(range(12))
    assert [priority.value for priority in Priority] == [1, 2, 3, 4]


def test_letters_are_those_of_the_standard():
    assert "".join(state.value for state in ISAState) == "ABCDEFG"
