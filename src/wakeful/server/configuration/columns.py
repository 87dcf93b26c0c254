"""Every column of the CSV files of a site folder: its name, how it is read, and what it means.

See ``keys``. The figures of an alarm keep the names of the fields they fill; those of its escalation begin
with ``escalate_``.
"""

from wakeful.server.configuration import value
from wakeful.server.configuration.keys import DAY_MS, PRIORITIES, Key
from wakeful.terms.alarm import KIND_NAMES, ConsequenceSeverity
from wakeful.terms.tag import TagKind

TAG_COLUMNS = (
    Key("name", value.name, True, "-", "name of the tag, unique in the site"),
    Key("source", value.text, True, "the only source", "source of its samples, from `site.toml`"),
    Key("system", value.text, False, "the source's", "system it belongs to, from `systems.toml`"),
    Key("unit", value.text, True, "-", "engineering unit; needed for analogue tags, `1` for a plain number"),
    Key("range_low_eu", value.number, True, "-", "lower end of the instrument's range; analogue tags only"),
    Key("range_high_eu", value.number, True, "-", "upper end of the range; analogue tags only"),
    Key("description", value.text, False, "none", "one line for the operator"),
    Key(
        "kind",
        value.choice({kind.value: kind for kind in TagKind}),
        False,
        "analogue",
        "analogue, or discrete for a tag with named states",
    ),
    Key(
        "states",
        value.state_names,
        False,
        "-",
        "names of a discrete tag's states 0, 1, 2, ..., parted by `|`",
    ),
    Key("normal_low_eu", value.or_none(value.number), False, "none", "lower end of the band drawn as normal"),
    Key(
        "normal_high_eu", value.or_none(value.number), False, "none", "upper end of the band drawn as normal"
    ),
    Key(
        "resolution_eu",
        value.or_none(value.at_least_zero),
        False,
        "none",
        "smallest step the instrument can show; decides the decimals",
    ),
    Key(
        "age_limit_ms",
        value.milliseconds(100, 7 * DAY_MS),
        False,
        "the source's",
        "the tag is lost after this long without a sample",
    ),
    Key("address", value.text, False, "the name", "what the source calls the tag"),
    Key("overview", value.flag, False, "no", "yes: a live figure on the system's tile"),
    Key("use", value.flag, False, "yes", "no: leave the tag out (a parked row, or a discovered tag)"),
)

EXPRESSION_CHARACTERS_MAX = 2_000
_EXPRESSION = value.text_up_to(EXPRESSION_CHARACTERS_MAX)
_DELAY = value.milliseconds(0, DAY_MS)

ALARM_COLUMNS = (
    Key("name", value.name, False, "tag.kind", "name of the alarm, unique in the site"),
    Key("tag", value.name, True, "-", "the tag it watches; for an expression, the first tag named there"),
    Key(
        "kind",
        value.choice({word: kind for kind, word in KIND_NAMES.items()}),
        True,
        "-",
        "what is compared with what, see below",
    ),
    Key("priority", value.choice(PRIORITIES), True, "-", "critical, high, medium or low (or 1 to 4)"),
    Key(
        "limit_eu",
        value.number_or_word,
        True,
        "-",
        "raised at this value or beyond; for discrete, the state's name",
    ),
    Key(
        "deadband_eu",
        value.at_least_zero,
        False,
        "0",
        "returns to normal when the value is back inside the limit by more than this",
    ),
    Key("on_delay_ms", _DELAY, False, "0", "raised after this long beyond the limit"),
    Key("off_delay_ms", _DELAY, False, "0", "returns after this long back inside"),
    Key("message", value.text, False, "none", "what is wrong, for the operator"),
    Key("response", value.text, False, "none", "what the operator is expected to do"),
    Key("expression", _EXPRESSION, False, "none", "the condition, or what a deviation is measured from"),
    Key("window_ms", _DELAY, False, "0", "time constant of the filter of a rate of change"),
    Key("latching", value.flag, False, "no", "yes: stays active until it is reset"),
    Key("auto_acknowledge", value.flag, False, "no", "yes: needs no acknowledgement once it has returned"),
    Key(
        "re_alarm_ms",
        _DELAY,
        False,
        "0",
        "acknowledged and still active for this long: sounds again; 0: never",
    ),
    Key(
        "escalate_priority",
        value.or_none(value.choice(PRIORITIES)),
        False,
        "none",
        "how urgent it becomes beyond escalate_limit_eu or after escalate_after_ms",
    ),
    Key("escalate_limit_eu", value.or_none(value.number), False, "none", "the further limit"),
    Key("escalate_deadband_eu", value.at_least_zero, False, "0", "as deadband_eu, for the further limit"),
    Key("escalate_on_delay_ms", _DELAY, False, "0", "as on_delay_ms, for the further limit"),
    Key("escalate_off_delay_ms", _DELAY, False, "0", "as off_delay_ms, for the further limit"),
    Key("escalate_after_ms", _DELAY, False, "0", "unacknowledged for this long: more urgent; 0: never"),
    Key(
        "escalate_again",
        value.flag,
        False,
        "yes",
        "no: beyond the further limit a second time, after it was acknowledged there, does not sound again",
    ),
    Key(
        "count",
        value.whole(0, 100),
        False,
        "0",
        "so many starts of the on-delay within count_window_ms raise it",
    ),
    Key("count_window_ms", _DELAY, False, "0", "see count"),
    Key(
        "group",
        value.or_none(value.text),
        False,
        "none",
        "first-out group: which of its alarms came first is shown",
    ),
    Key(
        "suppress_when",
        value.or_none(_EXPRESSION),
        False,
        "none",
        "an expression; while it is surely true the alarm is suppressed by design",
    ),
    Key(
        "shelve_ms_max",
        value.milliseconds(0, 7 * DAY_MS),
        False,
        "0",
        "the longest it may be shelved; 0: the site's",
    ),
    Key("cause", value.text, False, "none", "what makes it come"),
    Key("consequence", value.text, False, "none", "what happens if nobody acts"),
    Key(
        "consequence_severity",
        value.choice({severity.value: severity.value for severity in ConsequenceSeverity}),
        False,
        "none given",
        "none, minor, major or severe",
    ),
    Key(
        "response_time_ms",
        value.milliseconds(0, 7 * DAY_MS),
        False,
        "0",
        "time within which acting helps; 0: nobody said",
    ),
    Key("basis", value.text, False, "none", "where the limit comes from"),
    Key("alarm_class", value.text, False, "none", "class of the alarm: safety, quality, ..."),
    Key("use", value.flag, False, "yes", "no: leave the alarm out (a parked row, or a discovered alarm)"),
)

MODE_COLUMNS = (
    Key("alarm", value.name_pattern, True, "-", "the alarm, or several: `*` stands for any characters"),
    Key("mode", value.given_text, True, "-", "the operating mode, of the alarm's system"),
    Key("limit_eu", value.number, False, "the alarm's", "its limit in this mode"),
    Key("priority", value.choice(PRIORITIES), False, "the alarm's", "how urgent it is in this mode"),
    Key("suppressed", value.flag, False, "no", "yes: suppressed by design in this mode"),
)
