"""Calibration commands of a JBD board: one register for each reading, written with the truth.

The board works its correction out by itself and does not tell it. Charge and discharge gain are
saved when the factory mode is left, which clears the protection counters; zero, cells and sensors
are left without a save. Source: docs/protocols/jbd.md, section 8.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace

from mingtang_desk.core.errors import LinkTimeoutError, OutOfRangeError, UnsupportedError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import Target, TargetKind
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from mingtang_desk.protocols.jbd import factory
from mingtang_desk.protocols.jbd.refusal import payload_of
from mingtang_desk.wire.scale import TENTH_KELVIN, Scale

IDLE, CHARGE, DISCHARGE = 0xAD, 0xAE, 0xAF
CELLS, SENSORS = range(0xB0, 0xD0), range(0xD0, 0xD8)
SAVED = (CHARGE, DISCHARGE)
_CENTI, _MILLI = Scale(den=100), Scale(den=1000)

GAIN_NOTE = QT_TRANSLATE_NOOP(
    "Calibration",
    "One gain for each direction: a second point at another current replaces the first, it does "
    "not refine it. The save clears the protection counters; the desk keeps them in the history.",
)
ONE_VALUE_NOTE = QT_TRANSLATE_NOOP(
    "Calibration",
    "One correction: a second point replaces the first one.",
)


def offers(cells: int, sensors: int, *, deci: bool) -> Sequence[CalibrationOffer]:
    """Return what a board with so many cells and sensors can calibrate.

    On boards that count in tenths no source says in which unit a current is given: none is.
    """
    gains = () if deci else (TargetKind.CHARGE, TargetKind.DISCHARGE)
    return (
        CalibrationOffer(target=Target(TargetKind.ZERO), step=0.01, note=ONE_VALUE_NOTE),
        *(
            CalibrationOffer(
                target=Target(kind), step=0.01, note=GAIN_NOTE, side_effects=("counters_cleared",)
            )
            for kind in gains
        ),
        *(
            CalibrationOffer(target=Target(TargetKind.CELL, n), step=0.001, note=ONE_VALUE_NOTE)
            for n in range(1, min(cells, len(CELLS)) + 1)
        ),
        *(
            CalibrationOffer(target=Target(TargetKind.NTC, n), step=0.1, note=ONE_VALUE_NOTE)
            for n in range(1, min(sensors, len(SENSORS)) + 1)
        ),
    )


def command(target: Target, reference: float) -> tuple[int, bytes]:
    """Return register and data that calibrate a target.

    Raises:
        UnsupportedError: there is no register for it.
        OutOfRangeError: the register cannot hold the reference.
    """
    match target.kind:
        case TargetKind.ZERO:
            return IDLE, bytes(2)
        case TargetKind.CHARGE:
            return CHARGE, _word(target, _CENTI.to_wire(reference), signed=True)
        case TargetKind.DISCHARGE:
            # The protocol's own sign of a discharge, as in registers 03 and 29.
            return DISCHARGE, _word(target, -_CENTI.to_wire(reference), signed=True)
        case TargetKind.CELL:
            return _nth(CELLS, target), _word(target, _MILLI.to_wire(reference))
        case _:
            return _nth(SENSORS, target), _word(target, TENTH_KELVIN.to_wire(reference))


def procedure(write: factory.Write, target: Target, reference: float) -> Procedure[None]:
    """Send one calibration inside the factory mode; encoded before the first byte.

    It goes out once: what a board makes of a second one no source tells. A reply that was lost does
    not keep the mode from being left as it should be, for the board may have heard.

    Raises:
        LinkTimeoutError: the command was not answered; whether it was heard, a reading tells.
    """
    register, data = command(target, reference)
    lost: list[LinkTimeoutError] = []

    def body() -> Generator[Request, Frame, None]:
        what = f"calibration {register:02X}"
        try:
            frame = yield replace(write(register, data, what), repeatable=False)
        except LinkTimeoutError as error:
            lost.append(error)
        else:
            payload_of(frame, what)

    yield from factory.run(write, body(), save=register in SAVED)
    if lost:
        raise lost[0]


def _nth(registers: range, target: Target) -> int:
    if not 1 <= target.number <= len(registers):
        raise UnsupportedError("unsupported", what=f"calibration of {target.key}")
    return registers[target.number - 1]


def _word(target: Target, raw: int, *, signed: bool = False) -> bytes:
    try:
        return raw.to_bytes(2, "big", signed=signed)
    except OverflowError as error:
        expected = "what two bytes hold"
        raise OutOfRangeError(
            "wrong_type", name=target.key, value=raw, expected=expected
        ) from error
