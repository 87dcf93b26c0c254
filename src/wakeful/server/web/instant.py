"""Instants in queries: a browser's milliseconds, which hold a time to less than a microsecond."""

import math

from starlette.requests import Request

from wakeful.server.web.reply import Refused, read_query

INSTANT_MS_MAX = 9e12
"""Year 2255: the last whole year that int64 nanoseconds can hold is 2261."""
DAY_NS = 86_400_000_000_000


def earliest_ns(instant_ms: float) -> int:
    """The earliest instant [ns], to the microsecond, that a browser's milliseconds may stand for.

    Until the year 2109 milliseconds leave a double at least 0.49 µs of resolution, so a sample's time comes
    back up to 0.25 µs off; asking from a sample's own time must find it. Whole milliseconds are taken as
    they are.
    """
    whole_ms = math.floor(instant_ms)
    fraction_us = 1e3 * (instant_ms - whole_ms)
    return whole_ms * 1_000_000 + (math.floor(fraction_us - 0.26) * 1_000 if fraction_us else 0)


def read_instant(request: Request, name: str) -> int:
    """An instant [ns] that must be in the query. Raises Refused 422."""
    instant_ms: float = read_query(request, float, name)
    if not 0 <= instant_ms <= INSTANT_MS_MAX:
        raise Refused(422, f"{name} is in milliseconds since 1970, up to {INSTANT_MS_MAX:.0f}.")
    return earliest_ns(instant_ms)


def read_period(request: Request, days_max: float | None = None) -> tuple[int, int]:
    """``from_ms`` and ``to_ms`` of the query as a period [ns]. Raises Refused 422 when it is none."""
    from_ns, to_ns = read_instant(request, "from_ms"), read_instant(request, "to_ms")
    if not from_ns < to_ns:
        raise Refused(422, "from_ms must lie before to_ms.")
    if days_max is not None and to_ns - from_ns > days_max * DAY_NS:
        raise Refused(422, f"A period here is at most {days_max:g} days long; ask for a shorter one.")
    return from_ns, to_ns


def read_optional_period(request: Request) -> tuple[int | None, int | None]:
    """``from_ms`` and ``to_ms`` where they are given. Raises Refused 422 when they contradict each other."""
    from_ns, to_ns = (
        read_instant(request, name) if name in request.query_params else None for name in ("from_ms", "to_ms")
    )
    if from_ns is not None and to_ns is not None and from_ns >= to_ns:
        raise Refused(422, "from_ms must lie before to_ms.")
    return from_ns, to_ns
