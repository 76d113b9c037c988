"""Ranges and ticks of an axis of values: calm while values wander, honest about small ones."""

from math import ceil, floor, log10

from mingtang_desk.ui.shown import number

type Range = tuple[float, float]

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_PADDING = 0.06
_WASTE = 0.45
"""A range is kept until values leave it, or fill less than this share of it."""
_TICK_PX, _LEAST_TICK_PX = 52.0, 20.0


def range_for(
    low: float, high: float, least: float, now: Range | None = None, *, lean: float = 0.5
) -> Range:
    """Return a range around `low` to `high`, never less than `least` wide; `now` if it still will.

    Bounds never move with every sample, which would make the eye follow the axis.
    `lean` is where on the axis, 0 to 1, a curve stands that does not fill it: two that are flat
    would else lie over each other.
    """
    span = max(high - low, least)
    wanted = span * (1 + 2 * _PADDING)
    if (
        now is not None
        and now[0] <= low
        and high <= now[1]
        and wanted >= _WASTE * (now[1] - now[0])
    ):
        return now
    spare = wanted - (high - low) * (1 + 2 * _PADDING)
    middle = (low + high) / 2 + (0.5 - lean) * spare
    return middle - wanted / 2, middle + wanted / 2


def step_for(span: float, pixels: float) -> float:
    """Return the distance of ticks on an axis so many pixels long; a low one has closer ones."""
    apart = min(max(pixels / 3, _LEAST_TICK_PX), _TICK_PX)
    raw = span / max(pixels / apart, 1.0)
    power = 10.0 ** floor(log10(raw))
    return next(r for r in _ROUND if r * power >= raw * 0.999) * power


def ticks(low: float, high: float, pixels: float) -> tuple[float, list[float]]:
    """Return the step and the ticks of a range, none when the range is empty."""
    if not high > low:
        return 1.0, []
    step, values = _ticks(low, high, pixels)
    # One tick alone says nothing of the scale.
    return (step, values) if len(values) > 1 else _ticks(low, high, 2 * pixels)


def _ticks(low: float, high: float, pixels: float) -> tuple[float, list[float]]:
    step = step_for(high - low, pixels)
    first = ceil(low / step - 1e-6)
    last = floor(high / step + 1e-6)
    return step, [n * step for n in range(first, last + 1)]


def tick_texts(values: list[float], step: float, unit: str) -> list[str]:
    """Return ticks in words with as many digits as the step needs; the topmost has the unit."""
    decimals = max(0, -floor(log10(step) + 1e-9))
    if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1  # 2.5, 0.25
    texts = [number(value, decimals) for value in values]
    if texts and unit:
        texts[-1] = f"{texts[-1]} {unit}"
    return texts
