"""The commands `geo convert` and `cloud trips`: positions in, positions and trips out."""

import argparse
import datetime
import json
from pathlib import Path

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.geo.datum import Datum, convert, everywhere
from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.mainland import in_mainland
from mingtang_desk.geo.track import Report, read_track, report


async def convert_places(args: argparse.Namespace, out: Output) -> Exit:
    """Print places in another datum, eight decimals."""
    source, target = Datum(args.source), Datum(args.target)
    region = everywhere if args.everywhere else in_mainland
    points = []
    for text in args.places:
        lat, lon = convert(_place(text), source, target, region)
        points.append([round(lat, 8), round(lon, 8)])
    lines = "\n".join(f"{lat:.8f},{lon:.8f}" for lat, lon in points)
    out.document({"points": points}, lines)
    return Exit.GOOD


def _place(text: str) -> Place:
    """Read LAT,LON.

    Raises:
        UsageError: it is something else.
    """
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError("place_invalid", text=text) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UsageError("place_invalid", text=text)
    return lat, lon


async def trips(args: argparse.Namespace, out: Output) -> Exit:
    """Print trips, stops, mileage, crossings and alarms of a track."""
    found = report(read_track(_document(args.file)))
    out.document(found.document(), _page(found))
    return Exit.GOOD


def _document(path: str) -> object:
    """Read a JSON file.

    Raises:
        InputFileError: it cannot be read, or is no JSON; the message says where.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise InputFileError("track_unreadable", path=path, detail=detail) from error
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} is no UTF-8"
        raise InputFileError("track_unreadable", path=path, detail=detail) from error
    except json.JSONDecodeError as error:
        detail = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise InputFileError("track_unreadable", path=path, detail=detail) from error
    except (RecursionError, ValueError) as error:  # thousands of brackets or digits
        detail = "it is nested too deeply or holds a number without end"
        raise InputFileError("track_unreadable", path=path, detail=detail) from error


def _page(found: Report) -> str:
    """The same for people, times in UTC."""
    lines = [
        f"{_when(t.start)} to {_when(t.end)}  {t.distance_m / 1000:8.3f} km  {t.quality}"
        + (f" ({', '.join(sorted(t.flags))})" if t.flags else "")
        for t in found.journey.trips
    ]
    lines.append(
        f"{len(found.journey.trips)} trips, {found.journey.mileage_m / 1000:.3f} km, "
        f"{len(found.journey.stops)} stops, {len(found.journey.cleaned.rejected)} rows left out"
    )
    lines += [f"{_when(e.time)}  fence: {e.crossing.value}" for e in found.fence_events]
    lines += [f"{_when(a.time)}  alarm: {a.kind.value}, {a.count} reports" for a in found.alarms]
    return "\n".join(lines)


def _when(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}"
