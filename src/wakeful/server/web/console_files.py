"""The console's files as they were built into the package, read into memory once.

Files under ``assets/`` carry a hash in their name and may be kept by the browser for good; every other
file is asked for anew, with an ETag.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from wakeful.server.web.reply import Refused, reply
from wakeful.server.wire import ErrorBody

FILES_MAX = 500
BYTES_MAX = 50_000_000
NOT_BUILT = "The console is not built: run `make run`, or `npm run build` in console/, then start again."


@dataclass(frozen=True, slots=True)
class ConsoleFile:
    """One file, ready to send."""

    body: bytes
    headers: dict[str, str]


class ConsoleFiles:
    """Answers any path that is not the API's.

    Parameters
    ----------
    folder : the built console; None when the server runs without one.
    """

    def __init__(self, folder: Path | None) -> None:
        self._files = _load(folder) if folder is not None and folder.is_dir() else {}

    async def answer(self, request: Request) -> Response:
        """A file, or the page itself for a path of its own routing; 404 for a missing asset."""
        path = request.path_params.get("path", "")
        if path.startswith("api/"):
            raise Refused(404, f"There is no /{path}.")
        file = self._files.get(path)
        if file is None and "." not in path.rpartition("/")[2]:
            file = self._files.get("index.html")
        if file is None:
            return reply(ErrorBody(NOT_BUILT if not self._files else f"There is no /{path}."), 404)
        if request.headers.get("if-none-match") == file.headers["ETag"]:
            return Response(None, 304, file.headers)
        return Response(file.body, 200, file.headers)


def _load(folder: Path) -> dict[str, ConsoleFile]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if len(paths) > FILES_MAX or sum(path.stat().st_size for path in paths) > BYTES_MAX:
        raise ValueError(f"the console in {folder} has more than {FILES_MAX} files or {BYTES_MAX} bytes")
    return {path.relative_to(folder).as_posix(): _read(path, folder) for path in paths}


def _read(path: Path, folder: Path) -> ConsoleFile:
    body = path.read_bytes()
    hashed = path.relative_to(folder).parts[0] == "assets"
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind == "application/javascript":
        kind += "; charset=utf-8"
    return ConsoleFile(
        body,
        {
            "Content-Type": kind,
            "Cache-Control": "public, max-age=31536000, immutable" if hashed else "no-cache",
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        },
    )
