"""From the start of ``wakeful up`` on the built-in site to its page with live values.

The clock runs from the start of the process: Python, the site, its sources, the sign-in, the page with
all it refers to, the site over HTTP, and the first value frames of the stream. One start before it fills
the caches; the first start with an empty kernel cache of its own is shown once, beside it.
"""

import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec
import numpy as np
from websockets.sync.client import connect

from bench.console_client import Console, sign_in
from bench.figure import Figure
from bench.running_server import RunningServer
from wakeful.server.frame import decode_frame
from wakeful.server.wire import SiteBody, Subscribe
from wakeful.terms.quality import Quality

NAME = "cold_start"

STARTS = 5
START_S_MAX = 5.0
VALUES_S_MAX = 60.0
_ASSET = re.compile(r'(?:src|href)="(/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process to each step."""

    linked_s: float
    page_s: float
    site_s: float
    value_s: float
    every_system_s: float
    tags: int


def measure(quick: bool) -> list[Figure]:
    """A start to fill the caches, then the median of the measured ones."""
    time_start()
    starts = [time_start() for _ in range(1 if quick else STARTS)]
    live_s = [start.value_s for start in starts]
    figures = [
        Figure(
            "start to page with live values",
            median(live_s),
            "s",
            START_S_MAX,
            "lower",
            f"median of {len(starts)}, worst {max(live_s):.1f} s; built-in site, {starts[0].tags} tags; "
            f"link {median(start.linked_s for start in starts):.1f} s, "
            f"page {median(start.page_s for start in starts):.1f} s, "
            f"site {median(start.site_s for start in starts):.1f} s",
        ),
        Figure(
            "start to live values in every system",
            median(start.every_system_s for start in starts),
            "s",
            START_S_MAX,
            "lower",
        ),
    ]
    if not quick:
        figures.append(Figure("the same with an empty kernel cache", first_start().value_s, "s", note="once"))
    return figures


def first_start() -> Start:
    """A start that has to compile every kernel."""
    with tempfile.TemporaryDirectory(prefix="wakeful-bench-") as folder:
        return time_start({"NUMBA_CACHE_DIR": folder})


def time_start(environment: Mapping[str, str] | None = None) -> Start:
    """Start the built-in site on an empty data folder, open it as a browser would, stop it."""
    with (
        tempfile.TemporaryDirectory(prefix="wakeful-bench-") as folder,
        RunningServer(None, Path(folder) / "data", environment=environment) as server,
    ):

        def passed_s() -> float:
            return time.perf_counter() - server.started_s

        linked_s = passed_s()
        console = sign_in(server.link)
        load_page(console)
        page_s = passed_s()
        site = msgspec.json.decode(console.get("/api/site"), type=SiteBody)
        site_s = passed_s()
        system_of_tag = np.array([tag.system for tag in site.tags])
        unseen = set(system_of_tag.tolist())
        value_s = 0.0
        with connect(
            console.stream_address,
            additional_headers={"Cookie": console.cookie},
            compression=None,
            max_size=None,
            proxy=None,
        ) as socket:
            socket.send(msgspec.json.encode(Subscribe(tuple(unseen))).decode())
            while unseen:
                message = socket.recv(VALUES_S_MAX)
                if isinstance(message, bytes):
                    live = live_tags(message)
                    value_s = value_s or (passed_s() if len(live) else 0.0)
                    unseen.difference_update(system_of_tag[live].tolist())
                if passed_s() > VALUES_S_MAX + site_s:
                    raise RuntimeError(f"no live value of {', '.join(sorted(unseen))} in {VALUES_S_MAX:g} s")
        return Start(linked_s, page_s, site_s, value_s, passed_s(), len(site.tags))


def load_page(console: Console) -> None:
    """The page and everything it names."""
    page = console.get("/").decode()
    assets = _ASSET.findall(page)
    if not assets:
        raise RuntimeError("the page names no script: is the console built?")
    for asset in assets:
        console.get(asset)


def live_tags(frame: bytes) -> np.ndarray:
    """Tags with a good sample in a value frame."""
    _, tag_indices, values, _, quality = decode_frame(frame)
    live: np.ndarray = tag_indices[(quality == Quality.GOOD) & np.isfinite(values)]
    return live
