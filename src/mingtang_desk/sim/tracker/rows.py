"""Where a tracker goes: an invented ride, or the rows of a file.

Times are seconds of the tracker's own life, which may run faster than the wall clock.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from mingtang_desk.sim.errors import SimOptionError, StateFileError
from mingtang_desk.sim.ride import HOME, Ride

NEEDED = ("unix_s", "lat", "lon")
EARTH_M = 6371008.8
LARGEST_FILE = 64 << 20
YEAR = timedelta(days=366)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the tracker notes at one instant.

    Attributes:
        when: by its clock, UTC.
        lat, lon: degrees, WGS-84.
        speed_kmh, course_deg, altitude_m: as usual.
        mileage_m: ridden so far.
        is_valid: it has a fix.
        satellites: that it uses.
        acc_on: the bike is switched on.
        shakes: it was shaken.
    """

    when: datetime
    lat: float
    lon: float
    speed_kmh: float = 0.0
    course_deg: float = 0.0
    altitude_m: int = 12
    mileage_m: float = 0.0
    is_valid: bool = True
    satellites: int = 0
    acc_on: bool = True
    shakes: bool = False


class Track(Protocol):
    """A way through the world."""

    @property
    def start(self) -> datetime:
        """What the tracker's clock shows when its life begins."""
        ...

    def here(self, at_s: float) -> Row:
        """What it would note at a second of its life."""
        ...

    def take(self, until_s: float, every_s: float) -> list[Row]:
        """The rows that have become due; each is given once."""
        ...

    def next_s(self, every_s: float) -> float:
        """When the next row is due."""
        ...


class RideTrack:
    """Round after round through Shenzhen; the same seed gives the same ride.

    Args:
        seed: of the ride.
        start: what the clock shows at its beginning.
        home: where the round begins, degrees; None = in the middle of Shenzhen.
    """

    def __init__(self, seed: int, start: datetime, home: tuple[float, float] | None = None) -> None:
        self.start = start
        lat, lon = home or HOME
        self._shift = lat - HOME[0], lon - HOME[1]
        # A degree of longitude is shorter farther north: the round keeps its length.
        self._stretch = math.cos(math.radians(HOME[0])) / math.cos(math.radians(lat))
        self._ride = Ride(seed)
        self._round_m = self._ride.motion(math.nextafter(self._ride.round_s, 0.0))[0]
        self._last_s: float | None = None

    def here(self, at_s: float) -> Row:
        """What it would note at a second of its life."""
        place = self._ride.position(at_s)
        rounds = at_s // self._ride.round_s
        return Row(
            when=self.start + timedelta(seconds=at_s),
            lat=place.lat + self._shift[0],
            lon=HOME[1] + self._shift[1] + (place.lon - HOME[1]) * self._stretch,
            speed_kmh=place.speed_kmh,
            course_deg=place.course_deg or 0.0,
            mileage_m=rounds * self._round_m + self._ride.motion(at_s)[0],
            satellites=10 + round(2 * math.sin(at_s / 97)),
        )

    def next_s(self, every_s: float) -> float:
        """When the next row is due."""
        return 0.0 if self._last_s is None else self._last_s + every_s

    def take(self, until_s: float, every_s: float) -> list[Row]:
        """The rows that have become due, so many seconds apart."""
        rows = []
        while (due_s := self.next_s(every_s)) <= until_s:
            rows.append(self.here(due_s))
            self._last_s = due_s
        return rows


