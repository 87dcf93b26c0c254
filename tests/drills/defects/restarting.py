"""Wrong after a restart or a change of the configuration."""

from tests.drills.defects.registry import server_defect
from tests.drills.plain_server import PlainServer


@server_defect("after a restart a returned, unacknowledged alarm is at rest", "Phoebus")
class ForgetsReturned(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            if not alarm.present:
                alarm.waiting = False


@server_defect("after a restart a returned, unacknowledged alarm is shown as active", "Yamcs")
class ReturnedIsActive(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.active = alarm.active or (alarm.waiting and not alarm.present)


@server_defect("a restart forgets acknowledgements", "Phoebus")
class ForgetsAcknowledgement(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.waiting = alarm.waiting or alarm.present


@server_defect("occurrence numbers begin again at a restart", "Yamcs")
class NumbersBeginAgain(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.occurrence = 0


@server_defect("a restart forgets shelves")
class ForgetsShelves(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.overrides.pop("shelved", None)


@server_defect("a restart restores a shelf with the time of its beginning as its duration", "Yamcs")
class ShelfFromNow(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            if "shelved" in alarm.overrides:
                alarm.overrides["shelved"]["until"] = self.clock_ns + alarm.overrides["shelved"]["since"]


@server_defect("a restart forgets who is silenced")
class ForgetsSilence(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.silenced = False


@server_defect("a restart forgets latches")
class ForgetsLatch(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.latched = alarm.latched and alarm.active


@server_defect("a restart begins running on-delays anew")
class DelaysAnew(PlainServer):
    def resume(self):
        super().resume()
        for condition in self.conditions.values():
            if condition.state == "on_delay":
                condition.due_ns = self.clock_ns + condition.on_ns


@server_defect("a restart forgets re-alarm times and times for want of attention")
class ForgetsTimes(PlainServer):
    def resume(self):
        super().resume()
        for alarm in self.alarms.values():
            alarm.re_alarm_due = alarm.unattended_due = None


@server_defect("a restart takes what was last read for present")
class StaleIsPresent(PlainServer):
    def resume(self):
        doubts = {name: tag.doubt for name, tag in self.tags.items()}
        super().resume()
        for name, tag in self.tags.items():
            tag.doubt = doubts[name]


@server_defect("an off-delay runs on through a restart")
class OffDelayRunsOn(PlainServer):
    def resume(self):
        running = {name: each.due_ns for name, each in self.conditions.items() if each.state == "off_delay"}
        super().resume()
        for name, due_ns in running.items():
            self.conditions[name].state, self.conditions[name].due_ns = "off_delay", due_ns


@server_defect("an on-delay that ended while the server was down raises its alarm")
class DelayEndedInTheDark(PlainServer):
    def resume(self):
        running = {name: each.due_ns for name, each in self.conditions.items() if each.state == "on_delay"}
        super().resume()
        for name, due_ns in running.items():
            self.conditions[name].state, self.conditions[name].due_ns = "on_delay", due_ns


@server_defect("the journal does not tell who hid an alarm and why")
class NoAccounts(PlainServer):
    def restore(self, alarm, record):
        super().restore(alarm, record)
        for override in alarm.overrides.values():
            override["by"] = override["reason"] = ""


@server_defect("an edited or disabled limit is a return to normal", "Yamcs")
class EditClears(PlainServer):
    def do_reconfigure(self, site):
        super().do_reconfigure(site)
        for name, condition in self.conditions.items():
            if site["alarms"] != self.journal_site["alarms"] and condition.active:
                condition.state = "normal"
                self.alarms[name].normal(self.clock_ns)
        self.journal_site = site

    def do_configure(self, site):
        super().do_configure(site)
        self.journal_site = site


@server_defect("an edited limit forgets what people did", "Phoebus")
class EditForgets(PlainServer):
    def do_reconfigure(self, site):
        super().do_reconfigure(site)
        for alarm in self.alarms.values():
            alarm.waiting, alarm.acknowledged_by = alarm.present, ""
            alarm.overrides.pop("shelved", None)


@server_defect("a clock that was wrong once shuts out samples after a restart, too")
class RemembersFuture(PlainServer):
    def forget_future(self, tag):
        """Left out."""
