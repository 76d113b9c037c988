"""Writes tracks as GPX 1.1, KML 2.2 and CSV, with trips and stops as marks. Names are data."""

import csv
import io
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from mingtang_desk.cloud.playback import Playback, Point
from mingtang_desk.cloud.track_files import EXTENSION
from mingtang_desk.cloud.track_load import TrackData, utc
from mingtang_desk.core.clock import iso

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GPX = (
    '<gpx version="1.1" creator="Mingtang Desk" xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:tp="http://www.garmin.com/xmlschemas/TrackPointExtension/v2" '
    f'xmlns:mt="{EXTENSION}">'
)
_KML = '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
COLUMNS = (
    "time",
    "lat",
    "lon",
    "altitude_m",
    "speed_kmh",
    "course_deg",
    "satellites",
    "soc_pct",
    "current_a",
    "pack_v",
    "flags",
)
_BOARD = ("soc_pct", "current_a", "pack_v")


def gpx_text(data: TrackData) -> str:
    """Return a track as GPX; speed and course as Garmin's extension has them."""
    out = [_HEAD, _GPX, f"<metadata><name>{_text(data.title)}</name></metadata>"]
    for name, moment, lat, lon, words in _marks(data):
        out.append(
            f'<wpt lat="{lat:.7f}" lon="{lon:.7f}"><time>{moment}</time>'
            f"<name>{_text(name)}</name><desc>{_text(words)}</desc></wpt>"
        )
    if data.track:
        out.append(f"<trk><name>{_text(data.title)}</name>")
        for points, first in data.track.segments():
            out.append("<trkseg>")
            out += [_trkpt(data.track, point, first + n) for n, point in enumerate(points)]
            out.append("</trkseg>")
        out.append("</trk>")
    return "\n".join([*out, "</gpx>", ""])


def kml_text(data: TrackData) -> str:
    """Return a track as KML."""
    out = [_HEAD, _KML, "<Document>", f"<name>{_text(data.title)}</name>"]
    if data.track:
        out.append(f"<Placemark><name>{_text(data.title)}</name><gx:MultiTrack>")
        for points, _ in data.track.segments():
            out.append("<gx:Track>")
            out += [f"<when>{iso(utc(point.t))}</when>" for point in points]
            out += [
                f"<gx:coord>{p.lon:.7f} {p.lat:.7f} {p.altitude_m or 0.0:.1f}</gx:coord>"
                for p in points
            ]
            out.append("</gx:Track>")
        out.append("</gx:MultiTrack></Placemark>")
    for name, moment, lat, lon, words in _marks(data):
        out.append(
            f"<Placemark><name>{_text(name)}</name><description>{_text(words)}</description>"
            f"<TimeStamp><when>{moment}</when></TimeStamp>"
            f"<Point><coordinates>{lon:.7f},{lat:.7f}</coordinates></Point></Placemark>"
        )
    return "\n".join([*out, "</Document></kml>", ""])


def csv_text(track: Playback) -> str:
    """Return the points as CSV, times in UTC; what is not known is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    board = [track.column(name) for name in _BOARD]
    for n, point in enumerate(track.points):
        values = [getattr(point, name) for name in COLUMNS[3:7]]
        known = [None if column[n] != column[n] else f"{column[n]:.10g}" for column in board]
        writer.writerow(
            [
                iso(utc(point.t)),
                f"{point.lat:.7f}",
                f"{point.lon:.7f}",
                *("" if value is None else f"{value:.10g}" for value in values),
                *("" if value is None else value for value in known),
                " ".join(point.flags),
            ]
        )
    return out.getvalue()


def _marks(data: TrackData) -> Iterator[tuple[str, str, float, float, str]]:
    """Yield name, time, place and words of what happened; in English, as files are."""
    for n, trip in enumerate(data.trips or (), start=1):
        words = (
            f"{trip.distance_m / 1000:.2f} km, {trip.duration_s / 60:.0f} min, {trip.quality}, "
            f"ended by {trip.split}"
        )
        yield f"Trip {n}: start", iso(trip.start), trip.start_lat, trip.start_lon, words
        yield f"Trip {n}: end", iso(trip.end), trip.end_lat, trip.end_lon, words
    for n, stop in enumerate(data.stops or (), start=1):
        words = f"{stop.duration_s / 60:.0f} min, until {iso(stop.end)}"
        yield f"Stop {n}", iso(stop.start), stop.lat, stop.lon, words


def _trkpt(track: Playback, p: Point, n: int) -> str:
    height = "" if p.altitude_m is None else f"<ele>{p.altitude_m:.1f}</ele>"
    garmin = "" if p.speed_kmh is None else f"<tp:speed>{p.speed_kmh / 3.6:.3f}</tp:speed>"
    garmin += "" if p.course_deg is None else f"<tp:course>{p.course_deg:.1f}</tp:course>"
    more = f"<tp:TrackPointExtension>{garmin}</tp:TrackPointExtension>" if garmin else ""
    for name in _BOARD:
        value = track.column(name)[n]
        more += "" if value != value else f"<mt:{name}>{value:.10g}</mt:{name}>"
    more = f"<extensions>{more}</extensions>" if more else ""
    place = f'<trkpt lat="{p.lat:.7f}" lon="{p.lon:.7f}">'
    return f"{place}{height}<time>{iso(utc(p.t))}</time>{more}</trkpt>"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
