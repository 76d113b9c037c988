"""Which cells are outside a limit, which is highest and lowest, and the axis of a cell grid.

Limits: the board's own settings where they were read, else the usual ones of its chemistry. A cell
is highest or lowest only where cells differ at all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mingtang_desk.device.plausibility import DEAD_V
from mingtang_desk.device.settings import SettingsReading, SettingValue

AXES: Mapping[str, tuple[float, float]] = {
    "nmc": (2.5, 4.3),
    "lfp": (2.0, 3.75),
    "lmo": (2.5, 4.3),
    "lto": (1.5, 2.9),
}
"""Bottom and top of the bars, volts: from the deepest discharge a maker allows to just past the
usual over-voltage trip (NMC 4.25, LFP 3.65, LTO 2.85 V), so that a full cell leaves a line free."""
LIMITS: Mapping[str, tuple[float, float]] = {
    "nmc": (2.75, 4.25),
    "lfp": (2.65, 3.65),
    "lmo": (2.75, 4.25),
    "lto": (1.5, 2.85),
}
UNKNOWN_AXIS = (2.0, 4.4)
"""VESC Tool's 2.5 to 4.4 V, and lower for iron."""
SMALLEST_SPREAD_V, SMALLEST_DIFFERENCE_V = 0.004, 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLimits:
    """Lowest and highest voltage in order, volts; `of_board` = from its own settings."""

    low_v: float
    high_v: float
    of_board: bool


def limits_of(settings: SettingsReading | None, chemistry: str | None) -> CellLimits | None:
    """Return the limits of a cell, None when neither settings nor chemistry are known."""
    values: Mapping[str, SettingValue] = {} if settings is None else settings.values
    low, high = values.get("cell_uvp_v"), values.get("cell_ovp_v")
    if isinstance(low, int | float) and isinstance(high, int | float) and 0 < low < high:
        return CellLimits(low_v=float(low), high_v=float(high), of_board=True)
    usual = LIMITS.get(chemistry or "")
    return None if usual is None else CellLimits(low_v=usual[0], high_v=usual[1], of_board=False)


def axis(
    cells: Sequence[float],
    chemistry: str | None,
    *,
    zoomed: bool,
    without: Collection[int] = (),
) -> tuple[float, float]:
    """Return bottom and top of the bars, volts.

    A dead wire (0 V) does not widen a zoomed axis, nor do the cells of `without`.
    """
    live = [v for n, v in enumerate(cells) if v > DEAD_V and n not in without]
    if zoomed and live:
        spread = max(max(live) - min(live), SMALLEST_SPREAD_V)
        return min(live) - spread * 0.5, max(live) + spread * 0.5
    return AXES.get(chemistry or "", UNKNOWN_AXIS)


def marks(
    cells: Sequence[float], limits: CellLimits | None, without: Collection[int] = ()
) -> tuple[int | None, int | None, set[int]]:
    """Return the indices of the highest and the lowest cell, and of those outside the limits.

    The cells of `without`, which cannot be true, hide neither the highest nor the lowest.
    """
    outside = {n for n, v in enumerate(cells) if limits and not limits.low_v <= v <= limits.high_v}
    order = [n for n in range(len(cells)) if n not in without] or range(len(cells))
    if len(order) < 2:
        return None, None, outside
    high, low = max(order, key=cells.__getitem__), min(order, key=cells.__getitem__)
    if cells[high] - cells[low] < SMALLEST_DIFFERENCE_V:
        return None, None, outside
    return high, low, outside
