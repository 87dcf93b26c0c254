"""Runs one server from its start to its end: threads, web, signals, and an orderly stop.

The scan loop has a thread of its own, so that a disk that is slow to sync never holds up a browser; each
source has one; the web lives in the main thread's event loop.
"""

import asyncio
import signal
import socket
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from wakeful.server import memory
from wakeful.server.assembly import Assembly, Report, ServerSettings, assemble
from wakeful.server.folder import DataFolder
from wakeful.server.web.app import build_app
from wakeful.server.web.listener import Listener, address_of, bind
from wakeful.server.web.stream import SERVER_STOPS
from wakeful.terms.effect import ServerStopped

STOP_S_MAX = 2.0
CAUSE_CHARACTERS_MAX = 500
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Lifecycle:
    """One server's life. ``run`` returns the process's exit code.

    Parameters
    ----------
    report : told what the start is doing.
    ready : told the assembly and the first sign-in link once browsers are answered.
    """

    def __init__(
        self, settings: ServerSettings, report: Report, ready: Callable[[Assembly, str], None]
    ) -> None:
        self._settings = settings
        self._report = report
        self._ready = ready
        self._listener: Listener | None = None
        self._bug: str | None = None
        self._scanning = threading.Thread()
        self._cause = "asked to stop"

    def run(self) -> int:
        """Start, serve until asked to stop, stop. Raises WakefulError when it cannot start."""
        bound = bind(self._settings.host, self._settings.port)
        with bound, DataFolder(self._settings.data) as folder:
            address = address_of(bound)
            memory.ask_for_little()
            assembly = assemble(self._settings, folder, address, self._report)
            memory.settle()
            try:
                folder.announce(address)
                with asyncio.Runner() as runner:
                    runner.run(self._serve(assembly, bound))
            finally:
                self._close(assembly)
        return 1 if self._bug else 0

    def stop(self, cause: str = "asked to stop") -> None:
        """Ask a running server to stop; from any thread."""
        self._cause = cause
        if self._listener is not None:
            self._listener.should_exit = True

    async def _serve(self, assembly: Assembly, bound: socket.socket) -> None:
        door = assembly.door
        listener = Listener(build_app(door, self._settings.console, self._settings.host_names))
        self._listener = listener
        self._catch_signals(listener)
        self._scanning = threading.Thread(target=self._scan, args=(assembly,), name="scan", daemon=True)
        streaming = asyncio.create_task(door.stream.run())
        counting = asyncio.create_task(_count_consoles(assembly))
        self._report("starting the sources")
        for runner in assembly.desk.runners.values():
            runner.start()
        self._scanning.start()
        assembly.maintenance.start()
        assembly.load.start()
        key, _ = door.sessions.offer(self._settings.user, self._settings.role)
        announcing = asyncio.create_task(self._announce(listener, assembly, key))
        for task in (streaming, counting, announcing):
            task.add_done_callback(self._end_with)
        try:
            await listener.serve([bound])
        finally:
            door.stream.close_all(SERVER_STOPS)
            for task in (streaming, counting, announcing):
                task.cancel()
            await asyncio.gather(streaming, counting, announcing, return_exceptions=True)
            _stop_sources(assembly)
            assembly.loop.stop()
            self._scanning.join(STOP_S_MAX)
            assembly.load.stop(STOP_S_MAX)
            assembly.advisor.stop(STOP_S_MAX)
            assembly.maintenance.stop(STOP_S_MAX)

    async def _announce(self, listener: Listener, assembly: Assembly, key: str) -> None:
        while not listener.started:
            await asyncio.sleep(0.01)
        self._ready(assembly, f"{assembly.door.address}/sign-in?key={key}")
        # Not before: a compiler beside the start would make it longer.
        assembly.advisor.start()

    def _catch_signals(self, listener: Listener) -> None:
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            # A second signal does not wait for browsers.
            listener.force_exit = listener.should_exit
            self.stop(signal.Signals(number).name)

        # Only the main thread of a process may; elsewhere (a test) the caller stops the server otherwise.
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                loop.add_signal_handler(number, stop, number)

    def _scan(self, assembly: Assembly) -> None:
        """The scan thread. A bug in it ends the server: a scan that goes on after one would be a lie."""
        try:
            assembly.loop.run()
        except Exception:
            self._bug = traceback.format_exc()
            self.stop(self._bug.strip().splitlines()[-1])

    def _end_with(self, task: "asyncio.Task[None]") -> None:
        """A bug in a task of the web ends the server too: consoles that stand still would look alive."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._bug = "".join(traceback.format_exception(error))
            self.stop(self._bug.strip().splitlines()[-1])

    def _close(self, assembly: Assembly) -> None:
        """Journal the end and close what is at rest; nothing while a slow disk holds the scan thread."""
        if self._scanning.is_alive():
            self._report("the disk did not let the last scan end in time: stopped as if killed")
            return
        now_ns = assembly.clock()
        stopped = ServerStopped(at_ns=now_ns, cause=self._cause[:CAUSE_CHARACTERS_MAX])
        writer = assembly.desk.journal
        if not writer.failing or writer.recover(now_ns, at_once=True):
            writer.append([stopped], now_ns)
        if self._bug:
            self._report(f"stopped by a fault of its own:\n{self._bug}")
        with suppress(OSError):
            assembly.historian.close()
        assembly.journal.close()


async def _count_consoles(assembly: Assembly) -> None:
    """Once a second: how many consoles are there, how many cannot be heard, and which sessions ended."""
    door, signs = assembly.door, assembly.desk.vital_signs
    while True:
        door.sessions.expire()
        signs.consoles = len(door.stream.clients)
        signs.consoles_silent = sum(door.sessions.silent(client.session) for client in door.stream.clients)
        await asyncio.sleep(1.0)


def _stop_sources(assembly: Assembly) -> None:
    runners = list(assembly.desk.runners.values())
    with ThreadPoolExecutor(max_workers=max(1, len(runners))) as pool:
        list(pool.map(lambda runner: runner.stop(STOP_S_MAX), runners))
