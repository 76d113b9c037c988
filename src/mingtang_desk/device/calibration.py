"""Calibration, pure: what can be calibrated, which references are sane, and whether it helped.

A calibration makes one reading of a board agree with a reference that somebody measured. What is
sent must be believable first: a reference that is far off is a wrong probe or a typing error, and
would spoil a board that was fine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mingtang_desk.core.errors import DeviceError, OutOfRangeError, UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.stability import SteadyLimits

REST_A = 1.0
"""At rest no more than this may flow: a sense wire of a loaded cell does not show its voltage."""
LEAST_CELL_V = 0.5
"""A cell that reads less has a broken sense wire; no calibration mends that."""


class TargetKind(StrEnum):
    """What can be wrong about a reading."""

    ZERO = "zero-current"
    CHARGE = "charge-current"
    DISCHARGE = "discharge-current"
    CELL = "cell"
    NTC = "ntc"

    @property
    def numbered(self) -> bool:
        """True where a board has several of them."""
        return self in (TargetKind.CELL, TargetKind.NTC)


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One thing to calibrate; cells and NTCs are numbered from 1, an NTC in the order of a sample.

    Current targets are magnitudes, except for the zero.
    """

    kind: TargetKind
    number: int = 0

    @property
    def key(self) -> str:
        """Its name on the command line and in records ("cell-3")."""
        return f"{self.kind.value}-{self.number}" if self.kind.numbered else self.kind.value


