"""Draws the pictures of docs/geo.md from the test tracks, into docs/images/geo-*.svg."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mingtang_desk.geo.distance import plane
from mingtang_desk.geo.mainland import in_mainland
from mingtang_desk.geo.track import Report, Track, read_track, report

ROOT = Path(__file__).resolve().parent.parent
TRACKS = ROOT / "tests" / "unit" / "geo" / "tracks-dev.json"
TARGET = ROOT / "docs" / "images"
WIDTH, HEIGHT, EDGE = 720, 360, 40
INK, FAINT, RIDE, STAND, BAD = "#222222", "#b0b0b0", "#1f6fb2", "#2e8b57", "#c0392b"


class Picture:
    """An SVG with its own scale: x and y in any unit, y up."""

    def __init__(self, xs: tuple[float, float], ys: tuple[float, float], *, square: bool) -> None:
        self.x0, self.y0 = xs[0], ys[0]
        self.kx = (WIDTH - 2 * EDGE) / max(1e-9, xs[1] - xs[0])
        self.ky = (HEIGHT - 2 * EDGE) / max(1e-9, ys[1] - ys[0])
        if square:
            self.kx = self.ky = min(self.kx, self.ky)
        self.parts: list[str] = []

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return pixels."""
        return EDGE + (x - self.x0) * self.kx, HEIGHT - EDGE - (y - self.y0) * self.ky

    def dot(self, x: float, y: float, colour: str, radius: float = 2.0) -> None:
        """A point."""
        px, py = self.at(x, y)
        self.parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{radius}" fill="{colour}"/>')

    def ring(self, x: float, y: float, metres: float, colour: str, dash: str = "") -> None:
        """A circle of so many metres."""
        px, py = self.at(x, y)
        self.parts.append(
            f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{metres * self.kx:.1f}" fill="none" '
            f'stroke="{colour}" stroke-dasharray="{dash}"/>'
        )

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 1.5) -> None:
        """A chain of points."""
        text = " ".join(f"{px:.1f},{py:.1f}" for px, py in (self.at(x, y) for x, y in points))
        self.parts.append(
            f'<polyline points="{text}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )

    def say(self, px: float, py: float, text: str, colour: str = INK) -> None:
        """A text at a pixel."""
        self.parts.append(f'<text x="{px:.0f}" y="{py:.0f}" fill="{colour}">{text}</text>')

    def save(self, name: str) -> None:
        """Write it."""
        body = "\n".join(self.parts)
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
        )
        (TARGET / name).write_text(text, encoding="utf-8")
        print(f"docs/images/{name}")


def tracks() -> dict[str, Any]:
    """Return the test tracks by name."""
    return {t["name"]: t for t in json.loads(TRACKS.read_text(encoding="utf-8"))["tracks"]}


def load(track: Any) -> tuple[Track, Report]:
    """Run a track with all it has."""
    fence = track["truth"].get("geofence")
    more = {"geofence": {k: fence[k] for k in ("lat", "lon", "radius_m")}} if fence else {}
    read = read_track({k: track[k] for k in ("columns", "rows", "datum")} | more | {"arm": "auto"})
    return read, report(read)


