"""Alarm servers that are wrong in one thing each: the second server with one method replaced.

Most are modelled on what was observed in running alarm servers; the name of the product is given where it was.
``docs/conformance.md`` shows which scenarios catch which; a defect that none catches fails a test.
"""

from dataclasses import dataclass

from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_condition import PlainCondition
from tests.drills.plain_server import PlainServer
from tests.drills.plain_site import Groups, Positions


@dataclass(frozen=True)
class Defect:
    """``name`` says what is wrong; ``seen_in`` is where something like it was observed."""

    name: str
    seen_in: str
    server: type[PlainServer]


DEFECTS: list[Defect] = []


def alarm_defect(name, seen_in=""):
    """Register an alarm class as a defect."""

    def register(wrong):
        DEFECTS.append(Defect(name, seen_in, type(wrong.__name__, (PlainServer,), {"alarm_class": wrong})))
        return wrong

    return register


def condition_defect(name, seen_in=""):
    """Register a condition class as a defect."""

    def register(wrong):
        DEFECTS.append(Defect(name, seen_in, type(wrong.__name__, (PlainServer,), {"condition_class": wrong})))
        return wrong

    return register


def server_defect(name, seen_in=""):
    """Register a server class as a defect."""

    def register(wrong):
        DEFECTS.append(Defect(name, seen_in, wrong))
        return wrong

    return register


# Occurrences and acknowledgement


@alarm_defect("re-entry of a returned, unacknowledged alarm is silent and keeps its occurrence", "Phoebus, Yamcs")
class SilentReEntry(PlainAlarm):
    def abnormal(self, at_ns, onset_ns, value):
        if self.active or not self.waiting or not self.occurrence:
            super().abnormal(at_ns, onset_ns, value)
        else:
            before, self.active = self.letter, True
            self.move("abnormal", before, at_ns)


@alarm_defect("re-entry of a latched alarm is silent and keeps its occurrence")
class SilentLatchedReEntry(PlainAlarm):
    def abnormal(self, at_ns, onset_ns, value):
        if self.active or not self.latched:
            super().abnormal(at_ns, onset_ns, value)
        else:
            before, self.active = self.letter, True
            self.move("abnormal", before, at_ns)


@alarm_defect("acknowledging an alarm that had returned once clears it while it is abnormal", "Yamcs")
class AcknowledgeClears(PlainAlarm):
    def carry_out(self, order, at_ns):
        super().carry_out(order, at_ns)
        if order["verb"] == "acknowledge" and self.active and self.occurrence > 1:
            self.normal(at_ns)
        return ""


@alarm_defect("a return to normal acknowledges")
class ReturnAcknowledges(PlainAlarm):
    def normal(self, at_ns):
        self.settings = {**self.settings, "auto_acknowledge": True}
        super().normal(at_ns)


@alarm_defect("automatic acknowledgement on return does not work")
class NoAutoAcknowledge(PlainAlarm):
    def normal(self, at_ns):
        self.settings = {**self.settings, "auto_acknowledge": False}
        super().normal(at_ns)


@alarm_defect("the sound flickers back when an acknowledged alarm returns", "FUXA")
class FlickersBack(PlainAlarm):
    def normal(self, at_ns):
        was_acknowledged = self.active and not self.waiting
        super().normal(at_ns)
        if was_acknowledged and not self.present and self.in_sight:
            self.waiting = True


@alarm_defect("an acknowledgement is not bound to anything", "Phoebus")
class UnboundAcknowledgement(PlainAlarm):
    def refuse_occurrence(self, order):
        return ""

    def refuse_revision(self, order):
        return ""


@alarm_defect("an acknowledgement is bound to the occurrence and not to what was shown of it", "Yamcs, Alerta")
class UnboundRevision(PlainAlarm):
    def refuse_revision(self, order):
        return ""


@alarm_defect("any change since an alarm was seen refuses its acknowledgement")
class StrictRevision(PlainAlarm):
    def refuse_revision(self, order):
        return ("changed_since", "changed") if order["revision"] != self.revision else ""


@alarm_defect("a second acknowledgement is accepted and takes the first one's place")
class SecondAcknowledgementWins(PlainAlarm):
    def refuse_acknowledge(self, order):
        return "" if self.acknowledged_by else super().refuse_acknowledge(order)


@alarm_defect("who acknowledged is not told to the next one")
class NobodyNamed(PlainAlarm):
    def refuse_acknowledge(self, order):
        refused = super().refuse_acknowledge(order)
        return (refused[0], "done already") if refused else ""


@server_defect("an act that is not legal is passed over without a word", "Alerta")
class SilentRefusal(PlainServer):
    def one_act(self, order):
        self.judge_order(order)
        return {"refused": "", "detail": ""}


