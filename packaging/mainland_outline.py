"""Makes src/mingtang_desk/geo/outline.py: the outline of mainland China, from open data.

`python packaging/mainland_outline.py` fetches world-atlas with npm (ISC licence; a TopoJSON of
Natural Earth 1:10 000 000, public domain), takes the land of China without Hong Kong, Macau and
Taiwan, marks which stretches are coast and which a border, and simplifies each stretch by
Douglas and Peucker. `--topology FILE` takes a countries-10m.json that is there already.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "mingtang_desk" / "geo" / "outline.py"
ATLAS = "world-atlas@2.0.2"
MAINLAND = "156"
APART = ("344", "446", "158")
"""Hong Kong, Macau, Taiwan with its islands near the coast: not shifted."""
TOLERANCE = 0.004
"""Degrees; the file itself is rounded to 0.0036 by 0.0017."""
STEP = 0.001
"""Degrees of one unit in the outline."""
ALPHABET = "".join(chr(c) for c in range(48, 123) if chr(c) not in "\\`")[:64]
WIDTH = 92
HEADER = '''"""The outline of mainland China; made by packaging/mainland_outline.py, not by hand.

Source: Natural Earth 1:10 000 000 (public domain), through world-atlas 2.0.2 (ISC). Simplified to
{tolerance} degrees. One line a ring; see `mainland.py` for what the characters mean.
"""

ALPHABET = {alphabet!r}
STEP_DEG = {step}
'''

type Point = tuple[float, float]


def topology(file: Path | None) -> dict[str, Any]:
    """Return the TopoJSON, fetched by npm where no file is given."""
    if file is None:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", ATLAS, "--silent"], cwd=folder, check=True)
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
                member = archive.extractfile("package/countries-10m.json")
                assert member is not None
                return dict(json.load(member))
    return dict(json.loads(file.read_text(encoding="utf-8")))


def arcs(topo: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in degrees, (lon, lat)."""
    (sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
    found = []
    for arc in topo["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def rings(topo: dict[str, Any], wanted: str) -> list[list[int]]:
    """Return the rings (lists of arc numbers) of a country, holes too."""
    for shape in topo["objects"]["countries"]["geometries"]:
        if shape.get("id") == wanted:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            return [ring for polygon in polygons for ring in polygon]
    raise SystemExit(f"no country {wanted}")


def shared(topo: dict[str, Any]) -> set[int]:
    """Return the numbers of the arcs that two countries share: land borders."""
    uses: Counter[int] = Counter()
    for shape in topo["objects"]["countries"]["geometries"]:
        if "arcs" in shape:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            uses.update({a if a >= 0 else ~a for p in polygons for r in p for a in r})
    return {arc for arc, count in uses.items() if count > 1}


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker, longitudes shortened by the cosine of the latitude."""
    keep = {0, len(points) - 1}
    work = [(0, len(points) - 1)]
    while work:
        first, last = work.pop()
        far, most = 0, TOLERANCE
        for i in range(first + 1, last):
            away = _distance(points[i], points[first], points[last])
            if away > most:
                far, most = i, away
        if far:
            keep.add(far)
            work += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def _distance(p: Point, a: Point, b: Point) -> float:
    k = math.cos(math.radians(p[1]))
    px, py, bx, by = (p[0] - a[0]) * k, p[1] - a[1], (b[0] - a[0]) * k, b[1] - a[1]
    length = bx * bx + by * by
    t = max(0.0, min(1.0, (px * bx + py * by) / length)) if length else 0.0
    return math.hypot(px - t * bx, py - t * by)


def number(value: int) -> str:
    """Return a signed number as characters of five bits each, the last one without bit six."""
    rest = (value << 1) ^ (-1 if value < 0 else 0)
    text = ""
    while rest >= 32:
        text += ALPHABET[32 | (rest & 31)]
        rest >>= 5
    return text + ALPHABET[rest]


def encoded(ring: list[int], topo_arcs: list[list[Point]], borders: set[int]) -> str:
    """Return a ring: per arc the count of steps, negative for a border, then the steps."""
    text, x, y = "", 0, 0
    for position, arc in enumerate(ring):
        points = topo_arcs[arc] if arc >= 0 else topo_arcs[~arc][::-1]
        if len(ring) == 1:  # a ring of its own begins where it ends: cut it in two
            middle = len(points) // 2
            points = simplified(points[: middle + 1])[:-1] + simplified(points[middle:])
        else:
            points = simplified(points)
        units = [(round(lon / STEP), round(lat / STEP)) for lon, lat in points]
        if position == 0:
            x, y = units[0]
            text += number(x) + number(y)
        steps = []
        for ux, uy in units[1:]:
            if (ux, uy) != (x, y):
                steps.append(number(ux - x) + number(uy - y))
                x, y = ux, uy
        sign = -1 if (arc if arc >= 0 else ~arc) in borders else 1
        text += number(sign * len(steps)) + "".join(steps)
    return text


def literal(name: str, meaning: str, lines: list[str]) -> str:
    """Return a table of rings as Python source."""
    rows = [f"\n{name} = ("]
    for line in lines:
        pieces = [line[i : i + WIDTH] for i in range(0, len(line), WIDTH)]
        if len(pieces) == 1:
            rows.append(f'    "{line}",')
        else:
            rows += ["    (", *(f'        "{piece}"' for piece in _cut(line)), "    ),"]
    return "\n".join([*rows, ")", f'"""{meaning}"""', ""])


def _cut(line: str) -> list[str]:
    width = WIDTH - 4
    return [line[i : i + width] for i in range(0, len(line), width)]


def main() -> None:
    """Fetch, cut out, simplify, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topology", type=Path, metavar="FILE")
    topo = topology(parser.parse_args().topology)
    points, borders = arcs(topo), shared(topo)
    land = [encoded(ring, points, borders) for ring in rings(topo, MAINLAND)]
    apart = [encoded(ring, points, borders) for who in APART for ring in rings(topo, who)]
    text = HEADER.format(tolerance=TOLERANCE, alphabet=ALPHABET, step=STEP)
    text += literal("MAINLAND", "Land of mainland China and its islands.", land)
    text += literal("APART", "Hong Kong, Macau, Taiwan: maps of both kinds are drawn there.", apart)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {len(text)} characters, {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
