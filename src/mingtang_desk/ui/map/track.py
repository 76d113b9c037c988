"""The places of one device in order; bounded: it thins out instead of forgetting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime

from mingtang_desk.device.sample import PackSample, Position
from mingtang_desk.ui.map.mercator import MAX_LAT, Place

LIMIT = 6000
"""Places kept of one track: ten a second for ten minutes, then every second of them, and so on."""


class Track:
    """A track: what was passed, and of a recording also what lies ahead.

    Attributes:
        places: all of it.
        done: so many of them were passed.
        generation: changes when `places` did in another way than by new ones at the end.
    """

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.done = 0
        self.generation = 0
        self._recorded: Sequence[PackSample] = ()
        self._times: list[datetime] = []

    def add(self, place: Place) -> None:
        """Go on to a place; standing still adds nothing."""
        if self.places and self.places[-1] == place:
            return
        if len(self.places) >= LIMIT:
            del self.places[1:-1:2]
            self.generation += 1
        self.places.append(place)
        self.done = len(self.places)

    def take_recorded(self, samples: Sequence[PackSample]) -> None:
        """Take the whole track of a recording at once; the same recording again costs nothing."""
        if samples is self._recorded:
            return
        self._recorded = samples
        found = list(_moves(samples))
        if len(found) > LIMIT:
            step = -(-len(found) // LIMIT)
            found = [*found[:-1:step], found[-1]]
        self._times = [time for time, _ in found]
        self.places = [place for _, place in found]
        self.generation += 1

    def reach(self, time: datetime) -> None:
        """Say how far a recording has been played."""
        self.done = bisect_right(self._times, time)

    @property
    def recorded(self) -> bool:
        """True when it is that of a recording."""
        return bool(self._times)


def place_of(position: Position | None) -> Place | None:
    """Return where a position lies on the map; None for one that is nowhere on it."""
    if position is None or abs(position.lat) > MAX_LAT or abs(position.lon) > 180.0:
        return None
    return Place(position.lat, position.lon)


def _moves(samples: Iterable[PackSample]) -> Iterable[tuple[datetime, Place]]:
    last: Place | None = None
    for sample in samples:
        place = place_of(sample.position)
        if place is not None and place != last:
            last = place
            yield sample.time, place
