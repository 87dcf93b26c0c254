"""One alarm as a plain dictionary, written from the prose of ISA-18.2 and OPC UA Part 9, not from the code.

``happen`` takes a dictionary and the name of an event and returns the next dictionary and what was told of
it. Numbers in comments are the rows of the transition reference, which ``test_rows`` lists one by one.
"""

from typing import TypedDict


class Alarm(TypedDict):
    """What is remembered of one alarm."""

    abnormal: bool
    acknowledged: bool
    latched: bool
    shelf: str  # "", "timed" or "one-shot"
    suppressed: bool
    out_of_service: bool
    silenced: bool


class Told(TypedDict):
    """What a person, the journal and the figures get to know of one event."""

    moved: bool  # there is a record
    occurrence: bool  # it is a new occurrence
    sounded: bool  # it was annunciated
    hidden: bool  # it would have been, in sight
    refused: str  # why a person's act was not done, or empty


def at_rest() -> Alarm:
    return {
        "abnormal": False,
        "acknowledged": True,
        "latched": False,
        "shelf": "",
        "suppressed": False,
        "out_of_service": False,
        "silenced": False,
    }


def letter(alarm: Alarm) -> str:
    if alarm["out_of_service"]:
        return "G"
    if alarm["suppressed"]:
        return "F"
    if alarm["shelf"]:
        return "E"
    if alarm["abnormal"] or alarm["latched"]:
        return "C" if alarm["acknowledged"] else "B"
    return "A" if alarm["acknowledged"] else "D"


def in_sight(alarm: Alarm) -> bool:
    return letter(alarm) in "ABCD"


def sounds(alarm: Alarm) -> bool:
    return in_sight(alarm) and not alarm["acknowledged"] and not alarm["silenced"]


def nothing() -> Told:
    return {"moved": False, "occurrence": False, "sounded": False, "hidden": False, "refused": ""}


def happen(
    before: Alarm, event: str, *, latching: bool = False, auto_acknowledge: bool = False
) -> tuple[Alarm, Told]:
    """The alarm after an event, and what is told; the alarm that is given stays as it is."""
    alarm = before.copy()
    told = nothing()
    if event == "abnormal":
        abnormal(alarm, told, latching)
    elif event == "normal":
        normal(alarm, told, auto_acknowledge)
    elif event in ("more_urgent", "severity_changed"):
        severity(alarm, told, worse=event == "more_urgent")
    elif event == "re_alarm":
        if alarm["abnormal"] and letter(alarm) == "C":  # 8
            call(alarm, told)
    elif event in ("suppress", "unsuppress", "shelf_ended"):
        by_logic_or_time(alarm, told, event)
    else:
        told["refused"] = refusal(alarm, event)
        if not told["refused"]:
            by_a_person(alarm, told, event)
    return alarm, told


def call(alarm: Alarm, told: Told, *, occurrence: bool = False) -> None:
    """Call the operator; out of sight nothing is heard, but it is counted."""
    alarm["acknowledged"] = alarm["silenced"] = False
    told["moved"], told["occurrence"] = True, occurrence
    told["sounded" if in_sight(alarm) else "hidden"] = True


def abnormal(alarm: Alarm, told: Told, latching: bool) -> None:
    """1; 6 and 14: again, although never acknowledged or still latched, is a new alarm like any other."""
    if alarm["abnormal"]:
        return
    alarm["abnormal"] = True
    alarm["latched"] = alarm["latched"] or latching
    call(alarm, told, occurrence=True)


def normal(alarm: Alarm, told: Told, auto_acknowledge: bool) -> None:
    """3, 4; 11: a latched alarm stays active, whether acknowledged or not."""
    if not alarm["abnormal"]:
        return
    alarm["abnormal"], told["moved"] = False, True
    if alarm["latched"]:
        return
    if auto_acknowledge:
        alarm["acknowledged"] = True
    end_one_shot(alarm)


def end_one_shot(alarm: Alarm) -> None:
    """19: it has returned to inactive. 18: unshelved while normal is at rest."""
    if alarm["shelf"] == "one-shot":
        alarm["shelf"] = ""
        if in_sight(alarm):
            alarm["acknowledged"] = True


def severity(alarm: Alarm, told: Told, *, worse: bool) -> None:
    """7: more severe than what was seen calls again, while it stands. 10: anything else is only shown."""
    stands = alarm["abnormal"] or alarm["latched"]
    if worse and stands:
        call(alarm, told)
    elif stands or not alarm["acknowledged"]:
        told["moved"] = True


def by_logic_or_time(alarm: Alarm, told: Told, event: str) -> None:
    """20; and 17: time, unlike a person, brings a standing alarm back unacknowledged."""
    if event == "suppress":
        told["moved"] = not alarm["suppressed"]
        alarm["suppressed"] = True
    elif event == "unsuppress" and alarm["suppressed"]:
        alarm["suppressed"] = False
        come_back(alarm, told)
    elif event == "shelf_ended" and alarm["shelf"]:
        alarm["shelf"] = ""
        come_back(alarm, told)


def come_back(alarm: Alarm, told: Told) -> None:
    """The end of an override: B where it stands, A where it does not; out of sight while another holds."""
    told["moved"] = True
    if in_sight(alarm):
        if alarm["abnormal"] or alarm["latched"]:
            call(alarm, told)
        else:
            alarm["acknowledged"] = True


def refusal(alarm: Alarm, event: str) -> str:
    """24 and 13: why a person's act cannot be, or empty."""
    if event == "acknowledge" and alarm["acknowledged"]:
        return "nothing_to_acknowledge"
    if event == "reset":
        if not alarm["latched"]:
            return "not_latched"
        if alarm["abnormal"]:
            return "still_abnormal"
        if not alarm["acknowledged"]:
            return "not_acknowledged"
    if event == "unshelve" and not alarm["shelf"]:
        return "not_shelved"
    if event == "remove_from_service" and alarm["out_of_service"]:
        return "already_out_of_service"
    if event == "return_to_service" and not alarm["out_of_service"]:
        return "not_out_of_service"
    if event == "silence" and not sounds(alarm):
        return "nothing_sounds"
    return ""


def by_a_person(alarm: Alarm, told: Told, event: str) -> None:
    told["moved"] = True
    if event == "acknowledge":  # 2, 5
        alarm["acknowledged"] = True
    elif event == "reset":  # 12
        alarm["latched"] = False
        end_one_shot(alarm)
    elif event == "shelve_timed":  # 15
        alarm["shelf"] = "timed"
    elif event == "shelve_one_shot":  # 15
        alarm["shelf"] = "one-shot"
    elif event == "unshelve":  # 16, 18
        alarm["shelf"] = ""
        if in_sight(alarm):
            alarm["acknowledged"] = True
    elif event == "remove_from_service":  # 21
        alarm["out_of_service"] = True
    elif event == "return_to_service":  # 21
        alarm["out_of_service"] = False
        come_back(alarm, told)
    elif event == "silence":
        alarm["silenced"] = True
    else:
        raise ValueError(f"there is no event {event!r}")
