"""A second alarm server, small and slow: it shows that the suite can be passed by other code than ours.

It speaks the protocol of docs/conformance.md and imports nothing of ours. From the root of the work tree:

    wakeful drill conformance --adapter "python -m tests.drills.plain_server"

With ``--without NAME`` it says not to have a function.
"""

import json
import sys

from tests.drills.plain_alarm import PlainAlarm
from tests.drills.plain_condition import ON_ONE_SAMPLE, PlainCondition, PlainTag, condition_of
from tests.drills.plain_expression import Expression
from tests.drills.plain_site import Groups, Modes, Positions

FUNCTIONS = [
    *("deadband", "on-delay", "off-delay", "count", "latching", "auto-acknowledge", "re-alarm", "escalation"),
    *("unattended", "deviation", "rate", "discrete", "stuck", "expression", "input-bad", "quality", "lost"),
    *(
        "stamps",
        "suppression",
        "modes",
        "group",
        "event-only",
        "acknowledge",
        "shelve",
        "one-shot",
        "service",
    ),
    *("silence", "revision", "identity", "roles", "flood", "journal", "restart", "journal-restart", "clock"),
    "edit",
]
FUTURE_NS = 2 * 10**9


class PlainServer(Modes):
    """One server. ``answer`` takes a request of the protocol and gives its answer."""

    alarm_class, condition_class = PlainAlarm, PlainCondition

    def __init__(self):
        self.now_ns = self.shift_ns = self.clock_ns = 0
        self.running = True
        self.journal, self.told = [], 0

    # The protocol

    def answer(self, request):
        do = request.pop("do")
        if do == "hello":
            return {"name": "plain", "functions": FUNCTIONS}
        answer = getattr(self, f"do_{do}")(**request) or {}
        if self.running and not do.startswith("read"):
            due = self.next_due()
            answer["next_deadline_ns"] = None if due is None else due[0] - self.shift_ns
        fresh, self.told = self.journal[self.told :], len(self.journal)
        answer["happened"] = [
            {name: value for name, value in record.items() if name != "kept"} for record in fresh
        ]
        return answer

    def do_configure(self, site):
        self.__init__()
        self.build(site)

    def build(self, site):
        self.site, self.philosophy = site, site["philosophy"]
        self.systems = {system["id"]: system for system in site["systems"]}
        self.modes = {name: "" for name, system in self.systems.items() if system.get("modes")}
        self.tags = {tag["name"]: PlainTag(tag, self.clock_ns) for tag in site["tags"]}
        self.settings_of = {alarm["name"]: alarm for alarm in site["alarms"]}
        self.alarms = {alarm["name"]: self.alarm_class(self, alarm) for alarm in site["alarms"]}
        self.conditions = {name: condition_of(alarm, self) for name, alarm in self.settings_of.items()}
        self.further = {
            name: self.further_condition(alarm)
            for name, alarm in self.settings_of.items()
            if alarm.get("escalation", {}).get("limit_eu") is not None
        }
        self.logics = {
            name: Expression(alarm["suppress_when"], self.tags)
            for name, alarm in self.settings_of.items()
            if alarm.get("suppress_when")
        }
        self.positions, self.groups = Positions(self), Groups(self)
        self.changed_ns = {}

    def further_condition(self, alarm):
        more = alarm["escalation"]
        settings = {name: alarm[name] for name in ("tag", "kind", "expression", "window_ms") if name in alarm}
        return condition_of({**settings, **more}, self)

    def do_feed(self, at_ns, samples):
        while samples:
            stamp_ns, row = samples[0]["stamp_ns"], {}
            while samples and samples[0]["stamp_ns"] == stamp_ns and samples[0]["tag"] not in row:
                sample = samples.pop(0)
                row[sample["tag"]] = sample
            self.take_row(stamp_ns, list(row.values()))
            self.run_due(self.clock_ns)  # a late sample may begin a delay that has ended by now

    def take_row(self, stamp_ns, samples):
        ahead = stamp_ns > self.clock_ns + FUTURE_NS
        at_ns = self.clock_ns if ahead else stamp_ns
        touched = {sample["tag"] for sample in samples if self.take_sample(sample, at_ns, ahead)}
        self.judge(touched, at_ns)

    def take_sample(self, sample, at_ns, ahead):
        tag = self.tags[sample["tag"]]
        if not self.is_newer(tag, at_ns):
            if not tag.rejecting:
                self.record(at_ns=at_ns, record="rejected", subject=tag.name, text="rejected")
            tag.rejecting = True
            return False
        tag.rejecting = tag.lost = False
        before = tag.doubt
        tag.value, tag.stamp_ns = sample["value"], at_ns
        tag.doubt = self.doubt_of("bad" if ahead else sample["quality"])
        if before != tag.doubt:
            self.record(at_ns=at_ns, record="input", subject=tag.name, text=tag.doubt)
        if not tag.bad:
            tag.history.append((at_ns, tag.value, tag.doubt))
        return True

    def is_newer(self, tag, at_ns):
        return tag.stamp_ns is None or at_ns > tag.stamp_ns

    def doubt_of(self, quality):
        return {"good": "sure", "uncertain": "doubtful", "bad": "unknown"}[quality]

    def do_advance(self, to_ns):
        self.now_ns = to_ns
        if self.running:
            self.clock_ns = max(self.clock_ns, to_ns + self.shift_ns)
            self.run_due(self.clock_ns)

    def do_act(self, orders):
        return {"replies": [self.one_act(order) for order in orders]}

    def one_act(self, order):
        refused = self.judge_order(order)
        if not refused:
            return {"refused": "", "detail": ""}
        self.record_refusal(order, *refused)
        return {"refused": refused[0], "detail": refused[1]}

    def record_refusal(self, order, reason, detail):
        self.record(
            at_ns=self.clock_ns, record="refusal", subject=order["alarm"] or order["system"],
            person=order["person"]["name"], text=f"{reason}: {detail}",
        )  # fmt: skip

    def judge_order(self, order):
        if order["verb"] == "set_mode":
            return self.set_mode_by_person(order)
        return self.alarms[order["alarm"]].act(order, self.clock_ns)

    def do_read(self, alarm):
        if alarm not in self.alarms:
            return {"error": f"there is no alarm {alarm}"}
        return {"reading": self.reading(self.alarms[alarm])}

    def is_trusted(self, alarm, tags):
        kind = alarm.settings["kind"]
        if kind not in ON_ONE_SAMPLE and self.conditions[alarm.name].trust != "sure":
            return False
        return not any(tag.bad or (kind != "stuck" and self.is_stuck(tag)) for tag in tags)

    def is_stuck(self, tag):
        """An alarm of its own says of a tag that it does not move."""
        return any(
            settings["kind"] == "stuck" and settings["tag"] == tag.name and self.conditions[name].active
            for name, settings in self.settings_of.items()
            if name in self.conditions
        )

    def reading(self, alarm):
        shelf = alarm.overrides.get("shelved")
        held = alarm.overrides.values()
        tags = [self.tags[name] for name in self.conditions[alarm.name].inputs if name in self.tags]
        at_rest = alarm.letter == "A" and not alarm.silenced
        priority = alarm.mode_priority if at_rest else alarm.priority
        return {
            "letter": alarm.letter, "occurrence": alarm.occurrence, "revision": alarm.revision,
            "sounding": alarm.sounding, "silenced": alarm.silenced, "active": alarm.active,
            "waiting": alarm.waiting, "latched": alarm.latched, "trusted": self.is_trusted(alarm, tags),
            "shelved": shelf is not None, "one_shot": bool(shelf and shelf["one_shot"]),
            "suppressed": "suppressed" in alarm.overrides,
            "out_of_service": "out_of_service" in alarm.overrides,
            "acknowledged_by": alarm.acknowledged_by, "shelved_by": shelf["by"] if shelf else "",
            "shelved_until_ns": shelf["until"] if shelf else None, "priority": priority,
            "priority_peak": priority if at_rest else alarm.peak,
            "hidden_count": max((each["hidden"] for each in held), default=0),
            "reason": "; ".join(f"{each['by']}: {each['reason']}" for each in held),
            "first_out": self.groups.word(alarm.name), "raised_at_ns": alarm.raised_ns,
            "onset_ns": alarm.onset_ns, "value": alarm.value,
        }  # fmt: skip

    def do_read_position(self, position):
        return {"reading": self.positions.reading(position)}

    def do_read_mode(self, system):
        return {"mode": self.modes.get(system, "")}

    def do_read_group(self, group):
        first, tied = self.groups.answer(group)
        return {"reading": {"first": first, "tied": tied}}

    def do_step_clock(self, by_ns):
        self.shift_ns += by_ns

    def do_restart(self, stop, start, journal_alone):
        if stop:
            self.running = False
        if start:
            self.running = True
            self.clock_ns = self.now_ns + self.shift_ns
            if journal_alone:
                self.rebuild(self.site)
            self.resume()

    def do_reconfigure(self, site):
        self.rebuild(site)
        self.resume()

    def rebuild(self, site):
        """The state from the journal: every record carries what its alarm had become."""
        self.build(site)
        events = {}
        for record in self.journal:
            if record["record"] == "mode":
                self.modes[record["subject"]] = record["kept"]
            elif record["record"] in ("came", "went") and record["subject"] in self.alarms:
                events[record["subject"]] = record["record"] == "came"
            if record["subject"] in self.alarms and record["move"]:
                self.restore(self.alarms[record["subject"]], record)
            self.positions.replay(record)
            self.groups.replay(record)
        for system, mode in self.modes.items():
            self.apply_limits(system, mode)
            self.apply_settings(system, mode)
        for name, condition in self.conditions.items():
            condition.state = "abnormal" if events.get(name, self.alarms[name].active) else "normal"
        for name, condition in self.further.items():
            condition.state = "abnormal" if self.alarms[name].beyond else "normal"

    def restore(self, alarm, record):
        kept = record["kept"]
        self.changed_ns[alarm.name] = record["at_ns"]
        vars(alarm).update(
            {**kept, "overrides": {kind: dict(told) for kind, told in kept["overrides"].items()}}
        )

    def forget_future(self, tag):
        """A last sample that lies ahead is of a clock that was wrong."""
        if tag.stamp_ns is not None and tag.stamp_ns > self.clock_ns:
            tag.stamp_ns = None

    def resume(self):
        for tag in self.tags.values():
            tag.doubt, tag.lost, tag.heard_ns = "unheard", False, self.clock_ns
            self.forget_future(tag)
        for condition in [*self.conditions.values(), *self.further.values()]:
            condition.after_restart(self.clock_ns)
        for alarm in self.alarms.values():
            for name in ("re_alarm_due", "unattended_due"):
                due_ns = getattr(alarm, name)
                setattr(alarm, name, None if due_ns is None else max(due_ns, self.clock_ns))
            shelf = alarm.overrides.get("shelved")
            if shelf:
                shelf["due"] = max(shelf["due"], self.clock_ns)
        self.run_due(self.clock_ns)

    # Time

    def next_due(self):
        """(when, kind, name) of what happens next by itself: silence, delays, times of alarms, floods."""
        due = [(tag.lost_at_ns, 0, name) for name, tag in self.tags.items() if not tag.lost]
        due += [(each.due_ns, 1, name) for name, each in self.conditions.items() if each.due_ns is not None]
        due += [(each.due_ns, 2, name) for name, each in self.further.items() if each.due_ns is not None]
        for name, alarm in self.alarms.items():
            due += [(when_ns, 3, name) for when_ns, _ in self.times_of(alarm)]
        due += self.positions.due()
        return min(due, default=None)

    def times_of(self, alarm):
        shelf = alarm.overrides.get("shelved")
        times = [(shelf["due"], alarm.shelf_ended)] if shelf else []
        times += [(alarm.re_alarm_due, alarm.re_alarm)] if alarm.re_alarm_due is not None else []
        times += (
            [(alarm.unattended_due, alarm.unattended_for_long)] if alarm.unattended_due is not None else []
        )
        return times

    def run_due(self, before_ns):
        while (due := self.next_due()) is not None and self.has_ended(due[0], before_ns):
            at_ns, kind, name = due
            if kind == 0:
                self.lose(self.tags[name], at_ns)
            elif kind in (1, 2):
                self.end_delay(name, at_ns, further=kind == 2)
            elif kind == 3:
                min(self.times_of(self.alarms[name]), key=lambda each: each[0])[1](at_ns)
            else:
                self.positions.end(name, at_ns)

    def has_ended(self, due_ns, now_ns):
        return due_ns < now_ns

    def lose(self, tag, at_ns):
        tag.lost, tag.doubt = True, "unknown"
        self.record(at_ns=at_ns, record="input", subject=tag.name, text="lost")
        self.judge({tag.name}, at_ns)

    def end_delay(self, name, at_ns, *, further):
        condition = (self.further if further else self.conditions)[name]
        outcome = condition.end_delay()
        onset_ns = at_ns - condition.on_ns
        event = (name, "beyond" if further else "condition", outcome, onset_ns)
        self.judge(set() if further else {name}, at_ns, [event])

    # Judging

    def judge(self, touched, at_ns, events=()):
        """Everything that depends on these tags or alarms, until nothing changes any more."""
        for name, system in self.systems.items():
            if system.get("mode_tag") in touched:
                self.mode_by_tag(name, system, at_ns)
        events, touched, fresh = list(events), set(touched), set(touched)
        while fresh:
            moved = set()
            for name in self.alarms:
                for where, kind in ((self.further, "beyond"), (self.conditions, "condition")):
                    if name in where and where[name].inputs & (fresh | moved):
                        known = where[name].answer()
                        outcome = where[name].judge(self, at_ns)
                        events += [(name, kind, outcome, at_ns)] if outcome else []
                        moved |= {name} if kind == "condition" and where[name].answer() != known else set()
            fresh, touched = moved - touched, touched | moved
        self.apply(events, at_ns, touched)

    def apply(self, events, at_ns, touched=frozenset()):
        """What begins to suppress comes first, what ceases to comes last."""
        changes = [(name, *change) for name in self.logics if (change := self.logic(name, touched))]
        for name, words, suppresses in changes:
            if suppresses:
                self.alarms[name].suppress("logic", words, at_ns)
        for name, kind, outcome, onset_ns in events:
            if kind == "beyond":
                self.alarms[name].beyond_limit(outcome == "raised", at_ns)
            else:
                self.condition_moved(name, outcome == "raised", at_ns, onset_ns)
        for name, words, suppresses in changes:
            if not suppresses:
                self.alarms[name].unsuppress("logic", words, at_ns)

    def logic(self, name, touched):
        """(words, whether it suppresses) of an alarm's logic when one of its tags was touched."""
        logic, words = self.logics[name], self.settings_of[name]["suppress_when"]
        if not touched & {*logic.tags, *(piece for piece in logic.pieces if piece in self.alarms)}:
            return None
        value, doubt = logic.answer(self.read_tag, self.is_active)
        return self.logic_says(words, value, doubt)

    def logic_says(self, words, value, doubt):
        if doubt == "unheard":
            return None
        return (words, True) if value and doubt == "sure" else (words + self.disbelief(doubt), False)

    def disbelief(self, doubt):
        return "" if doubt == "sure" else ": an input cannot be believed"

    def read_tag(self, name):
        return self.tags[name].answer()

    def is_active(self, name):
        return self.conditions[name].answer()

    def condition_moved(self, name, raised, at_ns, onset_ns):
        alarm, condition = self.alarms[name], self.conditions[name]
        if alarm.settings.get("event_only"):
            self.record(at_ns=at_ns, record="came" if raised else "went", subject=name)
            return
        if raised:
            shown = self.tags[alarm.settings["tag"]].value
            plain = condition.side == "truth" or alarm.settings["kind"] == "input_bad"
            value = shown if plain else condition.read(self)[0]
            alarm.abnormal(at_ns, onset_ns, value)
            self.groups.moved(alarm, True, at_ns, onset_ns)
        else:
            alarm.normal(at_ns)

    # What alarms ask for

    def record(self, **told):
        kept = {}
        if told.get("move"):
            alarm = self.alarms[told["subject"]]
            self.changed_ns[alarm.name] = told["at_ns"]
            kept = {name: value for name, value in vars(alarm).items() if name not in ("server", "settings")}
            kept["overrides"] = {kind: dict(what) for kind, what in alarm.overrides.items()}
            kept["causes"] = dict(alarm.causes)
        self.journal.append({"move": False, "kept": kept, "annunciated": False, **told})

    def annunciated(self, alarm, at_ns):
        self.positions.annunciated(alarm, at_ns)

    def turn(self, alarm, at_ns):
        return self.positions.turn(alarm, at_ns)


def main():
    lacking = {sys.argv[place + 1] for place, word in enumerate(sys.argv) if word == "--without"}
    server = PlainServer()
    for line in sys.stdin:
        answer = server.answer(json.loads(line))
        if "functions" in answer:
            answer["functions"] = [name for name in answer["functions"] if name not in lacking]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