def parse_target(text: str) -> Target:
    """Return the target of a name.

    Raises:
        UsageError: there is no such target.
    """
    for kind in TargetKind:
        if not kind.numbered and text == kind.value:
            return Target(kind)
        number = text.removeprefix(f"{kind.value}-")
        if kind.numbered and number != text and number.isdecimal() and 0 < int(number) < 1000:
            return Target(kind, int(number))
    raise UsageError("calibration_target_unknown", target=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule:
    """What holds for every target of a kind; all figures in `unit`.

    Attributes:
        label, conditions: marked for translation in context "Calibration".
        minimum, maximum: between these a reference makes sense at all.
        far, far_share: how far the reading may be off before the reference is not believed.
        tolerance, tolerance_share: how far it may be off afterwards.
        board, meter: when a reading of either is steady.
    """

    kind: TargetKind
    label: str
    conditions: str
    unit: str
    decimals: int
    minimum: float
    maximum: float
    far: float
    tolerance: float
    board: SteadyLimits
    meter: SteadyLimits
    far_share: float = 0.0
    tolerance_share: float = 0.0

    def far_from(self, reference: float) -> float:
        """Return how far the reading may be from this reference."""
        return max(self.far, self.far_share * abs(reference))

    def tolerance_of(self, reference: float) -> float:
        """Return how far the reading may be from this reference afterwards."""
        return max(self.tolerance, self.tolerance_share * abs(reference))


_CURRENT = SteadyLimits(drift=0.03, spread=0.06, share=0.005)
_CURRENT_METER = SteadyLimits(drift=0.03, spread=0.06, share=0.003)
_CELL = SteadyLimits(drift=0.002, spread=0.003)
_NTC = SteadyLimits(drift=0.3, spread=0.4)

RULES: Mapping[TargetKind, TargetRule] = {
    rule.kind: rule
    for rule in (
        TargetRule(
            kind=TargetKind.ZERO,
            label=QT_TRANSLATE_NOOP("Calibration", "Zero current"),
            conditions=QT_TRANSLATE_NOOP(
                "Calibration",
                "No load and no charger: unplug both, so that no current flows at all.",
            ),
            unit="A",
            decimals=2,
            minimum=-0.05,
            maximum=0.05,
            far=2.0,
            tolerance=0.03,
            board=_CURRENT,
            meter=_CURRENT_METER,
        ),
        TargetRule(
            kind=TargetKind.CHARGE,
            label=QT_TRANSLATE_NOOP("Calibration", "Charge current"),
            conditions=QT_TRANSLATE_NOOP(
                "Calibration",
                "Charge with a constant current of at least 1 A, better a third of the rated "
                "current, measured in series. Calibrate the zero first.",
            ),
            unit="A",
            decimals=2,
            minimum=1.0,
            maximum=1000.0,
            far=0.2,
            far_share=0.2,
            tolerance=0.03,
            tolerance_share=0.005,
            board=_CURRENT,
            meter=_CURRENT_METER,
        ),
        TargetRule(
            kind=TargetKind.DISCHARGE,
            label=QT_TRANSLATE_NOOP("Calibration", "Discharge current"),
            conditions=QT_TRANSLATE_NOOP(
                "Calibration",
                "Discharge with a constant current of at least 1 A, better a third of the rated "
                "current, measured in series. Calibrate the zero first.",
            ),
            unit="A",
            decimals=2,
            minimum=1.0,
            maximum=1000.0,
            far=0.2,
            far_share=0.2,
            tolerance=0.03,
            tolerance_share=0.005,
            board=_CURRENT,
            meter=_CURRENT_METER,
        ),
        TargetRule(
            kind=TargetKind.CELL,
            label=QT_TRANSLATE_NOOP("Calibration", "Cell {n}"),
            conditions=QT_TRANSLATE_NOOP(
                "Calibration",
                "Pack at rest: no load, charger off, balancing over. Measure at the sense wires "
                "of this cell.",
            ),
            unit="V",
            decimals=3,
            minimum=LEAST_CELL_V,
            maximum=5.0,
            far=0.1,
            tolerance=0.003,
            board=_CELL,
            meter=_CELL,
        ),
        TargetRule(
            kind=TargetKind.NTC,
            label=QT_TRANSLATE_NOOP("Calibration", "Temperature sensor {n}"),
            conditions=QT_TRANSLATE_NOOP(
                "Calibration",
                "Sensor and thermometer side by side at the same temperature for some minutes.",
            ),
            unit="°C",
            decimals=1,
            minimum=-40.0,
            maximum=125.0,
            far=10.0,
            tolerance=0.5,
            board=_NTC,
            meter=_NTC,
        ),
    )
}


def reading_of(target: Target, sample: PackSample) -> float | None:
    """Return what the board reads there, None when it does not report it."""
    current, index = sample.current_a, target.number - 1
    match target.kind:
        case TargetKind.ZERO | TargetKind.CHARGE:
            return current
        case TargetKind.DISCHARGE:
            return None if current is None else -current
        case TargetKind.CELL:
            return sample.cell_v[index] if index < len(sample.cell_v) else None
        case _:
            sensors = sample.temperatures
            return sensors[index].c if index < len(sensors) else None


def check_conditions(target: Target, sample: PackSample) -> float:
    """Return the reading, if the pack is in a state in which it may be calibrated.

    Raises:
        DeviceError: it is not; the key says why.
    """
    reading, current = reading_of(target, sample), sample.current_a
    name = target.key
    if reading is None:
        raise DeviceError("calibration_no_reading", target=name)
    if target.kind is TargetKind.CELL:
        balancing = sample.cell_balancing
        if reading < LEAST_CELL_V:
            raise DeviceError("calibration_no_reading", target=name)
        if target.number <= len(balancing) and balancing[target.number - 1]:
            raise DeviceError("calibration_balancing", target=name)
        if current is not None and abs(current) > REST_A:
            raise DeviceError("calibration_current_flows", amps=f"{current:.2f}", most=REST_A)
    elif target.kind in (TargetKind.CHARGE, TargetKind.DISCHARGE):
        least = RULES[target.kind].minimum * (1 - RULES[target.kind].far_share)
        if reading < least:
            raise DeviceError("calibration_no_current", target=name, amps=f"{current:.2f}")
    return reading


def check_reference(target: Target, reference: float, reading: float) -> None:
    """Refuse a reference that cannot be true. Nothing has been sent then.

    Raises:
        OutOfRangeError: it is no number, outside of all sense, or too far from the reading.
    """
    rule = RULES[target.kind]
    if not rule.minimum <= reference <= rule.maximum:  # a NaN too
        raise OutOfRangeError(
            "out_of_range",
            name=target.key,
            value=reference,
            minimum=rule.minimum,
            maximum=rule.maximum,
            unit=rule.unit,
        )
    if not abs(reference - reading) <= rule.far_from(reference):
        raise OutOfRangeError(
            "calibration_far",
            target=target.key,
            reference=f"{reference:.{rule.decimals}f}",
            reading=f"{reading:.{rule.decimals}f}",
            most=f"{rule.far_from(reference):.{rule.decimals}f}",
            unit=rule.unit,
        )


class Verdict(StrEnum):
    """How a calibration ended.

    GOOD: within the tolerance. IMPROVED: better than before, but outside. UNCHANGED: the board
    reads as before. WORSE: further off than before. UNKNOWN: it could not be read.
    """

    GOOD = "good"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPoint:
    """One reading made to agree with one reference; values in `unit`.

    Attributes:
        reference, before: what the reference and the board said just before.
        reference_after, after: the same afterwards; `after` is None when nothing could be read.
        tolerance: how far off it may be.
        time: when it was sent, aware UTC.
        old_correction, new_correction: what the board keeps for it, where it tells; model units.
        entry: number in the journal, 0 = none was kept.
        typed: the reference was typed, not read from a meter.
        proven: the board acknowledged all of it; else what reads well may not outlive a power cut.
    """

    target: Target
    reference: float
    before: float
    reference_after: float
    after: float | None
    unit: str
    tolerance: float
    time: datetime
    old_correction: float | None = None
    new_correction: float | None = None
    entry: int = 0
    typed: bool = False
    proven: bool = True

    @property
    def error_before(self) -> float:
        """Reading less reference."""
        return self.before - self.reference

    @property
    def error_after(self) -> float | None:
        """Reading less reference, None when nothing could be read."""
        return None if self.after is None else self.after - self.reference_after

    @property
    def verdict(self) -> Verdict:
        """How it ended, from the figures alone."""
        return judge_point(self.error_before, self.error_after, self.tolerance)


def judge_point(before: float, after: float | None, tolerance: float) -> Verdict:
    """Return how a calibration ended, from the errors before and after it.

    Errors that differ by less than a third of the tolerance are the same.
    """
    if after is None:
        return Verdict.UNKNOWN
    if abs(after) <= tolerance:
        return Verdict.GOOD
    if abs(after - before) < tolerance / 3:
        return Verdict.UNCHANGED
    return Verdict.IMPROVED if abs(after) < abs(before) else Verdict.WORSE
