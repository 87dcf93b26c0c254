"""Wrong about modes, groups, floods and events."""

from tests.drills.defects.registry import alarm_defect, server_defect
from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_server import PlainServer
from tests.drills.plain_site import Groups, Positions


@server_defect("a change of mode leaves the limits")
class ModeWithoutLimits(PlainServer):
    def apply_limits(self, system, mode):
        """Left out."""


@server_defect("a change of mode waits for the next sample")
class ModeWaits(PlainServer):
    def set_mode(self, system, mode, at_ns, person, words):
        conditions, self.conditions = self.conditions, {name: Waiting() for name in self.conditions}
        super().set_mode(system, mode, at_ns, person, words)
        self.conditions = conditions
        self.apply_limits(system, mode)


class Waiting:
    """A condition that is not judged."""

    limit = 0.0

    def judge(self, server, at_ns):
        return ""


@server_defect("a change of mode leaves the priorities")
class ModeWithoutPriorities(PlainServer):
    def setting(self, alarm, system, mode):
        return {**super().setting(alarm, system, mode), "priority": None}


@server_defect("a mode suppresses nothing")
class ModeWithoutSuppression(PlainServer):
    def setting(self, alarm, system, mode):
        return {**super().setting(alarm, system, mode), "suppressed": False}


@server_defect("a mode whose tag is bad goes on")
class ModeGoesOn(PlainServer):
    def mode_by_tag(self, name, system, at_ns):
        if not self.tags[system["mode_tag"]].bad:
            super().mode_by_tag(name, system, at_ns)


@server_defect("a restart forgets the mode")
class ModeForgotten(PlainServer):
    def do_restart(self, stop, start, journal_alone):
        super().do_restart(stop, start, journal_alone)
        self.modes = dict.fromkeys(self.modes, "")


class ByArrival(Groups):
    """First is what was annunciated first."""

    def moved(self, alarm, raised, at_ns, onset_ns):
        group = alarm.settings.get("group")
        last = max([told[0] for told in self.onsets.get(group, {}).values()], default=0)
        super().moved(alarm, raised, at_ns, max(onset_ns, last + 1))


@server_defect("first of a group is what was annunciated first")
class FirstByArrival(PlainServer):
    def build(self, site):
        super().build(site)
        self.groups = ByArrival(self)


class SureClocks(Groups):
    """Every clock is believed to the nanosecond."""

    def uncertainty_ns(self, alarm):
        return 0


@server_defect("clocks are believed when they are compared")
class ClocksBelieved(PlainServer):
    def build(self, site):
        super().build(site)
        self.groups = SureClocks(self)


class NoHysteresis(Positions):
    """A flood ends as soon as the count is back at its beginning."""

    def ends_ns(self, name):
        told, self.settings = self.settings, {name: {**self.settings[name], "flood_end": 11}}
        ends_ns = super().ends_ns(name)
        self.settings = told
        return ends_ns


@server_defect("a flood ends where it began")
class FloodWithoutHysteresis(PlainServer):
    def build(self, site):
        super().build(site)
        self.positions = NoHysteresis(self)


class OneDesk(Positions):
    """All annunciations count everywhere."""

    def annunciated(self, alarm, at_ns):
        for name in self.settings:
            self.of = lambda alarm, name=name: name
            super().annunciated(alarm, at_ns)


@server_defect("all operator positions share one count")
class SharedCount(PlainServer):
    def build(self, site):
        super().build(site)
        self.positions = OneDesk(self)


@alarm_defect("a flood counts what is hidden")
class HiddenCounts(PlainAlarm):
    def annunciate(self, event, before, at_ns):
        super().annunciate(event, before, at_ns)
        if not self.in_sight:
            self.server.annunciated(self, at_ns)


@server_defect("a flood counts each alarm once")
class CountsOnce(PlainServer):
    def annunciated(self, alarm, at_ns):
        if alarm.revision == 1 and alarm.occurrence == 1:
            super().annunciated(alarm, at_ns)


@server_defect("an alarm that runs as an event is annunciated")
class EventsSound(PlainServer):
    def condition_moved(self, name, raised, at_ns, onset_ns):
        self.alarms[name].settings = {**self.alarms[name].settings, "event_only": False}
        super().condition_moved(name, raised, at_ns, onset_ns)
