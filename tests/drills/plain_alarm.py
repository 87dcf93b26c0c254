"""One alarm as a handful of attributes and short methods: what a second alarm server does with an event.

Written from the table of requirements, with nothing of ours imported. Every rule is a method of its own, so
that ``defects`` can replace one and leave the rest.
"""

OVERRIDES = ("out_of_service", "suppressed", "shelved")
LETTERS = {"out_of_service": "G", "suppressed": "F", "shelved": "E"}


class PlainAlarm:
    """``server`` has the time, the journal and the philosophy."""

    def __init__(self, server, settings):
        self.server, self.settings, self.name = server, settings, settings["name"]
        self.active = self.waiting = self.latched = self.silenced = False
        self.occurrence = self.revision = self.loud_revision = 0
        self.raised_ns = self.onset_ns = 0
        self.value = None
        self.acknowledged_by, self.acknowledged_ns = "", 0
        self.overrides = {}  # kind -> dict of by, reason, since, until, one_shot, hidden
        self.causes = {}  # what suppresses it: "logic" or "mode" -> words
        self.mode_priority = settings["priority"]
        self.beyond = self.unattended = False
        self.peak, self.seen = self.mode_priority, None
        self.re_alarm_due = self.unattended_due = None
        self.turn_given = False

    # What it is

    @property
    def present(self):
        return self.active or self.latched

    @property
    def in_sight(self):
        return not self.overrides

    @property
    def letter(self):
        for kind in OVERRIDES:
            if kind in self.overrides:
                return LETTERS[kind]
        return {(1, 1): "B", (1, 0): "C", (0, 1): "D", (0, 0): "A"}[int(self.present), int(self.waiting)]

    @property
    def sounding(self):
        return self.waiting and self.in_sight and not self.silenced

    @property
    def priority(self):
        escalation = self.settings.get("escalation")
        if escalation and (self.beyond or self.unattended):
            return min(self.mode_priority, escalation["priority"])
        return self.mode_priority

    # The process

    def abnormal(self, at_ns, onset_ns, value):
        if self.active:
            return
        before = self.letter
        self.active = True
        self.latched = self.latched or self.settings.get("latching", False)
        self.begin_occurrence(at_ns, onset_ns, value)
        self.annunciate("abnormal", before, at_ns)

    def begin_occurrence(self, at_ns, onset_ns, value):
        self.occurrence += 1
        self.revision = 0
        self.raised_ns, self.onset_ns, self.value = at_ns, onset_ns, value
        self.acknowledged_by, self.seen, self.unattended = "", None, False
        self.peak = self.priority

    def normal(self, at_ns):
        if not self.active:
            return
        before = self.letter
        self.active = False
        if not self.present:
            if self.settings.get("auto_acknowledge"):
                self.excuse()
            self.end_one_shot()
        self.move("normal", before, at_ns)

    def end_one_shot(self):
        shelf = self.overrides.get("shelved")
        if shelf and shelf["one_shot"]:
            del self.overrides["shelved"]
            if self.in_sight:
                self.excuse()

    def excuse(self):
        if self.waiting:
            self.waiting, self.unattended = False, False
            self.peak = self.priority

    # Urgency

    def urgency(self, before_priority, at_ns):
        """The priority may have changed: heard when worse than what is known, shown otherwise."""
        if self.priority == before_priority or not (self.present or self.waiting):
            return
        before = self.letter
        news = self.priority < before_priority and self.is_news()
        if news and self.present:
            self.annunciate("more-urgent", before, at_ns)
        else:
            self.move("more-urgent" if news else "severity-changed", before, at_ns)

    def is_news(self):
        known = self.peak if self.waiting else self.seen
        again = self.settings.get("escalation", {}).get("again", False)
        return known is None or self.priority < known or again

    def beyond_limit(self, beyond, at_ns):
        before = self.priority
        self.beyond = beyond
        self.urgency(before, at_ns)

    def unattended_for_long(self, at_ns):
        before = self.priority
        self.unattended = True
        self.urgency(before, at_ns)

    def re_alarm(self, at_ns):
        self.annunciate("re-alarm", self.letter, at_ns)

    # Calling for attention

    def annunciate(self, event, before, at_ns):
        self.waiting, self.silenced = True, False
        self.peak = min(self.peak, self.priority)
        for override in self.overrides.values():
            override["hidden"] += 1
        self.move(event, before, at_ns, loud=True)

    def move(self, event, before, at_ns, *, loud=False, person="", text="", hidden=None):
        self.revision += 1
        if loud:
            self.loud_revision = self.revision
        self.keep_times(at_ns, restart=loud and self.in_sight)
        words = [f"priority {('', 'critical', 'high', 'medium', 'low')[self.priority]}", text]
        words += [f"hidden {hidden} times"] if hidden is not None else []
        words += ["would have sounded"] if loud and not self.in_sight else []
        self.server.record(
            at_ns=at_ns, record=event, subject=self.name, before=before, after=self.letter,
            occurrence=self.occurrence, revision=self.revision, annunciated=loud and self.in_sight, move=True,
            person=person, text=", ".join(word for word in words if word),
        )  # fmt: skip
        if loud and self.in_sight:
            self.server.annunciated(self, at_ns)
        if event != "abnormal":
            self.server.groups.moved(self, False, at_ns)

    def keep_times(self, at_ns, *, restart):
        """The re-alarm time and the time for want of attention run in sight only."""
        re_alarm_ns = self.settings.get("re_alarm_ms", 0) * 10**6
        if not (re_alarm_ns and self.active and not self.waiting and self.in_sight):
            self.re_alarm_due = None
        elif self.re_alarm_due is None:
            self.re_alarm_due = at_ns + re_alarm_ns
        after_ns = self.settings.get("escalation", {}).get("after_ms", 0) * 10**6
        if not (after_ns and self.waiting and self.present and self.in_sight and not self.unattended):
            self.unattended_due = None
        elif self.unattended_due is None or restart:
            self.unattended_due = at_ns + after_ns

    # Overrides

    def hide(self, kind, event, at_ns, **told):
        before = self.letter
        known = self.overrides.get(kind, {})
        self.overrides[kind] = {
            "since": known.get("since", at_ns), "hidden": known.get("hidden", 0),
            "until": None, "one_shot": False, "said": (self.occurrence, self.revision + 1), **told,
        }  # fmt: skip
        words = told["reason"]
        self.move(event, before, at_ns, person=told["by"] if kind != "suppressed" else "", text=words)

    def show(self, kind, event, at_ns, *, person="", text="", by_person=False):
        """An override ends; what follows depends on who ended it and on what is left."""
        before = self.letter
        hidden = self.overrides.pop(kind)["hidden"]
        if self.in_sight and self.present and not by_person:
            self.waiting, self.silenced = True, False
            self.peak = min(self.peak, self.priority)
            self.move(event, before, at_ns, loud=True, person=person, text=text, hidden=hidden)
            return
        if self.in_sight:
            if by_person and self.present and self.waiting:
                self.seen = self.priority
            self.excuse()
        self.move(event, before, at_ns, person=person, text=text, hidden=hidden)

    def suppress(self, cause, words, at_ns):
        held = bool(self.causes)
        self.causes[cause] = words
        if not held:
            self.hide("suppressed", "suppress", at_ns, by=words, reason=words)

    def unsuppress(self, cause, words, at_ns):
        if self.causes.pop(cause, None) is not None and not self.causes:
            self.show("suppressed", "unsuppress", at_ns, text=words)

    def shelf_ended(self, at_ns):
        """Shelves that end while they would sound wait for their turn."""
        shelf = self.overrides["shelved"]
        would_sound = self.present and len(self.overrides) == 1
        if would_sound and not self.turn_given:
            turn_ns = self.server.turn(self, at_ns)
            if turn_ns > at_ns:
                shelf["due"], self.turn_given = turn_ns, True
                return
        self.turn_given = False
        self.show("shelved", "shelf-ended", at_ns)

    # People: each returns "" when done, or (reason, sentence)

    def act(self, order, at_ns):
        """Judge and carry out one order."""
        return (
            self.refuse_role(order)
            or self.refuse_kind()
            or self.refuse_service(order)
            or self.refuse_occurrence(order)
            or getattr(self, f"refuse_{order['verb']}")(order)
            or self.refuse_revision(order)
            or self.refuse_unseen(order)
            or self.refuse_shelf(order, at_ns)
            or self.carry_out(order, at_ns)
        )

    def refuse_role(self, order):
        role, name = order["person"]["role"], order["person"]["name"]
        return "" if role in ("operator", "engineer", "supervisor") else ("role", f"{name} is {role}")

    def refuse_service(self, order):
        service = order["verb"] in ("remove_from_service", "return_to_service")
        role = order["person"]["role"]
        return ("role", f"{role} may not") if service and role not in ("engineer", "supervisor") else ""

    def refuse_kind(self):
        return ("event_only", "nobody is called") if self.settings.get("event_only") else ""

    def refuse_occurrence(self, order):
        if order["occurrence"] == self.occurrence:
            return ""
        return "new_occurrence", f"occurrence {self.occurrence} since {clock(self.raised_ns)}"

    def refuse_revision(self, order):
        if order["revision"] > self.revision:
            return "changed_since", f"revision {order['revision']} was never shown"
        if order["revision"] >= self.loud_revision:
            return ""
        priority = ("", "critical", "high", "medium", "low")[self.peak]
        return "changed_since", f"{priority} since {clock(self.server.changed_ns[self.name])}"

    def refuse_unseen(self, order):
        """A shelf, or a removal from service, that its sender has not seen."""
        kinds = {"shelve": "shelved", "unshelve": "shelved"}
        override = self.overrides.get(kinds.get(order["verb"], "out_of_service"))
        seen = (order["occurrence"], order["revision"])
        if order["verb"] in ("acknowledge", "reset", "silence") or not override or override["said"] <= seen:
            return ""
        return "changed_since", f"by {override['by']}: {override['reason']}"

    def refuse_acknowledge(self, order):
        if self.waiting:
            return ""
        if self.acknowledged_by:
            words = f"acknowledged by {self.acknowledged_by} at {clock(self.acknowledged_ns)}"
            return "already_acknowledged", words
        return "nothing_to_acknowledge", "nothing waits"

    def refuse_reset(self, order):
        if not self.latched:
            return "not_latched", "it is not latched"
        if self.active:
            return "still_abnormal", "it is abnormal"
        return ("not_acknowledged", "it has not been acknowledged") if self.waiting else ""

    def refuse_silence(self, order):
        if self.sounding:
            return ""
        return "nothing_sounds", "silenced already" if self.silenced and self.waiting else "it makes no sound"

    def refuse_shelve(self, order):
        return ""

    def refuse_unshelve(self, order):
        return "" if "shelved" in self.overrides else ("not_shelved", "it is not shelved")

    def refuse_remove_from_service(self, order):
        removed = self.overrides.get("out_of_service")
        return ("already_out_of_service", f"by {removed['by']}") if removed else ""

    def refuse_return_to_service(self, order):
        return "" if "out_of_service" in self.overrides else ("not_out_of_service", "it is in service")

    def refuse_shelf(self, order, at_ns):
        if order["verb"] in ("shelve", "remove_from_service") and not order["reason"].strip():
            return "no_reason", "say why"
        if order["verb"] != "shelve":
            return ""
        longest_ms = self.server.philosophy["shelve_ms_max"]
        longest_ms = min(longest_ms, self.settings.get("shelve_ms_max") or longest_ms)
        shelf = self.overrides.get("shelved")
        used_ns = at_ns - shelf["since"] if shelf else 0
        if order["duration_ns"] > 0 and order["duration_ns"] + used_ns <= longest_ms * 10**6:
            return ""
        limit = f"{longest_ms / 3_600_000:g} h" if longest_ms >= 3_600_000 else f"{longest_ms / 60_000:g} min"
        return "too_long", f"at most {limit}" + (", shelved already" if shelf else "")

    def carry_out(self, order, at_ns):
        person, before = order["person"]["name"], self.letter
        saw = f"saw revision {order['revision']}"
        match order["verb"]:
            case "acknowledge":
                self.waiting, self.unattended = False, False
                self.acknowledged_by, self.acknowledged_ns = person, at_ns
                self.seen = self.peak = self.priority
                self.move("acknowledge", before, at_ns, person=person, text=saw)
            case "reset":
                self.latched = False
                self.end_one_shot()
                self.move("reset", before, at_ns, person=person, text=saw)
            case "silence":
                self.silenced = True
                self.move("silence", before, at_ns, person=person, text=saw)
            case "shelve":
                event = "shelve-one-shot" if order["one_shot"] else "shelve-timed"
                until_ns = at_ns + order["duration_ns"]
                told = {"by": person, "reason": order["reason"], "one_shot": order["one_shot"]}
                self.turn_given = False
                self.hide("shelved", event, at_ns, until=until_ns, due=until_ns, **told)
            case "unshelve":
                self.show("shelved", "unshelve", at_ns, person=person, by_person=True)
            case "remove_from_service":
                told = {"by": person, "reason": order["reason"]}
                self.hide("out_of_service", "remove-from-service", at_ns, **told)
            case "return_to_service":
                self.show("out_of_service", "return-to-service", at_ns, person=person)
        return ""


def clock(at_ns):
    seconds = at_ns // 10**9
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
