"""Draws the sample map, resources/map/sample.mbtiles: a town that does not exist, and says so.

`python packaging/sample_map.py` writes the file anew. All that is on it is invented here, so it
needs nobody's licence. It lies where the recorded and simulated rides of the demo are.
"""

from __future__ import annotations

import math
import os
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "map" / "sample.mbtiles"
WEST, SOUTH, EAST, NORTH = 114.02, 22.515, 114.08, 22.565
ZOOMS = range(11, 17)
TILE = 256
LABEL = "Sample map, not a real place"
SIZE = (6160.0, 5560.0)
"""Metres from west to east and from south to north; the drawing is in metres from the corner."""

LAND, WATER, SHORE = "#f2f2ef", "#a9cfe4", "#8dbbd6"
PARK, BLOCK, WORKS, HOUSE = "#cfe5c0", "#e8e6e2", "#e3dde6", "#d8cfc4"
WORDS, HALO, NOTICE = "#4a4a52", "#fbfaf7", "#a2574a"
TEXTS = (WORDS, HALO, NOTICE, "#33333a", "#35708f", "#4b7a38", "#6b4b86")

type Point = tuple[float, float]

RIVER: Sequence[Point] = (
    (1500, 5900), (1720, 5000), (2350, 4250), (2500, 3500), (2200, 2800), (2550, 2000), (2500, 900),
)  # fmt: skip
COAST: Sequence[Point] = (
    (-300, 1500), (700, 1250), (1500, 760), (2300, 900), (3000, 620), (3900, 480), (4700, 820),
    (5500, 640), (6500, 900),
)  # fmt: skip
PARKS: Sequence[tuple[str, Sequence[Point]]] = (
    ("Galvani Park", ((2650, 3250), (3350, 3420), (3480, 2800), (2950, 2560), (2560, 2760))),
    ("Kiln Hill", ((200, 4900), (1150, 5250), (1330, 4550), (700, 4050), (160, 4250))),
    ("Leyden Common", ((4750, 4950), (5750, 5150), (5900, 4500), (5000, 4300))),
)
BLOCKS: Sequence[tuple[str, str, Sequence[Point]]] = (
    ("Old Mint", BLOCK, ((2750, 2450), (4350, 2900), (4700, 1700), (3900, 1050), (2800, 1150))),
    ("North Cells", BLOCK, ((2650, 5000), (4500, 5150), (4700, 3950), (3050, 3650), (2700, 4250))),
    ("West Bank", BLOCK, ((350, 3750), (2050, 3900), (2000, 2700), (2250, 1500), (800, 1700))),
    ("Anode Works", WORKS, ((4950, 3800), (6050, 3950), (6050, 1500), (5100, 1300), (4950, 2300))),
)
ROADS: Sequence[tuple[str, float, Sequence[Point]]] = (
    ("Ring Road", 30, ((-200, 2350), (1000, 2300), (2450, 2420), (3600, 3060), (4800, 3120),
                       (6400, 2700))),
    ("Volta Avenue", 26, ((2600, 5900), (2900, 4800), (3480, 3800), (3560, 2400), (3300, 1000))),
    ("Ampere Road", 20, ((4800, 5900), (4720, 4300), (4850, 3120), (4880, 2000), (4600, 1050))),
    ("Quay Street", 16, ((300, 1720), (1400, 1250), (2400, 1280), (3300, 1000), (4600, 1050),
                         (6300, 1180))),
    ("Kiln Road", 18, ((900, 5900), (1420, 4500), (1450, 3300), (1250, 2300), (1150, 1420))),
    ("North Street", 16, ((-200, 3980), (1420, 3900), (2520, 4080), (3380, 4060), (4740, 4250),
                          (6400, 4120))),
)  # fmt: skip
RAIL: Sequence[Point] = (
    (-300, 2900), (900, 3080), (2300, 3180), (3500, 3500), (4700, 3560), (6500, 3420),
)  # fmt: skip
CENTRE = (3560.0, 2750.0)


