"""From samples to "abnormal": limits, delays, deadband, counting, for the second alarm server."""

from tests.drills.plain_expression import RANK, Expression

HIGH = ("high", "high_high", "deviation_high", "rate_high")
ON_ONE_SAMPLE = ("high", "high_high", "low", "low_low", "input_bad")


class PlainTag:
    """The present value of a tag, how far it can be believed, and what rates and stuck inputs remember."""

    def __init__(self, settings, now_ns):
        self.settings, self.name = settings, settings["name"]
        self.states = settings.get("states", ())
        self.value, self.doubt = None, "unheard"
        self.stamp_ns, self.heard_ns = None, now_ns
        self.lost = self.rejecting = False
        self.history = []  # samples that could be used: stamp, value, doubt
        self.rates = {}  # time constant -> samples seen so far, level, slope, doubt, share

    @property
    def lost_at_ns(self):
        heard_ns = self.heard_ns if self.stamp_ns is None else max(self.stamp_ns, self.heard_ns)
        return heard_ns + self.settings.get("age_limit_ms", 5_000) * 10**6

    @property
    def bad(self):
        return RANK[self.doubt] > 1

    def answer(self):
        """Value, doubt and states, as an expression reads them."""
        return (None if self.bad else self.value), self.doubt, self.states


class PlainCondition:
    """One judgement with its delays. ``read(server)`` gives (value, doubt) of what is judged."""

    def __init__(self, read, inputs, side, limit, deadband=0.0, on_ms=0, off_ms=0, count=0, window_ms=0):
        self.read, self.inputs, self.side, self.limit, self.deadband = read, inputs, side, limit, deadband
        self.on_ns, self.off_ns = on_ms * 10**6, off_ms * 10**6
        self.count, self.window_ns = count, window_ms * 10**6
        self.state, self.due_ns, self.starts = "normal", None, []
        self.trust = "unheard"  # of the last judgement

    @property
    def active(self):
        return self.state in ("abnormal", "off_delay")

    def meaning(self, server):
        """``abnormal``, ``normal`` or ``unknown``; unknown is never a return."""
        value, doubt = self.read(server)
        if RANK[doubt] > 1:
            return self.when_unknown()
        if self.is_abnormal(value):
            return "abnormal"
        return "normal" if doubt == "sure" else self.when_doubtful()

    def how_sure(self, server):
        """A condition whose input cannot be used is held, and only probably so."""
        doubt = self.read(server)[1]
        return "doubtful" if doubt == "unknown" else doubt

    def answer(self):
        """What ``active`` of the alarm answers."""
        return (None if self.trust == "unheard" else self.active), self.trust

    def when_unknown(self):
        return "unknown"

    def when_doubtful(self):
        return "unknown"

    def is_abnormal(self, value):
        if self.side == "truth":
            return bool(value)
        band = self.deadband if self.state in ("on_delay", "abnormal") else 0.0
        return value >= self.limit - band if self.side == "high" else value <= self.limit + band

    def judge(self, server, at_ns):
        """A sample was judged; returns "raised", "returned" or ""."""
        self.trust = self.how_sure(server)
        meaning = self.meaning(server)
        if self.state == "normal" and meaning == "abnormal":
            self.starts = [*self.starts[-9:], at_ns]
            return self.begin("on_delay", self.on_ns, at_ns)
        if self.state == "on_delay" and meaning == "normal":
            self.state, self.due_ns = "normal", None
        elif self.state == "abnormal" and meaning == "normal":
            return self.begin("off_delay", self.off_ns, at_ns)
        elif self.state == "off_delay" and meaning != "normal":
            self.state, self.due_ns = "abnormal", None
        return ""

    def begin(self, delay, delay_ns, at_ns):
        self.state = delay
        recent = [start for start in self.starts if start > at_ns - self.window_ns]
        if delay_ns == 0 or (delay == "on_delay" and self.count and len(recent) >= self.count):
            return self.end_delay()
        self.due_ns = at_ns + delay_ns
        return ""

    def end_delay(self):
        raised = self.state == "on_delay"
        self.state, self.due_ns = ("abnormal" if raised else "normal"), None
        return "raised" if raised else "returned"

    def after_restart(self, now_ns):
        """Nobody knows what happened meanwhile."""
        self.trust = "unheard"
        if self.state == "off_delay":
            self.state, self.due_ns = "abnormal", None
        elif self.state == "on_delay" and self.due_ns < now_ns:
            self.state, self.due_ns = "normal", None


