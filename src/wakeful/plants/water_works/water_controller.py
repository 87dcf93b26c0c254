"""A controller with AUTO and MANUAL that goes from one to the other without a bump."""

import math

import msgspec

from wakeful.plants.water_works.water_pump import AUTO


class Controller(msgspec.Struct):
    """Proportional on the measurement, integral on the error, in velocity form.

    The output is the only memory besides the last measurement: in MANUAL it is what the operator set, and
    AUTO goes on from there.

    Notes
    -----
    u <- u - gain (y - y_before) + gain dt / reset (set point - y), held within its limits.
    """

    name: str
    set_point: float
    output: float
    gain: float
    reset_s: float
    output_low: float
    output_high: float
    mode: int = AUTO
    measured_before: float = math.nan

    def scan(self, measured: float | None, dt_s: float, holding: bool = False) -> None:
        """One scan; without a measurement, or while ``holding``, the output stays."""
        if measured is None or holding:
            self.measured_before = math.nan
            return
        if self.mode == AUTO:
            change = 0.0 if math.isnan(self.measured_before) else measured - self.measured_before
            error = self.set_point - measured
            self.set_output(self.output - self.gain * change + self.gain * dt_s / self.reset_s * error)
        self.measured_before = measured

    def set_output(self, output: float) -> None:
        """Put the output somewhere, within its limits."""
        self.output = min(self.output_high, max(self.output_low, output))