@server_defect("a refusal is not journaled")
class UnjournaledRefusal(PlainServer):
    def record_refusal(self, order, reason, detail):
        """Left out."""


@alarm_defect("an act leaves its mark before it is known to be legal", "PyAutomation")
class WritesFirst(PlainAlarm):
    def act(self, order, at_ns):
        self.revision += 1
        return super().act(order, at_ns)


@server_defect("a list of acts stops at its first refusal")
class ListStops(PlainServer):
    def do_act(self, orders):
        replies = []
        for order in orders:
            stopped = replies and replies[-1]["refused"]
            replies.append(dict(replies[-1]) if stopped else self.one_act(order))
        return {"replies": replies}


@server_defect("who acts is taken from the message", "Phoebus")
class ClaimedIdentity(PlainServer):
    def one_act(self, order):
        if order["claims"]:
            order["person"]["name"] = order["claims"]
        return super().one_act(order)


@alarm_defect("roles are not looked at")
class NoRoles(PlainAlarm):
    def refuse_role(self, order):
        return ""


@server_defect("two records are written for one acknowledgement")
class TwoRecords(PlainServer):
    def record(self, **told):
        super().record(**told)
        if told["record"] == "acknowledge":
            super().record(**told)


@server_defect("the journal leaves out what nobody asked for")
class MissingRecords(PlainServer):
    def record(self, **told):
        if told["record"] not in ("severity-changed", "normal"):
            super().record(**told)


# Urgency


@alarm_defect("worse after the acknowledgement stays acknowledged", "Yamcs, Alerta")
class StaysAcknowledged(PlainAlarm):
    def is_news(self):
        return False


@alarm_defect("worse again is never heard, whatever the site chose", "Phoebus")
class NeverAgain(PlainAlarm):
    def is_news(self):
        known = self.peak if self.waiting else self.seen
        return self.present and (known is None or self.priority < known)


@alarm_defect("worse again is always heard, whatever the site chose")
class AlwaysAgain(PlainAlarm):
    def is_news(self):
        return self.present


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


# Latch


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


# Shelves


@alarm_defect("a shelf is dropped when the alarm returns to normal", "Yamcs")
class ShelfDropped(PlainAlarm):
    def end_one_shot(self):
        if self.overrides.pop("shelved", None) and self.in_sight:
            self.excuse()


@alarm_defect("unshelved by the operator while abnormal: unacknowledged", "Alerta")
class UnshelvedUnacknowledged(PlainAlarm):
    def show(self, kind, event, at_ns, *, person="", text="", by_person=False):
        super().show(kind, event, at_ns, person=person, text=text)


@alarm_defect("unshelved by the timer while abnormal: acknowledged, in silence")
class TimerAcknowledges(PlainAlarm):
    def shelf_ended(self, at_ns):
        self.show("shelved", "shelf-ended", at_ns, by_person=True)


@alarm_defect("unshelved while normal: waits for an acknowledgement")
class UnshelvedWaits(PlainAlarm):
    def show(self, kind, event, at_ns, *, person="", text="", by_person=False):
        waited = self.waiting
        super().show(kind, event, at_ns, person=person, text=text, by_person=by_person)
        if waited and kind == "shelved" and not self.present:
            self.waiting = True


@server_defect("a shelf ends when the next sample comes, not at its time", "PyAutomation")
class ShelfEndsWithSample(PlainServer):
    def times_of(self, alarm):
        return [each for each in super().times_of(alarm) if each[1] != alarm.shelf_ended]

    def judge(self, touched, at_ns):
        super().judge(touched, at_ns)
        for alarm in self.alarms.values():
            shelf = alarm.overrides.get("shelved")
            if shelf and shelf["until"] < at_ns and alarm.settings["tag"] in touched:
                alarm.shelf_ended(at_ns)


@alarm_defect("a shelf never ends by itself", "Yamcs")
class ShelfForEver(PlainAlarm):
    def hide(self, kind, event, at_ns, **told):
        super().hide(kind, event, at_ns, **told)
        if kind == "shelved":
            self.overrides[kind]["until"] += 10**18


@alarm_defect("a shelf needs no reason")
class NoReasonNeeded(PlainAlarm):
    def refuse_shelf(self, order, at_ns):
        return super().refuse_shelf({**order, "reason": "none"}, at_ns)


@alarm_defect("a shelf may be as long as anyone likes, or without end", "Yamcs, Open MCT")
class AnyShelf(PlainAlarm):
    def refuse_shelf(self, order, at_ns):
        refused = super().refuse_shelf(order, at_ns)
        return "" if refused and refused[0] == "too_long" else refused


