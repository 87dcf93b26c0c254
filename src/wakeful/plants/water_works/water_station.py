"""A pumping station: how many pumps its level asks for, and which of them.

Level control in two stages with hysteresis, the least worn pump first, no pump without water at its
suction, no start too soon after a stop, and one start at a time when power comes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wakeful.plants.water_works.water_pump import AUTO, HEALTHY, Pump

STAGGER_S = 20.0
RESTART_S = 30.0
RUN_S_MIN = 180.0
REST_S_MIN = 300.0
REST_S_MIN_MANUAL = 60.0
CHANGEOVER_S = 86_400.0


@dataclass(frozen=True, slots=True)
class StationDesign:
    """What does not change.

    Attributes
    ----------
    name : of the station. pumps : their names. suction : tag of the level they draw from.
    suction_start_m, suction_stop_m : no start below the first, all stop below the second.
    controller : name of the level controller that decides, "" where one pump always runs.
    level : tag that it controls.
    duty_below_m, assist_below_m : the first and second pump start this far below the set point.
    """

    name: str
    pumps: tuple[str, str]
    suction: str
    suction_start_m: float
    suction_stop_m: float
    controller: str = ""
    level: str = ""
    duty_below_m: float = 1.0
    assist_below_m: float = 1.5
    assist_stop_below_m: float = 0.4


class Station(msgspec.Struct):
    """State of one station: power, the two stages, and how long until the next start is allowed."""

    name: str
    powered: bool = True
    duty: bool = True
    assist: bool = False
    start_wait_s: float = 0.0

    def lose_power(self) -> None:
        """The supply is gone."""
        self.powered = False

    def regain_power(self) -> None:
        """The supply is back; starts wait a while and then come one by one."""
        if not self.powered:
            self.powered = True
            self.start_wait_s = RESTART_S


def start_refusal(
    design: StationDesign, station: Station, pump: Pump, suction_m: float | None, rest_s_min: float
) -> str:
    """Why the pump may not be started now; "" when it may."""
    if not station.powered:
        return f"{design.name} has no power"
    if pump.fault != HEALTHY:
        return f"{pump.name} is faulted; find the cause and reset it first"
    if suction_m is None:
        return f"the suction level {design.suction} cannot be read; starting dry would ruin the pump"
    if suction_m < design.suction_start_m:
        return f"suction level {suction_m:.2f} m is below {design.suction_start_m:g} m"
    if not pump.running and pump.held_s < rest_s_min:
        return f"{pump.name} stopped {pump.held_s:.0f} s ago; it must rest {rest_s_min:g} s"
    return ""


def align_stages(station: Station, pumps: Sequence[Pump]) -> None:
    """Take what runs as what is wanted, so that a change to AUTO moves nothing by itself."""
    running = sum(pump.running for pump in pumps)
    station.duty, station.assist = running >= 1, running >= 2


def scan_station(
    design: StationDesign, station: Station, pumps: Sequence[Pump], dt_s: float,
    level_m: float | None, set_point_m: float, suction_m: float | None,
) -> None:  # fmt: skip
    """One scan of the station's logic. A level that cannot be read leaves the stages as they are."""
    station.start_wait_s = max(0.0, station.start_wait_s - dt_s)
    if suction_m is not None and suction_m < design.suction_stop_m:
        for pump in pumps:
            pump.command = False
        return
    if design.controller and level_m is not None:
        _stage(design, station, level_m, set_point_m)
    if not design.controller:
        station.duty = True
    wanted = int(station.duty) + int(station.assist)
    commanded = [pump for pump in pumps if pump.command]
    if len(commanded) < wanted:
        _start_one(design, station, pumps, suction_m)
    elif sum(pump.mode == AUTO for pump in commanded) > wanted:
        # What a person has started by hand stops nothing that runs in AUTO.
        _stop_one(pumps)
    elif not design.controller:
        _change_over(design, station, pumps, suction_m)


def _stage(design: StationDesign, station: Station, level_m: float, set_point_m: float) -> None:
    if level_m <= set_point_m - design.duty_below_m:
        station.duty = True
    elif level_m >= set_point_m:
        station.duty = False
    if level_m <= set_point_m - design.assist_below_m:
        station.assist = True
    elif level_m >= set_point_m - design.assist_stop_below_m:
        station.assist = False


def _start_one(
    design: StationDesign, station: Station, pumps: Sequence[Pump], suction_m: float | None
) -> None:
    ready = [
        pump
        for pump in pumps
        if pump.mode == AUTO
        and not pump.command
        and not start_refusal(design, station, pump, suction_m, REST_S_MIN)
    ]
    if ready and station.start_wait_s <= 0.0:
        min(ready, key=lambda pump: (pump.run_s, pump.name)).command = True
        station.start_wait_s = STAGGER_S


def _stop_one(pumps: Sequence[Pump]) -> None:
    ready = [pump for pump in pumps if pump.mode == AUTO and pump.command and pump.held_s >= RUN_S_MIN]
    if ready:
        max(ready, key=lambda pump: (pump.run_s, pump.name)).command = False


def _change_over(
    design: StationDesign, station: Station, pumps: Sequence[Pump], suction_m: float | None
) -> None:
    """Where one pump always runs, hand over to the other once a day."""
    worn = [pump for pump in pumps if pump.mode == AUTO and pump.running and pump.held_s >= CHANGEOVER_S]
    fresh = [
        pump
        for pump in pumps
        if pump.mode == AUTO
        and not pump.command
        and not start_refusal(design, station, pump, suction_m, REST_S_MIN)
    ]
    if worn and fresh:
        fresh[0].command = True
        worn[0].command = False
