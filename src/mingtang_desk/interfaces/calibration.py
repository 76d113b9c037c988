"""What a driver offers whose boards can be calibrated: the board's session has these besides.

A driver with `Capability.CALIBRATION` gives sessions that are `Calibrating`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import Target
from mingtang_desk.interfaces.driver import Procedure

NO_CALIBRATION = QT_TRANSLATE_NOOP(
    "Calibration", "No calibration command of this board is known to the desk."
)
NO_UNDO = QT_TRANSLATE_NOOP(
    "Calibration",
    "This board does not tell its corrections, so the desk cannot put the old one back. The way "
    "back is another calibration.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationOffer:
    """One target that a board can calibrate.

    Attributes:
        step: smallest difference of a reference that the board can take, in the target's unit.
        note: what a second point does on this board, marked for translation in context
            "Calibration".
        undo: the board tells its correction, so that the old one can be put back; `no_undo` says
            why not.
        side_effects: keys as of `WriteResult.side_effects` ("counters_cleared").
    """

    target: Target
    step: float
    note: str
    undo: bool = False
    no_undo: str = NO_UNDO
    side_effects: tuple[str, ...] = ()


@runtime_checkable
class Calibrating(Protocol):
    """The part of a board's session that calibrates. Nothing here checks ranges: see `session`."""

    def calibrations(self) -> Sequence[CalibrationOffer]:
        """Return what can be calibrated; what was read so far says how many cells there are."""
        ...

    def calibrate(self, target: Target, *, reference: float, reading: float) -> Procedure[None]:
        """Make the reading agree with the reference, once, and make it last as the board does.

        Raises:
            RejectedError: thrown when the board said no.
            UnsupportedError, OutOfRangeError: the board cannot take it; nothing was sent.
        """
        ...

    def correction(self, target: Target) -> Procedure[float | None]:
        """Read what the board keeps for a target; None where it does not tell."""
        ...

    def restore(self, target: Target, correction: float) -> Procedure[None]:
        """Put a correction back that `correction` told.

        Raises:
            UnsupportedError: this board does not take one; nothing was sent.
        """
        ...
