"""Why a command is refused: a closed list, each with the nearest IEC 61850 AddCause number.

The name is journaled and shown; the sentence beside it is written where the decision is made.
"""

from enum import Enum

import msgspec


class Reason(Enum):
    """Name on the wire and in the journal. The comment gives the AddCause (IEC 61850-7-2)."""

    UNKNOWN_ALARM = "unknown_alarm"  # 1 not supported
    NEW_OCCURRENCE = "new_occurrence"  # 4 invalid position
    CHANGED_SINCE = "changed_since"  # 4 invalid position
    ALREADY_ACKNOWLEDGED = "already_acknowledged"  # 5 position reached
    NOTHING_TO_ACKNOWLEDGE = "nothing_to_acknowledge"  # 5 position reached
    NOT_LATCHED = "not_latched"  # 5 position reached
    STILL_ABNORMAL = "still_abnormal"  # 10 blocked by interlocking
    NOT_ACKNOWLEDGED = "not_acknowledged"  # 10 blocked by interlocking
    NOT_SHELVED = "not_shelved"  # 5 position reached
    NO_REASON = "no_reason"  # 26 inconsistent parameters
    TOO_LONG = "too_long"  # 26 inconsistent parameters
    ALREADY_OUT_OF_SERVICE = "already_out_of_service"  # 5 position reached
    NOT_OUT_OF_SERVICE = "not_out_of_service"  # 5 position reached
    NOTHING_SOUNDS = "nothing_sounds"  # 5 position reached
    EVENT_ONLY = "event_only"  # 1 not supported
    UNKNOWN_SYSTEM = "unknown_system"  # 1 not supported
    UNKNOWN_MODE = "unknown_mode"  # 26 inconsistent parameters
    MODE_BY_TAG = "mode_by_tag"  # 8 blocked by mode
    ALREADY_IN_MODE = "already_in_mode"  # 5 position reached
    ROLE = "role"  # 20 no access authority
    UNKNOWN_EQUIPMENT = "unknown_equipment"  # 1 not supported
    UNKNOWN_CONTROL = "unknown_control"  # 1 not supported
    OUT_OF_RANGE = "out_of_range"  # 26 inconsistent parameters
    NOT_A_STATE = "not_a_state"  # 26 inconsistent parameters
    IN_AUTO = "in_auto"  # 8 blocked by mode
    MODE_UNKNOWN = "mode_unknown"  # 13 blocked by health
    NOT_SIMULATED = "not_simulated"  # 1 not supported
    UNKNOWN_FAULT = "unknown_fault"  # 1 not supported
    UNKNOWN_TARGET = "unknown_target"  # 26 inconsistent parameters
    DUPLICATE = "duplicate"  # 12 command already in execution
    JOURNAL_UNAVAILABLE = "journal_unavailable"  # 8 blocked by mode; given by the shell


class Refusal(msgspec.Struct, frozen=True):
    """A reason and the sentence that goes with it, addressed to the sender."""

    reason: Reason
    detail: str
