"""A server in a process of its own, which can be killed, starved of disk and watched."""

import contextlib
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.server.house import Console
from tests.server.waiting import DEADLINE_S, wait_until
from wakeful.server.wire import AlarmBody, HealthBody

ROOT = Path(__file__).parents[2]
START_S_MAX = 120.0


class ServerProcess:
    """``wakeful up`` on a site with scripted sources."""

    def __init__(self, site: Path, data: Path, *options: str, file_bytes_max: int | None = None) -> None:
        self.site, self.data = site, data
        self.said: list[str] = []
        self.consoles: list[Console] = []
        command = [sys.executable, "-u", "-m", "tests.server.serve", "up", str(site)]
        self.process = subprocess.Popen(
            [*command, "--data", str(data), "--port", "0", *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if file_bytes_max is not None:
            # Before the interpreter has got as far as the server.
            self.limit_files(file_bytes_max)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_ready(self) -> "ServerProcess":
        """Return once the link is printed."""
        wait_until(lambda: self.link or self.process.poll() is not None, "the server is ready", START_S_MAX)
        assert self.link, "\n".join(self.said)
        return self

    @property
    def link(self) -> str:
        """The printed sign-in link."""
        return next((word for line in self.said for word in line.split() if "/sign-in?key=" in word), "")

    def sign_in(self) -> Console:
        """A console that opens the printed link; once."""
        address = self.link.partition("/sign-in")[0]
        self.consoles.append(Console(address, self.link))
        return self.consoles[-1]

    def kill(self) -> None:
        """``kill -9``."""
        self.process.kill()
        self._end()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(number)
        return self._end()

    def limit_files(self, size_bytes: int | None) -> None:
        """From now on no file grows beyond this size: a full disk. None lifts the limit."""
        limit = resource.RLIM_INFINITY if size_bytes is None else size_bytes
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def _read(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(ValueError):
            self.said.extend(line.rstrip() for line in self.process.stdout)

    def _end(self) -> int:
        code = self.process.wait(DEADLINE_S)
        self._reader.join(DEADLINE_S)
        assert self.process.stdout is not None
        self.process.stdout.close()
        for console in self.consoles:
            console.http.close()
        return code


@contextlib.contextmanager
def serving(
    site: Path, data: Path, *options: str, file_bytes_max: int | None = None
) -> Iterator[ServerProcess]:
    """A ready server for the length of a with block, killed at its end if it still runs."""
    server = ServerProcess(site, data, *options, file_bytes_max=file_bytes_max)
    try:
        yield server.wait_ready()
    finally:
        if server.process.returncode is None:
            server.kill()


def comparable(body: AlarmBody) -> AlarmBody:
    """What of an alarm must survive a restart: all but that nothing has been heard of its input yet."""
    return msgspec.structs.replace(body, trusted=False)


def health(console: Console) -> HealthBody:
    """What the server says of itself."""
    return console.get("/api/health", HealthBody)