class FileTrack:
    """The rows of a file in their order; after the last one the bike stands there.

    A row whose time lies before that of an earlier one comes right after that, as a late one does.

    Args:
        rows: at least one.
        start: what the clock shows at the first row; None = what that row says.
    """

    def __init__(self, rows: Sequence[Row], start: datetime | None = None) -> None:
        # A clock that was years off is a mark of a row, not the beginning of the track.
        middle = sorted(row.when for row in rows)[len(rows) // 2]
        first = min(row.when for row in rows if abs(row.when - middle) < YEAR)
        shift = timedelta() if start is None else start - first
        self.start = first if start is None else start
        self._rows = [replace(row, when=row.when + shift) for row in rows]
        self._due: list[float] = []
        for row in self._rows:
            due_s = (row.when - self.start).total_seconds()
            self._due.append(max(due_s, self._due[-1] if self._due else 0.0))
        self._next = 0
        self._last_s = 0.0

    def here(self, at_s: float) -> Row:
        """The last row that is due, at the time that it is now."""
        passed = [row for row, due_s in zip(self._rows, self._due, strict=True) if due_s <= at_s]
        row = passed[-1] if passed else self._rows[0]
        ended = at_s > self._due[-1]
        return replace(
            row,
            when=self.start + timedelta(seconds=at_s),
            speed_kmh=0.0 if ended else row.speed_kmh,
            acc_on=row.acc_on and not ended,
            shakes=False,
        )

    def next_s(self, every_s: float) -> float:
        """When the next row is due."""
        return self._due[self._next] if self._next < len(self._due) else self._last_s + every_s

    def take(self, until_s: float, every_s: float) -> list[Row]:
        """The rows that have become due, and after the last one that it stands there."""
        rows = []
        while (due_s := self.next_s(every_s)) <= until_s:
            if self._next < len(self._rows):
                rows.append(self._rows[self._next])
                self._next += 1
            else:
                rows.append(self.here(due_s))
            self._last_s = due_s
        return rows


def read_track(path: Path, name: str | None, start: datetime | None) -> FileTrack:
    """The track of a file: one of `{"columns", "rows"}`, or of a list of them under "tracks".

    Args:
        path: the file.
        name: which of several; None = the first.
        start: what the clock shall show at the first row; None = what the row says.

    Raises:
        StateFileError: there is no such file, or it holds no track.
        SimOptionError: it holds no track of that name.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StateFileError(path, f"it has more than {LARGEST_FILE >> 20} MiB")
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StateFileError(path, str(error)) from error
    tracks = told.get("tracks", [told]) if isinstance(told, dict) else []
    if name is not None:
        tracks = [t for t in tracks if t.get("name") == name] or _no_track(name, tracks)
    try:
        return FileTrack(_rows(tracks[0]), start)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise StateFileError(path, f"it holds no track: {error!r}") from error


def _no_track(name: str, tracks: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    raise SimOptionError("track", name, (str(track.get("name")) for track in tracks))


def _rows(told: Mapping[str, object]) -> list[Row]:
    columns = [str(name).rstrip("?") for name in _listed(told["columns"])]
    for name in NEEDED:
        columns.index(name)
    rows: list[Row] = []
    for cells in _listed(told["rows"]):
        cell = dict(zip(columns, _listed(cells), strict=False))
        rows.append(
            Row(
                when=EPOCH + timedelta(seconds=float(cell["unix_s"])),
                lat=float(cell["lat"]),
                lon=float(cell["lon"]),
                speed_kmh=float(cell.get("speed_kmh", 0.0)),
                course_deg=float(cell.get("course", 0.0)),
                is_valid=bool(cell.get("valid", 1)),
                satellites=int(cell.get("satellites", 0)),
                acc_on=bool(cell.get("acc", 1)),
                shakes=cell.get("event") == "vibration",
            )
        )
    return _measured(rows)


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return value


def _measured(rows: Sequence[Row]) -> list[Row]:
    """The rows with what an odometer would show: ways between fixes that a bike can have made."""
    total_m, measured = 0.0, [*rows[:1]]
    for before, row in pairwise(rows):
        seconds = (row.when - before.when).total_seconds()
        way_m = distance_m(before, row)
        if before.is_valid and row.is_valid and row.speed_kmh and 0 < way_m < 30.0 * seconds:
            total_m += way_m
        measured.append(replace(row, mileage_m=total_m))
    return measured


def distance_m(a: Row, b: Row) -> float:
    """Way between two rows on a ball."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))
