"""Runs a long command and shows that it is alive: one line with what it does and how long it took."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

QUIET_S = 10.0
"""Without a terminal, a new line is written at most this often."""
LINES_SHOWN = 15
"""Of a failed step's output, from its beginning and from its end."""


class StepError(Exception):
    """A step failed; the text is what a person needs to read."""


def run_step(
    title: str,
    command: Sequence[str],
    *,
    cwd: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    describe: Callable[[str], str | None] = lambda line: None,
) -> None:
    """Run ``command``, keep all it says in ``log`` and show what ``describe`` makes of its lines.

    Raises StepError with the end of the output when the command fails.
    """
    display = _Display(title)
    with (
        log.open("ab") as log_file,
        subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            lines = _follow(process.stdout, log_file, display, describe)
            code = process.wait()
        except BaseException:
            process.terminate()
            display.close("stopped")
            raise
    if code != 0:
        display.close("failed")
        if len(lines) > 2 * LINES_SHOWN:
            lines[LINES_SHOWN:-LINES_SHOWN] = ["..."]
        excerpt = "\n".join("    " + line for line in lines)
        raise StepError(
            f"{title}: `{' '.join(command)}` ended with {code}.\n{excerpt}\n  All of it is in {log}"
        )
    display.close("done")


def _follow(
    pipe: IO[bytes], log_file: IO[bytes], display: "_Display", describe: Callable[[str], str | None]
) -> list[str]:
    """Read the pipe to its end, refreshing the display at least once a second. Returns the lines."""
    lines: list[str] = []
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(timeout=1.0):
                display.refresh()
                continue
            data = os.read(pipe.fileno(), 65536)
            if not data:
                break
            log_file.write(data)
            *complete, rest = (rest + data).split(b"\n")
            for raw in complete:
                line = raw.decode(errors="replace").rstrip()
                lines.append(line)
                display.refresh(describe(line))
    if rest:
        lines.append(rest.decode(errors="replace").rstrip())
    return lines


class _Display:
    """The one line of a step: rewritten in place on a terminal, repeated now and then elsewhere."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.detail = ""
        self.started_s = time.monotonic()
        self.shown_s = self.started_s
        self.terminal = sys.stdout.isatty()
        self._write(f"  {title} ...")

    def refresh(self, detail: str | None = None) -> None:
        self.detail = self.detail if detail is None else detail
        now_s = time.monotonic()
        if self.terminal or now_s - self.shown_s >= QUIET_S:
            self.shown_s = now_s
            self._write(f"  {self.title} ... {now_s - self.started_s:.0f} s  {self.detail}")

    def close(self, verdict: str) -> None:
        self._write(f"  {self.title}: {verdict} in {time.monotonic() - self.started_s:.0f} s")
        if self.terminal:
            print(flush=True)

    def _write(self, text: str) -> None:
        if self.terminal:
            print("\r\033[K" + text[:118], end="", flush=True)
        else:
            print(text, flush=True)
