"""First-out groups whose names look like one name spelt twice: easily made, and hard to see in a list."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import combinations

_ALIKE = 0.85
_COMPARED_MAX = 300
"""Groups among which names that are merely similar are looked for; every pair is compared."""


def almost_alike(groups: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of names that differ in a sign, a capital or a letter or two, but not in a number."""
    names = sorted(set(groups) - {""})
    folded = {name: re.sub(r"[\W_]+", "", name.casefold()) for name in names}
    pairs = []
    if len(names) > _COMPARED_MAX:
        by_fold: dict[str, str] = {}
        for name in names:
            other = by_fold.setdefault(folded[name], name)
            if other is not name:
                pairs.append((other, name))
        return pairs
    for one, other in combinations(names, 2):
        if re.findall(r"\d+", one) == re.findall(r"\d+", other) and _similar(folded[one], folded[other]):
            pairs.append((one, other))
    return pairs


def _similar(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
