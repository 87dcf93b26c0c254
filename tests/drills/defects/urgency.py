"""Wrong about urgency, re-alarm, latch and sound."""

from tests.drills.defects.registry import alarm_defect, server_defect
from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_server import PlainServer


@alarm_defect("worse after the acknowledgement stays acknowledged", "Yamcs, Alerta")
class StaysAcknowledged(PlainAlarm):
    def is_news(self):
        return False


@alarm_defect("worse again is never heard, whatever the site chose", "Phoebus")
class NeverAgain(PlainAlarm):
    def is_news(self):
        known = self.peak if self.waiting else self.seen
        return known is None or self.priority < known


@alarm_defect("worse again is always heard, whatever the site chose")
class AlwaysAgain(PlainAlarm):
    def is_news(self):
        return True


@alarm_defect("only the present priority is shown, not the worst that nobody acknowledged")
class NoPeak(PlainAlarm):
    def urgency(self, before_priority, at_ns):
        super().urgency(before_priority, at_ns)
        self.peak = self.priority


@alarm_defect("an alarm that nobody acknowledges never becomes more urgent")
class NeverUnattended(PlainAlarm):
    def keep_times(self, at_ns, *, restart):
        super().keep_times(at_ns, restart=restart)
        self.unattended_due = None


@alarm_defect("the re-alarm time is never looked at")
class NoReAlarm(PlainAlarm):
    def keep_times(self, at_ns, *, restart):
        super().keep_times(at_ns, restart=restart)
        self.re_alarm_due = None


@alarm_defect("the re-alarm time runs on after the return")
class ReAlarmForEver(PlainAlarm):
    def keep_times(self, at_ns, *, restart):
        due = self.re_alarm_due
        super().keep_times(at_ns, restart=restart)
        if due is not None and not self.active:
            self.re_alarm_due = due

    def re_alarm(self, at_ns):
        self.re_alarm_due = None
        super().re_alarm(at_ns)


@alarm_defect("a reset is possible while abnormal and not when normal", "Yamcs")
class InvertedLatch(PlainAlarm):
    def refuse_reset(self, order):
        if not self.latched:
            return "not_latched", "it is not latched"
        return "" if self.active else ("still_abnormal", "it is latched")


@alarm_defect("a reset needs no acknowledgement")
class ResetUnacknowledged(PlainAlarm):
    def refuse_reset(self, order):
        refused = super().refuse_reset(order)
        return "" if refused and refused[0] == "not_acknowledged" else refused


@alarm_defect("an acknowledgement releases the latch")
class AcknowledgeReleases(PlainAlarm):
    def carry_out(self, order, at_ns):
        if order["verb"] == "acknowledge" and not self.active:
            self.latched = False
        return super().carry_out(order, at_ns)


@alarm_defect("alarms do not latch")
class NoLatch(PlainAlarm):
    def begin_occurrence(self, at_ns, onset_ns, value):
        self.latched = False
        super().begin_occurrence(at_ns, onset_ns, value)


@server_defect("the latch is set before the on-delay has ended", "JAWS")
class EarlyLatch(PlainServer):
    def judge(self, touched, at_ns):
        super().judge(touched, at_ns)
        for name, alarm in self.alarms.items():
            if self.conditions[name].state == "on_delay" and alarm.settings.get("latching"):
                alarm.latched = True


@server_defect("a latched alarm is out of sight during the on-delay of its re-entry", "JAWS")
class HiddenInOnDelay(PlainServer):
    def reading(self, alarm):
        reading = super().reading(alarm)
        hidden = self.conditions[alarm.name].state == "on_delay" and alarm.latched
        return {**reading, "letter": "A"} if hidden else reading


@alarm_defect("silencing acknowledges")
class SilenceAcknowledges(PlainAlarm):
    def carry_out(self, order, at_ns):
        if order["verb"] == "silence":
            self.waiting = False
        return super().carry_out(order, at_ns)


@alarm_defect("an alarm that was silenced stays silent for good")
class SilencedForGood(PlainAlarm):
    def annunciate(self, event, before, at_ns):
        silenced = self.silenced
        super().annunciate(event, before, at_ns)
        self.silenced = silenced


@alarm_defect("the acknowledgement does not end the sound")
class SoundsOn(PlainAlarm):
    @property
    def sounding(self):
        return super().sounding or (self.active and self.in_sight and not self.silenced)
