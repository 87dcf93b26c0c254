"""In which order alarms that ask for each other's condition are judged."""

from collections.abc import Iterator, Mapping, Sequence

_SHOWN_MAX = 10


class CircularExpression(ValueError):
    """Alarms that need each other. ``names`` is the circle in order, each needing the next, the last the
    first.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        following = (*names[1:], names[0])
        needs = [f"{name} needs {other}" for name, other in zip(names, following, strict=True)]
        if len(needs) > _SHOWN_MAX:
            needs[_SHOWN_MAX - 1 : -1] = [f"and so on for {len(names)} alarms"]
        super().__init__(f"{', '.join(needs)}: no condition can depend on itself")
        self.names = names


def evaluation_order(dependencies: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """All alarms of ``dependencies``, each after the alarms it needs, otherwise in the order given.

    Names that are needed but have no entry need nothing themselves and are left out. Raises
    CircularExpression for the first circle.
    """
    done: dict[str, None] = {}
    for name in dependencies:
        _finish(name, dependencies, done)
    return tuple(done)


def _finish(name: str, dependencies: Mapping[str, Sequence[str]], done: dict[str, None]) -> None:
    """Add to ``done`` all that a name needs, then itself. Without recursion: chains may be long."""
    path: dict[str, Iterator[str]] = {name: iter(dependencies[name])}
    while path:
        current, needed = next(reversed(path.items()))
        for other in needed:
            if other in path:
                names = tuple(path)
                raise CircularExpression(names[names.index(other) :])
            if other in dependencies and other not in done:
                path[other] = iter(dependencies[other])
                break
        else:
            done[current] = None
            del path[current]
