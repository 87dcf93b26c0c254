"""Quality of a sample: OPC UA status codes at rest and on the wire, NE107 letters for people.

The severity of a code sits in its top two bits (OPC 10000-4, 7.39); the low 16 bits are flags
that do not change the meaning and are masked off before two codes are compared.
"""

from enum import Enum, IntEnum

import numpy as np

SEVERITY_MASK = 0xC000_0000
CODE_MASK = 0xFFFF_0000


class Quality(IntEnum):
    """OPC UA status codes used in the house. Finer reasons travel beside the code."""

    GOOD = 0x0000_0000
    GOOD_CLAMPED = 0x0030_0000
    GOOD_LOCAL_OVERRIDE = 0x0096_0000
    UNCERTAIN_NO_COMMUNICATION_LAST_USABLE_VALUE = 0x408F_0000
    UNCERTAIN_LAST_USABLE_VALUE = 0x4090_0000
    UNCERTAIN_SUBSTITUTE_VALUE = 0x4091_0000
    UNCERTAIN_INITIAL_VALUE = 0x4092_0000
    UNCERTAIN_SENSOR_NOT_ACCURATE = 0x4093_0000
    UNCERTAIN_ENGINEERING_UNITS_EXCEEDED = 0x4094_0000
    UNCERTAIN_SUB_NORMAL = 0x4095_0000
    BAD_INVALID_TIMESTAMP = 0x8023_0000
    BAD_NO_COMMUNICATION = 0x8031_0000
    BAD_WAITING_FOR_INITIAL_DATA = 0x8032_0000
    BAD_CONFIGURATION_ERROR = 0x8089_0000
    BAD_NOT_CONNECTED = 0x808A_0000
    BAD_DEVICE_FAILURE = 0x808B_0000
    BAD_SENSOR_FAILURE = 0x808C_0000
    BAD_OUT_OF_SERVICE = 0x808D_0000
    BAD_NO_DATA = 0x809B_0000
    """In a sample block: this tag has no sample in this row. Never the quality of a tag."""
    BAD_DATA_LOST = 0x809D_0000


class Severity(Enum):
    """How far a value may be used. Anything that is neither GOOD nor UNCERTAIN is BAD."""

    GOOD = "good"
    UNCERTAIN = "uncertain"
    BAD = "bad"


class NE107(Enum):
    """NAMUR NE 107 category, the letter a person on watch sees beside a value."""

    GOOD = "G"
    MAINTENANCE_REQUIRED = "M"
    OUT_OF_SPECIFICATION = "S"
    FUNCTION_CHECK = "C"
    FAILURE = "F"


def severity(code: int) -> Severity:
    """Severity of a status code; the reserved severity 11 counts as BAD."""
    top = code & SEVERITY_MASK
    if top == 0:
        return Severity.GOOD
    if top == 0x4000_0000:
        return Severity.UNCERTAIN
    return Severity.BAD


def ne107(code: int) -> NE107:
    """NE107 category of a status code (OPC-30142 Table 13; severity decides, code refines)."""
    if code & CODE_MASK in (Quality.BAD_OUT_OF_SERVICE, Quality.GOOD_LOCAL_OVERRIDE):
        return NE107.FUNCTION_CHECK
    return {
        Severity.GOOD: NE107.GOOD,
        Severity.UNCERTAIN: NE107.OUT_OF_SPECIFICATION,
        Severity.BAD: NE107.FAILURE,
    }[severity(code)]


def is_bad(codes: np.ndarray) -> np.ndarray:
    """(…) uint32 codes -> (…) bool: severity BAD (top bit set, reserved 11 included)."""
    return np.asarray((codes & np.uint32(0x8000_0000)) != 0)
