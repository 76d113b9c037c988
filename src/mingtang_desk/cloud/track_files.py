"""Reads tracks from GPX and KML: streaming, bounded, with the line of what is wrong.

Neither entities nor a document type are taken, so that no file can blow itself up or reach for
another one. GPX 1.0, 1.1 (with Garmin's speed and course), KML 2.2 with `gx:Track` and
`LineString`. Places are taken as WGS-84, as both formats say.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

from mingtang_desk.cloud.playback import Playback, Point
from mingtang_desk.core.errors import InputFileError

MOST_BYTES = 256_000_000
MOST_POINTS = 1_000_000
CHUNK = 1 << 16
_DEEPEST = 100
_MOST_TEXT = 64
_KINDS = ("gpx", "kml")
_COORDINATES = "coordinates"
_KEPT = frozenset(("time", "when", "coord", "ele", "speed", "course", "name", _COORDINATES))
_OWN = frozenset(("soc_pct", "current_a", "pack_v"))
"""Of `EXTENSION`, in GPX alone."""
EXTENSION = "urn:mingtang:track"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFile:
    """What a file says.

    Attributes:
        kind: gpx or kml. name: that stands in it, "" = none.
        track: all points with times.
        lines: lines without times, places as (lat, lon).
        zoneless: times without a zone, taken as UTC. untimed: points between timed ones.
        doubled: points of a stretch that another one had already.
    """

    kind: str
    name: str
    track: Playback
    lines: tuple[tuple[tuple[float, float], ...], ...]
    zoneless: int
    untimed: int
    doubled: int


def read_track(path: Path, stopped: Callable[[], bool] = lambda: False) -> TrackFile | None:
    """Read a file; 100 000 points take some seconds. None = it was stopped.

    Raises:
        InputFileError: it cannot be read, is too large, or is not what it should be; with the line.
    """
    reader = _Reader(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputFileError("track_file_large", path=path, most=f"{MOST_BYTES // 10**6} MB")
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if stopped():
                    return None
                reader.feed(chunk)
            reader.feed(b"", last=True)
    except OSError as error:
        raise InputFileError(
            "file_unreadable", path=path, detail=error.strerror or str(error)
        ) from error
    return reader.found()


@dataclass(slots=True)
class _Row:
    """A point as it comes in."""

    lat: float
    lon: float
    t: float | None = None
    values: dict[str, float] = field(default_factory=dict)


class _Reader:
    """Takes a file in pieces."""

    def __init__(self, path: Path) -> None:
        self._path, self.kind, self.name = path, "", ""
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        self._open: list[str] = []
        self._text: list[str] | None = None
        self._length = self._count = 0
        self._line: str = ""
        self._row: _Row | None = None
        self._rows: list[_Row] = []
        self._whens: list[float] = []
        self._segments: list[list[_Row]] = []
        self._zoneless = 0

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Take a piece.

        Raises:
            InputFileError: something in it is wrong.
        """
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            empty = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
            if error.code == empty and not self.kind:
                raise InputFileError("track_file_empty", path=self._path) from error
            raise self._wrong(expat.ErrorString(error.code), error.lineno) from error
        except (LookupError, UnicodeError) as error:
            raise self._wrong("unknown encoding", 1) from error

    def found(self) -> TrackFile:
        """Return all there is.

        Raises:
            InputFileError: no place at all.
        """
        timed, lines, untimed = [], [], 0
        for rows in self._segments:
            good = [row for row in rows if row.t is not None]
            if len(good) > len(rows) // 2:
                timed.append(good)
                untimed += len(rows) - len(good)
            elif len(rows) > 1:
                lines.append(tuple((row.lat, row.lon) for row in rows))
        points, doubled = _connected(timed)
        if not points and not lines:
            raise InputFileError("track_file_empty", path=self._path)
        track = Playback(points)
        return TrackFile(
            kind=self.kind,
            name=self.name,
            track=track,
            lines=tuple(lines),
            zoneless=self._zoneless,
            untimed=untimed,
            doubled=doubled + track.left_out.doubled,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.kind:
            if local not in _KINDS:
                raise InputFileError("track_file_kind", path=self._path, found=local[:40])
            self.kind = local
        self._open.append(local)
        if len(self._open) > _DEEPEST:
            raise self._wrong("it is nested too deeply")
        if local in ("trkpt", "rtept"):
            lat, lon = (self._number(attributes.get(key, ""), key) for key in ("lat", "lon"))
            self._row = self._placed(lat, lon)
        elif local == "Track":
            self._whens = []
        if local in _KEPT or (local in _OWN and space == EXTENSION):
            self._text, self._length, self._line = [], 0, ""

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._open.pop()
        text = "".join(self._text or ()).strip()
        if self._text is not None and local == _COORDINATES:
            self._spread(" ")
        elif self._text is not None:
            self._take(local, text)
        self._text = None
        if local in ("trkpt", "rtept") and self._row is not None:
            self._rows.append(self._row)
            self._row = None
        elif local in ("trkseg", "rte", "Track", "LineString"):
            self._close(is_track=local == "Track")

    def _data(self, text: str) -> None:
        if self._text is None:
            return
        if self._open[-1] == _COORDINATES:
            self._spread(text)
            return
        self._length += len(text)
        if self._length <= _MOST_TEXT:
            self._text.append(text)

    def _take(self, local: str, text: str) -> None:
        row = self._row
        if local == "name":
            self.name = self.name or text
        elif local == "time" and row is not None:
            row.t = self._time(text)
        elif local == "when" and "Track" in self._open:
            self._whens.append(self._time(text))
        elif local == "coord" and "Track" in self._open:
            parts = [self._number(part, "gx:coord") for part in text.split()]
            if not 2 <= len(parts) <= 3:
                raise self._wrong("gx:coord has to be “longitude latitude height”")
            self._add(parts)
        elif row is not None and local not in ("coord", "when"):
            if local == "speed":
                row.values["speed_kmh"] = self._number(text, local) * 3.6
            elif local == "course":
                row.values["course_deg"] = self._number(text, local)
            else:
                known = {"ele": "altitude_m"}.get(local, local)
                row.values[known] = self._number(text, local)

    def _spread(self, text: str) -> None:
        """Take a piece of a long list of places; what is cut at its end waits for the next."""
        if "LineString" not in self._open:
            return
        whole = self._line + text
        parts = whole.split()
        self._line = parts.pop() if parts and not whole[-1:].isspace() else ""
        if len(self._line) > 4 * _MOST_TEXT:
            raise self._wrong("coordinates have to be “longitude,latitude,height”")
        for part in parts:
            numbers = [self._number(each, _COORDINATES) for each in part.split(",")]
            if not 2 <= len(numbers) <= 3:
                raise self._wrong("coordinates have to be “longitude,latitude,height”")
            self._add(numbers)

    def _add(self, numbers: Sequence[float]) -> None:
        row = self._placed(numbers[1], numbers[0])
        if len(numbers) > 2:
            row.values["altitude_m"] = numbers[2]
        self._rows.append(row)

    def _placed(self, lat: float, lon: float) -> _Row:
        if abs(lat) > 90 or abs(lon) > 180:
            raise self._wrong(f"{lat:g}, {lon:g} is no place (latitude, longitude)")
        self._count += 1
        if self._count > MOST_POINTS:
            raise InputFileError("track_file_large", path=self._path, most=f"{MOST_POINTS} points")
        return _Row(lat, lon)

    def _close(self, *, is_track: bool) -> None:
        rows, self._rows = self._rows, []
        if is_track:
            if len(rows) != len(self._whens):
                raise self._wrong(f"a gx:Track has {len(self._whens)} times and {len(rows)} places")
            for row, t in zip(rows, self._whens, strict=True):
                row.t = t
        if rows:
            self._segments.append([row for row in rows if row.lat or row.lon])

    def _time(self, text: str) -> float:
        try:
            found = datetime.fromisoformat(text)
            if found.tzinfo is None:
                self._zoneless += 1
                found = found.replace(tzinfo=UTC)
            t = found.timestamp()
        except (ValueError, OverflowError) as error:
            raise self._wrong(f"“{text[:40]}” is no time") from error
        if not 1 < found.year < 9999:  # it cannot be shown in every zone
            raise self._wrong(f"“{text[:40]}” is no time")
        return t

    def _number(self, text: str, what: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise self._wrong(f"{what} “{text[:40]}” is no number")
        return found

    def _refuse(self, *_: object) -> None:
        raise InputFileError(
            "track_file_entities", path=self._path, line=self._parser.CurrentLineNumber
        )

    def _wrong(self, detail: str, line: int | None = None) -> InputFileError:
        at = self._parser.CurrentLineNumber if line is None else line
        return InputFileError("track_file_corrupt", path=self._path, line=at, detail=detail)


def _connected(segments: Sequence[Sequence[_Row]]) -> tuple[list[Point], int]:
    """Return points of stretches by time; what another stretch had already is left out."""
    points: list[Point] = []
    doubled, reached = 0, -math.inf
    ordered = [sorted(rows, key=_time_of) for rows in segments if rows]
    for rows in sorted(ordered, key=lambda rows: _time_of(rows[0])):
        kept = [row for row in rows if _time_of(row) > reached]
        doubled += len(rows) - len(kept)
        for n, row in enumerate(kept):
            value = row.values.get
            points.append(
                Point(
                    t=_time_of(row),
                    lat=row.lat,
                    lon=row.lon,
                    begins=n == 0,
                    altitude_m=value("altitude_m"),
                    speed_kmh=value("speed_kmh"),
                    course_deg=value("course_deg"),
                    soc_pct=value("soc_pct"),
                    current_a=value("current_a"),
                    pack_v=value("pack_v"),
                )
            )
        if kept:
            reached = _time_of(kept[-1])
    return points, doubled


def _time_of(row: _Row) -> float:
    return 0.0 if row.t is None else row.t
