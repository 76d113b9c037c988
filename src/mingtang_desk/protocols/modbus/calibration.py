"""Calibration by corrections in registers: the desk works them out, the board applies them.

    current = gain of its direction x (measured + offset)
    cell voltage, temperature = measured + offset

Because the board tells them, an old correction can be put back. Source: docs/protocols/mingtang.md,
section 3.8, which is ours; any profile may have such rows in its section `calibration`.
"""

from collections.abc import Callable, Mapping, Sequence

from mingtang_desk.core.errors import DeviceError, OutOfRangeError, UnsupportedError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import RULES, Target, TargetKind
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from mingtang_desk.wire.profile.encodings import bytes_of, raw_of
from mingtang_desk.wire.profile.plan import Block
from mingtang_desk.wire.profile.rows import Value

SECTION = "calibration"
NOTE = QT_TRANSLATE_NOOP(
    "Calibration",
    "One correction: a second point replaces the first one. The old one can be put back.",
)
_NAMES: Mapping[TargetKind, str] = {
    TargetKind.ZERO: "zero_current",
    TargetKind.CHARGE: "charge_current",
    TargetKind.DISCHARGE: "discharge_current",
    TargetKind.CELL: "cell",
    TargetKind.NTC: "ntc",
}
_GAINS = (TargetKind.CHARGE, TargetKind.DISCHARGE)

type Rows = Mapping[str, Value]
"""Corrections of a board by their own key ("cell_3")."""


def name_of(target: Target) -> str:
    """Return the key of a target's correction in a profile."""
    name = _NAMES[target.kind]
    return f"{name}_{target.number}" if target.kind.numbered else name


def is_name(name: str) -> bool:
    """Return whether a profile may call a correction so."""
    stem, _, number = name.rpartition("_")
    numbered = [_NAMES[kind] for kind in TargetKind if kind.numbered]
    fixed = [_NAMES[kind] for kind in TargetKind if not kind.numbered]
    return name in fixed or (stem in numbered and number.isdecimal() and number[0] != "0")


class Corrections:
    """The corrections of one board, as procedures.

    Args:
        rows: where they lie.
        read, write: make the requests of registers.
        refused: makes the error of a reply in which the board says no.
    """

    def __init__(
        self,
        rows: Rows,
        *,
        read: Callable[[Block], Request],
        write: Callable[[int, bytes], Request],
        refused: Callable[[Frame, str], Exception],
    ) -> None:
        self._rows, self._read_block, self._write, self._refused = rows, read, write, refused

    def offers(self, cells: int, sensors: int) -> Sequence[CalibrationOffer]:
        """Return what can be calibrated on a board with so many cells and sensors."""
        targets = [Target(kind) for kind in TargetKind if not kind.numbered]
        targets += [Target(TargetKind.CELL, n) for n in range(1, cells + 1)]
        targets += [Target(TargetKind.NTC, n) for n in range(1, sensors + 1)]
        return tuple(
            CalibrationOffer(
                target=target,
                step=10.0 ** -RULES[target.kind].decimals,
                note=NOTE,
                undo=True,
            )
            for target in targets
            if name_of(target) in self._rows
        )

    def calibrate(self, target: Target, *, reference: float, reading: float) -> Procedure[None]:
        """Read the correction, work out the one that makes the reading right, and write it.

        Raises:
            DeviceError: nothing can be worked out of a reading of nothing.
        """
        old = yield from self.read(target)
        if target.kind in _GAINS:
            if reading == 0.0:
                raise DeviceError("calibration_no_reading", target=target.key)
            new = old * reference / reading
        elif target.kind is TargetKind.ZERO:
            direction = TargetKind.CHARGE if reading > 0 else TargetKind.DISCHARGE
            gain = 1.0
            if _NAMES[direction] in self._rows:
                gain = yield from self.read(Target(direction))
            new = old + (reference - reading) / gain
        else:
            new = old + reference - reading
        yield from self.write(target, new)

    def read(self, target: Target) -> Procedure[float]:
        """Read one correction."""
        row = self._row(target)
        frame = yield self._read_block(Block(row.place.space, row.place.address, row.place.count))
        self._check(frame, target)
        return row.scale.to_model(raw_of(row, frame.payload[1:]))

    def write(self, target: Target, correction: float) -> Procedure[None]:
        """Write one correction; the registers hold it, not a step to it, so twice is once.

        Raises:
            OutOfRangeError: the board takes none so large; nothing was sent.
        """
        row = self._row(target)
        raw, (low, high) = row.scale.to_wire(correction), row.bounds
        if not low <= raw <= high:
            raise OutOfRangeError(
                "calibration_beyond",
                target=target.key,
                value=f"{correction:.4g}",
                minimum=f"{row.scale.to_model(low):g}",
                maximum=f"{row.scale.to_model(high):g}",
            )
        frame = yield self._write(row.place.address, bytes_of(row, raw, bytes(2)))
        self._check(frame, target)

    def _row(self, target: Target) -> Value:
        row = self._rows.get(name_of(target))
        if row is None:
            raise UnsupportedError("unsupported", what=f"calibration of {target.key}")
        return row

    def _check(self, frame: Frame, target: Target) -> None:
        if frame.status:
            raise self._refused(frame, f"calibration of {target.key}")
