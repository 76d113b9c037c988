"""A track as a layer of the map: coloured by a value, dashed where nobody knows, with marks.

What takes long is done before (`Playback.prepare`): a layer is made in some milliseconds.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingtang_desk.cloud.playback import Playback, Point
from mingtang_desk.cloud.track_load import TrackData
from mingtang_desk.cloud.track_thin import MOST_PLACES
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.alarm_words import type_word
from mingtang_desk.ui.fleet.track_words import clock, duration, tr
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Layer, Line, Mark

KEY = "track"
CURSOR = "cursor"
UNKNOWN = "muted"
MOST_MARKS = 300
_STOP = QT_TRANSLATE_NOOP("Track", "Stop from {start}, {duration}")
_START = QT_TRANSLATE_NOOP("Track", "Start")
_END = QT_TRANSLATE_NOOP("Track", "End")
_SEVERE = frozenset(("critical",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What colour a value has: `tokens[n]` from `bounds[n - 1]` to below `bounds[n]`."""

    bounds: tuple[float, ...]
    tokens: tuple[str, ...]

    def token(self, value: float) -> str:
        """Return the colour of a value; grey where it is not known."""
        return UNKNOWN if value != value else self.tokens[bisect_right(self.bounds, value)]


_COLD_TO_WARM = ("accent", "balancing", "ok", "curve_12", "warn", "curve_8")


def scale_of(name: str, track: Playback) -> Scale:
    """Return the scale for a value: of SOC always the same, of others as far as they go."""
    if name == "soc_pct":
        return Scale(bounds=(10.0, 25.0, 40.0, 60.0, 80.0), tokens=_COLD_TO_WARM[::-1])
    extent = track.extent(name)
    top = 0.0 if extent is None else max(abs(extent.low), abs(extent.high))
    if name == "current_a":
        step = _nice(top / 3)
        bounds = tuple(step * n for n in (-2, -1, 0, 1, 2))
        return Scale(bounds=bounds, tokens=_COLD_TO_WARM[::-1])
    step = _nice(top / 6)
    return Scale(bounds=tuple(step * n for n in range(1, 6)), tokens=_COLD_TO_WARM)


def layer(data: TrackData, name: str) -> Layer:
    """Return a track as the map draws it, coloured by speed_kmh, soc_pct or current_a."""
    track = data.track
    lines: list[Line] = []
    if track:
        column = track.column(name)
        scale = scale_of(name, track)
        for kept, first in track.drawn:
            points = [track.points[first + n] for n in kept]
            colours = [scale.token(column[first + n]) for n in kept[1:]]
            lines.append(Line(points=_places(points), colour=UNKNOWN, colours=colours))
        for start, end in track.gaps:
            ends = [track.points[track.index(t)] for t in (start, end)]
            lines.append(Line(points=_places(ends), colour=UNKNOWN, width=2.0, dashed=True))
    for way in data.lines:
        step = -(-len(way) // MOST_PLACES)
        places = [Place(lat, lon) for lat, lon in [*way[:-1:step], way[-1]]]
        lines.append(Line(points=places, dashed=True))
    return Layer(lines=lines, marks=tuple(_marks(data)))


def cursor_mark(track: Playback, t: float) -> Mark:
    """Return the mark of the cursor."""
    where = track.at(t)
    point = track.points[where.index]
    return Mark(
        key=CURSOR,
        place=Place(where.lat, where.lon),
        title=clock(where.t, dated=True),
        course_deg=None if where.waits else point.course_deg,
    )


def places_between(track: Playback, start: float, end: float) -> list[Place]:
    """Return the places of a stretch, to look at it; at least the one at its start."""
    first, last = track.index(start), track.index(end)
    step = max((last - first) // 500, 1)
    chosen = [*track.points[first : last + 1 : step], track.points[last]]
    return _places(chosen)


def _marks(data: TrackData) -> Iterator[Mark]:
    track = data.track
    if track:
        for key, point, text in (
            ("start", track.points[0], _START),
            ("end", track.points[-1], _END),
        ):
            yield Mark(
                key=key,
                place=Place(point.lat, point.lon),
                colour="muted",
                label=tr(text),
                title=clock(point.t, dated=True),
            )
    for n, stand in enumerate(track.stands[:MOST_MARKS]):
        title = tr(_STOP).format(
            start=clock(stand.start), duration=duration(stand.end - stand.start)
        )
        place = Place(stand.lat, stand.lon)
        yield Mark(key=f"stop:{n}", place=place, colour="muted", label="P", title=title)
    for n, alarm in enumerate((data.alarms or ())[-MOST_MARKS:]):
        if alarm.lat is None or alarm.lon is None:
            continue
        t = alarm.time.timestamp()
        yield Mark(
            key=f"alarm:{t:.3f}:{n}",
            place=Place(alarm.lat, alarm.lon),
            icon="triangle-alert",
            colour="bad" if alarm.severity in _SEVERE else "warn",
            title=f"{type_word(alarm.type)}, {clock(t, dated=True)}",
        )


def _places(points: Sequence[Point]) -> list[Place]:
    return [Place(point.lat, point.lon) for point in points]


def _nice(step: float) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten that is not smaller; 1 for nothing."""
    if step <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(
        factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= step * 0.999
    )
