"""What the wait of a calibration is judged by: is it steady, and is it still what it was. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mingtang_desk.core.errors import DeviceError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import RULES, Target
from mingtang_desk.device.stability import (
    Points,
    Stability,
    SteadyLimits,
    Window,
    judge_stability,
)

BOARD, METER = QT_TRANSLATE_NOOP("Phrase", "the board"), QT_TRANSLATE_NOOP("Phrase", "the meter")
"""Who was not steady, as the errors name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a calibration goes about it.

    Attributes:
        every_s: from one reading to the next while waiting.
        window: what is judged.
        patience_s: how long to wait for steadiness.
        samples: how many readings make the figure before and the one after.
        settle_s: for the board's own averaging, after it was told.
    """

    every_s: float = 0.5
    window: Window = field(default_factory=Window)
    patience_s: float = 120.0
    samples: int = 4
    settle_s: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How the wait goes: the judgements, and what they are made from, oldest first.

    Attributes:
        meter, reference_points: None and empty with a typed reference.
    """

    elapsed_s: float
    reading: float
    reference: float
    board: Stability
    meter: Stability | None
    board_points: Points
    reference_points: Points = ()

    @property
    def steady(self) -> bool:
        """True when the board is, and the meter where there is one."""
        return self.board.stable and (self.meter is None or self.meter.stable)

    @property
    def settled(self) -> "Settled":
        """What came out of a wait that ended steady."""
        reading = self.board.mean
        reference = self.reference if self.meter is None else self.meter.mean
        assert reading is not None
        assert reference is not None
        return Settled(reading=reading, reference=reference)


type Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Both are steady: the means of their windows, and how far off the board is."""

    reading: float
    reference: float

    @property
    def error(self) -> float:
        """Reading less reference."""
        return self.reading - self.reference


def judged(
    target: Target,
    window: Window,
    elapsed_s: float,
    board: Points,
    meter: Points | None,
    reference: float,
) -> Progress:
    """Return how the wait goes; `meter` is None with a typed reference, which is `reference`."""
    rule = RULES[target.kind]
    return Progress(
        elapsed_s=elapsed_s,
        reading=board[-1][1],
        reference=reference,
        board=judge_stability(board, rule.board, window),
        meter=None if meter is None else judge_stability(meter, rule.meter, window),
        board_points=tuple(board),
        reference_points=() if meter is None else tuple(meter),
    )


def unsteady(target: Target, patience_s: float, progress: Progress | None) -> DeviceError:
    """Return why the patience ended."""
    rule = RULES[target.kind]
    if progress is None:
        return DeviceError("calibration_no_reading", target=target.key)
    who, worst = BOARD, progress.board
    if progress.board.stable and progress.meter is not None:
        who, worst = METER, progress.meter
    digits = rule.decimals + 1
    return DeviceError(
        "calibration_unsteady",
        what=who,
        seconds=f"{patience_s:g}",
        meaning=worst.state.value,
        drift=f"{worst.per_minute:+.{digits}f}",
        spread=f"{worst.spread:.{digits}f}",
        unit=rule.unit,
    )


def check_moved(target: Target, settled: Settled, reading: float, reference: float) -> None:
    """Refuse to calibrate by something that is no longer what it was while it was steady.

    Raises:
        DeviceError: it names who moved, from what to what.
    """
    rule = RULES[target.kind]
    for who, limits, was, now in (
        (BOARD, rule.board, settled.reading, reading),
        (METER, rule.meter, settled.reference, reference),
    ):
        if abs(now - was) > _width(limits, was):
            raise DeviceError(
                "calibration_moved",
                what=who,
                was=f"{was:.{rule.decimals}f}",
                now=f"{now:.{rule.decimals}f}",
                unit=rule.unit,
            )


def _width(limits: SteadyLimits, around: float) -> float:
    return limits.drift + limits.spread + limits.share * abs(around)
