"""A track on the map: its layer, its cursor, and what is clicked there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mingtang_desk.cloud.track_load import TrackData
from mingtang_desk.ui.fleet.track_layer import KEY, cursor_mark, layer, places_between
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Layer, MapDesk

_EVERY = 10
"""Of a line of a file, to look at it."""


class TrackOnMap(QObject):
    """`wanted` carries the time of what was clicked: a stop, an alarm, an end of the track."""

    wanted = Signal(float)

    def __init__(self, desk: MapDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._data: TrackData | None = None
        desk.clicked.connect(self._clicked)

    def show_track(self, data: TrackData | None, name: str = "", t: float = 0.0) -> None:
        """Show a track, or none; `name`: what it is coloured by, `t`: where its cursor is."""
        self._data = data
        if data is None or not (data.track or data.lines):
            self._desk.remove(KEY)
            return
        made = layer(data, name)
        cursor = [cursor_mark(data.track, t)] if data.track else []
        self._desk.put(KEY, Layer(lines=made.lines, marks=(*made.marks, *cursor)))

    def show_time(self, t: float) -> None:
        """Put the cursor elsewhere."""
        if self._data is not None and self._data.track:
            self._desk.move(KEY, cursor_mark(self._data.track, t))

    def look(self) -> None:
        """Look at all of it."""
        if self._data is not None:
            track = self._data.track
            places = places_between(track, track.start, track.end) if track else []
            places += [Place(*each) for way in self._data.lines for each in way[::_EVERY]]
            self._desk.look_at(places)

    def look_at(self, start: float, end: float) -> None:
        """Look at a stretch of it."""
        if self._data is not None and self._data.track:
            self._desk.look_at(places_between(self._data.track, start, end))

    def _clicked(self, key: str, mark: str) -> None:
        if key != KEY or self._data is None or not self._data.track:
            return
        track = self._data.track
        kind, _, rest = mark.partition(":")
        if kind == "stop":
            self.wanted.emit(track.stands[int(rest)].start)
        elif kind == "alarm":
            self.wanted.emit(float(rest.partition(":")[0]))
        elif kind in ("start", "end"):
            self.wanted.emit(track.start if kind == "start" else track.end)