def draw_map(name: str, track: Any, file: str, title: str) -> None:
    """Rows of a track in the plane: blue while it moves, green while it stands."""
    _, found = load(track)
    fixes = found.journey.cleaned.fixes
    origin = (fixes[0].lat, fixes[0].lon)
    fence = track["truth"].get("geofence")
    if fence:
        origin = (fence["lat"], fence["lon"])
    points = [plane(f.lat, f.lon, origin) for f in fixes]
    if fence:  # the neighbourhood of the fence is what matters
        reach = 1.6 * fence["radius_m"]
        keep = [i for i, (x, y) in enumerate(points) if abs(x) < 2 * reach and abs(y) < reach]
        fixes, points = tuple(fixes[i] for i in keep), [points[i] for i in keep]
        picture = Picture((-2 * reach, 2 * reach), (-reach, reach), square=True)
        picture.ring(0, 0, fence["radius_m"], INK)
        margin = max(20.0, 0.1 * fence["radius_m"])
        picture.ring(0, 0, fence["radius_m"] + margin, FAINT, "6 4")
    else:
        xs, ys = zip(*points, strict=True)
        picture = Picture((min(xs), max(xs)), (min(ys), max(ys)), square=True)
    picture.line(points, FAINT, 0.8)
    for fix, (x, y) in zip(fixes, points, strict=True):
        picture.dot(x, y, STAND if found.journey.stop_at(fix.time) else RIDE)
    for stop in found.journey.stops:
        x, y = plane(*stop.place, origin)
        picture.dot(x, y, BAD, 4)
    picture.say(EDGE, 22, title)
    picture.say(EDGE, HEIGHT - 10, f"{name}: blue moving, green standing, red middle of a stop")
    picture.save(file)


def draw_times(track: Any, file: str) -> None:
    """Speed over time of the theft, with arming and alarms."""
    read, found = load(track)
    begin = read.rows[0].time
    last = read.rows[-1].time - begin
    picture = Picture((0, last), (0, 30), square=False)
    picture.line([(0, 0), (last, 0)], INK, 1)
    picture.line([(f.time - begin, f.speed_kmh or 0.0) for f in read.rows], RIDE)
    armed = found.journey.stops[0].start + 180 - begin
    picture.line([(armed, 0), (armed, 18)], STAND, 2)
    picture.say(picture.at(armed, 0)[0] + 4, 150, "armed", STAND)
    for fix in read.rows:
        if fix.event:
            picture.dot(fix.time - begin, 2, FAINT, 4)
    for alarm in found.alarms:
        picture.dot(alarm.time - begin, 2, BAD, 4)
        if alarm.kind.value == "moved":
            picture.say(picture.at(alarm.time - begin, 0)[0] - 52, 320, "moved", BAD)
    for event in found.fence_events:
        x = event.time - begin
        picture.line([(x, 0), (x, 22)], INK, 1)
        picture.say(picture.at(x, 0)[0] + 4, 110, f"fence: {event.crossing.value}")
    picture.say(EDGE, 22, "theft: speed in km/h (blue); reports of vibration, red where they alarm")
    picture.say(EDGE, HEIGHT - 10, f"0 to {last:.0f} s by the device's clock")
    picture.save(file)


def draw_region(file: str) -> None:
    """Where the shift holds, asked degree by degree."""
    picture = Picture((72, 136), (17, 55), square=True)
    for tenth_lat in range(170, 550, 10):
        for tenth_lon in range(720, 1360, 10):
            if in_mainland(tenth_lat / 10, tenth_lon / 10):
                picture.dot(tenth_lon / 10, tenth_lat / 10, RIDE, 3.0)
    cities = {"Seoul": (37.57, 126.98), "Hanoi": (21.03, 105.85), "Ulaanbaatar": (47.92, 106.92)}
    for city, (lat, lon) in cities.items():
        picture.dot(lon, lat, BAD, 4)
        x, y = picture.at(lon, lat)
        picture.say(x - 8 - 7 * len(city), y - 6, city, BAD)
    picture.say(EDGE, 22, "blue: shifted by GCJ-02 and BD-09")
    picture.save(file)


def main() -> None:
    """Draw all."""
    known = tracks()
    draw_map("city-ride", known["city-ride"], "geo-trip.svg", "one ride, five lights, one trip")
    drift = "12 h under a roof: 0 m, no crossing"
    draw_map("parked-drift", known["parked-drift"], "geo-drift.svg", drift)
    dither = "12 m inside for 3 h, then away: one exit; dashed: the margin"
    draw_map("fence-dither", known["fence-dither"], "geo-fence.svg", dither)
    draw_times(known["theft"], "geo-arming.svg")
    draw_region("geo-mainland.svg")


if __name__ == "__main__":
    main()
