"""Reports as CSV, and trips as GPX 1.1 and KML 2.2. Names are data: everything is escaped."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from mingtang_desk.core.spreadsheet import plain_cell
from mingtang_desk.server.times import iso_ms

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row of a trip: milliseconds, WGS-84 degrees, metres above sea, km/h."""

    time_ms: int
    lat: float
    lon: float
    altitude_m: float | None = None
    speed_kmh: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A trip with its rows."""

    name: str
    points: Sequence[Point]


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV; a cell that a spreadsheet would take for a formula is made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1 else f"{value:.6f}".rstrip("0").rstrip(".")
    return str(plain_cell(value))


def gpx(title: str, ways: Iterable[Way]) -> str:
    """Return trips as GPX."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="Mingtang Cloud" xmlns="http://www.topografix.com/GPX/1/1">',
        f"<metadata><name>{_text(title)}</name></metadata>",
    ]
    for way in ways:
        out.append(f"<trk><name>{_text(way.name)}</name><trkseg>")
        for p in way.points:
            height = "" if p.altitude_m is None else f"<ele>{p.altitude_m:.1f}</ele>"
            out.append(
                f'<trkpt lat="{p.lat:.6f}" lon="{p.lon:.6f}">{height}'
                f"<time>{iso_ms(p.time_ms)}</time></trkpt>"
            )
        out.append("</trkseg></trk>")
    return "\n".join([*out, "</gpx>", ""])


def kml(title: str, ways: Iterable[Way]) -> str:
    """Return trips as KML."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{_text(title)}</name>",
    ]
    for way in ways:
        begin, end = way.points[0].time_ms, way.points[-1].time_ms
        places = " ".join(f"{p.lon:.6f},{p.lat:.6f}" for p in way.points)
        out.append(
            f"<Placemark><name>{_text(way.name)}</name>"
            f"<TimeSpan><begin>{iso_ms(begin)}</begin><end>{iso_ms(end)}</end></TimeSpan>"
            f"<LineString><tessellate>1</tessellate><coordinates>{places}</coordinates>"
            "</LineString></Placemark>"
        )
    return "\n".join([*out, "</Document></kml>", ""])


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
