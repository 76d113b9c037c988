"""Chosen keys made into curves: values in the unit of the preferences, colours, names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mingtang_desk.ui.plot.lane import Curve
from mingtang_desk.ui.plot.legend import LegendItem
from mingtang_desk.ui.plot.measure import at
from mingtang_desk.ui.plot.quantities import Quantity, digits, factors, label_of, quantity, unit_of
from mingtang_desk.ui.plot.track import Floats, Times, Track
from mingtang_desk.ui.shown import NOT_REPORTED, word
from mingtang_desk.ui.theme.tokens import CURVE_COLOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A curve as it is on screen: unit and values are those of the preferences.

    Attributes:
        key: what was chosen; of: what it means.
        times: seconds since 1970, UTC; values: beside them, NaN in gaps.
    """

    key: str
    of: Quantity
    name: str
    token: str
    unit: str
    least: float
    times: Times
    values: Floats


def series_of(track: Track | None, keys: Sequence[str], temperature: str) -> tuple[Series, ...]:
    """Return those of the chosen values that are reported; each keeps the colour of its place."""
    if track is None:
        return ()
    found = []
    times = track.times
    for place, key in enumerate(keys):
        values = track.values(key)
        if values is None:
            continue
        of = quantity(key)
        factor, offset = factors(of, temperature)
        if factor != 1.0:
            values = values * np.float32(factor) + np.float32(offset)
        found.append(
            Series(
                key=key,
                of=of,
                name=label_of(key, worst=track.worst),
                token=CURVE_COLOURS[place],
                unit=unit_of(of, temperature),
                least=of.least * factor,
                times=times,
                values=values,
            )
        )
    return tuple(found)


def curves_of(series: Sequence[Series]) -> tuple[Curve, ...]:
    """Return how the series are drawn; equal as long as nothing but values changed."""
    return tuple(
        Curve(
            key=s.key,
            token=s.token,
            scale=s.of.scale,
            unit=s.unit,
            least=s.least,
            steps=s.of.steps,
        )
        for s in series
    )


def legend_items(
    keys: Sequence[str], series: Sequence[Series], when: float | None
) -> tuple[LegendItem, ...]:
    """Return the legend: values at a time, or the newest; "—" for what is not reported."""
    shown = {s.key: s for s in series}
    items = []
    for place, key in enumerate(keys):
        s = shown.get(key)
        if s is None:
            missing = LegendItem(
                token=CURVE_COLOURS[place],
                name=label_of(key),
                value=NOT_REPORTED,
                note=word("not_reported"),
            )
            items.append(missing)
            continue
        value = at(s.times, s.values, when) if when is not None else float(s.values[-1])
        items.append(LegendItem(token=s.token, name=s.name, value=digits(s.of, value), unit=s.unit))
    return tuple(items)