def smooth(points: Sequence[Point]) -> QPainterPath:
    """Return a curve through points (Catmull-Rom)."""
    path = QPainterPath(QPointF(*points[0]))
    padded = [points[0], *points, points[-1]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path.cubicTo(QPointF(*one), QPointF(*two), QPointF(*end))
    return path


def area(points: Sequence[Point]) -> QPainterPath:
    """Return a closed area with straight sides."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    path.closeSubpath()
    return path


def sea() -> QPainterPath:
    """Return the bay, from the coast to beyond the southern edge."""
    path = smooth(COAST)
    path.lineTo(6500, -500)
    path.lineTo(-300, -500)
    path.closeSubpath()
    return path


def streets(block: QPainterPath, turn: float, step: float) -> Iterator[tuple[QPointF, QPointF]]:
    """Yield the small streets of a block: a grid turned by some degrees."""
    middle = block.boundingRect().center()
    there = QTransform().translate(middle.x(), middle.y()).rotate(turn)
    reach = int(2600 / step)
    for n in range(-reach, reach + 1):
        for one, other in (
            ((n * step, -2600), (n * step, 2600)),
            ((-2600, n * step * 0.7), (2600, n * step * 0.7)),
        ):
            yield there.map(QPointF(*one)), there.map(QPointF(*other))


def houses(block: QPainterPath, turn: float, step: float, seed: int) -> Iterator[QPolygonF]:
    """Yield houses between the small streets of a block."""
    dice = random.Random(seed)
    middle = block.boundingRect().center()
    there = QTransform().translate(middle.x(), middle.y()).rotate(turn)
    cell = (step / 2, step * 0.7 / 2)
    reach = int(2400 / cell[0])
    for row in range(-2 * reach, 2 * reach):
        for column in range(-reach, reach):
            if dice.random() < 0.25:
                continue
            width, height = (side * dice.uniform(0.45, 0.7) for side in cell)
            left = column * cell[0] + 14
            house = there.map(QPolygonF(QRectF(left, row * cell[1] + 12, width, height)))
            if block.contains(house.boundingRect()):
                yield house


class Town:
    """The drawing, in metres; `paint` puts it on a picture of a whole zoom."""

    def __init__(self) -> None:
        self.sea = sea()
        self.river = smooth(RIVER)
        self.roads = [(name, width, smooth(points)) for name, width, points in ROADS]
        self.blocks = [(name, colour, area(points)) for name, colour, points in BLOCKS]

    def paint(self, painter: QPainter, scale: float, zoom: int) -> None:
        """Draw grounds, water, roads, rails; `scale` is pixels per metre, y to the north."""
        self._grounds(painter)
        if zoom >= 15:
            self._houses(painter, zoom)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._line(painter, self.river, SHORE, max(96, 4 / scale))
        self._line(painter, self.river, WATER, max(84, 3 / scale))
        painter.setPen(QPen(QColor(SHORE), max(8, 1 / scale)))
        painter.setBrush(QColor(WATER))
        painter.drawPath(self.sea)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if zoom >= 13:
            self._streets(painter, scale)
        for edge in (True, False):
            for _, width, path in self.roads:
                across = max(width, (3.2 if width > 18 else 2.2) / scale)
                if edge:
                    self._line(painter, path, "#cbb896", across + 2.4 / scale)
                else:
                    self._line(painter, path, "#fbdc9a" if width > 18 else "#ffffff", across)
        self._rails(painter, scale)

    def labels(self, zoom: int) -> Iterator[tuple[Point, str, int, str, bool]]:
        """Yield place (metres), text, size, colour, slanted."""
        if zoom >= 12:
            yield (3560, 2250), "VOLTA TOWN", 12 + 2 * (zoom - 12), "#33333a", False
        if zoom >= 13:
            yield (1200, 560), "Leyden Bay", 12, "#35708f", True
            for name, _, path in self.blocks[1:]:
                middle = path.boundingRect().center()
                yield (middle.x(), middle.y() + 160), name, 11, WORDS, False
            for name, points in PARKS:
                middle = area(points).boundingRect().center()
                yield (middle.x(), middle.y()), name, 11, "#4b7a38", True
        if zoom >= 14:
            yield (3560, 3600), "Central Station", 11, "#6b4b86", False
            yield (2330, 4330), "River Daniell", 11, "#35708f", True
            yield (3300, 1750), "Old Mint", 11, WORDS, False

    def _grounds(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for _, colour, path in self.blocks:
            painter.setBrush(QColor(colour))
            painter.drawPath(path)
        painter.setBrush(QColor(PARK))
        for _, points in PARKS:
            painter.drawPath(area(points))

    def _houses(self, painter: QPainter, zoom: int) -> None:
        painter.setPen(QPen(QColor("#c4b9ab"), 2) if zoom >= 16 else Qt.PenStyle.NoPen)
        for n, (_, colour, path) in enumerate(self.blocks):
            painter.setBrush(QColor("#cfc6d6" if colour == WORKS else HOUSE))
            for house in houses(path, 12 - 9 * n, 300 if colour == WORKS else 150, n):
                painter.drawPolygon(house)

    def _streets(self, painter: QPainter, scale: float) -> None:
        for n, (_, colour, path) in enumerate(self.blocks):
            painter.save()
            painter.setClipPath(path.subtracted(self.sea), Qt.ClipOperation.IntersectClip)
            painter.setPen(QPen(QColor("#ffffff"), max(11, 1.2 / scale)))
            for one, other in streets(path, 12 - 9 * n, 300 if colour == WORKS else 150):
                painter.drawLine(one, other)
            painter.restore()

    def _rails(self, painter: QPainter, scale: float) -> None:
        path = smooth(RAIL)
        width = max(9, 2.4 / scale)
        self._line(painter, path, "#8b8492", width)
        pen = QPen(QColor("#f6f3f7"), width * 0.55)
        pen.setDashPattern([9, 9])
        painter.setPen(pen)
        painter.drawPath(path)
        painter.setPen(QPen(QColor("#6b4b86"), 2 / scale))
        painter.setBrush(QColor("#e2d5ee"))
        painter.drawRect(QRectF(3440, 3440, 240, 90))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    @staticmethod
    def _line(painter: QPainter, path: QPainterPath, colour: str, width: float) -> None:
        pen = QPen(QColor(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def pixel(lat: float, lon: float, zoom: int) -> Point:
    """Return the pixel of a place in the picture of the whole world."""
    size = TILE * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return (lon + 180) / 360 * size, y * size


def tiles(town: Town, zoom: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield column, row from the north, and picture of each tile of a zoom."""
    left, top = pixel(NORTH, WEST, zoom)
    right, bottom = pixel(SOUTH, EAST, zoom)
    columns = range(int(left // TILE), int(right // TILE) + 1)
    rows = range(int(top // TILE), int(bottom // TILE) + 1)
    corner = (columns[0] * TILE, rows[0] * TILE)
    whole = QImage(len(columns) * TILE, len(rows) * TILE, QImage.Format.Format_ARGB32)
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(left - corner[0], top - corner[1], right - left, bottom - top)
    painter.setClipRect(frame)
    painter.fillRect(frame, QColor(LAND))
    painter.save()
    painter.translate(frame.bottomLeft())
    painter.scale(frame.width() / SIZE[0], -frame.height() / SIZE[1])
    town.paint(painter, frame.width() / SIZE[0], zoom)
    painter.restore()
    names(painter, town, frame, zoom)
    warnings(painter, columns, rows)
    painter.end()
    for column in columns:
        for row in rows:
            place = ((column - columns[0]) * TILE, (row - rows[0]) * TILE)
            yield column, row, png(whole.copy(*place, TILE, TILE))


def names(painter: QPainter, town: Town, frame: QRectF, zoom: int) -> None:
    """Write the names, with a light edge; roads get theirs along the way."""
    for (x, y), text, size, colour, slanted in town.labels(zoom):
        at = QPointF(
            frame.left() + x / SIZE[0] * frame.width(),
            frame.bottom() - y / SIZE[1] * frame.height(),
        )
        write(painter, at, text, size, colour, slanted=slanted)
    if zoom < 15:
        return
    for name, _, path in town.roads:
        for part in (0.22, 0.5, 0.78):
            spot = path.pointAtPercent(part)
            at = QPointF(
                frame.left() + spot.x() / SIZE[0] * frame.width(),
                frame.bottom() - spot.y() / SIZE[1] * frame.height(),
            )
            angle = -path.angleAtPercent(part)
            write(painter, at, name, 10, WORDS, turn=-((angle + 90) % 180 - 90))


def write(
    painter: QPainter,
    at: QPointF,
    text: str,
    size: int,
    colour: str,
    *,
    slanted: bool = False,
    turn: float = 0.0,
) -> None:
    """Write centred words."""
    font = QFont("Inter")
    font.setPixelSize(size)
    font.setItalic(slanted)
    font.setWeight(QFont.Weight.DemiBold if size > 11 else QFont.Weight.Normal)
    path = QPainterPath()
    path.addText(0, 0, font, text)
    box = path.boundingRect()
    painter.save()
    painter.translate(at)
    painter.rotate(-turn)
    painter.translate(-box.center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(HALO), 3, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    painter.fillPath(path, QColor(colour))
    painter.restore()


def warnings(painter: QPainter, columns: range, rows: range) -> None:
    """Write on every second tile, wherever the map has something, that it is no real place."""
    for column in columns:
        for row in rows:
            if (column + row) % 2 == 0:
                corner = ((column - columns[0]) * TILE, (row - rows[0]) * TILE)
                at = QPointF(corner[0] + TILE / 2, corner[1] + TILE - 14)
                write(painter, at, LABEL, 11, NOTICE)


def png(image: QImage) -> bytes:
    """Return a picture as PNG of at most 256 colours."""
    flags = (
        Qt.ImageConversionFlag.ThresholdDither
        | Qt.ImageConversionFlag.AvoidDither
        | Qt.ImageConversionFlag.ThresholdAlphaDither
    )
    small = image.convertToFormat(QImage.Format.Format_Indexed8, palette(image), flags)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(0)
    if not writer.write(small):
        raise SystemExit(f"map: a tile could not be written: {writer.errorString()}")
    return bytes(buffer.data().data())


def palette(image: QImage) -> list[int]:
    """Return the colours of grounds and words, then the most frequent mixtures at their edges."""
    counts: dict[int, int] = {}
    pixels = bytes(image.constBits())
    for y in range(image.height()):
        line = pixels[y * image.bytesPerLine() : (y + 1) * image.bytesPerLine()]
        for n in range(0, len(line), 4):
            blue, green, red, alpha = line[n : n + 4]
            colour = 0 if alpha < 128 else 0xFF000000 | red << 16 | green << 8 | blue
            counts[colour] = counts.get(colour, 0) + 1
    plain = sorted(counts, key=lambda each: (-counts[each], each))[:40]
    mixed: dict[int, int] = {}
    for colour, count in counts.items():
        coarse = colour & 0xFFF0F0F0 | 0x080808 if colour else 0
        mixed[coarse] = mixed.get(coarse, 0) + count
    words = [colour for colour in (QColor(name).rgba() for name in TEXTS) if colour in counts]
    ranked = sorted(mixed, key=lambda each: (-mixed[each], each))
    return list(dict.fromkeys([*plain, *words, *ranked]))[:128]


def write_file(target: Path) -> None:
    """Write the MBTiles file."""
    town = Town()
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as db:
        db.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        db.execute(
            "CREATE TABLE tiles"
            " (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        db.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        said = {
            "name": LABEL,
            "format": "png",
            "type": "baselayer",
            "version": "1",
            "description": "An invented town, drawn for Mingtang Desk",
            "attribution": LABEL,
            "bounds": f"{WEST},{SOUTH},{EAST},{NORTH}",
            "center": f"{(WEST + EAST) / 2},{(SOUTH + NORTH) / 2},14",
            "minzoom": str(ZOOMS[0]),
            "maxzoom": str(ZOOMS[-1]),
        }
        db.executemany("INSERT INTO metadata VALUES (?, ?)", said.items())
        for zoom in ZOOMS:
            for column, row, data in tiles(town, zoom):
                place = (zoom, column, 2**zoom - 1 - row)
                db.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (*place, data))
    db = sqlite3.connect(target)
    db.execute("VACUUM")
    db.close()


def main() -> None:
    """Write the sample map of the checkout."""
    app = QGuiApplication(sys.argv[:1])
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
        QFontDatabase.addApplicationFont(str(ROOT / "resources" / "fonts" / name))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    write_file(TARGET)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1e6:.2f} MB")
    del app


if __name__ == "__main__":
    main()
