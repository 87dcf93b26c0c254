"""Mutants that behave like the original, by name, each with the reason."""

EQUIVALENT: dict[str, str] = {
    "alarms/timer_heap.py _before: `table[a].deadline_ns < table[b].deadline_ns` becomes"
    " `table[a].deadline_ns <= table[b].deadline_ns`": "asked only where the two deadlines differ",
    "alarms/timer_heap.py _before: `a < b` becomes `a <= b`": "no alarm is compared with itself",
    "alarms/machine/step.py _shelf_ended: `ShelfEvent.END` becomes `UNSHELVE`": (
        "both take every shelf away; where there is none neither moves anything: time hears no refusal"
    ),
    "alarms/machine/step.py _excuse: `AcknowledgementEvent.EXCUSE` becomes `ACKNOWLEDGE`": (
        "both end the waiting; where nothing waits neither moves anything: a rule hears no refusal"
    ),
    "alarms/annunciate.py module: `1` becomes `2`": ("NOTHING is any number that is no event and no alarm"),
    "alarms/annunciate.py module: `0` becomes `-1` (2)": ("NO_TIME only has to differ from the other times"),
    "alarms/annunciate.py module: `3` becomes `4`": (
        "UNATTENDED_TIME only has to differ from the other times"
    ),
    "alarms/annunciate.py priority_now: `params.escalate_priority < state.mode_priority` becomes"
    " `params.escalate_priority <= state.mode_priority`": ("of two equal urgencies either is the answer"),
    "alarms/annunciate.py _keep_time: `time_now == SHELF or not flags & ANNUNCIATED` without"
    " `time_now == SHELF`": ("a shelved alarm is out of sight, and nothing out of sight annunciates"),
    "alarms/annunciate.py severity_event: `after > before` becomes `after >= before`": (
        "equal urgencies have been answered before"
    ),
    "alarms/annunciate.py _first_less_urgent: `0` becomes `-1`": (
        "the count of running times is an array of one number: its first is its last"
    ),
    "alarms/annunciate.py _first_less_urgent: `state.deadline_ns < first_ns` becomes"
    " `state.deadline_ns <= first_ns`": ("no two turns of a position are at one instant"),
    "alarms/flood.py _forget: `if gone` always holds": (
        "deleting none deletes nothing; the guard spares an empty deletion"
    ),
    "engine/accounts.py module: `(SHELVED, SHELF_MASK, (AlarmEvent.SHELVE_TIMED, AlarmEvent.SHELVE_O...`"
    " exchanged with the next": ("entries are put in order by kind, and no move ends two overrides"),
    "engine/accounts.py module: `(SUPPRESSED, SUPPRESSED_BIT, (AlarmEvent.SUPPRESS,))` exchanged with"
    " the next": ("entries are put in order by kind, and no move ends two overrides"),
    "engine/accounts.py keep_account: `if not (before | after) & OVERRIDES` never holds": (
        "in sight nothing is entered either way; the guard spares such moves the walk"
    ),
    "engine/accounts.py keep_account: `(before | after) & OVERRIDES` becomes `before | after | OVERRIDES`": (
        "in sight nothing is entered either way; the guard spares such moves the walk"
    ),
    "engine/alarm_acts.py act_on_alarm: `0` becomes `1`": (
        "the end of a shelf is read by the two acts that shelve alone"
    ),
    "engine/alarm_acts.py act_on_alarm: `0` becomes `-1`": (
        "the end of a shelf is read by the two acts that shelve alone"
    ),
    "engine/alarm_acts.py act_on_alarm: `0` becomes `1` (2)": (
        "whether a sample or a time was behind it orders moves of one scan; an act is alone"
    ),
    "engine/alarm_acts.py act_on_alarm: `0` becomes `-1` (3)": ("a table of one row: its first is its last"),
    "engine/alarm_acts.py _check_override: `if kind` always holds": ("no override is entered under no kind"),
    "engine/alarm_acts.py _check_duration: `shelf is not None and"
    " int(state.alarms.table['code'][alarm]) & SHEL...` without"
    " `int(state.alarms.table['code'][alarm]) & SHELF_MASK`": (
        "no account of a shelf is open where the alarm is not shelved"
    ),
    "engine/alarm_acts.py _check_duration: `int(state.alarms.table['code'][alarm]) & SHELF_MASK`"
    " becomes `int(state.alarms.table['code'][alarm]) | SHELF_MASK`": (
        "no account of a shelf is open where the alarm is not shelved"
    ),
    "engine/alarm_acts.py _check_duration: `0` becomes `1` (2)": ("a nanosecond is no millisecond either"),
}
