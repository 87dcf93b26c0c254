"""Plays a script on an adapter and says for every fact whether it came true.

At one instant things happen in this order: facts about a time that ends here are closed, samples arrive, then
the lines of the sheet in their order; what people saw at this instant is what is shown after all that, and
facts about a time that begins here begin. Between two instants time passes in steps from one deadline of the
server to the next, so that what must hold throughout is looked at whenever anything may have changed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NoReturn

from wakeful.drills.adapter import Adapter, AdapterError, Happening, NotSupported, Order
from wakeful.drills.functions import needed_functions
from wakeful.drills.judging import (
    Journal,
    Verdict,
    clock_text,
    judge_alarm,
    judge_journal,
    judge_reading,
    judge_reply,
)
from wakeful.drills.script import (
    Act,
    AlarmFact,
    AnnunciationFact,
    ClockStep,
    Edit,
    ExplainFact,
    Fact,
    Feed,
    GroupFact,
    JournalFact,
    ModeFact,
    PositionFact,
    QuietFact,
    Restart,
    Script,
    Step,
)
from wakeful.terms.errors import WakefulError

FAILURES_MAX = 5
"""A scenario is given up after so many facts that were not so."""

EVENTS_SHOWN = 6
"""Last events that a failure shows."""

WAKES_MAX = 2_000_000
"""Most steps of time in one scenario; a server that asks for more does not let time pass."""

STANDING_WAKES_MAX = 1_000
STANDING_NS = 1_000_000
"""Most steps while time moves by no more than this: a deadline that stays, or comes again at once."""


@dataclass(frozen=True)
class Failure:
    """One fact that was not so. ``events`` are the last things that happened before."""

    line: int
    text: str
    expected: str
    seen: str
    events: tuple[Happening, ...] = ()


@dataclass(frozen=True)
class Result:
    """How a scenario went. ``missing``: functions the server does not have; then nothing was judged."""

    script: Script
    facts: int = 0
    failures: tuple[Failure, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """``passed``, ``failed`` or ``not supported``."""
        if self.missing:
            return "not supported"
        return "failed" if self.failures else "passed"


def play(script: Script, adapter: Adapter) -> Result:
    """Play one scenario from a fresh server to its end."""
    missing = sorted(needed_functions(script) - adapter.functions)
    if missing:
        return Result(script, missing=tuple(missing))
    playing = _Playing(script, adapter)
    try:
        playing.run()
    except NotSupported as lacking:
        return Result(script, missing=(str(lacking),))
    except _GivenUp:
        pass
    except AdapterError as error:  # it names the server itself
        playing.note("an answer", str(error))
    except WakefulError as error:
        playing.note("an answer", f"the server says: {error}")
    except Exception as error:  # a fault of the server under test must not end the suite
        playing.note("a server that goes on", f"{type(error).__name__}: {error}")
    return Result(script, facts=playing.facts, failures=tuple(playing.failures))


class _GivenUp(Exception):
    """Enough has failed."""


@dataclass
class _Span:
    """A fact about a time, while that time runs. ``begin`` is the length of the journal when it began."""

    step: Step
    begin: int
    failed: bool = False


@dataclass
class _Playing:
    script: Script
    adapter: Adapter
    journal: Journal = field(default_factory=Journal)
    spans: list[_Span] = field(default_factory=list)
    seen: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    sent: dict[tuple[str, str], list[Order]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    facts: int = 0
    now_ns: int = 0
    wakes: int = 0
    orders: int = 0
    down: bool = False
    line: int = 0
    text: str = ""

    def run(self) -> None:
        """The whole scenario."""
        self.adapter.configure(self.script.site)
        feeds = {feed.at_ns: feed for feed in self.script.feeds}
        steps: dict[int, list[Step]] = defaultdict(list)
        opening: dict[int, list[Step]] = defaultdict(list)
        for step in self.script.steps:
            (steps if step.until_ns is None else opening)[step.at_ns].append(step)
        to_see = _quotes(self.script)
        closing = {step.until_ns for step in self.script.steps if step.until_ns is not None}
        for at_ns in sorted({*feeds, *steps, *opening, *to_see, *closing}):
            self._pass_time(at_ns)
            self._close_spans(at_ns)
            if at_ns in feeds and not self.down:
                self._feed(feeds[at_ns])
            for step in steps.get(at_ns, ()):
                self._take(step)
            for alarm in to_see.get(at_ns, ()):
                reading = self.adapter.read(alarm)
                self.seen[alarm, at_ns] = (reading.occurrence, reading.revision)
            for step in opening.get(at_ns, ()):
                self.spans.append(_Span(step, len(self.journal.records)))
            self._look()
        self._close_spans(None)

    def _pass_time(self, to_ns: int) -> None:
        """Let time pass, stopping wherever the server may have something to do."""
        standing, since_ns = 0, self.now_ns
        while not self.down:
            deadline_ns = self.adapter.next_deadline_ns()
            if deadline_ns is None or max(deadline_ns, self.now_ns) + 1 >= to_ns:
                break
            self.wakes += 1
            standing += 1
            if self.now_ns - since_ns > STANDING_NS:
                standing, since_ns = 1, self.now_ns
            if self.wakes > WAKES_MAX or standing > STANDING_WAKES_MAX:
                self._give_up_waiting(deadline_ns, standing)
            self.now_ns = max(deadline_ns, self.now_ns) + 1
            self.adapter.advance(self.now_ns)
            self._look()
        self.now_ns = to_ns
        self.adapter.advance(to_ns)
        self._look()

    def _give_up_waiting(self, deadline_ns: int, standing: int) -> NoReturn:
        """The server's deadlines do not let time pass: say which, and end the scenario."""
        seen = (
            f"{self.adapter.who} let {standing - 1:,} deadlines pass and time stands at "
            f"{clock_text(self.now_ns)}; its next_deadline_ns is {deadline_ns} and must move on "
            "once advance has gone beyond it"
            if standing > STANDING_WAKES_MAX
            else f"{self.adapter.who} told {WAKES_MAX:,} deadlines and there is no end"
        )
        self.note("time to pass", seen)
        raise _GivenUp

    def _look(self) -> None:
        """Take down what happened, and look at what must hold throughout."""
        if not self.down:
            self.journal.records += self.adapter.happened()
            for span in self.spans:
                if isinstance(span.step.what, AlarmFact) and not span.failed:
                    span.failed = not self._judge_alarms(span.step, span.step.what)

    def _close_spans(self, at_ns: int | None) -> None:
        for span in [each for each in self.spans if at_ns is None or each.step.until_ns == at_ns]:
            self.spans.remove(span)
            if isinstance(span.step.what, AlarmFact):
                self.facts += 1
            elif not isinstance(span.step.what, Act | Restart | ClockStep | Edit):
                self._judge(span.step, span.step.what, span.begin)

    def _feed(self, feed: Feed) -> None:
        self.adapter.feed(feed)
        self._look()

    def _take(self, step: Step) -> None:
        self.line, self.text = step.line, step.text
        match step.what:
            case Act() as act:
                self._act(step, act)
            case Restart(stops=stops, starts=starts, journal_alone=alone):
                self._look()
                self.adapter.restart(stop=stops, start=starts, journal_alone=alone)
                self.down = not starts
            case ClockStep(by_ns=by_ns):
                self.adapter.step_clock(by_ns)
            case Edit(site=site):
                self.adapter.reconfigure(site)
            case fact:
                self._judge(step, fact, 0)
        self._look()

    def _act(self, step: Step, act: Act) -> None:
        known = (act.person.name, act.verb)
        if act.again and known in self.sent:
            orders = self.sent[known]
        else:
            orders = [self._order(act, alarm) for alarm in act.alarms or ("",)]
            self.sent[known] = orders
        replies = self.adapter.act(orders)
        self._look()
        for order, reply, answer in zip(orders, replies, act.answers, strict=True):
            self._note(step, judge_reply(order, reply, answer))

    def _order(self, act: Act, alarm: str) -> Order:
        self.orders += 1
        occurrence, revision = self._quoted(act, alarm) if alarm else (0, 0)
        return Order(
            id=f"order-{self.orders}",
            person=act.person,
            verb=act.verb,
            alarm=alarm,
            occurrence=occurrence,
            revision=revision,
            system=act.system,
            mode=act.mode,
            reason=act.reason,
            duration_ns=act.duration_ns,
            one_shot=act.one_shot,
            claims=act.claims,
        )

    def _quoted(self, act: Act, alarm: str) -> tuple[int, int]:
        quote = act.quote
        if quote.seen_at_ns is not None:
            return self.seen[alarm, quote.seen_at_ns]
        reading = self.adapter.read(alarm)
        occurrence = reading.occurrence if quote.occurrence is None else quote.occurrence
        return occurrence, reading.revision if quote.revision is None else quote.revision

    def _judge(self, step: Step, fact: Fact, begin: int) -> None:
        """Judge one fact; ``begin`` is where in the journal the time it speaks of began."""
        match fact:
            case AlarmFact():
                self._judge_alarms(step, fact, counted=True)
            case PositionFact() | ModeFact() | GroupFact():
                self._note(step, judge_reading(fact, self.adapter))
            case AnnunciationFact() | QuietFact() | JournalFact():
                self._note(step, judge_journal(fact, self.journal.records[begin:]))
            case ExplainFact(alarms=alarms):
                shown = {alarm: self.adapter.read(alarm) for alarm in alarms}
                self._note(step, self.journal.explains(shown))

    def _judge_alarms(self, step: Step, fact: AlarmFact, *, counted: bool = False) -> bool:
        """Whether every alarm is as it is said; the first that is not becomes a failure."""
        self.facts += counted
        for alarm in fact.alarms:
            verdict = judge_alarm(alarm, fact, self.adapter.read(alarm))
            if verdict is not None:
                self.fail(step, verdict)
                return False
        return True

    def _note(self, step: Step, verdict: Verdict | None) -> None:
        self.facts += 1
        if verdict is not None:
            self.fail(step, verdict)

    def fail(self, step: Step, verdict: Verdict) -> None:
        """Keep a fact that was not so; too many end the scenario."""
        self.line, self.text = step.line, step.text
        self.note(verdict.expected, verdict.seen)
        if len(self.failures) >= FAILURES_MAX:
            raise _GivenUp

    def note(self, expected: str, seen: str) -> None:
        """Keep a failure at the present line."""
        events = tuple(self.journal.records[-EVENTS_SHOWN:])
        self.failures.append(Failure(self.line, self.text, expected, seen, events))


def _quotes(script: Script) -> dict[int, set[str]]:
    """Which alarms somebody says to have seen, and when."""
    quotes: dict[int, set[str]] = defaultdict(set)
    for step in script.steps:
        if isinstance(step.what, Act) and step.what.quote.seen_at_ns is not None:
            quotes[step.what.quote.seen_at_ns].update(step.what.alarms)
    return quotes
