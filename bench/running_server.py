"""A real ``wakeful up`` in a process of its own, started, watched and stopped by a bench.

As a program of its own it is that child: ``python -m bench.running_server SEGMENT_S up ...`` is
``wakeful up ...`` with segments of another length than an hour, so that sealing happens within a bench.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_S_MAX = 300.0
STOP_S_MAX = 30.0
HOUR_S = 3600


class RunningServer:
    """A context manager around one server process; leaving it stops the process and what it started.

    Parameters
    ----------
    site : site folder, None for the built-in site.
    data : data folder, made by the server.
    segment_s : length of the historian's segments [s].
    environment : added to this process's own.
    """

    def __init__(
        self,
        site: Path | None,
        data: Path,
        *,
        segment_s: int = HOUR_S,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        program = ["wakeful.cli.main"] if segment_s == HOUR_S else ["bench.running_server", str(segment_s)]
        options = [*([] if site is None else [str(site)]), "--data", str(data), "--port", "0"]
        self.data = data
        self.said: list[str] = []
        self._told = threading.Condition()
        self.started_s = time.perf_counter()
        self._child = subprocess.Popen(
            [sys.executable, "-u", "-m", *program, "up", *options],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._process = psutil.Process(self._child.pid)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "RunningServer":
        """Wait until the sign-in link is printed. Raises RuntimeError with the output when it never is."""
        try:
            self.wait_for(lambda: self.link or self._child.poll() is not None, "ready", START_S_MAX)
            if not self.link:
                raise RuntimeError("the server did not start:\n" + "\n".join(self.said))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def process_id(self) -> int:
        """Of the server itself."""
        return self._child.pid

    @property
    def link(self) -> str:
        """The printed sign-in link, "" before."""
        return next((word for line in self.said for word in line.split() if "/sign-in?key=" in word), "")

    def wait_for(self, condition: Callable[[], object], what: str, seconds_max: float) -> None:
        """Return once a condition on the output holds; RuntimeError with the output when it does not."""
        with self._told:
            if not self._told.wait_for(condition, seconds_max):
                output = "\n".join(self.said)
                raise RuntimeError(f"the server is not {what} after {seconds_max:g} s:\n{output}")

    def stop(self) -> None:
        """Ask it to stop, as Ctrl-C would; kill what is left of it after half a minute."""
        family = [self._process, *self._descendants()]
        if self._child.poll() is None:
            self._child.terminate()
        _, alive = psutil.wait_procs(family, STOP_S_MAX)
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._child.wait(STOP_S_MAX)
        self._reader.join(STOP_S_MAX)
        if self._child.stdout is not None:
            self._child.stdout.close()

    def processor_s(self) -> float:
        """Processor time of the server and everything it started [s], user and system."""
        times = self._process.cpu_times()
        total: float = times.user + times.system + times.children_user + times.children_system
        for process in self._descendants():
            with contextlib.suppress(psutil.NoSuchProcess):
                own = process.cpu_times()
                total += own.user + own.system
        return total

    def memory_bytes(self) -> int:
        """Resident memory of the server and everything it started."""
        total = 0
        for process in [self._process, *self._descendants()]:
            with contextlib.suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total

    def _descendants(self) -> list[psutil.Process]:
        try:
            return list(self._process.children(recursive=True))
        except psutil.NoSuchProcess:
            return []

    def _read(self) -> None:
        assert self._child.stdout is not None
        with contextlib.suppress(ValueError):
            for line in self._child.stdout:
                with self._told:
                    self.said.append(line.rstrip())
                    self._told.notify_all()
        self._child.wait()
        with self._told:
            self._told.notify_all()


def main() -> int:
    """``wakeful`` with the segment length given as first word, then its own words."""
    from wakeful.cli.main import main as wakeful_main
    from wakeful.historian import Historian

    Historian.open.__func__.__kwdefaults__["segment_s"] = int(sys.argv[1])  # type: ignore[attr-defined]
    return wakeful_main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
