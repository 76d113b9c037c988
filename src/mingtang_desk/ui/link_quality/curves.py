"""The points of a link as curves. A second tells little, so each value is one of the last ten."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

import numpy as np
from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.link_quality import LinkPoint
from mingtang_desk.ui.plot.lane import Curve
from mingtang_desk.ui.plot.legend import LegendItem
from mingtang_desk.ui.plot.track import Floats, Times
from mingtang_desk.ui.shown import NOT_REPORTED, number

SPAN_S = 10.0
_SLACK_S = 1.5
"""A point may come so much later than its own time says before that is a gap."""
_NAN = float("nan")
_COLUMNS = (
    "seconds",
    "good",
    "bad",
    "answers",
    "timeouts",
    "samples",
    "latency_mean_s",
    "latency_max_s",
)
_ROW = attrgetter(*_COLUMNS)

_SCALES = ("pct", "ms", "rate", "dbm")
CURVES: tuple[Curve, ...] = (
    Curve(key="errors", token="curve_8", scale="pct", unit="%", least=5.0, always=(0.0, 5.0)),
    Curve(
        key="damaged",
        token="curve_4",
        scale="pct",
        unit="%",
        least=5.0,
        always=(0.0, 5.0),
        dashed=True,
    ),
    Curve(key="latency", token="curve_1", scale="ms", unit="ms", least=20.0, always=(0.0, 20.0)),
    Curve(key="longest", token="curve_2", scale="ms", unit="ms", least=20.0, always=(0.0, 20.0)),
    Curve(key="samples", token="curve_3", scale="rate", unit="/s", least=1.0, always=(0.0, 1.0)),
    Curve(
        key="signal",
        token="curve_6",
        scale="dbm",
        unit="",
        least=20.0,
        always=(-90.0, -50.0),
        dots=True,
    ),
)
NAMES: dict[str, tuple[str, int]] = {
    "errors": (QT_TRANSLATE_NOOP("LinkQuality", "Errors"), 1),
    "damaged": (QT_TRANSLATE_NOOP("LinkQuality", "Damaged"), 1),
    "latency": (QT_TRANSLATE_NOOP("LinkQuality", "Answer time"), 0),
    "longest": (QT_TRANSLATE_NOOP("LinkQuality", "Longest"), 0),
    "samples": (QT_TRANSLATE_NOOP("LinkQuality", "Samples"), 1),
    "signal": (QT_TRANSLATE_NOOP("LinkQuality", "Signal"), 0),
}

_UNITS = {"signal": "dBm"}
"""Units that are too long for an axis."""

type Data = Mapping[str, tuple[Times, Floats]]


def curves_for(points: Sequence[LinkPoint], lanes: int) -> tuple[Curve, ...]:
    """Return the curves to draw, of so many scales at most.

    Samples where there are any, the signal where it was heard.
    """
    drawn = {"pct", "ms"}
    if any(point.samples for point in points):
        drawn.add("rate")
    if any(point.signal_dbm is not None for point in points):
        drawn.add("dbm")
    shown = [scale for scale in _SCALES if scale in drawn][:lanes]
    return tuple(curve for curve in CURVES if curve.scale in shown)


def data_of(points: Sequence[LinkPoint], poll_s: float) -> Data:
    """Return times (s since 1970) and values by key of the curve, NaN in gaps.

    Shares in %, latencies in ms, samples a second, signal in dBm. Where polls are far apart the
    values are of three of them.
    """
    times = np.array([point.time.timestamp() for point in points], dtype=np.float64)
    columns = np.array([_ROW(point) for point in points], dtype=np.float64)  # None becomes NaN
    rows = dict(zip(_COLUMNS, columns.reshape(-1, len(_COLUMNS)).T, strict=True))
    span_s = max(SPAN_S, 3.0 * poll_s)
    first = np.searchsorted(times, times - span_s, side="right")
    spent = _rolled(rows["latency_mean_s"] * rows["answers"], first)
    sums = {name: _rolled(row, first) for name, row in rows.items()}
    damaged = _share(sums["bad"], sums["good"] + sums["bad"])
    tried = sums["answers"] + sums["timeouts"]
    values = {
        "errors": np.where(tried > 0, _share(sums["timeouts"], tried), damaged),
        "damaged": damaged,
        "latency": _share(spent, sums["answers"]) * 10.0,
        "longest": _highest(rows["latency_max_s"], first) * 1000.0,
        "samples": _share(sums["samples"], sums["seconds"]) / 100.0,
    }
    linked = rows["seconds"] > 0.0
    lengths = rows["seconds"][1:]
    late = np.flatnonzero(np.diff(times) > lengths + _SLACK_S) + 1
    shown = np.insert(times, late, times[late] - 1e-3) if late.size else times
    data = {}
    for key, row in values.items():
        row = np.where(linked, row, _NAN)
        data[key] = shown, np.insert(row, late, _NAN).astype(np.float32)
    heard = [(p.time.timestamp(), float(p.signal_dbm)) for p in points if p.signal_dbm is not None]
    data["signal"] = (
        np.array([t for t, _ in heard], dtype=np.float64),
        np.array([dbm for _, dbm in heard], dtype=np.float32),
    )
    return data


def legend_of(curves: Sequence[Curve], data: Data) -> tuple[LegendItem, ...]:
    """Return the legend with the newest values."""
    items = []
    for curve in curves:
        name, decimals = NAMES[curve.key]
        values = data[curve.key][1]
        newest = float(values[-1]) if values.size else _NAN
        known = newest == newest
        items.append(
            LegendItem(
                token=curve.token,
                name=QCoreApplication.translate("LinkQuality", name),
                value=number(newest, decimals) if known else NOT_REPORTED,
                unit=_UNITS.get(curve.key, curve.unit) if known else "",
            )
        )
    return tuple(items)


type _Row = np.ndarray[tuple[int], np.dtype[np.float64]]
type _Places = np.ndarray[tuple[int], np.dtype[np.intp]]


def _rolled(values: _Row, first: _Places) -> _Row:
    """Return the sum of each value and those before it back to its `first`."""
    sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(values))))
    return np.asarray(sums[1:] - sums[first], dtype=np.float64)


def _highest(values: _Row, first: _Places) -> _Row:
    """Return the highest of each value and those before it back to its `first`, NaN of none."""
    found = values.copy()
    places = np.arange(values.size)
    for back in range(1, int(np.max(places - first, initial=0)) + 1):
        inside = places[back:] - back >= first[back:]
        found[back:] = np.fmax(found[back:], np.where(inside, values[:-back], _NAN))
    return found


def _share(part: _Row, whole: _Row) -> _Row:
    """Return the share in %, NaN of nothing."""
    known = whole > 1e-9
    return np.where(known, 100.0 * part / np.where(known, whole, 1.0), _NAN)
