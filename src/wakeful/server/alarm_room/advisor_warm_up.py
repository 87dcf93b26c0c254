"""Has the advisor's kernels compiled once the server is ready, before the first person asks for advice.

In a process of its own at the lowest urgency, ``python -m wakeful.server.alarm_room.advisor_warm_up``, which
fills the kernel cache that the server loads them from: a compiler holds the interpreter, and in a thread of
the server it delays scans (decision 0093).
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.site_advisor import SiteAdvisor
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.alarm_load import Advice
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

COMMAND = (sys.executable, "-P", "-m", "wakeful.server.alarm_room.advisor_warm_up")
LOWEST_URGENCY = 19
WARM_UP_S_MAX = 300.0
"""Then the first who asks for advice has it compiled, and waits."""
_SECOND_NS = 1_000_000_000
_SAMPLES = 40

_compiled_here = threading.Event()
"""Set where this very process has run every kernel of the advisor."""


class AdvisorWarmUp:
    """One preparation of the advisor. ``over`` becomes true, whatever becomes of it, in ``s_max`` [s].

    Parameters
    ----------
    report : told when the kernels could not be compiled ahead.
    command : the process that compiles.
    """

    def __init__(
        self,
        report: Callable[[str], None],
        command: Sequence[str] = COMMAND,
        *,
        s_max: float = WARM_UP_S_MAX,
    ) -> None:
        self._report = report
        self._command = command
        self._s_max = s_max
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="advisor", daemon=True)

    @property
    def over(self) -> bool:
        """Whether advice may be asked for: neither waiting to be prepared nor being prepared."""
        return self._over.is_set()

    def start(self) -> None:
        """Begin, unless this process has the kernels already."""
        if _compiled_here.is_set():
            self._over.set()
        else:
            self._thread.start()

    def stop(self, s_max: float) -> None:
        """End it, done or not, waiting at most this long [s]."""
        with self._lock:
            self._over.set()
            if self._child is not None:
                self._child.kill()
        if self._thread.ident is not None:
            self._thread.join(s_max)

    def _run(self) -> None:
        trouble = self._compile()
        if trouble and not self._over.is_set():
            self._report(f"the advisor is not compiled yet, so the first advice takes longer: {trouble}")
        self._over.set()

    def _compile(self) -> str:
        """Why the kernels are not in the cache now; empty when they are."""
        nothing = subprocess.DEVNULL
        try:
            with self._lock:
                if self._over.is_set():
                    return ""
                # In a session of its own: Ctrl-C is for the server, which ends what it started.
                child = self._child = subprocess.Popen(
                    self._command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
                )
            # Where a system does not let a process be less urgent it is as urgent as any other.
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, child.pid, LOWEST_URGENCY)
            code = child.wait(self._s_max)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return f"it took more than {self._s_max:g} s"
        except OSError as error:
            return str(error)
        return f"the process that compiles ended with {code}" if code else ""


def warm_up_advisor() -> list[Advice]:
    """Run every kernel of the advisor once: a rising limit, a falling one and the input itself."""
    advisor = SiteAdvisor(_SITE)
    advices = [advisor.advise(alarm, [_history()]) for alarm in _SITE.alarms]
    _compiled_here.set()
    return advices


def _history() -> History:
    """A value that comes and goes, as history gives it."""
    times_ns = np.arange(_SAMPLES, dtype=np.int64) * _SECOND_NS
    values = np.where(np.arange(_SAMPLES) % 4 < 2, 2.0, 0.0)
    quality = np.zeros(_SAMPLES, np.uint32)
    end_ns = _SAMPLES * _SECOND_NS
    return History.accepted(times_ns, values, quality, start_ns=0, end_ns=end_ns, age_limit_ns=_SECOND_NS)


_SITE = Site(
    name="warm-up",
    systems=(System(id="s", name="S"),),
    sources=(),
    tags=(Tag(name="T", system="s", source=""),),
    alarms=tuple(
        AlarmDefinition(name=kind.name, tag="T", kind=kind, priority=Priority.LOW, limit_eu=1.0)
        for kind in (ConditionKind.HIGH, ConditionKind.LOW, ConditionKind.INPUT_BAD)
    ),
)

if __name__ == "__main__":
    warm_up_advisor()
