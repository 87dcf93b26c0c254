"""Prints every alarm that calls for attention, once, through gaps and restarts of the server.

``python follow_alarms.py DATA_FOLDER``. Explained in interface.md; needs the package ``websockets``.
"""

import http.client
import json
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

SILENCE_S_MAX = 3.0
PAUSE_S = 1.0


def ask(place: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[Any, bytes]:
    """Headers and body of an answer. Raises OSError with the server's own words when it refuses."""
    caller = http.client.HTTPConnection(place, timeout=15)
    text = None if body is None else json.dumps(body)
    caller.request(method, path, text, {"Content-Type": "application/json", **headers})
    answer = caller.getresponse()
    content = answer.read()
    caller.close()
    if answer.status >= 400:
        raise OSError(f"{path}: {answer.status} {json.loads(content)['error']}")
    return answer.headers, content


def sign_in(place: str, folder: Path) -> str:
    """The cookie of a new session."""
    secret = {"Authorization": "Bearer " + (folder / "secret").read_text()}
    _, text = ask(place, "POST", "/api/link", {"name": "Pager", "role": "viewer"}, **secret)
    headers, _ = ask(place, "GET", json.loads(text)["link"].partition(place)[2])
    return str(headers["Set-Cookie"]).partition(";")[0]


def decode(frame: bytes) -> Iterator[tuple[int, float, float, int]]:
    """Tag index, value, source time [ms] and quality of each sample in a value frame."""
    _magic, count, _scan_ms = struct.unpack_from("<4sId", frame)
    values, times_ms = (struct.unpack_from(f"<{count}d", frame, 16 + part * count) for part in (0, 8))
    quality, tags = (struct.unpack_from(f"<{count}I", frame, 16 + part * count) for part in (16, 20))
    return zip(tags, values, times_ms, quality, strict=True)


def follow(place: str, cookie: str, revisions: dict[str, int]) -> None:
    """Print until the connection ends. ``revisions``: what was seen of each alarm, by its name."""
    site: Any = None
    headers = {"Cookie": cookie}
    with connect(f"ws://{place}/api/stream", additional_headers=headers, max_size=None, proxy=None) as stream:
        while True:
            message = stream.recv(timeout=SILENCE_S_MAX)
            if isinstance(message, bytes):
                continue  # for tag, value, time_ms, quality in decode(message): ...
            news = json.loads(message)
            if news["type"] == "configuration":
                site = json.loads(ask(place, "GET", "/api/site", **headers)[1])
            for alarm in news.get("alarms", ()):
                about = site["alarms"][alarm["alarm"]]
                seen = revisions.get(about["name"], 0)
                if alarm["letter"] in ("B", "D") and alarm["annunciated_revision"] > seen:
                    print(about["name"], about["message"], alarm["value"], flush=True)
                revisions[about["name"]] = alarm["revision"]


def main() -> None:
    """Follow for ever; sign in anew only when the session has ended."""
    folder = Path(sys.argv[1])
    cookie = ""
    revisions: dict[str, int] = {}
    while True:
        try:
            place = json.loads((folder / "server.json").read_text())["address"].partition("//")[2]
            cookie = cookie or sign_in(place, folder)
            follow(place, cookie, revisions)
        except InvalidStatus as refused:
            if refused.response.status_code == 401:
                cookie = ""
        except (OSError, ConnectionClosed) as error:  # TimeoutError too: no heartbeat
            print(error, file=sys.stderr)
        time.sleep(PAUSE_S)


if __name__ == "__main__":
    main()
