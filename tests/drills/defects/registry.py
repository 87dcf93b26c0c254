"""Where the defects are kept, and how a class becomes one."""

from dataclasses import dataclass

from tests.drills.plain_server import PlainServer


@dataclass(frozen=True)
class Defect:
    """``name`` says what is wrong; ``seen_in`` is where something like it was observed."""

    name: str
    seen_in: str
    server: type[PlainServer]


DEFECTS: list[Defect] = []


def alarm_defect(name, seen_in=""):
    """Register an alarm class as a defect."""
    return _defect(name, seen_in, "alarm_class")


def condition_defect(name, seen_in=""):
    """Register a condition class as a defect."""
    return _defect(name, seen_in, "condition_class")


def server_defect(name, seen_in=""):
    """Register a server class as a defect."""

    def register(wrong):
        DEFECTS.append(Defect(name, seen_in, wrong))
        return wrong

    return register


def _defect(name, seen_in, part):
    def register(wrong):
        DEFECTS.append(Defect(name, seen_in, type(wrong.__name__, (PlainServer,), {part: wrong})))
        return wrong

    return register
