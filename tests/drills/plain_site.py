"""What alarms have together, for the second alarm server: floods, modes, first-out of groups."""


class Positions:
    """Annunciations by operator position, floods, and the turns of shelves that end."""

    def __init__(self, server):
        self.server = server
        self.settings = {position["id"]: position for position in server.site["positions"]}
        self.times = {name: [] for name in self.settings}
        self.flood = dict.fromkeys(self.settings, False)
        self.total = dict.fromkeys(self.settings, 0)
        self.last_turn_ns = dict.fromkeys(self.settings, -(10**18))

    def of(self, alarm):
        system = self.server.system_of(alarm)
        return next(name for name, told in self.settings.items() if system in told["systems"])

    def window_ns(self, name):
        return self.settings[name].get("flood_window_ms", 600_000) * 10**6

    def count(self, name, now_ns):
        return sum(time_ns > now_ns - self.window_ns(name) for time_ns in self.times[name])

    def annunciated(self, alarm, at_ns):
        name = self.of(alarm)
        self.times[name].append(max([at_ns, *self.times[name][-1:]]))
        count = self.count(name, self.times[name][-1])
        if self.flood[name]:
            self.total[name] += 1
        elif count > self.settings[name].get("flood_begin", 10):
            self.flood[name], self.total[name] = True, count
            began_ns, text = self.times[name][-1], f"begins with {count}"
            self.server.record(at_ns=began_ns, record="flood", subject=name, text=text)

    def ends_ns(self, name):
        inside = [each for each in self.times[name] if each > self.times[name][-1] - self.window_ns(name)]
        return inside[max(0, len(inside) - self.settings[name].get("flood_end", 5))] + self.window_ns(name)

    def due(self):
        return [(self.ends_ns(name), 4, name) for name, flood in self.flood.items() if flood]

    def end(self, name, at_ns):
        text = f"ends with {self.count(name, at_ns)}, {self.total[name]} in all"
        self.flood[name], self.total[name] = False, 0
        self.server.record(at_ns=at_ns, record="flood", subject=name, text=text)

    def reading(self, name):
        count = self.count(name, self.server.clock_ns)
        return {"flood": self.flood[name], "count": count, "total": self.total[name]}

    def turn(self, alarm, at_ns):
        name = self.of(alarm)
        share_ns = -(-self.window_ns(name) // self.settings[name].get("flood_begin", 10))
        spacing_ns = max(self.server.philosophy["shelf_release_spacing_ms"] * 10**6, share_ns)
        turn_ns = self.last_turn_ns[name] = max(at_ns, self.last_turn_ns[name] + spacing_ns)
        return self.change_places(alarm, turn_ns) if turn_ns > at_ns else turn_ns

    def change_places(self, alarm, last_ns):
        """A more urgent alarm takes the first turn of a less urgent one, and that one of another."""
        others = [
            each
            for each in self.server.alarms.values()
            if each.turn_given and self.of(each) == self.of(alarm) and each.priority > alarm.priority
        ]
        if not others:
            return last_ns
        other = min(others, key=lambda each: each.overrides["shelved"]["due"])
        turn_ns = other.overrides["shelved"]["due"]
        other.overrides["shelved"]["due"] = self.change_places(other, last_ns)
        return turn_ns

    def replay(self, record):
        if record["record"] == "flood" and record["subject"] in self.settings:
            self.flood[record["subject"]] = record["text"].startswith("begins")
            self.total[record["subject"]] = (
                int(record["text"].split()[-1]) if self.flood[record["subject"]] else 0
            )
        if record["annunciated"] and record["subject"] in self.server.alarms:
            name = self.of(self.server.alarms[record["subject"]])
            self.times[name].append(record["at_ns"])
            self.total[name] += self.flood[name]


class Groups:
    """Which alarm of a group came first, by the time at its source."""

    def __init__(self, server):
        self.server = server
        self.held = {}  # group -> alarms that are active, latched or waiting
        self.onsets = {}  # group -> {alarm: (onset, uncertainty)} of this episode

    def uncertainty_ns(self, alarm):
        source = self.server.tags[alarm.settings["tag"]].settings["source"]
        told = next((each for each in self.server.site["sources"] if each["id"] == source), {})
        return told.get("clock_uncertainty_ms", 0) * 10**6

    def moved(self, alarm, raised, at_ns, onset_ns=None):
        group = alarm.settings.get("group")
        if not group:
            return
        before = self.answer(group)
        held, onsets = self.held.setdefault(group, set()), self.onsets.setdefault(group, {})
        if raised:
            held.add(alarm.name)
            onsets.setdefault(alarm.name, (onset_ns, self.uncertainty_ns(alarm)))
        elif not (alarm.present or alarm.waiting):
            held.discard(alarm.name)
            if not held:
                onsets.clear()
        first, tied = self.answer(group)
        if (first, tied) != before:
            text = " tied with ".join([first or "at rest", *([", ".join(tied)] if tied else [])])
            self.server.record(at_ns=at_ns, record="first-out", subject=group, text=text)

    def answer(self, group):
        known = self.onsets.get(group, {})
        names = sorted(known, key=lambda name: known[name][0])  # of equal ones, the one told first
        if not names:
            return "", []
        first, (first_ns, first_off) = names[0], known[names[0]]
        tied = [name for name in names[1:] if known[name][0] - first_ns <= first_off + known[name][1]]
        return first, tied

    def word(self, name):
        group = self.server.settings_of[name].get("group")
        first, tied = self.answer(group) if group else ("", [])
        return "first" if name == first else "tied" if name in tied else ""

    def replay(self, record):
        alarm = self.server.alarms.get(record["subject"])
        if alarm is not None and record["move"]:
            told = len(self.server.journal)
            kept_ns = record["kept"].get("onset_ns", record["at_ns"])
            self.moved(alarm, record["record"] == "abnormal", record["at_ns"], kept_ns)
            del self.server.journal[told:]


class Modes:
    """The part of a server that knows operating modes: limits, priorities and suppressions of a system."""

    def set_mode_by_person(self, order):
        system, mode = self.systems[order["system"]], order["mode"]
        if order["person"]["role"] == "viewer":
            return "role", f"{order['person']['name']} is viewer"
        if mode not in system.get("modes", ()):
            return "unknown_mode", f"known: {', '.join(system.get('modes', ()))}"
        if system.get("mode_tag"):
            return "mode_by_tag", f"it is given by {system['mode_tag']}"
        if self.modes[order["system"]] == mode:
            return "already_in_mode", "it is there already"
        self.set_mode(order["system"], mode, self.clock_ns, order["person"]["name"], order["reason"])
        return ""

    def mode_by_tag(self, name, system, at_ns):
        tag = self.tags[system["mode_tag"]]
        if tag.doubt == "unheard":
            return
        known = tag.doubt == "sure" and tag.value in range(len(system["modes"]))
        mode = system["modes"][int(tag.value)] if known else ""
        if mode != self.modes[name]:
            self.set_mode(name, mode, at_ns, "", f"tag {tag.name}")

    def set_mode(self, system, mode, at_ns, person, words):
        self.modes[system] = mode
        self.record(at_ns=at_ns, record="mode", subject=system, person=person, text=words, kept=mode)
        self.apply_limits(system, mode)
        members = [alarm for alarm in self.alarms.values() if self.mode_settings(alarm, system)]
        for alarm in members:
            if self.setting(alarm, system, mode).get("suppressed"):
                alarm.suppress("mode", f"mode {mode}", at_ns)
        for alarm in members:
            before = alarm.priority
            alarm.mode_priority = (
                self.setting(alarm, system, mode).get("priority") or alarm.settings["priority"]
            )
            alarm.urgency(before, at_ns)
        for alarm in members:
            outcome = self.conditions[alarm.name].judge(self, at_ns)
            if outcome:
                self.condition_moved(alarm.name, outcome == "raised", at_ns, at_ns)
        for alarm in members:
            if not self.setting(alarm, system, mode).get("suppressed"):
                alarm.unsuppress("mode", f"mode {mode}", at_ns)

    def mode_settings(self, alarm, system):
        return alarm.settings.get("modes", ()) if self.system_of(alarm) == system else ()

    def setting(self, alarm, system, mode):
        return next((each for each in self.mode_settings(alarm, system) if each["mode"] == mode), {})

    def apply_limits(self, system, mode):
        for alarm in self.alarms.values():
            if self.mode_settings(alarm, system):
                limit = self.setting(alarm, system, mode).get("limit_eu")
                usual = alarm.settings.get("limit_eu", 0.0)
                self.conditions[alarm.name].limit = usual if limit is None else limit

    def apply_settings(self, system, mode):
        """What a mode does to an alarm, after the state has been rebuilt."""
        for alarm in self.alarms.values():
            if self.mode_settings(alarm, system):
                setting = self.setting(alarm, system, mode)
                alarm.mode_priority = setting.get("priority") or alarm.settings["priority"]
                if "suppressed" in alarm.overrides:
                    alarm.causes = {"mode": ""} if setting.get("suppressed") else {"logic": ""}

    def system_of(self, alarm):
        return self.tags[alarm.settings["tag"]].settings["system"]
