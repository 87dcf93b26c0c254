"""Wrong about shelves, suppression and service."""

from tests.drills.defects.registry import alarm_defect, server_defect
from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_server import PlainServer


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
