"""Which cells are outside a limit, which is highest and lowest, and the axis of a cell grid.

Limits: the board's own settings where they were read, else the usual ones of its chemistry. A cell
is highest or lowest only where cells differ at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingtang_desk.device.settings import SettingsReading, SettingValue

# Window per chemistry, volts: VESC Tool uses 2.5 to 4.4 for NMC; LFP from the thresholds of
# Battery-Emulator (2.65, 3.65) with the same room; LTO and LMO from cell makers' working ranges.
AXES: Mapping[str, tuple[float, float]] = {
    "nmc": (2.5, 4.4),
    "lfp": (2.3, 3.9),
    "lmo": (2.5, 4.4),
    "lto": (1.3, 3.0),
}
LIMITS: Mapping[str, tuple[float, float]] = {
    "nmc": (2.75, 4.25),
    "lfp": (2.65, 3.65),
    "lmo": (2.75, 4.25),
    "lto": (1.5, 2.85),
}
UNKNOWN_AXIS = (1.0, 4.5)
SMALLEST_SPREAD_V = 0.004


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


def axis(cells: Sequence[float], chemistry: str | None, *, zoomed: bool) -> tuple[float, float]:
    """Return bottom and top of the bars, volts; a dead wire (0 V) does not widen a zoomed axis."""
    live = [v for v in cells if v > 0.5]
    if zoomed and live:
        spread = max(max(live) - min(live), SMALLEST_SPREAD_V)
        return min(live) - spread * 0.5, max(live) + spread * 0.5
    return AXES.get(chemistry or "", UNKNOWN_AXIS)


def marks(
    cells: Sequence[float], limits: CellLimits | None
) -> tuple[int | None, int | None, set[int]]:
    """Return the indices of the highest and the lowest cell, and of those outside the limits."""
    outside = {n for n, v in enumerate(cells) if limits and not limits.low_v <= v <= limits.high_v}
    if len(cells) < 2 or max(cells) - min(cells) < 0.0005:
        return None, None, outside
    order = range(len(cells))
    return max(order, key=cells.__getitem__), min(order, key=cells.__getitem__), outside
