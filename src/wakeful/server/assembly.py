"""Puts one server together: site, sources, storage, engine, scan loop and door. Starts nothing.

The order matters: nothing is opened before the site is known to be right, and the engine's state is
restored before a source may speak.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

import wakeful
from wakeful.drivers.driver import Driver
from wakeful.engine.plan import Plan
from wakeful.engine.warm_up import warm_up
from wakeful.historian import Historian
from wakeful.journal import Journal
from wakeful.server.alarm_room.advisor_warm_up import AdvisorWarmUp
from wakeful.server.alarm_room.alarm_load import KEPT_NS, AlarmLoad
from wakeful.server.alarm_room.stood_before import stood_before
from wakeful.server.configuration import configuration_sha256, read_folder
from wakeful.server.folder import DataFolder
from wakeful.server.rationalisation.answer import rationalisation_body
from wakeful.server.rationalisation.master_file import master_in_use
from wakeful.server.scanning.board import Board
from wakeful.server.scanning.checkpoint import CheckpointWriter, restore
from wakeful.server.scanning.clock import SteadyClock
from wakeful.server.scanning.history_writer import HistoryWriter
from wakeful.server.scanning.inbox import Inbox
from wakeful.server.scanning.intake import Intake
from wakeful.server.scanning.journal_writer import JournalWriter
from wakeful.server.scanning.maintenance import Maintenance
from wakeful.server.scanning.publisher import Publisher
from wakeful.server.scanning.scan_loop import ScanDesk, ScanLoop
from wakeful.server.scanning.source_runner import SourceRunner
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.server.self_watch import SelfWatch, bad_shares, with_self_watch
from wakeful.server.self_watch_tags import JOURNAL_ALARM, SOURCE
from wakeful.server.sources import Sources
from wakeful.server.web.door import Door
from wakeful.server.web.sessions import Sessions
from wakeful.server.web.stream import Stream
from wakeful.server.wire import RationalisationBody
from wakeful.terms.command import Actor
from wakeful.terms.effect import ServerStarted, SessionChanged
from wakeful.terms.site import Site

POLL_PERIOD_S = 0.05
SAY_EVERY_S = 5.0

Report = Callable[[str], None]
"""Told in a few words what the server is doing while it starts."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the command line says.

    ``console`` is the folder of the built console, None to serve the API alone. ``host_names`` are names
    under which browsers may reach the server beside its addresses.
    """

    site: Path
    data: Path
    host: str
    port: int
    console: Path | None = None
    host_names: tuple[str, ...] = ()
    user: str = "Operator"
    role: str = "operator"


@dataclass(frozen=True, slots=True)
class Assembly:
    """One server, put together and not yet running."""

    door: Door
    loop: ScanLoop
    desk: ScanDesk
    journal: Journal
    historian: Historian
    maintenance: Maintenance
    load: AlarmLoad
    advisor: AdvisorWarmUp
    site: Site
    clock: SteadyClock


def assemble(settings: ServerSettings, folder: DataFolder, address: str, report: Report) -> Assembly:
    """Read the site, open storage and restore the engine.

    Raises
    ------
    ConfigurationError
        The site is wrong; every finding is listed.
    StorageError
        Journal or historian cannot be opened.
    """
    report("reading the site and asking its sources")
    clock = SteadyClock()
    sources = Sources(settings.site)
    read = read_folder(settings.site, sources.describe, notify=report)
    plain_site = read.site
    folder.belong_to(plain_site.name)
    fingerprint = configuration_sha256(plain_site)
    signs = VitalSigns()
    shares, runners = bad_shares(plain_site), dict[str, SourceRunner]()
    watch = SelfWatch(
        plain_site,
        folder.path,
        signs,
        lambda source: shares(source, loop.state.quality),
        lambda source: runners[source].last_sample_ns,
        clock,
    )
    site = with_self_watch(plain_site, watch)
    plan = Plan.compile(site)
    _say_while(report, f"compiling the scan of {len(site.tags):,} tags", warm_up)
    report("opening journal and history")
    with ExitStack() as opened:
        journal = opened.enter_context(Journal.open(folder.journal))
        names = [tag.name for tag in site.tags]
        historian = opened.enter_context(
            Historian.open(
                folder.history, names, days_max=site.history_days_max, bytes_max=site.history_bytes_max
            )
        )
        state = restore(folder.checkpoint, plan, journal, clock(), _report_folding(report))
        desk = _desk(plan, folder, journal, historian, signs, runners)
        for source in plain_site.sources:
            _add_runner(runners, source.id, desk, site, sources.maker(source), clock)
        _add_runner(runners, SOURCE, desk, site, lambda: watch, clock)
        loop = ScanLoop(desk, state, site.scan_period_ms, now_ns=clock)
        _journal_start(desk.journal, site, fingerprint, clock())
        load = AlarmLoad(journal, clock, stood_before(state, clock() - KEPT_NS))
        rationalisation = partial(_rationalisation, site, settings.site, read.master)
        advisor = AdvisorWarmUp(report)
        door = _door(
            folder,
            address,
            fingerprint,
            plan,
            desk,
            journal,
            historian,
            load,
            advisor,
            rationalisation,
            clock,
        )
        opened.pop_all()
    maintenance = Maintenance(historian, signs, clock)
    return Assembly(door, loop, desk, journal, historian, maintenance, load, advisor, site, clock)


def _say_while(report: Report, what: str, work: Callable[[], None]) -> None:
    """Do something long, and say every few seconds that it still goes on."""
    report(what)
    began_s = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        while wait([working], SAY_EVERY_S).not_done:
            report(
                f"{what}: {time.monotonic() - began_s:.0f} s; needed once after an installation or upgrade"
            )
        working.result()


def _report_folding(report: Report) -> Callable[[int, int], None]:
    """A progress that speaks at most once a second."""
    spoken_s = time.monotonic()

    def folded(done: int, total: int) -> None:
        nonlocal spoken_s
        if time.monotonic() - spoken_s >= 1.0:
            spoken_s = time.monotonic()
            report(f"restoring alarms from the journal: {done:,} of {total:,} records")

    return folded


def _desk(
    plan: Plan,
    folder: DataFolder,
    journal: Journal,
    historian: Historian,
    signs: VitalSigns,
    runners: dict[str, SourceRunner],
) -> ScanDesk:
    site = plan.site
    board, inbox = Board(len(site.tags)), Inbox()
    columns = {
        source.id: np.array([i for i, tag in enumerate(site.tags) if tag.source == source.id], np.intp)
        for source in site.sources
    }
    return ScanDesk(
        intake=Intake(len(site.tags), columns, offered=inbox.nudge),
        inbox=inbox,
        journal=JournalWriter(journal, signs),
        history=HistoryWriter(historian, signs),
        board=board,
        publisher=Publisher(plan, board, exempt=[JOURNAL_ALARM]),
        checkpoints=CheckpointWriter(folder.checkpoint),
        runners=runners,
        vital_signs=signs,
    )


def _add_runner(
    runners: dict[str, SourceRunner],
    source: str,
    desk: ScanDesk,
    site: Site,
    make: Callable[[], Driver],
    clock: SteadyClock,
) -> None:
    runners[source] = SourceRunner(
        source,
        make,
        [tag for tag in site.tags if tag.source == source],
        desk.intake,
        desk.inbox.report,
        poll_period_s=min(POLL_PERIOD_S, site.scan_period_ms / 2e3),
        now_ns=clock,
    )


def _journal_start(journal: JournalWriter, site: Site, fingerprint: str, now_ns: int) -> None:
    started = ServerStarted(
        at_ns=now_ns,
        version=wakeful.__version__,
        site=site.name,
        configuration_sha256=fingerprint,
        tags=len(site.tags),
        alarms=len(site.alarms),
    )
    if not journal.append([started], now_ns):
        journal.keep([started])


def _door(
    folder: DataFolder,
    address: str,
    fingerprint: str,
    plan: Plan,
    desk: ScanDesk,
    journal: Journal,
    historian: Historian,
    load: AlarmLoad,
    advisor: AdvisorWarmUp,
    rationalisation: Callable[[], RationalisationBody],
    clock: SteadyClock,
) -> Door:
    def ended(actor: Actor, event: str) -> None:
        desk.inbox.report(SessionChanged(at_ns=clock(), actor=actor, event=event))

    return Door(
        plan=plan,
        configuration_sha256=fingerprint,
        version=wakeful.__version__,
        address=address,
        cookie=f"wakeful_{address.rpartition(':')[2]}",
        secret=folder.secret,
        board=desk.board,
        inbox=desk.inbox,
        vital_signs=desk.vital_signs,
        journal=journal,
        historian=historian,
        load=load,
        advisor=advisor,
        rationalisation=rationalisation,
        sessions=Sessions(folder.sessions, clock, ended),
        stream=Stream(plan.site, fingerprint, desk.board),
        source_states=lambda: {source: source_state(desk, source) for source in desk.runners},
        now_ns=clock,
    )


def _rationalisation(site: Site, folder: Path, named: str) -> RationalisationBody:
    """The master is looked for each time: it may be approved while the server runs."""
    return rationalisation_body(site, master_in_use(folder, named))


def source_state(desk: ScanDesk, source: str) -> str:
    """A source's state in words, with what was lost of it."""
    runner = desk.runners[source]
    dropped = desk.intake.rows_dropped(source) + runner.rows_dropped
    words = f"{runner.state}; {dropped:,} rows dropped because the scan could not keep up"
    return words if dropped else runner.state