@alarm_defect("shelving again adds up beyond the longest time")
class ShelvesAddUp(PlainAlarm):
    def refuse_shelf(self, order, at_ns):
        shelf = self.overrides.get("shelved")
        return super().refuse_shelf(order, shelf["since"] if shelf else at_ns)


@alarm_defect("shelves that end together all sound together")
class ShelvesTogether(PlainAlarm):
    def shelf_ended(self, at_ns):
        self.show("shelved", "shelf-ended", at_ns)


@alarm_defect("a one-shot shelf outlasts the activation")
class OneShotStays(PlainAlarm):
    def end_one_shot(self):
        """Left out."""


@alarm_defect("a one-shot shelf has no maximum")
class OneShotForEver(PlainAlarm):
    def hide(self, kind, event, at_ns, **told):
        super().hide(kind, event, at_ns, **told)
        if told.get("one_shot"):
            self.overrides[kind]["until"] += 10**18


@alarm_defect("only an active alarm can be shelved", "Yamcs")
class ShelveActiveOnly(PlainAlarm):
    def refuse_shelve(self, order):
        return "" if self.present or self.waiting else ("not_shelved", "it is not active")


@alarm_defect("shelving acknowledges and resets the latch", "DEIF PPM-300")
class ShelvingAcknowledges(PlainAlarm):
    def hide(self, kind, event, at_ns, **told):
        super().hide(kind, event, at_ns, **told)
        if kind == "shelved":
            self.waiting = self.latched = False


# Suppressed and out of service


@alarm_defect("a new event lifts suppression and brings an alarm back into service", "Alerta")
class LiftedByEvent(PlainAlarm):
    def begin_occurrence(self, at_ns, onset_ns, value):
        super().begin_occurrence(at_ns, onset_ns, value)
        for kind in ("suppressed", "out_of_service"):
            self.overrides.pop(kind, None)
        self.causes.clear()


@alarm_defect("an override that ends while abnormal leaves the alarm silent")
class SilentEnd(PlainAlarm):
    def show(self, kind, event, at_ns, *, person="", text="", by_person=False):
        by_person = by_person or kind != "shelved"
        super().show(kind, event, at_ns, person=person, text=text, by_person=by_person)


@server_defect("a suppression whose input is bad goes on")
class SuppressedByNobodyKnows(PlainServer):
    def logic_says(self, words, value, doubt):
        return super().logic_says(words, value, doubt) if doubt in ("sure", "doubtful") else None


@server_defect("a suppression whose input is uncertain holds")
class SuppressedByDoubt(PlainServer):
    def logic_says(self, words, value, doubt):
        return (words, True) if value else super().logic_says(words, value, doubt)


@server_defect("that a suppression ended for want of a good input is not said")
class SilentDisbelief(PlainServer):
    def disbelief(self, doubt):
        return ""


@alarm_defect("suppression leaves an alarm that stands already in sight")
class StandingStays(PlainAlarm):
    def suppress(self, cause, words, at_ns):
        if not self.present:
            super().suppress(cause, words, at_ns)


@alarm_defect("ending one override ends all")
class AllEnd(PlainAlarm):
    def show(self, kind, event, at_ns, *, person="", text="", by_person=False):
        self.overrides = {kind: self.overrides.get(kind, {"hidden": 0})}
        super().show(kind, event, at_ns, person=person, text=text, by_person=by_person)


@alarm_defect("what is hidden is not counted")
class Uncounted(PlainAlarm):
    def annunciate(self, event, before, at_ns):
        super().annunciate(event, before, at_ns)
        for override in self.overrides.values():
            override["hidden"] = 0


@alarm_defect("the wrong override gives the letter")
class WrongPrecedence(PlainAlarm):
    @property
    def letter(self):
        return "E" if "shelved" in self.overrides else super().letter


@alarm_defect("a hidden alarm sounds")
class HiddenSounds(PlainAlarm):
    @property
    def sounding(self):
        return self.waiting and not self.silenced


# Silence


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


# Conditions


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
        return super().is_active(name) and self.alarms[name].in_sight


@condition_defect("a vote with an unknown part is unknown, and so is everything else with one")
class UnknownSpoils(PlainCondition):
    def meaning(self, server):
        bad = any(server.tags[name].bad for name in self.inputs if name in server.tags)
        return "unknown" if bad and self.side == "truth" else super().meaning(server)


@condition_defect("deviations and rates are judged the wrong way round")
class WrongSide(PlainCondition):
    def is_abnormal(self, value):
        return not super().is_abnormal(value) if self.side != "truth" else super().is_abnormal(value)


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


# Modes, groups, floods, events


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


# Restart and configuration


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
