"""Wrong about limits, delays and what cannot be believed."""

from tests.drills.defects.registry import condition_defect, server_defect
from tests.drills.plain_condition import PlainCondition
from tests.drills.plain_server import PlainServer


@condition_defect("the deadband is stored and never read", "PyAutomation")
class NoDeadband(PlainCondition):
    def __init__(self, *told):
        super().__init__(*told)
        self.deadband = 0.0


@condition_defect("the on-delay is stored and never read", "PyAutomation")
class NoOnDelay(PlainCondition):
    def __init__(self, *told):
        super().__init__(*told)
        self.on_ns = 0


@condition_defect("the off-delay is stored and never read", "PyAutomation, JAWS")
class NoOffDelay(PlainCondition):
    def __init__(self, *told):
        super().__init__(*told)
        self.off_ns = 0


@condition_defect("starts of the on-delay are not counted")
class NoCount(PlainCondition):
    def __init__(self, *told):
        super().__init__(*told)
        self.count = 0


@condition_defect("starts of the on-delay are counted without a window")
class CountForEver(PlainCondition):
    def __init__(self, *told):
        super().__init__(*told)
        self.window_ns = 10**18


@condition_defect("a value at the limit is not beyond it")
class BeyondOnly(PlainCondition):
    def is_abnormal(self, value):
        return super().is_abnormal(value) and (self.side == "truth" or value != self.limit)


@server_defect("a delay ends at its last instant, before the sample of that instant", "Phoebus")
class EarlyDelay(PlainServer):
    def has_ended(self, due_ns, now_ns):
        return due_ns <= now_ns


@condition_defect("a bad or missing sample counts as normal", "Yamcs, PANIC, FUXA")
class UnknownIsNormal(PlainCondition):
    def when_unknown(self):
        return "normal"


@condition_defect("a bad sample raises the process alarm")
class UnknownIsAbnormal(PlainCondition):
    def when_unknown(self):
        return "abnormal"


@condition_defect("an uncertain sample clears")
class DoubtClears(PlainCondition):
    def when_doubtful(self):
        return "normal"


@condition_defect("an uncertain sample raises nothing")
class DoubtRaisesNothing(PlainCondition):
    def meaning(self, server):
        return "unknown" if self.read(server)[1] == "doubtful" else super().meaning(server)


@condition_defect("a bad sample stops a running on-delay")
class UnknownStopsDelay(PlainCondition):
    def when_unknown(self):
        return "normal" if self.state == "on_delay" else "unknown"


@condition_defect("an unknown sample does not stop a running off-delay")
class UnknownKeepsOffDelay(PlainCondition):
    def when_unknown(self):
        return "normal" if self.state == "off_delay" else "unknown"

    when_doubtful = when_unknown


@server_defect("quality is not looked at", "FUXA")
class NoQuality(PlainServer):
    def doubt_of(self, quality):
        return "sure" if quality == "bad" else super().doubt_of(quality)

    def take_sample(self, sample, at_ns, ahead):
        sample = {**sample, "value": 0.0 if sample["value"] is None else sample["value"]}
        return super().take_sample(sample, at_ns, ahead)


@server_defect("an input that falls silent is never noticed", "FUXA")
class NeverLost(PlainServer):
    def lose(self, tag, at_ns):
        tag.lost = True


@server_defect("alarms end when their input falls silent", "Alertmanager")
class SilenceResolves(PlainServer):
    def lose(self, tag, at_ns):
        super().lose(tag, at_ns)
        for name, condition in self.conditions.items():
            if condition.active and tag.name in condition.inputs and condition.side != "low":
                condition.state = "normal"
                self.alarms[name].normal(at_ns)


@server_defect("an alarm whose input is bad looks like any other")
class NoMark(PlainServer):
    def reading(self, alarm):
        return {**super().reading(alarm), "trusted": True}


@server_defect("late and repeated samples are taken")
class TakesLate(PlainServer):
    def is_newer(self, tag, at_ns):
        return True


@server_defect("samples that are not taken leave no record")
class UnjournaledRejection(PlainServer):
    def record(self, **told):
        if told["record"] != "rejected":
            super().record(**told)


@server_defect("a stamp far ahead of the server's clock is believed")
class BelievesFuture(PlainServer):
    def take_row(self, stamp_ns, samples):
        clock_ns, self.clock_ns = self.clock_ns, max(self.clock_ns, stamp_ns)
        super().take_row(stamp_ns, samples)
        self.clock_ns = clock_ns


@server_defect("when the clock steps back, so does the server")
class ClockRunsBack(PlainServer):
    def do_step_clock(self, by_ns):
        super().do_step_clock(by_ns)
        self.clock_ns = self.now_ns + self.shift_ns
        for alarm in self.alarms.values():
            alarm.overrides.pop("shelved", None)


@server_defect("an expression with an unknown part is false", "PANIC")
class UnknownIsFalse(PlainServer):
    def read_tag(self, name):
        value, doubt, states = super().read_tag(name)
        return (-1e9, "sure", states) if value is None else (value, doubt, states)


@server_defect("an expression asks for what is shown of another alarm, not for its condition")
class AsksForSight(PlainServer):
    def is_active(self, name):
        active, doubt = super().is_active(name)
        return active and self.alarms[name].in_sight, doubt


@condition_defect("a vote with an unknown part is unknown, and so is everything else with one")
class UnknownSpoils(PlainCondition):
    def meaning(self, server):
        bad = any(server.tags[name].bad for name in self.inputs if name in server.tags)
        return "unknown" if bad and self.side == "truth" else super().meaning(server)


@condition_defect("conditions other than a limit on one tag are not judged", "Yamcs")
class LimitsOnly(PlainCondition):
    def meaning(self, server):
        plain = self.side != "truth" and len(self.inputs) == 1
        return super().meaning(server) if plain else "normal"


@server_defect("a rate is the difference of two samples")
class RateWithoutFilter(PlainServer):
    def take_sample(self, sample, at_ns, ahead):
        taken = super().take_sample(sample, at_ns, ahead)
        tag = self.tags[sample["tag"]]
        tag.history, tag.rates = tag.history[-2:], {}
        return taken
