"""The table of instruments holds together."""

from collections import Counter

from wakeful.plants.water_works.water_instruments import INSTRUMENTS


def test_there_are_as_many_as_promised_each_once() -> None:
    assert 80 <= len(INSTRUMENTS) <= 150
    assert max(Counter(each.name for each in INSTRUMENTS).values()) == 1
    assert max(Counter(each.description for each in INSTRUMENTS).values()) == 1
    assert 4 <= sum(each.overview for each in INSTRUMENTS) <= 6


def test_every_analogue_has_unit_range_and_resolution() -> None:
    for each in INSTRUMENTS:
        assert each.low_eu < each.high_eu, each.name
        assert each.resolution_eu > 0.0, each.name
        if not each.states:
            assert each.unit, each.name
            assert each.resolution_eu <= (each.high_eu - each.low_eu) / 100.0, each.name
        else:
            assert each.high_eu == len(each.states) - 1, each.name


def test_normal_bands_and_noise_fit_their_range() -> None:
    for each in INSTRUMENTS:
        if each.normal is not None:
            assert each.low_eu <= each.normal[0] < each.normal[1] <= each.high_eu, each.name
            assert each.noise_eu < (each.normal[1] - each.normal[0]) / 6.0, each.name
        assert each.noise_eu <= 0.01 * (each.high_eu - each.low_eu), each.name


def test_names_are_their_loops() -> None:
    letters = {"bar": "P", "NTU": "A", "mg/L": "A", "pH": "A", "°C": "T"}
    for each in INSTRUMENTS:
        if "." not in each.name and each.unit in letters:
            assert each.name.startswith(letters[each.unit]), each.name