class InputBad(PlainCondition):
    """The tag's own input is bad or lost."""

    def meaning(self, server):
        _, doubt = self.read(server)
        return {"sure": "normal", "doubtful": "unknown"}.get(doubt, "abnormal")

    def how_sure(self, server):
        return "doubtful" if self.read(server)[1] == "doubtful" else "sure"


def condition_of(alarm, server):
    """The condition of an alarm's settings."""
    kind, inputs = alarm["kind"], {alarm["tag"]}
    side = "high" if kind in HIGH else "low"
    read = lambda server: server.tags[alarm["tag"]].answer()[:2]  # noqa: E731
    make = server.condition_class
    if kind == "input_bad":
        make = InputBad

        def read(server):
            tag = server.tags[alarm["tag"]]
            waiting = tag.doubt == "unheard" and not tag.lost
            return (None, "doubtful" if waiting else "unknown" if tag.lost else tag.doubt)

    elif kind in ("deviation_high", "deviation_low"):
        reference = alarm["expression"]
        inputs.add(reference)
        read = lambda server: less(server.tags[alarm["tag"]], server.tags[reference])  # noqa: E731
    elif kind in ("rate_high", "rate_low"):
        window_s = alarm["window_ms"] / 1_000
        read = lambda server: rate(server.tags[alarm["tag"]], window_s)  # noqa: E731
    elif kind == "discrete":
        side, read = "truth", lambda server: equals(server.tags[alarm["tag"]], alarm["limit_eu"])
    elif kind == "stuck":
        side, read = "truth", lambda server: stuck(server.tags[alarm["tag"]], alarm["limit_eu"])
    elif kind == "expression":
        expression = Expression(alarm["expression"], server.tags)
        inputs |= {*expression.tags, *(piece for piece in expression.pieces if piece in server.settings_of)}
        side, read = "truth", lambda server: expression.answer(server.read_tag, server.is_active)
    numbers = ("limit_eu", "deadband_eu", "on_delay_ms", "off_delay_ms", "count", "count_window_ms")
    return make(read, inputs, side, *(alarm.get(name, 0) for name in numbers))


def less(tag, reference):
    doubt = max(tag.doubt, reference.doubt, key=RANK.get)
    return (None, doubt) if RANK[doubt] > 1 else (tag.value - reference.value, doubt)


def equals(tag, value):
    return (None, tag.doubt) if tag.bad else (tag.value == value, tag.doubt)


def rate(tag, window_s):
    """Filtered slope of the samples that could be used; unknown at the start and after a long gap."""
    known = tag.rates.setdefault(window_s, {"seen": 0, "level": None, "last_ns": 0, "slope": None})
    for stamp_ns, value, said in tag.history[known["seen"] :]:
        elapsed_s = (stamp_ns - known["last_ns"]) / 1e9
        if known["level"] is None or elapsed_s > 10 * window_s:
            known.update(level=value, share=1.0, doubt="unknown")
        else:
            known["slope"] = (value - known["level"]) / (window_s + elapsed_s)
            known["level"] += known["slope"] * elapsed_s
            known["share"] *= window_s / (window_s + elapsed_s)
            known["doubt"] = "doubtful" if known["share"] > 0.05 or said == "doubtful" else "sure"
        known["last_ns"] = stamp_ns
    known["seen"] = len(tag.history)
    return (None, tag.doubt) if tag.bad else (known["slope"], known["doubt"])


def stuck(tag, tolerance):
    """Whether the last sample still lies where the tag last moved to."""
    place, found = None, None
    for _, value, _ in tag.history:
        moved = place is None or abs(value - place) > tolerance
        found = None if place is None else not moved
        place = value if moved else place
    return (None, "unknown") if tag.bad or found is None else (found, tag.doubt)
