"""Wrong about occurrences, acknowledgement and who may do what."""

from tests.drills.defects.registry import alarm_defect, server_defect
from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_server import PlainServer


@alarm_defect(
    "re-entry of a returned, unacknowledged alarm is silent and keeps its occurrence", "Phoebus, Yamcs"
)
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


@alarm_defect(
    "an acknowledgement is bound to the occurrence and not to what was shown of it", "Yamcs, Alerta"
)
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

    refuse_service = refuse_role


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
